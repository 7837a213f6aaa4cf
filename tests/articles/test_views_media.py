"""Pictures, documents and portraits are served only while readers may see what they belong to."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from articles.models import Article
from people.pictures import FreshPicture
from tests.articles import factories as make
from tests.articles.factories import at, when
from tests.articles.reading import get, read

pytestmark = pytest.mark.django_db


def png() -> FreshPicture:
    drawn = BytesIO()
    Image.new("RGB", (8, 8), "navy").save(drawn, "PNG")
    return FreshPicture(drawn.getvalue(), name="picture.png")


def illustrated() -> tuple[Article, str, str]:
    """A draft with a picture and a document, and the addresses that these will have."""
    shown, offered = make.picture(), make.file("Half-year report: 2026/1")
    article = make.article("First")
    make.add_picture(article, shown)
    make.add_file(article, offered)
    return article, f"/media/pictures/{shown.public_id}", f"/media/files/{offered.public_id}"


def test_files_are_public_exactly_while_their_release_is():
    article, *paths = illustrated()
    for path in paths:
        with when(8):
            get(path, 404)
    make.schedule(article, at(9), decided=at(8))
    for path in paths:
        for hour, status in ((8, 404), (9, 200), (10, 200)):
            with when(hour):
                get(path, status)
    make.withdraw(article, at(11))
    for path in paths:
        with when(11):
            assert get(path, 404).content == get("/media/pictures/absent", 404).content


def test_a_file_that_a_correction_took_out_is_gone():
    article, picture, document = illustrated()
    make.publish(article, at(9))
    getattr(article, "articles_fileblock_set").all().delete()  # noqa: B009 - a name that Django makes
    make.save(article)
    make.publish(article, at(10))
    with when(11):
        get(picture)
        get(document, 404)


def test_a_document_is_taken_away_under_a_readable_name():
    article, _picture, path = illustrated()
    make.publish(article, at(9))
    with when(10):
        response = get(path)
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert "Half-year" in response["Content-Disposition"]
    assert "/" not in response["Content-Disposition"]
    assert b"".join(response.streaming_content).startswith(b"%PDF-")


def test_a_picture_is_shown_by_the_page_that_prints_it():
    article, path, document = illustrated()
    make.publish(article, at(9))
    with when(10):
        assert f'src="{path}"' in read("/news/first/").html
        assert document in read("/news/first/").urls()
        response = get(path)
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "no-cache"
    assert Image.open(BytesIO(b"".join(response.streaming_content))).size == (64, 48)


def test_a_portrait_is_public_with_its_executive_and_its_address_changes_with_it():
    anna = make.executive("Anna", hidden=True, portrait=png())
    anna.public_from = at(9)
    anna.save()
    with when(10):
        (path,) = portraits("/people/anna/")
        assert get(path)["Content-Type"] == "image/png"
        anna.portrait = png()
        anna.save()
        (newer,) = portraits("/people/anna/")
        assert newer != path
        get(path, 404)
        get(newer)
    with when(8):
        get(newer, 404)


def portraits(path: str) -> list[str]:
    return list(dict.fromkeys(part.partition('"')[0] for part in read(path).html.split('class="portrait" src="')[1:]))


@pytest.mark.parametrize("path", ["pictures/", "pictures/..", "files/%2e%2e%2fx", "portraits/x", "portraits/x/%2e%2e"])
def test_nothing_else_can_be_asked_for(path):
    get(f"/media/{path}", 404)


def test_a_file_that_is_missing_from_the_store_is_absent():
    article, path, _document = illustrated()
    make.publish(article, at(9))
    block: Any = article.articles_pictureblock_set.get()
    block.picture.image.storage.delete(block.picture.image.name)
    with when(10):
        get(path, 404)


def test_files_are_for_reading_only():
    article, picture, document = illustrated()
    make.publish(article, at(9))
    with when(10):
        for path in (picture, document):
            assert Client().head(path).status_code == 200
            assert Client().post(path).status_code == 405
