"""A restricted release does not exist for others on the desk: one desk with it and one without answer them the same."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatch
from typing import Any

import pytest
from django.contrib.admin import ModelAdmin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from articles import discretion, topics
from articles.models import Topic
from articles.models import article as article_module
from articles.models.article import ArticleQuerySet, TopicQuerySet
from articles.models.audit import TransitionQuerySet
from people import visibility
from people.admin.deleting import DiscreetAdmin
from tests.articles import states
from tests.articles.desk import LIST, form_of, page_of
from tests.articles.factories import when
from tests.articles.states import INSIDER, RESTRICTED, SECRET, SUPERUSER
from tests.articles.test_admin_rights import PICKERS, Browser, listed

pytestmark = pytest.mark.django_db


@pytest.fixture
def _django_db_helper() -> None:
    """No transaction of each test: all have one, in which each request has its own."""


# Two desks

Answers = dict[str, tuple[int, str]]


@dataclass
class Question:
    """A request that both desks are asked."""

    name: str
    address: str
    body: dict[str, Any] | None = None
    then: str = ""
    """An address that is looked at afterwards."""


def plain(response: Any) -> tuple[int, str]:
    """What somebody sees of an answer, without tokens and keys of rows, which differ each time."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    text = content.decode("utf-8", "replace") + response.headers.get("Location", "")
    text = re.sub(r'(csrfmiddlewaretoken" value=|nonce=|"csrf" value=)"[^"]*"', r"\1", text)
    text = re.sub(r"/refused/\d+", "/refused/#", text)
    text = re.sub(r'<td class="field-changed_at[^<]*</td>', "", text)
    text = re.sub(r'(form-key="|name="form_key" value="|form_key=)\w+', r"\1", text)
    return response.status_code, re.sub(r'(/admin/[a-z/]+/|value=")\d+', r"\1#", text)


def ask(user: User, questions: list[Question]) -> Answers:
    browser, found = Browser(user), {}
    for question in questions:
        with undone():
            if question.body is None:
                answer = browser.get(question.address)
            else:
                answer = browser.post(question.address, question.body)
            status, text = plain(answer)
            if answer.status_code == 302:
                browser.stays = True
                text += plain(browser.get(answer.headers["Location"]))[1]
            if question.then:
                text += plain(browser.get(question.then))[1]
            found[question.name] = (status, text)
    return found


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def questions(desk: states.Desk, secret: int, topic: int) -> list[Question]:
    """Each page of each row looked at and posted to, also by a number of which an insider knows what it stands for."""
    found = []
    for route in listed():
        if route.name in {"login", "logout"}:
            continue
        of_release = route.label == "articles.article" and route.parts
        for state in ["draft", "live", RESTRICTED] if of_release else [""]:
            if state == RESTRICTED:
                address = route.address(desk, "draft").replace(f"/{desk.releases['draft'].pk}/", f"/{secret}/", 1)
            else:
                address = route.address(desk, state)
            found.append(Question(f"GET {address}", address))
            found.append(Question(f"POST {address}", address, {"version": 1, "reason": "x", "post": "yes"}))
    return found


def further(desk: states.Desk, secret: int, topic: int) -> list[Question]:
    """Searches, filters, orders, counts, pickers and actions with what a browser would not offer."""
    found = []
    for label in ("article", "topic", "meeting", "picture", "contact"):
        page = reverse(f"admin:articles_{label}_changelist")
        for query in (f"q={SECRET}", "o=1", "o=-1", "all=", "_facets=1", f"id__in={secret},{topic}", "readers=later"):
            found.append(Question(f"GET {page}?{query}", f"{page}?{query}"))
        chosen = [secret, topic] if label in {"article", "topic"} else [10**9]
        body = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
        found.append(Question(f"delete in {page}", page, body))
    found += [Question(f"filter {address}", f"/admin/{address}") for address in FILTERS]
    for model, name in PICKERS:
        for term in ("", SECRET[:4]):
            query = f"app_label=articles&model_name={model}&field_name={name}&term={term}"
            found.append(Question(f"pick {model} {name} {term}", f"/admin/autocomplete/?{query}"))
    for kind in ContentType.objects.filter(app_label="articles"):
        found.append(Question(f"on site {kind.model}", f"/admin/r/{kind.pk}/{secret}/"))
    for part in ("change", "delete", "history"):
        found.append(Question(f"topic's {part}", f"/admin/articles/topic/{topic}/{part}/"))
    speaker, namesake = desk.rows["people.executive"].pk, desk.rows["namesake"].pk
    return [*found, Question("merge", f"/admin/people/executive/{speaker}/merge/?into={namesake}")]


FILTERS = (
    "articles/meeting/?editions__isnull=False",
    "articles/meeting/?_articles_article_meetings_%2B__isnull=False",
    "articles/topic/?tagged__isnull=False",
    "people/executive/?remarks__isnull=False",
    "people/department/?_articles_article_departments_%2B__isnull=False",
    "auth/user/?_articles_restriction_users_%2B__isnull=False",
    "auth/user/?logentry__isnull=False",
    "auth/group/?_articles_restriction_groups_%2B__isnull=False",
)
"""By what points to a row, hidden relations included."""


