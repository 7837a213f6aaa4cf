"""What is edited once and printed on many releases: press contacts and boilerplates."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin
from articles.models import Boilerplate, Contact

DISCLOSURE = (
    _("Disclosure"),
    {
        "fields": ("inside_information", "filing_reference", "forward_looking"),
        "classes": ("collapse",),
        "description": _("For results and regulatory announcements, which cannot go out without it."),
    },
)
"""The part of a release's form that the law on disclosure is about."""

_Options: Any = object
"""What mixins for a ModelAdmin stand on."""


class StandingChoices(_Options):
    """For the form of a release: each kind of boilerplate in its place."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "boilerplate":
            kwargs.setdefault("queryset", Boilerplate.objects.filter(kind=Boilerplate.Kind.ORGANISATION))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Contact)
class ContactAdmin(DeskAdmin):
    list_display = ("name", "role", "email", "phone")
    fields = ("name", "role", "email", "phone")


@admin.register(Boilerplate)
class BoilerplateAdmin(DeskAdmin):
    list_display = ("title", "kind")
    list_filter = ("kind",)
    fields = ("kind", "title", "text")
