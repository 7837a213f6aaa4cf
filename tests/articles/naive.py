"""A newsroom as plain values, and the listing worked out from them one release after another.

What the FacetIndex answers with bitmaps is answered here with loops, so that the two can be compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from articles.facets import FACETS, TOGETHER
from articles.models import (
    Article,
    Edition,
    EditionDepartment,
    EditionMeeting,
    EditionTopic,
    Remark,
    RemarkAppointment,
    RemarkMeeting,
    Snapshot,
)
from articles.query import Query
from people.models import Appointment
from tests.articles import factories as make
from tests.articles.factories import LONG_AGO, at

NOW = at(12)
TYPES = ("news", "speech")
LANGUAGES = ("en", "zh-hans")


@dataclass(frozen=True)
class Spoken:
    speaker: int
    posts: frozenset[int]
    meetings: frozenset[int]


@dataclass(frozen=True)
class Release:
    """``opened`` is in hours before now; negative for one that waits. Numbers are places in the cast."""

    opened: int
    withdrawn: bool
    language: str
    type: str
    meetings: frozenset[int]
    departments: frozenset[int]
    topics: frozenset[int]
    remarks: tuple[Spoken, ...]

    @property
    def first_published_at(self) -> datetime:
        return NOW - timedelta(hours=self.opened)

    @property
    def live(self) -> bool:
        return self.opened >= 0 and not self.withdrawn


@dataclass
class Cast:
    """Who and what the releases name: some hidden, and one meeting a session of another."""

    speakers: list[Any] = field(default_factory=list)
    appointments: list[Appointment] = field(default_factory=list)
    meetings: list[Any] = field(default_factory=list)
    departments: list[Any] = field(default_factory=list)
    topics: list[Any] = field(default_factory=list)
    article: Article | None = None

    @classmethod
    def make(cls) -> Cast:
        cast = cls()
        cast.speakers = [make.executive(name, hidden=name == "Hidden") for name in ("Anna", "Bo", "Hidden")]
        posts = [make.post(name, hidden=name == "hidden", exclusive=False) for name in ("chair", "head", "hidden")]
        cast.appointments = [make.appointment(cast.speakers[0], post) for post in posts]
        whole = make.meeting("Congress")
        cast.meetings = [whole, make.meeting("Opening", parent=whole), make.meeting("Fair")]
        cast.meetings.append(make.meeting("Hidden", hidden=True))
        cast.departments = [make.department("Hydro"), make.department("Hidden", hidden=True)]
        cast.topics = [make.topic("Fish"), make.topic("Wind")]
        for row in cast.topics:
            row.public_from = LONG_AGO
            row.save()
        return cast

    def rows(self, facet: str) -> list[Any]:
        posts = [appointment.post for appointment in self.appointments]
        return {
            "speaker": self.speakers,
            "post": posts,
            "event": self.meetings,
            "department": self.departments,
            "topic": self.topics,
        }[facet]


def some(count: int) -> st.SearchStrategy[frozenset[int]]:
    return st.frozensets(st.integers(0, count - 1), max_size=2)


SPOKEN = st.builds(Spoken, speaker=st.integers(0, 2), posts=some(3), meetings=some(4))
RELEASE = st.builds(
    Release,
    opened=st.integers(-2, 100),
    withdrawn=st.sampled_from([False, False, False, True]),
    language=st.sampled_from(LANGUAGES[:1] * 3 + LANGUAGES[1:]),
    type=st.sampled_from(TYPES),
    meetings=some(4),
    departments=some(2),
    topics=some(2),
    remarks=st.lists(SPOKEN, max_size=3).map(tuple),
)
NEWSROOM = st.lists(RELEASE, max_size=14)


def store(cast: Cast, releases: Iterable[Release]) -> dict[int, Release]:
    """Write the editions and their links as publishing does, in a few statements; what was there before is dropped.

    Returns the releases by their editions' primary keys.
    """
    for model in (Edition, Snapshot, Article):
        model.objects.all().delete()
    releases = list(releases)
    drafts = Article.objects.bulk_create(
        Article(headline=f"{n}", language=release.language, slug=f"r{n}") for n, release in enumerate(releases)
    )
    sources = Snapshot.objects.bulk_create(
        Snapshot(article=article, schema=1, data={}, digest="", version=1) for article in drafts
    )
    editions = Edition.objects.bulk_create(
        Edition(
            article=article,
            source=source,
            language=release.language,
            type=release.type,
            headline=article.headline,
            record={"blocks": [], "meetings": [], "departments": [], "topics": []},
            search_text=f"number {article.headline}",
            opens_at=release.first_published_at,
            pending=False,
            live_from=release.first_published_at,
            live_until=release.first_published_at if release.withdrawn else None,
            first_published_at=release.first_published_at,
        )
        for article, source, release in zip(drafts, sources, releases, strict=True)
    )
    stored = {edition.pk: release for edition, release in zip(editions, releases, strict=True)}
    _link(cast, stored)
    return stored


def _link(cast: Cast, stored: dict[int, Release]) -> None:
    EditionMeeting.objects.bulk_create(
        EditionMeeting(edition_id=pk, meeting=cast.meetings[n]) for pk, row in stored.items() for n in about(row)
    )
    EditionDepartment.objects.bulk_create(
        EditionDepartment(edition_id=pk, department=cast.departments[n])
        for pk, row in stored.items()
        for n in row.departments
    )
    EditionTopic.objects.bulk_create(
        EditionTopic(edition_id=pk, topic=cast.topics[n]) for pk, row in stored.items() for n in row.topics
    )
    spoken = [(pk, place, said) for pk, row in stored.items() for place, said in enumerate(row.remarks)]
    remarks = Remark.objects.bulk_create(
        Remark(edition_id=pk, anchor=place, position=place, speaker=cast.speakers[said.speaker], block_key=f"{place}")
        for pk, place, said in spoken
    )
    both = list(zip(remarks, [said for _pk, _place, said in spoken], strict=True))
    RemarkMeeting.objects.bulk_create(
        RemarkMeeting(remark=remark, meeting=cast.meetings[n]) for remark, said in both for n in said.meetings
    )
    RemarkAppointment.objects.bulk_create(
        RemarkAppointment(remark=remark, appointment=cast.appointments[n]) for remark, said in both for n in said.posts
    )


def about(release: Release) -> set[int]:
    """The meetings of a release: those it reports on and those where somebody spoke."""
    return set(release.meetings).union(*(said.meetings for said in release.remarks))


@dataclass
class Naive:
    """The listing, by going through all releases for each question."""

    cast: Cast
    releases: dict[int, Release]

    def matches(self, query: Query, language: str = "en") -> list[int]:
        """Primary keys of the matching editions."""
        return [pk for pk, row in self.releases.items() if row.language == language and self._answers(row, query)]

    def counts(self, facet: str, query: Query) -> dict[str, int]:
        """How many releases each public value of a facet would leave if it alone were chosen there."""
        values = list(TYPES) if facet == "type" else [row.slug for row in self.cast.rows(facet) if row.is_public(NOW)]
        counts = {value: len(self.matches(query.changed(facets={**query.facets, facet: (value,)}))) for value in values}
        return {value: count for value, count in counts.items() if count or value in query.facets.get(facet, ())}

    def _answers(self, row: Release, query: Query) -> bool:
        day = row.first_published_at.date()
        return (
            row.live
            and (query.first or date.min) <= day <= (query.last or date.max)
            and ("type" not in query.facets or row.type in query.facets["type"])
            and self._among("department", row.departments, query)
            and self._among("topic", row.topics, query)
            and self._spoken(row, query)
        )

    def _spoken(self, row: Release, query: Query) -> bool:
        asked = [facet for facet in TOGETHER if facet in query.facets]
        if len(asked) < 2:
            return (
                self._among("event", about(row), query)
                and self._among("speaker", {said.speaker for said in row.remarks}, query)
                and self._among("post", {post for said in row.remarks for post in said.posts}, query)
            )
        return any(
            self._among("event", said.meetings, query)
            and self._among("speaker", {said.speaker}, query)
            and self._among("post", said.posts, query)
            for said in row.remarks
        )

    def _among(self, facet: str, places: Iterable[int], query: Query) -> bool:
        """Whether any of the rows is one that is asked for, or a session of one."""
        if facet not in query.facets:
            return True
        rows = [self.cast.rows(facet)[place] for place in places]
        public = [row for row in rows if row.is_public(NOW)]
        public += [row.parent for row in public if getattr(row, "parent", None)]
        return any(row.slug in query.facets[facet] for row in public)


def queries(cast: Cast) -> st.SearchStrategy[Query]:
    """Any query over the cast, now and then with a value that nobody has."""

    def values(facet: str) -> st.SearchStrategy[tuple[str, ...]]:
        slugs = list(TYPES) if facet == "type" else [row.slug for row in cast.rows(facet) if row.slug]
        return st.lists(st.sampled_from([*slugs, "nobody"]), min_size=1, max_size=2, unique=True).map(tuple)

    days = st.none() | st.sampled_from([date(2026, 5, day) for day in (1, 3, 4)])
    return st.builds(
        Query,
        facets=st.fixed_dictionaries({}, optional={facet: values(facet) for facet in FACETS}),
        first=days,
        last=days,
        order=st.sampled_from(["newest", "oldest"]),
    )
