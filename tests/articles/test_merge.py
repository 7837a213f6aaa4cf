"""Two people's changes brought together: nothing that either wrote is left out unless the other's was chosen."""

from __future__ import annotations

from copy import deepcopy

from hypothesis import given, settings
from hypothesis import strategies as st

from articles import wordwise
from articles.merge import BOTH, MINE, THEIRS, Merge, three_way, two_way
from articles.richtext import sanitise
from articles.wordwise import Effort, elements

PARAGRAPHS = st.lists(st.sampled_from([f"p{n}" for n in range(8)]), max_size=7, unique=True)


def html(*paragraphs):
    return "".join(f"<p>{text}</p>" for text in paragraphs)


def text_block(key, *paragraphs):
    return {"kind": "text", "key": key, "html": html(*paragraphs)}


def release(*blocks, **head):
    given = {"headline": "As it was", "standfirst": "", "topics": [], "meetings": [], **head}
    return {"article": given, "blocks": list(blocks)}


def changed(data, **head):
    copied = deepcopy(data)
    copied["article"] |= head
    return copied


def keys(data):
    return [block["key"] for block in data["blocks"]]


def paragraphs_of(data):
    return [part for block in data["blocks"] for part in elements(block["html"])]


BASE = release(text_block("a", "one", "two", "three"), text_block("b", "four"))

# Within a text


@given(PARAGRAPHS, PARAGRAPHS, PARAGRAPHS)
def test_the_stretches_make_up_each_of_the_three_texts(base, mine, theirs):
    stretches = list(three_way(base, mine, theirs, Effort()))
    for place, text in enumerate((base, mine, theirs)):
        assert [part for stretch in stretches for part in stretch[place]] == text


@given(PARAGRAPHS, PARAGRAPHS)
def test_what_only_one_side_changed_is_never_asked(base, mine):
    for before, ours, other in three_way(base, mine, base, Effort()):
        assert other == before
        assert ours == before or ours != other


@given(PARAGRAPHS, PARAGRAPHS)
def test_without_a_common_text_the_stretches_make_up_both(mine, theirs):
    stretches = list(two_way(mine, theirs, Effort()))
    assert [part for _base, ours, _other in stretches for part in ours] == mine
    assert [part for _base, _ours, other in stretches for part in other] == theirs


def test_changes_of_different_paragraphs_are_both_taken():
    merge = Merge(
        BASE, release(text_block("a", "ONE", "two", "three")), release(text_block("a", "one", "two", "THREE"))
    )
    assert merge.open({}) == []
    assert paragraphs_of(merge.result({})) == ["<p>ONE</p>", "<p>two</p>", "<p>THREE</p>"]


def test_changes_of_neighbouring_paragraphs_are_both_taken():
    mine, theirs = release(text_block("a", "ONE", "two", "three")), release(text_block("a", "one", "TWO", "three"))
    merge = Merge(BASE, mine, theirs)
    assert merge.open({}) == []
    assert paragraphs_of(merge.result({}))[:2] == ["<p>ONE</p>", "<p>TWO</p>"]


def test_a_paragraph_that_both_changed_is_asked():
    merge = Merge(
        BASE, release(text_block("a", "one", "MINE", "three")), release(text_block("a", "one", "THEIRS", "x"))
    )
    [asked] = merge.open({})
    assert (asked.mine, asked.theirs) == (["<p>MINE</p>"], ["<p>THEIRS</p>"])
    for choice, kept in ((MINE, ["MINE"]), (THEIRS, ["THEIRS"]), (BOTH, ["THEIRS", "MINE"])):
        result = merge.result({asked.name: choice})
        assert paragraphs_of(result) == [f"<p>{text}</p>" for text in ["one", *kept, "x"]]


def test_a_paragraph_that_both_changed_alike_is_not_asked():
    same = release(text_block("a", "one", "same", "three"))
    merge = Merge(BASE, same, deepcopy(same))
    assert merge.decisions() == []


def test_what_one_deleted_and_the_other_edited_is_asked():
    merge = Merge(
        BASE, release(text_block("a", "one", "two edited", "three")), release(text_block("a", "one", "three"))
    )
    [asked] = merge.open({})
    assert asked.options == (MINE, THEIRS)
    assert "<p>two edited</p>" in paragraphs_of(merge.result({asked.name: MINE}))
    assert "<p>two edited</p>" not in paragraphs_of(merge.result({asked.name: THEIRS}))


