"""Two texts side by side: which paragraphs correspond, and which words in them differ.

What this may cost is bounded by an ``Effort``, which a whole page shares. Once it is spent, what is left is told
apart by paragraph instead of by word, so that no text, however long or odd, keeps anybody waiting.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

Run = tuple[int, int, int, int]
"""What differs: from and until where in the one sequence, from and until where in the other."""

Word = tuple[str, tuple[str, ...]]
"""A word, a space or a sign, and the formats it stands in: ``strong``, ``em``, ``a:<address>``."""

_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_WORD = re.compile(rf"[{_IDEOGRAPHS}]|[^\W{_IDEOGRAPHS}]+|\s+|.", re.DOTALL)
_TAG = re.compile(r"<(/?)([a-z0-9]+)>")
"""Of stored text, where nothing but links has attributes."""

_LISTS = {"ul", "ol"}
_EDGE = "</?(?:p|h2|h3|ul|ol|li|blockquote)>"
_BEGINS, _ENDS = re.compile(_EDGE), re.compile(f"{_EDGE}$")
_FORMATS = {"strong", "em"}
_INLINE = {*_FORMATS, "a", "br"}
ALIKE = 0.4
"""The share of words that two paragraphs have in common, from which on they count as one that was changed."""


@dataclass
class Effort:
    """Steps of comparison that are left; a million take a second or two."""

    left: int = 300_000

    def spend(self, steps: int) -> bool:
        """Whether there were as many left."""
        self.left -= steps
        return self.left >= 0


def differing(one: Sequence[Hashable], other: Sequence[Hashable], effort: Effort) -> list[Run]:
    """The stretches in which two sequences differ: as few changes as possible, or one when the effort is spent."""
    begin, shorter = 0, min(len(one), len(other))
    while begin < shorter and one[begin] == other[begin]:
        begin += 1
    end = 0
    while end < shorter - begin and one[len(one) - 1 - end] == other[len(other) - 1 - end]:
        end += 1
    a, b = one[begin : len(one) - end], other[begin : len(other) - end]
    runs = _shortest(a, b, effort) if a and b else [(0, len(a), 0, len(b))] if a or b else []
    return [(left + begin, right + begin, low + begin, high + begin) for left, right, low, high in runs]


def _shortest(a: Sequence[Hashable], b: Sequence[Hashable], effort: Effort) -> list[Run]:
    """Myers' greedy algorithm: in time and memory the number of changes counts, hardly the length."""
    reach, history = {1: 0}, []
    for depth in range(len(a) + len(b) + 1):
        history.append(dict(reach))
        walked = depth
        for diagonal in range(-depth, depth + 1, 2):
            x = began = _entry(reach, diagonal, depth)[1]
            y = x - diagonal
            while x < len(a) and y < len(b) and a[x] == b[y]:
                x, y = x + 1, y + 1
            walked += x - began
            reach[diagonal] = x
            if x >= len(a) and y >= len(b):
                return _runs(history, len(a), len(b))
        if not effort.spend(2 * walked + 1):
            break
    return [(0, len(a), 0, len(b))]


def _entry(reach: dict[int, int], diagonal: int, depth: int) -> tuple[int, int]:
    """From which diagonal one comes to this one, and where one is then in the first sequence."""
    if diagonal == -depth or (diagonal != depth and reach[diagonal - 1] < reach[diagonal + 1]):
        return diagonal + 1, reach[diagonal + 1]
    return diagonal - 1, reach[diagonal - 1] + 1


def _runs(history: list[dict[int, int]], x: int, y: int) -> list[Run]:
    runs: list[Run] = []
    for depth in range(len(history) - 1, 0, -1):
        before, entered = _entry(history[depth], x - y, depth)
        came_x = history[depth][before]
        came_y = came_x - before
        end_x, end_y = entered, entered - (x - y)
        if runs and runs[-1][0] == end_x and runs[-1][2] == end_y:
            runs[-1] = (came_x, runs[-1][1], came_y, runs[-1][3])
        else:
            runs.append((came_x, end_x, came_y, end_y))
        x, y = came_x, came_y
    return runs[::-1]


