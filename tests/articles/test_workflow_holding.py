"""Hold everything: while it is on nothing opens, and lifting it surprises nobody."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Barrier, Thread
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import workflow
from articles.models import Article, Edition, Hold, Meeting, Topic, Transition
from articles.workflow import Refused, Stale, holding
from people import clock
from people.models import Executive
from people.visibility import Generation
from tests.articles import factories as make
from tests.articles.factories import at, when
from tests.articles.reading import get, read

pytestmark = pytest.mark.django_db

MICROSECOND = timedelta(microseconds=1)
DAY = [at(hour, minute) for hour in range(24) for minute in (0, 30)]


def hold(hour: int = 8, minute: int = 0, second: int = 0, *, by: Any = None, reason: str = "The board meets.") -> Hold:
    with when(hour, minute, second):
        return workflow.hold(by=by, reason=reason)


def lift(hour: int, minute: int = 0, second: int = 0, *, by: Any = None) -> Hold:
    with when(hour, minute, second):
        return workflow.lift(by=by)


def waiting(headline: str = "Embargoed", opens: Any = None, **fields: Any) -> Article:
    """A release scheduled at seven for nine o'clock."""
    article = make.article(headline, **fields)
    make.schedule(article, opens or at(9), decided=at(7))
    return article


def opened(article: Article) -> list[Any]:
    """The half hours of the day at which readers may read the release."""
    return [moment for moment in DAY if article.editions.live(moment).exists()]


def actions(article: Article) -> list[str]:
    return list(article.transitions.order_by("pk").values_list("action", flat=True))


# Holding


def test_while_it_is_on_nothing_opens():
    articles = [waiting("One"), waiting("Two", at(11)), waiting("Three", at(23, 30))]
    held = hold(8)
    assert [opened(article) for article in articles] == [[], [], []]
    assert (held.active, held.held_at, held.reason) == (True, at(8), "The board meets.")
    for article in articles:
        edition = article.editions.get()
        assert (edition.held_at, edition.live_from, edition.live_until) == (at(8), None, None)
        assert actions(article) == ["scheduled", "held"]
        assert article.transitions.first().reason == "The board meets."


def test_what_is_live_stays_and_its_next_edition_waits():
    article = make.release("First", at(6))
    make.save(article, headline="Second")
    make.schedule(article, at(9), decided=at(7))
    hold(8)
    for moment in (at(8, 59), at(9), at(12)):
        assert Edition.objects.live(moment).get().headline == "First"
    assert Edition.objects.live(at(12)).get().first_published_at == at(6)


def test_neither_publishing_nor_scheduling_nor_rescheduling_gets_around_it():
    draft, planned = make.article("Draft"), waiting()
    hold(8)
    for attempt in (
        lambda: make.publish(draft, at(8, 10)),
        lambda: make.schedule(draft, at(9), decided=at(8, 10)),
        lambda: make.publish(planned, at(8, 10), replace_pending=True),
        lambda: make.schedule(planned, at(9), decided=at(8, 10), replace_pending=True),
        lambda: workflow.reschedule(planned, at(10), by=None, version=planned.version),
    ):
        with pytest.raises(Refused, match="on hold"), when(8, 10):
            attempt()
    assert [opened(draft), opened(planned)] == [[], []]
    assert planned.editions.get().opens_at == at(9)


def test_withdrawing_and_cancelling_stay_possible():
    live = make.release("First", at(6))
    make.save(live, headline="Second")
    make.schedule(live, at(9), decided=at(7))
    planned = waiting()
    hold(8)
    with when(8, 10):
        workflow.cancel(planned, by=None, version=planned.version)
        workflow.withdraw(live, by=None, version=live.version, reason="A figure was wrong.")
    lift(8, 20)
    assert not planned.editions.exists()
    assert [edition.headline for edition in live.editions.all()] == ["First"]
    assert opened(live)[-1] == at(8)


def test_nobody_who_is_writing_is_told_that_somebody_else_changed_the_text():
    """A hold contradicts nothing that is open in somebody's browser, so it raises no version."""
    article = waiting()
    version = article.version
    hold(8)
    lift(8, 10)
    article.refresh_from_db()
    assert article.version == version


