"""In which posts somebody spoke, and how that is printed."""

from __future__ import annotations

from datetime import date

import pytest
from i18nfield.strings import LazyI18nString

from articles.capacity import capacity_of, fill, held_when_speaking, in_printed_order
from people.models import Appointment
from tests.articles import factories as make
from tests.articles.factories import LONG_AGO, when

pytestmark = pytest.mark.django_db

HANDOVER = date(2026, 5, 4)


@pytest.fixture
def career() -> list[Appointment]:
    """Three posts of one person: engineer, then on the handover day director, and secretary all along."""
    holder = make.executive("Tong Laiming")
    return [
        make.appointment(holder, make.post("chief engineer"), date(2015, 1, 1), HANDOVER),
        make.appointment(holder, make.post("secretary of the Party Committee"), date(2020, 1, 1)),
        make.appointment(holder, make.post("managing director"), HANDOVER),
    ]


def held(career: list[Appointment], *days: tuple[date, date], fallback: date | None = None) -> list[str]:
    meetings = [make.meeting("Meeting", first, last) for first, last in days]
    return [str(row.post.title) for row in held_when_speaking(career[0].executive, meetings, fallback)]


def test_the_posts_held_on_the_day_of_the_meeting_the_longest_held_first(career):
    assert held(career, (date(2025, 3, 1), date(2025, 3, 1))) == ["chief engineer", "secretary of the Party Committee"]


def test_on_a_handover_day_both_are_proposed(career):
    assert held(career, (HANDOVER, HANDOVER)) == [
        "chief engineer",
        "secretary of the Party Committee",
        "managing director",
    ]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 5, 3), ["chief engineer", "secretary of the Party Committee"]),
        (date(2026, 5, 5), ["secretary of the Party Committee", "managing director"]),
        (date(2014, 12, 31), []),
    ],
)
def test_the_day_before_and_the_day_after_a_handover(career, day, expected):
    assert held(career, (day, day)) == expected


def test_a_meeting_of_several_days_takes_all_of_them(career):
    assert len(held(career, (date(2026, 5, 3), date(2026, 5, 5)))) == 3


def test_several_meetings_take_the_whole_stretch(career):
    days = [(date(2026, 5, 1), date(2026, 5, 1)), (date(2026, 5, 6), date(2026, 5, 6))]
    assert len(held(career, *days)) == 3


def test_without_a_meeting_the_dateline_counts(career):
    assert held(career, fallback=date(2019, 1, 1)) == ["chief engineer"]


def test_without_a_meeting_or_dateline_today_counts_in_the_organisation_s_zone(career, settings):
    settings.TIME_ZONE = "Asia/Shanghai"
    with when(15, 59, day=3):
        assert "managing director" not in held(career)
    with when(16, 0, day=3):  # midnight in Shanghai
        assert "managing director" in held(career)


def test_hidden_appointments_are_proposed_too(career):
    """The editor may be writing the very release that announces them."""
    holder = career[0].executive
    make.appointment(holder, make.post("chair", hidden=True), date(2025, 1, 1), hidden=True)
    assert "chair" in held(career, (HANDOVER, HANDOVER))


def test_a_capacity_joins_the_titles_as_the_language_does(career):
    assert capacity_of([], "en") == ""
    assert capacity_of(career[:1], "en") == "chief engineer"
    assert capacity_of(career[1:], "en") == "secretary of the Party Committee and managing director"
    assert capacity_of(career, "en") == "chief engineer, secretary of the Party Committee and managing director"


def test_a_capacity_is_written_in_the_language_of_the_release():
    holder = make.executive("Tong Laiming")
    posts = [{"en": "secretary", "zh-hans": "党委书记"}, {"en": "managing director", "zh-hans": "董事长"}]
    rows = [make.appointment(holder, make.post(LazyI18nString(title))) for title in posts]
    assert capacity_of(rows, "zh-hans").startswith("党委书记")
    assert capacity_of(rows, "zh-hans").endswith("董事长")
    assert "and" not in capacity_of(rows, "zh-hans")


