"""Uploaded pictures: private, named at random, and published without what the camera or the editor left in them."""

from __future__ import annotations

import io
import warnings
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import models
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from .publicid import new_public_id

FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000
LONGEST_SIDE = 2400
"""Pixels; a larger picture is scaled down, since readers get this file."""


class PrivateImageField(models.ImageField):
    """An image under a random name in private storage, re-encoded when it is first saved.

    The format is judged by content, never by name. What Pillow writes anew holds no EXIF, GPS or comments.
    """

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
        if cleaned and not getattr(cleaned, "_committed", True):
            reencode(cleaned)
        return cleaned

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        file = getattr(model_instance, self.attname)
        if file and not file._committed:
            content = reencode(file)
            file.save(content.name, content, save=False)
        return super().pre_save(model_instance, add)

    def _random_name(self, instance: models.Model, filename: str) -> str:
        return f"{self.folder}/{new_public_id()}{new_public_id()}.{filename.rpartition('.')[2]}"


def reencode(upload: File) -> ContentFile:
    """The picture in ``upload`` as fresh bytes, upright and at most ``LONGEST_SIDE`` pixels.

    Raises ValidationError with a sentence for the editor when it is too large or not a picture of a known format.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError(_("This picture is larger than 20 MB."))
    try:
        upload.seek(0)
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(upload, formats=list(FORMATS))
            if image.width * image.height > MAX_PIXELS:
                raise ValidationError(_("This picture has more than 50 million pixels."))
            kind = image.format or "JPEG"
            image = ImageOps.exif_transpose(image)
            image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            fresh = image.convert(
                "RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB"
            )
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        Image.DecompressionBombError,
        Warning,
    ) as error:
        raise ValidationError(
            _("This file is not a picture that can be read: use JPEG, PNG or WebP.")
        ) from error
    if kind == "JPEG":
        fresh = fresh.convert("RGB")
    buffer = io.BytesIO()
    fresh.info.clear()
    fresh.save(buffer, kind, quality=88)
    return ContentFile(buffer.getvalue(), name=f"picture.{FORMATS[kind]}")
