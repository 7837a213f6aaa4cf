"""Executives: who they are, the posts they have held, and everything they said on the record."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import dates, facets
from articles.directory import Directory, Label, address
from articles.facets import FacetIndex
from articles.links import SPREAD
from articles.listing import Listing
from articles.portraits import portrait_html
from articles.query import BadParameter, Query, write_cursor
from articles.said import entry, said
from articles.texts import split_paragraphs
from articles.views.errors import bad_parameter
from articles.views.page import in_all_languages, language, moved_or_absent, page
from people import names
from people.models import Appointment, Executive

REMARKS_A_PAGE = 20


@require_safe
def executives(request: HttpRequest) -> HttpResponse:
    here, index = language(), facets.current()
    today = dates.today()
    current: dict[int, list[str]] = {}
    former: set[int] = set()
    for appointment in Appointment.objects.public().select_related("post").longest_held_first():
        if appointment.seems_held_on(today):
            current.setdefault(appointment.executive_id, []).append(names.in_language(appointment.post.title, here))
        elif (end := appointment.shown_end()) is not None and end < today:
            former.add(appointment.executive_id)
    rows = sorted(Executive.objects.public().exclude(slug=None), key=lambda row: _by_name(row, here))
    groups: dict[str, list[dict[str, Any]]] = {_("In post"): [], _("Formerly in post"): [], _("Others"): []}
    in_post, formerly, others = groups.values()
    for row in rows:
        group = in_post if row.pk in current else formerly if row.pk in former else others
        group.append(_entry(row, index.directory, here, current.get(row.pk, [])))
    context = {"groups": [{"label": label, "executives": people} for label, people in groups.items()]}
    counterparts = in_all_languages(lambda code: address("executives", code))
    return page("articles/executive_list.html", context, path=address("executives", here), languages=counterparts)


@require_safe
def executive(request: HttpRequest, slug: str) -> HttpResponse:
    here, index = language(), facets.current()
    try:
        query = Query.parse(request.GET)
    except BadParameter as error:
        return bad_parameter(error)
    row = Executive.objects.public().filter(slug=slug).first()
    label = index.directory.by_slug["speaker"].get(slug)
    if row is None or label is None:
        return moved_or_absent("executive", slug, index.directory)
    posts = _posts(row, index.directory, here)
    remarks, older = _remarks(index, label, here, query)
    path = address("executive", here, slug)
    context = {
        "executive": {
            **_entry(row, index.directory, here, []),
            "biography_html": _paragraphs(row.biography.localize(here)),
            "former": bool(posts) and not any(post["current"] for post in posts),
        },
        "posts": posts,
        "remarks": remarks,
        "remarks_older_url": f"{path}?after={older}#remarks" if older else None,
        "remarks_newer_url": f"{path}#remarks" if query.after else None,
        "listing": Listing(Query(), here, index, [label]),
    }
    counterparts = in_all_languages(lambda code: address("executive", code, slug))
    return page("articles/executive.html", context, path=path, languages=counterparts)


def voices(labels: list[Label], here: str) -> list[dict[str, Any]]:
    """People as the front page shows them."""
    return [
        {"name": label.name(here), "url": label.url(here), "portrait_html": portrait_html(label, here)}
        for label in labels
    ]


def _entry(row: Executive, directory: Directory, here: str, posts: list[str]) -> dict[str, Any]:
    label = directory.by_key["speaker"].get(row.pk)
    return {
        "name": row.name.localize(here),
        "native_name": row.native_name,
        "url": address("executive", here, row.slug or ""),
        "portrait_html": portrait_html(label, here) if label else "",
        "posts": posts,
        "spokesperson": row.spokesperson,
    }


def _posts(row: Executive, directory: Directory, here: str) -> list[dict[str, Any]]:
    """Posts over time, the newest first, with the ends that readers may know."""
    today = dates.today()
    posts = []
    for appointment in row.appointments.public().select_related("post"):
        labels = directory.labels("department", [key for key in (appointment.post.department_id,) if key])
        posts.append(
            {
                "title": appointment.post.title.localize(here),
                "department": {"name": labels[0].name(here), "url": labels[0].url(here)} if labels else None,
                "years": _years(appointment),
                "current": appointment.seems_held_on(today),
            }
        )
    return posts


def _years(appointment: Appointment) -> str:
    start, end = appointment.started_on, appointment.shown_end()
    if end is None:
        return _("since %(year)d") % {"year": start.year} if start else ""
    if start is None:
        return _("until %(year)d") % {"year": end.year}
    return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"


def _remarks(index: FacetIndex, speaker: Label, here: str, query: Query) -> tuple[list[dict[str, Any]], str]:
    """One page of remarks, the newest first and never breaking a release, and the cursor of the next page."""
    places = index.remarks_in(here, "speaker", speaker.pk)
    if query.after is not None:
        passed = index.links.position_of(query.after)
        places = [place for place in places if place // SPREAD < passed]
    end = REMARKS_A_PAGE
    while end < len(places) and places[end] // SPREAD == places[end - 1] // SPREAD:
        end += 1
    shown = places[:end]
    entries = []
    for item in said(index, shown):
        moment = item.edition.first_published_at
        entries.append({**entry(index, item, here), "date": dates.time_element(moment, here) if moment else ""})
    older = write_cursor(index.keys[shown[-1] // SPREAD]) if end < len(places) else ""
    return entries, older


def _paragraphs(text: str) -> SafeString:
    return format_html_join("", "<p>{}</p>", ((paragraph,) for paragraph in split_paragraphs(text)))


def _by_name(row: Executive, here: str) -> tuple[str, str]:
    return names.sort_key(row.name.localize(here)), row.public_id
