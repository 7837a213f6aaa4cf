"""Files, each served only while readers may see what it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from articles import history
from articles.models import Edition, File, Picture
from articles.models.edition import EditionQuerySet
from articles.portraits import stamp_of
from people.models import Executive

CONTENT_TYPES = {
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".pdf": "application/pdf",
}


@require_safe
def picture(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """A picture of an edition that readers may read."""
    if not any(editions.filter(pictures__public_id=public_id).exists() for editions in _read()):
        raise Http404
    return serve(Picture.objects.get(public_id=public_id).image, public_id)


@require_safe
def file(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """A document of an edition that readers may read, to take away under a readable name."""
    found = (editions.filter(files__public_id=public_id).order_by("-live_from").first() for editions in _read())
    edition = next(filter(None, found), None)
    if edition is None:
        raise Http404
    printed = next(block for block in edition.record["blocks"] if block["kind"] == "file" and block["id"] == public_id)
    return serve(File.objects.get(public_id=public_id).file, printed["title"], attachment=True)


@require_safe
def portrait(request: HttpRequest, public_id: str, stamp: str) -> HttpResponseBase:
    """A public executive's portrait; ``stamp`` changes with the picture."""
    row = Executive.objects.public().filter(public_id=public_id).first()
    if row is None or not row.portrait or stamp_of(str(row.portrait)) != stamp:
        raise Http404
    return serve(row.portrait, public_id)


def _read() -> Iterator[EditionQuerySet]:
    """The editions that readers may read: first those that are live."""
    yield Edition.objects.live()
    yield history.kept()


def serve(stored: Any, title: str, attachment: bool = False) -> HttpResponseBase:
    """The stored file under a name made from ``title``; the one it is stored under is nobody's business."""
    suffix = PurePosixPath(stored.name).suffix
    content_type = CONTENT_TYPES.get(suffix)
    if content_type is None:
        raise Http404
    try:
        opened = stored.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    filename = ("-".join(re.findall(r"\w+", title))[:80] or "file") + suffix
    response = FileResponse(opened, as_attachment=attachment, filename=filename, content_type=content_type)
    response["Cache-Control"] = "no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response
