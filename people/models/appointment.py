from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from i18nfield.fields import I18nCharField

from people.models.department import Department
from people.models.executive import Executive
from people.names import Named, NamedQuerySet, search_words, validate_name
from people.publicid import new_public_id
from people.visibility import Ending, Generation, Opening, PublicFace, PublicQuerySet, public_q, shown_from


class PostQuerySet(NamedQuerySet, PublicQuerySet):  # type: ignore[override]
    pass


class Post(Named, PublicFace):
    """An office that people hold one after another, or several at once."""

    KEY_SOURCES = ("title",)
    SLUG_SOURCE = "title"

    title = I18nCharField(gettext_lazy("title"), validators=[validate_name])
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=gettext_lazy("department"),
    )
    exclusive = models.BooleanField(
        gettext_lazy("held by one person at a time"),
        default=True,
        help_text=gettext_lazy("Two appointments to it may then share a handover day, and nothing more."),
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "public_id"]
        verbose_name = gettext_lazy("post")
        verbose_name_plural = gettext_lazy("posts")

    def __str__(self) -> str:
        return f"{self.title}, {self.department}" if self.department else str(self.title)

    def clean(self) -> None:
        super().clean()
        if self.pk and self.exclusive and Appointment.objects.filter(post=self).overlapping_pairs():
            raise ValidationError({"exclusive": _("Appointments to this post overlap, so it is shared.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            self.appointments.exclude(exclusive=self.exclusive).update(exclusive=self.exclusive)


class AppointmentQuerySet(PublicQuerySet):
    def public(self, now: datetime | None = None) -> Self:
        """Appointments that readers may see, which takes the person and the post being public as well."""
        return super().public(now).filter(public_q("executive__", now), public_q("post__", now))

    def held_on(self, first: date, last: date | None = None) -> Self:
        """For staff: appointments held on a day or at any time of a stretch of days; on a handover day, both.

        Goes by the true ends; what readers may know is ``Appointment.seems_held_on()``.
        """
        return self.filter(Q(started_on__isnull=True) | Q(started_on__lte=last or first)).filter(
            Q(ended_on__isnull=True) | Q(ended_on__gte=first)
        )

    def longest_held_first(self) -> Self:
        """In the order of their first days, those of unknown day before all others."""
        return self.order_by(F("started_on").asc(nulls_first=True), "public_id")

    def overlapping(self, other: Appointment) -> Self:
        """Appointments to the same post that share more than a handover day with another one."""
        rivals = self.filter(post=other.post_id).exclude(pk=other.pk)
        if other.ended_on:
            rivals = rivals.filter(Q(started_on__isnull=True) | Q(started_on__lt=other.ended_on))
        if other.started_on:
            rivals = rivals.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=other.started_on))
        return rivals

    def overlapping_pairs(self) -> bool:
        """Whether any two of these appointments to one post share more than a handover day."""
        latest_end: dict[int, date] = {}
        for post, start, end in self.order_by(
            F("started_on").asc(nulls_first=True), F("ended_on").asc(nulls_last=True)
        ).values_list("post_id", "started_on", "ended_on"):
            if post in latest_end and (start or date.min) < latest_end[post]:
                return True
            latest_end[post] = max(latest_end.get(post, date.min), end or date.max)
        return False

    def search(self, words: str) -> Self:
        """Appointments where each of the words occurs in a name of the person or of the post."""
        found = self
        for word in search_words(words):
            found = found.filter(Q(executive__search_key__contains=word) | Q(post__search_key__contains=word))
        return found


def in_years(start: date | None, end: date | None) -> str:
    """A stretch of time, "2019–2023", "2021–" or "2021"; empty if neither day is known."""
    first, last = (str(day.year) if day else "" for day in (start, end))
    if first == last:
        return first
    return f"{first}–{last}"


class Appointment(Ending, Opening):
    """Who held which post, from which day to which. Both days belong to it; an unknown day is empty."""

    END_FIELD = "ended_on"

    public_id = models.CharField(max_length=16, unique=True, editable=False, default=new_public_id)
    executive = models.ForeignKey(
        Executive,
        models.PROTECT,
        related_name="appointments",
        limit_choices_to={"merged_into__isnull": True},
        verbose_name=gettext_lazy("executive"),
    )
    post = models.ForeignKey(Post, models.PROTECT, related_name="appointments", verbose_name=gettext_lazy("post"))
    started_on = models.DateField(gettext_lazy("from"), null=True, blank=True)
    ended_on = models.DateField(gettext_lazy("to"), null=True, blank=True)
    exclusive = models.BooleanField(editable=False, default=True)
    """The post's own setting, repeated here so that the database can refuse an overlap."""

    edited_together: Collection[int] = ()
    """Keys of the appointments that one form changes at once, and therefore compares with each other itself."""

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = [F("started_on").desc(nulls_last=True), "public_id"]
        verbose_name = gettext_lazy("appointment")
        verbose_name_plural = gettext_lazy("appointments")
        constraints = [
            models.CheckConstraint(
                name="appointment_ends_after_start",
                condition=Q(ended_on__isnull=True) | Q(started_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                violation_error_message=gettext_lazy("An appointment cannot end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        years = self.years()
        return f"{self.executive} – {self.post} ({years})" if years else f"{self.executive} – {self.post}"

    def years(self) -> str:
        """The stretch in years as readers may know it now: an end that is not public yet is not in it."""
        return in_years(self.started_on, self.shown_end())

    def years_for_staff(self) -> str:
        """The stretch in years, with an end that readers may not know yet."""
        return in_years(self.started_on, self.ended_on)

    def seems_held_on(self, first: date, last: date | None = None) -> bool:
        """Whether readers may think that the post is held on a day, or at any time of a stretch of days.

        An end that is not public yet does not count.
        """
        end = self.shown_end()
        return (self.started_on is None or self.started_on <= (last or first)) and (end is None or end >= first)

    def overlaps(self, other: Appointment) -> bool:
        """Whether the two share more than a handover day; the rule of ``AppointmentQuerySet.overlapping()``."""
        return (self.started_on or date.min) < (other.ended_on or date.max) and (other.started_on or date.min) < (
            self.ended_on or date.max
        )

    def refusal_beside(self, executives: Iterable[int | None]) -> str | None:
        """Why this cannot stand beside overlapping appointments of these people to the same post."""
        executives = set(executives)
        if self.executive_id in executives:
            return _("The same person holds this post already at that time.")
        if executives and self.post.exclusive:
            return _("Somebody else holds this post at that time. It is held by one person at a time.")
        return None

    def clean(self) -> None:
        super().clean()
        if self.started_on and self.ended_on and self.ended_on < self.started_on:
            raise ValidationError({"ended_on": _("An appointment cannot end before it starts.")})
        self._stay_as_printed()
        if self.post_id:
            rivals = Appointment.objects.overlapping(self).exclude(pk__in=self.edited_together)
            if refusal := self.refusal_beside(rivals.values_list("executive_id", flat=True)):
                raise ValidationError({"started_on": refusal})

    def _stay_as_printed(self) -> None:
        """A release says that this person spoke in this post; that cannot become another person or post."""
        stored = Appointment.objects.filter(pk=self.pk).values_list("executive", "post").first()
        for field, before, after in zip(
            ("executive", "post"), stored or (), (self.executive_id, self.post_id), strict=False
        ):
            if before != after and shown_from(self) is not None:
                raise ValidationError(
                    {field: _("A live or scheduled release refers to this appointment. Add another one instead.")}
                )

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            Generation.bump()
            self.exclusive = Post.objects.values_list("exclusive", flat=True).get(pk=self.post_id)
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            Generation.bump()
            return super().delete(*args, **kwargs)
