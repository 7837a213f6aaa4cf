"""What publishing would do, told to the editor before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from articles import snapshots
from articles.checklist import disclosure_errors, errors_of, warnings_of
from articles.models import Article, Meeting
from articles.publishing import compose
from articles.references import hidden_rows
from articles.reveals import hidden_endings, hidden_relations
from people import clock


@dataclass
class Proposal:
    """``errors`` must be mended before the release can go out; ``warnings`` are worth a look. Both are findings."""

    errors: list[str]
    warnings: list[str]
    reveals: list[Any]
    """Hidden people, posts, meetings, departments and topics that become public together with the release."""

    endings: list[Any]
    """Ends of what it names that readers do not know of, and that it could tell them."""

    further: list[Any]
    """Hidden rows that it does not name, and that belong to its speakers or to those ends."""

    meetings: list[Meeting]
    next_number: int


def propose(article: Article, opens: datetime | None = None) -> Proposal:
    """What an edition of the working copy, opening at ``opens`` (now if None), would bring."""
    moment = clock.now()
    composition = compose(article, snapshots.capture(article), moment)
    endings = hidden_endings(composition, opens or moment)
    return Proposal(
        errors=[*errors_of(article, composition), *disclosure_errors(article)],
        warnings=[*warnings_of(article, composition, opens)],
        reveals=hidden_rows(composition, opens or moment),
        endings=endings,
        further=hidden_relations(composition, endings, opens or moment),
        meetings=composition.meetings,
        next_number=article.editions.opened(moment).count() + 1,
    )
