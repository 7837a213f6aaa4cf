"""The sample newsroom's data hangs together: who spoke held the post on that day, and every key leads somewhere.

None of this needs a database.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest

from articles.sample import SAMPLE
from articles.sample.accounts import ROLES
from articles.sample.shapes import (
    AppointmentData,
    Block,
    DateOffset,
    ExecutiveData,
    MeetingData,
    ReleaseData,
    Remark,
)

TODAY = date(2026, 11, 22)
ZONE = ZoneInfo(SAMPLE.organisation.time_zone)

DEPARTMENTS = {row.key: row for row in SAMPLE.departments}
POSTS = {row.key: row for row in SAMPLE.posts}
EXECUTIVES = {row.key: row for row in SAMPLE.executives}
MEETINGS = {row.key: row for row in SAMPLE.meetings}
TOPICS = {row.key: row for row in SAMPLE.topics}
CONTACTS = {row.key: row for row in SAMPLE.contacts}
BOILERPLATES = {row.key: row for row in SAMPLE.boilerplates}
RELEASES = {row.key: row for row in SAMPLE.releases}
ENGLISH = [row for row in SAMPLE.releases if row.language == "en"]
CHINESE_RELEASES = [row for row in SAMPLE.releases if row.language == "zh-hans"]

ON_THE_DESK = {"draft", "sent-back", "in-review", "approved"}

every_release = pytest.mark.parametrize("release", SAMPLE.releases, ids=lambda row: row.key)


def on(day: date | DateOffset) -> date:
    return day.day(TODAY) if isinstance(day, DateOffset) else day


def bodies(release: ReleaseData) -> list[tuple[Block, ...]]:
    """The body as first published, and as corrected."""
    corrected = release.correction.blocks if release.correction else None
    return [release.blocks, *([corrected] if corrected else [])]


def remarks(release: ReleaseData) -> Iterator[Remark]:
    for body in bodies(release):
        yield from (block for block in body if isinstance(block, Remark))


def days_spoken(remark: Remark, release: ReleaseData) -> list[tuple[date, date]]:
    keys = remark.meetings or release.meetings
    if keys:
        return [(on(MEETINGS[key].starts_on), on(MEETINGS[key].ends_on)) for key in keys]
    day = on(release.dateline_date) if release.dateline_date else TODAY
    return [(day, day)]


def held(executive: ExecutiveData, first: date, last: date) -> set[str]:
    return {
        row.post
        for row in executive.appointments
        if row.started_on <= first and (row.ended_on is None or row.ended_on >= last)
    }


def test_there_is_as_much_as_promised():
    assert len(ENGLISH) == 20
    assert len(CHINESE_RELEASES) >= 6
    assert Counter(row.state for row in ENGLISH) == {
        "live": 11,
        "draft": 1,
        "sent-back": 1,
        "in-review": 2,
        "approved": 1,
        "scheduled": 2,
        "withdrawn": 1,
        "corrected": 1,
    }
    assert {row.type for row in ENGLISH} == {
        "press-release",
        "news",
        "speech",
        "statement",
        "media-advisory",
        "results",
        "regulatory",
    }
    assert len(EXECUTIVES) == 6
    assert len([row for row in MEETINGS.values() if row.parent is None]) == 6
    assert len([row for row in DEPARTMENTS.values() if row.closed_on is None]) == 5
    assert [row.closure for row in DEPARTMENTS.values() if row.closed_on] == ["renamed"]


def test_remarks_are_what_it_is_about():
    spoken = {row.key: list(remarks(row)) for row in ENGLISH}
    assert len([row for row in spoken.values() if row]) >= 10
    assert len([row for row in spoken.values() if len({remark.speaker for remark in row}) >= 2]) >= 5
    assert len([row for row in spoken.values() if any(remark.points for remark in row)]) >= 5
    assert any(len(remark.posts) > 1 for row in spoken.values() for remark in row)


def test_keys_are_unique_and_written_like_slugs():
    for rows in (
        SAMPLE.departments,
        SAMPLE.posts,
        SAMPLE.executives,
        SAMPLE.meetings,
        SAMPLE.topics,
        SAMPLE.contacts,
        SAMPLE.boilerplates,
        SAMPLE.releases,
    ):
        keys = [row.key for row in rows]
        assert len(keys) == len(set(keys))
        for key in keys:
            assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key)


def test_departments_close_into_departments_that_follow_them():
    seen: set[str] = set()
    for row in SAMPLE.departments:
        assert row.parent is None or row.parent in seen
        seen.add(row.key)
        assert bool(row.closed_on) == bool(row.closure)
        for key in row.successors:
            opened, closed = DEPARTMENTS[key].opened_on, row.closed_on
            assert opened is not None
            assert closed is not None
            assert 0 <= (opened - closed).days <= 1


def test_posts_belong_to_departments_that_existed():
    for executive in SAMPLE.executives:
        for row in executive.appointments:
            key = POSTS[row.post].department
            if key is None:
                continue
            department = DEPARTMENTS[key]
            assert department.opened_on is None or department.opened_on <= row.started_on
            if department.closed_on:
                assert row.ended_on is not None
                assert row.ended_on <= department.closed_on


def test_exclusive_posts_overlap_on_a_handover_day_at_most():
    handovers = 0
    for post in SAMPLE.posts:
        if not post.exclusive:
            continue
        rows: list[AppointmentData] = [
            row for executive in SAMPLE.executives for row in executive.appointments if row.post == post.key
        ]
        for earlier, later in combinations(sorted(rows, key=lambda row: row.started_on), 2):
            assert earlier.ended_on is not None
            assert earlier.ended_on <= later.started_on
            handovers += earlier.ended_on == later.started_on
    assert handovers == 1


def test_appointments_run_forwards_and_everybody_changed_posts():
    for executive in SAMPLE.executives:
        assert len({row.post for row in executive.appointments}) >= 2
        for row in executive.appointments:
            assert row.post in POSTS
            assert row.ended_on is None or row.ended_on >= row.started_on


def test_chinese_executives_have_their_native_name():
    native = [row for row in SAMPLE.executives if row.native_name]
    assert len(native) >= 2
    for row in native:
        assert row.native_name == row.name["zh-hans"]


def test_sessions_lie_within_their_meeting():
    orders: dict[str, list[int]] = {}
    seen: set[str] = set()
    for row in SAMPLE.meetings:
        assert on(row.starts_on) <= on(row.ends_on)
        assert re.fullmatch(r"[A-Z]{2}", row.country)
        assert ZoneInfo(row.time_zone)
        assert {*row.hosts, *row.attending} <= set(DEPARTMENTS)
        assert not set(row.hosts) & set(row.attending)
        if row.parent:
            assert row.parent in seen
            whole = MEETINGS[row.parent]
            assert on(whole.starts_on) <= on(row.starts_on)
            assert on(row.ends_on) <= on(whole.ends_on)
            orders.setdefault(row.parent, []).append(row.order)
        seen.add(row.key)
    assert list(orders.values()) == [[1, 2]]


def coming() -> list[MeetingData]:
    return [row for row in SAMPLE.meetings if isinstance(row.starts_on, DateOffset)]


@pytest.mark.parametrize("today", [TODAY, date(2026, 12, 25), date(2027, 3, 27), date(2031, 2, 28)])
def test_what_is_to_come_is_to_come_on_any_day_of_loading(today: date):
    (meeting,) = coming()
    assert isinstance(meeting.starts_on, DateOffset)
    for release in (row for row in SAMPLE.releases if row.state == "scheduled"):
        assert isinstance(release.published_at, DateOffset)
        assert isinstance(release.dateline_date, DateOffset)
        moment = release.published_at.moment(today, ZONE)
        assert today < moment.date() < meeting.starts_on.day(today)
        assert release.dateline_date.day(today) == moment.date()
        assert moment.weekday() < 5
        assert moment.astimezone(UTC).astimezone(ZONE).replace(tzinfo=None) == moment.replace(tzinfo=None)


def test_an_offset_without_a_time_of_day_is_no_moment():
    with pytest.raises(ValueError, match="not a time of day"):
        DateOffset(3).moment(TODAY, ZONE)


@every_release
def test_keys_lead_somewhere(release: ReleaseData):
    assert set(release.topics) <= set(TOPICS)
    assert release.topics
    assert set(release.departments) <= set(DEPARTMENTS)
    assert set(release.meetings) <= set(MEETINGS)
    assert release.contact in CONTACTS
    assert BOILERPLATES[release.boilerplate].kind == "organisation"
    assert set(release.restricted_to) <= set(ROLES)
    for remark in remarks(release):
        assert remark.speaker in EXECUTIVES
        assert set(remark.posts) <= set(POSTS)
        assert remark.posts
        assert set(remark.meetings) <= set(MEETINGS)


@every_release
def test_speakers_held_their_posts_on_the_day_and_the_capacity_says_so(release: ReleaseData):
    for remark in remarks(release):
        for first, last in days_spoken(remark, release):
            assert set(remark.posts) <= held(EXECUTIVES[remark.speaker], first, last)
        printed = remark.capacity.casefold()
        places = [printed.find(POSTS[key].title[release.language].casefold()) for key in remark.posts]
        assert -1 not in places
        assert places == sorted(places)


@every_release
def test_nobody_is_quoted_before_they_spoke(release: ReleaseData):
    if release.state in ON_THE_DESK and release.dateline_date is None:
        return
    assert release.dateline_date is not None
    for remark in remarks(release):
        for first, _ in days_spoken(remark, release):
            assert first <= on(release.dateline_date)


@every_release
def test_departments_existed_on_the_day(release: ReleaseData):
    day = on(release.dateline_date) if release.dateline_date else TODAY
    for key in release.departments:
        department = DEPARTMENTS[key]
        assert department.opened_on is None or department.opened_on <= day
        assert department.closed_on is None or department.closed_on >= day


@every_release
def test_moments_fit_the_state(release: ReleaseData):
    assert (release.published_at is None) == (release.state in ON_THE_DESK)
    assert isinstance(release.published_at, DateOffset) == (release.state == "scheduled")
    assert (release.correction is not None) == (release.state == "corrected")
    assert (release.withdrawal is not None) == (release.state == "withdrawn")
    if not isinstance(release.published_at, datetime):
        return
    assert release.published_at.tzinfo == ZONE
    assert release.published_at.date() == release.dateline_date
    for later in (release.correction, release.withdrawal):
        if later:
            assert later.at.tzinfo == ZONE
            assert later.at > release.published_at


@every_release
def test_what_the_law_is_about_carries_its_caution_and_its_reference(release: ReleaseData):
    discloses = release.type in {"results", "regulatory"}
    assert (release.forward_looking is not None) == discloses
    if release.forward_looking is not None:
        assert BOILERPLATES[release.forward_looking].kind == "forward-looking"
    assert bool(release.filing_reference) == (discloses and not release.restricted_to)
    assert discloses or not release.inside_information


@every_release
def test_steps_are_taken_in_order_by_people_that_there_are(release: ReleaseData):
    agos = [step.ago for step in release.steps]
    assert agos == sorted(set(agos), reverse=True)
    assert {step.by for step in release.steps} <= set(ROLES)
    if release.steps:
        assert release.steps[0].does == "write"
        lengths = [len(release.blocks[: step.blocks]) for step in release.steps if step.does == "write"]
        assert lengths == sorted(lengths)
        assert lengths[-1] == len(release.blocks)


def test_three_years_up_to_november_2026():
    moments = [row.published_at for row in SAMPLE.releases if isinstance(row.published_at, datetime)]
    assert (min(moments).year, min(moments).month) == (2023, 11)
    assert (max(moments).year, max(moments).month) == (2026, 11)
    assert max(moments).date() < TODAY
    assert moments == sorted(moments)


def test_translations_agree_on_everything_but_the_words():
    for release in CHINESE_RELEASES:
        (original,) = [row for row in ENGLISH if row.translations == release.translations]
        for field in ("type", "dateline_date", "published_at", "topics", "departments", "meetings", "state"):
            assert getattr(release, field) == getattr(original, field)
        shapes = [
            [(remark.speaker, remark.posts, remark.meetings, len(remark.points)) for remark in remarks(row)]
            for row in (original, release)
        ]
        assert shapes[0] == shapes[1]
    groups = Counter((row.translations, row.language) for row in SAMPLE.releases)
    assert set(groups.values()) == {1}


def test_somebody_speaks_at_another_meeting_in_another_post():
    spoken: dict[str, set[tuple[str, str]]] = {}
    for release in ENGLISH:
        for remark in remarks(release):
            for meeting in remark.meetings:
                spoken.setdefault(remark.speaker, set()).update((meeting, post) for post in remark.posts)
    changed = [
        speaker
        for speaker, said in spoken.items()
        if any(one[0] != other[0] and one[1] != other[1] for one, other in combinations(said, 2))
    ]
    assert {"elin-akerstrom", "luo-jingheng"} <= set(changed)


def test_a_release_quotes_the_mid_year_meeting_beside_a_remark_made_elsewhere():
    """So that asking for the speaker and asking for the meeting are seen to be less than asking for both."""
    release = RELEASES["lousinha-runner-leaves-ningbo"]
    said = {remark.speaker: remark.meetings for remark in remarks(release)}
    assert said == {"shen-ruolan": (), "elin-akerstrom": ("strategy-review-2026",)}
    assert release.meetings == ()
    first = {remark.speaker: remark for remark in remarks(RELEASES["mid-year-meeting-2026"])}
    assert first["shen-ruolan"].meetings == ("first-half-review-2026",)
    (quoted,) = [remark for remark in remarks(release) if remark.meetings]
    assert quoted.text in first["elin-akerstrom"].points
