"""The state of a release in words, for staff."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.models import Article, Edition, EditionMeeting, Stage
from people import clock


@dataclass
class Status:
    """What readers see of a release, and what waits."""

    live: Edition | None = None
    number: int = 0
    """How many editions have gone live."""

    pending: Edition | None = None
    withdrawn: Edition | None = None
    stage: str = Stage.DRAFTING
    changed: bool = False
    """The working copy differs from what was published or scheduled last."""

    zones: list[str] = field(default_factory=list)
    """The time zones of the meetings that the waiting edition is about."""

    def words(self) -> str:
        """ "Live, edition 3, unpublished changes"; "Draft"; "Scheduled for 3 May 2026, 09:00 (Europe/Oslo)"."""
        parts = []
        if self.live is not None:
            parts += [_("Live"), _("edition %(number)d") % {"number": self.number}]
        elif self.withdrawn is not None and self.withdrawn.withdrawn_at is not None:
            parts.append(_("Withdrawn on %(when)s") % {"when": in_words(self.withdrawn.withdrawn_at)})
        if self.pending is not None and self.pending.held_at is not None:
            when = {"when": in_words(self.pending.opens_at, self.zones)}
            parts.append(
                _("on hold, planned for %(when)s") % when if parts else _("On hold, planned for %(when)s") % when
            )
        elif self.pending is not None:
            when = {"when": in_words(self.pending.opens_at, self.zones)}
            parts.append(
                _("next edition scheduled for %(when)s") % when if parts else _("Scheduled for %(when)s") % when
            )
        if not parts:
            return str(Stage(self.stage).label) if self.stage != Stage.DRAFTING else _("Draft")
        if self.changed:
            parts.append(_("unpublished changes"))
            if self.stage != Stage.DRAFTING:
                parts.append(str(Stage(self.stage).label).lower())
        return ", ".join(parts)


def in_words(moment: datetime, zones: Iterable[str] = ()) -> str:
    """An instant in the organisation's time zone, which is named, and in others where clocks show something else.

    "5 May 2026, 09:00 (Europe/Oslo) / 15:00 (Asia/Shanghai)".
    """
    own = timezone.localtime(moment)
    shown = {own.replace(tzinfo=None)}
    words = [_in_zone(own, timezone.get_current_timezone_name(), own)]
    for zone in zones:
        there = moment.astimezone(ZoneInfo(zone))
        if there.replace(tzinfo=None) not in shown:
            shown.add(there.replace(tzinfo=None))
            words.append(_in_zone(there, zone, own, short=there.date() == own.date()))
    return " / ".join(words)


def _in_zone(there: datetime, zone: str, own: datetime, *, short: bool = False) -> str:
    clock_time = "H:i" if own.second == 0 else "H:i:s"
    return f"{date_format(there, clock_time if short else f'j F Y, {clock_time}')} ({zone})"


def status_of(articles: Iterable[Article]) -> dict[int, Status]:
    """The status of each article by primary key, in two queries for any number of them."""
    now = clock.now()
    statuses = {
        article.pk: Status(stage=article.stage, changed=article.printed_text not in {"", article.saved_text})
        for article in articles
    }
    keys = list(statuses)
    editions = Edition.objects.filter(article__in=keys).order_by("opens_at")
    for edition in editions.defer("record", "body_html", "card_html", "plain_text", "search_text"):
        status = statuses[edition.article_id]
        if edition.live_from is None or edition.live_from > now:
            status.pending = edition
            continue
        status.number += edition.live_until != edition.live_from
        if edition.live_until is None or edition.live_until > now:
            status.live, status.withdrawn = edition, None
        elif edition.withdrawn_at is not None and edition.withdrawn_at <= now:
            status.live, status.withdrawn = None, edition
    waiting = {status.pending.pk: status for status in statuses.values() if status.pending is not None}
    places = EditionMeeting.objects.filter(edition__article__in=keys, edition__pending=True)
    places = places.order_by("meeting__starts_on", "meeting__public_id")
    for edition_key, zone in places.values_list("edition", "meeting__time_zone"):
        if edition_key in waiting:
            waiting[edition_key].zones.append(zone)
    return statuses
