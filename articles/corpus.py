"""A newsroom of any size, the same for the same seed: for measuring, never for readers.

Rows are written in bulk, past the workflow, which a hundred thousand releases would take hours to go through. What is
written is what the workflow would have left: working copies with their snapshots, editions rendered by the very code
that publishing uses, links and remarks. Every fiftieth release waits for a second long from now, every fortieth was
never published, and every thirtieth that is live has been changed since. All others opened by themselves, untouched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from i18nfield.strings import LazyI18nString

from articles import snapshots
from articles.models import (
    Article,
    Edition,
    EditionDepartment,
    EditionMeeting,
    EditionTopic,
    Meeting,
    Remark,
    RemarkAppointment,
    RemarkMeeting,
    Snapshot,
    TextBlock,
    Topic,
)
from articles.models.kinds import ReleaseType
from articles.publishing import rerender
from people.models import Appointment, Department, Executive, Post
from people.publicid import ALPHABET, LENGTH, use_source
from people.visibility import Generation

BEGINS = datetime(2010, 1, 4, 8, 0, tzinfo=UTC)
PACE = timedelta(minutes=47)
FAR_OFF = datetime(2090, 1, 1, tzinfo=UTC)
BATCH = 500
WORDS = (  # noqa: SIM905
    "turbine order plant grid north river harbour works contract result quarter board dividend storage service "
    "network market delivery factory engineer power cable steel water strategy summary growth safety training "
    "partner region customer project record capacity construction inspection innovation quality agreement"
).split()
PEOPLE, POSTS, DEPARTMENTS, TOPICS, MEETINGS_EACH = 200, 80, 40, 60, 100


Bulk: Any = QuerySet
"""Django's own, which spares what ours do for each row."""


@dataclass
class _Cast:
    """Whom and what the releases are about; all public since before the first."""

    appointments: list[Appointment] = field(default_factory=list)
    departments: list[Department] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)


def make(count: int, seed: int = 1) -> Iterator[int]:
    """Fill an empty newsroom with ``count`` releases; yields how many there are after each batch."""
    dice = Random(seed)  # noqa: S311
    use_source(lambda: "".join(dice.choices(ALPHABET, k=LENGTH)))
    try:
        with transaction.atomic():
            cast = _cast(dice, count)
        for start in range(0, count, BATCH):
            with transaction.atomic():
                _batch(dice, cast, range(start, min(start + BATCH, count)))
            yield min(start + BATCH, count)
        with transaction.atomic():
            Generation.bump(rewrite=True)
    finally:
        use_source(None)


