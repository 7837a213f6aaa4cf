"""The data of snapshots in words: what fields are called, and the names of the rows that they mean."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles import wordwise
from articles.admin.formdata import Column, Data, block_columns, head_columns
from articles.admin.forms import in_its_language
from articles.merge import RICH, shape_of
from articles.models import Article
from articles.models.blocks import BLOCKS
from people.admin.words import day_in_words

TRANSLATION = "translation_key"
BEGIN = 60
"""Characters of a text by which its block is told from others."""


def columns_of(kind: str) -> list[Column]:
    """Of "head" or a kind of block; the translation comes last."""
    return [*head_columns(), Column("translation_of", TRANSLATION, "key")] if kind == "head" else block_columns(kind)


def label_of(kind: str, name: str) -> str:
    """What the field of this name in the data is called."""
    if name == TRANSLATION:
        return _("Translation of")
    model: Any = Article if kind == "head" else BLOCKS[kind]
    return capfirst(str(model._meta.get_field(name).verbose_name))


def title_of(kind: str) -> str:
    return _("Head") if kind == "head" else capfirst(str(BLOCKS[kind]._meta.verbose_name))


class Words:
    """Looks up at once all rows that some data mean, as far as they exist for whoever asks."""

    def __init__(self, request: HttpRequest, article: Article | None, *data: Data | None) -> None:
        self.request, self.article = request, article
        keys: dict[type[Any], set[int]] = {}
        for each in filter(None, data):
            for kind, part in [("head", each["article"]), *((b["kind"], b) for b in each["blocks"])]:
                for model, found in _meant(kind, part):
                    keys.setdefault(model, set()).update(found)
        self.names = {model: self._names(model, found) for model, found in keys.items() if found}
        self.translations = self._translations({each["article"][TRANSLATION] for each in data if each})

    def value(self, kind: str, name: str, value: Any) -> str:
        """A value of a field that is no long text."""
        if name == TRANSLATION:
            return self.translations.get(value, "")
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if value is None or value == "":
            return ""
        model: Any = Article if kind == "head" else BLOCKS[kind]
        field = model._meta.get_field(name)
        if name != "topics" and field.is_relation:
            return "; ".join(sorted(self._row(field.related_model, key) for key in _listed(value)))
        if isinstance(value, list):
            return ", ".join(value)
        if name == "dateline_date":
            return _day(value)
        return str(dict(field.flatchoices).get(value, value))

    def title(self, kind: str, block: Data) -> str:
        """A block among others: "Remark: Anna Berg", "Text: The plant is in operation"."""
        begin = next((words for each in columns_of(kind) if (words := self._begin(kind, each.data_name, block))), "")
        begin = begin if len(begin) <= BEGIN else f"{begin[:BEGIN].rstrip()}…"
        return f"{title_of(kind)}: {begin}" if begin else title_of(kind)

    def _begin(self, kind: str, name: str, block: Data) -> str:
        value = block.get(name)
        if shape_of(kind, name) is RICH:
            first = next(iter(wordwise.elements(value or "")), "")
            return "".join(word for word, _formats in wordwise.words(first, rich=True)).strip()
        if shape_of(kind, name).parts:
            return next(iter(wordwise.lines(value or "")), "")
        return self.value(kind, name, value)

    def _row(self, model: type[Any], key: Any) -> str:
        return self.names.get(model, {}).get(key) or _("an entry that is not there")

    def _names(self, model: type[Any], keys: set[int]) -> dict[int, str]:
        looked_after = admin.site._registry.get(model)
        if looked_after is None or not looked_after.has_view_permission(self.request):
            return {}
        return {row.pk: str(row) for row in looked_after.get_queryset(self.request).filter(pk__in=keys)}

    def _translations(self, keys: Iterable[str | None]) -> dict[str, str]:
        found = Article.objects.visible_to(self.request.user).filter(translation_key__in=[key for key in keys if key])
        if self.article is not None:
            found = found.exclude(pk=self.article.pk)
        return {row.translation_key: in_its_language(row) for row in found.order_by("-pk")}


def _meant(kind: str, part: Data) -> Iterable[tuple[type[Any], set[int]]]:
    model: Any = Article if kind == "head" else BLOCKS[kind]
    for each in columns_of(kind):
        if each.kind in {"row", "rows"}:
            keys = {key for key in _listed(part.get(each.data_name)) if isinstance(key, int)}
            yield model._meta.get_field(each.name).related_model, keys


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _day(value: str) -> str:
    try:
        return day_in_words(date.fromisoformat(value))
    except ValueError:
        return value
