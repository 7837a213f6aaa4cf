"""What the tests about people may count on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client

from people import clock
from tests.people.making import NOON


@pytest.fixture
def noon() -> Iterator[datetime]:
    """The clock stands still at noon of 3 May 2026."""
    with clock.at(NOON):
        yield NOON


@pytest.fixture
def chief(db: None) -> User:
    """Somebody who may do everything."""
    return User.objects.create_superuser("chief", password="a long password")


@pytest.fixture
def desk(chief: User) -> Client:
    """A browser in which the chief has signed in."""
    client = Client()
    client.force_login(chief)
    return client
