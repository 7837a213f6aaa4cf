"""What every public page has in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation

from articles.directory import Directory
from articles.filling import absolute
from people.slugs import FormerSlug

Language = dict[str, Any]
Answer = TypeVar("Answer", bound=HttpResponseBase)


def language() -> str:
    """The language of the address, and so of the page."""
    return translation.get_language() or settings.LANGUAGE_CODE


def page(
    template: str,
    context: dict[str, Any],
    *,
    path: str = "",
    languages: Iterable[Language] = (),
    status: int = 200,
) -> HttpResponse:
    """A finished public page. ``path`` is its canonical one; it holds nothing of whoever asks for it."""
    context = {
        **context,
        "site": site(),
        "languages": list(languages),
        "canonical_url": absolute(path) if path else "",
    }
    response = HttpResponse(render_to_string(template, context), status=status)
    response["Cache-Control"] = "no-cache"
    return response


def site() -> dict[str, str]:
    return {"name": settings.NEWSROOM_ORGANISATION, "url": settings.SITE_URL, "tagline": settings.NEWSROOM_TAGLINE}


def in_all_languages(path_of: Callable[[str], str]) -> list[Language]:
    """The counterparts of a page that exists in every language, itself included."""
    here = language()
    return [
        {"code": code, "native_name": name, "url": absolute(path_of(code)), "current": code == here}
        for code, name in settings.LANGUAGES
    ]


def moved_or_absent(route: str, slug: str, directory: Directory) -> HttpResponse:
    """What stands at an address that no public row has now: a redirect for good, or nothing. Raises Http404."""
    former = FormerSlug.owner_of(route, slug)
    label = directory.by_public_id.get(former) if former else None
    if label is None:
        raise Http404
    return moved_for_good(label.url(language()))


def moved_for_good(path: str) -> HttpResponse:
    """A permanent redirect that browsers ask about again, so that a name changed back leads into no circle."""
    response = HttpResponsePermanentRedirect(path)
    response["Cache-Control"] = "no-cache"
    return response


def private(response: Answer) -> Answer:
    """Mark a page that is for one reader only, such as a preview."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
