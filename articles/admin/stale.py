"""A save that came too late: kept whole, and shown beside what is saved now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Field, Model
from django.http import QueryDict
from django.utils import formats
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.admin.blocks import BLOCK_INLINES
from articles.admin.forms import in_its_language
from articles.models import Article, Snapshot
from articles.richtext import RichTextField, sanitise

HEAD = (
    "headline",
    "standfirst",
    "type",
    "language",
    "dateline_city",
    "dateline_date",
    "meetings",
    "departments",
    "topics",
    "contact",
    "boilerplate",
    "wanted_slug",
)

Typed = dict[str, list[str]]


@dataclass
class Row:
    """One field: what was typed and what is saved now, both ready to be read and copied."""

    label: str
    typed: str | SafeString
    saved: str | SafeString

    @property
    def differs(self) -> bool:
        return _plain(self.typed) != _plain(self.saved)


@dataclass
class Part:
    """The head of the release or one of its blocks."""

    title: str
    note: str = ""
    rows: list[Row] = field(default_factory=list)
    order: float = 0

    @property
    def differs(self) -> bool:
        return bool(self.note) or any(row.differs for row in self.rows)


def typed_in(form: QueryDict) -> Typed:
    """Everything that a form sent, as JSON can hold it."""
    return {
        name: [value.replace("\0", "") for value in form.getlist(name)]
        for name in form
        if name != "csrfmiddlewaretoken"
    }


def version_in(form: QueryDict) -> int:
    """The version that a form was made for; 0, which none is, if it does not say."""
    value = form.get("based_on", "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else 0


def compare(article: Article, refused: Snapshot) -> list[Part]:
    """The refused save beside the release as it is saved now, part by part in the order of the refused one."""
    typed: Typed = refused.data["typed"]
    head = Part(_("Head"), rows=[_row(Article, name, typed.get(name, []), article) for name in HEAD])
    head.rows.append(_translation(article, typed.get("translation_of", [])))
    head.rows = [row for row in head.rows if row.typed or row.saved]
    parts = []
    for inline in BLOCK_INLINES:
        parts += _blocks(article, inline.model, typed)
    return [head, *sorted(parts, key=lambda part: part.order)]


def _blocks(article: Article, model: Any, typed: Typed) -> list[Part]:
    prefix = model._meta.get_field("parent").remote_field.get_accessor_name()
    saved = {block.pk: block for block in model._default_manager.filter(parent=article)}
    names = [f.name for f in (*model._meta.fields, *model._meta.many_to_many) if _is_written(f)]
    parts = []
    for index in range(_number(typed.get(f"{prefix}-TOTAL_FORMS"), limit=1000)):
        form = f"{prefix}-{index}"
        if f"{form}-ordering" not in typed:
            continue
        pk = _number(typed.get(f"{form}-id"))
        block = saved.pop(pk, None)
        part = Part(capfirst(model._meta.verbose_name), order=_number(typed.get(f"{form}-ordering")))
        if f"{form}-DELETE" in typed:
            part.note = _("You removed this.")
        elif pk and block is None:
            part.note = _("Somebody removed this meanwhile.")
        elif block is None:
            part.note = _("You added this.")
        rows = [_row(model, name, typed.get(f"{form}-{name}", []), block) for name in names]
        part.rows = [row for row in rows if row.typed or row.saved]
        parts.append(part)
    for block in saved.values():
        rows = [_row(model, name, [], block) for name in names]
        note = _("Somebody added this meanwhile.")
        parts.append(Part(capfirst(model._meta.verbose_name), note, [r for r in rows if r.saved], block.ordering + 0.5))
    return parts


def _is_written(column: Any) -> bool:
    return bool(column.editable) and column.name not in {"id", "parent", "region", "ordering"}


def _row(model: type[Model], name: str, typed: list[str], saved: Model | None) -> Row:
    column: Any = model._meta.get_field(name)
    value = _in_words(column, [_as_typed(v) for v in _values(column, saved)]) if saved is not None else ""
    return Row(capfirst(column.verbose_name), _in_words(column, typed), value)


def _values(column: Any, saved: Model) -> list[Any]:
    value = column.value_from_object(saved)
    if isinstance(value, list):
        return [getattr(row, "name", row.pk) if column.name == "topics" else row.pk for row in value]
    return [] if value is None else [value]


def _as_typed(value: Any) -> str:
    return str(formats.localize_input(value)) if not isinstance(value, int) else str(value)


def _in_words(column: Any, values: list[str]) -> str | SafeString:
    values = [value.replace("\r\n", "\n") for value in values if value]
    if column.name == "topics":
        return ", ".join(sorted(part.strip().strip('"') for value in values for part in value.split(",")))
    if isinstance(column, RichTextField):
        return mark_safe(sanitise("".join(values)))
    if isinstance(column, Field) and column.is_relation:
        keys = [int(value) for value in values if value.isascii() and value.isdecimal() and len(value) < 19]
        rows = column.related_model._default_manager.filter(pk__in=keys)  # type: ignore[union-attr]
        return "; ".join(sorted(str(row) for row in rows))
    labels = {str(key): str(label) for key, label in getattr(column, "flatchoices", None) or ()}
    return "; ".join(labels.get(value, value) for value in values)


def _translation(article: Article, typed: list[str]) -> Row:
    siblings = Article.objects.filter(translation_key=article.translation_key).exclude(pk=article.pk).order_by("pk")
    chosen = Article.objects.filter(pk=_number(typed)).first()
    saved = siblings.first()
    return Row(
        capfirst(_("translation of")),
        in_its_language(chosen) if chosen else "",
        in_its_language(saved) if saved else "",
    )


def _number(values: list[str] | None, limit: int = 2**62) -> int:
    value = (values or ["0"])[0]
    return min(int(value), limit) if value.isascii() and value.isdecimal() and len(value) < 19 else 0


def _plain(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))
