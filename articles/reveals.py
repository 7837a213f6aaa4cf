"""What else could become public with a release: ends that readers do not know of, and what belongs to them.

Pure reads, a constant number of queries. The publisher chooses; ``workflow`` carries the choice out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q

from articles.publishing import Composition
from articles.references import rows_of, with_needs
from people.models import Appointment, Department


def hidden_endings(composition: Composition, opens: datetime) -> list[Any]:
    """Appointments of the speakers, and departments that the release names, whose end readers do not know by then."""
    speakers = {remark.speaker.pk for remark in composition.remarks}
    held = _appointments(Q(executive__in=speakers, ended_on__isnull=False)).order_by("ended_on", "public_id")
    named = [row for row in rows_of(composition) if isinstance(row, Department) and row.closed_on is not None]
    return [row for row in (*held, *named) if (known := row.end_first_public()) is None or known > opens]


def hidden_relations(composition: Composition, endings: Collection[Any], opens: datetime) -> list[Any]:
    """What the release does not name, hidden by then, that goes with it or with ``endings``.

    Other appointments of its speakers, whoever else holds a post that somebody leaves, and what follows a department.
    """
    named = set(rows_of(composition))
    speakers = {remark.speaker.pk for remark in composition.remarks}
    posts = {row.post_id for row in endings if isinstance(row, Appointment)}
    closing = [row.pk for row in endings if isinstance(row, Department)]
    appointments = _appointments(Q(executive__in=speakers) | Q(post__in=posts)).longest_held_first()
    successors = Department.objects.filter(predecessors__in=closing).order_by("sort_key", "public_id").distinct()
    found = [row for row in (*appointments, *successors) if row not in named]
    return [row for row in found if still_hidden((need for need in with_needs([row]) if need not in named), opens)]


def still_hidden(rows: Iterable[Any], opens: datetime) -> list[Any]:
    """Those of the rows that are not public by then."""
    return [row for row in rows if (first := row.first_public()) is None or first > opens]


def unannounced(rows: Iterable[Any], opens: datetime) -> list[Any]:
    """Those of the rows whose own date does not make them public by then, whatever other releases reveal."""
    return [row for row in rows if row.public_from is None or row.public_from > opens]


def _appointments(which: Q) -> Any:
    return Appointment.objects.filter(which).select_related("executive", "post__department")
