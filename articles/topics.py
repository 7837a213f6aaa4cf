"""Topics that came up first in a restricted release: nobody else learns of one by typing the same name.

To everybody else such a topic does not exist, but its name is taken. Who takes it gets a row as new as any, and the
restricted release carries that one from then on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet

from articles.models import Article, EditionTopic, Reveal, TaggedArticle, Topic
from articles.models.article import restricted
from people.visibility import Generation, earliest


def hidden_from(user: Any, names: Collection[str]) -> QuerySet[Topic]:
    """Topics of these names that do not exist for ``user``."""
    return Topic.objects.filter(name__in=names).exclude(pk__in=Topic.objects.visible_to(user).values("pk"))


@contextmanager
def taking(name: str, user: Any) -> Iterator[None]:
    """Save a topic under a name within this, whether or not one that ``user`` may not know of has it."""
    with transaction.atomic():
        Generation.lock()
        hidden = hidden_from(user, [name]).first()
        if hidden is not None:
            Topic.objects.filter(pk=hidden.pk).update(name=hidden.public_id, search_key="", sort_key="")
        yield
        if hidden is not None:
            _take_over(hidden, Topic.objects.get(name=name))


@contextmanager
def typed(article: Article, names: Collection[str], user: Any) -> Iterator[None]:
    """Store within this what ``user`` typed as the topics of a release."""
    fresh = set(hidden_from(user, names).values_list("name", flat=True))
    known = set(Topic.objects.filter(name__in=names).values_list("name", flat=True)) - fresh
    for name in sorted(fresh):
        with taking(name, user):
            Topic.objects.create(name=name)
    yield
    rows = Topic.objects.filter(name__in=names)
    if Article.objects.filter(restricted(), pk=article.pk).exists():
        rows.exclude(name__in=known).update(confined=True)
    else:
        rows.update(confined=False)


def _take_over(hidden: Topic, fresh: Topic) -> None:
    """Let the releases that carry one topic carry the other one, which their records know by the same public id."""
    Generation.bump(rewrite=True)
    for model, carrier in ((TaggedArticle, "content_object"), (EditionTopic, "edition")):
        column = "tag" if model is TaggedArticle else "topic"
        rows = model._default_manager.filter(**{column: hidden})
        carries_both = model._default_manager.filter(**{column: fresh}).values(carrier)
        rows.filter(**{f"{carrier}__in": carries_both}).delete()
        rows.update(**{column: fresh})
    reveals = Reveal.objects.filter(content_type=ContentType.objects.get_for_model(Topic))
    known = reveals.filter(object_id=fresh.pk).values("edition")
    reveals.filter(object_id=hidden.pk).exclude(edition__in=known).update(object_id=fresh.pk)
    reveals.filter(object_id=hidden.pk).delete()
    opens = earliest(hidden.revealed_from, fresh.revealed_from)
    public_id = hidden.public_id
    hidden.delete()
    Topic.objects.filter(pk=fresh.pk).update(revealed_from=opens, public_id=public_id)
    fresh.refresh_from_db()
    fresh.settle_slug()
