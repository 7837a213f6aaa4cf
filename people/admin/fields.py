"""Inputs that say what they want: names in each language, instants that exist, and choices that cost no query."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from i18nfield.forms import I18nTextarea, I18nTextInput

MULTILINGUAL_ROWS = 6
LONGEST_KEY = 18
"""Digits of a row's key; more of them are no number that SQLite knows."""


class _Labelled:
    """A label beside the input of each language, where i18nfield has a placeholder that typing hides."""

    locales: list[str]
    enabled_locales: list[str]

    def format_output(self, rendered_widgets: list[str], id_: str | None) -> SafeString:
        """The inputs of the languages in use, one under the other."""
        names = dict(settings.LANGUAGES)
        shown = [(n, code) for n, code in enumerate(self.locales) if code in self.enabled_locales]
        rows = format_html_join(
            "",
            '<div class="language"><label for="{}_{}" lang="{}">{}</label>{}</div>',
            (
                (id_ or "", n, code, names.get(code, code), mark_safe(html))
                for (n, code), html in zip(shown, rendered_widgets, strict=True)
            ),
        )
        return format_html('<div class="languages">{}</div>', rows)


class NameInput(_Labelled, I18nTextInput):
    """One line for each language."""

    def __init__(self, locales: list[str], field: forms.Field, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(locales, field, {"class": "vTextField", "placeholder": "", **(attrs or {})})


class TextInput(_Labelled, I18nTextarea):
    """Some lines for each language."""

    def __init__(self, locales: list[str], field: forms.Field, attrs: dict[str, Any] | None = None) -> None:
        look = {"class": "vLargeTextField", "placeholder": "", "rows": MULTILINGUAL_ROWS}
        super().__init__(locales, field, {**look, **(attrs or {})})


class MomentField(forms.SplitDateTimeField):
    """A day and a time in the organisation's time zone, which must name one instant."""

    def compress(self, data_list: Any) -> datetime | None:
        """Refuse a time that the clocks skip or show twice, rather than guess."""
        try:
            moment: datetime | None = super().compress(data_list)
        except ValidationError as error:
            if error.code == "ambiguous_timezone":
                raise self._clock_change(datetime.combine(*data_list)) from error
            raise
        try:
            return moment.astimezone(UTC) if moment else None
        except OverflowError as error:
            raise ValidationError(_("Choose a nearer day.")) from error

    def _clock_change(self, wall: datetime) -> ValidationError:
        zone = timezone.get_current_timezone()
        there_and_back = wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None)
        message = (
            _("Clocks in %(zone)s show %(time)s twice on this day. Choose another time.")
            if there_and_back == wall
            else _("Clocks in %(zone)s skip %(time)s on this day. Choose another time.")
        )
        return ValidationError(message, params={"zone": zone, "time": f"{wall:%H:%M}"}, code="clock_change")


def _keys(value: Any) -> list[str]:
    """What may be keys of rows among what was posted; Django would ask the database for anything."""
    return [key for key in map(str, value) if key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY]


class KnownSelectMultiple(AutocompleteSelectMultiple):
    """An autocomplete that is not upset by what a browser would not send."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return [key[:LONGEST_KEY] for key in super().value_from_datadict(data, files, name)]

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        return super().optgroups(name, _keys(value), attr)


class KnownSelect(AutocompleteSelect):
    """As above; and it may be told the words of the row it shows, instead of asking the database for each."""

    known: dict[str, str] = {}

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        chosen = _keys(value)
        if any(key not in self.known for key in chosen):
            return super().optgroups(name, chosen, attr)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        options += [self.create_option(name, key, self.known[key], True, len(options)) for key in chosen]
        return [(None, options, 0)]
