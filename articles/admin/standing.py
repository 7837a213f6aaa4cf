"""What is edited once and printed on many releases: press contacts and boilerplates, each with its versions."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import standing, wordwise
from articles.admin.base import DeskAdmin
from articles.models import Article, Boilerplate, Contact, StandingVersion
from people.visibility import Generation

DISCLOSURE: Any = (
    gettext_lazy("Disclosure"),
    {
        "fields": ("inside_information", "filing_reference", "forward_looking"),
        "classes": ("collapse",),
        "description": gettext_lazy("For results and regulatory announcements."),
    },
)
"""The part of a release's form that the law on disclosure is about."""

SHOWN = 20
"""Versions that the page of a row shows; the others are kept."""

NAMED = 10
"""Releases that the page of a row names; the others are counted."""

_Options: Any = object
"""What mixins for a ModelAdmin stand on."""


class StandingChoices(_Options):
    """For the form of a release: each kind of boilerplate in its place."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "boilerplate":
            kwargs.setdefault("queryset", Boilerplate.objects.filter(kind=Boilerplate.Kind.ORGANISATION))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class StandingAdmin(DeskAdmin):
    """Keeps each version, shows what differs between them, and puts an old one back."""

    change_form_template = "admin/articles/standing/change_form.html"
    USED_AS: tuple[str, ...]
    """The fields of a release that may name a row."""

    class Media:
        css = {"all": ["admin/articles/standing.css"]}

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_put_back"
        view = self.admin_site.admin_view(self.put_back_view)
        return [path("<int:pk>/versions/<int:number>/", view, name=name), *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Keep what the row was before there were versions too, so that it can be put back."""
        if change:
            self._keep_the_first(obj)
        super().save_model(request, obj, form, change)
        standing.record(obj, by=request.user)

    def _keep_the_first(self, obj: Any) -> None:
        if not standing.number_of(obj):
            standing.record(self.model._default_manager.get(pk=obj.pk))

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        row = context.get("original")
        if row is not None:
            context |= {"versions": self._versions(row), **self._uses(request, row)}
        return super().render_change_form(request, context, *args, **kwargs)

    def put_back_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Make an old version the newest. The button says which was the newest when it was shown."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        with transaction.atomic():
            Generation.lock()
            row = self.get_queryset(request).filter(pk=pk).first()
            if row is None:
                raise Http404
            if not self.has_change_permission(request, row):
                raise PermissionDenied
            version = standing.versions_of(row).filter(number=number).first()
            if version is None:
                raise Http404
            if request.POST.get("newest") != str(standing.number_of(row)):
                message = _("Somebody else has changed this meanwhile, so nothing was put back. Look again.")
                self.message_user(request, message, messages.ERROR)
            else:
                standing.put_back(row, version, by=request.user)
                done = _("Version %(number)d was put back; releases print it from now on.") % {"number": number}
                self.log_change(request, row, done)
                self.message_user(request, done, messages.SUCCESS)
        return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[pk]))

    def _versions(self, row: Any) -> list[dict[str, Any]]:
        """The newest versions, each with what it changed."""
        kept = list(standing.versions_of(row)[: SHOWN + 1])
        effort = wordwise.Effort()
        return [
            {"version": version, "changes": self._changes(former, version, effort) if former else []}
            for version, former in zip_longest(kept, kept[1:])
        ][:SHOWN]

    def _changes(self, old: StandingVersion, new: StandingVersion, effort: wordwise.Effort) -> list[dict[str, Any]]:
        """What differs, by field and language, word by word."""
        languages = dict(settings.LANGUAGES)
        was, is_now = standing.texts_of(self.model, old), standing.texts_of(self.model, new)
        return [
            {
                "field": self._label(name),
                "language": languages.get(language, language),
                "code": language,
                "words": wordwise.marked(
                    was.get((name, language), ""), is_now.get((name, language), ""), rich=False, effort=effort
                ),
            }
            for name, language in dict.fromkeys([*was, *is_now])
            if was.get((name, language), "") != is_now.get((name, language), "")
        ]

    def _label(self, name: str) -> str:
        field: Any = self.opts.get_field(name)
        return capfirst(str(field.verbose_name))

    def _uses(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """The releases that name the row, of those that exist for whoever asks."""
        if not request.user.has_perm("articles.view_article"):
            return {}
        named = Q()
        for field in self.USED_AS:
            named |= Q(**{field: row})
        found = Article.objects.visible_to(request.user).filter(named)
        return {"used_by": found.count(), "users": found.order_by("-changed_at", "-pk")[:NAMED]}


@admin.register(Contact)
class ContactAdmin(StandingAdmin):
    USED_AS = ("contact",)
    list_display = ("name", "role", "email", "phone")
    fields = ("name", "role", "email", "phone")


@admin.register(Boilerplate)
class BoilerplateAdmin(StandingAdmin):
    USED_AS = ("boilerplate", "forward_looking")
    list_display = ("title", "kind")
    list_filter = ("kind",)
    fields = ("kind", "title", "text")
