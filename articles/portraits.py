"""The picture that stands beside a name, or initials where there is none."""

from __future__ import annotations

import hashlib

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from articles.directory import Label, address

SIDE = 96
"""Pixels; the style sheet sets the size at which it is shown."""


def initials(name: str) -> str:
    """ "AÅ" for Anna Ångström; the family name's character for a Chinese name."""
    words = name.split()
    if not words:
        return ""
    return words[0][0] + words[-1][0] if len(words) > 1 else name[0]


def stamp_of(stored_name: str) -> str:
    """A word that changes with the picture and tells nothing of where it is stored."""
    return hashlib.sha256(stored_name.encode()).hexdigest()[:12]


def portrait_html(person: Label, language: str, base: str = "") -> SafeString:
    """A finished portrait of an executive whom readers may see."""
    image = None
    if person.portrait:
        url = base + address("portrait", language, person.public_id, stamp_of(person.portrait))
        image = {"url": url, "width": SIDE, "height": SIDE}
    context = {"image": image, "initials": initials(person.name(language))}
    return mark_safe(render_to_string("articles/parts/portrait.html", context).strip())
