"""A save that came too late: kept whole, and brought together with what was saved meanwhile."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils.translation import gettext as _

from articles import autosave, drafts, snapshots
from articles.admin import formdata
from articles.admin.formdata import typed_in, version_in
from articles.admin.merging import Page
from articles.admin.parts import release_or_404, staff
from articles.admin.restoring import text_of
from articles.admin.wording import Words
from articles.merge import Merge
from articles.models import Article, Snapshot

__all__ = ["keep", "settle", "typed_in", "urls", "version_in"]

KINDS = (Snapshot.Kind.REFUSED, Snapshot.Kind.AUTOSAVED)
"""What was typed and not saved."""


def urls(model_admin: Any) -> list[URLPattern]:
    return [
        staff(model_admin, "refused", "<int:pk>/refused/<int:snapshot>/", refused_view),
        staff(model_admin, "drop_refused", "<int:pk>/refused/<int:snapshot>/drop/", drop_view),
    ]


def keep(request: HttpRequest, article: Article) -> HttpResponse:
    """Keep a save that came too late, and go to the page that brings it together with what is saved."""
    refused = drafts.refuse(article, request.user, version_in(request.POST), typed_in(request.POST))
    autosave.withdraw(request.user, request.POST.get("form_key", ""))
    return HttpResponseRedirect(reverse("admin:articles_article_refused", args=[article.pk, refused.pk]))


def settle(article: Article, user: Any) -> None:
    """Who has saved since has done with what was refused before."""
    article.snapshots.filter(kind=Snapshot.Kind.REFUSED, created_by=user, settled=False).update(settled=True)


def refused_view(model_admin: Any, request: HttpRequest, pk: int, snapshot: int) -> HttpResponse:
    """What was typed and what is saved now, to be brought together. POST fills the form with it and saves nothing."""
    article, refused = _kept(model_admin, request, pk, snapshot)
    base = formdata.base_of(article, refused.version)
    mine = text_of(model_admin, request, refused, article)
    merge = Merge(base, mine, snapshots.capture(article))
    answers = request.POST if request.method == "POST" else {}
    moved_on = bool(answers) and version_in(request.POST, "version") != article.version
    if answers and not moved_on and not merge.open(answers):
        messages.warning(request, _("This is the text as you chose it, not saved yet. Save to keep it."))
        shown: HttpResponse = model_admin.filled_form(request, merge.result(answers), article)
        return shown
    context = {
        **model_admin._page(request, _title(refused, merge), article),
        "refused": refused,
        "moved_on": moved_on,
        "page": Page(merge, Words(request, article, base, merge.mine, merge.theirs), {} if moved_on else answers),
        "unanswered": bool(answers) and not moved_on,
        "is_own": refused.created_by_id == request.user.pk,
        "saved": article.snapshots.filter(kind=Snapshot.Kind.SAVED).select_related("created_by").defer("data").first(),
    }
    status = 409 if moved_on else 200
    return TemplateResponse(request, "admin/articles/article/refused.html", context, status=status)


def drop_view(model_admin: Any, request: HttpRequest, pk: int, snapshot: int) -> HttpResponse:
    """Its author does not want it any more. It stays in the history."""
    article, refused = _kept(model_admin, request, pk, snapshot)
    if refused.created_by_id != request.user.pk:
        raise PermissionDenied
    if request.method == "POST":
        Snapshot.objects.filter(pk=refused.pk).update(settled=True)
        messages.success(request, _("Your text is dropped. It can still be found in the history."))
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))


def _kept(model_admin: Any, request: HttpRequest, pk: int, snapshot: int) -> tuple[Article, Snapshot]:
    article = release_or_404(model_admin, request, pk)
    if not model_admin.has_change_permission(request, article):
        raise PermissionDenied
    kept = article.snapshots.select_related("created_by").filter(pk=snapshot, kind__in=KINDS).first()
    if kept is None:
        raise Http404
    return article, kept


def _title(refused: Snapshot, merge: Merge) -> str:
    if merge.open({}):
        return _("Somebody saved this release before you")
    return _("Nothing of what you typed is lost")
