"""Departments, posts, and the executives who held them."""

from __future__ import annotations

from datetime import date

from articles.sample.shapes import AppointmentData, DepartmentData, ExecutiveData, PostData

DEPARTMENTS = (
    DepartmentData(
        key="group-headquarters",
        name={"en": "Group Headquarters", "zh-hans": "集团总部"},
        kind="headquarters",
        parent=None,
        opened_on=date(1896, 10, 1),
    ),
    DepartmentData(
        key="pumped-storage",
        name={"en": "Pumped Storage", "zh-hans": "抽水蓄能事业部"},
        kind="business-unit",
        parent="group-headquarters",
        opened_on=date(2018, 1, 1),
    ),
    DepartmentData(
        key="service-and-rehabilitation",
        name={"en": "Service and Rehabilitation", "zh-hans": "服务与改造事业部"},
        kind="business-unit",
        parent="group-headquarters",
        opened_on=date(2025, 1, 1),
    ),
    DepartmentData(
        key="after-sales-service",
        name={"en": "After-Sales Service", "zh-hans": "售后服务部"},
        kind="business-unit",
        parent="group-headquarters",
        opened_on=date(1997, 1, 1),
        closed_on=date(2024, 12, 31),
        closure="renamed",
        successors=("service-and-rehabilitation",),
    ),
    DepartmentData(
        key="arvenau-china",
        name={"en": "Arvenau China", "zh-hans": "阿维瑙中国"},
        kind="subsidiary",
        parent="group-headquarters",
        opened_on=date(2006, 5, 18),
    ),
    DepartmentData(
        key="hydraulic-laboratory",
        name={"en": "Hydraulic Laboratory", "zh-hans": "水力试验室"},
        kind="team",
        parent="group-headquarters",
        opened_on=date(1954, 3, 1),
    ),
)

POSTS = (
    PostData("chair-of-the-board", {"en": "Chair of the board", "zh-hans": "董事长"}, None, True),
    PostData("managing-director", {"en": "Managing director", "zh-hans": "总裁"}, "group-headquarters", True),
    PostData(
        "chief-financial-officer",
        {"en": "Chief financial officer", "zh-hans": "首席财务官"},
        "group-headquarters",
        True,
    ),
    PostData(
        "chief-technology-officer",
        {"en": "Chief technology officer", "zh-hans": "首席技术官"},
        "group-headquarters",
        True,
    ),
    PostData(
        "vice-president-for-asia",
        {"en": "Vice-president for Asia", "zh-hans": "亚洲区副总裁"},
        "group-headquarters",
        True,
    ),
    PostData(
        "head-of-investor-relations",
        {"en": "Head of investor relations", "zh-hans": "投资者关系总监"},
        "group-headquarters",
        True,
    ),
    PostData(
        "head-of-manufacturing",
        {"en": "Head of manufacturing", "zh-hans": "生产制造总监"},
        "group-headquarters",
        True,
    ),
    PostData(
        "head-of-pumped-storage",
        {"en": "Head of Pumped Storage", "zh-hans": "抽水蓄能事业部总经理"},
        "pumped-storage",
        True,
    ),
    PostData(
        "head-of-after-sales-service",
        {"en": "Head of After-Sales Service", "zh-hans": "售后服务部总经理"},
        "after-sales-service",
        True,
    ),
    PostData(
        "head-of-service-and-rehabilitation",
        {"en": "Head of Service and Rehabilitation", "zh-hans": "服务与改造事业部总经理"},
        "service-and-rehabilitation",
        True,
    ),
    PostData(
        "general-manager-of-arvenau-china",
        {"en": "General manager of Arvenau China", "zh-hans": "阿维瑙中国总经理"},
        "arvenau-china",
        True,
    ),
    PostData(
        "deputy-general-manager-of-arvenau-china",
        {"en": "Deputy general manager of Arvenau China", "zh-hans": "阿维瑙中国副总经理"},
        "arvenau-china",
        False,
    ),
    PostData(
        "head-of-the-hydraulic-laboratory",
        {"en": "Head of the Hydraulic Laboratory", "zh-hans": "水力试验室主任"},
        "hydraulic-laboratory",
        True,
    ),
)

