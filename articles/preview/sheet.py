"""The page of a release that was never printed, made as publishing makes it. Staff and invited reviewers see it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Min
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape
from i18nfield.strings import LazyI18nString

from articles import facets, publishing
from articles.directory import Directory, Label
from articles.filling import Filler
from articles.models import Article, Boilerplate, Contact, File, Meeting, Picture, Topic
from articles.portraits import SIDE, initials
from articles.publishing import Composition
from articles.references import rows_of
from articles.views.page import page, private
from articles.views.release import release_context
from people import clock
from people.models import Appointment, Department, Executive

AddressOf = Callable[[str, Any], str]
"""The private address of a "picture", a "file" or a "portrait", given the row that it belongs to."""

_FACETS: dict[type[Any], tuple[str, str]] = {
    Executive: ("speaker", "name"),
    Meeting: ("event", "name"),
    Department: ("department", "name"),
    Topic: ("topic", "name"),
}
_LEADS_NOWHERE = re.compile('<a href="">([^<]*)</a>')


class Gone(Exception):
    """The text refers to rows that have been deleted since."""


@dataclass(slots=True)
class Unlinked(Label):
    """A row without a page that readers could open: it is named, and leads nowhere."""

    def url(self, language: str) -> str:
        return ""


@dataclass(frozen=True)
class SheetFiller(Filler):
    """Shows pictures, files and portraits that are not public by addresses of their own."""

    addresses: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def __call__(self, kind: str, identifier: str) -> str:
        own = self.addresses.get((kind, identifier))
        if own is None:
            return super().__call__(kind, identifier)
        if kind != "portrait":
            return escape(own)
        label = self.directory.by_public_id[identifier]
        image = {"url": own, "width": SIDE, "height": SIDE}
        context = {"image": image, "initials": initials(label.name(self.edition.language))}
        return render_to_string("articles/parts/portrait.html", context).strip()


@dataclass(frozen=True)
class Sheet:
    """What would be printed of a text, not stored."""

    edition: Any
    composition: Composition
    published: bool
    """Readers read this very text now."""

    @classmethod
    def of(cls, article: Article, data: dict[str, Any]) -> Sheet:
        """Print a snapshot's data, which is in the present schema, as if it were published now. Raises Gone."""
        _refuse_what_is_gone(data)
        moment = clock.now()
        composition = publishing.compose(article, data, moment)
        edition: Any = publishing.render(article, data, composition)
        live: Any = article.editions.live(moment).numbered().first()
        published = live is not None and publishing.printed_digest(live) == publishing.printed_digest(edition)
        edition.number = live.number if published else article.editions.opened(moment).count() + 1
        edition.live_from = live.live_from if published else moment
        first = article.editions.opened(moment).aggregate(first=Min("live_from"))["first"]
        edition.first_published_at = first or moment
        edition.slug = article.slug or article.wanted_slug or article.public_id
        return cls(edition, composition, published)

    def page(self, template: str, address_of: AddressOf, **context: Any) -> HttpResponse:
        """The finished page, for nobody to keep. Only what readers can open by now is linked."""
        directory = with_hidden(facets.current().directory, rows_of(self.composition))
        filler = SheetFiller(directory, self.edition, addresses=self._addresses(directory, address_of))
        language = self.edition.language
        with translation.override(language):
            printed = release_context(self.edition, directory)
            response = private(page(template, {**printed, "body": filler.fill(self.edition.body_html), **context}))
        response.content = _LEADS_NOWHERE.sub(r'<span class="unlinked">\1</span>', response.content.decode())
        response["Content-Language"] = language
        return response

    def _addresses(self, directory: Directory, address_of: AddressOf) -> dict[tuple[str, str], str]:
        own = {("picture", picture.public_id): address_of("picture", picture) for picture in self.composition.pictures}
        own |= {("file", file.public_id): address_of("file", file) for file in self.composition.files}
        for remark in self.composition.remarks:
            if isinstance(directory.by_public_id.get(remark.speaker.public_id), Unlinked) and remark.speaker.portrait:
                own["portrait", remark.speaker.public_id] = address_of("portrait", remark.speaker)
        return own


def with_hidden(directory: Directory, rows: Iterable[Any]) -> Directory:
    """A copy of the readers' directory that also names the rows which the release would make public."""
    hidden: dict[str, Label] = {}
    for row in rows:
        facet, name = _FACETS.get(type(row), ("", ""))
        if facet and row.public_id not in directory.by_public_id:
            hidden[row.public_id] = Unlinked(facet, row.pk, row.public_id, "", LazyI18nString(getattr(row, name)))
    widened = copy(directory)
    widened.by_public_id = {**directory.by_public_id, **hidden}
    return widened


def named_in(data: dict[str, Any]) -> dict[type[Any], set[int]]:
    """The primary keys of all that a snapshot's data refers to."""
    head = data["article"]
    named: dict[type[Any], set[int]] = {
        Meeting: set(head["meetings"]),
        Department: set(head["departments"]),
        Boilerplate: {head["boilerplate_id"], head["forward_looking_id"]} - {None},
        Contact: {head["contact_id"]} - {None},
        Executive: set(),
        Appointment: set(),
        Picture: set(),
        File: set(),
    }
    for block in data["blocks"]:
        if block["kind"] == "remark":
            named[Executive].add(block["speaker_id"])
            named[Meeting].update(block["meetings"])
            named[Appointment].update(block["appointments"])
        elif block["kind"] == "picture":
            named[Picture].add(block["picture_id"])
        elif block["kind"] == "file":
            named[File].add(block["file_id"])
    return named


def _refuse_what_is_gone(data: dict[str, Any]) -> None:
    for model, keys in named_in(data).items():
        if keys and model._default_manager.filter(pk__in=keys).count() < len(keys):
            raise Gone
