"""A text goes from the form to the data and back without a loss, whatever has become of its blocks since."""

from __future__ import annotations

from copy import deepcopy
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.test.utils import override_settings
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import drafts, snapshots
from articles.admin import formdata
from articles.admin.formdata import HEAD, block_columns, checked_keys, data_of, form_of, head_columns, typed_in
from articles.models import Article, RemarkBlock, Restriction, TextBlock
from articles.models.blocks import BLOCKS
from tests.articles import factories as make
from tests.articles.desk import form_of as form_at
from tests.articles.desk import page_of, signed_in, staff
from tests.articles.factories import when
from tests.people.making import controls

pytestmark = pytest.mark.django_db

USER = AnonymousUser()
LINE = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)
TOPIC = st.text(st.sampled_from("abAB 煤电"), min_size=1, max_size=6).map(str.strip).filter(bool)


@pytest.fixture(autouse=True)
def _morning():
    with when(8):
        yield


def as_post(form):
    """What a browser sends of a form, as it is stored."""
    query = QueryDict(mutable=True)
    for name, value in form.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return typed_in(query)


@pytest.fixture
def article():
    speaker, held = make.holding("managing director", "Anna Berg")
    draft = make.article(
        "As it was",
        text="<p>One</p>",
        standfirst="Short",
        dateline_city="Oslo",
        dateline_date=date(2026, 5, 4),
        meetings=[make.meeting()],
        departments=[make.department()],
        topics=["Grid", "Clean energy"],
    )
    make.add_remark(draft, speaker, "Words", points=["a", "b"], appointments=[held], capacity="director")
    make.add_picture(draft, make.picture(), "Caption")
    make.add_text(draft, "<p>Two</p>")
    make.add_file(draft, make.file(), "Report")
    make.add_video(draft)
    return make.save(draft)


# What is carried


def test_the_fields_of_the_head_are_those_of_a_snapshot(article):
    named = {column.data_name for column in head_columns()} | {"translation_key"}
    assert named == set(snapshots.capture(article)["article"])


def test_the_fields_of_blocks_are_those_of_a_snapshot(article):
    for block in snapshots.capture(article)["blocks"]:
        named = {column.data_name for column in block_columns(block["kind"])} | {"kind", "key"}
        assert named == set(block)


def test_the_form_that_a_browser_shows_is_what_is_stored(article):
    """Our form, Django's form and the snapshot say the same."""
    shown = as_post(form_at(signed_in(staff("Author")), page_of(article)))
    assert data_of(shown, article, USER) == snapshots.capture(article)
    ours = as_post(dict(form_of(snapshots.capture(article), article, USER).lists()))
    for name, values in ours.items():
        assert [*filter(None, shown.get(name, []))] == [*filter(None, values)], name


def test_a_day_is_written_as_the_editors_language_writes_it(article):
    with translation.override("zh-hans"):
        form = form_of(snapshots.capture(article), article, USER)
        assert form["dateline_date"] == "2026/05/04"
        assert data_of(typed_in(form), article, USER)["article"]["dateline_date"] == "2026-05-04"


# There and back


@st.composite
def working_copies(draw, keys):
    """Random texts on top of some blocks that are stored, some that are gone and some that are new."""
    head = {
        "headline": draw(LINE),
        "standfirst": draw(LINE),
        "type": draw(st.sampled_from([*Article.Type.values])),
        "language": "en",
        "translation_key": None,
        "dateline_city": draw(LINE),
        "dateline_date": draw(st.one_of(st.none(), st.dates(date(1900, 1, 1)).map(str), st.just("31 February"))),
        "wanted_slug": draw(LINE),
        "inside_information": draw(st.booleans()),
        "filing_reference": draw(LINE),
        "forward_looking_id": draw(st.one_of(st.none(), st.integers(1, 99))),
        "contact_id": draw(st.one_of(st.none(), st.integers(1, 99))),
        "boilerplate_id": None,
        "topics": sorted(set(draw(st.lists(TOPIC, max_size=3)))),
        "departments": sorted(draw(st.sets(st.integers(1, 99), max_size=3))),
        "meetings": sorted(draw(st.sets(st.integers(1, 99), max_size=3))),
    }
    chosen = draw(st.lists(st.sampled_from(sorted(keys.items())), unique=True, max_size=6))
    chosen += [("", draw(st.sampled_from(sorted(BLOCKS)))) for _n in range(draw(st.integers(0, 2)))]
    blocks = []
    for key, kind in draw(st.permutations(chosen)):
        block = {"kind": kind, "key": key}
        for column in block_columns(kind):
            value = {"row": st.one_of(st.none(), st.integers(1, 99)), "rows": st.sets(st.integers(1, 99)).map(sorted)}
            block[column.data_name] = draw(value.get(column.kind, LINE))
        blocks.append(block)
    return {"article": head, "blocks": blocks}


