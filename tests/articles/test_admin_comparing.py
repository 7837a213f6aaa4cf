"""Any two texts of a release are compared word by word."""

from __future__ import annotations

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Restriction, TextBlock
from tests.articles import factories as make
from tests.articles.desk import NOBODY, VIEWER, add_block, form_of, page_of, signed_in, staff, texts_of
from tests.articles.factories import when

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _morning():
    with when(8):
        yield


@pytest.fixture
def desk():
    return signed_in(staff("Publisher"))


@pytest.fixture
def article():
    draft = make.article("As it was", text="<p>Sales rose by 5 %</p><p>The end</p>")
    make.add_remark(draft, make.executive("Anna Berg"), "Words")
    return make.save(draft)


def compared(desk, article, old="", new="now"):
    """The page that compares; by default the text before the last save with the present one."""
    old = old or article.snapshots.filter(kind="saved")[1].pk
    return desk.get(page_of(article, "compare"), {"from": old, "to": new})


def parts_of(answer):
    return [(part.title, part.state, [row.label for row in part.rows]) for part in answer.context["parts"]]


def change(desk, article, **fields):
    form = form_of(desk, page_of(article)) | fields
    assert desk.post(page_of(article), form).status_code == 302
    article.refresh_from_db()


def test_words_that_went_and_came_are_marked(desk, article):
    change(
        desk,
        article,
        headline="As it is",
        **{"articles_textblock_set-0-html": "<p>Sales fell by 5 %</p><p>The end</p>"},
    )
    answer = compared(desk, article)
    assert parts_of(answer) == [("Head", "", ["Headline"]), ("Text: Sales fell by 5 %", "", ["Text"])]
    assert "As it <del>was</del><ins>is</ins>" in texts_of(answer)
    assert "Sales <del>rose</del><ins>fell</ins> by 5 %" in texts_of(answer)


def test_equal_texts_are_said_to_be_equal(desk, article):
    assert "the same" in texts_of(compared(desk, article, "now", "now"))


def test_blocks_that_were_added_removed_and_moved_are_told(desk, article):
    form = form_of(desk, page_of(article))
    add_block(form, "video", title="Opening", url="https://video.example/")
    form |= {"articles_textblock_set-0-DELETE": "on"}
    assert desk.post(page_of(article), form).status_code == 302
    titles = [(title, state) for title, state, _rows in parts_of(compared(desk, article))]
    assert titles == [("Text: Sales rose by 5 %", "removed"), ("Video link: Opening", "added")]
    change(desk, article, **{"articles_remarkblock_set-0-ordering": "90", "articles_videoblock_set-0-ordering": "10"})
    [(title, state, rows)] = parts_of(compared(desk, article))
    assert (title in {"Remark: Anna Berg", "Video link: Opening"}, state, rows) == (True, "moved", [])


def test_rows_are_called_by_their_names(desk, article):
    bo, grid = make.executive("Bo Ek"), make.meeting("Grid day")
    change(desk, article, **{"articles_remarkblock_set-0-speaker": str(bo.pk), "meetings": [str(grid.pk)]})
    html = texts_of(compared(desk, article))
    assert "<del>Anna Berg</del>" in html
    assert "<ins>Bo Ek</ins>" in html
    assert "Grid day" in html


def test_names_are_for_those_who_may_see_the_rows(article, desk):
    bo = make.executive("Bo Ek")
    change(desk, article, **{"articles_remarkblock_set-0-speaker": str(bo.pk)})
    viewer = staff(VIEWER)
    viewer.user_permissions.remove(viewer.user_permissions.get(codename="view_executive"))
    assert "Bo Ek" not in texts_of(compared(signed_in(viewer), article))


def test_what_was_refused_is_compared_with_what_is_saved(desk, article):
    form = form_of(desk, page_of(article)) | {"headline": "Typed too late", "based_on": str(article.version - 1)}
    desk.post(page_of(article), form)
    refused = article.snapshots.get(kind="refused")
    assert "Typed too late" in texts_of(compared(desk, article, refused.pk))


def test_an_edition_is_compared_by_what_it_was_made_of(desk, article):
    edition = make.publish(article, make.at(8))
    make.save(article, headline="After it")
    assert "After it" in texts_of(compared(desk, article, edition.source.pk))


@pytest.mark.parametrize("nonsense", ["", "x", "²", "9" * 30, "0", "-1", "NOW"])
def test_nonsense_is_not_found(desk, article, nonsense):
    assert desk.get(page_of(article, "compare"), {"from": nonsense, "to": "now"}).status_code == 404
    assert desk.get(page_of(article, "compare"), {"from": "now", "to": nonsense}).status_code == 404


def test_texts_of_other_releases_are_not_found(desk, article):
    other = make.article("Another")
    assert compared(desk, article, other.snapshots.first().pk).status_code == 404


def test_who_may_see_the_release_and_nobody_else_compares_its_texts(article):
    assert compared(signed_in(staff(VIEWER)), article).status_code == 200
    assert compared(signed_in(staff(NOBODY)), article).status_code == 403
    Restriction.objects.create(translation_key=article.translation_key)
    assert compared(signed_in(staff("Author")), article).status_code == 404


def test_what_is_shown_is_harmless(desk, article):
    change(desk, article, headline="<script>alert(1)</script>")
    assert "<script>alert" not in texts_of(compared(desk, article))


def test_a_book_does_not_keep_anybody_waiting(desk, article):
    block = TextBlock.objects.get()
    block.html = "".join(f"<p>{' '.join(f'old{n}x{m}' for m in range(80))}</p>" for n in range(250))
    block.save()
    make.save(article)
    block.html = "".join(f"<p>{' '.join(f'new{n}x{m * 7 % 80}' for m in range(80))}</p>" for n in range(250))
    block.save()
    began = time.perf_counter()
    answer = compared(desk, article, article.snapshots.first().pk)
    assert answer.status_code == 200
    assert time.perf_counter() - began < 10


def test_queries_do_not_grow_with_the_text(desk, article):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert compared(desk, article).status_code == 200
        return len(captured)

    make.add_remark(article, make.executive("Ada Bo"), "More", meetings=[make.meeting("Ada")])
    make.save(article, headline="Other")
    queries()
    before = queries()
    for name in ("Bo Ek", "Kim Li"):
        make.add_remark(article, make.executive(name), "More", meetings=[make.meeting(name)])
    make.save(article)
    make.save(article, headline="Yet another")
    assert queries() <= before