@given(PARAGRAPHS, PARAGRAPHS, PARAGRAPHS, st.booleans(), st.data())
@settings(deadline=None)
def test_no_paragraph_is_lost_unless_the_other_side_was_chosen(base, mine, theirs, known, data):
    merge = Merge(
        release(text_block("a", *base)) if known else None,
        release(text_block("a", *mine)),
        release(text_block("a", *theirs)),
    )
    answers = {d.name: data.draw(st.sampled_from(d.options)) for d in merge.decisions() if data.draw(st.booleans())}
    answers |= {d.name: data.draw(st.sampled_from(d.options)) for d in merge.open(answers)}
    kept = paragraphs_of(merge.result(answers))
    chosen = {d.name: d.chosen(answers) for d in merge.decisions()}
    for side, text, other in ((MINE, mine, THEIRS), (THEIRS, theirs, MINE)):
        given_up = {p for d in merge.decisions() if chosen[d.name] == other for p in getattr(d, side)}
        for paragraph in text:
            assert f"<p>{paragraph}</p>" in kept or f"<p>{paragraph}</p>" in given_up


def test_text_beside_the_items_of_a_list_is_kept():
    def listed(html):
        return release({"kind": "text", "key": "a", "html": html})

    base = listed("<ul>Hello<li>one</li><li>two</li></ul>")
    merge = Merge(
        base, listed("<ul>Hello<li>ONE</li><li>two</li></ul>"), listed("<ul>Hello<li>one</li><li>TWO</li></ul>")
    )
    assert merge.open({}) == []
    assert merge.result({})["blocks"][0]["html"] == "<ul>Hello<li>ONE</li><li>TWO</li></ul>"


def test_both_of_two_loose_texts_stay_apart():
    mine, theirs = ({"kind": "text", "key": "a", "html": f"<ul>{text}</ul>"} for text in ("Mine", "Theirs"))
    merge = Merge(release({"kind": "text", "key": "a", "html": "<ul>Base</ul>"}), release(mine), release(theirs))
    [asked] = merge.open({})
    assert merge.result({asked.name: BOTH})["blocks"][0]["html"] == "<ul>Theirs</ul><ul>Mine</ul>"


def test_many_paragraphs_that_one_side_made_a_single_one_cost_no_more_than_the_effort(monkeypatch):
    many, one = [f"A short paragraph {n}." for n in range(1500)], "".join(f"word{n} " for n in range(24_000))[:220_000]
    read = []
    monkeypatch.setattr(wordwise, "words", lambda part, *, rich: read.append(part) or [])
    base, theirs = release(text_block("a", *many)), release(text_block("a", *many[:-1], "Another end."))
    merge = Merge(base, release(text_block("a", one)), theirs)
    [asked] = merge.open({})
    for side in (asked.mine, asked.theirs):
        assert list(wordwise.aligned(asked.base, side, rich=True, effort=merge.effort))
    assert merge.effort.left < 0
    assert sum(map(len, read)) <= Effort().left
    assert merge.result({asked.name: MINE})["blocks"][0]["html"] == sanitise(html(one))


# Fields and blocks


def test_fields_that_only_one_changed_are_taken_from_that_one():
    merge = Merge(BASE, changed(BASE, headline="Mine"), changed(BASE, standfirst="Theirs"))
    assert merge.open({}) == []
    assert {d.field: d.preset for d in merge.decisions()} == {"headline": MINE, "standfirst": THEIRS}
    head = merge.result({})["article"]
    assert (head["headline"], head["standfirst"]) == ("Mine", "Theirs")


def test_a_field_that_both_changed_is_asked():
    merge = Merge(BASE, changed(BASE, headline="Mine"), changed(BASE, headline="Theirs"))
    [asked] = merge.open({})
    assert asked.options == (MINE, THEIRS)
    assert merge.result({asked.name: THEIRS})["article"]["headline"] == "Theirs"


def test_what_was_taken_over_unasked_can_be_refused():
    merge = Merge(BASE, BASE, changed(BASE, headline="Theirs"))
    [decision] = merge.decisions()
    assert merge.result({decision.name: MINE})["article"]["headline"] == "As it was"


def test_topics_of_both_can_be_had_together():
    base = release(topics=["a", "b"])
    merge = Merge(base, changed(base, topics=["a", "b", "mine"]), changed(base, topics=["b", "theirs"]))
    [asked] = merge.open({})
    assert merge.result({asked.name: BOTH})["article"]["topics"] == ["b", "mine", "theirs"]


