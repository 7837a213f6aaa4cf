"""Uploaded pictures: private, named at random, and published without what the camera or the editor left in them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import models
from django.db.models.fields.files import ImageFieldFile
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .publicid import new_public_id

EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
MAX_BYTES = 20 * 1024 * 1024
CHILD = Path(__file__).with_name("picture_child.py")
CHILD_SECONDS = 60
CHILD_SAYS_TOO_LARGE = 3


class FreshPicture(ContentFile):
    """Bytes that we encoded ourselves; anything else is a stranger's until ``reencode()`` has seen it."""


class PictureInput(forms.ClearableFileInput):
    """Takes a picture. A stored one is shown only where an admin gives ``preview_url``: it has no address."""

    template_name = "admin/people/picture_input.html"
    clear_checkbox_label: Any = gettext_lazy("Remove it")
    preview_url = ""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": "image/jpeg,image/png,image/webp", **(attrs or {})})

    def is_initial(self, value: Any) -> bool:
        """Whether a picture is stored already."""
        return bool(value) and getattr(value, "_committed", False)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["preview_url"] = self.preview_url
        return context

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Django's own renderer of forms does not look into the project's templates."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))


class PrivateImageFieldFile(ImageFieldFile):
    def save(self, name: str, content: File, save: bool = True) -> None:
        """Store the picture; on every path to the storage it is encoded anew first."""
        fresh = content if isinstance(content, FreshPicture) else reencode(content)
        super().save(str(fresh.name), fresh, save)


class PrivateImageField(models.ImageField):
    """An image under a random name in private storage, re-encoded before it is first stored.

    The format is judged by content, never by name. What Pillow writes anew holds no EXIF, GPS or comments.
    """

    attr_class = PrivateImageFieldFile

    def __init__(self, *args: Any, folder: str = "", **kwargs: Any) -> None:
        self.folder = folder
        kwargs.setdefault("max_length", 200)
        kwargs.setdefault("upload_to", self._random_name)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("upload_to", None)
        return name, path, args, {**kwargs, "folder": self.folder}

    def clean(self, value: Any, model_instance: Any) -> Any:
        cleaned = super().clean(value, model_instance)
        if cleaned and _is_strange(cleaned):
            fresh = reencode(cleaned)
            cleaned.file, cleaned.name = fresh, fresh.name
        return cleaned

    def update_dimension_fields(self, instance: Any, force: bool = False, *args: Any, **kwargs: Any) -> None:
        """Measure only what we encoded ourselves."""
        file = getattr(instance, self.attname) if self.attname in instance.__dict__ else None
        if not (file and _is_strange(file)):
            super().update_dimension_fields(instance, force, *args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        """A plain file field, since ``forms.ImageField`` would decode the upload in this process.

        Django's own widgets, the admin's too, would ask for the address of a file that has none.
        """
        widget = kwargs.get("widget")
        if getattr(widget, "is_initial", None) in {None, forms.ClearableFileInput.is_initial}:
            kwargs["widget"] = PictureInput
        return models.FileField.formfield(self, **kwargs)

    def _random_name(self, instance: models.Model, filename: str) -> str:
        return f"{self.folder}/{new_public_id()}{new_public_id()}.{filename.rpartition('.')[2]}"


def _is_strange(file: Any) -> bool:
    return not file._committed and not isinstance(file.file, FreshPicture)


def reencode(upload: File) -> FreshPicture:
    """The picture in ``upload`` as fresh bytes, upright and of a size for readers.

    Raises ValidationError with a sentence for the editor when it is too large or not a picture of a known format.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError(_("This picture is larger than 20 MB."))
    upload.seek(0)
    try:
        child = subprocess.run(  # noqa: S603 (our own file, with nothing of the upload in its arguments)
            [sys.executable, "-I", str(CHILD)],
            input=upload.read(),
            capture_output=True,
            timeout=CHILD_SECONDS,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ValidationError(_unreadable()) from error
    kind, _newline, picture = child.stdout.partition(b"\n")
    if child.returncode == CHILD_SAYS_TOO_LARGE:
        raise ValidationError(_("This picture has more than 50 million pixels."))
    if child.returncode != 0 or kind.decode() not in EXTENSIONS:
        raise ValidationError(_unreadable())
    return FreshPicture(picture, name=f"picture.{EXTENSIONS[kind.decode()]}")


def _unreadable() -> str:
    return _("This file is not a picture that can be read: use JPEG, PNG or WebP.")
