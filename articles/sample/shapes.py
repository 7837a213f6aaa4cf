"""The shapes of the sample newsroom's data: plain values that name each other by key.

Nothing here knows Django. A loader turns these values into rows through the ordinary workflow, so that the
sample newsroom is made the way a press office would make it. A key is written like a slug, and the links in
the texts count on each meeting, executive, department and topic having its key as its slug.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

Language: TypeAlias = Literal["en", "zh-hans"]
Texts: TypeAlias = Mapping[Language, str]

DepartmentKind: TypeAlias = Literal["headquarters", "business-unit", "subsidiary", "team", "committee"]
Closure: TypeAlias = Literal["", "renamed", "merged", "split", "closed"]
MeetingKind: TypeAlias = Literal["summary", "strategy", "results", "annual-general", "conference", "ceremony", "other"]
ReleaseType: TypeAlias = Literal[
    "press-release", "news", "speech", "statement", "media-advisory", "results", "regulatory"
]
ReleaseState: TypeAlias = Literal[
    "live", "draft", "sent-back", "in-review", "approved", "scheduled", "withdrawn", "corrected"
]
BoilerplateKind: TypeAlias = Literal["organisation", "forward-looking"]
Account: TypeAlias = Literal["author", "editor", "publisher", "administrator", "auditor", "legal", "investor-relations"]
Deed: TypeAlias = Literal["write", "submit", "send-back", "approve", "schedule"]

SATURDAY = 5
DAYS_IN_WEEK = 7


@dataclass(frozen=True)
class DateOffset:
    """A working day counted from the day of loading, so that what is to come is always still to come.

    `at` is a time of day in the organisation's zone; without it only the day is meant.
    """

    days_from_now: int
    at: time | None = None

    def day(self, today: date) -> date:
        """The day meant when loading on `today`; a Saturday or Sunday becomes the Monday after it."""
        day = today + timedelta(days=self.days_from_now)
        if day.weekday() >= SATURDAY:
            day += timedelta(days=DAYS_IN_WEEK - day.weekday())
        return day

    def moment(self, today: date, zone: ZoneInfo) -> datetime:
        """The second meant when loading on `today`, in `zone`; ValueError when no time of day is given."""
        if self.at is None:
            raise ValueError("This offset names a day, not a time of day.")
        return datetime.combine(self.day(today), self.at, tzinfo=zone)


@dataclass(frozen=True)
class OrganisationData:
    """Whose newsroom it is. All moments of the sample are in `time_zone`."""

    name: Texts
    legal_name: Texts
    city: Texts
    country: str
    time_zone: str


@dataclass(frozen=True)
class DepartmentData:
    """One department under one name: a renamed one is two of these, the older naming the newer as successor.

    Days are inclusive: a department closed on 31 December is followed by one opened on 1 January.
    """

    key: str
    name: Texts
    kind: DepartmentKind
    parent: str | None
    opened_on: date | None
    closed_on: date | None = None
    closure: Closure = ""
    successors: tuple[str, ...] = ()


@dataclass(frozen=True)
class PostData:
    """A post that people hold in turn (exclusive) or together (not exclusive)."""

    key: str
    title: Texts
    department: str | None
    exclusive: bool


@dataclass(frozen=True)
class AppointmentData:
    """The inclusive days on which somebody held a post; a handover day belongs to both."""

    post: str
    started_on: date
    ended_on: date | None = None


@dataclass(frozen=True)
class ExecutiveData:
    """Somebody who speaks for the organisation.

    Biographies are plain text, a blank line between paragraphs; `native_name` is empty where it adds nothing.
    """

    key: str
    name: Texts
    native_name: str
    aliases: tuple[str, ...]
    biography: Texts
    spokesperson: bool
    appointments: tuple[AppointmentData, ...]


@dataclass(frozen=True)
class MeetingData:
    """A meeting, or with a `parent` a session of one; `order` counts sessions from 1.

    Days are inclusive, in the meeting's own `time_zone`. The meeting still to come has offsets for days.
    """

    key: str
    name: Texts
    kind: MeetingKind
    starts_on: date | DateOffset
    ends_on: date | DateOffset
    time_zone: str
    venue: Texts
    city: Texts
    country: str
    parent: str | None = None
    order: int = 0
    hosts: tuple[str, ...] = ()
    attending: tuple[str, ...] = ()
    attendance_note: Texts | None = None


@dataclass(frozen=True)
class TopicData:
    key: str
    name: Texts


@dataclass(frozen=True)
class ContactData:
    key: str
    name: Texts
    role: Texts
    email: str
    phone: str


@dataclass(frozen=True)
class BoilerplateData:
    """The closing paragraph about the organisation, or the caution about the future: plain text."""

    key: str
    title: Texts
    text: Texts
    kind: BoilerplateKind = "organisation"


@dataclass(frozen=True)
class Text:
    """Running text as HTML: p, h2, h3, ul, ol, li, strong, em, blockquote, and site-relative a."""

    html: str


@dataclass(frozen=True)
class Remark:
    """What one person said. `posts` and `capacity` name the same posts in the same order.

    `text` is the whole quotation or a speech's opening words, plain, a blank line between paragraphs;
    `points` are what the speaker enumerated, one line each, without numbers. What names no meeting was said
    at those that the release reports on, or else on the dateline's day.
    """

    speaker: str
    posts: tuple[str, ...]
    capacity: str
    text: str
    points: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Video:
    """A link to a film elsewhere; the title says what it shows, how long it is and in which language."""

    url: str
    title: str


Block: TypeAlias = Text | Remark | Video


@dataclass(frozen=True)
class CorrectionData:
    """What a later edition says instead, whole; None leaves that part as it was.

    A major one stands in a box on the release, and what it corrects stays readable in the history.
    """

    at: datetime
    change_note: str
    major: bool = True
    standfirst: str | None = None
    blocks: tuple[Block, ...] | None = None


@dataclass(frozen=True)
class WithdrawalData:
    """When a release was taken back, and the reason that readers are given."""

    at: datetime
    reason: str


@dataclass(frozen=True)
class StepData:
    """What somebody of the desk did to a release, so long before the sample was loaded.

    A text that was written held only so many of the blocks, and another headline or standfirst, where these are
    given. Who approves signs off whatever they may.
    """

    by: Account
    does: Deed
    ago: timedelta
    note: str = ""
    headline: str = ""
    standfirst: str = ""
    blocks: int | None = None


@dataclass(frozen=True)
class ReleaseData:
    """A release in one language; those with the same `translations` say the same in other languages.

    `published_at` is None for a draft, an offset with a time of day for a scheduled release, else an aware
    moment. `headline`, `standfirst` and `blocks` are what was first published; `correction` follows later. What the
    desk did by hand are the `steps`; of a live release they come after all that was published.
    """

    key: str
    translations: str
    language: Language
    type: ReleaseType
    headline: str
    standfirst: str
    dateline_city: str
    dateline_date: date | DateOffset | None
    topics: tuple[str, ...]
    departments: tuple[str, ...]
    contact: str
    boilerplate: str
    blocks: tuple[Block, ...]
    published_at: datetime | DateOffset | None
    state: ReleaseState = "live"
    meetings: tuple[str, ...] = ()
    correction: CorrectionData | None = None
    withdrawal: WithdrawalData | None = None
    forward_looking: str | None = None
    inside_information: bool = False
    filing_reference: str = ""
    steps: tuple[StepData, ...] = ()
    restricted_to: tuple[Account, ...] = ()


@dataclass(frozen=True)
class NewsroomData:
    """All of a newsroom; departments and meetings come after their parents, releases by date."""

    organisation: OrganisationData
    departments: tuple[DepartmentData, ...]
    posts: tuple[PostData, ...]
    executives: tuple[ExecutiveData, ...]
    meetings: tuple[MeetingData, ...]
    topics: tuple[TopicData, ...]
    contacts: tuple[ContactData, ...]
    boilerplates: tuple[BoilerplateData, ...]
    releases: tuple[ReleaseData, ...]
