"""Whose turn it is: each list holds what it says, nothing restricted to others, and costs the same at any length."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import agenda, drafts, review, workflow
from articles.models import Article, Boilerplate, Restriction, Stage
from articles.workflow import Terms
from tests.articles import factories as make
from tests.articles.desk import staff
from tests.articles.factories import at, when

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _morning():
    with when(8):
        yield


@pytest.fixture
def author() -> User:
    return staff("Author")


@pytest.fixture
def editor() -> User:
    return staff("Editor")


@pytest.fixture
def publisher() -> User:
    return staff("Publisher")


def written(by: User | None, headline: str = "News", **fields: Any) -> Article:
    """A draft that somebody made and saved."""
    article = make.article(headline, created_by=by, changed_by=by, **fields)
    article.snapshots.all().delete()
    drafts.record(article, by)
    return article


def change(article: Article, by: User | None, **fields: Any) -> None:
    """Somebody saves the release with other words."""
    drafts.claim(article.pk, article.version)
    article.refresh_from_db()
    for name, value in {"changed_by": by, **fields}.items():
        setattr(article, name, value)
    article.save()
    workflow.save(article, by)


def submit(article: Article, by: User) -> None:
    workflow.submit(article, by=by, version=article.version)


def sign_off(article: Article, by: User, kind: str = "editorial") -> None:
    workflow.sign_off(article, by=by, version=article.version, kind=kind)


def send_back(article: Article, by: User, reason: str) -> None:
    workflow.send_back(article, by=by, version=article.version, reason=reason)


def restrict(article: Article, *users: User) -> None:
    Restriction.objects.create(translation_key=article.translation_key).users.set(users)


def names(rows: Any) -> list[str]:
    return [getattr(row, "article", row).headline for row in rows]


# Mine


def test_mine_is_what_i_made_or_changed_last(author, editor):
    written(author, "I made it")
    written(editor, "Somebody else's")
    touched = written(editor, "I changed it")
    change(touched, author, standfirst="By me")
    handed_on = written(author, "I made it, another changed it")
    change(handed_on, editor, standfirst="By another")
    assert set(names(agenda.mine(author))) == {"I made it", "I changed it", "I made it, another changed it"}


def test_what_was_sent_back_comes_first_with_the_reason(author, editor):
    returned, resubmitted = written(author, "Returned"), written(author, "Resubmitted")
    for article in (returned, resubmitted):
        submit(article, author)
        send_back(article, editor, f"{article.headline}: too long")
    submit(resubmitted, author)
    written(author, "Untouched")
    found = list(agenda.mine(author))
    assert names(found) == ["Returned", "Untouched", "Resubmitted"]
    assert [(row.sent_back, row.sent_back_by) for row in found] == [
        ("Returned: too long", "editor"),
        ("", ""),
        ("", ""),
    ]


def test_what_readers_have_is_mine_no_longer_until_it_changes(author):
    article = written(author, "Live")
    make.publish(article, at(7))
    scheduled = written(author, "Scheduled")
    make.schedule(scheduled, at(12), decided=at(7))
    assert names(agenda.mine(author)) == []
    change(article, author, standfirst="New")
    assert names(agenda.mine(author)) == ["Live"]


# Waiting for me


def test_in_review_waits_for_those_who_may_approve_and_did_not_change_it_last(author, editor, publisher):
    article = written(editor)
    assert names(agenda.to_review(publisher)) == []
    submit(article, editor)
    assert [names(agenda.to_review(user)) for user in (author, editor, publisher)] == [[], [], ["News"]]
    change(article, publisher, standfirst="Shorter")
    assert [names(agenda.to_review(user)) for user in (editor, publisher)] == [["News"], []]


def test_saving_without_a_change_makes_nobody_the_last_editor(author, editor):
    article = written(author)
    submit(article, author)
    change(article, editor)
    assert names(agenda.to_review(editor)) == ["News"]


def test_the_last_editor_is_the_one_whom_the_workflow_knows(author, editor, publisher):
    articles = [written(author, name) for name in ("Once", "Twice", "Back again", "By a command")]
    change(articles[1], editor, standfirst="A")
    change(articles[2], editor, standfirst="A")
    change(articles[2], publisher, standfirst="")
    change(articles[2], author)
    change(articles[3], None, standfirst="A")
    make.article("Never saved").snapshots.all().delete()
    found = {row.pk: row.last_editor for row in agenda.with_last_editor(Article.objects.all())}
    assert found == {row.pk: review.last_editor(row) for row in Article.objects.all()}
    assert [found[row.pk] for row in articles] == [author.pk, editor.pk, publisher.pk, None]


def test_what_the_desk_itself_changes_makes_nobody_the_last_editor(author, editor, publisher):
    """Scheduling gives the release an address, and cancelling takes it back. Neither is writing."""
    article = written(author)
    submit(article, author)
    sign_off(article, editor)
    with when(8, 10):
        workflow.schedule(article, at(12), by=publisher, version=article.version)
        workflow.cancel(article, by=publisher, version=article.version)
    send_back(article, editor, "Once more")
    submit(article, publisher)
    assert review.last_editor(article) == author.pk
    assert names(agenda.to_review(publisher)) == ["News"]


def test_a_sign_off_is_asked_of_those_who_may_give_it_until_it_is_given(author, editor, settings):
    settings.NEWSROOM_SIGN_OFFS = {"results": ("legal",)}
    lawyer, investors = staff("Legal"), staff("Investor relations")
    results, other = written(author, "Results", type="results"), written(author, "Other")
    for article in (results, other):
        submit(article, author)
    assert names(agenda.to_review(lawyer)) == ["Results"]
    assert names(agenda.to_review(investors)) == []
    sign_off(results, lawyer, "legal")
    assert names(agenda.to_review(lawyer)) == []
    assert set(names(agenda.to_review(editor))) == {"Results", "Other"}
    change(results, author, standfirst="Other figures")
    assert names(agenda.to_review(lawyer)) == ["Results"]


def test_an_approval_that_was_taken_back_counts_no_more(author, editor, settings):
    """Else the lawyer's sign-off, given later to the same text, would complete what the editor has revoked."""
    settings.NEWSROOM_SIGN_OFFS = {"results": ("legal",)}
    lawyer = staff("Legal")
    article = written(author, "Results", type="results")
    submit(article, author)
    sign_off(article, editor)
    send_back(article, editor, "I overlooked a figure.")
    submit(article, author)
    assert names(agenda.to_review(editor)) == ["Results"]
    sign_off(article, lawyer, "legal")
    assert article.stage == Stage.IN_REVIEW
    assert names(agenda.to_review(editor)) == ["Results"]


