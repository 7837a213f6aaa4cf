"""Two entries for one person become one, wholly or not at all."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from model_bakery import baker

from articles.models import Article, Edition, RemarkBlock, Reveal
from people.merging import merge, plan
from people.models import Alias, Appointment, Executive, FormerSlug, Generation
from tests.people.making import LONG_AGO, NOON, TOMORROW, appointment, executive, post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.fixture
def kept():
    return executive("Tong Laiming", public_id="kept222222222222", public_from=LONG_AGO)


@pytest.fixture
def double():
    """A second entry for the same person, public as well."""
    return executive("T. Laiming", native_name="童来明", public_id="double3333333333", public_from=LONG_AGO)


def refusal(duplicate, into, by):
    with pytest.raises(ValidationError) as refused:
        merge(duplicate, into, by)
    return refused.value.messages


class TestWhatMoves:
    def test_appointments(self, kept, double, chief):
        held = appointment(double, post(), "2021-01-01")
        merge(double, kept, chief)
        held.refresh_from_db()
        assert held.executive == kept

    def test_remarks_in_rooms_that_this_one_does_not_know(self, kept, double, chief):
        article = Article.objects.create(headline="Results")
        block = RemarkBlock.objects.create(parent=article, region="main", ordering=10, speaker=double, text="Good.")
        merge(double, kept, chief)
        block.refresh_from_db()
        assert block.speaker == kept

    def test_what_a_release_reveals(self, kept, double, chief):
        kind = ContentType.objects.get_for_model(Executive)
        first, second = (baker.make(Edition, pending=False, opens_at=TOMORROW) for _ in range(2))
        for edition, row in ((first, double), (second, double), (second, kept)):
            Reveal.objects.create(edition=edition, content_type=kind, object_id=row.pk)
        merge(double, kept, chief)
        assert {(r.edition, r.object_id) for r in Reveal.objects.all()} == {(first, kept.pk), (second, kept.pk)}

    def test_earlier_duplicates_follow_and_their_addresses_too(self, kept, double, chief):
        third = executive("Tong L.", public_from=LONG_AGO)
        merge(third, double, chief)
        merge(Executive.objects.get(pk=double.pk), kept, chief)
        third.refresh_from_db()
        assert third.survivor() == kept
        assert FormerSlug.owner_of("executive", "tong-l") == kept.public_id


class TestAppointmentsThatBothHave:
    def test_are_folded_if_their_days_are_the_same(self, kept, double, chief):
        what = post(exclusive=False)
        twin = appointment(kept, what, "2021-01-01", "2023-01-01", public_from=TOMORROW)
        appointment(double, what, "2021-01-01", "2023-01-01", public_from=LONG_AGO, end_public_from=TOMORROW)
        merge(double, kept, chief)
        [left] = Appointment.objects.all()
        assert (left, left.executive) == (twin, kept)
        assert (left.public_from, left.end_public_from) == (LONG_AGO, TOMORROW)

    def test_are_named_once_by_a_remark_that_named_both(self, kept, double, chief):
        what = post(exclusive=False)
        ours, theirs = appointment(kept, what, "2021-01-01"), appointment(double, what, "2021-01-01")
        article = Article.objects.create(headline="Results")
        both, one = (
            RemarkBlock.objects.create(parent=article, region="main", ordering=n, speaker=double, text="Good.")
            for n in (10, 20)
        )
        both.appointments.set([ours, theirs])
        one.appointments.set([theirs])
        merge(double, kept, chief)
        assert list(both.appointments.all()) == list(one.appointments.all()) == [ours]

    def test_clash_if_they_overlap_with_other_days(self, kept, double, chief):
        what = post("Director", exclusive=False)
        appointment(kept, what, "2019-01-01", "2022-01-01")
        appointment(double, what, "2021-01-01")
        before = Generation.current()
        assert refusal(double, kept, chief) == [
            "Both hold “Director” at overlapping times (2021– and 2019–2022). Correct one of them first."
        ]
        double.refresh_from_db()
        assert double.merged_into is None
        assert double.appointments.count() == 1
        assert Generation.current() == before

    def test_do_not_clash_if_one_follows_the_other(self, kept, double, chief):
        what = post(exclusive=False)
        appointment(kept, what, "2019-01-01", "2021-01-01")
        appointment(double, what, "2021-01-01")
        merge(double, kept, chief)
        assert kept.appointments.count() == 2


class TestNames:
    def test_of_the_duplicate_become_other_spellings(self, kept, double, chief):
        Alias.objects.create(executive=double, text="Tong, L.")
        Alias.objects.create(executive=double, text="Tong Laiming")
        merge(double, kept, chief)
        assert set(kept.aliases.values_list("text", flat=True)) == {"T. Laiming", "童来明", "Tong, L."}
        assert Executive.objects.unmerged().search("童").get() == kept

    def test_that_readers_could_not_see_are_kept_from_them(self, kept, chief):
        hidden = executive("Secret Name")
        Alias.objects.create(executive=hidden, text="Codename", public=True)
        merge(hidden, kept, chief)
        assert set(kept.aliases.values_list("text", "public")) == {("Secret Name", False), ("Codename", False)}

    def test_stay_as_open_or_closed_as_they_were(self, kept, double, chief):
        Alias.objects.create(executive=double, text="Nick", public=False)
        Alias.objects.create(executive=double, text="Tong, L.", public=True)
        Alias.objects.create(executive=kept, text="Tong, L.", public=False)
        merge(double, kept, chief)
        found = dict(kept.aliases.values_list("text", "public"))
        assert found == {"Nick": False, "Tong, L.": True, "T. Laiming": True, "童来明": True}


class TestTheDuplicateAfterwards:
    def test_is_hidden_for_good(self, kept, double, chief):
        merge(double, kept, chief)
        double.refresh_from_db()
        assert (double.merged_into, double.public_from, double.slug) == (kept, None, None)
        assert list(Executive.objects.public()) == list(Executive.objects.unmerged()) == [kept]

    @pytest.mark.parametrize("column", ["public_from", "revealed_from"])
    def test_cannot_be_shown_again_by_any_path(self, kept, double, chief, column):
        merge(double, kept, chief)
        with pytest.raises(IntegrityError), transaction.atomic():
            Executive.objects.filter(pk=double.pk).update(**{column: LONG_AGO})

    def test_leaves_its_address_as_a_redirect_if_readers_knew_it(self, kept, double, chief):
        merge(double, kept, chief)
        assert FormerSlug.owner_of("executive", "t-laiming") == kept.public_id

    @pytest.mark.parametrize("opens", [None, TOMORROW])
    def test_leaves_none_if_they_did_not(self, kept, chief, opens):
        merge(executive("Secret Name", public_from=opens), kept, chief)
        assert not FormerSlug.objects.exists()
        assert executive("Secret Name", public_from=NOON).slug == "secret-name"


class TestTheEntryThatStays:
    @pytest.mark.parametrize("theirs", [None, LONG_AGO, TOMORROW])
    @pytest.mark.parametrize("ours", [None, LONG_AGO, TOMORROW])
    def test_is_public_as_soon_as_either_was(self, ours, theirs, chief):
        into, duplicate = executive("A", public_from=ours), executive("B", public_from=theirs)
        planned = plan(duplicate, into)
        merge(duplicate, into, chief)
        into.refresh_from_db()
        expected = min((instant for instant in (ours, theirs) if instant), default=None)
        assert into.first_public() == planned.opens == expected

    def test_has_an_address_at_once_if_it_became_public(self, double, chief):
        into = executive("Tong Laiming")
        merge(double, into, chief)
        into.refresh_from_db()
        assert into.slug == "tong-laiming"

    def test_keeps_what_was_revealed_with_a_release(self, chief):
        into, duplicate = executive("A"), executive("B", revealed_from=TOMORROW)
        merge(duplicate, into, chief)
        into.refresh_from_db()
        assert into.revealed_from == TOMORROW


class TestRefusals:
    def test_nobody_merges_with_themselves(self, kept, chief):
        assert refusal(kept, kept, chief) == ["Choose two different executives."]

    def test_nobody_is_merged_twice(self, kept, double, chief):
        other = executive("Other")
        merge(double, kept, chief)
        stale = Executive.objects.get(pk=double.pk)
        assert refusal(stale, other, chief) == ["One of the two has been merged already."]
        assert refusal(other, stale, chief) == ["One of the two has been merged already."]

    def test_a_stale_page_merges_nobody_twice(self, kept, double, chief):
        stale = Executive.objects.get(pk=double.pk)
        merge(double, kept, chief)
        assert refusal(stale, executive("Other"), chief) == ["One of the two has been merged already."]


def test_readers_copies_are_told_that_the_record_was_rewritten(kept, double, chief):
    number, rewrites = Generation.current()
    merge(double, kept, chief)
    assert Generation.current()[0] > number
    assert Generation.current()[1] == rewrites + 1


def test_who_merged_whom_is_on_record(kept, double, chief):
    merge(double, kept, chief)
    entries = {(entry.object_id, entry.user) for entry in LogEntry.objects.all()}
    assert entries == {(str(kept.pk), chief), (str(double.pk), chief)}


def test_the_plan_says_what_will_happen_and_changes_nothing(kept, double):
    folding = post("Adviser", exclusive=False)
    for who in (kept, double):
        appointment(who, folding, "2020-01-01", "2021-01-01")
    moving = appointment(double, post(), "2021-01-01")
    article = Article.objects.create(headline="Results")
    RemarkBlock.objects.create(parent=article, region="main", ordering=10, speaker=double, text="Good.")
    before = Generation.current()
    planned = plan(double, kept)
    assert planned.moved == [("remarks", 1)]
    assert planned.appointments == [moving]
    assert [twin.executive for _appointment, twin in planned.folded] == [kept]
    assert planned.spellings == ["T. Laiming", "童来明"]
    assert planned.redirects
    assert not planned.problems
    assert Generation.current() == before
