"""An address is public, so nothing hidden may show in it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from people import clock
from people.models import Executive, FormerSlug
from people.slugs import slug_validator
from tests.people.making import LONG_AGO, NOON, TOMORROW, department, executive

OURS = "ours222222222222"
RIVAL = "rival33333333333"
HOUR = timedelta(hours=1)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def ours(**values):
    return executive(public_id=OURS, **values)


def rival(**values):
    return executive(public_id=RIVAL, **values)


def slug_of(row):
    return Executive.objects.get(pk=row.pk).slug


class TestAskingForAnAddress:
    def test_it_is_made_from_the_name(self):
        assert executive("Anna Berg", public_from=NOON).slug == "anna-berg"

    def test_a_name_in_chinese_alone_gives_its_sound(self):
        row = Executive.objects.create(name={"zh-hans": "童来明"}, public_from=NOON)
        assert row.slug == "tong-lai-ming"

    def test_a_name_without_any_plain_letters_gives_the_random_id(self):
        assert executive("Ελλάδα", public_id=OURS, public_from=NOON).slug == OURS

    def test_the_native_name_helps_out(self):
        assert executive("Ελλάδα", native_name="Ellada", public_from=NOON).slug == "ellada"

    def test_staff_may_ask_for_another(self):
        assert executive("Anna Berg", wanted_slug="ab", public_from=NOON).slug == "ab"

    @pytest.mark.parametrize("slug", ["a", "a-b", "2023-results", "0"])
    def test_plain_words_are_taken(self, slug):
        slug_validator(slug)

    @pytest.mark.parametrize(
        "slug", ["", "A", "a_b", "a--b", "-a", "a-", "a b", "a.json", "a/b", "é", "a\n", "a" * 9 + "-" * 90_000]
    )
    def test_anything_else_is_refused(self, slug):
        with pytest.raises(ValidationError):
            slug_validator(slug)

    def test_a_hidden_row_has_none(self):
        assert executive().slug is None


class TestWhoGetsIt:
    def test_whoever_is_public_first(self):
        theirs = rival(public_from=TOMORROW)
        assert ours(public_from=NOON).slug == "anna-berg"
        assert slug_of(theirs) == "anna-berg-rival3"

    def test_the_loser_carries_its_own_random_id_and_no_count(self):
        rival(public_from=NOON)
        assert ours(public_from=NOON + HOUR).slug == "anna-berg-ours22"

    def test_of_two_at_the_same_instant_one(self):
        ours(public_from=TOMORROW)
        rival(public_from=TOMORROW)
        assert set(Executive.objects.values_list("slug", flat=True)) == {"anna-berg", "anna-berg-rival3"}

    def test_two_ids_that_begin_alike_are_no_trouble(self):
        executive(public_id="same55aaaaaaaaaa", public_from=NOON)
        executive(public_id="same55bbbbbbbbbb", public_from=NOON)
        assert executive(public_id="same55cccccccccc", public_from=NOON).slug == "anna-berg-same55ccc"

    def test_an_address_that_was_opened_while_we_waited_for_the_lock_stays(self, monkeypatch):
        theirs = rival(public_from=NOON + HOUR)
        monkeypatch.setattr(clock, "latest", lambda: NOON + 2 * HOUR)
        assert ours(public_from=LONG_AGO).slug == "anna-berg-ours22"
        assert slug_of(theirs) == "anna-berg"

    def test_departments_and_executives_do_not_compete(self):
        assert executive("Board", public_from=NOON).slug == department("Board", public_from=NOON).slug == "board"


class TestNothingHiddenShows:
    """Each test lives in two worlds: in one there is a rival that readers never see. The address is the same."""

    @pytest.fixture(params=["alone", "beside a hidden row"])
    def beside(self, request):
        return request.param != "alone"

    def test_neither_a_draft(self, beside):
        if beside:
            rival()
        assert ours(public_from=NOON).slug == "anna-berg"

    def test_nor_one_that_is_scheduled_for_later(self, beside):
        if beside:
            rival(public_from=TOMORROW)
        assert ours(public_from=NOON).slug == "anna-berg"

    def test_nor_one_that_was_scheduled_for_earlier_and_put_off(self, beside):
        theirs = rival(public_from=NOON + HOUR) if beside else None
        row = ours(public_from=NOON + 2 * HOUR)
        if theirs:
            assert row.slug == "anna-berg-ours22"
            theirs.public_from = TOMORROW
            theirs.save()
        assert slug_of(row) == "anna-berg"

    def test_nor_one_that_was_scheduled_and_taken_back(self, beside):
        theirs = rival(public_from=NOON + HOUR) if beside else None
        row = ours(public_from=TOMORROW)
        if theirs:
            theirs.public_from = None
            theirs.save()
        with clock.at(TOMORROW + HOUR):
            row.save()
            assert slug_of(row) == "anna-berg"

    def test_nor_one_that_was_scheduled_and_deleted(self, beside):
        theirs = rival(public_from=NOON + HOUR) if beside else None
        row = ours(public_from=TOMORROW)
        if theirs:
            theirs.delete()
        assert slug_of(row) == "anna-berg"

    def test_nor_several_that_were_deleted_at_once(self, beside):
        if beside:
            rival(public_from=NOON + HOUR)
        row = ours(public_from=TOMORROW)
        Executive.objects.exclude(pk=row.pk).delete()
        assert slug_of(row) == "anna-berg"

    def test_nor_one_that_asks_for_another_address_before_it_opens(self, beside):
        theirs = rival(public_from=NOON + HOUR) if beside else None
        row = ours(public_from=TOMORROW)
        if theirs:
            theirs.wanted_slug = "another"
            theirs.save()
        assert slug_of(row) == "anna-berg"
        assert not FormerSlug.objects.exists()

    def test_nor_one_that_a_release_would_have_revealed(self, beside):
        theirs = rival() if beside else None
        row = ours(public_from=TOMORROW)
        for opens in (NOON + HOUR, None):
            if theirs:
                Executive.objects.filter(pk=theirs.pk).update(revealed_from=opens)
                theirs.settle_slug()
        assert slug_of(row) == "anna-berg"

    def test_nor_one_whose_wish_was_changed_before_its_address_was_settled_anew(self, beside):
        theirs = rival(public_from=NOON + HOUR) if beside else None
        row = ours(public_from=TOMORROW)
        if theirs:
            Executive.objects.filter(pk=theirs.pk).update(wanted_slug="another")
        executive("Another", public_from=NOON)
        assert slug_of(row) == "anna-berg"

    def test_nor_rows_that_were_written_in_bulk(self, beside):
        if beside:
            Executive.objects.bulk_create([Executive(name={"en": "Anna Berg"}, public_from=TOMORROW)])
        [row] = Executive.objects.bulk_create([Executive(name={"en": "Anna Berg"}, public_from=NOON)])
        assert row.slug == slug_of(row) == "anna-berg"


class TestOnceReadersHaveSeenIt:
    def test_it_is_frozen_whatever_rivals_do(self):
        row = ours(public_from=NOON)
        rival(public_from=LONG_AGO)
        assert slug_of(row) == "anna-berg"

    def test_it_stays_while_the_row_is_hidden_again(self):
        row = ours(public_from=NOON)
        row.public_from = None
        row.save()
        rival(public_from=NOON)
        assert slug_of(row) == "anna-berg"

    def test_a_new_name_does_not_move_it(self):
        row = ours(public_from=NOON)
        row.name = {"en": "Anna Lund"}
        row.save()
        assert row.slug == "anna-berg"

    def test_a_new_address_leaves_a_redirect(self):
        row = ours(public_from=NOON)
        row.wanted_slug = "anna-lund"
        row.save()
        assert row.slug == "anna-lund"
        assert FormerSlug.owner_of("executive", "anna-berg") == OURS

    def test_an_address_with_a_suffix_leaves_a_redirect_too(self):
        rival(public_from=LONG_AGO)
        row = ours(public_from=NOON)
        row.wanted_slug = "anna-lund"
        row.save()
        assert FormerSlug.owner_of("executive", "anna-berg-ours22") == OURS

    def test_a_former_address_is_handed_to_nobody_else(self):
        row = ours(public_from=NOON)
        row.wanted_slug = "anna-lund"
        row.save()
        assert rival(public_from=NOON).slug == "anna-berg-rival3"

    def test_its_owner_may_take_it_back(self):
        row = ours(public_from=NOON)
        for wanted in ("anna-lund", "anna-berg"):
            row.wanted_slug = wanted
            row.save()
        assert row.slug == "anna-berg"
        assert FormerSlug.owner_of("executive", "anna-lund") == OURS
        assert FormerSlug.owner_of("executive", "anna-berg") is None

    def test_one_taken_back_while_hidden_is_still_nobody_elses(self):
        row = ours(public_from=NOON)
        row.wanted_slug = "anna-lund"
        row.save()
        row.public_from, row.wanted_slug = TOMORROW, "anna-berg"
        row.save()
        row.wanted_slug = "third"
        row.save()
        assert rival(public_from=NOON).slug == "anna-berg-rival3"

    def test_saving_twice_changes_nothing(self):
        row = ours(public_from=NOON, wanted_slug="anna-berg-ours22")
        before = (row.slug, row.slug_opens_at)
        with clock.at(NOON + HOUR):
            row.save()
        assert (row.slug, row.slug_opens_at) == before
        assert not FormerSlug.objects.exists()

    def test_deleting_a_row_gives_its_addresses_back(self):
        row = ours(public_from=NOON)
        row.wanted_slug = "anna-lund"
        row.save()
        row.delete()
        assert not FormerSlug.objects.exists()
        assert rival(public_from=NOON).slug == "anna-berg"


def test_a_row_read_before_its_address_was_settled_does_not_undo_it():
    theirs = rival(public_from=TOMORROW)
    stale = Executive.objects.get(pk=theirs.pk)
    row = ours(public_from=NOON)
    stale.spokesperson = True
    stale.save()
    assert slug_of(row) == "anna-berg"
    assert slug_of(theirs) == stale.slug == "anna-berg-rival3"
