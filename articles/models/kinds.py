"""Choices that readers and staff share, apart from the working copy so that public code needs none of it."""

from django.db import models
from django.utils.translation import gettext_lazy


class ReleaseType(models.TextChoices):
    PRESS_RELEASE = "press-release", gettext_lazy("Press release")
    NEWS = "news", gettext_lazy("News")
    SPEECH = "speech", gettext_lazy("Speech")
    STATEMENT = "statement", gettext_lazy("Statement")
    MEDIA_ADVISORY = "media-advisory", gettext_lazy("Media advisory")
    RESULTS = "results", gettext_lazy("Results")
    REGULATORY = "regulatory", gettext_lazy("Regulatory announcement")


DISCLOSING = frozenset({ReleaseType.RESULTS, ReleaseType.REGULATORY})
"""Types for which the exchange has to be told first, and that carry a caution about forward-looking statements."""
