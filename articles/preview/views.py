"""What a reviewer without an account sees: one text, by a link that somebody at the desk made for them.

The secret of the link is exchanged for a short-lived cookie at once, so that it stands in no address that a page is
read at. Every request asks anew whether the link still opens; to all others there is nothing here.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import dates, snapshots
from articles.models import File, Picture, PreviewLink
from articles.preview.sheet import Gone, Sheet, named_in
from articles.views.media import serve
from articles.views.page import page, private
from articles.workflow import previews
from people import names
from people.models import Executive

COOKIE, SALT = "preview", "articles.preview"
LASTS = timedelta(hours=1)
"""After that the link has to be opened again, and is counted again."""


@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the secret for a cookie. Whoever asks for the head alone gets none, and is not counted."""
    link = previews.find(token) if request.method == "HEAD" else previews.open_preview(token)
    if link is None:
        raise Http404
    address = reverse("preview_release", args=[link.public_id])
    response = HttpResponseRedirect(address, status=303)
    if request.method == "GET":
        response.set_signed_cookie(
            COOKIE,
            link.public_id,
            salt=SALT,
            max_age=LASTS,
            path=address,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return private(response)


@require_safe
def release(request: HttpRequest, public_id: str) -> HttpResponse:
    """The page of the release as the link's text has it."""
    link = _link(request, public_id)
    try:
        sheet = Sheet.of(link.article, snapshots.read(link.snapshot))
    except Gone:
        return private(page("articles/preview_gone.html", {}, status=410))

    def address_of(kind: str, row: Any) -> str:
        return reverse(f"preview_{kind}", args=[public_id, row.public_id])

    return sheet.page("articles/preview.html", address_of, preview=_bar(link, sheet))


@require_safe
def picture(request: HttpRequest, public_id: str, picture: str) -> HttpResponseBase:
    """A picture that the text shows."""
    found = _shown(_link(request, public_id), Picture, picture)
    return private(serve(found.image, picture))


@require_safe
def file(request: HttpRequest, public_id: str, file: str) -> HttpResponseBase:
    """A document that the text offers, under the title that it has there."""
    link = _link(request, public_id)
    found = _shown(link, File, file)
    titles = [block["title"] for block in snapshots.read(link.snapshot)["blocks"] if block.get("file_id") == found.pk]
    title = titles[0] or names.in_language(found.title, link.article.language)
    return private(serve(found.file, title, attachment=True))


@require_safe
def portrait(request: HttpRequest, public_id: str, executive: str) -> HttpResponseBase:
    """The portrait of somebody whom the text quotes."""
    found = _shown(_link(request, public_id), Executive, executive)
    if not found.portrait:
        raise Http404
    return private(serve(found.portrait, executive))


def _link(request: HttpRequest, public_id: str) -> PreviewLink:
    """The link that this browser was let in by, if it still opens. Raises Http404."""
    if request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=LASTS) != public_id:
        raise Http404
    valid = PreviewLink.objects.valid().select_related("article", "snapshot")
    link: PreviewLink | None = valid.filter(public_id=public_id).first()
    if link is None:
        raise Http404
    return link


def _shown(link: PreviewLink, model: Any, public_id: str) -> Any:
    """A row that the link's text shows. Raises Http404."""
    keys = named_in(snapshots.read(link.snapshot))[model]
    found = model._default_manager.filter(pk__in=keys, public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _bar(link: PreviewLink, sheet: Sheet) -> dict[str, Any]:
    """What is said above the page."""
    text_of = timezone.localtime(link.snapshot.created_at)
    language = sheet.edition.language
    return {
        "for_whom": link.for_whom,
        "day": dates.day(text_of.date(), language),
        "time": f"{text_of:%H:%M}",
        "published": sheet.published,
    }
