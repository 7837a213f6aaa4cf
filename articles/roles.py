"""Who may do what on the desk: groups made at installation and free to be changed afterwards."""

from __future__ import annotations

from typing import Any

from django.apps import apps as installed

AUTHOR, EDITOR, PUBLISHER, ADMINISTRATOR = "Author", "Editor", "Publisher", "Administrator"
AUDITOR, LEGAL, INVESTOR_RELATIONS = "Auditor", "Legal", "Investor relations"

_DESK = ("article", "boilerplate", "contact", "file", "meeting", "picture", "topic")
_PEOPLE = ("alias", "appointment", "department", "executive", "post")

Right = tuple[str, str]
"""A permission as (app, codename)."""


def _rights(app: str, models: tuple[str, ...], *verbs: str) -> set[Right]:
    return {(app, f"{verb}_{model}") for model in models for verb in verbs}


_READER: set[Right] = {*_rights("articles", _DESK, "view"), *_rights("people", _PEOPLE, "view")}
_LOG: set[Right] = {("articles", "view_transition"), ("articles", "view_hold")}
_AUTHOR: set[Right] = {
    *_READER,
    *_rights("articles", _DESK, "add", "change"),
    *_rights("people", _PEOPLE, "add", "change"),
    ("people", "delete_alias"),
}
_EDITOR: set[Right] = {
    *_AUTHOR,
    *_LOG,
    *_rights("articles", _DESK, "delete"),
    ("articles", "review_article"),
}
RIGHTS: dict[str, set[Right]] = {
    AUTHOR: _AUTHOR,
    EDITOR: _EDITOR,
    PUBLISHER: {*_EDITOR, ("articles", "publish_article"), ("articles", "hold_article")},
    AUDITOR: {*_READER, *_LOG, ("auth", "view_user"), ("auth", "view_group")},
    LEGAL: {*_READER, ("articles", "sign_off_legal")},
    INVESTOR_RELATIONS: {*_READER, ("articles", "sign_off_investor_relations")},
}
"""Permissions of each group. An administrator has all there are, and is the only one who may force a publication."""

ADMINISTERED = ("articles", "auth", "people")


def ensure_roles(apps: Any = installed) -> None:
    """Make the groups and give them what they lack. What an organisation gave them besides stays."""
    group = apps.get_model("auth", "Group")
    permission = apps.get_model("auth", "Permission")
    known = {
        (row.content_type.app_label, row.codename): row
        for row in permission.objects.select_related("content_type").filter(content_type__app_label__in=ADMINISTERED)
    }
    for name, rights in {**RIGHTS, ADMINISTRATOR: set(known)}.items():
        role, _made = group.objects.get_or_create(name=name)
        role.permissions.add(*(known[right] for right in sorted(rights) if right in known))