EXECUTIVES = (
    ExecutiveData(
        key="reto-caldruvi",
        name={"en": "Reto Caldruvi", "zh-hans": "雷托·卡尔德鲁维"},
        native_name="",
        aliases=("R. Caldruvi",),
        biography={
            "en": (
                "Reto Caldruvi, born in 1961, has chaired the board of Arvenau since April 2019. From May "
                "2014 to 1 July 2025 he was also its managing director, and from 2019 held both offices at "
                "once. In his eleven years at the head of the management, sales grew from CHF 512 million "
                "to CHF 879.5 million and the works in Ningbo became the larger of the two by output.\n\n"
                "He trained as a turbine fitter in Ferrenbach before studying mechanical engineering in "
                "Zurich, and joined Arvenau’s erection department in 1988. For nine years he put power "
                "stations into operation, most of them in the Alps and on the Yangtze’s tributaries, and "
                "then ran the Ferrenbach works.\n\n"
                "Reto Caldruvi speaks German, Romansh, English and, as he says, enough Chinese to follow a "
                "shift handover. He lives in Ferrenbach."
            ),
            "zh-hans": (
                "雷托·卡尔德鲁维生于1961年，2019年4月起任阿维瑙董事长。2014年5月至2025年7月1日，他担任公司"
                "总裁，其中2019年起一人兼任两职。在他主持经营的11年间，销售额由5.12亿瑞士法郎增至8.795亿瑞"
                "士法郎，宁波工厂的产量超过了费伦巴赫。\n\n"
                "他早年在费伦巴赫当水轮机装配学徒，后在苏黎世攻读机械工程，1988年进入阿维瑙安装部门。此后九"
                "年，他先后参与多座电站的投产，多数位于阿尔卑斯山区和长江支流，随后主管费伦巴赫工厂。\n\n"
                "卡尔德鲁维通晓德语、罗曼什语和英语，用他自己的话说，中文水平“够听懂一次交接班”。现居费伦巴"
                "赫。"
            ),
        },
        spokesperson=True,
        appointments=(
            AppointmentData("managing-director", date(2014, 5, 1), date(2025, 7, 1)),
            AppointmentData("chair-of-the-board", date(2019, 4, 12)),
        ),
    ),
    ExecutiveData(
        key="elin-akerstrom",
        name={"en": "Elin Åkerström", "zh-hans": "埃琳·奥克斯特伦"},
        native_name="",
        aliases=("Elin Akerstrom", "Elin Aakerstroem", "奥克斯特伦"),
        biography={
            "en": (
                "Elin Åkerström, born in 1975, has been managing director of Arvenau since 1 July 2025. "
                "She came to Ferrenbach in 2013 to head the Hydraulic Laboratory and was chief technology "
                "officer from March 2018, responsible for hydraulic design, materials and the test "
                "rigs.\n\n"
                "She wrote her doctoral thesis in Luleå on the flow in pump-turbines at the moment when "
                "they change from generating to pumping, and worked for twelve years at a Swedish power "
                "company before joining Arvenau. Nine patents on runner blades and guide vanes bear her "
                "name.\n\n"
                "As managing director she has kept hydraulic development under her own direction. Once a "
                "month she spends a working day with one of the service crews."
            ),
            "zh-hans": (
                "埃琳·奥克斯特伦生于1975年，2025年7月1日起任阿维瑙总裁。她于2013年来到费伦巴赫主持水力试验"
                "室，2018年3月起任首席技术官，负责水力设计、材料和试验台。\n\n"
                "她在吕勒奥完成博士论文，研究水泵水轮机在发电与抽水工况切换瞬间的流动。加入阿维瑙之前，她在"
                "一家瑞典电力公司工作了12年。她是九项转轮叶片和导叶专利的发明人。\n\n"
                "出任总裁后，她仍直接领导水力研发，并且每月抽出一个工作日，与一支现场服务队一同工作。"
            ),
        },
        spokesperson=True,
        appointments=(
            AppointmentData("head-of-the-hydraulic-laboratory", date(2013, 9, 1), date(2018, 2, 28)),
            AppointmentData("chief-technology-officer", date(2018, 3, 1), date(2025, 7, 1)),
            AppointmentData("managing-director", date(2025, 7, 1)),
        ),
    ),
    ExecutiveData(
        key="shen-ruolan",
        name={"en": "Shen Ruolan", "zh-hans": "沈若澜"},
        native_name="沈若澜",
        aliases=("Ruolan Shen", "Laura Shen"),
        biography={
            "en": (
                "Shen Ruolan, born in 1979, has been general manager of Arvenau China since April 2024 "
                "and, in addition, the group’s vice-president for Asia since January 2026. She is "
                "responsible for the works in Ningbo and for sales and service from Japan to India.\n\n"
                "She studied welding technology in Harbin and began her career in a shipyard. In 2011 she "
                "joined Arvenau China as a production planner; as deputy general manager from September "
                "2019 she planned and built Hall 3, which opened on time and within its budget.\n\n"
                "Shen Ruolan sits on the training council of the Ningbo works, which has qualified more "
                "than 300 welders since 2020."
            ),
            "zh-hans": (
                "沈若澜生于1979年，2024年4月起任阿维瑙中国总经理，2026年1月起兼任集团亚洲区副总裁，负责宁波"
                "工厂，以及从日本到印度的销售与服务业务。\n\n"
                "她在哈尔滨学习焊接专业，毕业后从船厂起步，2011年加入阿维瑙中国，先后负责生产计划等工作。"
                "2019年9月出任副总经理后，她主持三号厂房的规划和建设，项目按期、按预算建成。\n\n"
                "沈若澜是宁波工厂培训委员会成员。2020年以来，该厂已有300多名焊工取得资质。"
            ),
        },
        spokesperson=True,
        appointments=(
            AppointmentData("deputy-general-manager-of-arvenau-china", date(2019, 9, 1), date(2024, 3, 31)),
            AppointmentData("general-manager-of-arvenau-china", date(2024, 4, 1)),
            AppointmentData("vice-president-for-asia", date(2026, 1, 1)),
        ),
    ),
    ExecutiveData(
        key="luo-jingheng",
        name={"en": "Luo Jingheng", "zh-hans": "罗景衡"},
        native_name="罗景衡",
        aliases=("Jingheng Luo",),
        biography={
            "en": (
                "Luo Jingheng, born in 1970, has headed the Pumped Storage business unit since April 2024. "
                "He leads the sale, design and delivery of pump-turbines from 50 to 400 megawatts and "
                "lives in Ferrenbach.\n\n"
                "A graduate in hydraulic machinery from Wuhan, he was among the first twenty employees of "
                "Arvenau China in 2006. As its general manager from June 2017 to March 2024 he doubled its "
                "sales and won its first orders for pump-turbines. From January 2021 to March 2024 he was "
                "also the group’s vice-president for Asia."
            ),
            "zh-hans": (
                "罗景衡生于1970年，2024年4月起任抽水蓄能事业部总经理，负责5万至40万千瓦水泵水轮机的销售、设"
                "计与交付，常驻费伦巴赫。\n\n"
                "他在武汉学习水力机械，2006年成为阿维瑙中国最早的20名员工之一。2017年6月至2024年3月任阿维瑙"
                "中国总经理期间，公司销售额翻了一番，并赢得首批水泵水轮机订单。2021年1月至2024年3月，他还兼"
                "任集团亚洲区副总裁。"
            ),
        },
        spokesperson=True,
        appointments=(
            AppointmentData("general-manager-of-arvenau-china", date(2017, 6, 1), date(2024, 3, 31)),
            AppointmentData("vice-president-for-asia", date(2021, 1, 1), date(2024, 3, 31)),
            AppointmentData("head-of-pumped-storage", date(2024, 4, 1)),
        ),
    ),
    ExecutiveData(
        key="helene-darrigade",
        name={"en": "Hélène Darrigade", "zh-hans": "埃莱娜·达里加德"},
        native_name="",
        aliases=("Helene Darrigade",),
        biography={
            "en": (
                "Hélène Darrigade, born in 1977, has been chief financial officer of Arvenau since May "
                "2024. She is responsible for finance, purchasing and information technology.\n\n"
                "She studied economics in Grenoble and was for ten years an auditor of industrial "
                "companies in Lyon and Basel. She joined Arvenau in February 2019 as head of investor "
                "relations, where she introduced the quarterly statement of the order backlog by year of "
                "delivery that analysts of the industry now use as a yardstick."
            ),
            "zh-hans": (
                "埃莱娜·达里加德生于1977年，2024年5月起任阿维瑙首席财务官，负责财务、采购和信息技术。\n\n"
                "她在格勒诺布尔学习经济学，此后十年在里昂和巴塞尔从事工业企业审计。2019年2月加入阿维瑙任投"
                "资者关系总监，期间推出按交付年份列示的季度在手订单报表，如今已成为业内分析师的参照标准。"
            ),
        },
        spokesperson=True,
        appointments=(
            AppointmentData("head-of-investor-relations", date(2019, 2, 1), date(2024, 4, 30)),
            AppointmentData("chief-financial-officer", date(2024, 5, 1)),
        ),
    ),
    ExecutiveData(
        key="piotr-zelawski",
        name={"en": "Piotr Żelawski", "zh-hans": "皮奥特·热拉夫斯基"},
        native_name="",
        aliases=("Piotr Zelawski", "P. Żelawski"),
        biography={
            "en": (
                "Piotr Żelawski, born in 1972, heads Service and Rehabilitation, the business unit that "
                "overhauls and modernises hydropower stations of every make. He has led it since January "
                "2020, until the end of 2024 under its former name, After-Sales Service.\n\n"
                "He is a mechanical engineer from Gdańsk and came to Arvenau in 2004 as a commissioning "
                "engineer. As head of manufacturing from 2015 to 2019 he rebuilt the machine shop in "
                "Ferrenbach without stopping it.\n\n"
                "His business unit employs 640 people in seven service centres and accounts for more than "
                "a quarter of the group’s sales."
            ),
            "zh-hans": (
                "皮奥特·热拉夫斯基生于1972年，现任服务与改造事业部总经理。该事业部为各种品牌的水电站提供检"
                "修和现代化改造，2024年底以前名为售后服务部。他自2020年1月起领导这一部门。\n\n"
                "他毕业于格但斯克的机械工程专业，2004年以调试工程师身份加入阿维瑙。2015年至2019年任生产制造"
                "总监期间，他在不停产的情况下完成了费伦巴赫加工车间的改建。\n\n"
                "事业部在七个服务中心拥有640名员工，销售额占集团四分之一以上。"
            ),
        },
        spokesperson=False,
        appointments=(
            AppointmentData("head-of-manufacturing", date(2015, 4, 1), date(2019, 12, 31)),
            AppointmentData("head-of-after-sales-service", date(2020, 1, 1), date(2024, 12, 31)),
            AppointmentData("head-of-service-and-rehabilitation", date(2025, 1, 1)),
        ),
    ),
)
