"""The desk's page of links for reviewers: who has one, how often it was opened, and an end to it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import workflow
from articles.models import PreviewLink, Snapshot
from tests.articles import factories as make
from tests.articles.desk import page_of, said, signed_in, staff, texts_of
from tests.articles.factories import at, when

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _morning():
    with when(8):
        yield


@pytest.fixture
def desk() -> Client:
    return signed_in(staff("Author"))


def asked(article: Any, **changed: Any) -> dict[str, Any]:
    return {"for_whom": "Jane Roe", "lasts": "7", "version": article.version, **changed}


def make_link(article: Any, for_whom: str = "Jane Roe", days: int = 7) -> PreviewLink:
    lasts = timedelta(days=days)
    return workflow.make_preview(article, by=None, version=article.version, for_whom=for_whom, lasts=lasts)[0]


def test_the_address_is_shown_once_ready_to_copy_and_opens_the_text(desk, settings):
    settings.SITE_URL = "https://news.example.org"
    article = make.article()
    answer = desk.post(page_of(article, "preview-links"), asked(article))
    found = re.search(r'<input [^>]*value="https://news\.example\.org(/preview/open/[^"]+)"', texts_of(answer))
    assert found
    assert "readonly" in found[0]
    assert "It is a secret" in texts_of(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    # With "no-referrer" a browser would send the form with an Origin of "null", which is refused.
    assert answer.headers["Referrer-Policy"] != "no-referrer"
    assert Client().get(found[1]).status_code == 303
    assert "/preview/open/" not in texts_of(desk.get(page_of(article, "preview-links")))
    link = PreviewLink.objects.get()
    assert (link.created_by.username, link.expires_at) == ("author", at(8, day=11))


def test_the_form_offers_five_stretches_and_carries_the_version(desk):
    article = make.article()
    html = texts_of(desk.get(page_of(article, "preview-links")))
    assert f'<input type="hidden" name="version" value="{article.version}"' in html
    stretches = html.partition('<select name="lasts"')[2].partition("</select>")[0]
    assert re.findall(r'<option value="(\d+)"( selected)?', stretches) == [
        ("1", ""),
        ("3", ""),
        ("7", " selected"),
        ("14", ""),
        ("30", ""),
    ]


@pytest.mark.parametrize("wrong", [{"for_whom": " "}, {"lasts": "31"}, {"lasts": "x"}, {"version": "x"}])
def test_nonsense_makes_no_link(desk, wrong):
    article = make.article()
    answer = desk.post(page_of(article, "preview-links"), asked(article, **wrong))
    assert answer.status_code == 200
    assert not PreviewLink.objects.exists()


def test_a_link_is_made_of_the_text_that_was_seen(desk):
    article = make.article()
    seen = asked(article)
    make.save(article, headline="Changed meanwhile")
    answer = desk.post(page_of(article, "preview-links"), seen)
    assert answer.status_code == 409
    assert "Somebody changed this release" in texts_of(answer)
    assert not PreviewLink.objects.exists()


def test_the_list_says_for_whom_until_when_and_how_often_it_was_opened(desk):
    article = make.article()
    make_link(article, "Jane Roe")
    opened = make_link(article, "John Doe", days=1)
    PreviewLink.objects.filter(pk=opened.pk).update(opened=3, last_opened_at=at(7))
    html = texts_of(desk.get(page_of(article, "preview-links")))
    for words in ("Jane Roe", "not yet", "John Doe", "3 times, last on 4 May 2026, 07:00", "5 May 2026, 08:00"):
        assert words in html
    with when(9, day=5):
        assert "Expired" in texts_of(desk.get(page_of(article, "preview-links")))


def test_the_list_says_when_a_link_shows_an_older_text(desk):
    article = make.article()
    make_link(article)
    assert "changed since" not in texts_of(desk.get(page_of(article, "preview-links")))
    make.publish(article, at(8))
    assert "changed since" not in texts_of(desk.get(page_of(article, "preview-links")))
    make.save(article, headline="Another")
    assert "changed since" in texts_of(desk.get(page_of(article, "preview-links")))


def test_one_click_revokes_a_link(desk):
    article = make.article()
    link = make_link(article)
    make.save(article, headline="Another")
    answer = desk.post(page_of(article, "preview-links"), {"revoke": link.public_id}, follow=True)
    assert said(answer) == ["The link for Jane Roe no longer opens."]
    assert "Revoked" in texts_of(answer)
    assert 'name="revoke"' not in texts_of(answer)
    assert not PreviewLink.objects.valid().exists()


def test_a_link_of_another_release_is_not_found_here(desk):
    link = make_link(make.article("One"))
    other = make.article("Another")
    for key in (link.public_id, "\0", f"{link.public_id}\0"):
        assert desk.post(page_of(other, "preview-links"), {"revoke": key}).status_code == 404
    assert PreviewLink.objects.valid().exists()


def test_who_may_only_look_sees_the_list_and_no_button():
    article = make.article()
    link = make_link(article)
    auditor = signed_in(staff("Auditor"))
    html = texts_of(auditor.get(page_of(article, "preview-links")))
    assert "Jane Roe" in html
    assert "Make a link" not in html
    assert "revoke" not in html
    for answers in (asked(article), {"revoke": link.public_id}):
        assert auditor.post(page_of(article, "preview-links"), answers).status_code == 403
    assert PreviewLink.objects.valid().count() == 1


def test_a_restricted_release_has_no_page_for_others_and_no_form_for_those_named(desk):
    article = make.article()
    link = make_link(article)
    named = staff("Editor")
    workflow.restrict(article, by=None, version=article.version, users=[named])
    article.refresh_from_db()
    for answers in (None, asked(article), {"revoke": link.public_id}):
        ask = desk.get if answers is None else desk.post
        assert ask(page_of(article, "preview-links"), answers).status_code == 404
    inside = signed_in(named)
    html = texts_of(inside.get(page_of(article, "preview-links")))
    assert "no link to it opens" in html
    assert "Make a link" not in html
    assert "restricted" in texts_of(inside.post(page_of(article, "preview-links"), asked(article)))
    assert PreviewLink.objects.count() == 1


def test_the_page_of_the_release_says_how_many_can_read_it(desk):
    article = make.article()
    assert "To show it to somebody without an account:" in texts_of(desk.get(page_of(article)))
    make_link(article)
    workflow.revoke_preview(make_link(article), by=None)
    assert "1 reviewer without an account can read" in texts_of(desk.get(page_of(article)))


def test_a_longer_list_takes_no_more_queries(desk):
    article = make.article()

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get(page_of(article, "preview-links"))
        return len(captured)

    make_link(article)
    few = queries()
    for n in range(5):
        make_link(article, f"Reviewer {n}")
    assert queries() == few


def test_links_to_a_text_that_nobody_changes_share_one_snapshot():
    article = make.article()
    make_link(article)
    make_link(article)
    assert Snapshot.objects.filter(article=article).count() == 1
