"""The query string: read once, checked, and written in one canonical form. Needs no database."""

from __future__ import annotations

import base64
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from articles.facets import FACETS
from articles.query import MAX_QUERY, MAX_VALUES, BadParameter, Query, write_cursor

KEY = (datetime(2026, 5, 4, 9, 0, 0, 123456, tzinfo=UTC), "abcdefghijkmnpqr")


def parse(string: str = "", **parameters: str | list[str]) -> Query:
    return Query.parse(QueryDict(string or urlencode(parameters, doseq=True)))


def test_nothing_asked_is_the_newest_of_everything():
    query = parse()
    assert query == Query()
    assert (bool(query), query.string(), query.order) == (False, "", "newest")


def test_everything_that_can_be_asked():
    string = "q=wind+power&event=fair&speaker=anna&post=chair&department=hydro&topic=a&topic=b&type=news"
    string += f"&from=2026-05-01&to=2026-05-31&order=oldest&after={write_cursor(KEY)}"
    query = parse(string)
    assert query == Query(
        q="wind power",
        facets={
            "event": ("fair",),
            "speaker": ("anna",),
            "post": ("chair",),
            "department": ("hydro",),
            "topic": ("a", "b"),
            "type": ("news",),
        },
        first=date(2026, 5, 1),
        last=date(2026, 5, 31),
        order="oldest",
        after=KEY,
    )
    assert query.string() == string


def test_the_canonical_form_has_one_order_and_no_repetitions():
    assert (
        parse("type=news&topic=b&utm=1&topic=a&topic=b&speaker=&q=&order=newest").string()
        == "topic=a&topic=b&type=news"
    )


def test_words_are_cut_and_tidied():
    assert parse(q="  a \t b\n\0c ").q == "a b c"
    assert len(parse(q="x" * 10_000).q) == MAX_QUERY
    assert parse(q=" " * 10_000).q == ""
    assert parse(q="字" * 10_000).q == "字" * MAX_QUERY


def test_of_thousands_of_values_the_first_few_are_read():
    assert len(parse(topic=[f"t{n}" for n in range(4_000)]).facets["topic"]) == MAX_VALUES


@pytest.mark.parametrize("order", ["", "relevance", "NEWEST", "x'; --"])
def test_an_unknown_order_is_the_usual_one(order):
    assert parse(order=order).order == "newest"


NO_DATES = ["2026", "2026-13-01", "2026-02-30", "04.05.2026", "20260504", "2026-W19-1", "2026-5-4", "today"]
NO_DATES += ["-026-05-04", "0000-01-01", "2026-05-04T00:00", "２０２６-05-04", "2026-05-0\0", "9" * 10_000]


@pytest.mark.parametrize("name", ["from", "to"])
@pytest.mark.parametrize("text", NO_DATES)
def test_a_malformed_date_is_refused_by_name(name, text):
    with pytest.raises(BadParameter, match=f"“{name}” is not a date") as refused:
        parse(**{name: text})
    assert refused.value.parameter == name


@pytest.mark.parametrize("name", ["after", "before"])
@pytest.mark.parametrize(
    "text",
    [
        *("x", "nonsense", "%00", "é", "1", "=", "....", "-1.abc", "'; DROP TABLE", "9" * 10_000),
        *(base64.urlsafe_b64encode(raw).decode() for raw in (b"zz.abc", b"ff.", b".abc", b"ff.a-b", b"ff", b"\xff.a")),
        base64.urlsafe_b64encode(b"f" * 60 + b".abc").decode(),
    ],
)
def test_a_malformed_cursor_is_refused_by_name(name, text):
    with pytest.raises(BadParameter, match=f"“{name}” is not a page") as refused:
        parse(**{name: text})
    assert refused.value.parameter == name


@pytest.mark.parametrize("name", ["from", "to", "after", "before"])
def test_an_empty_one_is_none(name):
    assert parse(**{name: ""}) == Query()


@given(st.text(max_size=60))
def test_any_cursor_is_read_or_refused(text):
    try:
        query = parse(after=text)
    except BadParameter:
        return
    assert query.after is None or parse(after=write_cursor(query.after)).after == query.after


@given(
    st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)),  # noqa: DTZ001
    st.text("abcdefghijkmnpqrstuvwxyz23456789", min_size=16, max_size=16),
)
def test_a_cursor_leads_back_to_its_place(moment, public_id):
    assert parse(after=write_cursor((moment, public_id))).after == (moment, public_id)


def test_a_cursor_holds_nothing_but_what_is_shown():
    """The instant and the public id; no row's number."""
    word = write_cursor(KEY)
    text = base64.urlsafe_b64decode(word + "=" * (-len(word) % 4)).decode()
    stamp, public_id = text.split(".")
    assert datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(stamp, 16)) == KEY[0]
    assert public_id == KEY[1]


@given(
    q=st.text(max_size=20),
    values=st.dictionaries(st.sampled_from(FACETS), st.lists(st.text(max_size=5), max_size=3)),
    first=st.none() | st.dates(),
    order=st.sampled_from(["newest", "oldest"]),
)
def test_the_canonical_form_is_read_as_the_same_query(q, values, first, order):
    parameters: dict[str, str | list[str]] = {"q": q, "order": order, **values}
    if first:
        parameters["from"] = first.isoformat()
    query = parse(**parameters)
    again = parse(query.string())
    assert again.string() == query.string()
    assert {facet: set(found) for facet, found in again.facets.items()} == {
        facet: set(found) for facet, found in query.facets.items()
    }
    assert (again.q, again.first, again.order) == (query.q, query.first, query.order)


def test_taking_a_value_back_begins_on_the_first_page():
    query = parse(f"topic=a&topic=b&type=news&after={write_cursor(KEY)}")
    assert query.without("topic", "a").string() == "topic=b&type=news"
    assert query.without("type", "news").string() == "topic=a&topic=b"
    assert query.without("topic", "nobody").string() == "topic=a&topic=b&type=news"
    assert query.first_page().string() == "topic=a&topic=b&type=news"
    assert query.changed(q="x").string() == "q=x&topic=a&topic=b&type=news"
