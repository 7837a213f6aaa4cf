"""The releases of the first quarter of 2025: one of them corrected."""

from __future__ import annotations

from datetime import date

from articles.sample.organisation import local
from articles.sample.shapes import Block, CorrectionData, ReleaseData, Remark, Text


def _results_2024_standfirst(backlog: str) -> str:
    return (
        "Sales grew by 6.8 per cent to CHF 879.5 million and the operating margin rose from 8.8 to 9.4 per "
        "cent. "
        f"The order backlog reached CHF {backlog} million. The board proposes a dividend of CHF 4.60."
    )


def _results_2024_blocks(backlog: str) -> tuple[Block, ...]:
    """The body, which the correction repeats with another `backlog`, in millions of francs as printed."""
    return (
        Text(
            "<p>Arvenau took orders for CHF 1,018.4 million in 2024, 7.6 per cent more than in the year "
            "before and for the first time more than a thousand million. The operating result grew by 14.1 "
            "per cent to CHF 82.7 million, as did the net profit, to CHF 63.1 million. The dividend is to "
            "rise from CHF 4.20 to CHF 4.60 a share.</p>"
            "<ul><li>Order intake: CHF 1,018.4 million (2023: CHF 946.1 million)</li>"
            "<li>Sales: CHF 879.5 million (CHF 823.8 million)</li>"
            "<li>Operating margin: 9.4 per cent (8.8 per cent)</li>"
            f"<li>Order backlog at year-end: CHF {backlog} million (CHF 1,412.0 million)</li>"
            "<li>Employees at year-end: 3,260 (3,180)</li></ul>"
        ),
        Remark(
            speaker="reto-caldruvi",
            posts=("chair-of-the-board", "managing-director"),
            capacity="chair of the board and managing director",
            text=(
                "These are the last annual results that I present as managing director. The margin has now "
                "risen four years running, and it did so while we built the largest hall in our history. "
                "My successor takes over a full order book and a company without net debt."
            ),
        ),
        Text("<h2>The year in detail</h2>"),
        Remark(
            speaker="helene-darrigade",
            posts=("chief-financial-officer",),
            capacity="chief financial officer",
            text="Four figures explain the year.",
            points=(
                ("Free cash flow was CHF 58.4 million, after CHF 31.9 million in 2023. Hall 3 in Ningbo is paid for."),
                (
                    "Service sales grew by 12.7 per cent to CHF 213.0 million. That is 24.2 per cent of "
                    "the total, against 22.9 per cent a year ago."
                ),
                (
                    "Lousinha II in Portugal, signed in November, is the largest order of the year at CHF "
                    "96 million: two pump-turbines of 210 megawatts. The first runner is to be delivered "
                    "in January 2027."
                ),
                (
                    "Late deliveries cost us CHF 6.1 million in penalties. It was CHF 9.8 million in 2023, "
                    "and it is still too much."
                ),
            ),
        ),
        Text(
            "<h2>Outlook</h2>"
            "<p>For 2025 Arvenau expects sales to grow by 6 to 8 per cent and an operating margin between "
            "9.6 and 10.0 per cent. After-Sales Service has been called Service and Rehabilitation since 1 "
            "January 2025, because two thirds of its sales now come from rebuilding whole machines; from "
            "the half-year report on it will be shown as a segment of its own.</p>"
        ),
    )


