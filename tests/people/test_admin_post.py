"""The staff's pages about posts and about who holds them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Appointment, Post
from tests.people.making import appointment, department, errors_of, executive, fill_in, post

LIST = "/admin/people/post/"
ADD = f"{LIST}add/"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def page_of(row):
    return f"{LIST}{row.pk}/change/"


def holder(n, who, start="", end="", key="", **further):
    """What a browser sends for one appointment on a post's page."""
    values = {"executive": who.pk, "started_on": start, "ended_on": end, "id": key, **further}
    for moment in ("public_from", "end_public_from"):
        values |= {f"{moment}_0": "", f"{moment}_1": ""}
    return {f"appointments-{n}-{name}": value for name, value in values.items()}


@pytest.fixture
def anna():
    return executive("Anna")


@pytest.fixture
def bo():
    return executive("Bo")


def rows(*holders):
    merged = {key: value for row in holders for key, value in row.items()}
    return {"appointments-TOTAL_FORMS": len(holders), **merged}


class TestHolders:
    def test_two_at_once_on_the_form_of_a_new_exclusive_post_are_refused(self, desk, anna, bo):
        answer = fill_in(desk, ADD, title_0="Chair", **rows(holder(0, anna, "2020-01-01"), holder(1, bo, "2021-01-01")))
        assert errors_of(answer) == {
            "appointments-1-started_on": [
                "Somebody else holds this post at that time. It is held by one person at a time."
            ]
        }
        assert "2021-01-01" in answer.content.decode()
        assert not Post.objects.exists()

    def test_two_at_once_in_a_shared_post_are_taken(self, desk, anna, bo):
        two = rows(holder(0, anna, "2020-01-01"), holder(1, bo, "2021-01-01"))
        assert errors_of(fill_in(desk, ADD, title_0="Adviser", exclusive="", **two)) == {}
        assert Appointment.objects.filter(exclusive=False).count() == 2

    @pytest.mark.parametrize("day", ["2022-06-01", "2020-06-01"])
    def test_a_handover_day_may_move_either_way(self, desk, anna, bo, day):
        """Saved one after the other, both would hold the post for a moment; the database must not mind."""
        chair = post("Chair")
        first, second = appointment(anna, chair, "2019-01-01", "2021-01-01"), appointment(bo, chair, "2021-01-01")
        answer = fill_in(
            desk,
            page_of(chair),
            **rows(holder(0, bo, day, key=second.pk), holder(1, anna, "2019-01-01", day, key=first.pk)),
        )
        assert errors_of(answer) == {}
        assert set(chair.appointments.values_list("started_on", "ended_on", "exclusive")) == {
            (date(2019, 1, 1), date.fromisoformat(day), True),
            (date.fromisoformat(day), None, True),
        }

    def test_a_handover_day_that_moves_on_one_side_only_is_refused(self, desk, anna, bo):
        chair = post("Chair")
        first, second = appointment(anna, chair, "2019-01-01", "2021-01-01"), appointment(bo, chair, "2021-01-01")
        answer = fill_in(
            desk,
            page_of(chair),
            **rows(holder(0, bo, "2021-01-01", key=second.pk), holder(1, anna, "2019-01-01", "2022-01-01", first.pk)),
        )
        assert set(errors_of(answer)) == {"appointments-1-started_on"}

    def test_a_post_that_two_hold_does_not_become_exclusive(self, desk, anna, bo):
        shared = post("Adviser", exclusive=False)
        for who in (anna, bo):
            appointment(who, shared, "2020-01-01")
        assert "exclusive" in errors_of(fill_in(desk, page_of(shared), exclusive="on"))

    def test_a_merged_duplicate_is_not_appointed(self, desk, anna):
        merged = executive("Anna B.", merged_into=anna)
        answer = fill_in(desk, page_of(post("Chair")), **rows(holder(0, merged, "2020-01-01")))
        assert set(errors_of(answer)) == {"appointments-0-executive"}


def test_a_post_with_holders_is_not_deleted(desk, anna):
    chair = post("Chair")
    appointment(anna, chair, "2020-01-01")
    assert "Anna – Chair (2020–)" in desk.get(f"{LIST}{chair.pk}/delete/").content.decode()
    assert desk.post(f"{LIST}{chair.pk}/delete/", {"post": "yes"}).status_code < 500
    assert Post.objects.exists()


def test_the_list_and_the_picker_tell_who_holds_it(desk, anna, bo):
    chair = post("Chair", department=department("Board"))
    appointment(bo, chair, "2015-01-01", "2020-01-01")
    appointment(anna, chair, "2020-01-01")
    assert "Anna, 2020–" in desk.get(LIST).content.decode()
    query = {"term": "chair", "app_label": "people", "model_name": "appointment", "field_name": "post"}
    [found] = desk.get("/admin/autocomplete/", query).json()["results"]
    assert found["text"] == "Chair, Board – Anna, 2020–"


@pytest.mark.parametrize(
    "address", [LIST, "/admin/autocomplete/?app_label=people&model_name=appointment&field_name=post"]
)
def test_lists_take_as_many_queries_for_fifty_as_for_one(desk, address, anna):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            desk.get(address)
        return len(captured)

    appointment(anna, post("First", department=department()), "2020-01-01")
    queries()
    before = queries()
    for n in range(50):
        appointment(executive(f"Person {n}"), post(f"Post {n}", department=department(f"D {n}")), "2020-01-01")
    assert queries() == before


def test_the_page_takes_as_many_queries_for_many_holders_as_for_one(desk, anna):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            desk.get(page_of(shared))
        return len(captured)

    shared = post("Adviser", exclusive=False)
    appointment(anna, shared, "2020-01-01")
    queries()
    before = queries()
    for n in range(20):
        appointment(executive(f"Person {n}"), shared, "2020-01-01")
    assert queries() == before
