"""Of two people who save the same release, the second loses nothing: it is kept whole and shown beside the first."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User

from articles import drafts, workflow
from articles.models import Article, RemarkBlock, Snapshot, TextBlock
from tests.articles import factories as make
from tests.articles.desk import LIST, VIEWER, add_block, form_of, page_of, said, signed_in, staff, texts_of
from tests.articles.factories import when
from tests.people.making import controls

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


def questions_of(answer):
    """What the page asks or has decided, by the names of the fields."""
    return {q.label: q for section in answer.context["page"].sections for q in section.questions}


def choose(answer, **choices):
    """The page's form as a browser sends it; ``choices`` are by the names of the fields, "both" of all others."""
    sent = {"version": str(answer.context["article"].version), "continue": "yes"}
    for label, question in questions_of(answer).items():
        wanted = choices.get(label.lower(), question.preset or "both")
        sent[question.name] = wanted if wanted in [o.value for o in question.options] else "mine"
    return sent


def taken_over(client, answer, **choices):
    """The form of the release as the page fills it in."""
    shown = client.post(answer.request["PATH_INFO"], choose(answer, **choices))
    assert shown.status_code == 200, shown
    return shown, controls(texts_of(shown))


def test_a_stale_save_is_kept_whole(first, second, article):
    mine = {"headline": "Mine", "articles_textblock_set-0-html": "<p>Text of mine</p>"}
    answer = both_save(first, second, article, {"headline": "Theirs"}, mine)
    assert {"Theirs", "Mine"} <= set(re.findall(r"Theirs|Mine", texts_of(answer)))
    refused = Snapshot.objects.get(kind="refused")
    assert refused.created_by.username == "author"
    assert refused.data["typed"]["headline"] == ["Mine"]
    assert "csrfmiddlewaretoken" not in refused.data["typed"]


def test_only_what_both_changed_is_asked(first, second, article):
    mine = {"headline": "Mine", "articles_textblock_set-0-html": "<p>Text of mine</p>"}
    theirs = {"headline": "Theirs", "dateline_city": "Oslo"}
    asked = {label: q.preset for label, q in questions_of(both_save(first, second, article, theirs, mine)).items()}
    assert asked == {"Headline": "", "Dateline city": "theirs", "Text": "mine"}


def test_the_chosen_text_is_in_the_form_and_not_saved(first, second, article):
    mine = {"headline": "Mine", "articles_textblock_set-0-html": "<p>Text of mine</p>"}
    answer = both_save(first, second, article, {"headline": "Theirs", "dateline_city": "Oslo"}, mine)
    before = list(Snapshot.objects.values())
    shown, form = taken_over(second, answer, headline="theirs")
    assert (form["headline"], form["dateline_city"]) == ("Theirs", "Oslo")
    assert form["articles_textblock_set-0-html"] == "<p>Text of mine</p>"
    assert form["based_on"] == str(Article.objects.get().version)
    assert "not saved yet" in " ".join(said(shown))
    assert f'action="{page_of(article)}"' in texts_of(shown)
    assert TextBlock.objects.get().html == "<p>Text as it was</p>"
    assert list(Snapshot.objects.values()) == before
    assert second.post(page_of(article), form).status_code == 302
    assert TextBlock.objects.get().html == "<p>Text of mine</p>"
    assert Article.objects.get().headline == "Theirs"


def test_what_is_not_answered_is_asked_again(first, second, article):
    answer = both_save(first, second, article, {"headline": "Theirs"}, {"headline": "Mine"})
    sent = {"version": str(Article.objects.get().version), "continue": "yes"}
    again = second.post(answer.request["PATH_INFO"], sent)
    assert questions_of(again)["Headline"].unanswered
    assert "adminform" not in again.context


def test_who_chose_while_the_release_changed_again_chooses_again(first, second, article):
    answer = both_save(first, second, article, {"headline": "Theirs"}, {"headline": "Mine"})
    sent = choose(answer, headline="mine")
    first.post(page_of(article), form_of(first, page_of(article)) | {"headline": "Theirs, later"})
    again = second.post(answer.request["PATH_INFO"], sent)
    assert again.status_code == 409
    assert "Theirs, later" in texts_of(again)


