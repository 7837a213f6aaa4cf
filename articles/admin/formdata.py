"""Between the form of a release, as it was typed, and the data of a snapshot.

``typed`` is what a form sent: ``{name: [values]}``, as refused saves and autosaves keep it. ``data`` has the shape
of ``articles.snapshots.capture``; a value that says nothing to us, such as an impossible date, stays as it was typed.
A form is always made for the blocks that are stored now: Django pairs posted blocks with stored ones by their place,
and would drop an edit of a block that is gone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import DateField
from django.http import QueryDict
from django.utils import formats
from django.utils.dateparse import parse_date
from taggit.utils import edit_string_for_tags, parse_tags

from articles import snapshots
from articles.models import Article, Snapshot
from articles.models.blocks import BLOCKS

Typed = dict[str, list[str]]
Data = dict[str, Any]

HEAD = (
    "headline",
    "standfirst",
    "type",
    "language",
    "dateline_city",
    "dateline_date",
    "meetings",
    "departments",
    "topics",
    "contact",
    "boilerplate",
    "wanted_slug",
    "inside_information",
    "filing_reference",
    "forward_looking",
)
"""The fields of a release besides its blocks and its translations, in the order of the page."""

MOST_BLOCKS = 1000
"""Of one kind; Django takes no more either."""

KEY = "block_key"
"""The field of a block's form that says which block it is."""

_KEY = re.compile(r"[0-9a-z]{1,16}")
_LONGEST_NUMBER = 18


class Column(NamedTuple):
    """A field as the form calls it, as the data call it, and how it is written."""

    name: str
    data_name: str
    kind: str


class _Tag(NamedTuple):
    name: str


def column(model: type[models.Model], name: str) -> Column:
    found: Any = model._meta.get_field(name)
    if name == "topics":
        return Column(name, name, "topics")
    if found.many_to_many:
        return Column(name, name, "rows")
    if found.is_relation:
        return Column(name, found.attname, "row")
    kinds = {models.DateField: "date", models.BooleanField: "flag"}
    return Column(name, name, kinds.get(type(found), "text"))


def head_columns() -> list[Column]:
    return [column(Article, name) for name in HEAD]


def block_columns(kind: str) -> list[Column]:
    """What of a block is written by hand, in the order of its model."""
    meta = BLOCKS[kind]._meta
    aside = {"id", "parent", "region", "ordering"}
    names = [f.name for f in (*meta.fields, *meta.many_to_many) if f.editable and f.name not in aside]
    return [column(BLOCKS[kind], name) for name in names]


def prefix_of(kind: str) -> str:
    """What the names of the fields of these blocks begin with."""
    relation: Any = BLOCKS[kind]._meta.get_field("parent").remote_field
    return str(relation.get_accessor_name())


def typed_in(form: QueryDict) -> Typed:
    """Everything that a form sent, as JSON can hold it."""
    return {
        name: [value.replace("\0", "") for value in form.getlist(name)]
        for name in form
        if name != "csrfmiddlewaretoken"
    }


def version_in(form: QueryDict, name: str = "based_on") -> int:
    """The version that a form was made for; 0, which none is, if it does not say."""
    value = form.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else 0


def base_of(article: Article, version: int) -> Data | None:
    """The text as it was saved when the release had this version, or last before; None if that is not known."""
    saved = article.snapshots.filter(kind=Snapshot.Kind.SAVED, version__lte=version).first()
    return snapshots.read(saved) if saved and version else None


# From the form to the data


def data_of(
    typed: Typed, article: Article | None, user: Any, base: Data | None = None, carried: Collection[str] = HEAD
) -> Data:
    """What would be saved. ``base`` says what fields hold that the form does not have; ``carried`` are those it has."""
    if base is None:
        base = snapshots.capture(article) if article else _empty()
    head = dict(base["article"])
    for each in head_columns():
        silent = each.kind in {"flag", "rows"}
        if each.name in typed or (silent and each.name in carried):
            head[each.data_name] = _read(each, typed.get(each.name, []))
    if "translation_of" in typed:
        head["translation_key"] = _translation_key(typed["translation_of"], article, user, head["translation_key"])
    return {"article": head, "blocks": _blocks(typed, article, base)}