@pytest.mark.parametrize(
    ("seconds", "goes_out"), [(0.0, True), (0.999999, True), (1.0, False), (1.5, False), (30.0, False)]
)
def test_what_opens_within_the_second_goes_out_and_nobody_claims_that_it_was_stopped(seconds, goes_out):
    article = waiting()
    with clock.at(at(9) - timedelta(seconds=seconds)):
        workflow.hold(by=None, reason="Too late?")
    assert (at(9) in opened(article)) is goes_out
    assert actions(article) == ["scheduled"] if goes_out else ["scheduled", "held"]


def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a decision begin two seconds before nine and be stored within the last."""
    readings = iter([at(8, 59, 58), at(8, 59, 59) + MICROSECOND])
    monkeypatch.setattr(holding, "clock", SimpleNamespace(latest=lambda: next(readings)))


def test_what_comes_within_its_second_while_many_are_being_stopped_goes_out_too(monkeypatch: pytest.MonkeyPatch):
    """Storing takes a while; the clock is read again before anything is claimed."""
    near, far = waiting("Near"), waiting("Far", at(10))
    slowly(monkeypatch)
    workflow.hold(by=None, reason="In a hurry")
    monkeypatch.undo()
    assert (at(9) in opened(near), opened(far)) == (True, [])
    assert [actions(near), actions(far)] == [["scheduled"], ["scheduled", "held"]]


def test_what_is_live_already_is_no_longer_counted_as_waiting():
    article = waiting()
    hold(10)
    assert actions(article) == ["scheduled"]
    assert not article.editions.get().pending
    assert opened(article)[0] == at(9)


# What readers see


PAGES = ("/", "/news/", "/news.json", "/meetings/", "/people/", "/topics/", "/departments/")


def secrets_of(moment: Any) -> dict[str, bool]:
    """The public lists that tell of the secret at that instant, asked with the indexes warm."""
    with clock.at(moment):
        return {page: "Nightingale" in get(page).content.decode() for page in PAGES}


def test_readers_find_nothing_of_what_is_held_on_any_page():
    congress = make.meeting("Nightingale congress", hidden=True)
    speaker = make.executive("Nora Nightingale", hidden=True)
    article = make.article("Nightingale is ours", meetings=[congress], topics=["Nightingale"])
    make.add_remark(article, speaker)
    make.save(article)
    make.schedule(article, at(9), decided=at(7))
    make.release("Something old", at(6))
    edition = article.editions.get()
    assert not any(secrets_of(at(8)).values())
    hold(8, 30)
    article.refresh_from_db()
    for moment in (at(8, 31), at(9), at(9, 0, 1), at(15)):
        assert not any(secrets_of(moment).values())
        with clock.at(moment):
            for address in (
                "/news/nightingale-is-ours/",
                "/news/nightingale-is-ours.json",
                "/meetings/nightingale-congress/",
                "/people/nora-nightingale/",
                "/topics/nightingale/",
                "/news/?topic=nightingale",
            ):
                assert "Nightingale" not in Client().get(address).content.decode()
    for model in (Meeting, Executive, Topic):
        assert not model.objects.public(at(15)).exists()
    assert edition.article.first_public() is None


def test_an_index_that_was_warm_at_the_second_itself_does_not_open_it():
    """The process knew beforehand when the edition opens; it must not go by that."""
    waiting("Nightingale is ours")
    make.release("Something old", at(6))
    with when(8, 59, 50):
        assert "Nightingale" not in read("/news/").html
    hold(8, 59, 55)
    with when(9):
        assert "Nightingale" not in read("/news/").html
    lift(9, 0, 5)
    with when(9, 0, 5):
        assert "Nightingale" not in read("/news/").html


def test_what_a_held_edition_reveals_stays_hidden_unless_another_release_shows_it():
    secret, shared = make.meeting("Secret", hidden=True), make.meeting("Shared", hidden=True)
    waiting(meetings=[secret, shared])
    make.release("Says it already", at(6), meetings=[shared])
    hold(8)
    assert list(Meeting.objects.public(at(12))) == [shared]
    lift(8, 30)
    assert list(Meeting.objects.public(at(8, 59))) == [shared]
    assert set(Meeting.objects.public(at(9))) == {secret, shared}


def test_an_ending_that_a_held_edition_tells_stays_untold():
    speaker, held = make.holding("chief executive", "Anna Ångström", ended_on=date(2026, 6, 30))
    article = make.article()
    make.add_remark(article, speaker)
    make.save(article)
    make.schedule(article, at(9), decided=at(7), endings=[held])
    hold(8)
    held.refresh_from_db()
    assert held.shown_end(at(12)) is None
    lift(8, 30)
    held.refresh_from_db()
    assert (held.shown_end(at(8, 59)), held.shown_end(at(9))) == (None, date(2026, 6, 30))


def test_a_row_that_a_held_edition_reveals_can_still_be_edited():
    secret = make.meeting("Secret", hidden=True)
    waiting(meetings=[secret])
    hold(8)
    secret.refresh_from_db()
    with when(8, 10):
        secret.full_clean()


def test_a_row_that_a_held_edition_counts_on_cannot_be_hidden():
    """It is public by its own date before the edition opens, so the edition does not reveal it."""
    congress = make.meeting("Congress")
    waiting(meetings=[congress])
    hold(8)
    congress.public_from = None
    with when(8, 10), pytest.raises(ValidationError, match="cannot be hidden"):
        congress.full_clean()


# Lifting


def test_lifting_lets_out_what_is_to_come_and_leaves_what_missed_its_time():
    missed, coming = waiting("Missed"), waiting("Coming", at(11))
    hold(8)
    lifted = lift(10)
    assert (lifted.active, lifted.lifted_at) == (False, at(10))
    assert opened(missed) == []
    assert opened(coming)[0] == at(11)
    assert [actions(missed), actions(coming)] == [["scheduled", "held"], ["scheduled", "held", "resumed"]]
    assert Hold.current() is None


@pytest.mark.parametrize(("seconds", "goes_out"), [(0.999999, False), (1.0, True)])
def test_what_is_within_its_second_as_the_hold_is_lifted_has_missed_it(seconds, goes_out):
    article = waiting()
    hold(8)
    with clock.at(at(9) - timedelta(seconds=seconds)):
        workflow.lift(by=None)
    assert (at(9) in opened(article)) is goes_out


def test_what_misses_its_second_while_the_hold_is_being_lifted_stays(monkeypatch: pytest.MonkeyPatch):
    near, far = waiting("Near"), waiting("Far", at(10))
    hold(8)
    slowly(monkeypatch)
    workflow.lift(by=None)
    monkeypatch.undo()
    assert (opened(near), at(10) in opened(far)) == ([], True)
    assert near.editions.get().held_at == at(8)
    assert [actions(near)[-1], actions(far)[-1]] == ["held", "resumed"]


def test_what_missed_its_time_is_given_another_or_cancelled_or_published():
    articles = [waiting(name) for name in ("Later", "Never", "At once")]
    hold(8)
    lift(10)
    later, never, at_once = articles
    with when(10, 10):
        workflow.reschedule(later, at(12), by=None, version=later.version)
        workflow.cancel(never, by=None, version=never.version)
    make.publish(at_once, at(10, 15), replace_pending=True)
    assert opened(later)[0] == at(12)
    assert opened(never) == []
    assert opened(at_once)[0] == at(10, 30)


def test_a_second_hold_leaves_alone_what_the_first_made_miss_its_time():
    missed = waiting()
    hold(8)
    lift(10)
    hold(11)
    lift(12)
    assert opened(missed) == []
    assert missed.editions.get().held_at == at(8)
    assert actions(missed) == ["scheduled", "held"]


def test_an_address_is_not_lost_to_a_hold():
    article = waiting("Nightingale is ours")
    hold(8)
    lift(8, 30)
    with when(9):
        assert get("/news/nightingale-is-ours/").status_code == 200
    article.refresh_from_db()
    assert article.slug == "nightingale-is-ours"


# Who, and how many at once


@pytest.fixture
def somebody(db):
    user = make.press_officer(name="holder")
    user.user_permissions.add(Permission.objects.get(codename="hold_article"))
    return type(user).objects.get(pk=user.pk)


def test_it_takes_the_right_and_a_reason(somebody):
    bystander = make.press_officer(name="bystander")
    with pytest.raises(Refused, match="no right"):
        hold(by=bystander)
    with pytest.raises(Refused, match="Say why"):
        hold(by=somebody, reason="  ")
    hold(by=somebody)
    with pytest.raises(Refused, match="no right"):
        lift(9, by=bystander)
    assert lift(9, by=somebody).lifted_by == somebody
    assert Transition.objects.filter(action="published").count() == 0


def test_there_is_one_hold_at_a_time():
    hold(8)
    with pytest.raises(Refused, match="already"):
        hold(8, 10, reason="Another")
    lift(9)
    with pytest.raises(Refused, match="Nothing is on hold"):
        lift(9, 10)
    hold(10)
    assert Hold.objects.count() == 2


def test_a_button_that_lifts_lifts_the_hold_that_it_showed():
    first = hold(8)
    lift(8, 10)
    second = hold(8, 20, reason="Another")
    with pytest.raises(Stale, match="another one by now"), when(8, 30):
        workflow.lift(by=None, number=first.pk)
    assert Hold.current() == second


def beaten_by(monkeypatch: pytest.MonkeyPatch, other: Any) -> None:
    """Let ``other`` happen whole just before the next transaction gets the lock that it waits for."""
    lock = Generation.lock

    def late() -> None:
        monkeypatch.setattr(Generation, "lock", lock)
        other()
        lock()

    monkeypatch.setattr(Generation, "lock", late)


def test_of_two_who_press_at_once_one_holds(monkeypatch: pytest.MonkeyPatch):
    beaten_by(monkeypatch, hold)
    with pytest.raises(Refused, match="already"):
        hold()


def test_what_is_scheduled_while_the_hold_waits_for_its_turn_is_stopped(monkeypatch: pytest.MonkeyPatch):
    article = make.article()
    beaten_by(monkeypatch, lambda: make.schedule(article, at(9), decided=at(8)))
    hold()
    assert opened(article) == []


@pytest.mark.parametrize("how", ["schedule", "publish"])
def test_what_waits_for_its_turn_while_everything_is_held_is_refused(monkeypatch: pytest.MonkeyPatch, how: str):
    article = make.article()
    beaten_by(monkeypatch, hold)
    moves = {
        "schedule": lambda: make.schedule(article, at(9), decided=at(8)),
        "publish": lambda: make.publish(article, at(8)),
    }
    with pytest.raises(Refused, match="on hold"):
        moves[how]()
    assert opened(article) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite's test database is one connection's alone")
@pytest.mark.parametrize("attempt", range(5))
def test_none_slips_through_between_two_connections(attempt: int):
    assert connection.vendor == "postgresql"
    articles = [make.article(f"Number {number}") for number in range(4)]
    soon = clock.latest() + timedelta(hours=1)
    together = Barrier(len(articles) + 2)
    refused: list[str] = []

    def take_part(move: Any) -> None:
        together.wait()
        try:
            move()
        except Refused as reason:
            refused.append(str(reason))
        finally:
            connection.close()

    moves: list[Any] = [lambda: workflow.hold(by=None, reason="Stop")] * 2
    moves += [lambda article=article: workflow.schedule(article, soon, by=None, version=1) for article in articles]
    threads = [Thread(target=take_part, args=(move,)) for move in moves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert Hold.objects.count() == 1
    assert not Edition.objects.live(soon).exists()
    assert Edition.objects.filter(held_at__isnull=False).count() + len(refused) == len(articles) + 1


def test_what_opened_by_itself_long_ago_makes_no_hold_slower():
    """Nobody touches most releases again after they were scheduled."""

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            hold(12)
        lift(13)
        return len(found)

    waiting("First")
    hold(10)
    lift(11)
    before = queries()
    for number in range(5):
        waiting(f"Release {number}")
    assert Edition.objects.filter(pending=True).count() >= 5
    assert queries() == before
