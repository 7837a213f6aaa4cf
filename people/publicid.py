"""Identifiers that outsiders may see. They are random, so that they count nothing and reveal no order."""

from __future__ import annotations

import secrets
from collections.abc import Callable

ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
LENGTH = 16


def _random() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


_source: Callable[[], str] = _random


def new_public_id() -> str:
    """Sixteen characters, 80 bits: unguessable, and short enough for an address."""
    return _source()


def use_source(source: Callable[[], str] | None) -> None:
    """Let a test supply the identifiers, so that two newsrooms driven alike come out alike."""
    global _source
    _source = source or _random
