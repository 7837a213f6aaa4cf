"""Which live editions have which facet: an index in the process, of one bitmap for each value.

A position is an edition's place in the order of first publication (oldest first, ties by public id). Bitmaps of
positions answer filters, counts and pages without the database; one statement then fetches the cards, through
``.live()``. The index holds live editions only. It is valid for one generation and until the next instant at which
something opens or closes by itself.

A remark has a position of its own, ``edition position * SPREAD + n``, so that "this person, at that meeting, in that
post" can be asked of one remark and led back to its edition.
"""

from __future__ import annotations

import threading
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db.models import Min, Model
from pyroaring import BitMap

from articles import directory
from articles.directory import Directory, Label
from articles.models import (
    Edition,
    EditionDepartment,
    EditionMeeting,
    EditionTopic,
    Meeting,
    Remark,
    RemarkAppointment,
    RemarkMeeting,
    Topic,
)
from articles.models.edition import live_q
from people import clock
from people.models import Appointment, Department, Executive, Post
from people.visibility import Generation, public_q

FACETS = ("event", "speaker", "post", "department", "topic", "type")
TOGETHER = ("event", "speaker", "post")
"""Facets that must hold in one remark when two or more of them are asked for."""

SPREAD = 1024
"""Remarks that one edition can have in the index."""

FOREVER = datetime.max.replace(tzinfo=UTC)
Key = tuple[datetime, str]
"""An edition's place in the order: first publication and public id."""

Value = int | str
"""What a facet is asked for: a row's primary key, or a type's name."""


