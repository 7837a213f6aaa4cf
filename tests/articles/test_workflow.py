"""The public life of a release: what each transition does to what readers see at every instant."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from articles import workflow
from articles.models import Article, Edition, Reveal, Snapshot, Transition
from articles.workflow import PendingExists, Refused, Stale
from people import clock
from people.merging import merge
from tests.articles import factories as make
from tests.articles.factories import at, when

pytestmark = pytest.mark.django_db

MICROSECOND = timedelta(microseconds=1)
A_DAY_BEFORE, A_DAY_AFTER = at(0, day=3), at(0, day=6)


def seen(article: Article) -> list[tuple[datetime | None, str | None]]:
    """What readers see over three days: from when (None: from the start), and which headline (None: nothing).

    Looks through ``.live()`` every half hour and just before, at and just after every stored bound, and fails where
    two editions are live at once.
    """
    moments = {A_DAY_BEFORE + timedelta(minutes=30 * step) for step in range(3 * 24 * 2)}
    for edition in article.editions.all():
        for bound in (edition.opens_at, edition.live_from, edition.live_until, edition.withdrawn_at):
            if bound is not None:
                moments |= {bound - MICROSECOND, bound, bound + MICROSECOND}
    found: list[tuple[datetime | None, str | None]] = []
    for moment in sorted(moments):
        headlines = [edition.headline for edition in Edition.objects.live(moment).filter(article=article)]
        assert len(headlines) <= 1, f"{headlines} are live together at {moment}"
        headline = headlines[0] if headlines else None
        if not found:
            found.append((None, headline))
        elif found[-1][1] != headline:
            found.append((moment, headline))
    return found


def log(article: Article) -> list[tuple[str, datetime, datetime]]:
    """The log, oldest line first: what, decided when, effective when."""
    return [(row.action, row.at, row.effective_at) for row in article.transitions.order_by("pk")]


def state_of(article: Article) -> object:
    """Everything that a transition writes."""
    return (
        Article.objects.filter(pk=article.pk).values_list("version", "slug", "wanted_slug", "slug_opens_at").get(),
        list(article.editions.order_by("pk").values()),
        list(Reveal.objects.order_by("pk").values("edition", "content_type", "object_id")),
        list(article.transitions.order_by("pk").values()),
        Snapshot.objects.filter(article=article).count(),
    )


# One release, one edition


def test_a_draft_is_seen_by_nobody():
    assert seen(make.article()) == [(None, None)]


def test_publishing_shows_the_release_from_that_instant_on():
    article = make.article("First")
    edition = make.publish(article, at(9))
    assert seen(article) == [(None, None), (at(9), "First")]
    assert (edition.live_from, edition.live_until, edition.first_published_at) == (at(9), None, at(9))


def test_scheduling_shows_nothing_until_its_second():
    article = make.article("First")
    make.schedule(article, at(9), decided=at(7))
    assert seen(article) == [(None, None), (at(9), "First")]


def test_editing_a_live_release_changes_nothing_for_readers_until_it_is_published_again():
    article = make.release("First", at(9))
    make.save(article, headline="Second")
    assert seen(article) == [(None, None), (at(9), "First")]
    make.publish(article, at(10))
    assert seen(article) == [(None, None), (at(9), "First"), (at(10), "Second")]


def test_a_new_edition_keeps_the_date_of_first_publication():
    article = make.release("First", at(9))
    make.save(article, headline="Second")
    assert make.publish(article, at(10)).first_published_at == at(9)


def test_two_publications_in_one_instant_follow_each_other():
    article = make.release("First", at(9))
    make.save(article, headline="Second")
    second = make.publish(article, at(9))
    assert second.live_from == at(9) + MICROSECOND
    assert seen(article)[-1] == (at(9) + MICROSECOND, "Second")


# The sequences that leave two live editions, none, or a gap when bounds are written piecemeal


def test_schedule_then_correct():
    """A correction before the hour replaces what waits; readers see the corrected text only."""
    article = make.article("With an error")
    make.schedule(article, at(9), decided=at(7))
    make.save(article, headline="Corrected")
    make.schedule(article, at(9), decided=at(8), replace_pending=True)
    assert seen(article) == [(None, None), (at(9), "Corrected")]
    assert article.editions.count() == 1


def test_schedule_then_correct_for_another_hour():
    article = make.article("With an error")
    make.schedule(article, at(9), decided=at(7))
    make.save(article, headline="Corrected")
    make.schedule(article, at(11), decided=at(8), replace_pending=True)
    assert seen(article) == [(None, None), (at(11), "Corrected")]


def test_schedule_then_correct_at_once():
    article = make.article("With an error")
    make.schedule(article, at(9), decided=at(7))
    make.save(article, headline="Corrected")
    make.publish(article, at(8), replace_pending=True)
    assert seen(article) == [(None, None), (at(8), "Corrected")]


def test_schedule_then_cancel():
    article = make.article("First")
    make.schedule(article, at(9), decided=at(7))
    with when(8):
        workflow.cancel(article, by=None, version=article.version)
    assert seen(article) == [(None, None)]
    assert article.slug is None


def test_schedule_then_cancel_then_publish():
    article = make.article("First")
    make.schedule(article, at(9), decided=at(7))
    with when(8):
        workflow.cancel(article, by=None, version=article.version)
    edition = make.publish(article, at(12))
    assert seen(article) == [(None, None), (at(12), "First")]
    assert edition.first_published_at == at(12)


def test_reschedule_earlier():
    article = make.article("First")
    make.schedule(article, at(12), decided=at(7))
    with when(8):
        workflow.reschedule(article, at(9), by=None, version=article.version)
    assert seen(article) == [(None, None), (at(9), "First")]


def test_reschedule_later():
    article = make.article("First")
    make.schedule(article, at(9), decided=at(7))
    with when(8):
        edition = workflow.reschedule(article, at(18), by=None, version=article.version)
    edition.refresh_from_db()
    assert seen(article) == [(None, None), (at(18), "First")]
    assert edition.first_published_at == at(18)


def test_rescheduling_keeps_the_text_that_waits():
    article = make.article("As scheduled")
    make.schedule(article, at(9), decided=at(7))
    make.save(article, headline="Edited since")
    with when(8):
        workflow.reschedule(article, at(10), by=None, version=article.version)
    assert seen(article) == [(None, None), (at(10), "As scheduled")]


def test_reschedule_an_update_earlier_and_later():
    article = make.release("First", at(6))
    make.save(article, headline="Second")
    make.schedule(article, at(12), decided=at(7))
    for decided, opens in ((at(8), at(9)), (at(8, 30), at(20)), (at(8, 40), at(10))):
        with clock.at(decided):
            workflow.reschedule(article, opens, by=None, version=article.version)
        assert seen(article) == [(None, None), (at(6), "First"), (opens, "Second")]


def test_correct_live_then_cancel():
    """A scheduled update that is cancelled leaves the live edition as if it had never been."""
    article = make.release("First", at(6))
    make.save(article, headline="Second")
    make.schedule(article, at(12), decided=at(7))
    assert seen(article) == [(None, None), (at(6), "First"), (at(12), "Second")]
    with when(8):
        workflow.cancel(article, by=None, version=article.version)
    assert seen(article) == [(None, None), (at(6), "First")]
    assert article.editions.get().live_until is None


def test_withdraw_while_pending():
    """The waiting edition goes too: nothing comes back by itself after a withdrawal."""
    article = make.release("First", at(6))
    make.save(article, headline="Second")
    make.schedule(article, at(12), decided=at(7))
    make.withdraw(article, at(8))
    assert seen(article) == [(None, None), (at(6), "First"), (at(8), None)]
    assert not article.editions.filter(pending=True).exists()


def test_withdraw_in_the_last_second_before_the_waiting_edition_opens():
    """Too late to cancel it, but never too late to withdraw: it is taken back before its second."""
    secret = make.meeting("Merger", hidden=True)
    article = make.release("First", at(6))
    article.meetings.add(secret)
    make.save(article, headline="Second")
    make.schedule(article, at(12), decided=at(7), change_note="Never told")
    last = at(12) - timedelta(milliseconds=500)
    make.withdraw(article, last)
    assert seen(article) == [(None, None), (at(6), "First"), (last, None)]
    secret.refresh_from_db()
    assert secret.first_public() is None
    assert [edition.headline for edition in article.editions.opened(at(13))] == ["First"]
    make.save(article, headline="Third")
    make.publish(article, at(14))
    numbered = article.editions.live(at(15)).numbered().get()
    assert (numbered.headline, numbered.number) == ("Third", 2)
    assert [edition.headline for edition in article.editions.opened(at(15))] == ["Third", "First"]


def test_withdraw_after_the_waiting_edition_has_opened():
    article = make.release("First", at(6))
    make.save(article, headline="Second")
    make.schedule(article, at(12), decided=at(7))
    make.withdraw(article, at(13))
    assert seen(article) == [(None, None), (at(6), "First"), (at(12), "Second"), (at(13), None)]


def test_withdraw_then_publish_again():
    article = make.release("First", at(6))
    make.withdraw(article, at(8))
    make.save(article, headline="Second")
    edition = make.publish(article, at(10))
    assert seen(article) == [(None, None), (at(6), "First"), (at(8), None), (at(10), "Second")]
    assert edition.first_published_at == at(6)


def test_withdraw_then_schedule_then_cancel():
    article = make.release("First", at(6))
    make.withdraw(article, at(8))
    make.save(article, headline="Second")
    make.schedule(article, at(12), decided=at(9))
    assert seen(article) == [(None, None), (at(6), "First"), (at(8), None), (at(12), "Second")]
    with when(10):
        workflow.cancel(article, by=None, version=article.version)
    assert seen(article) == [(None, None), (at(6), "First"), (at(8), None)]


def test_an_edition_that_opened_by_itself_no_longer_waits():
    article = make.article("First")
    make.schedule(article, at(9), decided=at(7))
    make.save(article, headline="Second")
    make.publish(article, at(10))
    assert seen(article) == [(None, None), (at(9), "First"), (at(10), "Second")]


def test_a_long_life_has_no_gap_and_no_overlap():
    article = make.article("1")
    make.schedule(article, at(9), decided=at(6))
    with when(7):
        workflow.reschedule(article, at(8), by=None, version=article.version)
    make.save(article, headline="2")
    make.schedule(article, at(10), decided=at(9))
    make.save(article, headline="3")
    make.publish(article, at(9, 30), replace_pending=True)
    make.withdraw(article, at(11))
    make.save(article, headline="4")
    make.publish(article, at(12))
    make.save(article, headline="5")
    make.schedule(article, at(14), decided=at(13))
    assert seen(article) == [
        (None, None),
        (at(8), "1"),
        (at(9, 30), "3"),
        (at(11), None),
        (at(12), "4"),
        (at(14), "5"),
    ]


# What is refused


def test_publishing_while_an_edition_waits_asks_first():
    article = make.release("First", at(6))
    make.save(article, headline="Second")
    make.schedule(article, at(12), decided=at(7))
    make.save(article, headline="Third")
    before = state_of(article)
    with when(8):
        with pytest.raises(PendingExists):
            workflow.publish(article, by=None, version=article.version)
        assert state_of(article) == before
        workflow.publish(article, by=None, version=article.version, replace_pending=True)
    assert seen(article) == [(None, None), (at(6), "First"), (at(8), "Third")]


def test_scheduling_while_an_edition_waits_asks_first():
    article = make.article("First")
    make.schedule(article, at(9), decided=at(7))
    before = state_of(article)
    with when(8), pytest.raises(PendingExists):
        workflow.schedule(article, at(10), by=None, version=article.version)
    assert state_of(article) == before


@pytest.mark.parametrize("opens", [at(8), at(8) - MICROSECOND, at(8, year=1999)])
def test_a_schedule_in_the_past_is_refused(opens):
    article = make.article()
    before = state_of(article)
    with when(8), pytest.raises(Refused, match="has passed"):
        workflow.schedule(article, opens, by=None, version=article.version)
    assert state_of(article) == before


def test_rescheduling_to_the_past_is_refused():
    article = make.article()
    make.schedule(article, at(9), decided=at(7))
    before = state_of(article)
    with when(8), pytest.raises(Refused, match="has passed"):
        workflow.reschedule(article, at(7, 59), by=None, version=article.version)
    assert state_of(article) == before


def test_a_schedule_needs_a_time_zone():
    article = make.article()
    with when(8), pytest.raises(ValueError, match="time zone"):
        workflow.schedule(article, datetime(2026, 5, 4, 9), by=None, version=article.version)  # noqa: DTZ001


TRANSITIONS: dict[str, Any] = {
    "publish": lambda article, **who: workflow.publish(article, replace_pending=True, **who),
    "schedule": lambda article, **who: workflow.schedule(article, at(18), replace_pending=True, **who),
    "reschedule": lambda article, **who: workflow.reschedule(article, at(18), **who),
    "cancel": workflow.cancel,
    "withdraw": lambda article, **who: workflow.withdraw(article, reason="A figure was wrong.", **who),
}
every_transition = pytest.mark.parametrize("transition", TRANSITIONS.values(), ids=TRANSITIONS)


@pytest.fixture
def live_and_waiting() -> Article:
    """A release on which every transition is possible."""
    article = make.release("First", at(6))
    make.save(article, headline="Second")
    make.schedule(article, at(12), decided=at(7))
    return make.approve(article)


@every_transition
def test_every_transition_is_possible_for_who_may_publish(transition, live_and_waiting):
    officer = make.press_officer()
    with when(8):
        transition(live_and_waiting, by=officer, version=live_and_waiting.version)
    assert live_and_waiting.transitions.first().by == officer


@every_transition
@pytest.mark.parametrize("who", ["an editor", "nobody", "a dismissed officer"])
def test_no_transition_without_the_permission(transition, who, live_and_waiting):
    user = AnonymousUser() if who == "nobody" else make.press_officer(may_publish=who != "an editor")
    user.is_active = who == "an editor"
    before = state_of(live_and_waiting)
    with when(8), pytest.raises(Refused, match="may not"):
        transition(live_and_waiting, by=user, version=live_and_waiting.version)
    assert state_of(live_and_waiting) == before


@every_transition
@pytest.mark.parametrize("off", [-1, 1])
def test_a_stale_version_is_refused_and_nothing_is_changed(transition, off, live_and_waiting):
    before = state_of(live_and_waiting)
    with when(8), pytest.raises(Stale, match="changed this release"):
        transition(live_and_waiting, by=None, version=live_and_waiting.version + off)
    assert state_of(live_and_waiting) == before


@every_transition
def test_every_transition_makes_older_buttons_stale(transition, live_and_waiting):
    version = live_and_waiting.version
    with when(8):
        transition(live_and_waiting, by=None, version=version)
        assert live_and_waiting.version == version + 1
        with pytest.raises(Stale):
            workflow.publish(live_and_waiting, by=None, version=version, replace_pending=True)


def test_of_two_who_press_at_once_one_wins():
    mine = make.article("First")
    theirs = Article.objects.get(pk=mine.pk)
    make.publish(mine, at(9))
    with when(9), pytest.raises(Stale):
        workflow.publish(theirs, by=None, version=theirs.version)
    assert mine.editions.count() == 1


def test_a_refusal_leaves_the_release_in_hand_as_it_is_stored():
    """So that the page which shows the refusal can offer the same button again."""
    article = make.article("First")
    make.schedule(article, at(9), decided=at(7))
    version = article.version
    with when(8), pytest.raises(PendingExists):
        workflow.publish(article, by=None, version=version)
    assert article.version == version


@pytest.mark.parametrize("transition", ["reschedule", "cancel"])
def test_what_is_not_scheduled_cannot_be_moved(transition):
    article = make.release("First", at(6))
    before = state_of(article)
    with when(8), pytest.raises(Refused, match="Nothing is scheduled"):
        TRANSITIONS[transition](article, by=None, version=article.version)
    assert state_of(article) == before


def test_what_has_opened_cannot_be_cancelled():
    article = make.article("First")
    make.schedule(article, at(9), decided=at(7))
    with when(9), pytest.raises(Refused, match="Nothing is scheduled"):
        workflow.cancel(article, by=None, version=article.version)
    assert seen(article) == [(None, None), (at(9), "First")]


@pytest.mark.parametrize("transition", ["publish", "schedule", "reschedule", "cancel"])
def test_in_its_last_second_it_is_too_late_to_move(transition, live_and_waiting):
    before = state_of(live_and_waiting)
    with clock.at(at(12) - timedelta(milliseconds=999)), pytest.raises(Refused, match="too late"):
        TRANSITIONS[transition](live_and_waiting, by=None, version=live_and_waiting.version)
    assert state_of(live_and_waiting) == before


def test_a_second_before_it_can_still_be_moved(live_and_waiting):
    with clock.at(at(12) - timedelta(seconds=1)):
        workflow.cancel(live_and_waiting, by=None, version=live_and_waiting.version)
    assert seen(live_and_waiting) == [(None, None), (at(6), "First")]


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_withdrawal_needs_a_reason(reason, live_and_waiting):
    before = state_of(live_and_waiting)
    with when(8), pytest.raises(Refused, match="why"):
        workflow.withdraw(live_and_waiting, by=None, version=live_and_waiting.version, reason=reason)
    assert state_of(live_and_waiting) == before


def test_what_is_not_live_cannot_be_withdrawn():
    article = make.article()
    make.schedule(article, at(9), decided=at(7))
    with when(8), pytest.raises(Refused, match="not live"):
        workflow.withdraw(article, by=None, version=article.version, reason="A figure was wrong.")
    make.publish(article, at(8), replace_pending=True)
    make.withdraw(article, at(10))
    with when(11), pytest.raises(Refused, match="not live"):
        workflow.withdraw(article, by=None, version=article.version, reason="A figure was wrong.")


def test_an_empty_release_is_refused_and_nothing_is_left_behind():
    article = make.article(text="")
    before = state_of(article)
    with when(8), pytest.raises(Refused, match="no text"):
        workflow.publish(article, by=None, version=article.version)
    assert state_of(article) == before


# The log


def test_every_transition_writes_one_line_of_the_log():
    officer = make.press_officer()
    article = make.approved("First")
    opens, later = at(9), at(11)
    with when(6):
        edition = workflow.schedule(
            article, opens, by=officer, version=article.version, terms=workflow.Terms(change_note="For the fair")
        )
    with when(7):
        workflow.reschedule(article, later, by=officer, version=article.version)
    with when(8):
        workflow.cancel(article, by=officer, version=article.version)
    with when(12):
        second = workflow.publish(article, by=officer, version=article.version)
    with when(13):
        workflow.withdraw(article, by=officer, version=article.version, reason=" A figure was wrong. ")
    assert log(article)[2:] == [
        ("scheduled", at(6), opens),
        ("rescheduled", at(7), later),
        ("cancelled", at(8), later),
        ("published", at(12), at(12)),
        ("withdrawn", at(13), at(13)),
    ]
    rows = list(article.transitions.order_by("pk"))[2:]
    assert [row.edition for row in rows] == [edition.public_id] * 3 + [second.public_id] * 2
    assert [row.reason for row in rows] == ["For the fair", "", "", "", "A figure was wrong."]
    assert [row.version for row in rows] == list(range(article.version - 4, article.version + 1))
    assert {row.by for row in rows} == {officer}


def test_replacing_what_waits_is_logged_as_a_cancellation_and_a_publication():
    article = make.article("First")
    make.schedule(article, at(9), decided=at(7))
    make.publish(article, at(8), replace_pending=True)
    assert log(article) == [
        ("scheduled", at(7), at(9)),
        ("cancelled", at(8), at(9)),
        ("published", at(8), at(8)),
    ]


def test_the_log_outlives_whoever_wrote_it():
    officer = make.press_officer()
    article = make.approved()
    with when(9):
        workflow.publish(article, by=officer, version=article.version)
    officer.delete()
    assert article.transitions.get(action=Transition.Action.PUBLISHED).by is None


# Rows that become public together with a release


def opening(row) -> datetime | None:
    """From when readers may see a row."""
    row.refresh_from_db()
    return row.first_public()


def test_publishing_reveals_what_the_release_names():
    office = make.post("chief engineer", hidden=True, department=make.department("Research", hidden=True))
    speaker = make.executive("Zhang Qiang", hidden=True)
    held = make.appointment(speaker, office, hidden=True)
    whole = make.meeting("Congress", hidden=True)
    session = make.meeting("Opening", parent=whole, hidden=True)
    host = make.department("Hydro", hidden=True)
    article = make.article(meetings=[session], departments=[host], topics=["Fish"])
    make.add_remark(article, speaker, appointments=[held])
    make.publish(article, at(9))
    named = [office, office.department, speaker, held, whole, session, host, make.topic("Fish")]
    assert [opening(row) for row in named] == [at(9)] * len(named)


def test_a_public_row_keeps_its_own_date():
    named = make.meeting()
    make.release(meetings=[named])
    assert opening(named) == make.LONG_AGO
    assert not Reveal.objects.exists()


def test_rescheduling_and_cancelling_carry_along_what_is_revealed():
    secret = make.meeting("Merger", hidden=True)
    article = make.article(meetings=[secret])
    make.schedule(article, at(9), decided=at(6))
    assert opening(secret) == at(9)
    for opens in (at(12), at(8)):
        with when(7):
            workflow.reschedule(article, opens, by=None, version=article.version)
        assert opening(secret) == opens
    with when(7, 30):
        workflow.cancel(article, by=None, version=article.version)
    assert opening(secret) is None
    assert secret.slug is None


def test_a_row_that_two_releases_reveal_opens_with_the_earlier_one():
    secret = make.meeting("Merger", hidden=True)
    early, late = make.article("Early", meetings=[secret]), make.article("Late", meetings=[secret])
    make.schedule(late, at(12), decided=at(6))
    make.schedule(early, at(9), decided=at(6))
    assert opening(secret) == at(9)
    with when(7):
        workflow.reschedule(early, at(14), by=None, version=early.version)
    assert opening(secret) == at(12)
    with when(7):
        workflow.cancel(late, by=None, version=late.version)
    assert opening(secret) == at(14)
    with when(7):
        workflow.cancel(early, by=None, version=early.version)
    assert opening(secret) is None


def test_a_row_that_two_releases_reveal_stays_public_when_the_later_one_is_cancelled():
    secret = make.meeting("Merger", hidden=True)
    make.release("Early", at(6), meetings=[secret])
    late = make.article("Late", meetings=[secret])
    make.schedule(late, at(12), decided=at(7))
    with when(8):
        workflow.cancel(late, by=None, version=late.version)
    assert opening(secret) == at(6)


def test_rescheduling_before_a_row_s_own_date_reveals_it_too():
    """It was public by the hour first set; it is not by the new one."""
    announced = make.meeting("Congress", hidden=True)
    announced.public_from = at(10)
    announced.save()
    article = make.article(meetings=[announced])
    make.schedule(article, at(12), decided=at(6))
    assert opening(announced) == at(10)
    with when(7):
        workflow.reschedule(article, at(8), by=None, version=article.version)
    assert opening(announced) == at(8)


def test_what_a_withdrawn_release_revealed_stays_public():
    secret = make.meeting("Merger", hidden=True)
    article = make.release("First", at(6), meetings=[secret])
    make.withdraw(article, at(8))
    assert opening(secret) == at(6)


def test_a_correction_that_no_longer_names_a_row_hides_it_again_before_the_hour():
    secret, other = make.meeting("Merger", hidden=True), make.meeting("Fair", hidden=True)
    article = make.article(meetings=[secret])
    make.schedule(article, at(9), decided=at(6))
    article.meetings.set([other])
    make.save(article)
    make.schedule(article, at(9), decided=at(7), replace_pending=True)
    assert (opening(secret), opening(other)) == (None, at(9))


def test_rescheduling_after_two_entries_for_the_speaker_were_merged():
    duplicate, speaker = make.executive("T. Laiming", hidden=True), make.executive("Tong Laiming", hidden=True)
    article = make.article()
    make.add_remark(article, duplicate)
    make.schedule(article, at(9), decided=at(6))
    with when(7):
        merge(duplicate, speaker, by=make.press_officer())
        workflow.reschedule(article, at(10), by=None, version=article.version)
    assert opening(speaker) == at(10)
    assert opening(duplicate) is None


# Addresses


def test_the_address_is_made_from_the_headline_at_the_first_edition():
    article = make.article("Turbines for the north")
    assert article.slug is None
    make.publish(article, at(9))
    assert article.slug == "turbines-for-the-north"


def test_the_address_of_a_cancelled_headline_is_not_kept():
    """Nobody outside may read in an address what was to be announced and then was not."""
    article = make.article("Takeover of Northern Hydro")
    make.schedule(article, at(9), decided=at(6))
    with when(7):
        workflow.cancel(article, by=None, version=article.version)
    make.save(article, headline="Results as expected")
    make.publish(article, at(10))
    assert article.slug == "results-as-expected"


def test_an_address_that_was_asked_for_is_kept_through_a_cancellation():
    article = make.article("Takeover of Northern Hydro", wanted_slug="spring-news")
    make.schedule(article, at(9), decided=at(6))
    with when(7):
        workflow.cancel(article, by=None, version=article.version)
    make.save(article, headline="Results as expected")
    make.publish(article, at(10))
    assert article.slug == "spring-news"


def test_the_address_stays_when_the_headline_of_a_live_release_changes():
    article = make.release("First", at(6))
    make.save(article, headline="Second")
    make.publish(article, at(7))
    assert article.slug == "first"


def test_a_new_address_comes_with_a_publication_and_not_with_a_schedule():
    """The words of a new address may be as secret as the edition that waits."""
    article = make.release("First", at(6))
    make.save(article, headline="Second", wanted_slug="second")
    make.schedule(article, at(12), decided=at(7))
    assert article.slug == "first"
    make.publish(article, at(8), replace_pending=True)
    assert article.slug == "second"


def test_of_two_releases_that_want_one_address_the_first_public_one_gets_it():
    late, early = make.article("Results"), make.article("Results")
    make.schedule(late, at(12), decided=at(6))
    assert late.slug == "results"
    make.publish(early, at(8))
    late.refresh_from_db()
    assert early.slug == "results"
    assert late.slug == f"results-{late.public_id[:6]}"


def test_the_same_address_in_two_languages_is_no_collision():
    english = make.release("Results", at(6))
    chinese = make.release("Results", at(7), language="zh-hans")
    assert english.slug == chinese.slug == "results"


def test_appointments_left_to_us_are_stored_when_published():
    speaker, held = make.holding("managing director", "Tong Laiming", started_on=date(2020, 1, 1))
    article = make.article(meetings=[make.meeting()])
    block = make.add_remark(article, speaker)
    edition = make.publish(article, at(9))
    remark = edition.remarks.get()
    assert (remark.capacity, list(remark.appointments.all())) == ("managing director", [held])
    block.refresh_from_db()
    assert block.capacity == "managing director"
