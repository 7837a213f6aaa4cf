"""Who did what to which release, when, and why: read, filtered, and taken away as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.admin.parts import View, staff
from articles.chronicle import Chronicle, Line
from articles.models import Transition
from articles.spreadsheet import rows_as_csv

LOOK = "articles.view_transition"
LINES = 50
UNAPPROVED_SHOWN = 20


def urls(model_admin: Any) -> list[URLPattern]:
    return [
        staff(model_admin, "log", "log/", log_view),
        staff(model_admin, "log_export", "log/export/", cast(View, export_view)),
    ]


def log_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """The log, the newest line first; on top what was forced and nobody has approved since."""
    chronicle = _chronicle(request)
    lines: Any = chronicle
    page: Page[Line] = Paginator(lines, LINES).get_page(request.GET.get("page"))
    unapproved = Transition.objects.visible_to(request.user).unapproved().select_related("article", "by")
    wanted = request.GET.copy()
    wanted.pop("page", None)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Log"),
        "page": page,
        "chronicle": chronicle,
        "unapproved": unapproved[:UNAPPROVED_SHOWN],
        "wanted": wanted.urlencode(),
        "zone": timezone.get_current_timezone_name(),
    }
    return TemplateResponse(request, "admin/articles/log.html", context)


def export_view(model_admin: Any, request: HttpRequest) -> StreamingHttpResponse:
    """All the lines that the filters leave, as a file for a spreadsheet. Instants are in UTC."""
    chronicle = _chronicle(request)
    response = StreamingHttpResponse(rows_as_csv(_table(chronicle.all())), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="log.csv"'
    return response


def _chronicle(request: HttpRequest) -> Chronicle:
    if not request.user.has_perm(LOOK):
        raise PermissionDenied
    return Chronicle(request.user, request.GET)


def _table(lines: Iterable[Line]) -> Iterator[list[Any]]:
    yield [
        _("When"),
        _("Who"),
        _("What"),
        _("Release"),
        _("Release number"),
        _("Effective"),
        _("Edition"),
        _("Forced"),
        _("Reason or note"),
        _("Details"),
    ]
    for line in lines:
        yield [
            line.at.isoformat(),
            line.who,
            line.what,
            line.headline,
            line.article or "",
            line.effective_at.isoformat(),
            line.edition,
            _("yes") if line.forced else "",
            line.reason,
            line.details,
        ]
