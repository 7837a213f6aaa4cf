"""The list of releases: each with its state in words, and filters by it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article, Edition, Stage
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
            ("in-review", _("In review")),
            ("approved", _("Approved")),
            ("scheduled", _("Scheduled")),
            ("live", _("Live")),
            ("withdrawn", _("Withdrawn")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        of_article = Edition.objects.filter(article=OuterRef("pk"))
        live = Exists(of_article.live())
        conditions: dict[str, Any] = {
            "draft": ~Exists(of_article) & Q(stage=Stage.DRAFTING),
            "in-review": Q(stage=Stage.IN_REVIEW),
            "approved": Q(stage=Stage.APPROVED) & ~Q(saved_text=F("printed_text")),
            "scheduled": Q(pk__in=Edition.objects.upcoming().values("article")),
            "live": Q(live),
            "withdrawn": ~live & Exists(of_article.opened()),
        }
        return queryset.filter(conditions.get(self.value() or "", Q()))
