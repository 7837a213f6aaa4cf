"""Files, each served only while readers may see what it belongs to."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.text import get_valid_filename
from django.views.decorators.http import require_safe

from articles.models import Edition, File, Picture
from people.models import Executive

CONTENT_TYPES = {
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".pdf": "application/pdf",
}


@require_safe
def picture(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """A picture of a live edition."""
    if not Edition.objects.live().filter(pictures__public_id=public_id).exists():
        raise Http404
    return _serve(Picture.objects.get(public_id=public_id).image)


@require_safe
def file(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """A document of a live edition, to take away under a readable name."""
    if not Edition.objects.live().filter(files__public_id=public_id).exists():
        raise Http404
    row = File.objects.get(public_id=public_id)
    suffix = PurePosixPath(row.file.name).suffix
    return _serve(row.file, download=f"{get_valid_filename(str(row.title))[:80]}{suffix}")


@require_safe
def portrait(request: HttpRequest, public_id: str, stamp: str) -> HttpResponseBase:
    """A public executive's portrait; ``stamp`` changes with the picture."""
    row = Executive.objects.public().filter(public_id=public_id).first()
    if row is None or not row.portrait or not PurePosixPath(row.portrait.name).name.startswith(stamp):
        raise Http404
    return _serve(row.portrait)


def _serve(stored: Any, download: str = "") -> HttpResponseBase:
    content_type = CONTENT_TYPES.get(PurePosixPath(stored.name).suffix)
    if content_type is None:
        raise Http404
    try:
        opened = stored.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(opened, as_attachment=bool(download), filename=download, content_type=content_type)
    response["Cache-Control"] = "no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response
