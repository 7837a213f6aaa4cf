"""Restricting a release, and the bin."""

from __future__ import annotations

from io import StringIO

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command

from articles import workflow
from articles.models import Article, PreviewLink, Restriction, Topic, Transition
from articles.roles import AUTHOR
from tests.articles import factories as make
from tests.articles.desk import form_of, page_of, signed_in, staff, texts_of
from tests.articles.factories import at, when

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _morning():
    with when(8):
        yield


@pytest.fixture
def anna() -> User:
    return staff(AUTHOR)


@pytest.fixture
def boss() -> User:
    return User.objects.create_superuser("boss")


def restrict(release: Article, by: User | None, *people: User, groups: tuple[Group, ...] = ()) -> None:
    release.refresh_from_db()
    workflow.restrict(release, by=by, version=release.version, users=people, groups=groups)


def sees(user: User, release: Article) -> bool:
    return Article.objects.visible_to(user).filter(pk=release.pk).exists()


def test_a_restricted_release_exists_for_those_named_and_for_no_right(anna, boss):
    release = make.article()
    assert sees(boss, release)
    restrict(release, anna, anna)
    assert sees(anna, release)
    assert not sees(boss, release)
    last = release.transitions.first()
    assert (last.action, last.by, last.details) == ("restricted", anna, {"users": [anna.pk], "groups": []})
    assert not Transition.objects.visible_to(boss).exists()


def test_a_group_opens_it_to_whoever_joins(anna, boss):
    release, board = make.article(), Group.objects.create(name="Board")
    anna.groups.add(board)
    restrict(release, anna, groups=(board,))
    assert not sees(boss, release)
    boss.groups.add(board)
    assert sees(boss, release)


def test_nobody_locks_themselves_out(anna, boss):
    release = make.article()
    with pytest.raises(workflow.Refused, match="lock yourself out"):
        restrict(release, anna, boss)
    assert not Restriction.objects.exists()


def test_whoever_is_locked_out_can_do_nothing_to_it(anna, boss):
    release = make.article()
    restrict(release, anna, anna)
    for attempt in (restrict, workflow.bin_release):
        with pytest.raises(workflow.Refused, match="no such release"):
            attempt(release, boss) if attempt is restrict else attempt(release, by=boss, version=release.version)


def test_it_holds_in_all_languages_and_ends_when_one_is_live(anna, boss):
    english = make.article()
    chinese = make.article("并网", language="zh-hans", translation_key=english.translation_key)
    restrict(english, anna, anna)
    assert not sees(boss, chinese)
    make.publish(chinese, at(9))
    with when(8, 59):
        assert not sees(boss, english)
    with when(9):
        assert sees(boss, english)
        with pytest.raises(workflow.Refused, match="has been live"):
            restrict(english, anna, anna)


def test_a_restriction_whose_people_are_gone_stays_closed(anna, boss):
    release, board = make.article(), Group.objects.create(name="Board")
    anna.groups.add(board)
    restrict(release, anna, anna, groups=(board,))
    anna.delete()
    board.delete()
    assert not sees(boss, release)


def test_links_of_reviewers_stop_and_open_again_once_it_has_been_live(anna):
    release = make.article()
    release.refresh_from_db()
    workflow.make_preview(
        release, by=anna, version=release.version, for_whom="Reviewer", lasts=workflow.previews.LONGEST
    )
    assert PreviewLink.objects.valid().exists()
    restrict(release, anna, anna)
    assert not PreviewLink.objects.valid().exists()
    make.publish(Article.objects.get(), at(8))
    assert PreviewLink.objects.valid().exists()


def test_topics_that_came_with_it_are_as_secret_as_it_is(anna, boss):
    make.article("Another", topics=["Known"])
    release = make.article(topics=["Known", "Merger"])
    restrict(release, anna, anna)
    assert {str(topic) for topic in Topic.objects.visible_to(boss)} == {"Known"}
    assert {str(topic) for topic in Topic.objects.visible_to(anna)} == {"Known", "Merger"}
    restrict(release, anna)
    assert {str(topic) for topic in Topic.objects.visible_to(boss)} == {"Known", "Merger"}


def test_a_topic_typed_first_in_it_is_confined_and_the_same_name_typed_elsewhere_is_a_new_one(anna, boss):
    release, other = make.article("Secret"), make.article("Other")
    restrict(release, anna, anna)
    for user, row, typed in ((anna, release, "Merger"), (boss, other, "Merger")):
        client = signed_in(user)
        form = form_of(client, page_of(row)) | {"topics": typed}
        assert client.post(page_of(row), form).status_code == 302
        if user == anna:
            first = Topic.objects.get()
            assert first.confined
            assert not Topic.objects.visible_to(boss).exists()
    taken = Topic.objects.get()
    assert taken.pk != first.pk
    assert (taken.name, taken.confined, taken.public_id) == ("Merger", False, first.public_id)
    assert set(taken.tagged.values_list("content_object", flat=True)) == {release.pk, other.pk}


