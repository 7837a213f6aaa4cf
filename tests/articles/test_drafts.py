"""Saving the working copy: numbered, whole, and nobody's text lost."""

from __future__ import annotations

import pytest

from articles import drafts, snapshots
from articles.models import Article, Snapshot
from tests.articles import factories as make

pytestmark = pytest.mark.django_db


def test_a_claim_takes_the_next_version():
    article = make.article()
    drafts.claim(article.pk, article.version)
    article.refresh_from_db()
    assert article.version == 2


@pytest.mark.parametrize("off", [-1, 1])
def test_a_stale_claim_is_refused_and_changes_nothing(off):
    article = make.article()
    before = Article.objects.filter(pk=article.pk).values().get()
    with pytest.raises(drafts.Stale, match="Somebody changed this release"):
        drafts.claim(article.pk, article.version + off)
    assert Article.objects.filter(pk=article.pk).values().get() == before


def test_a_release_that_is_gone_cannot_be_claimed():
    with pytest.raises(drafts.Stale):
        drafts.claim(999_999, 1)


def test_every_save_is_kept_whole():
    officer = make.press_officer()
    article = make.article("First")
    drafts.claim(article.pk, article.version)
    article.refresh_from_db()
    article.headline = "Second"
    article.save()
    snapshot = drafts.record(article, officer)
    assert (snapshot.kind, snapshot.version, snapshot.created_by) == ("saved", 2, officer)
    assert snapshot.data == snapshots.capture(article)
    assert snapshot.digest == snapshots.digest(snapshot.data)
    assert [row.data["article"]["headline"] for row in article.snapshots.order_by("pk")] == ["First", "Second"]


def test_a_save_that_came_too_late_is_kept_as_it_was_typed():
    officer = make.press_officer()
    article = make.article("First")
    before = snapshots.capture(article)
    typed = {"headline": ["Mine"], "blocks-0-html": ["<p onclick=x>raw"]}
    snapshot = drafts.refuse(article, officer, 7, typed)
    assert (snapshot.kind, snapshot.version, snapshot.data) == ("refused", 7, {"typed": typed})
    article.refresh_from_db()
    assert snapshots.capture(article) == before


def test_a_character_that_no_database_stores_loses_nothing_else():
    article = make.article()
    snapshot = drafts.refuse(article, None, 1, {"headline": ["a\0b"], "blocks": [{"text": "\0"}]})
    snapshot.refresh_from_db()
    assert snapshot.data == {"typed": {"headline": ["ab"], "blocks": [{"text": ""}]}}


def test_the_latest_snapshot_is_used_again_while_nothing_has_changed():
    article = make.article()
    first = article.snapshots.get()
    assert drafts.latest(article) == first
    article.headline = "Changed"
    article.save()
    newer = drafts.latest(article)
    assert newer != first
    assert newer.data["article"]["headline"] == "Changed"


def test_what_was_refused_is_never_the_latest():
    article = make.article()
    drafts.refuse(article, None, 1, snapshots.capture(article))
    assert drafts.latest(article).kind == Snapshot.Kind.SAVED


def test_recording_fills_in_what_was_left_to_the_appointments():
    speaker, held = make.holding("managing director", "Anna")
    article = make.article(meetings=[make.meeting()])
    make.add_remark(article, speaker)
    remark = drafts.record(article).data["blocks"][1]
    assert (remark["capacity"], remark["appointments"]) == ("managing director", [held.pk])
