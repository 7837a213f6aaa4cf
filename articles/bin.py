"""Rows of the library and of people that were deleted: kept whole, and put back as they were."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.admin.utils import NestedObjects
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, DatabaseError, transaction
from django.db.models import FileField, ForeignKey, Model, QuerySet
from django.utils.translation import gettext as _

from articles import topics
from articles.models import Article, BinnedRow, Topic
from articles.models.blocks import Block
from people import clock
from people.slugs import Addressed
from people.visibility import Generation, Opening


class Refused(Exception):
    """A row that cannot be put back. Its text is a sentence for the editor; nothing was changed."""


def keep(row: Model, by: Any) -> None:
    """Keep a row that is about to be deleted, with those that go with it. A release and its parts have a history."""
    if isinstance(row, (Article, Block)):
        return
    BinnedRow.objects.create(
        content_type=ContentType.objects.get_for_model(row),
        object_id=row.pk,
        name=str(row)[:300],
        data=json.loads(serializers.serialize("json", [row, *_going_with(row)])),
        binned_at=clock.now(),
        binned_by=by,
    )


def _going_with(row: Model) -> list[Model]:
    """What is deleted with a row: first what belongs to it, then the links by which drafts and others name it."""
    collector = NestedObjects(using=DEFAULT_DB_ALIAS)
    collector.collect([row])
    collected = {model: list(rows) for model, rows in collector.data.items()}
    for fast in collector.fast_deletes:
        collected.setdefault(fast.model, []).extend(fast)
    going = [each for each in (each for rows in collected.values() for each in rows) if each != row]
    return sorted(going, key=_is_link)


def _is_link(row: Model) -> bool:
    return bool(row._meta.auto_created)


def put_back(kept: BinnedRow, *, may_publish: bool, by: Any) -> Model:
    """Put a row back as it was, with those that went with it. Raises Refused when something is in the way.

    What readers could see they see again, so it takes the right to publish. What ``by`` may not know of is never in
    the way: a topic that came up in a restricted release meanwhile gives way to the one of the same name.
    """
    with transaction.atomic():
        Generation.lock()
        kept = BinnedRow.objects.select_for_update().get(pk=kept.pk)
        if kept.restored_at is not None:
            raise Refused(_("Somebody has taken “%(name)s” out of the bin already.") % {"name": kept.name})
        rows = list(serializers.deserialize("python", kept.data, ignorenonexistent=True))
        for stored in rows:
            if not _is_link(stored.object):
                _insert(kept, stored, may_publish, by)
            elif not _is_missing(stored.object) and not _is_there(stored.object):
                stored.object.pk = None
                stored.object.save(force_insert=True)
        kept.restored_at = clock.now()
        kept.save(update_fields=["restored_at"])
    back: Model = rows[0].object
    return back


def _insert(kept: BinnedRow, stored: Any, may_publish: bool, by: Any) -> None:
    row, about = stored.object, {"name": kept.name}
    if isinstance(row, Opening) and row.first_public() is not None and not may_publish:
        raise Refused(_("Readers could see “%(name)s”. Who may publish can take it out of the bin.") % about)
    if isinstance(row, Addressed):
        row.slug = row.slug_opens_at = None
    manager: Any = type(row)._base_manager
    if manager.filter(pk=row.pk).exists() or _is_missing(row):
        raise Refused(_("“%(name)s” belongs to something that is not there any more. Put that back first.") % about)
    files = [field.name for field in row._meta.concrete_fields if isinstance(field, FileField)]
    try:
        with topics.taking(row.name, by) if isinstance(row, Topic) else transaction.atomic():
            row.full_clean(exclude=files)
            row.save(force_insert=True)
    except ValidationError as error:
        raise Refused(_("“%(name)s” stays in the bin: %(why)s") % {**about, "why": " ".join(error.messages)}) from error
    except DatabaseError as error:
        raise Refused(_("“%(name)s” contradicts something that was entered since.") % about) from error
    for name, keys in stored.m2m_data.items():
        related = getattr(row, name)
        related.set(related.model._default_manager.filter(pk__in=[getattr(key, "pk", key) for key in keys]))


def _is_missing(row: Any) -> bool:
    """Whether something is gone that the row cannot be without."""
    links = [field for field in row._meta.concrete_fields if isinstance(field, ForeignKey)]
    keys = [(field.related_model, getattr(row, field.attname)) for field in links]
    return any(key is not None and not model._base_manager.filter(pk=key).exists() for model, key in keys)


def _is_there(link: Any) -> bool:
    ends = {field.attname: getattr(link, field.attname) for field in link._meta.concrete_fields if field.is_relation}
    return bool(type(link)._base_manager.filter(**ends).exists())


def waiting(types: list[ContentType]) -> QuerySet[BinnedRow]:
    """What is in the bin of these kinds, the last first."""
    rows = BinnedRow.objects.filter(restored_at__isnull=True, content_type__in=types)
    return rows.select_related("content_type", "binned_by").defer("data")
