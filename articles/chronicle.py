"""The log of the desk: every transition of the releases that exist for a reader of it, and every hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import CharField, F, Q, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Hold, SignOff, Transition

HELD, LIFTED = "everything-held", "hold-lifted"
MOVED = "moved"
AT_ONCE = 500
"""Lines that are read together when all are taken away."""

Key = tuple[datetime, str, int]
"""When, what kind of row, and its primary key."""


@dataclass
class Line:
    at: datetime
    who: str
    what: str
    effective_at: datetime
    reason: str
    headline: str = ""
    article: int | None = None
    edition: str = ""
    forced: bool = False
    unapproved: bool = False
    details: str = ""


class Chronicle:
    """The lines that somebody may read and asked for, the newest first. Can be counted and sliced, as a pager does."""

    def __init__(self, user: Any, asked: Mapping[str, str]) -> None:
        """``asked`` is a query string's; what it holds that makes no sense is not asked for."""
        self.user = user
        self.action = asked.get("action", "") if asked.get("action") in dict(self.actions()) else ""
        self.by = _number(asked.get("by", ""))
        self.day = _day(asked.get("day", ""))

    @staticmethod
    def actions() -> list[tuple[str, Any]]:
        holds = [(HELD, _("Everything put on hold")), (LIFTED, _("Hold lifted"))]
        return [*Transition.Action.choices, *holds]

    def people(self) -> QuerySet[Any]:
        """Who stands in the lines that this reader may read."""
        seen = Transition.objects.visible_to(self.user).order_by()
        known = Q(pk__in=seen.values("by")) | Q(pk__in=Hold.objects.order_by().values("held_by"))
        known |= Q(pk__in=Hold.objects.order_by().values("lifted_by"))
        return get_user_model()._default_manager.filter(known).order_by("username")

    @property
    def filtered(self) -> bool:
        return bool(self.action or self.by or self.day)

    def count(self) -> int:
        return self._keys().count()

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[Line]:
        return self._lines(list(self._keys()[part]))

    def all(self) -> Iterator[Line]:
        keys = iter(list(self._keys()))
        while some := list(islice(keys, AT_ONCE)):
            yield from self._lines(some)

    def _keys(self) -> QuerySet[Any, Key]:
        moved: Any = Transition.objects.visible_to(self.user).order_by()
        moved = self._asked(moved, "by").annotate(kind=_word(MOVED))
        if self.action:
            moved = moved.filter(action=self.action)
        holds = Hold.objects.order_by()
        held: Any = self._asked(holds.annotate(at=F("held_at"), kind=_word(HELD)), "held_by")
        lifted: Any = holds.filter(lifted_at__isnull=False).annotate(at=F("lifted_at"), kind=_word(LIFTED))
        lifted = self._asked(lifted, "lifted_by")
        parts = [
            part.values_list("at", "kind", "pk")
            for kind, part in ((MOVED, moved), (HELD, held), (LIFTED, lifted))
            if self.action in {"", kind} or (kind == MOVED and self.action not in {HELD, LIFTED})
        ]
        found: QuerySet[Any, Key] = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
        return found.order_by("-at", "kind", "-pk")

    def _asked(self, rows: QuerySet[Any], person: str) -> QuerySet[Any]:
        if self.by:
            rows = rows.filter(**{person: self.by})
        if self.day:
            start = timezone.make_aware(datetime.combine(self.day, time()))
            end = timezone.make_aware(datetime.combine(self.day + timedelta(days=1), time()))
            rows = rows.filter(at__gte=start, at__lt=end)
        return rows

    def _lines(self, keys: list[Key]) -> list[Line]:
        moved = [pk for _at, kind, pk in keys if kind == MOVED]
        held = [pk for _at, kind, pk in keys if kind != MOVED]
        transitions = Transition.objects.select_related("article", "by").in_bulk(moved)
        holds = Hold.objects.select_related("held_by", "lifted_by").in_bulk(held)
        unapproved = set(Transition.objects.unapproved().filter(pk__in=moved).values_list("pk", flat=True))
        named = _names(transitions.values())
        return [
            _of_transition(transitions[pk], pk in unapproved, named) if kind == MOVED else _of_hold(holds[pk], kind)
            for _at, kind, pk in keys
        ]


def _word(text: str) -> Value:
    return Value(text, output_field=CharField())


def _of_transition(row: Transition, unapproved: bool, named: dict[tuple[str, int], str]) -> Line:
    return Line(
        at=row.at.astimezone(UTC),
        who=str(row.by or "–"),
        what=str(row.get_action_display()),
        effective_at=row.effective_at.astimezone(UTC),
        reason=row.reason,
        headline=row.article.headline,
        article=row.article_id,
        edition=row.edition,
        forced=row.forced,
        unapproved=unapproved,
        details=_in_words(row.details, named),
    )


def _of_hold(row: Hold, kind: str) -> Line:
    what = str(dict(Chronicle.actions())[kind])
    if kind == HELD or row.lifted_at is None:
        return Line(row.held_at, str(row.held_by or "–"), what, row.held_at, row.reason)
    return Line(row.lifted_at, str(row.lifted_by or "–"), what, row.lifted_at, row.reason)


def _names(transitions: Any) -> dict[tuple[str, int], str]:
    """Of the people and groups that restrictions name."""
    wanted: dict[str, set[int]] = {"users": set(), "groups": set()}
    for row in transitions:
        for what, keys in wanted.items():
            keys.update(row.details.get(what, []))
    users = get_user_model()._default_manager.in_bulk(wanted["users"])
    groups = Group.objects.in_bulk(wanted["groups"])
    found = {("users", pk): str(user) for pk, user in users.items()}
    return found | {("groups", pk): str(group) for pk, group in groups.items()}


def _in_words(details: dict[str, Any], named: dict[tuple[str, int], str]) -> str:
    """What a line holds besides its reason: whose sign-off, for whom, to whom restricted."""
    words = []
    if kind := details.get("kind"):
        words.append(str(dict(SignOff.Kind.choices).get(kind, kind)))
    if whom := details.get("for_whom"):
        words.append(_("for %(whom)s") % {"whom": whom})
    if details.get("filed_first"):
        words.append(_("confirmed that the exchange is told first"))
    names = [named.get((what, pk), "–") for what in ("users", "groups") for pk in details.get(what, [])]
    if names:
        words.append(_("to %(names)s") % {"names": ", ".join(names)})
    return "; ".join(words)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2200 else None