@dataclass
class FacetIndex:
    generation: int
    built_at: datetime
    valid_until: datetime
    directory: Directory
    keys: list[Key]
    editions: list[int]
    """Primary keys by position."""

    of_language: dict[str, BitMap]
    of_value: dict[str, dict[Value, BitMap]]
    remarks_of: dict[str, dict[Value, BitMap]]
    facets_of_remark: dict[int, tuple[set[int], set[int]]] = field(repr=False)
    """The events and posts of each remark, by its position."""

    speaker_of_remark: dict[int, int] = field(repr=False)

    def between(self, first: datetime | None, last: datetime | None) -> BitMap | None:
        """Positions first published at or after ``first`` and before ``last``; None if neither is given."""
        if first is None and last is None:
            return None
        start = bisect_left(self.keys, (first, "")) if first else 0
        stop = bisect_left(self.keys, (last, "")) if last else len(self.keys)
        return BitMap(range(start, max(start, stop)))

    def position_after(self, key: Key) -> int:
        """The first position behind a key, which need not exist any more."""
        return bisect_right(self.keys, key)

    def position_of(self, key: Key) -> int:
        return bisect_left(self.keys, key)

    def any_in(self, language: str) -> BitMap:
        return self.of_language.get(language, BitMap())

    def any_of(self, facet: str, values: Iterable[Value]) -> BitMap:
        rows = self.of_value[facet]
        return BitMap.union(*(rows[value] for value in values if value in rows), BitMap())

    def remarks_with(self, facet: str, values: Iterable[Value]) -> BitMap:
        rows = self.remarks_of[facet]
        return BitMap.union(*(rows[value] for value in values if value in rows), BitMap())

    def remarks_in(self, language: str, facet: str, value: Value) -> list[int]:
        """Positions of the remarks with a value, in one language, the newest edition first, in printed order."""
        editions = self.any_in(language)
        places = [place for place in self.remarks_with(facet, [value]) if place // SPREAD in editions]
        return sorted(places, key=lambda place: (-(place // SPREAD), place % SPREAD))

    def meetings_of_remark(self, place: int) -> list[Label]:
        """Where a remark was made, most exactly: sessions rather than the meetings that they are part of."""
        labels = self.directory.labels("event", sorted(self.facets_of_remark[place][0]))
        wholes = {label.parent for label in labels}
        return [label for label in labels if label.pk not in wholes]


_current: FacetIndex | None = None
_building = threading.Lock()


def current() -> FacetIndex:
    """The index for this instant: one query when it is still valid, a fresh build when not."""
    now = clock.now()
    generation = Generation.current()
    index = _current
    if index is None or not _valid(index, generation, now):
        with _building:
            index = _current
            if index is None or not _valid(index, generation, now):
                index = build(generation, now)
                _keep(index)
    return index


def forget() -> None:
    """Drop the index; for tests, whose databases go back in time."""
    _keep(None)


def _keep(index: FacetIndex | None) -> None:
    global _current
    _current = index


def _valid(index: FacetIndex, generation: int, now: datetime) -> bool:
    return index.generation == generation and index.built_at <= now < index.valid_until


def build(generation: int, now: datetime) -> FacetIndex:
    """Read the live editions and what they name. ``generation`` must have been read before."""
    names = directory.load(now)
    rows = list(
        Edition.objects.live(now)
        .order_by()
        .values_list("first_published_at", "public_id", "pk", "language", "type")
        .iterator(chunk_size=5000)
    )
    rows.sort(key=lambda row: row[:2])
    position = {row[2]: place for place, row in enumerate(rows)}
    of_language: dict[str, BitMap] = defaultdict(BitMap)
    of_value: dict[str, dict[Value, BitMap]] = {facet: defaultdict(BitMap) for facet in FACETS}
    for place, (_first, _public_id, _pk, language, kind) in enumerate(rows):
        of_language[language].add(place)
        of_value["type"][kind].add(place)
    _add_links(of_value, position, names, now)
    remarks_of, facets_of_remark, speaker_of_remark = _add_remarks(of_value, position, names, now)
    return FacetIndex(
        generation=generation,
        built_at=now,
        valid_until=_next_change(now),
        directory=names,
        keys=[(row[0], row[1]) for row in rows],
        editions=[row[2] for row in rows],
        of_language=dict(of_language),
        of_value=of_value,
        remarks_of=remarks_of,
        facets_of_remark=facets_of_remark,
        speaker_of_remark=speaker_of_remark,
    )


def _with_parents(meeting: int, names: Directory) -> list[int]:
    """A public meeting and the one that it is a session of; asking for a meeting includes its sessions."""
    label = names.by_key["event"].get(meeting)
    if label is None:
        return []
    return [meeting, label.parent] if label.parent in names.by_key["event"] else [meeting]  # type: ignore[list-item]


def _add_links(
    of_value: dict[str, dict[Value, BitMap]], position: dict[int, int], names: Directory, now: datetime
) -> None:
    live = live_q("edition__", now)
    for edition, meeting in _pairs(EditionMeeting, live, "edition", "meeting"):
        for key in _with_parents(meeting, names) if edition in position else ():
            of_value["event"][key].add(position[edition])
    links: tuple[tuple[str, type[Model], str], ...] = (
        ("department", EditionDepartment, "department"),
        ("topic", EditionTopic, "topic"),
    )
    for facet, model, column in links:
        for edition, key in _pairs(model, live, "edition", column):
            if edition in position and key in names.by_key[facet]:
                of_value[facet][key].add(position[edition])


def _add_remarks(
    of_value: dict[str, dict[Value, BitMap]], position: dict[int, int], names: Directory, now: datetime
) -> tuple[dict[str, dict[Value, BitMap]], dict[int, tuple[set[int], set[int]]], dict[int, int]]:
    remarks_of: dict[str, dict[Value, BitMap]] = {facet: defaultdict(BitMap) for facet in TOGETHER}
    place_of: dict[int, int] = {}
    speaker_of: dict[int, int] = {}
    facets_of: dict[int, tuple[set[int], set[int]]] = {}
    for remark, edition, n, speaker in (
        Remark.objects.live(now).order_by().values_list("pk", "edition", "position", "speaker").iterator(5000)
    ):
        if edition not in position or n >= SPREAD:
            continue
        place = position[edition] * SPREAD + n
        place_of[remark] = place
        facets_of[place] = (set(), set())
        if speaker in names.by_key["speaker"]:
            speaker_of[place] = speaker
            remarks_of["speaker"][speaker].add(place)
            of_value["speaker"][speaker].add(position[edition])
    live = live_q("remark__edition__", now)
    for remark, meeting in _pairs(RemarkMeeting, live, "remark", "meeting"):
        for key in _with_parents(meeting, names) if remark in place_of else ():
            remarks_of["event"][key].add(place_of[remark])
            facets_of[place_of[remark]][0].add(key)
    public = public_q("appointment__", now)
    for remark, post in _pairs(RemarkAppointment, live & public, "remark", "appointment__post"):
        if remark in place_of and post in names.by_key["post"]:
            remarks_of["post"][post].add(place_of[remark])
            facets_of[place_of[remark]][1].add(post)
            of_value["post"][post].add(place_of[remark] // SPREAD)
    return remarks_of, facets_of, speaker_of


def _pairs(model: Any, condition: Any, left: str, right: str) -> Iterable[tuple[int, int]]:
    return model.objects.filter(condition).order_by().values_list(left, right).iterator(chunk_size=5000)  # type: ignore[no-any-return]


def _next_change(now: datetime) -> datetime:
    """The next instant at which something opens or closes without anybody writing."""
    instants = [
        Edition.objects.filter(live_from__gt=now).aggregate(at=Min("live_from"))["at"],
        Edition.objects.filter(live_until__gt=now).aggregate(at=Min("live_until"))["at"],
    ]
    for model in (Executive, Post, Appointment, Department, Meeting, Topic):
        columns = ["public_from", "revealed_from"]
        if model in (Appointment, Department):
            columns += ["end_public_from", "end_revealed_from"]
        for column in columns:
            rows = model._default_manager.filter(**{f"{column}__gt": now})
            instants.append(rows.aggregate(at=Min(column))["at"])
    return min((instant for instant in instants if instant is not None), default=FOREVER)