def _empty() -> Data:
    return {"article": {**_blank(head_columns()), "translation_key": None}, "blocks": []}


def _blank(columns: Iterable[Column]) -> Data:
    return {each.data_name: _read(each, []) for each in columns}


def _read(each: Column, values: list[str]) -> Any:
    value = values[-1] if values else ""
    if each.kind == "flag":
        return bool(values) and value.lower() not in {"", "false", "0"}
    if each.kind == "rows":
        return sorted(
            {_number(value) or value for value in values if value}, key=lambda key: (isinstance(key, str), key)
        )
    if each.kind == "row":
        return (_number(value) or value) if value else None
    if each.kind == "topics":
        return _topics(value)
    if each.kind == "date":
        return _day(value)
    return value


def _number(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdecimal() and len(value) <= _LONGEST_NUMBER else None


def _topics(value: str) -> list[str]:
    try:
        return sorted(set(parse_tags(value.replace("，", ",").replace("、", ","))))
    except ValueError:
        return [value]


def _day(value: str) -> str | None:
    try:
        day = DateField(required=False).clean(value)
    except ValidationError:
        return value
    return day.isoformat() if day else None


def _translation_key(values: list[str], article: Article | None, user: Any, before: str | None) -> str | None:
    """The key that choosing this release gives; None where the release is on its own."""
    chosen = _number(values[-1]) if values else None
    if chosen is None:
        alone = article is None or not _siblings(article.translation_key, article, user).exists()
        return before if alone else None
    return (
        Article.objects.visible_to(user).filter(pk=chosen).values_list("translation_key", flat=True).first() or before
    )


def _siblings(key: str | None, article: Article | None, user: Any) -> Any:
    found = Article.objects.visible_to(user).filter(translation_key=key or "")
    return (found.exclude(pk=article.pk) if article else found).order_by("pk")


def _blocks(typed: Typed, article: Article | None, base: Data) -> list[Data]:
    found: list[tuple[int, int, int, Data]] = []
    taken: set[str] = set()
    for place, kind in enumerate(BLOCKS):
        keys = dict(BLOCKS[kind]._default_manager.filter(parent=article).values_list("pk", "key")) if article else {}
        former = [block["key"] for block in base["blocks"] if block["kind"] == kind]
        columns = block_columns(kind)
        for index, form in _forms(typed, prefix_of(kind)):
            key = _key_of(typed, form, keys, former[index : index + 1])
            block = {"kind": kind, "key": "" if key in taken else key}
            taken.add(key)
            if f"{form}-DELETE" not in typed:
                block |= {each.data_name: _read(each, typed.get(f"{form}-{each.name}", [])) for each in columns}
                found.append((_number(_first(typed, f"{form}-ordering")) or 0, place, index, block))
    return [block for *_place, block in sorted(found, key=lambda item: item[:3])]


def _forms(typed: Typed, prefix: str) -> Iterator[tuple[int, str]]:
    total = _number(_first(typed, f"{prefix}-TOTAL_FORMS")) or 0
    for index in range(min(total, MOST_BLOCKS)):
        if f"{prefix}-{index}-ordering" in typed:
            yield index, f"{prefix}-{index}"


def _key_of(typed: Typed, form: str, keys: dict[int, str], former: list[str]) -> str:
    """By what the form says; else by the row; else, if that is gone, by the block's place when the form was made."""
    said = _first(typed, f"{form}-{KEY}")
    if _KEY.fullmatch(said):
        return said
    row = _number(_first(typed, f"{form}-id"))
    return keys.get(row) or (former[0] if former else "") if row else ""


def _first(typed: Typed, name: str) -> str:
    return (typed.get(name) or [""])[0]


# From the data to the form


def form_of(data: Data, article: Article | None, user: Any) -> QueryDict:
    """What a browser would send of the form with this text in it, made for the blocks that are stored now."""
    form = QueryDict(mutable=True)
    for each in head_columns():
        _write(form, each.name, each, data["article"].get(each.data_name))
    key = data["article"]["translation_key"]
    sibling = _siblings(key, article, user).values_list("pk", flat=True).first()
    form["translation_of"] = str(sibling or "")
    form["based_on"] = str(article.version) if article else ""
    stored = snapshots.capture(article)["blocks"] if article else []
    for kind in BLOCKS:
        as_stored = {block["key"]: block for block in stored if block["kind"] == kind}
        _write_blocks(form, kind, data["blocks"], article, as_stored)
    return form


def checked_keys(form: QueryDict, article: Article | None) -> QueryDict:
    """The form without keys for new blocks that another block of the release has, or that are none."""
    said = [name for name in form if name.endswith(f"-{KEY}") and form[name]]
    new = [name for name in said if not form.get(f"{name.removesuffix(KEY)}id")]
    if not new:
        return form
    checked = form.copy()
    taken = {block.key for _kind, block in snapshots.blocks_of(article)} if article else set()
    for name in new:
        key = str(form[name])
        if article is None or key in taken or not _KEY.fullmatch(key):
            checked[name] = ""
        taken.add(key)
    return checked


def _write_blocks(
    form: QueryDict, kind: str, blocks: list[Data], article: Article | None, stored: dict[str, Data]
) -> None:
    model, prefix = BLOCKS[kind], prefix_of(kind)
    rows = list(model._default_manager.filter(parent=article).order_by("ordering", "pk")) if article else []
    wanted = {block["key"]: (place, block) for place, block in enumerate(blocks) if block["kind"] == kind}
    unkeyed = [(n, block) for n, block in enumerate(blocks) if block["kind"] == kind and not block["key"]]
    wanted.pop("", None)
    forms: list[tuple[Any, int, Data, bool]] = []
    for row in rows:
        place, block = wanted.pop(row.key, (len(blocks), None))
        forms.append((row, place, block or stored[row.key], block is None))
    new = sorted([*wanted.values(), *unkeyed], key=lambda item: item[0])
    forms += [(None, place, block, False) for place, block in new]
    for index, (row, place, block, gone) in enumerate(forms):
        part = f"{prefix}-{index}"
        form[f"{part}-id"] = str(row.pk) if row else ""
        form[f"{part}-parent"] = str(article.pk) if article else ""
        form[f"{part}-region"] = "main"
        form[f"{part}-ordering"] = str(10 * (place + 1))
        form[f"{part}-{KEY}"] = block["key"]
        for each in block_columns(kind):
            _write(form, f"{part}-{each.name}", each, block.get(each.data_name))
        if gone:
            form[f"{part}-DELETE"] = "on"
    counts = {"TOTAL_FORMS": len(forms), "INITIAL_FORMS": len(rows), "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    for name, count in counts.items():
        form[f"{prefix}-{name}"] = str(count)


def _write(form: QueryDict, name: str, each: Column, value: Any) -> None:
    if each.kind == "rows":
        form.setlist(name, [str(key) for key in value or ()])
    elif each.kind == "topics":
        form[name] = (
            value[0] if value and '"' in value[0] else edit_string_for_tags([_Tag(topic) for topic in value or ()])
        )
    elif each.kind == "flag":
        if value:
            form[name] = "on"
    elif each.kind == "date":
        day = _parsed(value)
        form[name] = formats.localize_input(day) if day else value or ""
    else:
        form[name] = "" if value is None else str(value)


def _parsed(value: Any) -> Any:
    try:
        return parse_date(value or "")
    except ValueError:
        return None
