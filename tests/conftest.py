"""What every test may count on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from articles import facets


class BrowserInOneWorker(LoadScopeScheduling):
    """Browser tests share one worker, so that there is one server and one browser; others go where there is room.

    pytest-xdist's own groups by mark need a nodeid that can be written to, which pytest no longer has.
    """

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if nodeid.startswith("tests/browser/") else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Divide the tests among the workers of `-n`."""
    return BrowserInOneWorker(config, log)


DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback"}
WITH_A_SERVER = ("tests/instant/", "tests/races/")
"""Their tests ask a real server, which has a database of its own in DATABASE_URL's server."""

BROWSERS_ON_BOTH = ("tests/browser/test_every_page.py", "tests/browser/test_admin_release.py")
"""Of the tests in a browser, those that walk through the whole site, and from draft to live."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a second run, on another database, leave out what would come out the same."""
    parser.addoption(
        "--with-database-only",
        action="store_true",
        help="leave out the tests that touch no database, and most of those in a browser; says how many",
    )


def depends_on_the_database(item: pytest.Item) -> bool:
    """Whether a test could come out otherwise on another database.

    pytest-django lets no test near the database that does not ask for it.
    """
    if item.nodeid.startswith("tests/browser/"):
        return item.nodeid.startswith(BROWSERS_ON_BOTH)
    if item.nodeid.startswith(WITH_A_SERVER) or item.get_closest_marker("django_db") is not None:
        return True
    return not DATABASE_FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what ``--with-database-only`` says."""
    if config.getoption("--with-database-only"):
        left_out = [item for item in items if not depends_on_the_database(item)]
        items[:] = [item for item in items if depends_on_the_database(item)]
        config.hook.pytest_deselected(items=left_out)
        config.stash[LEFT_OUT] = len(left_out)


LEFT_OUT = pytest.StashKey[int]()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Let the workers of `-n` tell how many they left out: pytest-xdist does not."""
    if (told := getattr(session.config, "workeroutput", None)) is not None:
        told["left_out"] = session.config.stash.get(LEFT_OUT, 0)


def pytest_testnodedown(node: Any) -> None:
    """Each worker has collected, and left out, the same."""
    node.config.stash[LEFT_OUT] = getattr(node, "workeroutput", {}).get("left_out", 0)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Never leave out anything silently."""
    if config.getoption("--with-database-only"):
        terminalreporter.write_line(
            f"--with-database-only: {config.stash.get(LEFT_OUT, 0)} tests that come out the same on any database were"
            " left out"
        )


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path, settings) -> None:
    """Each test has a store of files of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "media"},
        },
    }


@pytest.fixture(autouse=True)
def _no_index_of_another_test() -> None:
    """A test's database goes back in time when it ends; what the process remembers of it must not outlive it."""
    facets.forget()
