"""People as readers find them: who holds which post, since when, and everything they said on the record."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from i18nfield.strings import LazyI18nString

from articles import facets
from people.merging import merge
from people.models import Executive
from tests.articles import factories as make
from tests.articles import naive
from tests.articles.factories import at, when
from tests.articles.naive import Cast, Release, Spoken
from tests.articles.reading import Page, get, queries, read

pytestmark = pytest.mark.django_db

NOTHING: frozenset[int] = frozenset()


@pytest.fixture(autouse=True)
def _noon():
    with when(12):
        yield


def records(page: Page) -> list[str]:
    """The remarks on a page, in order, as release and number."""
    urls = [url for url in page.urls("/news/") if "#r" in url and "-p" not in url]
    return [url.removeprefix("/news/").replace("/#r", " ") for url in urls]


# All of them


def test_people_are_listed_by_name_with_the_posts_they_hold():
    for name in ("Åke Berg", "Bo Dahl", "童来明"):
        holder = make.executive(name)
        make.appointment(holder, make.post(f"head of {name}"), date(2020, 1, 1))
    former = make.executive("Anna Alm")
    make.appointment(former, make.post("chair"), date(2010, 1, 1), date(2015, 1, 1), end_public_from=make.LONG_AGO)
    page = read("/people/")
    assert page.urls("/people/") == [
        "/people/",
        "/people/ake-berg/",
        "/people/bo-dahl/",
        "/people/tong-lai-ming/",
        "/people/anna-alm/",
    ]
    assert "head of Åke Berg" in page.text
    assert "chair" not in page.text
    assert page.text.index("In post") < page.text.index("Formerly in post") < page.text.index("Anna Alm")


def test_somebody_who_holds_no_post_yet_is_not_called_former():
    coming = make.executive("Carl Dahl")
    make.appointment(coming, make.post("chair"), date(2099, 1, 1))
    text = read("/people/").text
    assert "Formerly in post" not in text
    assert text.index("Others") < text.index("Carl Dahl")


def test_hidden_people_and_posts_are_not_listed():
    make.executive("Hidden Person", hidden=True)
    seen = make.executive("Anna")
    make.appointment(seen, make.post("hidden post", hidden=True))
    make.appointment(seen, make.post("coming post"), hidden=True)
    text = read("/people/").text
    assert "Anna" in text
    assert not any(words in text for words in ("Hidden Person", "hidden post", "coming post"))


# One of them


def test_posts_over_time_the_newest_first():
    biography = LazyI18nString("Born.\r\n\r\nLives\r\nhere.")
    anna = make.executive("Anna Ångström", native_name="Anna Ångström-Li", biography=biography)
    hydro = make.department("Hydro")
    ended = {"end_public_from": make.LONG_AGO}
    make.appointment(anna, make.post("engineer"), None, date(2012, 5, 1), **ended)
    make.appointment(anna, make.post("head", department=hydro), date(2012, 5, 1), date(2020, 1, 1), **ended)
    make.appointment(anna, make.post("chair"), date(2020, 1, 1))
    page = read("/people/anna-angstrom/")
    assert page.headline == "Anna Ångström Anna Ångström-Li"
    order = [page.text.index(words) for words in ("since 2020", "2012–2020", "until 2012")]
    assert order == sorted(order)
    assert ("/departments/hydro/", "Hydro") in page.links
    assert "<p>Born.</p><p>Lives here.</p>" in page.html


def test_an_end_that_is_not_public_is_not_told():
    """That somebody leaves is the most sensitive news of all."""
    anna = make.executive("Anna")
    held = make.appointment(anna, make.post("chair"), date(2020, 1, 1))
    before = [get(path).content for path in ("/people/", "/people/anna/")]
    held.ended_on, held.end_public_from = date(2026, 4, 30), at(13)
    held.save()
    assert [get(path).content for path in ("/people/", "/people/anna/")] == before
    with when(13):
        page = read("/people/anna/")
        assert "2020–2026" in page.text
        assert "Holds no post today" in page.text


def test_every_remark_with_its_meeting_and_the_post_held_then():
    anna = make.executive("Anna")
    ended = {"end_public_from": make.LONG_AGO}
    make.appointment(anna, make.post("chief engineer"), date(2015, 1, 1), date(2025, 12, 31), **ended)
    make.appointment(anna, make.post("chair"), date(2026, 1, 1))
    then, now = make.meeting("Fair", date(2024, 3, 1)), make.meeting("Congress")
    whole = make.meeting("Forum", date(2024, 5, 1))
    session = make.meeting("Opening", date(2024, 5, 1), parent=whole)
    make.release("Old", at(8), said=[(anna, "Then.", {"meetings": [then]}), (anna, "There.", {"meetings": [session]})])
    make.release("New", at(9), meetings=[now], said=[(anna, "Now.", {"points": ["Build.", "Keep."]})])
    page = read("/people/anna/")
    assert records(page) == ["new 1", "old 1", "old 2"]
    for words in ("As chief engineer", "As chair", "Then.", "There.", "Now.", "Fair", "Congress", "Opening"):
        assert words in page.text
    assert "/news/new/#r1-p2" in page.urls()


def test_only_what_is_live_is_on_the_record():
    anna = make.executive("Anna")
    article = make.release("First", at(8), said=[(anna, "As first said.")])
    article.articles_remarkblock_set.update(text="As corrected.")
    make.save(article)
    make.schedule(article, at(13), decided=at(9))
    make.withdraw(make.release("Gone", at(8), said=[(anna, "Taken back.")]), at(9))
    text = read("/people/anna/").text
    assert "As first said." in text
    assert "As corrected." not in text
    assert "Taken back." not in text
    with when(13):
        text = read("/people/anna/").text
    assert "As corrected." in text
    assert "As first said." not in text


def test_the_record_is_read_page_by_page_and_no_release_is_torn_apart():
    anna = make.executive("Anna")
    for hour, count in enumerate((8, 8, 8, 3), 1):
        make.release(f"R{hour}", at(hour), said=[(anna, f"{n}") for n in range(count)])
    first = read("/people/anna/")
    assert [record.partition(" ")[0] for record in records(first)] == ["r4"] * 3 + ["r3"] * 8 + ["r2"] * 8 + ["r1"] * 8
    assert not first.urls("/people/anna/?after=")
    make.release("R0", at(0, 30), said=[(anna, "earliest")])
    (older,) = read("/people/anna/").urls("/people/anna/?after=")
    last = read(older.partition("#")[0])
    assert records(last) == ["r0 1"]
    assert not last.urls("/people/anna/?after=")
    assert "/people/anna/#remarks" in last.urls()


def test_a_malformed_cursor_is_a_400():
    make.executive("Anna")
    assert "“after”" in read("/people/anna/?after=nonsense", 400).text


def test_a_page_in_chinese_shows_the_chinese_record():
    tong = make.executive(LazyI18nString({"en": "Tong Laiming", "zh-hans": "童来明"}))
    make.release("English", at(8), said=[(tong, "Thank you.")])
    make.release("中文", at(9), said=[(tong, "谢谢。")], language="zh-hans")
    page = read("/zh-hans/people/tong-laiming/")
    assert page.headline == "童来明"
    assert "谢谢。" in page.text
    assert "Thank you." not in page.text
    assert page.alternates["en"] == "http://testserver/people/tong-laiming/"


# Addresses


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_a_former_address_leads_to_the_present_one_for_good(prefix):
    anna = make.executive("Anna Ångström")
    anna.wanted_slug = "anna-holm"
    anna.save()
    assert get(f"{prefix}/people/anna-angstrom/", 301)["Location"] == f"{prefix}/people/anna-holm/"


def test_a_merged_duplicate_leads_to_the_one_that_stays():
    duplicate, anna = make.executive("A. Ångström"), make.executive("Anna Ångström")
    make.release("First", at(8), said=[(duplicate, "Hello.")])
    merge(duplicate, anna, by=make.press_officer())
    assert get("/people/a-angstrom/", 301)["Location"] == "/people/anna-angstrom/"
    assert "Hello." in read("/people/anna-angstrom/").text


def test_hidden_and_absent_are_one_and_the_same_404():
    make.executive("Hidden", hidden=True)
    coming = make.executive("Coming", hidden=True)
    coming.public_from = at(13)
    coming.save()
    answers = {get(f"/people/{slug}/", 404).content for slug in ("hidden", "coming", "absent")}
    assert len(answers) == 1
    with when(13):
        get("/people/coming/")


def test_pages_are_for_reading_only():
    make.executive("Anna")
    assert Client().head("/people/anna/").status_code == 200
    assert Client().post("/people/anna/").status_code == 405


# What it costs


def spoken(count: int, cast: Cast) -> None:
    said = Spoken(0, frozenset({0, 1}), frozenset({1, 2}))
    meetings = frozenset({0})
    naive.store(cast, [Release(n, False, "en", "news", meetings, NOTHING, NOTHING, (said,)) for n in range(count)])
    facets.forget()


def test_the_same_number_of_queries_for_one_remark_and_for_fifty():
    cast = Cast.make()
    spoken(1, cast)
    one = queries("/people/anna/")
    for number in range(10):
        make.appointment(cast.speakers[0], make.post(f"post {number}", department=make.department(f"D{number}")))
    spoken(50, cast)
    assert queries("/people/anna/") == one <= 7


def test_the_list_costs_no_more_for_many():
    def listed(count: int) -> int:
        for number in range(count):
            make.holding(f"director {count} {number}", f"Person {count} {number}")
        return queries("/people/")

    assert listed(1) == listed(20) <= 5
    assert Executive.objects.count() == 21
