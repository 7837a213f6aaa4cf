"""Who may know of a release, and what somebody may know of the rows that belong to releases: logs, counts, uses."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, ForeignKey, Min, Model, OuterRef, QuerySet, Subquery
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from articles.models import Article, Edition, Restriction, Reveal, Topic
from articles.models.article import open_to
from people.visibility import Ending


@cache
def way_to_release(model: Any, steps: int = 3) -> str | None:
    """By which relations a row belongs to a release (``"edition__article__"``); None if it does not."""
    if model is Article:
        return ""
    for column in model._meta.concrete_fields if steps else ():
        if isinstance(column, ForeignKey) and column.related_model is not model:
            further = way_to_release(column.related_model, steps - 1)
            if further is not None:
                return f"{column.name}__{further}"
    return None


def known_to(user: Any, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of some rows that do not belong to a release which is restricted to others."""
    model: Any = rows.model
    way = way_to_release(model)
    return rows if way is None else rows.filter(open_to(user, way))


def revealed_as_known_to(user: Any, rows: QuerySet[Any]) -> QuerySet[Any]:
    """With the instants at which releases reveal the rows and their ends, but for those restricted to others."""

    def first(what: str) -> Subquery:
        reveals = Reveal.objects.filter(
            content_type=ContentType.objects.get_for_model(rows.model), object_id=OuterRef("pk"), what=what
        )
        shown = known_to(user, reveals).exclude(edition__live_until=F("edition__live_from"))
        opens = shown.filter(edition__held_at__isnull=True).order_by().values("object_id")
        return Subquery(opens.annotate(first=Min("edition__opens_at")).values("first"))

    rows = rows.annotate(known_revealed_from=first(Reveal.What.ROW))
    return rows.annotate(known_end_revealed_from=first(Reveal.What.END)) if issubclass(rows.model, Ending) else rows


def entries_known_to(user: Any, entries: QuerySet[LogEntry]) -> QuerySet[LogEntry]:
    """Lines of the admin's own log, without those about what does not exist for ``user`` (any more)."""
    hidden: dict[type[Model], QuerySet[Any]] = {
        Article: Article.objects.exclude(open_to(user)),
        Topic: Topic.objects.exclude(pk__in=Topic.objects.visible_to(user).values("pk")),
    }
    for model, rows in hidden.items():
        keys = [str(key) for key in rows.values_list("pk", flat=True)]
        entries = entries.exclude(content_type=ContentType.objects.get_for_model(model), object_id__in=keys)
    return entries


def restriction_of(article: Article) -> Restriction | None:
    """What was settled for the release, whether or not it is still in force."""
    return Restriction.objects.filter(translation_key=article.translation_key).first()


def has_been_live(article: Article) -> bool:
    """Whether the release, in any language, has been before the readers: what ends every restriction."""
    return Edition.objects.opened().filter(article__translation_key=article.translation_key).exists()


def named(article: Article) -> str:
    """To whom the release is restricted: "Anna Lind (anna) and the group Board"; empty where it is not."""
    restriction = restriction_of(article)
    if restriction is None:
        return ""
    people = [name_of(user) for user in restriction.users.order_by("last_name", "first_name", "username")]
    groups = [_("the group %(name)s") % {"name": group.name} for group in restriction.groups.order_by("name")]
    return get_text_list([*people, *groups], _("and")) or _("nobody who is left")


def name_of(user: Any) -> str:
    """Somebody with an account, so that namesakes are told apart."""
    full: str = user.get_full_name()
    return f"{full} ({user.get_username()})" if full else user.get_username()
