"""Whoever asks without signing in gets one answer, the same for everybody."""

from __future__ import annotations

import json
import re

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from tests.embargo import addresses
from tests.embargo.cast import START, identity
from tests.embargo.quarter import CONTENT, EMBARGO, Read, do, every_page
from tests.embargo.worlds import Reader, World


def test_strangers_get_no_cookie_and_one_answer_for_all(world: World, read: Read):
    do(world, START, "publish", "release", CONTENT, "edition")
    for path in [*every_page(world.story), *addresses.odd()]:
        answer = read(path, EMBARGO)
        assert not answer.cookies, path
        assert not {"cookie", "accept-language", "*"} & set(
            re.split(r"\s*,\s*", dict(answer.headers).get("Vary", "").lower())
        ), path


def test_asking_for_the_head_gets_the_head(world: World, read: Read):
    do(world, START, "publish", "release", CONTENT, "edition")
    for path in every_page(world.story):
        whole, head = read(path, EMBARGO), read(path, EMBARGO, "HEAD")
        assert (whole.status, whole.headers) == (head.status, head.headers), path


def test_nothing_can_be_posted(world: World, read: Read):
    do(world, START, "publish", "release", CONTENT, "edition")
    for path in every_page(world.story):
        assert read(path, EMBARGO, "POST").status in {403, 404, 405}, path


def test_unknown_parameters_change_nothing_and_are_dropped(world: World, read: Read):
    do(world, START, "publish", "release", CONTENT, "edition")
    for path in every_page(world.story):
        join = "&" if "?" in path else "?"
        plain = read(path, EMBARGO)
        assert read(f"{path}{join}utm_source=mail&page=2&preview=1&speaker_=x", EMBARGO) == plain, path
        for link in re.findall(rb'<link rel="canonical" href="([^"]*)"', plain.body):
            assert link.startswith(settings.SITE_URL.encode())
            assert b"utm_source" not in link


def test_the_feed_and_a_release_say_the_same(world: World, read: Read):
    do(world, START, "publish", "release", CONTENT, "edition")
    feed = json.loads(read("/news.json", EMBARGO).body)
    assert feed["items"] == [json.loads(read("/news/orders-rise-by-a-third.json", EMBARGO).body)]


# The staff's addresses

PLACEHOLDERS = {
    "int": "1",
    "str": "1",
    "path": "1",
    "slug": "x",
    "word": "x",
    "address": "x",
    "uuid": str(identity("x")),
}
OPEN_TO_STRANGERS = {"/admin/login/", "/admin/logout/"}


def staff_paths() -> list[str]:
    """An address for every route of the admin, of the first row of each kind."""

    def walk(prefix: str, patterns: list[URLPattern | URLResolver], inside: bool) -> list[str]:
        found = []
        for entry in patterns:
            path = prefix + str(entry.pattern)
            if isinstance(entry, URLResolver):
                found += walk(path, entry.url_patterns, inside or entry.namespace == "admin")
            elif inside:
                found.append("/" + path)
        return found

    def filled(path: str) -> str:
        path = re.sub(r"<(?:(\w+):)?\w+>", lambda match: PLACEHOLDERS[match[1] or "str"], path)
        path = re.sub(r"\(\?P<\w+>[^)]*\)", "x", path)
        return re.sub(r"[\^$\\]", "", path)

    return [filled(path) for path in walk("", get_resolver().url_patterns, False)]


def test_strangers_learn_nothing_from_the_staffs_addresses(world: World):
    """Whether a row exists makes no difference: every address leads to the sign-in."""
    reader = Reader()
    paths = staff_paths()
    empty = {path: reader.ask(path) for path in paths}
    do(world, START, "schedule", "release", CONTENT, EMBARGO, "edition")
    assert len(paths) > 30
    for path in paths:
        found = reader.ask(path)
        assert found.status == empty[path].status, path
        if path not in OPEN_TO_STRANGERS:
            assert found.status == 302, path
            assert dict(found.headers)["Location"].startswith("/admin/login/?next="), path
            assert not found.body, path
