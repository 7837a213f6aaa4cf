"""The box above a release: one next step for whoever looks, and in words who does it if they may not."""

from __future__ import annotations

import pytest

from articles import workflow
from articles.models import Article, SignOff
from tests.articles import factories as make
from tests.articles.desk import page_of, signed_in, staff, texts_of
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
def draft(author) -> Article:
    """A draft that the author has saved."""
    article = make.article("News")
    return written(article, author)


def written(article: Article, by) -> Article:
    make.save(article, standfirst=f"In short, {article.version}.")
    article.snapshots.all().update(created_by=by)
    return article


def submitted(article: Article, by) -> Article:
    workflow.submit(article, by=by, version=article.version)
    return article


class Box:
    """What somebody is offered."""

    def __init__(self, user, article: Article) -> None:
        page = signed_in(user).get(page_of(article))
        assert page.status_code == 200
        context = page.context
        self.html = texts_of(page).partition('class="state"')[2].partition("</section>")[0]
        self.primary = [step.label for step in context["steps"] if step.primary]
        self.others = [step.label for step in context["steps"] if not step.primary]
        self.drastic = [step.label for step in context["drastic_steps"]]
        self.words = context["next_words"]


def test_the_author_of_a_draft_submits_it(author, draft):
    box = Box(author, draft)
    assert (box.primary, box.others, box.drastic, box.words) == (["Submit for review…"], [], [], "")


def test_who_may_only_look_is_told_who_submits_it(draft):
    box = Box(staff("Legal"), draft)
    assert (box.primary, box.others) == ([], [])
    assert box.words == "Next, an author submits it for review."


def test_an_editor_approves_what_somebody_else_wrote(author, draft):
    box = Box(staff("Editor"), submitted(draft, author))
    assert (box.primary, box.others) == (["Approve…"], ["Send back…"])


def test_an_editor_does_not_approve_their_own_text(draft):
    editor = staff("Editor")
    box = Box(editor, submitted(written(draft, editor), editor))
    assert box.primary == []
    assert box.words == "You changed this text last, so somebody else has to agree to it: an editor."


def test_the_author_is_told_whose_consent_it_waits_for(author):
    article = submitted(written(make.article(type="results"), author), author)
    box = Box(author, article)
    assert box.primary == []
    assert box.words == "Next, it takes the consent of an editor, the legal department and investor relations."
    assert box.html.count("still missing") == 3


def test_each_office_signs_off_for_itself(author):
    article = submitted(written(make.article(type="results"), author), author)
    assert Box(staff("Legal"), article).primary == ["Sign off: Legal…"]
    assert Box(staff("Investor relations"), article).primary == ["Sign off: Investor relations…"]


def test_who_signed_off_is_named_and_what_is_missing_is_said(author):
    article = submitted(written(make.article(type="regulatory"), author), author)
    editor = staff("Editor")
    workflow.sign_off(article, by=editor, version=article.version)
    html = Box(author, article).html
    assert "by editor, 4 May 2026, 08:00" in html
    assert html.count("still missing") == 1


def test_a_publisher_publishes_what_is_approved(draft):
    box = Box(staff("Publisher"), make.approve(draft))
    assert (box.primary, box.others) == (["Publish now…"], ["Schedule…", "Send back…"])


def test_the_author_of_an_approved_text_is_told_who_publishes_it(author, draft):
    box = Box(author, make.approve(draft))
    assert box.primary == []
    assert box.words == "It is approved. Next, a publisher publishes or schedules it."


def test_an_approval_that_no_longer_holds_is_asked_for_again(author, draft):
    """A boilerplate was edited, which no version of the release tells of."""
    make.approve(draft)
    SignOff.objects.update(printed="something else")
    assert Box(staff("Publisher"), draft).primary == ["Approve…"]
    assert Box(author, draft).words.startswith("What would be printed has changed since the approval.")


