"""What the page tells that asks whether to delete something.

Django's lists every row that goes with it or stands in the way, links between rows and entries of logs included.
Some of them belong to what whoever asks may not know of.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.admin.utils import NestedObjects
from django.core.exceptions import FieldDoesNotExist
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _


def what_goes(objs: Iterable[Model], parts: Iterable[type[Model]]) -> tuple[list[str], dict[str, int]]:
    """The rows themselves and the ``parts`` of them that go too, in words, and how many of each kind."""
    rows = list(objs)
    collector: Any = NestedObjects(using=DEFAULT_DB_ALIAS)
    collector.collect(rows)
    words: list[str] = []
    counts: dict[str, int] = {}
    for model in dict.fromkeys([*(type(row) for row in rows), *parts]):
        going = sorted(map(str, collector.model_objs.get(model, ())))
        if going:
            words += [format_html("{}: {}", capfirst(model._meta.verbose_name), name) for name in going]
            counts[str(model._meta.verbose_name_plural)] = len(going)
    return words, counts


def in_the_way(obj: Model) -> set[Any]:
    """What refers to a row and would not go with it."""
    collector = NestedObjects(using=DEFAULT_DB_ALIAS)
    collector.collect([obj])
    return collector.protected


_Options: Any = object
"""What a mixin for a ModelAdmin stands on."""


class DiscreetAdmin(_Options):
    """Tells nothing of other rows than its own, neither when they are deleted nor by filters in an address."""

    def lookup_allowed(self, lookup: str, value: str, request: Any = None) -> bool:
        """Not by the mere existence of rows that point here, which Django allows even for hidden relations."""
        first = lookup.split("__", 1)[0]
        try:
            column = self.model._meta.get_field(first)
        except FieldDoesNotExist:
            column = None
        own = column is None or (column.concrete and not column.many_to_many)
        if not own and first not in self.get_list_filter(request):
            return False
        allowed: bool = super().lookup_allowed(lookup, value, request)
        return allowed

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Instead of a list of internal rows, a sentence about each row that something refers to."""
        _words, _counts, lacking, protected = super().get_deleted_objects(objs, request)
        words, counts = what_goes(objs, [inline.model for inline in self.inlines])
        refusals: list[str] = []
        for obj in objs if protected else ():
            if rows := in_the_way(obj):
                refusals += [self.refusal(obj), *self._known(rows, request)]
        return words, counts, lacking, refusals

    def _known(self, rows: Iterable[Any], request: HttpRequest) -> list[str]:
        """Those of some rows that whoever asks finds in the admin, in words."""
        found = []
        for row in rows:
            keeper = self.admin_site._registry.get(type(row))
            if keeper is None or not keeper.has_view_permission(request):
                continue
            if keeper.get_queryset(request).filter(pk=row.pk).exists():
                found.append(format_html("{}: {}", capfirst(row._meta.verbose_name), row))
        return sorted(found)

    def refusal(self, obj: Any) -> str:
        """Why this row cannot be deleted. Names nothing, since not everybody may see what refers to it."""
        return _("“%(name)s” is named by a release, a draft or another entry, so it stays.") % {"name": obj}
