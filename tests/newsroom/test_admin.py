"""The staff's site: whose it is, and what its autocompletes say."""

import json

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from newsroom.admin import NewsroomAdminSite
from people.models import Executive

pytestmark = pytest.mark.django_db


def test_the_admin_is_the_newsrooms_and_bears_its_name(admin_client: Client, settings):
    assert isinstance(admin.site, NewsroomAdminSite)
    assert settings.NEWSROOM_ORGANISATION in admin_client.get(reverse("admin:index")).content.decode()


def labels(client: Client, term: str) -> list[str]:
    """What the autocomplete of an appointment's executive offers for this term."""
    response = client.get(
        reverse("admin:autocomplete"),
        {"term": term, "app_label": "people", "model_name": "appointment", "field_name": "executive"},
    )
    assert response.status_code == 200
    return [result["text"] for result in json.loads(response.content)["results"]]


def test_an_autocomplete_says_what_the_models_admin_says(admin_client: Client, monkeypatch: pytest.MonkeyPatch):
    executive = Executive.objects.create(name={"en": "Ada Ångström"})
    model_admin = admin.site.get_model_admin(Executive)
    monkeypatch.setattr(type(model_admin), "autocomplete_label", lambda self, obj: f"no. {obj.pk}", raising=False)
    assert labels(admin_client, "angstrom") == [f"no. {executive.pk}"]
    monkeypatch.delattr(type(model_admin), "autocomplete_label")
    assert labels(admin_client, "angstrom") == [str(executive)]


def test_an_autocomplete_is_for_staff_alone(client: Client, django_user_model):
    client.force_login(django_user_model.objects.create_user("reader"))
    parameters = {"term": "", "app_label": "people", "model_name": "appointment", "field_name": "executive"}
    assert client.get(reverse("admin:autocomplete"), parameters).status_code == 302


def test_names_that_begin_with_what_was_typed_come_first(admin_client: Client):
    for name in ("Adelheid Sekretarova", "Berta Adler", "Adler Coste"):
        Executive.objects.create(name={"en": name})
    assert labels(admin_client, "adl") == ["Adler Coste", "Berta Adler"]
