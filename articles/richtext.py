"""Rich text: what an editor may write, and the one sanitiser for it, applied on write and again on render."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any
from urllib.parse import urlsplit

import nh3
from django.db import models
from django_prose_editor.fields import ProseEditorField

SANITISER_VERSION = 2
"""Raise when the rules below change; editions are then rendered anew."""

EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
    "History": True,
}
TAGS = {"p", "br", "h2", "h3", "ul", "ol", "li", "strong", "em", "a", "blockquote"}
SCHEMES = {"http", "https", "mailto", "tel"}
_INVISIBLE = re.compile(
    r"[\x00-\x20\x7f-\xa0\u00ad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ue000\ue001]")
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)[^>]*>?")
_NESTING = 100
"""Elements that may be open within each other; no text needs more, and parsers take the square of it in time."""

_FLAT = {"p", "li", "dt", "dd", "br", "hr", "img", "wbr", "input", "option", "tr", "td", "th", "tbody", "thead", "col"}
"""Elements that hold nothing, or that the next of their kind closes."""


def safe_address(address: str) -> str | None:
    """The address of a link if it leads to the web, to mail, to a telephone or within the site; else None.

    Browsers drop control characters and some spaces before they look for the scheme; so does this.
    """
    plain = _INVISIBLE.sub("", address)
    if plain.startswith("//") or "\\" in plain:
        return None
    try:
        parts = urlsplit(plain)
    except ValueError:
        return None
    if parts.scheme:
        return plain if parts.scheme in SCHEMES and (parts.netloc or parts.scheme in {"mailto", "tel"}) else None
    return plain if plain.startswith(("/", "#")) else None


def _attribute(tag: str, attribute: str, value: str) -> str | None:
    return safe_address(value) if (tag, attribute) == ("a", "href") else None


_cleaner = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={"script", "style", "svg", "math", "template", "iframe", "object"},
    attributes={"a": {"href"}},
    attribute_filter=_attribute,
    url_schemes=SCHEMES,
    link_rel=None,
    strip_comments=True,
)


def sanitise(html: str) -> str:
    """The allowed part of ``html``. Cleaning twice changes nothing, and takes time in proportion to the length."""
    html = _shallow(html)
    for _ in range(4):
        cleaned = _cleaner.clean(plain(html))  # cleaning turns character references into characters
        if cleaned == html:
            break
        html = cleaned
    return "" if html in {"<p></p>", "<p><br></p>"} else html


def plain(text: str) -> str:
    """A plain text without control characters, so that nothing typed can pass for one of our markers."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _shallow(html: str) -> str:
    """The same without what would open yet another element inside so many."""
    if html.count("<") <= _NESTING:
        return html
    opened: Counter[str] = Counter()
    depth = 0

    def keep(tag: re.Match[str]) -> str:
        nonlocal depth
        name = tag[2].lower()
        if name in _FLAT:
            return tag[0]
        step = -1 if tag[1] else 1
        if step > 0 and depth >= _NESTING:
            return ""
        if step > 0 or opened[name]:
            opened[name] += step
            depth += step
        return tag[0]

    return _TAG.sub(keep, html)


class RichTextField(ProseEditorField):
    """Rich text that is clean in the database whichever way it got there; ``create()`` does not call ``clean()``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("extensions", dict(EXTENSIONS))
        kwargs.setdefault("sanitize", sanitise)
        super().__init__(*args, **kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        html = sanitise(getattr(model_instance, self.attname) or "")
        setattr(model_instance, self.attname, html)
        return html
