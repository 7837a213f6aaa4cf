"""From the sample's data to rows, the way a press office would have made them over the years.

Everything passes the models' own checks and goes through the workflow, with the clock moved to the instant at which
it happened. What is over is public, and so is how it ended; a meeting to come has been announced. Releases that nobody
has published yet stay behind their embargo, and so does whatever they alone name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import blake2s
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import get_language_info
from i18nfield.strings import LazyI18nString

from articles import drafts, snapshots, workflow
from articles.capacity import held_when_speaking
from articles.models import (
    Article,
    Boilerplate,
    Contact,
    Edition,
    Meeting,
    RemarkBlock,
    Significance,
    Snapshot,
    TextBlock,
    Topic,
    VideoBlock,
)
from articles.sample.shapes import (
    Block,
    CorrectionData,
    DateOffset,
    DepartmentData,
    ExecutiveData,
    MeetingData,
    NewsroomData,
    PostData,
    ReleaseData,
    Remark,
    Text,
    Texts,
)
from articles.sample.steps import Desk
from people import clock
from people.models import Alias, Appointment, Department, Executive, Generation, Post
from people.publicid import new_public_id

STEP = 10
"""Between the places of two blocks, as the editor leaves it."""


class NotLoaded(Exception):
    """The sample was not loaded, and nothing was changed; the text says why."""


@dataclass(frozen=True)
class Loaded:
    """What was loaded, for a line of words."""

    organisation: str
    languages: tuple[str, ...]
    """The language of each release."""

    meetings: int
    executives: int
    departments: int

    def __str__(self) -> str:
        numbers = Counter(self.languages)
        releases = ", ".join(f"{number} in {get_language_info(code)['name']}" for code, number in numbers.items())
        return (
            f"Loaded the sample newsroom of {self.organisation}: {len(self.languages)} releases ({releases}), "
            f"{self.meetings} meetings and sessions, {self.executives} executives, {self.departments} departments."
        )


def load(data: NewsroomData, people: Mapping[str, Any] | None = None) -> Loaded:
    """Load the sample whole or, when anything fails, not at all. ``people`` are its sign-ins by name.

    Raises NotLoaded where it was loaded before, and where invented releases would stand among published ones.
    """
    releases = [release for release in data.releases if release.language in _languages()]
    if not releases:
        raise NotLoaded("The sample newsroom is not written in any language of this one, so it was not loaded.")
    _refuse_again(data)
    with transaction.atomic():
        # This waits for anybody who is loading the sample just now, so it takes a second look.
        Generation.bump()
        _refuse_again(data)
        office = _PressOffice(data, clock.now(), people or {})
        office.set_up()
        for release in releases:
            office.issue(release)
    return Loaded(
        organisation=data.organisation.name["en"],
        languages=tuple(release.language for release in releases),
        meetings=len(data.meetings),
        executives=len(data.executives),
        departments=len(data.departments),
    )


def translation_key(release: ReleaseData) -> str:
    """Shared by a release's translations and the same at every loading: by it the sample's releases are known."""
    return blake2s(f"sample {release.translations}".encode(), digest_size=8).hexdigest()


def _refuse_again(data: NewsroomData) -> None:
    if Article.objects.filter(translation_key__in={translation_key(row) for row in data.releases}).exists():
        raise NotLoaded("The sample newsroom was loaded before; nothing was changed.")
    if Edition.objects.exists():
        raise NotLoaded("This newsroom has published releases of its own, so the sample was not put among them.")


def _languages() -> set[str]:
    return {code for code, _name in settings.LANGUAGES}


def _in_each(texts: Texts | None) -> LazyI18nString:
    """A text in those of its languages that this newsroom has."""
    return LazyI18nString({code: text for code, text in (texts or {}).items() if code in _languages()})


def _store(row: models.Model) -> None:
    """Save a row that passes the checks of an editor's form."""
    row.full_clean()
    row.save()


def _takes_the_place_of(old: Block, new: Block) -> bool:
    """Whether an editor would have changed the old block into the new one, rather than written another."""
    if isinstance(old, Remark) and isinstance(new, Remark):
        return old.speaker == new.speaker
    return type(old) is type(new)


