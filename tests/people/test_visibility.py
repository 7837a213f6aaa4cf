"""What readers may see, and from when: one rule for rows, for rows reached through others, and for endings."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from people import clock, visibility
from people.models import Alias, Appointment, Executive, Generation
from people.visibility import earliest, public_q
from tests.people.making import LONG_AGO, NOON, TOMORROW, appointment, department, executive, post

SECOND = timedelta(seconds=1)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


class TestOpening:
    @pytest.mark.parametrize("own", [None, LONG_AGO, NOON, NOON + SECOND])
    @pytest.mark.parametrize("revealed", [None, LONG_AGO, NOON, NOON + SECOND])
    def test_a_row_is_public_from_the_earlier_of_two_instants(self, own, revealed):
        row = executive(public_from=own, revealed_from=revealed)
        expected = any(instant is not None and instant <= NOON for instant in (own, revealed))
        assert row.is_public() is expected
        assert Executive.objects.public().exists() is expected
        assert Executive.objects.filter(public_q()).exists() is expected

    def test_the_clock_opens_it_and_no_job(self):
        row = executive(public_from=TOMORROW)
        assert not Executive.objects.public().exists()
        with clock.at(TOMORROW):
            assert Executive.objects.public().get() == row
            assert row.is_public()

    def test_another_moment_may_be_asked_about(self):
        row = executive(public_from=TOMORROW)
        assert row.is_public(TOMORROW)
        assert Executive.objects.public(TOMORROW).exists()

    def test_the_earliest_of_no_instants_is_none(self):
        assert earliest(None, None) is None
        assert earliest(None, TOMORROW, NOON) == NOON

    def test_what_a_release_reveals_is_not_undone_by_a_row_read_earlier(self):
        row = executive()
        Executive.objects.filter(pk=row.pk).update(revealed_from=NOON)
        row.spokesperson = True
        row.save()
        row.refresh_from_db()
        assert row.revealed_from == NOON
        assert row.spokesperson


class TestAppointments:
    @pytest.mark.parametrize("hidden", ["nothing", "the person", "the post", "the appointment"])
    def test_are_public_only_with_their_person_and_their_post(self, hidden):
        def opens(what):
            return None if what == hidden else NOON

        who, what = executive(public_from=opens("the person")), post(public_from=opens("the post"))
        appointment(who, what, public_from=opens("the appointment"))
        assert Appointment.objects.public().exists() is (hidden == "nothing")


class TestEnding:
    @pytest.mark.parametrize(("own", "revealed"), list(product([None, LONG_AGO, TOMORROW], repeat=2)))
    def test_readers_learn_of_an_end_at_the_earlier_of_two_instants(self, own, revealed):
        row = appointment(
            executive(), post(), "2021-01-01", "2026-06-30", end_public_from=own, end_revealed_from=revealed
        )
        known = LONG_AGO in {own, revealed}
        assert row.shown_end() == (date(2026, 6, 30) if known else None)
        assert row.years() == ("2021–2026" if known else "2021–")
        assert str(row).endswith("(2021–2026)" if known else "(2021–)")

    def test_staff_see_it_at_once(self):
        row = appointment(executive(), post(), "2021-01-01", "2026-06-30")
        assert row.years_for_staff() == "2021–2026"

    def test_a_department_closes_in_the_same_way(self):
        row = department(closed_on=date(2026, 6, 30), closure="closed", end_public_from=TOMORROW)
        assert row.shown_end() is None
        assert row.shown_end(TOMORROW) == date(2026, 6, 30)

    def test_an_end_that_does_not_exist_yet_cannot_be_public_already(self):
        row = appointment(executive(), post(), "2021-01-01")
        row.end_public_from = LONG_AGO
        with pytest.raises(ValidationError) as refused:
            row.full_clean()
        assert set(refused.value.message_dict) == {"end_public_from"}

    @pytest.mark.parametrize(
        ("start", "end", "words"),
        [
            ("2019-01-01", "2023-02-01", "2019–2023"),
            ("2019-01-01", "2019-02-01", "2019"),
            (None, "2023-02-01", "–2023"),
            ("2019-01-01", None, "2019–"),
            (None, None, ""),
        ],
    )
    def test_years_are_short(self, start, end, words):
        row = appointment(executive("Anna Berg"), post("Chair"), start, end, end_public_from=LONG_AGO)
        assert row.years() == words
        assert str(row) == (f"Anna Berg – Chair ({words})" if words else "Anna Berg – Chair")


class TestHidingWhatReadersRelyOn:
    @pytest.fixture
    def needed_from(self, monkeypatch):
        """A room further up that shows every row from one instant."""
        instants = [NOON]
        monkeypatch.setattr(visibility, "_guards", [])
        visibility.register_guard(lambda row: instants[0])
        return instants

    @pytest.mark.parametrize("opens", [None, NOON + SECOND])
    def test_is_refused_beside_the_date_without_naming_the_release(self, needed_from, opens):
        row = executive(public_from=LONG_AGO)
        row.public_from = opens
        with pytest.raises(ValidationError) as refused:
            row.full_clean()
        assert refused.value.message_dict == {
            "public_from": ["A live or scheduled release refers to this, so it cannot be hidden from readers."]
        }

    @pytest.mark.parametrize("opens", [LONG_AGO, NOON])
    def test_other_changes_are_not(self, needed_from, opens):
        row = executive(public_from=LONG_AGO)
        row.public_from = opens
        row.full_clean()

    def test_nor_is_it_where_a_release_reveals_the_row_itself(self, needed_from):
        row = executive(public_from=LONG_AGO, revealed_from=NOON)
        row.public_from = None
        row.full_clean()

    def test_nor_where_no_release_shows_it(self, needed_from):
        needed_from[0] = None
        row = executive(public_from=LONG_AGO)
        row.public_from = None
        row.full_clean()

    def test_the_same_guard_counts_once(self, monkeypatch):
        monkeypatch.setattr(visibility, "_guards", [])

        def guard(row):
            return None

        visibility.register_guard(guard)
        visibility.register_guard(guard)
        assert visibility._guards == [guard]


class TestGeneration:
    """Whoever keeps a copy of public rows compares it with this number."""

    def raised_by(self, work):
        before = Generation.current()
        work()
        return Generation.current() > before

    def test_it_begins_at_nothing(self):
        assert Generation.current() == (0, 0)
        assert Generation.bump() == 1
        assert Generation.current() == (1, 0)

    def test_it_says_when_the_record_itself_was_rewritten(self):
        Generation.bump(rewrite=True)
        assert Generation.current() == (1, 1)

    def test_every_write_raises_it(self):
        who, what, where = executive(), post(), department()
        held = appointment(who, what)
        alias = Alias(executive=who, text="Ann")
        for work in (who.save, what.save, where.save, held.save, alias.save, alias.delete, held.delete, where.delete):
            assert self.raised_by(work), work
        assert self.raised_by(lambda: Executive.objects.bulk_create([Executive(name={"en": "B"})]))
        assert self.raised_by(Executive.objects.all().delete)

    def test_a_write_that_is_taken_back_does_not(self):
        def taken_back():
            with transaction.atomic():
                executive()
                transaction.set_rollback(True)

        assert not self.raised_by(taken_back)
