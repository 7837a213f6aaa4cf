"""A newsroom that takes the steps of a story, and what it answers its readers.

``World(story, secret=True)`` takes the hidden steps as well. Rows get their public ids by name (``story.identity``), so
that those of one newsroom do not depend on what else it holds; primary keys do, as they would.
"""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from io import BytesIO
from itertools import count
from typing import Any

import brotli  # type: ignore[import-untyped]
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.handlers.base import BaseHandler
from django.core.signals import request_finished
from django.db import close_old_connections, transaction
from django.test import RequestFactory
from django.utils.http import http_date
from i18nfield.strings import LazyI18nString
from PIL import Image

from articles import drafts, facets, review, snapshots, standing, workflow
from articles.models import (
    Article,
    Boilerplate,
    Contact,
    File,
    FileBlock,
    Meeting,
    Picture,
    PictureBlock,
    Presence,
    PreviewLink,
    RemarkBlock,
    Significance,
    Snapshot,
    Stage,
    TextBlock,
    Topic,
    Transition,
)
from articles.models.blocks import BLOCKS
from articles.workflow import previews
from people import clock, merging, publicid
from people.models import Alias, Appointment, Department, Executive, Post
from people.pictures import FreshPicture
from people.publicid import ALPHABET
from tests.embargo.cast import FAR, IN_CHINESE, START, Content, Spec, Step, identity
from tests.embargo.plot import Plot

MODELS: dict[str, Any] = {
    "executive": Executive,
    "department": Department,
    "post": Post,
    "appointment": Appointment,
    "meeting": Meeting,
    "topic": Topic,
    "picture": Picture,
    "file": File,
}


@contextmanager
def ids(label: str) -> Iterator[None]:
    """Public ids that follow from a label and from how many were drawn for it."""
    numbers = count(1)
    publicid.use_source(lambda: identity(label, next(numbers)))
    try:
        yield
    finally:
        publicid.use_source(None)


