"""The staff's pages about people."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from model_bakery import baker
from PIL import Image

from articles.models import Edition, Remark, RemarkAppointment
from people import clock, visibility
from people.models import Appointment, Executive
from people.models.appointment import AppointmentQuerySet
from tests.people.making import LONG_AGO, NOON, TOMORROW, appointment, errors_of, executive, fill_in, post

LIST = "/admin/people/executive/"
ADD = f"{LIST}add/"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def page_of(row):
    return f"{LIST}{row.pk}/change/"


def queries(work):
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def picture(name="anna.png"):
    buffer = io.BytesIO()
    Image.new("RGB", (30, 40), "red").save(buffer, "PNG")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/png")


def row_of_appointment(n, what, start="", end="", key="", **further):
    """What a browser sends for one appointment on a person's page."""
    prefix = f"appointments-{n}-"
    values = {"post": what.pk, "started_on": start, "ended_on": end, "id": key, **further}
    for moment in ("public_from", "end_public_from"):
        values |= {f"{moment}_0": "", f"{moment}_1": ""}
    return {f"{prefix}{name}": value for name, value in values.items()}


class TestEntering:
    def test_a_person_with_everything(self, desk):
        chair = post("Chair")
        answer = fill_in(
            desk,
            ADD,
            name_0="Tong Laiming",
            name_1="童来明",
            native_name="童来明",
            public_from_0="2026-05-04",
            public_from_1="09:00",
            biography_0="Born in Wuhu.",
            portrait=picture(),
            **{"appointments-TOTAL_FORMS": 1, "aliases-TOTAL_FORMS": 1, "aliases-0-text": "Tong L."},
            **row_of_appointment(0, chair, "2021-01-01"),
        )
        assert errors_of(answer) == {}
        row = Executive.objects.get()
        assert row.name.data == {"en": "Tong Laiming", "zh-hans": "童来明"}
        assert row.slug == "tong-laiming"
        assert str(row.portrait.name).startswith("portraits/")
        assert row.appointments.get().post == chair
        assert row.aliases.get().text == "Tong L."

    def test_needs_a_name_in_one_language(self, desk):
        assert set(errors_of(fill_in(desk, ADD))) == {"name"}
        assert errors_of(fill_in(desk, ADD, name_1="童来明")) == {}

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"name_0": "x" * 10_000}, "name"),
            ({"name_0": "A", "wanted_slug": "Not An Address"}, "wanted_slug"),
            ({"name_0": "A", "public_from_0": "2026-05-03"}, "public_from"),
            ({"name_0": "A", "public_from_0": "soon", "public_from_1": "noon"}, "public_from"),
            ({"name_0": "A", "portrait": SimpleUploadedFile("a.png", b"<svg/>", "image/png")}, "portrait"),
            ({"name_0": "A\0"}, "name"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong_and_keeps_what_was_typed(self, desk, typed, field):
        answer = fill_in(desk, ADD, native_name="打过的字", biography_0="Typed with care.", **typed)
        assert set(errors_of(answer)) == {field}
        assert "打过的字" in answer.content.decode()
        assert "Typed with care." in answer.content.decode()
        assert not Executive.objects.exists()

    def test_a_script_is_only_text(self, desk):
        fill_in(desk, ADD, name_0="<script>alert(1)</script>", native_name="<b>")
        for address in (LIST, page_of(Executive.objects.get()), f"{LIST}{Executive.objects.get().pk}/delete/"):
            assert b"<script>alert" not in desk.get(address).content

    def test_an_unannounced_rival_for_an_address_is_not_given_away(self, desk):
        executive("Anna Berg", public_from=TOMORROW)
        assert errors_of(fill_in(desk, ADD, name_0="Anna Berg", wanted_slug="anna-berg")) == {}


class TestTheAddress:
    def test_follows_the_name_until_readers_know_it(self, desk):
        row = executive("Ana Berg", public_from=TOMORROW)
        fill_in(desk, page_of(row), name_0="Anna Berg")
        row.refresh_from_db()
        assert row.slug == "anna-berg"
        with clock.at(TOMORROW):
            fill_in(desk, page_of(row), name_0="Anna Lund")
        row.refresh_from_db()
        assert row.slug == "anna-berg"

    def test_that_was_asked_for_does_not(self, desk):
        row = executive("Ana Berg", wanted_slug="ab", public_from=TOMORROW)
        fill_in(desk, page_of(row), name_0="Anna Berg")
        row.refresh_from_db()
        assert row.slug == "ab"

    def test_is_shown_with_former_ones(self, desk):
        row = executive("Anna Berg", public_from=LONG_AGO)
        fill_in(desk, page_of(row), wanted_slug="anna-lund")
        html = desk.get(page_of(row)).content.decode()
        assert "anna-berg, which redirects to the present one" in html
        assert "<div>anna-lund</div>" in html

    def test_is_announced_while_it_waits_and_absent_while_hidden(self, desk):
        waiting = desk.get(page_of(executive("Anna Berg", public_from=TOMORROW))).content.decode()
        assert "anna-berg from 4 May 2026, 12:00" in waiting
        assert "None as long as this is hidden" in desk.get(page_of(executive("B"))).content.decode()


class TestTheirPosts:
    @pytest.fixture
    def anna(self):
        return executive("Anna")

    @pytest.fixture
    def chair(self):
        return post("Chair")

    def save(self, desk, who, *rows, count=None):
        values = {key: value for row in rows for key, value in row.items()}
        return fill_in(desk, page_of(who), **{"appointments-TOTAL_FORMS": count or len(rows), **values})

    def test_somebody_elses_is_refused_beside_its_date(self, desk, anna, chair):
        appointment(executive("Bo"), chair, "2020-01-01")
        answer = self.save(desk, anna, row_of_appointment(0, chair, "2021-01-01"))
        assert errors_of(answer) == {
            "appointments-0-started_on": [
                "Somebody else holds this post at that time. It is held by one person at a time."
            ]
        }
        assert 'value="2021-01-01"' in answer.content.decode()

    def test_two_new_ones_that_contradict_each_other_are_refused(self, desk, anna, chair):
        answer = self.save(
            desk, anna, row_of_appointment(0, chair, "2020-01-01"), row_of_appointment(1, chair, "2021-01-01")
        )
        assert errors_of(answer) == {
            "appointments-1-started_on": ["The same person holds this post already at that time."]
        }
        assert not Appointment.objects.exists()

    def test_an_end_before_the_start_is_refused(self, desk, anna, chair):
        answer = self.save(desk, anna, row_of_appointment(0, chair, "2021-01-02", "2021-01-01"))
        assert set(errors_of(answer)) == {"appointments-0-ended_on"}

    def test_a_day_on_which_one_follows_the_other_may_move(self, desk, anna, chair):
        shared = post("Adviser", exclusive=False)
        first = appointment(anna, shared, "2019-01-01", "2021-01-01")
        second = appointment(anna, shared, "2021-01-01")
        for day in ("2022-01-01", "2020-01-01"):
            answer = self.save(
                desk,
                anna,
                row_of_appointment(0, shared, day, key=second.pk),
                row_of_appointment(1, shared, "2019-01-01", day, key=first.pk),
            )
            assert errors_of(answer) == {}
        assert set(anna.appointments.values_list("started_on", "ended_on")) == {
            (date(2019, 1, 1), date(2020, 1, 1)),
            (date(2020, 1, 1), None),
        }

    def test_one_may_go_and_another_take_its_place(self, desk, anna, chair):
        first = appointment(anna, chair, "2019-01-01")
        answer = self.save(
            desk,
            anna,
            row_of_appointment(0, chair, "2019-01-01", key=first.pk, DELETE="on"),
            row_of_appointment(1, chair, "2020-01-01"),
        )
        assert errors_of(answer) == {}
        assert anna.appointments.get().started_on == date(2020, 1, 1)

    def test_one_that_is_named_by_a_remark_stays(self, desk, anna, chair):
        held = appointment(anna, chair, "2019-01-01")
        remark = baker.make(Remark, speaker=anna, edition=baker.make(Edition, pending=False))
        RemarkAppointment.objects.create(remark=remark, appointment=held)
        answer = self.save(desk, anna, row_of_appointment(0, chair, "2019-01-01", key=held.pk, DELETE="on"))
        assert answer.status_code == 200
        assert anna.appointments.exists()

    def test_what_a_colleague_saved_a_moment_ago_is_an_error_in_the_form(self, desk, anna, chair, monkeypatch):
        """The rival is invisible to our own check, so that the database has to refuse."""
        appointment(executive("Bo"), chair, "2020-01-01")
        monkeypatch.setattr(AppointmentQuerySet, "overlapping", lambda self, other: self.none())
        answer = self.save(desk, anna, row_of_appointment(0, chair, "2021-01-01"))
        assert answer.status_code == 200
        [message] = answer.context["adminform"].form.non_field_errors()
        assert message.startswith("This contradicts what somebody else has just saved.")
        assert 'value="2021-01-01"' in answer.content.decode()
        assert not anna.appointments.exists()


def test_nobody_is_hidden_whom_a_release_shows(desk, monkeypatch):
    monkeypatch.setattr(visibility, "_guards", [lambda row: NOON])
    row = executive("Anna", public_from=LONG_AGO)
    answer = fill_in(desk, page_of(row), public_from_0="", public_from_1="")
    assert set(errors_of(answer)) == {"public_from"}


class TestDeleting:
    def test_somebody_with_a_past_is_refused_with_the_reason(self, desk):
        row = executive("Anna")
        appointment(row, post("Chair"), "2021-01-01")
        question = desk.get(f"{LIST}{row.pk}/delete/")
        assert "Anna – Chair (2021–)" in question.content.decode()
        assert desk.post(f"{LIST}{row.pk}/delete/", {"post": "yes"}).status_code < 500
        assert Executive.objects.exists()

    def test_somebody_who_was_named_a_moment_ago_is_no_server_error(self, desk, monkeypatch):
        row = executive("Anna")
        appointment(row, post("Chair"), "2021-01-01")
        monkeypatch.setattr(
            "people.admin.executive.ExecutiveAdmin.get_deleted_objects", lambda *args: ([], {}, set(), [])
        )
        answer = desk.post(f"{LIST}{row.pk}/delete/", {"post": "yes"}, follow=True)
        assert "Nothing was deleted" in answer.content.decode()
        assert Executive.objects.exists()

    def test_somebody_without_one_goes(self, desk):
        row = executive("Anna")
        desk.post(f"{LIST}{row.pk}/delete/", {"post": "yes"})
        assert not Executive.objects.exists()

    def test_many_at_once_is_not_offered(self, desk):
        executive("Anna")
        assert "delete_selected" not in desk.get(LIST).content.decode()


class TestTheList:
    @pytest.fixture(autouse=True)
    def people(self):
        self.tong = executive("Tong Laiming", native_name="童来明", public_from=LONG_AGO, spokesperson=True)
        self.angstrom = executive("Karin Ångström", public_from=TOMORROW)
        self.hidden = executive("Zora")
        chair = post("Chair")
        appointment(self.angstrom, chair, "2015-01-01", "2019-12-31")
        appointment(self.tong, chair, "2021-01-01")
        appointment(self.tong, post("Secretary"), "2020-01-01", "2026-12-31")

    def names(self, desk, **query):
        html = desk.get(LIST, query).content.decode()
        return re.findall(r'<th class="field-full_name"><a href="[^"]*">([^<]*)</a>', html)

    def test_tells_what_they_do_and_what_readers_see(self, desk):
        html = desk.get(LIST).content.decode()
        assert "Chair, 2021–; Secretary, 2020–2026" in html
        assert "Public since 15 November 2023" in html
        assert "Public from 4 May 2026, 12:00" in html
        assert "Hidden" in html

    @pytest.mark.parametrize(
        ("words", "found"),
        [("童", "Tong Laiming (童来明)"), ("angstrom", "Karin Ångström"), ("ÅNG", "Karin Ångström")],
    )
    def test_finds_any_spelling(self, desk, words, found):
        assert self.names(desk, q=words) == [found]

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"spokesperson__exact": "1"}, ["Tong Laiming (童来明)"]),
            ({"readers": "see"}, ["Tong Laiming (童来明)"]),
            ({"readers": "later"}, ["Karin Ångström"]),
            ({"readers": "never"}, ["Zora"]),
            ({"readers": "nonsense"}, ["Karin Ångström", "Tong Laiming (童来明)", "Zora"]),
            ({"o": "-1"}, ["Zora", "Tong Laiming (童来明)", "Karin Ångström"]),
        ],
    )
    def test_is_filtered_and_ordered(self, desk, query, found):
        assert self.names(desk, **query) == found

    @pytest.mark.parametrize("query", [{"q": "\0"}, {"q": "x" * 10_000}, {"p": "99999"}, {"o": "99.x"}])
    def test_takes_nonsense(self, desk, query):
        assert desk.get(LIST, query, follow=True).status_code == 200


