"""A quotation keeps its number through all editions that go live, and no number is ever given to another."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import workflow
from articles.models import Article, Edition
from articles.numbering import Numbering
from tests.articles import factories as make
from tests.articles.factories import at, when

pytestmark = pytest.mark.django_db


def anchors(edition: Edition) -> dict[str, int]:
    """The number of each remark, by its words."""
    return {remark.text: remark.anchor for remark in edition.remarks.all()}


def points(edition: Edition) -> list[tuple[int, str]]:
    return [(point["number"], point["text"]) for point in edition.remarks.get().points]


def block(article: Article, words: str) -> Any:
    return article.articles_remarkblock_set.get(text=words)


# Numbers of remarks


def test_remarks_are_numbered_in_printed_order():
    article = make.release(said=[(make.executive("A"), "one"), (make.executive("B"), "two")])
    assert anchors(article.editions.get()) == {"one": 1, "two": 2}


def test_a_remark_keeps_its_number_when_others_come_go_and_move():
    speaker = make.executive()
    article = make.release("1", at(9), said=[(speaker, "one"), (speaker, "two"), (speaker, "three")])
    block(article, "two").delete()
    block(article, "one").__class__.objects.filter(text="one").update(ordering=900)
    make.add_remark(article, speaker, "four")
    make.save(article)
    assert anchors(make.publish(article, at(10))) == {"three": 3, "four": 4, "one": 1}


def test_a_number_is_never_given_to_another_remark():
    speaker = make.executive()
    article = make.release("1", at(9), said=[(speaker, "one"), (speaker, "two")])
    block(article, "two").delete()
    make.save(article)
    assert anchors(make.publish(article, at(10))) == {"one": 1}
    make.add_remark(article, speaker, "three")
    make.save(article)
    assert anchors(make.publish(article, at(11))) == {"one": 1, "three": 3}


def test_a_remark_that_is_reworded_keeps_its_number():
    speaker = make.executive()
    article = make.release("1", at(9), said=[(speaker, "one"), (speaker, "two")])
    reworded = block(article, "two")
    reworded.text = "two, corrected"
    reworded.save()
    make.save(article)
    assert anchors(make.publish(article, at(10))) == {"one": 1, "two, corrected": 2}


def test_numbers_stay_through_a_withdrawal():
    speaker = make.executive()
    article = make.release("1", at(9), said=[(speaker, "one"), (speaker, "two")])
    make.withdraw(article, at(10))
    block(article, "one").delete()
    make.add_remark(article, speaker, "three")
    make.save(article)
    assert anchors(make.publish(article, at(11))) == {"two": 2, "three": 3}


def test_a_cancelled_edition_spends_no_number():
    """A gap in the numbers would tell readers that there was something."""
    speaker = make.executive()
    article = make.release("1", at(9), said=[(speaker, "one")])
    make.add_remark(article, speaker, "never said", points=["nor this"])
    make.save(article)
    make.schedule(article, at(12), decided=at(10))
    with when(11):
        workflow.cancel(article, by=None, version=article.version)
    block(article, "never said").delete()
    make.add_remark(article, speaker, "two")
    make.save(article)
    assert anchors(make.publish(article, at(13))) == {"one": 1, "two": 2}


def test_words_of_somebody_else_are_another_quotation():
    """A link to what Anna said never comes to quote Bo, though it is the same block in the editor's form."""
    anna, bo = make.executive("Anna"), make.executive("Bo")
    article = make.release("1", at(9), said=[(anna, "one", {"points": ["A"]}), (anna, "two")])
    changed = block(article, "one")
    changed.speaker = bo
    changed.save()
    make.save(article)
    assert anchors(make.publish(article, at(10))) == {"one": 3, "two": 2}
    changed.speaker = anna
    changed.save()
    make.save(article)
    assert anchors(make.publish(article, at(11))) == {"one": 1, "two": 2}


def test_an_edition_that_waits_has_spent_no_number_yet():
    """So that a preview shows the numbers that the text would have if it were published at once."""
    article = make.release("1", at(9), said=[(make.executive(), "one")])
    make.add_remark(article, make.executive(), "two")
    make.save(article)
    make.schedule(article, at(12), decided=at(10))
    assert Numbering.of(article, at(11)).next_anchor == 2
    assert Numbering.of(article, at(12)).next_anchor == 3


