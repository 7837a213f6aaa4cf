"""What stands at the end of many releases, and is edited once."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy
from i18nfield.fields import I18nCharField, I18nTextField

from people.names import Named, NamedQuerySet


class Contact(Named):
    """Whom the press may call about a release."""

    name = I18nCharField(gettext_lazy("name"))
    role = I18nCharField(gettext_lazy("role"), blank=True)
    email = models.EmailField(gettext_lazy("email"), blank=True)
    phone = models.CharField(gettext_lazy("telephone"), max_length=40, blank=True)

    objects = NamedQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "pk"]
        verbose_name = gettext_lazy("press contact")
        verbose_name_plural = gettext_lazy("press contacts")

    def __str__(self) -> str:
        return str(self.name)


class Boilerplate(Named):
    """The standing paragraph about the organisation, or the caution about the future, that ends a release."""

    KEY_SOURCES = ("title",)

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", gettext_lazy("About the organisation")
        FORWARD_LOOKING = "forward-looking", gettext_lazy("Forward-looking statements")

    kind = models.CharField(gettext_lazy("kind"), max_length=20, choices=Kind, default=Kind.ORGANISATION)
    title = I18nCharField(gettext_lazy("title"))
    text = I18nTextField(gettext_lazy("text"), help_text=gettext_lazy("Plain text; an empty line begins a paragraph."))

    objects = NamedQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "pk"]
        verbose_name = gettext_lazy("boilerplate")
        verbose_name_plural = gettext_lazy("boilerplates")

    def __str__(self) -> str:
        return str(self.title)


class StandingVersion(models.Model):
    """A standing text as it once was. Written with each change of it and never changed."""

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    number = models.PositiveIntegerField()
    """1 is the first; a release prints the newest there is, and says in its record which that was."""

    data = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-number"]
        verbose_name = gettext_lazy("version")
        verbose_name_plural = gettext_lazy("versions")
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "number"], name="standing_version_once")
        ]

    def __str__(self) -> str:
        return str(self.number)
