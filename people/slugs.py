"""Who owns an address. Ownership never reveals what is hidden.

Staff ask for a slug (``wanted_slug``). It is given to whichever row becomes public first, and from that instant it is
frozen; another row that wants the same gets a suffix from its own random id. As long as a row has not opened, its slug
is provisional and is settled again whenever a rival's dates move. So a public address depends on public rows only.

A slug that was public and is given up is kept as a FormerSlug, which redirects for good and is never handed to another
row. Only deleting its owner, which nothing on the record can be, sets it free.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from . import clock, names

SUFFIX_LENGTHS = (6, 9)
"""How much of its random id a loser carries: more should two ids begin alike."""

KEPT_COLUMNS = frozenset(
    {"claimed_slug", "end_revealed_from", "printed_text", "revealed_from", "saved_text", "slug", "slug_opens_at"}
)
"""What follows from other rows and is written by ``update()`` alone. A row read earlier may hold old values."""

slug_validator = RegexValidator(
    r"^[a-z0-9]+(?:-[a-z0-9]+)*\Z",
    _("Use lower-case letters a to z, digits and single hyphens between them."),
)


class FormerSlug(models.Model):
    """An address that was public once and now leads to where its owner has moved."""

    kind = models.CharField(max_length=40)
    language = models.CharField(max_length=16, blank=True)
    slug = models.CharField(max_length=100)
    owner = models.CharField(max_length=16, db_index=True)
    """The public id of the row that the address leads to."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "language", "slug"], name="former_slug_once")]

    def __str__(self) -> str:
        return self.slug

    @classmethod
    def owner_of(cls, kind: str, slug: str, language: str = "") -> str | None:
        """The public id that a former address leads to. Whether its owner is public is for the caller to ask."""
        return cls.objects.filter(kind=kind, language=language, slug=slug).values_list("owner", flat=True).first()


def spare_kept_columns(row: models.Model, kwargs: dict[str, Any]) -> None:
    """Let a ``save()`` of the whole row leave alone what is not its own to write."""
    if kwargs.get("update_fields") is None and row.pk is not None and not row._state.adding:
        kwargs["update_fields"] = {
            field.name
            for field in row._meta.concrete_fields
            if not field.primary_key and field.name not in KEPT_COLUMNS
        }


