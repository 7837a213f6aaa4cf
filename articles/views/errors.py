"""Pages for what went wrong. Absent, draft, embargoed and never published are one and the same 404."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from articles.query import BadParameter
from articles.views.page import page


def bad_parameter(error: BadParameter) -> HttpResponse:
    """400 that names the parameter."""
    return page("articles/errors/400.html", {"parameter": error.parameter, "problem": str(error)}, status=400)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page("articles/errors/400.html", {"problem": _("This request cannot be read.")}, status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page("articles/errors/403.html", {}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page("articles/errors/404.html", {}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Depends on nothing that may just have failed."""
    return HttpResponse(render_to_string("articles/errors/500.html"), status=500)


def gone(context: dict[str, Any]) -> HttpResponse:
    """410: withdrawn after publication, with the public reason."""
    return page("articles/withdrawn.html", context, status=410)
