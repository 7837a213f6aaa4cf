"""No form overwrites unseen what a colleague saved after it was opened.

Every form of a stored row carries a fingerprint of the row as it was shown. A save that comes with another one than
the row has by then is refused: it says what changed meanwhile, keeps what was typed, and shows the form again with the
present fingerprint, so that saving once more overwrites knowingly.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME, INITIAL_FORM_COUNT
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from people.admin.words import day_in_words, moment_in_words
from people.visibility import Generation

AS_SHOWN = "as_shown"
"""The hidden field."""


class Fingerprint(forms.Field):
    """Is shown as the row is stored now, whatever was posted."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, label="")

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class FreshForm(forms.ModelForm):
    """Must be made inside the transaction that saves it, with a row read under ``Generation.lock()``."""

    as_shown = Fingerprint()

    request: HttpRequest
    admin_site: admin.AdminSite
    """Both are given by the admin: what the words of a refusal may tell depends on who reads them."""

    is_row = False
    """Whether this is one of several rows on the page of another one, which are saved only where they changed."""
    gone = False
    """Whether the row that was shown is no longer there."""
    stale = False
    """Whether the row was changed meanwhile; known after cleaning."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored = {} if self.instance._state.adding else self._digests()
        self.initial[AS_SHOWN] = " ".join(f"{name}:{digest}" for name, digest in self.stored.items())

    def _digests(self) -> dict[str, str]:
        """Of each field that somebody can write; what follows from other rows is not a colleague's typing."""
        columns = (f for f in self._meta.model._meta.concrete_fields if f.editable and not f.primary_key)
        values = {f.name: "" if self._value(f) is None else str(f.value_to_string(self.instance)) for f in columns}
        for field in self._meta.model._meta.many_to_many:
            if field.name in self.fields:
                values[field.name] = " ".join(str(key) for key in sorted(row.pk for row in self.initial[field.name]))
        return {name: hashlib.sha256(value.encode()).hexdigest()[:32] for name, value in values.items()}

    def _value(self, field: Any) -> Any:
        """The stored value, with one empty value for all that are: no text in no language is stored in two ways."""
        value = self.initial[field.name] if field.many_to_many else field.value_from_object(self.instance)
        return value if value or isinstance(value, int) else None

    def clean(self) -> Any:
        cleaned = super().clean()
        if self.gone and not self.is_row:
            message = _(
                "Somebody else has removed this meanwhile, so nothing was saved. "
                "What you entered is still here; saving again enters it anew."
            )
            self.add_error(None, message)
        if AS_SHOWN in self.fields and self.stored and self._would_write():
            posted = str(self.cleaned_data.get(AS_SHOWN) or "")
            shown = dict(part.split(":", 1) for part in posted.split() if ":" in part)
            changed = [name for name, digest in self.stored.items() if shown.get(name) != digest]
            if changed:
                self.stale = True
                self.add_error(None, self._refusal(changed if shown else ()))
        return cleaned

    def _would_write(self) -> bool:
        return not self.is_row or self.has_changed() or bool(self.cleaned_data.get(DELETION_FIELD_NAME))

    def _refusal(self, changed: Iterable[str]) -> list[str]:
        message = _(
            "Somebody else has changed this meanwhile, so nothing was saved. "
            "What you entered is still here; saving again puts it in the place of theirs."
        )
        return [message, *(self._now(self._meta.model._meta.get_field(name)) for name in changed)]

    def _now(self, field: Any) -> str:
        """How a field is stored now, in words."""
        about = {"field": capfirst(field.verbose_name), "value": self._in_words(field)}
        if about["value"] is None:
            return _("%(field)s was changed.") % about
        return _("%(field)s is now: %(value)s") % about if about["value"] else _("%(field)s is empty now.") % about

    def _in_words(self, field: Any) -> str | None:
        """None where the value says nothing to people, or names a row that this user may not see."""
        value = self._value(field)
        if field.is_relation:
            keys = [row.pk for row in value] if field.many_to_many else [value] if value is not None else []
            return self._rows_in_words(field.related_model, keys)
        if isinstance(field, models.FileField):
            return None if value else ""
        if isinstance(value, LazyI18nString):
            names, texts = dict(settings.LANGUAGES), value.data if isinstance(value.data, dict) else {"": value.data}
            return "; ".join(": ".join(filter(None, (names.get(c, c), text))) for c, text in texts.items() if text)
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, datetime):
            return moment_in_words(value)
        if isinstance(value, date):
            return day_in_words(value)
        return "" if value is None else str(dict(field.flatchoices).get(value, value))

    def _rows_in_words(self, model: Any, keys: list[Any]) -> str | None:
        looked_after = self.admin_site._registry.get(model)
        if not keys:
            return ""
        if looked_after is None or not looked_after.has_view_permission(self.request):
            return None
        rows = list(looked_after.get_queryset(self.request).filter(pk__in=keys))
        return "; ".join(sorted(str(row) for row in rows)) if len(rows) == len(keys) else None

    def add_error(self, field: str | None, error: Any) -> None:
        """A row may find fault with a field that this page shows in words only: then the fault is the form's."""
        if field is None and isinstance(error, ValidationError) and hasattr(error, "error_dict"):
            for name, errors in error.error_dict.items():
                super().add_error(name if name in self.fields else None, errors)
        else:
            super().add_error(field, error)