def _cast(dice: Random, count: int) -> _Cast:
    known: dict[str, Any] = {"public_from": BEGINS - timedelta(days=365)}
    departments = [Department.objects.create(name=_name(dice, "division"), **known) for _ in range(DEPARTMENTS)]
    posts = [
        Post.objects.create(title=_name(dice, "head of"), department=dice.choice(departments), exclusive=False, **known)
        for _ in range(POSTS)
    ]
    executives = [Executive.objects.create(name=_name(dice, "person"), **known) for _ in range(PEOPLE)]
    return _Cast(
        appointments=[
            Appointment.objects.create(
                executive=executive, post=dice.choice(posts), started_on=date(2009, 1, 1), **known
            )
            for executive in executives
        ],
        departments=departments,
        topics=[Topic.objects.create(name=f"{_phrase(dice, 2)} {number}", **known) for number in range(TOPICS)],
        meetings=[_meeting(dice, number, known) for number in range(max(1, count // MEETINGS_EACH))],
    )


def _meeting(dice: Random, number: int, known: dict[str, Any]) -> Meeting:
    day = (BEGINS + PACE * MEETINGS_EACH * number).date()
    return Meeting.objects.create(
        name=_name(dice, f"meeting {number}"), starts_on=day, ends_on=day, city=LazyI18nString({"en": "Oslo"}), **known
    )


def _batch(dice: Random, cast: _Cast, numbers: range) -> None:
    articles = [
        Article(
            headline=_phrase(dice, 7).capitalize(),
            standfirst=_phrase(dice, 20).capitalize() + ".",
            dateline_city="Oslo",
            dateline_date=(BEGINS + PACE * number).date(),
            type=dice.choice(ReleaseType.values),
            wanted_slug=f"release-{number}",
            claimed_slug=f"release-{number}",
            slug=None if number % 40 == 0 else f"release-{number}",
            slug_opens_at=None if number % 40 == 0 else BEGINS + PACE * number,
        )
        for number in numbers
    ]
    for article in articles:
        article.set_keys()
    articles = Bulk(Article).bulk_create(articles)
    texts = [f"<p>{_phrase(dice, 60).capitalize()}.</p><p>{_phrase(dice, 50).capitalize()}.</p>" for _ in articles]
    blocks = [
        TextBlock(parent=article, region="main", ordering=10, html=text)
        for article, text in zip(articles, texts, strict=True)
    ]
    Bulk(TextBlock).bulk_create(blocks)
    saved = Bulk(Snapshot).bulk_create(
        [_snapshot(article, block) for article, block in zip(articles, blocks, strict=True)]
    )
    editions, spoken = [], []
    for number, article, text, snapshot in zip(numbers, articles, texts, saved, strict=True):
        if number % 40:
            edition, words = _edition(dice, cast, number, article, text)
            edition.source = snapshot
            editions.append(edition)
            spoken.append(words)
    Bulk(Edition).bulk_create(editions)
    _link(editions, spoken, cast, dice)
    for article, snapshot in zip(articles, saved, strict=True):
        article.saved_text = snapshot.digest
    for edition in editions:
        edition.article.printed_text = edition.article.saved_text
    changed = [article for number, article in zip(numbers, articles, strict=True) if number % 30 == 7]
    for snapshot in Bulk(Snapshot).bulk_create([_snapshot(article, None) for article in changed]):
        snapshot.article.saved_text = snapshot.digest
    Bulk(Article).bulk_update(articles, ["saved_text", "printed_text"])


def _snapshot(article: Article, block: TextBlock | None) -> Snapshot:
    head = {name: getattr(article, name) for name in ("type", "language", "translation_key", "headline", "standfirst")}
    blocks = [] if block is None else [{"kind": "text", "key": block.key, "html": block.html}]
    data = {"article": head, "blocks": blocks}
    return Snapshot(
        article=article, schema=snapshots.SCHEMA, data=data, digest=snapshots.digest(data), version=article.version
    )


def _edition(dice: Random, cast: _Cast, number: int, article: Article, text: str) -> tuple[Edition, Appointment]:
    spoken = dice.choice(cast.appointments)
    opens = FAR_OFF + PACE * number if number % 50 == 1 else BEGINS + PACE * number
    points = [{"number": place, "text": _phrase(dice, 12)} for place in (1, 2, 3)]
    record = {
        "blocks": [
            {"kind": "text", "html": text},
            {
                "kind": "remark",
                "anchor": 1,
                "speaker": spoken.executive.public_id,
                "name": str(spoken.executive),
                "capacity": str(spoken.post.title),
                "meetings": [],
                "events": [],
                "posts": [spoken.post.public_id],
                "text": _phrase(dice, 40).capitalize() + ".",
                "points": points,
            },
        ],
        "boilerplate": None,
        "contact": None,
        "meetings": [],
        "departments": [],
        "topics": [],
    }
    edition = Edition(
        article=article,
        language=article.language,
        translation_key=article.translation_key,
        type=article.type,
        headline=article.headline,
        standfirst=article.standfirst,
        dateline_city=article.dateline_city,
        dateline_date=article.dateline_date,
        record=record,
        opens_at=opens,
        live_from=opens,
        first_published_at=opens,
    )
    rerender(edition)
    return edition, spoken


def _link(editions: list[Edition], spoken: list[Appointment], cast: _Cast, dice: Random) -> None:
    meeting = [dice.choice(cast.meetings) for _ in editions]
    Bulk(EditionMeeting).bulk_create(
        EditionMeeting(edition=edition, meeting=at) for edition, at in zip(editions, meeting, strict=True)
    )
    Bulk(EditionDepartment).bulk_create(
        EditionDepartment(edition=edition, department=row)
        for edition in editions
        for row in dice.sample(cast.departments, 2)
    )
    Bulk(EditionTopic).bulk_create(
        EditionTopic(edition=edition, topic=row) for edition in editions for row in dice.sample(cast.topics, 2)
    )
    remarks = [
        Remark(
            edition=edition,
            block_key="remark",
            anchor=1,
            position=0,
            speaker=words.executive,
            speaker_name=str(words.executive),
            capacity=str(words.post.title),
            text=edition.record["blocks"][1]["text"],
            points=edition.record["blocks"][1]["points"],
        )
        for edition, words in zip(editions, spoken, strict=True)
    ]
    Bulk(Remark).bulk_create(remarks)
    Bulk(RemarkAppointment).bulk_create(
        RemarkAppointment(remark=remark, appointment=words) for remark, words in zip(remarks, spoken, strict=True)
    )
    Bulk(RemarkMeeting).bulk_create(
        RemarkMeeting(remark=remark, meeting=at) for remark, at in zip(remarks, meeting, strict=True)
    )


def _phrase(dice: Random, length: int) -> str:
    return " ".join(dice.choices(WORDS, k=length))


def _name(dice: Random, kind: str) -> LazyI18nString:
    return LazyI18nString({"en": f"{_phrase(dice, 2).title()} {kind}"})
