"""Short ways to make people, and to fill in a form of the desk as a browser would send it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

from django.test import Client

from people.models import Appointment, Department, Executive, Post

NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)
"""The moment at which most of these tests take place."""

LONG_AGO = NOON - timedelta(days=900)
TOMORROW = NOON + timedelta(days=1)


def executive(name: str = "Anna Berg", **values: Any) -> Executive:
    return Executive.objects.create(name={"en": name}, **values)


def department(name: str = "Head Office", **values: Any) -> Department:
    return Department.objects.create(name={"en": name}, **values)


def post(title: str = "Managing Director", **values: Any) -> Post:
    return Post.objects.create(title={"en": title}, **values)


def appointment(
    who: Executive, what: Post, start: str | None = None, end: str | None = None, **values: Any
) -> Appointment:
    first, last = (date.fromisoformat(day) if day else None for day in (start, end))
    return Appointment.objects.create(executive=who, post=what, started_on=first, ended_on=last, **values)


class _Controls(HTMLParser):
    """Collects what a browser would send of the page's form with posted fields."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, Any] = {}
        self.in_form = False
        self.select = self.textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value")
        if tag == "form":
            self.in_form = given.get("method") == "post" and (given.get("id") or "").endswith("_form")
        elif not self.in_form:
            return
        elif tag == "input" and name and given.get("type") not in {"submit", "file", "button"}:
            if given.get("type") not in {"checkbox", "radio"}:
                self.values[name] = value or ""
            elif "checked" in given:
                self.values[name] = value or "on"
        elif tag == "textarea":
            self.textarea = name
            self.values[name] = ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.values.setdefault(self.select, []).append(value or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.in_form = False
        elif tag == "textarea":
            self.values[self.textarea] = self.values[self.textarea].removeprefix("\n")
            self.textarea = ""
        elif tag == "select":
            self.select = ""

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.values[self.textarea] += data


def controls(html: str) -> dict[str, Any]:
    """What the form on an admin page holds, ready to be posted back."""
    parser = _Controls()
    parser.feed(html)
    return {name: value for name, value in parser.values.items() if "__prefix__" not in name}


def fill_in(client: Client, address: str, **changes: Any) -> Any:
    """Open an admin page, change some of its fields, and save."""
    page = client.get(address)
    assert page.status_code == 200, page
    return client.post(address, {**controls(page.content.decode()), **changes})


def errors_of(response: Any) -> dict[str, list[str]]:
    """The messages beside the fields of a form that was shown again; none if it was saved."""
    if response.status_code == 302:
        return {}
    form = response.context["adminform"].form
    found = {name: [str(message) for message in messages] for name, messages in form.errors.items()}
    for inline in response.context["inline_admin_formsets"]:
        for row in inline.formset.forms:
            found |= {f"{row.prefix}-{name}": [str(m) for m in messages] for name, messages in row.errors.items()}
    return found
