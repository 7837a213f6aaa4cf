"""Pictures and files are private; topics, contacts and boilerplates are found again."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from articles.models import Boilerplate, Contact, File, Picture, Topic
from tests.articles import factories as make
from tests.articles.desk import VIEWER, form_of, signed_in, staff, texts_of
from tests.people.making import controls, errors_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return signed_in(staff("Publisher"))


def png() -> SimpleUploadedFile:
    drawn = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(drawn, "PNG")
    return SimpleUploadedFile("hall.png", drawn.getvalue(), "image/png")


def add(desk, model, **fields):
    address = f"/admin/articles/{model}/add/"
    return desk.post(address, form_of(desk, address) | fields)


def test_a_picture_is_entered_and_shown_to_staff_alone(desk, client):
    answer = add(desk, "picture", title_0="Hall", alternative_0="A hall", image=png())
    assert errors_of(answer) == {}
    picture = Picture.objects.get()
    address = f"/admin/articles/picture/{picture.pk}/content/"
    assert address in texts_of(desk.get("/admin/articles/picture/"))
    shown = desk.get(address)
    assert shown.headers["Content-Type"] == "image/png"
    assert "no-store" in shown.headers["Cache-Control"]
    assert b"".join(shown.streaming_content).startswith(b"\x89PNG")
    assert client.get(address).status_code == 302


def test_a_picture_is_changed_without_being_uploaded_again(desk):
    picture = make.picture()
    page = f"/admin/articles/picture/{picture.pk}/change/"
    assert f"/admin/articles/picture/{picture.pk}/content/" in texts_of(desk.get(page))
    assert errors_of(desk.post(page, form_of(desk, page) | {"credit": "Anna Berg"})) == {}
    before = picture.image.name
    picture.refresh_from_db()
    assert (picture.credit, picture.image.name) == ("Anna Berg", before)


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"<svg onload=x>", b"%PDF-1.7"])
def test_what_is_no_picture_is_refused_beside_its_field(desk, content):
    upload = SimpleUploadedFile("hall.png", content, "image/png")
    assert "image" in errors_of(add(desk, "picture", title_0="Hall", alternative_0="A hall", image=upload))


def test_a_document_is_saved_rather_than_shown(desk):
    upload = SimpleUploadedFile("report.pdf", b"%PDF-1.7\n", "application/pdf")
    assert errors_of(add(desk, "file", title_0="Report", file=upload)) == {}
    address = f"/admin/articles/file/{File.objects.get().pk}/content/"
    assert desk.get(address).headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(("name", "content"), [("report.pdf", b"<html>"), ("report.html", b"%PDF-1.7"), ("x", b"x")])
def test_what_is_no_document_is_refused_beside_its_field(desk, name, content):
    assert "file" in errors_of(add(desk, "file", title_0="Report", file=SimpleUploadedFile(name, content)))


def test_a_file_that_has_gone_is_not_found(desk):
    picture = make.picture()
    picture.image.storage.delete(picture.image.name)
    assert desk.get(f"/admin/articles/picture/{picture.pk}/content/").status_code == 404


def test_who_may_only_look_sees_a_link(desk):
    viewer = signed_in(staff(VIEWER))
    for row, model in ((make.picture(), "picture"), (make.file(), "file")):
        html = texts_of(viewer.get(f"/admin/articles/{model}/{row.pk}/change/"))
        assert f"/admin/articles/{model}/{row.pk}/content/" in html
        assert 'type="file"' not in html


@pytest.mark.parametrize("model", ["picture", "file"])
def test_what_a_release_prints_is_not_deleted(desk, model):
    article = make.article()
    row = make.picture() if model == "picture" else make.file()
    make.add_picture(article, row) if model == "picture" else make.add_file(article, row)
    answer = desk.post(f"/admin/articles/{model}/{row.pk}/delete/", {"post": "yes"})
    assert "so it stays" in texts_of(answer)


def test_names_are_kept_in_each_language(desk):
    assert errors_of(add(desk, "contact", name_0="Press", name_1="媒体", email="press@example.org")) == {}
    assert errors_of(add(desk, "boilerplate", title_0="About", text_0="We are.", text_1="我们是。")) == {}
    assert errors_of(add(desk, "topic", name="Grid", title_1="电网")) == {}
    assert Contact.objects.get().name.data["zh-hans"] == "媒体"
    assert Boilerplate.objects.get().text.data["zh-hans"] == "我们是。"
    assert Topic.objects.get().title.data["zh-hans"] == "电网"


@pytest.mark.parametrize(("model", "word"), [("contact", "媒体"), ("boilerplate", "about"), ("topic", "电网")])
def test_they_are_found_by_any_language(desk, model, word):
    add(desk, "contact", name_0="Press", name_1="媒体")
    add(desk, "boilerplate", title_0="About", text_0="We are.")
    add(desk, "topic", name="Grid", title_1="电网")
    assert len(desk.get(f"/admin/articles/{model}/", {"q": word}).context["cl"].result_list) == 1


def test_a_topic_of_the_same_name_is_refused_beside_it(desk):
    make.topic("Grid")
    assert "name" in errors_of(add(desk, "topic", name="Grid"))


@pytest.mark.parametrize(
    ("model", "made", "typed", "words"),
    [
        ("contact", {"name_0": "Press"}, {"phone": "1"}, "Telephone is now: 1"),
        ("boilerplate", {"title_0": "About", "text_0": "We."}, {"text_0": "Us."}, "Text is now: English: Us."),
        ("topic", {"name": "Grid"}, {"title_0": "The grid"}, "Name in each language is now: English: The grid"),
        ("picture", {"title_0": "Hall", "alternative_0": "A hall"}, {"credit": "Anna"}, "Credit is now: Anna"),
        ("picture", {"title_0": "Hall", "alternative_0": "A hall"}, {"image": png}, "Picture was changed."),
        ("file", {"title_0": "Report"}, {"title_0": "Results"}, "Title is now: English: Results"),
    ],
)
def test_what_a_colleague_changed_is_not_overwritten(desk, model, made, typed, words):
    upload = {"picture": {"image": png()}, "file": {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7\n")}}
    assert errors_of(add(desk, model, **made, **upload.get(model, {}))) == {}
    page = f"/admin/articles/{model}/{apps.get_model('articles', model).objects.get().pk}/change/"
    stale = form_of(desk, page)
    changed = {name: value() if callable(value) else value for name, value in typed.items()}
    assert errors_of(desk.post(page, form_of(desk, page) | changed)) == {}
    answer = desk.post(page, stale)
    assert errors_of(answer)["__all__"][1:] == [words]
    assert desk.post(page, controls(texts_of(answer))).status_code == 302


def test_who_may_not_publish_opens_no_topic_to_readers():
    author = signed_in(staff("Author"))
    moment = {"public_from_0": "2020-01-01", "public_from_1": "09:00"}
    assert errors_of(add(author, "topic", name="Grid", **moment)) == {}
    page = f"/admin/articles/topic/{Topic.objects.get().pk}/change/"
    assert errors_of(author.post(page, form_of(author, page) | moment)) == {}
    assert Topic.objects.get().first_public() is None
