"""The state of a release in words, as lists and forms show it to staff."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from articles import workflow
from articles.models import Article
from articles.status import Status, in_words, status_of
from tests.articles import factories as make
from tests.articles.factories import at, when

pytestmark = pytest.mark.django_db


def status(article: Article, hour: int) -> Status:
    with when(hour):
        return status_of([article])[article.pk]


def words(article: Article, hour: int) -> str:
    return status(article, hour).words()


def test_a_draft():
    article = make.article()
    assert words(article, 9) == "Draft"
    make.save(article, headline="Second")
    assert words(article, 9) == "Draft"


def test_a_scheduled_release_opens_by_itself():
    article = make.article()
    make.schedule(article, at(9), decided=at(6))
    assert words(article, 8) == "Scheduled for 4 May 2026, 09:00 (UTC)"
    assert words(article, 9) == "Live, edition 1"


def test_a_live_release_with_changes():
    article = make.release("First", at(6))
    assert words(article, 7) == "Live, edition 1"
    make.save(article, headline="Second")
    assert words(article, 7) == "Live, edition 1, unpublished changes"
    make.publish(article, at(8))
    assert words(article, 9) == "Live, edition 2"


def test_a_change_that_is_taken_back_is_none():
    article = make.release("First", at(6))
    make.save(article, headline="Second")
    make.save(article, headline="First")
    assert words(article, 7) == "Live, edition 1"


def test_a_live_release_with_an_update_that_waits():
    article = make.release("First", at(6))
    make.save(article, headline="Second")
    make.schedule(article, at(12), decided=at(7))
    assert words(article, 8) == "Live, edition 1, next edition scheduled for 4 May 2026, 12:00 (UTC)"
    make.save(article, headline="Third")
    assert words(article, 8).endswith("12:00 (UTC), unpublished changes")
    assert words(article, 12) == "Live, edition 2, unpublished changes"


def test_a_withdrawn_release():
    article = make.release("First", at(6))
    make.withdraw(article, at(8))
    assert words(article, 9) == "Withdrawn on 4 May 2026, 08:00 (UTC)"
    make.save(article, headline="Second")
    make.schedule(article, at(12), decided=at(9))
    waiting = "Withdrawn on 4 May 2026, 08:00 (UTC), next edition scheduled for 4 May 2026, 12:00 (UTC)"
    assert words(article, 10) == waiting
    assert words(article, 12) == "Live, edition 2"


def test_a_cancelled_release_is_a_draft_again():
    article = make.article()
    make.schedule(article, at(9), decided=at(6))
    with when(7):
        workflow.cancel(article, by=None, version=article.version)
    assert words(article, 8) == "Draft"


def test_cancelled_editions_are_not_counted():
    article = make.release("First", at(6))
    make.save(article, headline="Second")
    make.schedule(article, at(12), decided=at(7))
    make.publish(article, at(8), replace_pending=True)
    assert status(article, 9).number == 2


def test_an_edition_withdrawn_before_its_second_is_not_counted():
    article = make.release("First", at(6))
    make.save(article, headline="Second")
    make.schedule(article, at(12), decided=at(7))
    make.withdraw(article, at(12) - timedelta(milliseconds=500))
    make.publish(article, at(14))
    assert words(article, 15) == "Live, edition 2"


def test_the_parts_of_a_status():
    article = make.release("First", at(6))
    make.save(article, headline="Second")
    make.schedule(article, at(12), decided=at(7))
    found = status(article, 8)
    assert found.live is not None
    assert found.pending is not None
    assert (found.live.headline, found.pending.headline, found.withdrawn) == ("First", "Second", None)


def test_an_instant_is_written_in_the_organisation_s_zone_which_is_named(settings):
    settings.TIME_ZONE = "Europe/Oslo"
    assert in_words(at(7)) == "4 May 2026, 09:00 (Europe/Oslo)"
    assert in_words(at(7, 0, 30)) == "4 May 2026, 09:00:30 (Europe/Oslo)"


def test_the_words_are_said_in_the_language_of_the_desk():
    article = make.release("First", at(6))
    with translation.override("zh-hans"):
        assert words(article, 7) not in {"", "Live, edition 1"}


def test_the_same_number_of_queries_for_one_release_and_for_many():
    def queries(articles: list[Article]) -> int:
        with CaptureQueriesContext(connection) as captured, when(10):
            assert len(status_of(articles)) == len(articles)
        return len(captured)

    many = [make.release(f"{number}", at(6)) for number in range(5)]
    for article in many:
        make.save(article, standfirst="Changed")
    assert queries(many[:1]) == queries(many) == 2


def test_a_time_is_told_in_the_meetings_zone_too_where_clocks_differ(settings):
    settings.TIME_ZONE = "Europe/Oslo"
    there = make.meeting("Annual meeting", time_zone="Asia/Shanghai")
    same, near = make.meeting("Fair", time_zone="Europe/Zurich"), make.meeting("Summit", time_zone="Asia/Shanghai")
    article = make.article(meetings=[there, same, near])
    make.schedule(article, at(9), decided=at(6))
    assert words(article, 8) == "Scheduled for 4 May 2026, 11:00 (Europe/Oslo) / 17:00 (Asia/Shanghai)"


def test_a_time_on_another_day_elsewhere_is_told_with_its_day(settings):
    settings.TIME_ZONE = "Europe/Oslo"
    assert (
        in_words(at(20, 0, 5), ["Asia/Shanghai"])
        == "4 May 2026, 22:00:05 (Europe/Oslo) / 5 May 2026, 04:00:05 (Asia/Shanghai)"
    )
