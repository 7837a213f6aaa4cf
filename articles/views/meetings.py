"""Meetings, coming and past, and a meeting's own page: sessions, who spoke, who attended, the coverage."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles import dates, facets
from articles.directory import Directory, Label, address
from articles.facets import FacetIndex
from articles.listing import Listing
from articles.models import Meeting
from articles.portraits import portrait_html
from articles.query import Query
from articles.said import Said, entry, said
from articles.views.page import in_all_languages, language, moved_or_absent, page

REMARKS_SHOWN = 100
"""Remarks on one meeting's page; a longer record is read in the releases."""


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    here, index = language(), facets.current()
    today = dates.today()
    rows = Meeting.objects.public().whole().exclude(slug=None)
    past = sorted((row for row in rows if row.ends_on < today), key=lambda row: row.starts_on, reverse=True)
    context = {
        "coming": coming(rows, index.directory, here, today),
        "past": [
            {"year": year, "meetings": [_entry(row, index.directory, here) for row in group]}
            for year, group in groupby(past, key=lambda row: row.starts_on.year)
        ],
    }
    counterparts = in_all_languages(lambda code: address("meetings", code))
    return page("articles/meeting_list.html", context, path=address("meetings", here), languages=counterparts)


@require_safe
def meeting(request: HttpRequest, slug: str) -> HttpResponse:
    here, index = language(), facets.current()
    row = Meeting.objects.public().filter(slug=slug).first()
    label = index.directory.by_slug["event"].get(slug)
    if row is None or label is None:
        return moved_or_absent("meeting", slug, index.directory)
    directory = index.directory
    parent = directory.by_key["event"].get(label.parent) if label.parent else None
    sessions = Meeting.objects.public().filter(parent=row).order_by("order", "starts_on", "sort_key", "public_id")
    context = {
        "meeting": {
            **_entry(row, directory, here),
            "venue": row.venue.localize(here),
            "country_name": dates.country(row.country, here),
            "time_zone": row.time_zone,
            "attendance_note": row.attendance_note.localize(here),
        },
        "parent": {"name": parent.name(here), "url": parent.url(here)} if parent else None,
        "sessions": [_entry(session, directory, here) for session in sessions if session.slug],
        "hosts": _departments(row.hosts, directory, here),
        "attending": _departments(row.attending, directory, here),
        "speakers": _speakers(index, label, here),
        "listing": Listing(Query(), here, index, [label]),
    }
    counterparts = in_all_languages(lambda code: address("meeting", code, slug))
    return page("articles/meeting.html", context, path=address("meeting", here, slug), languages=counterparts)


def coming(rows: Iterable[Meeting], directory: Directory, here: str, today: date) -> list[dict[str, Any]]:
    """The meetings that are not over yet, the nearest first."""
    ahead = sorted((row for row in rows if row.ends_on >= today), key=lambda row: (row.starts_on, row.sort_key))
    return [_entry(row, directory, here) for row in ahead if row.slug]


def _entry(row: Meeting, directory: Directory, here: str) -> dict[str, Any]:
    label = directory.by_key["event"].get(row.pk)
    sessions = directory.labels("event", label.sessions) if label else []
    return {
        "name": row.name.localize(here),
        "url": address("meeting", here, row.slug or ""),
        "dates": dates.stretch(row.starts_on, row.ends_on, here),
        "city": row.city.localize(here),
        "country": dates.country(row.country, here),
        "kind_label": str(Meeting.Kind(row.kind).label),
        "sessions": [{"name": session.name(here), "url": session.url(here)} for session in sessions],
    }


def _departments(related: Any, directory: Directory, here: str) -> list[dict[str, str]]:
    labels = directory.labels("department", related.order_by("sort_key", "public_id").values_list("pk", flat=True))
    return [{"name": label.name(here), "url": label.url(here)} for label in labels]


def _speakers(index: FacetIndex, meeting: Label, here: str) -> list[dict[str, Any]]:
    """Who spoke at a meeting or its sessions, each with their remarks, in the order of the newest release."""
    by_speaker: dict[int, list[Said]] = {}
    for item in said(index, index.remarks_in(here, "event", meeting.pk)[:REMARKS_SHOWN]):
        by_speaker.setdefault(item.remark.speaker_id, []).append(item)
    return [
        {
            "name": label.name(here),
            "url": label.url(here),
            "capacity": items[0].remark.capacity,
            "portrait_html": portrait_html(label, here),
            "remarks": [entry(index, item, here) for item in items],
        }
        for key, items in by_speaker.items()
        for label in index.directory.labels("speaker", [key])
    ]
