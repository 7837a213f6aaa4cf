"""What publishing would do, told to the editor before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from articles import snapshots
from articles.models import Article, Meeting
from articles.publishing import Composition, compose
from articles.references import hidden_rows
from articles.reveals import hidden_endings, hidden_relations
from people import clock

LONG_HEADLINE = 110
"""Characters after which search engines and feeds cut a headline."""


@dataclass
class Proposal:
    """``errors`` must be mended before the release can go out; ``warnings`` are worth a look."""

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
        errors=errors_of(article, composition) + disclosure_errors(article),
        warnings=_warnings(article, composition),
        reveals=hidden_rows(composition, opens or moment),
        endings=endings,
        further=hidden_relations(composition, endings, opens or moment),
        meetings=composition.meetings,
        next_number=article.editions.opened(moment).count() + 1,
    )


def errors_of(article: Article, composition: Composition) -> list[str]:
    """Why the working copy cannot be published as it stands; empty if it can."""
    errors = []
    if not article.headline.strip():
        errors.append(_("The release has no headline."))
    if not composition.record["blocks"]:
        errors.append(_("The release has no text."))
    for remark in composition.remarks:
        if not remark.block["text"] and not remark.block["points"]:
            errors.append(_("The remark of %(speaker)s has no words.") % {"speaker": remark.block["name"]})
        if remark.speaker.merged_into_id is not None:
            errors.append(_("%(speaker)s was merged into another entry.") % {"speaker": remark.block["name"]})
    errors += [
        _("A picture has no alternative text in the release's language.")
        for block in composition.record["blocks"]
        if block["kind"] == "picture" and not block["alt"]
    ]
    errors += [
        _("The file “%(title)s” cannot be read.") % {"title": block["title"]}
        for block in composition.record["blocks"]
        if block["kind"] == "file" and block["bytes"] is None
    ]
    return errors


def disclosure_errors(article: Article, filed_first: bool = True) -> list[str]:
    """What results and regulatory announcements lack before they may go out."""
    errors = []
    if article.discloses and article.forward_looking is None:
        errors.append(_("A release of this type carries a caution about forward-looking statements. Choose one."))
    if article.discloses and not filed_first:
        errors.append(_("Confirm that the exchange is told first."))
    return errors


def _warnings(article: Article, composition: Composition) -> list[str]:
    warnings = []
    if not article.standfirst.strip():
        warnings.append(_("There is no standfirst; lists will show the headline alone."))
    if len(article.headline) > LONG_HEADLINE:
        warnings.append(
            _("The headline is longer than %(limit)d characters; others will cut it.") % {"limit": LONG_HEADLINE}
        )
    for remark in composition.remarks:
        if not remark.appointments:
            warnings.append(_("No post is recorded for %(speaker)s's remark.") % {"speaker": remark.block["name"]})
        if not remark.meetings:
            warnings.append(_("No meeting is recorded for %(speaker)s's remark.") % {"speaker": remark.block["name"]})
    return warnings
