"""What the desk keeps of a release besides its text: who may see it, who agreed to it, and who looks at it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from articles.models.article import Article, restricted
from articles.models.snapshot import Snapshot
from people import clock
from people.publicid import new_public_id

Account = settings.AUTH_USER_MODEL


class SignOff(models.Model):
    """Somebody's consent to a text. It holds for what would have been printed then, and for nothing else."""

    class Kind(models.TextChoices):
        EDITORIAL = "editorial", gettext_lazy("Editorial approval")
        LEGAL = "legal", gettext_lazy("Legal")
        INVESTOR_RELATIONS = "investor-relations", gettext_lazy("Investor relations")

    article = models.ForeignKey(Article, models.CASCADE, related_name="sign_offs")
    kind = models.CharField(max_length=20, choices=Kind)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    printed = models.CharField(max_length=64)
    """``publishing.printed_digest`` of what was agreed to: boilerplate, contact and names included."""

    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name = gettext_lazy("sign-off")
        verbose_name_plural = gettext_lazy("sign-offs")

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Restriction(models.Model):
    """For whom alone a release exists on the desk, in all its languages, until one of them has been live."""

    translation_key = models.CharField(max_length=16, unique=True)
    users: Any = models.ManyToManyField(Account, blank=True, related_name="+", verbose_name=gettext_lazy("people"))
    groups: Any = models.ManyToManyField(Group, blank=True, related_name="+", verbose_name=gettext_lazy("groups"))

    class Meta:
        verbose_name = gettext_lazy("restriction")
        verbose_name_plural = gettext_lazy("restrictions")

    def __str__(self) -> str:
        return self.translation_key


class Hold(models.Model):
    """Everything that is to be published, stopped until somebody lifts it. The rows are the log of all holds."""

    active = models.BooleanField(default=True)
    reason = models.TextField()
    held_at = models.DateTimeField()
    held_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        verbose_name = gettext_lazy("hold")
        verbose_name_plural = gettext_lazy("holds")
        constraints = [models.UniqueConstraint(fields=["active"], condition=Q(active=True), name="hold_one_active")]

    def __str__(self) -> str:
        return f"{self.held_at:%Y-%m-%d %H:%M:%S}"

    @classmethod
    def current(cls) -> Hold | None:
        return cls.objects.select_related("held_by").filter(active=True).first()


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def valid(self, now: datetime | None = None) -> PreviewLinkQuerySet:
        """Links that open now. One to a release that is restricted, in the bin, or withdrawn since does not."""
        moment = now or clock.now()
        withdrawn = (
            apps.get_model("articles", "Edition")
            ._default_manager.opened(moment)
            .filter(
                article=models.OuterRef("article"),
                withdrawn_at__gt=models.OuterRef("created_at"),
                withdrawn_at__lte=moment,
            )
        )
        return self.filter(
            ~restricted("article__"),
            ~models.Exists(withdrawn),
            revoked_at__isnull=True,
            expires_at__gt=moment,
            article__binned_at__isnull=True,
        )


class PreviewLink(models.Model):
    """One text, shown to somebody without an account until it expires or is revoked."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="preview_links")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    public_id = models.CharField(max_length=16, unique=True, editable=False, default=new_public_id)
    token_digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the token: who reads the database cannot open the link."""

    for_whom = models.CharField(gettext_lazy("for whom"), max_length=200)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    opened = models.PositiveIntegerField(default=0)
    last_opened_at = models.DateTimeField(null=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = gettext_lazy("preview link")
        verbose_name_plural = gettext_lazy("preview links")

    def __str__(self) -> str:
        return self.for_whom


class Presence(models.Model):
    """Somebody who has a release open on the desk."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    user = models.ForeignKey(Account, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = gettext_lazy("presence")
        verbose_name_plural = gettext_lazy("presences")
        constraints = [models.UniqueConstraint(fields=["article", "user"], name="presence_once")]

    def __str__(self) -> str:
        return str(self.user)


class BinnedRow(models.Model):
    """A deleted row of the library or of people, whole, so that it can be put back as it was."""

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    name = models.CharField(max_length=300)
    data = models.JSONField()
    """What Django's JSON serialiser makes of the row and of those that belong to it alone, the row first."""

    binned_at = models.DateTimeField()
    binned_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    restored_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = gettext_lazy("row in the bin")
        verbose_name_plural = gettext_lazy("rows in the bin")

    def __str__(self) -> str:
        return self.name