def test_two_releases_number_their_remarks_apart():
    speaker = make.executive()
    make.release("1", at(9), said=[(speaker, "one"), (speaker, "two")])
    other = make.release("2", at(10), said=[(speaker, "three")])
    assert anchors(other.editions.get()) == {"three": 1}


# Numbers of points


A, B, C, D = "Build turbines.", "Keep promises.", "Save water.", "Train people."


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param([A, B, C], [A, B, C], [1, 2, 3], id="unchanged"),
        pytest.param([A, B, C], [A, "Keep every promise.", C], [1, 2, 3], id="reworded"),
        pytest.param([A, B], ["Build more turbines.", "Keep every promise."], [1, 2], id="all reworded"),
        pytest.param([A, B], [A, C, B], [1, 3, 2], id="inserted"),
        pytest.param([A, B], [C, A, B], [3, 1, 2], id="put first"),
        pytest.param([A, B], [A, B, C], [1, 2, 3], id="added"),
        pytest.param([A, B, C], [A, C], [1, 3], id="removed"),
        pytest.param([A, B, C], [B, C], [2, 3], id="first removed"),
        pytest.param([A, B, C], [A, "Keep every promise.", D, C], [1, 4, 5, 3], id="one became two: neither is it"),
        pytest.param([A, B, C, D], [A, "Promise and save.", D], [1, 5, 4], id="two became one: it is neither"),
        pytest.param([A, B], [B, A], [2, 1], id="exchanged"),
        pytest.param([A, B, C, D], [D, B, C, A], [4, 2, 3, 1], id="first and last exchanged"),
        pytest.param([A, B, C], [B, A, D, C], [2, 1, 4, 3], id="moved away from where a new one stands"),
        pytest.param([A, A, B], [A, B, A], [1, 3, 2], id="said twice"),
        pytest.param([A, B], [], [], id="all removed"),
    ],
)
def test_a_point_keeps_its_number(before, after, expected):
    speaker = make.executive()
    article = make.article()
    block = make.add_remark(article, speaker, "Aims:", points=before)
    make.publish(article, at(9))
    block.points = "\n".join(after)
    block.save()
    make.save(article)
    edition = make.publish(article, at(10))
    assert points(edition) == list(zip(expected, after, strict=True))


def test_the_number_of_a_removed_point_is_not_given_again_even_later():
    article = make.article()
    block = make.add_remark(article, make.executive(), "Aims:", points=[A, B])
    make.publish(article, at(9))
    for hour, texts, expected in ((10, [A], [1]), (11, [A, C], [1, 3]), (12, [A], [1]), (13, [A, B, D], [1, 4, 5])):
        block.points = "\n".join(texts)
        block.save()
        make.save(article)
        assert points(make.publish(article, at(hour))) == list(zip(expected, texts, strict=True))


KEY = ("block", 1)
TEXTS = st.lists(st.sampled_from("abcdef"), max_size=6, unique=True)


@given(editions=st.lists(TEXTS, min_size=2, max_size=5))
def test_through_any_editions_numbers_stay_with_their_points(editions):
    used: set[int] = set()
    printed: list[dict[str, Any]] = []
    following = 1
    for texts in editions:
        numbering = Numbering({}, {KEY: printed}, 1, {KEY: following})
        before = {point["text"]: point["number"] for point in printed}
        printed = numbering.number_points(KEY, texts)
        following = numbering.next_point[KEY]
        numbers = [point["number"] for point in printed]
        assert [point["text"] for point in printed] == texts
        assert len(set(numbers)) == len(numbers)
        for point in printed:
            if point["text"] in before:
                assert point["number"] == before[point["text"]]
            else:
                assert point["number"] not in used - set(before.values())
        used |= set(numbers)


def test_tens_of_thousands_of_points_are_numbered_at_once():
    texts = ["the same"] * 20_000 + [f"{n}" for n in range(20_000)]
    numbering = Numbering({}, {}, 1, {})
    numbering.points[KEY] = numbering.number_points(KEY, texts)
    again = numbering.number_points(KEY, [*texts[::-1], "new"])
    assert {point["number"] for point in again} == set(range(1, 40_002))
