"""A time as it is typed, and the instant or instants that it names."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from i18nfield.strings import LazyI18nString

from articles.admin.moments import MomentForm, readings, zone_choices
from articles.models import Meeting
from tests.articles.factories import at, when

OSLO = "Europe/Oslo"


@pytest.fixture(autouse=True)
def _morning():
    with when(8, month=1):
        yield


def form(day: str, clock_time: str, zone: str = OSLO, **more: str) -> MomentForm:
    return MomentForm({"day": day, "time": clock_time, "zone": zone, **more})


def test_a_time_is_read_in_its_zone():
    typed = form("2026-07-01", "09:00")
    assert typed.is_valid()
    assert typed.cleaned_data["moment"] == at(7, day=1, month=7)


def test_seconds_count():
    assert form("2026-07-01", "09:00:30").is_valid()


def test_a_time_that_has_passed_is_refused_beside_it():
    typed = form("2025-07-01", "09:00")
    assert not typed.is_valid()
    assert set(typed.errors) == {"time"}


def test_now_has_passed():
    assert set(form("2026-01-04", "08:00", "UTC").errors) == {"time"}
    assert form("2026-01-04", "08:00:01", "UTC").is_valid()


def test_a_time_that_the_clocks_skip_is_asked_about_with_what_it_is_before_and_after():
    typed = form("2026-03-29", "02:30")
    assert set(typed.errors) == {"reading"}
    assert "skip 02:30" in str(typed.errors["reading"])
    assert [label for _value, label in typed.fields["reading"].choices] == [
        "01:30 UTC+01:00 (CET), before the clocks are put forward",
        "03:30 UTC+02:00 (CEST), after the clocks are put forward",
    ]


@pytest.mark.parametrize(("number", "hour"), [(0, 0), (1, 1)])
def test_either_side_of_a_gap_can_be_chosen(number, hour):
    asked = form("2026-03-29", "02:30")
    asked.is_valid()
    typed = form("2026-03-29", "02:30", reading=asked.fields["reading"].choices[number][0])
    assert typed.is_valid()
    assert typed.cleaned_data["moment"] == at(hour, 30, day=29, month=3)


def test_what_is_beyond_a_skipped_day_is_told_with_its_day():
    """Clocks in Lebanon skip midnight."""
    typed = form("2026-03-29", "00:30", "Asia/Beirut")
    assert not typed.is_valid()
    [(_value, before), _after] = typed.fields["reading"].choices
    assert before.startswith("28 March 2026, 23:30 UTC+02:00")


def test_a_time_that_comes_twice_is_asked_about_with_both_readings():
    typed = form("2026-10-25", "02:30")
    assert set(typed.errors) == {"reading"}
    [first, second] = typed.fields["reading"].choices
    assert (first[1], second[1]) == ("02:30 UTC+02:00 (CEST)", "02:30 UTC+01:00 (CET)")


@pytest.mark.parametrize(("number", "hour"), [(0, 0), (1, 1)])
def test_either_reading_can_be_chosen(number, hour):
    asked = form("2026-10-25", "02:30")
    asked.is_valid()
    answer = asked.fields["reading"].choices[number][0]
    typed = form("2026-10-25", "02:30", reading=answer)
    assert typed.is_valid()
    assert typed.cleaned_data["moment"] == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)


def test_an_answer_to_another_question_is_none():
    assert set(form("2026-10-25", "02:30", reading="2026-10-24T00:30:00+00:00").errors) == {"reading"}


def test_the_first_of_two_readings_may_have_passed():
    asked = form("2026-10-25", "02:30")
    asked.is_valid()
    earlier, later = (choice[0] for choice in asked.fields["reading"].choices)
    with when(1, day=25, month=10):
        assert set(form("2026-10-25", "02:30", reading=earlier).errors) == {"time"}
        assert form("2026-10-25", "02:30", reading=later).is_valid()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue"])
def test_the_ends_of_the_calendar_are_no_server_error(day, zone):
    form(day, "00:00", zone).is_valid()
    form(day, "23:59", zone).is_valid()


@pytest.mark.parametrize(
    "typed", [{}, {"day": "x"}, {"day": "2026-07-01", "time": "25:00", "zone": "Mars/Base"}, {"zone": "\0"}]
)
def test_what_is_no_time_is_refused(typed):
    assert not MomentForm(typed).is_valid()


def test_an_ordinary_time_has_one_reading():
    assert readings(date(2026, 7, 1), time(9), ZoneInfo(OSLO)) == [at(7, day=1, month=7)]


def test_the_organisations_zone_and_the_meetings_come_first_and_by_name(settings):
    settings.TIME_ZONE = OSLO
    there = Meeting(name=LazyI18nString("Annual meeting"), time_zone="Asia/Shanghai")
    (_title, near), (_others, far) = zone_choices([there, there])
    assert near == [(OSLO, "Oslo, the organisation's"), ("Asia/Shanghai", "Shanghai, of “Annual meeting”")]
    assert ("UTC", "UTC") in far
    assert OSLO not in dict(far)
    assert MomentForm().initial["zone"] == OSLO


def test_an_instant_is_shown_as_clocks_elsewhere_show_it(settings):
    settings.TIME_ZONE = OSLO
    there = Meeting(name=LazyI18nString("Annual meeting"), time_zone="Asia/Shanghai")
    typed = MomentForm({"day": "2026-07-01", "time": "02:00", "zone": "Asia/Shanghai"}, meetings=[there])
    assert typed.is_valid()
    assert typed.elsewhere() == [
        ("Oslo, the organisation's", "Tuesday 30 June 2026, 20:00"),
        ("Shanghai, of “Annual meeting”", "Wednesday 1 July 2026, 02:00"),
        ("UTC", "Tuesday 30 June 2026, 18:00"),
    ]


def test_what_is_not_known_yet_is_not_shown():
    typed = form("2026-10-25", "02:30")
    assert not typed.is_valid()
    assert typed.elsewhere() == []


def test_a_moment_is_offered_as_clocks_in_the_organisations_zone_show_it(settings):
    settings.TIME_ZONE = OSLO
    offered = MomentForm(moment=at(7, day=1, month=7))
    assert offered.initial["time"] == time(9)
    assert 'value="09:00"' in str(offered["time"])


@pytest.mark.parametrize("day", ["2200-01-02", "9999-12-31"])
def test_no_time_at_the_end_of_the_calendar_is_taken(day):
    """It would have no day in some zone, and no page could be shown that names it."""
    refused = form(day, "23:30", "UTC")
    assert not refused.is_valid()
    assert refused.errors["day"] == ["Choose a nearer day."]
    assert refused.elsewhere() == []