class TestThePicker:
    @pytest.fixture
    def offered(self, desk):
        def ask(term, model="appointment", field="executive"):
            query = {"term": term, "app_label": "people", "model_name": model, "field_name": field}
            answer = desk.get("/admin/autocomplete/", query)
            return [row["text"] for row in answer.json()["results"]]

        return ask

    def test_tells_namesakes_apart_by_their_posts(self, offered):
        tong, former = executive("Tong Laiming", native_name="童来明"), executive("Tong Wei")
        executive("Tong Xi")
        chair = post("Chair")
        appointment(tong, post("Managing Director"), "2021-01-01")
        appointment(former, chair, "2015-01-01", "2019-12-31")
        assert offered("tong") == [
            "Tong Laiming (童来明) – Managing Director, 2021–",
            "Tong Wei – formerly Chair, 2015–2019",
            "Tong Xi",
        ]
        assert offered("童") == ["Tong Laiming (童来明) – Managing Director, 2021–"]
        assert offered("\0") == offered("")

    def test_never_offers_a_merged_duplicate(self, offered):
        executive("Tong Laiming")
        executive("Tong L.", merged_into=Executive.objects.get())
        assert offered("tong") == offered("tong", "executive", "merged_into") == ["Tong Laiming"]

    def test_needs_the_right_to_see_people(self, offered):
        client = Client()
        client.force_login(User.objects.create_user("guest", is_staff=True))
        query = {"term": "", "app_label": "people", "model_name": "appointment", "field_name": "executive"}
        assert client.get("/admin/autocomplete/", query).status_code == 403


