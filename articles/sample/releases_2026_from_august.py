"""The releases of 2026 from August, up to the newest."""

from __future__ import annotations

from datetime import date

from articles.sample.organisation import local
from articles.sample.shapes import ReleaseData, Remark, Text

RELEASES = (
    ReleaseData(
        key="mid-year-meeting-2026",
        translations="mid-year-meeting-2026",
        language="en",
        type="press-release",
        headline="Arvenau holds its mid-year meeting in Chengdu: deliver on the day, grow in service",
        standfirst=(
            "Two meetings in one: on 6 August managers from eleven countries reviewed the first half of "
            "2026, on 7 August the strategy up to 2030."
        ),
        dateline_city="Chengdu",
        dateline_date=date(2026, 8, 7),
        topics=("results", "service-and-rehabilitation", "production", "management"),
        departments=(
            "group-headquarters",
            "arvenau-china",
            "pumped-storage",
            "service-and-rehabilitation",
            "hydraulic-laboratory",
        ),
        meetings=("mid-year-meeting-2026", "first-half-review-2026", "strategy-review-2026"),
        contact="media-office",
        boilerplate="about-arvenau",
        published_at=local(2026, 8, 7, 15),
        blocks=(
            Text(
                "<p>The First-half Review opened with the figures published on 28 July. Orders rose by "
                "14.6 per cent to CHF 642.7 million, sales by 6.7 per cent to CHF 489.1 million; the "
                "operating margin improved from 9.6 to 10.3 per cent. The order backlog of CHF 1,885.2 "
                "million is the highest ever. Five per cent of deliveries to customers in Asia and eight "
                "per cent in Europe were late.</p>"
            ),
            Remark(
                speaker="shen-ruolan",
                posts=("vice-president-for-asia", "general-manager-of-arvenau-china"),
                capacity="vice-president for Asia and general manager of Arvenau China",
                meetings=("first-half-review-2026",),
                text=("A full order book is a list of promises. Four of them decide how we shall speak of this year."),
                points=(
                    (
                        "The first runner for Lousinha II leaves Ningbo by the middle of November. It is "
                        "the first pump-turbine runner made here from beginning to end, and the ship is "
                        "booked."
                    ),
                    (
                        "Rejected castings must fall from 3.8 to 2.5 per cent by December. We now pour on "
                        "weekdays only, with the same crew and the same sand."
                    ),
                    (
                        "Thirty-five welders start on 1 September. Each has a master of their own for the "
                        "first six months, and no master is counted as productive in that time."
                    ),
                    (
                        "Safety comes before all three. We had four lost-time accidents in six months; one "
                        "of them was a fall from a ladder that should not have been there."
                    ),
                ),
            ),
            Text(
                "<p>The Strategy Review dealt with service, pricing and the laboratory. The target for "
                "2027 stands: an operating margin of 11 per cent.</p>"
            ),
            Remark(
                speaker="elin-akerstrom",
                posts=("managing-director",),
                capacity="managing director",
                meetings=("strategy-review-2026",),
                text="I have three decisions to announce and one thing to ask of you.",
                points=(
                    (
                        "Service and Rehabilitation is to contribute a third of sales by 2030; it is 27 "
                        "per cent today. We shall open service centres in Kunming and Porto."
                    ),
                    (
                        "We will promise only the delivery dates that a reserved machine can keep. From "
                        "October no tender leaves the house without the number of the machine tool and its "
                        "weeks."
                    ),
                    (
                        "Pumped Storage will build no more than twelve large runners a year before 2029. I "
                        "would rather grow slowly than late."
                    ),
                    (
                        "By December I want a proposal for a fourth test rig. The laboratory is to say "
                        "what it costs, and Pumped Storage what it would have earned us since 2020."
                    ),
                ),
            ),
            Text(
                "<p>Group Headquarters and Arvenau China were the hosts. The heads of Pumped Storage, "
                "Service and Rehabilitation and the Hydraulic Laboratory attended with their teams, 86 "
                "people in all.</p>"
            ),
        ),
    ),
    ReleaseData(
        key="mid-year-meeting-2026-zh",
        translations="mid-year-meeting-2026",
        language="zh-hans",
        type="press-release",
        headline="阿维瑙在成都召开年中会议：按期交付，做强服务",
        standfirst="两会合一：8月6日，来自11个国家的管理人员总结2026年上半年工作；8月7日，研讨至2030年的战略。",
        dateline_city="成都",
        dateline_date=date(2026, 8, 7),
        topics=("results", "service-and-rehabilitation", "production", "management"),
        departments=(
            "group-headquarters",
            "arvenau-china",
            "pumped-storage",
            "service-and-rehabilitation",
            "hydraulic-laboratory",
        ),
        meetings=("mid-year-meeting-2026", "first-half-review-2026", "strategy-review-2026"),
        contact="media-china",
        boilerplate="about-arvenau",
        published_at=local(2026, 8, 7, 15),
        blocks=(
            Text(
                "<p>2026年8月6日，上半年工作总结会首先通报了7月28日公布的业绩：新签订单6.427亿瑞士法郎，同"
                "比增长14.6%；销售额4.891亿瑞士法郎，增长6.7%；营业利润率由9.6%升至10.3%。在手订单18.852亿"
                "瑞士法郎，创历史新高。上半年，亚洲客户有5%的交付逾期，欧洲为8%。</p>"
            ),
            Remark(
                speaker="shen-ruolan",
                posts=("vice-president-for-asia", "general-manager-of-arvenau-china"),
                capacity="亚洲区副总裁兼阿维瑙中国总经理",
                meetings=("first-half-review-2026",),
                text="订单排得满，就是许下的诺言多。今年怎么评价，要看四件事。",
                points=(
                    (
                        "洛西尼亚二期首台转轮11月中旬前从宁波发运。这是我们第一台从头到尾在这里做完的水泵水"
                        "轮机转轮，船已经订好了。"
                    ),
                    "铸件废品率到12月要从3.8%降到2.5%。现在只在工作日浇注，人员固定，型砂固定。",
                    "35名焊工9月1日进厂。头六个月一人跟一个师傅，这期间师傅不计产量。",
                    (
                        "安全排在这三件事之前。半年里发生四起损失工时事故，其中一起是从梯子上摔下来，而那架"
                        "梯子本来就不该放在那里。"
                    ),
                ),
            ),
            Text("<p>8月7日的战略研讨会讨论了服务业务、报价和试验室建设。2027年营业利润率达到11%的目标不变。</p>"),
            Remark(
                speaker="elin-akerstrom",
                posts=("managing-director",),
                capacity="总裁",
                meetings=("strategy-review-2026",),
                text="我宣布三项决定，再向各位要一份方案。",
                points=(
                    ("到2030年，服务与改造业务要占销售额的三分之一，目前是27%。我们将在昆明和波尔图开设服务中心。"),
                    (
                        "我们只承诺已锁定机床能够兑现的交期。从10月起，标书上没有写明机床编号和占用周次的，"
                        "一律不得发出。"
                    ),
                    "2029年以前，抽水蓄能事业部每年制造的大型转轮不超过12台。宁可慢一点，也不要迟一天。",
                    (
                        "12月以前，我要看到第四座试验台的方案。试验室说清楚要花多少钱，抽水蓄能事业部说清楚"
                        "2020年以来它本可以多挣多少钱。"
                    ),
                ),
            ),
            Text(
                "<p>会议由集团总部和阿维瑙中国主办，抽水蓄能事业部、服务与改造事业部和水力试验室负责人率队"
                "参加，与会人员共86人。</p>"
            ),
        ),
    ),
    ReleaseData(
        key="lousinha-runner-leaves-ningbo",
        translations="lousinha-runner-leaves-ningbo",
        language="en",
        type="press-release",
        headline="The first pump-turbine runner made wholly in Ningbo is on its way to Portugal",
        standfirst=(
            "The runner for Lousinha II, 4.6 metres across and 46 tonnes in weight, left the works on 10 "
            "November, as planned. It is due in Leixões in January."
        ),
        dateline_city="Ningbo",
        dateline_date=date(2026, 11, 12),
        topics=("production", "pumped-storage"),
        departments=("arvenau-china", "pumped-storage"),
        contact="media-china",
        boilerplate="about-arvenau-china",
        published_at=local(2026, 11, 12, 9),
        blocks=(
            Text(
                "<p>Arvenau China has delivered the first runner of a pump-turbine that was cast, welded, "
                "machined and balanced in Ningbo alone. It is the first of two for the Lousinha II pumped "
                "storage station in the north of Portugal, which placed its order in November 2024. The "
                "lorry, with 14 axles, took five hours over the 14 kilometres to the quay at Beilun.</p>"
                "<p>The nine blades were machined in 16 weeks. For a runner of this size the works had "
                'needed 26 before <a href="/meetings/opening-of-hall-3-ningbo/">Hall 3 was opened</a> in '
                "September 2024, and had then sent it to Ferrenbach to be finished. The greatest departure "
                "from the drawn shape is 0.4 millimetres; the contract allows 0.9.</p>"
            ),
            Remark(
                speaker="shen-ruolan",
                posts=("vice-president-for-asia", "general-manager-of-arvenau-china"),
                capacity="vice-president for Asia and general manager of Arvenau China",
                text=(
                    "Two hundred and twelve people worked on this runner, and their names are in the "
                    "acceptance file. We lost nine days in June, when an ultrasonic test found a flaw in "
                    "the crown and we cut it out rather than discuss it. We made up for seven of them; the "
                    "other two were our reserve."
                ),
            ),
            Text(
                "<h2>One promise, one machine tool</h2>"
                "<p>The second runner has been on the milling machine since 26 October and is to follow in "
                "March 2027. Its place there was reserved when the contract was signed. This has been the "
                "rule for all tenders since October. The managing director had announced it at the "
                '<a href="/meetings/strategy-review-2026/">Strategy Review</a> in Chengdu on 7 '
                "August:</p>"
            ),
            Remark(
                speaker="elin-akerstrom",
                posts=("managing-director",),
                capacity="managing director",
                meetings=("strategy-review-2026",),
                text=(
                    "We will promise only the delivery dates that a reserved machine can keep. From "
                    "October no tender leaves the house without the number of the machine tool and its "
                    "weeks."
                ),
            ),
            Text(
                "<p>Lousinha II is to go into operation in 2028 with two pump-turbines of 210 megawatts. "
                "The order is worth CHF 96 million.</p>"
            ),
        ),
    ),
    ReleaseData(
        key="lousinha-runner-leaves-ningbo-zh",
        translations="lousinha-runner-leaves-ningbo",
        language="zh-hans",
        type="press-release",
        headline="首台全程宁波制造的水泵水轮机转轮启运葡萄牙",
        standfirst="洛西尼亚二期转轮直径4.6米、重46吨，已于11月10日按计划出厂，预计明年1月运抵莱雄伊什港。",
        dateline_city="宁波",
        dateline_date=date(2026, 11, 12),
        topics=("production", "pumped-storage"),
        departments=("arvenau-china", "pumped-storage"),
        contact="media-china",
        boilerplate="about-arvenau-china",
        published_at=local(2026, 11, 12, 9),
        blocks=(
            Text(
                "<p>2026年11月10日，阿维瑙中国交付了首台铸造、焊接、加工和平衡全部在宁波完成的水泵水轮机转"
                "轮。葡萄牙北部的洛西尼亚二期抽水蓄能电站共需两台转轮，这是其中第一台。订单签于2024年11月。"
                "运输车有14轴，到北仑码头的14公里走了五个小时。</p>"
                '<p>九个叶片的加工用了16周。2024年9月<a href="/zh-hans/meetings/opening-of-hall-3-ningbo/">三号'
                "厂房落成</a>以前，这样大小的转轮需要26周，还要运到费伦巴赫完成精加工。实测型线与图纸的最大"
                "偏差为0.4毫米，合同允许值为0.9毫米。</p>"
            ),
            Remark(
                speaker="shen-ruolan",
                posts=("vice-president-for-asia", "general-manager-of-arvenau-china"),
                capacity="亚洲区副总裁兼阿维瑙中国总经理",
                text=(
                    "有212个人为这台转轮出过力，他们的名字都写进了验收文件。六月里耽误了九天：超声波探伤在"
                    "上冠发现一处缺陷，我们没有争论，直接挖掉重焊。后来抢回七天，另外两天本来就是留的余量。"
                ),
            ),
            Text(
                "<h2>一份承诺，一台机床</h2>"
                "<p>第二台转轮10月26日已上铣床，将于2027年3月发运。它占用的机床，在合同签字时就已锁定。自今"
                "年10月起，所有投标都按这一规定办理。8月7日，总裁在成都"
                '<a href="/zh-hans/meetings/strategy-review-2026/">战略研讨会</a>上宣布：</p>'
            ),
            Remark(
                speaker="elin-akerstrom",
                posts=("managing-director",),
                capacity="总裁",
                meetings=("strategy-review-2026",),
                text=(
                    "我们只承诺已锁定机床能够兑现的交期。从10月起，标书上没有写明机床编号和占用周次的，一律不得发出。"
                ),
            ),
            Text("<p>洛西尼亚二期定于2028年投产，安装两台21万千瓦水泵水轮机，订单金额9600万瑞士法郎。</p>"),
        ),
    ),
)
