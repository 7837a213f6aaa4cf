"""Submit, sign off, send back, approve afterwards: the pages on which colleagues agree to a text."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404
from django.urls import URLPattern
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import review, workflow
from articles.admin import outlook
from articles.admin.case import Case, offices
from articles.admin.parts import staff
from articles.admin.transition_forms import NoteForm, SendBackForm, TransitionForm
from articles.admin.verbs import Verb, verb_view
from articles.models import SignOff, Snapshot, Stage, Transition
from articles.workflow.moves import CHANGE, MOVES

Action = Transition.Action
Kind = SignOff.Kind


class _Reviewing(Verb):
    template = "admin/articles/article/review.html"
    action: str

    def impossible(self, case: Case, part: str) -> str:
        move = MOVES[self.action]
        return "" if case.article.stage in move.stages else str(move.not_now)


class Submit(_Reviewing):
    name = "submit"
    title = button = gettext_lazy("Submit for review")
    right = CHANGE
    form = NoteForm
    action = Action.SUBMITTED

    def impossible(self, case: Case, part: str) -> str:
        if case.article.stage != Stage.DRAFTING:
            return _("The release has been submitted already.")
        return "" if case.has_news else _("There is nothing new in it to review.")

    def outlook(self, case: Case, part: str) -> outlook.Outlook:
        needed = {"offices": offices(case.approvals.required)}
        lead = _("Colleagues are asked to agree to the text. It takes the consent of %(offices)s.") % needed
        return outlook.Outlook(lead, outlook.disclosed(case.article), warnings=unready(case))

    def perform(self, case: Case, part: str, form: TransitionForm) -> str:
        workflow.submit(
            case.article, by=case.user, version=form.cleaned_data["version"], note=form.cleaned_data["note"]
        )
        return _("The release is submitted for review.")


class SignOffs(_Reviewing):
    """The page of one kind of sign-off, which is the last part of its address."""

    name = "sign_off"
    title = gettext_lazy("Sign off")
    button = gettext_lazy("Sign off")
    right = workflow.REVIEW
    form = NoteForm
    action = Action.SIGNED_OFF

    def right_for(self, part: str) -> str:
        return workflow.SIGN_OFF[_kind(part)]

    def title_for(self, part: str) -> str | Promise:
        return _("Approve") if _kind(part) == Kind.EDITORIAL else _("Sign off: %(kind)s") % {"kind": _kind(part).label}

    def button_for(self, part: str) -> str | Promise:
        return _("Approve") if _kind(part) == Kind.EDITORIAL else _("Sign off")

    def impossible(self, case: Case, part: str) -> str:
        if refusal := super().impossible(case, part):
            return refusal
        if not case.approvals.may_agree:
            return _("You changed this text last, so somebody else has to agree to it.")
        if _kind(part) not in {*case.approvals.required, *case.approvals.awaited}:
            return _("A release of this type does not take this sign-off.")
        return "" if _kind(part) in case.approvals.awaited else _("This has been signed off as it stands.")

    def outlook(self, case: Case, part: str) -> outlook.Outlook:
        left = [kind for kind in case.approvals.awaited if kind != _kind(part)]
        if left:
            lead = _("You agree to the text as it stands now. It still takes the consent of %(offices)s.")
        else:
            lead = _("You agree to the text as it stands now. It is approved then, and can be published.")
        found = outlook.Outlook(lead % {"offices": offices(left)}, outlook.disclosed(case.article))
        found.errors, found.warnings = case.proposal.errors, [*case.proposal.warnings]
        return found

    def further_context(self, case: Case, part: str) -> dict[str, Any]:
        return {"since": since(case, _kind(part))}

    def perform(self, case: Case, part: str, form: TransitionForm) -> str:
        version, note = form.cleaned_data["version"], form.cleaned_data["note"]
        missing = workflow.sign_off(case.article, by=case.user, version=version, kind=_kind(part), note=note)
        if missing:
            return _("Signed off. It still takes the consent of %(offices)s.") % {"offices": offices(missing)}
        return _("Signed off. The release is approved.")


class SendBack(_Reviewing):
    name = "send_back"
    title = button = gettext_lazy("Send back")
    right = workflow.REVIEW
    form = SendBackForm
    action = Action.SENT_BACK

    def outlook(self, case: Case, part: str) -> outlook.Outlook:
        found = outlook.Outlook(_("The author gets the release back, with your words, and submits it again."))
        if case.status.pending is not None:
            found.warnings.append(_("What is scheduled stays scheduled. Cancel it if it must not go out."))
        return found

    def perform(self, case: Case, part: str, form: TransitionForm) -> str:
        version, reason = form.cleaned_data["version"], form.cleaned_data["reason"]
        workflow.send_back(case.article, by=case.user, version=version, reason=reason)
        return _("The release is sent back, with your words.")


class ApproveAfterwards(Verb):
    """Stand by what was published by force; the edition's public id is the last part of the address."""

    name = "approve_afterwards"
    title = gettext_lazy("Approve afterwards")
    button = gettext_lazy("Approve what was published")
    right = workflow.REVIEW
    form = NoteForm
    template = "admin/articles/article/review.html"

    def impossible(self, case: Case, part: str) -> str:
        forced = _forced(case, part)
        if forced is None:
            return _("There is nothing to approve: somebody has done it, or it never went out.")
        if not may_approve_afterwards(case, forced):
            return _("Who wrote or forced it cannot approve it. It takes somebody else.")
        return ""

    def outlook(self, case: Case, part: str) -> outlook.Outlook:
        return outlook.Outlook(_("You stand by an edition that went out without approval; it stands out no more."))

    def further_context(self, case: Case, part: str) -> dict[str, Any]:
        forced = {"forced": _forced(case, part)}
        source = case.article.editions.filter(public_id=part).values_list("source", flat=True).first()
        if source is None or source == _newest(case):
            return forced
        return {**forced, "since": [(_("What was printed, beside the text as it is now"), source)]}

    def perform(self, case: Case, part: str, form: TransitionForm) -> str:
        version, note = form.cleaned_data["version"], form.cleaned_data["note"]
        workflow.approve_afterwards(case.article, part, by=case.user, version=version, note=note)
        return _("Approved afterwards.")


