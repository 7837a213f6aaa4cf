"""The groups that the desk begins with."""

import pytest
from django.contrib.auth.models import Group

from articles.roles import ADMINISTRATOR, AUDITOR, AUTHOR, EDITOR, INVESTOR_RELATIONS, LEGAL, PUBLISHER, ensure_roles

pytestmark = pytest.mark.django_db


def test_the_roles_are_there_from_the_start_and_making_them_again_changes_nothing():
    def all_rights() -> dict[str, set[str]]:
        return {group.name: set(group.permissions.values_list("codename", flat=True)) for group in Group.objects.all()}

    before = all_rights()
    ensure_roles()
    assert before == all_rights()
    assert set(before) == {AUTHOR, EDITOR, PUBLISHER, ADMINISTRATOR, AUDITOR, LEGAL, INVESTOR_RELATIONS}
    assert before[AUTHOR] < before[EDITOR] < before[PUBLISHER] < before[ADMINISTRATOR]
    assert not {right for right in before[AUDITOR] if not right.startswith("view_")}
    assert "publish_article" not in before[EDITOR]
    assert "review_article" not in before[AUTHOR]
    assert "force_article" not in before[PUBLISHER]
    assert not {"delete_executive", "delete_appointment", "merge_executive"} & before[PUBLISHER]
    assert {"change_user", "change_group", "merge_executive", "delete_executive"} <= before[ADMINISTRATOR]


def test_what_an_organisation_gave_a_role_stays():
    author = Group.objects.get(name=AUTHOR)
    extra = Group.objects.get(name=ADMINISTRATOR).permissions.get(codename="publish_article")
    author.permissions.add(extra)
    ensure_roles()
    assert extra in author.permissions.all()
