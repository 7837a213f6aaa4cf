"""Meetings and the sessions that they are made of."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from articles import dates
from articles.admin.base import DeskAdmin, TellingFields
from articles.models import Meeting
from people.admin.base import (
    FORMFIELDS,
    OpenedByPublishers,
    PublicFaceAdmin,
    PublicStateFilter,
    address_fieldset,
    visibility_fieldset,
)
from people.admin.freshness import FreshInline

SHARED = ("time_zone", "venue", "city", "country")
"""What a new session takes over from its meeting."""


def days_in_words(meeting: Meeting) -> str:
    """ "4–5 August 2023", in the language of the interface."""
    return dates.stretch(meeting.starts_on, meeting.ends_on, get_language() or settings.LANGUAGE_CODE)


class SessionInline(TellingFields, FreshInline, OpenedByPublishers, admin.StackedInline):
    """A session is shown within its meeting; its hosts and the rest are on its own page."""

    model = Meeting
    formfield_overrides = FORMFIELDS
    fk_name = "parent"
    extra = 0
    verbose_name = gettext_lazy("session")
    verbose_name_plural = gettext_lazy("sessions, in order")
    fields = ("name", ("kind", "order"), ("starts_on", "ends_on"), "public_from")
    ordering = ("order", "starts_on", "public_id")
    show_change_link = True

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.base_fields["kind"].initial = Meeting.Kind.SESSION
        return formset


class WholeOrSession(admin.SimpleListFilter):
    title = gettext_lazy("part")
    parameter_name = "part"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("whole", _("Meetings")), ("session", _("Sessions"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Meeting]) -> QuerySet[Meeting]:
        if self.value() is None:
            return queryset
        return queryset.filter(parent__isnull=self.value() == "whole")


@admin.register(Meeting)
class MeetingAdmin(DeskAdmin, PublicFaceAdmin):
    list_display = ("name", "days", "city", "session_of", "readers")
    list_filter = (PublicStateFilter, WholeOrSession, "kind")
    list_select_related = ("parent",)
    autocomplete_fields = ("parent", "hosts", "attending")
    inlines = (SessionInline,)
    fieldsets = (
        (None, {"fields": ("name", "kind", ("starts_on", "ends_on"))}),
        (gettext_lazy("Place"), {"fields": ("venue", "city", "country", "time_zone")}),
        (gettext_lazy("Who takes part"), {"fields": ("hosts", "attending", "attendance_note")}),
        (gettext_lazy("Part of a meeting"), {"fields": ("parent", "order"), "classes": ("collapse",)}),
        visibility_fieldset(),
        address_fieldset(),
    )

    @admin.display(description=gettext_lazy("days"), ordering="starts_on")
    def days(self, obj: Meeting) -> str:
        return days_in_words(obj)

    @admin.display(description=gettext_lazy("session of"))
    def session_of(self, obj: Meeting) -> str:
        return str(obj.parent.name) if obj.parent else ""

    def autocomplete_label(self, obj: Any) -> str:
        return ", ".join(part for part in (str(obj.name), days_in_words(obj), str(obj.city)) if part)

    def get_inlines(self, request: HttpRequest, obj: Meeting | None = None) -> Any:
        """A session has no sessions of its own."""
        return () if obj is not None and obj.parent_id else super().get_inlines(request, obj)

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: Any, change: bool) -> None:
        """A new session is where and in whose time its meeting is."""
        for session in formset.save(commit=False):
            if session.pk is None:
                for field in SHARED:
                    setattr(session, field, getattr(form.instance, field))
            session.save()
        self.keep_deleted(request, formset)
        for session in formset.deleted_objects:
            session.delete()
        formset.save_m2m()
