"""Submit, sign off, send back, approve afterwards: pages on which colleagues agree to a text."""

from __future__ import annotations

import pytest

from articles import workflow
from articles.models import Article, SignOff, Stage, Transition
from tests.articles import factories as make
from tests.articles.desk import page_of, said, signed_in, staff, texts_of
from tests.articles.factories import at, when

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _morning():
    with when(8):
        yield


@pytest.fixture
def author():
    return staff("Author")


@pytest.fixture
def editor():
    return staff("Editor")


@pytest.fixture
def draft(author) -> Article:
    article = make.article("News", type="regulatory")
    article.snapshots.update(created_by=author)
    return article


@pytest.fixture
def in_review(draft, author) -> Article:
    workflow.submit(draft, by=author, version=draft.version)
    return draft


def press(user, article, part, **answers):
    article.refresh_from_db()
    return signed_in(user).post(page_of(article, part), {"version": article.version, **answers}, follow=True)


def stage(article: Article) -> str:
    article.refresh_from_db()
    return article.stage


def test_an_author_submits_with_a_note(draft, author):
    page = signed_in(author).get(page_of(draft, "submit"))
    assert "It takes the consent of an editor and the legal department." in texts_of(page)
    answer = press(author, draft, "submit", note="The figures are new.")
    assert "The release is submitted for review." in said(answer)
    assert stage(draft) == Stage.IN_REVIEW
    assert draft.transitions.get().reason == "The figures are new."


def test_the_author_is_told_what_the_editor_will_find(author):
    article = make.article(text="")
    assert "The release has no text." in texts_of(signed_in(author).get(page_of(article, "submit")))


def test_what_is_submitted_already_is_not_submitted_twice(in_review, author):
    assert "has been submitted already" in texts_of(signed_in(author).get(page_of(in_review, "submit")))
    press(author, in_review, "submit")
    assert in_review.transitions.count() == 1


def test_an_editor_approves_and_is_told_what_it_still_takes(in_review, editor):
    answer = press(editor, in_review, "sign-off/editorial")
    assert "Signed off. It still takes the consent of the legal department." in said(answer)
    assert stage(in_review) == Stage.IN_REVIEW
    answer = press(staff("Legal"), in_review, "sign-off/legal")
    assert "Signed off. The release is approved." in said(answer)
    assert stage(in_review) == Stage.APPROVED
    assert {row.kind: row.by.username for row in in_review.sign_offs.all()} == {"editorial": "editor", "legal": "legal"}


def test_who_changed_the_text_last_is_told_so_and_has_no_button(in_review, editor):
    in_review.snapshots.update(created_by=editor)
    html = texts_of(signed_in(editor).get(page_of(in_review, "sign-off/editorial")))
    assert "You changed this text last" in html
    assert '<button type="submit"' not in html.partition('id="content-main"')[2]
    answer = press(editor, in_review, "sign-off/editorial")
    assert "You changed this text last" in texts_of(answer)
    assert not SignOff.objects.exists()


@pytest.mark.parametrize(
    ("role", "part"),
    [
        ("Author", "sign-off/editorial"),
        ("Author", "send-back"),
        ("Editor", "sign-off/legal"),
        ("Legal", "sign-off/editorial"),
        ("Legal", "submit"),
        ("Auditor", "submit"),
        ("Auditor", "sign-off/investor-relations"),
    ],
)
def test_without_the_right_there_is_no_page(in_review, role, part):
    client = signed_in(staff(role) if role not in {"Author"} else in_review.transitions.get().by)
    assert client.get(page_of(in_review, part)).status_code == 403
    assert client.post(page_of(in_review, part), {"version": in_review.version}).status_code == 403


def test_a_sign_off_that_does_not_exist_is_no_page(in_review, editor):
    assert signed_in(editor).get(page_of(in_review, "sign-off/everything")).status_code == 404


def test_a_sign_off_that_the_type_does_not_take_is_said_to_be_none(in_review):
    client = signed_in(staff("Investor relations"))
    assert "does not take this sign-off" in texts_of(client.get(page_of(in_review, "sign-off/investor-relations")))


