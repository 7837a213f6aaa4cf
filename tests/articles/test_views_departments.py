"""Departments as readers find them: where they belong, what became of them, who holds their posts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from i18nfield.strings import LazyI18nString

from articles import facets
from people.models import Department
from tests.articles import factories as make
from tests.articles import naive
from tests.articles.factories import LONG_AGO, at, when
from tests.articles.naive import Cast, Release
from tests.articles.reading import get, queries, read

pytestmark = pytest.mark.django_db

CLOSED = {"closed_on": date(2026, 4, 30), "end_public_from": LONG_AGO}


@pytest.fixture(autouse=True)
def _noon():
    with when(12):
        yield


def test_departments_stand_under_those_they_belong_to():
    hydro = make.department("Hydro")
    make.department("Fish ladders", parent=hydro)
    hidden = make.department("Hidden", hidden=True)
    make.department("Shown", parent=hidden)
    page = read("/departments/")
    slugs = [url.removeprefix("/departments/") for url in page.urls("/departments/")]
    assert slugs == ["", "hydro/", "fish-ladders/", "shown/"]
    assert "Hidden" not in page.text


def test_a_department_with_its_posts_and_coverage():
    hydro = make.department("Hydro", opened_on=date(2010, 1, 1), kind=Department.Kind.BUSINESS_UNIT)
    part = make.department("Fish ladders", parent=hydro)
    head = make.post("head", department=hydro)
    make.appointment(make.executive("Anna"), head, date(2020, 1, 1))
    make.post("deputy", department=hydro)
    make.post("secret post", department=hydro, hidden=True)
    make.release("First", at(9), departments=[hydro])
    page = read("/departments/hydro/")
    assert page.headline == "Hydro"
    for words in ("Business unit", "1 January 2010", "head", "deputy", "No holder named"):
        assert words in page.text
    linked = {"/people/anna/", "/departments/fish-ladders/", "/news/first/", "/news/?department=hydro"}
    assert linked <= set(page.urls())
    assert "secret post" not in page.text
    assert ("/departments/hydro/", "Hydro") in read(f"/departments/{part.slug}/").links


@pytest.mark.parametrize(
    ("closure", "successors", "expected"),
    [
        (Department.Closure.RENAMED, ["Wind"], "Renamed on 30 April 2026: now Wind."),
        (Department.Closure.MERGED, ["Wind"], "Merged on 30 April 2026 into Wind."),
        (Department.Closure.SPLIT, ["Sun", "Wind"], "Split on 30 April 2026 into Sun, Wind."),
        (Department.Closure.SPLIT, ["Hidden"], "Closed on 30 April 2026."),
        (Department.Closure.CLOSED, [], "Closed on 30 April 2026."),
    ],
)
def test_a_closed_department_says_what_became_of_it(closure, successors, expected):
    hydro = make.department("Hydro", closure=closure, **CLOSED)
    hydro.successors.set([make.department(name, hidden=name == "Hidden") for name in successors])
    page = read("/departments/hydro/")
    assert expected in page.text
    assert expected in read("/departments/").text
    assert "Hidden" not in page.text


def test_a_closing_that_is_not_public_is_not_told():
    hydro, wind = make.department("Hydro"), make.department("Wind")
    paths = ["/departments/", "/departments/hydro/", "/departments/wind/"]
    before = [get(path).content for path in paths]
    hydro.closure, hydro.closed_on, hydro.end_public_from = Department.Closure.RENAMED, date(2026, 4, 30), at(13)
    hydro.save()
    hydro.successors.add(wind)
    assert [get(path).content for path in paths] == before
    with when(13):
        assert "Renamed on 30 April 2026" in read("/departments/hydro/").text
        assert "/departments/hydro/" in read("/departments/wind/").urls()


def test_the_holder_of_a_post_is_who_readers_may_think_it_is():
    head = make.post("head", department=make.department("Hydro"))
    held = make.appointment(make.executive("Anna"), head, date(2020, 1, 1), date(2026, 4, 30))
    make.appointment(make.executive("Bo"), head, date(2026, 5, 1), hidden=True)
    assert "/people/anna/" in read("/departments/hydro/").urls()
    held.end_public_from = at(9)
    held.save()
    page = read("/departments/hydro/")
    assert not page.urls("/people/a")
    assert "Bo" not in page.text


def test_hidden_and_absent_are_one_and_the_same_404():
    make.department("Hidden", hidden=True)
    assert get("/departments/hidden/", 404).content == get("/departments/absent/", 404).content


def test_a_former_address_leads_to_the_present_one_for_good():
    hydro = make.department("Hydro")
    hydro.wanted_slug = "water"
    hydro.save()
    assert get("/departments/hydro/", 301)["Location"] == "/departments/water/"


def test_in_chinese():
    make.department(LazyI18nString({"en": "Hydro", "zh-hans": "水电部"}), closure=Department.Closure.CLOSED, **CLOSED)
    page = read("/zh-hans/departments/hydro/")
    assert page.headline == "水电部"
    assert "2026年4月30日" in page.text


def test_the_same_number_of_queries_for_one_and_for_many():
    cast = Cast.make()

    def covered(count: int) -> int:
        plain: dict[str, Any] = {"withdrawn": False, "language": "en", "type": "news", "topics": frozenset()}
        plain |= {"meetings": frozenset(), "departments": frozenset({0}), "remarks": ()}
        naive.store(cast, [Release(opened=n, **plain) for n in range(count)])
        facets.forget()
        return queries("/departments/hydro/")

    post = make.post("head", department=cast.departments[0], exclusive=False)
    make.appointment(cast.speakers[0], post)
    make.department("Part", parent=cast.departments[0])
    one, listed = covered(1), queries("/departments/")
    for number in range(10):
        make.appointment(make.executive(f"P{number}"), make.post(f"post {number}", department=cast.departments[0]))
        make.department(f"Part {number}", parent=cast.departments[0])
    assert covered(50) == one <= 12
    assert queries("/departments/") == listed <= 5