_FormSet: Any = BaseInlineFormSet


class FreshFormSet(_FormSet):
    """Rows on the page of another one. A row that is no longer there becomes a new one, and says so first.

    Left alone, Django pairs the rows of the page with those that are left by their place, and drops without a word
    what was typed for a row that belongs to another page by now.
    """

    data: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gone = range(0)
        if self.is_bound and not self.save_as_new and self.management_form.is_valid():
            self._move_the_gone()

    def _move_the_gone(self) -> None:
        """Renumber what was posted, so that rows that are not there any more follow those that are."""
        shown, total = min(self.initial_form_count(), self.total_form_count()), self.total_form_count()
        key = self.model._meta.pk.name
        here = {str(row.pk) for row in self.get_queryset()}
        gone = [n for n in range(shown) if self.data.get(f"{self.prefix}-{n}-{key}") not in here]
        if not gone:
            return
        kept = [n for n in range(shown) if n not in gone]
        place = {old: new for new, old in enumerate([*kept, *gone, *range(shown, total)])}
        data = self.data.copy()
        for name in self.data:
            if match := re.fullmatch(rf"{re.escape(self.prefix)}-(\d{{1,9}})-(.+)", name):
                del data[name]
        for name in self.data:
            if match := re.fullmatch(rf"{re.escape(self.prefix)}-(\d{{1,9}})-(.+)", name):
                old = int(match[1])
                data.setlist(f"{self.prefix}-{place.get(old, old)}-{match[2]}", self.data.getlist(name))
        self.gone = range(len(kept), shown)
        for n in self.gone:
            data[f"{self.prefix}-{n}-{key}"] = data[f"{self.prefix}-{n}-{self.fk.name}"] = ""
        data[f"{self.prefix}-{INITIAL_FORM_COUNT}"] = str(len(kept))
        self.data = data
        del self.management_form

    def get_queryset(self) -> Any:
        """Once there are forms, their rows in their order, since the admin pairs the two."""
        rows = super().get_queryset()
        return [form.instance for form in self.initial_forms] if self.is_bound and "forms" in self.__dict__ else rows

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)
        form.gone = i in self.gone
        return form

    def clean(self) -> None:
        removed = [form for form in self.forms if self._should_delete_form(form)]
        for form in self.forms:
            if form.gone and AS_SHOWN in form.fields and form not in removed:
                message = _(
                    "Somebody else has removed this meanwhile, so nothing was saved. "
                    "Saving again enters it anew; to leave it out, empty it."
                )
                form.add_error(None, message)
        if any(form.stale for form in removed):
            raise ValidationError(_("Something that you are about to remove has been changed meanwhile."))
        super().clean()


def _with_fingerprint(fieldsets: Any) -> Any:
    (title, options), *others = fieldsets
    return [(title, {**options, "fields": (*options["fields"], AS_SHOWN)}), *others]


_Options: Any = object
"""What mixins for a ModelAdmin or an inline stand on."""


class FreshAdmin(_Options):
    """For a ModelAdmin. One whose rows have a version of their own says so by a form that is not a FreshForm."""

    form: Any = FreshForm

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        shown_to_be_changed = obj is not None and self.has_change_permission(request, obj)
        return _with_fingerprint(fieldsets) if shown_to_be_changed and issubclass(self.form, FreshForm) else fieldsets

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        if issubclass(form, FreshForm):
            form.request, form.admin_site = request, self.admin_site
            form.gone = getattr(request, "row_is_gone", False)
        return form

    def _changeform_view(self, request: HttpRequest, object_id: Any, form_url: str, extra_context: Any) -> Any:
        """Read the rows only when nobody else can be about to save them: Django calls this inside its transaction."""
        if request.method == "POST" and issubclass(self.form, FreshForm):
            Generation.lock()
            if object_id is not None and "_saveasnew" not in request.POST and self._is_gone(request, object_id):
                request.row_is_gone = True  # type: ignore[attr-defined]
                object_id, form_url = None, reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_add")
        return super()._changeform_view(request, object_id, form_url, extra_context)

    def _is_gone(self, request: HttpRequest, object_id: str) -> bool:
        """Whether what was entered would be lost with the row, though this user may enter it anew."""
        may = self.has_change_permission(request) and self.has_add_permission(request)
        return may and self.get_object(request, unquote(object_id)) is None


class FreshInline(_Options):
    """For an inline on the page of a FreshAdmin."""

    form: Any = FreshForm
    formset: Any = FreshFormSet

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        return _with_fingerprint(fieldsets) if self.has_change_permission(request, obj) else fieldsets

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.request, formset.form.admin_site, formset.form.is_row = request, self.admin_site, True
        if not self.has_change_permission(request, obj):
            del formset.form.base_fields[AS_SHOWN]
        return formset
