"""The staff's pages about departments: they close rather than vanish."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Department
from tests.people.making import LONG_AGO, appointment, department, errors_of, executive, fill_in, post

LIST = "/admin/people/department/"
ADD = f"{LIST}add/"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def page_of(row):
    return f"{LIST}{row.pk}/change/"


@pytest.fixture
def sales():
    return department("Sales", public_from=LONG_AGO)


@pytest.fixture
def markets():
    return department("Markets", public_from=LONG_AGO)


class TestClosing:
    def test_says_when_how_and_into_what(self, desk, sales, markets):
        answer = fill_in(
            desk,
            page_of(sales),
            closed_on="2026-06-30",
            closure="renamed",
            successors=[markets.pk],
            end_public_from_0="2026-06-30",
            end_public_from_1="09:00",
        )
        assert errors_of(answer) == {}
        sales.refresh_from_db()
        assert sales.closed_on == date(2026, 6, 30)
        assert sales.shown_end() is None
        assert list(sales.successors.all()) == [markets]
        assert list(markets.predecessors.all()) == [sales]

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"closed_on": "2026-06-30"}, "closure"),
            ({"closure": "closed"}, "closed_on"),
            ({"closed_on": "2020-01-01", "opened_on": "2021-01-01", "closure": "closed"}, "closed_on"),
            ({"closed_on": "2026-06-30", "closure": "renamed"}, "successors"),
            ({"closed_on": "2026-06-30", "closure": "merged"}, "successors"),
            ({"closed_on": "2026-06-30", "closure": "split"}, "successors"),
            ({"end_public_from_0": "2026-06-30", "end_public_from_1": "09:00"}, "end_public_from"),
            ({"closed_on": "someday", "closure": "closed"}, "closed_on"),
        ],
    )
    def test_that_does_not_fit_together_is_refused_beside_the_field(self, desk, sales, typed, field):
        answer = fill_in(desk, page_of(sales), name_1="打过的字", **typed)
        assert set(errors_of(answer)) == {field}
        assert "打过的字" in answer.content.decode()

    def test_a_successor_of_what_stays_open_is_refused(self, desk, sales, markets):
        assert set(errors_of(fill_in(desk, page_of(sales), successors=[markets.pk]))) == {"closure"}

    def test_nothing_succeeds_itself(self, desk, sales):
        typed = {"closed_on": "2026-06-30", "closure": "renamed", "successors": [sales.pk]}
        assert set(errors_of(fill_in(desk, page_of(sales), **typed))) == {"successors"}

    def test_a_new_name_goes_to_one_department(self, desk, sales, markets):
        typed = {"closed_on": "2026-06-30", "closure": "renamed", "successors": [markets.pk, department("X").pk]}
        assert set(errors_of(fill_in(desk, page_of(sales), **typed))) == {"successors"}


def test_nothing_is_part_of_itself(desk, sales, markets):
    markets.parent = sales
    markets.save()
    answer = fill_in(desk, page_of(sales), parent=markets.pk)
    assert set(errors_of(answer)) == {"parent"}


def test_a_department_with_posts_is_not_deleted(desk, sales):
    post("Head", department=sales)
    answer = desk.get(f"{LIST}{sales.pk}/delete/")
    assert "Head, Sales" in answer.content.decode()
    assert desk.post(f"{LIST}{sales.pk}/delete/", {"post": "yes"}).status_code < 500
    assert Department.objects.filter(pk=sales.pk).exists()


def test_its_posts_are_listed_with_links_and_not_edited_here(desk, sales):
    head = post("Head <of>", department=sales)
    appointment(executive("Anna"), head, "2021-01-01")
    html = desk.get(page_of(sales)).content.decode()
    assert f'href="/admin/people/post/{head.pk}/change/' in html
    assert "Head &lt;of&gt;" in html
    assert "Anna, 2021–" in html
    assert 'name="posts-0-title' not in html
    fill_in(desk, page_of(sales), **{"posts-0-exclusive": ""})
    head.refresh_from_db()
    assert head.exclusive


def test_the_list_tells_what_became_of_it(desk, sales, markets):
    sales.closed_on, sales.closure = date(2023, 6, 30), "merged"
    sales.parent = markets
    sales.save()
    html = desk.get(LIST, {"q": "sal"}).content.decode()
    assert "Merged 2023" in html
    assert '<td class="field-part_of">Markets</td>' in html
    assert ">Markets</a>" not in html


def test_the_picker_tells_it_too(desk, sales):
    sales.closed_on, sales.closure = date(2023, 6, 30), "merged"
    sales.save()
    query = {"term": "SALES", "app_label": "people", "model_name": "post", "field_name": "department"}
    [found] = desk.get("/admin/autocomplete/", query).json()["results"]
    assert found["text"] == "Sales (Merged 2023)"


def test_the_list_takes_as_many_queries_for_fifty_as_for_one(desk, sales):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            desk.get(LIST)
        return len(captured)

    department("First", parent=sales)
    queries()
    before = queries()
    for n in range(50):
        department(f"Part {n}", parent=department(f"Whole {n}"))
    assert queries() == before


def test_the_page_takes_as_many_queries_for_many_posts_as_for_one(desk, sales):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            desk.get(page_of(sales))
        return len(captured)

    appointment(executive("Anna"), post("First", department=sales), "2021-01-01")
    queries()
    before = queries()
    for n in range(20):
        appointment(executive(f"Person {n}"), post(f"Post {n}", department=sales), "2021-01-01")
    assert queries() == before


def test_another_kind_of_row_is_not_a_department(desk):
    row = executive("Anna")
    assert desk.get(page_of(row)).status_code == 302
