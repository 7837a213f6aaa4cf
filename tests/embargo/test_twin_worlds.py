"""Nothing that readers see depends on what is hidden: two newsrooms driven alike answer alike, byte for byte.

Hypothesis draws the moves of a story, as it would for a ``RuleBasedStateMachine``; ``Story`` is the machine. It decides
what each move does from what has happened so far, and passes over those for which there is nothing to do. It only
*plans*, so that the two newsrooms can be told the finished story one after the other, each in a transaction that is
undone: one database serves both, primary keys differ as they would, and a story costs no more than its pages. It also
shrinks well, since any story with some moves left out is a story.

``NEWSROOM_LONG_STORIES=200 pytest tests/embargo/test_twin_worlds.py`` tells many long ones, others each time.
"""

from __future__ import annotations

import difflib
import gc
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people import clock
from tests.embargo import addresses
from tests.embargo.cast import Beat, Draw, dice
from tests.embargo.story import HIDDEN, TOLD, Story
from tests.embargo.worlds import Answer, Reader, World, undone

OPENING: tuple[Draw, ...] = (
    ("executive", 0, 0, 2),
    ("executive", 2, 0, 1),
    ("department", 0, 0, 1),
    ("meeting", 0, 0, 1),
    ("appointment", 0, 0, 1),
    ("appointment", 1, 2, 1),
    ("topic", 0, 0, 0),
    ("publish", 1, 6, 4),
)
"""Without these, nothing much could happen."""


FINALE: tuple[Draw, ...] = (
    ("correct", 0, 3, 3),
    *(4 * (("schedule_correction", 0, 3, 9),)),
    *(("hidden_close", place, 2, 9) for place in range(2)),
)
"""Leaves major corrections of releases that were corrected or withdrawn, and closings, for readers not to notice."""

ON_RELEASES = (
    *("publish", "correct", "correct", "withdraw", "translate", "schedule", "schedule", "schedule_correction"),
    *("schedule_correction", "reschedule", "cancel", "hold", "hold", "review", "restrict", "preview", "pass_time"),
)
"""What editions come from, which most of a story should be about."""


def draws(seed: int) -> list[Draw]:
    """Every kind of move, most of them several times, in an order that the seed gives."""
    numbers = dice(seed)
    names = [*TOLD, *HIDDEN, *numbers.choices(ON_RELEASES, k=12)]
    numbers.shuffle(names)
    return [*OPENING, *((name, *(numbers.randrange(1000) for _ in range(3))) for name in names), *FINALE]  # type: ignore[list-item]


Look = tuple[str, str]
"""A path, and a way of asking: a method, or what ``Reader.look`` knows besides."""

OTHER_WAYS = ("HEAD", "revisit", "part", "compressed")


