"""Meetings as readers find them: sessions, who spoke, who attended, the coverage."""

from __future__ import annotations

from datetime import date

import pytest
from i18nfield.strings import LazyI18nString

from articles import facets
from tests.articles import factories as make
from tests.articles import naive
from tests.articles.factories import at, when
from tests.articles.naive import Cast, Release, Spoken
from tests.articles.reading import get, queries, read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon():
    with when(12):
        yield


def test_meetings_to_come_and_past_ones_by_year():
    make.meeting("Old forum", date(2024, 3, 1))
    make.meeting("Last forum", date(2026, 3, 1))
    make.meeting("Later forum", date(2026, 9, 1))
    next_one = make.meeting("Next forum", date(2026, 6, 1), date(2026, 6, 3))
    make.meeting("Opening", date(2026, 6, 1), parent=next_one)
    make.meeting("Hidden forum", date(2026, 6, 1), hidden=True)
    page = read("/meetings/")
    places = [page.text.index(words) for words in ("Next forum", "Later forum", "Last forum", "Old forum")]
    assert places == sorted(places)
    assert {"year-2026", "year-2024"} <= set(page.ids)
    assert ("/meetings/opening/", "Opening") in page.links
    assert "Hidden forum" not in page.text


def test_a_meeting_with_everything():
    hydro, sales = make.department("Hydro"), make.department("Sales")
    hidden = make.department("Hidden", hidden=True)
    congress = make.meeting(
        "Congress",
        date(2026, 5, 4),
        date(2026, 5, 6),
        venue=LazyI18nString("Hall 3"),
        city=LazyI18nString("Beijing"),
        country="CN",
        time_zone="Asia/Shanghai",
        attendance_note=LazyI18nString("Guests."),
        hosts=[hydro, hidden],
        attending=[sales],
    )
    second = make.meeting("Closing", date(2026, 5, 6), parent=congress, order=2)
    first = make.meeting("Opening", date(2026, 5, 4), parent=congress, order=1)
    make.meeting("Secret", date(2026, 5, 5), parent=congress, hidden=True)
    speaker, _held = make.holding("chair", "Anna")
    make.release("First", at(8), said=[(speaker, "Welcome.", {"meetings": [first]})])
    make.release("Second", at(9), said=[(speaker, "Farewell.", {"meetings": [second]})])
    page = read("/meetings/congress/")
    assert page.headline == "Congress"
    for words in ("4–6 May 2026", "Hall 3", "Beijing", "China", "Asia/Shanghai", "Guests."):
        assert words in page.text
    for words in ("Anna", "chair", "Welcome.", "Farewell."):
        assert words in page.text
    assert page.urls("/meetings/")[1:3] == ["/meetings/opening/", "/meetings/closing/"]
    assert page.urls("/departments/") == ["/departments/", "/departments/hydro/", "/departments/sales/"]
    assert {"/news/first/", "/news/second/", "/news/?event=congress"} <= set(page.urls("/news/"))
    assert "Secret" not in page.text
    assert "Hidden" not in page.text


def test_a_session_names_its_meeting_and_shows_what_was_said_in_it():
    congress = make.meeting("Congress")
    opening, closing = make.meeting("Opening", parent=congress), make.meeting("Closing", parent=congress)
    anna = make.executive("Anna")
    said = [(anna, "Welcome.", {"meetings": [opening]}), (anna, "Bye.", {"meetings": [closing]})]
    make.release("First", at(8), said=said)
    page = read("/meetings/opening/")
    assert ("/meetings/congress/", "Congress") in page.links
    assert "Welcome." in page.text
    assert "Bye." not in page.text


def test_a_session_whose_meeting_is_hidden_does_not_tell_of_it():
    congress = make.meeting("Congress", hidden=True)
    make.meeting("Opening", parent=congress)
    assert "Congress" not in read("/meetings/opening/").text


def test_in_chinese():
    make.meeting(LazyI18nString({"en": "Congress", "zh-hans": "大会"}), date(2026, 5, 4), date(2026, 5, 6))
    page = read("/zh-hans/meetings/congress/")
    assert page.headline == "大会"
    assert "2026年5月4日至6日" in page.text
    assert page.head["canonical"] == "http://testserver/zh-hans/meetings/congress/"


def test_hidden_announced_later_and_absent_are_one_and_the_same_404():
    make.meeting("Hidden", hidden=True)
    make.schedule(make.article("Waiting", meetings=[make.meeting("Coming", hidden=True)]), at(13), decided=at(9))
    assert len({get(f"/meetings/{slug}/", 404).content for slug in ("hidden", "coming", "absent")}) == 1
    with when(13):
        get("/meetings/coming/")


def test_a_former_address_leads_to_the_present_one_for_good():
    congress = make.meeting("Congress")
    congress.wanted_slug = "forum"
    congress.save()
    assert get("/meetings/congress/", 301)["Location"] == "/meetings/forum/"


def test_the_same_number_of_queries_for_one_release_and_for_fifty():
    cast = Cast.make()
    said = Spoken(0, frozenset({0}), frozenset({0, 1}))

    def covered(count: int) -> int:
        first = frozenset({0})
        naive.store(cast, [Release(n, False, "en", "news", first, first, first, (said,)) for n in range(count)])
        facets.forget()
        return queries("/meetings/congress/")

    one = covered(1)
    for number in range(10):
        make.meeting(f"Session {number}", parent=cast.meetings[0])
    assert covered(50) == one <= 12
    listed = queries("/meetings/")
    for number in range(20):
        make.meeting(f"Meeting {number}", date(2020, 1, 1 + number))
    assert queries("/meetings/") == listed <= 5
