"""Remarks as the pages of people and meetings show them: what was said, as what, where, and in which release."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator

from articles.directory import Label
from articles.facets import FacetIndex
from articles.filling import release_path
from articles.links import SPREAD
from articles.models import Edition, Remark

OPENING_LENGTH = 280
"""Characters of a remark that a list shows."""


@dataclass(frozen=True)
class Said:
    """One remark, with its edition and its place in the index."""

    remark: Remark
    edition: Edition
    place: int

    @property
    def url(self) -> str:
        return f"{release_path(self.edition)}#r{self.remark.anchor}"


def said(index: FacetIndex, places: list[int]) -> list[Said]:
    """The remarks at these positions, in the order given, by three queries. What is no longer live is left out."""
    keys = {index.editions[place // SPREAD]: place // SPREAD for place in places}
    live = Edition.objects.live().addressed().filter(pk__in=keys)
    editions = {edition.pk: edition for edition in live.only("headline", "language", "first_published_at")}
    remarks: dict[int, Remark] = {}
    spoken = Remark.objects.live().filter(edition__in=editions, position__lt=SPREAD)
    for remark in spoken.prefetch_related("remarkmeeting_set"):
        remarks[keys[remark.edition_id] * SPREAD + remark.position] = remark
    return [Said(remarks[place], editions[remarks[place].edition_id], place) for place in places if place in remarks]


def opening(remark: Remark) -> str:
    """The first words of a remark, where there is no room for all of them."""
    whole = remark.text or " ".join(point["text"] for point in remark.points)
    return Truncator(" ".join(whole.split())).chars(OPENING_LENGTH)


def entry(index: FacetIndex, item: Said, language: str) -> dict[str, Any]:
    """What a template prints of a remark."""
    remark = item.remark
    return {
        "text": opening(remark),
        "words": opening(remark),
        "paragraphs": [paragraph for paragraph in remark.text.split("\n\n") if paragraph],
        "points": len(remark.points),
        "point_list": [
            {"ordinal": ordinal, "url": f"{item.url}-p{point['number']}", "text": point["text"]}
            for ordinal, point in enumerate(remark.points, 1)
        ],
        "capacity": remark.capacity,
        "meetings": [
            {"name": label.name(language), "url": label.url(language), "dates": label.detail(language)}
            for label in _meetings(index, remark)
        ],
        "headline": item.edition.headline,
        "release_url": item.url,
        "published_at": item.edition.first_published_at,
    }


def _meetings(index: FacetIndex, remark: Remark) -> list[Label]:
    """Where a remark was made, most exactly: sessions rather than the meetings that they are part of."""
    labels = index.directory.labels("event", [link.meeting_id for link in remark.remarkmeeting_set.all()])
    wholes = {label.parent for label in labels}
    exact = (label for label in labels if label.pk not in wholes)
    return sorted(exact, key=lambda label: (label.starts_on, label.public_id))
