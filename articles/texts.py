"""Plain texts as editors type them, taken apart."""

from __future__ import annotations

import re


def split_paragraphs(text: str) -> list[str]:
    """The paragraphs of a plain text: whatever an empty line separates, each on one line."""
    return [" ".join(part.split()) for part in re.split(r"\n[^\S\n]*\n", text.replace("\r", "\n")) if part.strip()]


def split_points(text: str) -> list[str]:
    """The points of a speech, one a line or one a paragraph, as the editor typed them."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    if re.search(r"\n[^\S\n]*\n", lines):
        return split_paragraphs(lines)
    return [" ".join(line.split()) for line in lines.split("\n") if line.strip()]
