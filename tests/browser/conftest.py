"""A real newsroom and a real browser.

gunicorn serves the sample newsroom in production-like settings from a database of its own: an SQLite file, or,
where DATABASE_URL names a PostgreSQL server, a new database there. Tests see it only through the browser, and a
test fails when the browser reports an error, a violated policy or a request to any other host.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)
from psycopg.conninfo import make_conninfo

ROOT = Path(__file__).resolve().parent.parent.parent
PASSWORD = "a-password-of-the-tests"
STARTS_WITHIN = 60.0
"""Seconds that gunicorn has to answer its first request."""
PATIENCE = 15_000
"""Milliseconds that a page has to show what a test waits for; a busy machine needs some."""
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => console.error(
    `policy violated: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`))
"""


@dataclass
class Site:
    """The newsroom under test."""

    url: str
    environment: dict[str, str] = field(repr=False)
    log: Path
    password: str = PASSWORD

    def manage(self, *arguments: str) -> str:
        """Run a management command on this newsroom and return what it prints."""
        command = [sys.executable, "manage.py", *arguments]
        result = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert result.returncode == 0, f"{arguments}: {result.stdout}{result.stderr}"
        return result.stdout


@dataclass
class Watch:
    """What the browser complained of. `expect()` allows what a test provokes on purpose."""

    site: Site
    problems: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect(self, pattern: str) -> None:
        """Take a complaint that this regular expression finds for granted."""
        self.expected.append(pattern)

    def follow(self, context: BrowserContext) -> None:
        """Listen to every page of this context."""
        context.on("page", self.follow_page)
        context.on("request", self.on_request)
        context.on("response", self.on_response)

    def follow_page(self, page: Page) -> None:
        """Listen to what a page's scripts say."""
        page.on("console", self.on_console)
        page.on("pageerror", lambda error: self.problems.append(f"script failed: {error}"))

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.problems.append(f"{message.type}: {message.text} ({message.location.get('url')})")

    def on_request(self, request: Request) -> None:
        if urlsplit(request.url).scheme in {"http", "https"} and not request.url.startswith(f"{self.site.url}/"):
            self.problems.append(f"request to another host: {request.url}")

    def on_response(self, response: Response) -> None:
        if response.status >= 500:
            self.problems.append(f"{response.status}: {response.url}\n{self.site.log.read_text()[-3000:]}")

    def unexpected(self) -> list[str]:
        """The complaints that nobody expected."""
        return [text for text in self.problems if not any(re.search(p, text) for p in self.expected)]


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
    name = f"newsroom_browser_{secrets.token_hex(4)}"
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


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample newsroom, served by gunicorn; every sample sign-in has `site.password`."""
    directory = tmp_path_factory.mktemp("site")
    (directory / "media").mkdir()
    url = f"http://127.0.0.1:{free_port()}"
    with new_database(directory) as database:
        environment = {
            "PATH": os.environ["PATH"],
            "SECRET_KEY": secrets.token_urlsafe(60),
            "SITE_URL": url,
            "NEWSROOM_ORGANISATION": "Arvenau",
            "TIME_ZONE": "Europe/Zurich",
            "DATABASE_URL": database,
            "MEDIA_STORAGE_URL": (directory / "media").as_uri(),
            "NEWSROOM_STATIC_STORAGE_URL": (directory / "static").as_uri(),
            "NEWSROOM_BIND": urlsplit(url).netloc,
            "NEWSROOM_SAMPLE_PASSWORD": PASSWORD,
        }
        log = directory / "gunicorn.log"
        newsroom = Site(url, environment, log)
        newsroom.manage("migrate", "--verbosity=0")
        newsroom.manage("load_sample")
        newsroom.manage("collectstatic", "--noinput", "--verbosity=0", "--settings=tests.browser.collecting")
        with log.open("wb") as output:
            server = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"],
                cwd=ROOT,
                env=environment,
                stdout=output,
                stderr=output,
            )
        try:
            wait_until_alive(server, url, log)
            yield newsroom
        finally:
            end(server)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium."""
    names = ("chromium", "chromium-browser", "google-chrome")
    executable = next((path for path in map(shutil.which, names) if path), None)
    if executable is None:
        pytest.fail("No Chromium was found on PATH. Install it, on Debian with: apt-get install chromium")
    # Playwright keeps an event loop in this thread, which Django takes for a reason to refuse its database
    # to all tests that follow in this worker.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def watch(site: Site) -> Iterator[Watch]:
    """What the browser complains of during a test; anything unexpected fails it."""
    watching = Watch(site)
    yield watching
    assert watching.unexpected() == []


@pytest.fixture
def context(browser: Browser, site: Site, watch: Watch) -> Iterator[BrowserContext]:
    """A fresh profile: no cookies, 1440 pixels wide, British."""
    fresh = browser.new_context(
        base_url=site.url,
        viewport={"width": 1440, "height": 900},
        locale="en-GB",
        timezone_id="Europe/London",
    )
    fresh.set_default_timeout(PATIENCE)
    fresh.add_init_script(REPORT_VIOLATIONS)
    watch.follow(fresh)
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A reader's page; `sign_in` makes it a member of staff's."""
    return context.new_page()


@pytest.fixture
def sign_in(page: Page, site: Site) -> Callable[[str], None]:
    """Signs `page` in to the admin as one of the sample's staff."""

    def as_staff(username: str) -> None:
        page.goto("/admin/login/?next=/admin/")
        page.get_by_label("Username").fill(username)
        page.get_by_label("Password").fill(site.password)
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url("**/admin/")

    return as_staff
