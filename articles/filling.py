"""What the open places in finished HTML stand for at the moment of reading."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString

from articles import dates, rendering
from articles.directory import Directory, Label, address
from articles.models import Edition
from articles.portraits import portrait_html


@dataclass(frozen=True)
class Card:
    """An entry in a list, ready to print."""

    html: SafeString


@dataclass(frozen=True)
class Filler:
    """Resolves the markers of one edition for readers of its language.

    ``edition`` carries ``slug`` (see ``EditionQuerySet.addressed``); ``base`` goes before every path, for feeds.
    """

    directory: Directory
    edition: Edition
    base: str = ""

    def __call__(self, kind: str, identifier: str) -> str:
        language = self.edition.language
        if kind == "url":
            return self.base + release_path(self.edition)
        if kind == "date":
            moment = self.edition.first_published_at
            return dates.time_element(moment, language) if moment else ""
        if kind in {"picture", "file"}:
            return self.base + address(kind, language, identifier)
        label = self.directory.by_public_id.get(identifier)
        if kind == "portrait":
            return portrait_html(label, language, self.base) if label else ""
        return escape(self.base + label.url(language)) if label else ""

    def fill(self, html: str) -> SafeString:
        return rendering.fill(html, self)


def card(edition: Edition, directory: Directory) -> Card:
    return Card(Filler(directory, edition).fill(edition.card_html))


def release_path(edition: Edition) -> str:
    """The path of a release's page; ``edition`` carries ``slug``."""
    return address("release", edition.language, edition.slug)  # type: ignore[attr-defined]


def absolute(path: str) -> str:
    """An absolute address, from the settings alone and never from a request's headers."""
    return settings.SITE_URL.rstrip("/") + path


def labels(directory: Directory, public_ids: list[str], language: str) -> list[Label]:
    """The labels, in the order given, of those rows that readers may see."""
    return [directory.by_public_id[key] for key in public_ids if key in directory.by_public_id]
