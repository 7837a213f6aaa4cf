from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.admin.base import PublicFaceAdmin, PublicStateFilter, address_fieldset, visibility_fieldset
from people.admin.freshness import FreshForm
from people.admin.words import holders
from people.models import Appointment, Department, Post


class DepartmentForm(FreshForm):
    def clean(self) -> Any:
        """A closing and what came after it must fit together; successors are known only to the form."""
        cleaned = super().clean() or self.cleaned_data
        closure, successors = cleaned.get("closure"), cleaned.get("successors")
        if closure is None or successors is None:
            return cleaned
        if self.instance.pk and any(successor.pk == self.instance.pk for successor in successors):
            self.add_error("successors", _("A department cannot succeed itself."))
        elif successors and not closure:
            self.add_error("closure", _("Say how it closed, since it has a successor."))
        elif closure == Department.Closure.RENAMED and len(successors) != 1:
            self.add_error("successors", _("Choose the one department that carries the new name."))
        elif closure in {Department.Closure.MERGED, Department.Closure.SPLIT} and not successors:
            self.add_error("successors", _("Say what it became."))
        return cleaned


class PostsOfDepartment(admin.TabularInline):
    """For looking up: each post is edited on its own page."""

    model = Post
    fields = ("held_by", "exclusive")
    readonly_fields = ("held_by",)
    verbose_name_plural = gettext_lazy("posts")
    extra = 0
    can_delete = False
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Post]:
        held = Appointment.objects.select_related("executive")
        return (
            super().get_queryset(request).select_related("department").prefetch_related(Prefetch("appointments", held))
        )

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("held today by"), empty_value="")
    def held_by(self, obj: Post) -> str:
        return holders(obj.appointments.all())


@admin.register(Department)
class DepartmentAdmin(PublicFaceAdmin):
    form = DepartmentForm
    list_display = ("named", "kind", "part_of", "existence", "readers")
    list_filter = ("kind", PublicStateFilter)
    list_select_related = ("parent",)
    search_help_text = gettext_lazy("The name in any language")
    autocomplete_fields = ("parent", "successors")
    inlines = (PostsOfDepartment,)
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("name", "kind", "parent", "opened_on")}),
        visibility_fieldset(),
        (
            gettext_lazy("Closing"),
            {
                "fields": (("closed_on", "closure"), "successors", "end_public_from"),
                "description": gettext_lazy(
                    "A department is never deleted once it is on the record: its page stays, "
                    "and says what became of it."
                ),
            },
        ),
        address_fieldset(),
    )

    def autocomplete_label(self, obj: Department) -> str:
        """The name, and whether it still exists."""
        closed = self.existence(obj)
        return f"{obj} ({closed})" if closed else str(obj)

    @admin.display(description=gettext_lazy("name"), ordering="sort_key")
    def named(self, obj: Department) -> str:
        return str(obj)

    @admin.display(description=gettext_lazy("part of"), ordering="parent__sort_key", empty_value="")
    def part_of(self, obj: Department) -> str:
        return str(obj.parent or "")

    @admin.display(description=gettext_lazy("closed"), ordering="closed_on", empty_value="")
    def existence(self, obj: Department) -> str:
        """ "Renamed 2023"; nothing as long as it exists."""
        return f"{obj.get_closure_display()} {obj.closed_on.year}" if obj.closed_on else ""