class _Undo(Exception):
    pass


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is stored within is gone afterwards; only the counters of primary keys may have moved on."""
    facets.forget()
    try:
        with transaction.atomic():
            yield
            raise _Undo
    except _Undo:
        pass
    finally:
        facets.forget()
        shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


def small_picture(label: str) -> FreshPicture:
    """A picture that differs from label to label."""
    buffer = BytesIO()
    Image.new("RGB", (3, 2), tuple(identity(label).encode()[:3])).save(buffer, "PNG")
    return FreshPicture(buffer.getvalue(), name="picture.png")


@dataclass
class World:
    story: Plot
    secret: bool

    def __post_init__(self) -> None:
        with clock.at(START):
            people = get_user_model().objects
            self.editor, self.chief, self.deputy = (
                people.create(username=name, is_superuser=True) for name in ("editor", "chief", "deputy")
            )
            self.contact = Contact.objects.create(name=LazyI18nString("Press office"), email="press@example.org")
            self.boilerplate = Boilerplate.objects.create(
                title=LazyI18nString("About us"), text=LazyI18nString("We build.")
            )
            self.caution = Boilerplate.objects.create(
                title=LazyI18nString("Caution"),
                text=LazyI18nString("It may come otherwise."),
                kind=Boilerplate.Kind.FORWARD_LOOKING,
            )
            self.previews: dict[str, tuple[PreviewLink, str]] = {}
            if self.secret:
                self._draft_everything_early()

    def take(self, step: Step) -> None:
        if self.secret or not step.hidden:
            with clock.at(step.at), transaction.atomic():
                getattr(self, step.verb)(*step.arguments)

    # Rows

    def _draft_everything_early(self) -> None:
        """Store what the story is going to be about, the last thing first: primary keys must tell nothing."""
        for label in reversed(self.story.specs):
            self.row(label)
        for label in reversed(self.story.releases):
            self.article(label)

    def row(self, label: str) -> Any:
        """A row by its label; made now, and hidden, if this newsroom does not have it yet."""
        spec = self.story.specs[label]
        found = MODELS[spec.kind]._base_manager.filter(public_id=spec.public_id).first()
        return found or self._make(spec)

    def rows(self, labels: tuple[str, ...]) -> list[Any]:
        return [self.row(label) for label in labels]

    def _make(self, spec: Spec) -> Any:
        values: dict[str, Any] = {"public_id": spec.public_id, **dict(spec.values)}
        needed = self.rows(spec.needs)
        text = {"en": spec.name, **({"zh-hans": IN_CHINESE[spec.name]} if spec.name in IN_CHINESE else {})}
        if spec.kind in {"executive", "department", "meeting"}:
            values["name"] = LazyI18nString(text)
        if spec.kind in {"post", "picture", "file"}:
            values["title"] = LazyI18nString(text)
        with ids(spec.label):
            if spec.kind == "executive":
                portrait = values.pop("portrait", False)
                values["portrait"] = small_picture(spec.label) if portrait else ""
            elif spec.kind in {"department", "meeting"}:
                values["parent"] = needed[0] if needed else None
            elif spec.kind == "post":
                values |= {"department": needed[0] if needed else None, "exclusive": False}
            elif spec.kind == "appointment":
                values |= {"executive": needed[0], "post": needed[1]}
            elif spec.kind == "topic":
                values["name"] = spec.name
            elif spec.kind == "picture":
                values |= {"image": small_picture(spec.label), "alternative": LazyI18nString(text)}
            elif spec.kind == "file":
                values["file"] = ContentFile(f"%PDF-1.4 {spec.label}".encode(), name="file.pdf")
            return MODELS[spec.kind].objects.create(**values)

    def announce(self, label: str) -> None:
        self._date(label, clock.now())

    def prepare(self, label: str, public_from: datetime | None) -> None:
        self._date(label, public_from)

    def _date(self, label: str, public_from: datetime | None) -> None:
        row = self.row(label)
        row.public_from = public_from
        row.save()

    def rename(self, label: str, wanted: str) -> None:
        row = self.row(label)
        row.wanted_slug = wanted
        row.save()

    def bring_to_an_end(self, label: str, day: date) -> None:
        """An end of which nobody is told, so that a release can tell of it."""
        row = self.row(label)
        setattr(row, row.END_FIELD, day)
        if isinstance(row, Department):
            row.closure = Department.Closure.CLOSED
            row.successors.clear()
        row.save()

    def end(self, label: str, day: date, public: bool) -> None:
        row = self.row(label)
        row.ended_on, row.end_public_from = day, self._told(day, public)
        row.save()

    def close(self, label: str, day: date, how: str, successors: tuple[str, ...], public: bool) -> None:
        row = self.row(label)
        row.closed_on, row.closure, row.end_public_from = day, how, self._told(day, public)
        row.save()
        row.successors.set(self.rows(successors))

    def _told(self, day: date, public: bool) -> datetime | None:
        if public:
            return clock.now()
        return FAR if day.day % 2 else None

    def attend(self, meeting: str, department: str) -> None:
        row, guest = self.row(meeting), self.row(department)
        row.attending.add(guest)
        row.hosts.add(guest)

    def adopt(self, child: str, parent: str) -> None:
        row = self.row(child)
        row.parent = self.row(parent)
        row.save()

    def alias(self, label: str, text: str) -> None:
        Alias.objects.get_or_create(executive=self.row(label), text=text, defaults={"public": False})

    def merge(self, duplicate: str, into: str) -> None:
        merging.merge(self.row(duplicate), self.row(into), self.editor)

    def delete(self, label: str) -> None:
        self.row(label).delete()

    # Releases

    def article(self, label: str) -> Article:
        found = Article.objects.filter(public_id=identity(label)).first()
        if found is not None:
            return found
        release = self.story.releases[label]
        key = identity(f"{release.translation_of or label}/key")
        return Article.objects.create(
            public_id=identity(label), language=release.language, translation_key=key, headline="…"
        )

    def draft(self, label: str, content: Content) -> Article:
        """Save a working copy."""
        article = self.article(label)
        drafts.claim(article.pk, article.version)
        article.refresh_from_db()
        article.headline, article.standfirst, article.type = content.headline, content.standfirst, content.type
        article.wanted_slug = content.wanted
        article.dateline_city, article.dateline_date = "Oslo", START.date()
        self._edit_standing_texts(content.standing)
        article.contact, article.boilerplate = self.contact, self.boilerplate
        article.forward_looking = self.caution if content.forward_looking else None
        article.inside_information, article.filing_reference = content.inside_information, content.filing_reference
        article.save()
        article.topics.set(self.rows(content.topics))
        article.departments.set(self.rows(content.departments))
        article.meetings.set(self.rows(content.meetings))
        for block in BLOCKS.values():
            block._default_manager.filter(parent=article).delete()
        self._write_blocks(article, label, content)
        workflow.save(article, self.editor)
        return article

    def _edit_standing_texts(self, number: int) -> None:
        """Let them read otherwise from now on; what was printed stays as it stood."""
        row: Any
        for row, words in ((self.boilerplate, "We build."), (self.caution, "It may come otherwise.")):
            row.text = LazyI18nString(f"{words} So version {number} says.")
        self.contact.phone = f"+47 22 00 00 0{number}"
        for row in (self.boilerplate, self.caution, self.contact):
            row.save()
            standing.record(row, self.editor)

    def _write_blocks(self, article: Article, label: str, content: Content) -> None:
        places = count(10, 10)

        def place(name: str) -> dict[str, Any]:
            key = identity(f"{label}/block/{name}")
            return {"parent": article, "region": "main", "ordering": next(places), "key": key}

        TextBlock.objects.create(**place("text"), html=content.text)
        for words in content.remarks:
            posts = self.rows(words.appointments)
            block = RemarkBlock.objects.create(
                **place(words.block),
                speaker=self.row(words.speaker),
                capacity=" and ".join(str(appointment.post.title) for appointment in posts),
                text=words.text,
                points="\n".join(words.points),
            )
            block.appointments.set(posts)
            block.meetings.set(self.rows(words.meetings))
        for picture in content.pictures:
            PictureBlock.objects.create(**place(picture), picture=self.row(picture), caption="As seen")
        for file in content.files:
            FileBlock.objects.create(**place(file), file=self.row(file))

    def publish(self, label: str, content: Content, edition: str) -> None:
        article, by, terms = self._ready(label, content, edition)
        with ids(edition):
            printed = workflow.publish(article, by=by, version=article.version, terms=terms, replace_pending=True)
        forced = Transition.objects.unapproved().filter(article=article, edition=printed.public_id)
        if content.major and forced:
            workflow.approve_afterwards(article, printed.public_id, by=self.deputy, version=article.version)

    def schedule(self, label: str, content: Content, at: datetime, edition: str) -> None:
        article, by, terms = self._ready(label, content, edition)
        with ids(edition):
            workflow.schedule(article, at, by=by, version=article.version, terms=terms, replace_pending=True)

    def _ready(self, label: str, content: Content, edition: str) -> tuple[Article, Any, workflow.Terms]:
        """Write a text, and take it through the desk. Without secrets a command publishes, as if there were no desk.

        With them, somebody approves it or forces it, if it is not a command here too.
        """
        article = self.draft(label, content)
        article.refresh_from_db()
        for ending in content.endings:
            self.bring_to_an_end(*ending)
        terms = workflow.Terms(
            change_note=content.change_note,
            significance=Significance.MAJOR if content.major else Significance.MINOR,
            keeps_former=content.keeps_former,
            further=self.rows(content.further),
            endings=self.rows(tuple(ending for ending, _day in content.endings)),
            filed_first=True,
        )
        way = ALPHABET.index(identity(edition)[0]) % 3 if self.secret else 0
        if way == 1:
            self._approve(article)
        elif way == 2:
            terms = replace(terms, forced_because="There is no time.")
        return article, self.chief if way else None, terms

    def _approve(self, article: Article) -> None:
        if article.stage == Stage.DRAFTING:
            workflow.submit(article, by=self.editor, version=article.version)
        for kind in review.required(article):
            workflow.sign_off(article, by=self.chief, version=article.version, kind=kind)

    def open(self, label: str, content: Content, edition: str) -> None:
        """The second for which one newsroom waited, and at which the other publishes."""
        if self.secret:
            assert self.article(label).editions.live().filter(opens_at=clock.now()).exists()
        else:
            self.publish(label, content, edition)

    def reschedule(self, label: str, at: datetime) -> None:
        article = self.article(label)
        workflow.reschedule(article, at, by=None, version=article.version)

    def cancel(self, label: str) -> None:
        article = self.article(label)
        workflow.cancel(article, by=None, version=article.version)

    def withdraw(self, label: str, reason: str) -> None:
        article = self.article(label)
        workflow.withdraw(article, by=None, version=article.version, reason=reason)

    # The desk

    def refuse(self, label: str) -> None:
        article = self.article(label)
        drafts.refuse(article, None, article.version - 1, {"headline": "Typed too late"})

    def autosave(self, label: str) -> None:
        """What somebody types into the form of a release, or into one that was never saved."""
        Snapshot.objects.create(
            article=self.article(label) if label else None,
            form_key="" if label else "never-saved",
            kind=Snapshot.Kind.AUTOSAVED,
            schema=snapshots.SCHEMA,
            data={"typed": {"headline": ["Orders rise unsaved"], "topics": ["Unsaved topic"]}},
            digest=identity(label or "never-saved"),
            version=self.article(label).version if label else 0,
            created_by=self.editor,
        )

    def be_present(self, label: str) -> None:
        Presence.objects.update_or_create(
            article=self.article(label), user=self.editor, defaults={"seen_at": clock.now()}
        )

    def submit(self, label: str) -> None:
        article = self.article(label)
        workflow.submit(article, by=None, version=article.version, note="Please read.")

    def sign_off(self, label: str) -> None:
        article = self.article(label)
        workflow.sign_off(article, by=self.chief if article.stage != Stage.DRAFTING else None, version=article.version)

    def send_back(self, label: str) -> None:
        article = self.article(label)
        workflow.send_back(article, by=None, version=article.version, reason="The figures are those of last year.")

    def restrict(self, label: str, restricted: bool) -> None:
        article = self.article(label)
        users = [self.editor, self.chief, self.deputy] if restricted else []
        workflow.restrict(article, by=None, version=article.version, users=users)

    def bin(self, label: str, binned: bool) -> None:
        article = self.article(label)
        move = workflow.bin_release if binned else workflow.restore_release
        move(article, by=None, version=article.version)

    def make_preview(self, label: str, number: int) -> None:
        article = self.article(label)
        with ids(f"{label}/preview-{number}"):
            self.previews[label] = workflow.make_preview(
                article, by=None, version=article.version, for_whom="A reviewer", lasts=timedelta(days=30)
            )

    def open_preview(self, label: str, number: int) -> None:
        link, token = self.previews[label]
        found = previews.open_preview(token)
        assert found == (link if PreviewLink.objects.valid().filter(pk=link.pk).exists() else None)

    def revoke_preview(self, label: str, number: int) -> None:
        workflow.revoke_preview(self.previews[label][0], by=None)

    def hold(self) -> None:
        workflow.hold(by=None, reason="Somebody has to look at the figures.")

    def lift(self) -> None:
        workflow.lift(by=None)


# What readers are answered


@dataclass(frozen=True)
class Answer:
    """Everything that a reader is sent."""

    status: int
    headers: tuple[tuple[str, str], ...]
    cookies: str
    body: bytes


class Reader:
    """Asks without a session, straight through all middleware."""

    def __init__(self) -> None:
        handler = BaseHandler()
        handler.load_middleware()
        self.handle: Callable[[Any], Any] = handler.get_response
        self.requests = RequestFactory()

    def look(self, path: str, way: str) -> Answer:
        """Ask in one of the ways in which browsers, feed readers and caches do."""
        if way == "revisit":
            seen = dict(self.ask(path).headers)
            modified = seen.get("Last-Modified", http_date(clock.now().timestamp()))
            return self.ask(path, If_None_Match=seen.get("ETag", '"none"'), If_Modified_Since=modified)
        if way == "part":
            return self.ask(path, Range="bytes=0-99")
        if way == "compressed":
            return self.ask(path, Accept_Encoding="br, gzip")
        return self.ask(path, way)

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        response = self.handle(self.requests.generic(method, path, headers=headers))
        body = unpacked(b"".join(response), response.get("Content-Encoding", ""))
        request_finished.disconnect(close_old_connections)  # a connection that is closed forgets its transaction
        try:
            response.close()
        finally:
            request_finished.connect(close_old_connections)
        told = tuple(sorted((name, value) for name, value in response.items() if name.lower() not in EACH_TIME_ANEW))
        return Answer(response.status_code, told, response.cookies.output(), body)


EACH_TIME_ANEW = {"date", "x-request-id"}


def unpacked(body: bytes, encoding: str) -> bytes:
    """What a compressed answer says; compressing may pad it at random."""
    unpack: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.decompress, "br": brotli.decompress}
    return unpack[encoding](body) if encoding and body else body
