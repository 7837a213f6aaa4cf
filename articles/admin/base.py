"""What the admin of every kind of row here has in common."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminFileWidget
from django.db import IntegrityError
from django.db.models import ProtectedError, RestrictedError
from django.forms import ModelChoiceField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from people.admin.base import CarefulAdmin
from people.admin.fields import KnownSelect, KnownSelectMultiple

IN_USE = (IntegrityError, ProtectedError, RestrictedError)
"""What a deletion raises when somebody referred to the row a moment ago."""


@dataclass
class _PrivateFile:
    """What the widget shows of a file: its name, and an address that asks for rights."""

    name: str
    url: str

    def __str__(self) -> str:
        return self.name


class PrivateFileInput(AdminFileWidget):
    """For files without a public address: ``view`` is the admin's own address of the row's file."""

    view = ""

    def is_initial(self, value: Any) -> bool:
        return bool(value)

    def format_value(self, value: Any) -> Any:
        return _PrivateFile(PurePath(value.name).name, self.view) if self.is_initial(value) else None


class TellingFields:
    """For a ModelAdmin or an inline: choices that tell namesakes apart."""

    admin_site: admin.AdminSite

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs.setdefault("widget", KnownSelect(db_field, self.admin_site))
        return self._telling(super().formfield_for_foreignkey(db_field, request, **kwargs))  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs.setdefault("widget", KnownSelectMultiple(db_field, self.admin_site))
        return self._telling(super().formfield_for_manytomany(db_field, request, **kwargs))  # type: ignore[misc]

    def _telling(self, field: Any) -> Any:
        if isinstance(field, ModelChoiceField) and field.queryset is not None:
            label = getattr(self.admin_site._registry.get(field.queryset.model), "autocomplete_label", None)
            if label is not None:
                field.label_from_instance = label  # type: ignore[method-assign]
        return field


class DeskAdmin(TellingFields, CarefulAdmin):
    """What nothing refers to can be deleted, one by one or several at once."""

    class Media:
        css = {"all": ["admin/articles/desk.css"]}

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """What a form offers depends on who uses it."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.user = request.user
        return form

    def autocomplete_label(self, obj: Any) -> str:
        """What tells the row from others of its name."""
        return str(obj)

    def get_actions(self, request: HttpRequest) -> Any:
        """With bulk deletion, which people and posts do without."""
        return super(CarefulAdmin, self).get_actions(request)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """A row that came into use while a bulk deletion was confirmed is no server error."""
        try:
            return super().changelist_view(request, extra_context)
        except IN_USE:
            if request.method != "POST":
                raise
            message = _("Nothing was deleted, since something refers to it by now.")
            self.message_user(request, message, messages.ERROR)
            return HttpResponseRedirect(request.path)
