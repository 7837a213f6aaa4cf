"""Links by which reviewers without an account see one text: who has one, how often it was opened, and an end to it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import snapshots, workflow
from articles.admin.parts import release_or_404, staff
from articles.filling import absolute
from articles.models import Article, PreviewLink, Snapshot
from articles.models.article import restricted
from articles.status import Status
from people import clock

DAYS = (1, 3, 7, 14, 30)
AT_FIRST = 7
SHOWN = 100
"""Links listed, the newest first."""


def _stretches() -> list[tuple[int, str]]:
    return [(days, ngettext("%(days)d day", "%(days)d days", days) % {"days": days}) for days in DAYS]


class PreviewLinkForm(forms.Form):
    """Asks for whom a link is to be made, and for how long. Carries the version that the editor was shown."""

    for_whom = forms.CharField(
        label=gettext_lazy("For whom"),
        max_length=200,
        help_text=gettext_lazy("A name that you will know again; the reviewer reads it above the text."),
    )
    lasts = forms.TypedChoiceField(
        label=gettext_lazy("Opens for"),
        coerce=int,
        initial=AT_FIRST,
        choices=_stretches,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


def urls(model_admin: Any) -> list[URLPattern]:
    return [staff(model_admin, "preview_links", "<int:pk>/preview-links/", preview_links_view)]


def panel(model_admin: Any, request: HttpRequest, article: Article, status: Status) -> dict[str, Any]:
    """How many links to the release open now."""
    return {"open_preview_links": article.preview_links.valid().count()}


def preview_links_view(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """All links to a release. POST revokes one or makes one, whose address is in this one answer and nowhere else."""
    article = release_or_404(model_admin, request, pk)
    may_change = model_admin.has_change_permission(request, article)
    if not may_change and (request.method == "POST" or not model_admin.has_view_permission(request, article)):
        raise PermissionDenied
    if request.POST.get("revoke"):
        return _revoke(request, article, request.POST["revoke"])
    form = PreviewLinkForm(request.POST or None, initial={"version": article.version})
    made, stale = None, False
    if request.method == "POST" and form.is_valid():
        try:
            link, token = workflow.make_preview(
                article,
                by=request.user,
                version=form.cleaned_data["version"],
                for_whom=form.cleaned_data["for_whom"],
                lasts=timedelta(days=form.cleaned_data["lasts"]),
            )
        except workflow.Refused as refused:
            stale = isinstance(refused, workflow.Stale)
            form.add_error(None, str(refused))
        else:
            made = {"link": link, "address": absolute(reverse("preview_open", args=[token]))}
            form = PreviewLinkForm(initial={"version": article.version})
    context = {
        **model_admin._page(request, _("Preview links"), article),
        "form": form,
        "made": made,
        "links": _links(article),
        "may_change": may_change,
        "restricted": Article.objects.filter(restricted(), pk=article.pk).exists(),
    }
    template = "admin/articles/article/preview_links.html"
    response = TemplateResponse(request, template, context, status=409 if stale else 200)
    response["Cache-Control"] = "no-store"
    return response


def _revoke(request: HttpRequest, article: Article, public_id: str) -> HttpResponse:
    nul = "\0" in public_id  # which PostgreSQL does not even look for
    link = None if nul else article.preview_links.filter(public_id=public_id).first()
    if link is None:
        raise Http404
    try:
        workflow.revoke_preview(link, by=request.user)
    except workflow.Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The link for %(whom)s no longer opens.") % {"whom": link.for_whom})
    return HttpResponseRedirect(reverse("admin:articles_article_preview_links", args=[article.pk]))


def _links(article: Article) -> list[dict[str, Any]]:
    """What the page says of each link: whether it opens, and whether its text is still the one on the desk."""
    now = clock.now()
    links: Any = article.preview_links.select_related("created_by", "snapshot")
    newest = _text_of(article.snapshots.filter(kind=Snapshot.Kind.SAVED).first())
    return [
        {
            "link": link,
            "state": _state(link, now),
            "older": _text_of(link.snapshot) != newest,
            "opens": link.revoked_at is None and link.expires_at > now,
        }
        for link in links[:SHOWN]
    ]


def _text_of(snapshot: Snapshot | None) -> dict[str, Any]:
    """What a reviewer would read; the first publication gives the release an address, which changes no word."""
    data = snapshots.read(snapshot) if snapshot else {"article": {}}
    return {**data, "article": {**data["article"], "wanted_slug": ""}}


def _state(link: PreviewLink, now: Any) -> str:
    if link.revoked_at is not None:
        return _("Revoked")
    return _("Expired") if link.expires_at <= now else _("Opens")
