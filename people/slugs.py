"""Who owns an address. Ownership never reveals what is hidden.

Staff ask for a slug (``wanted_slug``). It is given to whichever row becomes public first, and from that instant it is
frozen; another row that wants the same gets a suffix from its own random id. As long as a row has not opened, its slug
is provisional and is settled again whenever a rival's dates move. So a public address depends on public rows only.

A slug that was public and is given up is kept as a FormerSlug, which redirects for good and is never handed out again.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from . import clock, names

SUFFIX_LENGTH = 6

slug_validator = RegexValidator(
    r"^[a-z0-9]+(?:-[a-z0-9]+)*\Z",
    _("Use lower-case letters a to z, digits and single hyphens between them."),
)


class FormerSlug(models.Model):
    """An address that was public once and now leads to where its owner has moved."""

    kind = models.CharField(max_length=40)
    language = models.CharField(max_length=16, blank=True)
    slug = models.CharField(max_length=100)
    owner = models.CharField(max_length=16)
    """The public id of the row that the address leads to."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "language", "slug"], name="former_slug_once")]

    @classmethod
    def owner_of(cls, kind: str, slug: str, language: str = "") -> str | None:
        """The public id that a former address leads to."""
        return (
            cls.objects.filter(kind=kind, language=language, slug=slug)
            .values_list("owner", flat=True)
            .first()
        )


class Addressed(models.Model):
    """A row with an address of its own. ``slug`` is None until the row is public or has a date to become so."""

    public_id: Any
    SLUG_SOURCE = "name"

    wanted_slug = models.CharField(
        _("address"),
        max_length=90,
        blank=True,
        db_index=True,
        validators=[slug_validator],
        help_text=_("The last part of the page's address. Left empty, it is made from the name."),
    )
    slug = models.CharField(max_length=100, null=True, editable=False, unique=True)
    slug_opens_at = models.DateTimeField(null=True, editable=False)
    """The instant from which ``slug`` is public, and so frozen."""

    class Meta:
        abstract = True

    def first_public(self) -> datetime | None:
        """When readers first see this row; None while it has no date."""
        raise NotImplementedError

    def slug_language(self) -> str:
        """The language whose addresses this row competes in; empty where all languages share one."""
        return ""

    def make_wanted_slug(self) -> str:
        texts = names.all_texts(getattr(self, self.SLUG_SOURCE))
        return next((s for s in map(names.slugify, texts) if s), "") or self.public_id

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.wanted_slug:
            self.wanted_slug = self.make_wanted_slug()
            if (fields := kwargs.get("update_fields")) is not None:
                kwargs["update_fields"] = {*fields, "wanted_slug"}
        super().save(*args, **kwargs)

    def settle_slug(self) -> None:
        """Bring this row's address, and those of the rivals for it, in line with the dates. Call after saving."""
        model = type(self)
        moment = clock.now()
        if self.slug and self.slug_opens_at and self.slug_opens_at <= moment:
            if _base(self) == self.wanted_slug:
                return
            FormerSlug.objects.get_or_create(
                kind=model._meta.model_name,
                language=self.slug_language(),
                slug=self.slug,
                defaults={"owner": self.public_id},
            )
        abandoned = _base(self) if self.slug else ""
        self._assign(None, None)
        settle(model, self.wanted_slug, self.slug_language(), moment)
        if abandoned and abandoned != self.wanted_slug:
            settle(model, abandoned, self.slug_language(), moment)
        self.refresh_from_db(fields=["slug", "slug_opens_at"])

    def _assign(self, slug: str | None, opens: datetime | None) -> None:
        self.slug, self.slug_opens_at = slug, opens
        type(self)._base_manager.filter(pk=self.pk).update(slug=slug, slug_opens_at=opens)


def _base(row: Addressed) -> str:
    """The slug without the suffix that a loser carries."""
    return (row.slug or "").removesuffix(f"-{row.public_id[:SUFFIX_LENGTH]}")


def settle(model: type[Addressed], wanted: str, language: str, moment: datetime) -> None:
    """Hand out one wanted slug among all rows that want it and have not opened yet: the earliest opening gets it."""
    rivals = [
        row
        for row in model._base_manager.filter(wanted_slug=wanted)
        if row.slug_language() == language
        and not (row.slug and row.slug_opens_at and row.slug_opens_at <= moment)
    ]
    dated = sorted(
        ((opens, row.public_id, row) for row in rivals if (opens := row.first_public()) is not None),
        key=lambda item: item[:2],
    )
    for row in rivals:
        if row.slug is not None:
            row._assign(None, None)
    free = not any(row.slug_language() == language for row in model._base_manager.filter(slug=wanted))
    former = FormerSlug.objects.filter(kind=model._meta.model_name, language=language, slug=wanted).first()
    for opens, _public_id, row in dated:
        if free and (former is None or former.owner == row.public_id):
            slug, free = wanted, False
            if former is not None:
                former.delete()
        else:
            slug = f"{wanted}-{row.public_id[:SUFFIX_LENGTH]}"
        row._assign(slug, max(opens, moment))