def test_what_has_to_be_mended_is_not_signed_off(author, editor):
    article = make.article(text="")
    workflow.submit(article, by=author, version=article.version)
    html = texts_of(signed_in(editor).get(page_of(article, "sign-off/editorial")))
    assert "The release has no text." in html
    assert '<button type="submit"' not in html.partition('id="content-main"')[2]


def test_what_is_new_since_readers_know_the_text_is_a_link_away(author, editor):
    article = make.release("First", at(7))
    source = article.editions.get().source_id
    make.save(article, headline="Second")
    article.snapshots.update(created_by=author)
    workflow.submit(article, by=author, version=article.version)
    page = signed_in(editor).get(page_of(article, "sign-off/editorial"))
    assert page.context["since"] == [("What is new since the text that readers know", source)]


def test_sending_back_takes_a_reason(in_review, editor):
    answer = press(editor, in_review, "send-back", reason=" ")
    assert set(answer.context["form"].errors) == {"reason"}
    assert stage(in_review) == Stage.IN_REVIEW
    answer = press(editor, in_review, "send-back", reason="Which plant is it?")
    assert "The release is sent back, with your words." in said(answer)
    assert stage(in_review) == Stage.DRAFTING
    assert in_review.transitions.first().reason == "Which plant is it?"


def test_a_draft_is_not_sent_back(draft, editor):
    assert "not at the stage" in texts_of(signed_in(editor).get(page_of(draft, "send-back")))


# Somebody else was quicker


def test_who_comes_too_late_is_told_and_keeps_the_words(in_review, editor):
    seen = in_review.version
    make.save(in_review, headline="Changed since")
    answers = {"version": seen, "reason": "Which plant is it?"}
    answer = signed_in(editor).post(page_of(in_review, "send-back"), answers)
    assert answer.status_code == 409
    html = texts_of(answer)
    assert "Somebody changed this release meanwhile; nothing was done." in html
    assert "Which plant is it?</textarea>" in html
    assert f'name="version" value="{in_review.version}"' in html
    assert answer.context["seen"].version < seen
    assert stage(in_review) == Stage.IN_REVIEW


def test_after_a_look_the_same_button_does_it(in_review, editor):
    client, page = signed_in(editor), page_of(in_review, "send-back")
    refused = client.post(page, {"version": in_review.version - 1, "reason": "Which plant is it?"})
    form = refused.context["form"]
    client.post(page, {"version": form["version"].value(), "reason": form["reason"].value()})
    assert stage(in_review) == Stage.DRAFTING


def test_a_refusal_by_the_workflow_is_said_in_words_and_keeps_the_words(in_review, editor, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise workflow.Refused("Not on a Sunday.")

    monkeypatch.setattr(workflow, "send_back", refuse)
    html = texts_of(press(editor, in_review, "send-back", reason="Which plant is it?"))
    assert "Not on a Sunday." in html
    assert "Which plant is it?</textarea>" in html


# What was published by force


@pytest.fixture
def forced(draft, author):
    """The public id of an edition that nobody approved."""
    make.save(draft, forward_looking=make.forward_looking())
    draft.snapshots.update(created_by=author)
    terms = workflow.Terms(forced_because="People had to be told.", filed_first=True)
    return workflow.publish(draft, by=staff("Administrator"), version=draft.version, terms=terms).public_id


def test_somebody_else_approves_it_afterwards(draft, editor, forced):
    page = signed_in(editor).get(page_of(draft, f"approve-afterwards/{forced}"))
    assert "People had to be told." in texts_of(page)
    answer = press(editor, draft, f"approve-afterwards/{forced}", note="It was right.")
    assert "Approved afterwards." in said(answer)
    assert not Transition.objects.unapproved().exists()
    assert "There is nothing to approve" in texts_of(press(editor, draft, f"approve-afterwards/{forced}"))


def test_who_forced_it_does_not(draft, forced):
    administrator = draft.transitions.first().by
    html = texts_of(signed_in(administrator).get(page_of(draft, f"approve-afterwards/{forced}")))
    assert "It takes somebody else." in html
    press(administrator, draft, f"approve-afterwards/{forced}")
    assert Transition.objects.unapproved().exists()


def test_the_edition_of_another_release_is_not_found_here(editor, draft, forced):
    other = make.article("Other")
    assert "There is nothing to approve" in texts_of(
        signed_in(editor).get(page_of(other, f"approve-afterwards/{forced}"))
    )
