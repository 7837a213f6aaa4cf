"""Every address of the admin x every role x every state of a release, against one table.

An address that is not in the table fails the build. Whoever may not is told so and changes nothing, looking changes
nothing for anybody, and what does not exist for somebody is answered as what never was.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from articles.roles import ADMINISTRATOR, AUDITOR, AUTHOR, EDITOR, INVESTOR_RELATIONS, LEGAL
from tests.articles import states
from tests.articles.desk import NOBODY, VIEWER, form_of, signed_in
from tests.articles.factories import when
from tests.articles.states import BINNED, INSIDER, RESTRICTED, ROLES, SUPERUSER

pytestmark = pytest.mark.django_db

# The table

Roles = frozenset[str]
STAFF: Roles = frozenset(ROLES)
NO_ONE: Roles = frozenset()
LOOK = STAFF - {NOBODY}
WRITE = LOOK - {VIEWER, AUDITOR, LEGAL, INVESTOR_RELATIONS}
EDIT = WRITE - {AUTHOR}
PRINT = EDIT - {EDITOR}
ADMINISTER = frozenset({ADMINISTRATOR, SUPERUSER})
ACCOUNTS = ADMINISTER | {AUDITOR}
LOG = EDIT | {AUDITOR}

LATER = {"day": "2027-01-04", "time": "09:00", "zone": "UTC", "moment_0": "2027-01-04", "moment_1": "09:00"}
ANSWERS = {"reason": "So it is.", "note": "", "change_note": "A figure.", "kind": "editorial", "for_whom": "Reviewer"}

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Page:
    """Who gets an answer to GET, and whose POST goes through or is refused in words."""

    get: Roles = NO_ONE
    post: Roles = NO_ONE
    sends: Body = field(default_factory=dict)
    """What a POST sends besides the version of the release."""

    form: bool = False
    """A POST sends the form as it is shown."""

    keeps_binned: bool = False
    """What is typed for a release that a colleague put in the bin is kept, though nothing is shown of it."""

    own: bool = False
    """Only for whoever typed it: the author, or the insider in what is restricted."""

    part: str = ""
    """What the address names besides a row."""

    query: str = ""
    empty: bool = False
    """On this desk there is nothing there, so that who may is told so."""


def pages(delete: Roles = EDIT, look: Roles = LOOK, write: Roles = WRITE) -> dict[str, Page]:
    """What Django's admin has for each model."""
    return {
        "changelist": Page(look, delete, {"action": "delete_selected", "post": "yes"}),
        "add": Page(write, write, form=True),
        "change": Page(look, write, form=True),
        "delete": Page(delete, delete, {"post": "yes"}),
        "history": Page(look),
        "shortcut": Page(STAFF),
    }


MODELS: dict[str, dict[str, Page]] = {
    "articles.article": pages()
    | {
        "change": Page(LOOK, WRITE, form=True, keeps_binned=True),
        "preview": Page(LOOK),
        "proposal": Page(LOOK, query="?speaker={speaker}"),
        "publish": Page(PRINT, PRINT),
        "schedule": Page(PRINT, PRINT, LATER),
        "reschedule": Page(PRINT, PRINT, LATER),
        "cancel": Page(PRINT, PRINT),
        "withdraw": Page(PRINT, PRINT),
        "refused": Page(WRITE, WRITE),
        "drop_refused": Page(WRITE, WRITE, own=True),
        "compare": Page(LOOK, query="?to=now&from={snapshot}"),
        "restore": Page(NO_ONE, WRITE, {"snapshot": "{snapshot}"}),
        "restore_new": Page(NO_ONE, WRITE, empty=True),
        "bin": Page(LOOK, EDIT, {"release": "{binned}"}),
        "instant": Page(PRINT),
        "submit": Page(WRITE, WRITE),
        "sign_off": Page(EDIT, EDIT, part="editorial"),  # for the other kinds see SIGN_OFFS
        "send_back": Page(EDIT, EDIT),
        "approve_afterwards": Page(EDIT, EDIT, part="an-edition"),
        "calendar": Page(LOOK),
        "hold": Page(LOG, PRINT, {"hold": "yes"}),
        "log": Page(LOG),
        "log_export": Page(LOG),
        "restrict": Page(WRITE, WRITE, {"people": "own"}),
        "preview_links": Page(LOOK, WRITE),
        "autosave": Page(NO_ONE, WRITE, keeps_binned=True),
        "autosave_new": Page(NO_ONE, WRITE),
        "presence": Page(NO_ONE, LOOK),
        "drop": Page(NO_ONE, WRITE, empty=True),
    },
    "articles.boilerplate": pages() | {"put_back": Page(NO_ONE, WRITE)},
    "articles.contact": pages() | {"put_back": Page(NO_ONE, WRITE)},
    "articles.file": pages() | {"content": Page(LOOK)},
    "articles.meeting": pages(),
    "articles.picture": pages() | {"content": Page(LOOK)},
    "articles.topic": pages(),
    "people.appointment": pages(delete=ADMINISTER),
    "people.department": pages(delete=ADMINISTER),
    "people.executive": pages(delete=ADMINISTER)
    | {"merge": Page(ADMINISTER, ADMINISTER), "portrait": Page(LOOK, empty=True)},
    "people.post": pages(delete=ADMINISTER),
    "auth.user": pages(NO_ONE, ACCOUNTS, ADMINISTER) | {"password_change": Page(ADMINISTER, ADMINISTER)},
    "auth.group": pages(ADMINISTER, ACCOUNTS, ADMINISTER),
}

