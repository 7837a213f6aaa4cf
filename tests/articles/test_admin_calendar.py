"""The calendar: what goes out when, by the organisation's clocks, as far as it exists for whoever asks."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import workflow
from articles.admin.calendar import month_of
from articles.models import Restriction
from tests.articles import factories as make
from tests.articles.desk import LIST, NOBODY, VIEWER, page_of, signed_in, staff, texts_of
from tests.articles.factories import at, when

pytestmark = pytest.mark.django_db

PAGE = f"{LIST}calendar/"


@pytest.fixture(autouse=True)
def _morning():
    with when(8):
        yield


@pytest.fixture
def desk():
    return signed_in(staff("Publisher"))


def scheduled(headline: str, opens: Any, **fields: Any) -> None:
    make.schedule(make.article(headline, **fields), opens, decided=at(7))


def cells(client: Any, month: str = "2026-05") -> dict[str, str]:
    """The words of each day of the table, by its date."""
    table = texts_of(client.get(PAGE, {"month": month})).partition('<table class="month">')[2].partition("</table>")[0]
    days = {}
    for cell in re.findall(r"<td[^>]*>(.*?)</td>", table, re.DOTALL):
        head, _end, body = cell.partition("</p>")
        [day] = re.findall(r'datetime="([0-9-]+)"', head)
        body = re.sub(r'<div class="one-click">.*?</div>', "", body, flags=re.DOTALL)
        if words := " ".join(re.sub(r"<[^>]+>", " ", body).split()):
            days[day] = words
    return days


def agenda_list(client: Any, month: str = "2026-05") -> list[str]:
    """The days of the list that stands in the table's place on a phone."""
    page = texts_of(client.get(PAGE, {"month": month}))
    return re.findall(r"<section>\s*<h2>([^<]+)</h2>", page)


def test_a_month_shows_what_goes_out_and_what_went_live(desk):
    make.release("Old news", at(6))
    corrected = make.release("With an error", at(6, day=1))
    make.publish(make.save(corrected, headline="Corrected"), at(7, day=2))
    scheduled("Embargoed", at(9, 30, day=20))
    assert cells(desk) == {
        "2026-05-01": "06:00 Went live With an error",
        "2026-05-02": "07:00 New edition Corrected",
        "2026-05-04": "06:00 Went live Old news",
        "2026-05-20": "09:30 Goes out Embargoed Reschedule or cancel Embargoed",
    }


def test_what_is_on_hold_says_so(desk):
    scheduled("Missed", at(9))
    scheduled("Held", at(12))
    workflow.hold(by=None, reason="Wait")
    with when(10):
        assert cells(desk) == {
            "2026-05-04": ("09:00 Missed its time Missed Cancel Missed 12:00 On hold Held Cancel Held")
        }


def test_days_are_the_organisations_and_the_meetings_time_stands_beside(desk, settings):
    settings.TIME_ZONE = "Europe/Zurich"
    scheduled("Near midnight", at(22, 30, day=20), meetings=[make.meeting(time_zone="Asia/Shanghai")])
    days = cells(desk)
    assert days["2026-05-21"].startswith("00:30 Goes out Near midnight Asia/Shanghai: 21 May, 06:30")
    assert "Days and times are those of Europe/Zurich." in texts_of(desk.get(PAGE))


def test_a_meeting_stands_on_each_of_its_days_and_its_sessions_do_not(desk):
    congress = make.meeting("Congress", date(2026, 5, 30), date(2026, 6, 1))
    make.meeting("Session", date(2026, 5, 30), parent=congress)
    assert cells(desk) == {
        "2026-05-30": "Meeting Congress (2026)",
        "2026-05-31": "Meeting Congress (2026)",
    }
    assert cells(desk, "2026-06") == {"2026-06-01": "Meeting Congress (2026)"}


