"""An instant as an editor writes it: a day, a time and a zone. Clock changes make some come twice and some never."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from datetime import time as TimeOfDay
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Meeting
from articles.workflow import FURTHEST
from people import clock

QUESTIONS = ("day", "time", "zone", "reading")


def readings(day: date, at: TimeOfDay, zone: ZoneInfo) -> list[datetime]:
    """The instants that a wall clock in ``zone`` shows like this: none in a gap, two in a fold, else one. In UTC.

    Raises OverflowError at the ends of the calendar.
    """
    wall = datetime.combine(day, at)
    return [moment for moment in _by_either_offset(wall, zone) if moment.astimezone(zone).replace(tzinfo=None) == wall]


def _by_either_offset(wall: datetime, zone: ZoneInfo) -> list[datetime]:
    """What a wall clock's time is by the offsets before and after a change of clocks near it."""
    return sorted({wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)})


def city_of(zone: str) -> str:
    """ "Europe/Oslo" as people say it."""
    return zone.rpartition("/")[2].replace("_", " ")


def near_zones(meetings: Iterable[Meeting] = ()) -> dict[str, str]:
    """The organisation's zone and those of the meetings, each by name, as ``{"Asia/Shanghai": "Shanghai, of …"}``."""
    own = timezone.get_default_timezone_name()
    near = {own: _("%(city)s, the organisation's") % {"city": city_of(own)}}
    for meeting in meetings:
        words = {"city": city_of(meeting.time_zone), "meeting": meeting.name}
        near.setdefault(meeting.time_zone, _("%(city)s, of “%(meeting)s”") % words)
    return near


def zone_choices(meetings: Iterable[Meeting] = ()) -> list[tuple[str, list[tuple[str, str]]]]:
    """The zones of the IANA database; those of the organisation and of the meetings first."""
    near = near_zones(meetings)
    places = sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    others = [(name, name.replace("_", " ")) for name in ("UTC", *places) if name not in near]
    return [(_("Of this release"), list(near.items())), (_("All time zones"), others)]


class MomentForm(forms.Form):
    """Asks for an instant to come. ``cleaned_data["moment"]`` is in UTC."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(
        label=gettext_lazy("Time"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("As clocks there show it, for example 09:00."),
    )
    zone = forms.ChoiceField(label=gettext_lazy("Time zone"))
    reading = forms.ChoiceField(label=gettext_lazy("Which of the two"), widget=forms.RadioSelect, required=False)

    def __init__(
        self, *args: Any, moment: datetime | None = None, meetings: Iterable[Meeting] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.near = near_zones(meetings)
        self.instant = moment
        zone: Any = self.fields["zone"]
        zone.choices = zone_choices(meetings)
        self.initial.setdefault("zone", timezone.get_default_timezone_name())
        if moment is not None:
            local = timezone.localtime(moment, timezone.get_default_timezone())
            self.initial = {"day": local.date(), "time": local.time(), **self.initial}
            if local.second:
                self.fields["time"].widget.format = "%H:%M:%S"
        self.hidden_reading = self.fields.pop("reading")

    def elsewhere(self) -> list[tuple[str, str]]:
        """The instant as clocks show it: the organisation's, the meetings', and in UTC. Empty while there is none."""
        if self.instant is None:
            return []
        places = self.near if "UTC" in self.near else {**self.near, "UTC": "UTC"}
        there = {name: self.instant.astimezone(ZoneInfo(zone)) for zone, name in places.items()}
        return [(name, date_format(local, "l j F Y, H:i" + ":s" * bool(local.second))) for name, local in there.items()]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.instant = None
        if not {"day", "time", "zone"} <= set(cleaned):
            return cleaned
        try:
            moment = self._moment(cleaned["day"], cleaned["time"], ZoneInfo(cleaned["zone"]))
            if moment is not None and moment >= FURTHEST:
                raise OverflowError
        except (OverflowError, ValueError):
            self.add_error("day", _("Choose a nearer day."))
            return cleaned
        if moment is not None:
            if moment <= clock.now():
                self.add_error("time", _("This time has passed. Choose a later one, or publish now."))
            cleaned["moment"] = self.instant = moment
        return cleaned

    def _moment(self, day: date, at: TimeOfDay, zone: ZoneInfo) -> datetime | None:
        """The one instant that is meant; None while the editor has yet to say which of two."""
        moments = readings(day, at, zone)
        if len(moments) == 1:
            return moments[0]
        if moments:
            labels = [_in_full(moment.astimezone(zone), day) for moment in moments]
            message = _("Clocks are put back on this day, so this time comes twice. Say which one.")
        else:
            moments = _by_either_offset(datetime.combine(day, at), zone)
            before, after = (_in_full(moment.astimezone(zone), day) for moment in moments)
            labels = [
                _("%(time)s, before the clocks are put forward") % {"time": before},
                _("%(time)s, after the clocks are put forward") % {"time": after},
            ]
            message = _("Clocks in %(zone)s skip %(time)s on this day: they are put forward. Say what is meant.")
            message %= {"zone": zone, "time": at.strftime("%H:%M")}
        return self._chosen(moments, labels, message)

    def _chosen(self, moments: list[datetime], labels: list[str], message: str) -> datetime | None:
        """One of two instants, once the editor has said which."""
        field = self.hidden_reading
        values = [moment.isoformat() for moment in moments]
        field.choices = list(zip(values, labels, strict=True))  # type: ignore[attr-defined]
        self.fields["reading"] = field
        self.order_fields(self.field_order)
        answer = self.data.get(self.add_prefix("reading"), "")
        if answer in values:
            return moments[values.index(answer)]
        self.add_error("reading", message)
        return None


def _in_full(there: datetime, day: date) -> str:
    """A time with its offset, and with its day where that is another than the one asked for."""
    written = f"{there:%H:%M} UTC{there.isoformat()[-6:]} ({there.tzname()})"
    return written if there.date() == day else f"{date_format(there, 'j F Y')}, {written}"
