from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from people.admin.appointment import Holders
from people.admin.base import PublicFaceAdmin, PublicStateFilter, address_fieldset, visibility_fieldset
from people.admin.words import holders
from people.models import Appointment, Post


@admin.register(Post)
class PostAdmin(PublicFaceAdmin):
    list_display = ("titled", "department", "held_by", "exclusive", "readers")
    list_filter = ("exclusive", PublicStateFilter)
    search_help_text = _("The title in any language")
    autocomplete_fields = ("department",)
    inlines = (Holders,)
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("title", "department", "exclusive")}),
        visibility_fieldset(),
        address_fieldset(),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Post]:
        held = Appointment.objects.select_related("executive")
        posts = super().get_queryset(request).select_related("department")
        return posts.prefetch_related(Prefetch("appointments", held))

    def autocomplete_label(self, obj: Post) -> str:
        """ "Managing Director, Head Office – Tong Laiming, 2021–"."""
        holders = self.held_by(obj)
        return f"{obj} – {holders}" if holders else str(obj)

    @admin.display(description=_("title"), ordering="sort_key")
    def titled(self, obj: Post) -> str:
        return str(obj.title)

    @admin.display(description=_("held today by"), empty_value="")
    def held_by(self, obj: Post) -> str:
        return holders(obj.appointments.all())
