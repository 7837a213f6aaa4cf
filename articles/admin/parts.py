"""What the pages around a release have in common: how they are addressed, and how they come by the release."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from articles.models import Article

View = Callable[..., HttpResponse]


def staff(model_admin: Any, name: str, address: str, view: View) -> URLPattern:
    """A route of the desk, ``admin:articles_article_<name>``. The view gets the model admin before the request."""

    def bound(request: HttpRequest, **arguments: Any) -> HttpResponse:
        return view(model_admin, request, **arguments)

    return path(address, model_admin.admin_site.admin_view(bound), name=f"articles_article_{name}")


def release_or_404(model_admin: Any, request: HttpRequest, pk: int) -> Article:
    """A release that exists for whoever asks; one that is restricted to others, or in the bin, is not found."""
    article: Article | None = model_admin.get_queryset(request).filter(pk=pk).first()
    if article is None:
        raise Http404
    return article
