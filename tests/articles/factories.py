"""Small newsrooms for tests, made in a few readable lines.

People, posts, meetings and departments are public since long ago unless a test asks for hidden ones. Instants are
given as ``at(9)``: nine o'clock UTC on 4 May 2026.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.db import transaction
from i18nfield.strings import LazyI18nString
from PIL import Image

from articles import drafts, review, workflow
from articles.models import (
    Article,
    Boilerplate,
    Edition,
    File,
    FileBlock,
    Meeting,
    Picture,
    PictureBlock,
    RemarkBlock,
    Stage,
    TextBlock,
    Topic,
    VideoBlock,
)
from articles.snapshots import blocks_of
from people import clock
from people.models import Appointment, Department, Executive, Post
from people.pictures import FreshPicture

LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)


def at(hour: int, minute: int = 0, second: int = 0, *, day: int = 4, month: int = 5, year: int = 2026) -> datetime:
    """An instant, by default on 4 May 2026, in UTC."""
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


def when(hour: int, minute: int = 0, second: int = 0, **day: int) -> AbstractContextManager[datetime]:
    """Let it be that instant."""
    return clock.at(at(hour, minute, second, **day))


# People


def executive(name: Any = "Anna Ångström", *, hidden: bool = False, **fields: Any) -> Executive:
    return Executive.objects.create(name=_name(name), public_from=_public(hidden), **fields)


def department(name: Any = "Power Division", *, hidden: bool = False, **fields: Any) -> Department:
    return Department.objects.create(name=_name(name), public_from=_public(hidden), **fields)


def post(title: Any = "managing director", *, hidden: bool = False, **fields: Any) -> Post:
    return Post.objects.create(title=_name(title), public_from=_public(hidden), **fields)


def appointment(
    holder: Executive,
    office: Post,
    started_on: date | None = None,
    ended_on: date | None = None,
    *,
    hidden: bool = False,
    **fields: Any,
) -> Appointment:
    return Appointment.objects.create(
        executive=holder,
        post=office,
        started_on=started_on,
        ended_on=ended_on,
        public_from=_public(hidden),
        **fields,
    )


def holding(title: str, name: str, **fields: Any) -> tuple[Executive, Appointment]:
    """Somebody who has always held a post."""
    holder = executive(name)
    return holder, appointment(holder, post(title, exclusive=False), **fields)


def press_officer(*, may_publish: bool = True, name: str = "officer") -> Any:
    """A user who may do what a press officer does, or all of it except publishing."""
    user = get_user_model().objects.create_user(name, password="secret")
    if may_publish:
        user.user_permissions.add(Permission.objects.get(codename="publish_article"))
    return user


# What releases are about


def meeting(
    name: Any = "Summary meeting",
    starts_on: date = date(2026, 5, 4),
    ends_on: date | None = None,
    *,
    hidden: bool = False,
    hosts: Iterable[Department] = (),
    attending: Iterable[Department] = (),
    **fields: Any,
) -> Meeting:
    made = Meeting.objects.create(
        name=_name(name), starts_on=starts_on, ends_on=ends_on or starts_on, public_from=_public(hidden), **fields
    )
    made.hosts.set(hosts)
    made.attending.set(attending)
    return made


def topic(name: str = "Innovation") -> Topic:
    """A topic as it is first typed: hidden until a release with it is live."""
    return Topic.objects.get_or_create(name=name)[0]


def picture(title: str = "Turbine hall", alternative: Any = "A turbine hall", **fields: Any) -> Picture:
    drawn = BytesIO()
    Image.new("RGB", (64, 48), "navy").save(drawn, "PNG")
    image = FreshPicture(drawn.getvalue(), name="picture.png")
    return Picture.objects.create(title=_name(title), alternative=_name(alternative), image=image, **fields)


def file(title: str = "Half-year report") -> File:
    return File.objects.create(title=_name(title), file=ContentFile(b"%PDF-1.7\n", name="report.pdf"))


def forward_looking() -> Boilerplate:
    """The caution that results and regulatory announcements carry."""
    return Boilerplate.objects.create(
        kind=Boilerplate.Kind.FORWARD_LOOKING,
        title=_name("Forward-looking statements"),
        text=_name("What is said of the future may turn out otherwise."),
    )


# Releases


def article(
    headline: str = "Turbines for the north",
    *,
    meetings: Iterable[Meeting] = (),
    departments: Iterable[Department] = (),
    topics: Iterable[str] = (),
    text: str = "<p>The plant is in operation.</p>",
    **fields: Any,
) -> Article:
    """A draft, with one text block unless ``text`` is empty."""
    draft = Article.objects.create(headline=headline, **fields)
    draft.meetings.set(meetings)
    draft.departments.set(departments)
    draft.topics.add(*topics)
    if text:
        add_text(draft, text)
    drafts.record(draft)
    return draft


def add_text(to: Article, html: str) -> TextBlock:
    return TextBlock.objects.create(**_place(to), html=html)


def add_remark(
    to: Article,
    speaker: Executive,
    text: str = "We keep our word.",
    *,
    points: Iterable[str] = (),
    meetings: Iterable[Meeting] = (),
    appointments: Iterable[Appointment] = (),
    capacity: str = "",
) -> RemarkBlock:
    block = RemarkBlock.objects.create(
        **_place(to), speaker=speaker, text=text, points="\n".join(points), capacity=capacity
    )
    block.meetings.set(meetings)
    block.appointments.set(appointments)
    return block


def add_picture(to: Article, shown: Picture, caption: str = "") -> PictureBlock:
    return PictureBlock.objects.create(**_place(to), picture=shown, caption=caption)


def add_file(to: Article, offered: File, title: str = "") -> FileBlock:
    return FileBlock.objects.create(**_place(to), file=offered, title=title)


def add_video(to: Article, title: str = "The opening", url: str = "https://video.example/1") -> VideoBlock:
    return VideoBlock.objects.create(**_place(to), title=title, url=url)


def save(changed: Article, **fields: Any) -> Article:
    """What saving the editor's form does: claim the version, store, keep a snapshot."""
    with transaction.atomic():
        drafts.claim(changed.pk, changed.version)
        changed.refresh_from_db(fields=["version"])
        for name, value in fields.items():
            setattr(changed, name, value)
        changed.save()
        drafts.record(changed)
    return changed


