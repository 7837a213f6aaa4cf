"""Names in several languages: how they are found, ordered and turned into addresses.

``I18nCharField`` stores escaped JSON, which a database can neither search nor sort. Each model with a name
therefore keeps a ``search_key`` and a ``sort_key``, both computed here.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from i18nfield.fields import I18nFieldMixin
from i18nfield.strings import LazyI18nString
from pypinyin import Style, lazy_pinyin

NAME_LENGTH = 200
"""Characters that a name may have in each language."""

_SORTED_LENGTH = 200
"""Characters of a name that count for its order: an index of PostgreSQL takes no more than 2,704 bytes."""

_SPECIAL = str.maketrans(
    {"æ": "ae", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "œ": "oe", "þ": "th", "’": "'", "‘": "'", "ʼ": "'", "‐": "-"}
)


def fold(text: str) -> str:
    """Reduce a text to what a reader types: lower case, no accents, full-width forms and spaces made plain.

    Folding twice changes nothing. Characters that nobody sees, NUL among them, are dropped.
    """
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = "".join(c for c in decomposed if not _is_dropped(c)).translate(_SPECIAL)
    return " ".join(unicodedata.normalize("NFKC", kept).split())


def _is_dropped(character: str) -> bool:
    if character.isspace():
        return False
    return bool(unicodedata.combining(character)) or unicodedata.category(character) in {"Cc", "Cf"}


def _words(run: str) -> Any:
    """How pypinyin shall take what is not Chinese; it knows lists, though its types do not say so."""
    return run.split()


def sort_key(text: str) -> str:
    """Order names as readers expect: Latin without accents, Chinese by pinyin with tones, digits by character."""
    syllables = lazy_pinyin(text[:_SORTED_LENGTH], style=Style.TONE3, errors=_words)
    return fold(" ".join(syllables))[:_SORTED_LENGTH]


def slugify(text: str, limit: int = 80) -> str:
    """An address from a name or headline: ASCII letters, digits and hyphens; Chinese as pinyin; cut at a word."""
    plain = fold(" ".join(lazy_pinyin(text[: 5 * limit], errors=_words)))
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:limit]
        if len(longer) > limit:
            break
        slug = longer
    return slug


def in_language(value: Any, language: str) -> str:
    """The text of a name in one language, or in the nearest one that it is given in."""
    return (value if isinstance(value, LazyI18nString) else LazyI18nString(value)).localize(language)


def has_language(value: Any, language: str) -> bool:
    """Whether a name is really given in this language, rather than borrowed from another one."""
    data = getattr(value, "data", None)
    return bool(data.get(language)) if isinstance(data, dict) else False


def all_texts(value: Any) -> list[str]:
    """Every text of a name, each language once, in the order of the settings."""
    data = getattr(value, "data", value)
    if isinstance(data, dict):
        order = [code for code, _ in settings.LANGUAGES]
        codes = sorted(data, key=lambda code: order.index(code) if code in order else len(order))
        return [data[code] for code in codes if data[code]]
    return [str(data)] if data else []


def search_words(text: str) -> list[str]:
    """The words that somebody looks for, folded as the keys are; more than a few are not read."""
    return fold(text[:200]).split()[:8]


def validate_name(value: Any) -> None:
    """Raises ValidationError for a name that is too long for a headline, a button or an index."""
    if any(len(text) > NAME_LENGTH for text in all_texts(value)):
        raise ValidationError(_("Use at most %(limit)d characters."), params={"limit": NAME_LENGTH})


class KeyField(models.TextField):
    """A folded key, ordered by code point, so that SQLite and PostgreSQL agree whatever the server's locale."""

    def db_parameters(self, connection: Any) -> dict[str, Any]:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


def _key_sources(model: type[models.Model]) -> tuple[str, ...]:
    return model.KEY_SOURCES if issubclass(model, Named) else ()


class NamedQuerySet(models.QuerySet):
    """Keeps the keys true on bulk writes too, which do not call ``save()``."""

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        objs = list(objs)
        for obj in objs:
            obj.set_keys()
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, objs: Any, fields: Any, *args: Any, **kwargs: Any) -> int:
        objs, fields = list(objs), list(fields)
        if set(fields) & set(_key_sources(self.model)):
            for obj in objs:
                obj.set_keys()
            fields = list(dict.fromkeys([*fields, "search_key", "sort_key"]))
        return super().bulk_update(objs, fields, *args, **kwargs)

    def update(self, **values: Any) -> int:
        if set(values) & set(_key_sources(self.model)) and not {"search_key", "sort_key"} <= set(values):
            raise ValueError("Names carry keys: save the rows or use bulk_update().")
        return super().update(**values)

    def search(self, words: str) -> Any:
        """Rows in whose names, in any language or spelling, every one of the words occurs."""
        found = self
        for word in search_words(words):
            found = found.filter(search_key__contains=word)
        return found


class Named(models.Model):
    """A row with a name: keeps the keys by which staff find and order it."""

    KEY_SOURCES: tuple[str, ...] = ("name",)

    search_key = KeyField(editable=False, default="")
    sort_key = KeyField(editable=False, default="", db_index=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        for field in self._meta.concrete_fields:
            if isinstance(field, I18nFieldMixin):
                setattr(self, field.attname, field.to_python(getattr(self, field.attname)))
        self.set_keys()
        if (fields := kwargs.get("update_fields")) is not None and set(fields) & set(self.KEY_SOURCES):
            kwargs["update_fields"] = {*fields, "search_key", "sort_key"}
        super().save(*args, **kwargs)

    def set_keys(self) -> None:
        """Compute both keys from ``KEY_SOURCES``, the first of which is the name the row is ordered by."""
        texts = [text for source in self.KEY_SOURCES for text in all_texts(getattr(self, source))]
        texts += self.further_names()
        self.search_key = "\n".join(dict.fromkeys(fold(text) for text in texts))
        self.sort_key = sort_key(in_language(getattr(self, self.KEY_SOURCES[0]), settings.LANGUAGE_CODE))

    def further_names(self) -> list[str]:
        """Other spellings by which this row is found."""
        return []
