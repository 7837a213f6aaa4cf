"""The switch that holds everything: quick to throw, and clear about what it does."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import workflow
from articles.models import Article, Edition, Hold, Restriction, Transition
from tests.articles import factories as make
from tests.articles.desk import LIST, NOBODY, VIEWER, said, signed_in, staff, texts_of
from tests.articles.factories import at, when

pytestmark = pytest.mark.django_db

PAGE = f"{LIST}hold/"


@pytest.fixture(autouse=True)
def _morning():
    with when(8):
        yield


@pytest.fixture
def desk():
    return signed_in(staff("Publisher"))


def waiting(headline: str = "Embargoed", opens: Any = None, **fields: Any) -> Article:
    article = make.article(headline, **fields)
    make.schedule(article, opens or at(9), decided=at(7))
    return article


def words(response: Any) -> str:
    """What the page says, without the banner above it."""
    page = texts_of(response).partition('id="content-main"')[2].partition("<footer")[0]
    page = re.sub(r'<details class="going-moves">.*?</details>', "", page, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_looking_changes_nothing_and_says_what_would_be_stopped(desk):
    waiting("Soon")
    shown = words(desk.get(PAGE))
    assert "This stops at once whatever is scheduled" in shown
    assert "What it stops 4 May 2026, 09:00 Soon" in shown
    assert not Hold.objects.exists()


def test_one_press_holds_everything(desk):
    waiting()
    answer = desk.post(PAGE, {"hold": "yes", "reason": "The board meets."}, follow=True)
    assert said(answer) == ["Everything is on hold."]
    assert "Everything is on hold." in texts_of(answer)
    held = Hold.objects.get()
    assert (held.active, held.reason, held.held_by.username) == (True, "The board meets.", "publisher")
    assert not Edition.objects.live(at(12)).exists()
    assert Transition.objects.filter(action="held", by=held.held_by).count() == 1


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_hold_needs_a_reason(desk, reason):
    answer = desk.post(PAGE, {"hold": "yes", "reason": reason})
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"reason"}
    assert not Hold.objects.exists()


@pytest.mark.parametrize("posted", [{}, {"reason": "No button"}, {"lift": "x"}, {"lift": "9" * 40}, {"lift": "²"}])
def test_what_is_no_press_of_a_button_changes_nothing(desk, posted):
    workflow.hold(by=None, reason="Wait")
    assert desk.post(PAGE, posted).status_code == 200
    assert Hold.current() is not None
    assert Hold.objects.count() == 1


def test_while_it_is_on_the_page_says_what_lifting_lets_out_and_what_missed_its_time(desk):
    waiting("Missed", at(9))
    waiting("Coming", at(12))
    workflow.hold(by=None, reason="Wait")
    with when(10):
        shown = words(desk.get(PAGE))
    assert "Missed its time, and needs a new one 4 May 2026, 09:00 Missed Missed its time" in shown
    assert "Goes out when the hold is lifted in time 4 May 2026, 12:00 Coming On hold" in shown


def test_lifting_takes_one_press_too_and_the_page_keeps_naming_what_missed_its_time(desk):
    waiting("Missed", at(9))
    waiting("Coming", at(12))
    held = workflow.hold(by=None, reason="Wait")
    with when(10):
        answer = desk.post(PAGE, {"lift": held.pk}, follow=True)
        shown = words(answer)
    assert said(answer) == ["The hold is lifted."]
    assert Hold.objects.get().lifted_by.username == "publisher"
    assert "Missed its time, and needs a new one 4 May 2026, 09:00 Missed" in shown
    assert "What it stops 4 May 2026, 12:00 Coming" in shown
    assert "Earlier holds 4 May 2026, 08:00 Wait By –; lifted by publisher on 4 May 2026, 10:00" in shown


def test_of_two_who_press_one_is_told(desk):
    workflow.hold(by=None, reason="Wait")
    answer = desk.post(PAGE, {"hold": "yes", "reason": "Me too"})
    assert answer.status_code == 409
    assert "Everything is on hold already." in texts_of(answer)
    assert Hold.objects.count() == 1


def test_lifting_a_hold_that_is_over_lifts_no_other(desk):
    first = workflow.hold(by=None, reason="One")
    workflow.lift(by=None)
    second = workflow.hold(by=None, reason="Two")
    answer = desk.post(PAGE, {"lift": first.pk})
    assert answer.status_code == 409
    assert "there is another one by now" in texts_of(answer)
    assert Hold.current() == second


def test_what_opens_by_a_date_of_its_own_is_said_not_to_be_stopped(desk):
    coming = make.meeting("Annual meeting", hidden=True)
    type(coming).objects.filter(pk=coming.pk).update(public_from=at(9, day=5))
    _speaker, ending = make.holding("chief executive", "Anna Ångström")
    type(ending).objects.filter(pk=ending.pk).update(end_public_from=at(10, day=5))
    shown = words(desk.get(PAGE))
    assert "What it does not stop" in shown
    assert "5 May 2026, 09:00 Annual meeting (2026) Meeting" in shown
    assert re.search(r"5 May 2026, 10:00 Anna Ångström – chief executive .*Appointment, its end", shown)


def test_what_is_restricted_to_others_is_stopped_and_not_named(desk):
    secret = waiting("Secret")
    Restriction.objects.create(translation_key=secret.translation_key).users.set([staff("Author")])
    assert "Nothing that you can see is scheduled." in words(desk.get(PAGE))
    answer = desk.post(PAGE, {"hold": "yes", "reason": "Stop"}, follow=True)
    assert "Secret" not in texts_of(answer)
    assert secret.editions.get().held_at is not None


@pytest.mark.parametrize(
    ("role", "look", "throw"),
    [
        ("Publisher", 200, 302),
        ("Administrator", 200, 302),
        ("Editor", 200, 403),
        ("Auditor", 200, 403),
        ("Author", 403, 403),
        ("Legal", 403, 403),
        (VIEWER, 403, 403),
        (NOBODY, 403, 403),
    ],
)
def test_who_may_look_and_who_may_throw_it(role: str, look: int, throw: int):
    client = signed_in(staff(role))
    assert client.get(PAGE).status_code == look
    assert client.post(PAGE, {"hold": "yes", "reason": "Stop"}).status_code == throw
    assert Hold.objects.exists() is (throw == 302)


def test_who_may_only_look_finds_no_button():
    desk = signed_in(staff("Auditor"))
    waiting()
    assert "<button" not in texts_of(desk.get(PAGE)).partition('id="content-main"')[2].partition("<footer")[0]
    workflow.hold(by=None, reason="Wait")
    assert "Lift the hold" not in texts_of(desk.get(PAGE))


def test_any_number_of_releases_takes_the_same_number_of_queries(desk):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get(PAGE)
        return len(captured)

    waiting("One", meetings=[make.meeting()])
    few = queries()
    for number in range(10):
        waiting(f"Number {number}", meetings=[make.meeting()])
    assert queries() == few
