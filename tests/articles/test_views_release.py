"""A release as readers get it: its page, its JSON, and what stands at its address when it is not there."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from i18nfield.strings import LazyI18nString

from articles import workflow
from articles.models import Article, Boilerplate, Contact
from tests.articles import factories as make
from tests.articles.factories import at, when
from tests.articles.reading import get, queries, read

pytestmark = pytest.mark.django_db

KINDS = ["/news/{}/", "/news/{}.json", "/news/{}/history/"]


@pytest.fixture(autouse=True)
def _noon():
    with when(12):
        yield


# The page


def test_a_release_is_printed_whole():
    speaker, _held = make.holding("managing director", "Anna Ångström")
    congress = make.meeting("Congress")
    make.release(
        "Turbines for the north",
        at(9),
        said=[(speaker, "Thank you.", {"points": ["Build.", "Keep."]})],
        text="<p>The plant is in operation.</p>",
        standfirst="It works.",
        type="news",
        dateline_city="Bergen",
        dateline_date=date(2026, 5, 4),
        meetings=[congress],
        departments=[make.department("Hydro")],
        topics=["Fish"],
        boilerplate=Boilerplate.objects.create(title="About us", text="We build."),
        contact=Contact.objects.create(name="Press desk", email="press@a.example"),
    )
    page = read("/news/turbines-for-the-north/")
    assert page.headline == "Turbines for the north"
    for words in ("It works.", "News", "4 May 2026", "Bergen", "The plant is in operation.", "Thank you.", "We build."):
        assert words in page.text
    assert ("/people/anna-angstrom/", "Anna Ångström") in page.links
    for url in ("/meetings/congress/", "/departments/hydro/", "/topics/fish/", "mailto:press@a.example"):
        assert url in page.urls()
    assert page.head["canonical"] == "http://testserver/news/turbines-for-the-north/"
    assert "\ue000" not in page.html


def test_every_remark_and_every_point_can_be_linked_to():
    speaker = make.executive()
    make.release("First", at(9), said=[(speaker, "One.", {"points": ["A", "B"]}), (speaker, "Two.")])
    page = read("/news/first/")
    for anchor in ("r1", "r1-p1", "r1-p2", "r2"):
        assert anchor in page.ids
        assert f"#{anchor}" in page.urls()
    assert len(page.ids) == len(set(page.ids))


def test_editing_changes_nothing_for_readers():
    article = make.release("First", at(9))
    before = get("/news/first/").content
    make.save(article, headline="Second", standfirst="Secret")
    make.add_text(article, "<p>Secret</p>")
    assert get("/news/first/").content == before


def test_a_name_is_printed_as_it_was_and_leads_to_where_the_person_is_now():
    anna = make.executive("Anna Ångström")
    make.release("First", at(9), said=[(anna, "Hello.")])
    anna.name = LazyI18nString("Anna Holm")
    anna.wanted_slug = "anna-holm"
    anna.save()
    assert ("/people/anna-holm/", "Anna Ångström") in read("/news/first/").links


def test_other_releases_of_the_same_meeting_stand_beside_it():
    whole = make.meeting("Congress")
    session = make.meeting("Opening", parent=whole)
    for hour in range(1, 7):
        make.release(f"Other {hour}", at(hour), meetings=[session if hour % 2 else whole])
    make.release("First", at(9), meetings=[whole])
    make.release("Elsewhere", at(10), meetings=[make.meeting("Fair")])
    make.release("第一", at(10), meetings=[whole], language="zh-hans")
    make.schedule(make.article("Waiting", meetings=[whole]), at(13), decided=at(11))
    page = read("/news/first/")
    assert page.urls("/news/other-") == ["/news/other-6/", "/news/other-5/", "/news/other-4/"]
    assert not {"/news/elsewhere/", "/news/first/", "/news/waiting/"} & set(page.urls("/news/"))


def test_a_release_of_two_meetings_shows_another_one_once():
    fair, congress = make.meeting("Fair"), make.meeting("Congress")
    make.release("Both", at(8), meetings=[fair, congress])
    make.release("First", at(9), meetings=[fair, congress])
    assert [url for url, _words in read("/news/first/").links].count("/news/both/") == 1


def test_a_translation_is_linked_while_it_is_live():
    english = make.release("First", at(9))
    chinese = make.article("第一", language="zh-hans", translation_key=english.translation_key)
    make.schedule(chinese, at(13), decided=at(10))
    page = read("/news/first/")
    assert not page.urls("http://testserver/zh-hans/news/")
    with when(13):
        page = read("/news/first/")
        assert "http://testserver/zh-hans/news/di-yi/" in page.urls()
        assert page.alternates["zh-hans"] == "http://testserver/zh-hans/news/di-yi/"
        back = read("/zh-hans/news/di-yi/")
        assert "http://testserver/news/first/" in back.urls()
        assert back.head["lang"] == "zh-hans"


def test_a_release_has_an_address_in_its_own_language_only():
    make.release("First", at(9))
    get("/zh-hans/news/first/", 404)


def corrected(article: Article, hour: int, note: str, significance: str = "major", **options: Any) -> None:
    """Publish another text of a release."""
    make.save(article, standfirst=f"Text of {hour} o'clock.")
    make.publish(article, at(hour), change_note=note, significance=significance, **options)


def test_a_major_correction_stands_in_a_dated_box():
    article = make.release("First", at(8))
    corrected(article, 9, "A figure <was> wrong.")
    page = read("/news/first/")
    assert "Correction, 4 May 2026 A figure <was> wrong." in page.text
    assert page.html.count('class="notice"') == 1


def test_a_minor_change_is_told_in_the_history_alone():
    article = make.release("First", at(8))
    assert "Updated" not in read("/news/first/").text
    corrected(article, 9, "A comma moved.", "minor")
    page = read("/news/first/")
    assert "Updated 4 May 2026 What changed, and when" in page.text
    assert "/news/first/history/" in page.urls()
    assert "Correction" not in page.text
    assert "A comma moved." not in page.text
    assert "A comma moved." in read("/news/first/history/").text


def test_a_major_correction_stays_through_later_editions_the_newest_first():
    article = make.release("First", at(7))
    corrected(article, 8, "The year was wrong.")
    corrected(article, 9, "The month was wrong.")
    corrected(article, 10, "A comma moved.", "minor")
    text = read("/news/first/").text
    assert text.index("The month was wrong.") < text.index("The year was wrong.")
    assert text.count("Correction, ") == 2


def test_a_correction_that_a_withdrawal_overtook_was_never_made():
    """It was too close to its second to be cancelled, and was withdrawn on it."""
    article = make.release("First", at(8))
    make.save(article, headline="Second")
    make.schedule(article, at(13), decided=at(9), change_note="Never said", significance="major")
    make.withdraw(article, at(12, 59, 59) + timedelta(milliseconds=500))
    make.save(article, headline="Third")
    make.publish(article, at(14))
    with when(15):
        assert "Never said" not in read("/news/first/").text + read("/news/first/history/").text
        assert get("/news/first.json").json()["_newsroom"]["corrections"] == []


def test_a_first_edition_corrects_nothing_whatever_was_chosen():
    make.publish(make.article("First"), at(9), change_note="Nothing to say.", significance="major")
    page = read("/news/first/")
    assert "Correction" not in page.text
    assert "Nothing to say." not in page.text
    assert get("/news/first.json").json()["_newsroom"]["corrections"] == []


def test_a_correction_is_told_in_the_data():
    article = make.release("First", at(8))
    corrected(article, 9, "A figure was wrong.")
    corrected(article, 10, "A comma moved.", "minor")
    told = [{"date": "2026-05-04T09:00:00+00:00", "note": "A figure was wrong."}]
    assert get("/news/first.json").json()["_newsroom"]["corrections"] == told
    assert [item["_newsroom"]["corrections"] for item in get("/news.json").json()["items"]] == [told]


def waiting(article: Article) -> None:
    make.save(article, headline="Second")
    make.schedule(article, at(13), decided=at(9), change_note="Still secret", significance="major", keeps_former=True)


def cancelled_again(article: Article) -> None:
    waiting(article)
    with when(10):
        workflow.cancel(article, by=None, version=article.version)


def held(article: Article) -> None:
    waiting(article)
    with when(10):
        workflow.hold(by=None, reason="A leak.")


PATHS = [*KINDS, "/news/{}/history/1/", "/news/{}/history/2/", "/news.json?q={}"]


@pytest.mark.parametrize("hide", [waiting, cancelled_again, held])
def test_nothing_shows_of_a_correction_that_waits_is_held_or_was_cancelled(hide):
    article = make.release("First", at(7))
    corrected(article, 8, "A figure was wrong.", keeps_former=True)
    before = {path: Client().get(path.format("first")).content for path in PATHS}
    hide(article)
    for hour in (12, 14):
        with when(hour):
            if hide is waiting and hour == 14:
                assert "Still secret" in read("/news/first/").text
            else:
                assert {path: Client().get(path.format("first")).content for path in PATHS} == before


def test_the_page_links_to_its_json():
    make.release("First", at(9))
    assert read("/news/first/").head["alternate"] == "/news/first.json"
    response = get("/news/first.json")
    assert response["Content-Type"] == "application/json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response.json()["title"] == "First"


# Where nothing is


def absent(path: str) -> tuple[Any, ...]:
    response = get(path, 404)
    return response.content, sorted(response.headers.items())


def cancelled() -> None:
    article = make.article("Cancelled")
    make.schedule(article, at(13), decided=at(9))
    with when(10):
        workflow.cancel(article, by=None, version=article.version)


UNSEEN = {
    "draft": lambda: make.article("Draft", wanted_slug="draft"),
    "scheduled": lambda: make.schedule(make.article("Scheduled"), at(13), decided=at(9)),
    "cancelled": cancelled,
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("slug", UNSEEN)
def test_absent_draft_embargoed_and_cancelled_are_one_and_the_same_404(kind, slug):
    before = absent(kind.format(slug))
    UNSEEN[slug]()
    assert absent(kind.format(slug)) == before == absent(kind.format("absent"))


@pytest.mark.parametrize("kind", KINDS)
def test_at_its_second_it_is_there(kind):
    make.schedule(make.article("First"), at(13), decided=at(9))
    get(kind.format("first"), 404)
    with when(12, 59, 59):
        get(kind.format("first"), 404)
    with when(13):
        get(kind.format("first"))


@pytest.mark.parametrize("kind", KINDS)
def test_withdrawn_is_410_with_the_public_reason(kind):
    article = make.release("First", at(8))
    make.withdraw(article, at(9), reason="A figure <was> wrong.")
    response = get(kind.format("first"), 410)
    assert response["Cache-Control"] == "no-cache"
    page = read(kind.format("first"), 410)
    assert "A figure <was> wrong." in page.text
    assert "First" not in page.text
    make.save(article, headline="Secret")
    make.schedule(article, at(13), decided=at(10))
    assert get(kind.format("first"), 410).content == response.content
    with when(13):
        get(kind.format("first"))


def rename(article: Article, slug: str, hour: int) -> None:
    make.save(article, wanted_slug=slug)
    make.publish(article, at(hour))


@pytest.mark.parametrize("kind", KINDS)
def test_a_former_address_leads_to_the_present_one_for_good(kind):
    article = make.release("First", at(8))
    rename(article, "second", 9)
    rename(article, "third", 10)
    get(kind.format("third"))
    for former in ("first", "second"):
        response = get(kind.format(former), 301)
        assert response["Location"] == kind.format("third")


def test_a_name_changed_back_leads_into_no_circle():
    article = make.release("First", at(8))
    rename(article, "second", 9)
    rename(article, "first", 10)
    get("/news/first/")
    assert get("/news/second/", 301)["Location"] == "/news/first/"


def test_a_former_address_of_a_withdrawn_release_leads_to_the_reason():
    article = make.release("First", at(8))
    rename(article, "second", 9)
    make.withdraw(article, at(10))
    location = get("/news/first/", 301)["Location"]
    assert "A figure was wrong." in read(location, 410).text


def test_a_former_address_is_never_another_release_s():
    article = make.release("First", at(8))
    rename(article, "second", 9)
    other = make.release("First", at(10))
    assert other.slug == f"first-{other.public_id[:6]}"
    get("/news/first/", 301)


def test_an_address_that_was_never_public_leads_nowhere():
    article = make.article("Secret takeover")
    make.schedule(article, at(13), decided=at(8))
    make.save(article, headline="Results", wanted_slug="results")
    make.publish(article, at(9), replace_pending=True)
    get("/news/results/")
    get("/news/secret-takeover/", 404)


def test_an_address_in_one_language_says_nothing_about_another():
    article = make.release("第一", at(8), language="zh-hans", wanted_slug="first")
    rename(article, "second", 9)
    get("/news/first/", 404)
    assert get("/zh-hans/news/first/", 301)["Location"] == "/zh-hans/news/second/"


@pytest.mark.parametrize("slug", ["First", "first--x", "first.html", "-", "%00", "a" * 3000, "第一", "first/../x"])
def test_what_is_no_address_is_404(slug):
    make.release("First", at(9))
    get(f"/news/{slug}/", 404)


def test_pages_are_for_reading_only():
    make.release("First", at(9))
    for kind in KINDS:
        assert Client().head(kind.format("first")).status_code == 200
        assert Client().post(kind.format("first")).status_code == 405


def full(headline: str, hour: int, remarks: int, **fields: Any) -> None:
    """A release with so many remarks, meetings and related releases."""
    speakers = [make.executive(f"{headline} {n}") for n in range(min(remarks, 10))]
    meetings = [make.meeting(f"{headline} {n}", date(2026, 4, 1 + n)) for n in range(min(remarks, 10))]
    for n in range(min(remarks, 4)):
        make.release(f"{headline} other {n}", at(1 + n), meetings=meetings[:1])
    said = [(speakers[n % len(speakers)], f"{n}", {"points": ["A", "B"]}) for n in range(remarks)]
    make.release(headline, at(hour), meetings=meetings, said=said, **fields)


def test_the_same_number_of_queries_for_one_remark_and_for_fifty():
    full("One", 8, 2)
    full("Fifty", 9, 50)
    for kind in KINDS:
        assert queries(kind.format("one")) == queries(kind.format("fifty")) <= 5, kind
