"""Plain texts as editors type them, taken apart."""

from __future__ import annotations

import re

_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n")


def split_paragraphs(text: str) -> list[str]:
    """The paragraphs of a plain text: whatever an empty line separates, each on one line."""
    return [" ".join(part.split()) for part in _EMPTY_LINE.split(_lines(text)) if part.strip()]


def split_points(text: str) -> list[str]:
    """The points of a speech, one a line or one a paragraph, as the editor typed them."""
    lines = _lines(text)
    if _EMPTY_LINE.search(lines):
        return split_paragraphs(lines)
    return [" ".join(line.split()) for line in lines.split("\n") if line.strip()]


def _lines(text: str) -> str:
    """The text with every line ended as here; browsers send two characters for one end."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
