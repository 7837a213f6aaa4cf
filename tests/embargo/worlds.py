"""A newsroom that takes the steps of a story, and what it answers its readers.

``World(story, secret=True)`` takes the hidden steps as well. Rows get their public ids by name (``story.identity``), so
that those of one newsroom do not depend on what else it holds; primary keys do, as they would.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from itertools import count
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.handlers.base import BaseHandler
from django.core.signals import request_finished
from django.db import close_old_connections, transaction
from django.test import RequestFactory
from i18nfield.strings import LazyI18nString
from PIL import Image

from articles import drafts, facets, workflow
from articles.models import (
    Article,
    Boilerplate,
    Contact,
    File,
    FileBlock,
    Meeting,
    Picture,
    PictureBlock,
    RemarkBlock,
    TextBlock,
    Topic,
)
from articles.models.blocks import BLOCKS
from people import clock, merging, publicid
from people.models import Alias, Appointment, Department, Executive, Post
from people.pictures import FreshPicture
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
            self.editor = get_user_model().objects.create(username="editor")
            self.contact = Contact.objects.create(name=LazyI18nString("Press office"), email="press@example.org")
            self.boilerplate = Boilerplate.objects.create(
                title=LazyI18nString("About us"), text=LazyI18nString("We build.")
            )
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
        article.contact, article.boilerplate = self.contact, self.boilerplate
        article.save()
        article.topics.set(self.rows(content.topics))
        article.departments.set(self.rows(content.departments))
        article.meetings.set(self.rows(content.meetings))
        for block in BLOCKS.values():
            block._default_manager.filter(parent=article).delete()
        self._write_blocks(article, label, content)
        drafts.record(article)
        return article

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
        article = self.draft(label, content)
        article.refresh_from_db()
        with ids(edition):
            workflow.publish(
                article,
                by=None,
                version=article.version,
                terms=workflow.Terms(change_note=content.change_note),
                replace_pending=True,
            )

    def schedule(self, label: str, content: Content, at: datetime, edition: str) -> None:
        article = self.draft(label, content)
        article.refresh_from_db()
        with ids(edition):
            workflow.schedule(
                article,
                at,
                by=None,
                version=article.version,
                terms=workflow.Terms(change_note=content.change_note),
                replace_pending=True,
            )

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

    def refuse(self, label: str) -> None:
        article = self.article(label)
        drafts.refuse(article, None, article.version - 1, {"headline": "Typed too late"})


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

    def ask(self, path: str, method: str = "GET") -> Answer:
        response = self.handle(self.requests.generic(method, path))
        body = b"".join(response)
        request_finished.disconnect(close_old_connections)  # a connection that is closed forgets its transaction
        try:
            response.close()
        finally:
            request_finished.connect(close_old_connections)
        return Answer(response.status_code, tuple(sorted(response.items())), response.cookies.output(), body)
