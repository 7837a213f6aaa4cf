"""The form of a release, kept while it is filled in, as its script speaks with the desk."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles import autosave, workflow
from articles.models import Article, Presence, Snapshot
from articles.roles import AUTHOR, PUBLISHER
from tests.articles import factories as make
from tests.articles.desk import LIST, NOBODY, VIEWER, form_of, page_of, said, signed_in, staff, texts_of
from tests.people.making import controls

pytestmark = pytest.mark.django_db

ADD = f"{LIST}add/"
KEEP_NEW = f"{LIST}autosave/"
DROP = f"{LIST}drop/"


class Desk:
    """Somebody at a form, and what the script does there."""

    def __init__(self, user: User, article: Article | None = None) -> None:
        self.user, self.article, self.client = user, article, signed_in(user)
        self.form: dict[str, Any] = form_of(self.client, page_of(article) if article else ADD)
        self.address = page_of(article, "autosave") if article else KEEP_NEW

    def keep(self, **changes: Any) -> Any:
        form = {**self.form, **changes.pop("typed", {})}
        typed = {name: value if isinstance(value, list) else [value] for name, value in form.items()}
        body = {"typed": typed, "form_key": self.form["form_key"], "owner": autosave.owner_of(self.user), **changes}
        return self.client.post(self.address, json.dumps(body), content_type="application/json")

    def type(self, headline: str) -> Any:
        return self.keep(typed={"headline": headline})


def kept() -> list[str]:
    return [autosave.headline_of(row) for row in Snapshot.objects.filter(kind="autosaved")]


def test_what_is_typed_is_kept_with_the_version_that_it_was_based_on():
    article = make.article("Before")
    desk = Desk(staff(AUTHOR), article)
    answer = desk.type("After")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert re.fullmatch(r"\d\d:\d\d", answer.json()["kept_at"])
    row = Snapshot.objects.get(kind="autosaved")
    assert (row.article, row.version, row.created_by) == (article, article.version, desk.user)
    assert row.data["typed"]["headline"] == ["After"]
    assert row.data["typed"]["articles_textblock_set-0-html"]
    assert "csrfmiddlewaretoken" not in row.data["typed"]
    assert Article.objects.get().headline == "Before"


def test_a_new_release_is_kept_before_there_is_one():
    Desk(staff(AUTHOR)).type("Begun")
    assert kept() == ["Begun"]
    assert not Article.objects.exists()


def test_what_was_taken_back_is_not_offered():
    desk = Desk(staff(AUTHOR), make.article())
    desk.type("Typed")
    desk.keep(unchanged=True)
    assert "never saved" not in texts_of(desk.client.get(page_of(desk.article)))


def test_coming_back_offers_what_was_never_saved():
    article = make.article()
    desk = Desk(staff(AUTHOR), article)
    page = texts_of(desk.client.get(page_of(article)))
    assert "never saved" not in page
    desk.type("Typed and left")
    row = Snapshot.objects.get(kind="autosaved")
    page = texts_of(desk.client.get(page_of(article)))
    assert "never saved" in page
    assert f'name="snapshot" value="{row.pk}"' in page
    assert "never saved" not in texts_of(signed_in(staff(PUBLISHER)).get(page_of(article)))


def test_the_add_page_lists_releases_never_saved_and_escapes_what_was_typed():
    desk = Desk(staff(AUTHOR))
    desk.type("<script>begun</script>")
    page = texts_of(desk.client.get(ADD))
    assert "&lt;script&gt;begun" in page
    assert "<script>begun" not in page
    assert f"?form_key={desk.form['form_key']}" in page


def test_a_save_settles_it_and_a_refused_one_does_not():
    article = make.article()
    desk = Desk(staff(AUTHOR), article)
    desk.type("Typed")
    wrong = desk.client.post(page_of(article), {**desk.form, "headline": ""})
    assert wrong.status_code == 200
    assert desk.form["form_key"] in texts_of(wrong)
    assert "never saved" in texts_of(desk.client.get(page_of(article)))
    desk.client.post(page_of(article), {**desk.form, "headline": "Typed"})
    assert Article.objects.get().headline == "Typed"
    assert "never saved" not in texts_of(desk.client.get(page_of(article)))
    assert desk.type("On its way meanwhile").json()["settled"]
    assert "never saved" not in texts_of(desk.client.get(page_of(article)))


def test_saving_in_one_window_leaves_the_text_of_another_on_offer():
    article = make.article()
    desk = Desk(staff(AUTHOR), article)
    second = Desk(desk.user, article)
    desk.type("Here")
    second.type("There")
    assert offered(desk) == ["There", "Here"]
    desk.client.post(page_of(article), {**desk.form, "headline": "Here"})
    assert offered(desk) == ["There"]


def offered(desk: Desk) -> list[str]:
    """The headlines of the texts that the page of the release offers to take up again."""
    page = desk.client.get(page_of(desk.article) if desk.article else ADD)
    assert texts_of(page).count('class="kept-offer"') == len(page.context["kept"])
    return [each["headline"] for each in page.context["kept"]]


def filled(page: Any) -> dict[str, Any]:
    """What a browser sends of the form, with the field that stands outside it and belongs to it all the same."""
    found = re.findall(r'name="_restored_from"\s+value="([^"]+)"\s+form="article_form"', texts_of(page))
    assert len(found) == 1
    return {**controls(texts_of(page)), "_restored_from": found[0]}


def test_saving_a_restored_text_settles_that_one_and_no_other():
    article = make.article()
    desk = Desk(staff(AUTHOR), article)
    second = Desk(desk.user, article)
    desk.type("Crashed")
    second.type("Crashed too")
    row = Snapshot.objects.get(form_key=second.form["form_key"])
    sent = {"snapshot": row.pk, "version": article.version}
    shown = desk.client.post(page_of(article, "restore"), sent)
    form = filled(shown)
    assert form["form_key"] not in {desk.form["form_key"], second.form["form_key"]}
    wrong = desk.client.post(page_of(article), {**form, "headline": ""})
    form = {**filled(wrong), "headline": "Crashed too"}
    assert desk.client.post(page_of(article), form).status_code == 302
    assert Article.objects.get().headline == "Crashed too"
    assert offered(desk) == ["Crashed"]


def test_saving_a_text_brought_together_with_a_later_save_settles_it():
    article = make.article()
    desk = Desk(staff(AUTHOR), article)
    desk.type("Mine")
    row = Snapshot.objects.get(kind="autosaved")
    make.save(article, standfirst="Theirs")
    article.refresh_from_db()
    merging = page_of(article, f"refused/{row.pk}")
    shown = desk.client.post(merging, {"version": article.version, "continue": "yes"})
    assert desk.client.post(page_of(article), filled(shown)).status_code == 302
    assert Article.objects.get().headline == "Mine"
    assert offered(desk) == []


def test_a_refused_and_a_kept_text_are_both_offered_each_in_its_way():
    article = make.article()
    desk = Desk(staff(AUTHOR), article)
    second = Desk(desk.user, article)
    make.save(article, headline="Theirs")
    desk.client.post(page_of(article), {**desk.form, "headline": "Refused"})
    second.type("Kept")
    assert offered(desk) == ["Kept", "Refused"]
    page = texts_of(desk.client.get(page_of(article)))
    assert page.count(f'action="{page_of(article, "restore")}"') == 1


def test_text_of_a_release_in_the_bin_is_kept_and_its_author_told():
    article = make.article("Before")
    desk, other = Desk(staff(AUTHOR), article), Desk(staff(PUBLISHER), article)
    workflow.restrict(article, by=None, version=article.version, users=[desk.user], groups=[])
    article.refresh_from_db()
    workflow.bin_release(article, by=None, version=article.version)
    answer = desk.type("Typed").json()
    assert answer["kept_at"]
    assert answer["meanwhile"] == "“Before” is in the bin."
    assert "offer" in desk.keep(typed={"headline": "Typed"}, offer_on="b" * 16).json()
    assert other.type("Not there for this one").status_code == 404
    assert kept() == ["Typed"]


def test_adding_a_release_settles_what_was_typed_in_its_form():
    desk = Desk(staff(AUTHOR))
    desk.type("New")
    desk.client.post(ADD, {**desk.form, "headline": "New"})
    assert Article.objects.get().headline == "New"
    assert autosave.never_saved(desk.user) == []


def test_a_save_that_came_too_late_is_offered_in_place_of_what_was_typed():
    article = make.article()
    desk = Desk(staff(AUTHOR), article)
    desk.type("Mine")
    make.save(article, headline="Theirs")
    desk.client.post(page_of(article), {**desk.form, "headline": "Mine"})
    refused = Snapshot.objects.get(kind="refused")
    page = texts_of(desk.client.get(page_of(article)))
    assert "came after somebody else’s" in page
    assert page_of(article, f"refused/{refused.pk}") in page
    assert "that was never saved" not in page
    desk.client.post(page_of(article, f"refused/{refused.pk}/drop"))
    assert "came after somebody else’s" not in texts_of(desk.client.get(page_of(article)))


def test_text_from_the_browsers_storage_is_offered_in_the_answer():
    article = make.article()
    desk = Desk(staff(AUTHOR), article)
    offer = desk.keep(typed={"headline": "From the browser"}, offer_on="b" * 16).json()["offer"]
    assert "never saved" in offer
    assert "csrfmiddlewaretoken" in offer
    assert not Presence.objects.exists()


def test_a_kept_text_can_be_dropped_by_its_author_alone():
    article = make.article()
    desk = Desk(staff(AUTHOR), article)
    desk.type("Typed")
    pk = Snapshot.objects.get(kind="autosaved").pk
    assert signed_in(staff(PUBLISHER)).post(DROP, {"snapshot": pk}).status_code == 404
    answer = desk.client.post(DROP, {"snapshot": pk}, follow=True)
    assert "not offered any more" in said(answer)[0]
    assert "that was never saved" not in texts_of(desk.client.get(page_of(article)))
    assert desk.client.post(DROP, {"snapshot": pk}).status_code == 404
    assert desk.client.post(DROP, {"snapshot": "9" * 40}).status_code == 404
    assert signed_in(staff(VIEWER)).post(DROP, {"snapshot": pk}).status_code == 403


def test_a_page_learns_at_once_that_somebody_else_saved():
    article, colleague = make.article(), staff(PUBLISHER)
    desk = Desk(staff(AUTHOR), article)
    assert desk.type("Mine").json()["meanwhile"] == ""
    other = signed_in(colleague)
    other.post(page_of(article), {**form_of(other, page_of(article)), "headline": "Theirs"})
    told = desk.type("Mine still").json()["meanwhile"]
    assert told.startswith("publisher saved this at ")
    assert told.endswith("When you save, you will see both texts.")


def test_ones_own_save_in_another_window_is_told_as_such():
    article = make.article()
    desk = Desk(staff(AUTHOR), article)
    second = Desk(desk.user, article)
    second.client.post(page_of(article), {**second.form, "headline": "Second"})
    assert desk.type("First").json()["meanwhile"].startswith("You saved this in another window")


def test_a_move_is_told_too():
    article = make.article()
    desk = Desk(staff(AUTHOR), article)
    workflow.submit(article, by=desk.user, version=article.version)
    assert desk.type("Mine").json()["meanwhile"].startswith("This release was changed at")


def test_two_people_see_each_other():
    article = make.article()
    author, viewer = Desk(staff(AUTHOR), article), signed_in(staff(VIEWER))
    author.type("Typed")
    owner = autosave.owner_of(User.objects.get(username="viewer"))
    told = viewer.post(page_of(article, "presence"), {"owner": owner, "based_on": article.version}).json()["here"]
    assert re.fullmatch(r"Also here: author \(typing, \d\d:\d\d\)", told)
    assert "Also here: viewer" in texts_of(author.client.get(page_of(article)))


def test_looking_at_a_release_tells_nobody():
    article = make.article()
    signed_in(staff(AUTHOR)).get(page_of(article))
    assert not Presence.objects.exists()


def test_nothing_is_taken_from_a_page_of_somebody_else():
    article = make.article()
    desk = Desk(staff(AUTHOR), article)
    desk.client.force_login(staff(PUBLISHER))
    answer = desk.type("Not the publisher's")
    assert answer.status_code == 409
    assert answer.json() == {"account": "publisher"}
    assert desk.client.post(page_of(article, "presence"), {"owner": "x"}).status_code == 409
    assert kept() == []


@pytest.mark.parametrize("role", [NOBODY, VIEWER])
def test_who_may_not_write_keeps_nothing(role):
    article, user = make.article(), staff(role)
    body = json.dumps({"typed": {}, "form_key": "a" * 16, "owner": autosave.owner_of(user)})
    for address in (page_of(article, "autosave"), KEEP_NEW):
        assert signed_in(user).post(address, body, content_type="application/json").status_code == 403
    assert kept() == []


def test_a_restricted_release_is_not_there_for_others():
    article = make.article()
    author, publisher = staff(AUTHOR), staff(PUBLISHER)
    desk, other = Desk(author, article), Desk(publisher, article)
    workflow.restrict(article, by=None, version=article.version, users=[author], groups=[])
    assert other.type("Mine").status_code == 404
    owner = autosave.owner_of(publisher)
    assert other.client.post(page_of(article, "presence"), {"owner": owner}).status_code == 404
    assert desk.type("Mine").status_code == 200


@pytest.mark.parametrize("address", ["autosave", "presence"])
def test_getting_writes_nothing(address):
    article = make.article()
    client = signed_in(staff(AUTHOR))
    assert client.get(page_of(article, address)).status_code == 405
    assert client.get(KEEP_NEW).status_code == 405
    assert client.get(DROP).status_code == 405


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "null",
        '"text"',
        "[" * 100_000,
        '{"typed": []}',
        '{"typed": {"headline": "x"}, "form_key": "aaaaaaaaaaaaaaaa", "owner": "x"}',
        '{"typed": {"headline": [1]}, "form_key": "aaaaaaaaaaaaaaaa", "owner": "x"}',
        '{"typed": {"headline": ["x"]}, "form_key": "../../", "owner": "x"}',
        '{"typed": {"headline": ["x"]}, "form_key": 1, "owner": "x"}',
        '{"typed": {"headline": ["x"]}, "owner": "x"}',
        *(
            f'{{"typed": {{"headline": ["x"]}}, "form_key": "aaaaaaaaaaaaaaaa", "owner": "x", "offer_on": {offer_on}}}'
            for offer_on in (r'"\ud800"', r'"\u0000"', "1", "[]", "null")
        ),
        "\xff",
    ],
)
def test_nonsense_is_refused(body):
    client = signed_in(staff(AUTHOR))
    answer = client.post(KEEP_NEW, body.encode("latin-1"), content_type="application/json")
    assert answer.status_code == 400
    assert kept() == []


def test_there_is_an_end_to_how_much_is_kept(settings):
    desk = Desk(staff(AUTHOR))
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 50
    assert desk.keep(typed={f"field-{number}": "x" for number in range(51)}).status_code == 400
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 5000
    assert desk.type("x" * 6000).status_code == 400
    assert kept() == []


def test_a_script_learns_that_the_session_has_ended():
    article = make.article()
    for address in (page_of(article, "autosave"), KEEP_NEW, page_of(article, "presence")):
        answer = Client().post(address, "{}", content_type="application/json", headers={"accept": "application/json"})
        assert answer.status_code == 401
        assert answer.json() == {"signed_out": True}


def test_a_viewers_page_and_a_popup_keep_nothing():
    article = make.article()
    assert 'id="keeping"' not in texts_of(signed_in(staff(VIEWER)).get(page_of(article)))
    assert 'id="keeping"' not in texts_of(signed_in(staff(AUTHOR)).get(f"{ADD}?_popup=1"))
