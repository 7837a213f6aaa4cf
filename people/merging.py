"""Two entries for one person become one.

Everything that points to the duplicate is moved, found in the registry of models, so that rooms further up need
not be known here. The duplicate stays as a hidden row that says whom it was merged into; its address redirects if
it was public.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from people import clock, names
from people.models import Alias, Appointment, Executive, FormerSlug
from people.visibility import Generation, earliest, known_to


@dataclass
class Plan:
    """What a merge would do, for the page that asks for confirmation."""

    duplicate: Executive
    into: Executive
    moved: list[tuple[str, int]] = field(default_factory=list)
    """What names the duplicate, as (words, how many)."""

    appointments: list[Appointment] = field(default_factory=list)
    folded: list[tuple[Appointment, Appointment]] = field(default_factory=list)
    """Appointments that both have with the same days, as (the duplicate's, the one that stays)."""

    spellings: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def redirects(self) -> bool:
        """Whether the duplicate's address was public and will lead to the other one."""
        opens = self.duplicate.slug_opens_at
        return bool(self.duplicate.slug and opens and opens <= clock.now())

    @property
    def opens(self) -> datetime | None:
        """The instant from which the remaining executive will be public; None while hidden."""
        return earliest(self.duplicate.first_public(), self.into.first_public())


def plan(duplicate: Executive, into: Executive, by: Any = None) -> Plan:
    """Look at both entries without changing anything; ``by`` is told of what that user may know of."""
    found = Plan(duplicate, into)
    if duplicate.pk == into.pk:
        found.problems.append(_("Choose two different executives."))
        return found
    if duplicate.merged_into_id or into.merged_into_id:
        found.problems.append(_("One of the two has been merged already."))
        return found
    found.moved = _counted(known_to(by, rows) for rows, _values in _references(duplicate, into))
    kept = list(into.appointments.select_related("post__department"))
    for appointment in duplicate.appointments.select_related("post__department"):
        twin = next((other for other in kept if _same(appointment, other)), None)
        if twin:
            found.folded.append((appointment, twin))
        elif rivals := [o for o in kept if o.post_id == appointment.post_id and o.overlaps(appointment)]:
            found.problems.append(
                _("Both hold “%(post)s” at overlapping times (%(one)s and %(other)s). Correct one of them first.")
                % {
                    "post": appointment.post,
                    "one": appointment.years_for_staff(),
                    "other": rivals[0].years_for_staff(),
                }
            )
        else:
            found.appointments.append(appointment)
    known = {*_spellings(into)}
    found.spellings = [text for text in dict.fromkeys(_spellings(duplicate)) if text not in known]
    return found


def merge(duplicate: Executive, into: Executive, by: Any) -> None:
    """Merge ``duplicate`` into ``into`` on behalf of the user ``by``, wholly or not at all.

    Raises ValidationError with a sentence for each reason that speaks against it.
    """
    with transaction.atomic():
        Generation.bump(rewrite=True)
        duplicate.refresh_from_db()
        into.refresh_from_db()
        planned = plan(duplicate, into, by)
        if planned.problems:
            raise ValidationError(planned.problems)
        public_from = earliest(duplicate.public_from, into.public_from)
        revealed_from = earliest(duplicate.revealed_from, into.revealed_from)
        _hand_over_names(planned)
        for appointment, twin in planned.folded:
            _fold(appointment, twin)
        _move_references(duplicate, into)
        _hide(duplicate, into)
        _open(into, public_from, revealed_from)
        _record(duplicate, into, by)


def _counted(pointing: Iterable[models.QuerySet[Any]]) -> list[tuple[str, int]]:
    """How many rows of which kind; those that are named alike are one kind to whoever reads it."""
    counts: Counter[str] = Counter()
    for rows in pointing:
        if rows.model not in {Appointment, Executive} and not _is_link(rows.model):
            counts[str(rows.model._meta.verbose_name_plural)] += rows.count()
    return [(words, count) for words, count in counts.items() if count]


def _same(one: Appointment, other: Appointment) -> bool:
    return (one.post_id, one.started_on, one.ended_on) == (other.post_id, other.started_on, other.ended_on)


def _spellings(executive: Executive) -> list[str]:
    own = [*names.all_texts(executive.name), executive.native_name]
    return [*(text for text in own if text), *executive.aliases.values_list("text", flat=True)]


def _hand_over_names(planned: Plan) -> None:
    """Readers may search by a name of the duplicate only if it was public, and not kept from them."""
    was_public = planned.duplicate.is_public()
    kept_back = set(planned.duplicate.aliases.filter(public=False).values_list("text", flat=True))
    if was_public:
        shared = planned.duplicate.aliases.filter(public=True).values_list("text", flat=True)
        planned.into.aliases.filter(text__in=list(shared)).update(public=True)
    Alias.objects.bulk_create(
        Alias(executive=planned.into, text=text, public=was_public and text not in kept_back)
        for text in planned.spellings
    )
    planned.duplicate.aliases.all().delete()


def _fold(appointment: Appointment, twin: Appointment) -> None:
    """One of two identical appointments stays, public as soon as either was."""
    _move_references(appointment, twin)
    instants = ("public_from", "revealed_from", "end_public_from", "end_revealed_from")
    Appointment.objects.filter(pk=twin.pk).update(
        **{name: earliest(getattr(appointment, name), getattr(twin, name)) for name in instants}
    )
    appointment.delete()


def _hide(duplicate: Executive, into: Executive) -> None:
    Executive.objects.filter(pk=duplicate.pk).update(public_from=None, revealed_from=None)
    duplicate.refresh_from_db()
    duplicate.merged_into = into
    duplicate.wanted_slug = duplicate.public_id  # so that it competes for no address any more
    duplicate.save()
    FormerSlug.objects.filter(kind=duplicate._meta.model_name, owner=duplicate.public_id).update(owner=into.public_id)


def _open(into: Executive, public_from: datetime | None, revealed_from: datetime | None) -> None:
    Executive.objects.filter(pk=into.pk).update(public_from=public_from, revealed_from=revealed_from)
    into.refresh_from_db()
    into.save()


def _record(duplicate: Executive, into: Executive, by: Any) -> None:
    for row, words in (
        (duplicate, _("Merged into “%(name)s”.") % {"name": into}),
        (into, _("Took over what belonged to “%(name)s”.") % {"name": duplicate}),
    ):
        LogEntry.objects.create(
            user=by,
            content_type=ContentType.objects.get_for_model(Executive),
            object_id=str(row.pk),
            object_repr=str(row)[:200],
            action_flag=CHANGE,
            change_message=words,
        )


Reference = tuple[models.QuerySet[Any], dict[str, Any]]
"""Rows that point to something, and the values that make them point elsewhere."""


def _references(row: models.Model, other: models.Model) -> Iterator[Reference]:
    """Everything in any room that points to ``row``, and what to write so that it points to ``other``."""
    for relation in row._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
            model, name = relation.related_model, relation.field.name  # type: ignore[union-attr]
            if model is not Alias:
                yield model._base_manager.filter(**{name: row}), {name: other}  # type: ignore[union-attr]
    for model in apps.get_models(include_auto_created=True):
        for generic in model._meta.private_fields:
            if isinstance(generic, GenericForeignKey):
                kind = ContentType.objects.get_for_model(row, for_concrete_model=generic.for_concrete_model)
                pointing = {generic.ct_field: kind, generic.fk_field: row.pk}
                yield model._base_manager.filter(**pointing), {generic.fk_field: other.pk}


def _move_references(row: models.Model, other: models.Model) -> None:
    for rows, values in _references(row, other):
        try:
            with transaction.atomic():
                rows.update(**values)
        except IntegrityError:
            for key in list(rows.values_list("pk", flat=True)):
                _move_one(rows.filter(pk=key), values)


def _move_one(single: models.QuerySet[Any], values: dict[str, Any]) -> None:
    """Move one row. A link beside which an equal one stands already says nothing more, and goes."""
    try:
        with transaction.atomic():
            single.update(**values)
    except IntegrityError as error:
        if not _is_link(single.model):
            words = {"kind": single.model._meta.verbose_name_plural}
            raise ValidationError(_("Both are named in the same place (%(kind)s).") % words) from error
        single.delete()


def _is_link(model: type[models.Model]) -> bool:
    """Whether rows of a model say only what belongs to what, and in which order."""
    return all(
        isinstance(column, models.ForeignKey | models.IntegerField) or column.choices
        for column in model._meta.concrete_fields
    )
