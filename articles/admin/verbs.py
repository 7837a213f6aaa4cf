"""A page that says what a move will bring, and a button that does it. What all such pages have in common."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme

from articles import workflow
from articles.admin.case import Case
from articles.admin.outlook import Outlook
from articles.admin.parts import release_or_404
from articles.admin.transition_forms import TransitionForm
from articles.models import Snapshot


class Verb:
    """One move as the desk offers it."""

    name: ClassVar[str]
    title: ClassVar[str | Promise]
    button: ClassVar[str | Promise]
    right: ClassVar[str]
    form: ClassVar[type[TransitionForm]] = TransitionForm
    template: ClassVar[str] = "admin/articles/article/transition.html"
    drastic: ClassVar[bool] = False

    def right_for(self, part: str) -> str:
        """The permission that the page takes; ``part`` is what follows its name in the address."""
        return self.right

    def title_for(self, part: str) -> str | Promise:
        return self.title

    def button_for(self, part: str) -> str | Promise:
        return self.button

    def impossible(self, case: Case, part: str) -> str:
        """Why it makes no sense now; empty if it does."""
        return ""

    def outlook(self, case: Case, part: str) -> Outlook | None:
        """What it would bring."""
        return None

    def perform(self, case: Case, part: str, form: TransitionForm) -> str:
        """Do it, and say in a sentence what was done. Raises ``workflow.Refused``."""
        raise NotImplementedError

    def further_context(self, case: Case, part: str) -> dict[str, Any]:
        return {}


def verb_view(model_admin: Any, request: HttpRequest, pk: int, verb: Verb, part: str = "") -> HttpResponse:
    """The page of one move of one release. GET changes nothing."""
    if not request.user.has_perm(verb.right_for(part)) or not model_admin.has_view_permission(request):
        raise PermissionDenied
    case = Case(release_or_404(model_admin, request, pk), request.user)
    form = _form(verb, request, case)
    stale = request.method == "POST" and form.is_outdated()
    if request.method == "POST" and not stale and form.is_valid() and not form.only_asks:
        try:
            done = verb.perform(case, part, form)
        except workflow.Stale:
            stale = True
        except workflow.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return HttpResponseRedirect(_next(form, pk))
    if request.method == "POST" and not stale and form.errors:
        # Somebody may have been quicker while this was judged: then that is what there is to say.
        stale = form.posted_version() not in {None, release_or_404(model_admin, request, pk).version}
    seen = None
    if stale:
        case = Case(release_or_404(model_admin, request, pk), request.user)
        seen = _seen(case, form)
        form = verb.form(initial=form.typed(), case=case)
    impossible = verb.impossible(case, part)
    outlook = None if impossible else verb.outlook(case, part)
    context = {
        **model_admin._page(request, verb.title_for(part), case.article),
        "case": case,
        "status": case.status,
        "verb": verb,
        "button": verb.button_for(part),
        "form": form,
        "stale": stale,
        "seen": seen,
        "impossible": impossible,
        "outlook": outlook,
        "possible": form.has_button and not impossible and not (outlook and outlook.errors),
        **({} if impossible else verb.further_context(case, part)),
    }
    return TemplateResponse(request, verb.template, context, status=409 if stale else 200)


def _form(verb: Verb, request: HttpRequest, case: Case) -> TransitionForm:
    if request.method == "POST":
        return verb.form(request.POST, case=case)
    return verb.form(initial={"next": request.GET.get("next", "")}, case=case)


def _seen(case: Case, form: TransitionForm) -> Snapshot | None:
    """The text that the editor had been shown, to compare with the one that there is now; None if it is the same."""
    saved = case.article.snapshots.filter(kind=Snapshot.Kind.SAVED).defer("data")
    newest, seen = saved.first(), saved.filter(version__lte=form.posted_version() or 0).first()
    return seen if seen != newest else None


def _next(form: TransitionForm, pk: int) -> str:
    """Where the button was pressed, or the page of the release; never another site."""
    asked: str = form.cleaned_data.get("next", "")
    if asked and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return asked
    return reverse("admin:articles_article_change", args=[pk])
