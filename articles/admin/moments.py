"""An instant as an editor writes it: a day, a time and a zone. Clock changes make some come twice and some never."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people import clock


def readings(day: date, at: time, zone: ZoneInfo) -> list[datetime]:
    """The instants that a wall clock in ``zone`` shows like this: none in a gap, two in a fold, else one. In UTC.

    Raises OverflowError at the ends of the calendar.
    """
    wall = datetime.combine(day, at)
    found = {wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sorted(moment for moment in found if moment.astimezone(zone).replace(tzinfo=None) == wall)


def zone_choices() -> list[tuple[str, str]]:
    """The zones of the IANA database; the organisation's own first."""
    own = timezone.get_default_timezone_name()
    places = sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    return [(own, own), *((name, name.replace("_", " ")) for name in dict.fromkeys(["UTC", *places]) if name != own)]


class MomentForm(forms.Form):
    """Asks for an instant to come. ``cleaned_data["moment"]`` is in UTC."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(
        label=gettext_lazy("Time"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("As clocks there show it, for example 09:00."),
    )
    zone = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=zone_choices)
    reading = forms.ChoiceField(label=gettext_lazy("Which of the two"), widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, moment: datetime | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("zone", timezone.get_default_timezone_name())
        if moment is not None:
            local = timezone.localtime(moment, timezone.get_default_timezone())
            self.initial.update(day=local.date(), time=local.time())
            if local.second:
                self.fields["time"].widget.format = "%H:%M:%S"
        self.hidden_reading = self.fields.pop("reading")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not {"day", "time", "zone"} <= set(cleaned):
            return cleaned
        try:
            moments = readings(cleaned["day"], cleaned["time"], ZoneInfo(cleaned["zone"]))
        except (OverflowError, ValueError):
            self.add_error("day", _("Choose a nearer day."))
            return cleaned
        if not moments:
            self.add_error("time", self._in_gap(cleaned))
        elif (moment := moments[0] if len(moments) == 1 else self._chosen(moments, cleaned["zone"])) is not None:
            if moment <= clock.now():
                self.add_error("time", _("This time has passed. Choose a later one, or publish now."))
            cleaned["moment"] = moment
        return cleaned

    def _in_gap(self, cleaned: dict[str, Any]) -> ValidationError:
        return ValidationError(
            _("Clocks in %(zone)s skip %(time)s on this day: they are put forward. Choose another time."),
            params={"zone": cleaned["zone"], "time": cleaned["time"].strftime("%H:%M")},
        )

    def _chosen(self, moments: list[datetime], zone: str) -> datetime | None:
        """One of the two instants that share a time, once the editor has said which."""
        field = self.hidden_reading
        local = [moment.astimezone(ZoneInfo(zone)) for moment in moments]
        field.choices = [  # type: ignore[attr-defined]
            (moment.isoformat(), f"{there:%H:%M} UTC{there.isoformat()[-6:]} ({there.tzname()})")
            for moment, there in zip(moments, local, strict=True)
        ]
        self.fields["reading"] = field
        self.order_fields(self.field_order)
        answer = self.data.get(self.add_prefix("reading"), "")
        chosen = next((moment for moment in moments if moment.isoformat() == answer), None)
        if chosen is None:
            self.add_error("reading", _("Clocks are put back on this day, so this time comes twice. Say which one."))
        return chosen
