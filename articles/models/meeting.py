from __future__ import annotations

import zoneinfo
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from i18nfield.fields import I18nCharField

from people.models import Department
from people.names import Named, NamedQuerySet
from people.visibility import PublicFace, PublicQuerySet


def organisation_zone() -> str:
    return settings.TIME_ZONE


def validate_time_zone(name: str) -> None:
    """Raises ValidationError unless the IANA database knows the zone."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("“%(name)s” is not a time zone, such as Europe/Oslo."), params={"name": name})


class MeetingQuerySet(NamedQuerySet, PublicQuerySet):
    def whole(self) -> Self:
        """Meetings in their own right, without the sessions that they are made of."""
        return self.filter(parent__isnull=True)


class Meeting(Named, PublicFace):
    """An event at which people speak: one or more days, in one place, perhaps made of sessions."""

    class Kind(models.TextChoices):
        SUMMARY = "summary", gettext_lazy("Summary meeting")
        STRATEGY = "strategy", gettext_lazy("Strategy meeting")
        RESULTS = "results", gettext_lazy("Results presentation")
        ANNUAL_GENERAL = "annual-general", gettext_lazy("Annual general meeting")
        CONFERENCE = "conference", gettext_lazy("Conference")
        CEREMONY = "ceremony", gettext_lazy("Ceremony")
        SESSION = "session", gettext_lazy("Session")
        OTHER = "other", gettext_lazy("Meeting")

    name = I18nCharField(gettext_lazy("name"))
    kind = models.CharField(gettext_lazy("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    starts_on = models.DateField(gettext_lazy("first day"))
    ends_on = models.DateField(gettext_lazy("last day"), help_text=gettext_lazy("The same day for a one-day meeting."))
    time_zone = models.CharField(
        gettext_lazy("time zone"), max_length=64, default=organisation_zone, validators=[validate_time_zone]
    )
    venue = I18nCharField(gettext_lazy("venue"), blank=True)
    city = I18nCharField(gettext_lazy("city"), blank=True)
    country = models.CharField(
        gettext_lazy("country"),
        max_length=2,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{2}\Z", gettext_lazy("Two capital letters, such as CN or NO."))],
        help_text=gettext_lazy("Two letters (ISO 3166), such as CN or NO."),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=gettext_lazy("session of"),
        help_text=gettext_lazy("The meeting that this is a part of."),
    )
    order = models.PositiveSmallIntegerField(
        gettext_lazy("order"), default=0, help_text=gettext_lazy("Place among the sessions of the same meeting.")
    )
    hosts = models.ManyToManyField(
        Department, blank=True, related_name="hosted_meetings", verbose_name=gettext_lazy("host departments")
    )
    attending = models.ManyToManyField(
        Department, blank=True, related_name="attended_meetings", verbose_name=gettext_lazy("attending departments")
    )
    attendance_note = I18nCharField(
        gettext_lazy("others attending"),
        blank=True,
        help_text=gettext_lazy("Guests and teams that are not departments, as the release names them."),
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "order", "sort_key", "public_id"]
        verbose_name = gettext_lazy("meeting")
        verbose_name_plural = gettext_lazy("meetings")
        constraints = [
            models.CheckConstraint(
                name="meeting_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=gettext_lazy("A meeting cannot end before it starts."),
            ),
            models.CheckConstraint(
                name="meeting_not_its_own_session",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                violation_error_message=gettext_lazy("A meeting cannot be a session of itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.starts_on.year})" if self.starts_on else str(self.name)

    def clean(self) -> None:
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("A meeting cannot end before it starts.")})
        if self.parent is None:
            return
        if self.parent is self or (self.pk is not None and self.parent.pk == self.pk):
            raise ValidationError({"parent": _("A meeting cannot be a session of itself.")})
        if self.parent.parent_id or (self.pk and self.sessions.exists()):
            raise ValidationError({"parent": _("A session cannot have sessions of its own.")})
        first, last = self.parent.starts_on, self.parent.ends_on
        if first and last and ((self.starts_on or first) < first or (self.ends_on or last) > last):
            raise ValidationError({"starts_on": _("A session lies within the days of its meeting.")})
        opens, whole = self.first_public(), self.parent.first_public()
        if opens is not None and (whole is None or whole > opens):
            raise ValidationError({"public_from": _("A session cannot be public before its meeting is.")})
