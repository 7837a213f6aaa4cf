"""Short ways to fill in a release on the desk, as a browser would send it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, User
from django.test import Client

from articles.models import Article
from articles.roles import AUTHOR, ensure_roles
from tests.people.making import controls

LIST = "/admin/articles/article/"
NOBODY, VIEWER = "Nobody", "Viewer"
"""Staff without any right, and with the right to look."""


def staff(role: str) -> User:
    """Somebody in one of the groups, or a nobody or a viewer, signing in under that name."""
    ensure_roles()
    user = User.objects.create_user(role.lower(), password="a long password", is_staff=True)
    if role == VIEWER:
        user.user_permissions.set(Group.objects.get(name=AUTHOR).permissions.filter(codename__startswith="view_"))
    elif role != NOBODY:
        user.groups.add(Group.objects.get(name=role))
    return user


def signed_in(user: User) -> Client:
    """A browser in which somebody has signed in."""
    client = Client()
    client.force_login(user)
    return client


def page_of(article: Article, part: str = "change") -> str:
    return f"{LIST}{article.pk}/{part}/"


def form_of(client: Client, address: str) -> dict[str, Any]:
    """What the form at an address holds."""
    response = client.get(address)
    assert response.status_code == 200, response
    return controls(response.content.decode())


def add_block(form: dict[str, Any], kind: str, **fields: Any) -> str:
    """Add a block at the end of a form, as the script does; returns its prefix."""
    formset = f"articles_{kind}block_set"
    number = int(form[f"{formset}-TOTAL_FORMS"])
    form[f"{formset}-TOTAL_FORMS"] = str(number + 1)
    orderings = [int(value) for name, value in form.items() if name.endswith("-ordering") and value]
    prefix = f"{formset}-{number}"
    values = {"region": "main", "ordering": str(max(orderings, default=0) + 10), "id": "", "parent": "", **fields}
    form |= {f"{prefix}-{name}": value for name, value in values.items()}
    return prefix


def texts_of(response: Any) -> str:
    """A page as text."""
    return str(response.content.decode())


def said(response: Any) -> list[str]:
    """The messages that a page greets with."""
    return [str(message) for message in response.context["messages"]]
