from __future__ import annotations

import importlib

import pytest
from django.apps import apps
from django.db import connection

from articles import snapshots
from articles.models import Snapshot
from tests.articles import factories as make

pytestmark = pytest.mark.django_db


def test_a_text_of_the_first_schema_has_the_digest_that_it_would_have_now():
    """Else every old release would seem changed, and whoever saves it next its editor."""
    article = make.article("News")
    now = snapshots.capture(article)
    head = {name: value for name, value in now["article"].items() if name not in _ADDED}
    article.snapshots.update(schema=1, digest="old", data={**now, "article": head})
    importlib.import_module("articles.migrations.0006_texts_by_digest").write_anew(apps, connection.schema_editor())
    snapshot = Snapshot.objects.get(article=article)
    assert (snapshot.schema, snapshot.data) == (snapshots.SCHEMA, now)
    assert snapshot.digest == snapshots.digest(now)


_ADDED = {"inside_information", "filing_reference", "forward_looking_id"}
