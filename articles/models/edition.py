"""What readers read. Everything public about a release comes from these rows, through ``.live()``."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy

from articles.models.article import Article, Topic, languages
from articles.models.kinds import ReleaseType
from articles.models.media import File, Picture
from articles.models.meeting import Meeting
from articles.models.snapshot import Snapshot
from people import clock
from people.models import Appointment, Department, Executive
from people.publicid import new_public_id


def live_q(prefix: str = "", now: datetime | None = None) -> Q:
    """The embargo: an edition is public from ``live_from`` until just before ``live_until``, and never else."""
    moment = now or clock.now()
    return Q(**{f"{prefix}live_from__lte": moment}) & (
        Q(**{f"{prefix}live_until__isnull": True}) | Q(**{f"{prefix}live_until__gt": moment})
    )


class EditionQuerySet(models.QuerySet["Edition"]):
    def live(self, now: datetime | None = None) -> Self:
        """The editions that readers may read at ``now``: at most one of each article."""
        return self.filter(live_q(now=now))

    def opened(self, now: datetime | None = None) -> Self:
        """The editions that are or once were live. One withdrawn before its second never was."""
        return self.filter(live_from__lte=now or clock.now()).exclude(live_until=F("live_from"))

    def upcoming(self, now: datetime | None = None) -> Self:
        """The editions that wait for their second, or are on hold. For staff."""
        return self.filter(Q(live_from__gt=now or clock.now()) | Q(held_at__isnull=False), pending=True)

    def addressed(self) -> Self:
        """With ``slug``, the address that the release has now, and ``release``, the public id it keeps for ever."""
        return self.annotate(slug=F("article__slug"), release=F("article__public_id"))

    def cards(self) -> Self:
        """Only what an entry in a list needs."""
        return self.addressed().only("card_html", "first_published_at", "language")

    def numbered(self) -> Self:
        """With ``number``: how many editions of the article had gone live when this one did, itself included."""
        earlier = (
            Edition.objects.filter(article=OuterRef("article"), live_from__lte=OuterRef("live_from"))
            .exclude(live_until=F("live_from"))
            .order_by()
            .values("article")
            .annotate(number=Count("pk"))
            .values("number")
        )
        return self.annotate(number=Subquery(earlier))


class Significance(models.TextChoices):
    """What an edition is to those who have read the one before."""

    MINOR = "minor", gettext_lazy("Minor: told in the history alone")
    MAJOR = "major", gettext_lazy("Correction: shown in a dated box on the release")


class Edition(models.Model):
    """One printing of a release.

    The record (headline to change note) never changes. The rendering is rebuilt when templates or the sanitiser do.
    ``opens_at``, ``held_at`` and ``withdrawn_at`` are decisions, written by the workflow; ``live_from``, ``live_until``
    and ``first_published_at`` follow from them and are written by ``articles.timing.retime`` alone.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="editions")
    public_id = models.CharField(max_length=16, unique=True, default=new_public_id)
    source = models.ForeignKey(Snapshot, models.PROTECT, related_name="editions")

    language = models.CharField(max_length=16, choices=languages)
    translation_key = models.CharField(max_length=16, db_index=True)
    type = models.CharField(max_length=20, choices=ReleaseType)
    headline = models.CharField(max_length=300)
    standfirst = models.TextField(blank=True)
    dateline_city = models.CharField(max_length=100, blank=True)
    dateline_date = models.DateField(null=True)
    change_note = models.TextField(blank=True)
    significance = models.CharField(max_length=8, choices=Significance, default=Significance.MINOR)
    keeps_former = models.BooleanField(default=False)
    """Whether the edition that this one supersedes stays readable in the history, once this one is live."""

    record = models.JSONField()
    """Everything printed, names and boilerplate included, in the shape that ``articles.publishing`` gives."""

    body_html = models.TextField()
    card_html = models.TextField()
    plain_text = models.TextField()
    search_text = models.TextField()
    """Headline, standfirst, names and words, folded as a reader's query is."""

    rendering_version = models.CharField(max_length=40)

    opens_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal_reason = models.TextField(blank=True)
    held_at = models.DateTimeField(null=True)
    """A decision: stopped by a hold. While it is set the edition has no bounds, and opens for nobody."""

    pending = models.BooleanField(default=True)
    """Not known to have opened when the article was last written to. Says nothing to readers; see ``.live()``."""

    live_from = models.DateTimeField(null=True)
    live_until = models.DateTimeField(null=True)
    first_published_at = models.DateTimeField(null=True)
    """When the release first went live in any edition; lists are in this order, so that no update moves it."""

    retimed_in = models.BigIntegerField(default=0, db_index=True)
    """The generation in which the bounds were last written, by which copies of what is live are kept up."""

    created_at = models.DateTimeField(auto_now_add=True)

    meetings: Any = models.ManyToManyField(Meeting, through="EditionMeeting", related_name="editions")
    departments: Any = models.ManyToManyField(Department, through="EditionDepartment", related_name="editions")
    topics: Any = models.ManyToManyField(Topic, through="EditionTopic", related_name="editions")
    pictures: Any = models.ManyToManyField(Picture, through="EditionPicture", related_name="editions")
    files: Any = models.ManyToManyField(File, through="EditionFile", related_name="editions")

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_at", "public_id"]
        verbose_name = gettext_lazy("edition")
        verbose_name_plural = gettext_lazy("editions")
        indexes = [
            models.Index(fields=["live_from", "live_until"], name="edition_live"),
            models.Index(fields=["live_until"], name="edition_closing"),
            models.Index(fields=["article", "live_from"], name="edition_of_article"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["article"], condition=Q(pending=True), name="edition_one_pending"),
            models.CheckConstraint(
                name="edition_live_interval",
                condition=Q(live_until__isnull=True) | Q(live_from__isnull=False),
            ),
            models.CheckConstraint(
                name="edition_withdrawal_has_a_reason",
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawal_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.headline


class EditionLink(models.Model):
    """What an edition names. PROTECT: nothing on the record can be deleted."""

    class Meta:
        abstract = True


class EditionMeeting(EditionLink):
    edition = models.ForeignKey(Edition, models.CASCADE)
    meeting = models.ForeignKey(Meeting, models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "meeting"], name="edition_meeting_once")]


