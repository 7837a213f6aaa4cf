"""The front page and the listing, as readers get them."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from i18nfield.strings import LazyI18nString

from articles import facets
from tests.articles import factories as make
from tests.articles import naive
from tests.articles.factories import at, when
from tests.articles.naive import Cast, Release
from tests.articles.reading import get, queries, read

pytestmark = pytest.mark.django_db

NOTHING: frozenset[int] = frozenset()


@pytest.fixture(autouse=True)
def _noon():
    with when(12):
        yield


def many(count: int, cast: Cast) -> None:
    """So many releases, each with a remark, a meeting, a department and topics."""
    said = naive.Spoken(0, frozenset({0, 1}), frozenset({1}))
    first = frozenset({0})
    naive.store(cast, [Release(hours, False, "en", "news", first, first, first, (said,)) for hours in range(count)])
    facets.forget()


# Front


def test_an_empty_newsroom_has_a_front_page():
    page = read("/")
    assert "Nothing has been published yet." in page.text
    assert page.head["canonical"] == "http://testserver/"


def test_the_front_page_shows_the_newest_what_comes_and_who_speaks():
    anna = make.executive("Anna Ångström")
    for hour in range(1, 10):
        make.release(f"Release {hour}", at(hour), topics=["Fish"], said=[(anna, "Hello.")])
    make.meeting("Coming congress", date(2026, 6, 1))
    make.meeting("Past congress", date(2026, 3, 1))
    page = read("/")
    assert page.urls("/news/release-") == [f"/news/release-{hour}/" for hour in (9, 8, 7, 6, 5, 4, 3)]
    assert ("/meetings/coming-congress/", "Coming congress") in page.links
    assert "Past congress" not in page.text
    assert "/people/anna-angstrom/" in page.urls()
    assert "/topics/fish/" in page.urls()


def test_a_meeting_is_coming_until_its_last_day_is_over(settings):
    settings.TIME_ZONE = "Asia/Shanghai"
    make.meeting("Congress", date(2026, 5, 2), date(2026, 5, 4))
    with when(15, 59):
        assert "Congress" in read("/").text
    with when(16):
        assert "Congress" not in read("/").text


# Listing


def test_the_listing_shows_releases_filters_and_how_many():
    make.release("First", at(9), topics=["Fish"], standfirst="In short.")
    make.release("第二", at(10), language="zh-hans")
    page = read("/news/")
    assert page.headline == "News"
    assert ("/news/first/", "First") in page.links
    assert "In short." in page.text
    assert "1 release" in page.text
    assert 'name="topic" value="fish"' in page.html
    assert "/zh-hans/news/" in page.urls()
    assert page.alternates == {"en": "http://testserver/news/", "zh-hans": "http://testserver/zh-hans/news/"}


def test_the_chinese_listing_is_chinese():
    fair = make.meeting(LazyI18nString({"en": "Fair", "zh-hans": "展会"}))
    make.release("Turbines", at(9))
    make.release("第二", at(10), language="zh-hans", meetings=[fair])
    page = read("/zh-hans/news/")
    assert page.head["lang"] == "zh-hans"
    assert page.urls("/zh-hans/news/di") == ["/zh-hans/news/di-er/"]
    assert "展会" in page.text
    assert "Turbines" not in page.text
    assert page.head["canonical"] == "http://testserver/zh-hans/news/"


def test_a_choice_is_shown_as_set_and_can_be_taken_back():
    make.release("First", at(9), topics=["Fish"])
    page = read("/news/?topic=fish&utm_source=mail")
    assert 'value="fish" checked' in page.html
    assert "/news/" in page.urls()
    assert page.head["canonical"] == "http://testserver/news/?topic=fish"
    assert "utm_source" not in page.html


def test_an_unknown_value_gives_an_empty_listing_that_says_so():
    make.release("First", at(9))
    page = read("/news/?speaker=nobody")
    assert "nothing here is called “nobody”" in page.text
    assert "No release matches all of this." in page.text
    assert "First" not in page.text


def test_what_is_typed_is_shown_as_text():
    hostile = '"><script>alert(1)</script>'
    page = read("/news/?" + urlencode({"q": hostile, "speaker": hostile}))
    assert "<script>alert" not in page.html
    assert hostile in page.text


def test_the_next_page_is_linked_and_links_back():
    cast = Cast.make()
    many(25, cast)
    first = read("/news/")
    assert len(first.html.split('class="card"')) <= 21
    second = read(first.head["next"])
    assert second.head["prev"].startswith("/news/?before=")
    assert "next" not in second.head
    assert read(second.head["prev"]).html.count("card") == first.html.count("card")


@pytest.mark.parametrize("path", ["/news/", "/news.json", "/zh-hans/news/", "/zh-hans/news.json"])
@pytest.mark.parametrize(
    ("string", "named"),
    [("from=yesterday", "from"), ("to=2026-02-30", "to"), ("after=nonsense", "after"), ("before=%00", "before")],
)
def test_a_malformed_date_or_cursor_is_a_400_that_says_which(path, string, named):
    response = get(f"{path}?{string}", 400)
    said = response.json()["error"] if "json" in path else response.content.decode()
    assert f"“{named}”" in said
    assert response["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["/news/", "/news.json"])
@pytest.mark.parametrize("words", ["x" * 10_000, "字" * 10_000, " ".join("ab" * 3_000), "%_\\'\";" * 2_000, "\0\ud83d"])
def test_ten_thousand_characters_are_harmless(path, words):
    make.release("First", at(9))
    get(f"{path}?" + urlencode({"q": words}, errors="surrogatepass"))


def test_more_parameters_than_anybody_needs_are_refused():
    get("/news/?" + "&".join(["topic=x"] * 6000), 400)


@pytest.mark.parametrize("path", ["/", "/news/", "/news.json", "/meetings/", "/people/", "/departments/", "/topics/"])
def test_pages_are_for_reading_only_and_everybody_s(path):
    client = Client()
    assert client.head(path).status_code == 200
    for method in (client.post, client.put, client.patch, client.delete):
        assert method(path).status_code == 405
    response = get(path)
    assert response["Cache-Control"] == "no-cache"
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("path", ["/", "/news/", "/news.json", "/topics/"])
def test_the_same_number_of_queries_for_one_release_and_for_fifty(path):
    cast = Cast.make()
    many(1, cast)
    one = queries(path)
    many(50, cast)
    assert queries(path) == one <= 5


@pytest.mark.parametrize("string", ["?topic=fish", "?q=number&topic=fish&speaker=anna&event=congress", "?order=oldest"])
def test_a_filtered_listing_costs_no_more(string):
    cast = Cast.make()
    many(50, cast)
    assert queries(f"/news/{string}") <= 5


def test_even_the_first_reader_after_a_change_causes_the_same_number_of_queries():
    """The index is then built anew: by so many statements, whatever they find."""
    cast = Cast.make()

    def cold() -> int:
        facets.forget()
        with CaptureQueriesContext(connection) as captured:
            get("/news/")
        return len(captured)

    many(1, cast)
    one = cold()
    many(50, cast)
    assert cold() == one


def test_a_page_never_depends_on_who_asks():
    make.release("First", at(9))
    anonymous: Any = get("/news/")
    asked: Any = Client(headers={"accept-language": "zh-hans", "cookie": "django_language=zh-hans; x=y"}).get("/news/")
    assert asked.content == anonymous.content