SITE: dict[str, Page] = {
    "index": Page(STAFF),
    "login": Page(STAFF),
    "logout": Page(NO_ONE, STAFF),
    "password_change": Page(STAFF, STAFF),
    "password_change_done": Page(STAFF),
    "jsi18n": Page(STAFF),
    "app_list": Page(LOOK),
    "autocomplete": Page(NO_ONE),  # see PICKERS
    "view_on_site": Page(NO_ONE),  # nothing of the desk has an address there
    "everything else": Page(NO_ONE),
}

SIGN_OFFS = {
    "editorial": EDIT,
    "legal": ADMINISTER | {LEGAL},
    "investor-relations": ADMINISTER | {INVESTOR_RELATIONS},
}

PICKERS: dict[tuple[str, str], Roles] = {
    ("article", "meetings"): LOOK,
    ("article", "departments"): LOOK,
    ("article", "topics"): LOOK,
    ("article", "contact"): LOOK,
    ("article", "boilerplate"): LOOK,
    ("textblock", "parent"): LOOK,
    ("remarkblock", "speaker"): LOOK,
    ("remarkblock", "meetings"): LOOK,
    ("remarkblock", "appointments"): LOOK,
    ("pictureblock", "picture"): LOOK,
    ("fileblock", "file"): LOOK,
    ("meeting", "parent"): LOOK,
    ("meeting", "hosts"): LOOK,
    ("meeting", "attending"): LOOK,
    ("restriction", "users"): ACCOUNTS,
    ("restriction", "groups"): ACCOUNTS,
    ("snapshot", "article"): LOOK,
    ("meeting", "editions"): NO_ONE,
    ("department", "hosted_meetings"): NO_ONE,
}

# How it is held against the desk


@dataclass(frozen=True)
class Route:
    label: str
    """The model, such as "articles.article"; empty for a page of the site."""

    name: str
    """As the table has it."""

    page: Page | None
    parts: tuple[str, ...]
    """Names of what the address leaves open."""

    pattern: str

    def address(self, desk: states.Desk, state: str) -> str:
        stands_for = {"object_id": 1, "content_type_id": 1, "number": 1, "url": "nothing/here/"}
        stands_for |= desk.named_in(self.label, state or "draft")
        stands_for["part"] = self.page.part if self.page else ""
        found = re.sub(r"\(\?P<app_label>[^)]*\)", "articles", self.pattern).replace("(?P<url>.*)", "<url>")
        found = re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(stands_for[match[1]]), found)
        found = found.replace("^", "").replace("$", "")
        return f"/{found}" + (self.page.query.format(**keys_of(desk, state)) if self.page else "")

    def may(self, roles: Roles, role: str, state: str) -> bool:
        typist = INSIDER if state == RESTRICTED else AUTHOR
        return role in roles and (role == typist or self.page is None or not self.page.own)


def keys_of(desk: states.Desk, state: str) -> dict[str, int]:
    """What a query or a body may name."""
    return {
        "speaker": desk.rows["people.executive"].pk,
        "snapshot": desk.refused[state or "draft"],
        "binned": desk.releases[BINNED].pk,
    }