@pytest.mark.parametrize(
    ("capacity", "expected"),
    [
        ("managing director and secretary of the Party Committee", [2, 1]),
        ("Secretary of the PARTY Committee and Managing Director", [1, 2]),
        ("secretary of the Party Committee", [1, 2]),
        ("head of everything", [1, 2]),
    ],
)
def test_posts_stand_in_the_order_in_which_the_capacity_names_them(career, capacity, expected):
    rows = career[1:]
    assert in_printed_order(rows[::-1], capacity, "en") == [career[place] for place in expected]


def test_filling_stores_the_posts_and_their_titles(career):
    article = make.article(meetings=[make.meeting()])
    block = make.add_remark(article, career[0].executive)
    assert fill(article) == [block]
    block.refresh_from_db()
    assert set(block.appointments.all()) == set(career)
    assert block.capacity == "chief engineer, secretary of the Party Committee and managing director"


def test_filling_takes_the_remark_s_own_meeting_before_the_release_s(career):
    article = make.article(meetings=[make.meeting()])
    earlier = make.meeting("Fair", date(2018, 1, 1))
    block = make.add_remark(article, career[0].executive, meetings=[earlier])
    fill(article)
    assert list(block.appointments.all()) == [career[0]]


def test_filling_prints_no_post_unasked_that_readers_do_not_know_of(career):
    """A hidden appointment, or a departure that is still secret, is left to the editor to print or not."""
    holder = career[0].executive
    article = make.article(meetings=[make.meeting("Fair", date(2026, 6, 1))])
    block = make.add_remark(article, holder)
    assert fill(article) == []  # readers think that he still is chief engineer
    career[0].end_public_from = LONG_AGO
    career[0].save()
    coming = make.appointment(holder, make.post("chair"), date(2026, 5, 5), hidden=True)
    assert fill(article) == []
    block.refresh_from_db()
    assert (block.capacity, block.appointments.count()) == ("", 0)
    coming.public_from = LONG_AGO
    coming.save()
    assert fill(article) == [block]
    block.refresh_from_db()
    assert block.capacity == "secretary of the Party Committee, managing director and chair"


def test_of_somebody_whom_readers_do_not_know_nothing_more_is_secret():
    holder = make.executive("Newcomer", hidden=True)
    held = make.appointment(holder, make.post("chair", hidden=True), date(2020, 1, 1), hidden=True)
    article = make.article(meetings=[make.meeting()])
    block = make.add_remark(article, holder)
    assert fill(article) == [block]
    assert list(block.appointments.all()) == [held]


def test_a_capacity_too_long_to_be_stored_is_left_to_the_editor():
    holder = make.executive("Anna")
    rows = [make.appointment(holder, make.post(f"{n} {'x' * 150}", exclusive=False)) for n in range(3)]
    article = make.article(meetings=[make.meeting()])
    block = make.add_remark(article, holder)
    assert fill(article) == [block]
    block.refresh_from_db()
    assert (block.capacity, set(block.appointments.all())) == ("", set(rows))


def test_filling_leaves_what_the_editor_chose(career):
    article = make.article(meetings=[make.meeting()])
    block = make.add_remark(article, career[0].executive, appointments=[career[1]], capacity="Party secretary")
    assert fill(article) == []
    block.refresh_from_db()
    assert (list(block.appointments.all()), block.capacity) == ([career[1]], "Party secretary")


def test_filling_writes_the_capacity_of_the_posts_that_the_editor_chose(career):
    article = make.article()
    block = make.add_remark(article, career[0].executive, appointments=[career[2], career[1]])
    assert fill(article) == [block]
    block.refresh_from_db()
    assert block.capacity == "secretary of the Party Committee and managing director"


def test_filling_keeps_the_capacity_that_the_editor_wrote(career):
    article = make.article(meetings=[make.meeting()])
    block = make.add_remark(article, career[0].executive, capacity="speaking for the works council")
    fill(article)
    block.refresh_from_db()
    assert block.capacity == "speaking for the works council"


def test_somebody_without_a_post_speaks_without_a_capacity():
    article = make.article(meetings=[make.meeting()])
    block = make.add_remark(article, make.executive("Guest"))
    assert fill(article) == []
    block.refresh_from_db()
    assert (block.capacity, block.appointments.count()) == ("", 0)