class TestQueries:
    """The same number for one row and for fifty."""

    def fill(self, count):
        what = post("Adviser", exclusive=False)
        for n in range(count):
            row = executive(f"Person {n}", public_from=LONG_AGO)
            appointment(row, what, "2020-01-01")

    @pytest.mark.parametrize(
        "address",
        [LIST, f"{LIST}?q=person", "/admin/autocomplete/?app_label=people&model_name=appointment&field_name=executive"],
    )
    def test_of_lists_and_pickers(self, desk, address):
        self.fill(1)
        desk.get(address)
        for_one = queries(lambda: desk.get(address))
        self.fill(49)
        assert queries(lambda: desk.get(address)) == for_one

    def test_of_a_person_with_many_posts(self, desk):
        row = executive("Anna")
        appointment(row, post("Post"), "2020-01-01")
        desk.get(page_of(row))
        for_one = queries(lambda: desk.get(page_of(row)))
        for n in range(20):
            appointment(row, post(f"Post {n}"), "2020-01-01")
        assert queries(lambda: desk.get(page_of(row))) == for_one


class TestThePortrait:
    @pytest.fixture
    def anna(self):
        return executive("Anna", portrait=picture())

    def test_is_shown_on_the_page_and_may_be_removed(self, desk, anna):
        address = reverse("admin:people_executive_portrait", args=[anna.pk])
        assert f'<img src="{address}"' in desk.get(page_of(anna)).content.decode()
        assert errors_of(fill_in(desk, page_of(anna), **{"portrait-clear": "on"})) == {}
        anna.refresh_from_db()
        assert not anna.portrait
        assert desk.get(address).status_code == 404

    def test_stays_when_something_else_is_changed(self, desk, anna):
        fill_in(desk, page_of(anna), native_name="Anna B.")
        anna.refresh_from_db()
        assert anna.portrait

    def test_is_served_to_those_who_may_see_people_and_kept_by_nobody(self, desk, anna):
        answer = desk.get(reverse("admin:people_executive_portrait", args=[anna.pk]))
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
        assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))

    def test_is_refused_to_others(self, anna):
        client = Client()
        address = reverse("admin:people_executive_portrait", args=[anna.pk])
        assert client.get(address).status_code == 302
        client.force_login(User.objects.create_user("guest", is_staff=True))
        assert client.get(address).status_code == 403


