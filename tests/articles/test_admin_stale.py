"""Of two people who save the same release, the second loses nothing: it is kept whole and shown beside the first."""

from __future__ import annotations

import pytest

from articles.models import Article, RemarkBlock, Snapshot, TextBlock
from tests.articles import factories as make
from tests.articles.desk import add_block, form_of, page_of, signed_in, staff, texts_of
from tests.articles.factories import when

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _morning():
    with when(8):
        yield


@pytest.fixture
def first():
    return signed_in(staff("Publisher"))


@pytest.fixture
def second():
    return signed_in(staff("Author"))


@pytest.fixture
def article():
    draft = make.article("As it was", text="<p>Text as it was</p>")
    make.add_remark(draft, make.executive("Anna Berg"), "Words as they were")
    return make.save(draft)


def both_save(first, second, article, theirs, mine):
    """Both open the form; the first saves, then the second."""
    form = form_of(second, page_of(article))
    answer = first.post(page_of(article), form_of(first, page_of(article)) | theirs)
    assert answer.status_code == 302
    return second.post(page_of(article), form | mine, follow=True)


def test_a_stale_save_changes_nothing(first, second, article):
    both_save(first, second, article, {"headline": "Theirs"}, {"headline": "Mine"})
    article.refresh_from_db()
    assert article.headline == "Theirs"
    assert article.changed_by.username == "publisher"


def test_a_stale_save_is_kept_whole_and_shown(first, second, article):
    answer = both_save(
        first,
        second,
        article,
        {"headline": "Theirs"},
        {"headline": "Mine", "articles_textblock_set-0-html": "<p>Text of mine</p>"},
    )
    html = texts_of(answer)
    for words in ("Theirs", "Mine", "Text of mine", "Text as it was", "Words as they were"):
        assert words in html
    assert page_of(article) in html
    refused = Snapshot.objects.get(kind="refused")
    assert refused.created_by.username == "author"
    assert refused.data["typed"]["headline"] == ["Mine"]
    assert "csrfmiddlewaretoken" not in refused.data["typed"]


def test_what_differs_is_marked(first, second, article):
    answer = both_save(first, second, article, {"headline": "Theirs"}, {"headline": "Mine"})
    head, *blocks = answer.context["parts"]
    assert [row.label for row in head.rows if row.differs] == ["Headline"]
    assert not any(part.differs for part in blocks)


def test_a_block_that_a_colleague_removed_is_not_lost(first, second, article):
    """Django would pair the forms with the rows that are left and drop this edit without a word."""
    answer = both_save(
        first,
        second,
        article,
        {"articles_textblock_set-0-DELETE": "on"},
        {"articles_textblock_set-0-html": "<p>My edit of what is gone</p>"},
    )
    assert "My edit of what is gone" in texts_of(answer)
    assert "Somebody removed this meanwhile." in texts_of(answer)
    assert not TextBlock.objects.exists()


def test_blocks_that_either_added_are_shown(first, second, article):
    mine = form_of(second, page_of(article))
    theirs = form_of(first, page_of(article))
    add_block(mine, "text", html="<p>Mine, new</p>")
    add_block(theirs, "text", html="<p>Theirs, new</p>")
    first.post(page_of(article), theirs)
    html = texts_of(second.post(page_of(article), mine, follow=True))
    for words in ("Mine, new", "Theirs, new", "You added this.", "Somebody added this meanwhile."):
        assert words in html


def test_chosen_rows_are_shown_by_name(first, second, article):
    bo = make.executive("Bo Ek")
    answer = both_save(
        first, second, article, {"headline": "Theirs"}, {"articles_remarkblock_set-0-speaker": str(bo.pk)}
    )
    [remark] = [part for part in answer.context["parts"] if part.title == "Remark"]
    [speaker] = [row for row in remark.rows if row.label == "Speaker"]
    assert (speaker.typed, speaker.saved) == ("Bo Ek", "Anna Berg")


def test_what_is_shown_is_harmless(first, second, article):
    answer = both_save(
        first,
        second,
        article,
        {"headline": "Theirs"},
        {
            "headline": "<script>alert(1)</script>",
            "articles_textblock_set-0-html": '<p onclick="x()">Text</p><script>alert(2)</script>',
        },
    )
    html = texts_of(answer)
    assert "<script>alert" not in html
    assert "onclick" not in html


@pytest.mark.parametrize("version", ["", "0", "-1", "x", "9" * 30, "²", None])
def test_a_form_without_a_true_version_is_refused(first, article, version):
    form = form_of(first, page_of(article)) | {"headline": "Mine"}
    del form["based_on"]
    if version is not None:
        form["based_on"] = version
    answer = first.post(page_of(article), form)
    assert "/refused/" in answer.headers["Location"]
    article.refresh_from_db()
    assert article.headline == "As it was"


@pytest.mark.parametrize(
    "junk",
    [
        {"articles_textblock_set-TOTAL_FORMS": "x"},
        {"articles_textblock_set-TOTAL_FORMS": "9" * 18, "articles_textblock_set-0-id": "½"},
        {"articles_textblock_set-0-ordering": "x", "meetings": ["x", "9" * 30], "translation_of": "x"},
        {"headline": "\0", "type": "\ud7ff", "dateline_date": "never"},
    ],
)
def test_a_malformed_stale_form_is_kept_and_shown_all_the_same(first, article, junk):
    form = form_of(first, page_of(article)) | {"based_on": "0"} | junk
    assert first.post(page_of(article), form, follow=True).status_code == 200


def test_the_refused_save_is_found_again_in_the_history(first, second, article):
    both_save(first, second, article, {"headline": "Theirs"}, {"headline": "Mine"})
    refused = Snapshot.objects.get(kind="refused")
    assert page_of(article, f"refused/{refused.pk}") in texts_of(second.get(page_of(article, "history")))


def test_a_refused_save_is_shown_under_its_own_release_only(first, second, article):
    both_save(first, second, article, {"headline": "Theirs"}, {"headline": "Mine"})
    refused, saved = Snapshot.objects.get(kind="refused"), Snapshot.objects.filter(kind="saved").first()
    other = make.article("Another")
    assert first.get(page_of(other, f"refused/{refused.pk}")).status_code == 404
    assert first.get(page_of(article, f"refused/{saved.pk}")).status_code == 404


def test_saving_again_after_a_look_goes_through(first, second, article):
    both_save(first, second, article, {"headline": "Theirs"}, {"headline": "Mine"})
    answer = second.post(page_of(article), form_of(second, page_of(article)) | {"headline": "Agreed"})
    assert answer.status_code == 302
    assert Article.objects.get().headline == "Agreed"
    assert RemarkBlock.objects.count() == 1


def test_a_transition_makes_an_open_form_stale(first, second, article):
    form = form_of(second, page_of(article))
    make.publish(article, make.at(8))
    answer = second.post(page_of(article), form | {"headline": "Mine"})
    assert "/refused/" in answer.headers["Location"]
