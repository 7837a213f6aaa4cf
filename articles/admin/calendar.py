"""What goes out when, a month at a time: releases, meetings, and rows that open by a date of their own."""

from __future__ import annotations

import re
from calendar import Calendar
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern
from django.utils import timezone
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _

from articles import agenda
from articles.admin import openings
from articles.admin.parts import staff
from articles.models import Edition, Meeting
from people import clock

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Beyond these nobody plans; a machine that follows the links to the next month comes to an end."""


@dataclass
class Day:
    date: date
    within: bool
    """In the month that is shown, and not at its edges."""

    today: bool
    meetings: list[Meeting] = field(default_factory=list)
    going: list[agenda.Going] = field(default_factory=list)
    live: list[Edition] = field(default_factory=list)
    openings: list[openings.Opening] = field(default_factory=list)

    @property
    def busy(self) -> bool:
        return bool(self.meetings or self.going or self.live or self.openings)


def urls(model_admin: Any) -> list[URLPattern]:
    return [staff(model_admin, "calendar", "calendar/", calendar_view)]


def calendar_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """One month, by the organisation's clocks. What cannot be read as a month shows the present one."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    today = timezone.localdate(clock.now())
    month = month_of(request.GET.get("month", "")) or today.replace(day=1)
    weeks = _weeks(month, today)
    _fill(model_admin, request, [day for week in weeks for day in week])
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Calendar"),
        "month": month,
        "weeks": weeks,
        "days": [day for week in weeks for day in week if day.within and day.busy],
        "weekdays": [date_format(day.date, "l") for day in weeks[0]],
        "previous": _of(month - timedelta(days=1)),
        "next": _of(month + timedelta(days=31)),
        "this_month": today.replace(day=1),
        "zone": timezone.get_current_timezone_name(),
    }
    return TemplateResponse(request, "admin/articles/calendar.html", context)


def month_of(text: str) -> date | None:
    """The first day of a month written like 2026-11; None for anything else."""
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text):
        return None
    return _of(date(int(text[:4]), int(text[5:]), 1)) if text[:4] != "0000" else None


def _of(day: date) -> date | None:
    return day.replace(day=1) if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _weeks(month: date, today: date) -> list[list[Day]]:
    first = (get_format("FIRST_DAY_OF_WEEK") - 1) % 7
    return [
        [Day(day, within=day.month == month.month, today=day == today) for day in week]
        for week in Calendar(first).monthdatescalendar(month.year, month.month)
    ]


def _fill(model_admin: Any, request: HttpRequest, days: list[Day]) -> None:
    """Put into each day what belongs there, in one query for each kind of thing."""
    by_date = {day.date: day for day in days}
    start, end = _midnight(days[0].date), _midnight(days[-1].date + timedelta(days=1))
    waiting = agenda.going_out(request.user).filter(opens_at__gte=start, opens_at__lt=end)
    for going in agenda.told(waiting):
        by_date[_day(going.edition.opens_at)].going.append(going)
    for edition in _gone_live(request.user, start, end):
        by_date[_day(edition.live_from)].live.append(edition)
    for opening in openings.between(model_admin.admin_site, request, start, end):
        by_date[_day(opening.at)].openings.append(opening)
    if request.user.has_perm("articles.view_meeting"):
        held = Meeting.objects.whole().filter(starts_on__lte=days[-1].date, ends_on__gte=days[0].date)
        for meeting in held.order_by("starts_on", "sort_key", "public_id"):
            for day in days:
                if meeting.starts_on <= day.date <= meeting.ends_on:
                    day.meetings.append(meeting)


def _gone_live(user: Any, start: datetime, end: datetime) -> Any:
    """Editions that opened in that time, with ``corrects``: there had been one before."""
    earlier = Edition.objects.opened().filter(article=OuterRef("article"), live_from__lt=OuterRef("live_from"))
    opened = agenda.editions(user).opened().filter(live_from__gte=start, live_from__lt=end)
    return opened.annotate(corrects=Exists(earlier)).order_by("live_from", "pk")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _day(moment: Any) -> date:
    return timezone.localdate(moment)
