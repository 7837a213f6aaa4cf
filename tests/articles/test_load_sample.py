"""Loading the sample: everything at its own instant, public exactly where it should be, once, and whole."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core import serializers
from django.core.management import CommandError, call_command
from django.test import TestCase

from articles import agenda, drafts, workflow
from articles.models import (
    Article,
    Boilerplate,
    Contact,
    Edition,
    Meeting,
    Remark,
    Snapshot,
    TextBlock,
    Topic,
    Transition,
)
from articles.proposal import propose
from articles.sample import SAMPLE, accounts
from articles.sample.loading import NotLoaded, load, translation_key
from articles.sample.shapes import DateOffset, NewsroomData, ReleaseData, Text, TopicData
from articles.sample.shapes import Remark as RemarkData
from articles.status import status_of
from people import clock
from people.models import Appointment, Department, Executive, Post

ZONE = ZoneInfo(SAMPLE.organisation.time_zone)
LOADED_AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
PUBLISHED = [row for row in SAMPLE.releases if isinstance(row.published_at, datetime)]
(CORRECTED,) = [row for row in SAMPLE.releases if row.state == "corrected"]
(WITHDRAWN,) = [row for row in SAMPLE.releases if row.state == "withdrawn"]
SCHEDULED, BUYBACK = [row for row in SAMPLE.releases if row.state == "scheduled"]
(DRAFT,) = [row for row in SAMPLE.releases if row.state == "draft"]
(SENT_BACK,) = [row for row in SAMPLE.releases if row.state == "sent-back"]
(APPROVED,) = [row for row in SAMPLE.releases if row.state == "approved"]
(IN_REVIEW,) = [row for row in SAMPLE.releases if row.state == "in-review" and not row.restricted_to]
(RESTRICTED,) = [row for row in SAMPLE.releases if row.restricted_to]
(CHANGED,) = [row for row in PUBLISHED if row.steps]
SMALL = replace(SAMPLE, releases=(SAMPLE.releases[0], SCHEDULED, DRAFT))
FACES: list[Any] = [Department, Post, Executive, Appointment, Meeting, Topic]


def everything() -> dict[str, str]:
    """Every stored row of the newsroom and of its staff."""
    models = [model for app in ("people", "articles", "auth") for model in apps.get_app_config(app).get_models()]
    return {model._meta.label: serializers.serialize("json", model._default_manager.order_by("pk")) for model in models}


def article_of(release: ReleaseData) -> Article:
    return Article.objects.get(translation_key=translation_key(release), language=release.language)


def live_of(release: ReleaseData) -> Edition:
    return article_of(release).editions.live().get()


def last_blocks(release: ReleaseData) -> tuple[Any, ...]:
    return (release.correction and release.correction.blocks) or release.blocks


class TestTheSample(TestCase):
    """Loaded once for all of these."""

    said: str
    """What the loader answered."""

    @classmethod
    def setUpTestData(cls) -> None:
        with clock.at(LOADED_AT):
            cls.said = str(load(SAMPLE))

    def setUp(self) -> None:
        self.enterContext(clock.at(LOADED_AT))

    def test_nothing_is_missing(self):
        assert Department.objects.count() == len(SAMPLE.departments)
        assert Post.objects.count() == len(SAMPLE.posts)
        assert Executive.objects.count() == len(SAMPLE.executives)
        assert Appointment.objects.count() == sum(len(row.appointments) for row in SAMPLE.executives)
        assert Meeting.objects.count() == len(SAMPLE.meetings)
        assert Topic.objects.count() == len(SAMPLE.topics)
        assert Contact.objects.count() == len(SAMPLE.contacts)
        assert Boilerplate.objects.count() == len(SAMPLE.boilerplates)
        assert Article.objects.count() == len(SAMPLE.releases)
        assert self.said == (
            "Loaded the sample newsroom of Arvenau: 26 releases (20 in English, 6 in Simplified Chinese), "
            "8 meetings and sessions, 6 executives, 6 departments."
        )

    def test_each_release_is_in_its_state(self):
        statuses = status_of(Article.objects.all())
        words = {row.key: statuses[article_of(row).pk].words() for row in SAMPLE.releases}
        for release in SAMPLE.releases:
            if release.state == "live":
                changed = ", unpublished changes" if release is CHANGED else ""
                assert words[release.key] == f"Live, edition 1{changed}"
        assert words[CORRECTED.key] == "Live, edition 2"
        assert words[WITHDRAWN.key].startswith("Withdrawn on 17 June 2025")
        assert words[SCHEDULED.key].startswith("Scheduled for ")
        assert words[BUYBACK.key].startswith("Scheduled for ")
        assert words[DRAFT.key] == words[SENT_BACK.key] == "Draft"
        assert words[IN_REVIEW.key] == words[RESTRICTED.key] == "In review"
        assert words[APPROVED.key] == "Approved"

    def test_each_step_was_taken_at_its_own_instant(self):
        for release in PUBLISHED:
            article = article_of(release)
            first = article.editions.earliest("opens_at")
            assert first.live_from == first.first_published_at == first.created_at == release.published_at
            assert article.transitions.earliest("pk").at == release.published_at
            assert article.snapshots.earliest("pk").created_at == release.published_at
        assert not Snapshot.objects.filter(created_at__gt=LOADED_AT).exists()
        assert not Transition.objects.filter(at__gt=LOADED_AT).exists()
        assert CORRECTED.correction
        corrected = live_of(CORRECTED)
        assert corrected.live_from == CORRECTED.correction.at
        assert corrected.first_published_at == CORRECTED.published_at
        assert WITHDRAWN.withdrawal
        withdrawn = article_of(WITHDRAWN).editions.get()
        assert withdrawn.withdrawn_at == withdrawn.live_until == WITHDRAWN.withdrawal.at
        assert withdrawn.withdrawal_reason == WITHDRAWN.withdrawal.reason
        before_readers = Transition.objects.filter(action__in=["published", "scheduled", "withdrawn"])
        assert Counter(before_readers.values_list("action", flat=True)) == {
            "published": len(PUBLISHED) + 1,
            "scheduled": 2,
            "withdrawn": 1,
        }

    def test_releases_are_found_in_both_languages(self):
        live = Counter(Edition.objects.live().values_list("language", flat=True))
        assert live == {"en": 12, "zh-hans": 6}
        for edition in Edition.objects.live().filter(language="zh-hans"):
            (original,) = Edition.objects.live().filter(translation_key=edition.translation_key, language="en")
            assert edition.article.slug == original.article.slug
            assert edition.headline != original.headline
        assert "沈若澜" in Edition.objects.live().get(article__slug="songjian-order", language="zh-hans").body_html

    def test_keys_are_addresses(self):
        for model, rows in (
            (Department, SAMPLE.departments),
            (Post, SAMPLE.posts),
            (Executive, SAMPLE.executives),
            (Meeting, SAMPLE.meetings),
            (Topic, SAMPLE.topics),
        ):
            assert set(model.objects.values_list("slug", flat=True)) == {row.key for row in rows}
        for release in PUBLISHED:
            assert article_of(release).slug == release.translations

    def test_what_is_over_is_public_and_so_is_its_end(self):
        for model in FACES:
            assert model.objects.public().count() == model.objects.count()
        for row in [*Appointment.objects.all(), *Department.objects.all()]:
            assert row.shown_end() == getattr(row, row.END_FIELD)
        assert set(Department.objects.get(slug="after-sales-service").successors.values_list("slug", flat=True)) == {
            "service-and-rehabilitation"
        }

    def test_nothing_was_public_before_the_newsroom_opened(self):
        first = min(row.published_at for row in PUBLISHED if isinstance(row.published_at, datetime))
        opening = datetime.combine(first.date(), datetime.min.time(), tzinfo=ZONE)
        for model in FACES:
            assert not model.objects.public(opening - timedelta(microseconds=1)).exists()

    def test_an_appointment_was_hidden_before_it_began_and_its_end_before_it_ended(self):
        eve = datetime(2025, 6, 30, 23, 59, tzinfo=ZONE)
        before, after = Appointment.objects.filter(post__slug="managing-director").order_by("started_on")
        assert before.is_public(eve)
        assert before.shown_end(eve) is None
        assert not after.is_public(eve)

    def test_the_record_says_who_spoke_as_what_and_where(self):
        for release in PUBLISHED:
            if release.state == "withdrawn":
                continue
            spoken = [block for block in last_blocks(release) if isinstance(block, RemarkData)]
            remarks = Remark.objects.filter(edition=live_of(release))
            assert [row.speaker.slug for row in remarks] == [row.speaker for row in spoken]
            for row, data in zip(remarks, spoken, strict=True):
                held = row.appointments.order_by("remarkappointment__position")
                assert tuple(held.values_list("post__slug", flat=True)) == data.posts
                assert set(row.meetings.values_list("slug", flat=True)) == set(data.meetings or release.meetings)
                assert row.capacity == data.capacity
                assert row.text == data.text
                assert tuple(point["text"] for point in row.points) == data.points

    def test_nothing_stands_in_the_way_of_publishing_any_of_them(self):
        for article in Article.objects.all():
            assert propose(article).errors == []

    def test_the_correction_says_what_it_corrects_and_keeps_the_quotations_addresses(self):
        first, second = article_of(CORRECTED).editions.order_by("opens_at")
        assert CORRECTED.correction
        assert second.change_note == CORRECTED.correction.change_note
        assert "1,505.9" in first.standfirst
        assert "1,505.9" in first.plain_text
        assert "1,550.9" in second.standfirst
        assert "1,550.9" in second.plain_text
        assert "1,505.9" not in second.plain_text
        addresses = [list(row.remarks.values_list("block_key", "anchor", "points")) for row in (first, second)]
        assert addresses[0] == addresses[1]
        assert addresses[0]

    def test_readers_know_nothing_of_the_draft(self):
        article = article_of(DRAFT)
        assert article.headline == DRAFT.headline
        assert article.slug is None
        assert not article.editions.exists()
        assert not Edition.objects.filter(headline=DRAFT.headline).exists()
        assert not Remark.objects.filter(text__contains="fourth rig").exists()
        assert not Transition.objects.filter(article=article).exists()

    def test_the_scheduled_release_opens_at_its_second(self):
        assert isinstance(SCHEDULED.published_at, DateOffset)
        opens = SCHEDULED.published_at.moment(LOADED_AT.astimezone(ZONE).date(), ZONE)
        article = article_of(SCHEDULED)
        assert not article.editions.live().exists()
        assert not article.editions.live(opens - timedelta(seconds=1)).exists()
        assert article.editions.live(opens).get().headline == SCHEDULED.headline
        assert Meeting.objects.public().get(slug="capital-markets-day").starts_on > opens.date()

    def test_loading_again_changes_nothing(self):
        before = everything()
        with pytest.raises(NotLoaded, match="loaded before"):
            load(SAMPLE)
        assert everything() == before

    def test_what_staff_changed_stays_changed(self):
        Snapshot.objects.filter(article=article_of(DRAFT)).delete()
        article_of(DRAFT).delete()
        Executive.objects.get(slug="shen-ruolan").aliases.all().delete()
        before = everything()
        with pytest.raises(NotLoaded):
            load(SAMPLE)
        assert everything() == before


class TestTheDesk(TestCase):
    """Loaded once with its sign-ins, as the command does."""

    @classmethod
    def setUpTestData(cls) -> None:
        with clock.at(LOADED_AT):
            passwords = accounts.create("a password of the tests")
            load(SAMPLE, accounts.people(passwords))

    def setUp(self) -> None:
        self.enterContext(clock.at(LOADED_AT))

    def user(self, name: str) -> User:
        return User.objects.get(username=name)

    def headlines(self, rows: Any) -> set[str]:
        return {getattr(row, "article", row).headline for row in rows}

    def test_each_of_the_staff_finds_something_to_do(self):
        author, editor, publisher = self.user("author"), self.user("editor"), self.user("publisher")
        mine = list(agenda.mine(author))
        assert mine[0].headline == SENT_BACK.headline
        assert (mine[0].sent_back, mine[0].sent_back_by) == (SENT_BACK.steps[-1].note, "editor")
        assert self.headlines(mine) >= {DRAFT.headline, IN_REVIEW.headline, CHANGED.headline}
        assert self.headlines(agenda.to_review(editor)) == {IN_REVIEW.headline}
        assert self.headlines(agenda.to_review(publisher)) == {IN_REVIEW.headline, RESTRICTED.headline}
        assert self.headlines(agenda.to_publish(publisher)) == {APPROVED.headline}
        assert self.headlines(agenda.going_out(author)) == {SCHEDULED.headline, BUYBACK.headline}
        assert self.headlines(agenda.changed_since_live(author)) == {CHANGED.headline}

    def test_one_release_exists_for_two_people_alone(self):
        who = {user.username for user in User.objects.all() if agenda.mine(user) is not None}
        found = {
            name for name in who if Article.objects.visible_to(self.user(name)).filter(headline=RESTRICTED.headline)
        }
        assert found == {"publisher", "editor"} == set(RESTRICTED.restricted_to)

    def test_texts_have_a_history_by_several_people(self):
        for release in (DRAFT, IN_REVIEW, BUYBACK, RESTRICTED):
            saved = article_of(release).snapshots.filter(kind=Snapshot.Kind.SAVED).order_by("pk")
            assert len(set(saved.values_list("created_by", flat=True))) > 1
            times = list(saved.values_list("created_at", flat=True))
            assert times == sorted(times)
            assert times[-1] < LOADED_AT
        assert article_of(DRAFT).snapshots.earliest("pk").data["article"]["headline"] == "A fourth test rig"

    def test_each_step_was_taken_by_who_may_take_it_and_at_its_time(self):
        log = article_of(BUYBACK).transitions.order_by("pk")
        assert [(row.action, str(row.by)) for row in log] == [
            ("submitted", "author"),
            ("signed-off", "legal"),
            ("signed-off", "publisher"),
            ("scheduled", "publisher"),
        ]
        assert [row.at for row in log] == [LOADED_AT - step.ago for step in BUYBACK.steps if step.does != "write"]
        assert log.last().details == {"filed_first": True}
        assert not Transition.objects.filter(forced=True).exists()

    def test_what_the_law_wants_to_be_read_is_printed(self):
        for edition in Edition.objects.filter(type__in=["results", "regulatory"]):
            assert edition.record["forward_looking"]["paragraphs"]
            assert edition.record["disclosure"]["filing_reference"]
        assert live_of(CORRECTED).record["disclosure"]["inside_information"] is True

    def test_the_correction_is_a_major_one_and_what_it_corrects_stays_readable(self):
        corrected = live_of(CORRECTED)
        assert (corrected.significance, corrected.keeps_former) == ("major", True)


@pytest.mark.parametrize(
    "sign_offs", [{}, {"regulatory": ("legal", "investor-relations"), "media-advisory": ("legal",)}]
)
def test_a_newsroom_that_wants_other_sign_offs_can_load_it_too(db, settings, sign_offs):
    settings.NEWSROOM_SIGN_OFFS = sign_offs
    with clock.at(LOADED_AT):
        load(replace(SMALL, releases=(*SMALL.releases, BUYBACK)), accounts.people(accounts.create("a password")))
        assert Edition.objects.upcoming().count() == 2


def with_secret_topics() -> NewsroomData:
    """A newsroom whose draft and whose scheduled release each have a topic of their own."""
    names = {"draft": "Takeover", "scheduled": "Buyback"}
    topics = [TopicData(name.lower(), {"en": name, "zh-hans": name}) for name in names.values()]
    releases = [
        replace(row, topics=(names[row.state].lower(),)) if row.state in names else row for row in SMALL.releases
    ]
    return replace(SMALL, topics=(*SAMPLE.topics, *topics), releases=tuple(releases))


def test_what_only_unpublished_releases_name_is_hidden(db):
    load(with_secret_topics())
    topics = Topic.objects.filter(wanted_slug__in=["takeover", "buyback"])
    assert topics.public().count() == 0
    opens = Edition.objects.get(headline=SCHEDULED.headline).opens_at
    assert topics.public(opens - timedelta(microseconds=1)).count() == 0
    assert [row.name for row in topics.public(opens)] == ["Buyback"]
    assert topics.get(name="Takeover").slug is None


def test_a_load_that_fails_halfway_leaves_nothing(db):
    before = everything()
    broken = replace(DRAFT, blocks=(*DRAFT.blocks, RemarkData("reto-caldruvi", ("managing-director",), "x", "y")))
    with pytest.raises(KeyError):
        load(replace(SMALL, releases=(*SMALL.releases[:-1], broken)))
    assert everything() == before


def test_the_sample_is_not_put_among_published_releases(db):
    article = Article.objects.create(headline="Our own")
    TextBlock.objects.create(parent=article, region="main", ordering=10, html="<p>Words.</p>")
    drafts.record(article)
    workflow.publish(article, by=None, version=article.version)
    before = everything()
    with pytest.raises(NotLoaded, match="releases of its own"):
        load(SMALL)
    assert everything() == before


def test_languages_that_the_newsroom_does_not_have_are_left_out(db, settings):
    settings.LANGUAGES = [("en", "English")]
    load(replace(SAMPLE, releases=SAMPLE.releases[:3]))
    assert set(Article.objects.values_list("language", flat=True)) == {"en"}
    assert Executive.objects.get(slug="shen-ruolan").name.data == {"en": "Shen Ruolan"}


def test_a_newsroom_in_neither_language_stays_empty(db, settings):
    settings.LANGUAGES = [("nb", "Norwegian")]
    with pytest.raises(NotLoaded, match="not written in any language"):
        load(SMALL)
    assert not Department.objects.exists()


def test_where_the_clock_is_behind_the_newest_releases_wait_for_it(db):
    newest = [row for row in SAMPLE.releases if row.key == "lousinha-runner-leaves-ningbo"]
    with clock.at(datetime(2026, 9, 1, tzinfo=UTC)):
        load(replace(SMALL, releases=(SMALL.releases[0], *newest)))
        assert not article_of(newest[0]).editions.live().exists()
    with clock.at(LOADED_AT):
        assert live_of(newest[0]).live_from == newest[0].published_at


@pytest.fixture
def small(db, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands know only a few of the releases, and no password from outside."""
    monkeypatch.setattr("articles.management.commands.load_sample.SAMPLE", SMALL)
    monkeypatch.delenv("NEWSROOM_SAMPLE_PASSWORD", raising=False)


