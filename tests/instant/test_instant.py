"""The second itself, against gunicorn: never early by the database's clock, at most a second late.

Every process has its index of what is live ready before, readers ask without a pause, and no job, timer or other
process of the newsroom runs. On PostgreSQL the host of the servers is an hour fast besides.
"""

from __future__ import annotations

import json
import os

import pytest

from tests.instant.watching import AFTER, BEFORE, HELD, OPENING, SPEAKER, WITHDRAWN, Seen, Sight
from tests.serving import empty_site, served

PERSON = "/people/ottoline-firstword/"
LATE = 1.0
"""Seconds within which every answer has changed."""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    on_postgres = os.environ.get("DATABASE_URL", "").startswith("postgres")
    application = "tests.instant.fast_host:application" if on_postgres else "newsroom.wsgi:application"
    settings = {"WEB_CONCURRENCY": "2", "NEWSROOM_DATABASE_POOL": "16"}
    with empty_site(tmp_path_factory.mktemp("instant"), **settings) as site, served(site, application):
        told = json.loads(site.drive("tests.instant.watching"))
    sights = [Sight(**sight) for sight in told.pop("sights")]
    return Seen(**told, sights=sights)


def showing(seen: Seen, word: str) -> list[Sight]:
    return [sight for sight in seen.sights if word in sight.words]


def pages_of(seen: Seen, word: str) -> set[str]:
    """Where a release stands while it is live; other releases may refer to it besides."""
    meeting = next(sight.path for sight in seen.sights if sight.path.startswith("/meetings/"))
    return {"/", "/news/", "/news.json", meeting, seen.paths[word]}


def asked_after(seen: Seen, moment: float, pages: set[str]) -> list[Sight]:
    found = [sight for sight in seen.sights if sight.path in pages and sight.asked >= moment]
    assert {sight.path for sight in found} == pages
    return found


def test_the_readers_asked_all_the_time(seen):
    """Or the other tests would say nothing."""
    by_page: dict[str, list[float]] = {}
    for sight in seen.sights:
        by_page.setdefault(sight.path, []).append(sight.asked)
    assert len(by_page) == 9
    for path, asked in by_page.items():
        assert asked[0] < seen.opens - 1, path
        assert [moment for moment in asked if seen.opens + LATE <= moment < seen.withdrawn], path
        assert asked[-1] > seen.held_for, path
    assert [sight for sight in seen.sights if seen.opens - 0.5 < sight.finished < seen.opens]
    assert not [sight for sight in seen.sights if sight.status >= 500]


@pytest.mark.parametrize("word", [OPENING, AFTER, SPEAKER])
def test_not_a_byte_is_early(seen, word):
    assert showing(seen, word)
    assert not [sight for sight in showing(seen, word) if sight.finished < seen.opens]


def test_the_addresses_of_what_is_to_come_are_like_any_other_that_are_not_there(seen):
    addresses = {seen.paths[OPENING], PERSON}
    early = [sight for sight in seen.sights if sight.path in addresses and sight.finished < seen.opens]
    assert early
    assert {sight.status for sight in early} == {404}


def test_a_second_later_it_is_everywhere(seen):
    for word, address in ((OPENING, OPENING), (AFTER, BEFORE)):
        later = asked_after(seen, seen.opens + LATE, pages_of(seen, address))
        assert not [sight for sight in later if word not in sight.words]
    assert {sight.status for sight in asked_after(seen, seen.opens + LATE, {seen.paths[OPENING], PERSON})} == {200}


def test_a_second_later_the_former_text_is_nowhere(seen):
    assert showing(seen, BEFORE)
    assert not [sight for sight in showing(seen, BEFORE) if sight.asked >= seen.opens + LATE]


def test_there_is_no_moment_without_either_text(seen):
    for sight in seen.sights:
        if sight.path == seen.paths[BEFORE]:
            assert len({BEFORE, AFTER} & set(sight.words)) == 1, sight


def test_a_second_after_the_withdrawal_the_release_is_nowhere(seen):
    assert {sight.path for sight in showing(seen, WITHDRAWN)} >= pages_of(seen, WITHDRAWN)
    assert not [sight for sight in showing(seen, WITHDRAWN) if sight.asked >= seen.withdrawn + LATE]
    at_its_address = asked_after(seen, seen.withdrawn + LATE, {seen.paths[WITHDRAWN]})
    assert {sight.status for sight in at_its_address} == {410}


def test_what_was_held_three_seconds_before_does_not_go_out(seen):
    assert not showing(seen, HELD)
    assert {sight.status for sight in seen.sights if sight.path == seen.paths[HELD]} == {404}
