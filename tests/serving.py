"""A real newsroom for tests: gunicorn as in production, over a database of its own.

The database is an SQLite file or, where DATABASE_URL names a PostgreSQL server, a new database there. What a test has
to do beside the server, in the same database, it does in a process of its own, by ``Site.drive``.
"""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "a-password-of-the-tests"
STARTS_WITHIN = 60.0
"""Seconds that gunicorn has to answer its first request."""


@dataclass
class Site:
    """The newsroom under test."""

    url: str
    environment: dict[str, str] = field(repr=False)
    log: Path
    password: str = PASSWORD

    def manage(self, *arguments: str) -> str:
        """Run a management command on this newsroom and return what it prints."""
        return self._run("manage.py", *arguments)

    def drive(self, module: str, *arguments: str) -> str:
        """Call ``main()`` of a module of ours in a process of its own, on this newsroom, and return what it prints."""
        return self._run("-c", f"import django; django.setup(); from {module} import main; main()", *arguments)

    def _run(self, *arguments: str) -> str:
        command = [sys.executable, *arguments]
        result = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert result.returncode == 0, f"{arguments}: {result.stdout}{result.stderr}"
        return result.stdout


@contextmanager
def empty_site(directory: Path, **further: str) -> Iterator[Site]:
    """A newsroom with its tables and nothing in them, not served yet. Static files have their plain names."""
    (directory / "media").mkdir()
    url = f"http://127.0.0.1:{free_port()}"
    with new_database(directory) as database:
        environment = {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "tests.plain_settings",
            "SECRET_KEY": secrets.token_urlsafe(60),
            "SITE_URL": url,
            "DATABASE_URL": database,
            "MEDIA_STORAGE_URL": (directory / "media").as_uri(),
            "NEWSROOM_BIND": urlsplit(url).netloc,
            **further,
        }
        site = Site(url, environment, directory / "gunicorn.log")
        site.manage("migrate", "--verbosity=0")
        yield site


@contextmanager
def served(site: Site, application: str = "newsroom.wsgi:application") -> Iterator[None]:
    """gunicorn with its configuration of production, until the end of the block."""
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", application]
    with site.log.open("wb") as output:
        server = subprocess.Popen(command, cwd=ROOT, env=site.environment, stdout=output, stderr=output)
    try:
        wait_until_alive(server, site.url, site.log)
        yield
    finally:
        end(server)


def free_port() -> int:
    """A port of the loopback address that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def new_database(directory: Path) -> Iterator[str]:
    """The address of an empty database, which is gone afterwards."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield f"sqlite:///{directory / 'newsroom.sqlite3'}"
        return
    name = f"newsroom_site_{secrets.token_hex(4)}"
    place = urlsplit(server)
    socket_directory, _, database = place.path.rpartition("/")
    login = make_conninfo(
        host=place.hostname or socket_directory.removeprefix("/"),
        port=place.port,
        user=place.username,
        password=place.password,
        dbname=database,
    )
    with psycopg.connect(login, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield server.removesuffix(database) + name
    finally:
        with psycopg.connect(login, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def wait_until_alive(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    """Return once the server answers; fail with its log when it ends or does not."""
    give_up_at = time.monotonic() + STARTS_WITHIN
    while server.poll() is None and time.monotonic() < give_up_at:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5):  # noqa: S310
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"gunicorn did not start:\n{log.read_text()}")


def end(server: subprocess.Popen[bytes]) -> None:
    """Stop gunicorn and its workers, at the latest by force."""
    server.terminate()
    try:
        server.wait(timeout=15)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
