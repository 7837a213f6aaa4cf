"""The posts that somebody held when speaking, proposed while the editor writes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import DateField
from django.http import HttpRequest, JsonResponse, QueryDict
from django.urls import URLPattern
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles import dates
from articles.admin.parts import staff
from articles.capacity import capacity_of, held_when_speaking
from articles.models import Meeting, RemarkBlock
from people.models import Appointment, Executive

RIGHTS = ("people.view_executive", "people.view_appointment", "articles.view_meeting")
MOST_MEETINGS = 50


def urls(model_admin: Any) -> list[URLPattern]:
    return [staff(model_admin, "proposal", "proposal/", proposal_view)]


def proposal_view(model_admin: Any, request: HttpRequest) -> JsonResponse:
    """The appointments of ``speaker`` on the days of ``meeting`` (repeatable), else on ``day``, and their wording."""
    if not request.user.has_perms(RIGHTS):
        raise PermissionDenied
    try:
        speaker = Executive.objects.get(pk=_key(request.GET.get("speaker", "")))
        keys = [_key(value) for value in request.GET.getlist("meeting")[:MOST_MEETINGS]]
        day = _day(request.GET)
    except (ValueError, ValidationError, Executive.DoesNotExist):
        return _answer({"error": _("This cannot be looked up.")}, 400)
    meetings = list(Meeting.objects.filter(pk__in=keys))
    held = held_when_speaking(speaker, meetings, day)
    language = request.GET.get("language", "")
    if language not in dict(settings.LANGUAGES):
        language = settings.LANGUAGE_CODE
    return _answer(
        {
            "title": _title(speaker, meetings, day),
            "none": "" if held else _("No post of %(speaker)s on that day is known.") % {"speaker": speaker},
            "appointments": [{"id": str(row.pk), "label": appointment_label(row)} for row in held],
            "capacity": capacity_of(held, language),
        }
    )


def appointment_label(appointment: Appointment) -> str:
    """A post and its years, for somebody who knows whose it is."""
    label = f"{appointment.post} ({appointment.years_for_staff()})"
    return label if appointment.is_public() else _("%(label)s – readers do not know of it yet") % {"label": label}


def filled_in(block: RemarkBlock) -> str:
    """Tells the editor what was filled in for a remark, so that it can be overruled."""
    posts = "; ".join(appointment_label(a) for a in block.appointments.select_related("post__department"))
    return _("Proposed for %(speaker)s: %(posts)s. Printed as “%(capacity)s”. Change it if another is meant.") % {
        "speaker": block.speaker,
        "posts": posts,
        "capacity": block.capacity,
    }


def _title(speaker: Executive, meetings: list[Meeting], day: date | None) -> str:
    language = get_language() or settings.LANGUAGE_CODE
    if meetings:
        first, last = min(m.starts_on for m in meetings), max(m.ends_on for m in meetings)
        when = dates.stretch(first, last, language)
    else:
        when = dates.day(day, language) if day else _("today")
    return _("Posts of %(speaker)s, %(when)s") % {"speaker": speaker, "when": when}


def _key(value: str) -> int:
    """Raises ValueError unless it can be a primary key."""
    if not (value.isascii() and value.isdecimal() and len(value) < 19):
        raise ValueError(value)
    return int(value)


def _day(query: QueryDict) -> date | None:
    """A day as the form has it, in whichever way the editor's language writes days. Raises ValidationError."""
    return DateField(required=False).clean(query.get("day", ""))


def _answer(data: dict[str, Any], status: int = 200) -> JsonResponse:
    response = JsonResponse(data, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response
