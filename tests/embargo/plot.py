"""The course of a story: time passes, steps are taken, readers look, and rows are chosen for what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from articles.models.kinds import DISCLOSING
from people import names
from tests.embargo.cast import (
    HEADLINES,
    KINDS,
    PAUSES,
    REMARKS,
    START,
    TICK,
    Beat,
    Content,
    Pending,
    Release,
    Spec,
    Step,
    Words,
)


@dataclass
class Plot:
    """What has been planned so far, and what is known of it."""

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
    held: bool = False
    """Whether the newsroom with secrets has put everything on hold."""

    _steps: list[Step] = field(default_factory=list)
    _touched: set[str] = field(default_factory=set)

    # The course of time

    def move(self, name: str, a: int, b: int, c: int) -> None:
        getattr(self, name)(a, b, c)
        if any(not step.hidden for step in self._steps):
            self.wait(timedelta(seconds=1))  # an edition opens later than the one before
        if self._steps and c % 2:
            self.look()
        if c % 3:
            self.wait(PAUSES[b % len(PAUSES)])
        if self._steps:
            self.look()

    def look(self) -> None:
        """Let readers look at what has become of the site."""
        known = frozenset({*self.specs, *self.releases})
        self.beats.append(Beat(self.now, tuple(self._steps), known, frozenset(self._touched)))
        self._steps, self._touched = [], set()

    def wait(self, pause: timedelta) -> None:
        """Let time pass, and what was planned happen on its second; readers look just before, and then."""
        until = self.now + pause
        while due := [r for r in self._waiting() if self._happens(r.pending) <= until]:  # type: ignore[arg-type]
            release = min(due, key=lambda r: (self._happens(r.pending), r.label))  # type: ignore[arg-type]
            assert release.pending is not None
            moment = self._happens(release.pending)
            if self._steps:
                self.look()
            if self.held:
                self.now = moment
                self._miss_or_lift(release, release.pending)
            elif release.pending.opens:
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
        return pending.at if pending.opens and not self.held else pending.at - timedelta(seconds=2)

    def _waiting(self) -> list[Release]:
        return [r for r in self.releases.values() if r.pending is not None and not r.pending.missed]

    def _miss_or_lift(self, release: Release, pending: Pending) -> None:
        """What is on hold is let go in time, or its second passes and nothing happens."""
        if pending.at.day % 3:
            release.pending = replace(pending, missed=True)
            self.now = pending.at
            self._touched |= {release.label, *self._with_needs(pending.content.labels())}
        else:
            self.lift()

    def lift(self) -> None:
        """Let everything go that is on hold, as has to happen before anything is published."""
        if self.held:
            self.held = False
            self.step("lift", hidden=True)
            for release in self._waiting():
                pending = release.pending
                if pending is not None and pending.at - self.now < timedelta(seconds=1):
                    release.pending = replace(pending, missed=True)

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
        kind = KINDS[c % len(KINDS)]
        endings = self._endings(a, b) if (a + c) % 3 == 0 else ()
        if not hidden:
            self.ended.update(label for label, _day in endings)
        return Content(
            headline=headline,
            standfirst=f"As told on occasion {b}.",
            text=f"<p>{headline}, says number {a} <em>of {c}</em>.</p>",
            type=kind,
            wanted=names.slugify(headline),
            topics=self._some(known("topic"), c),
            departments=self._some(known("department"), b),
            meetings=self._some(known("meeting"), a),
            pictures=tuple(pictures),
            files=tuple(files),
            remarks=tuple(remarks),
            change_note=f"Corrected for reason {b}" if b % 2 else "",
            major=b % 2 == 1 and (a + b) % 3 > 0,
            keeps_former=(b + c) % 2 == 0,
            further=self._further(b + c, hidden=hidden) if (b + c) % 4 == 0 else (),
            endings=endings,
            inside_information=a % 2 == 0,
            filing_reference=f"Filing {b}" if c % 2 else "",
            forward_looking=kind in DISCLOSING or c % 5 == 1,
            standing=(a + b + c) % 3,
        )

    def _further(self, number: int, *, hidden: bool) -> tuple[str, ...]:
        """Rows that a release makes public without naming them."""
        kinds = ("executive", "department", "post", "appointment", "meeting", "topic")
        found = [label for kind in kinds for label in self._of(kind, public=False, secret=hidden)]
        gone = self.duplicates
        return self._some([f for f in found if not gone & {f, *self.specs[f].needs}], number)

    def _endings(self, a: int, b: int) -> tuple[tuple[str, date], ...]:
        """An appointment or a department that a release tells the end of."""
        kind = ("appointment", "department")[b % 2]
        found = self._pick([label for label in self._of(kind, public=True) if label not in self.ended], a)
        return ((found, self.day(b)),) if found else ()

    def day(self, number: int) -> date:
        """A day before or after today."""
        return (self.now + timedelta(days=number % 60 - 40)).date()

    def _new_release(self, a: int, content: Content, language: str = "en", translation_of: str = "") -> Release:
        return self.add_release(Release(f"release-{len(self.releases) + 1}", language, translation_of, content))

    def _live(self) -> list[Release]:
        return [r for r in self.releases.values() if r.live]
