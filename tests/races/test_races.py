"""Two people at once, against gunicorn: one wins, the log says so once, and the other is told and keeps the text.

A few rounds of each kind run here. For a long run set how many, and let it print who won:
``NEWSROOM_RACES=100 pytest tests/races -s``.
"""

from __future__ import annotations

import json
import os
import random
import sys

import pytest

from tests.races.rounds import ROUNDS
from tests.serving import empty_site, served

TIMES = int(os.environ.get("NEWSROOM_RACES", "5"))
"""Rounds of each kind."""

ENOUGH = 50
"""Rounds after which both sides have won at least once, or the race is none."""


@pytest.fixture(scope="module")
def won(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, int]]:
    """How often who won, by the name of the round. What must hold of each is asserted where it is run."""
    seed = random.randrange(10**6)  # noqa: S311
    settings = {"WEB_CONCURRENCY": "2", "NEWSROOM_DATABASE_POOL": "16"}
    with empty_site(tmp_path_factory.mktemp("races"), **settings) as site, served(site):
        told: dict[str, dict[str, int]] = json.loads(site.drive("tests.races.rounds", str(TIMES), str(seed)))
        assert "Traceback" not in site.log.read_text(), site.log.read_text()
    sys.stdout.write(f"\nSeed {seed}: {json.dumps(told)}\n")
    return told


@pytest.mark.parametrize("name", [each.__name__ for each in ROUNDS])
def test_of_two_one_wins_and_nothing_is_lost(won, name):
    assert sum(won[name].values()) >= TIMES
    if TIMES >= ENOUGH:
        assert len(won[name]) >= 2
