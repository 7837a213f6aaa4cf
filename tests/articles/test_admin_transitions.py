"""Each button leads to a page that says what will happen, and only its own button does it."""

from __future__ import annotations

import pytest

from articles.models import Edition, Transition
from articles.status import status_of
from people.models import Executive
from tests.articles import factories as make
from tests.articles.desk import page_of, said, signed_in, staff, texts_of
from tests.articles.factories import at, when

pytestmark = pytest.mark.django_db

VERBS = ("publish", "schedule", "reschedule", "cancel", "withdraw")


@pytest.fixture(autouse=True)
def _morning():
    with when(8):
        yield


@pytest.fixture
def desk():
    return signed_in(staff("Publisher"))


def press(desk, article, verb, **answers):
    """Open the page of a move, leave what it proposes, and press its button."""
    article.refresh_from_db()
    form = desk.get(page_of(article, verb)).context["form"]
    ticked = {name: form[name].initial for name in form.fields if form[name].initial not in (None, "")}
    return desk.post(page_of(article, verb), {**ticked, "version": article.version, **answers}, follow=True)


def since_approval(article):
    """What was done, the newest first, since everybody had agreed to the text."""
    return list(article.transitions.exclude(action__in=["submitted", "signed-off"]).values_list("action", flat=True))


def words(article):
    return status_of([article])[article.pk].words()


def tomorrow(hour="09:00", **more):
    return {"day": "2026-05-05", "time": hour, "zone": "UTC", **more}


def test_publishing_says_what_becomes_visible_and_does_it(desk):
    hidden = make.executive("Anna Berg", hidden=True)
    article = make.article("News", topics=["Grid"])
    make.add_remark(article, hidden, capacity="chair")
    make.approve(make.save(article))
    html = texts_of(desk.get(page_of(article, "publish")))
    for fact in ("News", "http://testserver/news/news/", "English", "1, the first", "Anna Berg", "Grid", "08:00 (UTC)"):
        assert fact in html
    assert words(article) == "Approved"
    answer = press(desk, article, "publish")
    assert words(article) == "Live, edition 1"
    assert "The release is live." in said(answer)
    assert Executive.objects.get().is_public()
    assert article.transitions.first().by.username == "publisher"


def test_the_address_that_is_promised_is_the_one_that_is_given(desk):
    make.release("News", at(7))
    article = make.approved("News")
    page = desk.get(page_of(article, "publish"))
    promised = dict(page.context["outlook"].facts)["Address"]
    press(desk, article, "publish")
    article.refresh_from_db()
    assert promised == f"http://testserver/news/{article.slug}/"
    assert article.slug != "news"


def test_a_later_edition_says_so_and_may_carry_a_note(desk):
    article = make.release("News", at(7))
    assert "change_note" in desk.get(page_of(article, "publish")).context["form"].fields
    make.approve(make.save(article, headline="News, corrected"))
    assert "in place of edition 1" in texts_of(desk.get(page_of(article, "publish")))
    press(desk, article, "publish", change_note="A figure was wrong.")
    assert Edition.objects.live().get().change_note == "A figure was wrong."
    assert words(article) == "Live, edition 2"


def test_the_first_edition_has_no_note(desk):
    assert "change_note" not in desk.get(page_of(make.article(), "publish")).context["form"].fields


def test_what_has_to_be_mended_is_said_and_there_is_no_button(desk):
    article = make.article(text="")
    html = texts_of(desk.get(page_of(article, "publish")))
    assert "The release has no text." in html
    assert '<button type="submit"' not in html.partition('id="content-main"')[2]
    answer = press(desk, article, "publish")
    assert "The release has no text." in texts_of(answer)
    assert words(article) == "Draft"


def test_scheduling_and_rescheduling_and_cancelling(desk):
    article = make.approved("News")
    press(desk, article, "schedule", **tomorrow())
    assert words(article) == "Scheduled for 5 May 2026, 09:00 (UTC)"
    page = desk.get(page_of(article, "reschedule"))
    assert 'value="2026-05-05"' in texts_of(page)
    press(desk, article, "reschedule", **tomorrow("10:30"))
    assert words(article) == "Scheduled for 5 May 2026, 10:30 (UTC)"
    assert "will not go out" in texts_of(desk.get(page_of(article, "cancel")))
    press(desk, article, "cancel")
    assert words(article) == "Approved"
    assert since_approval(article) == ["cancelled", "rescheduled", "scheduled"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"day": "2026-05-03"}, "time"),
        ({"day": "2027-03-28", "time": "02:30", "zone": "Europe/Oslo"}, "reading"),
        ({"day": "2026-10-25", "time": "02:30", "zone": "Europe/Oslo"}, "reading"),
        ({"day": ""}, "day"),
        ({"zone": "Nowhere"}, "zone"),
    ],
)
def test_a_time_that_will_not_do_is_refused_beside_its_field(desk, typed, field):
    article = make.approved()
    answer = press(desk, article, "schedule", **tomorrow() | typed)
    assert set(answer.context["form"].errors) == {field}
    assert words(article) == "Approved"


