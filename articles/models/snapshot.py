from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy

from articles.models.article import Article


class Snapshot(models.Model):
    """The whole working copy at one instant, as JSON. The source of editions, of history and of preview.

    ``data`` has the shape that ``articles.snapshots`` writes; ``schema`` is that shape's number.
    """

    class Kind(models.TextChoices):
        SAVED = "saved", gettext_lazy("Saved")
        REFUSED = "refused", gettext_lazy("Refused, because somebody else had saved first")
        AUTOSAVED = "autosaved", gettext_lazy("Kept while typing")

    article = models.ForeignKey(Article, models.CASCADE, null=True, related_name="snapshots")
    """None for what is kept of a release that was never saved; ``form_key`` then tells two such forms apart."""

    form_key = models.CharField(max_length=16, blank=True, db_index=True)
    settled = models.BooleanField(default=False)
    """Of what was kept or refused: its author has saved, taken or dropped it since."""

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SAVED)
    schema = models.PositiveSmallIntegerField()
    data = models.JSONField()
    digest = models.CharField(max_length=64)
    """SHA-256 of the data: equal digests, equal text."""

    version = models.PositiveIntegerField()
    """The article's version that this is, or that a refused save was based on."""

    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        verbose_name = gettext_lazy("snapshot")
        verbose_name_plural = gettext_lazy("snapshots")
        indexes = [models.Index(fields=["created_by", "kind", "settled"], name="snapshot_unsettled")]

    def __str__(self) -> str:
        return f"{self.article} ({self.get_kind_display()}, {self.version})"
