"""Pictures, files and topics."""

from __future__ import annotations

import mimetypes
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import FileField
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from articles import topics
from articles.admin.base import DeskAdmin, PrivateFileInput
from articles.models import File, Picture, Topic
from people.admin.base import FORMFIELDS, PublicFaceAdmin, address_fieldset, visibility_fieldset
from people.admin.freshness import FreshForm


class PrivateFileAdmin(DeskAdmin):
    """Rows with a file that only staff with the right to view them may open."""

    FILE_FIELD: str
    formfield_overrides = {**FORMFIELDS, FileField: {"widget": PrivateFileInput}}

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_content"
        view = self.admin_site.admin_view(self.content_view)
        return [path("<int:pk>/content/", view, name=name), *super().get_urls()]

    def content_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The file itself; a document is saved rather than shown, since it comes from outside."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.get_queryset(request).filter(pk=pk).first()
        file = getattr(row, self.FILE_FIELD, None)
        if not file or not file.storage.exists(file.name):
            raise Http404
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        response = FileResponse(
            file.open("rb"), content_type=kind, as_attachment=not kind.startswith("image/"), filename=file.name
        )
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def content_address(self, obj: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_content", args=[obj.pk])

    @admin.display(description=_("content"))
    def content_link(self, obj: Any) -> str:
        return format_html('<a href="{}">{}</a>', self.content_address(obj), _("Open")) if obj.pk else "–"

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who may only look gets a link: Django would ask the storage for an address that there is none of."""
        fields = list(super().get_fields(request, obj))
        if obj is None or self.has_change_permission(request, obj):
            return fields
        return ["content_link" if field == self.FILE_FIELD else field for field in fields]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*super().get_readonly_fields(request, obj), "content_link")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if obj is not None and self.FILE_FIELD in form.base_fields:
            form.base_fields[self.FILE_FIELD].widget.view = self.content_address(obj)
        return form


@admin.register(Picture)
class PictureAdmin(PrivateFileAdmin):
    FILE_FIELD = "image"
    list_display = ("title", "thumbnail", "size", "credit")
    fields = ("shown", "title", "image", "alternative", "credit")
    readonly_fields = ("shown",)

    @admin.display(description=_("picture"))
    def thumbnail(self, obj: Picture) -> str:
        return format_html('<img class="thumbnail" src="{}" alt="" loading="lazy">', self.content_address(obj))

    @admin.display(description=_("size"))
    def size(self, obj: Picture) -> str:
        return f"{obj.width} × {obj.height}"

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [field for field in super().get_fields(request, obj) if obj is not None or field != "shown"]

    @admin.display(description=_("as it is"))
    def shown(self, obj: Picture) -> str:
        return format_html('<img class="picture" src="{}" alt="{}">', self.content_address(obj), str(obj.alternative))


@admin.register(File)
class FileAdmin(PrivateFileAdmin):
    FILE_FIELD = "file"
    list_display = ("title",)
    fields = ("title", "file")


admin.site.unregister(Tag)  # the library's own tags, which nothing carries here: topics are in their place


class TopicForm(FreshForm):
    user: Any

    def validate_unique(self) -> None:
        """No objection to a name that only a topic has which the user may not know of: that one gives way."""
        exclude = self._get_validation_exclusions()  # type: ignore[attr-defined]
        if topics.hidden_from(self.user, [self.cleaned_data.get("name") or ""]).exists():
            exclude.add("name")
        try:
            self.instance.validate_unique(exclude=exclude)
        except ValidationError as error:
            self._update_errors(error)  # type: ignore[attr-defined]


@admin.register(Topic)
class TopicAdmin(DeskAdmin, PublicFaceAdmin):
    form = TopicForm
    list_display = ("name", "title", "readers")
    fieldsets = ((None, {"fields": ("name", "title")}), visibility_fieldset(), address_fieldset())

    def get_queryset(self, request: HttpRequest) -> Any:
        """What exists for whoever asks."""
        return super().get_queryset(request).visible_to(request.user)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        with topics.taking(obj.name, request.user):
            super().save_model(request, obj, form, change)

    def autocomplete_label(self, obj: Any) -> str:
        return str(obj.name)
