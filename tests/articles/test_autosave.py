"""Texts kept while they are typed, and who is there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from articles import autosave, drafts
from articles.models import Article, Presence, Snapshot
from people.visibility import Generation
from tests.articles import factories as make
from tests.articles.factories import when

pytestmark = pytest.mark.django_db

FORM, OTHER_FORM, THIRD_FORM = "a" * 16, "b" * 16, "c" * 16


@pytest.fixture
def anna() -> User:
    return User.objects.create_user("anna", first_name="Anna", last_name="Lind")


@pytest.fixture
def bo() -> User:
    return User.objects.create_user("bo")


def keep(user: User, headline: str, article: Article | None = None, form_key: str = FORM) -> Snapshot | None:
    version = article.version if article else 1
    return autosave.keep(user, {"headline": [headline]}, version=version, form_key=form_key, article=article)


def save(user: User, article: Article, form_key: str, restored_from: str = "") -> None:
    drafts.record(article, user)
    autosave.settle(user, article, form_key, restored_from)


def minutes_ago(kept: Snapshot | None, minutes: int) -> Snapshot:
    assert kept is not None
    Snapshot.objects.filter(pk=kept.pk).update(created_at=kept.created_at - timedelta(minutes=minutes))
    return kept


def test_a_kept_text_stands_in_nobodys_way(anna, django_assert_max_num_queries):
    draft = make.article()
    before = Generation.current()
    with django_assert_max_num_queries(10):
        kept = keep(anna, "Typed", draft)
    assert kept is not None
    assert (kept.kind, kept.version, kept.data) == ("autosaved", draft.version, {"typed": {"headline": ["Typed"]}})
    assert Article.objects.get().version == draft.version
    assert Generation.current() == before


def test_the_same_text_is_kept_once(anna):
    draft = make.article()
    assert keep(anna, "Typed", draft) == keep(anna, "Typed", draft)
    assert Snapshot.objects.filter(kind="autosaved").count() == 1


def test_the_same_text_in_another_window_is_that_windows_own(anna):
    draft = make.article()
    keep(anna, "Typed", draft)
    there = keep(anna, "Typed", draft, OTHER_FORM)
    autosave.withdraw(anna, FORM)
    assert autosave.unsaved(anna, draft) == [there]


def test_of_each_minute_the_last_text_stays(anna):
    draft = make.article()
    minutes_ago(keep(anna, "one", draft), 2)
    for headline in ("two", "three", "four"):
        keep(anna, headline, draft)
    kept = [row.data["typed"]["headline"][0] for row in Snapshot.objects.filter(kind="autosaved")]
    assert kept[0] == "four"
    assert kept[-1] == "one"
    assert len(kept) <= 3  # a minute may have begun in between


def test_what_another_window_holds_is_not_thinned_out(anna):
    draft = make.article()
    keep(anna, "here", draft)
    keep(anna, "there", draft, OTHER_FORM)
    assert Snapshot.objects.filter(kind="autosaved").count() == 2


def test_what_no_database_can_hold_is_left_out_and_the_rest_kept(anna):
    kept = autosave.keep(anna, {"head\0line": ["A\0B\ud800C"]}, version=1, form_key=FORM)
    assert kept is not None
    kept.refresh_from_db()
    assert kept.data["typed"] == {"headline": ["AB?C"]}


def test_what_says_nothing_of_the_text_is_not_kept(anna):
    typed = {"headline": ["x"], "csrfmiddlewaretoken": ["secret"], "form_key": [FORM], "typed_by": ["1:x"]}
    kept = autosave.keep(anna, typed, version=1, form_key=FORM)
    assert kept is not None
    assert kept.data == {"typed": {"headline": ["x"]}}


def test_what_was_never_saved_is_found_again_by_its_author_alone(anna, bo):
    draft = make.article()
    minutes_ago(keep(anna, "one", draft), 5)
    newest = keep(anna, "two", draft)
    assert autosave.unsaved(anna, draft) == [newest]
    assert autosave.unsaved(anna, make.article("Another")) == []
    assert autosave.unsaved(bo, draft) == []


def test_a_form_is_not_offered_its_own_text(anna):
    draft = make.article()
    keep(anna, "mine", draft)
    assert autosave.unsaved(anna, draft, but=FORM) == []


def test_of_each_window_the_last_text_is_found_the_newest_first(anna, django_assert_num_queries):
    draft = make.article()
    minutes_ago(keep(anna, "here, before", draft), 5)
    here, there = keep(anna, "here", draft), keep(anna, "there", draft, OTHER_FORM)
    with django_assert_num_queries(1):
        assert autosave.unsaved(anna, draft) == [there, here]


def test_a_save_settles_what_its_own_form_held(anna, bo):
    draft, other = make.article(), make.article("Another")
    minutes_ago(keep(anna, "mine, before", draft), 5)
    keep(anna, "mine", draft)
    colleagues, elsewhere = keep(bo, "not mine", draft), keep(anna, "elsewhere", other, OTHER_FORM)
    save(anna, draft, FORM)
    assert autosave.unsaved(anna, draft) == []
    assert autosave.unsaved(bo, draft) == [colleagues]
    assert autosave.unsaved(anna, other) == [elsewhere]
    assert Snapshot.objects.filter(kind="autosaved", settled=True).count() == 2


def test_a_save_leaves_alone_what_another_window_holds(anna):
    draft = make.article()
    keep(anna, "here", draft)
    there = keep(anna, "long, and there", draft, OTHER_FORM)
    save(anna, draft, FORM)
    assert autosave.unsaved(anna, draft) == [there]
    with when(9, day=30):
        save(anna, draft, THIRD_FORM)
    assert autosave.unsaved(anna, draft) == [there]


def test_a_save_settles_the_text_that_was_put_back_into_its_form_and_nothing_typed_there_since(anna):
    draft = make.article()
    minutes_ago(keep(anna, "first", draft), 5)
    kept = minutes_ago(keep(anna, "crashed", draft), 4)
    crashed_too = keep(anna, "crashed too", draft, OTHER_FORM)
    save(anna, draft, THIRD_FORM, autosave.sources_of(kept))
    assert autosave.unsaved(anna, draft) == [crashed_too]
    since = keep(anna, "that window was open still", draft)
    save(anna, draft, "d" * 16, autosave.sources_of(kept))
    assert autosave.unsaved(anna, draft) == [since, crashed_too]


def test_what_was_put_back_into_another_form_is_offered_as_that_form_has_it(anna):
    draft = make.article()
    kept = minutes_ago(keep(anna, "one", draft), 5)
    typed = {"headline": ["one, better"], autosave.RESTORED_FROM: [autosave.sources_of(kept)]}
    better = autosave.keep(anna, typed, version=1, form_key=OTHER_FORM, article=draft)
    assert better is not None
    assert autosave.unsaved(anna, draft) == [better]
    save(anna, draft, THIRD_FORM, autosave.sources_of(better))
    assert not Snapshot.objects.filter(kind="autosaved", settled=False).exists()


@pytest.mark.parametrize(
    "said", ["", "x", ":", "a:1", f"{FORM}:", f"{FORM}:²", ":" + "9" * 40, f"{OTHER_FORM}:" + "9" * 18]
)
def test_nonsense_about_what_was_put_back_settles_nothing(anna, said):
    draft = make.article()
    kept = keep(anna, "mine", draft)
    autosave.settle(anna, draft, restored_from=said)
    assert autosave.unsaved(anna, draft) == [kept]


def test_nobody_settles_another_persons_text_by_naming_it(anna, bo):
    draft = make.article()
    kept = keep(bo, "not hers", draft)
    assert kept is not None
    save(anna, draft, OTHER_FORM, autosave.sources_of(kept))
    assert autosave.unsaved(bo, draft) == [kept]


def test_a_text_that_arrives_after_its_form_was_saved_is_old(anna):
    draft = make.article()
    drafts.record(draft, anna)
    autosave.settle(anna, draft, FORM)
    assert keep(anna, "on its way meanwhile", draft) is None
    assert autosave.unsaved(anna, draft) == []
    assert keep(anna, "typed since", draft, OTHER_FORM) is not None


def test_a_save_cannot_claim_another_persons_form(anna, bo):
    draft = make.article()
    keep(bo, "not mine")
    drafts.record(draft, anna)
    autosave.settle(anna, draft, FORM)
    assert [autosave.headline_of(kept) for kept in autosave.never_saved(bo)] == ["not mine"]
    assert keep(bo, "goes on") is not None


def test_releases_never_saved_are_told_apart_by_their_forms(anna, bo, django_assert_num_queries):
    for headline in ("one", "one, better"):
        keep(anna, headline)
    keep(anna, "two", form_key=OTHER_FORM)
    keep(bo, "not hers", form_key="c" * 16)
    with django_assert_num_queries(1):
        found = [autosave.headline_of(kept) for kept in autosave.never_saved(anna)]
    assert found == ["two", "one, better"]


def test_adding_the_release_settles_its_form(anna):
    keep(anna, "new")
    keep(anna, "another", form_key=OTHER_FORM)
    draft = make.article("new")
    drafts.record(draft, anna)
    autosave.settle(anna, draft, FORM)
    assert [autosave.headline_of(kept) for kept in autosave.never_saved(anna)] == ["another"]


def test_a_dropped_text_is_offered_no_more_and_still_there(anna, bo):
    draft = make.article()
    minutes_ago(keep(anna, "one", draft), 5)
    kept = keep(anna, "two", draft)
    assert kept is not None
    assert autosave.drop(bo, kept.pk) is None
    assert autosave.drop(anna, kept.pk) == kept
    assert autosave.unsaved(anna, draft) == []
    assert Snapshot.objects.filter(kind="autosaved").count() == 2
    assert keep(anna, "two", draft) != kept


def test_what_was_settled_long_ago_is_tidied_away_and_what_was_not_stays(anna):
    draft = make.article()
    old = minutes_ago(keep(anna, "settled", draft), 60 * 24 * 15)
    autosave.settle(anna, draft, FORM)
    waiting = minutes_ago(keep(anna, "never saved"), 60 * 24 * 400)
    autosave.settle(anna, draft, OTHER_FORM)
    assert set(Snapshot.objects.filter(kind="autosaved")) == {waiting}
    assert not Snapshot.objects.filter(pk=old.pk).exists()


def test_who_was_heard_of_within_a_minute_is_there(anna, bo):
    draft = make.article()
    with when(9):
        autosave.arrive(anna, draft)
        autosave.arrive(bo, draft)
    with when(9, 0, 50):
        autosave.arrive(bo, draft)
        assert [c.name for c in autosave.companions(bo, draft)] == ["Anna Lind"]
    with when(9, 1, 1):
        assert autosave.companions(bo, draft) == []
        assert [c.name for c in autosave.companions(anna, draft)] == ["bo"]
        assert autosave.companions(anna, make.article("Another")) == []


def test_a_companion_who_typed_and_has_not_saved_is_known_to_type(anna, bo, django_assert_num_queries):
    draft = make.article()
    kept = keep(anna, "typed", draft)
    assert kept is not None
    autosave.arrive(anna, draft)
    autosave.arrive(bo, draft)
    with django_assert_num_queries(1):
        assert [c.typed_at for c in autosave.companions(bo, draft)] == [kept.created_at]
    autosave.settle(anna, draft, FORM)
    assert [c.typed_at for c in autosave.companions(bo, draft)] == [None]


def test_being_there_leaves_no_record(anna):
    first, second = make.article(), make.article("Another")
    with when(9):
        autosave.arrive(anna, first)
    with when(9, 5):
        autosave.arrive(anna, second)
        autosave.arrive(anna, second)
    assert [row.article for row in Presence.objects.all()] == [second]


def test_the_browsers_key_is_one_persons_and_outlives_the_password(anna, bo, settings):
    before = autosave.browser_key(anna)
    assert before == autosave.browser_key(anna)
    assert before != autosave.browser_key(bo)
    assert autosave.owner_of(anna) != autosave.owner_of(bo)
    anna.set_password("another long password")
    assert autosave.browser_key(anna) == before
    settings.SECRET_KEY = "that of another installation"
    assert autosave.browser_key(anna) != before