def saves(desk: states.Desk, secret: int) -> list[Question]:
    """Forms that name what is secret, by number or by name."""
    browser = Browser(desk.users[SUPERUSER])
    draft = desk.releases["draft"]
    change, add, topic = page_of(draft), f"{LIST}add/", "/admin/articles/topic/add/"
    shown, empty, bare = form_of(browser, change), form_of(browser, add), form_of(browser, topic)
    tag, grid = f"{SECRET}-Deal", f"/admin/articles/topic/{desk.rows['articles.topic'].pk}/change/"
    topics_page = "/admin/articles/topic/"
    return [
        Question("join", change, shown | {"translation_of": secret, "language": "zh-hans"}),
        Question("join in the same language", change, shown | {"translation_of": secret}),
        Question("translate", add, empty | {"headline": "New", "translation_of": secret, "language": "zh-hans"}),
        Question("prefill", f"{add}?translation_of={secret}"),
        Question("type the topic", change, shown | {"topics": tag}, topics_page),
        Question("type it in a new release", add, empty | {"headline": "New", "topics": tag}, topics_page),
        Question("add the topic", topic, bare | {"name": tag}, topics_page),
        Question("add it with a title", topic, bare | {"name": tag, "title_0": "The deal"}, topics_page),
        Question("rename a topic", grid, form_of(browser, grid) | {"name": tag}, topics_page),
        Question("save too late", change, shown | {"based_on": "0", "translation_of": secret, "topics": tag}),
    ]


IN_USE = ("people/department", "articles/contact", "articles/boilerplate", "articles/picture", "articles/file")
UNAVOIDABLE = (
    *(f"* /admin/{model}/*/delete/" for model in (*IN_USE, "articles/meeting")),
    "POST /admin/people/department/*/change/",
    "POST /admin/articles/meeting/*/change/",
)
"""What a restricted release names can neither be deleted nor hidden from its readers. The refusal names nothing."""

SENTENCE = "is named by a release, a draft or another entry, so it stays"


class Desks:
    """One desk, asked by a superuser who is named nowhere, without and with a restricted release."""

    def __init__(self) -> None:
        self.desk = states.build()

    def told(self, about: str = "*") -> list[str]:
        """What the questions ``about`` something tell that is not to be known."""
        with undone():
            secret = states.add_secrets(self.desk)
            topic = Topic.objects.get(name=f"{SECRET}-Deal").pk
            every = [*questions(self.desk, secret.pk, topic), *further(self.desk, secret.pk, topic)]
            every += saves(self.desk, secret.pk)
            asked = [question for question in every if fnmatch(question.name, about)]
            assert asked
            answers = self._answers(asked)
        without = self._answers(asked)
        return [difference(name, without[name], answers[name]) for name in answers if answers[name] != without[name]]

    def _answers(self, asked: list[Question]) -> Answers:
        answers = ask(self.desk.users[SUPERUSER], asked)
        for name in [name for name in answers if any(fnmatch(name, pattern) for pattern in UNAVOIDABLE)]:
            _status, text = answers.pop(name)
            assert SECRET not in text
            assert "Cannot delete" not in text or SENTENCE in text
        return answers


def difference(name: str, without: tuple[int, str], answer: tuple[int, str]) -> str:
    lines = [*difflib.unified_diff(without[1].splitlines(), answer[1].splitlines(), lineterm="", n=0)]
    return "\n".join([f"{name}: {without[0]}, {answer[0]}", *(line[:200] for line in lines[2:8])])


@pytest.fixture(scope="module")
def desks(django_db_setup: Any, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Desks]:
    files = states.files_in(tmp_path_factory.mktemp("media"))
    with files, django_db_blocker.unblock(), when(8), undone():
        yield Desks()


@pytest.fixture(autouse=True)
def _own_files() -> None:
    """The files of the desks outlive a test."""


def test_an_outsider_is_answered_as_if_there_were_no_restricted_release(desks):
    told = desks.told()
    assert not told, "\n\n".join(["", *told])


def anything(self: Any, lookup: str, value: str, request: Any = None) -> bool:
    return True


def everything(self: Any, *_arguments: Any) -> Any:
    return self


LEAKS: dict[str, tuple[Any, str, Any, str]] = {
    "a list of all releases": (ArticleQuerySet, "visible_to", everything, "GET /admin/articles/article/"),
    "a right that overrides": (article_module, "open_to", lambda user, prefix="": Q(), "GET /admin/articles/article/"),
    "all topics": (TopicQuerySet, "visible_to", everything, "GET /admin/articles/topic/"),
    "a name that is taken": (topics, "hidden_from", lambda user, names: Topic.objects.none(), "add the topic"),
    "filters by what points here": (DiscreetAdmin, "lookup_allowed", anything, "filter *"),
    "what a deletion would take along": (
        DiscreetAdmin,
        "get_deleted_objects",
        ModelAdmin.get_deleted_objects,
        "GET /admin/people/executive/*/delete/",
    ),
    "counts of a merge": (visibility, "_discretions", [], "merge"),
    "hours of reveals": (visibility, "_tellings", [], "GET /admin/articles/topic/"),
    "the log": (TransitionQuerySet, "visible_to", everything, "GET /admin/articles/article/log/"),
}


@pytest.mark.parametrize("leak", LEAKS)
def test_a_planted_leak_is_found(leak, desks, monkeypatch):
    place, name, instead, about = LEAKS[leak]
    monkeypatch.setattr(place, name, instead)
    assert desks.told(about)


def test_the_admins_own_log_forgets_what_somebody_may_not_see_any_more(desks):
    with undone():
        states.add_secrets(desks.desk)
        lines = LogEntry.objects.filter(object_repr__contains=SECRET)
        assert lines.exists()
        assert not discretion.entries_known_to(desks.desk.users[SUPERUSER], lines).exists()
        assert discretion.entries_known_to(desks.desk.users[INSIDER], lines).exists()
