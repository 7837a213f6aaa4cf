"""Walking through a listing: every release once, in either direction and order, also while releases come and go."""

from __future__ import annotations

from itertools import chain

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import facets, listing
from articles.listing import Listing
from articles.models import Edition
from articles.query import Query
from tests.articles import factories as make
from tests.articles import naive
from tests.articles.factories import at, when
from tests.articles.naive import NOW, Cast, Release

pytestmark = pytest.mark.django_db

NOTHING: frozenset[int] = frozenset()


@pytest.fixture(autouse=True)
def _pages_of_three(monkeypatch):
    monkeypatch.setattr(listing, "PAGE_SIZE", 3)
    with when(12):
        yield


@pytest.fixture
def cast() -> Cast:
    return Cast.make()


def release(hours: int, topics: frozenset[int] = NOTHING) -> Release:
    return Release(hours, False, "en", "news", NOTHING, NOTHING, topics, ())


def stored(cast: Cast, *releases: Release) -> list[int]:
    """The editions' primary keys in the usual order, the newest first."""
    naive.store(cast, releases)
    facets.forget()
    rows = Edition.objects.live(NOW).select_related("article")
    return [row.pk for row in sorted(rows, key=lambda row: (row.first_published_at, row.article.public_id))][::-1]


def page(string: str) -> tuple[list[int], str | None, str | None]:
    """The editions on a page, and the query strings of the pages after and before it."""
    found = Listing(Query.parse(QueryDict(string)), "en")
    older, newer = (url.partition("?")[2] if url else None for url in (found.older_url, found.newer_url))
    return [edition.pk for edition in found.editions], older, newer


def onwards(string: str = "") -> tuple[list[list[int]], str]:
    """All pages from one on, and the last one's query string."""
    pages = []
    while True:
        editions, older, _newer = page(string)
        pages.append(editions)
        if older is None:
            return pages, string
        string = older


def back(string: str) -> list[list[int]]:
    """All pages from one back to the first, in reading order."""
    pages: list[list[int]] = []
    while True:
        editions, _older, newer = page(string)
        pages.insert(0, editions)
        if newer is None:
            return pages
        string = newer


@pytest.mark.parametrize("order", ["newest", "oldest"])
@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 6, 7, 10])
def test_every_release_once_there_and_back(cast, count, order):
    expected = stored(cast, *(release(hours) for hours in range(count)))
    expected = expected if order == "newest" else expected[::-1]
    pages, last = onwards(f"order={order}")
    assert pages == [expected[start : start + 3] for start in range(0, max(count, 1), 3)]
    assert back(last) == pages


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(hours=st.lists(st.integers(0, 4), max_size=11), order=st.sampled_from(["newest", "oldest"]))
def test_releases_of_one_instant_are_not_lost_between_pages(cast, hours, order):
    expected = stored(cast, *(release(hour) for hour in hours))
    pages, last = onwards(f"order={order}")
    assert list(chain(*pages)) == (expected if order == "newest" else expected[::-1])
    assert back(last) == pages


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_a_filtered_listing_is_walked_alike(cast, order):
    marked = frozenset({0})
    stored(cast, *(release(hours, marked if hours % 2 else NOTHING) for hours in range(14)))
    string = f"order={order}&topic={cast.topics[0].slug}"
    pages, last = onwards(string)
    assert [len(editions) for editions in pages] == [3, 3, 1]
    assert len(set(chain(*pages))) == 7
    assert back(last) == pages
    assert "topic=" in last


def test_a_release_that_comes_meanwhile_shifts_nothing():
    for hour in range(1, 8):
        make.release(f"{hour}", at(hour))
    first, older, _newer = page("")
    make.release("8", at(8))
    assert older is not None
    second, _older, newer = page(older)
    assert headlines(first + second) == ["7", "6", "5", "4", "3", "2"]
    assert newer is not None
    assert headlines(page(newer)[0]) == ["7", "6", "5"]


def test_a_release_that_goes_meanwhile_takes_no_other_with_it():
    articles = [make.release(f"{hour}", at(hour)) for hour in range(1, 8)]
    _first, older, _newer = page("")
    make.withdraw(articles[4], at(11))  # "5", at whose place the next page begins
    assert older is not None
    second, _older, newer = page(older)
    assert headlines(second) == ["4", "3", "2"]
    assert newer is not None
    assert headlines(page(newer)[0]) == ["7", "6", "4"]  # the first page is filled up


def headlines(editions: list[int]) -> list[str]:
    found = Edition.objects.in_bulk(editions)
    return [found[pk].headline for pk in editions]


def test_a_cursor_of_another_listing_is_a_place_in_this_one(cast):
    marked = frozenset({0})
    expected = stored(cast, *(release(hours, marked if hours > 6 else NOTHING) for hours in range(12)))
    _first, older, _newer = page("")
    assert older is not None
    assert page(f"topic={cast.topics[0].slug}&{older}")[0] == expected[7:10]


@pytest.mark.parametrize("parameter", ["after", "before"])
def test_a_cursor_beyond_the_ends_is_an_empty_or_a_full_page(cast, parameter):
    expected = stored(cast, *(release(hours) for hours in range(5)))
    ends = {
        name: Query(**{parameter: (at(9, year=year), "a" * 16)}).string()
        for name, year in (("old", 1971), ("new", 2399))
    }
    if parameter == "after":
        assert page(ends["old"])[0] == []
        assert page(ends["new"])[0] == expected[:3]
    else:
        assert page(ends["old"])[0] == expected[2:]
        assert page(ends["new"])[0] == expected[:3]


def test_an_empty_page_leads_nowhere_by_cursors_it_does_not_have(cast):
    stored(cast)
    assert page("") == ([], None, None)
