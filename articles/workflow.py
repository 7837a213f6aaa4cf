"""The public life of a release. Nothing else writes it.

Each transition takes the release's version (so that of two people pressing buttons one wins and the other is told),
decides at the database's time under the lock, states its decision, lets ``timing`` do the rest, and writes one line
of the log, all in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from articles import drafts, timing
from articles.models import Article, Edition, Reveal, Transition
from articles.proposal import errors_of
from articles.publishing import print_edition
from articles.references import unannounced_rows
from people import clock, names
from people.visibility import Generation

PERMISSION = "articles.publish_article"
TOO_LATE_TO_MOVE = timedelta(seconds=1)
"""Closer to its second than this, an edition may be read before a cancellation is stored."""

SOON = timedelta(minutes=1)
"""Closer to its second than this, a process may already hold what is cancelled, should storing take that long."""


class Refused(Exception):
    """A transition that is not possible. Its text is a sentence for the editor; nothing was changed."""


class Stale(Refused):
    """Somebody else saved or moved the release first."""


class PendingExists(Refused):
    """Another edition waits for its second: it has to be cancelled or rebuilt on the new text."""


def publish(
    article: Article, *, by: Any, version: int, change_note: str = "", replace_pending: bool = False
) -> Edition:
    """Put the working copy before the readers now. Raises Refused."""
    with _transition(article, by, version) as turn:
        return _issue(turn, None, change_note, replace_pending)


def schedule(
    article: Article, at: datetime, *, by: Any, version: int, change_note: str = "", replace_pending: bool = False
) -> Edition:
    """Make an edition of the working copy that opens at ``at``, to the second. Raises Refused."""
    with _transition(article, by, version) as turn:
        return _issue(turn, _future(at, turn.moment), change_note, replace_pending)


def reschedule(article: Article, at: datetime, *, by: Any, version: int) -> Edition:
    """Let the waiting edition open at another time, with the text that it has. Raises Refused."""
    with _transition(article, by, version) as turn:
        edition = turn.waiting()
        edition.opens_at = _future(at, turn.moment)
        edition.save(update_fields=["opens_at"])
        turn.reveal(edition)
        turn.finish(Transition.Action.RESCHEDULED, edition, edition.opens_at)
        return edition


def cancel(article: Article, *, by: Any, version: int) -> None:
    """Take back the waiting edition. The working copy and its history stay. Raises Refused."""
    with _transition(article, by, version) as turn:
        turn.drop(turn.waiting())


def withdraw(article: Article, *, by: Any, version: int, reason: str) -> None:
    """Take the release from the readers, who are told ``reason``. A waiting edition is cancelled. Raises Refused."""
    if not reason.strip():
        raise Refused(_("Say why the release is withdrawn; readers are told."))
    with _transition(article, by, version) as turn:
        edition = turn.article.editions.live(turn.moment).first()
        if edition is None:
            raise Refused(_("The release is not live, so there is nothing to withdraw."))
        pending = turn.pending()
        if pending is not None and turn.is_too_late_for(pending):
            turn.mark_withdrawn(pending, pending.opens_at, reason)
        elif pending is not None:
            turn.drop(pending)
        turn.mark_withdrawn(edition, turn.moment, reason)
        turn.finish(Transition.Action.WITHDRAWN, edition, turn.moment, reason.strip())


@dataclass
class _Turn:
    """One transition under way: the locked release, the instant of decision, and who decides."""

    article: Article
    moment: datetime
    by: Any

    def pending(self) -> Edition | None:
        return self.article.editions.filter(pending=True).first()

    def waiting(self) -> Edition:
        edition = self.pending()
        if edition is None:
            raise Refused(_("Nothing is scheduled for this release."))
        if self.is_too_late_for(edition):
            raise Refused(_("It is too late: the release is going live this second. Withdraw it instead."))
        return edition

    def is_too_late_for(self, edition: Edition) -> bool:
        return edition.opens_at - self.moment < TOO_LATE_TO_MOVE

    def mark_withdrawn(self, edition: Edition, at: datetime, reason: str) -> None:
        edition.withdrawn_at, edition.withdrawal_reason = at, reason.strip()
        edition.save(update_fields=["withdrawn_at", "withdrawal_reason"])

    def reveal(self, edition: Edition) -> None:
        """Let whatever the edition names open with it at the latest, even if another release's plans change."""
        Reveal.objects.bulk_create(
            [
                Reveal(edition=edition, content_type=ContentType.objects.get_for_model(row), object_id=row.pk)
                for row in unannounced_rows(edition)
            ],
            ignore_conflicts=True,
        )

    def drop(self, edition: Edition) -> None:
        formerly_revealed = timing.revealed_rows(self.article)
        opened_at, public_id = edition.opens_at, edition.public_id
        if opened_at - self.moment < SOON:
            Generation.bump(rewrite=True)
        edition.delete()
        self.forget_address(edition.headline)
        self.finish(Transition.Action.CANCELLED, public_id, opened_at, formerly_revealed=formerly_revealed)

    def forget_address(self, headline: str) -> None:
        """An address made from a headline that nobody came to read may say what is not to be known."""
        if self.article.wanted_slug == names.slugify(headline) and not self.article.editions.exists():
            self.article.wanted_slug = ""
            self.article.save(update_fields=["wanted_slug"])

    def finish(
        self,
        action: str,
        edition: Edition | str,
        effective_at: datetime,
        reason: str = "",
        *,
        rename: bool = False,
        formerly_revealed: set[timing.Row] | None = None,
    ) -> None:
        timing.retime(self.article, self.moment, formerly_revealed or ())
        timing.settle_address(self.article, self.moment, rename)
        Transition.objects.create(
            article=self.article,
            action=action,
            at=self.moment,
            by=self.by,
            effective_at=effective_at,
            edition=edition if isinstance(edition, str) else edition.public_id,
            version=self.article.version,
            reason=reason,
        )


