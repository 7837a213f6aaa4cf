"""The checklist where editors meet it: on the page of the release, and on that of publishing."""

from __future__ import annotations

import pytest
from django.test import Client

from articles import standing
from articles.models import Boilerplate
from tests.articles import factories as make
from tests.articles.desk import page_of, signed_in, staff, texts_of
from tests.articles.factories import at

pytestmark = pytest.mark.django_db

TITLE = "Before it goes out"


@pytest.fixture
def desk() -> Client:
    return signed_in(staff("Publisher"))


def test_what_is_to_be_mended_is_told_with_a_link_to_its_field(desk):
    article = make.article(type="results", standfirst="")
    html = texts_of(desk.get(page_of(article)))
    assert TITLE in html
    assert "1 thing to mend" in html
    assert '<a href="#id_forward_looking">A release of this type carries a caution' in html
    assert '<a href="#id_standfirst">There is no standfirst' in html


def test_every_link_leads_to_an_element_of_the_form(desk):
    article = make.article("LOUD AND VERY LONG " * 8, text="<p> </p>", type="results")
    make.add_remark(article, make.executive("Anna Berg"), "")
    make.add_text(article, '<p><a href="/nowhere/">x</a> <a href="/admin/">y</a></p>')
    make.add_picture(article, make.picture())
    html = texts_of(desk.get(page_of(article)))
    places = {part.split('"')[0] for part in html.split('<a href="#')[1:]} - {"content-start"}
    assert {"articles_textblock_set-1", "articles_remarkblock_set-0", "id_headline"} <= places
    assert [place for place in places if f'id="{place}"' not in html] == []


def test_a_release_with_which_nothing_is_amiss_is_said_to_be_fine(desk):
    article = make.article(standfirst="In short.")
    assert "nothing to mend" in texts_of(desk.get(page_of(article)))


def test_a_text_that_is_before_the_readers_needs_no_checklist(desk):
    article = make.release("First", at(9), standfirst="In short.")
    assert TITLE not in texts_of(desk.get(page_of(article)))
    make.save(article, standfirst="")
    assert TITLE in texts_of(desk.get(page_of(article)))


def test_the_version_of_what_is_printed_at_the_end_is_told_to_staff_alone(desk, client):
    about = Boilerplate.objects.create(title="About us", text="We.")
    standing.record(about)
    article = make.article("First", boilerplate=about)
    assert "About us, version 1" in texts_of(desk.get(page_of(article)))
    make.publish(article, at(9))
    public = client.get("/news/first/").content.decode() + client.get("/news/first.json").content.decode()
    assert "About us" in public
    assert "version 1" not in public


def test_the_page_of_publishing_leads_to_the_places_in_the_form(desk):
    article = make.article(standfirst="")
    html = texts_of(desk.get(page_of(article, "publish")))
    assert f'<a href="{page_of(article)}#id_standfirst">There is no standfirst' in html
