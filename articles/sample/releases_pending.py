"""The releases that readers do not see yet: one scheduled, one still a draft."""

from __future__ import annotations

from datetime import time, timedelta

from articles.sample.shapes import DateOffset, ReleaseData, Remark, StepData, Text

RELEASES = (
    ReleaseData(
        key="invitation-to-the-capital-markets-day",
        translations="invitation-to-the-capital-markets-day",
        language="en",
        type="media-advisory",
        headline="Invitation: Arvenau’s Capital Markets Day in Zurich",
        standfirst=(
            "The management explains how Arvenau means to reach an operating margin of 11 per cent in 2027 "
            "and what follows until 2030. Journalists are welcome on site and by video link."
        ),
        dateline_city="Ferrenbach",
        dateline_date=DateOffset(21),
        topics=("results", "management"),
        departments=("group-headquarters",),
        meetings=("capital-markets-day",),
        contact="media-office",
        boilerplate="about-arvenau",
        published_at=DateOffset(21, at=time(9)),
        state="scheduled",
        steps=(
            StepData("author", "write", timedelta(days=5, hours=4)),
            StepData("author", "submit", timedelta(days=5, hours=3, minutes=40)),
            StepData("editor", "approve", timedelta(days=4, hours=22)),
            StepData("publisher", "schedule", timedelta(days=4, hours=21)),
        ),
        blocks=(
            Text(
                "<p>Arvenau invites journalists and analysts to a Capital Markets Day in Zurich. The date, "
                'the venue and directions are on <a href="/meetings/capital-markets-day/">the meeting’s '
                "page</a>. The presentations are in English, with simultaneous interpretation into German "
                "and Chinese.</p>"
                "<h2>Programme</h2>"
                "<ul><li><strong>9.30 a.m.</strong> Doors open, coffee</li>"
                "<li><strong>10.00 a.m.</strong> The strategy up to 2030: Elin Åkerström, managing "
                "director</li>"
                "<li><strong>10.45 a.m.</strong> Ningbo and Hall 3, by video link from the hall: Shen "
                "Ruolan, vice-president for Asia and general manager of Arvenau China</li>"
                "<li><strong>11.30 a.m.</strong> Margin, cash and dividend: Hélène Darrigade, chief "
                "financial officer</li>"
                "<li><strong>12.15 p.m.</strong> Lunch</li>"
                "<li><strong>1.15 p.m.</strong> Why fewer tenders mean more profit: Luo Jingheng, head of "
                "Pumped Storage</li>"
                "<li><strong>2.00 p.m.</strong> A third of sales from service: Piotr Żelawski, head of "
                "Service and Rehabilitation</li>"
                "<li><strong>2.45 p.m.</strong> Questions, first from journalists</li>"
                "<li><strong>3.30 p.m.</strong> End</li></ul>"
                "<h2>Interviews and pictures</h2>"
                "<p>Elin Åkerström and Hélène Darrigade are available for interviews of 15 minutes between "
                "3.30 and 5.00 p.m. Please reserve a time with the media office. Photographers and camera "
                "crews may work in the hall until 10.15 a.m. and during the breaks. A cut-open model "
                "runner from the Hydraulic Laboratory stands in the foyer and may be filmed.</p>"
                "<h2>Registration</h2>"
                "<p>Please send your name, your medium and whether you come in person to the media office "
                "no later than one week before the day. Seats on site are limited to 80. Those who "
                "register for the video link receive the address on the evening before. The slides will be "
                "published when the first presentation begins.</p>"
            ),
        ),
    ),
    ReleaseData(
        key="fourth-test-rig",
        translations="fourth-test-rig",
        language="en",
        type="news",
        headline="Hydraulic Laboratory to build a fourth test rig",
        standfirst=(
            "The rig will test models of pump-turbines at heads of up to 120 metres, twice as high as "
            "today. It is to cost CHF 14.5 million and to start work in autumn 2028."
        ),
        dateline_city="Ferrenbach",
        dateline_date=None,
        topics=("research", "pumped-storage"),
        departments=("hydraulic-laboratory", "pumped-storage"),
        contact="media-office",
        boilerplate="about-arvenau",
        published_at=None,
        state="draft",
        steps=(
            StepData("author", "write", timedelta(days=1, hours=5), headline="A fourth test rig", blocks=1),
            StepData("editor", "write", timedelta(hours=26), headline="Hydraulic Laboratory to build fourth test rig"),
            StepData("author", "write", timedelta(hours=3)),
        ),
        blocks=(
            Text(
                "<p>Arvenau is to build a fourth test rig in Ferrenbach. The board of directors approved "
                "CHF 14.5 million for it. The rig will stand beside the three existing ones, in the hall "
                "of the former pattern shop, and will be the first on which a pump-turbine can be tested "
                "at variable speed while it changes from generating to pumping.</p>"
                "<p>The three rigs have been booked for 50 weeks a year since 2023. Eleven times since "
                "2020, Arvenau could not offer a customer a date for a model test within a year; four of "
                "these orders went to competitors.</p>"
            ),
            Remark(
                speaker="elin-akerstrom",
                posts=("managing-director",),
                capacity="managing director",
                text=(
                    "In August I asked the laboratory what a fourth rig would cost, and Pumped Storage "
                    "what it would have earned us since 2020. The second figure was three times the first. "
                    "The discussion in the board took twenty minutes."
                ),
            ),
            Remark(
                speaker="luo-jingheng",
                posts=("head-of-pumped-storage",),
                capacity="head of Pumped Storage",
                text=(
                    "Customers buy a pump-turbine on the strength of a model that is half a metre across. "
                    "Whoever shows them the model first, at the head that they will really have, has a "
                    "good start."
                ),
            ),
            Text(
                "<h2>The rig in figures</h2>"
                "<ul><li>Test head: up to 120 metres</li>"
                "<li>Flow: up to 1.1 cubic metres a second</li>"
                "<li>Drive: 1.4 megawatts, variable speed</li>"
                "<li>Measuring uncertainty: 0.15 per cent</li></ul>"
                "<p>Building work begins in spring 2027. The waste heat of the drive will warm the "
                "laboratory’s offices. Nine engineers and technicians are to be taken on.</p>"
            ),
        ),
    ),
)
