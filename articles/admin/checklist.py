"""The checklist on the page of a release: what to mend, and what to look at, before it goes out."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from articles import snapshots
from articles.checklist import disclosure_errors, errors_of, warnings_of
from articles.models import Article
from articles.publishing import compose
from articles.status import Status
from people import clock

STANDING = (("boilerplate", "title"), ("forward_looking", "title"), ("contact", "name"))
"""What of the record has versions, and by what it is known."""


def panel(model_admin: Any, request: HttpRequest, article: Article, status: Status) -> dict[str, Any]:
    """Nothing where the text is before the readers already, or waits for its second."""
    if not status.changed and (status.live or status.pending):
        return {"checklist": None}
    composition = compose(article, snapshots.capture(article), clock.now())
    printed = [(composition.record[part], name) for part, name in STANDING if composition.record[part]]
    return {
        "checklist": {
            "errors": errors_of(article, composition) + disclosure_errors(article),
            "warnings": warnings_of(article, composition),
            "standing": [{"title": row[name], "version": row["version"]} for row, name in printed],
        }
    }
