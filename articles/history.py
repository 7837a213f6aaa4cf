"""What readers may know of a release's former editions: that there were any, what was said of them, and their texts.

Works from editions that have been live and from nothing else: one that waits, is held or was cancelled leaves no trace.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.db.models import Exists, F, OuterRef

from articles.models import Edition, Significance
from articles.models.edition import EditionQuerySet
from people import clock


@dataclass(frozen=True)
class Correction:
    """A major correction, as it was announced."""

    moment: datetime
    note: str


Corrections = Mapping[int, Sequence[Correction]]
"""By the primary key of the edition that they lead to, the newest first."""

NO_CORRECTIONS: Corrections = MappingProxyType({})


@dataclass(frozen=True)
class Printing:
    """An edition that is or was live."""

    pk: int
    number: int
    opened: datetime
    note: str
    corrects: bool
    """Whether it went out as a major correction of the one before."""

    superseded: datetime | None
    """When the next edition took its place; None for the newest."""

    withdrawn: datetime | None
    reason: str
    readable: bool
    """Whether its text, though superseded, is left to readers."""


def kept(now: datetime | None = None) -> EditionQuerySet:
    """Superseded editions whose texts readers may still read: the one predicate behind their pages and pictures.

    The publisher of the edition that followed left the text public, and the release is live. A withdrawal takes back
    all texts until then for good: who publishes the release again may have taken out what must not be read. So does a
    major correction whose publisher did not leave the text before it to readers.
    """
    moment = now or clock.now()
    of_article = Edition.objects.filter(article=OuterRef("article"))
    following = of_article.opened(moment).filter(live_from=OuterRef("live_until"), keeps_former=True)
    withdrawn = of_article.opened(moment).filter(live_from__gte=OuterRef("live_from"), withdrawn_at__isnull=False)
    corrected = of_article.opened(moment).filter(
        live_from__gt=OuterRef("live_from"), significance=Significance.MAJOR, keeps_former=False
    )
    return Edition.objects.opened(moment).filter(
        Exists(following), Exists(of_article.live(moment)), ~Exists(withdrawn), ~Exists(corrected)
    )


def printings(edition: Edition) -> list[Printing]:
    """All editions of the release that went live, the first one first. One query."""
    opened = Edition.objects.filter(article=edition.article_id).opened().order_by("live_from")
    rows = list(opened.only(*_COLUMNS).annotate(readable=Exists(kept().filter(pk=OuterRef("pk")))))
    starts = [row.live_from for row in rows]
    return [
        Printing(
            pk=row.pk,
            number=number,
            opened=start,
            note=row.change_note,
            corrects=number > 1 and row.significance == Significance.MAJOR,
            superseded=following,
            withdrawn=row.withdrawn_at,
            reason=row.withdrawal_reason,
            readable=row.readable,
        )
        for number, (row, start, following) in enumerate(zip(rows, starts, [*starts[1:], None], strict=True), 1)
        if start is not None
    ]


def corrections_of(editions: Iterable[Edition]) -> Corrections:
    """The major corrections that each of these editions is, or that went before it: one query for any number of them,
    none where nothing was published twice. Of each release, one edition may be among them.
    """
    shown = {edition.article_id: edition for edition in editions if edition.live_from != edition.first_published_at}
    found: dict[int, list[Correction]] = {edition.pk: [] for edition in shown.values()}
    if not shown:
        return found
    major = Edition.objects.filter(article__in=shown, significance=Significance.MAJOR).opened()
    later = major.exclude(live_from=F("first_published_at")).order_by("-live_from")
    for article, moment, note in later.values_list("article", "live_from", "change_note"):
        edition = shown[article]
        if moment is not None and edition.live_from is not None and moment <= edition.live_from:
            found[edition.pk].append(Correction(moment, note))
    return found


_COLUMNS = ("live_from", "change_note", "significance", "withdrawn_at", "withdrawal_reason")
