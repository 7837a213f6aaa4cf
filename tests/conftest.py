"""What every test may count on."""

from __future__ import annotations

from pathlib import Path

import pytest

from articles import facets


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
