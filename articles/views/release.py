"""A release: its page, its JSON, and what stands at its address when it is gone."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from articles import dates, facets, jsonfeed
from articles.directory import Directory, address
from articles.facets import FacetIndex
from articles.filling import Filler, absolute, card, labels, release_path
from articles.history import NO_CORRECTIONS, Corrections, corrections_of
from articles.models import Edition
from articles.models.kinds import ReleaseType
from articles.views.errors import gone
from articles.views.page import language, moved_for_good, page
from people.slugs import FormerSlug

RELATED = 3
"""Releases shown for each meeting beside one that reports on it."""


@require_safe
def release(request: HttpRequest, slug: str) -> HttpResponse:
    edition = find(slug)
    if edition is None:
        return elsewhere("release", slug)
    index = facets.current()
    translations = _translations(edition)
    context = {
        **release_context(edition, index.directory, corrections_of([edition])),
        "translations": [t for t in translations if not t["current"]],
        "related": _related(edition, index),
        "json_url": address("release_json", edition.language, slug),
    }
    return page("articles/release.html", context, path=release_path(edition), languages=translations)


@require_safe
def release_json(request: HttpRequest, slug: str) -> HttpResponse:
    edition = find(slug)
    if edition is None:
        return elsewhere("release_json", slug)
    item = jsonfeed.item(edition, facets.current().directory, corrections_of([edition]))
    return jsonfeed.response(item, "application/json")


def release_context(
    edition: Edition, directory: Directory, corrections: Corrections = NO_CORRECTIONS
) -> dict[str, Any]:
    """What the release template prints of an edition; the same for a preview, which was never stored."""
    here, record = edition.language, edition.record
    number = getattr(edition, "number", 1)
    changed = edition.live_from if number > 1 else None
    return {
        "edition": {
            "headline": edition.headline,
            "standfirst": edition.standfirst,
            "type_label": str(ReleaseType(edition.type).label),
            "dateline_city": edition.dateline_city,
            "dateline_date": dates.day(edition.dateline_date, here) if edition.dateline_date else "",
            "first_published": _time(edition.first_published_at, here),
            "updated": _time(changed, here),
            "number": number,
            "history_url": address("history", here, edition.slug) if number > 1 else "",  # type: ignore[attr-defined]
        },
        "corrections": [
            {"date": dates.time_element(correction.moment, here), "note": correction.note}
            for correction in corrections.get(edition.pk, ())
        ],
        "body": Filler(directory, edition).fill(edition.body_html),
        "speakers": [
            {"name": block["name"], "capacity": block["capacity"], "anchor": f"r{block['anchor']}"}
            for block in record["blocks"]
            if block["kind"] == "remark"
        ],
        **{
            facet: [
                {"name": label.name(here), "url": label.url(here)} for label in labels(directory, record[facet], here)
            ]
            for facet in ("meetings", "departments", "topics")
        },
    }


def find(slug: str) -> Edition | None:
    """The live edition of the release at an address, in the language of the page."""
    live = Edition.objects.live().addressed().numbered()
    return live.filter(_at(slug, language())).first()


def _at(slug: str, here: str) -> Q:
    """The editions of the release at an address. Asks for the release's own language too, by which it is indexed."""
    return Q(language=here, article__language=here, article__slug=slug)


def elsewhere(route: str, slug: str, further: str = "") -> HttpResponse:
    """What stands at an address without a live edition: the reason of a withdrawal, a redirect, or nothing at all.

    ``further`` is what follows the route's own address. Raises Http404.
    """
    here = language()
    opened = Edition.objects.opened().addressed().order_by("-live_from")
    last = opened.filter(_at(slug, here)).first()
    former = FormerSlug.owner_of("article", slug, here)
    if last is not None and last.withdrawn_at is not None:
        return gone({"reason": last.withdrawal_reason, "withdrawn_on": dates.time_element(last.withdrawn_at, here)})
    moved = opened.filter(article__public_id=former).first() if former else None
    if moved is None:
        raise Http404
    return moved_for_good(address(route, here, moved.slug) + further)  # type: ignore[attr-defined]


def _translations(edition: Edition) -> list[dict[str, Any]]:
    found = Edition.objects.live().cards().filter(translation_key=edition.translation_key)
    paths = {other.language: release_path(other) for other in found}
    return [
        {
            "code": code,
            "native_name": name,
            "url": absolute(paths[code]),
            "current": code == edition.language,
        }
        for code, name in settings.LANGUAGES
        if code in paths
    ]


def _related(edition: Edition, index: FacetIndex) -> list[dict[str, Any]]:
    """The newest other releases of each meeting that this one reports on, by one query."""
    here = edition.language
    wanted: dict[int, list[int]] = {}
    taken = {edition.pk}
    meetings = labels(index.directory, edition.record["meetings"], here)
    for meeting in meetings:
        found = index.any_of("event", [meeting.pk]) & index.any_in(here)
        newest = [index.editions[place] for place in list(found[-RELATED - len(taken) :])[::-1]]
        wanted[meeting.pk] = [key for key in newest if key not in taken][:RELATED]
        taken.update(wanted[meeting.pk])
    keys = [key for keys in wanted.values() for key in keys]
    cards = {e.pk: card(e, index.directory) for e in Edition.objects.live().cards().filter(pk__in=keys)} if keys else {}
    return [
        {
            "meeting": {"name": meeting.name(here), "url": meeting.url(here)},
            "cards": [cards[key] for key in wanted[meeting.pk] if key in cards],
        }
        for meeting in meetings
        if any(key in cards for key in wanted[meeting.pk])
    ]


def _time(moment: Any, here: str) -> SafeString | None:
    return dates.time_element(moment, here) if moment else None
