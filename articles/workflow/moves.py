"""Which moves there are, who may make them, and from which stage of the working copy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import SignOff, Stage, Transition

Action = Transition.Action
CHANGE, DELETE = "articles.change_article", "articles.delete_article"
REVIEW, PUBLISH = "articles.review_article", "articles.publish_article"
FORCE, HOLD = "articles.force_article", "articles.hold_article"
SIGN_OFF = {
    SignOff.Kind.EDITORIAL: REVIEW,
    SignOff.Kind.LEGAL: "articles.sign_off_legal",
    SignOff.Kind.INVESTOR_RELATIONS: "articles.sign_off_investor_relations",
}
"""The right that each kind of sign-off takes."""


class Refused(Exception):
    """A move that is not possible. Its text is a sentence for the editor; nothing was changed."""


class Stale(Refused):
    """Somebody else saved or moved the release first."""


class PendingExists(Refused):
    """Another edition waits for its second: it has to be cancelled or rebuilt on the new text."""


_NOT_NOW = gettext_lazy("The release is not at the stage for this. Look at it again first.")


@dataclass(frozen=True)
class Move:
    """One row of the table."""

    right: str
    """The permission that it takes; a sign-off takes that of its kind instead."""

    stages: frozenset[Stage]
    """The stages of the working copy in which it is possible."""

    to: Stage | None
    """The stage that follows; None: the same."""

    not_now: str | Promise = _NOT_NOW
    """What somebody is told who tries it at another stage."""


ANY = frozenset(Stage)
_UNAPPROVED = gettext_lazy("Nobody has approved this text yet. Submit it for review first.")

MOVES: dict[str, Move] = {
    Action.SUBMITTED: Move(CHANGE, frozenset({Stage.DRAFTING}), Stage.IN_REVIEW),
    Action.SENT_BACK: Move(REVIEW, frozenset({Stage.IN_REVIEW, Stage.APPROVED}), Stage.DRAFTING),
    Action.SIGNED_OFF: Move(
        REVIEW,
        frozenset({Stage.IN_REVIEW, Stage.APPROVED}),
        None,
        gettext_lazy("This release has not been submitted for review."),
    ),
    Action.PUBLISHED: Move(PUBLISH, frozenset({Stage.APPROVED}), None, _UNAPPROVED),
    Action.SCHEDULED: Move(PUBLISH, frozenset({Stage.APPROVED}), None, _UNAPPROVED),
    Action.RESCHEDULED: Move(PUBLISH, ANY, None),
    Action.CANCELLED: Move(PUBLISH, ANY, None),
    Action.WITHDRAWN: Move(PUBLISH, ANY, None),
    Action.APPROVED_AFTERWARDS: Move(REVIEW, ANY, None),
    Action.RESTRICTED: Move(CHANGE, ANY, None),
    Action.UNRESTRICTED: Move(CHANGE, ANY, None),
    Action.PREVIEW_MADE: Move(CHANGE, ANY, None),
    Action.PREVIEW_REVOKED: Move(CHANGE, ANY, None),
    Action.BINNED: Move(DELETE, ANY, None),
    Action.RESTORED: Move(DELETE, ANY, None),
}
"""Every move that somebody makes on one release. Saving changes the stage too: see ``review.save``."""


def check_right(by: Any, right: str) -> None:
    """Raises Refused unless ``by`` has the right, or is one of the newsroom's own commands."""
    if by is not None and not by.has_perm(right):
        if right == PUBLISH:
            raise Refused(_("You may not publish, schedule or withdraw releases."))
        raise Refused(_("You have no right to do this."))
