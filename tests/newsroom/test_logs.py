"""What the log never holds."""

from __future__ import annotations

import logging

import pytest

from newsroom.logs import Line

SECRET = "Zx9_-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLM"


def written(message: str, *arguments: object, failure: BaseException | None = None) -> str:
    given = (type(failure), failure, failure.__traceback__) if failure else None
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, message, arguments, given)
    return Line("%(levelname)s %(message)s").format(record)


@pytest.mark.parametrize(
    "line",
    [
        f"/preview/open/{SECRET}/",
        f'"GET /preview/open/{SECRET}?x=1 HTTP/1.1" 404',
        f"/preview/open/{SECRET}/and/further/",
    ],
)
def test_the_secret_of_a_reviewers_link_is_left_out(line):
    assert SECRET not in written("Not Found: %s", line)
    assert "/preview/open/…" in written("Not Found: %s", line)


def test_it_is_left_out_of_what_failed_as_well():
    failure = ValueError(f"/preview/open/{SECRET}/")
    assert "ValueError" in written("Failed", failure=failure)
    assert SECRET not in written("Failed", failure=failure)


def test_other_lines_stay_as_they_are():
    assert written("Not Found: %s", "/news/preview-open/") == "WARNING Not Found: /news/preview-open/"


def test_every_handler_of_the_settings_writes_such_lines(settings):
    assert settings.LOGGING["formatters"]["line"]["()"] == "newsroom.logs.Line"
    assert {handler["formatter"] for handler in settings.LOGGING["handlers"].values()} == {"line"}
