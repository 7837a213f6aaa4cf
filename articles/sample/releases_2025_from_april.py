"""The releases of 2025 from April: one of them withdrawn."""

from __future__ import annotations

from datetime import date

from articles.sample.organisation import local
from articles.sample.shapes import ReleaseData, Remark, Text, WithdrawalData

RELEASES = (
    ReleaseData(
        key="speech-to-shareholders-2025",
        translations="speech-to-shareholders-2025",
        language="en",
        type="speech",
        headline="“Our customers buy eighty years”: Reto Caldruvi to the shareholders",
        standfirst=(
            "The speech of the chair and managing director at the annual general meeting in Ferrenbach, "
            "abridged, and the results of the votes."
        ),
        dateline_city="Ferrenbach",
        dateline_date=date(2025, 4, 24),
        topics=("management", "results"),
        departments=("group-headquarters",),
        meetings=("annual-general-meeting-2025",),
        contact="investor-relations",
        boilerplate="about-arvenau",
        published_at=local(2025, 4, 24, 18),
        blocks=(
            Remark(
                speaker="reto-caldruvi",
                posts=("chair-of-the-board", "managing-director"),
                capacity="chair of the board and managing director",
                meetings=("annual-general-meeting-2025",),
                text=(
                    "Ladies and gentlemen, the oldest of our turbines still at work was delivered in 1909. "
                    "Nobody in this room has ever met anybody who built it. It ran last night.\n\n"
                    "Our customers buy eighty years. In July I hand over the management, and I should like "
                    "to tell you what I have learned about such a business in eleven years."
                ),
                points=(
                    (
                        "Price the last day, not the first. The orders that lost us money were all signed "
                        "in the last week of a quarter. Since 2019 no bonus in this company depends on a "
                        "quarter."
                    ),
                    (
                        "Keep the drawings. In 2024 we earned CHF 213 million by repairing and rebuilding "
                        "machines, and for every second one the drawings came from our own archive."
                    ),
                    (
                        "Build where the rivers are. Seven years ago Ningbo machined what Ferrenbach "
                        "designed. Today it designs, casts, welds and tests, and Ferrenbach learns from it."
                    ),
                    (
                        "Say early that you will be late. A customer forgives three weeks announced in "
                        "spring. He does not forgive three days announced on the quay."
                    ),
                    (
                        "Leave in time. I have held two offices for six years. That was too long, and from "
                        "1 July it will be put right."
                    ),
                ),
            ),
            Text(
                "<h2>A question on research</h2>"
                "<p>A shareholder asked whether research would suffer because the post of chief technology "
                "officer is not to be filled again.</p>"
            ),
            Remark(
                speaker="elin-akerstrom",
                posts=("chief-technology-officer",),
                capacity="chief technology officer",
                meetings=("annual-general-meeting-2025",),
                text=(
                    "We spend 4.1 per cent of sales on research and I shall not go below 4. The laboratory "
                    "will report to me. It will have a shorter way to the top than today, when it has to "
                    "get past a chief technology officer."
                ),
            ),
            Text(
                "<h2>Results of the votes</h2>"
                "<p>Of 6,200,000 registered shares, 4,286,310 or 69.1 per cent were represented.</p>"
                "<ul><li>Annual report and accounts for 2024: approved with 99.6 per cent</li>"
                "<li>Dividend of CHF 4.60 a share: approved with 99.2 per cent</li>"
                "<li>Re-election of Reto Caldruvi as chair of the board: 91.7 per cent</li>"
                "<li>Report on remuneration (advisory vote): 88.3 per cent</li></ul>"
            ),
        ),
    ),
    ReleaseData(
        key="gerlkar-pump-turbines",
        translations="gerlkar-pump-turbines",
        language="en",
        type="press-release",
        headline="Arvenau to equip the Gerlkar pumped storage station in Tyrol",
        standfirst=(
            "Three pump-turbines of 140 megawatts each will be made in Ferrenbach. The first is to go into "
            "operation in 2030."
        ),
        dateline_city="Ferrenbach",
        dateline_date=date(2025, 6, 17),
        topics=("orders", "pumped-storage"),
        departments=("pumped-storage",),
        contact="media-office",
        boilerplate="about-arvenau",
        published_at=local(2025, 6, 17, 9),
        state="withdrawn",
        withdrawal=WithdrawalData(
            at=local(2025, 6, 17, 14, 45),
            reason=(
                "This release was published before a contract had been signed. Negotiations about the "
                "Gerlkar station continue; no order has been placed. Arvenau apologises to the station’s "
                "owner and to readers."
            ),
        ),
        blocks=(
            Text(
                "<p>Arvenau is to supply the machines for Gerlkar, a pumped storage station that is to be "
                "built between two existing reservoirs in Tyrol. The scope comprises three reversible "
                "pump-turbines of 140 megawatts, their spherical valves and governors, and supervision of "
                "the erection. The upper reservoir lies 618 metres above the lower one.</p>"
                "<p>Two of the machines will run at variable speed. They can then also adjust their power "
                "while pumping, from 95 to 142 megawatts, and so balance a grid at night as well as by "
                "day. It will be the first time that Arvenau delivers variable-speed pump-turbines for a "
                "head of more than 600 metres.</p>"
            ),
            Remark(
                speaker="luo-jingheng",
                posts=("head-of-pumped-storage",),
                capacity="head of Pumped Storage",
                text=(
                    "At this head a runner turns at 600 revolutions a minute, and the water passes it in "
                    "less than a tenth of a second. We built four model runners before we were satisfied. "
                    "The fourth reached its efficiency in pump operation without any of the vibration that "
                    "made us throw away the other three."
                ),
            ),
            Text(
                "<h2>Made in Ferrenbach</h2>"
                "<p>The runners, each weighing 21 tonnes, will be milled from forged discs and welded in "
                "Ferrenbach. The spherical valves will come from Ningbo. The Hydraulic Laboratory is to "
                "carry out the acceptance test on the model in the first quarter of 2026, in the presence "
                "of the owner.</p>"
                "<p>Site work is to begin in spring 2027. The first machine is planned to go into "
                "operation in the autumn of 2030, the third a year later. The station will be able to "
                "store 9.4 gigawatt-hours, enough for a little more than 22 hours at full output.</p>"
            ),
        ),
    ),
    ReleaseData(
        key="coated-runners-field-data",
        translations="coated-runners-field-data",
        language="en",
        type="news",
        headline="Coated Pelton runners last more than twice as long in sandy water",
        standfirst=(
            "At the Alpine Hydropower Days, Arvenau published seven years of measurements from three "
            "stations: 21,400 hours between repairs, against 8,900 without the coating."
        ),
        dateline_city="Innsbruck",
        dateline_date=date(2025, 10, 15),
        topics=("research", "service-and-rehabilitation"),
        departments=("service-and-rehabilitation", "hydraulic-laboratory"),
        meetings=("alpine-hydropower-days-2025",),
        contact="media-office",
        boilerplate="about-arvenau",
        published_at=local(2025, 10, 15, 16, 30),
        blocks=(
            Text(
                "<p>Glacier rivers carry sand, and sand wears away the buckets of a Pelton runner in a few "
                "seasons. Between 2018 and 2025 Arvenau observed eleven runners in three stations, two in "
                "the Alps and one in Nepal. Six had been sprayed with tungsten carbide, five had not. The "
                "coated ones ran for 21,400 hours on average before they had to be repaired, the others "
                "for 8,900.</p>"
            ),
            Remark(
                speaker="piotr-zelawski",
                posts=("head-of-service-and-rehabilitation",),
                capacity="head of Service and Rehabilitation",
                meetings=("alpine-hydropower-days-2025",),
                text=(
                    "A coating is not a cure for everything. Those who think of ordering one should know four things."
                ),
                points=(
                    (
                        "It pays from about 400 tonnes of quartz a year and machine. Below that a second "
                        "runner in the store is cheaper."
                    ),
                    (
                        "It must be 0.3 millimetres thick at the splitter and thinner elsewhere. Even "
                        "thickness is the most frequent mistake."
                    ),
                    (
                        "It costs 0.4 per cent of efficiency when new. After 3,000 hours in sandy water an "
                        "uncoated runner has lost more than that."
                    ),
                    (
                        "It can be renewed twice. Then the bucket has to be built up by welding, and the "
                        "count starts again."
                    ),
                ),
            ),
            Text(
                "<h2>Data for all</h2>"
                "<p>The paper contains every measurement, including those from the two coated runners that "
                "failed early. In both cases the surface had been left untreated for more than four hours "
                "after blasting.</p>"
            ),
            Remark(
                speaker="elin-akerstrom",
                posts=("managing-director",),
                capacity="managing director",
                meetings=("alpine-hydropower-days-2025",),
                text=(
                    "Our sales people asked me to leave out the two failures. I asked them who would "
                    "believe the other nine. An industry that shares its damage learns faster than one "
                    "that shares its brochures."
                ),
            ),
            Text(
                "<p>Service and Rehabilitation applies the coating in Villach and Ningbo; a third spraying "
                "booth, in Kathmandu, is to start work in spring 2026. Arvenau gave two of the 58 papers "
                'at the <a href="/meetings/alpine-hydropower-days-2025/">Alpine Hydropower Days</a>, '
                "which end on 16 October.</p>"
            ),
        ),
    ),
)
