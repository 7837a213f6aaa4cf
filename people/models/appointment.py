from __future__ import annotations

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
from people.names import Named, NamedQuerySet
from people.publicid import new_public_id
from people.visibility import Ending, Generation, Opening, PublicFace, PublicQuerySet, public_q


class PostQuerySet(NamedQuerySet, PublicQuerySet):
    pass


class Post(Named, PublicFace):
    """An office that people hold one after another, or several at once."""

    KEY_SOURCES = ("title",)
    SLUG_SOURCE = "title"

    title = I18nCharField(gettext_lazy("title"))
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
            self.appointments.update(exclusive=self.exclusive)


class AppointmentQuerySet(PublicQuerySet):
    def public(self, now: datetime | None = None) -> Self:
        """Appointments that readers may see, which takes the person and the post being public as well."""
        return super().public(now).filter(public_q("executive__", now), public_q("post__", now))

    def held_on(self, first: date, last: date | None = None) -> Self:
        """Appointments held on a day or at any time of a stretch of days; on a handover day, both."""
        return self.filter(Q(started_on__isnull=True) | Q(started_on__lte=last or first)).filter(
            Q(ended_on__isnull=True) | Q(ended_on__gte=first)
        )

    def overlapping_pairs(self) -> bool:
        """Whether any two of these appointments to one post share more than a handover day."""
        latest_end: dict[int, date] = {}
        for post, start, end in self.order_by(F("started_on").asc(nulls_first=True), "ended_on").values_list(
            "post_id", "started_on", "ended_on"
        ):
            if post in latest_end and (start or date.min) < latest_end[post]:
                return True
            latest_end[post] = max(latest_end.get(post, date.min), end or date.max)
        return False


class Appointment(Ending, Opening):
    """Who held which post, from which day to which. Both days belong to it; an unknown day is empty."""

    END_FIELD = "ended_on"

    public_id = models.CharField(max_length=16, unique=True, editable=False, default=new_public_id)
    executive = models.ForeignKey(
        Executive, models.PROTECT, related_name="appointments", verbose_name=gettext_lazy("executive")
    )
    post = models.ForeignKey(
        Post, models.PROTECT, related_name="appointments", verbose_name=gettext_lazy("post")
    )
    started_on = models.DateField(gettext_lazy("from"), null=True, blank=True)
    ended_on = models.DateField(gettext_lazy("to"), null=True, blank=True)
    exclusive = models.BooleanField(editable=False, default=True)
    """The post's own setting, repeated here so that the database can refuse an overlap."""

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = [F("started_on").desc(nulls_last=True), "public_id"]
        verbose_name = gettext_lazy("appointment")
        verbose_name_plural = gettext_lazy("appointments")
        constraints = [
            models.CheckConstraint(
                name="appointment_ends_after_start",
                condition=Q(ended_on__isnull=True)
                | Q(started_on__isnull=True)
                | Q(ended_on__gte=F("started_on")),
                violation_error_message=gettext_lazy("An appointment cannot end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.executive} – {self.post} ({self.years()})"

    def years(self, shown_end: date | None | bool = False) -> str:
        """The stretch in years, "2019–2023" or "2021–"; readers pass the end that they may see."""
        end = self.ended_on if shown_end is False else shown_end
        start = str(self.started_on.year) if self.started_on else ""
        last = str(end.year) if isinstance(end, date) else ""
        return start if start and start == last else f"{start}–{last}"

    def clean(self) -> None:
        super().clean()
        if self.started_on and self.ended_on and self.ended_on < self.started_on:
            raise ValidationError({"ended_on": _("An appointment cannot end before it starts.")})
        if self.post_id and self.post.exclusive and self._overlaps():
            raise ValidationError(
                {
                    "started_on": _(
                        "Somebody else holds this post at that time. It is held by one person at a time."
                    )
                }
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.exclusive = self.post.exclusive
        with transaction.atomic():
            Generation.bump()
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            Generation.bump()
            return super().delete(*args, **kwargs)

    def _overlaps(self) -> bool:
        others = Appointment.objects.filter(post=self.post_id).exclude(pk=self.pk)
        if self.ended_on:
            others = others.filter(Q(started_on__isnull=True) | Q(started_on__lt=self.ended_on))
        if self.started_on:
            others = others.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=self.started_on))
        return others.exists()
