"""What staff are told about rows, in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from people import clock
from people.models import Appointment
from people.visibility import Ending, Opening, end_told_from, told_from


def day_in_words(day: date) -> str:
    """ "3 May 2026"."""
    return format_date(day, pgettext("format of a day", "j F Y"))


def moment_in_words(moment: datetime) -> str:
    """ "3 May 2026, 09:00" in the organisation's time zone; seconds only where they count."""
    local = timezone.localtime(moment)
    clock_time = "H:i:s" if local.second else "H:i"
    return f"{day_in_words(local)}, {format_date(local, clock_time)}"


def public_state(row: Opening) -> str:
    """Whether readers may see a row: "Hidden", "Public since 3 May 2024", "Public from 3 May 2026, 09:00"."""
    return _state(told_from(row))


def end_state(row: Ending) -> str:
    """The same of an end that is known; nothing as long as there is none."""
    return _state(end_told_from(row)) if getattr(row, row.END_FIELD) else ""


def _state(opens: datetime | None) -> str:
    if opens is None:
        return _("Hidden")
    if opens <= clock.now():
        return _("Public since %(day)s") % {"day": day_in_words(timezone.localtime(opens))}
    return _("Public from %(moment)s") % {"moment": moment_in_words(opens)}


def holders(appointments: Iterable[Appointment]) -> str:
    """Who holds a post today: "Tong Laiming, 2021–"."""
    parts = ((str(held.executive.name), held.years_for_staff()) for held in current(appointments))
    return "; ".join(", ".join(filter(None, part)) for part in parts)


def today() -> date:
    """The day that it is in the organisation's time zone."""
    return timezone.localtime(clock.now()).date()


def current(appointments: Iterable[Appointment]) -> list[Appointment]:
    """Those of some appointments that are held today, in memory, so that lists need no query for each row."""
    day = today()
    return [
        appointment
        for appointment in appointments
        if (appointment.started_on is None or appointment.started_on <= day)
        and (appointment.ended_on is None or appointment.ended_on >= day)
    ]