@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_working_copy_comes_back_from_the_form(article, data):
    """Blocks that are gone are those with a key that no row has."""
    keys = {row.key: kind for kind, model in BLOCKS.items() for row in model.objects.filter(parent=article)}
    keys |= {"gone1": "text", "gone2": "remark"}
    copy = data.draw(working_copies(keys))
    before = deepcopy(copy)
    form = form_of(copy, article, USER)
    back = data_of(typed_in(form), article, USER)
    back["article"]["translation_key"] = None
    assert back == before
    again = form_of(back, article, USER)
    assert typed_in(again) == typed_in(form)


def test_blocks_that_are_stored_keep_their_rows_and_others_come_after(article):
    data = snapshots.capture(article)
    data["blocks"].insert(0, {"kind": "text", "key": "gone1", "html": "<p>Back</p>"})
    form = form_of(data, article, USER)
    rows = list(TextBlock.objects.filter(parent=article).order_by("ordering", "pk"))
    prefix = "articles_textblock_set"
    assert (form[f"{prefix}-TOTAL_FORMS"], form[f"{prefix}-INITIAL_FORMS"]) == ("3", "2")
    assert [form[f"{prefix}-{n}-id"] for n in range(3)] == [*(str(row.pk) for row in rows), ""]
    assert form[f"{prefix}-2-html"] == "<p>Back</p>"
    assert int(form[f"{prefix}-2-ordering"]) < int(form[f"{prefix}-0-ordering"])


def test_rows_that_the_text_does_not_have_are_marked_as_deleted(article):
    data = snapshots.capture(article)
    data["blocks"] = [block for block in data["blocks"] if block["kind"] != "text"]
    form = form_of(data, article, USER)
    assert [form.get(f"articles_textblock_set-{n}-DELETE") for n in range(2)] == ["on", "on"]
    assert form["articles_textblock_set-0-html"] == "<p>One</p>"
    assert "articles_remarkblock_set-0-DELETE" not in form


def test_the_form_is_made_for_the_present_version(article):
    assert form_of(snapshots.capture(article), article, USER)["based_on"] == str(article.version)


def test_a_text_that_was_put_back_is_saved_as_it_was(article):
    """All of it, through the browser's form."""
    old = snapshots.capture(article)
    client = signed_in(staff("Author"))
    form = form_at(client, page_of(article))
    form |= {"headline": "Other", "topics": "", "articles_textblock_set-0-DELETE": "on", "dateline_date": ""}
    form |= {"articles_remarkblock_set-0-text": "Other words"}
    assert client.post(page_of(article), form).status_code == 302
    article.refresh_from_db()
    sent = dict(form_of(old, article, USER).lists())
    assert client.post(page_of(article), sent).status_code == 302
    article.refresh_from_db()
    assert snapshots.capture(article) == old


# What cannot be read


@pytest.mark.parametrize(
    "junk",
    [
        {},
        {"articles_textblock_set-TOTAL_FORMS": ["x"]},
        {"articles_textblock_set-TOTAL_FORMS": ["9" * 18], "articles_textblock_set-0-ordering": ["x"]},
        {"meetings": ["x", "9" * 30], "contact": ["x"], "translation_of": ["x"], "topics": ['"']},
        {"dateline_date": ["never"], "type": [], "headline": []},
    ],
)
def test_nonsense_is_no_error(article, junk):
    data = data_of(junk, article, USER)
    form_of(data, article, USER)
    form_of(data, None, USER)


