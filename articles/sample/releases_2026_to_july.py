"""The releases of 2026 up to July."""

from __future__ import annotations

from datetime import date, timedelta

from articles.sample.organisation import local
from articles.sample.shapes import ReleaseData, Remark, StepData, Text

RELEASES = (
    ReleaseData(
        key="statement-on-the-oil-leak-at-grafenmatt",
        translations="statement-on-the-oil-leak-at-grafenmatt",
        language="en",
        type="statement",
        headline="Statement on the oil leak at the Grafenmatt power station",
        standfirst=(
            "During the restart of an overhauled turbine on Saturday, 340 litres of hydraulic oil escaped, "
            "some 60 of them into the tailrace. Nobody was hurt."
        ),
        dateline_city="Ferrenbach",
        dateline_date=date(2026, 1, 18),
        topics=("safety-and-environment", "service-and-rehabilitation"),
        departments=("service-and-rehabilitation",),
        contact="media-office",
        boilerplate="about-arvenau",
        published_at=local(2026, 1, 18, 16),
        blocks=(
            Text(
                "<p>On Saturday 17 January at 10.40 a.m. a hose of the governor burst while Arvenau was "
                "putting machine 2 of the Grafenmatt power station back into operation. About 340 litres "
                "of hydraulic oil escaped. Some 280 litres were caught in the turbine pit; about 60 litres "
                "reached the tailrace and from there the river. The oil is of a biodegradable kind. Nobody "
                "was hurt.</p>"
                "<p>The machine was shut down within two minutes. The local fire brigade laid a boom "
                "across the tailrace at 11.05 a.m., and a second one was in place 800 metres downstream by "
                "noon. The cantonal authority took samples at four places on Saturday and again on Sunday "
                "morning. It found oil at the first two on Saturday, and at none on Sunday.</p>"
            ),
            Remark(
                speaker="elin-akerstrom",
                posts=("managing-director",),
                capacity="managing director",
                text=(
                    "It was our work and our hose, and the responsibility is ours. I apologise to the "
                    "station’s owner and to the people who live and fish along the river. Arvenau will pay "
                    "for all measures, whatever any insurance decides."
                ),
            ),
            Text("<h2>What happens now</h2>"),
            Remark(
                speaker="piotr-zelawski",
                posts=("head-of-service-and-rehabilitation",),
                capacity="head of Service and Rehabilitation",
                text="We have decided on three steps.",
                points=(
                    (
                        "Hoses of this make and year are fitted in nine other stations. Their operators "
                        "were told on Saturday evening, and by the end of January each of these hoses will "
                        "have been replaced."
                    ),
                    (
                        "An independent laboratory will examine the hose. It was 14 months old and "
                        "certified for twice the pressure at which it burst."
                    ),
                    (
                        "Until the cause is known, none of our crews starts a machine unless a boom is "
                        "ready in the tailrace."
                    ),
                ),
            ),
            Text(
                "<p>Arvenau will publish the laboratory’s finding when it is available, probably in March. "
                "Residents can reach the company at any hour through the contact below.</p>"
            ),
        ),
    ),
    ReleaseData(
        key="songjian-order",
        translations="songjian-order",
        language="en",
        type="press-release",
        headline="Four pump-turbines for Songjian: Arvenau wins its largest order in China",
        standfirst=(
            "The contract for the pumped storage station in Zhejiang is worth CHF 118 million. The "
            "machines, of 300 megawatts each, will be made in Ningbo."
        ),
        dateline_city="Ningbo",
        dateline_date=date(2026, 5, 19),
        topics=("orders", "pumped-storage", "production"),
        departments=("pumped-storage", "arvenau-china", "hydraulic-laboratory"),
        contact="media-china",
        boilerplate="about-arvenau-china",
        published_at=local(2026, 5, 19, 8),
        steps=(
            StepData(
                "author",
                "write",
                timedelta(hours=6),
                standfirst=(
                    "The contract for the pumped storage station in Zhejiang is worth CHF 118 million. The "
                    "machines, of 300 megawatts each, are being made in Ningbo; the first runner is to be cast in "
                    "spring."
                ),
            ),
        ),
        blocks=(
            Text(
                "<p>Arvenau is to supply four reversible pump-turbines with their spherical valves and "
                "governors for the Songjian pumped storage station in the south of Zhejiang. The contract, "
                "signed in Hangzhou on 18 May, is worth CHF 118 million and is the largest that Arvenau "
                "has won in China.</p>"
                "<ul><li>Output: 4 × 300 megawatts</li>"
                "<li>Head: 512 metres</li>"
                "<li>Speed: 428.6 revolutions a minute</li>"
                "<li>Runner: 4.1 metres in diameter, 38 tonnes</li>"
                "<li>First machine in operation: 2029; fourth: 2030</li></ul>"
            ),
            Remark(
                speaker="luo-jingheng",
                posts=("head-of-pumped-storage",),
                capacity="head of Pumped Storage",
                text=(
                    "We were not the cheapest of the five bidders. In the comparative model test our "
                    "runner was 0.7 percentage points better in pump operation, and over thirty years that "
                    "buys a great deal of steel. The customer also saw that the machine tools we named in "
                    "the offer exist, and are free in the months that we named."
                ),
            ),
            Text(
                "<h2>Made in Hall 3</h2>"
                "<p>The Hydraulic Laboratory developed the runner in Ferrenbach in 14 months. Making it "
                "will be the task of Ningbo alone: casting, welding, heat treatment, machining and "
                "balancing will all take place within 600 metres of one another.</p>"
            ),
            Remark(
                speaker="shen-ruolan",
                posts=("vice-president-for-asia", "general-manager-of-arvenau-china"),
                capacity="vice-president for Asia and general manager of Arvenau China",
                text=(
                    "For our people this order means 410,000 working hours until 2030. We shall take on 35 "
                    "welders and train them ourselves, as we always have. They begin in September; when "
                    "the first Songjian runner needs them, they will have eighteen months’ practice."
                ),
            ),
            Text(
                "<p>Songjian is to store surplus electricity from offshore wind farms and return it in the "
                "evening. Its upper reservoir holds 8.6 million usable cubic metres, enough for nine hours "
                "at full output. The order is included in the order intake of the first half of 2026, "
                "which Arvenau reports on 28 July.</p>"
            ),
        ),
    ),
    ReleaseData(
        key="songjian-order-zh",
        translations="songjian-order",
        language="zh-hans",
        type="press-release",
        headline="阿维瑙签下松涧四台水泵水轮机，为在华最大订单",
        standfirst="浙江松涧抽水蓄能电站合同金额1.18亿瑞士法郎，四台单机30万千瓦的机组将全部在宁波制造。",
        dateline_city="宁波",
        dateline_date=date(2026, 5, 19),
        topics=("orders", "pumped-storage", "production"),
        departments=("pumped-storage", "arvenau-china", "hydraulic-laboratory"),
        contact="media-china",
        boilerplate="about-arvenau-china",
        published_at=local(2026, 5, 19, 8),
        blocks=(
            Text(
                "<p>阿维瑙将为浙江南部的松涧抽水蓄能电站提供四台可逆式水泵水轮机，以及配套的球阀和调速器。"
                "合同于2026年5月18日在杭州签署，金额1.18亿瑞士法郎，是阿维瑙在中国赢得的最大一笔订单。</p>"
                "<ul><li>装机容量：4×30万千瓦</li>"
                "<li>水头：512米</li>"
                "<li>转速：每分钟428.6转</li>"
                "<li>转轮：直径4.1米，重38吨</li>"
                "<li>投产时间：首台2029年，第四台2030年</li></ul>"
            ),
            Remark(
                speaker="luo-jingheng",
                posts=("head-of-pumped-storage",),
                capacity="抽水蓄能事业部总经理",
                text=(
                    "五家投标，我们不是最便宜的。同台模型对比试验中，我们的转轮在水泵工况下效率高出0.7个百"
                    "分点，三十年算下来，够买不少钢材。客户也看得很清楚：标书里写的机床确实有，写的那几个月"
                    "也确实空着。"
                ),
            ),
            Text(
                "<h2>在三号厂房制造</h2>"
                "<p>转轮由水力试验室在费伦巴赫研发，历时14个月。制造则全部交给宁波：铸造、焊接、热处理、加"
                "工和平衡，都在方圆600米之内完成。</p>"
            ),
            Remark(
                speaker="shen-ruolan",
                posts=("vice-president-for-asia", "general-manager-of-arvenau-china"),
                capacity="亚洲区副总裁兼阿维瑙中国总经理",
                text=(
                    "对宁波的员工来说，这份订单意味着到2030年有41万个工时。我们要招35名焊工，和以前一样，自"
                    "己培养。他们九月进厂，等到松涧首台转轮开焊时，手上已经有一年半的功夫了。"
                ),
            ),
            Text(
                "<p>松涧电站将储存海上风电的富余电量，在傍晚用电高峰时送回电网。上水库有效库容860万立方米，"
                "可供满负荷发电九小时。该订单计入2026年上半年新签订单，阿维瑙将于7月28日公布半年度业绩。"
                "</p>"
            ),
        ),
    ),
)
