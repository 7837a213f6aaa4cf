"""The history of a release: the list of its editions, and the former texts that its publisher left to readers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from articles import dates, facets
from articles.directory import address
from articles.filling import release_path
from articles.history import Printing, corrections_of, printings
from articles.models import Edition
from articles.views.page import page
from articles.views.release import elsewhere, find, release_context


@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    edition = find(slug)
    if edition is None:
        return elsewhere("history", slug)
    path = address("history", edition.language, slug)
    context = {
        "edition": {"headline": edition.headline, "url": release_path(edition)},
        "editions": [_entry(printing, path, edition.language) for printing in reversed(printings(edition))],
    }
    return page("articles/history.html", context, path=path)


@require_safe
def superseded(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """A former text, which says on its face that it does not stand any more."""
    present = find(slug)
    if present is None:
        return elsewhere("history", slug, f"{number}/")
    known = {printing.number: printing for printing in printings(present)}
    printing = known.get(int(number))
    if printing is None or not printing.readable:
        raise Http404
    edition = Edition.objects.addressed().numbered().get(pk=printing.pk)
    path = address("history", edition.language, slug)
    following = known[printing.number + 1]
    context = {
        **release_context(edition, facets.current().directory, corrections_of([edition])),
        "superseded": {
            **_entry(printing, path, edition.language),
            "present": release_path(present),
            "history": path,
            "following": _entry(following, path, edition.language),
            "before": _text(known.get(printing.number - 1), path),
            "after": _text(following, path),
        },
    }
    response = page("articles/superseded.html", context, path=release_path(present))
    response["X-Robots-Tag"] = "noindex"
    return response


def _entry(printing: Printing, path: str, language: str) -> dict[str, Any]:
    """An edition as the templates print it."""
    return {
        "number": printing.number,
        "date": _day(printing.opened, language),
        "note": printing.note,
        "corrects": printing.corrects,
        "superseded": _day(printing.superseded, language),
        "withdrawn": _day(printing.withdrawn, language),
        "reason": printing.reason,
        "url": _text(printing, path),
    }


def _day(moment: datetime | None, language: str) -> SafeString | str:
    return dates.time_element(moment, language) if moment else ""


def _text(printing: Printing | None, path: str) -> str:
    """Where a former text is to be read; empty where it is not."""
    return f"{path}{printing.number}/" if printing is not None and printing.readable else ""
