"""What the index follows must come out as if it had been read anew."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest

from articles import workflow
from articles.links import GONE, SPREAD, Links, Sets
from articles.models import Article
from people import clock
from people.visibility import Generation
from tests.articles import factories as make

pytestmark = pytest.mark.django_db

Facts = set[tuple[str, object, tuple[datetime, str], int, int]]


def facts(links: Links) -> Facts:
    """All that links say, free of positions: facet, value, release, edition, which remark (-1: the whole edition)."""

    def of(sets: Sets, spread: int) -> Facts:
        return {
            (
                facet,
                value,
                links.keys[place // spread],
                links.editions[place // spread],
                place % spread if spread > 1 else -1,
            )
            for (facet, value), bitmap in sets.items()
            for place in bitmap
        }

    return of(links.editions_with, 1) | of(links.remarks_with, SPREAD)


def test_following_equals_reading_anew_after_any_sequence_of_transitions() -> None:
    chance = random.Random(7)  # noqa: S311
    speakers = [make.holding(f"director {n}", f"Speaker {n}")[0] for n in range(3)]
    meetings = [make.meeting(f"Meeting {n}") for n in range(3)]
    drafts: list[Article] = []
    now = make.at(9)
    links = Links.read(now)
    generation = Generation.current()[0]
    followed = 0
    for step in range(60):
        now += timedelta(minutes=chance.choice([1, 30, 90]))
        with clock.at(now):
            move(chance, drafts, speakers, meetings, now, step)
            next_links = links.following(generation, now)
            generation = Generation.current()[0]
            fresh = Links.read(now)
        followed += next_links is not None
        links = next_links or fresh
        assert facts(links) == facts(fresh)
        assert links.keys == sorted(links.keys)
    assert followed > 50


def move(chance, drafts, speakers, meetings, now, step) -> None:
    if not drafts or chance.random() < 0.3:
        draft = make.article(f"Release {step}", meetings=[chance.choice(meetings)], topics=[f"Topic {step % 4}"])
        make.add_remark(draft, chance.choice(speakers), meetings=[chance.choice(meetings)])
        drafts.append(draft)
    draft = chance.choice(drafts)
    draft.refresh_from_db()
    order = {"by": None, "version": draft.version}
    try:
        match chance.choice(["publish", "publish", "schedule", "reschedule", "cancel", "withdraw"]):
            case "publish":
                make.save(draft, headline=f"Headline {step}")
                workflow.publish(draft, by=None, version=draft.version, replace_pending=True)
            case "schedule":
                workflow.schedule(draft, now + timedelta(minutes=45), **order)
            case "reschedule":
                workflow.reschedule(draft, now + timedelta(minutes=20), **order)
            case "cancel":
                workflow.cancel(draft, **order)
            case _:
                workflow.withdraw(draft, reason="A figure was wrong.", **order)
    except workflow.Refused:
        pass


def test_a_scheduled_release_is_followed_though_nobody_wrote() -> None:
    draft = make.article()
    with clock.at(make.at(9)):
        workflow.schedule(draft, make.at(10), by=None, version=draft.version)
        links = Links.read(make.at(9))
        generation = Generation.current()[0]
    assert links.editions == []
    followed = links.following(generation, make.at(10))
    assert followed is not None
    assert facts(followed) == facts(Links.read(make.at(10)))
    assert len(followed.editions) == 1


def test_a_withdrawn_release_leaves_its_place_empty() -> None:
    draft = make.release(moment=make.at(9))
    make.release("Another one", moment=make.at(10))
    links = Links.read(make.at(11))
    generation = Generation.current()[0]
    draft.refresh_from_db()
    make.withdraw(draft, make.at(12))
    followed = links.following(generation, make.at(12))
    assert followed is not None
    assert followed.editions[0] == GONE
    assert all(0 not in bitmap for bitmap in followed.editions_with.values())


def test_links_once_made_never_change() -> None:
    draft = make.release(moment=make.at(9))
    links = Links.read(make.at(10))
    before = facts(links)
    generation = Generation.current()[0]
    draft.refresh_from_db()
    make.publish(make.save(draft, headline="A correction"), make.at(11))
    links.following(generation, make.at(11))
    assert facts(links) == before


def test_a_release_older_than_the_newest_takes_a_new_reading() -> None:
    make.release(moment=make.at(12))
    links = Links.read(make.at(13))
    generation = Generation.current()[0]
    make.release("Backdated", moment=make.at(9))
    assert links.following(generation, make.at(13)) is None
