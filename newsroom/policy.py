"""The Content-Security-Policy of every page: nothing from elsewhere, nothing inline.

Two libraries of the admin put a style sheet into the page by script. Each is admitted by the hash of its text
and by nothing wider; a test in a real browser finds out when an upgrade changes one.
"""

from __future__ import annotations

import gettext
import re
from base64 import b64encode
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import to_locale

PROSE_EDITOR_STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"
"""What Tiptap, inside django-prose-editor, adds to the page."""


def package_directory(name: str) -> Path:
    """Where an installed package lies; nothing of it is imported, for settings are not there yet."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(name)
    return Path(spec.origin).parent


def content_editor_style(language: str, regions: list[str]) -> str:
    """The style sheet that content-editor adds, which holds three words in the language of the admin."""

    def translated(package: str, domain: str, word: str) -> str:
        directory = package_directory(package) / "locale"
        return gettext.translation(domain, directory, [to_locale(language)], fallback=True).gettext(word)

    script = package_directory("content_editor") / "static/content_editor/index.js"
    found = re.search(r"style\.textContent = `(.*?)`\n  document\.head", script.read_text("utf-8"), re.DOTALL)
    if found is None:
        raise ValueError("content-editor no longer adds its style sheet as newsroom/policy.py expects.")
    words = {
        'window.gettext("Hide")': translated("django.contrib.admin", "djangojs", "Hide"),
        'window.gettext("Show")': translated("django.contrib.admin", "djangojs", "Show"),
        "ContentEditor.messages.forDeletion": translated("content_editor", "django", "marked for deletion"),
        "ContentEditor.declaredRegions": ", ".join(f'[data-region="{region}"]' for region in regions),
    }

    def fill(match: re.Match[str]) -> str:
        for expression, text in words.items():
            if match[0].startswith(f"${{{expression}"):
                return text
        raise ValueError(f"content-editor's style sheet holds {match[0]}, which newsroom/policy.py does not know.")

    return re.sub(r"\$\{(?:[^{}`]|`[^`]*`)*\}", fill, found[1])


def hash_source(text: str) -> str:
    """How a policy names an inline text that it admits."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def content_security_policy(language: str, regions: list[str]) -> dict[str, Any]:
    """The setting CONTENT_SECURITY_POLICY for an admin in this language whose articles have these regions."""
    return {
        "DIRECTIVES": {
            "default-src": [NONE],
            "script-src": [SELF, NONCE],
            "style-src": [SELF, PROSE_EDITOR_STYLE, hash_source(content_editor_style(language, regions))],
            "img-src": [SELF],
            "font-src": [SELF],
            "media-src": [SELF],
            "connect-src": [SELF],
            "manifest-src": [SELF],
            "form-action": [SELF],
            "frame-ancestors": [NONE],
            "base-uri": [NONE],
        },
    }
