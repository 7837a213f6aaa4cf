"""Deleting is recoverable: before a row of the desk goes, whoever keeps deleted rows is given it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model

Keeper = Callable[[Model, Any], None]
"""Gets a row that is about to be deleted, and by whom; inside the transaction of the deletion."""

_keepers: list[Keeper] = []


def register_keeper(keeper: Keeper) -> None:
    """Let a room further up keep what is deleted."""
    if keeper not in _keepers:
        _keepers.append(keeper)


def keep(row: Model, by: Any) -> None:
    """Call inside the transaction that deletes the row, before it does."""
    for keeper in _keepers:
        keeper(row, by)
