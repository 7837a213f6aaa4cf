from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client

from articles import facets, rendering
from articles.models import Article, Edition, Remark
from people.publicid import new_public_id
from tests.articles import factories as make

pytestmark = pytest.mark.django_db


def printed() -> list[Any]:
    """What a reader could notice of all editions."""
    columns = ("headline", "opens_at", "body_html", "article__public_id", "remarks__speaker__public_id")
    return list(Edition.objects.order_by("opens_at").values_list(*columns))


def made(count: int, **options: Any) -> list[Any]:
    """What one run makes, which is then forgotten."""
    with transaction.atomic():
        call_command("make_corpus", count, verbosity=0, **options)
        found = printed()
        transaction.set_rollback(True)
    return found


def test_the_same_seed_makes_the_same_newsroom():
    assert made(45) == made(45) != made(45, seed=2)


def test_its_releases_are_read_like_any_other():
    call_command("make_corpus", 60, verbosity=0)
    facets.forget()
    answer = Client().get("/news.json").json()
    live = Edition.objects.live().count()
    assert answer["_newsroom"]["total"] == live == 60 - 2 - 2
    assert Article.objects.count() == 60
    assert Remark.objects.live().count() == live
    assert not Edition.objects.exclude(rendering_version=rendering.version()).exists()
    assert Client().get("/news/release-5/").status_code == 200


def test_public_ids_are_random_again_afterwards():
    call_command("make_corpus", 3, verbosity=0)
    assert new_public_id() not in set(Article.objects.values_list("public_id", flat=True))


def test_it_buries_nothing():
    make.article("The only one")
    with pytest.raises(CommandError, match="There are releases in this newsroom"):
        call_command("make_corpus", 3, verbosity=0)
    assert Article.objects.count() == 1