def _patterns(resolver: Any, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in resolver.url_patterns:
        if hasattr(each, "url_patterns"):
            yield from _patterns(each, before + str(each.pattern))
        else:
            yield before + str(each.pattern), each


def routes() -> list[Route]:
    """Every address of the admin that the resolver knows, each with its line of the table, if there is one."""
    found = {}
    for pattern, each in _patterns(get_resolver()):
        if not pattern.startswith("admin/"):
            continue
        app, _, rest = pattern.removeprefix("admin/").partition("/")
        model = rest.partition("/")[0]
        label = f"{app}.{model}" if f"{app}.{model}" in MODELS else ""
        name = (each.name or "").removeprefix(f"{app}_{model}_") if label else each.name or "everything else"
        table = MODELS.get(label, SITE)
        parts = tuple(re.findall(r"<(?:\w+:)?(\w+)>", pattern))
        found[pattern] = Route(label, name or "shortcut", table.get(name or "shortcut"), parts, pattern)
    return list(found.values())


def listed() -> list[Route]:
    return [route for route in routes() if route.page is not None]


@pytest.fixture(scope="module")
def desk(django_db_setup: Any, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[states.Desk]:
    """Made once; what a test does to it is undone."""
    files = states.files_in(tmp_path_factory.mktemp("media"))
    with files, django_db_blocker.unblock(), when(8), transaction.atomic():
        made = states.build()
        states.add_secrets(made)
        yield made
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _own_files() -> None:
    """The files of the desk outlive a test."""


@pytest.fixture
def _django_db_helper() -> None:
    """No transaction of each test: the desk has one, in which each request has its own."""


class Browser(Client):
    """Somebody signed in, who has just opened the browser each time anew, or ``stays`` for the next page."""

    stays = False

    def __init__(self, user: User) -> None:
        super().__init__()
        self.force_login(user)
        self.session_key = self.cookies["sessionid"].value

    def request(self, **request: Any) -> Any:
        if not self.stays:
            self.cookies.clear()
        self.stays = False
        self.cookies["sessionid"] = self.session_key
        return super().request(**request)


@pytest.fixture(scope="module")
def clients(desk: states.Desk) -> dict[str, Client]:
    return {role: Browser(desk.users[role]) for role in ROLES}


@pytest.fixture(scope="module")
def forms(desk: states.Desk, clients: dict[str, Client]) -> Callable[[str], dict[str, Any]]:
    """What is on a page's form, read once."""
    read: dict[str, dict[str, Any]] = {}

    def form(address: str) -> dict[str, Any]:
        if address not in read:
            who = SUPERUSER if clients[SUPERUSER].get(address).status_code == 200 else INSIDER
            read[address] = form_of(clients[who], address)
        return read[address]

    return form


@pytest.fixture(autouse=True, scope="module")
def _no_log_of_each_refusal() -> Iterator[None]:
    logger = logging.getLogger("django.request")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    yield
    logger.setLevel(level)


@pytest.fixture
def unrendered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most of the time of a page is its template's, which has no say in who may see it."""
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", property(lambda self: ""))


LOOKED = {200, 302}
"""A page that only looks is looked at by POST too."""

READS = {"SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "DECLARE", "FETCH", "CLOSE", "SET", "PRAGMA", "EXPLAIN"}


@contextmanager
def undone() -> Iterator[list[str]]:
    """Take back what is done within; gives the statements that wrote."""
    written: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip(" (\n").split(None, 1)[0].upper() not in READS:
            written.append(sql)
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(watch):
        yield written
        transaction.set_rollback(True)


def states_of(desk: states.Desk, route: Route) -> list[str]:
    """The states in which a page is looked at: all for a page of one release."""
    return list(desk.releases) if route.label == "articles.article" and route.parts else [""]


def exists(role: str, state: str) -> bool:
    return state != BINNED and (state != RESTRICTED or role == INSIDER)


def never_was(route: Route, address: str) -> str:
    """The same address of a release that there never was."""
    key = address.split("/")[4]
    return address.replace(f"/{key}/", "/987654321/", 1)


def seen(response: Any) -> tuple[Any, ...]:
    """How an answer looks to whoever has typed a number of which nothing is known."""
    where = response.headers.get("Location", "")
    said = [str(m) for m in response.wsgi_request._messages._queued_messages]
    plain = [re.sub(r"\d+", "#", text) for text in (where, *said)]
    return response.status_code, *plain


def test_every_address_is_in_the_table():
    unlisted = [f"{route.label} {route.name}: {route.pattern}" for route in routes() if route.page is None]
    assert not unlisted, "\n".join(["", *unlisted])
    table = {(label, name) for label, names in {**MODELS, "": SITE}.items() for name in names}
    assert table == {(route.label, route.name) for route in routes()}


@pytest.mark.usefixtures("unrendered")
@pytest.mark.parametrize("role", ROLES)
def test_looking_is_for_those_in_the_table_and_never_writes(role, desk, clients):
    wrong = []
    for route in listed():
        for state in states_of(desk, route):
            address = route.address(desk, state)
            with undone() as written:
                answer = clients[role].get(address)
            case = f"{route.label} {route.name} {state}: {answer.status_code}"
            if written:
                wrong.append(f"{case} wrote {written[0][:80]}")
            if state and not exists(role, state):
                with undone():
                    absent = clients[role].get(never_was(route, address))
                if seen(answer) != seen(absent):
                    wrong.append(f"{case} {seen(answer)}, though absent is {seen(absent)}")
            elif route.may(route.page.get, role, state):
                if answer.status_code not in ({404} if route.page.empty else {200, 302}):
                    wrong.append(case)
            elif answer.status_code not in {403, 404, 405}:
                wrong.append(case)
    assert not wrong, "\n".join(["", *wrong])


@pytest.mark.usefixtures("unrendered")
@pytest.mark.parametrize("role", ROLES)
def test_doing_is_for_those_in_the_table(role, desk, clients, forms, monkeypatch):
    wrong = []
    for route in listed():
        for state in states_of(desk, route):
            address = route.address(desk, state)
            there = not state or exists(role, state)
            may = route.may(route.page.post, role, state)
            keeps = may and state == BINNED and route.page.keeps_binned
            if may and (there or keeps) and not worth_doing(route, role, state):
                continue
            with undone() as written:
                answer = clients[role].post(address, body_of(route, desk, state, role, forms, there))
            case = f"{route.label} {route.name} {state}: {answer.status_code}"
            if not there and not keeps:
                with undone():
                    absent = clients[role].post(
                        never_was(route, address), body_of(route, desk, state, role, forms, False)
                    )
                if seen(answer) != seen(absent):
                    wrong.append(f"{case} {seen(answer)}, though absent is {seen(absent)}")
            elif may:
                if answer.status_code not in ({404} if route.page.empty else {200, 204, 302, 400, 409}):
                    wrong.append(case)
                continue
            elif answer.status_code not in {
                403,
                404,
                405,
                *((200, 302) if route.may(route.page.get, role, state) else ()),
            }:
                wrong.append(case)
            if written:
                wrong.append(f"{case} wrote {written[0][:80]}")
    assert not wrong, "\n".join(["", *wrong])


def worth_doing(route: Route, role: str, state: str) -> bool:
    """What goes through is tried by every role on one release, and by one role on those in all other states."""
    return state in {"", "draft", RESTRICTED} or role == SUPERUSER


def body_of(route: Route, desk: states.Desk, state: str, role: str, forms: Any, there: bool) -> dict[str, Any]:
    page = route.page
    assert page is not None
    row = desk.releases[state] if state else desk.rows.get(route.label) or desk.releases["draft"]
    sent = {"version": getattr(row, "version", 1), **ANSWERS, **page.sends, "_selected_action": row.pk}
    keys = keys_of(desk, state)
    sent = {name: value.format(**keys) if isinstance(value, str) else value for name, value in sent.items()}
    if sent.get("people") == "own":
        sent["people"] = [desk.users[role].pk]
    if page.form and there and role in page.post:
        sent = forms(route.address(desk, state))
    return sent


@pytest.mark.parametrize("role", ROLES)
def test_a_picker_offers_rows_to_those_who_may_see_them_and_no_secret(role, desk, clients):
    wrong = []
    for (model, name), roles in PICKERS.items():
        for term in ("", "\0a", states.SECRET):
            query = {"app_label": "articles", "model_name": model, "field_name": name, "term": term}
            if model == "department":
                query["app_label"] = "people"
            with undone() as written:
                answer = clients[role].get("/admin/autocomplete/", query)
            if answer.status_code != (200 if role in roles else 403) or written:
                wrong.append(f"{model} {name}: {answer.status_code}")
            if role != INSIDER and states.SECRET in answer.content.decode():
                wrong.append(f"{model} {name} tells")
    assert not wrong, "\n".join(["", *wrong])


@pytest.mark.usefixtures("unrendered")
def test_each_office_signs_off_for_itself(desk, clients):
    for kind, roles in SIGN_OFFS.items():
        address = reverse("admin:articles_article_sign_off", args=[desk.releases["in review"].pk, kind])
        answered = {role for role in ROLES if clients[role].get(address).status_code == 200}
        assert answered == roles, kind


def test_every_picker_is_in_the_table():
    desks = [each for model, each in admin.site._registry.items() if model._meta.app_label == "articles"]
    used = {
        (each.model._meta.model_name, name)
        for keeper in desks
        for each in (keeper, *keeper.inlines)
        for name in each.autocomplete_fields
    }
    assert used <= set(PICKERS)


def test_strangers_are_sent_to_sign_in(desk):
    wrong = []
    reader = signed_in(User.objects.create_user("reader"))
    for route in listed():
        address = route.address(desk, "draft" if route.label == "articles.article" else "")
        for visitor in (Client(), reader):
            for ask in (visitor.get, visitor.post):
                with undone() as written:
                    answer = ask(address)
                sent_on = answer.status_code == 302 and answer.headers["Location"].startswith("/admin/login/")
                if route.name in {"login", "logout", "jsi18n"}:
                    continue
                if not sent_on or written:
                    wrong.append(f"{route.pattern}: {answer.status_code}")
    assert not wrong, "\n".join(["", *wrong])
