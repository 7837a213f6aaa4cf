"""Days and stretches of days as each language writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from articles import dates
from people import clock

SPRING = date(2026, 5, 4)


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "4 May 2026"), ("zh-hans", "2026年5月4日"), ("xx", "4 May 2026")]
)
def test_a_day(language, expected):
    assert dates.day(SPRING, language) == expected


@pytest.mark.parametrize(
    ("last", "english", "chinese"),
    [
        (SPRING, "4 May 2026", "2026年5月4日"),
        (date(2026, 5, 6), "4–6 May 2026", "2026年5月4日至6日"),
        (date(2026, 6, 1), "4 May – 1 June 2026", "2026年5月4日至6月1日"),
        (date(2027, 1, 2), "4 May 2026 – 2 January 2027", "2026年5月4日至2027年1月2日"),
    ],
)
def test_a_stretch_of_days_repeats_nothing(last, english, chinese):
    assert dates.stretch(SPRING, last, "en").replace("\u2009", " ").replace("\u202f", " ") == english
    assert dates.stretch(SPRING, last, "zh-hans") == chinese


def test_an_instant_is_on_a_day_of_the_organisation_s_zone(settings):
    settings.TIME_ZONE = "Asia/Shanghai"
    moment = datetime(2026, 5, 3, 16, 0, 0, 5, tzinfo=UTC)
    assert dates.day_of(moment) == SPRING
    assert dates.time_element(moment, "en") == '<time datetime="2026-05-04T00:00:00+08:00">4 May 2026</time>'
    with clock.at(moment):
        assert dates.today() == SPRING


def test_countries_are_named_in_each_language():
    assert (dates.country("CN", "en"), dates.country("CN", "zh-hans")) == ("China", "中国")
    assert (dates.country("", "en"), dates.country("ZZ", "en")) in {("", "ZZ"), ("", "Unknown Region")}