class Addressed(models.Model):
    """A row with an address of its own. ``slug`` is None until the row is public or has a date to become so."""

    public_id: Any
    SLUG_SOURCE = "name"
    CLAIM = "wanted_slug"
    """The column by which a row competes for an address: what staff ask for, where that takes effect at once."""

    wanted_slug = models.CharField(
        _("address"),
        max_length=90,
        blank=True,
        db_index=True,
        validators=[slug_validator],
        help_text=_("The last part of the page's address. Left empty, it is made from the name."),
    )
    slug = models.CharField(max_length=100, null=True, editable=False, unique=True)  # noqa: DJ001
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
        """An address for a row for which nobody asked for one."""
        texts = names.all_texts(getattr(self, self.SLUG_SOURCE))
        return next((s for s in map(names.slugify, texts) if s), "") or self.public_id

    def want_slug(self) -> bool:
        """Ask for an address if nobody has; says whether that was needed."""
        if self.wanted_slug:
            return False
        self.wanted_slug = self.make_wanted_slug()
        return True

    def save(self, *args: Any, **kwargs: Any) -> None:
        spare_kept_columns(self, kwargs)
        if self.want_slug() and (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "wanted_slug"}
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Give all addresses back: rivals come out as if this row had never wanted one."""
        freed = {self.claim(), *_bases(self)}
        deleted = super().delete(*args, **kwargs)
        FormerSlug.objects.filter(kind=self._meta.model_name, owner=self.public_id).delete()
        for wanted in sorted(freed):
            settle(type(self), wanted, self.slug_language(), clock.latest())
        return deleted

    def settle_slug(self) -> None:
        """Bring this row's address, and those of the rivals for it, in line with the dates.

        Call it after every write to what ``first_public()`` says, in the same transaction and after
        ``Generation.bump()``, whose lock makes the order of claims certain.
        """
        model = type(self)
        moment = clock.latest()
        self.refresh_from_db(fields=["slug", "slug_opens_at"])
        if _has_opened(self, moment):
            if self.slug in _candidates(self):
                return
            FormerSlug.objects.get_or_create(
                kind=model._meta.model_name,
                language=self.slug_language(),
                slug=self.slug,
                defaults={"owner": self.public_id},
            )
        abandoned = _bases(self) - {self.claim()}
        self._assign(None, None)
        for wanted in (self.claim(), *sorted(abandoned)):
            settle(model, wanted, self.slug_language(), moment)
        self.refresh_from_db(fields=["slug", "slug_opens_at"])

    def claim(self) -> str:
        """The address that this row competes for."""
        claimed: str = getattr(self, self.CLAIM)
        return claimed

    def _assign(self, slug: str | None, opens: datetime | None) -> None:
        self.slug, self.slug_opens_at = slug, opens
        type(self)._base_manager.filter(pk=self.pk).update(slug=slug, slug_opens_at=opens)


def _has_opened(row: Addressed, moment: datetime) -> bool:
    return bool(row.slug and row.slug_opens_at and row.slug_opens_at <= moment)


def _suffixes(row: Addressed) -> list[str]:
    return [f"-{row.public_id[:length]}" for length in SUFFIX_LENGTHS]


def _candidates(row: Addressed) -> list[str]:
    """The slugs that a row may be given for the one it competes for, best first."""
    return [row.claim(), *(row.claim() + suffix for suffix in _suffixes(row))]


def _bases(row: Addressed) -> set[str]:
    """The wanted slugs that a row's slug may have been given for."""
    return {row.slug, *(row.slug.removesuffix(suffix) for suffix in _suffixes(row))} if row.slug else set()


def settle(model: type[Addressed], wanted: str, language: str, moment: datetime) -> None:
    """Hand out one wanted slug among all rows that want it and have not opened yet: the earliest opening gets it."""
    if not wanted:
        return
    rivals = [
        row
        for row in model._base_manager.filter(**{model.CLAIM: wanted})
        if row.slug_language() == language and not _has_opened(row, moment)
    ]
    dated = sorted(
        ((opens, row.public_id, row) for row in rivals if (opens := row.first_public()) is not None),
        key=lambda item: item[:2],
    )
    given_up = set[str]()
    for row in rivals:
        if row.slug is not None:
            given_up |= _bases(row)
            row._assign(None, None)
    for opens, _public_id, row in dated:
        slug = next(slug for slug in _candidates(row) if _is_free(model, slug, language, row))
        row._assign(slug, max(opens, moment))
        if opens <= moment:
            FormerSlug.objects.filter(kind=model._meta.model_name, language=language, slug=slug).delete()
    for other in sorted(given_up - {wanted, *(slug for row in rivals for slug in _candidates(row))}):
        settle(model, other, language, moment)


def settle_all(rows: Iterable[object]) -> None:
    """Settle the addresses of rows that were just created together."""
    moment = clock.latest()
    addressed = [row for row in rows if isinstance(row, Addressed)]
    for model, wanted, language in dict.fromkeys((type(row), row.claim(), row.slug_language()) for row in addressed):
        settle(model, wanted, language, moment)
    for row in addressed:
        row.refresh_from_db(fields=["slug", "slug_opens_at"])


def _is_free(model: type[Addressed], slug: str, language: str, claimant: Addressed) -> bool:
    owners = model._base_manager.filter(slug=slug)
    if any(row.slug_language() == language for row in owners):
        return False
    former = FormerSlug.owner_of(str(model._meta.model_name), slug, language)
    return former in {None, claimant.public_id}
