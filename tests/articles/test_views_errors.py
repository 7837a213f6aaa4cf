"""Pages for what went wrong: in the reader's language, and depending on nothing that may just have failed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from articles.views import errors, news
from tests.articles.reading import get, read


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/nowhere/", "/news/absent/", "/people/absent/", "/meetings/absent/"])
def test_what_is_not_there_is_said_in_the_language_of_the_address(path):
    english, chinese = read(path, 404), read(f"/zh-hans{path}", 404)
    assert english.headline == "There is no page at this address"
    assert (english.head["lang"], chinese.head["lang"]) == ("en", "zh-hans")
    assert chinese.headline
    assert chinese.headline != english.headline
    assert get(path, 404)["Cache-Control"] == "no-cache"


@pytest.mark.django_db
def test_a_404_never_repeats_what_was_asked_for():
    assert "secret-words" not in read("/news/secret-words/", 404).html


@pytest.mark.django_db
def test_a_failure_is_500_without_details_and_without_the_database(monkeypatch):
    def fail(*args: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(news, "Listing", fail)
    response = Client(raise_request_exception=False).get("/news/")
    assert response.status_code == 500
    assert "secret detail" not in response.content.decode()
    with CaptureQueriesContext(connection) as captured:
        assert errors.server_error(RequestFactory().get("/")).status_code == 500
    assert len(captured) == 0
