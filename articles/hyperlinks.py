"""Where the links in a release lead: out, to the desk, or to pages of the site that are there or are not."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from html import unescape
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.urls import Resolver404, resolve
from django.utils import translation

from articles.models import Article, Edition, Meeting, Topic
from articles.models.edition import live_q
from people.models import Department, Executive
from people.slugs import FormerSlug

LIMIT = 50
"""Links of a release that are looked up; more are taken on trust."""

_HREF = re.compile(r'<a href="([^"]*)"')
_ANCHOR = re.compile(r"r\d+(?:-p\d+)?")
_FACES: dict[str, Any] = {"meeting": Meeting, "executive": Executive, "department": Department, "topic": Topic}
_RELEASES = {"release", "release_json", "history", "superseded"}
_FILES = {"picture", "file"}
_STAFF = "admin"


class Trouble(Enum):
    """What is wrong with a link."""

    STAFF = "leads to the desk, or to a preview"
    NOWHERE = "leads to no page that readers can see by then"
    INSECURE = "is not encrypted"


@dataclass(frozen=True)
class Hyperlink:
    address: str
    path: str
    """On this site, with the language's prefix; empty for one that leads out."""

    fragment: str = ""


@dataclass(frozen=True)
class Place:
    """What stands at an address of the site."""

    route: str
    language: str
    arguments: dict[str, Any]


def links_in(html: str) -> Iterator[Hyperlink]:
    """The links of a rich text that the sanitiser has passed."""
    origin = urlsplit(settings.SITE_URL)
    for match in _HREF.finditer(html):
        address = unescape(match[1])
        parts = urlsplit(address)
        within = parts.netloc == origin.netloc if parts.netloc else not parts.scheme
        yield Hyperlink(address, unquote(parts.path) if within else "", parts.fragment if within else "")


def trouble_with(
    link: Hyperlink, article: Article, opening: Sequence[Any], anchors: Collection[str], opens: datetime
) -> Trouble | None:
    """What is wrong with a link of a release that opens at ``opens``: at most two queries.

    ``opening`` are rows that open with it if they are not open before, ``anchors`` those of its own quotations.
    """
    if link.address.lower().startswith("http://") and not (link.path and settings.SITE_URL.startswith("http://")):
        return Trouble.INSECURE
    if not link.path:
        lost = _ANCHOR.fullmatch(link.fragment) and link.fragment not in anchors
        return Trouble.NOWHERE if lost else None
    if link.path.startswith(settings.STATIC_URL):
        return None
    place = place_of(link.path)
    if place is None:
        return Trouble.NOWHERE
    if place.route == _STAFF:
        return Trouble.STAFF
    return None if _is_there(place, article, opening, opens) else Trouble.NOWHERE


def leads_to_staff(link: Hyperlink) -> bool:
    place = place_of(link.path) if link.path else None
    return place is not None and place.route == _STAFF


def place_of(path: str) -> Place | None:
    """What the site has at a path; None if that is nothing."""
    first = path.split("/")[1] if path.startswith("/") else ""
    language = first if first in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    try:
        with translation.override(language):
            match = resolve(path)
    except (Resolver404, ValueError):
        return None
    if _STAFF in match.namespaces or (match.url_name or "").startswith("preview"):
        return Place(_STAFF, language, {})
    return Place(match.url_name or "", language, match.kwargs)


def _is_there(place: Place, article: Article, opening: Sequence[Any], opens: datetime) -> bool:
    slug = place.arguments.get("slug", "")
    if place.route in _RELEASES:
        return _is_release(place, slug, article, opens)
    if place.route in _FILES:
        public_id = place.arguments["public_id"]
        live = Edition.objects.live().filter(**{f"{place.route}s__public_id": public_id})
        return any(row.public_id == public_id for row in opening) or live.exists()
    model = _FACES.get(place.route)
    if model is None or any(isinstance(row, model) and slug in {row.slug, row.wanted_slug} for row in opening):
        return True
    # From when a topic is public may be the secret of a restricted release; that it is public, is nobody's.
    public = model.objects.public() if model is Topic else model.objects.public(opens)
    return public.filter(slug=slug).exists() or FormerSlug.owner_of(place.route, slug) is not None


def _is_release(place: Place, slug: str, article: Article, opens: datetime) -> bool:
    """Live now, or by then and known to everybody on the desk: a restricted release does not exist for the others."""
    if place.language == article.language and slug in {article.slug, article.wanted_slug}:
        return True
    known = Q(article__in=Article.objects.visible_to(AnonymousUser()))
    editions = Edition.objects.filter(article__language=place.language, article__slug=slug)
    there = editions.filter(live_q() | (live_q(now=opens) & known))
    return there.exists() or FormerSlug.owner_of("article", slug, place.language) is not None
