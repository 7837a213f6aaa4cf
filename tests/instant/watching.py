"""Readers who ask again and again while a second comes, and the clock of the database on either side of each answer.

Runs in a process of its own, beside gunicorn. It decides what shall happen, then only asks as a stranger does; nothing
but the newsroom's own servers is there to open or to close anything. Prints what was seen as JSON.
"""

from __future__ import annotations

import http.client
import json
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from articles import workflow
from articles.models import Article
from tests.articles import factories as make

OPENING, BEFORE, AFTER, WITHDRAWN, HELD = "Kingfisher", "Sandpiper", "Goldfinch", "Nightjar", "Wagtail"
"""A word in the headline of each release; nothing else on the site holds it."""

SPEAKER = "Ottoline Firstword"
"""Nobody hears of her before the release that quotes her."""

AHEAD = 4.9
"""Seconds, at most, from a decision to its second."""

PAUSE = 0.01
"""Seconds between two requests of one reader."""


@dataclass
class Sight:
    """One answer: when the database's clock said that it was asked for and finished, and what it showed."""

    path: str
    asked: float
    finished: float
    status: int
    words: list[str]


@dataclass
class Seen:
    """All that happened. Instants are seconds of Unix time by the database's clock."""

    opens: float = 0
    withdrawn: float = 0
    held_for: float = 0
    paths: dict[str, str] = field(default_factory=dict)
    sights: list[Sight] = field(default_factory=list)


def database_clock() -> float:
    """The clock that counts. SQLite's database is this host; PostgreSQL is asked."""
    if connection.vendor != "postgresql":
        return time.time()
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        return float(cursor.fetchone()[0])


class Reader(threading.Thread):
    """Asks for one page over and over until told to stop, each time by a new connection, so that every worker answers.

    Sends back the tag of the last answer, if there was one, as browsers do.
    """

    def __init__(self, path: str, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.path, self.stop = path, stop
        self.sights: list[Sight] = []
        self.failure = ""

    def run(self) -> None:
        kept: tuple[dict[str, str], list[str]] = ({}, [])
        try:
            while not self.stop.is_set():
                kept = self.look(*kept)
                time.sleep(PAUSE)
        except Exception as error:
            self.failure = f"{self.path}: {error!r}"
        finally:
            connection.close()

    def look(self, tags: dict[str, str], words: list[str]) -> tuple[dict[str, str], list[str]]:
        asking = http.client.HTTPConnection(urlsplit(settings.SITE_URL).netloc, timeout=20)
        asked = database_clock()
        asking.request("GET", self.path, headers={"Connection": "close", **tags})
        answer = asking.getresponse()
        body = answer.read().decode()
        finished = database_clock()
        asking.close()
        if answer.status != 304:
            words = [word for word in (OPENING, BEFORE, AFTER, WITHDRAWN, HELD, SPEAKER) if word in body]
        self.sights.append(Sight(self.path, asked, finished, answer.status, words))
        kept = {"If-None-Match": answer.getheader("ETag"), "If-Modified-Since": answer.getheader("Last-Modified")}
        return {name: value for name, value in kept.items() if value}, words


def main() -> None:
    """Let things happen, watch, and print it all. Each step waits until every page was asked for since the last."""
    seen = Seen()
    meeting = make.meeting("Spring summit", instant(database_clock()).date())
    rows = prepare(meeting)
    readers, stop = watch(seen, rows, meeting)
    all_asked_since(readers, database_clock())

    seen.opens = soon()
    issue(rows[OPENING], seen.opens)
    rows[BEFORE].headline = f"{AFTER} on the river"
    issue(make.save(rows[BEFORE]), seen.opens)
    sleep_until(seen.opens + 1)
    all_asked_since(readers, seen.opens + 1)

    live = rows[WITHDRAWN]
    workflow.withdraw(live, by=None, version=live.version, reason="A figure was wrong.")
    seen.withdrawn = live.editions.get().withdrawn_at.timestamp()  # type: ignore[union-attr]
    seen.held_for = soon()
    issue(rows[HELD], seen.held_for)
    all_asked_since(readers, database_clock())
    sleep_until(seen.held_for - 3)
    workflow.hold(by=None, reason="The figures have to be looked at again.")
    sleep_until(seen.held_for + 0.5)
    all_asked_since(readers, seen.held_for + 0.5)

    stop.set()
    for reader in readers:
        reader.join()
        if reader.failure:
            raise RuntimeError(reader.failure)
        seen.sights += reader.sights
    sys.stdout.write(json.dumps(asdict(seen)))


def soon() -> float:
    """A full second some seconds ahead."""
    return float(int(database_clock() + AHEAD))


def all_asked_since(readers: list[Reader], moment: float) -> None:
    """Wait until every reader has asked after a moment, and has the answer."""
    while not all(reader.sights and reader.sights[-1].asked > moment for reader in readers):
        if failures := [reader.failure for reader in readers if reader.failure]:
            raise RuntimeError(failures)
        time.sleep(PAUSE)


def instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def prepare(meeting: Any) -> dict[str, Article]:
    """A release for each word: two are live, all are about one meeting, and the first quotes somebody unknown."""
    rows = {
        word: make.article(f"{word} on the river", meetings=[meeting]) for word in (OPENING, BEFORE, WITHDRAWN, HELD)
    }
    make.add_remark(rows[OPENING], make.executive(SPEAKER, hidden=True), "We begin.")
    make.save(rows[OPENING])
    for word in (BEFORE, WITHDRAWN):
        workflow.publish(rows[word], by=None, version=rows[word].version)
    return rows


def issue(article: Article, opens: float) -> None:
    workflow.schedule(article, instant(opens), by=None, version=article.version)


def watch(seen: Seen, rows: dict[str, Article], meeting: Any) -> tuple[list[Reader], threading.Event]:
    """Set a reader before each page where something is to come or to go."""
    seen.paths = {word: f"/news/{word.lower()}-on-the-river/" for word in rows}
    everywhere = ["/", "/news/", "/news.json", f"/meetings/{meeting.slug}/", "/people/ottoline-firstword/"]
    stop = threading.Event()
    readers = [Reader(path, stop) for path in (*everywhere, *seen.paths.values())]
    for reader in readers:
        reader.start()
    return readers, stop


def sleep_until(moment: float) -> None:
    while (left := moment - database_clock()) > 0:
        time.sleep(min(left, 0.05))
