"""/healthz says that the process lives, /readyz that it can serve."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.utils.crypto import get_random_string

logger = logging.getLogger(__name__)


def check_database() -> None:
    """Raise unless the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


def check_migrations() -> None:
    """Raise while this code expects tables that the database does not have yet."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise RuntimeError("migrations are not applied")


def check_storage() -> None:
    """Raise unless a file can be written and removed."""
    name = default_storage.save(f"readyz-{get_random_string(12)}", ContentFile(b"ready\n"))
    default_storage.delete(name)


CHECKS: dict[str, Callable[[], None]] = {
    "database": check_database,
    "migrations": check_migrations,
    "storage": check_storage,
}


def readiness() -> tuple[int, str]:
    """Status and text of /readyz. The first check that fails is named; why goes to the log alone."""
    for name, check in CHECKS.items():
        try:
            check()
        except Exception:
            logger.exception("Not ready: %s", name)
            return 503, f"not ready: {name}\n"
    return 200, "ready\n"


class HealthChecks:
    """Answers both addresses before anything else looks at the request.

    A probe speaks plain HTTP to an internal address: it is neither redirected to HTTPS nor refused for its
    Host, and /healthz touches no database.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a probe, or pass the request on."""
        if request.path_info not in {"/healthz", "/readyz"}:
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        status, text = readiness() if request.path_info == "/readyz" else (200, "alive\n")
        response = HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
        response["Content-Length"] = str(len(text))
        response["Cache-Control"] = "no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response
