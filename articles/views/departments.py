"""Departments: where they belong, what became of them, who holds their posts, and their coverage."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import dates, facets
from articles.directory import Directory, address
from articles.listing import Listing
from articles.query import Query
from articles.views.page import in_all_languages, language, moved_or_absent, page
from people import names
from people.models import Appointment, Department


@require_safe
def departments(request: HttpRequest) -> HttpResponse:
    here = language()
    rows = list(Department.objects.public().exclude(slug=None).prefetch_related("successors"))
    shown = {row.pk for row in rows}
    rows.sort(key=lambda row: names.sort_key(row.name.localize(here)))
    tree = _tree([row for row in rows if row.parent_id not in shown], rows, facets.current().directory, here)
    counterparts = in_all_languages(lambda code: address("departments", code))
    path = address("departments", here)
    return page("articles/department_list.html", {"departments": tree}, path=path, languages=counterparts)


@require_safe
def department(request: HttpRequest, slug: str) -> HttpResponse:
    here, index = language(), facets.current()
    row = Department.objects.public().filter(slug=slug).first()
    label = index.directory.by_slug["department"].get(slug)
    if row is None or label is None:
        return moved_or_absent("department", slug, index.directory)
    directory = index.directory
    context = {
        "department": {
            **_entry(row, directory, here),
            "opened": dates.day(row.opened_on, here) if row.opened_on else "",
            "predecessors": _labels(directory, _known_to_continue(row), here),
        },
        "parent": next(iter(_labels(directory, [row.parent_id] if row.parent_id else [], here)), None),
        "children": _labels(directory, list(row.children.values_list("pk", flat=True)), here),
        "posts": _posts(row, directory, here, dates.today()),
        "listing": Listing(Query(), here, index, [label]),
    }
    counterparts = in_all_languages(lambda code: address("department", code, slug))
    path = address("department", here, slug)
    return page("articles/department.html", context, path=path, languages=counterparts)


def _tree(level: list[Department], rows: list[Department], directory: Directory, here: str) -> list[dict[str, Any]]:
    return [
        {
            **_entry(row, directory, here),
            "children": _tree([child for child in rows if child.parent_id == row.pk], rows, directory, here),
        }
        for row in level
    ]


def _entry(row: Department, directory: Directory, here: str) -> dict[str, Any]:
    return {
        "name": row.name.localize(here),
        "url": address("department", here, row.slug or ""),
        "kind_label": str(Department.Kind(row.kind).label),
        "closed": _closing(row, directory, here),
    }


def _closing(row: Department, directory: Directory, here: str) -> SafeString | str:
    """What became of a department, as far as readers may know."""
    end = row.shown_end()
    if end is None:
        return ""
    keys = [successor.pk for successor in row.successors.all()]
    successors = format_html_join(
        _(", "), '<a href="{}">{}</a>', ((s["url"], s["name"]) for s in _labels(directory, keys, here))
    )
    sentences = {
        Department.Closure.RENAMED: _("Renamed on {date}: now {successors}."),
        Department.Closure.MERGED: _("Merged on {date} into {successors}."),
        Department.Closure.SPLIT: _("Split on {date} into {successors}."),
    }
    sentence = sentences.get(Department.Closure(row.closure)) if successors else None
    return format_html(sentence or _("Closed on {date}."), date=dates.day(end, here), successors=successors)


def _known_to_continue(row: Department) -> list[int]:
    """The departments that this one continues, where their closing is public."""
    return [former.pk for former in row.predecessors.public() if former.shown_end() is not None]


def _labels(directory: Directory, keys: list[int], here: str) -> list[dict[str, str]]:
    return [{"name": label.name(here), "url": label.url(here)} for label in directory.labels("department", keys)]


def _posts(row: Department, directory: Directory, here: str, today: Any) -> list[dict[str, Any]]:
    holders: dict[int, list[dict[str, str]]] = {}
    held = Appointment.objects.public().filter(post__department=row).longest_held_first()
    for appointment in held:
        if not appointment.seems_held_on(today):
            continue
        for label in directory.labels("speaker", [appointment.executive_id]):
            holders.setdefault(appointment.post_id, []).append({"name": label.name(here), "url": label.url(here)})
    return [
        {"title": post.title.localize(here), "holders": holders.get(post.pk, [])}
        for post in sorted(row.posts.public(), key=lambda post: names.sort_key(post.title.localize(here)))
    ]
