"""What the repository holds: locks without hosts, no trace of one machine, commands that can be run."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

ROOT: Path = settings.BASE_DIR
LOCKS = ["requirements.txt", "requirements-dev.txt"]


def tracked_files() -> list[Path]:
    """The files that git knows, or nothing in an archive without git."""
    result = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    return [ROOT / name for name in result.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_and_hashes_everything_and_names_no_host(name: str):
    text = (ROOT / name).read_text()
    assert "://" not in text
    assert not re.search(r"^-", text, re.MULTILINE), "a lock holds no options"
    for requirement in re.findall(r"^[a-z](?:[^\n]*\\\n)*[^\n]*", text, re.MULTILINE):
        assert re.match(r"[a-z0-9._\[\],-]+==[^ ]+", requirement, re.IGNORECASE), requirement
        assert "--hash=sha256:" in requirement, requirement


def test_what_runs_is_tested_in_the_same_versions():
    def pins(name: str) -> dict[str, str]:
        return dict(re.findall(r"^([a-z0-9-]+)(?:\[[^\]]*\])?==([^ ;\\]+)", (ROOT / name).read_text(), re.MULTILINE))

    runtime, development = pins(LOCKS[0]), pins(LOCKS[1])
    assert runtime
    assert {name: development.get(name) for name in runtime} == runtime


def test_no_file_names_a_machine():
    homes = re.compile(rb"(?:^|[\s\"'=(:])/(?:root|home|Users)/\w", re.MULTILINE)
    own = str(ROOT).encode()
    for path in tracked_files():
        content = path.read_bytes()
        if b"\0" in content or path == Path(__file__):
            continue
        assert not homes.search(content), path
        assert own not in content, path


@pytest.mark.parametrize("name", ["manage.py", ".ci/run", "deploy/install", "deploy/test-tools"])
def test_commands_can_be_run(name: str):
    assert os.access(ROOT / name, os.X_OK)
