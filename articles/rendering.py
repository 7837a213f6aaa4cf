"""From the record to finished HTML, and from finished HTML to the page.

An edition is rendered once. What may change later (addresses, portraits, dates) is left open as *markers*, two
private-use characters around ``kind:id``, which ``fill()`` replaces at each read. Nothing that an editor types can be a
marker: ``articles.richtext`` removes these characters.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import lru_cache
from html import unescape
from typing import Any

from django.template.loader import get_template, render_to_string
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from articles.models.kinds import ReleaseType
from articles.richtext import SANITISER_VERSION, safe_address, sanitise
from people import names

BODY_TEMPLATE = "articles/parts/body.html"
CARD_TEMPLATE = "articles/parts/card.html"
RENDERING_VERSION = 2
"""Raise when this module or the words in those templates' translations change; the templates tell by themselves."""

_MARKER = re.compile("\ue000([a-z]+):([a-z0-9]*)\ue001")

Resolve = Callable[[str, str], str]
"""Gives the text or HTML that stands for a marker of a kind with an id."""


def marker(kind: str, identifier: str = "") -> SafeString:
    """A place left open in finished HTML."""
    return mark_safe(f"\ue000{kind}:{identifier}\ue001")


def fill(html: str, resolve: Resolve) -> SafeString:
    """Finished HTML with every marker replaced; linear in its length."""
    return mark_safe(_MARKER.sub(lambda match: resolve(match[1], match[2]), html))


@lru_cache(maxsize=1)
def version() -> str:
    """What finished HTML is stamped with: changes whenever the templates or the sanitiser do."""
    sources = "".join(get_template(name).template.source for name in (BODY_TEMPLATE, CARD_TEMPLATE))  # type: ignore[attr-defined]
    return f"{hashlib.sha256(sources.encode()).hexdigest()[:12]}.{SANITISER_VERSION}.{RENDERING_VERSION}"


def render_body(record: dict[str, Any], language: str) -> str:
    """The body of a release. ``record`` has the shape that ``articles.publishing`` writes."""
    context = {
        "blocks": [_block(block) for block in record["blocks"]],
        "disclosure": record.get("disclosure"),
        "standing": [text for text in (record.get("forward_looking"), record["boilerplate"]) if text],
        "contact": record["contact"],
        "language": language,
    }
    with translation.override(language):
        return _tight(render_to_string(BODY_TEMPLATE, context))


def render_card(edition: Any) -> str:
    """The entry of a release in a list."""
    with translation.override(edition.language):
        context = {
            "edition": edition,
            "type_label": str(ReleaseType(edition.type).label),
            "markers": {"url": marker("url"), "date": marker("date")},
        }
        return _tight(render_to_string(CARD_TEMPLATE, context))


def plain_text(record: dict[str, Any]) -> str:
    """The words of a release without markup, for search, JSON and mail.

    Without what stands at the end of many: it would make each of them found by every word of it.
    """
    parts: list[str] = []
    for block in record["blocks"]:
        if block["kind"] == "text":
            parts += plain_paragraphs(block["html"])
        elif block["kind"] == "remark":
            who = ", ".join(part for part in (block["name"], block["capacity"]) if part)
            parts.append(who)
            parts += [part for part in (block["text"],) if part]
            parts += [f"{ordinal}. {point['text']}" for ordinal, point in enumerate(block["points"], 1)]
        elif block["kind"] == "picture":
            parts += [part for part in (block["caption"],) if part]
        else:
            parts.append(block["title"])
    return "\n\n".join([*parts, *_identifiers(record.get("disclosure"))])


def _identifiers(disclosure: dict[str, Any] | None) -> list[str]:
    """By what investors look an announcement up; the same words in every language."""
    if disclosure is None:
        return []
    found = [disclosure["filing_reference"], *(f"ISIN {isin}" for isin in disclosure["isin"]), *disclosure["tickers"]]
    return [words for words in found if words]


def search_text(edition: Any, words: str) -> str:
    """Everything that a reader may search a release by, folded."""
    return names.fold(" ".join((edition.headline, edition.standfirst, edition.dateline_city, words)))


def _tight(html: str) -> str:
    """HTML without the empty lines and the indentation of templates."""
    return "\n".join(line.strip() for line in html.splitlines() if line.strip())


def plain_paragraphs(html: str) -> list[str]:
    """The words of a rich text, paragraph by paragraph."""
    spaced = re.sub(r"</(?:p|h2|h3|li|blockquote)>|<br>", "\n", html)
    return [" ".join(line.split()) for line in unescape(strip_tags(spaced)).split("\n") if line.strip()]


def _block(block: dict[str, Any]) -> dict[str, Any]:
    kind = block["kind"]
    if kind == "text":
        return {"kind": kind, "html": mark_safe(sanitise(block["html"]))}
    if kind == "remark":
        return {"kind": kind, "remark": _remark(block)}
    if kind == "picture":
        return {"kind": kind, "picture": {**block, "marker": marker("picture", block["id"])}}
    if kind == "file":
        return {"kind": kind, "file": {**block, "marker": marker("file", block["id"])}}
    return {"kind": kind, "video": {**block, "url": safe_address(block["url"]) or ""}}


def _remark(block: dict[str, Any]) -> dict[str, Any]:
    anchor = f"r{block['anchor']}"
    return {
        "anchor": anchor,
        "speaker_name": block["name"],
        "capacity": block["capacity"],
        "speaker_url": marker("person", block["speaker"]),
        "portrait": marker("portrait", block["speaker"]),
        "meeting_names": [
            {"name": meeting["name"], "url": marker("meeting", meeting["id"])} for meeting in block["meetings"]
        ],
        "opening": [paragraph for paragraph in block["text"].split("\n\n") if paragraph],
        "points": [
            {
                "anchor": f"{anchor}-p{point['number']}",
                "ordinal": ordinal,
                "paragraphs": [point["text"]],
            }
            for ordinal, point in enumerate(block["points"], 1)
        ],
    }
