"""A kept text is put back into the form, and nothing of it is saved until somebody saves it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import drafts
from articles.models import Article, Restriction, Snapshot, TextBlock
from people.admin.words import moment_in_words
from people.publicid import new_public_id
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
def author():
    return staff("Author")


@pytest.fixture
def desk(author):
    return signed_in(author)


@pytest.fixture
def article():
    """Saved twice: the first headline was another one."""
    draft = make.article("First", text="<p>Text</p>")
    return make.save(draft, headline="Second")


def typed(desk, article, **changes):
    """What a form of the release holds that somebody has typed into."""
    form = form_of(desk, page_of(article) if article else f"{LIST}add/") | changes
    return {name: value if isinstance(value, list) else [value] for name, value in form.items()}


def autosaved(article, by, data, version):
    return Snapshot.objects.create(
        article=article,
        kind=Snapshot.Kind.AUTOSAVED,
        schema=2,
        data={"typed": data},
        digest="",
        version=version,
        created_by=by,
        form_key="" if article else new_public_id(),
    )


def restore(desk, article, snapshot, **changes):
    sent = {"snapshot": snapshot.pk, "version": article.version} | changes
    return desk.post(page_of(article, "restore"), sent)


def test_an_older_text_is_in_the_form_and_nothing_is_saved(desk, article):
    first = article.snapshots.last()
    with CaptureQueriesContext(connection) as captured:
        answer = restore(desk, article, first)
    assert answer.status_code == 200
    form = controls(texts_of(answer))
    assert form["headline"] == "First"
    assert form["based_on"] == str(article.version)
    assert f"This is the text of {moment_in_words(first.created_at)}, not saved yet." in " ".join(said(answer))
    written = [q["sql"] for q in captured if q["sql"].split(" ", 1)[0] in {"INSERT", "UPDATE", "DELETE"}]
    assert [sql for sql in written if "django_session" not in sql] == []
    assert Article.objects.get().headline == "Second"


def test_saving_it_makes_it_the_text(desk, article):
    answer = restore(desk, article, article.snapshots.last())
    assert desk.post(page_of(article), controls(texts_of(answer))).status_code == 302
    assert Article.objects.get().headline == "First"
    assert article.snapshots.filter(kind="saved").count() == 3


def test_the_form_is_sent_to_the_page_of_the_release(desk, article):
    assert f'action="{page_of(article)}"' in texts_of(restore(desk, article, article.snapshots.last()))


def test_nothing_is_found_fault_with_before_somebody_saves(desk, article):
    saved = article.snapshots.last()
    data = saved.data
    data["article"] |= {"headline": "", "dateline_date": "never"}
    Snapshot.objects.filter(pk=saved.pk).update(data=data)
    answer = restore(desk, article, saved)
    assert 'class="errorlist"' not in texts_of(answer)
    assert 'class="errornote"' not in texts_of(answer)
    form = controls(texts_of(answer))
    assert (form["headline"], form["dateline_date"]) == ("", "never")
    assert desk.post(page_of(article), form).status_code == 200


def test_a_block_that_is_not_in_the_text_is_marked_as_deleted_and_not_dropped(desk, article):
    form = form_of(desk, page_of(article))
    add_block(form, "text", html="<p>Later</p>")
    desk.post(page_of(article), form)
    article.refresh_from_db()
    form = controls(texts_of(restore(desk, article, article.snapshots.last())))
    assert form["articles_textblock_set-1-DELETE"] == "on"
    assert form["articles_textblock_set-1-html"] == "<p>Later</p>"
    assert TextBlock.objects.count() == 2


def test_the_source_of_an_edition_can_be_put_back(desk, article):
    edition = make.publish(article, make.at(8))
    make.save(article, headline="After it")
    form = controls(texts_of(restore(desk, article, edition.source)))
    assert form["headline"] == "Second"


def test_who_looked_at_an_older_state_looks_again(desk, article):
    answer = restore(desk, article, article.snapshots.last(), version=article.version - 1)
    assert answer.status_code == 302
    assert answer.headers["Location"] == page_of(article, "history")


def test_a_text_kept_while_typing_is_put_back(desk, author, article):
    kept = autosaved(article, author, typed(desk, article, headline="Typed"), article.version)
    form = controls(texts_of(restore(desk, article, kept)))
    assert form["headline"] == "Typed"
    assert Article.objects.get().headline == "Second"


def test_one_that_was_typed_before_a_colleague_saved_goes_by_way_of_the_merge(desk, author, article):
    """Putting it back whole would undo what the colleague saved."""
    kept = autosaved(article, author, typed(desk, article, headline="Typed"), article.version)
    make.save(article, dateline_city="Oslo")
    answer = restore(desk, article, kept)
    assert answer.headers["Location"] == page_of(article, f"refused/{kept.pk}")
    assert "Oslo" in texts_of(desk.get(answer.headers["Location"]))


def test_a_mere_transition_since_then_takes_nothing_away(desk, author, article):
    kept = autosaved(article, author, typed(desk, article, headline="Typed"), article.version)
    drafts.claim(article.pk, article.version)
    article.refresh_from_db()
    assert controls(texts_of(restore(desk, article, kept)))["headline"] == "Typed"


def test_texts_of_other_releases_and_nonsense_are_not_found(desk, article):
    other = make.article("Another")
    assert restore(desk, article, other.snapshots.first()).status_code == 404
    for nonsense in ("", "x", "9" * 30, "²"):
        sent = {"snapshot": nonsense, "version": article.version}
        assert desk.post(page_of(article, "restore"), sent).status_code == 404


def test_who_may_not_change_puts_nothing_back(article):
    assert restore(signed_in(staff(VIEWER)), article, article.snapshots.last()).status_code == 403


def test_a_restricted_release_has_no_texts_for_others(desk, article):
    Restriction.objects.create(translation_key=article.translation_key)
    assert restore(desk, article, article.snapshots.last()).status_code == 404


def test_an_address_alone_puts_nothing_back(desk, article):
    assert desk.get(page_of(article, "restore")).status_code == 405
    assert desk.get(f"{LIST}restore/").status_code == 405


# A release that was never saved


def test_what_was_typed_into_a_new_form_is_put_back(desk, author):
    form = form_of(desk, f"{LIST}add/")
    add_block(form, "text", html="<p>New text</p>")
    form |= {"headline": "New", "dateline_date": "31 February"}
    kept = autosaved(None, author, {n: v if isinstance(v, list) else [v] for n, v in form.items()}, 0)
    answer = desk.post(f"{LIST}restore/", {"snapshot": kept.pk})
    assert "not saved yet" in " ".join(said(answer))
    shown = controls(texts_of(answer))
    assert shown["headline"] == "New"
    assert shown["articles_textblock_set-0-html"] == "<p>New text</p>"
    assert shown["dateline_date"] == "31 February"
    assert shown["form_key"] == kept.form_key
    assert f'action="{LIST}add/"' in texts_of(answer)
    assert not Article.objects.exists()
    shown["dateline_date"] = "2026-05-04"
    assert desk.post(f"{LIST}add/", shown).status_code == 302
    assert TextBlock.objects.get().html == "<p>New text</p>"


def test_it_is_its_authors_alone(desk, author):
    kept = autosaved(None, author, typed(desk, None, headline="New"), 0)
    other = signed_in(staff("Editor"))
    assert other.post(f"{LIST}restore/", {"snapshot": kept.pk}).status_code == 404


def test_a_text_of_a_release_is_not_put_into_a_new_form(desk, author, article):
    assert desk.post(f"{LIST}restore/", {"snapshot": article.snapshots.first().pk}).status_code == 404


def test_the_moment_is_told_in_the_zone_of_the_newsroom(desk, article):
    first = article.snapshots.last()
    local = timezone.localtime(first.created_at)
    assert f"{local:%H:%M}" in " ".join(said(restore(desk, article, first)))
