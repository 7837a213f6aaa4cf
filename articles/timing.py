"""The one place that turns decisions about time into what readers see, and when.

Written piecemeal, a rescheduling here and a withdrawal there leave two live editions, none, or a gap. So each
transition states its decision (``opens_at``, ``withdrawn_at``, or an edition less) and calls ``retime``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import zip_longest

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Min

from articles.models import Article, Edition, Reveal
from people.slugs import Addressed
from people.visibility import Generation

Row = tuple[int, int, str]
"""A content type's key, a row's, and what of it is revealed."""


def retime(article: Article, moment: datetime, formerly_revealed: Iterable[Row] = ()) -> None:
    """Rewrite all bounds of an article's editions, and the dates of the rows that they reveal.

    Call inside the transition's transaction, with the article locked. ``formerly_revealed`` are rows that an edition
    revealed which is now gone.
    """
    editions: list[Edition] = []
    held: list[Edition] = []
    for edition in article.editions.order_by("opens_at", "pk"):
        (editions if edition.held_at is None else held).append(edition)
    first = editions[0].opens_at if editions else None
    moved: list[Edition] = []
    for edition, following in zip_longest(editions, editions[1:]):
        ends = [end for end in (edition.withdrawn_at, following.opens_at if following else None) if end is not None]
        bounds = (edition.opens_at, min(ends, default=None), first)
        if bounds != (edition.live_from, edition.live_until, edition.first_published_at):
            edition.live_from, edition.live_until, edition.first_published_at = bounds
            moved.append(edition)
    for edition in held:
        edition.live_from, edition.live_until, edition.first_published_at = None, None, first
        moved.append(edition)
    generation = Generation.bump()
    # The database refuses two live editions at any instant, so none is in force while bounds cross each other.
    Edition.objects.filter(pk__in=[edition.pk for edition in moved]).update(live_from=None, live_until=None)
    for edition in moved:
        Edition.objects.filter(pk=edition.pk).update(
            live_from=edition.live_from,
            live_until=edition.live_until,
            first_published_at=edition.first_published_at,
            retimed_in=generation,
        )
    _note_printed_text(article)
    for row in sorted({*formerly_revealed, *revealed_rows(article)}):
        _retime_row(row)


def _note_printed_text(article: Article) -> None:
    newest = article.editions.order_by("-opens_at", "-pk").values_list("source__digest", flat=True).first()
    article.printed_text = newest or ""
    Article.objects.filter(pk=article.pk).update(printed_text=article.printed_text)


def revealed_rows(article: Article) -> set[Row]:
    """The rows that the article's editions reveal."""
    return set(Reveal.objects.filter(edition__article=article).values_list("content_type_id", "object_id", "what"))


def settle_address(article: Article, moment: datetime, rename: bool) -> None:
    """Bring the article's address in line with its dates.

    A public address changes only together with a publication that is effective at once (``rename``): the words of a
    new address may be as secret as the edition that waits.
    """
    if rename or not has_public_address(article, moment):
        article.settle_slug()


def has_public_address(article: Article, moment: datetime) -> bool:
    return article.slug is not None and article.slug_opens_at is not None and article.slug_opens_at <= moment


def _retime_row(row: Row) -> None:
    content_type_id, object_id, what = row
    reveals = Reveal.objects.filter(content_type_id=content_type_id, object_id=object_id, what=what)
    shown = reveals.exclude(edition__live_until=F("edition__live_from")).filter(edition__held_at__isnull=True)
    opens = shown.aggregate(first=Min("edition__opens_at"))["first"]
    model = ContentType.objects.get_for_id(content_type_id).model_class()
    if model is None:
        return
    column = "end_revealed_from" if what == Reveal.What.END else "revealed_from"
    model._default_manager.filter(pk=object_id).update(**{column: opens})
    revealed = model._default_manager.filter(pk=object_id).first()
    if isinstance(revealed, Addressed):
        revealed.settle_slug()
