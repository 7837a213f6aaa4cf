"""Identifiers that outsiders see count nothing."""

from __future__ import annotations

import pytest

from people import publicid


def test_an_id_is_sixteen_characters_that_cannot_be_mistaken_for_each_other():
    made = publicid.new_public_id()
    assert len(made) == 16
    assert set(made) <= set(publicid.ALPHABET)
    assert not set("01lo") & set(publicid.ALPHABET)


def test_no_two_are_alike():
    assert len({publicid.new_public_id() for _ in range(1000)}) == 1000


@pytest.fixture
def counted():
    numbers = iter(range(100))
    publicid.use_source(lambda: f"id{next(numbers):014}")
    yield
    publicid.use_source(None)


@pytest.mark.usefixtures("counted")
def test_a_test_may_supply_them():
    assert publicid.new_public_id() == "id00000000000000"
    assert publicid.new_public_id() == "id00000000000001"


def test_afterwards_they_are_random_again():
    assert not publicid.new_public_id().startswith("id0000")
