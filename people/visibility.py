"""What outsiders may see, and from when. This is the only place that compares a public instant with the clock.

A row with a public face opens at the earlier of two instants: ``public_from``, which staff set, and ``revealed_from``,
which only a release that reveals the row sets (and moves, and takes back, with its own embargo).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import clock
from .publicid import new_public_id
from .slugs import Addressed, settle_all, spare_kept_columns


def public_q(prefix: str = "", now: datetime | None = None) -> Q:
    """Rows that are public at ``now``; ``prefix`` reaches them through a relation (``"post__"``)."""
    moment = now or clock.now()
    return Q(**{f"{prefix}public_from__lte": moment}) | Q(**{f"{prefix}revealed_from__lte": moment})


def earliest(*instants: datetime | None) -> datetime | None:
    """The first of several instants, of which any may be unset."""
    known = [instant for instant in instants if instant is not None]
    return min(known) if known else None


class Generation(models.Model):
    """One row, one number: raised by every write that a reader could notice.

    Whoever keeps a copy of public rows compares it with this number. Raising it also takes a row lock until the
    transaction ends, so that all public changes happen one after another.
    """

    number = models.BigIntegerField(default=0)
    rewrites = models.BigIntegerField(default=0)
    """How often rows on the record were themselves rewritten, as a merge does: a copy has to be made anew, then."""

    @classmethod
    def current(cls) -> tuple[int, int]:
        """The number, and the number of rewrites."""
        return cls.objects.values_list("number", "rewrites").filter(pk=1).first() or (0, 0)

    @classmethod
    def lock(cls) -> None:
        """Wait for any public change under way to finish, without announcing one.

        Whatever may come to bump takes this lock before any other, so that no two transactions wait for each other.
        """
        if not cls.objects.select_for_update().filter(pk=1):
            Generation.objects.bulk_create([Generation(pk=1)], ignore_conflicts=True)
            list(cls.objects.select_for_update().filter(pk=1))

    @classmethod
    def bump(cls, *, rewrite: bool = False) -> int:
        """Announce a change, and wait for any other change to finish first. Call inside a transaction.

        Returns the new number.
        """
        row = cls.objects.filter(pk=1)
        raised = {"number": F("number") + 1, "rewrites": F("rewrites") + int(rewrite)}
        if not row.update(**raised):
            Generation.objects.bulk_create([Generation(pk=1)], ignore_conflicts=True)
            row.update(**raised)
        return cls.current()[0]


class PublicQuerySet(models.QuerySet[Any]):
    def public(self, now: datetime | None = None) -> Self:
        """Rows that any reader may see at ``now``."""
        return self.filter(public_q(now=now))

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        """As ``save()`` does, announce the change and settle who gets which address."""
        objs = list(objs)
        with transaction.atomic():
            Generation.bump()
            for obj in objs:
                if isinstance(obj, Addressed):
                    obj.want_slug()
            created = super().bulk_create(objs, *args, **kwargs)
            settle_all(objs)
        return created

    def delete(self) -> Any:
        """One by one, since each deletion may hand an address on."""
        deleted: Counter[str] = Counter()
        with transaction.atomic():
            for row in self:
                deleted.update(row.delete()[1])
        return sum(deleted.values()), dict(deleted)


class Opening(models.Model):
    """A row that readers may come to see. Hidden until one of its two instants has passed."""

    public_from = models.DateTimeField(
        gettext_lazy("public from"),
        null=True,
        blank=True,
        db_index=True,
        help_text=gettext_lazy("Leave empty to keep this hidden until a release that names it goes live."),
    )
    revealed_from = models.DateTimeField(null=True, editable=False, db_index=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        spare_kept_columns(self, kwargs)
        super().save(*args, **kwargs)

    def first_public(self) -> datetime | None:
        return earliest(self.public_from, self.revealed_from)

    def is_public(self, now: datetime | None = None) -> bool:
        opens = self.first_public()
        return opens is not None and opens <= (now or clock.now())

    def clean(self) -> None:
        super().clean()
        if self.pk:
            refuse_hiding(self, self.first_public())


class Ending(models.Model):
    """A row that comes to an end, which readers may learn later than staff.

    That somebody leaves is the most sensitive news of all: until the ending is public, every public read sees none.
    """

    END_FIELD: str

    end_public_from = models.DateTimeField(
        gettext_lazy("end public from"),
        null=True,
        blank=True,
        help_text=gettext_lazy("Until then readers are not told that it ends. Leave empty to keep the end hidden."),
    )
    end_revealed_from = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.end_public_from and getattr(self, self.END_FIELD) is None:
            raise ValidationError({"end_public_from": _("There is no end yet that could become public.")})

    def end_first_public(self) -> datetime | None:
        return earliest(self.end_public_from, self.end_revealed_from)

    def shown_end(self, now: datetime | None = None) -> date | None:
        """The last day as readers may know it at ``now``; None where there is none, or none to be told yet."""
        opens = self.end_first_public()
        if opens is None or opens > (now or clock.now()):
            return None
        end: date | None = getattr(self, self.END_FIELD)
        return end


class PublicFace(Opening, Addressed):
    """A row with a page of its own."""

    public_id = models.CharField(max_length=16, unique=True, editable=False, default=new_public_id)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            Generation.bump()
            super().save(*args, **kwargs)
            self.settle_slug()

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            Generation.bump()
            return super().delete(*args, **kwargs)


Guard = Callable[[models.Model], datetime | None]
_guards: list[Guard] = []


def register_guard(guard: Guard) -> None:
    """Let a room further up say from which instant it shows a row to readers (None: it does not)."""
    if guard not in _guards:
        _guards.append(guard)


def shown_from(row: models.Model) -> datetime | None:
    """From when a live or scheduled release shows a row to readers; None if none does."""
    return earliest(*(guard(row) for guard in _guards))


def refuse_hiding(row: models.Model, opens: datetime | None) -> None:
    """Refuse to hide a row, or to open it later, while a live or scheduled release shows it.

    Raises ValidationError on ``public_from``; the message does not name the release, which not everybody may see.
    """
    needed = shown_from(row)
    if needed is not None and (opens is None or opens > needed):
        raise ValidationError(
            {"public_from": _("A live or scheduled release refers to this, so it cannot be hidden from readers.")}
        )


Discretion = Callable[[Any, models.QuerySet[Any]], models.QuerySet[Any]]
_discretions: list[Discretion] = []
_tellings: list[Discretion] = []


def register_discretion(discretion: Discretion) -> None:
    """Let a room further up keep rows from members of staff who may not know of them."""
    if discretion not in _discretions:
        _discretions.append(discretion)


def known_to(user: Any, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """Those of some rows of any room that a member of staff may know of; all for the newsroom's own commands, None."""
    for discretion in _discretions if user is not None else ():
        rows = discretion(user, rows)
    return rows


def register_telling(telling: Discretion) -> None:
    """Let a room further up say from when rows are revealed as far as a member of staff may know.

    It annotates ``known_revealed_from``, and ``known_end_revealed_from`` of rows that come to an end.
    """
    if telling not in _tellings:
        _tellings.append(telling)


def as_told_to(user: Any, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """Rows that say no more of their future than this member of staff may know; see ``told_from``."""
    for telling in _tellings if issubclass(rows.model, Opening) else ():
        rows = telling(user, rows)
    return rows


def told_from(row: Any) -> datetime | None:
    """From when readers see a row, as staff may be told: no hour that a release sets which they may not know of."""
    first: datetime | None = row.first_public()
    if first is not None and first > clock.now():
        return earliest(row.public_from, getattr(row, "known_revealed_from", row.revealed_from))
    return first


def end_told_from(row: Any) -> datetime | None:
    """The same of the instant from which readers know that it ends."""
    first: datetime | None = row.end_first_public()
    if first is not None and first > clock.now():
        return earliest(row.end_public_from, getattr(row, "known_end_revealed_from", row.end_revealed_from))
    return first
