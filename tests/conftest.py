"""What every test may count on."""

from __future__ import annotations

from pathlib import Path

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
