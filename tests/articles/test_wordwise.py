"""Two texts side by side: nothing is left out, nothing invented, and nothing takes long."""

from __future__ import annotations

import re
import time
from html import unescape

import pytest
from django.utils.html import escape
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import wordwise
from articles.richtext import sanitise
from articles.wordwise import Effort, aligned, alike, differing, elements, joined, marked, paragraphs, words

SEQUENCES = st.lists(st.sampled_from("abcd"), max_size=12)
RICH = ["<p>One</p>", "<h2>Two</h2>", "<ul><li>Three</li></ul>", "<ul><li>Four <em>five</em></li></ul>"]
RICH += ["<blockquote><p>Six</p><p>Seven</p></blockquote>", "<ol><li>Eight<ul><li>Nine</li></ul></li></ol>", "Ten"]
RICH += ["<ul>Eleven<li>Twelve</li>thirteen <em>more</em></ul>"]
TYPED = ["<ul>", "</ul>", "<ol>", "</ol>", "<li>", "</li>", "<p>", "</p>", "<strong>", "</strong>", "<br>", "</a>"]
TYPED += [
    "<blockquote>",
    "</blockquote>",
    "<h2>",
    "</h2>",
    '<a href="/<ul>">',
    "<ul title='x'>",
    "one",
    "two ",
    "1 < 2",
    " ",
]


def bare(html):
    return [word for word, _formats in words(html, rich=True) if not word.isspace()]


def put_together(one, other, runs):
    """The other sequence, made of the one and of what differs."""
    made, at = [], 0
    for left, right, low, high in runs:
        made += [*one[at:left], *other[low:high]]
        at = right
    return made + list(one[at:])


@given(SEQUENCES, SEQUENCES, st.sampled_from([0, 5, 10_000]))
def test_what_differs_makes_the_one_the_other_whatever_the_effort(one, other, effort):
    assert put_together(one, other, differing(one, other, Effort(effort))) == other


@given(SEQUENCES)
def test_a_text_does_not_differ_from_itself(one):
    assert differing(one, one, Effort()) == []


def test_as_little_as_possible_differs():
    assert differing("abcdef", "abXdef", Effort()) == [(2, 3, 2, 3)]
    assert differing("abc", "aXbc", Effort()) == [(1, 1, 1, 2)]
    assert differing("abcd", "bcda", Effort()) == [(0, 1, 0, 0), (4, 4, 3, 4)]


@given(st.lists(st.sampled_from(RICH), max_size=6))
def test_a_rich_text_is_taken_apart_and_put_together(parts):
    html = joined(parts)
    assert sanitise(html) == html
    assert joined(elements(html)) == html


def test_each_item_of_a_list_is_on_its_own():
    html = "<p>Before</p><ul><li>One</li><li>Two<ol><li>in two</li></ol></li></ul><h3>After</h3>"
    assert elements(html) == [
        "<p>Before</p>",
        "<ul><li>One</li></ul>",
        "<ul><li>Two<ol><li>in two</li></ol></li></ul>",
        "<h3>After</h3>",
    ]


def test_text_between_elements_is_not_lost():
    assert elements("loose <strong>words</strong><p>One</p>more") == [
        "loose <strong>words</strong>",
        "<p>One</p>",
        "more",
    ]


def test_text_between_the_items_of_a_list_is_a_part_of_its_own():
    html = "<ul>Hello<li>One</li>and <em>then</em><li>Two</li></ul>"
    assert elements(html) == [
        "<ul>Hello</ul>",
        "<ul><li>One</li></ul>",
        "<ul>and <em>then</em></ul>",
        "<ul><li>Two</li></ul>",
    ]
    assert joined(elements(html)) == html


@given(st.lists(st.sampled_from(TYPED), max_size=14))
@settings(max_examples=500, deadline=None)
def test_no_word_is_lost_when_a_text_is_taken_apart(typed):
    html = sanitise("".join(typed))
    for made in ("".join(elements(html)), joined(elements(html))):
        assert bare(made) == bare(html)


@given(st.lists(st.sampled_from([*RICH, "Loose", "<ul>Fourteen</ul>"]), max_size=5))
def test_no_words_run_together_when_parts_that_were_apart_are_put_together(parts):
    assert bare(joined(parts)) == [word for part in parts for word in bare(part)]


def test_paragraphs_are_parted_by_empty_lines():
    assert paragraphs("One\nstill one\n\n \nTwo\n") == ["One\nstill one", "Two"]


def test_words_that_went_and_came_are_marked():
    html = marked("<p>Sales rose by 5 % again</p>", "<p>Sales fell by 5 % again</p>", rich=True, effort=Effort())
    assert html == "<p>Sales <del>rose</del><ins>fell</ins> by 5 % again</p>"


def test_a_change_of_format_alone_is_marked():
    html = marked("<p>A plain word</p>", "<p>A <strong>plain</strong> word</p>", rich=True, effort=Effort())
    assert html == "<p>A <del>plain</del><ins><strong>plain</strong></ins> word</p>"