def test_a_save_of_the_chosen_text_that_comes_too_late_is_kept_too(first, second, article):
    answer = both_save(first, second, article, {"headline": "Theirs"}, {"headline": "Mine"})
    _shown, form = taken_over(second, answer, headline="mine")
    first.post(page_of(article), form_of(first, page_of(article)) | {"headline": "Theirs, later"})
    answer = second.post(page_of(article), form, follow=True)
    assert questions_of(answer)["Headline"].asked
    assert Snapshot.objects.filter(kind="refused").count() == 2


def test_an_edit_of_a_block_that_a_colleague_removed_can_be_kept_as_the_block_it_was(first, second, article):
    """Django would pair the forms with the rows that are left and drop this edit without a word."""
    add_text = form_of(first, page_of(article))
    add_block(add_text, "text", html="<p>Another text</p>")
    first.post(page_of(article), add_text)
    key = TextBlock.objects.order_by("ordering").first().key
    answer = both_save(
        first,
        second,
        article,
        {"articles_textblock_set-0-DELETE": "on"},
        {"articles_textblock_set-0-html": "<p>My edit of what is gone</p>"},
    )
    assert "My edit" in texts_of(answer)
    [question] = [q for q in questions_of(answer).values() if q.asked]
    assert [option.value for option in question.options] == ["mine", "theirs"]
    _shown, form = taken_over(second, answer, **{question.label.lower(): "mine"})
    assert second.post(page_of(article), form).status_code == 302
    assert [block.html for block in TextBlock.objects.order_by("ordering")] == [
        "<p>My edit of what is gone</p>",
        "<p>Another text</p>",
    ]
    assert TextBlock.objects.order_by("ordering").first().key == key


def test_that_edit_can_be_left_out(first, second, article):
    theirs = {"articles_textblock_set-0-DELETE": "on"}
    answer = both_save(first, second, article, theirs, {"articles_textblock_set-0-html": "<p>My edit</p>"})
    [question] = [q for q in questions_of(answer).values() if q.asked]
    _shown, form = taken_over(second, answer, **{question.label.lower(): "theirs"})
    second.post(page_of(article), form)
    assert not TextBlock.objects.exists()


def test_an_older_form_without_keys_finds_the_block_that_is_gone_by_its_place(first, second, article):
    form = form_of(second, page_of(article)) | {"articles_textblock_set-0-html": "<p>My edit</p>"}
    form = {name: value for name, value in form.items() if not name.endswith("block_key")}
    first.post(page_of(article), form_of(first, page_of(article)) | {"articles_textblock_set-0-DELETE": "on"})
    answer = second.post(page_of(article), form, follow=True)
    [question] = [q for q in questions_of(answer).values() if q.asked]
    assert question.label == "The whole block"


def test_blocks_that_either_added_are_both_taken(first, second, article):
    mine = form_of(second, page_of(article))
    theirs = form_of(first, page_of(article))
    add_block(mine, "text", html="<p>Mine, new</p>")
    add_block(theirs, "text", html="<p>Theirs, new</p>")
    first.post(page_of(article), theirs)
    answer = second.post(page_of(article), mine, follow=True)
    assert not any(question.asked for question in questions_of(answer).values())
    _shown, form = taken_over(second, answer)
    second.post(page_of(article), form)
    assert {block.html for block in TextBlock.objects.all()} == {
        "<p>Text as it was</p>",
        "<p>Mine, new</p>",
        "<p>Theirs, new</p>",
    }


def test_chosen_rows_are_shown_by_name(first, second, article):
    bo, kim = make.executive("Bo Ek"), make.executive("Kim Li")
    field = "articles_remarkblock_set-0-speaker"
    answer = both_save(first, second, article, {field: str(kim.pk)}, {field: str(bo.pk)})
    html = texts_of(answer)
    for name in ("Bo Ek", "Kim Li", "Anna Berg"):
        assert name in html


def test_a_save_that_was_sent_twice_has_nothing_to_decide(first, article):
    form = form_of(first, page_of(article)) | {"headline": "Mine"}
    add_block(form, "text", html="<p>New</p>")
    first.post(page_of(article), form)
    answer = first.post(page_of(article), form, follow=True)
    assert "nothing to decide" in texts_of(answer)
    assert not answer.context["page"].sections


def test_where_nobody_changed_the_same_the_page_says_so(first, second, article):
    answer = both_save(first, second, article, {"headline": "Theirs"}, {"dateline_city": "Oslo"})
    assert "nowhere where you changed it" in texts_of(answer)
    _shown, form = taken_over(second, answer)
    assert (form["headline"], form["dateline_city"]) == ("Theirs", "Oslo")