def test_somebody_who_may_only_look_sees_the_page_and_changes_nothing(noon):
    row = executive("Anna")
    appointment(row, post("Chair"), "2021-01-01")
    reader = User.objects.create_user("reader", is_staff=True)
    reader.user_permissions.set(
        Permission.objects.filter(codename__startswith="view_", content_type__app_label="people")
    )
    client = Client()
    client.force_login(reader)
    assert client.get(page_of(row)).status_code == 200
    assert client.post(page_of(row), {"name_0": "B"}).status_code == 403


def test_pages_hold_nothing_inline(desk):
    row = executive("Anna", portrait=picture(), public_from=LONG_AGO)
    appointment(row, post("Chair"), "2021-01-01")
    for address in (LIST, ADD, page_of(row), f"{LIST}{row.pk}/delete/", f"{LIST}{row.pk}/history/"):
        html = desk.get(address).content.decode()
        assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", html), address
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", html), address
        assert "<style" not in html


@pytest.mark.parametrize("nonsense", ["nobody", "9" * 30, "-1", "²"])
def test_a_choice_that_no_browser_offers_is_refused(desk, nonsense):
    typed = {"appointments-TOTAL_FORMS": 1, "appointments-0-post": nonsense}
    assert set(errors_of(fill_in(desk, ADD, name_0="Anna", **typed))) == {"appointments-0-post"}
    assert set(errors_of(fill_in(desk, "/admin/people/department/add/", name_0="D", successors=[nonsense]))) == {
        "successors"
    }


def test_a_row_that_was_deleted_meanwhile_is_no_server_error(desk):
    row = executive("Anna")
    page = page_of(row)
    Executive.objects.all().delete()
    assert desk.post(page, {"name_0": "B"}).status_code == 200
