"""Accounts and groups: nobody lifts themselves or others above what they may do, and nobody reads passwords."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission, User

from articles.roles import ADMINISTRATOR, AUDITOR
from newsroom.accounts import groups_within, outranks
from tests.articles.desk import form_of, signed_in, staff, texts_of

pytestmark = pytest.mark.django_db
USERS, GROUPS = "/admin/auth/user/", "/admin/auth/group/"


@pytest.fixture
def administrator() -> User:
    return staff(ADMINISTRATOR)


@pytest.fixture
def beyond() -> Permission:
    """A right that administrators lack."""
    return Permission.objects.get(codename="change_session")


def test_an_auditor_reads_accounts_but_no_password():
    somebody = User.objects.create_user("somebody", password="a long password")
    client = signed_in(staff(AUDITOR))
    page = texts_of(client.get(f"{USERS}{somebody.pk}/change/"))
    assert "somebody" in page
    assert somebody.password not in page
    assert "algorithm" not in page
    assert "Password" not in page.split("<fieldset", 1)[1]
    assert client.post(f"{USERS}{somebody.pk}/change/", {"username": "else"}).status_code == 403
    assert client.get(f"{USERS}?password__startswith=md5").status_code == 400


def test_an_administrator_makes_nobody_a_superuser(administrator):
    client = signed_in(administrator)
    page = f"{USERS}{administrator.pk}/change/"
    form = form_of(client, page)
    assert "is_superuser" not in form
    assert client.post(page, form | {"is_superuser": "on"}).status_code == 302
    administrator.refresh_from_db()
    assert not administrator.is_superuser


def test_an_administrator_hands_on_no_right_that_they_lack(administrator, beyond):
    client = signed_in(administrator)
    mighty = Group.objects.create(name="Mighty")
    mighty.permissions.add(beyond)
    page = f"{USERS}{administrator.pk}/change/"
    for added in ({"user_permissions": [beyond.pk]}, {"groups": [mighty.pk]}):
        assert client.post(page, form_of(client, page) | added).status_code == 200
    assert client.post(f"{GROUPS}{mighty.pk}/change/", {"name": "Mighty"}).status_code == 403
    assert client.post(f"{GROUPS}{mighty.pk}/delete/", {"post": "yes"}).status_code == 403
    assert mighty not in groups_within(administrator)
    assert not administrator.has_perm("sessions.change_session")


def test_an_administrator_takes_over_no_account_above_their_own(administrator, beyond):
    client = signed_in(administrator)
    superuser = User.objects.create_superuser("superuser", is_active=False)
    mighty = User.objects.create_user("mighty", is_active=False)
    mighty.user_permissions.add(beyond)
    for other in (superuser, mighty):
        assert outranks(administrator, other)
        for part in ("password", "delete"):
            assert client.get(f"{USERS}{other.pk}/{part}/").status_code == 403
        assert client.post(f"{USERS}{other.pk}/change/", {"username": "mine"}).status_code == 403
    action = {"action": "delete_selected", "_selected_action": [superuser.pk, mighty.pk], "post": "yes"}
    client.post(USERS, action)
    assert User.objects.filter(pk__in=[superuser.pk, mighty.pk]).count() == 2


def test_an_administrator_makes_accounts_and_puts_them_in_groups(administrator):
    client = signed_in(administrator)
    form = form_of(client, f"{USERS}add/") | {
        "username": "new",
        "password1": "quite long, it is",
        "password2": "quite long, it is",
    }
    form["usable_password"] = "true"
    assert client.post(f"{USERS}add/", form).status_code == 302
    new = User.objects.get(username="new")
    page = f"{USERS}{new.pk}/change/"
    auditor = Group.objects.get(name=AUDITOR)
    assert client.post(page, form_of(client, page) | {"groups": [auditor.pk], "is_staff": "on"}).status_code == 302
    assert list(new.groups.all()) == [auditor]


def test_no_account_is_deleted_since_the_log_names_it():
    boss, somebody = User.objects.create_superuser("boss"), User.objects.create_user("somebody")
    somebody.logentry_set.create(object_repr="Something", action_flag=1)
    desk = signed_in(boss)
    assert desk.post(f"{USERS}{somebody.pk}/delete/", {"post": "yes"}).status_code == 403
    desk.post(USERS, {"action": "delete_selected", "_selected_action": [somebody.pk], "post": "yes"})
    assert somebody.logentry_set.exists()
