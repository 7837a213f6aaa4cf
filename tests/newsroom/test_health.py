"""/healthz and /readyz: what they say, to whom, and what they leave unsaid."""

from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from newsroom import health


def test_alive_without_a_database(client: Client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"alive\n")
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


@pytest.mark.django_db
def test_ready(client: Client):
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ready\n")
    assert response["Cache-Control"] == "no-store"
    assert default_storage.listdir("")[1] == []


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_a_probe_needs_neither_the_right_host_nor_https(client: Client, db, settings, address: str):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(address, headers={"host": "10.0.0.7:8000"}).status_code == 200
    assert client.head(address).status_code == 200


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_only_reading_is_allowed(client: Client, address: str):
    response = client.post(address)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("address", ["/zh-hans/healthz", "/healthz/x", "/readyz/x"])
@pytest.mark.django_db
def test_there_is_one_address_for_each(client: Client, address: str):
    assert client.get(address).status_code == 404


def test_not_ready_without_a_database(client: Client, monkeypatch: pytest.MonkeyPatch, caplog):
    def refuse() -> None:
        raise DatabaseError("password=hunter2 refused")

    monkeypatch.setitem(health.CHECKS, "database", refuse)
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"not ready: database\n")
    assert response["Cache-Control"] == "no-store"
    assert "Not ready: database" in caplog.text


@pytest.mark.django_db
def test_not_ready_before_migrations(client: Client):
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"not ready: migrations\n")


@pytest.mark.django_db
def test_not_ready_without_a_place_for_files(client: Client, tmp_path: Path):
    (tmp_path / "media").write_text("a file where the folder should be")
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"not ready: storage\n")