SUBMIT, SIGN, BACK, AFTERWARDS = Submit(), SignOffs(), SendBack(), ApproveAfterwards()


def urls(model_admin: Any) -> list[URLPattern]:
    return [
        staff(model_admin, SUBMIT.name, "<int:pk>/submit/", partial(verb_view, verb=SUBMIT)),
        staff(model_admin, SIGN.name, "<int:pk>/sign-off/<slug:part>/", partial(verb_view, verb=SIGN)),
        staff(model_admin, BACK.name, "<int:pk>/send-back/", partial(verb_view, verb=BACK)),
        staff(
            model_admin,
            AFTERWARDS.name,
            "<int:pk>/approve-afterwards/<str:part>/",
            partial(verb_view, verb=AFTERWARDS),
        ),
    ]


def may_approve_afterwards(case: Case, forced: Transition) -> bool:
    """Neither whoever forced the edition nor whoever wrote it; the rule of ``workflow.approve_afterwards``."""
    return case.user.pk not in {forced.by_id, review.writer_of(forced.edition)}


def since(case: Case, kind: Kind) -> list[tuple[str, int]]:
    """The texts that this one can be compared with, as (words, key of the snapshot), the most telling first."""
    found = []
    signed = case.article.sign_offs.filter(kind=kind).order_by("-pk").first()
    if signed is not None:
        found.append((_("What is new since this was last signed off"), signed.snapshot_id))
    if case.status.live is not None:
        found.append((_("What is new since the text that readers know"), case.status.live.source_id))
    newest = _newest(case)
    return [(words, snapshot) for words, snapshot in found if snapshot != newest]


def _newest(case: Case) -> int | None:
    return case.article.snapshots.filter(kind=Snapshot.Kind.SAVED).values_list("pk", flat=True).first()


def unready(case: Case) -> list[str]:
    """What an editor will find, told to the author first."""
    return [*case.proposal.errors, *case.proposal.warnings]


def _kind(part: str) -> Kind:
    try:
        return Kind(part)
    except ValueError:
        raise Http404 from None


def _forced(case: Case, edition: str) -> Transition | None:
    return next((row for row in case.forced if row.edition == edition), None)