def test_of_a_time_that_comes_twice_the_chosen_one_is_taken(desk):
    article = make.approved()
    twice = {"day": "2026-10-25", "time": "02:30", "zone": "Europe/Oslo"}
    answer = press(desk, article, "schedule", **twice)
    [_first, (second, label)] = answer.context["form"].fields["reading"].choices
    assert label in texts_of(answer)
    press(desk, article, "schedule", **twice, reading=second)
    assert article.editions.get().opens_at == at(1, 30, day=25, month=10)


def test_withdrawing_needs_a_public_reason(desk):
    article = make.release("News", at(7))
    answer = press(desk, article, "withdraw", reason="   ")
    assert set(answer.context["form"].errors) == {"reason"}
    assert words(article) == "Live, edition 1"
    press(desk, article, "withdraw", reason="It was sent by mistake.")
    assert words(article).startswith("Withdrawn on 4 May 2026")
    assert article.editions.get().withdrawal_reason == "It was sent by mistake."


@pytest.mark.parametrize("verb", ["reschedule", "cancel", "withdraw"])
def test_what_makes_no_sense_in_a_state_is_said_and_not_done(desk, verb):
    article = make.article()
    html = texts_of(desk.get(page_of(article, verb)))
    assert "Nothing is scheduled" in html or "nothing to withdraw" in html
    press(desk, article, verb, reason="Because", **tomorrow())
    assert words(article) == "Draft"
    assert not Transition.objects.exists()


# Somebody else was quicker


@pytest.mark.parametrize("verb", VERBS)
def test_a_button_of_an_older_version_changes_nothing(desk, verb):
    article = make.release("News", at(7))
    make.schedule(make.save(article, headline="Waiting"), at(12), decided=at(7, 30))
    before = (words(article), Transition.objects.count(), article.version)
    answers = {"version": article.version - 1, "reason": "Because", "waiting": "cancel", "replace": "on"}
    answer = desk.post(page_of(article, verb), answers | tomorrow())
    assert answer.status_code == 409
    assert "Somebody changed this release meanwhile" in texts_of(answer)
    article.refresh_from_db()
    assert (words(article), Transition.objects.count(), article.version) == before


@pytest.mark.parametrize("version", ["", "x", "9" * 30, None])
def test_a_button_without_a_version_changes_nothing(desk, version):
    article = make.article()
    desk.post(page_of(article, "publish"), {} if version is None else {"version": version})
    assert words(article) == "Draft"


# An edition waits already


@pytest.fixture
def waiting():
    """Live, with another edition scheduled for noon, and changed and approved since."""
    article = make.release("First", at(7))
    make.schedule(make.save(article, headline="Second"), at(12), decided=at(7, 10))
    return make.approve(make.save(article, headline="Third"), at(7, 20))


def test_publishing_asks_what_becomes_of_the_edition_that_waits(desk, waiting):
    answer = press(desk, waiting, "publish")
    assert set(answer.context["form"].errors) == {"waiting"}
    assert waiting.editions.count() == 2


def test_it_can_be_cancelled(desk, waiting):
    press(desk, waiting, "publish", waiting="cancel")
    assert Edition.objects.live().get().headline == "Third"
    assert not Edition.objects.upcoming().exists()


def test_it_can_be_rebuilt_on_the_new_text_for_its_own_time(desk, waiting):
    press(desk, waiting, "publish", waiting="rebuild")
    assert Edition.objects.live().get().headline == "First"
    [rebuilt] = Edition.objects.upcoming()
    assert (rebuilt.headline, rebuilt.opens_at) == ("Third", at(12))


def test_scheduling_replaces_it_only_when_told_to(desk, waiting):
    answer = press(desk, waiting, "schedule", **tomorrow())
    assert set(answer.context["form"].errors) == {"replace"}
    press(desk, waiting, "schedule", **tomorrow(replace="on"))
    [replaced] = Edition.objects.upcoming()
    assert (replaced.headline, replaced.opens_at) == ("Third", at(9, day=5))


def test_withdrawing_says_that_it_is_cancelled_too(desk, waiting):
    assert "is cancelled with it" in texts_of(desk.get(page_of(waiting, "withdraw")))
    press(desk, waiting, "withdraw", reason="All of it was wrong.")
    assert words(waiting).startswith("Withdrawn")
    assert not Edition.objects.upcoming().exists()


def test_the_pages_name_the_organisations_zone(desk, settings, waiting):
    settings.TIME_ZONE = "Europe/Oslo"
    assert "4 May 2026, 14:00 (Europe/Oslo)" in texts_of(desk.get(page_of(waiting, "cancel")))
