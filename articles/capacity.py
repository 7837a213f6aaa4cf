"""In which posts somebody spoke: what the appointments say, proposed to the editor and then stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from articles.models import Article, Meeting, RemarkBlock
from people import clock, names
from people.models import Appointment, Executive

CAPACITY_LENGTH = 300
"""Characters of a printed capacity that are stored; a longer proposal is left to the editor."""


def held_when_speaking(
    speaker: Executive, meetings: Iterable[Meeting], fallback_day: date | None = None
) -> list[Appointment]:
    """The speaker's appointments on the meetings' days; on a handover day both, for the editor to choose.

    Without a meeting the day is ``fallback_day``, and without that today in the organisation's time zone. Includes
    what readers do not know yet: for the eyes of an editor, never to be printed unasked.
    """
    held = speaker.appointments.select_related("post__department").held_on(*_days(meetings, fallback_day))
    return sorted(held, key=_longest_held)


def known_when_speaking(
    speaker: Executive, meetings: Iterable[Meeting], fallback_day: date | None = None
) -> list[Appointment]:
    """The same as readers know it. Of somebody whom they do not know at all, nothing is secret beyond that."""
    if not speaker.is_public():
        return held_when_speaking(speaker, meetings, fallback_day)
    first, last = _days(meetings, fallback_day)
    known = speaker.appointments.public().select_related("post__department")
    return sorted((row for row in known if row.seems_held_on(first, last)), key=_longest_held)


def capacity_of(appointments: Sequence[Appointment], language: str) -> str:
    """The titles of the posts as a release prints them: "chair of the board and managing director"."""
    titles = [names.in_language(appointment.post.title, language) for appointment in appointments]
    if len(titles) < 2:
        return "".join(titles)
    with translation.override(language):
        comma = _(", ")
        return _("%(first)s and %(last)s") % {"first": comma.join(titles[:-1]), "last": titles[-1]}


def in_printed_order(appointments: Iterable[Appointment], capacity: str, language: str) -> list[Appointment]:
    """The appointments in the order in which the printed capacity names their posts."""
    printed = names.fold(capacity)

    def place(appointment: Appointment) -> tuple[int, date, str]:
        found = printed.find(names.fold(names.in_language(appointment.post.title, language)))
        return (found if found >= 0 else len(printed), appointment.started_on or date.min, appointment.public_id)

    return sorted(appointments, key=place)


def fill(article: Article) -> list[RemarkBlock]:
    """Store what was left to us: the posts held on the day, and their titles as the capacity. Returns those filled.

    Where readers know another state of things than is true, a post or a departure is still secret, and printing
    either state unasked could tell it: the choice is left to the editor.
    """
    reported = list(article.meetings.all())
    filled = []
    for block in RemarkBlock.objects.filter(parent=article).select_related("speaker"):
        appointments = list(block.appointments.select_related("post__department"))
        if not appointments:
            meetings = list(block.meetings.all()) or reported
            appointments = held_when_speaking(block.speaker, meetings, article.dateline_date)
            if not appointments or appointments != known_when_speaking(block.speaker, meetings, article.dateline_date):
                continue
            block.appointments.set(appointments)
            filled.append(block)
        if not block.capacity:
            proposed = capacity_of(sorted(appointments, key=_longest_held), article.language)
            if len(proposed) > CAPACITY_LENGTH:
                continue
            block.capacity = proposed
            block.save(update_fields=["capacity"])
            if block not in filled:
                filled.append(block)
    return filled


def _days(meetings: Iterable[Meeting], fallback_day: date | None) -> tuple[date, date]:
    days = [day for meeting in meetings for day in (meeting.starts_on, meeting.ends_on)]
    days = days or [fallback_day or timezone.localdate(clock.now())]
    return min(days), max(days)


def _longest_held(appointment: Appointment) -> tuple[date, str, str]:
    return appointment.started_on or date.min, appointment.post.sort_key, appointment.public_id
