"""A desk with somebody in each role and a release in each state, for tests that go through all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.test import override_settings

from articles import drafts, standing, workflow
from articles.models import Article, Boilerplate, Contact, Topic
from articles.roles import ADMINISTRATOR, AUDITOR, AUTHOR, EDITOR, INVESTOR_RELATIONS, LEGAL, PUBLISHER
from tests.articles import factories as make
from tests.articles.desk import NOBODY, VIEWER, staff
from tests.articles.factories import at, when

INSIDER, SUPERUSER = "Insider", "Superuser"
"""A publisher to whom alone the restricted release exists, and an administrator whom nothing else is kept from."""

ROLES = (
    NOBODY,
    VIEWER,
    AUTHOR,
    EDITOR,
    PUBLISHER,
    ADMINISTRATOR,
    AUDITOR,
    LEGAL,
    INVESTOR_RELATIONS,
    SUPERUSER,
    INSIDER,
)

RESTRICTED, BINNED = "restricted", "binned"
SECRET = "Zanzibar"
"""Occurs in whatever only insiders may read, and nowhere else."""


@dataclass
class Desk:
    users: dict[str, User] = field(default_factory=dict)
    releases: dict[str, Article] = field(default_factory=dict)
    """By state."""

    rows: dict[str, Any] = field(default_factory=dict)
    """One of each other model, by its label."""

    refused: dict[str, int] = field(default_factory=dict)
    """By state: the key of a save of that release which came too late."""

    def named_in(self, label: str, state: str) -> dict[str, Any]:
        """What the parts of an address stand for, by their names."""
        row = self.releases[state] if label == "articles.article" else self.rows.get(label)
        found = {name: row.pk for name in ("pk", "object_id", "id") if row is not None}
        return found | {"snapshot": self.refused.get(state)}


def files_in(folder: Any) -> override_settings:
    """For as long as it is in force, files are stored there: those of a desk outlive a test."""
    store = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}
    return override_settings(MEDIA_ROOT=folder, STORAGES={**settings.STORAGES, "default": store})


def build() -> Desk:
    """Everything but what is restricted. It is then eight in the morning."""
    desk = Desk()
    desk.users = {role: _user(role) for role in ROLES}
    speaker, held = make.holding("managing director", "Anna Ångström")
    meeting = make.meeting()
    desk.rows = {
        "people.executive": speaker,
        "people.appointment": held,
        "people.post": held.post,
        "people.department": make.department(),
        "namesake": make.executive("Anna Angstrom"),
        "articles.meeting": meeting,
        "articles.boilerplate": Boilerplate.objects.create(title={"en": "About us"}, text={"en": "We are."}),
        "articles.contact": Contact.objects.create(name={"en": "Press office"}),
        "articles.picture": make.picture(),
        "articles.file": make.file(),
        "articles.topic": Topic.objects.create(name="Grid"),
        "auth.user": User.objects.create_user("somebody", is_staff=True),
        "auth.group": Group.objects.create(name="Board"),
    }
    desk.releases = {"held": _held()}
    for state in ("draft", "in review", "approved"):
        desk.releases[state] = make.article(f"A release: {state}", meetings=[meeting], topics=["Grid"])
    with when(7, 50):
        for state in ("in review", "approved"):
            release = desk.releases[state]
            drafts.latest(release, desk.users[AUTHOR])
            workflow.submit(release, by=None, version=release.version)
        release = desk.releases["approved"]
        workflow.sign_off(release, by=None, version=release.version)
    desk.releases["scheduled"] = _scheduled("A release: scheduled")
    desk.releases["live"] = make.release("A release: live", at(6), said=[(speaker, "We keep our word.")])
    desk.releases["changed"] = make.save(make.release("A release: changed", at(6)), headline="A release: changed since")
    desk.releases["withdrawn"] = make.release("A release: withdrawn", at(6))
    make.withdraw(desk.releases["withdrawn"], at(7))
    desk.releases[BINNED] = make.article("A release: binned")
    workflow.bin_release(desk.releases[BINNED], by=None, version=1)
    for label in ("articles.boilerplate", "articles.contact"):
        standing.record(desk.rows[label], None)
    for state, release in desk.releases.items():
        desk.refused[state] = drafts.refuse(release, desk.users[AUTHOR], 1, {"headline": ["Mine"]}).pk
    return desk


def add_secrets(desk: Desk) -> Article:
    """A scheduled release for the insider alone, that names what everybody may see and has a topic of its own."""
    release = make.article(
        f"{SECRET} is for sale",
        meetings=[desk.rows["articles.meeting"]],
        departments=[desk.rows["people.department"]],
        topics=["Grid", f"{SECRET}-Deal"],
        contact=desk.rows["articles.contact"],
        boilerplate=desk.rows["articles.boilerplate"],
    )
    make.add_remark(release, desk.rows["people.executive"], f"{SECRET} was dear to us.")
    make.add_picture(release, desk.rows["articles.picture"])
    make.add_file(release, desk.rows["articles.file"])
    make.save(release, standfirst=f"{SECRET}, at last.")
    insider = desk.users[INSIDER]
    with when(7, 52):
        workflow.restrict(
            release, by=insider, version=release.version, users=[insider], groups=[desk.rows["auth.group"]]
        )
    make.schedule(release, at(13), decided=at(7, 53))
    LogEntry.objects.create(
        user=desk.users[SUPERUSER],
        content_type=ContentType.objects.get_for_model(Article),
        object_id=str(release.pk),
        object_repr=f"{SECRET}, as it was seen before",
        action_flag=CHANGE,
    )
    desk.refused[RESTRICTED] = drafts.refuse(release, insider, 1, {"headline": [f"{SECRET} is typed"]}).pk
    desk.releases[RESTRICTED] = release
    return release


def _user(role: str) -> User:
    if role == SUPERUSER:
        return User.objects.create_superuser("superuser", password="a long password")
    if role == INSIDER:
        insider = User.objects.create_user("insider", password="a long password", is_staff=True)
        insider.groups.add(Group.objects.get(name=PUBLISHER))
        return insider
    return staff(role)


def _scheduled(headline: str) -> Article:
    release = make.article(headline)
    make.schedule(release, at(12), decided=at(7, 51))
    return release


def _held() -> Article:
    """On hold for good: the hold that stopped it was lifted when its second had passed."""
    release = make.article("A release: held")
    opens = at(7, 30)
    make.schedule(release, opens, decided=at(7))
    with when(7, 10):
        workflow.hold(by=None, reason="A rumour.")
    with when(7, 40):
        assert opens < at(7, 40) - timedelta(minutes=1)
        workflow.lift(by=None)
    return release
