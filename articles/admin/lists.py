"""The list of releases: each with its state in words, and filters by it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article, Edition
from articles.status import status_of


class StatusChangeList(ChangeList):
    """Looks up the states of all releases of a page at once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list: Any = list(self.result_list)
        statuses = status_of(self.result_list)
        for article in self.result_list:
            article.status = statuses[article.pk]


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("draft", _("Draft")),
            ("scheduled", _("Scheduled")),
            ("live", _("Live")),
            ("withdrawn", _("Withdrawn")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        of_article = Edition.objects.filter(article=OuterRef("pk"))
        live, waiting = Exists(of_article.live()), Exists(of_article.upcoming())
        if self.value() == "draft":
            return queryset.filter(~Exists(of_article))
        if self.value() == "scheduled":
            return queryset.filter(waiting)
        if self.value() == "live":
            return queryset.filter(live)
        if self.value() == "withdrawn":
            return queryset.filter(~live, Exists(of_article.opened()))
        return queryset
