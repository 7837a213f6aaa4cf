"""For whom a release exists on the desk: restricted to some, or in the bin."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from articles.models import Article, Edition, EditionTopic, Restriction, TaggedArticle, Topic, Transition
from articles.workflow.moves import Refused
from articles.workflow.turn import turn

Action = Transition.Action


def restrict(
    article: Article, *, by: Any, version: int, users: Collection[Any] = (), groups: Collection[Any] = ()
) -> None:
    """Let the release exist for these people and groups alone, in all its languages, until it is live.

    With neither, the restriction ends. Raises Refused.
    """
    action = Action.RESTRICTED if users or groups else Action.UNRESTRICTED
    with turn(article, by, version, action) as under_way:
        key = article.translation_key
        if not users and not groups:
            Restriction.objects.filter(translation_key=key).delete()
            under_way.log()
            return
        if Edition.objects.opened(under_way.moment).filter(article__translation_key=key).exists():
            raise Refused(_("The release has been live, so there is nothing left to restrict."))
        restriction, _made = Restriction.objects.get_or_create(translation_key=key)
        restriction.users.set(users)
        restriction.groups.set(groups)
        if by is not None and not Article.objects.visible_to(by).filter(pk=article.pk).exists():
            raise Refused(_("You would lock yourself out. Name yourself, or a group that you are in."))
        _confine_topics(key, under_way.moment)
        under_way.log(users=sorted(user.pk for user in users), groups=sorted(group.pk for group in groups))


def bin_release(article: Article, *, by: Any, version: int) -> None:
    """Put a draft in the bin. Raises Refused for what is on the record, or to go there."""
    with turn(article, by, version, Action.BINNED) as under_way:
        if article.editions.exists():
            raise Refused(
                _("“%(headline)s” has been published or scheduled, so it stays on the record. Withdraw it instead.")
                % {"headline": article}
            )
        Article.objects.filter(pk=article.pk).update(binned_at=under_way.moment)
        under_way.log()
    article.refresh_from_db()


def restore_release(article: Article, *, by: Any, version: int) -> None:
    """Take a draft out of the bin. Raises Refused."""
    with turn(article, by, version, Action.RESTORED) as under_way:
        rivals = Article.objects.filter(
            translation_key=article.translation_key, language=article.language, binned_at__isnull=True
        )
        if rivals.exclude(pk=article.pk).exists():
            raise Refused(_("There is another version in this language by now. Put that one in the bin first."))
        Article.objects.filter(pk=article.pk).update(binned_at=None)
        under_way.log()
    article.refresh_from_db()


def _confine_topics(translation_key: str, moment: datetime) -> None:
    """Topics that nothing else carries came with the release, and exist for nobody else either."""
    own = TaggedArticle.objects.filter(content_object__translation_key=translation_key).values("tag")
    elsewhere = TaggedArticle.objects.exclude(content_object__translation_key=translation_key).values("tag")
    printed = EditionTopic.objects.exclude(edition__article__translation_key=translation_key).values("topic")
    unknown = Topic.objects.filter(public_from__isnull=True).exclude(revealed_from__lte=moment)
    unknown.filter(pk__in=own).exclude(pk__in=elsewhere).exclude(pk__in=printed).update(confined=True)
