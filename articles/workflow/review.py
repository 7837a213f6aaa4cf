"""From a draft to an approved text: nobody approves what they changed last."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from articles import drafts, review
from articles.checklist import errors_of
from articles.models import Article, SignOff, Snapshot, Stage, Transition
from articles.publishing import printed_digest
from articles.workflow.moves import SIGN_OFF, Refused
from articles.workflow.turn import Turn, turn
from people import clock

Action = Transition.Action


def save(article: Article, by: Any) -> Snapshot:
    """Keep the working copy as it now stands; what was agreed to before is not agreed to any more.

    Call inside the transaction that claimed the version and stored the form.
    """
    before = article.snapshots.filter(kind=Snapshot.Kind.SAVED).first()
    snapshot = drafts.record(article, by)
    if article.stage == Stage.APPROVED and (before is None or before.digest != snapshot.digest):
        printed = before is not None and article.editions.filter(source__digest=before.digest).exists()
        under_way = Turn(article, clock.now(), by, Action.REOPENED)
        under_way.set_stage(Stage.DRAFTING if printed else Stage.IN_REVIEW)
        if not printed:
            under_way.log()
    return snapshot


def submit(article: Article, *, by: Any, version: int, note: str = "") -> None:
    """Ask for review. Raises Refused."""
    with turn(article, by, version, Action.SUBMITTED) as under_way:
        under_way.check_stage()
        drafts.latest(article, by)
        under_way.log(reason=note.strip())


def send_back(article: Article, *, by: Any, version: int, reason: str) -> None:
    """Give the release back to its author, who is told ``reason``. Raises Refused.

    Nobody's consent outlives that, even if the same text is submitted again: else one that was taken back would count
    as soon as somebody else agrees. The log keeps that it was given.
    """
    if not reason.strip():
        raise Refused(_("Say what is to be done; the author is told."))
    with turn(article, by, version, Action.SENT_BACK) as under_way:
        under_way.check_stage()
        article.sign_offs.all().delete()
        under_way.log(reason=reason.strip())


def sign_off(
    article: Article, *, by: Any, version: int, kind: str = SignOff.Kind.EDITORIAL, note: str = ""
) -> list[SignOff.Kind]:
    """Agree to the text as it stands; with the last of the sign-offs it takes, the release is approved.

    Returns those that are still missing. Raises Refused.
    """
    with turn(article, by, version, Action.SIGNED_OFF, SIGN_OFF[SignOff.Kind(kind)]) as under_way:
        under_way.check_stage()
        if not review.may_agree(article, by):
            raise Refused(_("You changed this text last, so somebody else has to agree to it."))
        snapshot = drafts.latest(article, by)
        edition, composition = review.as_it_stands(article)
        if errors := errors_of(article, composition):
            raise Refused(" ".join(errors))
        SignOff.objects.create(
            article=article,
            kind=kind,
            snapshot=snapshot,
            printed=printed_digest(edition),
            at=under_way.moment,
            by=by,
        )
        missing = review.missing(article, edition)
        under_way.set_stage(Stage.IN_REVIEW if missing else Stage.APPROVED)
        under_way.log(reason=note.strip(), kind=kind)
        return missing


def approve_afterwards(article: Article, edition: str, *, by: Any, version: int, note: str = "") -> None:
    """Stand by an edition that was published by force; ``edition`` is its public id. Raises Refused."""
    with turn(article, by, version, Action.APPROVED_AFTERWARDS) as under_way:
        forced = Transition.objects.unapproved().filter(article=article, edition=edition).first()
        if forced is None:
            raise Refused(_("There is nothing to approve: somebody has done it, or it never went out."))
        if by is not None and by.pk in {forced.by_id, review.writer_of(edition)}:
            raise Refused(_("Who wrote or forced it cannot approve it. It takes somebody else."))
        under_way.log(edition, reason=note.strip())
