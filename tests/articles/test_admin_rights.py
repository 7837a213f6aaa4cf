"""Every address of the desk x every role. An address that is not in the table fails the build."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import drafts
from articles.models import Article, Boilerplate, Contact, Topic
from articles.roles import ADMINISTRATOR, AUTHOR, PUBLISHER, ensure_roles
from tests.articles import factories as make
from tests.articles.desk import NOBODY, VIEWER, form_of, page_of, signed_in, staff
from tests.articles.factories import at, when

pytestmark = pytest.mark.django_db

ROLES = (NOBODY, VIEWER, AUTHOR, PUBLISHER, ADMINISTRATOR)
LOOK, WRITE, PRINT = {*ROLES} - {NOBODY}, {AUTHOR, PUBLISHER, ADMINISTRATOR}, {PUBLISHER, ADMINISTRATOR}

ARTICLE_TABLE: dict[str, set[str]] = {
    "changelist": LOOK,
    "add": WRITE,
    "change": LOOK,
    "delete": PRINT,
    "history": LOOK,
    "preview": LOOK,
    "preview_links": LOOK,
    "proposal": LOOK,
    "refused": WRITE,
    "publish": PRINT,
    "schedule": PRINT,
    "reschedule": PRINT,
    "cancel": PRINT,
    "withdraw": PRINT,
}
OTHER_TABLE: dict[str, set[str]] = {
    "changelist": LOOK,
    "add": WRITE,
    "change": LOOK,
    "delete": PRINT,
    "history": LOOK,
    "content": LOOK,
}
"""Who gets an answer to GET; all others get 403."""

MODELS = ("article", "boilerplate", "contact", "file", "meeting", "picture", "topic")


@pytest.fixture(autouse=True)
def _morning():
    with when(8):
        yield


def rows() -> dict[str, Any]:
    """One row of each kind; the release is live and another edition of it waits."""
    article = make.release("News", at(7))
    make.schedule(make.save(article, headline="Waiting"), at(12), decided=at(7, 30))
    return {
        "article": article,
        "boilerplate": Boilerplate.objects.create(title={"en": "About us"}, text={"en": "We are."}),
        "contact": Contact.objects.create(name={"en": "Press"}),
        "file": make.file(),
        "meeting": make.meeting(),
        "picture": make.picture(),
        "topic": Topic.objects.create(name="Grid"),
    }


def names() -> set[tuple[str, str]]:
    """Every named address of the desk as (model, name)."""
    found = set()
    for model in MODELS:
        model_admin = next(a for m, a in admin.site._registry.items() if m._meta.label_lower == f"articles.{model}")
        for pattern in model_admin.get_urls():
            name = getattr(pattern, "name", None)
            if name:
                found.add((model, name.removeprefix(f"articles_{model}_")))
    return found


def address(model: str, name: str, row: Any) -> str:
    route = f"admin:articles_{model}_{name}"
    if name in {"changelist", "add"}:
        return reverse(route)
    if name == "proposal":
        return reverse(route) + f"?speaker={make.executive().pk}"
    if name == "refused":
        return reverse(route, args=[row.pk, drafts.refuse(row, None, 1, {"headline": ["Mine"]}).pk])
    return reverse(route, args=[row.pk])


def test_every_address_is_in_the_table():
    for model, name in names():
        assert name in (ARTICLE_TABLE if model == "article" else OTHER_TABLE), (model, name)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("model", MODELS)
def test_an_address_answers_those_who_may(role, model):
    row = rows()[model]
    client = signed_in(staff(role))
    table = ARTICLE_TABLE if model == "article" else OTHER_TABLE
    for name in sorted(name for owner, name in names() if owner == model):
        status = client.get(address(model, name, row)).status_code
        assert status == (200 if role in table[name] else 403), f"{model} {name} for {role}: {status}"


@pytest.mark.parametrize("model", MODELS)
def test_strangers_are_sent_to_sign_in(model):
    row = rows()[model]
    visitors = [Client(), signed_in(User.objects.create_user("reader"))]
    for name in sorted(name for owner, name in names() if owner == model):
        for visitor in visitors:
            answer = visitor.get(address(model, name, row))
            assert answer.status_code == 302
            assert answer.headers["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("role", [NOBODY, VIEWER, AUTHOR])
@pytest.mark.parametrize("verb", ["publish", "schedule", "reschedule", "cancel", "withdraw"])
def test_who_may_not_publish_cannot_press_a_button(role, verb):
    article = rows()["article"]
    answers = {"version": article.version, "reason": "x", "day": "2027-01-01", "time": "09:00", "zone": "UTC"}
    answer = signed_in(staff(role)).post(page_of(article, verb), answers)
    assert answer.status_code == 403
    article.refresh_from_db()
    assert article.transitions.count() == 2


@pytest.mark.parametrize("role", [NOBODY, VIEWER])
def test_who_may_not_write_cannot_save_and_leaves_no_trace(role):
    article = rows()["article"]
    before = article.snapshots.count()
    client = signed_in(staff(role))
    for based_on in (article.version, article.version - 1):
        answer = client.post(page_of(article), {"headline": "Mine", "based_on": based_on})
        assert answer.status_code == 403
    assert Article.objects.get().headline == "Waiting"
    assert article.snapshots.count() == before


@pytest.mark.parametrize("role", [NOBODY, VIEWER, AUTHOR])
def test_who_may_not_delete_deletes_nothing(role):
    draft = make.article("A draft")
    client = signed_in(staff(role))
    assert client.post(page_of(draft, "delete"), {"post": "yes"}).status_code == 403
    client.post("/admin/articles/article/", {"action": "delete_selected", "_selected_action": [draft.pk], "post": "y"})
    assert Article.objects.filter(pk=draft.pk).exists()


def test_looking_never_writes():
    made = rows()
    client = signed_in(staff(PUBLISHER))
    addresses = [address(model, name, made[model]) for model, name in sorted(names())]
    for each in addresses:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(each).status_code == 200
        written = [
            q["sql"]
            for q in captured
            if q["sql"].lstrip().split(" ", 1)[0] not in {"SELECT", "DECLARE", "SAVEPOINT", "RELEASE"}
        ]
        assert written == [], each


def test_the_roles_are_there_from_the_start_and_making_them_again_changes_nothing():
    before = {group.name: set(group.permissions.values_list("codename", flat=True)) for group in Group.objects.all()}
    ensure_roles()
    after = {group.name: set(group.permissions.values_list("codename", flat=True)) for group in Group.objects.all()}
    assert before == after
    assert set(after) == {AUTHOR, PUBLISHER, ADMINISTRATOR}
    assert after[AUTHOR] < after[PUBLISHER] < after[ADMINISTRATOR]
    assert "publish_article" not in after[AUTHOR]
    assert not {"delete_executive", "delete_appointment", "merge_executive"} & after[PUBLISHER]
    assert {"change_user", "change_group", "merge_executive", "delete_executive"} <= after[ADMINISTRATOR]


def test_what_an_organisation_gave_a_role_stays():
    author = Group.objects.get(name=AUTHOR)
    extra = Group.objects.get(name=ADMINISTRATOR).permissions.get(codename="publish_article")
    author.permissions.add(extra)
    ensure_roles()
    assert extra in author.permissions.all()


PICKERS = [
    ("article", "meetings"),
    ("article", "departments"),
    ("article", "topics"),
    ("article", "contact"),
    ("article", "boilerplate"),
    ("textblock", "parent"),
    ("remarkblock", "speaker"),
    ("remarkblock", "meetings"),
    ("remarkblock", "appointments"),
    ("pictureblock", "picture"),
    ("fileblock", "file"),
    ("meeting", "parent"),
    ("meeting", "hosts"),
    ("meeting", "attending"),
]


@pytest.mark.parametrize("role", ROLES)
def test_a_picker_offers_rows_to_those_who_may_see_them(role):
    client = signed_in(staff(role))
    for model, field in PICKERS:
        query = {"app_label": "articles", "model_name": model, "field_name": field, "term": "\0a"}
        status = client.get("/admin/autocomplete/", query).status_code
        assert status == (200 if role in LOOK else 403), (model, field)


def test_every_picker_is_in_the_table():
    desks = [each for model, each in admin.site._registry.items() if model._meta.app_label == "articles"]
    used = {
        (each.model._meta.model_name, field)
        for desk in desks
        for each in (desk, *desk.inlines)
        for field in each.autocomplete_fields
    }
    assert used <= set(PICKERS)


@pytest.mark.parametrize("field", ["translation_of", "meetings", "departments", "contact", "language", "topics"])
def test_an_address_that_fills_in_nonsense_is_no_server_error(field):
    client = signed_in(staff(PUBLISHER))
    assert client.get(f"/admin/articles/article/add/?{field}=nonsense").status_code == 200


@pytest.mark.parametrize(
    "junk",
    [
        {"translation_of": "nonsense"},
        {"contact": "nonsense"},
        {"meetings": ["nonsense", "9" * 30]},
        {"departments": ["1.5"]},
        {"language": "nonsense"},
        {"type": "\0"},
        {"dateline_date": "9" * 30},
        {"articles_textblock_set-TOTAL_FORMS": "nonsense"},
        {"articles_remarkblock_set-0-speaker": "nonsense"},
        {"articles_remarkblock_set-0-appointments": ["nonsense"]},
        {"articles_remarkblock_set-0-id": "nonsense"},
        {"articles_remarkblock_set-0-ordering": "9" * 30},
        {"articles_remarkblock_set-0-region": "nonsense"},
    ],
)
def test_nonsense_in_a_form_is_no_server_error(junk):
    client = signed_in(staff(PUBLISHER))
    article = make.article()
    make.add_remark(article, make.executive())
    make.save(article)
    form = form_of(client, page_of(article))
    assert client.post(page_of(article), form | junk).status_code in {200, 302}