class EditionDepartment(EditionLink):
    edition = models.ForeignKey(Edition, models.CASCADE)
    department = models.ForeignKey(Department, models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "department"], name="edition_department_once")]


class EditionTopic(EditionLink):
    edition = models.ForeignKey(Edition, models.CASCADE)
    topic = models.ForeignKey(Topic, models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "topic"], name="edition_topic_once")]


class EditionPicture(EditionLink):
    edition = models.ForeignKey(Edition, models.CASCADE)
    picture = models.ForeignKey(Picture, models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "picture"], name="edition_picture_once")]


class EditionFile(EditionLink):
    edition = models.ForeignKey(Edition, models.CASCADE)
    file = models.ForeignKey(File, models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "file"], name="edition_file_once")]


class RemarkQuerySet(models.QuerySet["Remark"]):
    def live(self, now: datetime | None = None) -> Self:
        """Remarks on the public record at ``now``."""
        return self.filter(live_q("edition__", now))


class Remark(models.Model):
    """A quotation on the public record.

    ``anchor`` is its number in the page's address (``#r3``). It stays with the quotation through all editions that go
    live and is never given to another; the same holds for the numbers of its points (``#r3-p2``).
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="remarks")
    block_key = models.CharField(max_length=16)
    anchor = models.PositiveIntegerField()
    position = models.PositiveIntegerField()
    speaker = models.ForeignKey(Executive, models.PROTECT, related_name="remarks")
    speaker_name = models.CharField(max_length=200)
    capacity = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    points = models.JSONField(default=list)
    """[{"number": int, "text": str}] in printed order; numbers are addresses, not ordinals."""

    meetings: Any = models.ManyToManyField(Meeting, through="RemarkMeeting", related_name="remarks")
    appointments: Any = models.ManyToManyField(Appointment, through="RemarkAppointment", related_name="remarks")

    objects = RemarkQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        verbose_name = gettext_lazy("remark")
        verbose_name_plural = gettext_lazy("remarks")
        constraints = [models.UniqueConstraint(fields=["edition", "anchor"], name="remark_anchor_once")]

    def __str__(self) -> str:
        return f"{self.speaker_name}, #r{self.anchor}"


class RemarkMeeting(models.Model):
    remark = models.ForeignKey(Remark, models.CASCADE)
    meeting = models.ForeignKey(Meeting, models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["remark", "meeting"], name="remark_meeting_once")]


class RemarkAppointment(models.Model):
    """A post that the speaker held when speaking; ``position`` is the printed order."""

    remark = models.ForeignKey(Remark, models.CASCADE)
    appointment = models.ForeignKey(Appointment, models.PROTECT)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["remark", "appointment"], name="remark_appointment_once")]


class Reveal(models.Model):
    """A row, or its end, that becomes public with an edition.

    Holds no time: ``retime`` carries the edition's over to the row.
    """

    class What(models.TextChoices):
        ROW = "row", gettext_lazy("the entry")
        END = "end", gettext_lazy("that it ends")

    what = models.CharField(max_length=3, choices=What, default=What.ROW)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="reveals")
    content_type = models.ForeignKey(ContentType, models.PROTECT)
    object_id = models.PositiveBigIntegerField()
    row = GenericForeignKey("content_type", "object_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "content_type", "object_id", "what"], name="reveal_once"),
        ]
        indexes = [models.Index(fields=["content_type", "object_id"], name="reveal_row")]
