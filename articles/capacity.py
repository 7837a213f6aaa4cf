"""In which posts somebody spoke: what the appointments say, proposed to the editor and then stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from articles.models import Article, Meeting, RemarkBlock
from people import clock, names
from people.models import Appointment, Executive


def held_when_speaking(
    speaker: Executive, meetings: Iterable[Meeting], fallback_day: date | None = None
) -> list[Appointment]:
    """The speaker's appointments on the meetings' days; on a handover day both, for the editor to choose.

    Without a meeting the day is ``fallback_day``, and without that today in the organisation's time zone.
    """
    days = [(meeting.starts_on, meeting.ends_on) for meeting in meetings]
    if not days:
        day = fallback_day or timezone.localdate(clock.now())
        days = [(day, day)]
    held = speaker.appointments.select_related("post__department").held_on(
        min(first for first, _last in days), max(last for _first, last in days)
    )
    return sorted(held, key=_longest_held)


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

    def place(appointment: Appointment) -> tuple[int, date, int]:
        found = printed.find(names.fold(names.in_language(appointment.post.title, language)))
        return (found if found >= 0 else len(printed), appointment.started_on or date.min, appointment.pk)

    return sorted(appointments, key=place)


def fill(article: Article) -> list[RemarkBlock]:
    """Store what was left to us: the posts held on the day, and their titles as the capacity. Returns those filled."""
    reported = list(article.meetings.all())
    filled = []
    for block in RemarkBlock.objects.filter(parent=article).select_related("speaker"):
        appointments = list(block.appointments.select_related("post__department"))
        if not appointments:
            meetings = list(block.meetings.all()) or reported
            appointments = held_when_speaking(block.speaker, meetings, article.dateline_date)
            if not appointments:
                continue
            block.appointments.set(appointments)
            filled.append(block)
        if not block.capacity:
            block.capacity = capacity_of(sorted(appointments, key=_longest_held), article.language)
            block.save(update_fields=["capacity"])
            if block not in filled:
                filled.append(block)
    return filled


def _longest_held(appointment: Appointment) -> tuple[date, int]:
    return appointment.started_on or date.min, appointment.pk
