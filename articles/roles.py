"""Who may do what on the desk: three groups, made at installation and free to be changed afterwards."""

from __future__ import annotations

from typing import Any

from django.apps import apps as installed

AUTHOR, PUBLISHER, ADMINISTRATOR = "Author", "Publisher", "Administrator"

_DESK = ("article", "boilerplate", "contact", "file", "meeting", "picture", "topic")
_PEOPLE = ("alias", "appointment", "department", "executive", "post")


def _rights(app: str, models: tuple[str, ...], *verbs: str) -> set[tuple[str, str]]:
    return {(app, f"{verb}_{model}") for model in models for verb in verbs}


_AUTHOR = {
    *_rights("articles", _DESK, "add", "change", "view"),
    *_rights("people", _PEOPLE, "add", "change", "view"),
    ("people", "delete_alias"),
}
_PUBLISHER = {
    *_AUTHOR,
    *_rights("articles", _DESK, "delete"),
    ("articles", "publish_article"),
}
RIGHTS = {AUTHOR: _AUTHOR, PUBLISHER: _PUBLISHER}
"""Permissions of each group as (app, codename). An administrator has all there are."""

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
        role.permissions.add(*(known[right] for right in sorted(rights)))