def test_a_scheduled_release_goes_out_with_the_topic_whose_name_somebody_else_took(anna, boss):
    release = make.article("Secret", topics=["Merger"])
    restrict(release, anna, anna)
    edition = make.schedule(Article.objects.get(), at(12), decided=at(8))
    client = signed_in(boss)
    form = form_of(client, "/admin/articles/topic/add/") | {"name": "Merger"}
    assert client.post("/admin/articles/topic/add/", form).status_code == 302
    topic = Topic.objects.get()
    assert list(edition.topics.all()) == [topic]
    assert edition.record["topics"] == [topic.public_id]
    with when(12):
        assert topic.is_public()


def test_the_page_names_who_may_see_it_and_takes_who_shall(anna, boss):
    anna.first_name, anna.last_name = "Anna", "Lind"
    anna.save()
    release, client = make.article(), signed_in(anna)
    page = page_of(release, "restrict")
    assert "Everybody on the desk may see this" in texts_of(client.get(page_of(release)))
    shown = client.get(page).context["form"]
    assert shown["people"].initial == [anna]
    form = {"version": shown["version"].initial, "people": [anna.pk]}
    assert client.post(page, form).status_code == 302
    assert "Only Anna Lind (author) may see this" in texts_of(client.get(page_of(release)))
    assert signed_in(boss).get(page).status_code == 404
    assert "Somebody changed this release" in texts_of(client.post(page, form))
    release.refresh_from_db()
    assert client.post(page, {"version": release.version, "lift": "yes"}).status_code == 302
    assert sees(boss, release)


def test_the_page_wants_somebody_and_only_colleagues_with_an_account_in_use(anna):
    User.objects.create_user("gone", is_staff=True, is_active=False)
    User.objects.create_user("reader")
    client, release = signed_in(anna), make.article()
    page = page_of(release, "restrict")
    shown = client.get(page)
    assert [user.username for user in shown.context["form"].fields["people"].queryset] == ["author"]
    assert "at least yourself" in texts_of(client.post(page, {"version": release.version}))
    assert not Restriction.objects.exists()


def test_what_is_open_in_a_form_is_answered_as_absent_once_somebody_is_locked_out(anna, boss):
    release = make.article()
    client = signed_in(boss)
    form = form_of(client, page_of(release)) | {"headline": "What the boss typed"}
    restrict(release, anna, anna)
    before = release.snapshots.count()
    assert client.post(page_of(release), form).status_code == 302
    assert client.post(page_of(release, "preview-links"), {}).status_code == 404
    assert release.snapshots.count() == before


def test_stored_translations_neither_join_nor_leave_what_is_restricted(anna, boss):
    secret, other = make.article("Secret"), make.article("并网", language="zh-hans")
    restrict(secret, anna, anna)
    client = signed_in(anna)
    form = form_of(client, page_of(other)) | {"translation_of": str(secret.pk)}
    assert "One of the two is restricted" in texts_of(client.post(page_of(other), form))
    form = form_of(client, "/admin/articles/article/add/")
    form |= {"headline": "新的", "language": "zh-hans", "translation_of": str(secret.pk)}
    assert client.post("/admin/articles/article/add/", form).status_code == 302
    new = Article.objects.get(headline="新的")
    assert not sees(boss, new)
    form = form_of(client, page_of(new)) | {"translation_of": ""}
    assert "One of the two is restricted" in texts_of(client.post(page_of(new), form))


def test_the_newsroom_can_lift_what_nobody_is_left_to_open(anna, boss):
    release = make.article("Secret")
    restrict(release, anna, anna)
    listed, done = StringIO(), StringIO()
    call_command("lift_restriction", stdout=listed)
    assert listed.getvalue() == f"{release.public_id}  en  Secret  [author]\n"
    call_command("lift_restriction", release.public_id, stdout=done)
    assert sees(boss, release)
    assert (release.transitions.first().action, release.transitions.first().by) == ("unrestricted", None)
    with pytest.raises(CommandError):
        call_command("lift_restriction", release.public_id)


def test_a_draft_goes_to_the_bin_and_comes_back(boss):
    release = make.article()
    workflow.bin_release(release, by=boss, version=release.version)
    assert not sees(boss, release)
    assert list(Article.objects.binned(boss)) == [release]
    workflow.restore_release(release, by=boss, version=release.version)
    assert sees(boss, release)


def test_what_is_restricted_is_in_the_bin_of_those_named_alone(anna, boss):
    release = make.article()
    restrict(release, anna, anna)
    workflow.bin_release(release, by=None, version=release.version)
    assert list(Article.objects.binned(anna)) == [release]
    assert not Article.objects.binned(boss).exists()


def test_only_one_version_in_a_language_comes_out_of_the_bin(boss):
    first = make.article()
    workflow.bin_release(first, by=boss, version=first.version)
    make.article("Second", translation_key=first.translation_key)
    with pytest.raises(workflow.Refused, match="another version in this language"):
        workflow.restore_release(first, by=boss, version=first.version)


def test_topics_of_what_is_scheduled_are_confined_with_it(anna, boss):
    release = make.article("Merger", topics=["Project Falcon"])
    make.schedule(release, at(12), decided=at(8))
    restrict(release, anna, anna)
    falcon = Topic.objects.get(name="Project Falcon")
    assert falcon.confined
    assert falcon not in Topic.objects.visible_to(boss)
