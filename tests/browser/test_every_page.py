"""Every page that links lead to: no error, nothing from elsewhere, no policy violated, no cookie for readers."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

from playwright.sync_api import Page

if TYPE_CHECKING:
    from tests.serving import Site

ENOUGH = 120
"""Pages after which a walk stops; facets combine without end."""


def links(page: Page, site: Site) -> list[str]:
    """The addresses within the newsroom that the page leads to, without fragments."""
    hrefs = page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
    found = [urldefrag(urljoin(page.url, href)).url for href in hrefs]
    return [address for address in dict.fromkeys(found) if address.startswith(f"{site.url}/")]


def test_readers_meet_no_error_and_no_cookie(page: Page, site: Site):
    """From both front pages along every link; of addresses that differ by their query alone, three are enough."""
    waiting = [f"{site.url}/", f"{site.url}/zh-hans/"]
    known, variants = set(waiting), dict[str, int]()
    visited: list[str] = []
    while waiting and len(visited) < ENOUGH:
        address = waiting.pop(0)
        path = urlsplit(address).path
        if path.startswith("/admin/") or not path.endswith("/"):
            continue
        variants[path] = variants.get(path, 0) + 1
        if variants[path] > 3:
            continue
        response = page.goto(address)
        assert response is not None
        assert response.status == 200, address
        headers = response.all_headers()
        assert "set-cookie" not in headers, address
        assert "cookie" not in headers.get("vary", "").lower(), address
        visited.append(address)
        fresh = [link for link in links(page, site) if link not in known]
        known.update(fresh)
        waiting += fresh
    assert page.context.cookies() == []
    kinds = {re.sub(r"^/zh-hans", "", urlsplit(address).path).split("/")[1] for address in visited}
    assert {"", "news", "meetings", "people", "departments", "topics"} <= kinds


def test_staff_meet_no_error(page: Page, site: Site, sign_in: Callable[[str], None]):
    """Every list of the admin, its form for something new, and the form of its first row."""
    sign_in("administrator")
    lists = [link for link in links(page, site) if re.fullmatch(r"/admin/\w+/\w+/", urlsplit(link).path)]
    assert any(link.endswith("/admin/articles/article/") for link in lists)
    for address in lists:
        response = page.goto(address)
        assert response is not None
        assert response.status == 200, address
        rows = [link for link in links(page, site) if re.search(r"/\d+/change/", link)]
        adding = [link for link in links(page, site) if re.search(r"/add/$", link) and link.startswith(address)]
        for form in rows[:1] + adding[:1]:
            response = page.goto(form)
            assert response is not None
            assert response.status == 200, form
            page.wait_for_load_state("networkidle")


def test_the_admin_shows_both_scripted_style_sheets(page: Page, site: Site, sign_in: Callable[[str], None]):
    """The hashes in the policy let exactly these through: what is refused has no rules."""
    sign_in("administrator")
    page.goto("/admin/articles/article/")
    page.goto(next(link for link in links(page, site) if re.search(r"/\d+/change/", link)))
    page.wait_for_selector(".ProseMirror", state="attached")
    rules = page.eval_on_selector_all("style", "styles => styles.map(style => style.sheet.cssRules.length)")
    assert len(rules) == 2
    assert all(rules)
