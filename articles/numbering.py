"""The numbers by which readers link to a quotation and to each of its points. None ever comes to mean another."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from articles.models import Article, Remark

Quotation = tuple[str, int]
"""A block's key and its speaker: what a block quotes of somebody else is another quotation."""


@dataclass
class Numbering:
    """The numbers that quotations and points had in the editions that went live, and the next free ones.

    Only editions that went live count: a number spent on a cancelled edition would show that there was one.
    """

    anchors: dict[Quotation, int]
    points: dict[Quotation, list[dict[str, Any]]]
    next_anchor: int
    next_point: dict[Quotation, int]

    @classmethod
    def of(cls, article: Article, moment: datetime) -> Numbering:
        """The numbers spent by the editions of an article that have gone live by ``moment``."""
        anchors: dict[Quotation, int] = {}
        points: dict[Quotation, list[dict[str, Any]]] = {}
        next_point: dict[Quotation, int] = {}
        printed = Remark.objects.filter(edition__article=article, edition__live_from__lte=moment)
        for remark in printed.order_by("edition__live_from", "position"):
            key = (remark.block_key, remark.speaker_id)
            anchors[key] = remark.anchor
            points[key] = remark.points
            highest = max((point["number"] for point in remark.points), default=0)
            next_point[key] = max(next_point.get(key, 1), highest + 1)
        return cls(anchors, points, max(anchors.values(), default=0) + 1, next_point)

    def anchor(self, key: Quotation) -> int:
        """The number of a quotation in the page's address: the one it had, or the next."""
        if key not in self.anchors:
            self.anchors[key] = self.next_anchor
            self.next_anchor += 1
        return self.anchors[key]

    def number_points(self, key: Quotation, texts: list[str]) -> list[dict[str, Any]]:
        """Number the points: one that stood before keeps its number, also when reworded in place."""
        before = self.points.get(key, [])
        following = self.next_point.get(key, 1)
        numbered = []
        for place, text in zip(_former_places([point["text"] for point in before], texts), texts, strict=True):
            if place is None:
                numbered.append({"number": following, "text": text})
                following += 1
            else:
                numbered.append({"number": before[place]["number"], "text": text})
        self.next_point[key] = following
        return numbered


def _former_places(before: list[str], after: list[str]) -> list[int | None]:
    """Which of the texts before each of those after is, by place; None for a new one.

    It is the one with the same words, wherever that has moved. Texts between two neighbours that were neighbours of
    as many others are those others reworded.
    """
    waiting: dict[str, deque[int]] = defaultdict(deque)
    for place, text in enumerate(before):
        waiting[text].append(place)
    found: list[int | None] = [waiting[text].popleft() if waiting[text] else None for text in after]
    kept = {place for place in found if place is not None}
    start = 0
    for fresh, run in groupby(list(found), key=lambda place: place is None):
        stop = start + len(list(run))
        if fresh:
            first = found[start - 1] + 1 if start else 0  # type: ignore[operator]
            last = found[stop] if stop < len(found) else len(before)
            between = range(first, last)  # type: ignore[arg-type]
            if len(between) == stop - start and kept.isdisjoint(between):
                found[start:stop] = between
        start = stop
    return found
