"""Reading pages as an anonymous reader does."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

SILENT = {"script", "style", "title"}
WITHIN_WORDS = {"a", "em", "span", "strong", "time"}


class Page(HTMLParser):
    """What a reader finds on a page: its words, links in order, anchors, and what its head says."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.links: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.head: dict[str, str] = {}
        self.alternates: dict[str, str] = {}
        self.headline = ""
        self._words: list[str] = []
        self._open: list[str] = []
        self.feed(html)

    @property
    def text(self) -> str:
        """All visible words, with single spaces."""
        return " ".join("".join(self._words).split())

    def urls(self, beginning: str = "") -> list[str]:
        """Where the page's links lead, each once, in their order."""
        return list(dict.fromkeys(url for url, _words in self.links if url.startswith(beginning)))

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        self._part_words(tag)
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a" and "href" in given:
            self.links.append((given["href"], ""))
        if tag == "link" and given.get("hreflang"):
            self.alternates[given["hreflang"]] = given["href"]
        elif tag == "link":
            self.head[given.get("rel", "")] = given["href"]
        if tag == "html":
            self.head["lang"] = given.get("lang", "")
        if tag not in {"meta", "link", "img", "input", "br", "hr"}:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._part_words(tag)
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] in SILENT:
            return
        self._words.append(data)
        if "a" in self._open and self.links:
            url, words = self.links[-1]
            self.links[-1] = (url, f"{words} {data}".strip())
        if "h1" in self._open:
            self.headline = f"{self.headline} {data}".strip()

    def _part_words(self, tag: str) -> None:
        if tag not in WITHIN_WORDS:
            self._words.append(" ")


def get(path: str, status: int = 200) -> Any:
    """The response at an address, which must have this status and set no cookie."""
    response = Client().get(path)
    assert response.status_code == status, (path, response.status_code)
    assert not response.cookies
    return response


def read(path: str, status: int = 200) -> Page:
    return Page(get(path, status).content.decode())


def queries(path: str) -> int:
    """How many queries a page takes once this process knows the newsroom."""
    get(path)
    with CaptureQueriesContext(connection) as captured:
        get(path)
    return len(captured)
