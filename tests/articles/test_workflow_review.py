"""Nothing is published from a draft: who agrees to a text, for what it holds, and how somebody forces it."""

from __future__ import annotations

import pytest
from i18nfield.strings import LazyI18nString

from articles import standing, workflow
from articles.models import Article, Boilerplate, SignOff, Stage, Transition
from articles.workflow import Refused, Stale, Terms
from tests.articles import factories as make
from tests.articles.desk import staff
from tests.articles.factories import at, when

pytestmark = pytest.mark.django_db

KINDS = SignOff.Kind


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
def publisher():
    return staff("Publisher")


@pytest.fixture
def draft(author) -> Article:
    """Written by the author."""
    article = make.article("News")
    article.snapshots.update(created_by=author)
    return article


def submit(article: Article, by) -> Article:
    workflow.submit(article, by=by, version=article.version)
    return article


def sign(article: Article, by, kind: str = KINDS.EDITORIAL) -> list[SignOff.Kind]:
    return workflow.sign_off(article, by=by, version=article.version, kind=kind)


def change(article: Article, by, **fields) -> Article:
    """What the editor's form does."""
    make.save(article, **fields)
    article.snapshots.filter(pk=article.snapshots.values("pk")[:1]).delete()
    workflow.save(article, by)
    return article


def stage(article: Article) -> str:
    article.refresh_from_db()
    return article.stage


def actions(article: Article) -> list[str]:
    return list(article.transitions.order_by("pk").values_list("action", flat=True))


def test_the_way_from_a_draft_to_the_readers(draft, author, editor, publisher):
    submit(draft, author)
    assert stage(draft) == Stage.IN_REVIEW
    assert sign(draft, editor) == []
    assert stage(draft) == Stage.APPROVED
    workflow.publish(draft, by=publisher, version=draft.version)
    assert actions(draft) == ["submitted", "signed-off", "published"]
    assert not draft.transitions.filter(forced=True).exists()


@pytest.mark.parametrize("until", [Stage.DRAFTING, Stage.IN_REVIEW])
@pytest.mark.parametrize("verb", ["publish", "schedule"])
def test_nothing_goes_out_unapproved(draft, author, publisher, until, verb):
    if until == Stage.IN_REVIEW:
        submit(draft, author)
    when_ = (at(9),) if verb == "schedule" else ()
    with pytest.raises(Refused, match="Nobody has approved this text yet"):
        getattr(workflow, verb)(draft, *when_, by=publisher, version=draft.version)
    assert not draft.editions.exists()


def test_who_changed_it_last_does_not_approve_it(draft, author, editor):
    change(draft, editor, headline="News, rewritten")
    submit(draft, author)
    with pytest.raises(Refused, match="somebody else has to agree"):
        sign(draft, editor)
    assert not draft.sign_offs.exists()


def test_saving_without_a_change_makes_nobody_the_author(draft, author, editor):
    change(draft, editor, headline="News")
    submit(draft, author)
    assert sign(draft, editor) == []


def test_a_change_after_the_approval_needs_another_one(draft, author, editor, publisher):
    submit(draft, author)
    sign(draft, editor)
    change(draft, author, headline="News, with another figure")
    assert stage(draft) == Stage.IN_REVIEW
    assert actions(draft)[-1] == "reopened"
    with pytest.raises(Refused):
        workflow.publish(draft, by=publisher, version=draft.version)
    sign(draft, editor)
    workflow.publish(draft, by=publisher, version=draft.version)


def test_saving_the_same_text_again_keeps_the_approval(draft, author, editor):
    submit(draft, author)
    sign(draft, editor)
    change(draft, author, headline="News")
    assert stage(draft) == Stage.APPROVED


def test_a_change_of_what_readers_know_begins_a_new_draft(draft, author, editor, publisher):
    submit(draft, author)
    sign(draft, editor)
    workflow.publish(draft, by=publisher, version=draft.version)
    change(draft, author, headline="News, corrected")
    assert stage(draft) == Stage.DRAFTING


