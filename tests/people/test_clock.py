"""The newsroom's clock may be late by a round trip. It is never early."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection

from people import clock

NINE = datetime(2026, 5, 3, 9, tzinfo=UTC)


@pytest.fixture
def server(monkeypatch):
    """A database whose time and whose answers the test controls, with the monotonic clock of this host."""
    state = SimpleNamespace(moment=NINE, monotonic=100.0, measured=0, answers=True)

    def measure():
        if not state.answers:
            raise DatabaseError("gone")
        state.measured += 1
        monkeypatch.setattr(clock, "_reading", (state.moment, state.monotonic))
        return state.moment, state.monotonic

    monkeypatch.setattr(clock, "_reading", None)
    monkeypatch.setattr(clock, "_measure", measure)
    monkeypatch.setattr(clock, "connection", SimpleNamespace(vendor="postgresql"))
    monkeypatch.setattr("people.clock.time.monotonic", lambda: state.monotonic)
    return state


@pytest.mark.django_db
def test_now_is_in_utc_and_not_ahead_of_the_database():
    read = clock.now()
    assert read.tzinfo is UTC
    assert read <= clock.latest()


@pytest.mark.django_db
def test_on_postgresql_the_database_is_asked():
    if connection.vendor != "postgresql":
        assert abs(clock.latest() - datetime.now(UTC)) < timedelta(seconds=1)
        return
    moment, _arrived = clock._measure()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        assert moment <= cursor.fetchone()[0]


def test_between_readings_it_counts_on_from_the_moment_at_which_the_answer_arrived(server):
    assert clock.now() == NINE
    server.monotonic += 12
    assert clock.now() == NINE + timedelta(seconds=12)
    assert server.measured == 1


def test_after_half_a_minute_the_database_is_asked_again(server):
    clock.now()
    server.monotonic += clock.REMEASURE_AFTER + 1
    server.moment = NINE + timedelta(seconds=30)
    assert clock.now() == server.moment
    assert server.measured == 2


def test_a_database_that_is_gone_does_not_stop_the_clock(server):
    clock.now()
    server.answers = False
    server.monotonic += 60
    assert clock.now() == NINE + timedelta(seconds=60)


def test_a_reading_that_took_long_is_taken_again(monkeypatch):
    """Its answer is as old as the way back was long, and would make this worker late for half a minute."""
    taken = iter([(NINE, 5.0), (NINE + timedelta(seconds=6), 0.01)])
    ticks = SimpleNamespace(now=100.0)

    class Cursor:
        def __enter__(self):
            return self

        def __exit__(self, *_error):
            pass

        def execute(self, _sql):
            self.moment, took = next(taken)
            ticks.now += took

        def fetchone(self):
            return (self.moment,)

    monkeypatch.setattr(clock, "_reading", None)
    monkeypatch.setattr(clock, "connection", SimpleNamespace(vendor="postgresql", cursor=Cursor))
    monkeypatch.setattr("people.clock.time.monotonic", lambda: ticks.now)
    assert clock.now() == NINE + timedelta(seconds=6)


def test_without_any_reading_there_is_no_time_to_tell(server):
    server.answers = False
    with pytest.raises(DatabaseError):
        clock.now()


def test_a_request_lives_in_one_moment(server):
    with clock.for_request() as moment:
        server.monotonic += 5
        assert clock.now() == moment == NINE
    assert clock.now() == NINE + timedelta(seconds=5)


def test_a_decision_under_a_lock_is_taken_at_the_time_it_is_taken(server):
    with clock.for_request():
        server.moment = NINE + timedelta(seconds=8)
        assert clock.latest() == NINE + timedelta(seconds=8)
        assert clock.now() == NINE


def test_tests_travel_in_time():
    with clock.at(NINE), clock.for_request():
        assert clock.now() == clock.latest() == NINE
        with clock.at(NINE + timedelta(days=1)):
            assert clock.now() == NINE + timedelta(days=1)


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"), clock.at(datetime(2026, 5, 3, 9)):  # noqa: DTZ001
        pass
