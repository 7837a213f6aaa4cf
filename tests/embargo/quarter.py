"""A newsroom with one release about one quarter, which names one row of each kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from people import clock
from tests.embargo import addresses
from tests.embargo.cast import START, Content, Release, Spec, Words, identity
from tests.embargo.plot import Plot
from tests.embargo.worlds import Answer, World

Read = Callable[..., Answer]
"""Asks for a path at an instant: ``read(path, at, method="GET")``."""

EMBARGO = START + timedelta(days=3)
LATER = EMBARGO + timedelta(days=3)
HEADLINE = "Orders rise by a third"
CORRECTED = "Orders rise by a quarter"
STAMP = addresses.portrait_stamp("chief")
ROWS = (
    Spec("executive", "chief", "Anna Lind", values=(("portrait", True),)),
    Spec("department", "division", "Grid Division"),
    Spec("post", "directing", "Managing director", ("division",)),
    Spec("appointment", "term", needs=("chief", "directing"), values=(("started_on", date(2019, 1, 1)),)),
    Spec(
        "meeting", "meeting", "Strategy meeting", (), (("starts_on", date(2026, 4, 1)), ("ends_on", date(2026, 4, 2)))
    ),
    Spec(
        "meeting",
        "session",
        "Morning session",
        ("meeting",),
        (("starts_on", date(2026, 4, 1)), ("ends_on", date(2026, 4, 1))),
    ),
    Spec("topic", "topic", "Cables"),
    Spec("picture", "picture", "The works"),
    Spec("file", "file", "Tables"),
)
NAMES = ("Anna Lind", "Grid Division", "Strategy meeting", "Morning session", "Cables")
CONTENT = Content(
    headline=HEADLINE,
    standfirst="The third quarter in brief.",
    text="<p>An unheard-of quarter.</p>",
    type="results",
    wanted="orders-rise-by-a-third",
    topics=("topic",),
    departments=("division",),
    meetings=("meeting",),
    pictures=("picture",),
    files=("file",),
    remarks=(Words("remark", "chief", ("term",), ("session",), "We have never built so many.", ("One.", "Two.")),),
)
CORRECTION = replace(
    CONTENT,
    headline=CORRECTED,
    wanted="orders-rise-by-a-quarter",
    remarks=(replace(CONTENT.remarks[0], text="We have never built so few."),),
    change_note="A third was wrong.",
)


def newsroom() -> World:
    """The rows and the release are known, and nothing is public."""
    plot = Plot()
    for spec in ROWS:
        plot.add(spec)
    plot.add_release(Release("release", "en", "", CONTENT))
    return World(plot, secret=False)


def do(world: World, at: datetime, verb: str, *arguments: Any) -> None:
    with clock.at(at):
        getattr(world, verb)(*arguments)


def announce_all(world: World, at: datetime) -> None:
    for label in ("chief", "division", "directing", "term", "meeting", "session"):
        do(world, at, "announce", label)


def every_page(story: Plot) -> list[str]:
    """Every page, under the addresses that nobody disputes, and the listings of one language."""
    pages = [path for label in (*story.specs, *story.releases) for path in addresses.of_row(story, label)]
    suffixes = [f"-{identity(label)[:6]}" for label in (*story.specs, *story.releases)]
    undisputed = [path for path in pages if not any(suffix in path for suffix in suffixes)]
    return [*addresses.always(), *(path for path in undisputed if not ("?" in path and "zh-hans" in path))]


def everything(read: Read, story: Plot, at: datetime) -> dict[str, Answer]:
    return {path: read(path, at) for path in every_page(story)}