def test_what_is_sent_back_stands_out_with_the_reason(author, draft):
    submitted(draft, author)
    workflow.send_back(draft, by=staff("Editor"), version=draft.version, reason="Which plant <b>is</b> it?")
    box = Box(author, draft)
    assert box.primary == ["Submit for review…"]
    assert "Which plant &lt;b&gt;is&lt;/b&gt; it?" in box.html
    assert "editor, 4 May 2026, 08:00" in box.html
    submitted(draft, author)
    assert "Which plant" not in Box(author, draft).html


def test_a_note_to_the_editor_is_shown_while_it_is_in_review(author, draft):
    workflow.submit(draft, by=author, version=draft.version, note="The figures are new.")
    assert "The figures are new." in Box(staff("Editor"), draft).html


def test_without_changes_there_is_nothing_to_do():
    article = make.release("News", at(7))
    box = Box(staff("Publisher"), article)
    assert (box.primary, box.others, box.drastic, box.words) == ([], [], ["Withdraw…"], "")


def test_an_edition_that_waits_can_be_moved_and_cancelled_at_one_press():
    article = make.article()
    make.schedule(article, at(9, day=5), decided=at(7))
    html = Box(staff("Publisher"), article).html
    assert f'action="{page_of(article, "reschedule")}"' in html
    assert f'action="{page_of(article, "cancel")}"' in html
    assert html.count(f'name="version" value="{article.version}"') == 2


def test_who_may_not_publish_is_told_that_it_goes_out_by_itself(author):
    article = make.article()
    make.schedule(article, at(9, day=5), decided=at(7))
    box = Box(author, article)
    assert box.words == "It goes out by itself. A publisher can move or cancel it."
    assert "Cancel schedule" not in box.html


def test_an_approved_change_of_what_waits_is_scheduled_in_its_place():
    article = make.article("First")
    make.schedule(article, at(9, day=5), decided=at(7))
    make.approve(make.save(article, headline="Second"), at(7, 30))
    box = Box(staff("Publisher"), article)
    assert box.primary == ["Schedule this text instead…"]
    assert box.others == ["Publish now…", "Send back…"]


def test_while_everything_is_on_hold_only_cancelling_is_offered():
    publisher = staff("Publisher")
    article = make.approved()
    make.schedule(article, at(9, day=5), decided=at(7))
    workflow.hold(by=publisher, reason="Something is wrong.")
    box = Box(publisher, article)
    assert (box.primary, box.others) == ([], [])
    assert box.words.startswith("Everything is on hold.")
    assert "Cancel schedule" in box.html
    assert "Reschedule" not in box.html
    assert "On hold, planned for 5 May 2026, 09:00" in box.html


def test_after_the_hold_what_missed_its_time_is_given_a_new_one():
    publisher = staff("Publisher")
    article = make.approved()
    make.schedule(article, at(9), decided=at(7))
    workflow.hold(by=publisher, reason="Something is wrong.")
    with when(10):
        workflow.lift(by=publisher)
        box = Box(publisher, article)
        assert "Reschedule" in box.html
        assert Box(staff("Author"), article).words.startswith("Its time passed while everything was on hold.")


def test_only_who_may_force_is_offered_to_and_last(author, draft):
    box = Box(staff("Administrator"), draft)
    assert (box.primary, box.drastic) == (["Submit for review…"], ["Publish without approval…"])
    assert Box(staff("Publisher"), draft).drastic == []


def test_what_was_forced_stands_out_until_somebody_else_approves_it(author, draft):
    administrator = staff("Administrator")
    terms = workflow.Terms(forced_because="People had to be told.")
    edition = workflow.publish(draft, by=administrator, version=draft.version, terms=terms)
    assert "People had to be told." in Box(author, draft).html
    assert Box(administrator, draft).primary == []
    editor = staff("Editor")
    assert Box(editor, draft).primary == ["Approve afterwards…"]
    workflow.approve_afterwards(draft, edition.public_id, by=editor, version=draft.version)
    assert "People had to be told." not in Box(editor, draft).html


def test_looking_writes_nothing(author, draft):
    before = (draft.version, draft.snapshots.count(), draft.transitions.count())
    Box(author, draft)
    draft.refresh_from_db()
    assert (draft.version, draft.snapshots.count(), draft.transitions.count()) == before
