"""Tables for spreadsheets, in which no cell is taken for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

BEGIN_FORMULAS = frozenset("=+-@＝＋－＠")
BEGIN_TROUBLE = frozenset("\t\r\n")
BYTE_ORDER_MARK = "\ufeff"
"""Without it a certain spreadsheet reads Chinese as something else."""


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def defused(value: Any) -> str:
    """A cell as text that a spreadsheet shows and does not execute; also where it cuts off white space first."""
    text = str(value)
    dangerous = text[:1] in BEGIN_TROUBLE or text.lstrip()[:1] in BEGIN_FORMULAS
    return f"'{text}" if text and dangerous else text


def rows_as_csv(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """A table line by line, each cell defused and in quotation marks."""
    writer: Any = csv.writer(_Echo(), quoting=csv.QUOTE_ALL)
    yield BYTE_ORDER_MARK
    for row in rows:
        yield writer.writerow([defused(cell) for cell in row])
