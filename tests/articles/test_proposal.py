"""What publishing would do, told to the editor before it is done."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from articles.models import Article, Edition
from articles.proposal import Proposal, propose
from people.models import Generation
from tests.articles import factories as make
from tests.articles.factories import at, when

pytestmark = pytest.mark.django_db


def proposal(article: Article, opens: datetime | None = None) -> Proposal:
    with when(8):
        return propose(article, opens)


def test_a_good_release_has_nothing_to_be_told():
    speaker, _held = make.holding("managing director", "Anna")
    article = make.article(standfirst="In short.", meetings=[make.meeting()], dateline_date=date(2026, 5, 4))
    make.add_remark(article, speaker)
    make.save(article)
    found = proposal(article)
    assert (found.errors, found.warnings, found.reveals, found.next_number) == ([], [], [], 1)


def test_what_is_on_the_checklist_is_told():
    found = proposal(make.article("  ", text="", type="results"))
    assert found.errors[0] == "The release has no headline."
    assert found.errors[-1].startswith("A release of this type carries a caution")
    assert found.warnings[0].startswith("There is no standfirst")


def test_looking_changes_nothing():
    article = make.release("First", at(6), said=[(make.executive(hidden=True), "Thanks.")])
    before = (Edition.objects.count(), Generation.current(), article.snapshots.count())
    proposal(article)
    assert (Edition.objects.count(), Generation.current(), article.snapshots.count()) == before


def test_hidden_rows_that_would_become_public_with_it():
    secret, known = make.meeting("Merger", hidden=True), make.meeting("Fair")
    assert proposal(make.article(meetings=[secret, known], topics=["Fish"])).reveals == [secret, make.topic("Fish")]


def test_rows_that_will_be_public_by_then_are_not_revealed():
    announced = make.meeting("Congress", hidden=True)
    announced.public_from = at(10)
    announced.save()
    article = make.article(meetings=[announced])
    assert proposal(article).reveals == [announced]
    assert proposal(article, at(9)).reveals == [announced]
    assert proposal(article, at(10)).reveals == []


def test_rows_that_another_release_reveals_before_are_not_named_again():
    secret = make.meeting("Merger", hidden=True)
    make.schedule(make.article("Other", meetings=[secret]), at(9), decided=at(6))
    article = make.article(meetings=[secret])
    assert proposal(article, at(8, 30)).reveals == [secret]
    assert proposal(article, at(9)).reveals == []


def test_the_next_number_counts_what_went_live():
    article = make.release("First", at(6))
    make.save(article, headline="Second")
    make.schedule(article, at(12), decided=at(7))
    assert proposal(article).next_number == 2
