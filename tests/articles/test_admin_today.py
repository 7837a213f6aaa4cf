"""The front page of the desk: one list for each thing to do, in words, for whoever signed in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import autosave, workflow
from articles.admin import today
from articles.models import Restriction
from tests.articles import factories as make
from tests.articles.desk import LIST, NOBODY, VIEWER, signed_in, staff, texts_of
from tests.articles.factories import at, when
from tests.articles.test_agenda import change, fill, send_back, submit, written

pytestmark = pytest.mark.django_db

HEADINGS = ["Waiting for me", "Mine", "Going out next", "Live with unpublished changes", "Recently withdrawn"]


@pytest.fixture(autouse=True)
def _morning():
    with when(8):
        yield


def front(user: User) -> str:
    return texts_of(signed_in(user).get("/admin/"))


def section(page: str, heading: str) -> str:
    """The words of one list."""
    found = re.search(rf'<section aria-labelledby="[a-z]+">\s*<h2[^>]*>{heading}</h2>(.*?)</section>', page, re.DOTALL)
    assert found, heading
    shown = re.sub(r'<details class="going-moves">.*?</details>', "", found[1], flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", shown).split())


def test_it_shows_each_list_and_one_thing_to_begin():
    page = front(staff("Publisher"))
    assert [heading for heading in re.findall(r"<h2[^>]*>([^<]+)</h2>", page) if heading in HEADINGS] == HEADINGS
    assert re.findall(r'<a class="button default" href="([^"]+)">([^<]+)</a>', page) == [(f"{LIST}add/", "New release")]


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("Waiting for me", "Nothing waits for you."),
        ("Mine", "You have no draft."),
        ("Going out next", "Nothing is scheduled."),
        ("Live with unpublished changes", "Readers have the newest text of everything."),
        ("Recently withdrawn", "Nothing was withdrawn in the last thirty days."),
    ],
)
def test_an_empty_list_says_so(heading: str, words: str):
    assert words in section(front(staff("Publisher")), heading)


def test_what_was_sent_back_says_why_and_by_whom():
    author, editor = staff("Author"), staff("Editor")
    article = written(author, "Returned")
    submit(article, author)
    send_back(article, editor, "Name the customer.")
    assert "Returned Sent back by editor: Name the customer." in section(front(author), "Mine")


def test_each_entry_stands_where_it_is_somebodys_turn():
    author, editor = staff("Author"), staff("Editor")
    reader = staff("Publisher")
    fill(author, editor)
    page = front(reader)
    waiting = section(page, "Waiting for me")
    assert "Was forced, and needs an approval afterwards Forced Forced by administrator: No time for more" in waiting
    assert re.search(r"To read and agree to In review In review · changed 4 May, 08:00 by author", waiting)
    assert "Approved, to be published or scheduled Approved Approved" in waiting
    going = section(page, "Going out next")
    assert "4 May 2026, 12:00 Scheduled" in going
    assert "Times are those of UTC." in going


def test_what_goes_out_says_whether_it_is_on_hold_and_when_it_is_elsewhere():
    make.schedule(make.article("Soon", meetings=[make.meeting(time_zone="Asia/Shanghai")]), at(9), decided=at(7))
    make.schedule(make.article("Later"), at(12), decided=at(7))
    workflow.hold(by=None, reason="Wait")
    with when(10):
        words = section(front(staff("Publisher")), "Going out next")
    assert "4 May 2026, 09:00 Asia/Shanghai: 4 May, 17:00 Soon Missed its time" in words
    assert "4 May 2026, 12:00 Later On hold" in words


def test_live_changes_and_withdrawals():
    author = staff("Author")
    changed, gone = make.release("Changed", at(6)), make.release("Gone", at(6))
    change(changed, author, standfirst="New")
    make.withdraw(gone, at(7), reason="A figure was wrong.")
    page = front(author)
    assert "Changed Live, edition 1, unpublished changes" in section(page, "Live with unpublished changes")
    assert "Gone 4 May 2026, 07:00: A figure was wrong." in section(page, "Recently withdrawn")


def test_what_was_typed_and_never_saved_is_not_forgotten():
    author = staff("Author")
    for key, headline in (("a" * 16, "Begun"), ("b" * 16, "")):
        autosave.keep(author, {"headline": [headline]}, version=1, form_key=key)
    begun = section(front(author), "Begun and never saved")
    assert "Begun Typed on" in begun
    assert "No headline yet Typed on" in begun
    assert "Begun and never saved" not in front(staff("Editor"))


def test_what_is_restricted_to_others_is_not_there():
    author, editor, reader = staff("Author"), staff("Editor"), staff("Publisher")
    secrets = fill(author, editor)
    assert all(article.headline in front(reader) for article in secrets[1:])
    for article in secrets:
        Restriction.objects.create(translation_key=article.translation_key).users.set([author])
    page = front(reader)
    for heading in HEADINGS:
        assert not any(article.headline in section(page, heading) for article in secrets)
    for words in ("Nothing waits for you.", "Nothing is scheduled."):
        assert words in page


def test_who_only_reads_is_shown_no_list_of_their_own():
    page = front(staff(VIEWER))
    assert "Going out next" in page
    for absent in ("Waiting for me", ">Mine<", "New release", "Reschedule"):
        assert absent not in page


def test_who_may_not_see_releases_sees_no_lists():
    make.schedule(make.article("Secret"), at(9), decided=at(7))
    page = front(staff(NOBODY))
    assert "Secret" not in page
    assert "Going out next" not in page


def test_the_models_stay_within_reach():
    page = front(staff("Publisher"))
    assert f'href="{LIST}"' in page
    assert 'href="/admin/people/executive/"' in page


def test_the_page_of_one_application_is_the_plain_list():
    page = texts_of(signed_in(staff("Publisher")).get("/admin/articles/"))
    assert "Going out next" not in page
    assert f'href="{LIST}"' in page


def test_no_list_is_endless_and_each_leads_to_the_whole():
    reader = staff("Publisher")
    for number in range(today.SHOWN + 1):
        written(reader, f"Draft {number}")
        make.schedule(make.article(f"Planned {number}"), at(9, number), decided=at(7))
    page = front(reader)
    assert len(re.findall("Draft [0-9]", section(page, "Mine"))) == today.SHOWN
    assert f'href="{LIST}?desk=mine"' in page
    assert f'href="{LIST}?state=scheduled"' in page
    assert "?desk=changed" not in page


def listed(client: Client, which: str) -> set[str]:
    response = client.get(LIST, {"desk": which})
    return {article.headline for article in response.context["cl"].result_list}


def test_the_whole_lists_are_the_same_lists():
    author, editor, reader = staff("Author"), staff("Editor"), staff("Publisher")
    fill(author, editor)
    change(make.release("Changed", at(6)), author, standfirst="New")
    make.withdraw(make.release("Gone", at(6)), at(7))
    desk = signed_in(reader)
    assert listed(desk, "waiting") == {"In review", "Approved", "Forced"}
    assert listed(desk, "changed") == {"Changed"}
    assert listed(desk, "withdrawn") == {"Gone"}
    assert listed(signed_in(author), "mine") == {"Drafted", "In review", "Approved", "Changed"}
    assert listed(desk, "nonsense") == listed(desk, "")


def test_any_number_of_releases_takes_the_same_number_of_queries():
    author, editor, reader = staff("Author"), staff("Editor"), staff("Publisher")
    desk = signed_in(reader)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get("/admin/")
        return len(captured)

    def some(rounds: int) -> None:
        for number in range(rounds):
            fill(author, editor)
            written(reader, "Mine")
            change(make.release("Changed", at(6), meetings=[make.meeting()]), author, standfirst=str(number))
            make.withdraw(make.release("Gone", at(6)), at(7))

    some(1)
    queries()
    few = queries()
    some(5)
    assert queries() == few


# The banner, on every page


def banner(user: Any, address: str = "/admin/") -> bool:
    return "hold-banner" in texts_of(signed_in(user).get(address))


@pytest.mark.parametrize("role", ["Author", "Auditor", NOBODY])
def test_while_everything_is_on_hold_everybody_is_told_on_every_page(role: str):
    user = staff(role)
    assert not banner(user)
    with when(7):
        workflow.hold(by=None, reason="The board meets.")
    page = front(user)
    assert "Everything is on hold." in page
    assert "Since 4 May 2026, 07:00, by –: The board meets." in page
    assert banner(user, "/admin/password_change/")
    workflow.lift(by=None)
    assert not banner(user)


def test_strangers_are_told_nothing_of_a_hold():
    workflow.hold(by=None, reason="The board meets.")
    for address in ("/admin/login/", "/"):
        assert "on hold" not in texts_of(Client().get(address))
