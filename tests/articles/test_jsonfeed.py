"""JSON Feed 1.1, and what the newsroom adds to it, exactly as docs promise other systems."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from i18nfield.strings import LazyI18nString

from articles.models import Article
from people import clock
from tests.articles import factories as make
from tests.articles import naive
from tests.articles.factories import at, when
from tests.articles.naive import Cast, Release
from tests.articles.reading import get

pytestmark = pytest.mark.django_db

SITE = "http://testserver"


@pytest.fixture(autouse=True)
def _noon():
    with when(12):
        yield


def feed(string: str = "", language: str = "") -> dict[str, Any]:
    found: dict[str, Any] = get(f"{language}/news.json{string}").json()
    return found


def item(string: str = "", language: str = "") -> dict[str, Any]:
    (only,) = feed(string, language)["items"]
    return dict(only)


@pytest.fixture
def report() -> Article:
    """One release that names everything: a meeting with a session, two posts of one speaker, points, a picture."""
    tong = make.executive("Tong Laiming")
    sales = make.department("Sales")
    managing = make.appointment(tong, make.post("managing director", department=sales), date(2020, 1, 1))
    secretary = make.appointment(tong, make.post("secretary"), date(2021, 1, 1))
    congress = make.meeting("Congress", date(2026, 5, 4), date(2026, 5, 6), city=LazyI18nString("Beijing"))
    opening = make.meeting("Opening", parent=congress)
    article = make.article(
        "Meeting held",
        text="<p>It was <strong>held</strong>.</p>",
        type="news",
        standfirst="In short.",
        dateline_city="Beijing",
        dateline_date=date(2026, 5, 4),
        meetings=[congress],
        departments=[make.department("Hydro")],
        topics=["Fish"],
    )
    make.add_remark(
        article,
        tong,
        "First of all:",
        points=["Build.", "Keep."],
        meetings=[opening],
        appointments=[managing, secretary],
        capacity="secretary and managing director",
    )
    make.add_picture(article, make.picture())
    make.publish(article, at(9))
    return article


def test_the_feed_has_the_shape_of_json_feed(report):
    found = feed()
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert (found["home_page_url"], found["feed_url"]) == (f"{SITE}/news/", f"{SITE}/news.json")
    assert found["language"] == "en"
    assert set(found) == {"version", "title", "home_page_url", "feed_url", "language", "items", "_newsroom"}
    assert isinstance(found["title"], str)


def test_an_item_has_everything_that_is_promised(report):
    found = item()
    assert set(found) == {
        *("id", "url", "title", "summary", "content_html", "content_text", "date_published", "date_modified"),
        *("language", "tags", "image", "_newsroom"),
    }
    assert found["url"] == f"{SITE}/news/meeting-held/"
    assert (found["title"], found["summary"], found["language"]) == ("Meeting held", "In short.", "en")
    assert found["tags"] == ["Fish"]
    assert (found["date_published"], found["date_modified"]) == ("2026-05-04T09:00:00+00:00",) * 2
    assert found["image"].startswith(f"{SITE}/media/pictures/")
    assert "<p>It was <strong>held</strong>.</p>" in found["content_html"]
    assert found["content_text"].startswith("It was held.\n\nTong Laiming, secretary and managing director\n\n")


def test_the_newsroom_s_own_part_of_an_item(report):
    congress = {
        "slug": "congress",
        "name": "Congress",
        "parent": None,
        "starts_on": "2026-05-04",
        "ends_on": "2026-05-06",
        "city": "Beijing",
    }
    opening = {
        "slug": "opening",
        "name": "Opening",
        "parent": "congress",
        "starts_on": "2026-05-04",
        "ends_on": "2026-05-04",
    }
    own = item()["_newsroom"]
    assert [{**event, "city": event["city"] or ""} for event in own.pop("events")] == [
        congress,
        {**opening, "city": ""},
    ]
    assert own == {
        "type": "news",
        "dateline": {"city": "Beijing", "date": "2026-05-04"},
        "speakers": [{"slug": "tong-laiming", "name": "Tong Laiming", "capacity": "secretary and managing director"}],
        "departments": [{"slug": "hydro", "name": "Hydro"}],
        "remarks": [
            {
                "anchor": "r1",
                "speaker": "tong-laiming",
                "posts": ["secretary", "managing-director"],
                "capacity": "secretary and managing director",
                "events": ["opening"],
                "text": "First of all:",
                "points": ["Build.", "Keep."],
            }
        ],
        "edition": 1,
        "corrections": [],
    }


def test_what_is_not_there_is_null_and_never_a_guess():
    make.release("Bare", at(9))
    found = item()
    assert found["image"] is None
    assert found["_newsroom"]["dateline"] == {"city": None, "date": None}
    assert [found["_newsroom"][name] for name in ("events", "speakers", "departments", "remarks")] == [[]] * 4


def test_totals_and_facets(report):
    make.release("Other", at(10), type="speech", topics=["Fish", "Wind"])
    own = feed("?topic=fish&type=news")["_newsroom"]
    assert (own["total"], own["total_at_least"]) == (1, 1)
    assert list(own["facets"]) == ["event", "speaker", "post", "department", "topic", "type"]
    assert own["facets"]["topic"] == [{"value": "fish", "label": "Fish", "count": 1, "selected": True}]
    assert own["facets"]["type"] == [
        {"value": "news", "label": "News", "count": 1, "selected": True},
        {"value": "speech", "label": "Speech", "count": 1, "selected": False},
    ]
    assert own["facets"]["event"][0] == {"value": "congress", "label": "Congress", "count": 1, "selected": False}


def test_the_feed_continues_to_the_last_release_and_names_its_own_address():
    none, fish = frozenset(), frozenset({0})
    naive.store(Cast.make(), [Release(n, False, "en", "news", none, none, fish, ()) for n in range(25)])
    found = feed("?topic=fish&utm_source=x")
    assert len(found["items"]) == 20
    assert found["feed_url"] == f"{SITE}/news.json?topic=fish"
    further = get(found["next_url"].removeprefix(SITE)).json()
    assert found["next_url"].startswith(f"{SITE}/news.json?topic=fish&after=")
    assert len(further["items"]) == 5
    assert "next_url" not in further
    ids = [row["id"] for row in (*found["items"], *further["items"])]
    assert len(set(ids)) == 25


def test_every_address_in_it_is_absolute(report):
    html = item()["content_html"]
    for attribute in ("href", "src"):
        for part in html.split(f'{attribute}="')[1:]:
            assert part.startswith(("http://testserver/", "#", "mailto:", "tel:")), part[:80]
    assert "\ue000" not in html


def test_an_item_keeps_its_id_through_corrections_and_new_addresses(report):
    before = item()
    make.save(report, headline="Meeting was held", wanted_slug="was-held")
    make.publish(report, at(10), change_note="A word.")
    after = item()
    assert after["id"] == before["id"]
    assert after["url"] == f"{SITE}/news/was-held/"
    assert (after["date_published"], after["date_modified"]) == (
        "2026-05-04T09:00:00+00:00",
        "2026-05-04T10:00:00+00:00",
    )
    assert after["_newsroom"]["edition"] == 2


def test_instants_are_given_in_the_organisation_s_zone(report, settings):
    settings.TIME_ZONE = "Asia/Shanghai"
    assert item()["date_published"] == "2026-05-04T17:00:00+08:00"


def test_a_release_s_own_json_is_its_item_in_the_feed(report):
    assert get("/news/meeting-held.json").json() == item()


def test_the_chinese_feed_holds_chinese_releases_and_names():
    tong = make.executive(LazyI18nString({"en": "Tong Laiming", "zh-hans": "童来明"}))
    fair = make.meeting(LazyI18nString({"en": "Fair", "zh-hans": "展会"}), city=LazyI18nString({"zh-hans": "北京"}))
    make.release("会议", at(9), language="zh-hans", meetings=[fair], said=[(tong, "谢谢。")])
    make.release("English", at(10))
    found = item(language="/zh-hans")
    assert (found["language"], found["url"]) == ("zh-hans", f"{SITE}/zh-hans/news/hui-yi/")
    assert found["_newsroom"]["speakers"][0]["name"] == "童来明"
    assert (found["_newsroom"]["events"][0]["name"], found["_newsroom"]["events"][0]["city"]) == ("展会", "北京")
    assert "会议" in get("/zh-hans/news.json").content.decode()  # readable, not escaped


def test_a_speaker_who_speaks_twice_is_named_once_in_the_capacity_first_printed():
    anna = make.executive("Anna")
    make.release("First", at(9), said=[(anna, "1", {"capacity": "chair"}), (anna, "2", {"capacity": "head"})])
    assert item()["_newsroom"]["speakers"] == [{"slug": "anna", "name": "Anna", "capacity": "chair"}]
    assert [remark["capacity"] for remark in item()["_newsroom"]["remarks"]] == ["chair", "head"]


def test_a_new_name_s_address_is_given_with_the_printed_name():
    anna = make.executive("Anna Ångström")
    make.release("First", at(9), said=[(anna, "Hello.")])
    anna.name, anna.wanted_slug = LazyI18nString("Anna Holm"), "anna-holm"
    anna.save()
    own = item()["_newsroom"]
    assert own["speakers"] == [{"slug": "anna-holm", "name": "Anna Ångström", "capacity": ""}]
    assert own["remarks"][0]["speaker"] == "anna-holm"


def test_nothing_that_waits_is_in_it():
    secret = make.meeting("Merger", hidden=True)
    article = make.article("Waiting", meetings=[secret], topics=["Fish"])
    before = get("/news.json").content
    make.schedule(article, at(13), decided=at(9))
    assert get("/news.json").content == before
    with clock.at(at(13)):
        assert item()["title"] == "Waiting"
        assert item()["_newsroom"]["events"][0]["slug"] == "merger"


def test_the_feed_may_be_read_from_any_site():
    response = get("/news.json")
    assert response["Content-Type"] == "application/feed+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cache-Control"] == "no-cache"
