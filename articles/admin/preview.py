"""The release as readers would see it, made from the working copy in the very way in which publishing makes it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse

from articles import snapshots
from articles.admin.parts import release_or_404, staff
from articles.preview.sheet import Sheet

_CONTENT = {
    "picture": "admin:articles_picture_content",
    "file": "admin:articles_file_content",
    "portrait": "admin:people_executive_portrait",
}
"""The desk's own addresses for what readers cannot open yet."""


def urls(model_admin: Any) -> list[URLPattern]:
    return [staff(model_admin, "preview", "<int:pk>/preview/", preview_view)]


def preview_view(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """The public page of the working copy, for staff, never kept by anybody."""
    article = release_or_404(model_admin, request, pk)
    if not model_admin.has_view_permission(request, article):
        raise PermissionDenied
    sheet = Sheet.of(article, snapshots.capture(article))
    desk = {"url": reverse("admin:articles_article_change", args=[pk])}
    return sheet.page("admin/articles/article/preview.html", content_address, desk=desk)


def content_address(kind: str, row: Any) -> str:
    return reverse(_CONTENT[kind], args=[row.pk])
