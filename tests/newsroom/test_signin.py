"""What somebody sends after the session has ended waits in the page until they are signed in again."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from articles.models import Article, Snapshot
from newsroom.signin import KeptPost
from tests.people.making import controls

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough password"
ADD = "/admin/articles/article/add/"
TEXT = 'Fish & "chips" <b>\r\n第二行'
OURS = {"origin": "http://testserver"}


@pytest.fixture
def anna() -> User:
    return User.objects.create_superuser("anna", password=PASSWORD)


@pytest.fixture
def browser() -> Client:
    """One that is asked for its tokens."""
    return Client(enforce_csrf_checks=True, headers=OURS)


def sign_in(browser: Client, username: str = "anna", **form: Any) -> Any:
    fields = {**(form or sign_in_form(browser)), "username": username, "password": PASSWORD}
    return browser.post("/admin/login/", fields)


def sign_in_form(browser: Client) -> dict[str, Any]:
    """What a sign-in page holds that was opened just now."""
    return fields_of(browser.get("/admin/login/"))


def fields_of(response: Any) -> dict[str, Any]:
    """What the form in the middle of a page holds, the fields in and out of it."""
    page = response.content.decode().partition('id="content"')[2]
    inputs = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in inputs}


def form_in(browser: Client, address: str = ADD) -> dict[str, Any]:
    return controls(browser.get(address).content.decode())


def end_session(browser: Client) -> None:
    del browser.cookies["sessionid"]


def test_a_form_sent_after_the_session_ended_is_sent_on_after_signing_in(anna, browser):
    sign_in(browser)
    form = {**form_in(browser), "headline": "Late", "standfirst": TEXT, "_continue": "Save"}
    end_session(browser)
    asked = browser.post(ADD, form)
    assert asked.status_code == 403
    assert "no-store" in asked["Cache-Control"]
    assert "Nothing is lost" in asked.content.decode()
    assert not Article.objects.exists()
    assert not Snapshot.objects.exists()

    wrong = browser.post("/admin/login/", {**fields_of(asked), "username": "anna", "password": "not it"})
    assert "Nothing is lost" in wrong.content.decode()
    offered = sign_in(browser, **fields_of(wrong))
    page = offered.content.decode()
    assert "You are signed in again" in page
    assert f'action="{ADD}"' in page
    assert "<b>" not in page
    assert "no-store" in offered["Cache-Control"]

    sent = browser.post(ADD, fields_of(offered))
    assert sent.status_code == 302
    saved = Article.objects.get()
    assert (saved.headline, saved.standfirst.split()) == ("Late", TEXT.split())


def test_another_account_is_told_whose_it_was_and_not_shown_it(anna, browser):
    User.objects.create_superuser("bo", password=PASSWORD)
    sign_in(browser)
    form = {**form_in(browser), "headline": "Anna's own words"}
    end_session(browser)
    offered = sign_in(browser, "bo", **fields_of(browser.post(ADD, form)))
    page = offered.content.decode()
    assert "This was typed by anna, and you are signed in as bo." in page
    assert "Show what was typed" not in page
    assert fields_of(offered)["headline"] == "Anna's own words"


def test_who_has_no_business_in_the_admin_gets_nothing_on(browser):
    User.objects.create_user("reader", password=PASSWORD)
    asked = Client(headers=OURS).post(ADD, {"headline": "x"})
    sealed = fields_of(asked)
    answer = sign_in(browser, "reader", **{**sealed, **sign_in_form(browser)})
    assert "You are signed in again" not in answer.content.decode()


def test_passwords_and_files_are_not_carried_and_files_are_spoken_of(client):
    file = SimpleUploadedFile("report.pdf", b"%PDF-1.7")
    asked = client.post("/admin/articles/file/add/", {"title": "Report", "old_password": "secret", "file": file})
    assert "Files cannot be carried along" in asked.content.decode()
    kept = KeptPost.opened(fields_of(asked)["kept_post"])
    assert kept == KeptPost("/admin/articles/file/add/", [("title", "Report")], with_files=True)


def test_the_order_of_fields_and_their_repetitions_are_kept(client):
    asked = client.post(f"{ADD}?_popup=1", {"meetings": ["2", "1"], "headline": "x"})
    kept = KeptPost.opened(fields_of(asked)["kept_post"])
    assert kept == KeptPost(f"{ADD}?_popup=1", [("meetings", "2"), ("meetings", "1"), ("headline", "x")])


def test_what_is_too_long_to_be_carried_is_spoken_of(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 9000
    text = "".join(chr(0x4E00 + number * 37 % 20000) for number in range(900))
    page = client.post(ADD, {"headline": text}).content.decode()
    assert "too long to be carried" in page
    assert 'name="kept_post" value=""' in page


@pytest.mark.parametrize("sealed", ["nonsense", "", "eyJ:x:y"])
def test_only_what_we_sealed_is_offered(anna, browser, sealed):
    form = sign_in_form(browser)
    answer = sign_in(browser, **{**form, "kept_post": sealed})
    assert answer.status_code == 302
    assert answer["Location"] == "/admin/"


def test_an_empty_post_leads_to_the_sign_in_as_ever(client):
    assert client.post(ADD).status_code == 302
    assert client.post("/admin/logout/", {"x": "y"}).status_code == 302


def test_a_get_is_never_carried(client):
    answer = client.get(f"{ADD}?headline=x")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/admin/login/")


# Tokens out of date


def outdated(browser: Client, **changes: Any) -> dict[str, Any]:
    """A form that was opened before its owner signed in anew in another tab."""
    sign_in(browser)
    form = {**form_in(browser), "headline": "Typed before", **changes}
    end_session(browser)
    sign_in(browser)
    return form


def test_a_form_older_than_the_sign_in_is_offered_again(anna, browser):
    form = outdated(browser, standfirst=TEXT)
    offered = browser.post(ADD, form)
    assert offered.status_code == 403
    assert "Please send it once more" in offered.content.decode()
    assert "no-store" in offered["Cache-Control"]
    assert not Article.objects.exists()
    assert browser.post(ADD, fields_of(offered)).status_code == 302
    assert Article.objects.get().headline == "Typed before"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://testserver.evil.example"},
        {"referer": "https://evil.example/http://testserver/"},
        {"referer": "http://testserver.evil.example/"},
        {"origin": "http://testserver", "sec-fetch-site": "cross-site"},
        {"origin": "http://testserver", "sec-fetch-site": "same-site"},
        {},
    ],
)
def test_a_form_from_elsewhere_is_plainly_refused(anna, browser, headers):
    form = outdated(browser)
    del browser.defaults["HTTP_ORIGIN"]
    answer = browser.post(ADD, form, headers=headers)
    assert answer.status_code == 403
    assert "Typed before" not in answer.content.decode()
    assert "csrfmiddlewaretoken" not in answer.content.decode()


def test_a_referer_of_ours_will_do_where_no_origin_is_sent(anna, browser):
    form = outdated(browser)
    del browser.defaults["HTTP_ORIGIN"]
    answer = browser.post(ADD, form, headers={"referer": "http://testserver/admin/"})
    assert "Typed before" in answer.content.decode()


def test_an_outdated_form_of_nobody_any_more_waits_for_the_sign_in(anna, browser):
    form = outdated(browser)
    end_session(browser)
    asked = browser.post(ADD, form)
    assert asked.status_code == 403
    assert "Nothing is lost" in asked.content.decode()
    offered = sign_in(browser, **fields_of(asked))
    assert fields_of(offered)["headline"] == "Typed before"


def test_a_sign_in_page_that_carries_something_may_itself_be_out_of_date(anna, browser):
    sign_in(browser)
    form = {**form_in(browser), "headline": "Carried"}
    end_session(browser)
    asked = fields_of(browser.post(ADD, form))
    sign_in(browser)
    offered = sign_in(browser, **asked)
    assert offered.status_code == 403
    assert fields_of(offered)["headline"] == "Carried"


def test_an_outdated_sign_in_page_leads_to_a_fresh_one(anna, browser):
    form = sign_in_form(browser)
    sign_in(browser)
    answer = sign_in(browser, **form)
    assert answer.status_code == 302
    assert answer["Location"] == "/admin/"


def test_a_script_gets_a_fresh_token_from_its_own_site_alone(anna, browser):
    outdated(browser)
    as_script = {"accept": "application/json", "x-csrftoken": "x" * 64}
    answer = browser.post("/admin/articles/article/autosave/", {}, headers=as_script)
    assert answer.status_code == 403
    assert "no-store" in answer["Cache-Control"]
    token = answer.json()["token"]
    retried = browser.post("/admin/articles/article/autosave/", {}, headers={**as_script, "x-csrftoken": token})
    assert retried.status_code == 400
    elsewhere = browser.post(
        "/admin/articles/article/autosave/", {}, headers={**as_script, "origin": "https://e.example"}
    )
    assert elsewhere.status_code == 403
    assert elsewhere["Content-Type"].startswith("text/html")