def test_a_block_that_they_deleted_and_i_did_not_touch_is_gone():
    merge = Merge(BASE, BASE, release(BASE["blocks"][0]))
    assert merge.open({}) == []
    assert keys(merge.result({})) == ["a"]


def test_a_block_that_they_deleted_and_i_edited_is_asked_and_can_be_kept():
    mine = release(BASE["blocks"][0], text_block("b", "my edit"))
    merge = Merge(BASE, mine, release(BASE["blocks"][0]))
    [asked] = merge.open({})
    assert "<p>my edit</p>" in paragraphs_of(merge.result({asked.name: MINE}))
    assert keys(merge.result({asked.name: THEIRS})) == ["a"]


def test_a_block_that_i_deleted_and_they_edited_is_asked():
    merge = Merge(BASE, release(BASE["blocks"][0]), release(BASE["blocks"][0], text_block("b", "their edit")))
    [asked] = merge.open({})
    assert "<p>their edit</p>" in paragraphs_of(merge.result({asked.name: THEIRS}))


def test_blocks_that_either_added_stay_where_they_were_put():
    mine = release(*BASE["blocks"], text_block("", "mine, last"))
    theirs = release(text_block("z", "theirs, first"), *BASE["blocks"])
    merge = Merge(BASE, mine, theirs)
    assert merge.open({}) == []
    result = merge.result({})
    assert keys(result) == ["z", "a", "b", ""]


def test_a_save_that_was_sent_twice_asks_nothing():
    """The second one knows its new blocks without a key, the stored ones have one."""
    mine = release(*BASE["blocks"], text_block("", "new"))
    theirs = release(*BASE["blocks"], text_block("n", "new"))
    merge = Merge(BASE, mine, theirs)
    assert merge.decisions() == []
    assert keys(merge.result({})) == ["a", "b", "n"]


def test_an_order_that_only_one_changed_is_taken():
    turned = release(*reversed(BASE["blocks"]))
    assert keys(Merge(BASE, turned, BASE).result({})) == ["b", "a"]
    assert keys(Merge(BASE, BASE, turned).result({})) == ["b", "a"]


def test_two_new_orders_are_asked():
    a, b, c = (text_block(key, key) for key in "abc")
    merge = Merge(release(a, b, c), release(b, a, c), release(a, c, b))
    [asked] = merge.open({})
    assert asked.field == "order"
    assert keys(merge.result({"order": THEIRS})) == ["a", "c", "b"]


def test_without_a_base_all_that_differs_is_asked():
    merge = Merge(None, changed(BASE, headline="Mine"), release(BASE["blocks"][0]))
    assert len(merge.open({})) == 2


def test_ends_of_lines_and_spaces_around_a_text_are_no_changes():
    base = release(standfirst="One\r\n\r\nTwo ")
    assert Merge(base, release(standfirst="One\n\nTwo"), base).decisions() == []


KEYS = st.lists(st.sampled_from("abcdef"), unique=True, max_size=5)


@st.composite
def texts(draw):
    return release(*(text_block(key, *draw(PARAGRAPHS)) for key in draw(KEYS)))


@given(texts(), texts(), texts(), st.data())
@settings(deadline=None, max_examples=60)
def test_blocks_are_neither_lost_nor_doubled(base, mine, theirs, data):
    merge = Merge(base, mine, theirs)
    answers = {d.name: data.draw(st.sampled_from(d.options)) for d in merge.open({})}
    result = merge.result(answers)
    assert len(set(keys(result))) == len(keys(result))
    chosen = {d.name: d.chosen(answers) for d in merge.decisions()}
    left_out = {
        part.key
        for part in merge.blocks
        if part.presence and chosen[part.presence.name] == (THEIRS if part.theirs is None else MINE)
    }
    assert set(keys(result)) | left_out == set(keys(mine)) | set(keys(theirs))
    for block in result["blocks"]:
        assert sanitise(block["html"]) == block["html"]


@given(texts(), texts())
@settings(deadline=None, max_examples=60)
def test_where_only_one_side_changed_the_result_is_that_side(base, mine):
    merge = Merge(base, mine, base)
    assert merge.open({}) == []
    assert keys(merge.result({})) == keys(mine)
    assert paragraphs_of(merge.result({})) == paragraphs_of(mine)