def test_an_impossible_date_is_kept_as_it_was_typed(first, second, article):
    answer = both_save(first, second, article, {"headline": "Theirs"}, {"dateline_date": "31 February"})
    _shown, form = taken_over(second, answer)
    assert form["dateline_date"] == "31 February"


def test_what_is_shown_is_harmless(first, second, article):
    answer = both_save(
        first,
        second,
        article,
        {"headline": "Theirs", "articles_textblock_set-0-html": "<p>Theirs</p>"},
        {
            "headline": "<script>alert(1)</script>",
            "articles_textblock_set-0-html": '<p onclick="x()">Text</p><script>alert(2)</script>',
        },
    )
    html = texts_of(answer)
    assert "<script>alert" not in html
    assert "onclick" not in html


def test_what_was_refused_is_settled_once_its_author_has_saved(first, second, article):
    both_save(first, second, article, {"headline": "Theirs"}, {"headline": "Mine"})
    first.post(page_of(article), form_of(first, page_of(article)) | {"dateline_city": "Oslo"})
    assert not Snapshot.objects.get(kind="refused").settled
    second.post(page_of(article), form_of(second, page_of(article)) | {"headline": "Agreed"})
    assert Snapshot.objects.get(kind="refused").settled


def test_its_author_alone_can_drop_it(first, second, article):
    answer = both_save(first, second, article, {"headline": "Theirs"}, {"headline": "Mine"})
    drop = answer.request["PATH_INFO"] + "drop/"
    assert first.post(drop).status_code == 403
    second.get(drop)
    assert not Snapshot.objects.get(kind="refused").settled
    assert second.post(drop).status_code == 302
    assert Snapshot.objects.get(kind="refused").settled


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


BIN = f"{LIST}bin/"


def put_in_the_bin(article):
    article.refresh_from_db()
    workflow.bin_release(article, by=None, version=article.version)


def test_a_save_of_a_release_in_the_bin_is_kept_and_offered_when_it_is_out_again(second, article):
    form = form_of(second, page_of(article)) | {"headline": "Mine"}
    put_in_the_bin(article)
    answer = second.post(page_of(article), form, follow=True)
    assert answer.redirect_chain == [(BIN, 302)]
    [message] = said(answer)
    assert "is in the bin" in message
    assert "history" in message
    refused = Snapshot.objects.get(kind="refused")
    assert (refused.article, refused.created_by.username) == (article, "author")
    assert refused.data["typed"]["headline"] == ["Mine"]
    article.refresh_from_db()
    assert (article.headline, article.binned_at is None) == ("As it was", False)
    workflow.restore_release(article, by=None, version=article.version)
    assert page_of(article, f"refused/{refused.pk}") in texts_of(second.get(page_of(article)))


def test_a_save_that_meets_the_bin_on_its_way_is_kept_too(second, article, monkeypatch):
    form = form_of(second, page_of(article)) | {"headline": "Mine"}
    claim = drafts.claim

    def claim_too_late(*arguments):
        monkeypatch.setattr(drafts, "claim", claim)
        put_in_the_bin(article)
        claim(*arguments)

    monkeypatch.setattr(drafts, "claim", claim_too_late)
    assert second.post(page_of(article), form).headers["Location"] == BIN
    assert Snapshot.objects.get(kind="refused").data["typed"]["headline"] == ["Mine"]


def test_nothing_of_the_bin_is_told_to_whom_the_release_is_closed_or_who_may_only_look(first, second, article):
    viewer = signed_in(staff(VIEWER))
    forms = {client: form_of(first, page_of(article)) for client in (first, viewer)}
    author = User.objects.get(username="author")
    workflow.restrict(article, by=None, version=article.version, users=[author], groups=[])
    put_in_the_bin(article)
    for client, form in forms.items():
        answer = client.post(page_of(article), form)
        assert answer.status_code in {302, 403}
        assert answer.headers.get("Location") != BIN
    assert not Snapshot.objects.filter(kind="refused").exists()


@pytest.mark.parametrize("key", ["0", "x", "9" * 40, "²"])
def test_a_save_of_no_release_at_all_is_kept_nowhere(first, article, key):
    put_in_the_bin(article)
    assert first.post(f"{LIST}{key}/change/", {"headline": "Mine"}).headers.get("Location") != BIN
    assert not Snapshot.objects.filter(kind="refused").exists()
