"""One listing serves everything: the news page, a speaker's, a meeting's, a department's, a topic's, and every feed.

Within a facet OR, between facets AND. A facet's counts ignore its own selection and respect all others. ``event``,
``speaker`` and ``post`` together must hold in one remark: that person spoke at that meeting, in that post.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pyroaring import BitMap

from articles import facets
from articles.directory import Label, address
from articles.facets import FACETS, TOGETHER, FacetIndex
from articles.filling import Card, card
from articles.links import SPREAD, Key, Value, editions_of
from articles.models import Edition
from articles.models.kinds import ReleaseType
from articles.query import Query
from people import names

PAGE_SIZE = 20
VALUES_SHOWN = 40
EARLIEST = date(1000, 1, 1)

FACET_LABELS = {
    "event": gettext_lazy("Meeting"),
    "speaker": gettext_lazy("Speaker"),
    "post": gettext_lazy("Post held when speaking"),
    "department": gettext_lazy("Department"),
    "topic": gettext_lazy("Topic"),
    "type": gettext_lazy("Type"),
}


@dataclass(frozen=True)
class FacetValue:
    value: str
    label: str
    count: int
    selected: bool
    row: Label | None = None
    language: str = ""

    @property
    def detail(self) -> str:
        return self.row.detail(self.language) if self.row else ""


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    values: list[FacetValue]

    @property
    def shown(self) -> list[FacetValue]:
        """What a page has room for: the selected values, then the most frequent."""
        return self.values[: max(VALUES_SHOWN, sum(value.selected for value in self.values))]

    @property
    def selected(self) -> bool:
        return any(value.selected for value in self.values)


@dataclass(frozen=True)
class Page:
    """Positions of one page in reading order, and whether there is more on either side."""

    positions: list[int]
    newer: bool
    """More before it in reading order; so called after the usual order, newest first."""

    older: bool


class Listing:
    """The releases of one language that answer a query.

    ``pinned`` are labels that a page is about; they narrow the listing like facets of the query but are no choice of
    the reader's. The database is asked for cards only (and for matches of ``q``); all else comes from the FacetIndex.
    """

    def __init__(
        self, query: Query, language: str, index: FacetIndex | None = None, pinned: Iterable[Label] = ()
    ) -> None:
        self.query = query
        self.language = language
        self.index = index or facets.current()
        self.pinned = list(pinned)

    # What was asked for

    @cached_property
    def selected(self) -> dict[str, set[Value]]:
        """Asked values by facet, as the index knows them. A facet of which only unknown values were asked is empty."""
        selected: dict[str, set[Value]] = {}
        for facet, slugs in self.query.facets.items():
            known = (self._value(facet, slug) for slug in slugs)
            selected[facet] = {value for value in known if value is not None}
        for label in self.pinned:
            selected[label.facet] = {label.pk}
        return selected

    @cached_property
    def unknown(self) -> list[dict[str, str]]:
        """Asked values that no public row has."""
        return [
            {"parameter": str(FACET_LABELS[facet]), "value": slug}
            for facet, slugs in self.query.facets.items()
            for slug in slugs
            if self._value(facet, slug) is None
        ]

    # Which releases answer

    @cached_property
    def matches(self) -> BitMap:
        return self._among(self.language)

    @property
    def total(self) -> int:
        return len(self.matches)

    def _among(self, language: str) -> BitMap:
        return self._apart(language) & self._together(self.selected)

    def _apart(self, language: str, ignoring: str = "") -> BitMap:
        """What satisfies everything that is asked of an edition as a whole."""
        found = BitMap(self.index.any_in(language))
        if self._between is not None:
            found &= self._between
        if self._hits is not None:
            found &= self._hits
        for facet, values in self.selected.items():
            if facet not in TOGETHER and facet != ignoring:
                found &= self.index.any_of(facet, values)
        return found

    def _together(self, selected: dict[str, set[Value]]) -> BitMap:
        """What satisfies everything that must hold in one remark; all editions if nothing is asked."""
        asked = [facet for facet in TOGETHER if facet in selected]
        if not asked:
            return self.index.everything()
        if len(asked) == 1:
            return self.index.any_of(asked[0], selected[asked[0]])
        return editions_of(self._remarks(selected, asked))

    def _remarks(self, selected: dict[str, set[Value]], asked: list[str]) -> BitMap:
        return BitMap.intersection(*(self.index.any_remark_of(facet, selected[facet]) for facet in asked))

    @cached_property
    def _between(self) -> BitMap | None:
        first, last = self.query.first, self.query.last
        return self.index.between(
            _midnight(first) if first else None,
            _midnight(last + timedelta(days=1)) if last and last < date.max else None,
        )

    @cached_property
    def _hits(self) -> BitMap | None:
        """Editions that hold every word of ``q``, found as substrings so that Chinese needs no word boundaries."""
        words = names.fold(self.query.q).split()[:8]
        if not words:
            return None
        editions = Edition.objects.live()
        for word in words:
            editions = editions.filter(search_text__contains=word)
        keys = set(editions.order_by().values_list("pk", flat=True))
        return BitMap(place for place, key in enumerate(self.index.editions) if key in keys)

    # The page

    @cached_property
    def page(self) -> Page:
        """The page at the cursor, counted in reading order: ``offset`` releases come before it."""
        matches, total = self.matches, len(self.matches)
        newest_first = self.query.order == "newest"
        if self.query.after is not None:
            offset = self._read_until(self.query.after, inclusive=True)
        elif self.query.before is not None:
            offset = max(0, self._read_until(self.query.before, inclusive=False) - PAGE_SIZE)
        else:
            offset = 0
        stop = min(offset + PAGE_SIZE, total)
        first, last = (total - stop, total - offset) if newest_first else (offset, stop)
        positions = list(matches[first:last])
        return Page(positions[::-1] if newest_first else positions, newer=offset > 0, older=stop < total)

    def _read_until(self, key: Key, inclusive: bool) -> int:
        """How many matches a reader has passed on arriving at ``key``, which need not be a match itself."""
        links, upwards = self.index.links, self.query.order != "newest"
        position = links.position_after(key) if inclusive == upwards else links.position_of(key)
        passed = self.matches.rank(position - 1) if position > 0 else 0
        return passed if upwards else len(self.matches) - passed

    @cached_property
    def editions(self) -> list[Edition]:
        """The page's editions, whole, in reading order."""
        return self._fetch(Edition.objects.live().addressed().numbered())

    @cached_property
    def cards(self) -> list[Card]:
        return [card(edition, self.index.directory) for edition in self._fetch(Edition.objects.live().cards())]

    def _fetch(self, queryset: Any) -> list[Edition]:
        keys = [self.index.editions[position] for position in self.page.positions]
        found = {edition.pk: edition for edition in queryset.filter(pk__in=keys)}
        return [found[key] for key in keys if key in found]

    # Facets

    @cached_property
    def facets(self) -> list[Facet]:
        return [self._facet(name) for name in FACETS]

    def _facet(self, name: str) -> Facet:
        chosen = self.selected.get(name, set())
        counts = {value: count for value, count in self._counts(name).items() if count or value in chosen}
        counts |= {value: 0 for value in chosen if value not in counts}
        ordered = sorted(counts, key=lambda value: (value not in chosen, -counts[value], self._sort_key(name, value)))
        values = [self._facet_value(name, value, counts[value], value in chosen) for value in ordered]
        return Facet(name, str(FACET_LABELS[name]), values)

    def _sort_key(self, name: str, value: Value) -> tuple[str, str]:
        if name == "type":
            return str(value), ""
        label = self.index.directory.by_key[name][int(value)]
        return label.sort_key(self.language), label.slug

    def _counts(self, name: str) -> dict[Value, int]:
        """How many releases each value would leave, were it the only one chosen in its facet."""
        others = {facet: values for facet, values in self.selected.items() if facet != name}
        asked = [facet for facet in TOGETHER if facet in others]
        if name not in TOGETHER or not asked:
            found = self._apart(self.language, ignoring=name) & self._together(others)
            rows = self.index.of_value[name]
            return {value: bitmap.intersection_cardinality(found) for value, bitmap in rows.items()}
        allowed = self._apart(self.language)
        remarks = BitMap(place for place in self._remarks(others, asked) if place // SPREAD in allowed)
        rows = self.index.remarks_of[name]
        return {value: len(editions_of(both)) for value, bitmap in rows.items() if (both := bitmap & remarks)}

    def _facet_value(self, name: str, value: Value, count: int, selected: bool) -> FacetValue:
        if name == "type":
            return FacetValue(str(value), str(ReleaseType(str(value)).label), count, selected)
        label = self.index.directory.by_key[name][int(value)]
        return FacetValue(label.slug, label.name(self.language), count, selected, label, self.language)

    def _value(self, facet: str, slug: str) -> Value | None:
        if facet == "type":
            return slug if slug in ReleaseType.values else None
        label = self.index.directory.by_slug[facet].get(slug)
        return label.pk if label else None

    def labels_of(self, facet: str, limit: int) -> list[tuple[Label, int]]:
        """The most frequent values of a facet among the matches, with their counts."""
        matches = self.matches
        counts = (
            (value, bitmap.intersection_cardinality(matches)) for value, bitmap in self.index.of_value[facet].items()
        )
        labels = self.index.directory.by_key[facet]
        found = [(labels[int(value)], count) for value, count in counts if count]
        return sorted(found, key=lambda item: (-item[1], self._sort_key(facet, item[0].pk)))[:limit]

    def newest_speakers(self, limit: int) -> list[Label]:
        """Those who spoke in the matches, who spoke last first."""
        matches = self.matches
        last = {
            value: both.max() for value, bitmap in self.index.of_value["speaker"].items() if (both := bitmap & matches)
        }
        labels = self.index.directory.by_key["speaker"]
        ordered = sorted(last, key=lambda value: (-last[value], self._sort_key("speaker", value)))
        return [labels[int(value)] for value in ordered[:limit]]

    # Addresses and words, for the page

    @property
    def title(self) -> str:
        return _("News")

    def url_of(self, query: Query, language: str = "") -> str:
        path = address("listing", language or self.language)
        return f"{path}?{string}" if (string := query.string()) else path

    @property
    def url(self) -> str:
        """The listing of its own that this one is, pinned labels included."""
        return self.url_of(self._unpinned.first_page())

    @property
    def _unpinned(self) -> Query:
        pinned = {label.facet: (label.slug,) for label in self.pinned}
        return self.query.changed(facets={**self.query.facets, **pinned})

    @property
    def canonical_url(self) -> str:
        return self.url_of(self.query)

    @property
    def json_url(self) -> str:
        path = address("listing_json", self.language)
        return f"{path}?{string}" if (string := self.query.first_page().string()) else path

    @property
    def clear_url(self) -> str | None:
        return address("listing", self.language) if self.query else None

    @cached_property
    def older_query(self) -> Query | None:
        return self.query.changed(after=self._key(-1)) if self.page.older and self.page.positions else None

    @cached_property
    def newer_query(self) -> Query | None:
        return self.query.changed(before=self._key(0)) if self.page.newer and self.page.positions else None

    @property
    def older_url(self) -> str | None:
        return self.url_of(self.older_query) if self.older_query is not None else None

    @property
    def newer_url(self) -> str | None:
        return self.url_of(self.newer_query) if self.newer_query is not None else None

    def _key(self, place: int) -> Key:
        return self.index.keys[self.page.positions[place]]

    @cached_property
    def other_languages(self) -> list[dict[str, Any]]:
        """How many releases answer the same query in each other language."""
        found = []
        for code, name in settings.LANGUAGES:
            if code != self.language and (count := len(self._among(code))):
                url = self.url_of(self.query.first_page(), code)
                found.append({"code": code, "native_name": name, "count": count, "url": url})
        return found

    @cached_property
    def chips(self) -> list[dict[str, str]]:
        """What is set, each with the address of the listing without it."""
        chips = []
        query = self.query
        if query.q:
            chips.append(self._chip(_("Words"), query.q, query.changed(q="")))
        for facet, slugs in query.facets.items():
            for slug in slugs:
                value = self._value(facet, slug)
                label = slug if value is None else self._facet_value(facet, value, 0, True).label
                chips.append(self._chip(str(FACET_LABELS[facet]), label, query.without(facet, slug)))
        if query.first:
            chips.append(self._chip(_("From"), query.first.isoformat(), query.changed(first=None)))
        if query.last:
            chips.append(self._chip(_("To"), query.last.isoformat(), query.changed(last=None)))
        return chips

    def _chip(self, facet_label: str, label: str, query: Query) -> dict[str, str]:
        return {"facet_label": facet_label, "label": label, "remove_url": self.url_of(query)}


def _midnight(day: date) -> datetime:
    """The first instant of a day in the organisation's time zone."""
    day = max(day, EARLIEST)
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())
