"""For stories that ask for thousands of pages, many of which are not there."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime

import pytest

from articles import facets
from people import clock
from tests.embargo.quarter import Read, newsroom
from tests.embargo.worlds import Answer, Reader, World


@pytest.fixture(autouse=True)
def _no_log_of_absent_pages() -> Iterator[None]:
    loggers = [logging.getLogger(name) for name in ("django.request", "django.security.csrf")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    yield
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


@pytest.fixture
def world(db: None) -> World:
    return newsroom()


@pytest.fixture
def read() -> Read:
    """Ask at an instant, with the index that was good an instant before."""
    reader = Reader()

    def ask(path: str, at: datetime, method: str = "GET") -> Answer:
        with clock.at(at):
            return reader.ask(path, method)

    return ask


@pytest.fixture(params=["cold", "warm"])
def read_either_way(request: pytest.FixtureRequest, read: Read) -> Read:
    """Ask with that index, or with one that is made for the answer."""

    def ask(path: str, at: datetime) -> Answer:
        if request.param == "cold":
            facets.forget()
        return read(path, at)

    return ask
