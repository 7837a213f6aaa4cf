"""Appointments are looked up by the person or by the post."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import RemarkBlock
from people.models import Appointment
from tests.people.making import appointment, department, errors_of, executive, fill_in, post

LIST = "/admin/people/appointment/"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

PICKER = {
    "app_label": RemarkBlock._meta.app_label,
    "model_name": RemarkBlock._meta.model_name,
    "field_name": "appointments",
}


@pytest.fixture
def held():
    tong = executive("Tong Laiming", native_name="童来明")
    return appointment(tong, post("Managing Director", department=department("Board")), "2021-01-01", "2026-12-31")


@pytest.mark.parametrize("words", ["童", "laiming", "managing", "tong director", "MANAGING TONG"])
def test_the_picker_finds_both_names_and_tells_the_years(desk, held, words):
    appointment(executive("Anna"), post("Chair"), "2020-01-01")
    [found] = desk.get("/admin/autocomplete/", {"term": words, **PICKER}).json()["results"]
    assert found == {"id": str(held.pk), "text": "Tong Laiming – Managing Director (2021–2026)"}


@pytest.mark.parametrize("words", ["tong chair", "\0%_", "x" * 10_000])
def test_the_picker_finds_nothing_that_does_not_fit(desk, held, words):
    assert desk.get("/admin/autocomplete/", {"term": words, **PICKER}).json()["results"] == []


def test_it_may_be_entered_on_its_own(desk, held):
    values = {"executive": executive("Anna").pk, "post": post("Chair").pk, "started_on": "2020-01-01"}
    assert errors_of(fill_in(desk, f"{LIST}add/", **values)) == {}
    assert Appointment.objects.count() == 2


def test_an_overlap_is_refused_beside_its_date(desk, held):
    values = {"executive": executive("Anna").pk, "post": held.post.pk, "started_on": "2022-01-01"}
    answer = fill_in(desk, f"{LIST}add/", **values)
    assert set(answer.context["adminform"].form.errors) == {"started_on"}


def test_an_end_is_made_public_only_where_there_is_one(desk, held):
    address = f"{LIST}{held.pk}/change/"
    typed = {"ended_on": "", "end_public_from_0": "2026-12-01", "end_public_from_1": "09:00"}
    assert set(errors_of(fill_in(desk, address, **typed))) == {"end_public_from"}
    assert errors_of(fill_in(desk, address, **{**typed, "ended_on": "2026-12-31"})) == {}


def test_the_list_shows_both_sides(desk, held):
    html = desk.get(LIST, {"q": "童"}).content.decode()
    assert "Tong Laiming (童来明)" in html
    assert "Managing Director, Board" in html
    assert "Hidden" in html


@pytest.mark.parametrize("query", [{}, {"q": "person"}, {"readers": "never"}])
def test_the_list_takes_as_many_queries_for_fifty_as_for_one(desk, query):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            desk.get(LIST, query)
        return len(captured)

    appointment(executive("Person"), post("Post", department=department()), "2020-01-01")
    queries()
    before = queries()
    for n in range(50):
        appointment(executive(f"Person {n}"), post(f"Post {n}", department=department(f"D {n}")), "2020-01-01")
    assert queries() == before