# Paragraphs


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a plain text."""
    found: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip():
            found[-1].append(line.rstrip())
        elif found[-1]:
            found.append([])
    return ["\n".join(lines) for lines in found if lines]


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def elements(html: str) -> list[str]:
    """The parts of a rich text as it is stored: paragraphs, headings, quotations, each item of a list on its own.

    Text between the items of a list is a part too, since readers see it.
    """
    found: list[str] = []
    begin = depth = 0
    outer = ""
    for tag in _TAG.finditer(html):
        closing, name = tag[1], tag[2]
        if name in _INLINE:
            continue
        if not closing:
            if depth == 0:
                _add(found, html[begin : tag.start()])
                begin, outer = tag.end() if name in _LISTS else tag.start(), name
            elif depth == 1 and outer in _LISTS:
                _add(found, html[begin : tag.start()], outer)
                begin = tag.start()
            depth += 1
            continue
        depth = max(0, depth - 1)
        if depth == 1 and outer in _LISTS:
            _add(found, html[begin : tag.end()], outer)
            begin = tag.end()
        elif depth == 0:
            if outer in _LISTS:
                _add(found, html[begin : tag.start()], outer)
            else:
                _add(found, html[begin : tag.end()])
            begin = tag.end()
    _add(found, html[begin:])
    return found


def _add(found: list[str], html: str, within: str = "") -> None:
    html = html.strip()
    if html:
        found.append(f"<{within}>{html}</{within}>" if within else html)


def joined(parts: Sequence[str]) -> str:
    """The rich text that parts make; items that follow each other are one list again, and no words run together."""
    pieces: list[str] = []
    for part in parts:
        if pieces and not _ENDS.search(pieces[-1], max(0, len(pieces[-1]) - 20)) and not _BEGINS.match(part):
            pieces.append(" ")
        pieces.append(part)
    html = "".join(pieces)
    for name in sorted(_LISTS):
        between = f"</{name}><{name}>"
        html = re.sub(f"({_EDGE}){between}|{between}(?={_EDGE})", r"\1", html)
    return html


# Words


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Word] = []
        self.formats: list[str] = []
        self.broken = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _FORMATS:
            self.formats.append(tag)
        elif tag == "a":
            self.formats.append(f"a:{dict(attrs).get('href') or ''}")
        elif self.found:
            self.broken = True

    def handle_endtag(self, tag: str) -> None:
        if (tag in _FORMATS or tag == "a") and self.formats:
            self.formats.pop()

    def handle_data(self, data: str) -> None:
        if self.broken:
            self.found.append(("\n", ()))
            self.broken = False
        formats = tuple(sorted(self.formats))
        self.found += [(word, formats) for word in _WORD.findall(data)]


def words(part: str, *, rich: bool) -> list[Word]:
    """The words of a paragraph with the spaces between them; ideographs one by one."""
    if not rich:
        return [(word, ()) for word in _WORD.findall(part)]
    parser = _Words()
    parser.feed(part)
    parser.close()
    return parser.found


def shown(part: str, *, rich: bool, mark: str = "") -> SafeString:
    """A paragraph to be read, as a whole inserted (``ins``) or deleted (``del``) if ``mark`` says so."""
    return _framed(part, _written(words(part, rich=rich), mark), rich)


def marked(old: str, new: str, *, rich: bool, effort: Effort) -> SafeString:
    """A paragraph with the words that went and those that came: all of them once the effort is spent."""
    before, after = words(old, rich=rich), words(new, rich=rich)
    runs = differing(before, after, effort) if effort.left >= 0 else [(0, len(before), 0, len(after))]
    pieces, at = [], 0
    for left, right, low, high in _readable(runs, before):
        pieces += [_written(before[at:left]), _written(before[left:right], "del"), _written(after[low:high], "ins")]
        at = right
    return _framed(new, mark_safe("".join([*pieces, _written(before[at:])])), rich)


def _readable(runs: list[Run], before: Sequence[Word]) -> list[Run]:
    """Changes with nothing but a space or a sign between them are one."""
    joined_runs: list[Run] = []
    for run in runs:
        if joined_runs and not any(word.isalnum() for word, _formats in before[joined_runs[-1][1] : run[0]]):
            joined_runs[-1] = (joined_runs[-1][0], run[1], joined_runs[-1][2], run[3])
        else:
            joined_runs.append(run)
    return joined_runs


def _written(found: Sequence[Word], mark: str = "") -> SafeString:
    pieces, at = [], 0
    while at < len(found):
        formats, begin = found[at][1], at
        while at < len(found) and found[at][1] == formats:
            at += 1
        text = escape("".join(word for word, _formats in found[begin:at])).replace("\n", mark_safe("<br>"))
        for name in formats:
            text = _formatted(name, mark_safe(text), mark)
        pieces.append(text)
    inner = mark_safe("".join(pieces))
    return format_html("<{0}>{1}</{0}>", mark_safe(mark), inner) if mark and inner else inner


def _formatted(name: str, text: SafeString, mark: str) -> SafeString:
    if not name.startswith("a:"):
        return format_html("<{0}>{1}</{0}>", mark_safe(name), text)
    address = format_html(' <span class="link-address">({})</span>', name[2:]) if mark else ""
    return format_html('<span class="link">{}</span>{}', text, address)


def _framed(part: str, inner: SafeString, rich: bool) -> SafeString:
    """As the heading, item or quotation that it is."""
    tag = _TAG.match(part) if rich else None
    name = tag[2] if tag else "p"
    if name in _LISTS:
        return format_html("<{0}><li>{1}</li></{0}>", mark_safe(name), inner)
    if name in {"h2", "h3"}:
        return format_html('<p class="heading">{}</p>', inner)
    return format_html("<{0}>{1}</{0}>", mark_safe(name if name == "blockquote" else "p"), inner)


def alike(one: str, other: str, *, rich: bool, effort: Effort) -> bool:
    """Whether two paragraphs have enough in common to be shown as one that was changed; none have, without effort."""
    return _overlap(_counted(one, rich, effort), _counted(other, rich, effort), effort)


@dataclass(frozen=True)
class _Counted:
    """How often each word occurs in a paragraph, and how many there are."""

    words: Counter[str]
    total: int


def _counted(part: str, rich: bool, effort: Effort) -> _Counted | None:
    """None, and nothing read, if the effort does not reach."""
    if not effort.spend(len(part)):
        return None
    found = Counter(word for word, _formats in words(part, rich=rich) if not word.isspace())
    return _Counted(found, found.total())


def _overlap(one: _Counted | None, other: _Counted | None, effort: Effort) -> bool:
    if one is None or other is None:
        return False
    less, more = sorted((one.words, other.words), key=len)
    if not effort.spend(len(less) + 1):
        return False
    common = sum(min(count, more.get(word, 0)) for word, count in less.items())
    return 2 * common >= ALIKE * (one.total + other.total)


def aligned(
    old: Sequence[str], new: Sequence[str], *, rich: bool, effort: Effort
) -> Iterator[tuple[str | None, str | None]]:
    """Paragraphs of two texts in pairs, in reading order; one without counterpart is beside None."""
    at = 0
    for left, right, low, high in differing(old, new, effort):
        yield from ((part, part) for part in old[at:left])
        yield from _paired(list(old[left:right]), list(new[low:high]), rich, effort)
        at = right
    yield from ((part, part) for part in old[at:])


def _paired(old: list[str], new: list[str], rich: bool, effort: Effort) -> Iterator[tuple[str | None, str | None]]:
    a = b = 0
    first = second = None
    while a < len(old) and b < len(new):
        first = first or _counted(old[a], rich, effort)
        second = second or _counted(new[b], rich, effort)
        surplus = (len(old) - a) - (len(new) - b)
        if _overlap(first, second, effort):
            yield old[a], new[b]
            a, b, first, second = a + 1, b + 1, None, None
            continue
        if surplus >= 0:
            yield old[a], None
            a, first = a + 1, None
        if surplus <= 0:
            yield None, new[b]
            b, second = b + 1, None
    yield from ((part, None) for part in old[a:])
    yield from ((None, part) for part in new[b:])
