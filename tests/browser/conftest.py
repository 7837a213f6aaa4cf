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
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

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

from tests.serving import PASSWORD, ROOT, Site, end, free_port, new_database, wait_until_alive

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