def test_results_take_three_offices_in_any_order(author, editor):
    article = make.article("Results", type="results", forward_looking=make.forward_looking())
    article.snapshots.update(created_by=author)
    submit(article, author)
    assert sign(article, staff("Legal"), KINDS.LEGAL) == [KINDS.EDITORIAL, KINDS.INVESTOR_RELATIONS]
    assert sign(article, editor) == [KINDS.INVESTOR_RELATIONS]
    assert stage(article) == Stage.IN_REVIEW
    assert sign(article, staff("Investor relations"), KINDS.INVESTOR_RELATIONS) == []
    assert stage(article) == Stage.APPROVED


def test_a_setting_says_which_offices(settings, draft, author, editor):
    settings.NEWSROOM_SIGN_OFFS = {"press-release": ("legal",)}
    submit(draft, author)
    assert sign(draft, editor) == [KINDS.LEGAL]


@pytest.mark.parametrize("kind", [KINDS.LEGAL, KINDS.INVESTOR_RELATIONS])
def test_no_office_signs_for_another(draft, author, editor, kind):
    submit(draft, author)
    with pytest.raises(Refused, match="no right"):
        sign(draft, editor, kind)


def test_a_boilerplate_that_changes_after_the_approval_is_noticed(draft, author, editor, publisher):
    caution = make.forward_looking()
    change(draft, author, forward_looking=caution)
    submit(draft, author)
    sign(draft, editor)
    caution.text = LazyI18nString("Something else.")
    caution.save()
    with pytest.raises(Refused, match="Still to be signed off: Editorial approval"):
        workflow.publish(draft, by=publisher, version=draft.version)
    sign(draft, editor)
    workflow.publish(draft, by=publisher, version=draft.version)


def test_what_cannot_be_printed_is_not_signed_off(author, editor):
    article = make.article(text="")
    submit(article, author)
    with pytest.raises(Refused, match="no text"):
        sign(article, editor)


def test_sending_back_gives_the_draft_to_its_author_again(draft, author, editor):
    submit(draft, author)
    with pytest.raises(Refused, match="Say what is to be done"):
        workflow.send_back(draft, by=editor, version=draft.version, reason=" ")
    workflow.send_back(draft, by=editor, version=draft.version, reason=" Which plant? ")
    assert stage(draft) == Stage.DRAFTING
    assert draft.transitions.first().reason == "Which plant?"


def test_what_was_sent_back_after_the_approval_is_approved_anew(draft, author, editor, publisher):
    submit(draft, author)
    sign(draft, editor)
    workflow.send_back(draft, by=editor, version=draft.version, reason="Wait for the figures.")
    submit(draft, author)
    with pytest.raises(Refused, match="Nobody has approved"):
        workflow.publish(draft, by=publisher, version=draft.version)
    sign(draft, editor)
    workflow.publish(draft, by=publisher, version=draft.version)


def test_of_two_who_decide_at_once_one_wins(draft, author, editor):
    submit(draft, author)
    seen = draft.version
    sign(draft, editor)
    with pytest.raises(Stale):
        workflow.send_back(draft, by=editor, version=seen, reason="Which plant?")
    assert stage(draft) == Stage.APPROVED


def test_a_cancelled_edition_leaves_its_text_approved(draft, author, editor, publisher):
    submit(draft, author)
    sign(draft, editor)
    workflow.schedule(draft, at(12), by=publisher, version=draft.version)
    workflow.cancel(draft, by=publisher, version=draft.version)
    assert stage(draft) == Stage.APPROVED
    workflow.publish(draft, by=publisher, version=draft.version)


# By force


@pytest.fixture
def administrator():
    return staff("Administrator")


BY_FORCE = Terms(forced_because=" People had to be told. ")


def test_who_has_the_right_publishes_by_force_with_a_reason(draft, administrator):
    edition = workflow.publish(draft, by=administrator, version=draft.version, terms=BY_FORCE)
    [line] = Transition.objects.unapproved()
    assert (line.edition, line.forced, line.reason) == (edition.public_id, True, "People had to be told.")


@pytest.mark.parametrize("reason", ["", "  "])
def test_force_takes_a_reason(draft, administrator, reason):
    with pytest.raises(Refused, match="Nobody has approved"):
        workflow.publish(draft, by=administrator, version=draft.version, terms=Terms(forced_because=reason))


def test_force_takes_a_right_of_its_own(draft, publisher):
    with pytest.raises(Refused, match="no right"):
        workflow.publish(draft, by=publisher, version=draft.version, terms=BY_FORCE)
    assert not draft.editions.exists()