RELEASES = (
    ReleaseData(
        key="managing-director-succession",
        translations="managing-director-succession",
        language="en",
        type="regulatory",
        headline="Elin Åkerström to become managing director of Arvenau on 1 July 2025",
        standfirst=(
            "Reto Caldruvi, who has held both offices since 2019, remains chair of the board. Arvenau will "
            "then have a chair and a managing director again."
        ),
        dateline_city="Ferrenbach",
        dateline_date=date(2025, 1, 28),
        topics=("management",),
        departments=("group-headquarters", "hydraulic-laboratory"),
        contact="investor-relations",
        boilerplate="about-arvenau",
        forward_looking="cautionary-note",
        inside_information=True,
        filing_reference="ADH-2025-0019",
        published_at=local(2025, 1, 28, 7),
        blocks=(
            Text(
                "<p><strong>Ad hoc announcement under the listing rules.</strong> The board of directors "
                "of Arvenau AG has appointed Elin Åkerström managing director with effect from 1 July "
                "2025. She is 49 years old and has been chief technology officer since March 2018. Reto "
                "Caldruvi, who is 63, will hand over the management on that day and continue as chair of "
                "the board.</p>"
                "<p>The board unanimously chose her from five candidates, two of them from within the "
                "company. Its lead independent director conducted the search; Reto Caldruvi took no part "
                "in the vote.</p>"
            ),
            Remark(
                speaker="reto-caldruvi",
                posts=("chair-of-the-board", "managing-director"),
                capacity="chair of the board and managing director",
                text=(
                    "After eleven years it is time, and the moment is good: the order book is full, Hall 3 "
                    "is running and nothing is on fire. Elin Åkerström has told me more than once that I "
                    "was wrong, and mostly she was right. That is what I look for in a managing director. "
                    "The two offices belong in two pairs of hands; holding both was meant for two years "
                    "and lasted six."
                ),
            ),
            Remark(
                speaker="elin-akerstrom",
                posts=("chief-technology-officer",),
                capacity="chief technology officer",
                text=(
                    "I know our machines better than I know our customers, and I shall use the five months "
                    "until July to change that. I shall visit thirty power stations, ten of them with "
                    "machines that our competitors built. What I will not change is that Arvenau does its "
                    "own hydraulics, its own welding and its own tests."
                ),
            ),
            Text(
                "<h2>What changes on 1 July</h2>"
                "<ul><li>The post of chief technology officer will not be filled again. The Hydraulic "
                "Laboratory will report to the managing director.</li>"
                "<li>Welding development will move to Arvenau China, materials development to the works in "
                "Ferrenbach.</li>"
                "<li>The term of the lead independent director, which was tied to the double office, ends "
                "at the annual general meeting of 2026.</li></ul>"
                "<p>Elin Åkerström came to Arvenau in 2013 as head of the Hydraulic Laboratory. She is a "
                "Swedish citizen and lives in Ferrenbach.</p>"
            ),
        ),
    ),
    ReleaseData(
        key="managing-director-succession-zh",
        translations="managing-director-succession",
        language="zh-hans",
        type="regulatory",
        headline="埃琳·奥克斯特伦将于2025年7月1日出任阿维瑙总裁",
        standfirst="自2019年起身兼两职的雷托·卡尔德鲁维将继续担任董事长。届时董事长与总裁将重新由两人分任。",
        dateline_city="费伦巴赫",
        dateline_date=date(2025, 1, 28),
        topics=("management",),
        departments=("group-headquarters", "hydraulic-laboratory"),
        contact="investor-relations",
        boilerplate="about-arvenau",
        forward_looking="cautionary-note",
        inside_information=True,
        filing_reference="ADH-2025-0019",
        published_at=local(2025, 1, 28, 7),
        blocks=(
            Text(
                "<p><strong>根据上市规则发布的临时公告。</strong>阿维瑙股份公司董事会任命埃琳·奥克斯特伦为"
                "总裁，自2025年7月1日起生效。奥克斯特伦现年49岁，2018年3月起任首席技术官。现年63岁的雷托·卡"
                "尔德鲁维将于当日移交经营管理工作，继续担任董事长。</p>"
                "<p>董事会从五名候选人中一致选定奥克斯特伦，其中两名候选人来自公司内部。遴选由首席独立董事"
                "主持，卡尔德鲁维未参加表决。</p>"
            ),
            Remark(
                speaker="reto-caldruvi",
                posts=("chair-of-the-board", "managing-director"),
                capacity="董事长兼总裁",
                text=(
                    "干了十一年，是时候了，时机也正好：订单充足，三号厂房运转正常，没有什么火要救。奥克斯特"
                    "伦不止一次当面说我错了，而且多半是她对。我想找的总裁就是这样的人。这两个职务本该由两个"
                    "人担任；当初说兼任两年，结果兼了六年。"
                ),
            ),
            Remark(
                speaker="elin-akerstrom",
                posts=("chief-technology-officer",),
                capacity="首席技术官",
                text=(
                    "我对机器的了解超过对客户的了解，到七月还有五个月，我要用这段时间把它扭转过来。我会走访"
                    "三十座电站，其中十座用的是竞争对手的机器。有一点不会变：水力设计、焊接和试验，阿维瑙都"
                    "自己做。"
                ),
            ),
            Text(
                "<h2>7月1日起的变化</h2>"
                "<ul><li>首席技术官一职不再补任，水力试验室直接向总裁汇报。</li>"
                "<li>焊接研发划归阿维瑙中国，材料研发划归费伦巴赫工厂。</li>"
                "<li>首席独立董事一职因两职合一而设，任期至2026年年度股东大会为止。</li></ul>"
                "<p>奥克斯特伦于2013年加入阿维瑙，任水力试验室主任。她是瑞典公民，现居费伦巴赫。</p>"
            ),
        ),
    ),
    ReleaseData(
        key="annual-results-2024",
        translations="annual-results-2024",
        language="en",
        type="results",
        headline="Arvenau raises sales, margin and dividend",
        standfirst=_results_2024_standfirst("1,505.9"),
        dateline_city="Ferrenbach",
        dateline_date=date(2025, 3, 11),
        topics=("results", "orders", "service-and-rehabilitation"),
        departments=("group-headquarters", "service-and-rehabilitation"),
        contact="investor-relations",
        boilerplate="about-arvenau",
        forward_looking="cautionary-note",
        inside_information=True,
        filing_reference="ADH-2025-0058",
        published_at=local(2025, 3, 11, 7),
        state="corrected",
        blocks=_results_2024_blocks("1,505.9"),
        correction=CorrectionData(
            at=local(2025, 3, 12, 8, 30),
            change_note=(
                "The order backlog at the end of 2024 is CHF 1,550.9 million, not CHF 1,505.9 million: two "
                "digits were transposed in the standfirst and in the key figures. All other figures stand."
            ),
            standfirst=_results_2024_standfirst("1,550.9"),
            blocks=_results_2024_blocks("1,550.9"),
        ),
    ),
)
