"""One text, shown to somebody without an account: by a secret address, for a while, and no further than it says."""

from __future__ import annotations

import io
import logging
import logging.config
import re
import time
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import workflow
from articles.models import PreviewLink, RemarkBlock, Transition
from articles.workflow.previews import digest
from tests.articles import factories as make
from tests.articles.desk import staff
from tests.articles.factories import at, when
from tests.articles.reading import Page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _morning():
    with when(8):
        yield


def link_to(article: Any, **given: Any) -> tuple[PreviewLink, str]:
    """A link, and the path that opens it."""
    terms = {"by": None, "version": article.version, "for_whom": "Jane Roe", "lasts": timedelta(days=7), **given}
    link, token = workflow.make_preview(article, **terms)
    return link, f"/preview/open/{token}/"


def reviewer(path: str) -> Client:
    """A browser in which a link has been opened."""
    browser = Client()
    assert browser.get(path).status_code == 303
    return browser


def page_of(link: PreviewLink, rest: str = "") -> str:
    return f"/preview/{link.public_id}/{rest}"


def status_for(browser: Client, path: str) -> int:
    return int(browser.get(path).status_code)


# Making and revoking


def test_the_token_is_kept_nowhere_and_is_long_enough_not_to_be_guessed():
    link, path = link_to(make.article())
    token = path.split("/")[3]
    assert len(token) == 43
    stored = [str(value) for row in PreviewLink.objects.values() for value in row.values()]
    assert not [value for value in stored if token in value]
    assert link.token_digest == digest(token)


def test_making_and_revoking_stand_in_the_log():
    author = staff("Author")
    article = make.article()
    link, _path = link_to(article, by=author)
    workflow.revoke_preview(link, by=author)
    workflow.revoke_preview(link, by=author)
    lines = article.transitions.order_by("pk").values_list("action", "by__username", "details")
    assert list(lines) == [
        (Transition.Action.PREVIEW_MADE, "author", {"for_whom": "Jane Roe"}),
        (Transition.Action.PREVIEW_REVOKED, "author", {"for_whom": "Jane Roe"}),
    ]


@pytest.mark.parametrize(
    "wrong", [{"for_whom": "  "}, {"lasts": timedelta()}, {"lasts": timedelta(days=31)}, {"version": 99}]
)
def test_a_link_is_refused_without_a_name_an_end_or_the_version_that_was_seen(wrong):
    with pytest.raises(workflow.Refused):
        link_to(make.article(), **wrong)
    assert not PreviewLink.objects.exists()


def test_who_may_not_write_makes_and_revokes_none():
    article = make.article()
    link, _path = link_to(article)
    with pytest.raises(workflow.Refused):
        link_to(article, by=staff("Auditor"))
    with pytest.raises(workflow.Refused):
        workflow.revoke_preview(link, by=User.objects.get(username="auditor"))
    assert PreviewLink.objects.valid().count() == 1


def test_there_is_no_link_to_what_is_restricted():
    author = staff("Author")
    article = make.article()
    workflow.restrict(article, by=author, version=article.version, users=[author])
    with pytest.raises(workflow.Refused, match="restricted"):
        link_to(article)


# Opening


