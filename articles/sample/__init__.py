"""The sample newsroom: an invented maker of water turbines, as plain data."""

from __future__ import annotations

from articles.sample import (
    releases_2023_2024,
    releases_2025_first_quarter,
    releases_2025_from_april,
    releases_2026_from_august,
    releases_2026_to_july,
    releases_on_the_desk,
    releases_pending,
)
from articles.sample.meetings import MEETINGS
from articles.sample.organisation import BOILERPLATES, CONTACTS, ORGANISATION, TOPICS
from articles.sample.people import DEPARTMENTS, EXECUTIVES, POSTS
from articles.sample.shapes import NewsroomData

SAMPLE = NewsroomData(
    organisation=ORGANISATION,
    departments=DEPARTMENTS,
    posts=POSTS,
    executives=EXECUTIVES,
    meetings=MEETINGS,
    topics=TOPICS,
    contacts=CONTACTS,
    boilerplates=BOILERPLATES,
    releases=(
        *releases_2023_2024.RELEASES,
        *releases_2025_first_quarter.RELEASES,
        *releases_2025_from_april.RELEASES,
        *releases_2026_to_july.RELEASES,
        *releases_2026_from_august.RELEASES,
        *releases_pending.RELEASES,
        *releases_on_the_desk.RELEASES,
    ),
)