def test_what_says_nothing_stays_as_it_was_typed(article):
    typed = {"dateline_date": ["31 February"], "contact": ["somebody"], "meetings": ["x"]}
    data = data_of(typed, article, USER)
    form = form_of(data, article, USER)
    assert (form["dateline_date"], form["contact"], form.getlist("meetings")) == ("31 February", "somebody", ["x"])


def test_what_the_form_did_not_have_stays_as_the_base_has_it(article):
    base = snapshots.capture(article)
    base["article"] |= {"filing_reference": "7/2026", "inside_information": True}
    data = data_of({"headline": ["New"]}, article, USER, base, carried={"headline"})
    assert data["article"] == base["article"] | {"headline": "New"}


def test_a_box_that_was_not_ticked_is_not_ticked(article):
    base = snapshots.capture(article)
    base["article"]["inside_information"] = True
    assert data_of({}, article, USER, base, carried=HEAD)["article"]["inside_information"] is False


def test_a_form_that_was_never_saved_is_read_too():
    typed = {
        "headline": ["New"],
        "articles_textblock_set-TOTAL_FORMS": ["2"],
        "articles_textblock_set-0-ordering": ["20"],
        "articles_textblock_set-0-html": ["<p>Second</p>"],
        "articles_textblock_set-1-ordering": ["10"],
        "articles_textblock_set-1-html": ["<p>First</p>"],
    }
    data = data_of(typed, None, USER)
    assert [block["html"] for block in data["blocks"]] == ["<p>First</p>", "<p>Second</p>"]
    form = form_of(data, None, USER)
    assert (form["headline"], form["based_on"], form["articles_textblock_set-INITIAL_FORMS"]) == ("New", "", "0")


def test_a_translation_of_what_somebody_may_not_see_is_not_taken_over(article):
    author, other = staff("Author"), staff("Editor")
    secret = make.article("Secret", language="zh-hans")
    Restriction.objects.create(translation_key=secret.translation_key).users.add(other)
    data = data_of({"translation_of": [str(secret.pk)]}, article, author)
    assert data["article"]["translation_key"] == article.translation_key
    data["article"]["translation_key"] = secret.translation_key
    assert form_of(data, article, author)["translation_of"] == ""
    assert form_of(data, article, other)["translation_of"] == str(secret.pk)


# Keys


def test_a_block_that_comes_back_is_the_one_it_was(article):
    remark = RemarkBlock.objects.get(parent=article)
    data = snapshots.capture(article)
    remark.delete()
    drafts.record(article)
    sent = dict(form_of(data, article, USER).lists())
    assert signed_in(staff("Author")).post(page_of(article), sent).status_code == 302
    back = RemarkBlock.objects.get(parent=article)
    assert (back.key, back.pk) != (remark.key, remark.pk)
    assert back.key == remark.key


def test_a_key_that_another_block_has_is_not_claimed(article):
    taken = TextBlock.objects.first().key
    form = QueryDict(mutable=True)
    form.update({"a-0-block_key": taken, "a-0-id": "", "a-1-block_key": "free", "a-2-block_key": "free"})
    form.update({"a-3-block_key": taken, "a-3-id": "7", "a-4-block_key": "No key!"})
    checked = checked_keys(form, article)
    assert [checked[f"a-{n}-block_key"] for n in range(5)] == ["", "free", "", taken, ""]


def test_a_new_release_claims_no_keys():
    assert checked_keys(QueryDict("a-0-block_key=free"), None)["a-0-block_key"] == ""


@override_settings(LANGUAGE_CODE="en")
def test_the_page_says_which_block_is_which(article):
    page = signed_in(staff("Author")).get(page_of(article)).content.decode()
    form = controls(page)
    assert form["articles_textblock_set-0-block_key"] == TextBlock.objects.order_by("ordering").first().key
    assert 'name="articles_textblock_set-__prefix__-block_key"' in page


def test_the_base_of_a_version_is_what_was_saved_last_until_then(article):
    first = snapshots.capture(article)
    version = article.version
    make.save(article, headline="Later")
    assert formdata.base_of(article, version) == first
    assert formdata.base_of(article, 0) is None
