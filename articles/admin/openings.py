"""People, posts, meetings and topics that readers come to see, or to see the end of, by a date of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.models import Meeting, Topic
from people.models import Appointment, Department, Executive, Post

_OPEN: dict[type[Any], tuple[str, ...]] = {
    Meeting: (),
    Executive: (),
    Post: ("department",),
    Appointment: ("executive", "post__department"),
    Department: (),
    Topic: (),
}
"""Each kind of row, with what its name is made of."""

_ENDING = (Appointment, Department)


@dataclass
class Opening:
    at: datetime
    what: str
    """ "Meeting", or "Appointment, its end"."""

    name: str
    url: str


def between(site: AdminSite, request: HttpRequest, first: datetime, last: datetime | None) -> list[Opening]:
    """What opens by its own date at or after ``first`` and before ``last``, if that is given; the soonest first.

    Only what the desk shows to whoever asks. One query for each kind and column.
    """
    found: list[Opening] = []
    for model, named in _OPEN.items():
        model_admin = site._registry.get(model)
        if model_admin is None or not model_admin.has_view_permission(request):
            continue
        rows = model_admin.get_queryset(request).select_related(*named)
        kind = capfirst(str(model._meta.verbose_name))
        for column in ("public_from", "end_public_from") if model in _ENDING else ("public_from",):
            within = {f"{column}__gte": first} | ({f"{column}__lt": last} if last else {})
            what = kind if column == "public_from" else _("%(kind)s, its end") % {"kind": kind}
            found += [
                Opening(getattr(row, column), what, str(row), _address(row)) for row in rows.filter(**within).distinct()
            ]
    return sorted(found, key=lambda opening: (opening.at, opening.what, opening.name))


def _address(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
