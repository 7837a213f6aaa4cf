"""What there is to do on the desk: whose turn it is, what goes out next, what readers do not have yet. Reads only.

Everything starts from ``visible_to(user)``: what is restricted to others is in no list and in no count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import (
    Case,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.models import Article, Edition, Meeting, SignOff, Snapshot, Stage, Transition
from articles.models.article import open_to
from articles.workflow import PUBLISH, REVIEW, SIGN_OFF
from articles.workflow.holding import is_in_time
from people import clock

Action = Transition.Action
RECENTLY = timedelta(days=30)
UNREAD = ("record", "body_html", "card_html", "plain_text", "search_text")
"""The heavy columns of an edition, which no list shows."""


def mine(user: Any) -> QuerySet[Article]:
    """What somebody made or changed last and readers do not have yet: what was sent back first, with ``sent_back``,
    the reason, and ``sent_back_by``."""
    moves = Transition.objects.filter(article=OuterRef("pk"), action__in=[Action.SUBMITTED, Action.SENT_BACK])
    last = moves.order_by("-pk")
    returned = Q(stage=Stage.DRAFTING, last_move=Action.SENT_BACK)
    return (
        _unprinted(Article.objects.visible_to(user))
        .filter(Q(created_by=user.pk) | Q(changed_by=user.pk))
        .annotate(
            last_move=Subquery(last.values("action")[:1]),
            sent_back=Case(
                When(returned, then=Subquery(last.values("reason")[:1])), default=Value(""), output_field=TextField()
            ),
            sent_back_by=Case(
                When(returned, then=Subquery(last.values("by__username")[:1])),
                default=Value(""),
                output_field=TextField(),
            ),
            turn=Case(
                When(returned, then=0),
                When(stage=Stage.DRAFTING, then=1),
                When(stage=Stage.IN_REVIEW, then=2),
                default=3,
                output_field=IntegerField(),
            ),
        )
        .order_by("turn", "-changed_at", "-pk")
    )


def to_review(user: Any) -> QuerySet[Article]:
    """In review, not last changed by this person, and still without a sign-off that they may give; longest first.

    A sign-off given to the same text counts here, even if what is printed around it has changed since: what the
    release itself says of that is exact.
    """
    lacking = Q(pk__in=[])
    for kind, right in SIGN_OFF.items():
        if user.has_perm(right):
            given = SignOff.objects.filter(article=OuterRef("pk"), kind=kind, snapshot__digest=OuterRef("saved_text"))
            lacking |= Q(~Exists(given), type__in=_types_with(kind))
    found = with_last_editor(Article.objects.visible_to(user).filter(stage=Stage.IN_REVIEW))
    found = found.filter(lacking).exclude(last_editor=user.pk)
    return found.select_related("changed_by").order_by("changed_at", "pk")


def to_publish(user: Any) -> QuerySet[Article]:
    """Approved and neither published nor scheduled yet, for those who may; longest first."""
    if not user.has_perm(PUBLISH):
        return Article.objects.none()
    return _unprinted(Article.objects.visible_to(user).filter(stage=Stage.APPROVED)).order_by("changed_at", "pk")


def to_approve_afterwards(user: Any) -> QuerySet[Transition]:
    """Forced publications that this person may stand by: those that somebody else wrote and forced."""
    if not user.has_perm(REVIEW):
        return Transition.objects.none()
    printed = Edition.objects.filter(public_id=OuterRef("edition"))
    saved = Snapshot.objects.filter(article=OuterRef("article"), kind=Snapshot.Kind.SAVED)
    other = saved.filter(pk__lt=OuterRef("source")).exclude(digest=OuterRef("text")).order_by("-pk")
    found = (
        Transition.objects.visible_to(user)
        .unapproved()
        .annotate(
            source=Subquery(printed.values("source")[:1]),
            text=Subquery(printed.values("source__digest")[:1]),
            other=Coalesce(Subquery(other.values("pk")[:1]), 0),
            writer=Subquery(saved.filter(pk__gt=OuterRef("other")).order_by("pk").values("created_by")[:1]),
        )
    )
    return found.exclude(by=user.pk).exclude(writer=user.pk).select_related("article", "by").order_by("pk")


def changed_since_live(user: Any) -> QuerySet[Article]:
    """What readers have in an older text than the desk; the last change first."""
    live = Exists(Edition.objects.live().filter(article=OuterRef("pk")))
    return _unprinted(Article.objects.visible_to(user)).filter(live).order_by("-changed_at", "-pk")


def withdrawn(user: Any) -> QuerySet[Edition]:
    """Releases taken from the readers within thirty days, and not before them again; the last first."""
    now = clock.now()
    since = now - RECENTLY
    again = Edition.objects.live(now).filter(article=OuterRef("article"))
    return (
        editions(user)
        .filter(live_until__lte=now, live_until__gt=since, withdrawn_at=F("live_until"))
        .filter(~Exists(again))
        .order_by("-withdrawn_at", "-pk")
    )


@dataclass
class Going:
    """One edition that waits for its second."""

    edition: Edition
    missed: bool
    """On hold, and its time has passed or is about to: it needs a new one."""

    elsewhere: list[datetime]
    """The same instant by the clocks of the meetings that the release reports on, where these show another time."""

    @property
    def article(self) -> Article:
        return self.edition.article

    @property
    def held(self) -> bool:
        return self.edition.held_at is not None


def going_out(user: Any) -> QuerySet[Edition]:
    """What waits for its second or is on hold, the next first."""
    meetings = Prefetch("meetings", Meeting.objects.order_by("starts_on", "pk"))
    return editions(user).filter(pending=True).upcoming().prefetch_related(meetings).order_by("opens_at", "pk")


def told(waiting: Iterable[Edition]) -> Iterator[Going]:
    """What the desk says of editions that wait."""
    now = clock.now()
    for edition in waiting:
        zones = dict.fromkeys(meeting.time_zone for meeting in edition.meetings.all())
        yield Going(
            edition,
            missed=edition.held_at is not None and not is_in_time(edition, now),
            elsewhere=[there for zone in zones if (there := _elsewhere(edition.opens_at, zone)) is not None],
        )


def with_last_editor(articles: QuerySet[Article]) -> Any:
    """With ``last_editor``, as ``review.last_editor`` has it."""
    saved = Snapshot.objects.filter(article=OuterRef("pk"), kind=Snapshot.Kind.SAVED)
    other = saved.exclude(digest=OuterRef("saved_text")).order_by("-pk")
    first = saved.filter(pk__gt=OuterRef("other")).order_by("pk")
    return articles.annotate(
        other=Coalesce(Subquery(other.values("pk")[:1]), 0),
        last_editor=Subquery(first.values("created_by")[:1]),
    )


def _unprinted(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Those whose text differs from what was published or scheduled last, or never was."""
    return articles.exclude(saved_text=F("printed_text")).select_related("changed_by")


def editions(user: Any) -> Any:
    """Editions of the releases that exist for somebody, without what no list shows."""
    visible = Edition.objects.filter(open_to(user, "article__"), article__binned_at__isnull=True)
    return visible.select_related("article").defer(*UNREAD)


def _types_with(kind: SignOff.Kind) -> list[str]:
    if kind == SignOff.Kind.EDITORIAL:
        return list(Article.Type.values)
    return [name for name, kinds in settings.NEWSROOM_SIGN_OFFS.items() if kind in kinds]


def _elsewhere(moment: datetime, zone: str) -> datetime | None:
    there = moment.astimezone(ZoneInfo(zone))
    return None if there.utcoffset() == timezone.localtime(moment).utcoffset() else there