def test_a_link_that_leads_elsewhere_is_told():
    old, new = '<p><a href="https://one.example/">Here</a></p>', '<p><a href="https://two.example/">Here</a></p>'
    html = marked(old, new, rich=True, effort=Effort())
    assert "https://one.example/" in html
    assert "https://two.example/" in html
    assert "href" not in html


def test_chinese_is_told_apart_by_characters():
    html = marked("营业收入90亿元", "营业收入95亿元", rich=False, effort=Effort())
    assert html == "<p>营业收入<del>90</del><ins>95</ins>亿元</p>"
    assert marked("增长", "下降", rich=False, effort=Effort()) == "<p><del>增长</del><ins>下降</ins></p>"


@given(st.text(max_size=40), st.text(max_size=40))
def test_without_what_went_the_new_text_is_left_and_without_what_came_the_old(old, new):
    html = marked(old, new, rich=False, effort=Effort()).removeprefix("<p>").removesuffix("</p>").replace("<br>", "\n")
    for gone, text in (("del", new), ("ins", old)):
        left = re.sub(rf"<{gone}>.*?</{gone}>", "", html, flags=re.DOTALL)
        assert unescape(re.sub(r"</?(ins|del)>", "", left)) == unescape(escape(text))


def test_markup_that_was_typed_is_shown_as_it_was_typed():
    assert marked("<b>", "<i>", rich=False, effort=Effort()) == "<p>&lt;<del>b</del><ins>i</ins>&gt;</p>"


def test_paragraphs_find_their_counterparts():
    old = ["The plant opens.", "It makes turbines of steel.", "The end."]
    new = ["The plant opens.", "Something else altogether!", "It makes turbines of wood.", "The end."]
    pairs = list(aligned(old, new, rich=False, effort=Effort()))
    assert pairs == [
        ("The plant opens.", "The plant opens."),
        (None, "Something else altogether!"),
        ("It makes turbines of steel.", "It makes turbines of wood."),
        ("The end.", "The end."),
    ]


@given(SEQUENCES, SEQUENCES)
def test_every_paragraph_of_both_is_shown_once(old, new):
    pairs = list(aligned(old, new, rich=False, effort=Effort()))
    assert [a for a, _b in pairs if a is not None] == old
    assert [b for _a, b in pairs if b is not None] == new


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda n: f"word{n} ",
        lambda n: "yes " if n % 2 else "no ",
        lambda n: f"{n * 7919 % 1000} ",
    ],
)
def test_twenty_thousand_words_take_no_longer_than_a_page_may(rewrite):
    old, new = "".join(f"old{n} " for n in range(20_000)), "".join(rewrite(n) for n in range(20_000))
    began = time.perf_counter()
    effort = Effort()
    html = marked(old, new, rich=False, effort=effort)
    assert time.perf_counter() - began < 10
    assert effort.left < 0
    assert "<del>" in html


MANY = [f"<p>A short paragraph {n}.</p>" for n in range(1500)]
LONG = ["<p>" + "".join(f"word{n} " for n in range(24_000))[:220_000] + "</p>"]


@pytest.fixture
def read(monkeypatch):
    """Every paragraph that is taken apart into words."""
    parts, take_apart = [], wordwise.words
    monkeypatch.setattr(wordwise, "words", lambda part, *, rich: parts.append(part) or take_apart(part, rich=rich))
    return parts


@pytest.mark.parametrize(("old", "new"), [(MANY, LONG), (LONG, MANY)], ids=["to one", "from one"])
def test_each_paragraph_is_read_once_to_find_its_counterpart(read, old, new):
    effort = Effort(10**9)
    assert len(list(aligned(old, new, rich=True, effort=effort))) == 1501
    assert len(read) == len(set(read))
    assert 10**9 - effort.left < 5_000_000


@pytest.mark.parametrize(("old", "new"), [(MANY, LONG), (LONG, MANY)], ids=["to one", "from one"])
@pytest.mark.parametrize("effort", [-1, 0, 1_000, 300_000])
def test_no_more_is_read_to_find_counterparts_than_the_effort_allows(read, old, new, effort):
    assert len(list(aligned(old, new, rich=True, effort=Effort(effort)))) == 1501
    assert sum(map(len, read)) <= max(0, effort)


def test_once_the_effort_is_spent_nothing_is_alike_and_paragraphs_are_marked_as_a_whole(read):
    assert alike("one two", "one two", rich=False, effort=Effort(30))
    read.clear()
    assert not alike("one two", "one two", rich=False, effort=Effort(-1))
    assert read == []
    html = marked("one two", "one three", rich=False, effort=Effort(-1))
    assert html == "<p><del>one two</del><ins>one three</ins></p>"


def test_words_know_their_formats():
    assert words("<p>a <strong>b</strong></p>", rich=True) == [("a", ()), (" ", ()), ("b", ("strong",))]
