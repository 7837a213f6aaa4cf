"""What an edition refers to that outsiders can come to see, and from when they do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Min, OuterRef, Q
from django.db.models.functions import Coalesce

from articles.models import Edition, Meeting, Reveal, Topic
from articles.publishing import Composition
from people import clock
from people.models import Appointment, Department, Executive, Post

_PATHS: dict[type[Any], tuple[str, ...]] = {
    Executive: ("remarks__speaker",),
    Appointment: ("remarks__appointments",),
    Post: ("remarks__appointments__post",),
    Meeting: ("meetings", "meetings__parent", "remarks__meetings"),
    Department: ("departments", "remarks__appointments__post__department"),
    Topic: ("topics",),
}


def rows_of(composition: Composition) -> Iterator[Any]:
    """Every row with a public face that an edition made from this composition names, each once."""
    spoken = [(remark.speaker, remark.appointments) for remark in composition.remarks]
    yield from dict.fromkeys(_rows(spoken, composition.meetings, composition.departments, composition.topics))


def hidden_rows(composition: Composition, opens: datetime) -> list[Any]:
    """The rows that an edition opening at ``opens`` names and that readers could not see by then without it."""
    return [row for row in rows_of(composition) if (first := row.first_public()) is None or first > opens]


def unannounced_rows(edition: Edition) -> list[Any]:
    """The rows that a stored edition names and whose own date does not make them public by the time it opens,
    whatever other releases reveal."""
    remarks = edition.remarks.select_related("speaker").prefetch_related("appointments__post__department")
    rows = _rows(
        [(remark.speaker, list(remark.appointments.all())) for remark in remarks],
        edition.meetings.select_related("parent"),
        edition.departments.all(),
        edition.topics.all(),
    )
    opens = edition.opens_at
    return [row for row in dict.fromkeys(rows) if row.public_from is None or row.public_from > opens]


def with_needs(rows: Iterable[Any]) -> list[Any]:
    """The rows with those that readers have to see to see them: an appointment is nothing without its holder."""
    found: list[Any] = []
    for row in rows:
        if isinstance(row, Appointment):
            found += _rows([(row.executive, [row])], (), (), ())
        elif isinstance(row, Post) and row.department is not None:
            found += [row.department, row]
        elif isinstance(row, Meeting) and row.parent is not None:
            found += [row.parent, row]
        else:
            found.append(row)
    return list(dict.fromkeys(found))


def needed_from(row: Any) -> datetime | None:
    """From when a live or scheduled edition shows a row to readers; None if none does.

    An edition on hold that reveals the row does not count: it shows the row whenever it comes to open.
    """
    paths = _PATHS.get(type(row))
    if paths is None:
        return None
    named = Q()
    for path in paths:
        named |= Q(**{path: row.pk})
    current = Edition.objects.filter(Q(live_until__isnull=True) | Q(live_until__gt=clock.now()))
    kind = ContentType.objects.get_for_model(row)
    reveals = Reveal.objects.filter(edition=OuterRef("pk"), content_type=kind, object_id=row.pk, what=Reveal.What.ROW)
    current = current.exclude(Exists(reveals), held_at__isnull=False)
    return current.filter(named).aggregate(first=Min(Coalesce("live_from", "opens_at")))["first"]


def _rows(
    spoken: Iterable[tuple[Executive, list[Appointment]]],
    meetings: Iterable[Meeting],
    departments: Iterable[Department],
    topics: Iterable[Topic],
) -> Iterator[Any]:
    for speaker, appointments in spoken:
        yield speaker
        for appointment in appointments:
            if appointment.post.department is not None:
                yield appointment.post.department
            yield appointment.post
            yield appointment
    for meeting in meetings:
        if meeting.parent is not None:
            yield meeting.parent
        yield meeting
    yield from departments
    yield from topics
