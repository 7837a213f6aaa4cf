"""Ends, and what a release does not name, become public with it, move with it, and stay hidden when it is cancelled."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from articles import workflow
from articles.models import Article, Reveal
from articles.workflow import Refused
from tests.articles import factories as make
from tests.articles.factories import LONG_AGO, at, when

pytestmark = pytest.mark.django_db

LAST_DAY = date(2026, 5, 31)


@pytest.fixture
def leaving():
    return make.appointment(make.executive("Anna Lind"), make.post("managing director"), None, LAST_DAY)


@pytest.fixture
def successor(leaving):
    return make.appointment(make.executive("Bo Berg", hidden=True), leaving.post, date(2026, 6, 1), hidden=True)


@pytest.fixture
def article(leaving) -> Article:
    draft = make.article()
    make.add_remark(draft, leaving.executive, appointments=[leaving])
    return make.save(draft)


def end_known_from(row: Any) -> Any:
    row.refresh_from_db()
    return row.end_first_public()


def known_from(row: Any) -> Any:
    row.refresh_from_db()
    return row.first_public()


def test_an_end_stays_hidden_unless_it_is_chosen(article, leaving):
    make.publish(article, at(9))
    assert end_known_from(leaving) is None


def test_a_chosen_end_becomes_public_with_the_release(article, leaving):
    make.publish(article, at(9), endings=[leaving])
    assert end_known_from(leaving) == at(9)
    assert leaving.shown_end(at(9)) == LAST_DAY
    assert leaving.shown_end(at(8, 59)) is None


def test_a_department_closes_before_the_readers_with_the_release():
    closing = make.department("Hydro", closed_on=LAST_DAY, closure="closed")
    make.publish(make.article(departments=[closing]), at(9), endings=[closing])
    assert end_known_from(closing) == at(9)


def test_an_end_moves_with_the_schedule_and_stays_hidden_when_it_is_cancelled(article, leaving):
    make.schedule(article, at(12), decided=at(7), endings=[leaving])
    assert end_known_from(leaving) == at(12)
    with when(8):
        workflow.reschedule(article, at(15), by=None, version=article.version)
        assert end_known_from(leaving) == at(15)
        workflow.cancel(article, by=None, version=article.version)
    assert end_known_from(leaving) is None


def test_an_end_that_is_held_is_not_public(article, leaving):
    make.schedule(article, at(12), decided=at(7), endings=[leaving])
    with when(8):
        workflow.hold(by=None, reason="Something is wrong.")
    assert end_known_from(leaving) is None
    with when(9):
        workflow.lift(by=None)
    assert end_known_from(leaving) == at(12)


def test_what_has_no_end_reveals_none(article, leaving):
    leaving.ended_on = None
    leaving.save()
    make.publish(article, at(9), endings=[leaving])
    assert not Reveal.objects.filter(what=Reveal.What.END).exists()


def test_a_chosen_successor_becomes_public_with_what_readers_need_to_see_it(article, successor):
    make.publish(article, at(9), further=[successor])
    assert (known_from(successor), known_from(successor.executive)) == (at(9), at(9))


def test_what_readers_know_already_is_not_bound_to_the_release(article, successor):
    """So that it can be hidden again without regard to a release that does not name it."""
    make.publish(article, at(9), further=[successor])
    successor.post.refresh_from_db()
    assert successor.post.revealed_from is None
    assert known_from(successor.post) == LONG_AGO


def test_a_successor_moves_with_the_schedule_and_what_it_needs_too(article, successor):
    """The person was to be public by noon by an own date; not by the earlier time."""
    person = successor.executive
    person.public_from = at(11)
    person.save()
    make.schedule(article, at(12), decided=at(7), further=[successor])
    assert known_from(person) == at(11)
    with when(8):
        workflow.reschedule(article, at(10), by=None, version=article.version)
    assert (known_from(successor), known_from(person)) == (at(10), at(10))


def test_a_release_that_names_what_is_to_stay_hidden_is_refused_and_nothing_changes():
    secret, known = make.meeting("Merger", hidden=True), make.meeting("Fair", hidden=True)
    article = make.article(meetings=[secret, known])
    with when(9), pytest.raises(Refused, match="what would stay hidden: Merger"):
        workflow.publish(article, by=None, version=article.version, terms=workflow.Terms(reveals=[known]))
    assert (known_from(secret), known_from(known)) == (None, None)
    assert not article.editions.exists()


def test_what_is_public_by_its_own_date_by_then_need_not_be_chosen():
    announced = make.meeting("Congress", hidden=True)
    announced.public_from = at(10)
    announced.save()
    article = make.article(meetings=[announced])
    with when(8):
        workflow.schedule(article, at(10), by=None, version=article.version, terms=workflow.Terms(reveals=[]))
    assert known_from(announced) == at(10)


def test_a_correction_in_a_box_has_words():
    article = make.release("First", at(7))
    make.save(article, headline="Second")
    terms = workflow.Terms(significance="major", change_note="  ")
    with when(8), pytest.raises(Refused, match="Say what was wrong"):
        workflow.publish(article, by=None, version=article.version, terms=terms)
    assert article.editions.count() == 1


def test_what_another_release_is_to_reveal_does_not_count_as_shown():
    """Else the refusals of one release would tell when another opens."""
    hidden = make.meeting("Secret summit", hidden=True)
    make.schedule(make.article("Another", meetings=[hidden]), at(12, day=5), decided=at(7))
    own = make.article("Own", meetings=[hidden])
    for opens in (at(12, day=4), at(12, day=8)):
        with when(8), pytest.raises(Refused, match="would stay hidden"):
            workflow.schedule(own, opens, by=None, version=own.version, terms=workflow.Terms(reveals=[]))