class _PressOffice:
    """Makes the rows, and knows those made so far by their keys in the data."""

    def __init__(self, data: NewsroomData, now: datetime, people: Mapping[str, Any]) -> None:
        self.data, self.now = data, now
        self.desk = Desk(self, people)
        self.zone = ZoneInfo(data.organisation.time_zone)
        self.today = now.astimezone(self.zone).date()
        first = min(row.published_at for row in data.releases if isinstance(row.published_at, datetime))
        self.opening = self._midnight(first.astimezone(self.zone).date())
        """When this newsroom opened. What is older was public from then on."""

        self.departments: dict[str, Department] = {}
        self.posts: dict[str, Post] = {}
        self.executives: dict[str, Executive] = {}
        self.meetings: dict[str, Meeting] = {}
        self.topics: dict[str, Topic] = {}
        self.contacts: dict[str, Contact] = {}
        self.boilerplates: dict[str, Boilerplate] = {}

    def set_up(self) -> None:
        """Make everything that releases refer to, as if on the day on which the newsroom opened."""
        with clock.at(self.opening):
            for department in self.data.departments:
                self._add_department(department)
            for post in self.data.posts:
                self._add_post(post)
            for executive in self.data.executives:
                self._add_executive(executive)
            for meeting in self.data.meetings:
                self._add_meeting(meeting)
            for topic in self.data.topics:
                named = Topic(name=topic.name["en"], title=_in_each(topic.name), wanted_slug=topic.key)
                _store(named)
                self.topics[topic.key] = named
            for contact in self.data.contacts:
                reachable = Contact(
                    name=_in_each(contact.name), role=_in_each(contact.role), email=contact.email, phone=contact.phone
                )
                _store(reachable)
                self.contacts[contact.key] = reachable
            for boilerplate in self.data.boilerplates:
                standing = Boilerplate(
                    kind=boilerplate.kind, title=_in_each(boilerplate.title), text=_in_each(boilerplate.text)
                )
                _store(standing)
                self.boilerplates[boilerplate.key] = standing

    def issue(self, release: ReleaseData) -> None:
        """Write a release and let happen to it what happened: each step at its own instant."""
        at = release.published_at
        if release.steps and not isinstance(at, datetime):
            self.desk.take(release)
            return
        if isinstance(at, DateOffset):
            at = self.moment_of(at)
        if at is None or at > self.now:
            with clock.at(self.now):
                article = self.write(release)
                if at is not None:
                    workflow.schedule(article, at, by=None, version=article.version)
            return
        with clock.at(at):
            article = self.write(release)
            self._publish(article)
        if release.correction is not None:
            with clock.at(release.correction.at):
                self._correct(article, release, release.correction)
        if release.withdrawal is not None:
            with clock.at(release.withdrawal.at):
                workflow.withdraw(article, by=None, version=article.version, reason=release.withdrawal.reason)
        if release.steps:
            self.desk.take(release, article)

    def moment_of(self, offset: DateOffset) -> datetime:
        return offset.moment(self.today, self.zone)

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), tzinfo=self.zone)

    def _known_from(self, day: date | None) -> datetime:
        """When everybody knew what happened on a day: the day after, by the organisation's clocks."""
        return self.opening if day is None else max(self._midnight(day + timedelta(days=1)), self.opening)

    def _day(self, day: date | DateOffset) -> date:
        return day.day(self.today) if isinstance(day, DateOffset) else day

    def _add_department(self, data: DepartmentData) -> None:
        department = Department(
            name=_in_each(data.name),
            wanted_slug=data.key,
            kind=data.kind,
            parent=self.departments[data.parent] if data.parent else None,
            opened_on=data.opened_on,
            closed_on=data.closed_on,
            closure=data.closure,
            public_from=self._known_from(data.opened_on),
            end_public_from=self._known_from(data.closed_on) if data.closed_on else None,
        )
        _store(department)
        department.successors.set(self.departments[key] for key in data.successors)
        self.departments[data.key] = department

    def _add_post(self, data: PostData) -> None:
        starts = [
            row.started_on for person in self.data.executives for row in person.appointments if row.post == data.key
        ]
        post = Post(
            title=_in_each(data.title),
            wanted_slug=data.key,
            department=self.departments[data.department] if data.department else None,
            exclusive=data.exclusive,
            public_from=self._known_from(min(starts)) if starts else None,
        )
        _store(post)
        self.posts[data.key] = post

    def _add_executive(self, data: ExecutiveData) -> None:
        starts = [row.started_on for row in data.appointments]
        executive = Executive(
            name=_in_each(data.name),
            wanted_slug=data.key,
            native_name=data.native_name,
            biography=_in_each(data.biography),
            spokesperson=data.spokesperson,
            public_from=self._known_from(min(starts)) if starts else None,
        )
        _store(executive)
        for spelling in data.aliases:
            _store(Alias(executive=executive, text=spelling))
        for row in data.appointments:
            _store(
                Appointment(
                    executive=executive,
                    post=self.posts[row.post],
                    started_on=row.started_on,
                    ended_on=row.ended_on,
                    public_from=self._known_from(row.started_on),
                    end_public_from=self._known_from(row.ended_on) if row.ended_on else None,
                )
            )
        self.executives[data.key] = executive

    def _add_meeting(self, data: MeetingData) -> None:
        starts_on = self._day(data.starts_on)
        meeting = Meeting(
            name=_in_each(data.name),
            wanted_slug=data.key,
            kind=data.kind,
            starts_on=starts_on,
            ends_on=self._day(data.ends_on),
            time_zone=data.time_zone,
            venue=_in_each(data.venue),
            city=_in_each(data.city),
            country=data.country,
            parent=self.meetings[data.parent] if data.parent else None,
            order=data.order,
            attendance_note=_in_each(data.attendance_note),
            public_from=min(self._known_from(starts_on), self._midnight(self.today)),
        )
        _store(meeting)
        meeting.hosts.set(self.departments[key] for key in data.hosts)
        meeting.attending.set(self.departments[key] for key in data.attending)
        self.meetings[data.key] = meeting

    def write(self, data: ReleaseData, by: Any = None) -> Article:
        """The working copy of a release. Its translations have the same address, each in its own language."""
        article = Article(
            type=data.type,
            language=data.language,
            translation_key=translation_key(data),
            wanted_slug=data.translations,
            headline=data.headline,
            standfirst=data.standfirst,
            dateline_city=data.dateline_city,
            dateline_date=self._day(data.dateline_date) if data.dateline_date else None,
            contact=self.contacts[data.contact],
            boilerplate=self.boilerplates[data.boilerplate],
            forward_looking=self.boilerplates[data.forward_looking] if data.forward_looking else None,
            inside_information=data.inside_information,
            filing_reference=data.filing_reference,
            created_by=by,
            changed_by=by,
        )
        _store(article)
        article.topics.set([self.topics[key] for key in data.topics])
        article.departments.set(self.departments[key] for key in data.departments)
        article.meetings.set(self.meetings[key] for key in data.meetings)
        for place, block in enumerate(data.blocks):
            self._add_block(article, place, block)
        self._record(article, by)
        return article

    def rewrite(self, article: Article, data: ReleaseData, by: Any) -> None:
        """Save other words in the place of these, and blocks that come after those that there are."""
        drafts.claim(article.pk, article.version)
        article.refresh_from_db(fields=["version"])
        article.headline, article.standfirst, article.changed_by = data.headline, data.standfirst, by
        _store(article)
        there = len(snapshots.blocks_of(article))
        for place, block in list(enumerate(data.blocks))[there:]:
            self._add_block(article, place, block)
        workflow.save(article, by)

    def _add_block(self, article: Article, place: int, block: Block, key: str | None = None) -> None:
        """Add a block to a release; with the ``key`` of the one whose place it takes, if any."""
        position = {"parent": article, "region": "main", "ordering": STEP * (place + 1), "key": key or new_public_id()}
        if isinstance(block, Remark):
            self._add_remark(block, position)
        elif isinstance(block, Text):
            _store(TextBlock(**position, html=block.html))
        else:
            _store(VideoBlock(**position, title=block.title, url=block.url))

    def _add_remark(self, data: Remark, position: dict[str, Any]) -> None:
        speaker, points = self.executives[data.speaker], "\n".join(data.points)
        row = RemarkBlock(**position, speaker=speaker, capacity=data.capacity, text=data.text, points=points)
        _store(row)
        row.meetings.set(self.meetings[key] for key in data.meetings)
        meetings = row.meetings.all() or row.parent.meetings.all()
        held = held_when_speaking(speaker, meetings, row.parent.dateline_date)
        by_post = {appointment.post_id: appointment for appointment in held}
        row.appointments.set(by_post[self.posts[key].pk] for key in data.posts)

    def _record(self, article: Article, by: Any = None) -> None:
        snapshot = drafts.record(article, by)
        Snapshot.objects.filter(pk=snapshot.pk).update(created_at=clock.now())

    def _publish(self, article: Article, correction: CorrectionData | None = None) -> None:
        terms = workflow.Terms()
        if correction is not None:
            significance = Significance.MAJOR if correction.major else Significance.MINOR
            terms = workflow.Terms(correction.change_note, significance, keeps_former=correction.major)
        edition = workflow.publish(article, by=None, version=article.version, terms=terms)
        Edition.objects.filter(pk=edition.pk).update(created_at=clock.now())

    def _correct(self, article: Article, release: ReleaseData, correction: CorrectionData) -> None:
        """Save what the correction says instead, and publish it. A quotation that stays keeps its address."""
        drafts.claim(article.pk, article.version)
        if correction.standfirst is not None:
            article.standfirst = correction.standfirst
            article.full_clean()
            article.save(update_fields=["standfirst"])
        if correction.blocks is not None:
            before = [row for _kind, row in snapshots.blocks_of(article)]
            for row in before:
                row.delete()
            for place, block in enumerate(correction.blocks):
                stays = place < len(before) and _takes_the_place_of(release.blocks[place], block)
                self._add_block(article, place, block, before[place].key if stays else None)
        self._record(article)
        self._publish(article, correction)
