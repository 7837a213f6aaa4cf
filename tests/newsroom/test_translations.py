"""The interface words in other languages: all are there, none is a guess, and what is compiled is what is written.

After a change of words, run
``manage.py makemessages -l zh_Hans --add-location file --no-wrap --no-obsolete -i .venv -i tests -i var``,
translate what is new, then run ``manage.py compilemessages -l zh_Hans -i .venv``. Both need GNU gettext; the tests
do not.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from babel.messages import extract
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT: Path = settings.BASE_DIR
CATALOGUES = sorted(ROOT.glob("locale/*/LC_MESSAGES/django.po"))

KEPT = re.compile(r"%\(\w+\)[a-z]|%%|\{\w*\}|<[^>]+>")
"""What a translation takes over letter by letter: placeholders, and tags."""

LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(_|n?p?gettext)\(({LITERAL}(?:, {LITERAL})*)")
"""As Django writes out the words of a template, with everything else on the page made unreadable."""

every_catalogue = pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def both_sides(message: Message) -> tuple[Any, list[Any]]:
    """The words, as they are for many where they are counted, and what they are translated to."""
    if message.pluralizable:
        return message.id[1], list(message.string or ())
    return message.id, [message.string]


def compiled(file: BinaryIO) -> dict[Any, str]:
    """Every entry but the header, as Django reads them."""
    return {key: text for key, text in vars(GNUTranslations(file))["_catalog"].items() if key}


def words_of_template(file: BinaryIO, *_rest: Any, **_options: Any) -> Iterator[tuple[int, str, Any, list[str]]]:
    """A method for Babel."""
    source = templatize(file.read().decode())
    for call in CALL.finditer(source):
        texts = tuple(ast.literal_eval(literal) for literal in re.findall(LITERAL, call[2]))
        yield source.count("\n", 0, call.start()) + 1, call[1], texts, []


def words_in_source() -> Iterator[tuple[str, Any, str | None]]:
    """Where, the words (one and many, where they are counted), and their context."""
    lazy = {f"{name}_lazy": extract.DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext", "npgettext")}
    keywords = {**extract.DEFAULT_KEYWORDS, **lazy}
    methods: Any = [("**.py", "python"), ("**.html", words_of_template), ("**.txt", words_of_template)]
    for room in ("people", "articles", "newsroom", "templates"):
        for name, line, words, _comments, context in extract.extract_from_dir(ROOT / room, methods, keywords=keywords):
            yield f"{room}/{name}:{line}", words, context


def test_there_are_translations():
    assert CATALOGUES


@every_catalogue
def test_every_word_of_the_interface_is_in_the_catalogue(path: Path):
    known = catalogue(path)
    words = list(words_in_source())
    rooms = {where.split("/")[0] for where, *_ in words}
    assert {"people", "articles", "templates"} <= rooms
    assert [(where, text) for where, text, context in words if known.get(text, context) is None] == []


@every_catalogue
def test_every_word_is_translated_and_none_is_a_guess(path: Path):
    for message in catalogue(path):
        if message.id:
            _source, texts = both_sides(message)
            assert texts, message.id
            assert all(texts), message.id
            assert not message.fuzzy, message.id


@every_catalogue
def test_placeholders_and_tags_stay_as_they_are(path: Path):
    for message in catalogue(path):
        source, texts = both_sides(message)
        for text in texts if source else []:
            assert sorted(KEPT.findall(text)) == sorted(KEPT.findall(source)), source


@every_catalogue
def test_what_is_compiled_is_what_is_written(path: Path):
    written = BytesIO()
    write_mo(written, catalogue(path))
    written.seek(0)
    with path.with_suffix(".mo").open("rb") as file:
        assert compiled(file) == compiled(written)
