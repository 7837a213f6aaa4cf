"""What all pages for rows with a public face have in common."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, models
from django.db.models import ProtectedError, Q, QuerySet, RestrictedError
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.html import format_html_join
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from i18nfield.fields import I18nCharField, I18nTextField
from i18nfield.forms import I18nFormField

from people import clock
from people.admin.deleting import DiscreetAdmin
from people.admin.fields import KnownSelect, KnownSelectMultiple, MomentField, NameInput, TextInput
from people.admin.freshness import FreshAdmin
from people.admin.kept import KeepsDeleted
from people.admin.words import end_state, moment_in_words, public_state
from people.models import FormerSlug
from people.visibility import as_told_to, public_q, told_from

PUBLISHING = "articles.publish_article"
"""The right to decide when readers see something. Its name alone, since this room imports nothing of the releases."""

IN_WORDS = {"public_from": "readers", "end_public_from": "end_readers"}
"""What stands in the place of the instants that make something public, for those who may not set them."""

_PUBLISHERS_NOTE = gettext_lazy("Who may publish sets from when readers see this; a release may reveal it earlier.")
_ZONE_NOTE = format_lazy(
    gettext_lazy(
        "Readers see this from the time set here, or from the release that reveals it, whichever is earlier. "
        "Times are those of {zone}."
    ),
    zone=settings.TIME_ZONE,
)

FORMFIELDS: dict[type[models.Field[Any, Any]], dict[str, Any]] = {
    I18nCharField: {"widget": NameInput},
    I18nTextField: {"widget": TextInput},
    models.DateTimeField: {"form_class": MomentField, "widget": AdminSplitDateTime},
}


class PublicStateFilter(admin.SimpleListFilter):
    """Rows by what readers see of them."""

    title = gettext_lazy("readers")
    parameter_name = "readers"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("see", _("see it")), ("later", _("will see it")), ("never", _("do not see it"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        revealed = "known_revealed_from" if "known_revealed_from" in queryset.query.annotations else "revealed_from"
        undated = Q(public_from__isnull=True, **{f"{revealed}__isnull": True})
        public = queryset.filter(public_q()).values("pk")
        chosen = {
            "see": Q(pk__in=public),
            "later": ~undated & ~Q(pk__in=public),
            "never": undated & ~Q(pk__in=public),
        }
        return queryset.filter(chosen.get(self.value() or "", Q()))


_Options: Any = object


class OpenedByPublishers(_Options):
    """For a ModelAdmin or an inline: to make a row public is to publish, so it takes the same right."""

    def get_queryset(self, request: HttpRequest) -> Any:
        """Rows that tell no hour of a release which whoever asks may not know of."""
        return as_told_to(request.user, super().get_queryset(request))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if request.user.has_perm(PUBLISHING) else _in_words(fieldsets)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        kept_from = () if request.user.has_perm(PUBLISHING) else IN_WORDS
        return (*super().get_readonly_fields(request, obj), *IN_WORDS.values(), *kept_from)

    @admin.display(description=gettext_lazy("readers"), empty_value="")
    def readers(self, obj: Any) -> str:
        """Whether readers may see it."""
        return public_state(obj)

    @admin.display(description=gettext_lazy("readers of its end"), empty_value="")
    def end_readers(self, obj: Any) -> str:
        """Whether readers may know that it ends."""
        return end_state(obj)


class CarefulAdmin(DiscreetAdmin, KeepsDeleted, FreshAdmin, OpenedByPublishers, admin.ModelAdmin):
    """Finds rows by any spelling, and turns every refusal of the database into words."""

    search_fields: ClassVar[Any] = ("search_key",)
    list_per_page = 50
    formfield_overrides = FORMFIELDS

    class Media:
        css = {"all": ["admin/newsroom.css"]}

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return queryset.search(search_term), False  # type: ignore[attr-defined]

    def get_actions(self, request: HttpRequest) -> Any:
        """Whoever is on the record cannot be deleted, so deletion is a matter of single rows."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, I18nFormField) and field.one_required and not field.help_text:
            field.help_text = _("In one language at least.")
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KnownSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KnownSelectMultiple(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        return _refused(form) if getattr(request, "refused_by_database", False) else form

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """Show the form again, with all that was typed, when a colleague was quicker than our own checks."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except DatabaseError as error:
            if request.method != "POST" or type(error) not in {IntegrityError, DatabaseError}:
                raise
        request.refused_by_database = True  # type: ignore[attr-defined]
        return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """A row that came into use between the question and the answer stays, and that is no server error."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except (ProtectedError, RestrictedError, IntegrityError):
            message = _("Nothing was deleted, since something refers to this by now.")
            self.message_user(request, message, messages.ERROR)
            return HttpResponseRedirect("../change/")


class PublicFaceAdmin(CarefulAdmin):
    """Rows that have a page, or will have one."""

    readonly_fields: ClassVar[Any] = ("readers", "addresses")
    list_filter: ClassVar[Any] = (PublicStateFilter,)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """An address made from the name follows the name as long as no reader has seen it."""
        if change and "wanted_slug" not in form.changed_data:
            before = self.model._base_manager.get(pk=obj.pk)
            opened = before.slug_opens_at is not None and before.slug_opens_at <= clock.now()
            if not opened and before.wanted_slug == before.make_wanted_slug():
                obj.wanted_slug = ""
        super().save_model(request, obj, form, change)

    @admin.display(description=gettext_lazy("addresses"))
    def addresses(self, obj: Any) -> str:
        """The present address, and former ones that lead to it."""
        former = FormerSlug.objects.filter(kind=obj._meta.model_name, owner=obj.public_id).order_by("slug")
        lines = [_("%(slug)s, which redirects to the present one") % {"slug": row} for row in former]
        return format_html_join("", "<div>{}</div>", ((line,) for line in [_present_address(obj), *lines]))


def _present_address(row: Any) -> str:
    if row.slug is not None and row.slug_opens_at <= clock.now():
        return str(row.slug)
    opens = told_from(row)
    if row.slug is None or opens is None:
        return _("None as long as this is hidden")
    return _("%(slug)s from %(moment)s") % {"slug": row.slug, "moment": moment_in_words(max(opens, row.slug_opens_at))}


def _refused(form: type[forms.ModelForm]) -> type[forms.ModelForm]:
    class Refused(form):  # type: ignore[valid-type,misc]
        def clean(self) -> Any:
            cleaned = super().clean()
            message = _("This contradicts what somebody else has just saved. Nothing was saved; look again.")
            self.add_error(None, ValidationError(message, code="refused"))
            return cleaned

    return Refused


def _in_words(fieldsets: Any) -> list[Any]:
    placed = set(flatten_fieldsets(fieldsets))

    def worded(fields: Any) -> list[Any]:
        kept: list[Any] = []
        for field in fields:
            if not isinstance(field, str):
                kept += [line] if (line := tuple(worded(field))) else []
            elif field not in IN_WORDS:
                kept.append(field)
            elif IN_WORDS[field] not in placed:
                placed.add(IN_WORDS[field])
                kept.append(IN_WORDS[field])
        return kept

    found = [(title, {**options, "fields": worded(options["fields"])}) for title, options in fieldsets]
    for _title, options in found:
        if options.get("description") is _ZONE_NOTE:
            options["description"] = _PUBLISHERS_NOTE
    return found


def visibility_fieldset(*further: str) -> Any:
    """When readers see a row."""
    return (
        gettext_lazy("Readers"),
        {"fields": ("readers", "public_from", *further), "description": _ZONE_NOTE},
    )


def address_fieldset(*further: str) -> Any:
    """Where readers find a row: seldom of concern, so folded away."""
    return gettext_lazy("Address"), {"classes": ("collapse",), "fields": ("wanted_slug", "addresses", *further)}
