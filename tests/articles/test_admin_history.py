"""One timeline of what was done with a release and of every text that was kept of it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import drafts, workflow
from articles.admin import history
from articles.models import Restriction, Snapshot, Transition
from tests.articles import factories as make
from tests.articles.desk import NOBODY, VIEWER, page_of, signed_in, staff, texts_of
from tests.articles.factories import at, when

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
    return make.save(make.article("First"), headline="Second")


def entries(client, article, **query):
    return client.get(page_of(article, "history"), query).context["entries"]


def keep(article, kind, by=None, *, settled=False):
    return Snapshot.objects.create(
        article=article,
        kind=kind,
        schema=2,
        data={"typed": {"headline": ["Typed"]}},
        digest="",
        version=article.version,
        created_by=by,
        settled=settled,
    )


def test_moves_and_texts_stand_in_one_line_of_time(desk, article):
    make.publish(article, at(8))
    Snapshot.objects.update(created_at=at(7))
    keep(article, "refused")
    found = entries(desk, article)
    assert [entry.at for entry in found] == sorted((entry.at for entry in found), reverse=True)
    assert {entry.what for entry in found} == {
        "Published",
        "Saved",
        "Refused, because somebody else had saved first",
    }


def test_a_move_tells_who_why_and_when_it_takes_effect(desk, article):
    officer = make.press_officer()
    make.publish(article, at(6))
    with when(7):
        workflow.withdraw(article, by=officer, version=article.version, reason="A figure was wrong.")
    [entry] = [entry for entry in entries(desk, article) if entry.what == "Withdrawn"]
    assert (entry.by, entry.note, entry.edition) == (officer, "A figure was wrong.", "Edition 1")
    make.schedule(make.save(article, headline="Third"), at(12), decided=at(8))
    [entry] = [entry for entry in entries(desk, article) if entry.what == "Scheduled"]
    assert entry.effective_at == at(12)


def test_texts_that_were_printed_say_in_which_edition(desk, article):
    make.publish(article, at(8))
    make.schedule(make.save(article, headline="Third"), at(12), decided=at(9))
    printed = [entry.edition for entry in entries(desk, article) if entry.snapshot]
    assert printed[:2] == ["Scheduled edition", "Edition 1"]


def test_a_forced_publication_stands_out_until_it_is_approved(desk, article):
    edition = make.publish(article, at(8))
    Transition.objects.filter(action="published").update(forced=True, reason="The plant is on fire.")
    assert "nobody has approved it since" in texts_of(desk.get(page_of(article, "history")))
    assert "forced" in [entry.mark for entry in entries(desk, article)]
    article.refresh_from_db()
    workflow.approve_afterwards(article, edition.public_id, by=None, version=article.version)
    assert "nobody has approved it since" not in texts_of(desk.get(page_of(article, "history")))
    assert "forced-approved" in [entry.mark for entry in entries(desk, article)]


def test_what_was_never_saved_is_marked_and_leads_to_what_was_typed(desk, article):
    for kind in ("refused", "autosaved"):
        kept = keep(article, kind)
        assert page_of(article, f"refused/{kept.pk}") in texts_of(desk.get(page_of(article, "history")))
    assert [entry.mark for entry in entries(desk, article)].count("unsaved") == 2


def test_what_was_kept_while_typing_and_saved_since_is_shown_on_demand(desk, article):
    kept = keep(article, "autosaved", settled=True)
    assert kept not in [entry.snapshot for entry in entries(desk, article)]
    assert kept in [entry.snapshot for entry in entries(desk, article, all="1")]


def test_each_save_leads_to_what_it_changed(desk, article):
    second, first = article.snapshots.all()
    found = {entry.snapshot: entry.before for entry in entries(desk, article) if entry.snapshot}
    assert found == {second: first.pk, first: None}


def test_two_texts_of_any_pages_can_be_chosen(desk, article, monkeypatch):
    monkeypatch.setattr(history, "PAGE", 1)
    second, first = article.snapshots.all()
    answer = desk.get(page_of(article, "history"), {"page": "2", "from": first.pk, "to": second.pk})
    assert [entry.snapshot for entry in answer.context["entries"]] == [first]
    assert [(choice.name, choice.value) for choice in answer.context["elsewhere"]] == [("to", str(second.pk))]
    html = texts_of(answer)
    assert html.count("checked") == 2


def test_the_pages_together_show_everything_once(desk, article, monkeypatch):
    for _n in range(5):
        make.save(article)
    make.publish(article, at(8))
    everything = [(entry.at, entry.what) for entry in entries(desk, article)]
    monkeypatch.setattr(history, "PAGE", 3)
    pages, number = [], 1
    while number:
        answer = desk.get(page_of(article, "history"), {"page": number})
        pages += [(entry.at, entry.what) for entry in answer.context["entries"]]
        number = answer.context["older"]
    assert pages == everything


def test_queries_do_not_grow_with_the_history(desk, article):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(page_of(article, "history")).status_code == 200
        return len(captured)

    make.publish(article, at(8))
    queries()
    before = queries()
    author = staff("Author")
    for n in range(4):
        make.save(article, headline=f"Text {n}")
        make.publish(article, at(8, n + 1))
        drafts.refuse(article, author, 1, {"headline": ["Mine"]})
    assert queries() == before


def test_who_may_only_look_puts_nothing_back(article):
    html = texts_of(signed_in(staff(VIEWER)).get(page_of(article, "history")))
    assert "Restore…" not in html
    assert "Compare" in html


def test_a_restricted_release_has_no_history_for_others(article):
    Restriction.objects.create(translation_key=article.translation_key)
    assert signed_in(staff("Author")).get(page_of(article, "history")).status_code == 404
    assert signed_in(staff(NOBODY)).get(page_of(article, "history")).status_code == 404


@pytest.mark.parametrize("nonsense", ["x", "0", "-1", "9" * 30, "²"])
def test_nonsense_in_the_address_is_no_error(desk, article, nonsense):
    answer = desk.get(page_of(article, "history"), {"page": nonsense, "from": nonsense, "to": nonsense})
    assert answer.status_code == 200
