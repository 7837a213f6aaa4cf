"""The parts of a release's body, in one list that is put in order by hand."""

from __future__ import annotations

from typing import Any

from content_editor.admin import ContentEditorInline
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from articles.admin.base import TellingFields
from articles.admin.keyed import KeyedForm
from articles.models import FileBlock, PictureBlock, RemarkBlock, TextBlock, VideoBlock
from people.models import Appointment

WRITE = ("articles.add_article", "articles.change_article")


class BlockInline(TellingFields, ContentEditorInline):
    """Who may write a release may write its parts."""

    form = KeyedForm

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_write(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_write(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_write(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_write(request) or request.user.has_perm("articles.view_article")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related(*self.autocomplete_fields[:1])

    def _may_write(self, request: HttpRequest) -> bool:
        return any(request.user.has_perm(permission) for permission in WRITE)


class TextInline(BlockInline):
    model = TextBlock
    icon = "notes"
    color = "var(--block-text)"


class RemarkBlockForm(KeyedForm):
    """Keeps a remark's posts true to its speaker."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        speaker, posts = cleaned.get("speaker"), cleaned.get("appointments")
        if speaker is None or not posts:
            return cleaned
        if self.instance.pk and "speaker" in self.changed_data and "appointments" not in self.changed_data:
            # They were the former speaker's; emptied, they are proposed anew.
            cleaned["appointments"] = Appointment.objects.none()
            if "capacity" not in self.changed_data:
                cleaned["capacity"] = ""
            return cleaned
        if any(appointment.executive_id != speaker.pk for appointment in posts):
            message = _("Only posts that %(speaker)s held.") % {"speaker": speaker}
            self.add_error("appointments", ValidationError(message))
        return cleaned


class RemarkInline(BlockInline):
    model = RemarkBlock
    form = RemarkBlockForm
    icon = "format_quote"
    color = "var(--block-remark)"
    autocomplete_fields = ("speaker", "meetings", "appointments")
    fields = ("speaker", "meetings", "appointments", "capacity", "text", "points", "region", "ordering", "block_key")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "appointments":
            kwargs["queryset"] = Appointment.objects.select_related("executive", "post__department")
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class PictureInline(BlockInline):
    model = PictureBlock
    icon = "image"
    color = "var(--block-picture)"
    autocomplete_fields = ("picture",)


class FileInline(BlockInline):
    model = FileBlock
    icon = "attach_file"
    color = "var(--block-file)"
    autocomplete_fields = ("file",)


class VideoInline(BlockInline):
    model = VideoBlock
    icon = "play_circle"
    color = "var(--block-video)"

    def formfield_for_dbfield(self, db_field: Any, *args: Any, **kwargs: Any) -> Any:
        if db_field.name == "url":
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, *args, **kwargs)


BLOCK_INLINES = (TextInline, RemarkInline, PictureInline, FileInline, VideoInline)
