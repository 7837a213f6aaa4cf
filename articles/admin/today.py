"""The front page of the desk: what waits for whoever signed in, and what readers get next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import agenda, autosave
from articles.models import Article
from articles.status import status_of
from articles.workflow import HOLD, PUBLISH, SIGN_OFF

SHOWN = 8
"""Entries of a list on the front page; the rest is a link away."""

LOG = "articles.view_transition"


class DeskFilter(admin.SimpleListFilter):
    """The lists of the front page, whole."""

    title = gettext_lazy("desk")
    parameter_name = "desk"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("mine", _("Mine")),
            ("waiting", _("Waiting for me")),
            ("changed", _("Live with unpublished changes")),
            ("withdrawn", _("Recently withdrawn")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        chosen: dict[str | None, Callable[[Any], Q]] = {
            "mine": lambda user: _among(agenda.mine(user)),
            "waiting": lambda user: (
                _among(agenda.to_review(user))
                | _among(agenda.to_publish(user))
                | Q(pk__in=agenda.to_approve_afterwards(user).order_by().values("article"))
            ),
            "changed": lambda user: _among(agenda.changed_since_live(user)),
            "withdrawn": lambda user: Q(pk__in=agenda.withdrawn(user).order_by().values("article")),
        }
        condition = chosen.get(self.value())
        return queryset.filter(condition(request.user)) if condition else queryset


def context(request: HttpRequest) -> dict[str, Any]:
    """What the front page shows besides the list of models; nothing to those who may not look at releases."""
    user = request.user
    if not user.has_perm("articles.view_article"):
        return {}
    mine, going = _first(agenda.mine(user)), _first(agenda.going_out(user))
    review, publish = _first(agenda.to_review(user)), _first(agenda.to_publish(user))
    changed = _first(agenda.changed_since_live(user))
    _tell_states([*mine.rows, *review.rows, *publish.rows, *changed.rows])
    return {
        "today": {
            "may_write": user.has_perm("articles.add_article"),
            "may_decide": any(user.has_perm(right) for right in (PUBLISH, *SIGN_OFF.values())),
            "may_hold": user.has_perm(HOLD),
            "may_see_log": user.has_perm(LOG),
            "begun": _begun(user),
            "mine": mine,
            "review": review,
            "publish": publish,
            "forced": _first(agenda.to_approve_afterwards(user)),
            "going": _Some(list(agenda.told(going.rows)), going.more),
            "changed": changed,
            "withdrawn": _first(agenda.withdrawn(user)),
            "zone": timezone.get_current_timezone_name(),
        }
    }


def _begun(user: Any) -> list[dict[str, Any]]:
    """Releases that were typed and never saved; the form of a new release offers them."""
    if not user.has_perm("articles.add_article"):
        return []
    kept = autosave.never_saved(user)[:SHOWN]
    return [{"headline": autosave.headline_of(text), "at": text.created_at} for text in kept]


class _Some:
    """The beginning of a list, and whether there is more of it."""

    def __init__(self, rows: list[Any], more: bool) -> None:
        self.rows, self.more = rows, more

    def __bool__(self) -> bool:
        return bool(self.rows)


def _first(rows: QuerySet[Any]) -> _Some:
    found = list(rows[: SHOWN + 1])
    return _Some(found[:SHOWN], len(found) > SHOWN)


def _among(articles: QuerySet[Article]) -> Q:
    return Q(pk__in=articles.order_by().values("pk"))


def _tell_states(articles: list[Any]) -> None:
    statuses = status_of(articles)
    for article in articles:
        article.status = statuses[article.pk]
