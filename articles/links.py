"""Which live edition names what: one bitmap of positions for each value of each facet.

A position is an edition's place in the order of first publication, oldest first, ties by the article's public id. It
stays while the release is live, and a correction takes its predecessor's. A remark has a position of its own, ``edition
position * SPREAD + n``, so that "this person, at that meeting, in that post" can be asked of one remark and led back to
its edition.

Values are primary keys as recorded, whether readers may see the rows or not: that is asked at read, of the directory.
``Links`` are never changed once made. ``following()`` makes the next ones, sharing every bitmap that stays the same.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from pyroaring import BitMap

from articles.models import (
    Edition,
    EditionDepartment,
    EditionMeeting,
    EditionTopic,
    Remark,
    RemarkAppointment,
    RemarkMeeting,
)
from articles.models.edition import live_q

SPREAD = 1024
"""Remarks of one edition that are told apart."""

MANY = 500
"""Changed editions after which reading everything anew is the simpler work."""

GONE = 0
"""Stands in ``editions`` for a position whose release is no longer live."""

Key = tuple[datetime, str]
"""A release's place in the order: first publication, and the article's public id."""

Value = int | str
"""A row's primary key, or a word such as a type or a language."""

Sets = dict[tuple[str, Value], BitMap]
"""Positions by facet and value. ``language`` is a facet here like any other."""


@dataclass(frozen=True)
class Links:
    read_at: datetime
    keys: list[Key]
    editions: list[int]
    """Primary keys by position."""

    editions_with: Sets
    remarks_with: Sets

    @classmethod
    def read(cls, now: datetime) -> Links:
        """Everything that is live at ``now``."""
        heads = sorted(_heads(live_q(now=now)))
        links = cls(now, [head[:2] for head in heads], [head[2] for head in heads], {}, {})
        links._add(heads, {head[2]: place for place, head in enumerate(heads)}, lambda path: live_q(path, now))
        return links

    def following(self, generation: int, now: datetime) -> Links | None:
        """What is live at ``now``, when these were read for ``generation``; None if all has to be read anew.

        Looks only at editions that opened or closed by themselves since, or that a transition moved.
        """
        changed: set[int] = set()
        for touched in (
            Q(retimed_in__gt=generation),
            Q(live_from__gt=self.read_at, live_from__lte=now),
            Q(live_until__gt=self.read_at, live_until__lte=now),
        ):
            changed.update(Edition.objects.filter(touched).order_by().values_list("pk", flat=True)[: MANY + 1])
        if now < self.read_at or len(changed) > MANY:
            return None
        keys, editions = list(self.keys), list(self.editions)
        gone = BitMap(place for place, edition in enumerate(editions) if edition in changed)
        for place in gone:
            editions[place] = GONE
        heads = sorted(_heads(live_q(now=now) & Q(pk__in=changed)))
        places: dict[int, int] = {}
        for head in heads:
            place = bisect_left(keys, head[:2])
            if place == len(keys):
                keys.append(head[:2])
                editions.append(GONE)
            elif keys[place] != head[:2]:
                return None
            places[head[2]], editions[place] = place, head[2]
        gone_remarks = BitMap.union(BitMap(), *(BitMap(range(p * SPREAD, (p + 1) * SPREAD)) for p in gone))
        links = Links(
            now, keys, editions, _without(self.editions_with, gone), _without(self.remarks_with, gone_remarks)
        )
        links._add(heads, places, lambda path: live_q(path, now) & Q(**{f"{path}pk__in": changed}))
        return links

    def position_of(self, key: Key) -> int:
        """How many positions lie before a key, which need not exist any more."""
        return bisect_left(self.keys, key)

    def position_after(self, key: Key) -> int:
        """How many positions lie up to and with a key."""
        return bisect_right(self.keys, key)

    def _add(self, heads: list[Any], places: dict[int, int], among: Callable[[str], Q]) -> None:
        """Note what the editions of ``heads`` name; ``among`` gives their condition behind a path."""
        editions = _Adding(self.editions_with)
        for _first, _public_id, edition, language, kind in heads:
            editions.add("language", language, places[edition])
            editions.add("type", kind, places[edition])
        for facet, model, column in _NAMED:
            for edition, value in _pairs(model, among("edition__"), "edition", column):
                if edition in places:
                    editions.add(facet, value, places[edition])
        self._add_remarks(editions, places, among)

    def _add_remarks(self, editions: _Adding, places: dict[int, int], among: Callable[[str], Q]) -> None:
        remarks, place_of = _Adding(self.remarks_with), {}
        spoken = Remark.objects.filter(among("edition__")).order_by()
        for remark, edition, n, speaker in spoken.values_list("pk", "edition", "position", "speaker").iterator(5000):
            if edition in places and n < SPREAD:
                place_of[remark] = places[edition] * SPREAD + n
                remarks.add("speaker", speaker, place_of[remark])
                editions.add("speaker", speaker, places[edition])
        for remark, meeting in _pairs(RemarkMeeting, among("remark__edition__"), "remark", "meeting"):
            if remark in place_of:
                remarks.add("event", meeting, place_of[remark])
        for remark, post in _pairs(RemarkAppointment, among("remark__edition__"), "remark", "appointment__post"):
            if remark in place_of:
                remarks.add("post", post, place_of[remark])
                editions.add("post", post, place_of[remark] // SPREAD)


_NAMED: tuple[tuple[str, Any, str], ...] = (
    ("event", EditionMeeting, "meeting"),
    ("department", EditionDepartment, "department"),
    ("topic", EditionTopic, "topic"),
)


class _Adding:
    """Adds to sets of which others hold the bitmaps: each is copied before it is first changed."""

    def __init__(self, sets: Sets) -> None:
        self.sets = sets
        self.own: set[tuple[str, Value]] = set()

    def add(self, facet: str, value: Value, position: int) -> None:
        key = (facet, value)
        if key not in self.own:
            self.own.add(key)
            self.sets[key] = BitMap(self.sets.get(key, ()))
        self.sets[key].add(position)


def editions_of(remarks: Iterable[int]) -> BitMap:
    """The positions of the editions that the remarks at these positions stand in."""
    return BitMap(place // SPREAD for place in remarks)


def _without(sets: Sets, gone: BitMap) -> Sets:
    return {key: bitmap - gone if bitmap.intersect(gone) else bitmap for key, bitmap in sets.items()}


def _heads(condition: Q) -> Iterator[tuple[datetime, str, int, str, str]]:
    rows = Edition.objects.filter(condition).order_by()
    columns = ("first_published_at", "article__public_id", "pk", "language", "type")
    return rows.values_list(*columns).iterator(chunk_size=5000)


def _pairs(model: Any, condition: Q, left: str, right: str) -> Iterator[tuple[int, int]]:
    return model.objects.filter(condition).order_by().values_list(left, right).iterator(chunk_size=5000)
