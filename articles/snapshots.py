"""The working copy as JSON: one shape for history, preview and the source of an edition.

``{"article": {...}, "blocks": [{"kind", "key", ...}]}``, where other rows are given by primary key. When the shape
changes, raise SCHEMA and add an upgrader from the number before; old snapshots stay readable for ever.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

from articles.models import Article, Snapshot
from articles.models.blocks import BLOCKS, Block

SCHEMA = 2
_ARTICLE_FIELDS = (
    "type",
    "language",
    "translation_key",
    "headline",
    "standfirst",
    "dateline_city",
    "wanted_slug",
    "inside_information",
    "filing_reference",
    "forward_looking_id",
)
_BLOCK_FIELDS = {
    "text": ("html",),
    "remark": ("speaker_id", "capacity", "text", "points"),
    "picture": ("picture_id", "caption"),
    "file": ("file_id", "title"),
    "video": ("title", "url"),
}


def _with_disclosure(data: dict[str, Any]) -> dict[str, Any]:
    added = {"inside_information": False, "filing_reference": "", "forward_looking_id": None}
    return {**data, "article": {**added, **data["article"]}}


UPGRADERS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {1: _with_disclosure}
"""From a schema's number to a function that makes the next schema's data of it."""


def capture(article: Article) -> dict[str, Any]:
    """The whole working copy as stored, in the present schema."""
    return {
        "article": {
            **{field: getattr(article, field) for field in _ARTICLE_FIELDS},
            "dateline_date": article.dateline_date.isoformat() if article.dateline_date else None,
            "topics": sorted(article.topics.values_list("name", flat=True)),
            "departments": _keys(article.departments.all()),
            "meetings": _keys(article.meetings.all()),
            "contact_id": article.contact_id,
            "boilerplate_id": article.boilerplate_id,
        },
        "blocks": [_capture_block(kind, block) for kind, block in blocks_of(article)],
    }


def blocks_of(article: Article) -> list[tuple[str, Any]]:
    """The blocks of all kinds in printed order, each with its kind."""
    found: list[tuple[str, Any]] = []
    for kind, model in BLOCKS.items():
        rows = model._default_manager.filter(parent=article)
        if kind == "remark":
            rows = rows.select_related("speaker").prefetch_related("meetings", "appointments__post__department")
        found += [(kind, row) for row in rows]
    return sorted(found, key=lambda item: (item[1].ordering, list(BLOCKS).index(item[0]), item[1].pk))


def read(snapshot: Snapshot) -> dict[str, Any]:
    """A snapshot's data, brought up to the present schema."""
    data: dict[str, Any] = snapshot.data
    for schema in range(snapshot.schema, SCHEMA):
        data = UPGRADERS[schema](data)
    return data


def digest(data: dict[str, Any]) -> str:
    """SHA-256 over the canonical form: the same for the same text, whatever the order of keys."""
    canonical = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _capture_block(kind: str, block: Block) -> dict[str, Any]:
    captured = {"kind": kind, "key": block.key, **{field: getattr(block, field) for field in _BLOCK_FIELDS[kind]}}
    if kind == "remark":
        captured["meetings"] = _keys(block.meetings.all())
        captured["appointments"] = _keys(block.appointments.all())
    return captured


def _keys(rows: Iterable[Any]) -> list[int]:
    return sorted(row.pk for row in rows)
