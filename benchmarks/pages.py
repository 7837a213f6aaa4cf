"""Asks a newsroom of releases from ``make_corpus`` for its pages, and prints how long each took.

python -m benchmarks.pages            compares a small newsroom with a large one
python -m benchmarks.pages --measure  measures the one in DATABASE_URL and prints JSON; used by the former
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

READERS = ("/", "/news/", "/news/?q=turbine", "/news/release-5/", "/news.json", "/meetings/", "/people/", "/topics/")
DESK = (
    "/admin/",
    "/admin/articles/article/",
    "/admin/articles/article/?q=turbine",
    "/admin/articles/article/?state=scheduled",
    "/admin/articles/article/calendar/",
    "/admin/articles/article/log/",
    "/admin/articles/article/5/change/",
    "/admin/articles/article/5/history/",
    "/admin/articles/article/5/publish/",
)
ROUNDS = 7


def measure() -> dict[str, tuple[float, int]]:
    """The median milliseconds of each page, and its queries, after one round that warms what is kept."""
    import django  # noqa: PLC0415

    django.setup()
    from django.contrib.auth import get_user_model  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    user, _made = get_user_model().objects.get_or_create(username="bench", is_staff=True, is_superuser=True)
    reader, staff = Client(), Client()
    staff.force_login(user)
    found = {}
    for client, addresses in ((reader, READERS), (staff, DESK)):
        for address in addresses:
            if client.get(address).status_code != 200:
                continue
            times = []
            for _round in range(ROUNDS):
                began = time.perf_counter()
                client.get(address)
                times.append((time.perf_counter() - began) * 1000)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            found[address] = (statistics.median(times), len(queries))
    return found


def compare(small: int, large: int) -> None:
    """Measure both in turns, twice, and print the better of each."""
    with tempfile.TemporaryDirectory(prefix="newsroom-bench-") as folder:
        places = {size: _environment(Path(folder) / f"{size}.sqlite3") for size in (small, large)}
        for size, environment in places.items():
            for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"], ["make_corpus", str(size)]):
                subprocess.run([sys.executable, "manage.py", *command], env=environment, check=True)  # noqa: S603
        runs = [{size: _measured(environment) for size, environment in places.items()} for _turn in range(2)]
    print(f"{'page':48}{f'{small} releases':>18}{f'{large} releases':>18}{'ratio':>8}{'queries':>10}")
    for address in runs[0][small]:
        few, many = (min(run[size][address][0] for run in runs) for size in (small, large))
        queries = "/".join(str(runs[0][size][address][1]) for size in (small, large))
        print(f"{address:48}{few:>15.1f} ms{many:>15.1f} ms{many / few:>8.1f}{queries:>10}")


def _environment(database: Path) -> dict[str, str]:
    return {
        **os.environ,
        "SECRET_KEY": "benchmark",
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "DATABASE_URL": f"sqlite:///{database}",
        "NEWSROOM_STATIC_STORAGE_URL": f"file://{database.parent}/static",
        "ALLOWED_HOSTS": "testserver",
    }


def _measured(environment: dict[str, str]) -> dict[str, tuple[float, int]]:
    command = [sys.executable, "-m", "benchmarks.pages", "--measure"]
    answer = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)  # noqa: S603
    found: dict[str, tuple[float, int]] = json.loads(answer.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    if sys.argv[1:] == ["--measure"]:
        print(json.dumps(measure()))
    else:
        compare(int(os.environ.get("SMALL", "1000")), int(os.environ.get("LARGE", "20000")))
