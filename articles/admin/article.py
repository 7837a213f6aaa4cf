"""Releases on the desk."""

from __future__ import annotations

from typing import Any

from content_editor.admin import ContentEditor
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from js_asset import Media as NoncedMedia
from js_asset import Script

from articles import capacity, drafts, workflow
from articles.admin import (
    autosave,
    bin,
    calendar,
    checklist,
    comparing,
    formdata,
    history,
    holding,
    log,
    preview,
    preview_links,
    proposals,
    restoring,
    restricting,
    reviewing,
    stale,
    state,
    transitions,
)
from articles.admin.base import DeskAdmin
from articles.admin.blocks import BLOCK_INLINES
from articles.admin.forms import ArticleForm, in_its_language
from articles.admin.lists import StateFilter, StatusChangeList
from articles.admin.outlook import public_address
from articles.admin.proposals import filled_in
from articles.admin.standing import DISCLOSURE, StandingChoices
from articles.admin.today import DeskFilter
from articles.models import Article
from articles.status import Status, status_of

PARTS = [
    transitions,
    reviewing,
    preview,
    proposals,
    preview_links,
    restricting,
    autosave,
    calendar,
    holding,
    log,
    stale,
    restoring,
    comparing,
    bin,
]
"""Modules with further pages of a release: each gives its ``urls(model_admin)``."""

PANELS: list[Any] = [checklist, restricting, preview_links, autosave]
"""Modules that put something on the page of a release: each gives ``panel(model_admin, request, article, status)``."""

HELPERS = [
    Script("admin/articles/blocks.js", type="module"),
    Script("admin/articles/proposals.js", type="module"),
    Script("admin/articles/topics.js", type="module"),
]


@admin.register(Article)
class ArticleAdmin(restoring.Unsaved, bin.Bins, StandingChoices, DeskAdmin, ContentEditor):
    form = ArticleForm
    inlines = BLOCK_INLINES
    list_display = ("headline", "state", "type", "language", "changed_at", "changed_by")
    list_filter = (StateFilter, DeskFilter, "type", "language")
    list_select_related = ("changed_by",)
    autocomplete_fields = ("meetings", "departments", "contact")
    fieldsets = (
        (None, {"fields": ("headline", "standfirst", ("type", "language"), "translation_of", "based_on")}),
        (
            gettext_lazy("Where, when, about what"),
            {"fields": (("dateline_city", "dateline_date"), "meetings", "departments", "topics")},
        ),
        (
            gettext_lazy("At the end of the release, and its address"),
            {"fields": ("contact", "boilerplate", "wanted_slug"), "classes": ("collapse",)},
        ),
        DISCLOSURE,
    )

    @admin.display(description=gettext_lazy("state"))
    def state(self, obj: Any) -> str:
        status: Status = obj.status
        kind = (
            "live" if status.live else "scheduled" if status.pending else "withdrawn" if status.withdrawn else "draft"
        )
        return format_html('<span class="state-mark {}">{}</span>', kind, status.words())

    def autocomplete_label(self, obj: Any) -> str:
        return in_its_language(obj)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[StatusChangeList]:
        return StatusChangeList

    def get_urls(self) -> list[URLPattern]:
        further = [route for part in PARTS for route in part.urls(self)]
        return [*further, *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> Any:
        """What exists for whoever asks."""
        return super().get_queryset(request).visible_to(request.user)

    # Saving

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Django's, but a save based on an older version is refused before any form is looked at.

        Django pairs posted blocks with the rows that are left, so that an edit of a block that a colleague deleted
        would be dropped without a word.
        """
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        if "_saveasnew" in request.POST:
            raise PermissionDenied
        article = self.get_object(request, unquote(object_id)) if object_id is not None else None
        if article is None and object_id is not None:
            binned = autosave.binned(self, request, unquote(object_id))
            if binned is not None:
                return autosave.keep_for_later(request, binned)
        if article is None or not self.has_change_permission(request, article):
            request.POST = formdata.checked_keys(request.POST, None)  # type: ignore[assignment]
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            try:
                drafts.claim(article.pk, formdata.version_in(request.POST))
            except drafts.Stale:
                binned = autosave.binned(self, request, str(article.pk))
                return autosave.keep_for_later(request, binned) if binned else stale.keep(request, article)
            request.POST = formdata.checked_keys(request.POST, article)  # type: ignore[assignment]
            response = super().changeform_view(request, object_id, form_url, extra_context)
            if "adminform" in (getattr(response, "context_data", None) or {}):
                transaction.set_rollback(True)
            else:
                stale.settle(article, request.user)
            return response

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        obj.changed_by = request.user  # type: ignore[assignment]
        if not change:
            obj.created_by = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Past the content editor's own, which would copy any block of any release that a request names."""
        super(ContentEditor, self).save_related(request, form, formsets, change)
        for block in capacity.fill(form.instance):
            messages.info(request, filled_in(block))
        workflow.save(form.instance, request.user)
        autosave.saved(request, form.instance)

    # Looking

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        article = context.get("original")
        if article is not None:
            status = status_of([article])[article.pk]
            context |= {
                "status": status,
                **state.box(request.user, article, status),
                "public_url": public_address(article, article.slug) if status.live and article.slug else "",
            }
            for part in PANELS:
                context |= part.panel(self, request, article, status)
        context |= autosave.keeping(self, request, article)
        context["proposal_url"] = reverse("admin:articles_article_proposal")
        response: Any = super().render_change_form(request, context, *args, **kwargs)
        media = NoncedMedia.from_media(response.context_data["media"], nonce=str(request.csp_nonce))  # type: ignore[attr-defined]
        response.context_data["media"] = media
        return response

    def _content_editor_media(self, request: HttpRequest, context: Any) -> Any:
        return super()._content_editor_media(request, context) + NoncedMedia(js=HELPERS) + autosave.MEDIA

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """What was done with the release, and every text of it."""
        return history.history_view(self, request, object_id)

    def _page(self, request: HttpRequest, title: str, article: Article) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "article": article,
            "original": article,
            "zone": timezone.get_default_timezone_name(),
        }

    # Deleting

    def refusal(self, obj: Any) -> str:
        return _("“%(headline)s” has been published or scheduled, so it stays on the record. Withdraw it instead.") % {
            "headline": obj
        }