def test_a_reason_does_not_make_force_of_what_is_approved(draft, author, editor, administrator):
    submit(draft, author)
    sign(draft, editor)
    workflow.publish(draft, by=administrator, version=draft.version, terms=BY_FORCE)
    assert not Transition.objects.unapproved().exists()


def test_force_overrides_the_approvals_and_nothing_else(administrator):
    article = make.article(text="")
    with pytest.raises(Refused, match="no text"):
        workflow.publish(article, by=administrator, version=article.version, terms=BY_FORCE)


def test_it_stands_out_until_somebody_else_approves_it(draft, author, editor, administrator):
    edition = workflow.publish(draft, by=administrator, version=draft.version, terms=BY_FORCE).public_id
    author.user_permissions.set(editor.groups.get().permissions.filter(codename="review_article"))
    for involved in (administrator, type(author).objects.get(pk=author.pk)):
        with pytest.raises(Refused, match="takes somebody else"):
            workflow.approve_afterwards(draft, edition, by=involved, version=draft.version)
    assert Transition.objects.unapproved().exists()
    workflow.approve_afterwards(draft, edition, by=editor, version=draft.version)
    assert not Transition.objects.unapproved().exists()
    with pytest.raises(Refused, match="nothing to approve"):
        workflow.approve_afterwards(draft, edition, by=editor, version=draft.version)


# The exchange is told first


@pytest.fixture
def results(author) -> Article:
    article = make.article("Results", type="results", forward_looking=make.forward_looking())
    article.snapshots.update(created_by=author)
    return make.approve(article)


@pytest.mark.parametrize("verb", ["publish", "schedule"])
def test_results_do_not_go_out_before_the_filing_is_confirmed(results, publisher, verb):
    when_ = (at(9),) if verb == "schedule" else ()
    with pytest.raises(Refused, match="Confirm that the exchange is told first"):
        getattr(workflow, verb)(results, *when_, by=publisher, version=results.version)
    getattr(workflow, verb)(results, *when_, by=publisher, version=results.version, terms=Terms(filed_first=True))
    assert results.transitions.first().details == {"filed_first": True}


def test_results_carry_the_caution(author, publisher):
    article = make.article("Results", type="results")
    article.snapshots.update(created_by=author)
    make.approve(article)
    with pytest.raises(Refused, match="forward-looking"):
        workflow.publish(article, by=publisher, version=article.version, terms=Terms(filed_first=True))


def test_a_picture_that_is_replaced_takes_the_approval_back(draft, editor, publisher, author):
    """What is seen counts, and not what the entry is called."""
    shown = make.picture()
    make.add_picture(draft, shown)
    change(draft, author)
    sign(submit(draft, author), editor)
    fresh = make.picture("Another")
    type(shown).objects.filter(pk=shown.pk).update(image=fresh.image.name)
    with pytest.raises(Refused, match="has changed since it was approved"):
        workflow.publish(draft, by=publisher, version=draft.version)


def test_who_wrote_a_forced_text_does_not_become_a_stranger_to_it_by_a_colleagues_save(draft, author, editor):
    boss = staff("Administrator")
    change(draft, editor)
    terms = Terms(forced_because="Nobody is here.")
    edition = workflow.publish(draft, by=boss, version=draft.version, terms=terms)
    author.user_permissions.set(editor.groups.get().permissions.all())
    with pytest.raises(Refused, match="wrote or forced"):
        workflow.approve_afterwards(draft, edition.public_id, by=refreshed(author), version=draft.version)
    workflow.approve_afterwards(draft, edition.public_id, by=editor, version=draft.version)


def test_who_rewrote_the_boilerplate_meanwhile_is_not_the_one_to_approve(draft, author, editor, publisher):
    row = Boilerplate.objects.create(title=LazyI18nString("About us"), text=LazyI18nString("We build."))
    draft.boilerplate = row
    change(draft, author, boilerplate=row)
    submit(draft, author)
    row.text = LazyI18nString("Profit rose by forty per cent.")
    row.save()
    standing.record(row, editor)
    with pytest.raises(Refused, match="somebody else has to agree"):
        sign(draft, editor)
    sign(draft, publisher)
    assert stage(draft) == Stage.APPROVED


def refreshed(user):
    return type(user).objects.get(pk=user.pk)
