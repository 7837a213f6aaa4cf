"""The sample's sign-ins: one for each role, with passwords that are random and shown once."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from articles import roles

ROLES = {
    "author": roles.AUTHOR,
    "editor": roles.EDITOR,
    "publisher": roles.PUBLISHER,
    "administrator": roles.ADMINISTRATOR,
    "auditor": roles.AUDITOR,
    "legal": roles.LEGAL,
    "investor-relations": roles.INVESTOR_RELATIONS,
}
"""From the name to sign in with to the group that it is in."""

SUPERUSER = "administrator"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are easily mistaken for another when copied from a screen."""


def new_password() -> str:
    """Sixteen random characters, 79 bits, in groups of four."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


def create(password: str = "") -> dict[str, str]:
    """Make the sign-ins that there are not yet; the new ones' passwords by name: ``password``, or one for each."""
    users = get_user_model()._default_manager
    passwords = {}
    for name, role in ROLES.items():
        if users.filter(username=name).exists():
            continue
        user = users.model(username=name, is_staff=True, is_superuser=name == SUPERUSER)
        passwords[name] = password or new_password()
        user.set_password(passwords[name])
        user.full_clean()
        user.save()
        group, _made = Group.objects.get_or_create(name=role)
        user.groups.add(group)
    return passwords


def people(names: Iterable[str]) -> dict[str, Any]:
    """The sign-ins of these names."""
    users = get_user_model()._default_manager.filter(username__in=list(names))
    return {user.get_username(): user for user in users}


def renew() -> dict[str, str]:
    """Give each of the sign-ins that there are a new random password; all of them by name."""
    passwords = {}
    for user in get_user_model()._default_manager.filter(username__in=ROLES):
        passwords[user.get_username()] = new_password()
        user.set_password(passwords[user.get_username()])
        user.save(update_fields=["password"])
    return {name: passwords[name] for name in ROLES if name in passwords}


def listed(passwords: dict[str, str]) -> str:
    """Names and passwords below one another."""
    width = max(map(len, passwords), default=0)
    return "\n".join(f"  {name:<{width}}  {password}" for name, password in passwords.items())
