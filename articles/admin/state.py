"""The box above a release: its state in words, what comes next, and who can do it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from articles import workflow
from articles.admin.case import Action, Case, offices
from articles.admin.reviewing import may_approve_afterwards
from articles.models import Article, SignOff, Stage, Transition
from articles.status import Status
from articles.workflow.moves import CHANGE


@dataclass
class Step:
    """A button that leads to the page of a move."""

    name: str
    label: str
    url: str
    drastic: bool = False
    primary: bool = False


@dataclass(frozen=True)
class Consent:
    """One sign-off that the release takes, given or awaited."""

    kind: str
    given: SignOff | None


def box(user: Any, article: Article, status: Status) -> dict[str, Any]:
    """What the template of the state box needs."""
    case = Case(article, user, status)
    going = steps(case)
    return {
        "case": case,
        "steps": [step for step in going if not step.drastic],
        "drastic_steps": [step for step in going if step.drastic],
        "next_words": next_words(case, going),
        "consents": consents(case),
        "sent_back": _asked(case, Action.SENT_BACK, Stage.DRAFTING),
        "submitted": _asked(case, Action.SUBMITTED, Stage.IN_REVIEW),
        "moves_pending": status.pending is not None and case.may(workflow.PUBLISH),
    }


def steps(case: Case) -> list[Step]:
    """The buttons: the one that comes next for this person first, and what is dangerous last."""
    found = [*_review_steps(case), *_publishing_steps(case)]
    for step in found:
        step.primary = not step.drastic and step is found[0] and _is_next(case, step)
    return found + _drastic_steps(case)


def ordinary_step(case: Case) -> Step | None:
    """What comes next for whoever looks, without force."""
    return next((step for step in steps(case) if step.primary), None)


def _is_next(case: Case, step: Step) -> bool:
    return step.name != "send_back" and (step.name != "publish" or case.status.pending is None)


def _review_steps(case: Case) -> list[Step]:
    found = []
    if case.article.stage == Stage.DRAFTING and case.has_news and case.may(CHANGE):
        found.append(_step(case, "submit", _("Submit for review…")))
    if case.article.stage != Stage.DRAFTING and case.has_news:
        if case.approvals.may_agree:
            found += [_sign_off(case, kind) for kind in case.approvals.awaited if case.may(workflow.SIGN_OFF[kind])]
        if not case.is_approved and case.may(workflow.REVIEW):
            found.append(_step(case, "send_back", _("Send back…")))
    found += [
        _step(case, "approve_afterwards", _("Approve afterwards…"), row.edition)
        for row in case.forced
        if case.may(workflow.REVIEW) and may_approve_afterwards(case, row)
    ]
    return found


def _sign_off(case: Case, kind: SignOff.Kind) -> Step:
    label = _("Approve…") if kind == SignOff.Kind.EDITORIAL else _("Sign off: %(kind)s…") % {"kind": kind.label}
    return _step(case, "sign_off", label, kind.value)


def _publishing_steps(case: Case) -> list[Step]:
    """For who may publish an approved text, unless everything is on hold. What waits is moved by its own buttons."""
    if case.hold is not None or not case.has_news or not case.may(workflow.PUBLISH) or not _may_go_out(case):
        return []
    publish = _step(case, "publish", _("Publish now…") if case.status.live is None else _("Publish changes…"))
    if case.status.pending is not None:
        found = [_step(case, "schedule", _("Schedule this text instead…")), publish]
    else:
        found = [publish, _step(case, "schedule", _("Schedule…"))]
    if case.may(workflow.REVIEW):
        found.append(_step(case, "send_back", _("Send back…")))
    return found


def _may_go_out(case: Case) -> bool:
    return case.article.stage == Stage.APPROVED and case.is_approved


def _drastic_steps(case: Case) -> list[Step]:
    found = []
    if case.has_news and case.hold is None and not _may_go_out(case) and case.may_force:
        found.append(_step(case, "publish", _("Publish without approval…"), drastic=True))
    if case.status.live is not None and case.may(workflow.PUBLISH):
        found.append(_step(case, "withdraw", _("Withdraw…"), drastic=True))
    return found


def next_words(case: Case, going: list[Step]) -> str:
    """What happens next and who can do it, by role. Empty where whoever looks does it, or nothing is to be done."""
    if any(step.primary for step in going):
        return ""
    if case.hold is not None and (case.status.pending is not None or (case.has_news and _may_go_out(case))):
        return _("Everything is on hold. Whoever may lift the hold decides when releases go out again.")
    if case.status.pending is not None and case.status.pending.held_at is not None:
        return _("Its time passed while everything was on hold. A publisher gives it a new time, or cancels it.")
    if not case.has_news:
        waits = case.status.pending is not None and not case.may(workflow.PUBLISH)
        return _("It goes out by itself. A publisher can move or cancel it.") if waits else ""
    if case.article.stage == Stage.DRAFTING:
        return _("Next, an author submits it for review.")
    if case.is_approved:
        return _("It is approved. Next, a publisher publishes or schedules it.")
    return _waiting_words(case)


def _waiting_words(case: Case) -> str:
    words = {"offices": offices(case.approvals.awaited)}
    if not case.approvals.may_agree and any(case.may(workflow.SIGN_OFF[kind]) for kind in case.approvals.awaited):
        return _("You changed this text last, so somebody else has to agree to it: %(offices)s.") % words
    if case.article.stage == Stage.APPROVED:
        return (
            _("What would be printed has changed since the approval. Next, it takes the consent of %(offices)s.")
            % words
        )
    return _("Next, it takes the consent of %(offices)s.") % words


def consents(case: Case) -> list[Consent]:
    """What the text in review takes, with who gave it."""
    if case.article.stage == Stage.DRAFTING or not case.has_news:
        return []
    kinds = dict.fromkeys([*case.approvals.required, *case.approvals.awaited])
    given = {kind: row for kind, row in case.approvals.given.items() if kind not in case.approvals.awaited}
    return [Consent(str(kind.label), given.get(kind)) for kind in kinds]


def _asked(case: Case, action: str, stage: str) -> Transition | None:
    """The last submission or sending back, while it is what the release waits by."""
    last = case.last_review
    return last if last is not None and last.action == action and case.article.stage == stage else None


def _step(case: Case, name: str, label: str, *parts: str, drastic: bool = False) -> Step:
    return Step(name, label, reverse(f"admin:articles_article_{name}", args=[case.article.pk, *parts]), drastic)
