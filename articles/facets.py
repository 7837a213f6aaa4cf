"""The index that a process keeps of all that is live, and by what it can be found.

Filters, counts, totals and pages are answered by it without the database; one statement then fetches the entries,
through ``.live()``. It is valid for one generation and until the next instant at which something opens or closes by
itself. It joins two parts: the ``Links`` (who names what), and the ``Directory`` (which rows readers may see now, and
what they are called).
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db.models import Min
from pyroaring import BitMap

from articles import directory
from articles.directory import Directory, Label
from articles.links import SPREAD, Key, Links, Value
from articles.models import Edition, Meeting, Topic
from articles.models.kinds import ReleaseType
from people import clock
from people.models import Appointment, Department, Executive, Post
from people.visibility import Generation

FACETS = ("event", "speaker", "post", "department", "topic", "type")
TOGETHER = ("event", "speaker", "post")
"""Facets that must hold in one remark when two or more of them are asked for."""

FOREVER = datetime.max.replace(tzinfo=UTC)
NONE = BitMap()


@dataclass(frozen=True)
class FacetIndex:
    generation: tuple[int, int]
    built_at: datetime
    valid_until: datetime
    links: Links
    directory: Directory
    of_value: dict[str, dict[Value, BitMap]] = field(init=False)
    """Positions of editions, for those values of each facet that readers may see."""

    remarks_of: dict[str, dict[Value, BitMap]] = field(init=False)
    """The same for the positions of remarks."""

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "of_value", {facet: self._visible(facet, self.links.editions_with) for facet in FACETS}
        )
        object.__setattr__(
            self, "remarks_of", {facet: self._visible(facet, self.links.remarks_with) for facet in TOGETHER}
        )

    @property
    def editions(self) -> list[int]:
        return self.links.editions

    @property
    def keys(self) -> list[Key]:
        return self.links.keys

    def everything(self) -> BitMap:
        return BitMap(range(len(self.links.editions)))

    def any_in(self, language: str) -> BitMap:
        """The editions in a language, which is what any listing starts from."""
        return self.links.editions_with.get(("language", language), NONE)

    def any_of(self, facet: str, values: Iterable[Value]) -> BitMap:
        """The editions that have any of the values."""
        return _union(self.of_value[facet], values)

    def any_remark_of(self, facet: str, values: Iterable[Value]) -> BitMap:
        """The remarks that have any of the values."""
        return _union(self.remarks_of[facet], values)

    def between(self, first: datetime | None, last: datetime | None) -> BitMap | None:
        """Editions first published at or after ``first`` and before ``last``; None if neither is given."""
        if first is None and last is None:
            return None
        start = self.links.position_of((first, "")) if first else 0
        stop = self.links.position_of((last, "")) if last else len(self.keys)
        return BitMap(range(start, max(start, stop)))

    def remarks_in(self, language: str, facet: str, value: Value) -> list[int]:
        """Positions of the remarks with a value, in one language, the newest edition first, in printed order."""
        editions = self.any_in(language)
        places = [place for place in self.any_remark_of(facet, [value]) if place // SPREAD in editions]
        return sorted(places, key=lambda place: (-(place // SPREAD), place % SPREAD))

    def _visible(self, facet: str, sets: dict[tuple[str, Value], BitMap]) -> dict[Value, BitMap]:
        if facet == "type":
            return {kind: sets[facet, kind] for kind in ReleaseType.values if (facet, kind) in sets}
        labels = self.directory.by_key[facet].values()
        return {label.pk: found for label in labels if (found := _with_sessions(label, facet, sets))}


_current: FacetIndex | None = None
_building = threading.Lock()


def current() -> FacetIndex:
    """The index for this instant: one query while it is valid, and when it is not, what has changed since."""
    now = clock.now()
    generation = Generation.current()
    index = _current
    if index is None or not _valid(index, generation, now):
        with _building:
            index, generation = _current, Generation.current()
            if index is None or not _valid(index, generation, now):
                fresh = build(generation, now, index)
                if index is None or index.built_at <= now or generation < index.generation:
                    _keep(fresh)
                index = fresh
    return index


def forget() -> None:
    """Drop the index; for tests, whose databases go back in time."""
    _keep(None)


def build(generation: tuple[int, int], now: datetime, previous: FacetIndex | None = None) -> FacetIndex:
    """The index of what is live at ``now``, from the previous one where that is possible.

    ``generation`` must have been read before, so that a change made meanwhile is noticed by the next request.
    """
    links = None
    if previous is not None and previous.generation[1] == generation[1] and previous.generation[0] <= generation[0]:
        links = previous.links.following(previous.generation[0], now)
    return FacetIndex(generation, now, _next_change(now), links or Links.read(now), directory.load(now))


def _keep(index: FacetIndex | None) -> None:
    global _current
    _current = index


def _valid(index: FacetIndex, generation: tuple[int, int], now: datetime) -> bool:
    return index.generation == generation and index.built_at <= now < index.valid_until


def _union(rows: dict[Value, BitMap], values: Iterable[Value]) -> BitMap:
    return BitMap.union(NONE, *(rows[value] for value in values if value in rows))


def _with_sessions(label: Label, facet: str, sets: dict[tuple[str, Value], BitMap]) -> BitMap:
    """What names a row; for a meeting, also what names one of its public sessions."""
    named = sets.get((facet, label.pk), NONE)
    if not label.sessions:
        return named
    return BitMap.union(named, *(sets.get((facet, session), NONE) for session in label.sessions))


def _next_change(now: datetime) -> datetime:
    """The next instant at which something opens or closes without anybody writing."""
    instants = [
        Edition.objects.filter(live_from__gt=now).aggregate(at=Min("live_from"))["at"],
        Edition.objects.filter(live_until__gt=now).aggregate(at=Min("live_until"))["at"],
    ]
    for model in (Executive, Post, Appointment, Department, Meeting, Topic):
        columns = ["public_from", "revealed_from"]
        if model in {Appointment, Department}:
            columns += ["end_public_from", "end_revealed_from"]
        for column in columns:
            rows = model._default_manager.filter(**{f"{column}__gt": now})
            instants.append(rows.aggregate(at=Min(column))["at"])
    return min((instant for instant in instants if instant is not None), default=FOREVER)
