"""What an editor is told before a move: where a release will be found, and how long it has to stay."""

from __future__ import annotations

import pytest

from articles.admin import outlook
from articles.admin.case import Case
from tests.articles import factories as make
from tests.articles.factories import at, when

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _morning():
    with when(8):
        yield


@pytest.fixture
def officer():
    return make.press_officer()


def facts(found: outlook.Outlook) -> dict[str, str]:
    return dict(found.facts)


def test_a_first_edition_is_before_the_readers_for_the_first_time(officer):
    found = outlook.printing(Case(make.article("News"), officer), at_once=True)
    assert found.lead == "The release will be before the readers for the first time."
    assert facts(found)["Edition"] == "1, the first"


def test_after_a_withdrawal_it_is_there_again(officer):
    article = make.release("News", at(6))
    make.withdraw(article, at(7))
    assert "again" in outlook.printing(Case(article, officer), at_once=True).lead


def test_a_new_address_comes_at_once_and_not_with_a_schedule(officer):
    article = make.release("First", at(7))
    make.save(article, headline="Second", wanted_slug="second")
    at_once = facts(outlook.printing(Case(article, officer), at_once=True))
    assert at_once["Address"] == "http://testserver/news/second/"
    assert at_once["Former address"] == "http://testserver/news/first/ leads there"
    later = facts(outlook.printing(Case(article, officer), at_once=False))
    assert later["Address"] == "http://testserver/news/first/"
    assert "Former address" not in later


def test_what_discloses_nothing_has_nothing_to_file(officer):
    assert outlook.disclosed(make.article()) == []
    assert [name for name, _told in outlook.disclosed(make.article("Other", type="results"))] == [
        "Inside information",
        "Identifiers",
        "Filing reference",
        "Kept",
    ]


@pytest.mark.parametrize(("years", "told"), [(1, "at least 1 year"), (7, "at least 7 years")])
def test_how_long_it_is_kept_is_a_setting(settings, years, told):
    settings.NEWSROOM_RETENTION_YEARS = years
    assert outlook.kept_for() == told


def test_inside_information_is_kept_to_the_day(settings):
    settings.NEWSROOM_RETENTION_YEARS = 3
    fields = {"type": "results", "inside_information": True, "forward_looking": make.forward_looking()}
    leap = make.article("Results", **fields)
    edition = make.publish(leap, at(9, year=2028, month=2, day=29))
    with when(8, year=2031, month=3, day=1):
        assert outlook.must_still_be_kept(edition)
    with when(9, year=2031, month=3, day=1):
        assert not outlook.must_still_be_kept(edition)


def test_what_is_no_inside_information_may_go(officer):
    article = make.article("Results", type="results", forward_looking=make.forward_looking())
    edition = make.publish(article, at(7))
    assert not outlook.must_still_be_kept(edition)
    assert not outlook.must_still_be_kept(make.publish(make.article(), at(7)))


def test_what_readers_know_by_now_is_not_carried_any_more(officer):
    there = make.meeting("Merger talks", hidden=True)
    article = make.article(meetings=[there])
    make.schedule(article, at(12), decided=at(7))
    assert len(outlook.carried(article.editions.get())) == 1
    there.public_from = at(7, 30)
    there.save()
    assert outlook.carried(article.editions.get()) == []


def test_an_address_tells_nothing_of_a_rival_that_waits(officer):
    """Which of the two opens first is settled by then, and is nobody's business before."""
    rival, own = make.article("Merger with Hundwiler"), make.article("Merger with Hundwiler")
    make.schedule(rival, at(12), decided=at(8))
    make.schedule(own, at(13), decided=at(8))
    own.refresh_from_db()
    assert own.slug.startswith("merger-with-hundwiler-")
    assert outlook.address_of(own, at_once=False).endswith("/news/merger-with-hundwiler/")
