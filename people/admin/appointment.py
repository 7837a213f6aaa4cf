"""Who held which post: edited on the pages of the person and of the post, and looked up on its own."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from people.admin.base import (
    FORMFIELDS,
    CarefulAdmin,
    OpenedByPublishers,
    PublicStateFilter,
    visibility_fieldset,
)
from people.admin.fields import KnownSelect
from people.admin.freshness import FreshForm, FreshFormSet, FreshInline
from people.models import Appointment


class AppointmentForm(FreshForm):
    """Shows who or what is chosen without a query for each row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("executive", "post"):
            if name in self.fields and self.instance.pk:
                chosen = getattr(self.instance, name)
                select: Any = self.fields[name].widget
                getattr(select, "widget", select).known = {str(chosen.pk): str(chosen)}


class AppointmentFormSet(FreshFormSet):
    """Several appointments changed at once: they are compared as they will be, not as they were."""

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)
        keys = {self.data.get(f"{self.add_prefix(n)}-id") for n in range(self.initial_form_count())}
        form.instance.edited_together = [row.pk for row in self.get_queryset() if str(row.pk) in keys]
        return form

    def clean(self) -> None:
        """Refuse rows of this form that contradict each other, beside the later one."""
        super().clean()
        checked: list[Appointment] = []
        for form in self.forms:
            if form.errors or self._should_delete_form(form) or not (form.instance.pk or form.has_changed()):
                continue
            row = form.instance
            beside = [o.executive_id for o in checked if o.post_id == row.post_id and o.overlaps(row)]
            if refusal := row.refusal_beside(beside):
                form.add_error("started_on", refusal)
            checked.append(row)

    def save(self, commit: bool = True) -> Any:
        """Save in any order: a handover day that moves would let two holders overlap for a moment."""
        if commit:
            touched = [form.instance.pk for form in self.initial_forms if form.has_changed()]
            Appointment.objects.filter(pk__in=touched).update(exclusive=False)
        return super().save(commit)


class AppointmentInline(FreshInline, OpenedByPublishers, admin.StackedInline):
    model = Appointment
    form = AppointmentForm
    formset = AppointmentFormSet
    formfield_overrides = FORMFIELDS
    extra = 1
    show_change_link = True
    verbose_name = _("appointment")
    verbose_name_plural = _("appointments")
    chosen: str
    """The side of the appointment that is looked up here."""

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.chosen, ("started_on", "ended_on"), ("public_from", "end_public_from")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Appointment]:
        return super().get_queryset(request).select_related("executive", "post__department")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == self.chosen:
            kwargs["widget"] = KnownSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class PostsHeld(AppointmentInline):
    """On the page of a person."""

    fk_name = "executive"
    chosen = "post"


class Holders(AppointmentInline):
    """On the page of a post."""

    fk_name = "post"
    chosen = "executive"


@admin.register(Appointment)
class AppointmentAdmin(CarefulAdmin):
    """Found by the name of the person or of the post."""

    form = AppointmentForm
    search_fields = ("executive__search_key", "post__search_key")
    search_help_text = _("Any spelling of the person’s name, or the title of the post")
    list_display = ("executive", "post_title", "started_on", "ended_on", "readers")
    list_filter = (PublicStateFilter,)
    autocomplete_fields = ("executive", "post")
    readonly_fields = ("readers",)
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("executive", "post", ("started_on", "ended_on"))}),
        visibility_fieldset("end_public_from"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Appointment]:
        return super().get_queryset(request).select_related("executive", "post__department")

    def autocomplete_label(self, obj: Appointment) -> str:
        """ "Tong Laiming – Managing Director (2021–)"."""
        years = obj.years_for_staff()
        label = f"{obj.executive.name} – {obj.post.title}"
        return f"{label} ({years})" if years else label

    @admin.display(description=_("post"), ordering="post__sort_key")
    def post_title(self, obj: Appointment) -> str:
        return str(obj.post)