@pytest.fixture(autouse=True)
def _short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a few releases fill more than one."""
    monkeypatch.setattr("articles.listing.PAGE_SIZE", 3)
    monkeypatch.setattr("articles.views.people.REMARKS_A_PAGE", 2)


@dataclass(frozen=True)
class Readers:
    """Where readers look: the same in both newsrooms, whatever they hold."""

    story: Story
    each: int
    """Half the number of own pages looked at after each beat; of each other kind of address half of it again."""

    most: int | None = None
    """Addresses after the last move; None: all of them."""

    last: int = 150
    """Addresses when nothing waits any more."""

    def looks(self, place: int) -> list[Look]:
        beat = self.story.beats[place]
        if place == self.story.fullest:
            paths = self._everywhere(self.most)
        elif beat is self.story.beats[-1]:
            paths = self._everywhere(self.last)
        else:
            paths = self._near(place, beat)
        others = paths[place % 9 :: 9]
        return [*((p, "GET") for p in paths), *((p, OTHER_WAYS[(place + n) % 4]) for n, p in enumerate(others))]

    def _near(self, place: int, beat: Beat) -> list[str]:
        """The own pages of what was just touched and others about it, some that are always there or of other rows."""
        numbers = dice(place)
        known = sorted(beat.known)
        fixed = addresses.always(addresses.languages()[place % len(addresses.languages())])
        touched = sorted(beat.touched & beat.known)
        own = [path for label in touched for path in addresses.own(self.story, label)]
        near = [path for label in touched for path in addresses.of_row(self.story, label)]
        pairs = [addresses.of_pair(self.story, *numbers.choices(known, k=2)) for _ in range(1 if known else 0)]
        others = numbers.sample(known, min(3, len(known)))
        rest = [path for label in others for path in addresses.of_row(self.story, label)[place % 5 :: 5]]
        for paths in (own, near, rest):
            numbers.shuffle(paths)
        aside = self.each // 2
        chosen = [*own[: 2 * self.each], *near[:aside], *numbers.sample(fixed, aside), *pairs, *rest[:aside]]
        return list(dict.fromkeys(chosen))

    def _everywhere(self, most: int | None) -> list[str]:
        """The addresses that anything in the story has, had or would have; or some of them."""
        labels = [*self.story.specs, *self.story.releases]
        rows = [path for label in labels for path in addresses.of_row(self.story, label)]
        found = list(dict.fromkeys([*addresses.always(), *addresses.odd(), *rows]))
        return found if most is None else dice(len(found)).sample(found, min(most, len(found)))


NEXT_PAGE = re.compile(r'<link rel="next" href="([^"]+)"|"next_url": "http://[^/"]+([^"]+)"')


def next_page(answer: Answer) -> Look | None:
    """The page that a list leads on to."""
    found = NEXT_PAGE.search(answer.body.decode("utf-8", "replace"))
    return (unescape(found[1] or found[2]), "GET") if found else None


def answers(readers: Readers, *, secret: bool) -> Iterator[tuple[Beat, Look, Answer]]:
    world, reader = World(readers.story, secret), Reader()
    for place, beat in enumerate(readers.story.beats):
        for step in beat.steps:
            world.take(step)
        with clock.at(beat.at):
            for look in readers.looks(place):
                answer = reader.look(*look)
                yield beat, look, answer
                if following := next_page(answer):
                    yield beat, following, reader.look(*following)


@dataclass
class Tally:
    """What was compared, for whoever runs many stories."""

    stories: int = 0
    steps: int = 0
    answers: int = 0
    began: float = field(default_factory=time.monotonic)

    def __str__(self) -> str:
        minutes = (time.monotonic() - self.began) / 60
        return (
            f"{self.stories} stories, {self.steps} steps, {self.answers} answers of each newsroom compared, "
            f"{minutes:.1f} minutes"
        )


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Garbage is collected between newsrooms rather than all the time, which takes a seventh of it."""
    gc.collect()
    gc.freeze()
    before = gc.get_threshold()
    gc.set_threshold(200_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def assert_alike(readers: Readers, tally: Tally | None = None) -> None:
    """Drive both newsrooms through a story and compare all that they answer."""
    tally = tally or Tally()
    with seldom_collected():
        with undone():
            plain = list(answers(readers, secret=False))
        with undone():
            for known, (_beat, _look, found) in zip(plain, answers(readers, secret=True), strict=True):
                beat, look, expected = known
                assert expected == found, explain(readers.story, beat, look, expected, found)
                assert found.status < 500, look
                assert not found.cookies, look
                assert "cookie" not in dict(found.headers).get("Vary", "").lower(), look
    tally.stories += 1
    tally.steps += sum(len(beat.steps) for beat in readers.story.beats)
    tally.answers += len(plain)


def explain(story: Story, beat: Beat, look: Look, expected: Answer, found: Answer) -> str:
    """What gave the hidden rows away, and what had happened until then."""
    told = [
        f"{step.at:%m-%d %H:%M:%S} {'(hidden) ' * step.hidden}{step.verb} {step.arguments}"
        for earlier in story.beats[: story.beats.index(beat) + 1]
        for step in earlier.steps
    ]
    texts = [
        [str(answer.status), *map(str, answer.headers), *answer.body.decode("utf-8", "replace").splitlines()]
        for answer in (expected, found)
    ]
    differing = list(difflib.unified_diff(texts[0], texts[1], "without secrets", "with secrets", n=1, lineterm=""))
    return "\n".join([*told, f"{' '.join(look)} at {beat.at.isoformat()} tells them apart:", *differing[:40]])


def test_every_route_is_known_here():
    """Whoever adds a page says in ``addresses.ROUTES`` how to find its addresses, so that it is looked at too."""
    assert addresses.routes() == set(addresses.ROUTES)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(1, 3))
def test_hidden_rows_are_invisible(seed: int):
    assert_alike(Readers(Story.of(draws(seed)), each=4, most=400, last=100))


LONG = int(os.environ.get("NEWSROOM_LONG_STORIES", "0"))
"""How many stories of thirty moves to tell, of which every address is compared at the end; 0: a few short ones."""

numbers = st.integers(0, 999)
moves = st.tuples(st.sampled_from([*TOLD, *HIDDEN, *ON_RELEASES, *ON_RELEASES]), numbers, numbers, numbers)
stories = st.lists(moves, min_size=30, max_size=30) if LONG else st.lists(moves, min_size=4, max_size=8)


@pytest.fixture(scope="module")
def tally(request: pytest.FixtureRequest) -> Iterator[Tally]:
    counted = Tally()
    yield counted
    if LONG and (terminal := request.config.pluginmanager.get_plugin("terminalreporter")):
        terminal.write_line(f"\n{counted}")


@pytest.mark.django_db
@settings(
    max_examples=LONG or 3,
    deadline=None,
    derandomize=not LONG,
    database=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
@given(found=stories)
def test_hidden_rows_are_invisible_in_any_story(found: list[Draw], tally: Tally):
    most, last = (None, 150) if LONG else (120, 40)
    assert_alike(Readers(Story.of([*OPENING, *found, *FINALE]), each=3, most=most, last=last), tally)
