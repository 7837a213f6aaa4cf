"""JSON Feed 1.1 (jsonfeed.org/version/1.1) with what a newsroom adds under ``_newsroom``."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import JsonResponse
from django.utils import timezone

from articles.directory import Directory, Label
from articles.filling import Filler, absolute, labels, release_path
from articles.history import Corrections, corrections_of
from articles.listing import Listing
from articles.models import Edition
from articles.query import Query

VERSION = "https://jsonfeed.org/version/1.1"


def feed(listing: Listing) -> dict[str, Any]:
    """One page of a listing."""
    corrections = corrections_of(listing.editions)
    found: dict[str, Any] = {
        "version": VERSION,
        "title": f"{settings.NEWSROOM_ORGANISATION} – {listing.title}",
        "home_page_url": absolute(listing.canonical_url),
        "feed_url": absolute(_feed_path(listing, listing.query)),
        "language": listing.language,
        "items": [item(edition, listing.index.directory, corrections) for edition in listing.editions],
        "_newsroom": {
            "total": listing.total,
            "total_at_least": listing.total,
            "facets": {
                facet.name: [
                    {"value": v.value, "label": v.label, "count": v.count, "selected": v.selected} for v in facet.values
                ]
                for facet in listing.facets
            },
        },
    }
    if listing.older_query is not None:
        found["next_url"] = absolute(_feed_path(listing, listing.older_query))
    return found


def item(edition: Edition, directory: Directory, corrections: Corrections) -> dict[str, Any]:
    """One release. ``edition`` carries ``slug`` and ``number``."""
    url = absolute(release_path(edition))
    language, record = edition.language, edition.record
    filler = Filler(directory, edition, base=absolute(""))
    return {
        "id": f"urn:newsroom:{edition.release}",  # type: ignore[attr-defined]
        "url": url,
        "title": edition.headline,
        "summary": edition.standfirst,
        "content_html": filler.fill(edition.body_html),
        "content_text": edition.plain_text,
        "date_published": _instant(edition.first_published_at),
        "date_modified": _instant(edition.live_from),
        "language": language,
        "tags": [label.name(language) for label in labels(directory, record["topics"], language)],
        "image": next((filler("picture", b["id"]) for b in record["blocks"] if b["kind"] == "picture"), None),
        "_newsroom": {
            "type": edition.type,
            "dateline": {
                "city": edition.dateline_city or None,
                "date": edition.dateline_date.isoformat() if edition.dateline_date else None,
            },
            "events": [_event(label, directory, language) for label in labels(directory, record["meetings"], language)],
            "speakers": _speakers(record, directory),
            "departments": [
                {"slug": label.slug, "name": label.name(language)}
                for label in labels(directory, record["departments"], language)
            ],
            "remarks": [_remark(block, directory) for block in record["blocks"] if block["kind"] == "remark"],
            "edition": edition.number,  # type: ignore[attr-defined]
            "corrections": [
                {"date": _instant(correction.moment), "note": correction.note}
                for correction in corrections.get(edition.pk, ())
            ],
        },
    }


def response(data: dict[str, Any], content_type: str = "application/feed+json", status: int = 200) -> JsonResponse:
    """Any page on any site may read what is public anyway."""
    answer = JsonResponse(data, json_dumps_params={"ensure_ascii": False}, content_type=content_type, status=status)
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cache-Control"] = "no-cache"
    return answer


def _event(label: Label, directory: Directory, language: str) -> dict[str, Any]:
    parent = directory.by_key["event"].get(label.parent) if label.parent else None
    return {
        "slug": label.slug,
        "name": label.name(language),
        "parent": parent.slug if parent else None,
        "starts_on": label.starts_on.isoformat() if label.starts_on else None,
        "ends_on": label.ends_on.isoformat() if label.ends_on else None,
        "city": label.city.localize(language) if label.city else None,
    }


def _speakers(record: dict[str, Any], directory: Directory) -> list[dict[str, Any]]:
    """Each speaker once, by the name and in the capacity first printed."""
    speakers: dict[str, dict[str, Any]] = {}
    for block in record["blocks"]:
        if block["kind"] == "remark" and (label := directory.by_public_id.get(block["speaker"])):
            speakers.setdefault(label.slug, {"slug": label.slug, "name": block["name"], "capacity": block["capacity"]})
    return list(speakers.values())


def _remark(block: dict[str, Any], directory: Directory) -> dict[str, Any]:
    speaker = directory.by_public_id.get(block["speaker"])
    return {
        "anchor": f"r{block['anchor']}",
        "speaker": speaker.slug if speaker else None,
        "posts": _slugs(directory, block["posts"]),
        "capacity": block["capacity"],
        "events": _slugs(directory, block["events"]),
        "text": block["text"],
        "points": [point["text"] for point in block["points"]],
    }


def _slugs(directory: Directory, public_ids: list[str]) -> list[str]:
    return [directory.by_public_id[key].slug for key in public_ids if key in directory.by_public_id]


def _feed_path(listing: Listing, query: Query) -> str:
    path = listing.json_url.partition("?")[0]
    return f"{path}?{string}" if (string := query.string()) else path


def _instant(moment: datetime | None) -> str | None:
    return timezone.localtime(moment).replace(microsecond=0).isoformat() if moment else None
