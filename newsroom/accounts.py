"""Accounts and groups in the admin: Django's own pages, which lift nobody above whoever uses them.

Groups open restricted releases, and lists, filters and questions here tell nothing of those.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth import admin as plain
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from people.admin.deleting import DiscreetAdmin


def rights_of(user: Any) -> QuerySet[Permission]:
    """The rights that an account has or would have, were it active; a superuser's are not listed anywhere."""
    return Permission.objects.filter(Q(user=user) | Q(group__user=user)).distinct()


def own_rights(user: Any) -> QuerySet[Permission]:
    """The rights that somebody may hand on."""
    return Permission.objects.all() if user.is_superuser else rights_of(user)


def outranks(user: Any, other: Any) -> bool:
    """Whether ``other`` may do what ``user`` may not, so that with that account one could do more."""
    if user.is_superuser:
        return False
    return bool(other.is_superuser or rights_of(other).exclude(pk__in=own_rights(user).values("pk")).exists())


def groups_within(user: Any) -> QuerySet[Group]:
    """The groups whose rights somebody has."""
    if user.is_superuser:
        return Group.objects.all()
    beyond = Permission.objects.exclude(pk__in=own_rights(user).values("pk"))
    return Group.objects.exclude(pk__in=Group.objects.filter(permissions__in=beyond).values("pk"))


_Options: Any = object
"""What a mixin for a ModelAdmin stands on."""


class NoHigher(_Options):
    """For a ModelAdmin of what carries rights: none may be given that whoever gives lacks."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not self._is_above(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not self._is_above(request, obj)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in {"permissions", "user_permissions"}:
            kwargs["queryset"] = (
                own_rights(request.user)
                .select_related("content_type")
                .order_by("content_type__app_label", "content_type__model", "codename")
            )
        if db_field.name == "groups":
            kwargs["queryset"] = groups_within(request.user).order_by("name")
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def refusal(self, obj: Any) -> str:
        return _("“%(name)s” is in use, so it stays.") % {"name": obj}

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Only what could be deleted one by one."""
        for obj in queryset:
            if self.has_delete_permission(request, obj):
                obj.delete()

    def _is_above(self, request: HttpRequest, obj: Any) -> bool:
        raise NotImplementedError


class AccountAdmin(NoHigher, DiscreetAdmin, plain.UserAdmin):
    """Who may only look sees no password, not even what became of it."""

    list_filter = ("is_staff", "is_active", "groups")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return [
            (title, {**options, "fields": [name for name in options["fields"] if name != "password"]})
            for title, options in fieldsets
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        above = () if request.user.is_superuser else ("is_superuser",)
        return (*super().get_readonly_fields(request, obj), *above, "last_login", "date_joined")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: the log would no longer say who did what. An account that is not needed is made inactive."""
        return False

    def _is_above(self, request: HttpRequest, obj: Any) -> bool:
        return obj is not None and outranks(request.user, obj)


class RoleAdmin(NoHigher, DiscreetAdmin, plain.GroupAdmin):  # type: ignore[misc]
    def _is_above(self, request: HttpRequest, obj: Any) -> bool:
        return obj is not None and not groups_within(request.user).filter(pk=obj.pk).exists()


def register() -> None:
    """In the place of Django's."""
    admin.site.unregister([User, Group])
    admin.site.register(User, AccountAdmin)
    admin.site.register(Group, RoleAdmin)
