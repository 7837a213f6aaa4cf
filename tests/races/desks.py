"""Editors at their browsers, each with a session of their own, asking a newsroom that gunicorn serves."""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client

from articles import workflow
from articles.roles import PUBLISHER
from tests.people.making import _Controls

CSRF = "c" * 32
"""Any secret will do that stands in the cookie and in the form alike."""

Act = Callable[[], Any]


@dataclass
class Answer:
    """What an editor got: a redirect to go on with, or a page."""

    status: int
    location: str
    text: str

    @property
    def won(self) -> bool:
        """The desk leads on only after it has done what was asked; a save that came too late leads to a page for it."""
        return self.status == 302 and "/refused/" not in self.location


class _Forms(_Controls):
    """All that the forms of a page hold, but for the one that signs out."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        if tag == "form":
            given = dict(attrs)
            self.in_form = given.get("method") == "post" and given.get("id") != "logout-form"


class Editor:
    """Somebody signed in, who may do all that a publisher may."""

    def __init__(self, name: str) -> None:
        self.user = User.objects.create_user(name, is_staff=True)
        self.user.groups.add(Group.objects.get(name=PUBLISHER))
        client = Client()
        client.force_login(self.user)
        self.cookies = f"sessionid={client.cookies['sessionid'].value}; csrftoken={CSRF}"

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, form: dict[str, Any]) -> Answer:
        return self._ask("POST", path, urlencode({**form, "csrfmiddlewaretoken": CSRF}, doseq=True))

    def form(self, path: str) -> dict[str, Any]:
        """What the form at an address holds."""
        page = self.get(path)
        if page.status != 200:
            raise AssertionError(f"{path}: {page}")
        reading = _Forms()
        reading.feed(page.text)
        return {name: value for name, value in reading.values.items() if "__prefix__" not in name}

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        asking = http.client.HTTPConnection(urlsplit(settings.SITE_URL).netloc, timeout=60)
        headers = {"Cookie": self.cookies, "Connection": "close"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        asking.request(method, path, body, headers)
        answer = asking.getresponse()
        text = answer.read().decode()
        asking.close()
        if answer.status >= 500:
            raise AssertionError(f"{method} {path}: {answer.status}")
        return Answer(answer.status, answer.getheader("Location") or "", text)


@dataclass
class Runner(threading.Thread):
    """Does one thing when the others do theirs, or a moment later."""

    act: Act
    start_together: threading.Barrier
    delay: float
    result: Any = None
    failure: BaseException | None = None

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        try:
            self.start_together.wait(60)
            time.sleep(self.delay)
            self.result = self.act()
        except BaseException as failure:
            self.failure = failure
        finally:
            connection.close()


def together(chance: random.Random, *acts: Act, spread: float | None = None) -> list[Any]:
    """Let several things be done at once, each up to ``spread`` seconds late, and return what came of each.

    Without a spread one is drawn: none, so that they meet, or enough that the slower of two unlike acts wins as well.
    """
    latest = chance.choice([0.0, 0.05, 0.5]) if spread is None else spread
    barrier = threading.Barrier(len(acts))
    runners = [Runner(act, barrier, chance.choice([0.0, chance.uniform(0, latest)])) for act in acts]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join(120)
    for runner in runners:
        if runner.failure is not None:
            raise runner.failure
    return [runner.result for runner in runners]


def tried(act: Act) -> bool:
    """Whether a move was made that is asked of the workflow itself."""
    try:
        act()
    except workflow.Refused:
        return False
    return True
