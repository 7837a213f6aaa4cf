"""The names by which readers know people, posts, meetings, departments and topics now, and where their pages are.

Finished pages hold no current name; they ask here. Holds public rows only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils import translation
from i18nfield.strings import LazyI18nString

from articles import dates
from articles.models import Meeting, Topic
from people import names
from people.models import Department, Executive, Post

PAGES = {"speaker": "executive", "event": "meeting", "department": "department", "topic": "topic"}
"""The page that a facet's value has of its own. A post has none."""


@lru_cache(maxsize=8192)
def address(page: str, language: str, *slugs: str) -> str:
    """The path of a page in a language."""
    with translation.override(language):
        return reverse(page, args=slugs)


@dataclass(slots=True)
class Label:
    """One public row, as chips, facets and JSON need it."""

    facet: str
    pk: int
    public_id: str
    slug: str
    texts: LazyI18nString
    starts_on: date | None = None
    ends_on: date | None = None
    city: LazyI18nString | None = None
    parent: int | None = None
    portrait: str = ""
    department: int | None = None
    home: Label | None = None
    """A post's department, where readers may see it."""

    sessions: list[int] = field(default_factory=list)
    sort_keys: dict[str, str] = field(default_factory=dict)

    def name(self, language: str) -> str:
        return names.in_language(self.texts, language)

    def url(self, language: str) -> str:
        return address(PAGES[self.facet], language, self.slug) if self.facet in PAGES else ""

    def sort_key(self, language: str) -> str:
        if language not in self.sort_keys:
            self.sort_keys[language] = names.sort_key(self.name(language))
        return self.sort_keys[language]

    def detail(self, language: str) -> str:
        """What tells two values of the same name apart."""
        if self.starts_on and self.ends_on:
            return dates.stretch(self.starts_on, self.ends_on, language)
        return self.home.name(language) if self.home else ""


@dataclass
class Directory:
    """All labels by facet and primary key, and by facet and slug."""

    by_key: dict[str, dict[int, Label]]
    merged: dict[str, int]
    """Public ids of executives that were merged into another one, with that one's primary key."""
    by_slug: dict[str, dict[str, Label]] = field(init=False)
    by_public_id: dict[str, Label] = field(init=False)

    def __post_init__(self) -> None:
        self.by_slug = {facet: {label.slug: label for label in rows.values()} for facet, rows in self.by_key.items()}
        self.by_public_id = {label.public_id: label for rows in self.by_key.values() for label in rows.values()}
        people = self.by_key["speaker"]
        self.by_public_id |= {former: people[key] for former, key in self.merged.items() if key in people}
        for post in self.by_key["post"].values():
            post.home = self.by_key["department"].get(post.department) if post.department else None
        meetings = self.by_key["event"]
        for label in meetings.values():
            if label.parent is not None and label.parent in meetings:
                meetings[label.parent].sessions.append(label.pk)

    def labels(self, facet: str, keys: Iterable[int]) -> list[Label]:
        """The labels of those of the rows that are public, in the order given."""
        rows = self.by_key[facet]
        return [rows[key] for key in keys if key in rows]


def load(now: datetime) -> Directory:
    """Read every public row's names: one query each kind."""
    executives = Executive.objects.public(now).filter(merged_into=None)
    return Directory(
        by_key={
            "speaker": {
                pk: Label("speaker", pk, public_id, slug, name, portrait=portrait)
                for pk, public_id, slug, name, portrait in _rows(executives, "name", "portrait")
            },
            "post": {
                pk: Label("post", pk, public_id, slug, title, department=department)
                for pk, public_id, slug, title, department in _rows(Post.objects.public(now), "title", "department")
            },
            "event": {
                pk: Label("event", pk, public_id, slug, name, start, end, city, parent)
                for pk, public_id, slug, name, start, end, city, parent in _rows(
                    Meeting.objects.public(now).order_by("order", "starts_on", "sort_key", "public_id"),
                    "name",
                    "starts_on",
                    "ends_on",
                    "city",
                    "parent",
                )
            },
            "department": {
                pk: Label("department", pk, public_id, slug, name)
                for pk, public_id, slug, name in _rows(Department.objects.public(now), "name")
            },
            "topic": {
                pk: Label("topic", pk, public_id, slug, title if title else LazyI18nString(name))
                for pk, public_id, slug, name, title in _rows(Topic.objects.public(now), "name", "title")
            },
        },
        merged={
            row.public_id: row.merged_into_id
            for row in Executive.objects.exclude(merged_into=None).only("public_id", "merged_into")
            if row.merged_into_id is not None
        },
    )


def _rows(queryset: Any, *fields: str) -> Any:
    return queryset.exclude(slug=None).values_list("pk", "public_id", "slug", *fields).iterator(chunk_size=5000)
