"""Versions of what is edited once and printed on many releases: boilerplate and contacts."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max

from articles.models import Boilerplate, Contact, StandingVersion

FIELDS = {Boilerplate: ("kind", "title", "text"), Contact: ("name", "role", "email", "phone")}
"""What of each kind is printed."""


def record(row: Boilerplate | Contact, by: Any = None) -> StandingVersion:
    """Keep the row as it now stands, unless it stands so already. Call in the transaction that saves it."""
    newest, data = versions_of(row).first(), capture(row)
    if newest is not None and newest.data == data:
        return newest
    return StandingVersion.objects.create(
        content_type=ContentType.objects.get_for_model(row),
        object_id=row.pk,
        number=(newest.number if newest else 0) + 1,
        data=data,
        created_by=by,
    )


def versions_of(row: Boilerplate | Contact) -> Any:
    """The versions of a row, the newest first."""
    return StandingVersion.objects.filter(
        content_type=ContentType.objects.get_for_model(row), object_id=row.pk
    ).select_related("created_by")


def number_of(row: Boilerplate | Contact) -> int:
    """The number of the newest version; 0 for a row that was never saved on the desk."""
    return versions_of(row).aggregate(number=Max("number"))["number"] or 0


def put_back(row: Boilerplate | Contact, version: StandingVersion, by: Any = None) -> StandingVersion:
    """Let the row be again what it was, which is a new version. Call inside a transaction."""
    for name, value in version.data.items():
        field: Any = row._meta.get_field(name)
        setattr(row, name, field.to_python(value))
    row.save()
    return record(row, by)


def texts_of(model: Any, version: StandingVersion) -> dict[tuple[str, str], str]:
    """The texts of a version by field and language; the language is empty for what is the same in all."""
    texts: dict[tuple[str, str], str] = {}
    for name, value in version.data.items():
        field = model._meta.get_field(name)
        data = getattr(field.to_python(value), "data", None)
        if isinstance(data, dict):
            texts |= {(name, language): text for language, text in data.items()}
        else:
            texts[name, ""] = str(dict(field.flatchoices).get(value, value))
    return texts


def capture(row: Any) -> dict[str, str]:
    """What is printed of a row, each field as the database holds it: texts in several languages as JSON."""
    return {name: row._meta.get_field(name).value_to_string(row) for name in FIELDS[type(row)]}
