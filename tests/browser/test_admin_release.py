"""A release of two sessions is entered, put in order, approved by somebody else, published, and read."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.serving import Site

PEOPLE = """
from datetime import date
from people.models import Appointment, Executive, Post
for name, native, titles in [
    ("Tove Ångström", "", ["works council chair", "technical director"]),
    ("Tong Weiran", "童蔚然", ["secretary of the safety board", "head of production"]),
]:
    person = Executive.objects.create(name={"en": name}, native_name=native)
    for year, title in enumerate(titles, 2020):
        post = Post.objects.create(title={"en": title})
        Appointment.objects.create(executive=person, post=post, started_on=date(year, 1, 1))
"""
NAME = "Half-year and safety meetings"
HEADLINE = "Arvenau reviews the half-year and sets five rules for safe work"
ANGSTROM = ["Orders grew in every quarter.", "Delivery on the day comes first.", "Service is sold with each machine."]
TONG = ["No lift without a second pair of eyes.", "Every near miss is written down."]


@pytest.fixture(scope="module")
def people(site: Site) -> None:
    """Two speakers who each hold two posts."""
    site.manage("shell", "-c", PEOPLE)


@pytest.fixture
def desk(page: Page, sign_in: Callable[[str], None]) -> Page:
    """The admin, as a publisher has it."""
    sign_in("publisher")
    return page


def choose(page: Page, row: Locator, typed: str, shown: str) -> None:
    """Pick from an autocomplete with the keyboard."""
    row.locator(".select2-selection").click()
    page.locator(".select2-container--open .select2-search__field").last.press_sequentially(typed)
    expect(page.locator(".select2-results__option--highlighted")).to_contain_text(shown)
    page.keyboard.press("Enter")
    expect(row.locator(".select2-selection")).to_contain_text(shown)


def add_remark(page: Page, number: int, typed: str, name: str, session: str, day: str, points: list[str]) -> Locator:
    """Add a remark block and fill it in, taking the proposed posts with the keyboard."""
    page.get_by_role("button", name="Add remark").click()
    block = page.locator(f"#articles_remarkblock_set-{number}")
    choose(page, block.locator(".field-speaker"), typed, name)
    choose(page, block.locator(".field-meetings"), session, session)
    expect(block.locator(".proposal")).to_contain_text(f"Posts of {name}")
    expect(block.locator(".proposal")).to_contain_text(day)
    take = block.get_by_role("button", name="Use this")
    take.focus()
    page.keyboard.press("Enter")
    expect(block.locator(".proposal")).to_contain_text("In use")
    block.get_by_label("Points").fill("\n".join(points))
    return block


def order_on_screen(page: Page) -> list[str]:
    """The kinds of the blocks from top to bottom."""
    expect(page.locator(".block-adders")).to_be_visible()
    blocks = page.locator(".order-machine > .inline-related:not(.empty-form)")
    for _moment in range(20):  # the script takes the blocks to their places
        places = [(block.bounding_box() or {"y": 0})["y"] for block in blocks.all()]
        if places == sorted(places):
            break
        page.wait_for_timeout(100)
    kinds = [
        re.sub(r"articles_(\w+)block_set-(\d+)", r"\1 \2", block.get_attribute("id") or "") for block in blocks.all()
    ]
    assert places == sorted(places), "the order in the document is not the one on the screen"
    return kinds


def enter_meeting(page: Page) -> None:
    page.goto("/admin/articles/meeting/add/")
    page.locator("#id_name_0").fill(NAME)
    page.get_by_label("First day").first.fill("2026-08-04")
    page.get_by_label("Last day").first.fill("2026-08-05")
    page.locator("#id_city_0").fill("Ferrenbach")
    for number, (session, day) in enumerate([("Half-year session", "2026-08-04"), ("Safety session", "2026-08-05")]):
        page.get_by_role("button", name="Add another Session").click()
        form = page.locator(f"#sessions-{number}")
        form.locator(f"#id_sessions-{number}-name_0").fill(session)
        form.locator(f"#id_sessions-{number}-order").fill(str(number + 1))
        form.locator(f"#id_sessions-{number}-starts_on").fill(day)
        form.locator(f"#id_sessions-{number}-ends_on").fill(day)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success")).to_contain_text(NAME)


def approve_as_editor(page: Page, sign_in: Callable[[str], None]) -> None:
    """Submit the release on screen, let somebody else agree to it, and come back to it as a publisher."""
    release = page.url
    page.get_by_role("link", name="Submit for review…").click()
    page.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_role("heading", name="In review", exact=True)).to_be_visible()
    expect(page.locator(".state")).to_contain_text("You changed this text last")
    page.context.clear_cookies()
    sign_in("editor")
    page.goto(release)
    page.get_by_role("link", name="Approve…").click()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("heading", name="Approved", exact=True)).to_be_visible()
    page.context.clear_cookies()
    sign_in("publisher")
    page.goto(release)


def test_a_release_of_two_sessions_is_entered_approved_published_and_found(
    desk: Page, sign_in: Callable[[str], None], people: None
) -> None:
    page = desk
    enter_meeting(page)

    page.goto("/admin/articles/article/add/")
    page.get_by_label("Headline").fill(HEADLINE)
    page.get_by_label("Standfirst").fill("Two sessions, two speakers, five points.")
    page.get_by_label("Dateline city").fill("Ferrenbach")
    page.get_by_label("Dateline date").fill("2026-08-05")
    choose(page, page.locator(".form-row.field-meetings").first, "half-year and safety", NAME)
    page.get_by_label("Topics").fill("Safety, Half-year")

    add_remark(page, 0, "童", "Tong Weiran", "Safety session", "5 August 2026", TONG)
    add_remark(page, 1, "angstrom", "Tove Ångström", "Half-year session", "4 August 2026", ANGSTROM)
    page.get_by_role("button", name="Add text").click()
    editor = page.locator("#articles_textblock_set-0 [contenteditable=true]")
    editor.click()
    page.keyboard.type("The meetings were held in Ferrenbach.")

    assert order_on_screen(page) == ["remark 0", "remark 1", "text 0"]
    up = page.locator("#articles_textblock_set-0").get_by_role("button", name="Move up")
    up.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert order_on_screen(page) == ["text 0", "remark 0", "remark 1"]
    page.locator("#articles_remarkblock_set-1").get_by_role("button", name="Move up").click()
    assert order_on_screen(page) == ["text 0", "remark 1", "remark 0"]

    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".messagelist .success")).to_contain_text("added successfully")
    expect(page.get_by_role("heading", name="Draft", exact=True)).to_be_visible()
    expect(page.locator(".order-machine > .inline-related:not(.empty-form)")).to_have_count(3)
    assert [kind.split()[0] for kind in order_on_screen(page)] == ["text", "remark", "remark"]

    approve_as_editor(page, sign_in)
    page.get_by_role("link", name="Publish now…").click()
    expect(page.locator(".outlook")).to_contain_text(HEADLINE)
    expect(page.locator(".of-reveals")).to_contain_text("Safety session")
    expect(page.locator(".of-reveals")).to_contain_text("technical director")
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_role("heading", name="Live, edition 1", exact=True)).to_be_visible()

    page.get_by_role("link", name="View on site").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    for point in [*ANGSTROM, *TONG]:
        expect(page.get_by_text(point)).to_be_visible()
    expect(page.locator("main")).to_contain_text("works council chair and technical director", ignore_case=True)
    address = page.url
    item = page.request.get(address.rstrip("/") + ".json").json()
    remarks = item["_newsroom"]["remarks"]
    assert [remark["points"] for remark in remarks] == [ANGSTROM, TONG]
    assert [len(remark["posts"]) for remark in remarks] == [2, 2]
    assert remarks[1]["capacity"] == "secretary of the safety board and head of production"

    for query in ("event=safety-session&speaker=tong-weiran", "event=half-year-and-safety-meetings"):
        page.goto(f"/news/?{query}")
        expect(page.get_by_role("link", name=HEADLINE)).to_be_visible()
    page.goto("/news/?event=half-year-session&speaker=tong-weiran")
    expect(page.get_by_role("link", name=HEADLINE)).to_have_count(0)


def first_in(page: Page, state: str) -> str:
    """The admin address of the newest release in a state, without the last part."""
    page.goto(f"/admin/articles/article/?state={state}&language__exact=en")
    return (page.locator(".field-headline a").first.get_attribute("href") or "").partition("change/")[0]


def test_a_block_is_dragged_to_another_place_and_stays_there(desk: Page) -> None:
    page = desk
    page.set_viewport_size({"width": 1440, "height": 2000})
    page.goto(first_in(page, "live") + "change/")
    before = order_on_screen(page)
    blocks = page.locator(".order-machine > .inline-related:not(.empty-form)")
    last = blocks.last.get_attribute("id") or ""
    page.locator("label.collapse-items").click()
    for block in blocks.all():
        expect(block.locator("fieldset").first).to_be_hidden()
    blocks.last.locator("> h3 > b").drag_to(blocks.first.locator("> h3"), target_position={"x": 200, "y": 4})
    expect(blocks.first).to_have_id(last)
    after = [before[-1], *before[:-1]]
    assert order_on_screen(page) == after
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    expect(page.locator("#state-words")).to_contain_text("unpublished changes")
    assert [kind.split()[0] for kind in order_on_screen(page)] == [kind.split()[0] for kind in after]


@pytest.mark.parametrize(
    "address",
    [
        "/admin/articles/article/",
        "/admin/articles/article/add/",
        "live change/",
        "live preview/",
        "live publish/",
        "live schedule/",
        "live withdraw/",
        "live history/",
        "live delete/",
        "draft change/",
        "draft submit/",
        "draft publish/",
        "draft delete/",
        "scheduled change/",
        "scheduled publish/",
        "scheduled reschedule/",
        "scheduled cancel/",
        "/admin/articles/meeting/",
        "/admin/articles/meeting/add/",
        "/admin/articles/picture/add/",
        "/admin/articles/file/add/",
        "/admin/articles/topic/",
        "/admin/articles/contact/add/",
        "/admin/articles/boilerplate/add/",
    ],
)
def test_a_page_of_the_desk_fits_wide_and_narrow_and_breaks_no_policy(desk: Page, address: str) -> None:
    if not address.startswith("/"):
        state, _, part = address.partition(" ")
        address = first_in(desk, state) + part
    for width in (1440, 390):
        desk.set_viewport_size({"width": width, "height": 900})
        response = desk.goto(address, wait_until="networkidle")
        assert response is not None
        assert response.status == 200
        overflow = desk.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{overflow} pixels wider than a window of {width}"
