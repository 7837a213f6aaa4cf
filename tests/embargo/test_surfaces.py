"""A release opens on its second, on every surface at once, and closes on all of them when it is withdrawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from articles import workflow
from people import clock
from tests.embargo.cast import START, TICK, Release, Spec, identity
from tests.embargo.quarter import (
    CONTENT,
    CORRECTED,
    CORRECTION,
    EMBARGO,
    HEADLINE,
    LATER,
    NAMES,
    STAMP,
    Read,
    announce_all,
    do,
    everything,
)
from tests.embargo.worlds import Answer, World


@dataclass(frozen=True)
class Surface:
    """An address, and what is to be read there while the release is live."""

    path: str
    shows: str = HEADLINE

    def shown_by(self, answer: Answer) -> bool:
        return answer.status == 200 and self.shows in answer.body.decode("utf-8", "replace")


COVERAGE = {
    "front": Surface("/"),
    "the topics on the front": Surface("/", "Cables"),
    "the voices on the front": Surface("/", "Anna Lind"),
    "listing": Surface("/news/"),
    "counts of the listing": Surface("/news/", '<span class="facet-count">1</span>'),
    "listing by speaker": Surface("/news/?speaker=anna-lind"),
    "listing by post": Surface("/news/?post=managing-director"),
    "listing by meeting": Surface("/news/?event=strategy-meeting"),
    "listing by session and speaker": Surface("/news/?event=morning-session&speaker=anna-lind"),
    "listing by department": Surface("/news/?department=grid-division"),
    "listing by topic": Surface("/news/?topic=cables"),
    "listing by type": Surface("/news/?type=results"),
    "listing by words": Surface("/news/?q=unheard"),
    "listing by days": Surface("/news/?from=2026-03-05&to=2026-03-05"),
    "listing of another language": Surface("/zh-hans/news/", '<a href="/news/"'),
    "feed": Surface("/news.json"),
    "total of the feed": Surface("/news.json", '"total": 1'),
    "counts of the feed": Surface("/news.json", '"value": "anna-lind", "label": "Anna Lind", "count": 1'),
    "release": Surface("/news/orders-rise-by-a-third/"),
    "release as data": Surface("/news/orders-rise-by-a-third.json"),
    "history": Surface("/news/orders-rise-by-a-third/history/"),
    "remarks of the executive": Surface("/people/anna-lind/", "We have never built so many."),
    "releases of the executive": Surface("/people/anna-lind/", '<h3 class="card-headline">'),
    "speakers of the meeting": Surface("/meetings/strategy-meeting/", "We have never built so many."),
    "coverage of the meeting": Surface("/meetings/strategy-meeting/", '<h3 class="card-headline">'),
    "coverage of the session": Surface("/meetings/morning-session/", '<h3 class="card-headline">'),
    "coverage of the department": Surface("/departments/grid-division/"),
    "topics": Surface("/topics/", "Cables"),
    "coverage of the topic": Surface("/topics/cables/"),
    "picture": Surface(f"/media/pictures/{identity('picture')}", "PNG"),
    "file": Surface(f"/media/files/{identity('file')}", "%PDF"),
}
"""Where a live release is seen."""

ROWS_SHOWN = {
    "executive": Surface("/people/anna-lind/", "Anna Lind"),
    "executives": Surface("/people/", "Anna Lind"),
    "portrait": Surface(f"/media/portraits/{identity('chief')}/{STAMP}", "PNG"),
    "portrait in the list": Surface("/people/", STAMP),
    "meeting": Surface("/meetings/strategy-meeting/", "Strategy meeting"),
    "meetings": Surface("/meetings/", "Strategy meeting"),
    "coming meetings on the front": Surface("/", "Strategy meeting"),
    "session": Surface("/meetings/morning-session/", "Morning session"),
    "session in the list": Surface("/meetings/", "Morning session"),
    "department": Surface("/departments/grid-division/", "Grid Division"),
    "departments": Surface("/departments/", "Grid Division"),
    "post of the department": Surface("/departments/grid-division/", "Managing director"),
    "post of the executive": Surface("/people/anna-lind/", "Managing director"),
}
"""Where the rows that a release names are seen, once it has revealed them."""

SUPERSEDED = {
    "former text": Surface("/news/orders-rise-by-a-third/history/1/"),
    "way to it": Surface("/news/orders-rise-by-a-third/history/", "/news/orders-rise-by-a-third/history/1/"),
    "correction": Surface("/news/orders-rise-by-a-third/", "Correction, "),
    "correction in the history": Surface("/news/orders-rise-by-a-third/history/", "Correction"),
    "correction as data": Surface("/news/orders-rise-by-a-third.json", '"note": "A third was wrong."'),
    "correction in the feed": Surface("/news.json", '"note": "A third was wrong."'),
}
"""What is seen besides once a correction has taken the place of a text that is left to readers."""


def shown(read: Read, at: datetime, surfaces: dict[str, Surface]) -> set[str]:
    """The names of those surfaces on which the release is seen."""
    return {name for name, surface in surfaces.items() if surface.shown_by(read(surface.path, at))}


# Opening


def test_a_release_opens_everywhere_on_its_second(world: World, read_either_way: Read):
    announce_all(world, START)
    do(world, START, "schedule", "release", CONTENT, EMBARGO, "edition")
    assert shown(read_either_way, START + TICK, COVERAGE) == set()
    assert shown(read_either_way, EMBARGO - TICK, COVERAGE) == set()
    assert shown(read_either_way, EMBARGO, COVERAGE) == set(COVERAGE)


def test_a_release_reveals_what_it_names_on_its_second(world: World, read_either_way: Read):
    do(world, START, "schedule", "release", CONTENT, EMBARGO, "edition")
    surfaces = COVERAGE | ROWS_SHOWN
    assert shown(read_either_way, EMBARGO - TICK, surfaces) == set()
    assert shown(read_either_way, EMBARGO, surfaces) == set(surfaces)


def test_before_its_second_nobody_sees_any_name_anywhere(world: World, read: Read):
    do(world, START, "schedule", "release", CONTENT, EMBARGO, "edition")
    for path, answer in everything(read, world.story, EMBARGO - TICK).items():
        text = answer.body.decode("utf-8", "replace")
        assert not [name for name in (HEADLINE, *NAMES) if name in text], path


def test_what_is_embargoed_looks_like_what_never_was(world: World, read: Read):
    do(world, START, "schedule", "release", CONTENT, EMBARGO, "edition")
    absent = read("/news/no-such-thing/", EMBARGO - TICK)
    for path in ("/news/orders-rise-by-a-third/", "/news/orders-rise-by-a-third.json", "/people/anna-lind/"):
        assert read(path, EMBARGO - TICK) == absent
    assert absent.status == 404
    assert dict(absent.headers)["Cache-Control"] == "no-cache"


def test_a_cancelled_release_never_was(world: World, read: Read):
    before = everything(read, world.story, START)
    do(world, START, "schedule", "release", CONTENT, EMBARGO, "edition")
    do(world, START + TICK, "cancel", "release")
    assert everything(read, world.story, START + TICK) == before
    assert shown(read, EMBARGO, COVERAGE | ROWS_SHOWN) == set()


@pytest.mark.parametrize("moved", [EMBARGO - timedelta(days=1), EMBARGO + timedelta(days=1)])
def test_a_rescheduled_release_opens_on_its_new_second_alone(world: World, read: Read, moved: datetime):
    surfaces = {name: surface for name, surface in (COVERAGE | ROWS_SHOWN).items() if name != "listing by days"}
    do(world, START, "schedule", "release", CONTENT, EMBARGO, "edition")
    do(world, START + TICK, "reschedule", "release", moved)
    assert shown(read, moved - TICK, surfaces) == set()
    assert shown(read, moved, surfaces) == set(surfaces)


# Correcting


def test_a_correction_changes_nothing_before_its_second(world: World, read: Read):
    do(world, START, "publish", "release", CONTENT, "edition-1")
    world.story.slugs["release"].add(CORRECTION.wanted)
    before = everything(read, world.story, LATER - TICK)
    do(world, EMBARGO, "schedule", "release", CORRECTION, LATER, "edition-2")
    assert everything(read, world.story, LATER - TICK) == before
    after = everything(read, world.story, LATER)
    assert CORRECTED in after["/"].body.decode()
    assert "A third was wrong." in after["/news/orders-rise-by-a-third/history/"].body.decode()
    assert [path for path, answer in after.items() if HEADLINE in answer.body.decode("utf-8", "replace")] == []


def test_a_cancelled_correction_never_was(world: World, read: Read):
    do(world, START, "publish", "release", CONTENT, "edition-1")
    world.story.slugs["release"].add(CORRECTION.wanted)
    before = everything(read, world.story, LATER)
    do(world, EMBARGO, "schedule", "release", CORRECTION, LATER, "edition-2")
    do(world, EMBARGO + TICK, "cancel", "release")
    assert everything(read, world.story, LATER) == before


def test_a_release_published_under_another_address_redirects_from_the_old_one(world: World, read: Read):
    do(world, START, "publish", "release", CONTENT, "edition-1")
    do(world, EMBARGO, "publish", "release", CORRECTION, "edition-2")
    moved = read("/news/orders-rise-by-a-third/", EMBARGO + TICK)
    assert (moved.status, dict(moved.headers)["Location"]) == (301, "/news/orders-rise-by-a-quarter/")


def correct(world: World, opens: datetime, **terms: Any) -> None:
    """Schedule the correction as a major one that leaves the text before it to readers."""
    with clock.at(EMBARGO):
        article = world.draft("release", replace(CORRECTION, pictures=(), files=()))
        article.refresh_from_db()
        terms = {"change_note": CORRECTION.change_note, "significance": "major", "keeps_former": True, **terms}
        workflow.schedule(article, opens, by=None, version=article.version, terms=workflow.Terms(**terms))


def test_a_former_text_is_left_to_readers_on_the_second_of_the_correction(world: World, read_either_way: Read):
    read, files = read_either_way, {name: COVERAGE[name] for name in ("picture", "file")}
    do(world, START, "publish", "release", CONTENT, "edition-1")
    world.story.slugs["release"].add(CORRECTION.wanted)
    before = everything(read, world.story, LATER - TICK)
    correct(world, LATER)
    assert everything(read, world.story, LATER - TICK) == before
    assert shown(read, LATER - TICK, SUPERSEDED) == set()
    assert shown(read, LATER, SUPERSEDED | files) == {*SUPERSEDED, *files}


def test_a_text_that_is_not_left_to_readers_is_nowhere(world: World, read: Read):
    do(world, START, "publish", "release", CONTENT, "edition-1")
    correct(world, LATER, keeps_former=False)
    absent = read("/news/no-such-thing/", LATER)
    for surface in (SUPERSEDED["former text"], COVERAGE["picture"], COVERAGE["file"]):
        assert read(surface.path, LATER) == absent


def test_a_former_text_is_never_left_by_a_correction_that_was_cancelled(world: World, read: Read):
    do(world, START, "publish", "release", CONTENT, "edition-1")
    before = everything(read, world.story, LATER)
    correct(world, LATER)
    do(world, EMBARGO + TICK, "cancel", "release")
    assert everything(read, world.story, LATER) == before


def test_a_withdrawal_takes_back_former_texts_and_what_is_printed_in_them(world: World, read: Read):
    do(world, START, "publish", "release", CONTENT, "edition-1")
    correct(world, LATER)
    do(world, LATER + TICK, "withdraw", "release", "The figures were those of last year.")
    after = everything(read, world.story, LATER + TICK)
    assert [path for path, answer in after.items() if HEADLINE in answer.body.decode("utf-8", "replace")] == []
    assert after[SUPERSEDED["former text"].path].status == 410
    absent = read("/news/no-such-thing/", LATER + TICK)
    assert after[COVERAGE["picture"].path] == after[COVERAGE["file"].path] == absent


# Withdrawing


def test_a_withdrawn_release_is_gone_everywhere_and_says_why(world: World, read: Read):
    announce_all(world, START)
    do(world, START, "publish", "release", CONTENT, "edition")
    surfaces = {name: surface for name, surface in COVERAGE.items() if name != "listing by days"}
    assert shown(read, EMBARGO - TICK, surfaces) == set(surfaces)
    do(world, EMBARGO, "withdraw", "release", "The figures were those of last year.")
    still = shown(read, EMBARGO, surfaces)
    assert still == set()
    for name in ("release", "release as data", "history"):
        answer = read(COVERAGE[name].path, EMBARGO)
        assert answer.status == 410
        assert "The figures were those of last year." in answer.body.decode()
        assert HEADLINE not in answer.body.decode()
        assert dict(answer.headers)["Cache-Control"] == "no-cache"
    assert shown(read, EMBARGO, ROWS_SHOWN) == set(ROWS_SHOWN)


def test_a_withdrawn_release_that_is_to_return_says_so_nowhere(world: World, read: Read):
    do(world, START, "publish", "release", CONTENT, "edition-1")
    do(world, EMBARGO, "withdraw", "release", "The figures were those of last year.")
    world.story.slugs["release"].add(CORRECTION.wanted)
    before = everything(read, world.story, LATER - TICK)
    do(world, EMBARGO + TICK, "schedule", "release", CORRECTION, LATER, "edition-2")
    assert everything(read, world.story, LATER - TICK) == before
    assert CORRECTED in read("/", LATER).body.decode()


# Addresses


def test_an_address_that_only_a_draft_wants_any_more_is_free(world: World, read: Read):
    """A scheduled release whose working copy has moved on must not show by keeping an address from another."""
    world.story.add_release(Release("other", "en", "", CONTENT))
    do(world, START, "schedule", "release", CONTENT, LATER, "edition")
    do(world, START + TICK, "draft", "release", CORRECTION)
    do(world, EMBARGO, "publish", "other", CONTENT, "edition-of-other")
    assert read("/news/orders-rise-by-a-third/", EMBARGO).status == 200


@pytest.mark.parametrize("moved", [None, LATER])
def test_a_release_opens_at_the_address_that_it_was_scheduled_for(world: World, read: Read, moved: datetime | None):
    """What the working copy wants to be called since then is not published."""
    do(world, START, "schedule", "release", CONTENT, EMBARGO, "edition")
    do(world, START + TICK, "draft", "release", CORRECTION)
    if moved:
        do(world, START + 2 * TICK, "reschedule", "release", moved)
    assert read("/news/orders-rise-by-a-third/", moved or EMBARGO).status == 200
    assert read("/news/orders-rise-by-a-quarter/", moved or EMBARGO).status == 404


# What comes to an end


def test_nobody_is_told_of_a_departure_before_its_second(world: World, read: Read):
    announce_all(world, START)
    before = everything(read, world.story, LATER - TICK)
    with clock.at(EMBARGO):
        term = world.row("term")
        term.ended_on, term.end_public_from = START.date() - timedelta(days=1), LATER
        term.save()
    assert everything(read, world.story, LATER - TICK) == before
    told = everything(read, world.story, LATER)
    assert "Holds no post today" in told["/people/anna-lind/"].body.decode()
    assert "No holder named" in told["/departments/grid-division/"].body.decode()
    assert "Formerly in post" in told["/people/"].body.decode()


def test_nobody_is_told_of_a_closing_before_its_second(world: World, read: Read):
    announce_all(world, START)
    world.story.add(Spec("department", "successor", "Power Division"))
    do(world, START, "announce", "successor")
    before = everything(read, world.story, LATER - TICK)
    with clock.at(EMBARGO):
        closing = world.row("division")
        closing.closed_on, closing.closure, closing.end_public_from = START.date(), "renamed", LATER
        closing.save()
        closing.successors.add(world.row("successor"))
    assert everything(read, world.story, LATER - TICK) == before
    told = everything(read, world.story, LATER)
    assert "Renamed on" in told["/departments/grid-division/"].body.decode()
    assert "Grid Division" in told["/departments/power-division/"].body.decode()
