from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from i18nfield.fields import I18nCharField, I18nTextField

from people import names
from people.names import Named, NamedQuerySet, validate_name
from people.pictures import PrivateImageField
from people.visibility import Generation, PublicFace, PublicQuerySet


class ExecutiveQuerySet(NamedQuerySet, PublicQuerySet):  # type: ignore[override]
    def unmerged(self) -> Self:
        """Everybody once: without duplicates that were merged. Those are never public, so readers need no filter."""
        return self.filter(merged_into__isnull=True)


class Executive(Named, PublicFace):
    """Somebody who speaks for the organisation, under one address for life, whatever posts they hold."""

    KEY_SOURCES = ("name", "native_name")

    name = I18nCharField(gettext_lazy("name"), validators=[validate_name])
    native_name = models.CharField(
        gettext_lazy("name in its own script"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("As the person writes it, for example 童来明 or Ångström."),
    )
    biography = I18nTextField(
        gettext_lazy("biography"),
        blank=True,
        help_text=gettext_lazy("Plain text; an empty line begins a paragraph."),
    )
    portrait = PrivateImageField(
        gettext_lazy("portrait"),
        folder="portraits",
        blank=True,
        help_text=gettext_lazy("JPEG, PNG or WebP. Readers see it once the executive is public."),
    )
    spokesperson = models.BooleanField(gettext_lazy("spokesperson"), default=False)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="duplicates",
        verbose_name=gettext_lazy("merged into"),
    )

    objects = ExecutiveQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "public_id"]
        verbose_name = gettext_lazy("executive")
        verbose_name_plural = gettext_lazy("executives")
        permissions = [("merge_executive", "Can merge duplicate executives")]
        constraints = [
            models.CheckConstraint(
                name="executive_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
            ),
            models.CheckConstraint(
                name="executive_merged_is_hidden",
                condition=Q(merged_into__isnull=True) | Q(public_from__isnull=True, revealed_from__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        name = str(self.name)
        return f"{name} ({self.native_name})" if self.native_name and self.native_name != name else name

    def further_names(self) -> list[str]:
        if self._state.adding:
            return []
        return list(self.aliases.values_list("text", flat=True))

    def make_wanted_slug(self) -> str:
        texts = [*names.all_texts(self.name), self.native_name]
        return next((slug for slug in map(names.slugify, texts) if slug), "") or self.public_id

    def refresh_search_key(self) -> None:
        """Take the other spellings into the key, and touch nothing else."""
        self.set_keys()
        Executive._base_manager.filter(pk=self.pk).update(search_key=self.search_key)

    def survivor(self) -> Executive:
        """The executive that this one was merged into, or this one; for references kept in old drafts."""
        return self.merged_into or self


class AliasQuerySet(models.QuerySet["Alias"]):
    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            created = super().bulk_create(objs, *args, **kwargs)
            self._refresh(alias.executive_id for alias in created)
        return created

    def update(self, **values: Any) -> int:
        with transaction.atomic():
            executives = list(self.values_list("executive", flat=True))
            updated = super().update(**values)
            self._refresh(executives)
        return updated

    def delete(self) -> Any:
        with transaction.atomic():
            executives = list(self.values_list("executive", flat=True))
            deleted = super().delete()
            self._refresh(executives)
        return deleted

    def _refresh(self, executives: Iterable[int]) -> None:
        Generation.bump()
        for executive in Executive.objects.filter(pk__in=set(executives)):
            executive.refresh_search_key()


class Alias(models.Model):
    """Another spelling under which an executive is looked for."""

    executive = models.ForeignKey(Executive, models.CASCADE, related_name="aliases")
    text = models.CharField(gettext_lazy("other spelling"), max_length=200)
    public = models.BooleanField(
        gettext_lazy("readers may search by it"),
        default=True,
        help_text=gettext_lazy("Otherwise only staff find the executive by this spelling."),
    )

    objects = AliasQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("other spelling")
        verbose_name_plural = gettext_lazy("other spellings")
        constraints = [models.UniqueConstraint(fields=["executive", "text"], name="alias_once")]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            Generation.bump()
            super().save(*args, **kwargs)
            Executive.objects.get(pk=self.executive_id).refresh_search_key()

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            Generation.bump()
            deleted = super().delete(*args, **kwargs)
            Executive.objects.get(pk=self.executive_id).refresh_search_key()
        return deleted

    def clean(self) -> None:
        super().clean()
        if not names.fold(self.text):
            raise ValidationError({"text": _("Write the other spelling.")})