@contextmanager
def _transition(article: Article, by: Any, version: int) -> Iterator[_Turn]:
    """Lock the release against everybody else, or raise Stale. ``by`` None is the newsroom's own commands."""
    if by is not None and not by.has_perm(PERMISSION):
        raise Refused(_("You may not publish, schedule or withdraw releases."))
    try:
        with transaction.atomic():
            try:
                drafts.claim(article.pk, version)
            except drafts.Stale as stale:
                raise Stale(str(stale)) from stale
            article.refresh_from_db()
            moment = clock.latest()
            article.editions.filter(pending=True, opens_at__lte=moment).update(pending=False)
            yield _Turn(article, moment, by)
    except Refused:
        article.refresh_from_db()
        raise


def _issue(turn: _Turn, at: datetime | None, change_note: str, replace_pending: bool) -> Edition:
    article, moment = turn.article, turn.moment
    if turn.pending() is not None:
        if not replace_pending:
            raise PendingExists(_("Another edition of this release is scheduled. Cancel it, or replace it."))
        turn.drop(turn.waiting())
    previous = article.editions.order_by("-opens_at").first()
    opens = at or moment
    if previous is not None:
        opens = max(opens, previous.opens_at + timedelta(microseconds=1))
    if at is None or not timing.has_public_address(article, moment):
        article.claim_address()
    edition, composition = print_edition(article, drafts.latest(article, turn.by), opens, change_note, moment)
    if errors := errors_of(article, composition):
        raise Refused(" ".join(errors))
    turn.reveal(edition)
    action = Transition.Action.SCHEDULED if at else Transition.Action.PUBLISHED
    turn.finish(action, edition, opens, edition.change_note, rename=at is None)
    edition.refresh_from_db()
    return edition


def _future(at: datetime, moment: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("A schedule needs a time zone.")
    if at <= moment:
        raise Refused(_("This time has passed. Choose a later one, or publish now."))
    return at