def test_what_is_approved_waits_for_publishers_until_it_goes_out(author, editor, publisher):
    article = written(author)
    submit(article, author)
    assert names(agenda.to_publish(publisher)) == []
    sign_off(article, editor)
    assert names(agenda.to_publish(editor)) == []
    assert names(agenda.to_publish(publisher)) == ["News"]
    make.schedule(article, at(12), decided=at(8))
    assert names(agenda.to_publish(publisher)) == []
    workflow.cancel(article, by=None, version=article.version)
    assert names(agenda.to_publish(publisher)) == ["News"]


def test_a_forced_publication_waits_for_somebody_who_neither_wrote_nor_forced_it(author, editor, publisher):
    administrator = staff("Administrator")
    article = written(editor)
    workflow.publish(article, by=administrator, version=article.version, terms=Terms(forced_because="A leak"))
    waiting_for = {user.username: names(agenda.to_approve_afterwards(user)) for user in User.objects.all()}
    assert waiting_for == {"author": [], "editor": [], "administrator": [], "publisher": ["News"]}
    edition = article.editions.get().public_id
    workflow.approve_afterwards(article, edition, by=publisher, version=article.version)
    assert names(agenda.to_approve_afterwards(publisher)) == []


# What goes out, and what readers have


def test_going_out_next_is_in_order_and_says_what_is_on_hold(publisher):
    for headline, hour in (("Third", 20), ("First", 9), ("Second", 12)):
        make.schedule(make.article(headline), at(hour), decided=at(7))
    make.release("Live", at(6))
    assert names(agenda.going_out(publisher)) == ["First", "Second", "Third"]
    workflow.hold(by=None, reason="Wait")
    assert [row.held for row in agenda.told(agenda.going_out(publisher))] == [True, True, True]
    with when(10):
        workflow.lift(by=None)
        states = [(row.held, row.missed) for row in agenda.told(agenda.going_out(publisher))]
    assert states == [(True, True), (False, False), (False, False)]


