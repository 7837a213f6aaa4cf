"""What is deleted in the admin is kept first, so that it can be put back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from people.keeping import keep

_Options: Any = object
"""What a mixin for a ModelAdmin stands on."""


class KeepsDeleted(_Options):
    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        with transaction.atomic():
            keep(obj, request.user)
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """One by one, since a row's own ``delete()`` announces that readers' pages change."""
        with transaction.atomic():
            for obj in queryset:
                keep(obj, request.user)
                obj.delete()

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        self.keep_deleted(request, formset)
        super().save_formset(request, form, formset, change)

    def keep_deleted(self, request: HttpRequest, formset: Any) -> None:
        """Keep the rows that the page of another one is about to delete. Call in the transaction of the save."""
        for row in formset.deleted_forms:
            if row.instance.pk:
                keep(row.instance, request.user)
