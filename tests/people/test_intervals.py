"""Two people never hold one exclusive post at once: the database itself sees to it, on either kind."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from people.models import Appointment, Department, Executive, Post
from tests.people.making import appointment, department, executive, post

pytestmark = pytest.mark.django_db

DAYS = [None, date(2020, 1, 1), date(2021, 1, 1), date(2022, 1, 1)]
STRETCHES = [(a, b) for a, b in product(DAYS, repeat=2) if a is None or b is None or a <= b]


def refuses(work):
    try:
        with transaction.atomic():
            work()
    except IntegrityError:
        return True
    return False


@pytest.fixture
def chair():
    """An exclusive post, held by one person from 2020 to 2021."""
    what = post("Chair")
    appointment(executive("Anna"), what, "2020-01-01", "2021-12-31")
    return what


class TestTheDatabase:
    def write(self, what, start, end):
        """Past every check of ours."""
        row = Appointment(
            executive=executive("Bo"), post=what, started_on=start, ended_on=end, exclusive=what.exclusive
        )
        Appointment._base_manager.bulk_create([row])

    @pytest.mark.parametrize(
        ("start", "end"),
        [("2021-01-01", "2022-01-01"), ("2019-01-01", "2020-06-01"), (None, None), (None, "2020-02-01"),
         ("2021-12-30", None), ("2020-03-01", "2020-04-01"), ("2019-01-01", "2023-01-01")],
    )  # fmt: skip
    def test_refuses_a_second_holder(self, chair, start, end):
        assert refuses(lambda: self.write(chair, start and date.fromisoformat(start), end and date.fromisoformat(end)))

    @pytest.mark.parametrize(("start", "end"), [("2021-12-31", None), (None, "2020-01-01"), ("2022-01-01", None)])
    def test_takes_a_successor_from_the_handover_day(self, chair, start, end):
        assert not refuses(
            lambda: self.write(chair, start and date.fromisoformat(start), end and date.fromisoformat(end))
        )

    def test_refuses_an_update_that_makes_two_overlap(self, chair):
        later = appointment(executive("Bo"), chair, "2022-01-01")
        assert refuses(lambda: Appointment.objects.filter(pk=later.pk).update(started_on=date(2021, 6, 1)))

    def test_takes_two_holders_of_a_shared_post(self):
        shared = post(exclusive=False)
        appointment(executive("Anna"), shared, "2020-01-01")
        assert not refuses(lambda: self.write(shared, date(2020, 6, 1), None))

    def test_takes_two_posts_at_once(self, chair):
        assert not refuses(lambda: self.write(post("Secretary"), date(2020, 6, 1), None))

    def test_refuses_to_make_a_post_exclusive_that_two_people_hold(self):
        shared = post(exclusive=False)
        appointment(executive("Anna"), shared, "2020-01-01")
        appointment(executive("Bo"), shared, "2021-01-01")
        shared.exclusive = True
        assert refuses(shared.save)

    def test_refuses_an_end_before_the_start(self, chair):
        assert refuses(lambda: self.write(chair, date(2025, 1, 2), date(2025, 1, 1)))

    @pytest.mark.parametrize(
        "values",
        [
            {"opened_on": date(2021, 1, 1), "closed_on": date(2020, 1, 1), "closure": "closed"},
            {"closed_on": date(2020, 1, 1)},
            {"closure": "merged"},
        ],
    )
    def test_refuses_a_department_that_closes_oddly(self, values):
        assert refuses(lambda: department(**values))

    def test_refuses_a_department_within_itself(self):
        row = department()
        assert refuses(lambda: Department.objects.filter(pk=row.pk).update(parent=row))

    def test_keeps_its_rule_when_the_operation_is_repeated(self):
        """SQLite loses triggers when a migration rebuilds the table; this is what such a migration is checked by."""
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'people_appointment'"
                )
            else:
                cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'x'")
            found = {name for (name,) in cursor.fetchall()}
        assert {name for name in found if name.startswith("appointment_exclusive_posts")}


@pytest.mark.parametrize("first", STRETCHES)
def test_our_rule_and_the_databases_agree(first):
    """Ours knows days that belong to both; the database has none of a single day. Otherwise they are one rule."""
    what, anna, bo = post(), executive("Anna"), executive("Bo")
    standing = Appointment.objects.create(executive=anna, post=what, started_on=first[0], ended_on=first[1])
    for start, end in STRETCHES:
        other = Appointment(executive=bo, post=what, started_on=start, ended_on=end)
        ours = other.overlaps(standing)
        assert ours == standing.overlaps(other) == Appointment.objects.overlapping(other).exists()
        a_day = (start and start == end) or (first[0] and first[0] == first[1])
        assert refuses(lambda row=other: Appointment._base_manager.bulk_create([row])) == (ours and not a_day)
        Appointment.objects.exclude(pk=standing.pk).delete()
        Post._base_manager.filter(pk=what.pk).update(exclusive=False)
        Appointment._base_manager.bulk_create(
            [Appointment(executive=bo, post=what, started_on=start, ended_on=end, exclusive=False)]
        )
        assert Appointment.objects.filter(post=what).overlapping_pairs() == ours
        Appointment.objects.exclude(pk=standing.pk).delete()


class TestTheFormSaysSoFirst:
    def refusal(self, row):
        with pytest.raises(ValidationError) as refused:
            row.full_clean()
        return refused.value.message_dict

    def test_when_somebody_else_holds_the_post_and_names_nobody(self, chair):
        row = Appointment(executive=executive("Bo"), post=chair, started_on=date(2021, 1, 1))
        assert self.refusal(row) == {
            "started_on": ["Somebody else holds this post at that time. It is held by one person at a time."]
        }

    def test_when_one_person_would_hold_a_shared_post_twice(self):
        anna, shared = executive("Anna"), post(exclusive=False)
        appointment(anna, shared, "2020-01-01")
        row = Appointment(executive=anna, post=shared, started_on=date(2021, 1, 1))
        assert self.refusal(row) == {"started_on": ["The same person holds this post already at that time."]}

    def test_when_an_end_comes_before_its_start(self, chair):
        row = Appointment(executive=executive("Bo"), post=chair, started_on=date(2025, 1, 2), ended_on=date(2025, 1, 1))
        assert set(self.refusal(row)) == {"ended_on"}

    def test_when_a_post_with_two_holders_becomes_exclusive(self):
        shared = post(exclusive=False)
        appointment(executive("Anna"), shared, "2020-01-01")
        appointment(executive("Bo"), shared, "2021-01-01")
        shared.exclusive = True
        assert set(self.refusal(shared)) == {"exclusive"}

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"opened_on": date(2021, 1, 1), "closed_on": date(2020, 1, 1), "closure": "closed"}, "closed_on"),
            ({"closed_on": date(2020, 1, 1)}, "closure"),
            ({"closure": "merged"}, "closed_on"),
        ],
    )
    def test_when_a_department_closes_oddly(self, values, field):
        assert field in self.refusal(Department(name={"en": "Sales"}, **values))

    def test_when_a_department_would_lie_within_itself(self):
        outer = department("Outer")
        inner = department("Inner", parent=outer)
        outer.parent = inner
        assert set(self.refusal(outer)) == {"parent"}

    def test_and_comes_to_an_end_even_where_departments_lie_in_a_ring(self):
        outer = department("Outer")
        inner = department("Inner", parent=outer)
        Department.objects.filter(pk=outer.pk).update(parent=inner)
        assert set(self.refusal(Department(name={"en": "New"}, parent=Department.objects.get(pk=inner.pk)))) == {
            "parent"
        }


class TestHeldOn:
    @pytest.fixture(autouse=True)
    def handover(self):
        what = post()
        self.first = appointment(executive("Anna"), what, None, "2021-12-31")
        self.second = appointment(executive("Bo"), what, "2021-12-31", None)

    @pytest.mark.parametrize(
        ("days", "holders"),
        [
            (["2020-01-01"], {"first"}),
            (["2021-12-31"], {"first", "second"}),
            (["2022-01-01"], {"second"}),
            (["2021-12-30", "2022-01-02"], {"first", "second"}),
        ],
    )
    def test_a_handover_day_has_two_holders(self, days, holders):
        held = Appointment.objects.held_on(*map(date.fromisoformat, days))
        assert set(held) == {getattr(self, name) for name in holders}


def test_an_appointment_takes_its_posts_rule_as_it_is_now():
    what = post(exclusive=False)
    row = Appointment(executive=executive(), post=Post.objects.get(pk=what.pk))
    what.exclusive = True
    what.save()
    row.save()
    assert row.exclusive
    what.exclusive = False
    what.save()
    row.refresh_from_db()
    assert not row.exclusive


def test_executives_who_hold_a_post_cannot_be_deleted():
    anna = executive("Anna")
    appointment(anna, post())
    with pytest.raises(Exception, match="protected"):
        Executive.objects.filter(pk=anna.pk).delete()
