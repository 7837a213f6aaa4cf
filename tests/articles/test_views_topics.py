"""Topics, and the releases that carry each."""

from __future__ import annotations

import pytest
from i18nfield.strings import LazyI18nString

from tests.articles import factories as make
from tests.articles.factories import at, when
from tests.articles.reading import get, read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon():
    with when(12):
        yield


def test_topics_are_listed_with_the_number_of_their_releases():
    make.release("First", at(8), topics=["Wind", "Fish"])
    make.release("Second", at(9), topics=["Wind"])
    make.release("第三", at(10), topics=["Wind", "Sun"], language="zh-hans")
    make.article("Draft", topics=["Draft"])
    page = read("/topics/")
    assert page.urls("/topics/")[1:] == ["/topics/fish/", "/topics/wind/"]
    assert "Wind 2" in page.text.replace("\u00a0", " ")
    assert "Draft" not in page.text


def test_a_topic_is_public_from_the_first_release_that_carries_it():
    make.schedule(make.article("First", topics=["Fish"]), at(13), decided=at(9))
    assert get("/topics/fish/", 404).content == get("/topics/absent/", 404).content
    with when(13):
        page = read("/topics/fish/")
        assert page.headline == "Fish"
        assert {"/news/first/", "/news/?topic=fish"} <= set(page.urls())


def test_letters_of_a_topic_count_as_written():
    make.release("First", at(8), topics=["AI"])
    make.release("Second", at(9), topics=["ai"])
    first = read("/topics/ai/")
    assert first.headline == "AI"
    assert first.urls("/news/first") == ["/news/first/"]
    (other,) = read("/topics/").urls("/topics/ai-")
    assert read(other).headline == "ai"


def test_a_topic_has_a_name_in_each_language():
    make.release("第一", at(8), topics=["Fish"], language="zh-hans")
    fish = make.topic("Fish")
    fish.title = LazyI18nString({"en": "Fish and rivers", "zh-hans": "鱼"})
    fish.save()
    assert read("/zh-hans/topics/fish/").headline == "鱼"
    assert read("/topics/fish/").headline == "Fish and rivers"


def test_a_former_address_leads_to_the_present_one_for_good():
    make.release("First", at(8), topics=["Fish"])
    fish = make.topic("Fish")
    fish.wanted_slug = "rivers"
    with when(9):
        fish.save()
    assert get("/topics/fish/", 301)["Location"] == "/topics/rivers/"
