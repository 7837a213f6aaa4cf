"""``retime``: from decisions about time to the bounds that readers are held to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import timing, workflow
from articles.models import Article, Edition, Reveal
from articles.workflow import Refused
from people import clock
from tests.articles import factories as make
from tests.articles.factories import at, when

pytestmark = pytest.mark.django_db


def decided(article: Article, *decisions: tuple[datetime, datetime | None]) -> list[Edition]:
    """Editions with these decisions (opens at, withdrawn at), and no bounds yet."""
    source = article.snapshots.get()
    return [
        Edition.objects.create(
            article=article,
            source=source,
            language="en",
            type="news",
            headline=f"{place}",
            record={},
            opens_at=opens,
            withdrawn_at=withdrawn,
            withdrawal_reason="A figure was wrong." if withdrawn else "",
            pending=False,
        )
        for place, (opens, withdrawn) in enumerate(decisions)
    ]


def bounds(article: Article) -> list[tuple[datetime | None, datetime | None, datetime | None]]:
    return list(article.editions.order_by("opens_at").values_list("live_from", "live_until", "first_published_at"))


def test_an_edition_is_live_until_the_next_one_opens():
    article = make.article()
    decided(article, (at(9), None), (at(11), None), (at(10), None))
    timing.retime(article, at(8))
    assert bounds(article) == [(at(9), at(10), at(9)), (at(10), at(11), at(9)), (at(11), None, at(9))]


def test_a_withdrawal_ends_an_edition_and_leaves_a_gap():
    article = make.article()
    decided(article, (at(9), at(10)), (at(12), None))
    timing.retime(article, at(8))
    assert bounds(article) == [(at(9), at(10), at(9)), (at(12), None, at(9))]


def test_a_withdrawal_after_the_next_edition_has_opened_changes_nothing_before():
    article = make.article()
    decided(article, (at(9), at(12)), (at(10), None))
    timing.retime(article, at(8))
    assert bounds(article) == [(at(9), at(10), at(9)), (at(10), None, at(9))]


def test_bounds_may_cross_on_their_way():
    """An edition may take the place of another before that one has moved; the database would refuse that."""
    article = make.article()
    first, second = decided(article, (at(9), None), (at(10), None))
    timing.retime(article, at(8))
    Edition.objects.filter(pk=second.pk).update(opens_at=at(12))
    timing.retime(article, at(8))
    assert bounds(article) == [(at(9), at(12), at(9)), (at(12), None, at(9))]
    Edition.objects.filter(pk=first.pk).update(opens_at=at(14))
    timing.retime(article, at(8))
    assert bounds(article) == [(at(12), at(14), at(12)), (at(14), None, at(12))]
    assert Edition.objects.live(at(13)).get() == second


def test_the_first_edition_to_open_dates_them_all():
    article = make.article()
    first, _second = decided(article, (at(9), None), (at(10), None))
    timing.retime(article, at(8))
    first.delete()
    timing.retime(article, at(8))
    assert bounds(article) == [(at(10), None, at(10))]


def test_doing_it_again_changes_nothing():
    article = make.article()
    decided(article, (at(9), at(10)), (at(12), None))
    timing.retime(article, at(8))
    before = list(article.editions.order_by("pk").values())
    timing.retime(article, at(13))
    assert [{**row, "retimed_in": 0} for row in article.editions.order_by("pk").values()] == [
        {**row, "retimed_in": 0} for row in before
    ]


def test_other_releases_are_left_alone():
    article, other = make.article(), make.release("Other", at(6))
    before = list(other.editions.values())
    decided(article, (at(9), None))
    timing.retime(article, at(8))
    assert list(other.editions.values()) == before


@pytest.fixture
def _at_six():
    with when(6):
        yield


@pytest.mark.usefixtures("_at_six")
def test_a_revealed_row_opens_with_the_earliest_edition_that_reveals_it():
    secret = make.meeting(hidden=True)
    kind = ContentType.objects.get_for_model(secret)
    first, second = make.article("First"), make.article("Second")
    for article, opens in ((first, at(9)), (second, at(7))):
        (edition,) = decided(article, (opens, None))
        Reveal.objects.create(edition=edition, content_type=kind, object_id=secret.pk)
        timing.retime(article, at(6))
    secret.refresh_from_db()
    assert secret.revealed_from == at(7)
    assert (secret.slug, secret.slug_opens_at) == ("summary-meeting", at(7))


@pytest.mark.usefixtures("_at_six")
def test_a_row_formerly_revealed_is_hidden_again():
    secret = make.meeting(hidden=True)
    article = make.article()
    (edition,) = decided(article, (at(9), None))
    reveal = Reveal.objects.create(
        edition=edition, content_type=ContentType.objects.get_for_model(secret), object_id=secret.pk
    )
    timing.retime(article, at(6))
    gone = timing.revealed_rows(article)
    reveal.delete()
    timing.retime(article, at(6), gone)
    secret.refresh_from_db()
    assert (secret.revealed_from, secret.slug) == (None, None)


# Any sequence of transitions, against the simplest model of what was decided


HOURS = st.integers(1, 30)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["publish", "schedule", "reschedule", "cancel", "withdraw", "replace"]),
        st.integers(0, 8),
        HOURS,
    ),
    min_size=1,
    max_size=9,
)


class Plan:
    """What readers should see, kept as plainly as can be: what has happened, and at most one thing to come."""

    def __init__(self) -> None:
        self.happened: list[tuple[datetime, str | None]] = []
        self.waits: tuple[datetime, str] | None = None

    def settle(self, now: datetime) -> None:
        if self.waits and self.waits[0] <= now:
            self.happened.append(self.waits)
            self.waits = None

    def showing(self, moment: datetime) -> str | None:
        shown = None
        for instant, headline in [*self.happened, *([self.waits] if self.waits else [])]:
            if instant <= moment:
                shown = headline
        return shown


def attempt(article: Article, plan: Plan, step: str, now: datetime, opens: datetime, headline: str) -> None:
    """Try one transition on the release, and note in the plan what it should do. Refusals leave both as they are."""
    options: Any = {"by": None, "version": article.version}
    if step == "publish":
        workflow.publish(article, **options)
        plan.happened.append((now, headline))
    elif step == "schedule":
        workflow.schedule(article, opens, **options)
        plan.waits = (opens, headline)
    elif step == "replace":
        workflow.schedule(article, opens, replace_pending=True, **options)
        plan.waits = (opens, headline)
    elif step == "reschedule":
        workflow.reschedule(article, opens, **options)
        assert plan.waits is not None
        plan.waits = (opens, plan.waits[1])
    elif step == "cancel":
        workflow.cancel(article, **options)
        plan.waits = None
    else:
        workflow.withdraw(article, reason="A figure was wrong.", **options)
        plan.happened.append((now, None))
        plan.waits = None


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_sequence_of_transitions_shows_what_was_decided(steps):
    article, plan, now = make.article("0"), Plan(), at(0)
    for place, (step, pause, ahead) in enumerate(steps, 1):
        now += timedelta(hours=pause, minutes=1)
        plan.settle(now)
        make.save(article, headline=f"{place}")
        with clock.at(now):
            try:
                attempt(article, plan, step, now, now + timedelta(hours=ahead), f"{place}")
            except Refused:
                article.refresh_from_db()
        walk(article, plan, until=now + timedelta(hours=32))


def walk(article: Article, plan: Plan, until: datetime) -> None:
    """Compare what is live with the plan at every decided instant, around it, and in between."""
    instants = {instant for instant, _headline in plan.happened} | ({plan.waits[0]} if plan.waits else set())
    moments = {instant + timedelta(microseconds=off) for instant in instants for off in (-1, 0, 1)}
    for moment in sorted({*moments, at(0), until, *(instant + timedelta(minutes=30) for instant in instants)}):
        live = [edition.headline for edition in Edition.objects.live(moment).filter(article=article)]
        expected = plan.showing(moment)
        assert live == ([] if expected is None else [expected]), moment
