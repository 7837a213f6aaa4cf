"""Nothing that readers see depends on what is hidden: two newsrooms driven alike answer alike, byte for byte."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
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


def draws(seed: int) -> list[Draw]:
    """Every kind of move, most of them several times, in an order that the seed gives."""
    numbers = dice(seed)
    names = [*TOLD, *HIDDEN, *numbers.choices([*HIDDEN, "publish", "correct"], k=10)]
    numbers.shuffle(names)
    return [*OPENING, *((name, *(numbers.randrange(1000) for _ in range(3))) for name in names)]  # type: ignore[list-item]


Look = tuple[str, str]
"""A path and a method."""


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
    """Addresses after each beat."""

    last: int
    """Addresses at the end."""

    def looks(self, place: int) -> list[Look]:
        beat = self.story.beats[place]
        paths = self._everywhere() if beat is self.story.beats[-1] else self._near(place, beat)
        return [*((path, "GET") for path in paths), *((path, "HEAD") for path in paths[place % 7 :: 20])]

    def _near(self, place: int, beat: Beat) -> list[str]:
        """The pages that are always there, those of what was just touched, and some of other rows."""
        numbers = dice(place)
        known = sorted(beat.known)
        fixed = addresses.always(addresses.languages()[place % len(addresses.languages())])
        near = [path for label in sorted(beat.touched & beat.known) for path in addresses.of_row(self.story, label)]
        pairs = [addresses.of_pair(self.story, *numbers.choices(known, k=2)) for _ in range(3 if known else 0)]
        others = numbers.sample(known, min(6, len(known)))
        rest = [path for label in others for path in addresses.of_row(self.story, label)]
        numbers.shuffle(near)
        numbers.shuffle(rest)
        return [*fixed, *near[: self.each // 2], *pairs, *rest][: self.each]

    def _everywhere(self) -> list[str]:
        """The addresses that anything in the story has, had or would have; or ``last`` of them."""
        labels = [*self.story.specs, *self.story.releases]
        rows = [path for label in labels for path in addresses.of_row(self.story, label)]
        found = list(dict.fromkeys([*addresses.always(), *addresses.odd(), *rows]))
        return dice(self.last).sample(found, min(self.last, len(found)))


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
                answer = reader.ask(*look)
                yield beat, look, answer
                if following := next_page(answer):
                    yield beat, following, reader.ask(*following)


def assert_alike(readers: Readers) -> None:
    """Drive both newsrooms through a story and compare all that they answer."""
    with undone():
        plain = list(answers(readers, secret=False))
    with undone():
        for known, (_beat, _look, found) in zip(plain, answers(readers, secret=True), strict=True):
            beat, look, expected = known
            assert expected == found, explain(readers.story, beat, look, expected, found)
            assert found.status < 500, look
            assert not found.cookies, look
            assert "cookie" not in dict(found.headers).get("Vary", "").lower(), look


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
    assert_alike(Readers(Story.of(draws(seed)), each=42, last=400))


numbers = st.integers(0, 999)
moves = st.tuples(st.sampled_from([*TOLD, *HIDDEN, *HIDDEN]), numbers, numbers, numbers)


@pytest.mark.django_db
@settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(moves, min_size=4, max_size=8))
def test_hidden_rows_are_invisible_in_any_story(found: list[Draw]):
    assert_alike(Readers(Story.of([*OPENING, *found]), each=20, last=80))
