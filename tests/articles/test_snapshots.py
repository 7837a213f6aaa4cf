"""The working copy as JSON: complete, in one shape, and readable for ever."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from articles import snapshots
from articles.models import Article, Boilerplate, Contact
from articles.models.blocks import BLOCKS
from tests.articles import factories as make

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
NOT_TYPED = {"claimed_slug", "id", "public_id", "slug", "slug_opens_at", "search_key", "sort_key"}
NOT_TYPED |= {
    "version",
    "changed_at",
    "changed_by_id",
    "created_by_id",
    "stage",
    "binned_at",
    "saved_text",
    "printed_text",
}
"""What an article holds that no editor types."""


@pytest.mark.django_db
def test_the_whole_working_copy_is_captured():
    speaker, held = make.holding("managing director", "Anna Ångström")
    fair, plant = make.meeting("Fair"), make.department("Hydro")
    image, report = make.picture(), make.file()
    contact, boilerplate = Contact.objects.create(name="Desk"), Boilerplate.objects.create(title="About", text="We.")
    caution = Boilerplate.objects.create(kind="forward-looking", title="Caution", text="Perhaps not.")
    article = make.article(
        "First",
        text="<p>It works.</p>",
        standfirst="In short",
        dateline_city="Bergen",
        dateline_date=date(2026, 5, 4),
        type="results",
        language="zh-hans",
        wanted_slug="first",
        meetings=[fair],
        departments=[plant],
        topics=["fish", "Fish"],
        contact=contact,
        boilerplate=boilerplate,
        inside_information=True,
        filing_reference="2026-17",
        forward_looking=caution,
    )
    make.add_remark(
        article, speaker, "Thanks.", points=["A", "B"], meetings=[fair], appointments=[held], capacity="Boss"
    )
    make.add_picture(article, image, "The hall")
    make.add_file(article, report, "Report")
    make.add_video(article, "Film", "https://video.example/1")
    captured = snapshots.capture(article)
    keys = [block.pop("key") for block in captured["blocks"]]
    assert len(set(keys)) == 5
    assert captured == {
        "article": {
            "type": "results",
            "language": "zh-hans",
            "translation_key": article.translation_key,
            "headline": "First",
            "standfirst": "In short",
            "dateline_city": "Bergen",
            "dateline_date": "2026-05-04",
            "wanted_slug": "first",
            "topics": ["Fish", "fish"],
            "departments": [plant.pk],
            "meetings": [fair.pk],
            "contact_id": contact.pk,
            "boilerplate_id": boilerplate.pk,
            "inside_information": True,
            "filing_reference": "2026-17",
            "forward_looking_id": caution.pk,
        },
        "blocks": [
            {"kind": "text", "html": "<p>It works.</p>"},
            {
                "kind": "remark",
                "speaker_id": speaker.pk,
                "capacity": "Boss",
                "text": "Thanks.",
                "points": "A\nB",
                "meetings": [fair.pk],
                "appointments": [held.pk],
            },
            {"kind": "picture", "picture_id": image.pk, "caption": "The hall"},
            {"kind": "file", "file_id": report.pk, "title": "Report"},
            {"kind": "video", "title": "Film", "url": "https://video.example/1"},
        ],
    }


@pytest.mark.django_db
def test_no_field_that_an_editor_types_is_forgotten():
    """A column added to the article or to a block has to be captured too, or previews and editions lack it."""
    article = make.article()
    make.add_remark(article, make.executive())
    make.add_picture(article, make.picture())
    make.add_file(article, make.file())
    make.add_video(article)
    captured = snapshots.capture(article)
    assert typed(Article) - NOT_TYPED <= set(captured["article"])
    for block in captured["blocks"]:
        assert typed(BLOCKS[block["kind"]]) <= {*block, "id", "parent_id", "region", "ordering"}


def typed(model: type[models.Model]) -> set[str]:
    columns = {field.attname for field in model._meta.concrete_fields}
    return columns | {field.name for field in model._meta.many_to_many}


@pytest.mark.django_db
def test_blocks_are_captured_in_printed_order():
    article = make.article(text="<p>1</p>")
    make.add_video(article, "2")
    third = make.add_text(article, "<p>3</p>")
    third.ordering = 1
    third.save()
    kinds = [(block["kind"], block.get("html") or block.get("title")) for block in snapshots.capture(article)["blocks"]]
    assert kinds == [("text", "<p>3</p>"), ("text", "<p>1</p>"), ("video", "2")]


@pytest.mark.django_db
def test_capturing_asks_the_database_no_more_for_many_blocks():
    article, (speaker, _held) = make.article(), make.holding("managing director", "Anna")
    add = partial(make.add_remark, article, speaker, meetings=[make.meeting()])
    add()
    one = queries(article)
    for _more in range(10):
        add()
        make.add_text(article, "<p>More.</p>")
    assert queries(article) == one


def queries(article: Article) -> int:
    with CaptureQueriesContext(connection) as captured:
        snapshots.capture(article)
    return len(captured)


@given(JSON)
def test_equal_data_have_equal_digests_whatever_the_order_of_keys(data):
    def turned(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: turned(value[key]) for key in reversed(value)}
        return [turned(item) for item in value] if isinstance(value, list) else value

    assert snapshots.digest({"a": data}) == snapshots.digest({"a": turned(data)})


@pytest.mark.parametrize("other", [{}, {"a": ""}, {"a": "x "}, {"a": ["x"]}, {"b": "x"}, {"a": "x", "b": None}])
def test_different_data_have_different_digests(other):
    assert snapshots.digest({"a": "x"}) != snapshots.digest(other)


@pytest.mark.django_db
def test_an_old_snapshot_is_brought_up_to_the_present_schema_and_stays_as_it_was(monkeypatch):
    article = make.article("First")
    snapshot = article.snapshots.get()
    before, schema = snapshot.data, snapshot.schema
    monkeypatch.setattr(snapshots, "SCHEMA", schema + 2)
    monkeypatch.setattr(
        snapshots,
        "UPGRADERS",
        {
            schema: lambda data: {**data, "article": {**data["article"], "kicker": ""}},
            schema + 1: lambda data: {**data, "steps": ["kicker" in data["article"]]},
        },
    )
    assert snapshots.read(snapshot)["steps"] == [True]
    snapshot.refresh_from_db()
    assert (snapshot.data, snapshot.schema) == (before, schema)


def test_every_schema_before_the_present_one_has_its_upgrader():
    assert set(snapshots.UPGRADERS) == set(range(1, snapshots.SCHEMA))


@pytest.mark.django_db
def test_a_release_saved_before_there_was_disclosure_discloses_nothing():
    snapshot = make.article("First").snapshots.get()
    for added in ("inside_information", "filing_reference", "forward_looking_id"):
        del snapshot.data["article"][added]
    snapshot.schema = 1
    upgraded = snapshots.read(snapshot)
    assert upgraded == snapshots.capture(snapshot.article)