def run(command: str) -> list[str]:
    output = StringIO()
    call_command(command, stdout=output)
    return output.getvalue().splitlines()


def sign_ins(lines: list[str]) -> dict[str, str]:
    return dict(line.split() for line in lines if line.startswith("  "))


def opens_with(username: str, password: str) -> bool:
    return get_user_model().objects.get(username=username).check_password(password)


def test_there_is_a_sign_in_for_each_role(small):
    said, _explained, *rest = run("load_sample")
    assert said.startswith("Loaded the sample newsroom of Arvenau: 3 releases")
    passwords = sign_ins(rest)
    assert list(passwords) == list(accounts.ROLES)
    assert len(set(passwords.values())) == 7
    for name, password in passwords.items():
        user = get_user_model().objects.get(username=name)
        assert user.check_password(password)
        assert user.is_staff
        assert user.is_superuser == (name == "administrator")
        assert [group.name for group in user.groups.all()] == [name.replace("-", " ").capitalize()]


def test_a_second_run_says_so_and_changes_nothing(small):
    run("load_sample")
    before = everything()
    assert run("load_sample") == ["The sample newsroom was loaded before; nothing was changed."]
    assert everything() == before


def test_a_password_that_was_given_is_used_and_not_printed(small, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NEWSROOM_SAMPLE_PASSWORD", "correct horse battery")
    said = "\n".join(run("load_sample"))
    assert "horse" not in said
    assert "author, editor, publisher, administrator" in said
    assert all(opens_with(name, "correct horse battery") for name in accounts.ROLES)


def test_somebody_who_has_one_of_the_names_is_left_alone(small):
    get_user_model().objects.create_user("administrator", password="my own")
    assert set(sign_ins(run("load_sample"))) == set(accounts.ROLES) - {"administrator"}
    user = get_user_model().objects.get(username="administrator")
    assert user.check_password("my own")
    assert not user.is_staff
    assert not user.is_superuser


def test_a_load_that_fails_makes_no_sign_ins(small, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("articles.management.commands.load_sample.SAMPLE", replace(SMALL, contacts=()))
    with pytest.raises(KeyError):
        run("load_sample")
    assert not get_user_model().objects.exists()


def test_passwords_can_be_renewed(small):
    old = sign_ins(run("load_sample"))
    new = sign_ins(run("sample_passwords"))
    assert set(new) == set(old)
    assert not set(new.values()) & set(old.values())
    assert all(opens_with(name, password) for name, password in new.items())
    assert not any(opens_with(name, password) for name, password in old.items())


def test_there_is_nothing_to_renew_without_the_sample(db):
    with pytest.raises(CommandError, match="no sample sign-ins"):
        run("sample_passwords")


def test_the_data_has_a_release_with_more_than_words_to_correct():
    """Else the tests of the correction would show nothing."""
    assert CORRECTED.correction
    assert CORRECTED.correction.blocks
    kinds = {type(block) for block in CORRECTED.correction.blocks}
    assert {Text, RemarkData} <= kinds
