"""What happens in a newsroom, as a list of steps that is worked out before anything is stored.

A story is planned from draws of plain numbers, so that a seed or hypothesis can write one. Each step either belongs to
both newsrooms, or is *hidden*: only the newsroom with secrets takes it, and no reader may ever notice. What opens at
its second is told in both: one newsroom had scheduled it long before, the other publishes it at that very instant.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
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
SESSIONS = ("Morning session", "Afternoon session")
TOPICS = ("Results", "results", "Cables & Grids", "Cables, grids")
HEADLINES = ("Orders rise by a third", "New works in Narvik", "Orders rise, by a third", "Board proposes dividend")
IN_CHINESE = {"Anna Lind": "安娜·林德", "Tong Laiming": "童来明", "Sales": "销售部", "Strategy meeting": "战略会议"}
REMARKS = ("We have never built so many.", "The grid needs us.", "Thank you all for coming.")
KINDS = ("press-release", "news", "speech", "results")

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

    def labels(self) -> set[str]:
        spoken = {label for words in self.remarks for label in (words.speaker, *words.appointments, *words.meetings)}
        return {*self.topics, *self.departments, *self.meetings, *spoken}


@dataclass(frozen=True)
class Pending:
    at: datetime
    content: Content
    opens: bool
    """Whether it will open; otherwise it is cancelled in time, and was never there."""


@dataclass
class Release:
    label: str
    language: str
    translation_of: str
    content: Content
    editions: int = 0
    live: bool = False
    pending: Pending | None = None

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


@dataclass
class Story:
    """Plans beats from draws. Draws for which there is nothing to do are passed over."""

    now: datetime = START
    specs: dict[str, Spec] = field(default_factory=dict)
    releases: dict[str, Release] = field(default_factory=dict)
    beats: list[Beat] = field(default_factory=list)
    slugs: dict[str, set[str]] = field(default_factory=dict)
    """Every slug that a row has ever wanted, by label."""

    public: set[str] = field(default_factory=set)
    secret: set[str] = field(default_factory=set)
    """Rows that never become public, because a hidden link to a public row would then show."""

    ended: set[str] = field(default_factory=set)
    duplicates: set[str] = field(default_factory=set)
    _steps: list[Step] = field(default_factory=list)
    _touched: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, draws: Iterable[Draw]) -> Story:
        story = cls()
        for name, a, b, c in draws:
            story.move(name, a, b, c)
        story.wait(timedelta(days=90))
        story.look()
        return story

    # The course of time

    def move(self, name: str, a: int, b: int, c: int) -> None:
        getattr(self, name)(a, b, c)
        if any(not step.hidden for step in self._steps):
            self.wait(timedelta(seconds=1))  # an edition opens later than the one before
        if self._steps and c % 3:
            if c % 2:
                self.look()
            self.wait(PAUSES[b % len(PAUSES)])
            if not c % 2:
                self.look()

    def look(self) -> None:
        """Let readers look at what has become of the site."""
        known = frozenset({*self.specs, *self.releases})
        self.beats.append(Beat(self.now, tuple(self._steps), known, frozenset(self._touched)))
        self._steps, self._touched = [], set()

    def wait(self, pause: timedelta) -> None:
        """Let time pass, and what was planned happen on its second; readers look just before, and then."""
        until = self.now + pause
        while due := [r for r in self.releases.values() if r.pending and self._happens(r.pending) <= until]:
            release = min(due, key=lambda r: (self._happens(r.pending), r.label))  # type: ignore[arg-type]
            assert release.pending is not None
            moment = self._happens(release.pending)
            if self._steps:
                self.look()
            if release.pending.opens:
                self.now = moment - TICK
                self._touched = {release.label, *self._with_needs(release.pending.content.labels())}
                self.look()
                self.now = moment
                self._open(release)
            else:
                self.now = moment
                self._cancel(release)
            self.look()
        self.now = until

    def _happens(self, pending: Pending) -> datetime:
        return pending.at if pending.opens else pending.at - timedelta(seconds=2)

    def step(self, verb: str, *arguments: Any, hidden: bool = False) -> None:
        self._steps.append(Step(self.now, verb, arguments, hidden))
        self._touched |= {word for word in arguments if isinstance(word, str) and "/" not in word}

    def _open(self, release: Release) -> None:
        """One newsroom has waited for this second, the other publishes now: readers see the same."""
        assert release.pending is not None
        content, release.pending = release.pending.content, None
        self.step("open", release.label, content, release.edition_label)
        self._now_live(release, content)

    def _now_live(self, release: Release, content: Content) -> None:
        release.content, release.live = content, True
        release.editions += 1
        self._reveal(content)

    def _reveal(self, content: Content) -> None:
        opened = self._with_needs(content.labels())
        self.public |= opened
        self._touched |= opened

    def _with_needs(self, labels: Iterable[str]) -> set[str]:
        """Rows, and those that become public along with them."""
        found: set[str] = set()
        for label in labels:
            found |= {label, *self._with_needs(self.specs[label].needs)}
        return found

    def _cancel(self, release: Release) -> None:
        release.pending = None
        self.step("cancel", release.label, hidden=True)

    # Choosing

    def _new(self, kind: str, pool: tuple[str, ...], a: int, needs: tuple[str, ...] = (), **values: Any) -> Spec:
        number = sum(1 for spec in self.specs.values() if spec.kind == kind) + 1
        name = pool[a % len(pool)] if pool else ""
        if kind == "topic" and any(spec.name == name for spec in self.specs.values() if spec.kind == kind):
            name = f"{name} {number}"
        return self.add(Spec(kind, f"{kind}-{number}", name, needs, tuple(values.items())))

    def add(self, spec: Spec) -> Spec:
        """Let the story be about a row. Nothing is stored before a step names it."""
        self.specs[spec.label] = spec
        self.slugs[spec.label] = {spec.wanted}
        return spec

    def add_release(self, release: Release) -> Release:
        self.releases[release.label] = release
        self.slugs[release.label] = {release.content.wanted}
        return release

    def _of(self, kind: str, *, public: bool | None = None, secret: bool = False) -> list[str]:
        return [
            label
            for label, spec in self.specs.items()
            if spec.kind == kind
            and (public is None or (label in self.public) is public)
            and (secret or label not in self.secret)
        ]

    def _pick(self, found: list[Any], number: int) -> Any:
        return found[number % len(found)] if found else None

    def _some(self, found: list[str], number: int, most: int = 2) -> tuple[str, ...]:
        count = number % (most + 1)
        start = number // 3
        return tuple(dict.fromkeys(found[(start + n) % len(found)] for n in range(count))) if found else ()

    def _content(self, a: int, b: int, c: int, *, hidden: bool) -> Content:
        """Something to print. ``hidden``: it may name what must never become public."""

        def known(kind: str) -> list[str]:
            shown = self._of(kind, public=True)
            return [*shown, *self._of(kind, public=False, secret=hidden)] if b % 3 == 0 or hidden else shown

        remarks = []
        held = [label for label in known("appointment") if self.specs[label].needs[0] not in self.duplicates]
        for number, appointment in enumerate(self._some(held, a + b, most=3)):
            speaker = self.specs[appointment].needs[0]
            theirs = [label for label in held if self.specs[label].needs[0] == speaker]
            meetings = self._some(known("meeting"), b + number, most=1)
            words = REMARKS[(a + number) % len(REMARKS)]
            points = tuple(f"Point {n} of {words}" for n in range((a + c) % 3))
            remarks.append(Words(f"remark-{number}", speaker, tuple(theirs[-2:]), meetings, words, points))
        pictures = [self._new("picture", HEADLINES, a).label] if c % 4 == 0 else []
        files = [self._new("file", HEADLINES, a).label] if c % 4 == 1 else []
        headline = HEADLINES[a % len(HEADLINES)]
        return Content(
            headline=headline,
            standfirst=f"As told on occasion {b}.",
            text=f"<p>{headline}, says number {a} <em>of {c}</em>.</p>",
            type=KINDS[c % len(KINDS)],
            wanted=names.slugify(headline),
            topics=self._some(known("topic"), c),
            departments=self._some(known("department"), b),
            meetings=self._some(known("meeting"), a),
            pictures=tuple(pictures),
            files=tuple(files),
            remarks=tuple(remarks),
            change_note=f"Corrected for reason {b}" if b % 2 else "",
        )

    def _new_release(self, a: int, content: Content, language: str = "en", translation_of: str = "") -> Release:
        return self.add_release(Release(f"release-{len(self.releases) + 1}", language, translation_of, content))

    def _live(self, *, pending: bool | None = None) -> list[Release]:
        return [r for r in self.releases.values() if r.live and (pending is None or (r.pending is not None) is pending)]

    # What both newsrooms do

    def _announce(self, spec: Spec) -> None:
        """Set the date of a row, and of what it is nothing without. A post's department may stay hidden."""
        for label in (spec.label, *spec.needs):
            if label not in self.public:
                self.step("announce", label)
                self.public.add(label)

    def _prepared_or(self, kind: str, b: int, new: Spec | None) -> Spec | None:
        """One that lies hidden already in the newsroom with secrets, or a new one."""
        lying = [label for label in self._of(kind, public=False) if not self._hidden_needs(label)]
        return self.specs[self._pick(lying, b)] if lying and b % 2 else new

    def _hidden_needs(self, label: str) -> bool:
        return any(need not in self.public for need in self.specs[label].needs)

    def executive(self, a: int, b: int, c: int) -> None:
        found = self._prepared_or("executive", b, None) or self._new("executive", PEOPLE, a, portrait=c % 2 == 0)
        self._announce(found)

    def department(self, a: int, b: int, c: int) -> None:
        parents = self._of("department", public=True)
        needs = (self._pick(parents, b),) if parents and c % 3 == 0 else ()
        self._announce(self._prepared_or("department", b, None) or self._new("department", DEPARTMENTS, a, needs))

    def appointment(self, a: int, b: int, c: int) -> None:
        person = self._pick([label for label in self._of("executive", public=True) if label not in self.duplicates], a)
        if person is not None:
            self._announce(self._new_appointment(person, a, b, c))

    def _new_appointment(self, person: str, a: int, b: int, c: int, *, secret: bool = False) -> Spec:
        posts = self._of("post", secret=secret)
        if posts and b % 2:
            post = self._pick(posts, c)
        else:
            departments = self._of("department", secret=secret)
            needs = (self._pick(departments, a),) if departments and b % 3 else ()
            post = self._new("post", POSTS, b, needs).label
        started = date(2015 + a % 3, 1, 1)
        return self._new("appointment", (), 0, (person, post), started_on=started)

    def meeting(self, a: int, b: int, c: int) -> None:
        first = (self.now + timedelta(days=a % 100 - 20)).date()
        new = self._new("meeting", MEETINGS, a, starts_on=first, ends_on=first + timedelta(days=b % 3))
        self._announce(self._prepared_or("meeting", b, new) or new)

    def session(self, a: int, b: int, c: int) -> None:
        if (found := self._new_session(a, b)) is not None:
            self._announce(found)

    def _new_session(self, a: int, b: int) -> Spec | None:
        whole = self._pick([label for label in self._of("meeting", public=True) if not self.specs[label].needs], a)
        if whole is None:
            return None
        return self._new("meeting", SESSIONS, b, (whole,), **dict(self.specs[whole].values))

    def topic(self, a: int, b: int, c: int) -> None:
        """Topics open with the first release that carries one."""
        self._new("topic", TOPICS, a)

    def publish(self, a: int, b: int, c: int) -> None:
        content = self._content(a, b, c, hidden=False)
        release = self._new_release(a, content, "zh-hans" if a % 4 == 0 else "en")
        self.step("publish", release.label, content, release.edition_label)
        self._now_live(release, content)

    def translate(self, a: int, b: int, c: int) -> None:
        done = {r.translation_of for r in self.releases.values()}
        found = self._pick([r for r in self._live() if r.label not in done and not r.translation_of], a)
        if found is None:
            return
        content = replace(self._content(a, b, c, hidden=False), remarks=found.content.remarks)
        release = self._new_release(a, content, "en" if found.language == "zh-hans" else "zh-hans", found.label)
        self.step("publish", release.label, content, release.edition_label)
        self._now_live(release, content)

    def correct(self, a: int, b: int, c: int) -> None:
        """Publish again at once, perhaps under another address; what waited is dropped."""
        release = self._pick(self._live(), a)
        if release is None:
            return
        content = self._content(a + 1, b, c, hidden=False)
        content = content if b % 2 else replace(content, wanted=release.content.wanted)
        release.pending = None
        self.slugs[release.label].add(content.wanted)
        self.step("publish", release.label, content, release.edition_label)
        self._now_live(release, content)

    def withdraw(self, a: int, b: int, c: int) -> None:
        release = self._pick(self._live(), a)
        if release is not None:
            release.pending, release.live = None, False
            self.step("withdraw", release.label, f"Wrong in point {b}.")

    def end(self, a: int, b: int, c: int) -> None:
        found = self._pick([label for label in self._of("appointment", public=True) if label not in self.ended], a)
        if found is not None:
            self.ended.add(found)
            self.step("end", found, self._day(b), True)

    def _day(self, number: int) -> date:
        """A day before or after today."""
        return (self.now + timedelta(days=number % 60 - 40)).date()

    def close(self, a: int, b: int, c: int) -> None:
        open_ones = [label for label in self._of("department", public=True) if label not in self.ended]
        if (found := self._pick(open_ones, a)) is not None:
            self.ended.add(found)
            successors = tuple(label for label in self._some(open_ones, b) if label != found)
            how = ("renamed", "merged", "split")[c % 3] if successors else "closed"
            self.step("close", found, self._day(b), how, successors, True)

    def rename(self, a: int, b: int, c: int) -> None:
        """Give a public row another address; the old one redirects."""
        kinds = ("executive", "department", "meeting")
        pools = (PEOPLE, DEPARTMENTS, MEETINGS)
        found = self._pick(self._of(kinds[c % 3], public=True), a)
        if found is not None:
            wanted = names.slugify(self._pick(list(pools[c % 3]), b))
            self.slugs[found].add(wanted)
            self.step("rename", found, wanted)

    def merge(self, a: int, b: int, c: int) -> None:
        """A public duplicate is found and merged: its address redirects."""
        into = self._pick([label for label in self._of("executive", public=True) if label not in self.duplicates], a)
        if into is not None:
            duplicate = self._new("executive", PEOPLE, b, portrait=False)
            self._announce(duplicate)
            self.look()
            self.duplicates.add(duplicate.label)
            self.secret.add(duplicate.label)
            self.step("merge", duplicate.label, into)

    def pass_time(self, a: int, b: int, c: int) -> None:
        self.wait(PAUSES[a % len(PAUSES)])
        self.look()

    # What only the newsroom with secrets does

    def _hide(self, spec: Spec, c: int) -> None:
        """Keep a row that may become public some day; perhaps with a date that never comes."""
        self.step("prepare", spec.label, FAR if c % 2 else None, hidden=True)

    def hidden_executive(self, a: int, b: int, c: int) -> None:
        self._hide(self._new("executive", PEOPLE, a, portrait=b % 2 == 0), c)

    def hidden_department(self, a: int, b: int, c: int) -> None:
        self._hide(self._new("department", DEPARTMENTS, a), c)

    def hidden_meeting(self, a: int, b: int, c: int) -> None:
        first = (self.now + timedelta(days=a % 100 - 20)).date()
        self._hide(self._new("meeting", MEETINGS, a, starts_on=first, ends_on=first), c)

    def hidden_session(self, a: int, b: int, c: int) -> None:
        if (found := self._new_session(a, b)) is not None:
            self._hide(found, c)

    def hidden_topic(self, a: int, b: int, c: int) -> None:
        self._hide(self._new("topic", TOPICS, a), c)

    def hidden_appointment(self, a: int, b: int, c: int) -> None:
        """A public person is to have another post, or a hidden one any."""
        person = self._pick([label for label in self._of("executive", secret=True) if label not in self.duplicates], a)
        if person is not None:
            self._hide(self._new_appointment(person, a, b, c), c)

    def hidden_end(self, a: int, b: int, c: int) -> None:
        """Somebody leaves, or has left, and nobody is to know."""
        found = self._pick([label for label in self._of("appointment", public=True) if label not in self.ended], a)
        if found is not None:
            self.step("end", found, self._day(b), False, hidden=True)

    def hidden_close(self, a: int, b: int, c: int) -> None:
        found = self._pick([label for label in self._of("department", public=True) if label not in self.ended], a)
        if found is not None:
            others = [label for label in self._of("department", secret=True) if label != found]
            self.step("close", found, self._day(b), "split", self._some(others, b), False, hidden=True)

    def _secret_department(self, a: int) -> Spec:
        spec = self._new("department", DEPARTMENTS, a)
        self.secret.add(spec.label)
        self._hide(spec, a)
        return spec

    def hidden_attendance(self, a: int, b: int, c: int) -> None:
        meeting = self._pick(self._of("meeting", public=True), a)
        if meeting is not None:
            self.step("attend", meeting, self._secret_department(b).label, hidden=True)

    def hidden_parent(self, a: int, b: int, c: int) -> None:
        """A department without a parent is to belong to one that nobody knows."""
        orphans = [label for label in self._of("department", public=True) if not self.specs[label].needs]
        if (child := self._pick(orphans, a)) is not None:
            self.step("adopt", child, self._secret_department(b).label, hidden=True)

    def hidden_alias(self, a: int, b: int, c: int) -> None:
        person = self._pick([label for label in self._of("executive", public=True) if label not in self.duplicates], a)
        if person is not None:
            self.step("alias", person, f"Nickname {b}", hidden=True)

    def hidden_merge(self, a: int, b: int, c: int) -> None:
        """A hidden duplicate, with a hidden post and other spellings, is merged into somebody public."""
        into = self._pick([label for label in self._of("executive", public=True) if label not in self.duplicates], a)
        if into is None:
            return
        duplicate = self._new("executive", PEOPLE, b, portrait=True)
        self._hide(duplicate, c)
        appointment = self._new_appointment(duplicate.label, a, 0, c, secret=True)
        self.secret |= {duplicate.label, appointment.label, appointment.needs[1]}
        self.duplicates.add(duplicate.label)
        self.step("prepare", appointment.label, None, hidden=True)
        self.step("merge", duplicate.label, into, hidden=True)

    def hidden_draft(self, a: int, b: int, c: int) -> None:
        content = self._content(a, b, c, hidden=True)
        release = self._new_release(a, content, "zh-hans" if a % 3 == 0 else "en")
        self.step("draft", release.label, content, hidden=True)

    def hidden_translation(self, a: int, b: int, c: int) -> None:
        """A translation of a live release lies ready and does not open."""
        done = {r.translation_of for r in self.releases.values()}
        found = self._pick([r for r in self._live() if r.label not in done and not r.translation_of], a)
        if found is not None:
            content = self._content(a, b, c, hidden=True)
            release = self._new_release(a, content, "en" if found.language == "zh-hans" else "zh-hans", found.label)
            self._wait_for(release, content, b, c, opens=False)

    def schedule(self, a: int, b: int, c: int) -> None:
        """A first edition waits for its second, or will be cancelled before."""
        opens = c % 2 == 0
        content = self._content(a, b, c, hidden=not opens)
        release = self._new_release(a, content, "zh-hans" if a % 4 == 0 else "en")
        self._wait_for(release, content, b, c, opens=opens)

    def schedule_correction(self, a: int, b: int, c: int) -> None:
        """A live release is to read otherwise. What will open keeps its address; what will not, asks for another."""
        release = self._pick(self._live(pending=False), a)
        if release is not None:
            opens = c % 2 == 0
            content = self._content(a + 2, b, c, hidden=not opens)
            content = replace(content, wanted=release.content.wanted) if opens else content
            self.slugs[release.label].add(content.wanted)
            self._wait_for(release, content, b, c, opens=opens)

    def _wait_for(self, release: Release, content: Content, b: int, c: int, *, opens: bool) -> None:
        release.pending = Pending(self.now + timedelta(minutes=5, days=b % 9, seconds=c), content, opens)
        label = release.edition_label if opens else f"{release.edition_label}/hidden"
        self.step("schedule", release.label, content, release.pending.at, label, hidden=True)

    def reschedule(self, a: int, b: int, c: int) -> None:
        release = self._pick([r for r in self.releases.values() if r.pending is not None], a)
        if release is not None and release.pending is not None:
            at = self.now + timedelta(minutes=5, days=b % 30, seconds=c)
            release.pending = replace(release.pending, at=at)
            self.step("reschedule", release.label, at, hidden=True)

    def cancel(self, a: int, b: int, c: int) -> None:
        release = self._pick([r for r in self.releases.values() if r.pending is not None and not r.pending.opens], a)
        if release is not None:
            self._cancel(release)

    def unpublished_edit(self, a: int, b: int, c: int) -> None:
        """The working copy of any release moves on; what is live or waits does not."""
        release = self._pick(list(self.releases.values()), a)
        if release is not None:
            content = self._content(a + 1, b, c, hidden=True)
            if release.pending is not None:
                content = replace(content, wanted=release.pending.content.wanted)
            self.slugs[release.label].add(content.wanted)
            self.step("draft", release.label, content, hidden=True)

    def refused_save(self, a: int, b: int, c: int) -> None:
        release = self._pick(list(self.releases.values()), a)
        if release is not None:
            self.step("refuse", release.label, hidden=True)

    def hidden_deletion(self, a: int, b: int, c: int) -> None:
        """Something nobody ever saw is made and thrown away."""
        kind, pool = (("executive", PEOPLE), ("department", DEPARTMENTS))[c % 2]
        spec = self._new(kind, pool, a)
        self.secret.add(spec.label)
        self.duplicates.add(spec.label)
        self._hide(spec, b)
        self.step("delete", spec.label, hidden=True)


TOLD = (
    "executive",
    "department",
    "appointment",
    "meeting",
    "session",
    "topic",
    "publish",
    "translate",
    "correct",
    "withdraw",
    "end",
    "close",
    "rename",
    "merge",
    "pass_time",
)
HIDDEN = (
    "hidden_executive",
    "hidden_department",
    "hidden_meeting",
    "hidden_session",
    "hidden_topic",
    "hidden_appointment",
    "hidden_end",
    "hidden_close",
    "hidden_attendance",
    "hidden_parent",
    "hidden_alias",
    "hidden_merge",
    "hidden_draft",
    "hidden_translation",
    "schedule",
    "schedule_correction",
    "reschedule",
    "cancel",
    "unpublished_edit",
    "refused_save",
    "hidden_deletion",
)
