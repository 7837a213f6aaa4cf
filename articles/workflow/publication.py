"""What readers come to see of a release, from when, and until when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from articles import drafts, review, timing
from articles.checklist import disclosure_errors, errors_of
from articles.models import Article, Edition, Hold, Reveal, Significance, Transition
from articles.publishing import Composition, Terms, print_edition
from articles.references import rows_of, with_needs
from articles.reveals import unannounced
from articles.workflow.moves import FORCE, PendingExists, Refused, check_right
from articles.workflow.turn import Turn, is_too_late_for, turn

Action = Transition.Action
PLAIN = Terms()
FURTHEST = datetime(2200, 1, 1, tzinfo=UTC)
"""Later than this nothing is scheduled: at the end of the calendar an instant has no day in every zone."""


def publish(article: Article, *, by: Any, version: int, terms: Terms = PLAIN, replace_pending: bool = False) -> Edition:
    """Put the working copy before the readers now. Raises Refused."""
    with turn(article, by, version, Action.PUBLISHED) as under_way:
        return _issue(under_way, None, terms, replace_pending)


def schedule(
    article: Article, at: datetime, *, by: Any, version: int, terms: Terms = PLAIN, replace_pending: bool = False
) -> Edition:
    """Make an edition of the working copy that opens at ``at``, to the second. Raises Refused."""
    with turn(article, by, version, Action.SCHEDULED) as under_way:
        return _issue(under_way, _future(at, under_way.moment), terms, replace_pending)


def reschedule(article: Article, at: datetime, *, by: Any, version: int) -> Edition:
    """Let the waiting edition open at another time, with the text that it has. Raises Refused."""
    with turn(article, by, version, Action.RESCHEDULED) as under_way:
        refuse_on_hold()
        edition = under_way.waiting()
        edition.opens_at, edition.held_at = _future(at, under_way.moment), None
        edition.save(update_fields=["opens_at", "held_at"])
        carried = [reveal.row for reveal in edition.reveals.filter(what=Reveal.What.ROW) if reveal.row is not None]
        under_way.reveal(edition, unannounced(with_needs(carried), edition.opens_at))
        under_way.retime()
        under_way.log(edition, edition.opens_at)
        return edition


def cancel(article: Article, *, by: Any, version: int) -> None:
    """Take back the waiting edition. The working copy and its history stay. Raises Refused."""
    with turn(article, by, version, Action.CANCELLED) as under_way:
        under_way.drop(under_way.waiting())


def withdraw(article: Article, *, by: Any, version: int, reason: str) -> None:
    """Take the release from the readers, who are told ``reason``. A waiting edition is cancelled. Raises Refused."""
    if not reason.strip():
        raise Refused(_("Say why the release is withdrawn; readers are told."))
    with turn(article, by, version, Action.WITHDRAWN) as under_way:
        edition = under_way.article.editions.live(under_way.moment).first()
        if edition is None:
            raise Refused(_("The release is not live, so there is nothing to withdraw."))
        pending = under_way.pending()
        if pending is not None and is_too_late_for(pending, under_way.moment):
            under_way.mark_withdrawn(pending, pending.opens_at, reason)
        elif pending is not None:
            under_way.drop(pending)
        under_way.mark_withdrawn(edition, under_way.moment, reason)
        under_way.retime()
        under_way.log(edition, under_way.moment, reason.strip())


def refuse_on_hold() -> None:
    """Raises Refused while everything is on hold."""
    if Hold.current() is not None:
        raise Refused(_("Publishing is on hold. Nothing goes out before the hold is lifted."))


def _issue(under_way: Turn, at: datetime | None, terms: Terms, replace_pending: bool) -> Edition:
    article, moment = under_way.article, under_way.moment
    refuse_on_hold()
    if terms.significance == Significance.MAJOR and not terms.change_note.strip():
        raise Refused(_("Say what was wrong; readers see it in the box on the release."))
    if under_way.pending() is not None:
        if not replace_pending:
            raise PendingExists(_("Another edition of this release is scheduled. Cancel it, or replace it."))
        under_way.drop(under_way.waiting())
    previous = article.editions.order_by("-opens_at").first()
    opens = at or moment
    if previous is not None:
        opens = max(opens, previous.opens_at + timedelta(microseconds=1))
    if at is None or not timing.has_public_address(article, moment):
        article.claim_address()
    edition, composition = print_edition(article, drafts.latest(article, under_way.by), opens, terms, moment)
    errors = errors_of(article, composition)
    if under_way.by is not None:
        errors += disclosure_errors(article, terms.filed_first)
    if errors:
        raise Refused(" ".join(errors))
    forced = _is_forced(under_way, edition, terms)
    _refuse_to_point_at_hidden(composition, opens, moment, terms)
    further = unannounced(with_needs(terms.further), opens)
    under_way.reveal(edition, further, _known_endings(terms.endings))
    under_way.retime(rename=at is None)
    action = Action.SCHEDULED if at else Action.PUBLISHED
    reason = terms.forced_because.strip() if forced else edition.change_note
    details = {"filed_first": True} if article.discloses and terms.filed_first else {}
    under_way.log(edition, opens, reason, action=action, forced=forced, **details)
    edition.refresh_from_db()
    return edition


def _is_forced(under_way: Turn, edition: Edition, terms: Terms) -> bool:
    """Whether the edition goes out without the approvals that it takes, which is a right of its own."""
    if under_way.by is None:
        return False
    missing = review.missing(under_way.article, edition)
    if not missing and under_way.article.stage in review.PUBLISHABLE:
        return False
    if not terms.forced_because.strip():
        under_way.check_stage()
        raise Refused(
            _("What would be printed has changed since it was approved. Still to be signed off: %(kinds)s.")
            % {"kinds": ", ".join(str(kind.label) for kind in missing)}
        )
    check_right(under_way.by, FORCE)
    return True


def _refuse_to_point_at_hidden(composition: Composition, opens: datetime, moment: datetime, terms: Terms) -> None:
    """What another release is to reveal by then counts as hidden: whoever asks may not know of that release."""
    if terms.reveals is None:
        return
    hidden = [row for row in unannounced(rows_of(composition), opens) if not row.is_public(moment)]
    staying = [row for row in hidden if row not in terms.reveals]
    if staying:
        raise Refused(
            _("The release names what would stay hidden: %(names)s. Reveal it, or take it out of the release.")
            % {"names": "; ".join(str(row) for row in staying)}
        )


def _known_endings(rows: Iterable[Any]) -> list[Any]:
    return [row for row in rows if getattr(row, row.END_FIELD) is not None]


def _future(at: datetime, moment: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("A schedule needs a time zone.")
    if at >= FURTHEST:
        raise Refused(_("Choose a nearer day."))
    if at <= moment:
        raise Refused(_("This time has passed. Choose a later one, or publish now."))
    return at
