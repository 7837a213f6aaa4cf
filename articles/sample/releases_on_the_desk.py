"""The releases that are under way on the desk, each at another stage, and by several hands."""

from __future__ import annotations

from datetime import time, timedelta

from articles.sample.shapes import DateOffset, ReleaseData, Remark, StepData, Text


def _ago(days: int = 0, hours: int = 0, minutes: int = 0) -> timedelta:
    return timedelta(days=days, hours=hours, minutes=minutes)


RELEASES = (
    ReleaseData(
        key="apprentices",
        translations="apprentices",
        language="en",
        type="news",
        headline="Arvenau takes on 46 apprentices, and every third is a woman",
        standfirst=(
            "Never have so many young people begun their training in Ferrenbach and Ningbo in one year. A new "
            "workshop lets them cast, machine and measure a runner of their own."
        ),
        dateline_city="Ferrenbach",
        dateline_date=None,
        topics=("production", "management"),
        departments=("group-headquarters", "arvenau-china"),
        contact="media-office",
        boilerplate="about-arvenau",
        published_at=None,
        state="sent-back",
        blocks=(
            Text(
                "<p>Arvenau has taken on 46 apprentices, 31 of them in Ferrenbach and 15 in Ningbo. Sixteen are "
                "women. They learn to be polymechanics, foundry workers, electronics technicians and design "
                "draughtspeople; the training takes three to four years.</p>"
                "<p>For the first time all of them spend their first eight weeks together in one workshop, those "
                "from Ningbo in Ferrenbach. There they make a runner of 40 centimetres from the drawing to the "
                "test: they build the pattern, cast and machine the runner, balance it and measure it on the small "
                "rig of the Hydraulic Laboratory. What each group has made is kept in a glass case beside the "
                "gate.</p>"
            ),
            Remark(
                speaker="piotr-zelawski",
                posts=("head-of-service-and-rehabilitation",),
                capacity="head of Service and Rehabilitation",
                text=(
                    "A turbine outlives three generations of fitters. Whoever learns here today will one day open "
                    "machines that I have closed, and should know why I closed them as I did."
                ),
            ),
            Text(
                "<h2>Nine of ten stay</h2>"
                "<p>Of those who finished their training in the last five years, 91 per cent took the post that "
                "they were offered. Seven of the twelve foremen in Ferrenbach began as apprentices. From next year "
                "Arvenau pays for two places a year at the university of applied sciences, for apprentices who want "
                "to go on to a degree while they work.</p>"
                "<p>Applications for the next year are open until the end of February. A week of trial in the "
                "workshop can be arranged with the training office at any time.</p>"
            ),
        ),
        steps=(
            StepData(
                "author",
                "write",
                _ago(days=4, hours=5),
                headline="Arvenau takes on 46 apprentices",
                standfirst="Never have so many young people begun their training in one year.",
                blocks=1,
            ),
            StepData("author", "write", _ago(days=4, hours=2)),
            StepData("author", "submit", _ago(days=4, hours=1, minutes=50), "Before the career fair, please."),
            StepData(
                "editor",
                "send-back",
                _ago(days=3, hours=20),
                "The quotation is from last year’s career fair. Ask Piotr’s office for a new one, and say how many of "
                "the 15 in Ningbo are women.",
            ),
        ),
    ),
    ReleaseData(
        key="oil-free-bearings",
        translations="oil-free-bearings",
        language="en",
        type="press-release",
        headline="Turbines without a drop of oil: Arvenau converts 40 machines in the Alps",
        standfirst=(
            "Water-lubricated bearings and electric governors take the place of oil in the turbines of three "
            "operators. The framework contract is worth CHF 37 million and runs for six years."
        ),
        dateline_city="Ferrenbach",
        dateline_date=DateOffset(6),
        topics=("service-and-rehabilitation", "safety-and-environment", "orders"),
        departments=("service-and-rehabilitation",),
        contact="media-office",
        boilerplate="about-arvenau",
        published_at=None,
        state="in-review",
        blocks=(
            Text(
                "<p>Three operators of hydropower stations in Switzerland and Austria have jointly ordered the "
                "conversion of 40 turbines from oil to water. Over six years Arvenau replaces guide bearings that "
                "are lubricated with oil by bearings that run in water, and hydraulic governors by electric ones. "
                "The framework contract is worth CHF 37 million.</p>"
                "<p>A turbine of 20 megawatts holds about 1,800 litres of oil. Little of it is ever lost, but what "
                "is lost goes into the river. After the leak at the Grafenmatt station in January, several "
                "operators asked whether it could not be done without.</p>"
            ),
            Remark(
                speaker="piotr-zelawski",
                posts=("head-of-service-and-rehabilitation",),
                capacity="head of Service and Rehabilitation",
                text="After Grafenmatt we set ourselves three conditions.",
                points=(
                    "A converted machine must be available as often as it was before, to the hour.",
                    "The work must fit into the ordinary winter overhaul, without one additional day at a standstill.",
                    "And it must be possible on machines that other makers have built.",
                ),
            ),
            Text(
                "<p>The first machine, of 1968, has run without oil for 14 months. Its bearing wears by 0.02 "
                "millimetres a year, a quarter of what was reckoned with. The electric governor needs 60 per cent "
                "less power than the oil pumps did.</p>"
                "<h2>A market of its own</h2>"
                "<p>About 9,000 turbines in Europe could be converted in this way. Arvenau expects up to CHF 30 "
                "million of orders a year from 2028 and is taking on eleven fitters for it.</p>"
            ),
        ),
        steps=(
            StepData(
                "author",
                "write",
                _ago(days=2, hours=6),
                headline="Arvenau converts 40 turbines from oil to water",
                blocks=2,
            ),
            StepData(
                "editor",
                "write",
                _ago(days=1, hours=7),
                headline="Turbines without oil: Arvenau converts 40 machines in the Alps",
            ),
            StepData("author", "write", _ago(days=1, hours=3)),
            StepData(
                "author",
                "submit",
                _ago(days=1, hours=2, minutes=45),
                "The customers have agreed to the text. The governor’s figure comes from the laboratory.",
            ),
        ),
    ),
    ReleaseData(
        key="ningbo-roof",
        translations="ningbo-roof",
        language="en",
        type="news",
        headline="Sun on Hall 3: the roof in Ningbo now powers half of the machines below it",
        standfirst=(
            "The solar plant of 4.2 megawatts covers 54 per cent of the hall’s consumption by day. A second one "
            "follows on the foundry in Ferrenbach."
        ),
        dateline_city="Ningbo",
        dateline_date=DateOffset(2),
        topics=("production", "safety-and-environment"),
        departments=("arvenau-china",),
        contact="media-china",
        boilerplate="about-arvenau-china",
        published_at=None,
        state="approved",
        blocks=(
            Text(
                "<p>Hall 3 of the works in Ningbo has produced its own electricity since the spring: 7,600 modules "
                "cover 21,000 square metres of its roof. The plant delivers up to 4.2 megawatts. In its first six "
                "months it covered 54 per cent of what the hall used by day, and 31 per cent of what it used in "
                "all.</p>"
                "<p>The largest consumers in the hall are the vertical lathe, on which runners of up to 6.5 metres "
                "are turned, and the furnace in which they are stress-relieved. The furnace is now loaded so that "
                "it heats up around noon. That alone saves CNY 1.1 million a year.</p>"
            ),
            Remark(
                speaker="shen-ruolan",
                posts=("vice-president-for-asia", "general-manager-of-arvenau-china"),
                capacity="vice-president for Asia and general manager of Arvenau China",
                text=(
                    "We build machines that store the electricity of the sun for the night. It would have been odd "
                    "to go on buying ours from coal.\n\n"
                    "What surprised me is who suggested to heat the furnace at noon: not the energy manager but the "
                    "two furnace operators, who had kept a table of their own."
                ),
            ),
            Text(
                "<h2>Ferrenbach is next</h2>"
                "<p>The foundry in Ferrenbach gets a plant of 1.6 megawatts. Its roof, built in 1931, is being "
                "strengthened first. In the year to come Arvenau means to produce a fifth of its electricity by "
                "itself; in 2023 it was two per cent.</p>"
            ),
        ),
        steps=(
            StepData("author", "write", _ago(days=3, hours=4)),
            StepData("author", "submit", _ago(days=3, hours=3)),
            StepData("editor", "approve", _ago(hours=21), "Good. The furnace is the story."),
        ),
    ),
    ReleaseData(
        key="share-buyback",
        translations="share-buyback",
        language="en",
        type="regulatory",
        headline="Arvenau to buy back shares for up to CHF 60 million",
        standfirst=(
            "The programme runs for 24 months over a second trading line. The shares are to be cancelled, subject "
            "to the approval of the general meeting."
        ),
        dateline_city="Ferrenbach",
        dateline_date=DateOffset(9),
        topics=("results", "management"),
        departments=("group-headquarters",),
        contact="investor-relations",
        boilerplate="about-arvenau",
        forward_looking="cautionary-note",
        inside_information=True,
        filing_reference="ADH-2026-0417",
        published_at=DateOffset(9, at=time(7)),
        state="scheduled",
        blocks=(
            Text(
                "<p>The board of directors of Arvenau has resolved to buy back registered shares of the company for "
                "up to CHF 60 million within 24 months. At the closing price of the day of the resolution this is "
                "about 4.1 per cent of the share capital. The shares are bought over a second trading line, which a "
                "bank operates for the company, and the withholding tax is deducted.</p>"
                "<p>The board will propose to the general meetings of the next two years to cancel the shares that "
                "have been bought by then and to reduce the capital accordingly. The company’s own holding outside "
                "the programme, for the shares of employees, is not affected.</p>"
            ),
            Remark(
                speaker="helene-darrigade",
                posts=("chief-financial-officer",),
                capacity="chief financial officer",
                text=(
                    "We have three uses for cash, in this order: the works, a dividend that we can keep up in a poor "
                    "year, and acquisitions that we understand. What is left after these belongs to the shareholders."
                ),
            ),
            Text(
                "<h2>Terms</h2>"
                "<ul><li>Volume: up to CHF 60 million, at most 10 per cent of the share capital</li>"
                "<li>Beginning: the fifth trading day after this announcement</li>"
                "<li>End: after 24 months, or earlier by resolution of the board</li>"
                "<li>Purpose: reduction of the share capital</li></ul>"
                "<p>The transactions of each week are published on the Monday after it. The policy on dividends, to "
                "pay out between 40 and 50 per cent of the net profit, stays as it is. The net debt is expected to "
                "stay below the operating result of one year.</p>"
            ),
        ),
        steps=(
            StepData("author", "write", _ago(days=2, hours=9), blocks=2),
            StepData("editor", "write", _ago(days=2, hours=3)),
            StepData("author", "submit", _ago(days=2, hours=2), "The resolution is item 6 of the board’s minutes."),
            StepData("legal", "approve", _ago(days=1, hours=5), "Checked against the notice to the exchange."),
            StepData("publisher", "approve", _ago(days=1, hours=1)),
            StepData("publisher", "schedule", _ago(hours=20)),
        ),
    ),
    ReleaseData(
        key="valve-maker",
        translations="valve-maker",
        language="en",
        type="regulatory",
        headline="Arvenau acquires the valve maker Hundwiler Armaturen",
        standfirst=(
            "With it come 140 employees in Rorbach and the largest butterfly valves that are made in Europe. The "
            "price is CHF 52 million in cash."
        ),
        dateline_city="Ferrenbach",
        dateline_date=None,
        topics=("management", "pumped-storage"),
        departments=("group-headquarters", "pumped-storage"),
        contact="investor-relations",
        boilerplate="about-arvenau",
        forward_looking="cautionary-note",
        inside_information=True,
        published_at=None,
        state="in-review",
        restricted_to=("publisher", "editor"),
        blocks=(
            Text(
                "<p>Arvenau acquires all shares of Hundwiler Armaturen AG of Rorbach from the family of its "
                "founders. The price is CHF 52 million in cash and is paid from existing means. Both boards have "
                "agreed; the competition authorities in Switzerland and Germany have still to consent. The "
                "transaction is expected to close within three months.</p>"
                "<p>Hundwiler makes butterfly and spherical valves for hydropower stations and waterworks. In its "
                "last financial year it had sales of CHF 44 million and an operating margin of 10.4 per cent. Two "
                "thirds of its valves of more than three metres went to customers of Arvenau.</p>"
            ),
            Remark(
                speaker="elin-akerstrom",
                posts=("managing-director",),
                capacity="managing director",
                text=(
                    "We have bought from Hundwiler for 50 years, and in the last five we bought all that they could "
                    "make. A valve that comes late holds up a power station just as a turbine does."
                ),
            ),
            Remark(
                speaker="luo-jingheng",
                posts=("head-of-pumped-storage",),
                capacity="head of Pumped Storage",
                text=(
                    "A pump-turbine changes its direction ten times a day, and each time the valve closes and "
                    "opens. We shall design the two as one machine."
                ),
            ),
            Text(
                "<p>Rorbach remains a site of its own with its name, its management and its 140 posts. Arvenau means "
                "to invest CHF 12 million there within three years, most of it in a second vertical boring mill. "
                "The acquisition adds to the earnings per share from the first year.</p>"
            ),
        ),
        steps=(
            StepData("editor", "write", _ago(days=1, hours=6), blocks=1),
            StepData("publisher", "write", _ago(days=1, hours=4), headline="Arvenau acquires Hundwiler Armaturen"),
            StepData("editor", "write", _ago(hours=23)),
            StepData("editor", "submit", _ago(hours=22), "Nobody else knows yet. The filing reference follows."),
        ),
    ),
)
