"""Who and what a story is about: rows, releases and steps, as they are planned before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from random import Random
from typing import Any

from people import names
from people.publicid import ALPHABET, LENGTH

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FAR = datetime(2099, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 7, 180, 1290, 2880, 12960))

# Names are few, so that hidden and public rows want the same address.
PEOPLE = ("Anna Lind", "Karin Ångström", "Tong Laiming", "Anna Lind")
DEPARTMENTS = ("Grid Division", "Sales", "Grid division")
POSTS = ("Managing director", "Chair of the board", "Head of Sales")
MEETINGS = ("Strategy meeting", "Summary meeting", "Strategy Meeting")
SESSIONS = ("Morning session", "Morning Session")
TOPICS = ("Results", "results", "Cables & Grids", "Cables, grids")
HEADLINES = ("Orders rise by a third", "New works in Narvik", "Orders rise, by a third", "Board proposes dividend")
IN_CHINESE = {"Anna Lind": "安娜·林德", "Tong Laiming": "童来明", "Sales": "销售部", "Strategy meeting": "战略会议"}
REMARKS = ("We have never built so many.", "The grid needs us.", "Thank you all for coming.")
KINDS = ("press-release", "news", "speech", "results", "regulatory")

Draw = tuple[str, int, int, int]
"""A move's name and three numbers that say which row, name or time it is about."""


def dice(seed: int) -> Random:
    """Numbers that come out the same every time."""
    return Random(seed)  # noqa: S311


def identity(label: str, number: int = 0) -> str:
    """The public id of a row: it follows from what the row is, not from how many were made before."""
    digest = sha256(f"{label}#{number}".encode()).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:LENGTH])


@dataclass(frozen=True)
class Spec:
    """A row, as it is whenever it comes to be made. ``needs`` are the rows that it points to, by label."""

    kind: str
    label: str
    name: str = ""
    needs: tuple[str, ...] = ()
    values: tuple[tuple[str, Any], ...] = ()

    @property
    def public_id(self) -> str:
        return identity(self.label)

    @property
    def wanted(self) -> str:
        return names.slugify(self.name)


@dataclass(frozen=True)
class Words:
    """A remark in a release."""

    block: str
    speaker: str
    appointments: tuple[str, ...]
    meetings: tuple[str, ...]
    text: str
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class Content:
    """The working copy of a release. Rows are given by label."""

    headline: str
    standfirst: str
    text: str
    type: str
    wanted: str
    topics: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    remarks: tuple[Words, ...] = ()
    change_note: str = ""
    major: bool = False
    keeps_former: bool = False
    further: tuple[str, ...] = ()
    """Rows that become public with it although it does not name them."""

    endings: tuple[tuple[str, date], ...] = ()
    """Whose end becomes public with it, and the day."""

    inside_information: bool = False
    filing_reference: str = ""
    forward_looking: bool = False
    standing: int = 0
    """Which version of the boilerplate, the caution and the contact it prints: they are edited before it is."""

    def labels(self) -> set[str]:
        """Everything that becomes public with it."""
        spoken = {label for words in self.remarks for label in (words.speaker, *words.appointments, *words.meetings)}
        return {*self.topics, *self.departments, *self.meetings, *self.further, *spoken}


@dataclass(frozen=True)
class Pending:
    at: datetime
    content: Content
    opens: bool
    """Whether it will open; otherwise it is cancelled in time, and was never there."""

    missed: bool = False
    """Its second passed while everything was on hold: it waits for a new time, or for being cancelled."""


@dataclass
class Release:
    label: str
    language: str
    translation_of: str
    content: Content
    editions: int = 0
    live: bool = False
    pending: Pending | None = None
    restricted: bool = False
    binned: bool = False
    previews: int = 0

    @property
    def edition_label(self) -> str:
        return f"{self.label}/edition/{self.editions + 1}"


@dataclass(frozen=True)
class Step:
    """One thing done in a newsroom at an instant: a method of ``World`` and its arguments."""

    at: datetime
    verb: str
    arguments: tuple[Any, ...]
    hidden: bool = False


@dataclass(frozen=True)
class Beat:
    """Some steps, after which readers look: at ``at``, and first of all at what was ``touched``."""

    at: datetime
    steps: tuple[Step, ...]
    known: frozenset[str]
    touched: frozenset[str]
