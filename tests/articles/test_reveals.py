"""What else could become public with a release: ends, and what belongs to them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import review
from articles.models import Article
from articles.reveals import hidden_endings, hidden_relations
from tests.articles import factories as make
from tests.articles.factories import at, when

pytestmark = pytest.mark.django_db

LAST_DAY = date(2026, 5, 31)
NINE = at(9)


def endings(article: Article, opens: datetime = NINE) -> list[Any]:
    with when(8):
        _edition, composition = review.as_it_stands(article)
        return hidden_endings(composition, opens)


def relations(article: Article, opens: datetime = NINE) -> list[Any]:
    with when(8):
        _edition, composition = review.as_it_stands(article)
        return hidden_relations(composition, hidden_endings(composition, opens), opens)


@pytest.fixture
def office():
    return make.post("managing director")


@pytest.fixture
def leaving(office):
    """Anna, whose last day nobody outside knows of."""
    anna = make.executive("Anna Lind")
    return make.appointment(anna, office, date(2020, 1, 1), LAST_DAY)


@pytest.fixture
def article(leaving) -> Article:
    draft = make.article()
    make.add_remark(draft, leaving.executive, appointments=[leaving])
    return draft


def test_the_end_of_a_speakers_appointment_is_offered(article, leaving):
    assert endings(article) == [leaving]


def test_an_appointment_of_the_speaker_that_the_release_does_not_print_ends_too(article, leaving):
    other = make.appointment(leaving.executive, make.post("chair of the board"), None, date(2026, 4, 1))
    assert endings(article) == [other, leaving]


def test_an_end_that_readers_know_of_by_then_is_not_offered(article, leaving):
    leaving.end_public_from = at(9)
    leaving.save()
    assert endings(article, at(9)) == []
    assert endings(article, at(8, 59)) == [leaving]


def test_appointments_of_others_and_those_without_an_end_are_not_offered(office):
    speaker, _held = make.holding("engineer", "Bo Berg")
    make.appointment(make.executive("Anna Lind"), office, None, LAST_DAY)
    draft = make.article()
    make.add_remark(draft, speaker)
    assert endings(draft) == []


def test_the_closing_of_a_department_that_the_release_names_is_offered():
    closing = make.department("Hydro", closed_on=LAST_DAY, closure="merged")
    make.department("Wind", closed_on=LAST_DAY, closure="merged")
    assert endings(make.article(departments=[closing])) == [closing]


def test_the_successor_in_a_post_that_somebody_leaves_is_offered(article, office):
    successor = make.appointment(make.executive("Bo Berg", hidden=True), office, date(2026, 6, 1), hidden=True)
    assert relations(article) == [successor]


def test_a_successor_whose_own_name_alone_is_hidden_is_offered_too(article, office):
    """Readers see an appointment only with its holder."""
    successor = make.appointment(make.executive("Bo Berg", hidden=True), office, date(2026, 6, 1))
    assert relations(article) == [successor]


def test_a_successor_whom_readers_know_is_not_offered(article, office):
    make.appointment(make.executive("Bo Berg"), office, date(2026, 6, 1))
    assert relations(article) == []


def test_where_nobody_leaves_no_successor_is_offered(office):
    holder = make.executive("Anna Lind")
    draft = make.article()
    make.add_remark(draft, holder, appointments=[make.appointment(holder, office, date(2020, 1, 1), date(2026, 5, 1))])
    holder.appointments.update(end_public_from=at(7))
    make.appointment(make.executive("Bo Berg", hidden=True), office, date(2026, 6, 1), hidden=True)
    assert relations(draft) == []


def test_another_hidden_appointment_of_the_speaker_is_offered(article, leaving):
    coming = make.appointment(leaving.executive, make.post("chair"), date(2026, 6, 1), hidden=True)
    assert relations(article) == [coming]


def test_what_the_release_names_is_not_offered_twice():
    speaker = make.executive("Anna Lind", hidden=True)
    held = make.appointment(speaker, make.post("chair"), hidden=True)
    draft = make.article()
    make.add_remark(draft, speaker, appointments=[held])
    assert relations(draft) == []


def test_what_follows_a_department_that_closes_is_offered():
    closing = make.department("Hydro", closed_on=LAST_DAY, closure="merged")
    following = make.department("Renewables", hidden=True)
    closing.successors.set([following, make.department("Wind")])
    assert relations(make.article(departments=[closing])) == [following]


def test_it_takes_as_many_queries_for_many_as_for_one(article, office):
    def queries() -> int:
        with when(8):
            _edition, composition = review.as_it_stands(article)
            with CaptureQueriesContext(connection) as captured:
                found = hidden_relations(composition, hidden_endings(composition, at(9)), at(9))
            assert found
            return len(captured)

    make.appointment(make.executive("Bo Berg", hidden=True), office, date(2026, 6, 1), hidden=True)
    before = queries()
    for number in range(4):
        speaker = make.executive(f"Speaker {number}")
        post = make.post(f"Post {number}", department=make.department(f"Department {number}"))
        held = make.appointment(speaker, post, None, LAST_DAY)
        make.add_remark(article, speaker, appointments=[held])
        make.appointment(make.executive(f"Next {number}", hidden=True), post, LAST_DAY, hidden=True)
    assert queries() == before
