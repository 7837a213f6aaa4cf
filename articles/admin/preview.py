"""The release as readers would see it, made from the working copy in the very way in which publishing makes it."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils import translation
from i18nfield.strings import LazyI18nString

from articles import facets, publishing, snapshots
from articles.admin.parts import release_or_404, staff
from articles.directory import Directory, Label
from articles.filling import Filler
from articles.models import Meeting, Topic
from articles.references import rows_of
from articles.views.page import page, private
from articles.views.release import release_context
from people import clock
from people.models import Department, Executive

_FACETS: dict[type[Any], tuple[str, str]] = {
    Executive: ("speaker", "name"),
    Meeting: ("event", "name"),
    Department: ("department", "name"),
    Topic: ("topic", "name"),
}


@dataclass(frozen=True)
class DeskFiller(Filler):
    """Shows pictures and files that are not public yet by the desk's addresses for them."""

    desk: dict[tuple[str, str], str] = field(default_factory=dict)

    def __call__(self, kind: str, identifier: str) -> str:
        return self.desk.get((kind, identifier)) or super().__call__(kind, identifier)


def urls(model_admin: Any) -> list[URLPattern]:
    return [staff(model_admin, "preview", "<int:pk>/preview/", preview_view)]


def preview_view(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """The public page of the working copy, for staff, never kept by anybody."""
    article = release_or_404(model_admin, request, pk)
    if not model_admin.has_view_permission(request, article):
        raise PermissionDenied
    moment = clock.now()
    data = snapshots.capture(article)
    composition = publishing.compose(article, data, moment)
    edition: Any = publishing.render(article, data, composition)
    edition.number = article.editions.opened(moment).count() + 1
    edition.live_from = moment
    edition.first_published_at = article.first_public() or moment
    edition.slug = article.slug or article.wanted_slug or article.public_id
    directory = with_hidden(facets.current().directory, rows_of(composition))
    filler = DeskFiller(directory, edition, desk=_desk_addresses(composition))
    change = reverse("admin:articles_article_change", args=[pk])
    with translation.override(article.language):
        context = {
            **release_context(edition, directory),
            "body": filler.fill(edition.body_html),
            "desk": {"url": change, "language": translation.get_language()},
        }
        response = private(page("admin/articles/article/preview.html", context))
    response["Content-Language"] = article.language
    return response


def with_hidden(directory: Directory, rows: Iterable[Any]) -> Directory:
    """A copy of the readers' directory that also holds the rows which the release would make public."""
    hidden = {}
    for row in rows:
        facet, name = _FACETS.get(type(row), ("", ""))
        if facet and row.public_id not in directory.by_public_id:
            slug = row.slug or row.wanted_slug or row.public_id
            hidden[row.public_id] = Label(facet, row.pk, row.public_id, slug, LazyI18nString(getattr(row, name)))
    widened = copy(directory)
    widened.by_public_id = {**directory.by_public_id, **hidden}
    return widened


def _desk_addresses(composition: publishing.Composition) -> dict[tuple[str, str], str]:
    addresses = {}
    for picture in composition.pictures:
        addresses["picture", picture.public_id] = reverse("admin:articles_picture_content", args=[picture.pk])
    for file in composition.files:
        addresses["file", file.public_id] = reverse("admin:articles_file_content", args=[file.pk])
    return addresses
