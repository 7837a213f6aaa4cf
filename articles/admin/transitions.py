"""Publish, schedule, reschedule, cancel, withdraw: a page that says what will happen, and a button that does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import workflow
from articles.admin import outlook
from articles.admin.parts import release_or_404, staff
from articles.admin.transition_forms import (
    REBUILD,
    PublishForm,
    RescheduleForm,
    ScheduleForm,
    TransitionForm,
    WithdrawForm,
)
from articles.models import Article
from articles.proposal import Proposal, propose
from articles.status import Status, in_words, status_of

Perform = Callable[[Article, TransitionForm, Status, Any], str]
"""Does it, and says in a sentence what was done. Raises ``workflow.Refused``."""


def publish(article: Article, form: TransitionForm, status: Status, by: Any) -> str:
    given: dict[str, Any] = {"by": by, "version": form.cleaned_data["version"]}
    given["terms"] = workflow.Terms(change_note=form.cleaned_data.get("change_note", ""))
    waiting = form.cleaned_data.get("waiting")
    if waiting == REBUILD and status.pending is not None:
        edition = workflow.schedule(article, status.pending.opens_at, replace_pending=True, **given)
        return _("This text is now scheduled for %(when)s.") % {"when": in_words(edition.opens_at)}
    workflow.publish(article, replace_pending=bool(waiting), **given)
    return _("The release is live.")


def schedule(article: Article, form: TransitionForm, status: Status, by: Any) -> str:
    edition = workflow.schedule(
        article,
        form.cleaned_data["moment"],
        by=by,
        version=form.cleaned_data["version"],
        terms=workflow.Terms(change_note=form.cleaned_data.get("change_note", "")),
        replace_pending=form.cleaned_data.get("replace", False),
    )
    return _("The release is scheduled for %(when)s.") % {"when": in_words(edition.opens_at)}


def reschedule(article: Article, form: TransitionForm, status: Status, by: Any) -> str:
    moment, version = form.cleaned_data["moment"], form.cleaned_data["version"]
    edition = workflow.reschedule(article, moment, by=by, version=version)
    return _("The scheduled edition now opens on %(when)s.") % {"when": in_words(edition.opens_at)}


def cancel(article: Article, form: TransitionForm, status: Status, by: Any) -> str:
    workflow.cancel(article, by=by, version=form.cleaned_data["version"])
    return _("The schedule is cancelled. The text is kept as a draft.")


def withdraw(article: Article, form: TransitionForm, status: Status, by: Any) -> str:
    version, reason = form.cleaned_data["version"], form.cleaned_data["reason"]
    workflow.withdraw(article, by=by, version=version, reason=reason)
    return _("The release is withdrawn. Readers see the reason in its place.")


@dataclass(frozen=True)
class Verb:
    """One transition as the desk offers it."""

    name: str
    title: str | Promise
    button: str | Promise
    form: type[TransitionForm]
    perform: Perform
    prints: bool = False
    """Makes an edition of the working copy."""

    drastic: bool = False

    def impossible(self, status: Status) -> str:
        """Why it makes no sense in this state; empty if it does."""
        if self.name in {"reschedule", "cancel"} and status.pending is None:
            return _("Nothing is scheduled for this release.")
        if self.name == "withdraw" and status.live is None:
            return _("The release is not live, so there is nothing to withdraw.")
        return ""


VERBS = {
    verb.name: verb
    for verb in (
        Verb("publish", gettext_lazy("Publish now"), gettext_lazy("Publish now"), PublishForm, publish, prints=True),
        Verb("schedule", gettext_lazy("Schedule"), gettext_lazy("Schedule"), ScheduleForm, schedule, prints=True),
        Verb("reschedule", gettext_lazy("Reschedule"), gettext_lazy("Reschedule"), RescheduleForm, reschedule),
        Verb(
            "cancel", gettext_lazy("Cancel the schedule"), gettext_lazy("Cancel the schedule"), TransitionForm, cancel
        ),
        Verb("withdraw", gettext_lazy("Withdraw"), gettext_lazy("Withdraw"), WithdrawForm, withdraw, drastic=True),
    )
}


def urls(model_admin: Any) -> list[URLPattern]:
    return [staff(model_admin, name, f"<int:pk>/{name}/", partial(transition_view, name=name)) for name in VERBS]


def transition_view(model_admin: Any, request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The page of one transition of one release. GET changes nothing."""
    if not request.user.has_perm(workflow.PUBLISH) or not model_admin.has_view_permission(request):
        raise PermissionDenied
    article = release_or_404(model_admin, request, pk)
    verb = VERBS[name]
    status = status_of([article])[article.pk]
    form = _form(verb, request, article, status)
    stale = False
    if request.method == "POST" and form.is_valid():
        try:
            done = verb.perform(article, form, status, request.user)
        except workflow.Stale:
            stale = True
            article = Article.objects.get(pk=pk)
            status = status_of([article])[article.pk]
        except workflow.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))
    context = _context(model_admin, request, verb, article, status, stale)
    context["form"] = form
    return TemplateResponse(request, "admin/articles/article/transition.html", context, status=409 if stale else 200)


def _form(verb: Verb, request: HttpRequest, article: Article, status: Status) -> TransitionForm:
    given: dict[str, Any] = {"article": article, "status": status}
    if verb.name in {"schedule", "reschedule"} and status.pending is not None:
        given["moment"] = status.pending.opens_at
    return verb.form(request.POST if request.method == "POST" else None, **given)


def _context(
    model_admin: Any, request: HttpRequest, verb: Verb, article: Article, status: Status, stale: bool
) -> dict[str, Any]:
    proposal: Proposal | None = propose(article) if verb.prints else None
    impossible = verb.impossible(status)
    return {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": verb.title,
        "article": article,
        "original": article,
        "status": status,
        "verb": verb,
        "stale": stale,
        "impossible": impossible,
        "outlook": None if impossible else outlook.look(verb.name, article, status, proposal),
        "possible": not (stale or impossible or (proposal and proposal.errors)),
    }