def test_opening_a_link_leads_to_the_text_and_leaves_the_secret_behind():
    link, path = link_to(make.article("Turbines for the north"))
    browser = Client()
    opened = browser.get(path)
    assert opened.status_code == 303
    assert opened.headers["Location"] == page_of(link)
    cookie = opened.cookies["preview"]
    assert (cookie["path"], cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (
        page_of(link),
        3600,
        True,
        "Lax",
    )
    shown = browser.get(page_of(link))
    assert Page(shown.content.decode()).headline == "Turbines for the north"
    for answer in (opened, shown):
        assert path.split("/")[3] not in answer.content.decode() + str(answer.headers)


def test_over_https_the_cookie_goes_over_nothing_else(settings):
    settings.SESSION_COOKIE_SECURE = True
    assert Client().get(link_to(make.article())[1]).cookies["preview"]["secure"]


def test_nothing_of_it_is_kept_or_found_or_passed_on():
    article = make.article()
    shown = make.add_picture(article, make.picture()).picture
    make.save(article)
    link, path = link_to(article)
    browser = reviewer(path)
    for address in (path, page_of(link), page_of(link, f"picture/{shown.public_id}")):
        answer = browser.get(address)
        assert answer.headers["Cache-Control"] == "no-store", address
        assert answer.headers["Referrer-Policy"] == "no-referrer", address
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow", address
        assert not {"ETag", "Last-Modified"} & set(answer.headers), address
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"], address
    html = browser.get(page_of(link)).content.decode()
    assert '<meta name="robots" content="noindex, nofollow">' in html
    assert 'rel="canonical"' not in html


def test_each_opening_is_counted_but_not_a_look_at_the_head_or_at_the_page():
    link, path = link_to(make.article())
    browser = reviewer(path)
    with when(9):
        browser.get(path)
        assert browser.head(path).status_code == 303
    browser.get(page_of(link))
    link.refresh_from_db()
    assert (link.opened, link.last_opened_at) == (2, at(9))


def test_who_asks_for_the_head_alone_is_let_in_nowhere():
    link, path = link_to(make.article())
    browser = Client()
    assert not browser.head(path).cookies
    assert status_for(browser, page_of(link)) == 404


def test_only_the_browser_that_opened_the_link_sees_the_text():
    link, path = link_to(make.article("One"))
    other, other_path = link_to(make.article("Another"))
    browser = reviewer(path)
    assert status_for(browser, page_of(link)) == 200
    assert status_for(browser, page_of(other)) == 404
    assert status_for(Client(), page_of(link)) == 404
    stolen = Client()
    stolen.cookies["preview"] = browser.cookies["preview"].value
    assert status_for(stolen, page_of(other)) == 404
    forged = Client()
    forged.cookies["preview"] = other.public_id
    assert status_for(forged, page_of(other)) == 404
    assert status_for(reviewer(other_path), page_of(other)) == 200


def test_the_cookie_lasts_an_hour():
    link, path = link_to(make.article())
    browser = reviewer(path)
    with mock.patch("django.core.signing.time.time", return_value=time.time() + 3601):
        assert status_for(browser, page_of(link)) == 404


def test_a_link_that_opens_no_more_is_like_none_at_all():
    author = staff("Author")
    absent = Client().get("/preview/nothing/").content

    def revoke(link, article):
        workflow.revoke_preview(link, by=author)

    def expire(link, article):
        PreviewLink.objects.filter(pk=link.pk).update(expires_at=at(8))

    def restrict(link, article):
        workflow.restrict(article, by=author, version=article.version, users=[author])

    def throw_away(link, article):
        workflow.bin_release(article, by=None, version=article.version)

    for close in (revoke, expire, restrict, throw_away):
        article = make.article()
        shown = make.add_picture(article, make.picture()).picture
        make.save(article)
        link, path = link_to(article)
        browser = reviewer(path)
        close(link, article)
        article.refresh_from_db()
        for address in (path, page_of(link), page_of(link, f"picture/{shown.public_id}")):
            answer = browser.get(address)
            assert (answer.status_code, answer.content) == (404, absent), (close.__name__, address)
            assert not answer.cookies
        link.refresh_from_db()
        assert link.opened == 1, close.__name__


def test_a_link_does_not_open_at_the_second_at_which_it_expires():
    link, path = link_to(make.article(), lasts=timedelta(days=1))
    with when(7, 59, 59, day=5):
        browser = reviewer(path)
    with when(8, day=5):
        assert status_for(browser, path) == 404
        assert status_for(browser, page_of(link)) == 404


# What is shown


def test_the_page_is_that_text_and_not_what_is_written_since():
    article = make.article("As it was")
    link, path = link_to(article)
    make.save(article, headline="As it became")
    html = reviewer(path).get(page_of(link)).content.decode()
    assert "As it was" in html
    assert "As it became" not in html


def test_the_bar_says_for_whom_which_text_and_that_it_is_not_out(settings):
    link, path = link_to(make.article(), for_whom="Jane <Roe>")
    words = Page(reviewer(path).get(page_of(link)).content.decode()).text
    assert "Preview for Jane <Roe>" in words
    assert re.search(r"Text of \d+ \w+ \d{4}, \d\d:\d\d\.", words)
    assert "Not published: please do not pass it on." in words


def test_the_bar_says_when_the_text_is_out():
    article = make.article()
    link, path = link_to(article)
    make.publish(article, at(8))
    words = Page(reviewer(path).get(page_of(link)).content.decode()).text
    assert "It has been published since." in words
    assert "Updated" not in words
    make.publish(make.save(article, headline="A later text"), at(9))
    with when(10):
        assert "It has been published since." not in Page(reviewer(path).get(page_of(link)).content.decode()).text


def test_a_page_is_in_the_language_of_its_text():
    link, path = link_to(make.article("新闻", language="zh-hans"))
    answer = reviewer(path).get(page_of(link))
    assert answer.headers["Content-Language"] == "zh-hans"
    assert '<html lang="zh-hans"' in answer.content.decode()


def secret_release() -> Any:
    """A draft whose people, meeting and topic nobody outside knows."""
    speaker = make.executive("Anna Berg", hidden=True)
    article = make.article("Secret", meetings=[make.meeting("Secret summit", hidden=True)], topics=["Hidden topic"])
    make.add_remark(article, speaker, "We keep our word.", capacity="chair")
    make.add_remark(article, make.executive("Known Person"), "So do I.")
    return make.save(article)


def test_what_is_hidden_is_named_and_leads_nowhere():
    link, path = link_to(secret_release())
    page = Page(reviewer(path).get(page_of(link)).content.decode())
    for words in ("Anna Berg", "chair", "Secret summit", "Hidden topic"):
        assert words in page.text
    assert "/people/known-person/" in page.urls()
    local = [url for url in page.urls("/") if not url.startswith(page_of(link))]
    assert "" not in page.urls()
    assert [url for url in local if Client().get(url).status_code != 200] == []


def test_nothing_but_the_text_is_shown_of_what_is_hidden():
    """A colleague of the hidden speaker, another release of the hidden meeting: the reviewer is not told of them."""
    article = secret_release()
    other = make.article("Elsewhere", meetings=article.meetings.all(), topics=["Other topic"])
    make.add_remark(other, make.executive("Other Person", hidden=True))
    make.save(other)
    link, path = link_to(article)
    html = reviewer(path).get(page_of(link)).content.decode()
    for words in ("Elsewhere", "Other Person", "Other topic"):
        assert words not in html


def test_pictures_files_and_portraits_are_those_of_the_text_alone():
    article = make.article()
    shown = make.add_picture(article, make.picture("One")).picture
    offered = make.add_file(article, make.file(), "The report").file
    speaker = make.executive("Anna Berg", hidden=True, portrait=make.picture("Face").image)
    make.add_remark(article, speaker)
    make.save(article)
    hidden, other_file = make.picture("Two"), make.file("Other")
    stranger = make.executive("Other", hidden=True, portrait=make.picture("Face").image)
    link, path = link_to(article)
    browser = reviewer(path)
    html = browser.get(page_of(link)).content.decode()
    of_text = [f"picture/{shown.public_id}", f"file/{offered.public_id}", f"portrait/{speaker.public_id}"]
    for address in of_text:
        assert f'"{page_of(link, address)}"' in html
        assert status_for(browser, page_of(link, address)) == 200, address
        assert status_for(Client(), page_of(link, address)) == 404, address
    for address in (f"picture/{hidden.public_id}", f"file/{other_file.public_id}", f"portrait/{stranger.public_id}"):
        assert status_for(browser, page_of(link, address)) == 404, address
    taken = browser.get(page_of(link, of_text[1]))
    assert taken.headers["Content-Disposition"] == 'attachment; filename="The-report.pdf"'


def test_a_later_picture_is_not_shown_to_who_has_the_earlier_text():
    article = make.article()
    link, path = link_to(article)
    later = make.add_picture(article, make.picture()).picture
    make.save(article)
    assert status_for(reviewer(path), page_of(link, f"picture/{later.public_id}")) == 404


def test_a_text_that_names_what_is_gone_cannot_be_shown_any_more():
    speaker = make.executive()
    article = make.article()
    make.add_remark(article, speaker)
    make.save(article)
    link, path = link_to(article)
    RemarkBlock.objects.all().delete()
    speaker.delete()
    answer = reviewer(path).get(page_of(link))
    assert answer.status_code == 410
    assert answer.headers["Cache-Control"] == "no-store"
    assert "This text can no longer be shown" in answer.content.decode()


def test_a_text_of_an_older_schema_is_brought_up_to_date():
    link, path = link_to(make.article("Old words"))
    data = link.snapshot.data
    for name in ("inside_information", "filing_reference", "forward_looking_id"):
        del data["article"][name]
    type(link.snapshot).objects.filter(pk=link.snapshot_id).update(data=data, schema=1)
    assert "Old words" in reviewer(path).get(page_of(link)).content.decode()


def test_readers_are_told_nothing():
    link, path = link_to(secret_release())
    reviewer(path).get(page_of(link))
    for address in ("/", "/news/", "/meetings/", "/people/", "/topics/", "/news.json"):
        html = Client().get(address).content.decode()
        assert "ecret" not in html, address
        assert "Anna" not in html, address


def test_looking_at_the_page_writes_nothing():
    link, path = link_to(secret_release())
    browser = reviewer(path)
    with CaptureQueriesContext(connection) as captured:
        browser.get(page_of(link))
    assert {query["sql"].split(" ", 1)[0] for query in captured} <= {"SELECT", "DECLARE"}


# The log of the server


def test_no_line_of_the_log_holds_the_secret():
    _link, path = link_to(make.article())
    PreviewLink.objects.update(revoked_at=at(8))
    written = io.StringIO()
    handler: Any = logging.StreamHandler(written)
    configured = logging.config.DictConfigurator(settings.LOGGING)
    handler.setFormatter(configured.configure_formatter(dict(settings.LOGGING["formatters"]["line"])))
    logger = logging.getLogger("django")
    logger.addHandler(handler)
    browser = Client(raise_request_exception=False)
    try:
        browser.get(path)
        browser.get(path + "?x=1")
        browser.get(path + "further/")
        browser.post(path)
        with mock.patch("articles.workflow.previews.find", side_effect=ValueError(path)):
            assert browser.head(path).status_code == 500
    finally:
        logger.removeHandler(handler)
    lines = written.getvalue()
    assert lines.count("/preview/open/…") >= 5
    assert path.split("/")[3] not in lines


def test_a_withdrawal_closes_the_links_made_before_it():
    article = make.release("Turbines for the north", at(7))
    link, path = link_to(article)
    browser = reviewer(path)
    make.withdraw(article, at(9))
    with when(10):
        assert status_for(browser, page_of(link)) == 404
        assert status_for(Client(), path) == 404
        link, path = link_to(article)
        assert status_for(reviewer(path), page_of(link)) == 200


def test_a_link_does_not_tell_for_when_the_release_is_planned():
    article = make.article("Turbines for the north")
    link, path = link_to(article)
    browser = reviewer(path)
    before = browser.get(page_of(link)).content
    make.schedule(article, at(12, day=9), decided=at(8))
    assert browser.get(page_of(link)).content == before
