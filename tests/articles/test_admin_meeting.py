"""Meetings are entered with their sessions, and found by any spelling."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Meeting, RemarkBlock
from tests.articles import factories as make
from tests.articles.desk import form_of, signed_in, staff, texts_of
from tests.articles.factories import at, when
from tests.people.making import controls, errors_of

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/meeting/"


@pytest.fixture(autouse=True)
def _morning():
    with when(8):
        yield


@pytest.fixture
def desk():
    return signed_in(staff("Publisher"))


def new_meeting(desk, *sessions, **fields):
    form = form_of(desk, f"{LIST}add/") | {
        "name_0": "Mid-year meeting",
        "starts_on": "2023-08-04",
        "ends_on": "2023-08-05",
        "city_0": "Bergen",
        "time_zone": "Europe/Oslo",
        **fields,
    }
    add_sessions(form, *sessions)
    return desk.post(f"{LIST}add/", form)


def add_sessions(form, *sessions):
    for number, (name, day) in enumerate(sessions):
        prefix = f"sessions-{number}"
        form |= {
            f"{prefix}-name_0": name,
            f"{prefix}-name_1": "",
            f"{prefix}-kind": "session",
            f"{prefix}-order": str(number + 1),
            f"{prefix}-starts_on": day,
            f"{prefix}-ends_on": day,
            f"{prefix}-id": "",
            f"{prefix}-parent": "",
        }
    form["sessions-TOTAL_FORMS"] = str(len(sessions))


def test_a_meeting_is_entered_with_its_sessions_in_order(desk):
    answer = new_meeting(desk, ("Summary", "2023-08-04"), ("Strategy", "2023-08-05"))
    assert errors_of(answer) == {}
    whole = Meeting.objects.whole().get()
    sessions = list(whole.sessions.order_by("order"))
    assert [str(session.name) for session in sessions] == ["Summary", "Strategy"]
    assert {(session.time_zone, str(session.city), session.kind) for session in sessions} == {
        ("Europe/Oslo", "Bergen", "session")
    }


def test_a_session_outside_the_meetings_days_is_refused_beside_its_day(desk):
    errors = errors_of(new_meeting(desk, ("Too late", "2023-08-06")))
    assert set(errors) == {"sessions-0-starts_on"}
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"ends_on": "2023-08-03"}, {"ends_on"}),
        ({"starts_on": "", "ends_on": ""}, {"starts_on", "ends_on"}),
        ({"time_zone": "Bergen"}, {"time_zone"}),
        ({"country": "Norway"}, {"country"}),
        ({"name_0": ""}, {"name"}),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(desk, fields, wrong):
    assert set(errors_of(new_meeting(desk, ("Summary", "2023-08-04"), **fields))) - {"sessions-0-starts_on"} == wrong


def test_a_session_has_no_sessions_of_its_own(desk):
    new_meeting(desk, ("Summary", "2023-08-04"))
    session = Meeting.objects.get(parent__isnull=False)
    assert "sessions-TOTAL_FORMS" not in form_of(desk, f"{LIST}{session.pk}/change/")


def test_sessions_can_be_moved_and_removed(desk):
    new_meeting(desk, ("Summary", "2023-08-04"), ("Strategy", "2023-08-05"))
    whole = Meeting.objects.whole().get()
    page = f"{LIST}{whole.pk}/change/"
    desk.post(page, form_of(desk, page) | {"sessions-0-order": "5", "sessions-1-order": "1"})
    assert [str(s.name) for s in whole.sessions.order_by("order")] == ["Strategy", "Summary"]
    desk.post(page, form_of(desk, page) | {"sessions-0-DELETE": "on"})
    assert [str(s.name) for s in whole.sessions.all()] == ["Summary"]


def test_a_meeting_that_a_release_names_is_not_deleted(desk):
    meeting = make.meeting("On the record")
    make.release(moment=at(7), meetings=[meeting])
    for answer in (
        desk.get(f"{LIST}{meeting.pk}/delete/"),
        desk.post(f"{LIST}{meeting.pk}/delete/", {"post": "yes"}),
        desk.post(LIST, {"action": "delete_selected", "_selected_action": [meeting.pk], "post": "yes"}),
    ):
        assert "so it stays" in texts_of(answer)
    assert Meeting.objects.filter(pk=meeting.pk).exists()


def test_a_meeting_that_a_live_release_shows_is_not_hidden(desk):
    meeting = make.meeting()
    make.release(moment=at(7), meetings=[meeting])
    page = f"{LIST}{meeting.pk}/change/"
    answer = desk.post(page, form_of(desk, page) | {"public_from_0": "", "public_from_1": ""})
    assert "public_from" in errors_of(answer)


@pytest.mark.parametrize("words", ["angstrom", "ÅNGSTRÖM", "童", "lecture ang"])
def test_the_picker_finds_any_spelling_and_tells_days_and_city(desk, words):
    make.meeting("Ångström lecture 童", date(2023, 8, 4), date(2023, 8, 5), city={"en": "Bergen"})
    make.meeting("Another")
    label = RemarkBlock._meta
    query = {"app_label": label.app_label, "model_name": label.model_name, "field_name": "meetings", "term": words}
    [found] = desk.get("/admin/autocomplete/", query).json()["results"]
    assert found["text"] == "Ångström lecture 童, 4–5 August 2023, Bergen"


def test_the_list_says_what_readers_see(desk):
    make.meeting("Shown")
    make.meeting("Secret", hidden=True)
    html = texts_of(desk.get(LIST))
    assert "Public since" in html
    assert "Hidden" in html


@pytest.mark.parametrize(("part", "found"), [("whole", {"Whole"}), ("session", {"Session"})])
def test_the_list_tells_meetings_from_sessions(desk, part, found):
    make.meeting("Session", parent=make.meeting("Whole"))
    shown = desk.get(LIST, {"part": part}).context["cl"].result_list
    assert {str(meeting.name) for meeting in shown} == found


def test_the_list_takes_as_many_queries_for_fifty_as_for_one(desk):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get(LIST)
        return len(captured)

    whole = make.meeting()
    make.meeting(parent=whole)
    queries()
    before = queries()
    for number in range(48):
        make.meeting(f"Session {number}", parent=whole)
    assert queries() == before


def test_a_session_that_a_colleague_changed_is_not_overwritten(desk):
    new_meeting(desk, ("Summary", "2023-08-04"), ("Strategy", "2023-08-05"))
    whole = Meeting.objects.whole().get()
    page = f"{LIST}{whole.pk}/change/"
    stale = form_of(desk, page) | {"sessions-1-order": "7"}
    session = Meeting.objects.get(order=2)
    desk.post(f"{LIST}{session.pk}/change/", form_of(desk, f"{LIST}{session.pk}/change/") | {"venue_0": "Hall"})
    answer = desk.post(page, stale)
    assert errors_of(answer)["sessions-1-__all__"][1:] == ["Venue is now: English: Hall"]
    assert Meeting.objects.get(pk=session.pk).order == 2
    assert desk.post(page, controls(texts_of(answer))).status_code == 302
    session.refresh_from_db()
    assert (session.order, str(session.venue)) == (7, "Hall")


def test_hosts_that_a_colleague_chose_are_not_unchosen(desk):
    meeting = make.meeting()
    page = f"{LIST}{meeting.pk}/change/"
    stale = form_of(desk, page)
    meeting.hosts.add(make.department("Grid"))
    answer = desk.post(page, stale)
    assert errors_of(answer)["__all__"][1:] == ["Host departments is now: Grid"]
    assert meeting.hosts.count() == 1


def test_who_may_not_publish_opens_no_meeting_to_readers(desk):
    whole = make.meeting(hidden=True)
    session = make.meeting("Session", parent=whole, hidden=True)
    author = signed_in(staff("Author"))
    page = f"{LIST}{whole.pk}/change/"
    form = form_of(author, page)
    assert not [name for name in form if "public_from" in name]
    assert texts_of(author.get(page)).count("Hidden") == 3
    moment = {"public_from_0": "2020-01-01", "public_from_1": "09:00"}
    forged = {f"sessions-0-{part}": value for part, value in moment.items()}
    answer = author.post(page, form | moment | forged | {"sessions-0-order": "3", "city_0": "Bergen"})
    assert errors_of(answer) == {}
    for meeting in (whole, session):
        meeting.refresh_from_db()
        assert meeting.first_public() is None
    assert (str(whole.city), session.order) == ("Bergen", 3)
    added = new_meeting(author, ("New", "2023-08-04"), **moment)
    assert errors_of(added) == {}
    assert not Meeting.objects.public().exists()


def test_a_session_that_would_precede_its_meeting_is_refused_though_its_instant_is_shown_in_words(desk):
    hidden = make.meeting("Hidden", hidden=True)
    session = make.meeting("Session")
    author = signed_in(staff("Author"))
    page = f"{LIST}{session.pk}/change/"
    answer = author.post(page, form_of(author, page) | {"parent": hidden.pk})
    assert errors_of(answer) == {"__all__": ["A session cannot be public before its meeting is."]}
