"""The log: every move and every hold, for those who may read it, and never changed by reading."""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import workflow
from articles.admin import log as log_page
from articles.models import Restriction, Transition
from articles.workflow import Terms
from tests.articles import factories as make
from tests.articles.desk import LIST, NOBODY, VIEWER, signed_in, staff, texts_of
from tests.articles.factories import at, when
from tests.articles.test_agenda import sign_off, submit, written

pytestmark = pytest.mark.django_db

PAGE, EXPORT = f"{LIST}log/", f"{LIST}log/export/"


@pytest.fixture(autouse=True)
def _morning():
    with when(8):
        yield


@pytest.fixture
def desk():
    return signed_in(staff("Auditor"))


def lines(client: Client, **asked: Any) -> list[list[str]]:
    """The cells of each line, without when."""
    page = texts_of(client.get(PAGE, asked))
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", page.partition("<tbody>")[2].partition("</tbody>")[0], re.DOTALL)
    found = []
    for row in rows:
        cells = re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)
        found.append([" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in cells][1:])
    return found


def exported(client: Client, **asked: Any) -> list[list[str]]:
    answer: Any = client.get(EXPORT, asked)
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text[1:])))


def forced(headline: str = "Leaked", reason: str = "It leaked.") -> Any:
    administrator = User.objects.filter(username="administrator").first() or staff("Administrator")
    article = make.article(headline)
    workflow.publish(article, by=administrator, version=article.version, terms=Terms(forced_because=reason))
    return article


def test_every_move_and_every_hold_is_a_line_the_newest_first(desk):
    author, editor = staff("Author"), staff("Editor")
    article = written(author, "News")
    submit(article, author)
    with when(8, 1):
        sign_off(article, editor)
    with when(8, 2):
        make.schedule(article, at(9), decided=at(8, 2))
        workflow.hold(by=staff("Publisher"), reason="The board meets.")
    with when(8, 4):
        workflow.lift(by=None)
    assert lines(desk) == [
        ["–", "Hold lifted", "–", "The board meets."],
        ["–", "Scheduled again as the hold was lifted effective 4 May 2026, 09:00:00", "News", "–"],
        ["publisher", "Everything put on hold", "–", "The board meets."],
        ["publisher", "Stopped by the hold effective 4 May 2026, 09:00:00", "News", "The board meets."],
        ["–", "Scheduled effective 4 May 2026, 09:00:00", "News", "–"],
        ["editor", "Signed off Editorial approval", "News", "–"],
        ["author", "Submitted for review", "News", "–"],
    ]


def test_what_was_forced_and_nobody_approved_stands_on_top_until_somebody_does(desk):
    article = forced()
    page = texts_of(desk.get(PAGE))
    assert "Forced, and not approved yet" in page
    assert lines(desk) == [["administrator", "Published forced, not approved yet", "Leaked", "It leaked."]]
    assert '<tr class="standing-out">' in page
    edition = article.editions.get().public_id
    workflow.approve_afterwards(article, edition, by=staff("Editor"), version=article.version)
    page = texts_of(desk.get(PAGE))
    assert "Forced, and not approved yet" not in page
    assert "standing-out" not in page
    assert ["administrator", "Published forced", "Leaked", "It leaked."] in lines(desk)


def test_it_says_to_whom_a_release_was_restricted_and_for_whom_a_link_was_made(desk):
    author = staff("Author")
    article = written(author)
    workflow.restrict(article, by=author, version=article.version, users=[author, User.objects.get(username="auditor")])
    assert lines(desk) == [["author", "Restricted to auditor, author", "News", "–"]]


def test_it_can_be_filtered_by_action_person_and_day(desk):
    author = staff("Author")
    for day in (1, 2):
        with when(8, day=day):
            submit(written(author, f"Of day {day}"), author)
    make.release("Live", at(6, day=2))
    workflow.hold(by=author if author.has_perm(workflow.HOLD) else None, reason="Wait")
    assert [row[2] for row in lines(desk, action="submitted")] == ["Of day 2", "Of day 1"]
    assert [row[2] for row in lines(desk, by=author.pk)] == ["Of day 2", "Of day 1"]
    assert [row[2] for row in lines(desk, day="2026-05-02")] == ["Of day 2", "Live"]
    assert [row[2] for row in lines(desk, day="2026-05-02", by=author.pk, action="submitted")] == ["Of day 2"]
    assert [row[1] for row in lines(desk, action="everything-held")] == ["Everything put on hold"]
    assert lines(desk, action="hold-lifted") == []
    assert "No line of the log fits." in texts_of(desk.get(PAGE, {"action": "hold-lifted"}))


