from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from i18nfield.fields import I18nCharField

from people.names import Named, NamedQuerySet, validate_name
from people.visibility import Ending, PublicFace, PublicQuerySet


class DepartmentQuerySet(NamedQuerySet, PublicQuerySet):  # type: ignore[override]
    pass


class Department(Named, Ending, PublicFace):
    """A part of the organisation. It closes rather than vanishes: its page stays and says what became of it."""

    class Kind(models.TextChoices):
        HEADQUARTERS = "headquarters", gettext_lazy("Headquarters office")
        BUSINESS_UNIT = "business-unit", gettext_lazy("Business unit")
        SUBSIDIARY = "subsidiary", gettext_lazy("Subsidiary")
        TEAM = "team", gettext_lazy("Team")
        COMMITTEE = "committee", gettext_lazy("Committee")

    class Closure(models.TextChoices):
        RENAMED = "renamed", gettext_lazy("Renamed")
        MERGED = "merged", gettext_lazy("Merged")
        SPLIT = "split", gettext_lazy("Split")
        CLOSED = "closed", gettext_lazy("Closed")

    END_FIELD = "closed_on"

    name = I18nCharField(gettext_lazy("name"), validators=[validate_name])
    kind = models.CharField(gettext_lazy("kind"), max_length=20, choices=Kind, default=Kind.HEADQUARTERS)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=gettext_lazy("part of"),
    )
    opened_on = models.DateField(gettext_lazy("opened on"), null=True, blank=True)
    closed_on = models.DateField(gettext_lazy("closed on"), null=True, blank=True)
    closure = models.CharField(gettext_lazy("how it closed"), max_length=10, choices=Closure, blank=True)
    successors = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="predecessors",
        verbose_name=gettext_lazy("succeeded by"),
    )

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "public_id"]
        verbose_name = gettext_lazy("department")
        verbose_name_plural = gettext_lazy("departments")
        constraints = [
            models.CheckConstraint(
                name="department_closes_after_opening",
                condition=Q(closed_on__isnull=True) | Q(opened_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                violation_error_message=gettext_lazy("A department cannot close before it opens."),
            ),
            models.CheckConstraint(
                name="department_closure_has_a_date",
                condition=Q(closure="", closed_on__isnull=True) | (~Q(closure="") & Q(closed_on__isnull=False)),
                violation_error_message=gettext_lazy("A closing needs both a date and how it closed."),
            ),
            models.CheckConstraint(
                name="department_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                violation_error_message=gettext_lazy("A department cannot be part of itself."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def clean(self) -> None:
        super().clean()
        if self.opened_on and self.closed_on and self.closed_on < self.opened_on:
            raise ValidationError({"closed_on": _("A department cannot close before it opens.")})
        if self.closed_on and not self.closure:
            raise ValidationError({"closure": _("Say how it closed.")})
        if self.closure and not self.closed_on:
            raise ValidationError({"closed_on": _("Say on which day it closed.")})
        ancestor, seen = self.parent, {self.pk}
        while ancestor is not None:
            if ancestor.pk in seen:
                raise ValidationError({"parent": _("A department cannot be part of itself.")})
            seen.add(ancestor.pk)
            ancestor = ancestor.parent
