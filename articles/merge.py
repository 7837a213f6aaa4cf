"""Two people's changes of one release brought together: what only one of them changed is taken from that one.

Works on the data of snapshots (``articles.snapshots``): field by field, block by block, and within texts paragraph by
paragraph. Where both changed the same, the editor decides. Nothing that either of them wrote is left out unless that
decision says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from articles import wordwise
from articles.richtext import plain, sanitise
from articles.wordwise import Effort

MINE, THEIRS, BOTH = "mine", "theirs", "both"
NEW = "new-"
"""What the keys of blocks begin with that are not stored yet."""

Data = dict[str, Any]
Answers = Mapping[str, str]
"""What was decided, by the names of the decisions."""


@dataclass(frozen=True)
class Shape:
    """How the value of a field is taken apart, and put together again."""

    split: Callable[[Any], Sequence[Any]]
    join: Callable[[Sequence[Any]], Any]
    parts: bool = True
    """Whether one part may be taken from the one, and the next from the other."""


WHOLE = Shape(lambda value: [value], lambda values: values[0], parts=False)
PARAGRAPHS = Shape(wordwise.paragraphs, "\n\n".join)
LINES = Shape(wordwise.lines, "\n".join)
RICH = Shape(wordwise.elements, wordwise.joined)
ROWS = Shape(lambda value: [value], lambda values: values[0], parts=False)
"""A set of other rows, of which both choices can be had together."""

SHAPES: dict[tuple[str, str], Shape] = {
    ("head", "standfirst"): PARAGRAPHS,
    ("head", "topics"): ROWS,
    ("head", "departments"): ROWS,
    ("head", "meetings"): ROWS,
    ("text", "html"): RICH,
    ("remark", "text"): PARAGRAPHS,
    ("remark", "points"): LINES,
    ("remark", "meetings"): ROWS,
    ("remark", "appointments"): ROWS,
}
"""Of what is not taken as a whole; "head" is the release without its blocks."""


def shape_of(kind: str, name: str) -> Shape:
    return SHAPES.get((kind, name), WHOLE)


@dataclass
class Decision:
    """One place where the two texts differ."""

    name: str
    kind: str
    field: str
    """Empty where it is about a whole block; "order" for the order of the blocks."""

    base: Any
    mine: Any
    theirs: Any
    preset: str = ""
    """Whose is taken unless the editor says otherwise; empty where the editor has to say."""

    options: tuple[str, ...] = (MINE, THEIRS)

    def chosen(self, answers: Answers) -> str:
        """The answer, or what goes without saying. Where neither is there, as little as possible is left out."""
        answer = answers.get(self.name, "")
        if answer in self.options:
            return answer
        return self.preset or (BOTH if BOTH in self.options else MINE if self.mine else THEIRS)

    def value(self, answers: Answers) -> Any:
        chosen = self.chosen(answers)
        if chosen != BOTH:
            return self.mine if chosen == MINE else self.theirs
        if shape_of(self.kind, self.field) is ROWS:
            return _united(self.base, self.mine, self.theirs)
        known = set(self.theirs)
        return [*self.theirs, *(part for part in self.mine if part not in known)]


@dataclass
class Part:
    """The head of the release, or one block, as it will be."""

    kind: str
    key: str
    base: Data | None
    mine: Data | None
    theirs: Data | None
    presence: Decision | None = None
    """Of a block that only one of the two texts has."""

    fields: dict[str, list[Any]] = field(default_factory=dict)
    """Of each field the stretches of parts on which both agree, and the decisions between them."""

    def decisions(self) -> Iterator[Decision]:
        if self.presence is not None:
            yield self.presence
        for pieces in self.fields.values():
            yield from (piece for piece in pieces if isinstance(piece, Decision))

    def value(self, answers: Answers) -> Data | None:
        """The block as decided; None if it is left out."""
        if self.presence is not None:
            return self.presence.value(answers)
        return {name: self._field(name, pieces, answers) for name, pieces in self.fields.items()}

    def _field(self, name: str, pieces: list[Any], answers: Answers) -> Any:
        shape = shape_of(self.kind, name)
        found: list[Any] = []
        for piece in pieces:
            value = piece.value(answers) if isinstance(piece, Decision) else piece
            found += value if shape.parts else [value]
        return shape.join(found)


class Merge:
    """``mine`` and ``theirs``, both made of ``base``. Without a base everything that differs is asked."""

    def __init__(self, base: Data | None, mine: Data, theirs: Data, effort: Effort | None = None) -> None:
        self.effort = effort or Effort()
        self.base, self.mine, self.theirs = normal(base) if base else None, normal(mine), normal(theirs)
        self.count = 0
        same_key(self.theirs["blocks"], self.mine["blocks"], known=_keys(self.base) if self.base else set())
        begun = self.base["article"] if self.base else None
        self.head = self._whole("head", "", begun, self.mine["article"], self.theirs["article"])
        self.order = self._order()
        by_key = [{block["key"]: block for block in side["blocks"]} if side else {} for side in self._sides()]
        self.blocks = [self._block(key, *(blocks.get(key) for blocks in by_key)) for key in self._laid_out(MINE)]

    def parts(self) -> list[Part]:
        return [self.head, *self.blocks]

    def decisions(self) -> list[Decision]:
        found = [decision for part in self.parts() for decision in part.decisions()]
        return [*found, self.order] if self.order else found

    def open(self, answers: Answers) -> list[Decision]:
        """What has still to be decided."""
        return [d for d in self.decisions() if not d.preset and answers.get(d.name) not in d.options]

    def result(self, answers: Answers) -> Data:
        values = {part.key: part.value(answers) for part in self.blocks}
        lead = self.order.chosen(answers) if self.order else MINE
        ordered = [values[key] for key in self._laid_out(lead)]
        blocks = [{**block, "key": _stored(block["key"])} for block in ordered if block is not None]
        return {"article": self.head.value(answers), "blocks": blocks}

    def _sides(self) -> tuple[Data | None, Data, Data]:
        return self.base, self.mine, self.theirs

    def _decision(self, kind: str, name: str, base: Any, mine: Any, theirs: Any, both: bool = False) -> Decision:
        self.count += 1
        preset = "" if self.base is None else MINE if theirs == base else THEIRS if mine == base else ""
        options = (MINE, THEIRS, BOTH) if both else (MINE, THEIRS)
        return Decision(f"choice-{self.count}", kind, name, base, mine, theirs, preset, options)

    def _whole(self, kind: str, key: str, base: Data | None, mine: Data, theirs: Data) -> Part:
        part = Part(kind, key, base, mine, theirs)
        for name in {**theirs, **mine}:
            shape = shape_of(kind, name)
            before, ours, other = (side.get(name) if side else None for side in (base, mine, theirs))
            if ours == other:
                part.fields[name] = [shape.split(ours or "")] if shape.parts else [ours]
            elif not shape.parts:
                part.fields[name] = [self._decision(kind, name, before, ours, other, both=shape is ROWS)]
            else:
                sides = [shape.split(value or "") for value in (before, ours, other)]
                part.fields[name] = self._pieces(kind, name, base is not None, *sides)
        return part

    def _pieces(
        self, kind: str, name: str, has_base: bool, base: Sequence[Any], mine: Sequence[Any], theirs: Sequence[Any]
    ) -> list[Any]:
        pieces: list[Any] = []
        stretches = three_way(base, mine, theirs, self.effort) if has_base else two_way(mine, theirs, self.effort)
        for before, ours, other in stretches:
            if ours == other:
                pieces.append(ours)
            else:
                pieces.append(self._decision(kind, name, before, ours, other, both=bool(ours and other)))
        return pieces

    def _block(self, key: str, base: Data | None, mine: Data | None, theirs: Data | None) -> Part:
        kind = (mine or theirs or {})["kind"]
        if mine is not None and theirs is not None:
            return self._whole(kind, key, base, mine, theirs)
        part = Part(kind, key, base, mine, theirs)
        part.presence = self._decision(kind, "", base, mine, theirs)
        return part

    # The order of the blocks

    def _order(self) -> Decision | None:
        """A decision where both put the blocks that they share in an order of their own."""
        common = _keys(self.mine) & _keys(self.theirs)
        mine, theirs = (_order_of(side, common) for side in (self.mine, self.theirs))
        if mine == theirs:
            return None
        both = common & _keys(self.base) if self.base else set()
        base, of_mine, of_theirs = (_order_of(side, both) if side else [] for side in self._sides())
        preset = MINE if of_theirs == base else THEIRS if of_mine == base else ""
        return Decision("order", "head", "order", base, mine, theirs, preset if self.base else "")

    def _laid_out(self, lead: str) -> list[str]:
        """The keys of all blocks: in the order of one side, those of the other beside what they follow there."""
        first, second = (self.mine, self.theirs) if lead == MINE else (self.theirs, self.mine)
        keys = [block["key"] for block in first["blocks"]]
        placed = set(keys)
        at = 0
        for block in second["blocks"]:
            if block["key"] in placed:
                at = keys.index(block["key"]) + 1
            else:
                keys.insert(at, block["key"])
                placed.add(block["key"])
                at += 1
        return keys


def normal(data: Data) -> Data:
    """The data as a save would store it, so that only what differs to a reader differs."""
    head = {name: _normal("head", name, value) for name, value in data["article"].items()}
    blocks = [{name: _normal(b["kind"], name, value) for name, value in b.items()} for b in data["blocks"]]
    return {"article": head, "blocks": blocks}


def _normal(kind: str, name: str, value: Any) -> Any:
    shape = shape_of(kind, name)
    if shape is ROWS:
        return sorted(set(value), key=str)
    if not isinstance(value, str):
        return value
    return sanitise(value) if shape is RICH else shape.join(shape.split(plain(value).strip()))


def same_key(blocks: list[Data], others: list[Data], known: set[str], new: str = NEW) -> None:
    """Let blocks that were typed without a key be those that were stored with the same content, else new ones.

    ``known`` are the keys that both sides started from, ``new`` is what keys of new blocks begin with. Changes
    ``others``.
    """
    kinds = {block["key"]: block["kind"] for block in blocks}
    for other in others:
        if kinds.get(other["key"], other["kind"]) != other["kind"]:
            other["key"] = ""
    taken = {block["key"] for block in others} | known
    free = [block for block in blocks if block["key"] not in taken]
    for number, other in enumerate(block for block in others if not block["key"]):
        twin = next((block for block in free if {**block, "key": ""} == other), None)
        if twin is not None:
            free.remove(twin)
        other["key"] = twin["key"] if twin else f"{new}{number}"


def _stored(key: str) -> str:
    return "" if key.startswith(NEW) else key


def _keys(data: Data) -> set[str]:
    return {block["key"] for block in data["blocks"]}


def _order_of(data: Data, among: set[str]) -> list[str]:
    return [block["key"] for block in data["blocks"] if block["key"] in among]


def _united(base: Any, mine: Any, theirs: Any) -> list[Any]:
    """What both have and what either added, without what either took out."""
    before, ours, other = set(base or ()), set(mine), set(theirs)
    return sorted((ours & other) | (ours - before) | (other - before), key=str)


# Within a text

Stretch = tuple[list[Any], list[Any], list[Any]]
"""What stood there, what I made of it, what they made of it."""


def two_way(mine: Sequence[Any], theirs: Sequence[Any], effort: Effort) -> Iterator[Stretch]:
    at = 0
    for left, right, low, high in _fine(wordwise.differing(mine, theirs, effort)):
        yield from _same(mine[at:left])
        yield [], list(mine[left:right]), list(theirs[low:high])
        at = right
    yield from _same(mine[at:])


def three_way(base: Sequence[Any], mine: Sequence[Any], theirs: Sequence[Any], effort: Effort) -> Iterator[Stretch]:
    """The text in stretches: changes of one side that do not touch those of the other stay apart."""
    edits = [(run, 0, mine) for run in _fine(wordwise.differing(base, mine, effort))]
    edits += [(run, 1, theirs) for run in _fine(wordwise.differing(base, theirs, effort))]
    edits.sort(key=lambda edit: edit[0][:2])
    at = 0
    while edits:
        group = [edits.pop(0)]
        while edits and any(_clash(edits[0], other) for other in group):
            group.append(edits.pop(0))
        begin, end = min(run[0] for run, *_ in group), max(run[1] for run, *_ in group)
        yield from _same(base[at:begin])
        ours, other = (_applied(base, begin, end, [e for e in group if e[1] == side]) for side in (0, 1))
        yield from _apart(list(base[begin:end]), ours, other)
        at = end
    yield from _same(base[at:])


def _same(parts: Sequence[Any]) -> Iterator[Stretch]:
    if parts:
        yield list(parts), list(parts), list(parts)


def _fine(runs: list[wordwise.Run]) -> Iterator[wordwise.Run]:
    """As many paragraphs for as many others are changed one by one."""
    for left, right, low, high in runs:
        if right - left == high - low:
            yield from ((left + n, left + n + 1, low + n, low + n + 1) for n in range(right - left))
        else:
            yield left, right, low, high


def _clash(one: Any, other: Any) -> bool:
    (a, b, *_one), (c, d, *_other) = one[0], other[0]
    if a == b and c == d:
        return bool(a == c)
    if a == b or c == d:
        point, (begin, end) = (a, (c, d)) if a == b else (c, (a, b))
        return bool(begin < point < end)
    return bool(max(a, c) < min(b, d))


def _applied(base: Sequence[Any], begin: int, end: int, edits: list[Any]) -> list[Any]:
    made: list[Any] = []
    for (left, right, low, high), _side, text in edits:
        made += [*base[begin:left], *text[low:high]]
        begin = right
    return [*made, *base[begin:end]]


def _apart(base: list[Any], mine: list[Any], theirs: list[Any]) -> Iterator[Stretch]:
    if len(base) == len(mine) == len(theirs):
        yield from (([before], [ours], [other]) for before, ours, other in zip(base, mine, theirs, strict=True))
    else:
        yield base, mine, theirs
