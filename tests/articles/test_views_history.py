"""The editions of a release as readers get them: the list, and the former texts that its publisher left public."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from articles.models import Article
from tests.articles import factories as make
from tests.articles.factories import at, when
from tests.articles.reading import get, queries, read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon():
    with when(12):
        yield


def publish(article: Article, hour: int, standfirst: str, **options: Any) -> None:
    make.save(article, standfirst=standfirst)
    make.publish(article, at(hour), **options)


def three_editions(second: bool = True, third: bool = True, significance: str = "major") -> Article:
    """Published at seven, eight and nine; says of the two later ones whether they leave the text before public."""
    article = make.release("First", at(7), standfirst="Words of seven.")
    publish(article, 8, "Words of eight.", change_note="A comma moved.", keeps_former=second)
    publish(
        article, 9, "Words of nine.", change_note="A figure was wrong.", significance=significance, keeps_former=third
    )
    return article


# The list


def test_every_edition_is_listed_with_its_day_its_kind_and_its_note():
    three_editions()
    history = read("/news/first/history/")
    newest, middle, oldest = history.text.split("Edition ")[1:]
    assert newest.startswith("3 4 May 2026 Correction A figure was wrong.")
    assert middle.startswith("2 4 May 2026 Update A comma moved.")
    assert oldest.startswith("1 4 May 2026 First published")
    assert history.head["canonical"] == "http://testserver/news/first/history/"


def test_a_change_without_a_note_says_so():
    article = make.release("First", at(7))
    publish(article, 8, "Other words.")
    assert "No note was given" in read("/news/first/history/").text


def test_a_release_that_came_back_tells_of_its_withdrawal():
    article = make.release("First", at(7))
    make.withdraw(article, at(8), reason="A name was <wrong>.")
    publish(article, 9, "Other words.")
    assert "Withdrawn on 4 May 2026: A name was <wrong>." in read("/news/first/history/").text


def test_only_texts_left_public_are_linked():
    three_editions(second=True, third=False, significance="minor")
    links = read("/news/first/history/").urls("/news/first/history/")
    assert links == ["/news/first/history/1/"]


# Former texts


def test_a_text_left_public_is_shown_and_says_that_it_is_superseded():
    three_editions()
    page = read("/news/first/history/1/")
    assert "Words of seven." in page.text
    assert "Superseded on 4 May 2026" in page.text
    assert "What changed: A comma moved." in page.text
    assert "/news/first/" in page.urls()
    assert "Words of nine." not in page.text
    assert page.head["canonical"] == "http://testserver/news/first/"


def test_it_is_not_found_by_search_engines():
    three_editions()
    response = get("/news/first/history/1/")
    assert response["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_it_shows_the_corrections_that_it_showed_and_none_that_came_later():
    article = make.release("First", at(6), standfirst="Words of six.")
    publish(article, 7, "Words of seven.", change_note="The year was wrong.", significance="major")
    publish(article, 8, "Words.", change_note="The month was wrong.", significance="major", keeps_former=True)
    page = read("/news/first/history/2/")
    assert "Correction, 4 May 2026 The year was wrong." in page.text
    assert page.text.count("Correction, 4 May 2026") == 1
    assert "Correction: The month was wrong." in page.text


def test_neighbours_are_linked_where_they_may_be_read():
    three_editions()
    assert "/news/first/history/2/" in read("/news/first/history/1/").urls()
    second = read("/news/first/history/2/").urls()
    assert {"/news/first/history/1/", "/news/first/history/"} <= set(second)
    assert "/news/first/history/3/" not in second


def test_a_quotation_keeps_its_number_in_a_former_text():
    speaker = make.executive()
    article = make.release("First", at(7), said=[(speaker, "Thank you.")])
    publish(article, 8, "Other words.", keeps_former=True)
    assert "r1" in read("/news/first/history/1/").ids


@pytest.mark.parametrize(("second", "third"), [(False, False), (False, True), (True, False), (True, True)])
def test_each_text_is_left_public_by_the_publisher_of_the_next_alone(second, third):
    three_editions(second, third, significance="minor")
    get("/news/first/history/1/", 200 if second else 404)
    get("/news/first/history/2/", 200 if third else 404)


def test_what_is_not_there_is_the_one_404():
    three_editions(second=False)
    absent = get("/news/absent/history/1/", 404).content
    for path in ("first/history/1/", "first/history/3/", "first/history/4/", "first/history/9999/"):
        assert get(f"/news/{path}", 404).content == absent
    for number in ("0", "01", "-1", "1.0", "99999", "x", "١"):
        get(f"/news/first/history/{number}/", 404)


def test_a_text_is_not_public_before_the_second_of_the_edition_that_leaves_it_so():
    article = make.release("First", at(7))
    make.save(article, standfirst="Other words.")
    make.schedule(article, at(13), decided=at(8), keeps_former=True)
    get("/news/first/history/1/", 404)
    with when(12, 59, 59):
        get("/news/first/history/1/", 404)
    with when(13):
        get("/news/first/history/1/")


def test_a_withdrawal_takes_back_all_texts():
    article = three_editions()
    make.withdraw(article, at(10), reason="A name was wrong.")
    page = read("/news/first/history/1/", 410)
    assert "A name was wrong." in page.text
    assert "Words of seven." not in page.text
    assert get("/news/first/history/1/", 410).content == get("/news/first/", 410).content


def test_what_was_withdrawn_once_does_not_come_back_with_a_new_text():
    """The new text may leave out what must not be read; the old ones hold it still."""
    article = three_editions()
    make.withdraw(article, at(10))
    publish(article, 11, "Words of eleven.", keeps_former=True)
    for number in (1, 2, 3):
        get(f"/news/first/history/{number}/", 404)
    with when(12):
        publish(article, 12, "Words of twelve.", keeps_former=True)
        assert "Words of eleven." in read("/news/first/history/4/").text


def test_a_former_address_leads_to_the_present_one():
    article = three_editions()
    make.save(article, wanted_slug="second")
    make.publish(article, at(10))
    assert get("/news/first/history/1/", 301)["Location"] == "/news/second/history/1/"
    assert get("/news/first/history/", 301)["Location"] == "/news/second/history/"
    get("/news/second/history/1/")


def test_a_former_text_is_read_in_its_own_language_alone():
    article = make.release("第一", at(7), language="zh-hans", wanted_slug="first")
    publish(article, 8, "新的", keeps_former=True)
    get("/zh-hans/news/first/history/1/")
    get("/news/first/history/1/", 404)


def test_its_pictures_and_files_are_served_as_long_as_it_may_be_read():
    article = make.article("First")
    image, report = make.picture(), make.file()
    make.add_picture(article, image)
    make.add_file(article, report)
    make.publish(article, at(7))
    article.articles_pictureblock_set.all().delete()
    article.articles_fileblock_set.all().delete()
    paths = [f"/media/pictures/{image.public_id}", f"/media/files/{report.public_id}"]
    publish(article, 8, "Without.", keeps_former=False)
    for path in paths:
        get(path, 404)
    make.save(article)
    for path in paths:
        get(path, 404)
    article.editions.filter(standfirst="Without.").update(keeps_former=True)
    page = get("/news/first/history/1/").content.decode()
    for path in paths:
        assert path in page
        get(path)
    make.withdraw(article, at(9))
    for path in paths:
        get(path, 404)


def test_pages_are_for_reading_only():
    three_editions()
    assert Client().head("/news/first/history/1/").status_code == 200
    assert Client().post("/news/first/history/1/").status_code == 405


def test_the_same_number_of_queries_for_two_editions_and_for_ten():
    for headline, count in (("Two", 2), ("Ten", 10)):
        article = make.release(headline, at(1), standfirst="0", type="news" if count > 2 else "speech")
        for hour in range(2, count + 1):
            publish(article, hour, str(hour), significance="major", change_note="Wrong.", keeps_former=True)
    for path in ("/news/{}/", "/news/{}.json", "/news/{}/history/", "/news/{}/history/1/"):
        assert queries(path.format("two")) == queries(path.format("ten")) <= 6, path
    assert queries("/news.json?type=news") == queries("/news.json") <= 4


def test_a_major_correction_takes_back_every_text_before_it():
    """Unless its publisher leaves the former text: what was wrong in one was wrong in those before it."""
    slug = three_editions(second=True, third=False).slug
    for number in (1, 2):
        assert Client().get(f"/news/{slug}/history/{number}/").status_code == 404
