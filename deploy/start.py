"""Starts a newsroom on a machine with nothing prepared, for `make run`, `make dev` and `make password`.

Keeps everything under var/: the key, the database, uploads and collected static files. A production server is
set up as docs/operating.md says instead.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import socket
import sys
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
SAMPLE_LOADED = VAR_DIR / "sample-loaded"
STATIC_COLLECTED = VAR_DIR / "static-collected"


def own_key() -> Path:
    """The file with this newsroom's secret key, made the first time and readable by its owner alone."""
    path = VAR_DIR / "secret_key"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(60) + "\n")
    return path


def set_environment(port: int) -> None:
    """Fill in what the environment leaves open; what it says stays."""
    VAR_DIR.mkdir(mode=0o700, exist_ok=True)
    if not os.environ.get("SECRET_KEY") and not os.environ.get("SECRET_KEY_FILE"):
        os.environ["SECRET_KEY_FILE"] = str(own_key())
    os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{port}")
    os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1,localhost")
    os.environ.setdefault("NEWSROOM_ORGANISATION", "Arvenau")  # the sample's
    os.environ.setdefault("TIME_ZONE", "Europe/Zurich")
    os.environ.setdefault("NEWSROOM_ISIN", "CH0000000007")
    os.environ.setdefault("NEWSROOM_TICKERS", "SIX: ARVN")
    os.environ["NEWSROOM_BIND"] = f"127.0.0.1:{port}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"


def read_port() -> int:
    """PORT, if it is a port, and nobody else listens there."""
    value = os.environ.get("PORT") or "8000"
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= 65535:
        sys.exit(f"PORT is not a number from 1 to 65535. For example: make run PORT=8001 (not {value!r})")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(value)))
        except OSError as error:
            sys.exit(f"Port {value} of 127.0.0.1 cannot be had: {error.strerror}. Try: make run PORT=8001")
    return int(value)


def static_fingerprint() -> str:
    """Changes whenever a static file of ours or of an installed package does."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = os.stat(storage.path(name))
            digest.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static() -> None:
    """Collect, hash and compress static files, unless nothing has changed since the last time."""
    from django.core.management import call_command

    fingerprint = static_fingerprint()
    if STATIC_COLLECTED.exists() and STATIC_COLLECTED.read_text() == fingerprint:
        return
    print("Collecting static files…", flush=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    STATIC_COLLECTED.write_text(fingerprint)


def prepare_data() -> None:
    """Bring the tables up to date; into a new newsroom put the sample."""
    from django.conf import settings
    from django.core.management import call_command

    database = settings.DATABASES["default"]
    is_new = not SAMPLE_LOADED.exists()
    if database["ENGINE"].endswith("sqlite3"):
        is_new = is_new or not Path(database["NAME"]).exists()
    Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    if is_new:
        print("Loading the sample newsroom…", flush=True)
        call_command("load_sample")
        SAMPLE_LOADED.touch()


def main(mode: str) -> None:
    """Prepare, say the address, and become the server; or, to set new passwords, do only that."""
    os.chdir(BASE_DIR)
    sys.path.insert(0, str(BASE_DIR))
    port = read_port() if mode != "passwords" else 8000
    set_environment(port)
    if mode == "develop":
        os.environ["DEBUG"] = "yes"

    import django
    from django.core.management import call_command

    from newsroom.environment import SettingError

    try:
        django.setup()
    except SettingError as error:
        sys.exit(f"The newsroom cannot start. {error}")
    prepare_data()
    if mode == "passwords":
        call_command("sample_passwords")
        return
    if mode == "develop":
        command = ["manage.py", "runserver", f"127.0.0.1:{port}"]
    else:
        collect_static()
        command = ["-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
    print(f"\nThe newsroom is at {os.environ['SITE_URL']}/ and its staff sign in at /admin/", flush=True)
    os.execv(sys.executable, [sys.executable, *command])


if __name__ == "__main__":
    if sys.argv[1:] not in (["serve"], ["develop"], ["passwords"]):
        sys.exit("Usage: deploy/start.py serve|develop|passwords")
    main(sys.argv[1])
