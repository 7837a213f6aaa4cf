"""Typed readers of the environment, for settings.py alone.

A setting that is missing or malformed stops the start with the name of its variable and an example, and never
with its value: what is malformed may be a secret pasted into the wrong place. Any secret `X` may be given as
`X_FILE`, a file that holds it, as systemd credentials and container secrets do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit
from zoneinfo import ZoneInfo

import environ
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off", ""})

RELEASE_TYPES = frozenset({"press-release", "news", "speech", "statement", "media-advisory", "results", "regulatory"})
"""As in `articles.models.kinds`, which cannot be imported before there are settings; a test compares the two."""

SIGNERS = frozenset({"legal", "investor-relations"})


class SettingError(ImproperlyConfigured):
    """A variable of the environment cannot be used; the message says which, why, and what would do."""

    def __init__(self, name: str, problem: str, example: str) -> None:
        super().__init__(f"{name} {problem}. For example: {name}={example}")


class Environment:
    """Reads one variable at a time, from a mapping so that tests need not touch the process's own."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self.variables = variables

    def text(self, name: str, default: str | None = None, *, example: str = "text") -> str:
        """The value without the white space around it; an empty one counts as missing."""
        value = self.variables.get(name, "").strip()
        if value:
            return value
        if default is None:
            raise SettingError(name, "is missing", example)
        return default

    def secret(self, name: str, default: str | None = None, *, example: str) -> str:
        """`name` or the content of the file that `name_FILE` names; both at once is refused as ambiguous."""
        file_name = f"{name}_FILE"
        path = self.variables.get(file_name, "").strip()
        if not path:
            try:
                return self.text(name, default, example=example)
            except SettingError as error:
                raise SettingError(name, f"is missing, and so is {file_name}", example) from error
        example_path = f"/etc/newsroom/{name.lower()}"
        if self.variables.get(name, "").strip():
            raise SettingError(file_name, f"and {name} are both set; keep one", example_path)
        try:
            value = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingError(file_name, "names a file that cannot be read", example_path) from error
        if not value:
            raise SettingError(file_name, "names an empty file", example_path)
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """A yes or no; anything else is refused, since a mistyped `DEBUG` must not mean one of them."""
        value = self.variables.get(name, "").strip().lower()
        if name not in self.variables:
            return default
        if value in TRUE:
            return True
        if value in FALSE:
            return False
        raise SettingError(name, "is neither yes nor no", "no")

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        """A whole number between `least` and `most`, both included."""
        value = self.text(name, str(default))
        if not re.fullmatch(r"[0-9]{1,9}", value) or not least <= int(value) <= most:
            raise SettingError(name, f"is not a whole number from {least} to {most}", str(default))
        return int(value)

    def words(self, name: str, default: list[str], *, example: str, optional: bool = False) -> list[str]:
        """Words between commas."""
        value = self.text(name, ",".join(default), example=example)
        words = [word.strip() for word in value.split(",") if word.strip()]
        if not words and not optional:
            raise SettingError(name, "holds no word", example)
        return words

    def sign_offs(self, name: str, default: str) -> dict[str, tuple[str, ...]]:
        """From a type of release to those who must sign it off besides an editor; `none` if nobody has to."""
        required: dict[str, tuple[str, ...]] = {}
        if self.text(name, default).lower() == "none":
            return required
        for word in self.words(name, default.split(","), example=default, optional=True):
            kind, equals, signers = word.partition("=")
            chosen = tuple(signer.strip() for signer in signers.split("+"))
            if kind.strip() not in RELEASE_TYPES or not equals or not set(chosen) <= SIGNERS:
                raise SettingError(name, "is not a list of types of releases, each with who signs them off", default)
            required[kind.strip()] = chosen
        return required

    def languages(self, name: str, default: str) -> list[tuple[str, str]]:
        """Codes of languages, the default one first, each with the name it gives itself."""
        codes = self.words(name, default.split(","), example=default)
        for code in codes:
            if "name_local" not in LANG_INFO.get(code, {}):
                raise SettingError(name, "holds a code that Django does not know", default)
        if len(set(codes)) < len(codes):
            raise SettingError(name, "names a language twice", default)
        return [(code, str(LANG_INFO[code]["name_local"])) for code in codes]

    def time_zone(self, name: str, default: str) -> str:
        """A zone of the IANA database, under its own name."""
        value = self.text(name, default)
        try:
            ZoneInfo(value)
        except (OSError, ValueError, LookupError) as error:
            raise SettingError(name, "is no time zone that this machine knows", "Europe/London") from error
        return value

    def site(self, name: str, default: str) -> SplitResult:
        """The site's own address: http or https, a host, perhaps a port, and nothing behind it."""
        value = self.text(name, default)
        example = "https://news.example.org"
        try:
            parts = urlsplit(value)
            port = parts.port
        except ValueError as error:
            raise SettingError(name, "is no address", example) from error
        if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0:
            raise SettingError(name, "is no address that begins with https:// or http://", example)
        if parts.path.strip("/") or parts.query or parts.fragment or parts.username or parts.password:
            raise SettingError(name, "holds more than the scheme, the host and the port", example)
        return parts._replace(path="", netloc=parts.netloc.lower())

    def folder(self, name: str, default: Path) -> Path:
        """A folder on this machine, as file:///absolute/path."""
        example = "file:///var/lib/newsroom/files"
        parts = urlsplit(self.text(name, default.as_uri(), example=example))
        if parts.scheme != "file" or parts.netloc or not parts.path.strip("/"):
            raise SettingError(name, "is no file:// address of a folder", example)
        return Path(unquote(parts.path))

    def database(self, name: str, default: str) -> dict[str, Any]:
        """Django's entry for one database, engine and place only; settings.py adds how it is to be used."""
        example = "postgres://newsroom:password@127.0.0.1:5432/newsroom"
        value = self.secret(name, default, example=example)
        scheme = value.partition(":")[0]
        if scheme not in {"sqlite", "postgres", "postgresql"}:
            raise SettingError(name, "is neither a sqlite:/// nor a postgres:// address", example)
        try:
            config: dict[str, Any] = environ.Env.db_url_config(value)
        except (ValueError, ImproperlyConfigured) as error:
            raise SettingError(name, "cannot be read as an address", example) from error
        if not config.get("NAME"):
            raise SettingError(name, "names no database", example)
        config["HOST"] = unquote(config.get("HOST", ""))  # a socket's directory, as libpq would have it
        return config

    def email(self, name: str, default: str) -> dict[str, Any]:
        """Django's EMAIL_* settings from one address."""
        example = "smtp+tls://newsroom:password@mail.example.org:587"
        try:
            config: dict[str, Any] = environ.Env.email_url_config(self.secret(name, default, example=example))
        except (ValueError, ImproperlyConfigured) as error:
            if isinstance(error, SettingError):
                raise
            raise SettingError(name, "cannot be read as an address", example) from error
        config.pop("OPTIONS", None)
        return config

    def cache(self, name: str) -> dict[str, Any]:
        """Django's entry for the cache: Redis where one is named, else this process's own memory."""
        example = "redis://127.0.0.1:6379/0"
        value = self.secret(name, "locmemcache://newsroom", example=example)
        if value.partition(":")[0] not in {"redis", "rediss", "locmemcache"}:
            raise SettingError(name, "is neither a redis:// nor a rediss:// address", example)
        if value.startswith("redis"):
            try:
                import redis  # noqa: F401, PLC0415
            except ImportError as error:
                raise SettingError(name, "needs the Python package redis, which is not installed", example) from error
            return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": value}
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "newsroom"}
