"""What happened to a release, in one timeline: what was done with it, and every text that was kept of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, F, OuterRef, Q, Subquery, Value
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from articles.admin.comparing import NOW, in_words
from articles.models import Article, SignOff, Snapshot, Transition

PAGE = 50
"""Entries of a page."""

Kind = Snapshot.Kind


@dataclass
class Entry:
    """One line of the timeline: a move or a kept text."""

    at: datetime
    by: Any
    what: str
    note: str = ""
    mark: str = ""
    """``forced``, ``forced-approved``, ``unsaved`` or empty: what stands out."""

    edition: str = ""
    effective_at: datetime | None = None
    snapshot: Snapshot | None = None
    before: int | None = None
    """The saved text before this one."""


@dataclass
class Choice:
    """A text that was chosen to be compared, and stands on another page of the timeline."""

    name: str
    value: str
    words: str


def history_view(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """A page of the timeline, from which any two texts can be compared and any text put back."""
    article = model_admin.get_object(request, unquote(object_id))
    if article is None:
        raise Http404
    if not model_admin.has_view_or_change_permission(request, article):
        raise PermissionDenied
    everything = "all" in request.GET
    number = _number(request.GET.get("page", "1")) or 1
    keys = _timeline(article, everything)[(number - 1) * PAGE : number * PAGE + 1]
    entries = _entries(article, list(keys)[:PAGE])
    context = {
        **model_admin._page(request, _("History"), article),
        "entries": entries,
        "everything": everything,
        "settled": article.snapshots.filter(kind=Kind.AUTOSAVED, settled=True).exists(),
        "newer": number - 1,
        "older": number + 1 if len(keys) > PAGE else 0,
        "may_change": model_admin.has_change_permission(request, article),
        **_chosen(request, article, entries),
    }
    return TemplateResponse(request, "admin/articles/article/history.html", context)


def _timeline(article: Article, everything: bool) -> Any:
    """The kinds and keys of all entries, the newest first. What was kept while typing only until it is settled."""
    kept = Snapshot.objects.filter(article=article)
    if not everything:
        kept = kept.filter(~Q(kind=Kind.AUTOSAVED) | Q(settled=False))
    moves = Transition.objects.filter(article=article)
    return (
        _keyed(moves, "move", "at")
        .union(_keyed(kept, "text", "created_at"), all=True)
        .order_by("-when", "-sort", "-key")
    )


def _keyed(rows: Any, sort: str, moment: str) -> Any:
    written = Value(sort, output_field=CharField())
    return rows.order_by().annotate(when=F(moment), sort=written, key=F("pk")).values_list("sort", "key", "when")


def _entries(article: Article, keys: list[Any]) -> list[Entry]:
    moves = Transition.objects.filter(pk__in=[key for sort, key, _when in keys if sort == "move"])
    unapproved = set(moves.unapproved().values_list("pk", flat=True))
    numbers = _numbers(article)
    saved = Snapshot.objects.filter(article=OuterRef("article"), kind=Kind.SAVED, pk__lt=OuterRef("pk"))
    texts = (
        Snapshot.objects.filter(pk__in=[key for sort, key, _when in keys if sort == "text"])
        .select_related("created_by")
        .prefetch_related("editions")
        .annotate(before=Subquery(saved.order_by("-pk").values("pk")[:1]))
        .defer("data")
    )
    found: dict[tuple[str, int], Entry] = {}
    for move in moves.select_related("by"):
        found["move", move.pk] = _move(move, move.pk in unapproved, numbers.get(move.edition, ""))
    for text in texts:
        found["text", text.pk] = _text(text, numbers)
    return [found[sort, key] for sort, key, _when in keys if (sort, key) in found]


def _numbers(article: Article) -> dict[str, str]:
    """What the editions of a release are called: by their number once they have opened."""
    opened: Any = article.editions.opened().numbered().only("public_id")
    return {edition.public_id: _("Edition %(number)d") % {"number": edition.number} for edition in opened}


def _move(move: Transition, unapproved: bool, edition: str) -> Entry:
    what = str(move.get_action_display())
    if "kind" in move.details and move.details["kind"] in SignOff.Kind.values:
        what = f"{what}: {SignOff.Kind(move.details['kind']).label}"
    mark = ""
    if move.forced:
        mark = "forced" if unapproved else "forced-approved"
    note = ". ".join(filter(None, (move.details.get("for_whom", ""), move.reason)))
    effective = move.effective_at if move.effective_at != move.at else None
    return Entry(move.at, move.by, what, note, mark, edition, effective)


def _text(text: Any, numbers: dict[str, str]) -> Entry:
    kept = text.kind != Kind.SAVED
    editions = [numbers.get(edition.public_id) or _("Scheduled edition") for edition in text.editions.all()]
    what = str(text.get_kind_display())
    mark = "unsaved" if kept and not text.settled else ""
    return Entry(
        text.created_at, text.created_by, what, "", mark, ", ".join(editions), None, text, None if kept else text.before
    )


def _chosen(request: HttpRequest, article: Article, entries: list[Entry]) -> dict[str, Any]:
    """What is chosen to be compared; what stands on another page is carried along."""
    here = {str(entry.snapshot.pk) for entry in entries if entry.snapshot}
    saved = [entry.before for entry in entries if entry.snapshot and entry.before]
    first = request.GET.get("from", "") or (str(saved[0]) if saved else NOW)
    second = request.GET.get("to", "") or NOW
    wanted = {name: value for name, value in (("from", first), ("to", second)) if value not in {*here, NOW}}
    keys = [key for value in wanted.values() if (key := _number(value))]
    known = {str(row.pk): in_words(row) for row in article.snapshots.select_related("created_by").filter(pk__in=keys)}
    elsewhere = [Choice(name, value, known[value]) for name, value in wanted.items() if value in known]
    return {"first": first, "second": second, "elsewhere": elsewhere, "now": NOW}


def _number(value: str) -> int:
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else 0
