"""Any two texts of a release side by side, word by word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import merge, snapshots, wordwise
from articles.admin.formdata import Data
from articles.admin.parts import release_or_404, staff
from articles.admin.restoring import text_of
from articles.admin.wording import Words, columns_of, label_of, title_of
from articles.merge import RICH, WHOLE, shape_of
from articles.models import Article, Snapshot
from articles.wordwise import Effort
from people.admin.words import moment_in_words

NOW = "now"
AROUND = 1
"""Paragraphs that are shown before and after one that changed."""


@dataclass
class Row:
    """One field that differs."""

    label: str
    html: SafeString
    alone: bool = False
    """Whether the title of the part says what it is about."""


@dataclass
class Part:
    """The head of the release or one of its blocks, where it differs."""

    title: str
    state: str = ""
    """``added``, ``removed``, ``moved`` or empty."""

    rows: list[Row] = field(default_factory=list)

    def words(self) -> str:
        return {"added": _("Added"), "removed": _("Removed"), "moved": _("Moved")}.get(self.state, "")


@dataclass
class Side:
    """One of the two texts."""

    chosen: str
    """A snapshot's key, or "now"."""

    data: Data
    words: str


def urls(model_admin: Any) -> list[URLPattern]:
    return [staff(model_admin, "compare", "<int:pk>/compare/", compare_view)]


def compare_view(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    article = release_or_404(model_admin, request, pk)
    if not model_admin.has_view_permission(request, article):
        raise PermissionDenied
    old = _side(model_admin, request, article, request.GET.get("from", ""))
    new = _side(model_admin, request, article, request.GET.get("to", NOW))
    effort = Effort()
    context = {
        **model_admin._page(request, _("Compare"), article),
        "old": old,
        "new": new,
        "parts": compare(old.data, new.data, Words(request, article, old.data, new.data), effort),
        "coarse": effort.left < 0,
        "may_change": model_admin.has_change_permission(request, article),
    }
    return TemplateResponse(request, "admin/articles/article/compare.html", context)


def _side(model_admin: Any, request: HttpRequest, article: Article, chosen: str) -> Side:
    if chosen == NOW:
        return Side(NOW, snapshots.capture(article), _("now"))
    is_key = chosen.isascii() and chosen.isdecimal() and len(chosen) < 19
    snapshot = article.snapshots.select_related("created_by").filter(pk=chosen).first() if is_key else None
    if snapshot is None:
        raise Http404
    return Side(chosen, text_of(model_admin, request, snapshot, article), in_words(snapshot))


def in_words(snapshot: Snapshot) -> str:
    """ "3 May 2026, 09:00, Anna (kept while typing)"."""
    said = ", ".join(filter(None, (moment_in_words(snapshot.created_at), str(snapshot.created_by or ""))))
    if snapshot.kind == Snapshot.Kind.SAVED:
        return said
    return f"{said} ({_('refused') if snapshot.kind == Snapshot.Kind.REFUSED else _('kept while typing')})"


def compare(old: Data, new: Data, words: Words, effort: Effort) -> list[Part]:
    """Only what differs, in the order of the newer text; what is gone comes where it was."""
    old, new = merge.normal(old), merge.normal(new)
    merge.same_key(old["blocks"], new["blocks"], known=set())
    merge.same_key(new["blocks"], old["blocks"], known=set(), new="former-")
    before = {block["key"]: block for block in old["blocks"]}
    after = {block["key"]: block for block in new["blocks"]}
    moved = _moved([k for k in before if k in after], [k for k in after if k in before], effort)
    parts = [_part("head", old["article"], new["article"], words, effort)]
    for key in _in_order(list(before), list(after)):
        was, is_now = before.get(key), after.get(key)
        part = _part((is_now or was or {})["kind"], was, is_now, words, effort)
        part.state = "added" if was is None else "removed" if is_now is None else "moved" if key in moved else ""
        parts.append(part)
    return [part for part in parts if part.rows or part.state]


def _moved(before: list[str], after: list[str], effort: Effort) -> set[str]:
    """As few blocks as can be said to have been moved."""
    runs = wordwise.differing(before, after, effort)
    return {key for _left, _right, low, high in runs for key in after[low:high]}


def _in_order(before: list[str], after: list[str]) -> list[str]:
    keys, at = list(after), 0
    for key in before:
        if key in after:
            at = keys.index(key) + 1
        else:
            keys.insert(at, key)
            at += 1
    return keys


def _part(kind: str, old: Data | None, new: Data | None, words: Words, effort: Effort) -> Part:
    part = Part(title_of(kind) if kind == "head" else words.title(kind, new or old or {}))
    for each in columns_of(kind):
        name = each.data_name
        was, is_now = ((side or {}).get(name) for side in (old, new))
        if was != is_now and (was or is_now):
            label = label_of(kind, name)
            html = difference(kind, name, was, is_now, words, effort)
            part.rows.append(Row(label, html, alone=label == title_of(kind)))
    return part


def difference(kind: str, name: str, old: Any, new: Any, words: Words, effort: Effort) -> SafeString:
    """A field with what went and what came; of long texts only the paragraphs around it."""
    shape = shape_of(kind, name)
    if not shape.parts:
        was, is_now = (words.value(kind, name, value) for value in (old, new))
        return _line(was, is_now, effort, wordwise_too=shape is WHOLE)
    rich = shape is RICH
    pairs = list(wordwise.aligned(shape.split(old or ""), shape.split(new or ""), rich=rich, effort=effort))
    return _around([_paragraph(was, is_now, rich, effort) for was, is_now in pairs], [a == b for a, b in pairs])


def _line(old: str, new: str, effort: Effort, *, wordwise_too: bool) -> SafeString:
    if old and new and wordwise_too and wordwise.alike(old, new, rich=False, effort=effort):
        return wordwise.marked(old, new, rich=False, effort=effort)
    pairs = [(old or None, None), (None, new or None)]
    return mark_safe("".join(_paragraph(was, is_now, False, effort) for was, is_now in pairs))


def _paragraph(old: str | None, new: str | None, rich: bool, effort: Effort) -> SafeString:
    if old == new or not (old or new):
        return wordwise.shown(new or "", rich=rich) if new else mark_safe("")
    if old and new:
        return wordwise.marked(old, new, rich=rich, effort=effort)
    return wordwise.shown(old or new or "", rich=rich, mark="del" if old else "ins")


def _around(written: Sequence[SafeString], same: Sequence[bool]) -> SafeString:
    """Without the long stretches that are the same in both."""
    near = {n + off for n, alike in enumerate(same) if not alike for off in range(-AROUND, AROUND + 1)}
    pieces: list[str] = []
    left_out = 0
    for place, html in enumerate([*written, mark_safe("")]):
        if place < len(written) and place not in near:
            left_out += 1
            continue
        if left_out:
            said = ngettext("%(count)d paragraph is the same", "%(count)d paragraphs are the same", left_out)
            pieces.append(format_html('<p class="left-out">{}</p>', said % {"count": left_out}))
            left_out = 0
        pieces.append(html)
    return mark_safe("".join(pieces))