def test_rows_that_open_or_end_by_a_date_of_their_own(desk):
    coming = make.meeting("Secret meeting", date(2026, 9, 1), hidden=True)
    type(coming).objects.filter(pk=coming.pk).update(public_from=at(9, day=11))
    _speaker, ending = make.holding("chief executive", "Anna Ångström")
    type(ending).objects.filter(pk=ending.pk).update(end_public_from=at(10, day=12))
    days = cells(desk)
    assert days["2026-05-11"] == "09:00 Becomes public Secret meeting (2026) Meeting"
    assert re.fullmatch(
        r"10:00 Becomes public Anna Ångström – chief executive .*Appointment, its end", days["2026-05-12"]
    )


def test_what_is_restricted_to_others_is_not_there(desk):
    secret = make.article("Secret")
    make.schedule(secret, at(9, day=20), decided=at(7))
    make.release("Common", at(6))
    Restriction.objects.create(translation_key=secret.translation_key).users.set([staff("Author")])
    assert set(cells(desk)) == {"2026-05-04"}


def test_the_list_for_a_phone_has_the_days_on_which_something_is(desk):
    make.release("Old news", at(6))
    scheduled("Next month", at(9, day=1, month=6))
    assert agenda_list(desk) == ["Monday, 4 May"]
    assert "Nothing is planned in this month." in texts_of(desk.get(PAGE, {"month": "2027-05"}))


def test_the_table_has_the_weekdays_as_its_headers(desk):
    table = texts_of(desk.get(PAGE)).partition('<table class="month">')[2]
    heads = re.findall(r'<th scope="col">([^<]+)</th>', table)
    assert (len(heads), heads[0], heads[-1]) == (7, "Monday", "Sunday")


def test_other_months_are_a_link_away(desk):
    page = texts_of(desk.get(PAGE, {"month": "2026-12"}))
    assert re.findall(r'href="\?month=([0-9-]+)"', page) == ["2026-11", "2026-05", "2027-01"]
    assert "<h1>December 2026</h1>" in page


@pytest.mark.parametrize("month", ["", "2026-13", "2026-5", "0000-01", "9999-12", "1899-12", "x", "2026-05-04"])
def test_what_is_no_month_shows_the_present_one(desk, month):
    assert "<h1>May 2026</h1>" in texts_of(desk.get(PAGE, {"month": month}))


@pytest.mark.parametrize(("month", "rel"), [("1900-01", "prev"), ("2200-12", "next")])
def test_the_links_come_to_an_end(desk, month, rel):
    assert month_of(month) is not None
    assert f'rel="{rel}"' not in texts_of(desk.get(PAGE, {"month": month}))


def test_what_waits_is_moved_or_cancelled_from_here_and_one_is_back_in_the_same_month(desk):
    article = make.article("Embargoed")
    make.schedule(article, at(9, day=20), decided=at(7))
    here = {"next": f"{PAGE}?month=2026-05", "version": article.version}
    assert f'name="next" value="{here["next"]}"' in texts_of(desk.get(PAGE, {"month": "2026-05"}))
    moved = {**here, "day": "2026-05-21", "time": "10:00", "zone": "UTC"}
    assert desk.post(page_of(article, "reschedule"), moved)["Location"] == here["next"]
    assert list(cells(desk)) == ["2026-05-21"]
    article.refresh_from_db()
    answer = desk.post(page_of(article, "cancel"), {**here, "version": article.version})
    assert answer["Location"] == here["next"]
    assert cells(desk) == {}


def test_who_may_not_publish_sees_no_moves():
    scheduled("Embargoed", at(9, 30, day=20))
    assert cells(signed_in(staff(VIEWER))) == {"2026-05-20": "09:30 Goes out Embargoed"}


def test_who_may_not_see_releases_sees_no_calendar():
    assert signed_in(staff(NOBODY)).get(PAGE).status_code == 403


def test_any_number_of_entries_takes_the_same_number_of_queries(desk):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get(PAGE)
        return len(captured)

    def some(rounds: int) -> None:
        for number in range(rounds):
            make.release(f"Live {number}", at(6))
            scheduled(f"Planned {number}", at(9, day=20), meetings=[make.meeting()])
            _speaker, ending = make.holding(f"post {number}", f"Somebody {number}")
            type(ending).objects.filter(pk=ending.pk).update(end_public_from=at(10, day=12))

    some(1)
    few = queries()
    some(6)
    assert queries() == few
