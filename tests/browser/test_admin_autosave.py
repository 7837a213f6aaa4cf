"""Nothing that is typed on the desk is lost: not with the tab, the server or the session, and not to a colleague."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Watch
from tests.serving import Site, free_port, served

ADD = "/admin/articles/article/add/"
KEPT = "What you type is kept"
EMBARGOED = "Profit doubles in a quarter that nobody knows of"


@pytest.fixture
def desk(page: Page, sign_in: Callable[[str], None]) -> Page:
    sign_in("publisher")
    return page


def write(page: Page, headline: str, text: str) -> None:
    """Type a headline, and add a block of text below."""
    page.get_by_label("Headline").fill(headline)
    page.get_by_role("button", name="Add text").click()
    page.locator("#articles_textblock_set-0 [contenteditable=true]").click()
    page.keyboard.type(text)


def a_draft(page: Page) -> str:
    """The path of a draft's form."""
    page.goto("/admin/articles/article/?state=draft&language__exact=en")
    return (page.locator(".field-headline a").last.get_attribute("href") or "").partition("?")[0]


def sign_in_at(page: Page, site: Site, username: str) -> None:
    page.goto("/admin/login/?next=/admin/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(site.password)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/admin/")


def at_another_port(site: Site, directory: Path) -> Site:
    """The same newsroom, to be served by a server that may die."""
    port = free_port()
    environment = {**site.environment, "SITE_URL": f"http://127.0.0.1:{port}", "NEWSROOM_BIND": f"127.0.0.1:{port}"}
    return replace(site, url=f"http://127.0.0.1:{port}", environment=environment, log=directory / "gunicorn.log")


def test_a_new_release_with_its_blocks_survives_the_closing_of_the_tab(desk: Page, context: BrowserContext) -> None:
    desk.goto(ADD)
    write(desk, "Begun and never saved", "The first paragraph.")
    expect(desk.locator(".keeping-line")).to_contain_text(re.compile(KEPT + r"\s+\d\d:\d\d"))
    desk.close()

    page = context.new_page()
    page.goto(ADD)
    offer = page.locator(".kept-offer").filter(has_text="Begun and never saved")
    offer.get_by_role("button", name="Restore").click()
    expect(page.get_by_label("Headline")).to_have_value("Begun and never saved")
    expect(page.locator("#articles_textblock_set-0 [contenteditable=true]")).to_contain_text("The first paragraph.")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".messagelist .success")).to_contain_text("Begun and never saved")
    page.goto(ADD)
    expect(page.get_by_label("Headline")).to_be_visible()
    expect(page.locator(".kept-offer").filter(has_text="Begun and never saved")).to_have_count(0)


def test_looking_around_keeps_nothing_and_what_is_taken_back_is_not_offered(desk: Page) -> None:
    sent: list[str] = []
    desk.on("request", lambda request: sent.append(request.url) if request.url.endswith("/autosave/") else None)
    address = a_draft(desk)
    desk.goto(address)
    desk.locator("[contenteditable=true]").first.click()
    desk.keyboard.press("Tab")
    desk.wait_for_timeout(3500)
    assert sent == []
    headline = desk.get_by_label("Headline")
    before = headline.input_value()
    headline.fill("Typed by mistake")
    expect(desk.locator(".keeping-line")).to_contain_text(KEPT)
    headline.fill(before)
    expect(desk.locator(".keeping-line")).to_be_hidden()
    desk.goto(address)
    expect(headline).to_have_value(before)
    expect(desk.locator(".kept-offer")).to_have_count(0)


