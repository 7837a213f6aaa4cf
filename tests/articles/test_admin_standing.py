"""Contacts and boilerplates on the desk: each save is a version, and an old one can be put back."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import standing
from articles.models import Boilerplate, Contact, Restriction
from tests.articles import factories as make
from tests.articles.desk import VIEWER, form_of, said, signed_in, staff, texts_of
from tests.people.making import errors_of

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/boilerplate/add/"


@pytest.fixture
def desk() -> Client:
    return signed_in(staff("Publisher"))


def page_of(row: Boilerplate | Contact) -> str:
    return f"/admin/articles/{row._meta.model_name}/{row.pk}/change/"


def save(desk: Client, row: Boilerplate, **typed: str) -> Any:
    answer = desk.post(page_of(row), form_of(desk, page_of(row)) | typed)
    assert errors_of(answer) == {}
    return answer


def made(desk: Client, text: str = "We build ships.") -> Boilerplate:
    assert errors_of(desk.post(ADD, form_of(desk, ADD) | {"title_0": "About us", "text_0": text})) == {}
    return Boilerplate.objects.get()


def put_back(desk: Client, row: Boilerplate | Contact, number: int, newest: int) -> Any:
    address = f"/admin/articles/{row._meta.model_name}/{row.pk}/versions/{number}/"
    return desk.post(address, {"newest": newest}, follow=True)


def test_what_is_made_and_each_change_is_a_version_of_who_saved_it(desk):
    row = made(desk)
    save(desk, row, text_0="We build boats.")
    versions = list(standing.versions_of(row))
    assert [(version.number, str(version.created_by)) for version in versions] == [(2, "publisher"), (1, "publisher")]


def test_what_stood_before_there_were_versions_is_kept_as_the_first(desk):
    row = Boilerplate.objects.create(title="About us", text="We build ships.")
    save(desk, row, text_0="We build boats.")
    versions = list(standing.versions_of(row))
    assert [(version.number, version.created_by and str(version.created_by)) for version in versions] == [
        (2, "publisher"),
        (1, None),
    ]
    assert "ships" in versions[1].data["text"]


def test_a_save_that_is_refused_makes_no_version(desk):
    row = made(desk)
    answer = desk.post(page_of(row), form_of(desk, page_of(row)) | {"title_0": ""})
    assert errors_of(answer)
    assert standing.number_of(row) == 1


def test_the_page_shows_what_each_version_changed_word_by_word(desk):
    row = made(desk)
    save(desk, row, text_0="We build boats.", text_1="我们造船。")
    html = texts_of(desk.get(page_of(row)))
    assert "We build <del>ships</del><ins>boats</ins>." in html
    assert "Text, English" in html
    assert "<ins>我们造船。</ins>" in html
    assert html.index("Version 2") < html.index("Version 1")


def test_an_old_version_is_put_back(desk):
    row = made(desk)
    save(desk, row, text_0="We build boats.")
    answer = put_back(desk, row, 1, newest=2)
    assert said(answer)[-1] == "Version 1 was put back; releases print it from now on."
    row.refresh_from_db()
    assert str(row.text) == "We build ships."
    assert standing.number_of(row) == 3
    assert str(LogEntry.objects.first().user) == "publisher"


def test_a_button_that_does_not_know_the_newest_version_does_nothing(desk):
    row = made(desk)
    stale = standing.number_of(row)
    save(desk, row, text_0="We build boats.")
    save(desk, row, text_0="We build rafts.")
    answer = put_back(desk, row, 1, newest=stale)
    assert "Somebody else has changed this meanwhile" in said(answer)[-1]
    row.refresh_from_db()
    assert str(row.text) == "We build rafts."


def test_nothing_is_put_back_by_looking(desk):
    row = made(desk)
    assert desk.get(f"/admin/articles/boilerplate/{row.pk}/versions/1/").status_code == 405


def test_who_may_only_look_puts_nothing_back(desk):
    row = made(desk)
    save(desk, row, text_0="We build boats.")
    viewer = signed_in(staff(VIEWER))
    assert "Put back" not in texts_of(viewer.get(page_of(row)))
    assert "Version 1" in texts_of(viewer.get(page_of(row)))
    assert put_back(viewer, row, 1, newest=2).status_code == 403
    assert standing.number_of(row) == 2


def test_what_is_not_there_is_not_found(desk):
    row = made(desk)
    assert put_back(desk, row, 7, newest=1).status_code == 404
    assert desk.post("/admin/articles/contact/999/versions/1/", {"newest": 1}).status_code == 404


def test_releases_that_name_it_are_counted_and_named(desk):
    row = made(desk)
    make.article("Turbines", boilerplate=row)
    make.article("Cables", forward_looking=row)
    make.article("Ships")
    html = texts_of(desk.get(page_of(row)))
    assert "Named by 2 releases" in html
    assert "Turbines" in html
    assert "Cables" in html


def test_releases_that_do_not_exist_for_somebody_are_not_counted(desk):
    row = made(desk)
    before = texts_of(desk.get(page_of(row)))
    secret = make.article("Merger", boilerplate=row)
    Restriction.objects.create(translation_key=secret.translation_key)
    after = texts_of(desk.get(page_of(row)))
    assert "Merger" not in after
    assert "Named by" not in after
    assert ("Named by" in before) is False


def test_a_contact_has_versions_too(desk):
    address = "/admin/articles/contact/add/"
    assert errors_of(desk.post(address, form_of(desk, address) | {"name_0": "Press", "phone": "12"})) == {}
    row = Contact.objects.get()
    assert errors_of(desk.post(page_of(row), form_of(desk, page_of(row)) | {"phone": "34"})) == {}
    assert "<del>12</del><ins>34</ins>" in texts_of(desk.get(page_of(row)))
    put_back(desk, row, 1, newest=2)
    row.refresh_from_db()
    assert row.phone == "12"


def test_the_page_takes_no_more_queries_for_many_versions(desk):
    row = made(desk)
    counts = []
    for turn in range(6):
        save(desk, row, text_0=f"We build {turn} boats.")
        with CaptureQueriesContext(connection) as captured:
            desk.get(page_of(row))
        counts.append(len(captured))
    assert counts[-1] == counts[1]


# The form of a release


def test_each_kind_of_boilerplate_is_offered_in_its_place(desk):
    about = Boilerplate.objects.create(title="About us", text="We.")
    caution = Boilerplate.objects.create(kind="forward-looking", title="Caution", text="Perhaps not.")
    form = desk.get("/admin/articles/article/add/").context["adminform"].form
    assert list(form.fields["boilerplate"].queryset) == [about]
    assert list(form.fields["forward_looking"].queryset) == [caution]


def test_what_results_disclose_is_saved(desk):
    caution = Boilerplate.objects.create(kind="forward-looking", title="Caution", text="Perhaps not.")
    article = make.article(type="results")
    page = f"/admin/articles/article/{article.pk}/change/"
    typed = {"inside_information": "on", "filing_reference": "2026-17", "forward_looking": str(caution.pk)}
    assert errors_of(desk.post(page, form_of(desk, page) | typed)) == {}
    article.refresh_from_db()
    assert (article.inside_information, article.filing_reference, article.forward_looking) == (True, "2026-17", caution)
