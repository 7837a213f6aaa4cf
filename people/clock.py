"""The newsroom's one clock: the database's time, as every worker and every host sees it.

Embargoes open by comparing a stored instant with ``now()``. If each host trusted its own clock, a fast one
would open an embargo early. On PostgreSQL a worker therefore keeps a reading of ``clock_timestamp()`` together
with the monotonic time at which the answer *arrived*, and counts on from there: the result is late by at most one
round trip and never early. On SQLite the database is this host, so the host's clock is the database's.

All instants are timezone-aware and in UTC.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

from django.db import DatabaseError, connection

logger = logging.getLogger(__name__)

REMEASURE_AFTER = 30.0
"""Seconds for which a reading of the database's clock is trusted before it is taken again."""

PROMPT = 0.2
"""Seconds within which a reading should arrive. A slower one makes the newsroom late by as much, so it is repeated."""

ATTEMPTS = 3

_controlled: ContextVar[datetime | None] = ContextVar("clock_controlled", default=None)
_request: ContextVar[datetime | None] = ContextVar("clock_request", default=None)
_reading: tuple[datetime, float] | None = None
_lock = threading.Lock()


def now() -> datetime:
    """The instant that this piece of work lives in: one value for a whole request, fresh elsewhere."""
    return _controlled.get() or _request.get() or _fresh()


def latest() -> datetime:
    """The database's time at this very moment, for decisions taken under a lock that may have been waited for."""
    return _controlled.get() or (_measure()[0] if connection.vendor == "postgresql" else datetime.now(UTC))


@contextmanager
def for_request() -> Iterator[datetime]:
    """Hold one instant for a whole request, so that a page never straddles an embargo."""
    moment = now()
    token = _request.set(moment)
    try:
        yield moment
    finally:
        _request.reset(token)


@contextmanager
def at(moment: datetime) -> Iterator[datetime]:
    """Move the clock to ``moment`` for this thread of work; how tests travel."""
    if moment.tzinfo is None:
        raise ValueError("The clock takes instants with a time zone.")
    token = _controlled.set(moment.astimezone(UTC))
    try:
        yield moment
    finally:
        _controlled.reset(token)


def _fresh() -> datetime:
    if connection.vendor != "postgresql":
        return datetime.now(UTC)
    reading = _reading
    if reading is None or time.monotonic() - reading[1] > REMEASURE_AFTER:
        try:
            reading = _measure()
        except DatabaseError:
            if reading is None:
                raise
            logger.warning("The database's clock could not be read; counting on from the last reading.")
    moment, arrived = reading
    return moment + timedelta(seconds=time.monotonic() - arrived)


def _measure() -> tuple[datetime, float]:
    global _reading
    for _attempt in range(ATTEMPTS):
        asked = time.monotonic()
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            moment = cursor.fetchone()[0].astimezone(UTC)
        reading = (moment, time.monotonic())
        if reading[1] - asked <= PROMPT:
            break
    with _lock:
        _reading = reading
    return reading
