"""One move under way: the locked release, the instant of decision, and who decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from articles import drafts, timing
from articles.models import Article, Edition, Reveal, Transition
from articles.references import unannounced_rows
from articles.workflow.moves import MOVES, Refused, Stale, check_right
from people import clock, names
from people.visibility import Generation

TOO_LATE_TO_MOVE = timedelta(seconds=1)
"""Closer to its second than this, an edition may be read before a cancellation is stored."""

SOON = timedelta(minutes=1)
"""Closer to its second than this, a process may already hold what is cancelled, should storing take that long."""


@dataclass
class Turn:
    article: Article
    moment: datetime
    by: Any
    action: str

    def check_stage(self) -> None:
        """Raises Refused where the working copy is not at a stage for the move."""
        move = MOVES[self.action]
        if self.by is not None and self.article.stage not in move.stages:
            raise Refused(str(move.not_now))

    def pending(self) -> Edition | None:
        return self.article.editions.filter(pending=True).first()

    def waiting(self) -> Edition:
        edition = self.pending()
        if edition is None:
            raise Refused(_("Nothing is scheduled for this release."))
        if is_too_late_for(edition, self.moment):
            raise Refused(_("It is too late: the release is going live this second. Withdraw it instead."))
        return edition

    def mark_withdrawn(self, edition: Edition, at: datetime, reason: str) -> None:
        edition.withdrawn_at, edition.withdrawal_reason = at, reason.strip()
        edition.save(update_fields=["withdrawn_at", "withdrawal_reason"])

    def reveal(self, edition: Edition, further: Iterable[Any] = (), endings: Iterable[Any] = ()) -> None:
        """Let whatever the edition names open with it at the latest, even if another release's plans change."""
        chosen = [(row, Reveal.What.ROW) for row in (*unannounced_rows(edition), *further)]
        chosen += [(row, Reveal.What.END) for row in endings]
        Reveal.objects.bulk_create(
            [
                Reveal(
                    edition=edition,
                    content_type=ContentType.objects.get_for_model(row),
                    object_id=row.pk,
                    what=what,
                )
                for row, what in chosen
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
        self.retime(formerly_revealed=formerly_revealed)
        self.log(public_id, opened_at, action=Transition.Action.CANCELLED)

    def forget_address(self, headline: str) -> None:
        """An address made from a headline that nobody came to read may say what is not to be known."""
        if self.article.wanted_slug == names.slugify(headline) and not self.article.editions.exists():
            self.article.wanted_slug = ""
            self.article.save(update_fields=["wanted_slug"])

    def retime(self, *, rename: bool = False, formerly_revealed: Iterable[timing.Row] = ()) -> None:
        timing.retime(self.article, self.moment, formerly_revealed)
        timing.settle_address(self.article, self.moment, rename)

    def log(
        self,
        edition: Edition | str = "",
        effective_at: datetime | None = None,
        reason: str = "",
        *,
        action: str = "",
        forced: bool = False,
        **details: Any,
    ) -> None:
        """Write the line of the log, and the stage that the move leads to."""
        action = action or self.action
        move = MOVES.get(action)
        if move is not None and move.to is not None:
            self.set_stage(move.to)
        Transition.objects.create(
            article=self.article,
            action=action,
            at=self.moment,
            by=self.by,
            effective_at=effective_at or self.moment,
            edition=edition if isinstance(edition, str) else edition.public_id,
            version=self.article.version,
            reason=reason,
            forced=forced,
            details=details,
        )

    def set_stage(self, stage: str) -> None:
        self.article.stage = stage
        Article.objects.filter(pk=self.article.pk).update(stage=stage)


def is_too_late_for(edition: Edition, moment: datetime) -> bool:
    return edition.held_at is None and edition.opens_at - moment < TOO_LATE_TO_MOVE


@contextmanager
def turn(article: Article, by: Any, version: int, action: str, right: str = "") -> Iterator[Turn]:
    """Lock the release against everybody else for one move of the table, or raise Refused or Stale."""
    check_right(by, right or MOVES[action].right)
    try:
        with transaction.atomic():
            try:
                drafts.claim(article.pk, version)
            except drafts.Stale as stale:
                raise Stale(str(stale)) from stale
            article.refresh_from_db()
            check_visible(article, by)
            moment = clock.latest()
            note_opened(moment)
            yield Turn(article, moment, by, action)
    except Refused:
        article.refresh_from_db()
        raise


def check_visible(article: Article, by: Any) -> None:
    """Raises Refused for a release that does not exist for ``by``."""
    if by is None:
        return
    kept = Article.objects.binned(by) if article.binned_at else Article.objects.visible_to(by)
    if not kept.filter(pk=article.pk).exists():
        raise Refused(_("There is no such release."))


def note_opened(moment: datetime) -> None:
    """What has opened by now does not wait any more, of whichever release: so that few ever seem to wait."""
    Edition.objects.filter(pending=True, held_at__isnull=True, opens_at__lte=moment).update(pending=False)
