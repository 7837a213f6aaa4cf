from __future__ import annotations

import mimetypes
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.admin.appointment import PostsHeld
from people.admin.base import PublicFaceAdmin, PublicStateFilter, address_fieldset, visibility_fieldset
from people.admin.freshness import FreshInline
from people.admin.merging import MergeView
from people.admin.words import current
from people.models import Alias, Appointment, Executive


class AliasInline(FreshInline, admin.TabularInline):
    model = Alias
    fields = ("text", "public")
    extra = 1


@admin.register(Executive)
class ExecutiveAdmin(PublicFaceAdmin):
    """People who speak. Duplicates that were merged are listed nowhere."""

    list_display = ("full_name", "posts_today", "spokesperson", "readers")
    list_filter = ("spokesperson", PublicStateFilter)
    search_help_text = gettext_lazy("Any spelling of the name, in any script, with or without accents")
    readonly_fields = ("readers", "addresses", "merged_from")
    inlines = (PostsHeld, AliasInline)
    actions = ("merge_two",)
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("name", "native_name", "spokesperson")}),
        visibility_fieldset(),
        (gettext_lazy("Profile"), {"fields": ("biography", "portrait")}),
        address_fieldset("merged_from"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Executive]:
        held = Appointment.objects.select_related("post__department")
        return super().get_queryset(request).unmerged().prefetch_related(Prefetch("appointments", held))

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/merge/", wrap(MergeView.as_view(model_admin=self)), name="people_executive_merge"),
            path("<int:pk>/portrait/", wrap(self.portrait_view), name="people_executive_portrait"),
            *super().get_urls(),
        ]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is not None and "portrait" in form.base_fields:
            form.base_fields["portrait"].widget.preview_url = reverse("admin:people_executive_portrait", args=[obj.pk])
        return form

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        context["may_merge"] = self.has_merge_permission(request)
        return super().render_change_form(request, context, *args, **kwargs)

    def has_merge_permission(self, request: HttpRequest) -> bool:
        """Merging moves what releases say, so it takes a right of its own."""
        return request.user.has_perm("people.merge_executive") and self.has_change_permission(request)

    @admin.action(description=gettext_lazy("Merge the two selected executives…"), permissions=["merge"])
    def merge_two(self, request: HttpRequest, queryset: QuerySet[Executive]) -> HttpResponseRedirect | None:
        """Ask about the later entry becoming part of the earlier one; the page offers the other way round."""
        keys = sorted(queryset.values_list("pk", flat=True))
        if len(keys) != 2:
            self.message_user(request, _("Select the two entries for one person."), messages.ERROR)
            return None
        into, duplicate = keys
        return HttpResponseRedirect(f"{reverse('admin:people_executive_merge', args=[duplicate])}?into={into}")

    def portrait_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The stored portrait, which has no other address for staff."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        executive = self.get_queryset(request).filter(pk=pk).first()
        portrait = executive.portrait if executive else None
        if not portrait or not portrait.storage.exists(str(portrait.name)):
            raise Http404
        kind = mimetypes.guess_type(str(portrait.name))[0]
        response = FileResponse(portrait.open("rb"), content_type=kind)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def autocomplete_label(self, obj: Executive) -> str:
        """ "Tong Laiming (童来明) – Managing Director, 2021–", so that namesakes are told apart."""
        held = list(obj.appointments.all())
        if today := self._in_words(current(held)):
            return f"{obj} – {today}"
        if held:
            return _("%(name)s – formerly %(post)s") % {"name": obj, "post": self._in_words(held[:1])}
        return str(obj)

    @admin.display(description=gettext_lazy("name"), ordering="sort_key")
    def full_name(self, obj: Executive) -> str:
        return str(obj)

    @admin.display(description=gettext_lazy("posts today"), empty_value="")
    def posts_today(self, obj: Executive) -> str:
        return self._in_words(current(obj.appointments.all()))

    @admin.display(description=gettext_lazy("merged from"))
    def merged_from(self, obj: Executive) -> str:
        """The entries that became part of this one."""
        duplicates = obj.duplicates.order_by("pk") if obj.pk else ()
        return format_html_join("", "<div>{}</div>", ((duplicate,) for duplicate in duplicates)) or "–"

    @staticmethod
    def _in_words(appointments: list[Appointment]) -> str:
        parts = ((str(held.post.title), held.years_for_staff()) for held in appointments)
        return "; ".join(", ".join(filter(None, part)) for part in parts)
