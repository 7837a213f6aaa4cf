"""Days, stretches of days and instants, as each language writes them. Instants are shown in the organisation's zone."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from people import clock

_VARIANTS = {"en": "en_GB"}
"""Where a language alone would mean another country's habits."""


@lru_cache
def locale_of(language: str) -> Locale:
    """Babel's locale for one of our language codes; English where Babel knows nothing of it."""
    try:
        return Locale.parse(_VARIANTS.get(language, language.replace("-", "_")))
    except (ValueError, UnknownLocaleError):
        return Locale.parse("en_GB")


def day(value: date, language: str) -> str:
    """ "4 August 2023", "2023年8月4日"."""
    return format_date(value, "long", locale=locale_of(language))


def stretch(first: date, last: date, language: str) -> str:
    """ "4–5 August 2023", "2023年8月4日至5日"; a single day as such."""
    if first == last:
        return day(first, language)
    locale = locale_of(language)
    changes = "y" if first.year != last.year else "M" if first.month != last.month else "d"
    patterns = [part.replace("MMM", "MMMM") for part in locale.interval_formats["yMMMd"][changes]]
    return "".join(
        format_date(value, pattern, locale=locale) for value, pattern in zip((first, last), patterns, strict=True)
    )


def today() -> date:
    """The organisation's day at this instant; never a day that was remembered, which would tell when somebody wrote."""
    return day_of(clock.now())


def day_of(moment: datetime) -> date:
    """The day of an instant in the organisation's time zone, by which releases are dated."""
    return timezone.localtime(moment).date()


def time_element(moment: datetime, language: str) -> SafeString:
    """A finished ``<time>`` element: the day for people, the instant for machines."""
    stamp = timezone.localtime(moment).replace(microsecond=0).isoformat()
    return format_html('<time datetime="{}">{}</time>', stamp, day(day_of(moment), language))


def country(code: str, language: str) -> str:
    """The name of a country given by two letters (ISO 3166)."""
    return locale_of(language).territories.get(code, code) if code else ""
