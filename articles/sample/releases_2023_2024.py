"""The releases of 2023 and 2024."""

from __future__ import annotations

from datetime import date

from articles.sample.organisation import local
from articles.sample.shapes import ReleaseData, Remark, Text, Video

RELEASES = (
    ReleaseData(
        key="breitenwag-model-tests",
        translations="breitenwag-model-tests",
        language="en",
        type="news",
        headline="Model tests promise 4 per cent more energy from a power station of 1958",
        standfirst=(
            "New blades for the two Kaplan turbines at Breitenwag would raise their efficiency from 88.9 "
            "to 92.5 per cent, the Hydraulic Laboratory has found."
        ),
        dateline_city="Ferrenbach",
        dateline_date=date(2023, 11, 28),
        topics=("research", "service-and-rehabilitation"),
        departments=("hydraulic-laboratory", "after-sales-service"),
        contact="media-office",
        boilerplate="about-arvenau",
        published_at=local(2023, 11, 28, 10),
        blocks=(
            Text(
                "<p>Five new blades would give each of the two Kaplan turbines at the Breitenwag river "
                "power station about 4 per cent more energy from the same water. That is the result of 31 "
                "days of model tests which the Hydraulic Laboratory in Ferrenbach finished on 24 November. "
                "Arvenau built both machines in 1958; each has run for more than 400,000 hours.</p>"
                "<p>On a model at a scale of 1 to 14.5, the weighted mean efficiency rose from 88.9 to "
                "92.5 per cent. In an average year the station’s output would grow from 118 to 122.8 "
                "gigawatt-hours. The difference is what some 1,060 households use in a year.</p>"
            ),
            Remark(
                speaker="elin-akerstrom",
                posts=("chief-technology-officer",),
                capacity="chief technology officer",
                text=(
                    "The old runner was very good for 1958. Its designers had slide rules and four test "
                    "points; we measured 212 and could see where the flow leaves the blade. Most of the "
                    "gain is at part load, which is where a river station spends two thirds of its year."
                ),
            ),
            Text(
                "<h2>What would be replaced</h2>"
                "<ul><li>the ten runner blades, now to be milled from stainless cast steel;</li>"
                "<li>the blade bearings, which would no longer need grease;</li>"
                "<li>the oil in the two runner hubs, 2,900 litres in all, which would give way to "
                "water.</li></ul>"
            ),
            Remark(
                speaker="piotr-zelawski",
                posts=("head-of-after-sales-service",),
                capacity="head of After-Sales Service",
                text=(
                    "The shafts, the generators and all the concrete would stay. We would take out one "
                    "machine in each low-water season, from October to March, so that the station never "
                    "loses more than half its output. We have the drawings of 1958 and a laser survey of "
                    "both runners, so we know what we shall find when we open them."
                ),
            ),
            Text(
                "<p>Engineers of the station’s owner witnessed the tests on 22 and 23 November. The "
                "measuring uncertainty of the test rig is 0.2 per cent. The owner’s board intends to "
                "decide in spring 2024 whether to order the new runners.</p>"
            ),
        ),
    ),
    ReleaseData(
        key="management-appointments-2024",
        translations="management-appointments-2024",
        language="en",
        type="regulatory",
        headline="Shen Ruolan to lead Arvenau China; Luo Jingheng moves to Pumped Storage",
        standfirst=(
            "Hélène Darrigade becomes chief financial officer. All three appointments, effective on 1 "
            "April and 1 May 2024, are made from within the company."
        ),
        dateline_city="Ferrenbach",
        dateline_date=date(2024, 2, 27),
        topics=("management",),
        departments=("group-headquarters", "arvenau-china", "pumped-storage"),
        contact="investor-relations",
        boilerplate="about-arvenau",
        forward_looking="cautionary-note",
        filing_reference="ADH-2024-0041",
        published_at=local(2024, 2, 27, 7),
        blocks=(
            Text(
                "<p><strong>Ad hoc announcement under the listing rules.</strong> The board of directors "
                "of Arvenau AG has made three appointments to the management of the group. They follow "
                "from the retirement of Urs Flückiger-Tann, chief financial officer since 2011, and of "
                "Gianin Treschuth, who has led Pumped Storage since the business unit was formed in "
                "2018.</p>"
                "<ul><li><strong>Shen Ruolan</strong> (44), deputy general manager of Arvenau China since "
                "2019, becomes its general manager on 1 April 2024.</li>"
                "<li><strong>Luo Jingheng</strong> (53), general manager of Arvenau China since 2017 and "
                "vice-president for Asia since 2021, becomes head of Pumped Storage on 1 April 2024 and "
                "moves from Ningbo to Ferrenbach. He gives up both his present posts on 31 March.</li>"
                "<li><strong>Hélène Darrigade</strong> (46), head of investor relations since 2019, "
                "becomes chief financial officer on 1 May 2024.</li></ul>"
            ),
            Remark(
                speaker="reto-caldruvi",
                posts=("chair-of-the-board", "managing-director"),
                capacity="chair of the board and managing director",
                text=(
                    "Each of the three has worked for years beside the person they follow. Luo Jingheng "
                    "doubled the sales of Arvenau China in seven years and won its first pump-turbine "
                    "orders; he will now do that work for the whole group. Shen Ruolan has run the "
                    "building of Hall 3 since the first day, and it is on time. Hélène Darrigade knows our "
                    "figures, and our investors know her."
                ),
            ),
            Text(
                "<h2>Handover</h2>"
                "<p>Shen Ruolan has directed the construction of Hall 3 in Ningbo since ground was broken "
                "in November 2022 and remains responsible for it. The hall is to open in September 2024; "
                "the budget of CHF 68 million is unchanged.</p>"
                "<p>The post of vice-president for Asia stays vacant for the time being; sales in the "
                "region report to the managing director. The new head of investor relations will be named "
                "before the end of April.</p>"
                "<p>Urs Flückiger-Tann signs the accounts for 2023, which Arvenau publishes on 12 March "
                "2024 in Zurich. He remains available to the company as an adviser until 31 July. Gianin "
                "Treschuth retires on 31 March after 34 years with Arvenau. The board thanks both for "
                "their service.</p>"
            ),
        ),
    ),
    ReleaseData(
        key="management-appointments-2024-zh",
        translations="management-appointments-2024",
        language="zh-hans",
        type="regulatory",
        headline="沈若澜将出任阿维瑙中国总经理，罗景衡转任抽水蓄能事业部总经理",
        standfirst="埃莱娜·达里加德将出任首席财务官。三项任命分别于2024年4月1日和5月1日生效，人选均来自公司内部。",
        dateline_city="费伦巴赫",
        dateline_date=date(2024, 2, 27),
        topics=("management",),
        departments=("group-headquarters", "arvenau-china", "pumped-storage"),
        contact="investor-relations",
        boilerplate="about-arvenau",
        forward_looking="cautionary-note",
        filing_reference="ADH-2024-0041",
        published_at=local(2024, 2, 27, 7),
        blocks=(
            Text(
                "<p><strong>根据上市规则发布的临时公告。</strong>阿维瑙股份公司董事会作出三项集团管理层任"
                "命。此前，自2011年起担任首席财务官的乌尔斯·弗吕基格-坦恩，以及自2018年事业部成立起主持抽水"
                "蓄能业务的贾宁·特雷舒特提出退休。</p>"
                "<ul><li><strong>沈若澜</strong>（44岁），2019年起任阿维瑙中国副总经理，2024年4月1日起任总"
                "经理。</li>"
                "<li><strong>罗景衡</strong>（53岁），2017年起任阿维瑙中国总经理，2021年起兼任亚洲区副总"
                "裁，2024年4月1日起任抽水蓄能事业部总经理，由宁波调往费伦巴赫。他将于3月31日卸任现有两职。"
                "</li>"
                "<li><strong>埃莱娜·达里加德</strong>（46岁），2019年起任投资者关系总监，2024年5月1日起任首"
                "席财务官。</li></ul>"
            ),
            Remark(
                speaker="reto-caldruvi",
                posts=("chair-of-the-board", "managing-director"),
                capacity="董事长兼总裁",
                text=(
                    "三位同事都曾与前任并肩工作多年。罗景衡用七年时间使阿维瑙中国的销售额翻了一番，并赢得首"
                    "批水泵水轮机订单，今后他将为整个集团做这件事。沈若澜从第一天起就主持三号厂房的建设，工"
                    "程至今如期推进。埃莱娜·达里加德熟悉我们的账目，投资者也熟悉她。"
                ),
            ),
            Text(
                "<h2>工作交接</h2>"
                "<p>自2022年11月动工以来，宁波三号厂房的建设一直由沈若澜主持，今后仍由她负责。厂房定于2024"
                "年9月启用，6800万瑞士法郎的预算保持不变。</p>"
                "<p>亚洲区副总裁一职暂时空缺，该地区的销售业务直接向总裁汇报。新任投资者关系总监人选将于4月"
                "底前公布。</p>"
                "<p>2023年度账目仍由弗吕基格-坦恩签署，阿维瑙将于2024年3月12日在苏黎世公布。此后他将担任公"
                "司顾问至7月31日。特雷舒特在阿维瑙工作34年，将于3月31日退休。董事会向两位致谢。</p>"
            ),
        ),
    ),
    ReleaseData(
        key="annual-results-2023",
        translations="annual-results-2023",
        language="en",
        type="results",
        headline="Orders pass CHF 900 million for the first time; dividend of CHF 4.20 proposed",
        standfirst=(
            "In 2023 order intake rose by 11.0 per cent to CHF 946.1 million and sales by 5.4 per cent to "
            "CHF 823.8 million. The operating margin improved from 8.3 to 8.8 per cent."
        ),
        dateline_city="Zurich",
        dateline_date=date(2024, 3, 12),
        topics=("results", "orders"),
        departments=("group-headquarters", "arvenau-china"),
        meetings=("annual-results-conference-2024",),
        contact="investor-relations",
        boilerplate="about-arvenau",
        forward_looking="cautionary-note",
        inside_information=True,
        filing_reference="ADH-2024-0063",
        published_at=local(2024, 3, 12, 7),
        blocks=(
            Text(
                "<p>Arvenau took more orders in 2023 than in any year before. The operating result grew by "
                "11.7 per cent to CHF 72.5 million and the net profit by 12.4 per cent to CHF 55.3 "
                "million. The board proposes a dividend of CHF 4.20 a share (2022: CHF 3.80).</p>"
                "<ul><li>Order intake: CHF 946.1 million (2022: CHF 852.3 million)</li>"
                "<li>Sales: CHF 823.8 million (CHF 781.6 million), of which service CHF 189.0 million</li>"
                "<li>Operating margin: 8.8 per cent (8.3 per cent)</li>"
                "<li>Order backlog at year-end: CHF 1,412.0 million (CHF 1,289.7 million)</li>"
                "<li>Employees at year-end: 3,180 (3,095)</li></ul>"
            ),
            Remark(
                speaker="reto-caldruvi",
                posts=("chair-of-the-board", "managing-director"),
                capacity="chair of the board and managing director",
                meetings=("annual-results-conference-2024",),
                text=(
                    "Four tenths of our new orders are for pumped storage; five years ago it was one "
                    "tenth. We declined three tenders last year because the price did not cover the risk "
                    "of the delivery date. I would rather explain a missing order to you than a missing "
                    "margin."
                ),
            ),
            Text("<h2>China: halfway through a large investment</h2>"),
            Remark(
                speaker="luo-jingheng",
                posts=("vice-president-for-asia", "general-manager-of-arvenau-china"),
                capacity="vice-president for Asia and general manager of Arvenau China",
                meetings=("annual-results-conference-2024",),
                text="I should like to report on three things from Ningbo.",
                points=(
                    (
                        "Orders first. Arvenau China booked CHF 214 million, 19 per cent more than in "
                        "2022. Three of its five largest orders were for pump-turbines."
                    ),
                    (
                        "Hall 3 has had its roof since December and its 250-tonne crane since February. We "
                        "have spent CHF 41 million of the CHF 68 million approved. The hall will open in "
                        "September."
                    ),
                    (
                        "Every third runner that we machine in Ningbo now leaves the country. With the new "
                        "hall we can make runners of up to 6.5 metres in diameter; until now the limit was "
                        "4.2 metres."
                    ),
                ),
            ),
            Text(
                "<h2>Outlook</h2>"
                "<p>For 2024 Arvenau expects sales to grow by 5 to 7 per cent and an operating margin of "
                "at least 9 per cent. The outlook rests on the exchange rates of the end of February.</p>"
            ),
        ),
    ),
    ReleaseData(
        key="ningbo-hall-3-opens",
        translations="ningbo-hall-3-opens",
        language="en",
        type="press-release",
        headline="Arvenau opens a hall for large runners in Ningbo",
        standfirst=(
            "Hall 3 can make eight runners a year of up to 6.5 metres in diameter. It cost CHF 68 million "
            "and was finished within the budget, 22 months after ground was broken."
        ),
        dateline_city="Ningbo",
        dateline_date=date(2024, 9, 19),
        topics=("production", "pumped-storage"),
        departments=("arvenau-china", "pumped-storage"),
        meetings=("opening-of-hall-3-ningbo",),
        contact="media-china",
        boilerplate="about-arvenau-china",
        published_at=local(2024, 9, 19, 9, 30),
        blocks=(
            Text(
                "<p>Arvenau China today opened its third production hall before 260 guests. The building "
                "covers 21,600 square metres and stands 31 metres high under the crane. It holds a "
                "vertical lathe with a table of 7.5 metres, two five-axis milling machines, a "
                "heat-treatment furnace and a 250-tonne crane. Runners leave it by road for the heavy-lift "
                "quay at Beilun, 14 kilometres away.</p>"
                "<p>The investment of CHF 68 million, about RMB 560 million, is the largest in the "
                "company’s history. It has created 120 jobs in Ningbo so far; another 60 are to follow by "
                "the end of 2025.</p>"
            ),
            Remark(
                speaker="shen-ruolan",
                posts=("general-manager-of-arvenau-china",),
                capacity="general manager of Arvenau China",
                meetings=("opening-of-hall-3-ningbo",),
                text=(
                    "This hall was drawn by the people who work in it. Let me name three things that they "
                    "asked for and got."
                ),
                points=(
                    (
                        "The welding bays have extraction at the torch and 19 degrees in January. Our "
                        "welders work inside the runner for six hours a shift; they will notice."
                    ),
                    (
                        "A runner is lifted four times between furnace and lorry. In Hall 2 it was eleven "
                        "times, and every lift cost half a day."
                    ),
                    (
                        "The measuring room is in the middle of the hall and not at the end of it. Nobody "
                        "has to decide any more whether a measurement is worth the walk."
                    ),
                ),
            ),
            Text("<h2>Pump-turbines for both continents</h2>"),
            Remark(
                speaker="luo-jingheng",
                posts=("head-of-pumped-storage",),
                capacity="head of Pumped Storage",
                meetings=("opening-of-hall-3-ningbo",),
                text=(
                    "When I signed the application for this hall I worked in Ningbo; now I am its "
                    "customer, and a demanding one. Pump-turbines for heads of more than 500 metres need "
                    "thick blades, little distortion and a great deal of patience. The first to be made "
                    "wholly in Hall 3, from the welding to the final balancing, will leave here before the "
                    "end of 2026."
                ),
            ),
            Video(
                url="https://video.example.com/arvenau/hall-3-in-three-minutes",
                title="Film: a runner’s way through Hall 3 (three minutes, Chinese with English subtitles)",
            ),
            Text(
                "<p>Works in Ferrenbach and Ningbo now use the same machining programmes and the same "
                "measuring routines, so that a runner begun in one can be finished in the other. Pictures "
                'of the <a href="/meetings/opening-of-hall-3-ningbo/">opening</a> are available from the media '
                "office.</p>"
            ),
        ),
    ),
    ReleaseData(
        key="ningbo-hall-3-opens-zh",
        translations="ningbo-hall-3-opens",
        language="zh-hans",
        type="press-release",
        headline="阿维瑙大型转轮厂房在宁波落成",
        standfirst="三号厂房每年可制造八台直径最大6.5米的转轮，投资6800万瑞士法郎，动工22个月后在预算内建成。",
        dateline_city="宁波",
        dateline_date=date(2024, 9, 19),
        topics=("production", "pumped-storage"),
        departments=("arvenau-china", "pumped-storage"),
        meetings=("opening-of-hall-3-ningbo",),
        contact="media-china",
        boilerplate="about-arvenau-china",
        published_at=local(2024, 9, 19, 9, 30),
        blocks=(
            Text(
                "<p>2024年9月19日，阿维瑙中国第三座生产厂房落成，260名来宾出席典礼。厂房面积2.16万平方米，"
                "吊车下净高31米，配备7.5米立式车床一台、五轴铣床两台、热处理炉一座和250吨起重机一台。转轮出"
                "厂后经公路运抵14公里外的北仑重件码头。</p>"
                "<p>项目投资6800万瑞士法郎，约合人民币5.6亿元，是公司历史上最大的一笔投资。目前已在宁波新增"
                "120个岗位，到2025年底还将新增60个。</p>"
            ),
            Remark(
                speaker="shen-ruolan",
                posts=("general-manager-of-arvenau-china",),
                capacity="阿维瑙中国总经理",
                meetings=("opening-of-hall-3-ningbo",),
                text="这座厂房是由在里面干活的人画出来的。他们提的要求，有三件事我想说一说，都办到了。",
                points=(
                    ("焊接工位在焊枪处就地抽烟，一月里也有19度。焊工每班要在转轮里面待六个小时，他们自己感受得到。"),
                    "从出炉到装车，一台转轮要吊四次。在二号厂房要吊十一次，每吊一次就是半天。",
                    "测量室设在厂房正中，不在尽头。从此没有人需要掂量，为了测一次值不值得走那么远。",
                ),
            ),
            Text("<h2>为欧亚两地制造水泵水轮机</h2>"),
            Remark(
                speaker="luo-jingheng",
                posts=("head-of-pumped-storage",),
                capacity="抽水蓄能事业部总经理",
                meetings=("opening-of-hall-3-ningbo",),
                text=(
                    "当初在建设申请上签字时，我在宁波工作；今天我成了这座厂房的客户，而且是个挑剔的客户。"
                    "500米以上水头的水泵水轮机，叶片要厚，变形要小，还要有足够的耐心。第一台从焊接到最终平"
                    "衡全部在三号厂房完成的转轮，将在2026年底前从这里出厂。"
                ),
            ),
            Text(
                "<p>费伦巴赫和宁波两地工厂现已采用同一套加工程序和测量规程，一地开工的转轮可以在另一地完"
                '工。<a href="/zh-hans/meetings/opening-of-hall-3-ningbo/">落成典礼</a>图片可向媒体联系人索取。'
                "</p>"
            ),
        ),
    ),
)
