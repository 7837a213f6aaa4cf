"""Starting on a machine with nothing prepared."""

import importlib.util
import os
import socket
import stat
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings

START = settings.BASE_DIR / "deploy/start.py"


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """deploy/start.py, keeping its things in a directory of the test's."""
    spec = importlib.util.spec_from_file_location("start", START)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VAR_DIR", tmp_path)
    return module


def test_the_key_is_made_once_and_for_its_owner_alone(start: ModuleType):
    path = start.own_key()
    key = path.read_text()
    assert len(key.strip()) >= 50
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert start.own_key().read_text() == key


def test_the_address_of_the_site_follows_the_port(start: ModuleType, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(os, "environ", {"DJANGO_SETTINGS_MODULE": "tests.settings"})
    start.set_environment(8123)
    assert os.environ["SITE_URL"] == "http://127.0.0.1:8123"
    assert os.environ["NEWSROOM_BIND"] == "127.0.0.1:8123"
    assert os.environ["SECRET_KEY_FILE"] == str(start.VAR_DIR / "secret_key")


def test_what_the_environment_says_stays(start: ModuleType, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(os, "environ", {"SITE_URL": "http://press.test:9", "SECRET_KEY": "x"})
    start.set_environment(9)
    assert os.environ["SITE_URL"] == "http://press.test:9"
    assert "SECRET_KEY_FILE" not in os.environ


def run(port: str) -> subprocess.CompletedProcess[str]:
    """Try to serve on this port."""
    return subprocess.run(
        [sys.executable, str(START), "serve"],
        env={"PORT": port},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "80a", "٨٠"])
def test_a_port_that_is_none_is_refused(port: str):
    result = run(port)
    assert result.returncode == 1
    assert result.stderr.startswith("PORT is not a number from 1 to 65535. For example: make run PORT=8001")


def test_a_port_in_use_is_refused():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run(str(port))
    assert result.returncode == 1
    assert f"Port {port} of 127.0.0.1 cannot be had" in result.stderr