def test_the_meetings_own_time_is_told_where_it_differs(publisher, settings):
    settings.TIME_ZONE = "Europe/Zurich"
    meetings = [
        make.meeting("Here", time_zone="Europe/Zurich"),
        make.meeting("Same time", time_zone="Europe/Berlin"),
        make.meeting("There", time_zone="Asia/Shanghai"),
    ]
    make.schedule(make.article(meetings=meetings), at(9), decided=at(7))
    [going] = agenda.told(agenda.going_out(publisher))
    assert [f"{there:%H:%M} {there.tzinfo}" for there in going.elsewhere] == ["17:00 Asia/Shanghai"]


def test_live_with_unpublished_changes(publisher):
    changed, same, scheduled = (make.release(name, at(6)) for name in ("Changed", "Same", "Scheduled again"))
    for article in (changed, scheduled):
        make.save(article, standfirst="New")
    make.save(same)
    make.schedule(scheduled, at(12), decided=at(7))
    assert names(agenda.changed_since_live(publisher)) == ["Changed"]


def test_recently_withdrawn_is_thirty_days_and_not_what_came_back(publisher):
    gone, back, long_ago = (make.release(name, at(6, month=1)) for name in ("Gone", "Back", "Long ago"))
    make.withdraw(long_ago, at(8, day=4, month=4))
    make.withdraw(back, at(8, day=1))
    make.publish(back, at(8, day=2))
    make.withdraw(gone, at(8, day=4, month=4) + timedelta(seconds=1), reason="It was wrong.")
    found = agenda.withdrawn(publisher)
    assert [(row.article.headline, row.withdrawal_reason) for row in found] == [("Gone", "It was wrong.")]


# Nobody learns what is restricted to others


def everything(user: User) -> dict[str, list[str]]:
    lists = (
        agenda.mine,
        agenda.to_review,
        agenda.to_publish,
        agenda.to_approve_afterwards,
        agenda.going_out,
        agenda.changed_since_live,
        agenda.withdrawn,
    )
    return {read.__name__: names(read(user)) for read in lists}


def fill(author: User, editor: User, lawyer: User | None = None) -> list[Article]:
    """A release for every list, for somebody who may do everything."""
    administrator = User.objects.filter(username="administrator").first() or staff("Administrator")
    drafted, in_review, approved, scheduled, forced = (
        written(author, name) for name in ("Drafted", "In review", "Approved", "Scheduled", "Forced")
    )
    for article in (in_review, approved):
        submit(article, author)
    sign_off(approved, editor)
    make.schedule(scheduled, at(12), decided=at(7))
    due = at(13)
    workflow.schedule(
        forced, due, by=administrator, version=forced.version, terms=Terms(forced_because="No time for more")
    )
    return [drafted, in_review, approved, scheduled, forced]


def test_what_is_restricted_to_others_is_in_no_list(author, editor):
    reader = staff("Publisher")
    articles = fill(author, editor)
    drafted = articles[0]
    Article.objects.filter(pk=drafted.pk).update(created_by=reader)
    assert set().union(*everything(reader).values()) == {article.headline for article in articles}
    for article in articles:
        restrict(article, author)
    assert not any(everything(reader).values())


def test_what_is_in_the_bin_is_in_no_list(author):
    article = written(author)
    workflow.bin_release(article, by=None, version=article.version)
    assert names(agenda.mine(author)) == []


def test_each_list_takes_the_same_number_of_queries_for_any_length(author, editor, publisher):
    everything(publisher)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            everything(publisher)
            list(agenda.told(agenda.going_out(publisher)))
        return len(captured)

    fill(author, editor)
    few = queries()
    for _round in range(3):
        fill(author, editor)
    assert queries() == few


def test_standing_texts_do_not_hide_what_waits(author, editor):
    """The list goes by the release's own text; the release says what else has changed since."""
    boilerplate = Boilerplate.objects.create(title="About", text="We build.")
    article = written(author, boilerplate=boilerplate)
    submit(article, author)
    assert names(agenda.to_review(editor)) == ["News"]
