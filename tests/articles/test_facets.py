"""The index that a process keeps: what is in it, for how long, and what it costs to ask whether it still holds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from i18nfield.strings import LazyI18nString

from articles import facets, workflow
from articles.facets import FOREVER, FacetIndex
from articles.models import Edition
from people import clock
from people.merging import merge
from tests.articles import factories as make
from tests.articles.factories import at, when

pytestmark = pytest.mark.django_db


def index(hour: int = 12, minute: int = 0, second: int = 0) -> FacetIndex:
    with when(hour, minute, second):
        return facets.current()


def editions(found: FacetIndex, facet: str, row: Any) -> list[str]:
    """The headlines of the editions with a value, in the order of first publication."""
    places = found.any_of(facet, [row if isinstance(row, str) else row.pk])
    return [Edition.objects.get(pk=found.editions[place]).headline for place in places]


# What is in it


def test_an_empty_newsroom_has_an_empty_index():
    found = index()
    assert (list(found.everything()), list(found.any_in("en")), found.valid_until) == ([], [], FOREVER)


def test_live_editions_only():
    make.article("Draft", topics=["Fish"])
    make.schedule(make.article("Waiting", topics=["Fish"]), at(13), decided=at(9))
    make.withdraw(make.release("Withdrawn", at(8), topics=["Fish"]), at(9))
    make.release("Live", at(10), topics=["Fish"])
    assert editions(index(), "topic", make.topic("Fish")) == ["Live"]
    assert editions(index(13), "topic", make.topic("Fish")) == ["Live", "Waiting"]


def test_positions_follow_first_publication():
    for hour in (9, 11, 10):
        make.release(f"{hour}", at(hour))
    found = index()
    assert [key[0] for key in found.keys] == [at(9), at(10), at(11)]
    assert editions(found, "type", "press-release") == ["9", "10", "11"]


@pytest.mark.parametrize("facet", ["speaker", "event", "department", "topic", "post"])
def test_what_readers_may_not_see_has_no_entry(facet):
    """Not even when a live edition names it, as when its own date was moved past all guards."""
    speaker, held = make.holding("director", "Anna")
    fair, plant, fish = make.meeting("Fair"), make.department("Hydro"), make.topic("Fish")
    make.release("Live", at(9), meetings=[fair], departments=[plant], topics=["Fish"], said=[(speaker, "Hello.")])
    row: Any = {"speaker": speaker, "event": fair, "department": plant, "topic": fish, "post": held.post}[facet]
    assert editions(index(), facet, row) == ["Live"]
    row.refresh_from_db()
    row.public_from, row.revealed_from = at(13), None
    type(row).objects.filter(pk=row.pk).update(revealed_from=None)
    row.save()
    found = index()
    assert row.pk not in found.of_value[facet]
    assert row.pk not in found.directory.by_key[facet]
    assert editions(index(13), facet, row) == ["Live"]


def test_remarks_of_somebody_the_newest_release_first_in_printed_order():
    anna, bo = make.executive("Anna"), make.executive("Bo")
    make.release("1", at(8), said=[(anna, "a"), (bo, "b"), (anna, "c")])
    make.release("2", at(9), said=[(bo, "d"), (anna, "e")])
    make.release("三", at(10), language="zh-hans", said=[(anna, "f")])
    found = index()
    places = found.remarks_in("en", "speaker", anna.pk)
    assert [(place // 1024, place % 1024) for place in places] == [(1, 1), (0, 0), (0, 2)]
    assert len(found.remarks_in("zh-hans", "speaker", anna.pk)) == 1
    assert found.remarks_in("en", "speaker", 999_999) == []


def test_a_meeting_has_what_its_public_sessions_have():
    whole = make.meeting("Congress")
    session, hidden = make.meeting("Opening", parent=whole), make.meeting("Secret", parent=whole, hidden=True)
    make.release("Live", at(9), meetings=[session])
    make.schedule(make.article("Waiting", meetings=[hidden]), at(13), decided=at(9))
    assert editions(index(), "event", whole) == editions(index(), "event", session) == ["Live"]
    assert hidden.pk not in index().directory.by_key["event"]
    assert editions(index(13), "event", whole) == ["Live", "Waiting"]


def test_a_duplicate_that_was_merged_is_found_as_the_one_that_stays():
    duplicate, anna = make.executive("A. Ångström"), make.executive("Anna Ångström")
    make.release("Live", at(9), said=[(duplicate, "Hello.")])
    assert editions(index(), "speaker", duplicate) == ["Live"]
    with when(10):
        merge(duplicate, anna, by=make.press_officer())
    found = index()
    assert editions(found, "speaker", anna) == ["Live"]
    assert duplicate.pk not in found.of_value["speaker"]
    assert found.directory.by_public_id[duplicate.public_id].pk == anna.pk


def test_between_two_instants():
    for hour in (8, 9, 10):
        make.release(f"{hour}", at(hour))
    found = index()
    assert found.between(None, None) is None
    assert list(found.between(at(9), None) or ()) == [1, 2]
    assert list(found.between(None, at(9)) or ()) == [0]
    assert list(found.between(at(8), at(10)) or ()) == [0, 1]
    assert list(found.between(at(10), at(8)) or ()) == []


# For how long


def test_while_nothing_changes_asking_costs_one_query(django_assert_num_queries):
    make.release("Live", at(9))
    found = index()
    with django_assert_num_queries(1):
        assert index() is found
    with django_assert_num_queries(1):
        assert index(23) is found  # until something is due, at later instants as well


def test_it_holds_until_the_next_instant_at_which_something_opens_or_closes():
    article = make.release("First", at(9))
    assert index().valid_until == FOREVER
    make.save(article, headline="Second")
    make.schedule(article, at(15), decided=at(10))
    assert index().valid_until == at(15)
    for opens, row in ((at(14), make.meeting(hidden=True)), (at(13), make.executive(hidden=True))):
        row.public_from = opens
        row.save()
        assert index().valid_until == opens


@pytest.mark.parametrize("name", ["end_public_from", "public_from"])
def test_it_holds_until_the_next_end_or_beginning_of_an_appointment_is_told(name):
    _holder, held = make.holding("director", "Anna", hidden=True)
    setattr(held, name, at(14))
    held.save()
    assert index().valid_until == at(14)


def test_at_its_second_an_edition_is_in_the_index():
    make.schedule(make.article("First", topics=["Fish"]), at(13), decided=at(9))
    before, after = index(12, 59, 59), index(13)
    assert (len(before.any_in("en")), len(after.any_in("en"))) == (0, 1)
    assert len(index(12, 59, 59).any_in("en")) == 0  # an index is never used for an earlier instant


def test_a_build_is_never_used_for_an_earlier_instant():
    make.release("First", at(9))
    with when(12):
        found = facets.current()
    with when(11):
        assert facets.current() is not found


CHANGES = {
    "a publication": lambda article: make.publish(article, at(11)),
    "a schedule": lambda article: make.schedule(article, at(20), decided=at(11)),
    "a name": lambda article: make.executive("New"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_change_that_readers_could_notice_ends_it(change):
    article = make.article()
    found = index()
    change(article)
    assert index() is not found


def test_a_new_name_shows_at_once():
    anna = make.executive("Anna")
    assert index().directory.by_key["speaker"][anna.pk].name("en") == "Anna"
    anna.name = LazyI18nString({"en": "Anna Holm", "zh-hans": "安娜"})
    anna.save()
    label = index().directory.by_key["speaker"][anna.pk]
    assert (label.name("en"), label.name("zh-hans")) == ("Anna Holm", "安娜")


def test_saving_a_draft_does_not_end_it():
    """Or every keystroke of an editor would cost every process a build."""
    article = make.release("First", at(9))
    found = index()
    make.save(article, headline="Second")
    assert index() is found


def test_the_index_follows_every_transition():
    article = make.release("First", at(6), topics=["Fish"])
    fish = make.topic("Fish")
    assert editions(index(7), "topic", fish) == ["First"]
    make.save(article, headline="Second")
    article.topics.add("Wind")
    make.save(article)
    make.schedule(article, at(10), decided=at(8))
    assert editions(index(9), "topic", fish) == ["First"]
    assert editions(index(10), "topic", make.topic("Wind")) == ["Second"]
    make.withdraw(article, at(11))
    assert editions(index(11), "topic", fish) == []
    make.publish(article, at(12))
    assert editions(index(12), "topic", fish) == ["Second"]


def test_a_cancelled_edition_leaves_no_trace():
    make.release("Live", at(6), topics=["Fish"])
    article = make.article("Waiting", topics=["Fish"])
    make.schedule(article, at(10), decided=at(7))
    index(8)
    with when(9):
        workflow.cancel(article, by=None, version=article.version)
    found = index(10)
    assert editions(found, "topic", make.topic("Fish")) == ["Live"]
    assert found.valid_until == FOREVER


def test_forgetting_drops_it():
    found = index()
    facets.forget()
    assert index() is not found


def test_an_instant_just_before_and_just_at_the_end_of_its_validity():
    make.schedule(make.article("First"), at(13), decided=at(9))
    found = index(12)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(facets, "build", lambda *args: pytest.fail("built anew too early"))
        with clock.at(at(13) - timedelta(microseconds=1)):
            assert facets.current() is found
    assert index(13) is not found
