"""Starting with settings that are wrong, missing, or those of a production server."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

PRODUCTION = {
    "SECRET_KEY": "A3kP9x-2vQ7rT5kLp8wZ3nB6yH1cF4gJ0dS_aE7uR2iO5tY8mW3qLd6",
    "SITE_URL": "https://news.example.org",
    "PATH": os.environ["PATH"],
}


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py in an environment of just these variables."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={"PYTHONDONTWRITEBYTECODE": "1", **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("variables", "refusal"),
    [
        ({}, "SECRET_KEY is missing, and so is SECRET_KEY_FILE. For example: SECRET_KEY="),
        ({"SECRET_KEY": "x", "SITE_URL": "example"}, "For example: SITE_URL=https://news.example.org"),
        ({"SECRET_KEY": "x", "DATABASE_URL": "oracle://a/b"}, "For example: DATABASE_URL=postgres://"),
    ],
)
def test_a_wrong_setting_stops_the_start_in_one_line(variables: dict[str, str], refusal: str):
    result = manage("check", **variables)
    assert result.returncode == 1
    assert refusal in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_the_server_does_not_start_either():
    result = subprocess.run(
        [sys.executable, "-c", "import newsroom.wsgi"],
        cwd=settings.BASE_DIR,
        env={},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert result.returncode == 1
    assert "SECRET_KEY is missing" in result.stderr


def test_check_deploy_has_nothing_to_say():
    result = manage("check", "--deploy", "--fail-level", "INFO", **PRODUCTION)
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout
    assert result.stderr == ""


def values(*names: str, **variables: str) -> dict[str, object]:
    """What these settings are in an environment of just these variables."""
    code = (
        "import json, sys; from django.conf import settings;"
        "print(json.dumps({name: getattr(settings, name) for name in sys.argv[1:]}, default=str))"
    )
    output = subprocess.run(
        [sys.executable, "-c", code, *names],
        cwd=settings.BASE_DIR,
        env={"DJANGO_SETTINGS_MODULE": "newsroom.settings", **variables},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout
    result: dict[str, object] = json.loads(output)
    return result


FOLLOW_THE_SCHEME = (
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "SECURE_SSL_REDIRECT",
    "SECURE_HSTS_SECONDS",
)


def test_https_follows_the_address_of_the_site():
    secure = values(*FOLLOW_THE_SCHEME, "ALLOWED_HOSTS", "DEBUG", **PRODUCTION)
    assert all(secure[name] for name in FOLLOW_THE_SCHEME)
    assert secure["ALLOWED_HOSTS"] == ["news.example.org"]
    assert secure["DEBUG"] is False
    plain = values(*FOLLOW_THE_SCHEME, SECRET_KEY="x", SITE_URL="http://127.0.0.1:8001")
    assert not any(plain.values())


def test_the_first_language_is_the_default_one():
    chosen = values("LANGUAGE_CODE", "LANGUAGES", SECRET_KEY="x", NEWSROOM_LANGUAGES="zh-hans,en")
    assert chosen == {"LANGUAGE_CODE": "zh-hans", "LANGUAGES": [["zh-hans", "简体中文"], ["en", "English"]]}


def test_sqlite_waits_for_other_writers_and_never_blocks_readers(tmp_path: Path):
    code = (
        "import django; django.setup(); from django.db import connection; cursor = connection.cursor();"
        "print(*[cursor.execute(f'PRAGMA {name}').fetchone()[0] for name in "
        "('journal_mode', 'busy_timeout', 'synchronous', 'foreign_keys')], connection.transaction_mode)"
    )
    output = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env={
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "SECRET_KEY": "x",
            "DATABASE_URL": f"sqlite:///{tmp_path}/news.sqlite3",
        },
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout
    assert output.split() == ["wal", "20000", "1", "1", "IMMEDIATE"]


def test_uploads_have_no_address_and_lie_outside_what_is_served():
    chosen = values("MEDIA_URL", "MEDIA_ROOT", "STATIC_ROOT", **PRODUCTION)
    assert chosen["MEDIA_URL"] is None
    assert not Path(str(chosen["MEDIA_ROOT"])).is_relative_to(Path(str(chosen["STATIC_ROOT"])))
