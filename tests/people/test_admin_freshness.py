"""A form that was opened before a colleague saved overwrites nothing unseen; and who opens a row to readers."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.roles import AUTHOR, PUBLISHER, ensure_roles
from people.models import Alias, Appointment, Executive, Post
from tests.people.making import (
    LONG_AGO,
    NOON,
    TOMORROW,
    appointment,
    controls,
    department,
    errors_of,
    executive,
    fill_in,
    post,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

TOO_LATE = "Somebody else has changed this meanwhile, so nothing was saved."
REMOVED = "Somebody else has removed this meanwhile, so nothing was saved."
MOMENT = {"public_from_0": "2026-05-01", "public_from_1": "09:00"}


def page_of(row):
    return f"/admin/people/{row._meta.model_name}/{row.pk}/change/"


def shown(client, address):
    page = client.get(address)
    assert page.status_code == 200
    return controls(page.content.decode())


def signed_in(role):
    ensure_roles()
    user = User.objects.create_user(role.lower(), is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


def again(client, answer, address):
    """Save once more what a refused form shows."""
    return client.post(address, controls(answer.content.decode()))


class TestARow:
    @pytest.fixture
    def anna(self):
        return executive("Anna Berg", native_name="Anna", spokesperson=True)

    def test_that_a_colleague_changed_is_not_overwritten(self, desk, anna):
        stale = shown(desk, page_of(anna))
        anna.native_name, anna.spokesperson = "安娜", False
        anna.save()
        answer = desk.post(page_of(anna), {**stale, "biography_0": "Typed with care."})
        [messages] = errors_of(answer).values()
        assert messages[0].startswith(TOO_LATE)
        assert messages[1:] == ["Name in its own script is now: 安娜", "Spokesperson is now: no"]
        assert "Typed with care." in answer.content.decode()
        anna.refresh_from_db()
        assert (anna.native_name, str(anna.biography)) == ("安娜", "")

    def test_saved_again_is_overwritten_knowingly(self, desk, anna):
        stale = shown(desk, page_of(anna))
        fill_in(desk, page_of(anna), name_0="Anna Lund")
        answer = desk.post(page_of(anna), {**stale, "name_0": "Anna Moe"})
        assert again(desk, answer, page_of(anna)).status_code == 302
        anna.refresh_from_db()
        assert str(anna.name) == "Anna Moe"

    def test_is_refused_again_if_it_changes_again(self, desk, anna):
        stale = shown(desk, page_of(anna))
        fill_in(desk, page_of(anna), name_0="Anna Lund")
        answer = desk.post(page_of(anna), {**stale, "native_name": "安"})
        fill_in(desk, page_of(anna), name_0="Anna Dahl")
        assert "Name is now: English: Anna Dahl" in str(errors_of(again(desk, answer, page_of(anna))))

    @pytest.mark.parametrize("forged", [None, "", "x", "name:", "name:x:y", "\0"])
    def test_is_not_saved_by_a_form_that_does_not_say_what_it_showed(self, desk, anna, forged):
        form = shown(desk, page_of(anna)) | {"as_shown": forged, "native_name": "B"}
        answer = desk.post(page_of(anna), {name: value for name, value in form.items() if value is not None})
        assert errors_of(answer)["__all__"][0].startswith(TOO_LATE)
        anna.refresh_from_db()
        assert anna.native_name == "Anna"

    def test_is_not_stale_for_what_follows_from_other_rows(self, desk, anna):
        form = shown(desk, page_of(anna))
        Alias.objects.create(executive=anna, text="A. Berg")
        Executive.objects.filter(pk=anna.pk).update(revealed_from=NOON, slug="anna", slug_opens_at=NOON)
        assert errors_of(desk.post(page_of(anna), {**form, "native_name": "安"})) == {}

    def test_tells_of_each_kind_of_value(self, desk):
        sales, whole, markets = department("Sales"), department("Whole"), department("Markets")
        stale = shown(desk, page_of(sales))
        sales.parent, sales.kind, sales.public_from = whole, "team", TOMORROW
        sales.opened_on, sales.closed_on, sales.closure = date(2020, 1, 2), date(2026, 6, 30), "renamed"
        sales.save()
        sales.successors.set([markets])
        assert errors_of(desk.post(page_of(sales), stale))["__all__"][1:] == [
            "Public from is now: 4 May 2026, 12:00",
            "Kind is now: Team",
            "Part of is now: Whole",
            "Opened on is now: 2 January 2020",
            "Closed on is now: 30 June 2026",
            "How it closed is now: Renamed",
            "Succeeded by is now: Markets",
        ]

    def test_tells_that_something_was_emptied(self, desk):
        chair = post("Chair", department=department("Board"))
        stale = shown(desk, page_of(chair))
        Post.objects.filter(pk=chair.pk).update(department=None)
        assert errors_of(desk.post(page_of(chair), stale))["__all__"][1:] == ["Department is empty now."]

    def test_never_tells_of_a_row_that_the_user_may_not_see(self, anna):
        user = User.objects.create_user("clerk", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=["view_post", "change_post"]))
        clerk = Client()
        clerk.force_login(user)
        chair = post("Chair")
        stale = shown(clerk, page_of(chair))
        Post.objects.filter(pk=chair.pk).update(department=department("Secret unit"))
        answer = clerk.post(page_of(chair), {**stale, "department": ""})
        assert errors_of(answer)["__all__"][1:] == ["Department was changed."]
        assert "Secret unit" not in answer.content.decode()

    def test_is_read_when_nobody_else_can_be_about_to_save_it(self, desk, anna):
        form = shown(desk, page_of(anna))
        with CaptureQueriesContext(connection) as captured:
            desk.post(page_of(anna), form)
        tables = [query["sql"] for query in captured]
        locked = next(n for n, sql in enumerate(tables) if "people_generation" in sql)
        read = next(n for n, sql in enumerate(tables) if 'FROM "people_executive"' in sql)
        assert locked < read

    def test_that_was_removed_meanwhile_can_be_entered_anew(self, desk, anna):
        chair = post("Chair")
        appointment(anna, chair, "2020-01-01")
        stale = shown(desk, page_of(anna)) | {"name_0": "Anna Typed"}
        anna.appointments.all().delete()
        anna.delete()
        answer = desk.post(page_of(anna), stale)
        assert errors_of(answer)["__all__"][0].startswith(REMOVED)
        html = answer.content.decode()
        assert "Anna Typed" in html
        assert 'action="/admin/people/executive/add/"' in html
        assert not Executive.objects.exists()
        assert errors_of(again(desk, answer, "/admin/people/executive/add/")) == {}
        assert Executive.objects.get().appointments.get().post == chair

    def test_saved_as_a_new_one_or_in_a_window_of_its_own_is_not_stale(self, desk, anna):
        stale = shown(desk, page_of(anna))
        fill_in(desk, page_of(anna), name_0="Anna Lund")
        assert desk.post(page_of(anna), {**stale, "_saveasnew": "1"}).status_code == 302
        assert Executive.objects.count() == 2
        address = "/admin/people/department/add/?_popup=1"
        assert fill_in(desk, address, name_0="Sales", _popup="1").status_code == 200
        assert department("X").pk > 1

    def test_that_may_only_be_looked_at_has_no_fingerprint(self, anna):
        user = User.objects.create_user("viewer", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
        viewer = Client()
        viewer.force_login(user)
        appointment(anna, post("Chair"), "2020-01-01")
        html = viewer.get(page_of(anna)).content.decode()
        assert "as_shown" not in html
        assert viewer.post(page_of(anna), {"name_0": "X"}).status_code == 403


class TestRowsOnThePageOfAnother:
    @pytest.fixture
    def anna(self):
        return executive("Anna")

    @pytest.fixture
    def held(self, anna):
        """In the order of the page: the latest first."""
        adviser = post("Adviser", exclusive=False)
        return [appointment(anna, adviser, f"20{n}0-01-01", f"20{n}5-01-01") for n in (2, 1, 0)]

    def test_one_that_a_colleague_changed_is_refused_beside_it(self, desk, anna, held):
        stale = shown(desk, page_of(anna))
        Appointment.objects.filter(pk=held[1].pk).update(ended_on=date(2016, 1, 1))
        answer = desk.post(page_of(anna), {**stale, "appointments-1-started_on": "2011-01-01"})
        [(row, messages)] = errors_of(answer).items()
        assert row == "appointments-1-__all__"
        assert messages[1:] == ["To is now: 1 January 2016"]
        held[1].refresh_from_db()
        assert held[1].started_on == date(2010, 1, 1)
        assert again(desk, answer, page_of(anna)).status_code == 302
        held[1].refresh_from_db()
        assert (held[1].started_on, held[1].ended_on) == (date(2011, 1, 1), date(2015, 1, 1))

    def test_one_that_was_left_alone_is_not_turned_back(self, desk, anna, held):
        stale = shown(desk, page_of(anna))
        Appointment.objects.filter(pk=held[1].pk).update(ended_on=date(2016, 1, 1))
        assert "appointments-1-__all__" in errors_of(desk.post(page_of(anna), {**stale, "native_name": "安"}))
        anna.refresh_from_db()
        assert anna.native_name == ""

    def test_one_that_is_to_go_stays_if_it_was_changed_meanwhile(self, desk, anna, held):
        stale = shown(desk, page_of(anna)) | {"appointments-1-DELETE": "on"}
        Appointment.objects.filter(pk=held[1].pk).update(ended_on=date(2016, 1, 1))
        answer = desk.post(page_of(anna), stale)
        assert "To is now: 1 January 2016" in answer.content.decode()
        assert anna.appointments.count() == 3
        assert again(desk, answer, page_of(anna)).status_code == 302
        assert anna.appointments.count() == 2

    @pytest.mark.parametrize("how", ["removed", "moved"])
    def test_what_was_typed_for_one_that_is_gone_is_never_dropped(self, desk, anna, held, how):
        stale = shown(desk, page_of(anna)) | {
            "appointments-0-started_on": "2021-01-01",
            "appointments-2-started_on": "2001-01-01",
        }
        if how == "removed":
            held[0].delete()
        else:
            Appointment.objects.filter(pk=held[0].pk).update(executive=executive("Bo"))
        answer = desk.post(page_of(anna), stale)
        [messages] = errors_of(answer).values()
        assert messages[0].startswith(REMOVED)
        html = answer.content.decode()
        assert 'value="2021-01-01"' in html
        assert 'value="2001-01-01"' in html
        assert 'value="2000-01-01"' not in html
        assert again(desk, answer, page_of(anna)).status_code == 302
        days = anna.appointments.order_by("started_on").values_list("started_on", flat=True)
        assert [day.year for day in days] == [2001, 2010, 2021]
        assert how != "moved" or Appointment.objects.get(pk=held[0].pk).started_on.year == 2020

    def test_one_that_two_remove_is_no_conflict(self, desk, anna, held):
        stale = shown(desk, page_of(anna)) | {"appointments-0-DELETE": "on"}
        held[0].delete()
        assert errors_of(desk.post(page_of(anna), stale)) == {}
        assert anna.appointments.count() == 2

    def test_one_that_a_colleague_added_is_minded(self, desk, anna, held):
        stale = shown(desk, page_of(anna))
        appointment(anna, held[0].post, "2026-01-01", "2028-01-01")
        typed = {"appointments-0-ended_on": "2027-01-01"}
        answer = desk.post(page_of(anna), {**stale, **typed})
        assert set(errors_of(answer)) == {"appointments-0-started_on"}
        rows = [row for inline in answer.context["inline_admin_formsets"] for row in inline if row.original]
        assert [row.original.pk for row in rows] == [row.form.instance.pk for row in rows] == [row.pk for row in held]
        assert again(desk, answer, page_of(anna)).status_code == 200

    def test_another_spelling_is_minded_too(self, desk, anna):
        alias = Alias.objects.create(executive=anna, text="Ann")
        stale = shown(desk, page_of(anna)) | {"aliases-0-text": "Anne"}
        Alias.objects.filter(pk=alias.pk).update(public=False)
        messages = errors_of(desk.post(page_of(anna), stale))["aliases-0-__all__"]
        assert messages[1:] == ["Readers may search by it is now: no"]


class TestOpeningARowToReaders:
    """To make something public is to publish."""

    def test_takes_the_right_to_publish(self):
        publisher = signed_in(PUBLISHER)
        anna = executive("Anna")
        assert errors_of(fill_in(publisher, page_of(anna), **MOMENT)) == {}
        anna.refresh_from_db()
        assert anna.is_public()

    @pytest.mark.parametrize("make", [executive, department, post])
    @pytest.mark.parametrize("opens", [None, LONG_AGO, TOMORROW])
    def test_is_not_in_the_hands_of_an_author(self, make, opens):
        row, author = make(public_from=opens), signed_in(AUTHOR)
        form = shown(author, page_of(row))
        assert not [name for name in form if "public_from" in name]
        answer = author.post(page_of(row), {**form, **MOMENT, "wanted_slug": "changed"})
        assert errors_of(answer) == {}
        row.refresh_from_db()
        assert (row.public_from, row.wanted_slug) == (opens, "changed")

    @pytest.mark.parametrize(
        ("opens", "words"),
        [(None, "Hidden"), (LONG_AGO, "Public since 15 November 2023"), (TOMORROW, "Public from 4 May 2026, 12:00")],
    )
    def test_is_told_to_an_author_in_words(self, opens, words):
        author = signed_in(AUTHOR)
        held = appointment(executive("Anna"), post("Chair"), "2021-01-01", "2026-12-31", public_from=opens)
        for address in (page_of(held), page_of(held.executive), page_of(held.post)):
            html = author.get(address).content.decode()
            assert words in html
            assert 'name="public_from' not in html
            assert "public_from_0" not in html

    def test_leaves_what_an_author_adds_hidden(self):
        author = signed_in(AUTHOR)
        chair = post("Chair")
        forged = {f"appointments-0-{part}": value for part, value in MOMENT.items()}
        ended = {f"appointments-0-end_{part}": value for part, value in MOMENT.items()}
        row = {"appointments-0-post": chair.pk, "appointments-0-started_on": "2021-01-01"}
        row |= {"appointments-0-ended_on": "2026-12-31"}
        address = f"/admin/people/executive/add/?public_from={NOON.isoformat()}"
        assert errors_of(fill_in(author, address, name_0="Anna", **MOMENT, **row, **forged, **ended)) == {}
        anna = Executive.objects.get()
        assert anna.first_public() is None
        held = anna.appointments.get()
        assert (held.first_public(), held.end_first_public()) == (None, None)

    def test_holds_for_ends_as_well(self):
        author = signed_in(AUTHOR)
        held = appointment(executive("Anna"), post("Chair"), "2021-01-01", "2026-12-31")
        end = {f"end_{part}": value for part, value in MOMENT.items()}
        for address, prefix in ((page_of(held), ""), (page_of(held.executive), "appointments-0-")):
            forged = {f"{prefix}{part}": value for part, value in (MOMENT | end).items()}
            typed = {f"{prefix}started_on": "2020-01-01" if prefix else "2019-01-01"}
            assert errors_of(fill_in(author, address, **typed, **forged)) == {}
        held.refresh_from_db()
        assert held.started_on == date(2020, 1, 1)
        assert (held.first_public(), held.end_first_public()) == (None, None)

    def test_a_fault_found_with_an_instant_is_told_although_it_is_shown_in_words(self):
        author = signed_in(AUTHOR)
        held = appointment(executive("Anna"), post("Chair"), "2021-01-01", "2026-12-31", end_public_from=TOMORROW)
        answer = fill_in(author, page_of(held), ended_on="")
        assert errors_of(answer) == {"__all__": ["There is no end yet that could become public."]}
        answer = fill_in(author, page_of(held.executive), **{"appointments-0-ended_on": ""})
        assert errors_of(answer) == {"appointments-0-__all__": ["There is no end yet that could become public."]}