def test_what_is_typed_while_the_server_is_dead_waits_in_the_browser_unreadable(
    browser: Browser, site: Site, tmp_path: Path
) -> None:
    frail = at_another_port(site, tmp_path)
    context = browser.new_context(base_url=frail.url)
    page = context.new_page()
    with served(frail):
        sign_in_at(page, frail, "publisher")
        address = a_draft(page)
        page.goto(address)
        page.get_by_label("Standfirst").fill("Before the server died.")
        expect(page.locator(".keeping-line")).to_contain_text(KEPT)
    page.get_by_label("Standfirst").fill(EMBARGOED)
    expect(page.locator(".keeping-line")).to_contain_text("Your text is kept in this browser")
    stored = page.evaluate("JSON.stringify({...localStorage})")
    assert "newsroom.kept." in stored
    assert "Profit" not in stored
    page.close()

    with served(frail):
        again = context.new_page()
        again.goto(address)
        offer = again.locator(".kept-offer")
        expect(offer).to_contain_text("never saved")
        expect(again.get_by_label("Standfirst")).not_to_have_value(EMBARGOED)
        again.wait_for_function("!Object.keys(localStorage).some((key) => key.startsWith('newsroom.kept.'))")
        offer.get_by_role("button", name="Restore").click()
        expect(again.get_by_label("Standfirst")).to_have_value(EMBARGOED)
        again.goto(address)
        again.get_by_role("button", name="Drop it").click()
        expect(again.locator(".messagelist")).to_contain_text("not offered any more")
        expect(again.locator(".kept-offer")).to_have_count(0)
    context.close()


def test_typing_goes_on_through_the_end_of_a_session(
    desk: Page, context: BrowserContext, site: Site, watch: Watch
) -> None:
    watch.expect("40[13]")
    desk.goto(ADD)
    context.clear_cookies()
    desk.get_by_label("Headline").fill("Typed on after the session had ended")
    line = desk.locator(".keeping-line")
    expect(line).to_contain_text("You have been signed out")
    expect(line).to_contain_text("Your text is kept in this browser")

    with context.expect_page() as opened:
        line.get_by_role("link", name="Sign in in another tab").click()
    opened.value.get_by_label("Username").fill("publisher")
    opened.value.get_by_label("Password").fill(site.password)
    opened.value.get_by_role("button", name="Log in").click()
    opened.value.wait_for_url("**/admin/")
    expect(line).to_contain_text(KEPT)
    desk.get_by_role("button", name="Save and continue editing").click()
    expect(desk.locator(".messagelist .success")).to_contain_text("Typed on after")


def test_a_form_sent_without_script_waits_for_the_sign_in(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=site.url)
    page = context.new_page()
    sign_in_at(page, site, "publisher")
    page.goto(ADD)
    page.get_by_label("Headline").fill('Sent "after" the session had ended')
    context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".kept-note")).to_contain_text("Nothing is lost")
    for password in ("not the password", site.password):
        page.get_by_label("Username").fill("publisher")
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed in again")
    page.get_by_role("button", name="Send it on").click()
    expect(page.locator(".messagelist .success")).to_contain_text("added successfully")
    expect(page.get_by_label("Headline")).to_have_value('Sent "after" the session had ended')
    context.close()


def test_two_people_in_one_release_see_each_other_and_each_others_saves(
    desk: Page, browser: Browser, site: Site
) -> None:
    other = browser.new_context(base_url=site.url)
    colleague = other.new_page()
    sign_in_at(colleague, site, "administrator")
    address = a_draft(desk)
    desk.goto(address)
    colleague.goto(address)
    expect(colleague.locator(".also-here")).to_contain_text("publisher")
    desk.get_by_label("Standfirst").fill("Typed beside a colleague.")
    expect(desk.locator(".also-here")).to_contain_text("administrator")
    colleague.get_by_label("Standfirst").fill("Saved by the colleague.")
    colleague.get_by_role("button", name="Save and continue editing").click()
    expect(colleague.locator(".also-here")).to_contain_text("typing")
    desk.get_by_label("Standfirst").fill("Typed on beside a colleague.")
    expect(desk.locator(".saved-meanwhile")).to_contain_text("administrator saved this at")
    expect(desk.get_by_label("Standfirst")).to_have_value("Typed on beside a colleague.")
    other.close()
