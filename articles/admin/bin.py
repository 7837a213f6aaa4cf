"""The bin: where drafts and other rows go when they are deleted, and from where they come back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import bin as kept_rows
from articles import workflow
from articles.admin.formdata import version_in
from articles.admin.parts import staff
from articles.models import Article, BinnedRow, Transition

PAGE = 50
"""Entries of a page of the bin, of releases and of other rows each."""

DELETE = "articles.delete_article"
_Admin: Any = object


@dataclass
class Line:
    """One thing in the bin."""

    kind: str
    name: str
    at: datetime
    by: Any
    field: str
    key: int
    version: int = 0
    may_restore: bool = False


def urls(model_admin: Any) -> list[URLPattern]:
    return [staff(model_admin, "bin", "bin/", bin_view)]


class Bins(_Admin):
    """For the admin of releases: deleting one, or several at once, puts them in the bin."""

    actions: Any = ("bin_selected",)

    def get_actions(self, request: HttpRequest) -> Any:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Ask first; the answer carries the version that was shown."""
        article = self.get_object(request, unquote(object_id))
        if not self.has_delete_permission(request, article):
            raise PermissionDenied
        if article is None:
            missing: HttpResponse = self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
            return missing
        stale, refusal = False, ""
        if request.method == "POST":
            try:
                workflow.bin_release(article, by=request.user, version=version_in(request.POST, "version"))
            except workflow.Stale:
                stale = True
            except workflow.Refused as refused:
                refusal = str(refused)
            else:
                messages.success(request, _in_the_bin(article))
                return HttpResponseRedirect(reverse("admin:articles_article_changelist"))
        context = {
            **self._page(request, _("Put in the bin"), article),
            "stale": stale,
            "refusal": refusal or (self.refusal(article) if article.editions.exists() else ""),
        }
        template = "admin/articles/article/bin_confirmation.html"
        return TemplateResponse(request, template, context, status=409 if stale else 200)

    @admin.action(description=gettext_lazy("Put the selected releases in the bin…"), permissions=["delete"])
    def bin_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
        """Ask first, then do what is possible of it, and say what is not."""
        if request.POST.get("confirmed"):
            for article in queryset:
                self._bin(request, article)
            return None
        chosen = list(queryset.prefetch_related("editions"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Put in the bin"),
            "possible": [article for article in chosen if not article.editions.all()],
            "refusals": [self.refusal(article) for article in chosen if article.editions.all()],
            "field": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/articles/article/bin_selected.html", context)

    def _bin(self, request: HttpRequest, article: Article) -> None:
        try:
            version = version_in(request.POST, f"version-{article.pk}")
            workflow.bin_release(article, by=request.user, version=version)
        except workflow.Stale:
            about = {"headline": article}
            self.message_user(request, _("“%(headline)s” was changed meanwhile, so it stays.") % about, messages.ERROR)
        except workflow.Refused as refused:
            self.message_user(request, str(refused), messages.ERROR)
        else:
            self.message_user(request, _in_the_bin(article), messages.SUCCESS)


def _in_the_bin(article: Article) -> str:
    said = _("“%(headline)s” is in the bin.") % {"headline": article}
    return format_html('{} <a href="{}">{}</a>', said, reverse("admin:articles_article_bin"), _("Open the bin"))


def bin_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """What is in the bin, as far as it exists for whoever asks. POST takes one thing out."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    if request.method == "POST":
        _take_out(model_admin, request)
        return HttpResponseRedirect(reverse("admin:articles_article_bin"))
    releases = Paginator(_releases(request.user), PAGE).get_page(request.GET.get("releases"))
    rows = Paginator(kept_rows.waiting(_types(model_admin, request)), PAGE).get_page(request.GET.get("rows"))
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Bin"),
        "releases": releases,
        "rows": rows,
        "release_lines": _release_lines(request, releases),
        "row_lines": [_row_line(model_admin, request, row) for row in rows],
    }
    return TemplateResponse(request, "admin/articles/article/bin.html", context)


def _releases(user: Any) -> QuerySet[Article]:
    put_there = Transition.objects.filter(article=OuterRef("pk"), action=Transition.Action.BINNED).order_by("-pk")
    found = Article.objects.binned(user).annotate(binned_by=Subquery(put_there.values("by")[:1]))
    return found.order_by("-binned_at", "-pk")


def _release_lines(request: HttpRequest, releases: Any) -> list[Line]:
    people = get_user_model()._default_manager.in_bulk({article.binned_by for article in releases} - {None})
    may, kind = request.user.has_perm(DELETE), capfirst(str(Article._meta.verbose_name))
    return [
        Line(kind, str(row), row.binned_at, people.get(row.binned_by), "release", row.pk, row.version, may)
        for row in releases
    ]


def _types(model_admin: Any, request: HttpRequest) -> list[ContentType]:
    """The kinds of rows that somebody may see."""
    seen = [model for model, desk in model_admin.admin_site._registry.items() if desk.has_view_permission(request)]
    inline = [each.model for desk in model_admin.admin_site._registry.values() for each in desk.inlines]
    return [
        ContentType.objects.get_for_model(model)
        for model in {*seen, *(model for model in inline if _may(request, "view", model))}
    ]


def _may(request: HttpRequest, verb: str, model: Any) -> bool:
    return request.user.has_perm(f"{model._meta.app_label}.{verb}_{model._meta.model_name}")


def _row_line(model_admin: Any, request: HttpRequest, row: BinnedRow) -> Line:
    model = row.content_type.model_class()
    kind = capfirst(str(model._meta.verbose_name)) if model else str(row.content_type)
    return Line(kind, row.name, row.binned_at, row.binned_by, "row", row.pk, 0, _may_put_back(request, model))


def _may_put_back(request: HttpRequest, model: Any) -> bool:
    """Who may delete a row may undo it, if they may enter one."""
    return model is not None and _may(request, "add", model) and _may(request, "delete", model)


def _take_out(model_admin: Any, request: HttpRequest) -> None:
    try:
        message = _take_out_release(request) if "release" in request.POST else _take_out_row(model_admin, request)
    except (workflow.Refused, kept_rows.Refused) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, message)


def _take_out_release(request: HttpRequest) -> str:
    if not request.user.has_perm(DELETE):
        raise PermissionDenied
    article = Article.objects.binned(request.user).filter(pk=version_in(request.POST, "release")).first()
    if article is None:
        raise Http404
    workflow.restore_release(article, by=request.user, version=version_in(request.POST, "version"))
    address = reverse("admin:articles_article_change", args=[article.pk])
    said = _("“%(headline)s” is out of the bin.") % {"headline": article}
    return format_html('{} <a href="{}">{}</a>', said, address, _("Open it"))


def _take_out_row(model_admin: Any, request: HttpRequest) -> str:
    known = kept_rows.waiting(_types(model_admin, request))
    row = known.filter(pk=version_in(request.POST, "row")).first()
    if row is None:
        raise Http404
    if not _may_put_back(request, row.content_type.model_class()):
        raise PermissionDenied
    back = kept_rows.put_back(row, may_publish=request.user.has_perm(workflow.PUBLISH), by=request.user)
    desk = model_admin.admin_site._registry.get(type(back))
    if desk is not None:
        desk.log_addition(request, back, _("Taken out of the bin."))
    return _("“%(name)s” is out of the bin.") % {"name": row.name}