@pytest.mark.parametrize(
    "asked",
    [{"action": "nonsense"}, {"by": "x"}, {"by": "9" * 40}, {"day": "yesterday"}, {"page": "x"}, {"day": "0001-01-01"}],
)
def test_what_makes_no_sense_is_not_asked_for(desk, asked):
    make.release("Live", at(6))
    assert len(lines(desk, **asked)) == 1


def test_a_day_is_the_organisations(desk, settings):
    settings.TIME_ZONE = "Asia/Shanghai"
    make.release("Late", at(22, day=1))
    assert [row[2] for row in lines(desk, day="2026-05-02")] == ["Late"]
    assert lines(desk, day="2026-05-01") == []


def test_what_is_restricted_to_others_is_in_no_line_no_filter_and_no_file(desk):
    author = staff("Author")
    secret = written(author, "Secret")
    submit(secret, author)
    planned = make.article("Forced secret")
    terms = Terms(forced_because="It leaked.")
    workflow.schedule(planned, at(9), by=staff("Administrator"), version=planned.version, terms=terms)
    for article in (secret, planned):
        Restriction.objects.create(translation_key=article.translation_key).users.set([author])
    assert "ecret" not in texts_of(desk.get(PAGE))
    assert ">author<" not in texts_of(desk.get(PAGE))
    assert exported(desk)[1:] == []


def test_it_is_read_page_by_page(desk):
    author = staff("Author")
    article = written(author)
    submit(article, author)
    line = Transition.objects.get()
    for number in range(log_page.LINES):
        Transition.objects.create(**{**vars_of(line), "reason": f"Number {number}"})
    assert len(lines(desk)) == log_page.LINES
    assert lines(desk, page=2) == [["author", "Submitted for review", "News", "–"]]
    assert "page=2" in texts_of(desk.get(PAGE, {"action": "submitted"}))
    assert "?action=submitted&amp;page=2" in texts_of(desk.get(PAGE, {"action": "submitted"}))


def vars_of(line: Transition) -> dict[str, Any]:
    return {field.name: getattr(line, field.name) for field in line._meta.concrete_fields if not field.primary_key}


def test_the_file_holds_what_the_filters_leave(desk):
    author = staff("Author")
    submit(written(author, "News"), author)
    make.release("Live", at(6))
    head, *rows = exported(desk, action="submitted")
    assert head[:4] == ["When", "Who", "What", "Release"]
    assert [row[:4] for row in rows] == [["2026-05-04T08:00:00+00:00", "author", "Submitted for review", "News"]]
    answer = desk.get(EXPORT)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="log.csv"'
    assert "no-store" in answer["Cache-Control"]


def test_no_cell_of_the_file_is_a_formula(desk):
    forced("@SUM(1+1)*cmd", "-2+3")
    workflow.hold(by=None, reason='=HYPERLINK("https://evil.example")')
    cells = [cell for row in exported(desk)[1:] for cell in row]
    assert "'@SUM(1+1)*cmd" in cells
    assert "'-2+3" in cells
    assert not any(cell[:1] in "=+-@\t\r" for cell in cells if cell)


@pytest.mark.parametrize("address", [PAGE, EXPORT])
@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("Auditor", 200),
        ("Editor", 200),
        ("Publisher", 200),
        ("Administrator", 200),
        ("Author", 403),
        ("Legal", 403),
        (VIEWER, 403),
        (NOBODY, 403),
    ],
)
def test_who_may_read_it(role: str, status: int, address: str):
    assert signed_in(staff(role)).get(address).status_code == status


def test_reading_writes_nothing(desk):
    make.release("Live", at(6))
    with CaptureQueriesContext(connection) as captured:
        desk.get(PAGE)
        exported(desk)
    assert not [
        query
        for query in captured
        if not query["sql"].lstrip("( ").upper().startswith(("SELECT", "SAVEPOINT", "RELEASE"))
    ]


def test_any_number_of_lines_takes_the_same_number_of_queries(desk):
    author = staff("Author")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get(PAGE)
        return len(captured)

    def some(rounds: int) -> None:
        for number in range(rounds):
            submit(written(author, f"News {number}"), author)
            forced(f"Forced {number}")
            workflow.hold(by=None, reason="Wait")
            workflow.lift(by=None)

    some(1)
    few = queries()
    some(6)
    assert queries() == few
