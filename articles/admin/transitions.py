"""Publish, schedule, reschedule, cancel, withdraw: a page that says what will happen, and a button that does it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import workflow
from articles.admin import outlook, state
from articles.admin.case import Case, offices
from articles.admin.moments import QUESTIONS, MomentForm
from articles.admin.parts import release_or_404, staff
from articles.admin.transition_forms import (
    REBUILD,
    PublishForm,
    RescheduleForm,
    ScheduleForm,
    TransitionForm,
    WithdrawForm,
)
from articles.admin.verbs import Verb, verb_view
from articles.models import Edition
from articles.status import in_words

ON_HOLD = gettext_lazy("Publishing is on hold. Nothing goes out before the hold is lifted.")


class _Public(Verb):
    right = workflow.PUBLISH


class _Printing(_Public):
    """Makes an edition of the working copy."""

    def impossible(self, case: Case, part: str) -> str:
        return str(ON_HOLD) if case.hold is not None else ""

    def further_context(self, case: Case, part: str) -> dict[str, Any]:
        if case.is_approved:
            return {}
        return {"unapproved": offices(case.approvals.awaited), "ordinary_step": state.ordinary_step(case)}


class Publish(_Printing):
    name = "publish"
    title = button = gettext_lazy("Publish now")
    form = PublishForm

    def outlook(self, case: Case, part: str) -> outlook.Outlook:
        return outlook.printing(case, at_once=True)

    def perform(self, case: Case, part: str, form: Any) -> str:
        given = {"by": case.user, "version": form.cleaned_data["version"], "terms": form.terms()}
        answer = form.cleaned_data.get("waiting")
        if answer == REBUILD and case.status.pending is not None:
            edition = workflow.schedule(case.article, case.status.pending.opens_at, replace_pending=True, **given)
            return _("This text is now scheduled for %(when)s.") % {"when": in_words(edition.opens_at, zones(edition))}
        workflow.publish(case.article, replace_pending=bool(answer), **given)
        return _("The release is live.")


class Schedule(_Printing):
    name = "schedule"
    title = button = gettext_lazy("Schedule")
    form = ScheduleForm

    def outlook(self, case: Case, part: str) -> outlook.Outlook:
        return outlook.printing(case, at_once=False)

    def perform(self, case: Case, part: str, form: Any) -> str:
        edition = workflow.schedule(
            case.article,
            form.cleaned_data["moment"],
            by=case.user,
            version=form.cleaned_data["version"],
            terms=form.terms(),
            replace_pending=form.cleaned_data.get("replace", False),
        )
        return _("The release is scheduled for %(when)s.") % {"when": in_words(edition.opens_at, zones(edition))}


class _Waiting(_Public):
    def impossible(self, case: Case, part: str) -> str:
        return _("Nothing is scheduled for this release.") if case.status.pending is None else ""


class Reschedule(_Waiting):
    name = "reschedule"
    title = button = gettext_lazy("Reschedule")
    form = RescheduleForm

    def impossible(self, case: Case, part: str) -> str:
        return super().impossible(case, part) or (str(ON_HOLD) if case.hold is not None else "")

    def outlook(self, case: Case, part: str) -> outlook.Outlook:
        return outlook.waiting(case, goes_out=True)

    def perform(self, case: Case, part: str, form: TransitionForm) -> str:
        moment, version = form.cleaned_data["moment"], form.cleaned_data["version"]
        edition = workflow.reschedule(case.article, moment, by=case.user, version=version)
        words = {"headline": edition.headline, "when": in_words(edition.opens_at, zones(edition))}
        return _("“%(headline)s” now goes out on %(when)s.") % words


class Cancel(_Waiting):
    name = "cancel"
    title = button = gettext_lazy("Cancel the schedule")

    def outlook(self, case: Case, part: str) -> outlook.Outlook:
        return outlook.waiting(case, goes_out=False)

    def perform(self, case: Case, part: str, form: TransitionForm) -> str:
        workflow.cancel(case.article, by=case.user, version=form.cleaned_data["version"])
        left = Case(case.article, case.user)
        if not left.is_approved:
            done = _("The schedule is cancelled. The text stays on the desk; it is approved no more, or not yet.")
            name, label = "change", _("Look at it")
        elif case.hold is not None:
            done = _("The schedule is cancelled. The text is still approved, for when the hold is lifted.")
            name, label = "change", _("Look at it")
        else:
            done = _("The schedule is cancelled. The text is still approved.")
            name, label = "schedule", _("Schedule it anew…")
        address = reverse(f"admin:articles_article_{name}", args=[case.article.pk])
        return format_html('{} <a href="{}">{}</a>', done, address, label)


class Withdraw(_Public):
    name = "withdraw"
    title = button = gettext_lazy("Withdraw")
    form = WithdrawForm
    drastic = True

    def impossible(self, case: Case, part: str) -> str:
        return _("The release is not live, so there is nothing to withdraw.") if case.status.live is None else ""

    def outlook(self, case: Case, part: str) -> outlook.Outlook:
        return outlook.withdrawal(case)

    def perform(self, case: Case, part: str, form: TransitionForm) -> str:
        version, reason = form.cleaned_data["version"], form.cleaned_data["reason"]
        workflow.withdraw(case.article, by=case.user, version=version, reason=reason)
        return _("The release is withdrawn. Readers see the reason in its place.")


VERBS: dict[str, Verb] = {verb.name: verb for verb in (Publish(), Schedule(), Reschedule(), Cancel(), Withdraw())}


def urls(model_admin: Any) -> list[URLPattern]:
    pages = [
        staff(model_admin, name, f"<int:pk>/{name}/", partial(verb_view, verb=verb)) for name, verb in VERBS.items()
    ]
    return [*pages, staff(model_admin, "instant", "<int:pk>/instant/", instant_view)]


def instant_view(model_admin: Any, request: HttpRequest, pk: int) -> JsonResponse:
    """A day, a time and a zone as clocks elsewhere show them, while they are being typed."""
    if not request.user.has_perm(workflow.PUBLISH) or not model_admin.has_view_permission(request):
        raise PermissionDenied
    case = Case(release_or_404(model_admin, request, pk), request.user)
    pending = case.status.pending
    meetings = list(pending.meetings.all()) if "waiting" in request.GET and pending else case.proposal.meetings
    form = MomentForm(request.GET, meetings=meetings)
    form.is_valid()
    asked = request.GET.get("day") and request.GET.get("time")
    wrong = [message for name in QUESTIONS for message in form.errors.get(name, [])] if asked else []
    answer = JsonResponse({"elsewhere": form.elsewhere(), "wrong": wrong})
    answer["Cache-Control"] = "no-store"
    return answer


def zones(edition: Edition) -> list[str]:
    """The time zones of the meetings that an edition is about."""
    return list(edition.meetings.order_by("starts_on", "public_id").values_list("time_zone", flat=True))
