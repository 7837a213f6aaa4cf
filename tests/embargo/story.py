"""What happens in a newsroom, as a list of steps that is worked out before anything is stored.

A story is planned from draws of plain numbers, so that a seed or hypothesis can write one. Each step either belongs to
both newsrooms, or is *hidden*: only the newsroom with secrets takes it, and no reader may ever notice. What opens at
its second is told in both: one newsroom had scheduled it long before, the other publishes it at that very instant.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from people import names
from tests.embargo.cast import (
    DEPARTMENTS,
    FAR,
    MEETINGS,
    PAUSES,
    PEOPLE,
    POSTS,
    SESSIONS,
    TOPICS,
    Content,
    Draw,
    Pending,
    Release,
    Spec,
)
from tests.embargo.plot import Plot


class Story(Plot):
    """Plans beats from draws. Draws for which there is nothing to do are passed over."""

    fullest = -1
    """The beat after the last move, when more is hidden than ever; then time passes until nothing waits any more."""

    @classmethod
    def of(cls, draws: Iterable[Draw]) -> Story:
        story = cls()
        for name, a, b, c in draws:
            story.move(name, a, b, c)
        story.look()
        story.fullest = len(story.beats) - 1
        story.wait(timedelta(days=90))
        story.look()
        return story

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
        self.lift()
        content = self._content(a, b, c, hidden=False)
        release = self._new_release(a, content, "zh-hans" if a % 4 == 0 else "en")
        self.step("publish", release.label, content, release.edition_label)
        self._now_live(release, content)

    def translate(self, a: int, b: int, c: int) -> None:
        done = {r.translation_of for r in self.releases.values()}
        found = self._pick([r for r in self._live() if r.label not in done and not r.translation_of], a)
        if found is None:
            return
        self.lift()
        content = replace(self._content(a, b, c, hidden=False), remarks=found.content.remarks)
        release = self._new_release(a, content, "en" if found.language == "zh-hans" else "zh-hans", found.label)
        self.step("publish", release.label, content, release.edition_label)
        self._now_live(release, content)

    def correct(self, a: int, b: int, c: int) -> None:
        """Publish again at once, perhaps under another address; what waited is dropped."""
        release = self._pick(self._live(), a)
        if release is None:
            return
        self.lift()
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
            self.step("end", found, self.day(b), True)

    def close(self, a: int, b: int, c: int) -> None:
        open_ones = [label for label in self._of("department", public=True) if label not in self.ended]
        if (found := self._pick(open_ones, a)) is not None:
            self.ended.add(found)
            successors = tuple(label for label in self._some(open_ones, b) if label != found)
            how = ("renamed", "merged", "split")[c % 3] if successors else "closed"
            self.step("close", found, self.day(b), how, successors, True)

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
            self.step("end", found, self.day(b), False, hidden=True)

    def hidden_close(self, a: int, b: int, c: int) -> None:
        found = self._pick([label for label in self._of("department", public=True) if label not in self.ended], a)
        if found is not None:
            others = [label for label in self._of("department", secret=True) if label != found]
            self.step("close", found, self.day(b), "split", self._some(others, b), False, hidden=True)

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
        """A live release is to read otherwise, or a withdrawn one to return.

        What will open keeps its address; what will not, asks for another.
        """
        release = self._pick([r for r in self.releases.values() if r.editions and r.pending is None], a)
        if release is not None:
            opens = c % 2 == 0
            content = self._content(a + 2, b, c, hidden=not opens)
            content = replace(content, wanted=release.content.wanted) if opens else content
            self.slugs[release.label].add(content.wanted)
            self._wait_for(release, content, b, c, opens=opens)

    def _wait_for(self, release: Release, content: Content, b: int, c: int, *, opens: bool) -> None:
        self.lift()
        release.pending = Pending(self.now + timedelta(minutes=5, days=b % 9, seconds=c), content, opens)
        label = release.edition_label if opens else f"{release.edition_label}/hidden"
        self.step("schedule", release.label, content, release.pending.at, label, hidden=True)

    def reschedule(self, a: int, b: int, c: int) -> None:
        release = self._pick([r for r in self.releases.values() if r.pending is not None], a)
        if release is not None and release.pending is not None:
            self.lift()
            at = self.now + timedelta(minutes=5, days=b % 30, seconds=c)
            release.pending = replace(release.pending, at=at, missed=False)
            self.step("reschedule", release.label, at, hidden=True)

    def cancel(self, a: int, b: int, c: int) -> None:
        release = self._pick([r for r in self.releases.values() if r.pending is not None and not r.pending.opens], a)
        if release is not None:
            self._cancel(release)

    def unpublished_edit(self, a: int, b: int, c: int) -> None:
        """The working copy of any release moves on; what is live or waits does not."""
        if (release := self._pick(self._on_the_desk(), a)) is not None:
            content = self._content(a + 1, b, c, hidden=True)
            self.slugs[release.label].add(content.wanted)
            self.step("draft", release.label, content, hidden=True)

    def kept_typing(self, a: int, b: int, c: int) -> None:
        """A save that came too late, or what somebody is typing: perhaps into a form that was never saved."""
        release = self._pick(self._on_the_desk(), a)
        if release is not None:
            self.step("refuse" if c % 2 else "autosave", release.label, hidden=True)
        elif c % 2 == 0:
            self.step("autosave", "", hidden=True)

    def presence(self, a: int, b: int, c: int) -> None:
        if (release := self._pick(self._on_the_desk(), a)) is not None:
            self.step("be_present", release.label, hidden=True)

    # What a release goes through on the desk

    def _on_the_desk(self) -> list[Release]:
        return [release for release in self.releases.values() if not release.binned]

    def _never_public(self) -> list[Release]:
        return [release for release in self.releases.values() if not release.editions and not release.translation_of]

    def review(self, a: int, b: int, c: int) -> None:
        """Submit a text, sign it off, or send it back."""
        if (release := self._pick(self._on_the_desk(), a)) is not None:
            self.step(("submit", "sign_off", "send_back")[b % 3], release.label, hidden=True)

    def restrict(self, a: int, b: int, c: int) -> None:
        """Let a release exist for two people alone, or for everybody again; it may be published all the same."""
        if (release := self._pick([r for r in self._never_public() if not r.binned], a)) is not None:
            release.restricted = not release.restricted
            self.step("restrict", release.label, release.restricted, hidden=True)

    def bin(self, a: int, b: int, c: int) -> None:
        """Put a draft in the bin, or take one out."""
        if (release := self._pick([r for r in self._never_public() if r.pending is None], a)) is not None:
            release.binned = not release.binned
            self.step("bin", release.label, release.binned, hidden=True)

    def preview(self, a: int, b: int, c: int) -> None:
        """Show a text to somebody without an account, and perhaps close the link again."""
        confidential = {release.label for release in self.releases.values() if release.restricted}
        shown = [r for r in self._on_the_desk() if not {r.label, r.translation_of} & confidential]
        if (release := self._pick(shown, a)) is None:
            return
        if not release.previews or b % 2:
            release.previews += 1
            self.step("make_preview", release.label, release.previews, hidden=True)
        elif c % 2:
            self.step("open_preview", release.label, release.previews, hidden=True)
        else:
            self.step("revoke_preview", release.label, release.previews, hidden=True)

    def hold(self, a: int, b: int, c: int) -> None:
        """Put everything on hold, or let it go again. What readers would have seen meanwhile, they do not."""
        if self.held:
            self.lift()
        elif all(r.pending is None or r.pending.at - self.now > timedelta(seconds=2) for r in self._waiting()):
            self.held = True
            self.step("hold", hidden=True)

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
    "kept_typing",
    "presence",
    "review",
    "restrict",
    "bin",
    "preview",
    "hold",
    "hidden_deletion",
)
