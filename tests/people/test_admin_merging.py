"""Merging two entries: choose, see what will happen, confirm."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from people.models import Executive, FormerSlug
from tests.people.making import LONG_AGO, appointment, executive, post

LIST = "/admin/people/executive/"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.fixture
def kept():
    return executive("Tong Laiming", public_from=LONG_AGO)


@pytest.fixture
def double():
    return executive("T. Laiming", public_from=LONG_AGO)


def merging(row):
    return f"{LIST}{row.pk}/merge/"


def editor(*rights):
    user = User.objects.create_user("editor", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client = Client()
    client.force_login(user)
    return client


def test_the_page_of_a_person_leads_there(desk, double):
    assert f'href="{merging(double)}"' in desk.get(f"{LIST}{double.pk}/change/").content.decode()


def test_first_the_entry_that_stays_is_chosen(desk, double):
    html = desk.get(merging(double)).content.decode()
    assert 'data-field-name="merged_into"' in html
    assert "becomes part of" not in html


def test_then_it_is_said_what_will_happen_and_nothing_has_happened_yet(desk, kept, double):
    appointment(double, post("Chair"), "2021-01-01")
    html = desk.get(merging(double), {"into": kept.pk}).content.decode()
    assert "“T. Laiming” becomes part of “Tong Laiming”. This cannot be undone." in html
    assert "Chair (2021–)" in html
    assert "The address t-laiming will redirect." in html
    assert "Becomes another spelling: T. Laiming" in html
    assert "Readers will see" not in html
    assert Executive.objects.unmerged().count() == 2


def test_it_is_said_who_becomes_public_by_it(desk, double):
    hidden = executive("Tong Laiming")
    assert (
        "Readers will see “Tong Laiming”: at once." in desk.get(merging(double), {"into": hidden.pk}).content.decode()
    )


def test_then_it_is_done(desk, kept, double):
    answer = desk.post(merging(double), {"into": kept.pk}, follow=True)
    assert answer.redirect_chain == [(f"{LIST}{kept.pk}/change/", 302)]
    html = answer.content.decode()
    assert "“T. Laiming” is now part of “Tong Laiming”." in html
    assert "<div>T. Laiming</div>" in html
    assert "t-laiming, which redirects to the present one" in html
    assert FormerSlug.owner_of("executive", "t-laiming") == kept.public_id


def test_afterwards_the_duplicate_has_no_page_and_cannot_be_merged_again(desk, kept, double):
    desk.post(merging(double), {"into": kept.pk})
    assert desk.get(f"{LIST}{double.pk}/change/").status_code == 302
    assert desk.post(merging(double), {"into": kept.pk}).status_code == 404
    assert "T. Laiming" not in re.findall(r'field-full_name"><a[^>]*>([^<]*)', desk.get(LIST).content.decode())


def test_a_clash_is_explained_before_and_refused_after(desk, kept, double):
    what = post("Adviser", exclusive=False)
    appointment(kept, what, "2019-01-01")
    appointment(double, what, "2021-01-01")
    for answer in (desk.get(merging(double), {"into": kept.pk}), desk.post(merging(double), {"into": kept.pk})):
        assert answer.status_code == 200
        assert "Both hold “Adviser” at overlapping times (2021– and 2019–)." in answer.content.decode()
    assert Executive.objects.unmerged().count() == 2


@pytest.mark.parametrize("into", ["", "0", "nobody", "9" * 30])
def test_nonsense_asks_again(desk, double, into):
    assert desk.get(merging(double), {"into": into}).status_code == 200
    assert desk.post(merging(double), {"into": into}).status_code == 200
    assert Executive.objects.unmerged().count() == 1


def test_nobody_merges_with_themselves(desk, double):
    assert "Choose two different" in desk.post(merging(double), {"into": double.pk}).content.decode()


def test_two_are_selected_in_the_list_instead_which_needs_no_script(desk, kept, double):
    chosen = {"action": "merge_two", "_selected_action": [double.pk, kept.pk]}
    answer = desk.post(LIST, chosen)
    assert answer["Location"] == f"{merging(double)}?into={kept.pk}"
    html = desk.get(answer["Location"]).content.decode()
    assert f'href="{merging(kept)}?into={double.pk}"' in html


@pytest.mark.parametrize("count", [1, 3])
def test_more_or_fewer_than_two_are_not_merged(desk, count):
    chosen = {"action": "merge_two", "_selected_action": [executive(f"P {n}").pk for n in range(count)]}
    assert "Select the two entries for one person." in desk.post(LIST, chosen, follow=True).content.decode()


@pytest.mark.parametrize(
    ("rights", "status"),
    [
        (["change_executive", "view_executive"], 403),
        (["merge_executive", "view_executive"], 403),
        (["merge_executive", "change_executive", "view_executive"], 200),
    ],
)
def test_it_takes_a_right_of_its_own(kept, double, rights, status):
    client = editor(*rights)
    assert client.get(merging(double), {"into": kept.pk}).status_code == status
    if status == 403:
        assert client.post(merging(double), {"into": kept.pk}).status_code == 403
        assert f'href="{merging(double)}"' not in client.get(f"{LIST}{double.pk}/change/").content.decode()
        assert "merge_two" not in client.get(LIST).content.decode()
        assert Executive.objects.unmerged().count() == 2


def test_strangers_are_sent_to_sign_in(double):
    assert Client().get(merging(double)).status_code == 302


def test_the_pages_hold_nothing_inline(desk, kept, double):
    for query in ({}, {"into": kept.pk}):
        html = desk.get(merging(double), query).content.decode()
        assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", html)
        assert not re.search(r"<script(?![^>]*\bsrc=)", html)
