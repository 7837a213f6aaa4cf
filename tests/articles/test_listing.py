"""One listing serves everything: which releases answer a query, and how many would answer another."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from i18nfield.strings import LazyI18nString

from articles import facets
from articles.facets import FACETS
from articles.listing import Listing
from articles.models import Edition
from articles.query import Query
from people import clock
from tests.articles import factories as make
from tests.articles import naive
from tests.articles.factories import at, when
from tests.articles.naive import NEWSROOM, NOW, Cast, Naive

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon():
    with when(12):
        yield


def listing(string: str = "", language: str = "en", **pinned: Any) -> Listing:
    index = facets.current()
    labels = [index.directory.by_slug[facet][row.slug] for facet, row in pinned.items()]
    return Listing(Query.parse(QueryDict(string)), language, index, labels)


def headlines(string: str = "", language: str = "en", **pinned: Any) -> list[str]:
    """The headlines of the first page, in reading order."""
    return [edition.headline for edition in listing(string, language, **pinned).editions]


def counts(facet: str, string: str = "", **pinned: Any) -> dict[str, int]:
    (found,) = [row for row in listing(string, **pinned).facets if row.name == facet]
    return {value.value: value.count for value in found.values}


# What is in it


def test_the_newest_release_comes_first():
    for hour in (9, 11, 10):
        make.release(f"{hour}", at(hour))
    assert headlines() == ["11", "10", "9"]
    assert headlines("order=oldest") == ["9", "10", "11"]


def test_an_update_never_moves_a_release():
    first = make.release("First", at(8))
    make.release("Second", at(9))
    make.save(first, headline="First, updated")
    make.publish(first, at(10))
    assert headlines() == ["Second", "First, updated"]


def test_drafts_scheduled_withdrawn_and_superseded_editions_are_not_in_it():
    make.article("Draft")
    make.schedule(make.article("Scheduled"), at(13), decided=at(9))
    make.withdraw(make.release("Withdrawn", at(8)), at(9))
    corrected = make.release("Superseded", at(8))
    make.save(corrected, headline="Corrected")
    make.publish(corrected, at(9))
    assert headlines() == ["Corrected"]
    with when(13):
        assert headlines() == ["Scheduled", "Corrected"]


def test_a_listing_holds_one_language_and_says_how_many_there_are_in_the_others():
    make.release("English", at(9), topics=["Fish"])
    make.release("中文", at(10), language="zh-hans", topics=["Fish"])
    make.release("另一", at(11), language="zh-hans")
    assert headlines() == ["English"]
    assert headlines("", "zh-hans") == ["另一", "中文"]
    others = [(row["code"], row["count"], row["url"]) for row in listing("topic=fish").other_languages]
    assert others == [("zh-hans", 1, "/zh-hans/news/?topic=fish")]
    assert listing("topic=fish&from=2026-05-05").other_languages == []


def test_two_releases_of_one_instant_have_a_certain_order():
    for name in "abc":
        make.release(name, at(9))
    assert headlines() == headlines("order=oldest")[::-1] == headlines()


# Within a facet OR, between facets AND


@pytest.fixture
def newsroom() -> None:
    """Three releases with overlapping topics, departments and types."""
    hydro, sales = make.department("Hydro"), make.department("Sales")
    make.release("1", at(9), topics=["Fish"], departments=[hydro], type="news")
    make.release("2", at(10), topics=["Wind"], departments=[hydro], type="speech")
    make.release("3", at(11), topics=["Fish", "Wind"], departments=[sales], type="speech")


ANSWERS = {
    "": "321",
    "topic=fish": "31",
    "topic=fish&topic=wind": "321",
    "topic=fish&department=hydro": "1",
    "topic=fish&topic=wind&department=hydro": "21",
    "topic=wind&department=hydro&type=speech": "2",
    "type=news&type=speech": "321",
    "type=results": "",
    "topic=fish&topic=nobody": "31",
    "topic=nobody": "",
    "topic=nobody&type=news": "",
    "type=Nonsense": "",
    "unknown=fish&utm_source=x": "321",
}


@pytest.mark.usefixtures("newsroom")
def test_within_a_facet_or_and_between_facets_and():
    assert {string: "".join(headlines(string)) for string in ANSWERS} == ANSWERS


@pytest.mark.usefixtures("newsroom")
def test_counts_ignore_their_own_facet_and_respect_the_others():
    assert counts("topic") == {"fish": 2, "wind": 2}
    assert counts("topic", "topic=fish") == {"fish": 2, "wind": 2}
    assert counts("topic", "department=hydro") == {"fish": 1, "wind": 1}
    assert counts("department", "topic=fish&topic=wind") == {"hydro": 2, "sales": 1}
    assert counts("topic", "type=news") == {"fish": 1}
    assert counts("type", "topic=fish&department=sales") == {"speech": 1}


@pytest.mark.usefixtures("newsroom")
def test_a_chosen_value_that_leaves_nothing_is_still_shown():
    assert counts("topic", "topic=wind&type=news") == {"wind": 0, "fish": 1}
    assert counts("type", "type=results&topic=fish") == {"results": 0, "news": 1, "speech": 1}


@pytest.mark.usefixtures("newsroom")
def test_chosen_values_come_first_then_the_most_frequent_then_by_name():
    make.release("4", at(11), topics=["Wind", "Art"])
    assert list(counts("topic")) == ["wind", "fish", "art"]
    assert list(counts("topic", "topic=art")) == ["art", "wind", "fish"]


@pytest.mark.usefixtures("newsroom")
def test_unknown_values_are_named():
    assert listing("topic=fish&topic=Fish&speaker=x").unknown == [
        {"parameter": "Speaker", "value": "x"},
        {"parameter": "Topic", "value": "Fish"},
    ]


# Meetings include their sessions


def test_a_meeting_includes_its_sessions_and_a_session_not_its_siblings():
    whole = make.meeting("Congress")
    first, second = make.meeting("Opening", parent=whole), make.meeting("Closing", parent=whole)
    make.release("whole", at(8), meetings=[whole])
    make.release("first", at(9), meetings=[first])
    make.release("second", at(10), said=[(make.executive(), "Hello.", {"meetings": [second]})])
    make.release("other", at(11), meetings=[make.meeting("Fair")])
    assert headlines("event=congress") == ["second", "first", "whole"]
    assert headlines("event=opening") == ["first"]
    assert headlines("event=closing") == ["second"]
    assert headlines("event=opening&event=fair") == ["other", "first"]
    assert counts("event") == {"congress": 3, "closing": 1, "fair": 1, "opening": 1}


# Speaker, post and meeting together hold in one remark


@pytest.fixture
def spoken() -> None:
    """Anna speaks at the congress as head and at the fair as chair; Bo at the congress as chair; all in one release."""
    anna, bo = make.executive("Anna"), make.executive("Bo")
    chair, head = make.post("chair", exclusive=False), make.post("head", exclusive=False)
    congress, fair = make.meeting("Congress"), make.meeting("Fair")
    opening = make.meeting("Opening", parent=congress)
    held = {
        (who, what): make.appointment(person, office)
        for who, person in (("anna", anna), ("bo", bo))
        for what, office in (("chair", chair), ("head", head))
    }

    def at_meeting(place: Any, *posts: Any) -> dict[str, Any]:
        return {"meetings": [place], "appointments": posts, "capacity": "-"}

    said: list[tuple[Any, ...]] = [
        (anna, "1", at_meeting(opening, held["anna", "head"])),
        (anna, "2", at_meeting(fair, held["anna", "chair"])),
        (bo, "3", at_meeting(congress, held["bo", "chair"])),
    ]
    make.release("All", at(9), said=said, topics=["Fish"])
    make.release("Both posts", at(10), said=[(bo, "4", at_meeting(fair, held["bo", "chair"], held["bo", "head"]))])


SPOKEN = {
    "speaker=anna": ["All"],
    "speaker=anna&speaker=bo": ["Both posts", "All"],
    "speaker=anna&event=congress": ["All"],
    "speaker=anna&event=opening": ["All"],
    "speaker=bo&event=opening": [],
    "speaker=anna&post=head": ["All"],
    "speaker=anna&post=chair&event=congress": [],
    "speaker=anna&post=chair&event=fair": ["All"],
    "post=head&event=fair": ["Both posts"],
    "post=chair&event=congress": ["All"],
    "post=chair&post=head&event=opening": ["All"],
    "speaker=bo&post=head": ["Both posts"],
    "speaker=bo&post=chair&event=fair": ["Both posts"],
    "speaker=nobody&event=congress": [],
    "speaker=anna&speaker=nobody&event=congress": ["All"],
    "speaker=anna&event=fair&topic=fish": ["All"],
    "speaker=bo&event=fair&topic=fish": [],
}


@pytest.mark.usefixtures("spoken")
def test_that_person_at_that_meeting_in_that_post():
    assert {string: headlines(string) for string in SPOKEN} == SPOKEN


@pytest.mark.usefixtures("spoken")
def test_counts_of_what_holds_in_one_remark():
    assert counts("post", "speaker=anna") == {"chair": 1, "head": 1}
    assert counts("post", "speaker=anna&event=congress") == {"head": 1}
    assert counts("event", "speaker=anna&post=chair") == {"fair": 1}
    assert counts("event", "speaker=bo") == {"congress": 1, "fair": 1}
    assert counts("speaker", "event=opening") == {"anna": 1}
    assert counts("speaker", "event=congress&speaker=anna") == {"anna": 1, "bo": 1}
    assert counts("topic", "speaker=bo&event=fair") == {}


@pytest.mark.usefixtures("spoken")
def test_a_page_about_somebody_is_the_listing_with_that_one_pinned():
    anna, fair = facets.current().directory.by_slug["speaker"]["anna"], "fair"
    found = Listing(Query(), "en", pinned=[anna])
    assert [edition.headline for edition in found.editions] == ["All"]
    assert found.url == "/news/?speaker=anna"
    assert found.chips == []
    assert Listing(Query(facets={"event": (fair,)}), "en", pinned=[anna]).total == 1


def test_somebody_who_spoke_only_elsewhere_is_not_found_at_the_meeting():
    """The release reports on both meetings; she spoke at one."""
    anna = make.executive("Anna")
    congress, fair = make.meeting("Congress"), make.meeting("Fair")
    make.release("Both", at(9), meetings=[congress, fair], said=[(anna, "Hello.", {"meetings": [fair]})])
    assert headlines("event=congress") == ["Both"]
    assert headlines("event=congress&speaker=anna") == []
    assert headlines("event=fair&speaker=anna") == ["Both"]


# Dates


DAYS = {
    "from=2026-05-04": ["late", "early"],
    "from=2026-05-05": [],
    "to=2026-05-04": ["late", "early", "before"],
    "to=2026-05-03": ["before"],
    "from=2026-05-03&to=2026-05-03": ["before"],
    "from=2026-05-04&to=2026-05-03": [],
    "from=0001-01-01&to=9999-12-31": ["late", "early", "before"],
    "from=9999-12-31": [],
    "to=0001-01-01": [],
}


def test_dates_are_days_in_the_organisation_s_zone_and_both_belong_to_it(settings):
    settings.TIME_ZONE = "Asia/Shanghai"  # eight hours ahead
    make.release("before", datetime(2026, 5, 3, 15, 59, 59, tzinfo=UTC))
    make.release("early", datetime(2026, 5, 3, 16, 0, tzinfo=UTC))
    with clock.at(datetime(2026, 5, 4, 16, tzinfo=UTC)):
        make.release("late", datetime(2026, 5, 4, 15, 59, 59, tzinfo=UTC))
        assert {string: headlines(string) for string in DAYS} == DAYS


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Oslo"])
def test_the_ends_of_the_calendar_are_days_too(zone, settings):
    settings.TIME_ZONE = zone
    make.release("One", at(9))
    assert headlines("from=0001-01-01") == headlines("to=9999-12-31") == ["One"]
    assert headlines("to=0001-01-01") == headlines("from=9999-12-31") == []


def test_a_day_on_which_clocks_change_is_a_whole_day(settings):
    settings.TIME_ZONE = "Europe/Oslo"
    make.release("first", datetime(2026, 3, 28, 23, 0, tzinfo=UTC))
    make.release("last", datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC))
    make.release("next", datetime(2026, 3, 29, 22, 0, tzinfo=UTC))
    assert headlines("from=2026-03-29&to=2026-03-29") == ["last", "first"]


# Words


WORDS = {
    "turbine": ["Ångström's Turbines"],
    "TURBINES angstrom": ["Ångström's Turbines"],
    "turbines 电池": [],
    "电池": ["90亿元电池工厂"],
    "池": ["90亿元电池工厂"],
    "90亿": ["90亿元电池工厂"],
    "100%": ["100% done_"],
    "_": ["100% done_"],
    "%": ["100% done_"],
    "tong": ["100% done_"],
    "nowhere": [],
    "\u200b": ["100% done_", "90亿元电池工厂", "Ångström's Turbines"],
}


def test_every_word_occurs_somewhere():
    make.release("Ångström's Turbines", at(8))
    make.release("90亿元电池工厂", at(9))
    make.release("100% done_", at(10), said=[(make.executive("Tong Laiming"), "Thank you.")])
    assert {words: headlines(urlencode({"q": words})) for words in WORDS} == WORDS


def test_words_of_what_is_not_live_are_not_found():
    article = make.release("Old words", at(8))
    make.save(article, headline="New words")
    make.publish(article, at(9))
    make.save(article, headline="Coming words")
    make.schedule(article, at(13), decided=at(10))
    assert [listing(f"q={word}").total for word in ("old", "new", "coming")] == [0, 1, 0]


# Addresses and words for the page


@pytest.mark.usefixtures("newsroom")
def test_every_choice_has_a_chip_that_takes_it_back():
    found = listing("q=a+b&topic=fish&topic=nobody&from=2026-05-01&to=2026-05-09")
    chips = [(chip["facet_label"], chip["label"], chip["remove_url"]) for chip in found.chips]
    dates = "from=2026-05-01&to=2026-05-09"
    assert chips == [
        ("Words", "a b", f"/news/?topic=fish&topic=nobody&{dates}"),
        ("Topic", "Fish", f"/news/?q=a+b&topic=nobody&{dates}"),
        ("Topic", "nobody", f"/news/?q=a+b&topic=fish&{dates}"),
        ("From", "2026-05-01", "/news/?q=a+b&topic=fish&topic=nobody&to=2026-05-09"),
        ("To", "2026-05-09", "/news/?q=a+b&topic=fish&topic=nobody&from=2026-05-01"),
    ]
    assert found.clear_url == "/news/"
    assert listing().clear_url is None


@pytest.mark.usefixtures("newsroom")
def test_unknown_parameters_are_dropped_from_the_canonical_address():
    found = listing("utm_source=x&type=news&topic=wind&topic=fish&order=newest&after=")
    assert found.canonical_url == "/news/?topic=fish&topic=wind&type=news"
    assert found.json_url == "/news.json?topic=fish&topic=wind&type=news"


def test_values_are_named_in_the_language_of_the_listing():
    make.release(
        "业绩", at(9), language="zh-hans", meetings=[make.meeting(LazyI18nString({"en": "Fair", "zh-hans": "展会"}))]
    )
    with translation.override("zh-hans"):
        found = listing("", "zh-hans")
        (event,) = next(facet.values for facet in found.facets if facet.name == "event")
    assert (event.label, event.value) == ("展会", "fair")


@pytest.mark.usefixtures("spoken")
def test_the_most_frequent_values_among_the_matches():
    found = [(label.slug, count) for label, count in listing().labels_of("speaker", 5)]
    assert found == [("bo", 2), ("anna", 1)]
    assert [label.slug for label, _count in listing().labels_of("speaker", 1)] == ["bo"]
    assert [label.slug for label, _count in listing("topic=fish").labels_of("speaker", 5)] == ["anna", "bo"]


def test_cards_are_ready_parts_fetched_by_one_statement(django_assert_num_queries):
    for number in range(3):
        make.release(f"{number}", at(9 + number))
    found = listing()
    assert found.total == 3
    assert found.facets
    with django_assert_num_queries(1):
        assert [f">{number}<" in card.html for number, card in zip("210", found.cards, strict=True)] == [True] * 3


# Against the simplest listing that there can be


@pytest.fixture
def cast() -> Cast:
    return Cast.make()


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_matches_counts_and_pages_are_those_of_a_plain_count(cast, data):
    releases = data.draw(NEWSROOM)
    expected = Naive(cast, naive.store(cast, releases))
    facets.forget()
    index = facets.current()
    for query in data.draw(st.lists(naive.queries(cast), min_size=1, max_size=6)):
        found = Listing(query, "en", index)
        wanted = set(expected.matches(query))
        assert found.total == len(wanted)
        assert {edition.pk for edition in found.editions} == wanted
        in_order = [edition.first_published_at for edition in found.editions]
        assert in_order == sorted(in_order, reverse=query.order == "newest")
        for facet in found.facets:
            shown = {value.value: value.count for value in facet.values}
            assert shown == expected.counts(facet.name, query), (facet.name, query)
        chinese = sum(row["count"] for row in found.other_languages)
        assert chinese == len(expected.matches(query, "zh-hans"))
    assert [facet.name for facet in Listing(Query(), "en", index).facets] == list(FACETS)
    assert Edition.objects.live(NOW).count() == sum(row.live for row in releases)


def test_the_plain_count_itself_knows_the_difference(cast):
    """Or agreement would prove nothing."""
    said = naive.Spoken(0, frozenset({0}), frozenset({1}))
    release = naive.Release(1, False, "en", "news", frozenset({2}), frozenset(), frozenset(), (said,))
    expected = Naive(cast, naive.store(cast, [release]))
    opening, fair, anna, chair = "opening", "fair", "anna", "chair"

    def total(**asked: str) -> int:
        return len(expected.matches(Query(facets={facet: (value,) for facet, value in asked.items()})))

    assert total(event=fair) == total(event=opening) == total(event="congress") == 1
    assert total(event=opening, speaker=anna, post=chair) == total(event="congress", speaker=anna) == 1
    assert total(event=fair, speaker=anna) == total(speaker="bo") == total(post="head") == 0
    assert total(type="news") == 1
    assert date(2026, 5, 4) == release.first_published_at.date()
