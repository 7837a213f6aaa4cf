"""One release in front of one person: what its pages and its state box go by."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from articles import review, workflow
from articles.models import Article, Hold, SignOff, Stage, Transition
from articles.proposal import Proposal, propose
from articles.status import Status, status_of

Action = Transition.Action


@dataclass(frozen=True)
class Approvals:
    """Who agreed to the text as it stands, and who has yet to."""

    required: list[SignOff.Kind]
    given: dict[SignOff.Kind, SignOff]
    awaited: list[SignOff.Kind]
    may_agree: bool
    """Whoever looks is not the one who changed the text last."""


class Case:
    """Looks each thing up when it is asked for, once. Writes nothing."""

    def __init__(self, article: Article, user: Any, status: Status | None = None) -> None:
        self.article = article
        self.user = user
        if status is not None:
            self.status = status

    @cached_property
    def status(self) -> Status:
        return status_of([self.article])[self.article.pk]

    @cached_property
    def hold(self) -> Hold | None:
        return Hold.current()

    @cached_property
    def proposal(self) -> Proposal:
        return propose(self.article)

    @cached_property
    def approvals(self) -> Approvals:
        """What is awaited of a draft is what it takes once it is submitted."""
        edition, _composition = review.as_it_stands(self.article)
        required, given = review.required(self.article), review.given(self.article, edition)
        awaited = [kind for kind in required if kind not in given]
        if not awaited and self.article.stage != Stage.APPROVED:
            awaited = [SignOff.Kind.EDITORIAL]
        return Approvals(required, given, awaited, review.may_agree(self.article, self.user))

    @cached_property
    def last_review(self) -> Transition | None:
        """The last time that it was submitted or sent back."""
        asked = self.article.transitions.filter(action__in=[Action.SUBMITTED, Action.SENT_BACK])
        return asked.select_related("by").first()

    @cached_property
    def forced(self) -> list[Transition]:
        """Publications by force that nobody has approved since, the latest first."""
        return list(Transition.objects.unapproved().filter(article=self.article).select_related("by"))

    def may(self, right: str) -> bool:
        allowed: bool = self.user.has_perm(right)
        return allowed

    @property
    def has_news(self) -> bool:
        """Whether publishing would bring readers anything."""
        return self.status.changed or (self.status.live is None and self.status.pending is None)

    @property
    def is_approved(self) -> bool:
        return not self.approvals.awaited

    @property
    def may_force(self) -> bool:
        return not self.is_approved and self.may(workflow.FORCE) and self.may(workflow.PUBLISH)


def office(kind: str) -> str:
    """Who gives a sign-off, by role."""
    return {
        SignOff.Kind.EDITORIAL: _("an editor"),
        SignOff.Kind.LEGAL: _("the legal department"),
        SignOff.Kind.INVESTOR_RELATIONS: _("investor relations"),
    }[SignOff.Kind(kind)]


def offices(kinds: list[SignOff.Kind]) -> str:
    """Several of them, "an editor and the legal department"."""
    words = [office(kind) for kind in kinds]
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
