from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy

from articles.models.article import Article


class Transition(models.Model):
    """One line of the log: who did what to a release's public life, when, and why. Never changed."""

    class Action(models.TextChoices):
        PUBLISHED = "published", gettext_lazy("Published")
        SCHEDULED = "scheduled", gettext_lazy("Scheduled")
        RESCHEDULED = "rescheduled", gettext_lazy("Rescheduled")
        CANCELLED = "cancelled", gettext_lazy("Cancelled")
        WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")

    article = models.ForeignKey(Article, models.PROTECT, related_name="transitions")
    action = models.CharField(max_length=12, choices=Action)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    effective_at = models.DateTimeField()
    """When readers see the effect."""

    edition = models.CharField(max_length=16)
    """The public id of the edition concerned, which a cancellation removes."""

    version = models.PositiveIntegerField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = gettext_lazy("transition")
        verbose_name_plural = gettext_lazy("transitions")

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.at:%Y-%m-%d %H:%M:%S}"
