from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy

from articles.models.article import Article, open_to


class TransitionQuerySet(models.QuerySet["Transition"]):
    def visible_to(self, user: Any) -> Self:
        """Lines about releases that exist for somebody."""
        return self.filter(open_to(user, "article__"))

    def unapproved(self) -> Self:
        """Forced publications that nobody has approved since."""
        later = Transition.objects.filter(
            article=OuterRef("article"), edition=OuterRef("edition"), action=Transition.Action.APPROVED_AFTERWARDS
        )
        return self.filter(~Exists(later), forced=True)


class Transition(models.Model):
    """One line of the log: who did what to a release, when, and why. Never changed."""

    class Action(models.TextChoices):
        PUBLISHED = "published", gettext_lazy("Published")
        SCHEDULED = "scheduled", gettext_lazy("Scheduled")
        RESCHEDULED = "rescheduled", gettext_lazy("Rescheduled")
        CANCELLED = "cancelled", gettext_lazy("Cancelled")
        WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")
        SUBMITTED = "submitted", gettext_lazy("Submitted for review")
        SENT_BACK = "sent-back", gettext_lazy("Sent back")
        SIGNED_OFF = "signed-off", gettext_lazy("Signed off")
        REOPENED = "reopened", gettext_lazy("Changed after the approval")
        APPROVED_AFTERWARDS = "approved-afterwards", gettext_lazy("Approved afterwards")
        HELD = "held", gettext_lazy("Stopped by the hold")
        RESUMED = "resumed", gettext_lazy("Scheduled again as the hold was lifted")
        RESTRICTED = "restricted", gettext_lazy("Restricted")
        UNRESTRICTED = "unrestricted", gettext_lazy("Restriction lifted")
        PREVIEW_MADE = "preview-made", gettext_lazy("Preview link made")
        PREVIEW_REVOKED = "preview-revoked", gettext_lazy("Preview link revoked")
        BINNED = "binned", gettext_lazy("Put in the bin")
        RESTORED = "restored", gettext_lazy("Taken out of the bin")

    article = models.ForeignKey(Article, models.PROTECT, related_name="transitions")
    action = models.CharField(max_length=20, choices=Action)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    effective_at = models.DateTimeField()
    """When readers see the effect."""

    edition = models.CharField(max_length=16, blank=True)
    """The public id of the edition concerned, if any, which a cancellation removes."""

    forced = models.BooleanField(default=False)
    """Published without approval, for ``reason``. Stands out until somebody else approves it afterwards."""

    details = models.JSONField(default=dict)
    """What the action needs besides: ``{"kind"}`` of a sign-off, ``{"filed_first": true}``, ``{"for_whom"}``."""

    version = models.PositiveIntegerField()
    reason = models.TextField(blank=True)

    objects = TransitionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = gettext_lazy("transition")
        verbose_name_plural = gettext_lazy("transitions")

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.at:%Y-%m-%d %H:%M:%S}"