def approved(headline: str = "Turbines for the north", **fields: Any) -> Article:
    """A draft that everybody has agreed to whom its type takes."""
    return approve(article(headline, **fields))


def approve(draft: Article, moment: datetime | None = None) -> Article:
    """Submit a saved draft at ``moment``, five o'clock, and sign it off in every office that its type takes."""
    draft.refresh_from_db()
    with clock.at(moment or at(5)):
        if draft.stage == Stage.DRAFTING:
            workflow.submit(draft, by=None, version=draft.version)
        for kind in review.required(draft):
            workflow.sign_off(draft, by=None, version=draft.version, kind=kind)
    return draft


def publish(draft: Article, moment: datetime, **options: Any) -> Edition:
    """Publish a saved draft at ``moment``; ``options`` are those of the workflow and of its ``Terms``."""
    with clock.at(moment):
        return workflow.publish(draft, by=None, version=draft.version, **_on_terms(options))


def schedule(draft: Article, opens: datetime, *, decided: datetime, **options: Any) -> Edition:
    """Decide at ``decided`` that the draft shall go live at ``opens``."""
    with clock.at(decided):
        return workflow.schedule(draft, opens, by=None, version=draft.version, **_on_terms(options))


def withdraw(live: Article, moment: datetime, reason: str = "A figure was wrong.") -> None:
    with clock.at(moment):
        workflow.withdraw(live, by=None, version=live.version, reason=reason)


def release(
    headline: str = "Turbines for the north",
    moment: datetime | None = None,
    *,
    said: Iterable[tuple[Any, ...]] = (),
    **fields: Any,
) -> Article:
    """A live release. ``said`` are the remarks as (speaker, words, {further values of ``add_remark``})."""
    draft = article(headline, **fields)
    for speaker, words, *more in said:
        add_remark(draft, speaker, words, **(more[0] if more else {}))
    publish(draft, moment or at(9))
    return draft


def _on_terms(options: dict[str, Any]) -> dict[str, Any]:
    replace = {"replace_pending": options.pop("replace_pending")} if "replace_pending" in options else {}
    return {**replace, "terms": workflow.Terms(**options)}


def _name(value: Any) -> LazyI18nString:
    return value if isinstance(value, LazyI18nString) else LazyI18nString(value)


def _public(hidden: bool) -> datetime | None:
    return None if hidden else LONG_AGO


def _place(parent: Article) -> dict[str, Any]:
    ordering = max((block.ordering for _kind, block in blocks_of(parent)), default=0) + 10
    return {"parent": parent, "region": "main", "ordering": ordering}
