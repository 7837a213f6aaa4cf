"""Each button leads to a page that says what will happen, and only its own button does it."""

from __future__ import annotations

from datetime import date

import pytest
from i18nfield.strings import LazyI18nString

from articles import workflow
from articles.admin import verbs
from articles.models import Article, Edition, Transition
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
    article.refresh_from_db()
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


# Nothing from a draft


@pytest.mark.parametrize("verb", ["publish", "schedule"])
def test_an_unapproved_text_has_no_button_and_says_whose_consent_it_takes(desk, settings, verb):
    settings.NEWSROOM_SIGN_OFFS = {"press-release": ("legal",)}
    article = make.article()
    html = texts_of(desk.get(page_of(article, verb)))
    assert "it takes the consent of an editor and the legal department." in html
    assert 'href="' + page_of(article, "submit") in html
    assert '<button type="submit"' not in html.partition('id="content-main"')[2]
    answer = press(desk, article, verb, **tomorrow())
    assert "Nobody has approved this text yet." in texts_of(answer)
    assert words(article) == "Draft"


def test_who_may_force_gives_a_reason_in_a_part_of_its_own():
    article = make.article("News")
    administrator = signed_in(staff("Administrator"))
    html = texts_of(administrator.get(page_of(article, "publish")))
    assert html.index("it takes the consent of an editor") < html.index('<fieldset class="forcing">')
    answer = press(administrator, article, "publish", forced_because="  ")
    assert set(answer.context["form"].errors) == {"forced_because"}
    press(administrator, article, "publish", forced_because="People had to be told.")
    assert words(article) == "Live, edition 1"
    assert article.transitions.get().forced


def test_what_is_approved_is_not_asked_for_a_reason():
    page = signed_in(staff("Administrator")).get(page_of(make.approved(), "publish"))
    assert "forced_because" not in page.context["form"].fields


# What becomes public besides


@pytest.fixture
def leaving():
    return make.appointment(make.executive("Anna Lind"), make.post("managing director"), None, date(2026, 5, 31))


def about(appointment, **fields):
    article = make.article("News", **fields)
    make.add_remark(article, appointment.executive, appointments=[appointment])
    return make.approve(make.save(article))


def test_hidden_rows_are_listed_ticked_with_what_readers_learn(desk):
    there = make.meeting("Merger talks", city=LazyI18nString("Oslo"), hidden=True)
    article = make.approved(meetings=[there, make.meeting("Fair")])
    page = desk.get(page_of(article, "publish"))
    assert page.context["form"]["reveals"].initial == [f"meeting-{there.public_id}"]
    assert "That it takes place, on 4 May 2026 in Oslo." in texts_of(page)
    assert "checked" in str(page.context["form"]["reveals"])


def test_taking_the_tick_away_refuses_in_words_and_keeps_what_was_chosen(desk):
    there = make.meeting("Merger talks", hidden=True)
    article = make.approved(meetings=[there])
    answer = press(desk, article, "publish", reveals=[])
    assert "names what would stay hidden: Merger talks (2026)" in texts_of(answer)
    assert answer.context["form"]["reveals"].value() == []
    assert words(article) == "Approved"


def test_a_row_that_was_not_offered_cannot_be_revealed(desk):
    other = make.meeting("Another secret", hidden=True)
    article = make.approved(meetings=[make.meeting("Merger talks", hidden=True)])
    answer = press(desk, article, "publish", reveals=[f"meeting-{other.public_id}"])
    assert set(answer.context["form"].errors) == {"reveals"}
    assert not Edition.objects.exists()


def test_an_end_is_offered_unticked_with_its_exact_consequence(desk, leaving):
    article = about(leaving)
    page = desk.get(page_of(article, "publish"))
    assert "Readers learn that Anna Lind stops being managing director on 31 May 2026." in texts_of(page)
    assert page.context["form"]["endings"].initial is None
    press(desk, article, "publish")
    leaving.refresh_from_db()
    assert leaving.shown_end() is None


def test_a_ticked_end_and_a_successor_become_public(desk, leaving):
    successor = make.appointment(make.executive("Bo Berg", hidden=True), leaving.post, date(2026, 6, 1), hidden=True)
    article = about(leaving)
    html = texts_of(desk.get(page_of(article, "publish")))
    assert "Readers learn that Bo Berg becomes managing director on 1 June 2026." in html
    ticked = {"endings": f"appointment-{leaving.public_id}", "further": f"appointment-{successor.public_id}"}
    press(desk, article, "publish", **ticked)
    leaving.refresh_from_db()
    successor.refresh_from_db()
    assert leaving.shown_end() == date(2026, 5, 31)
    assert successor.is_public()
    assert successor.executive.is_public()


@pytest.mark.parametrize(
    ("verb", "title"),
    [
        ("reschedule", "Becomes public with it"),
        ("cancel", "Stays hidden, since this edition would have made it public"),
    ],
)
def test_what_is_carried_along_is_listed_ends_too(desk, leaving, verb, title):
    article = about(leaving, topics=["Grid"])
    make.schedule(article, at(12), decided=at(7), endings=[leaving])
    html = texts_of(desk.get(page_of(article, verb)))
    carried = html.partition(title)[2].partition("</ul>")[0]
    assert "Readers learn that Anna Lind stops being managing director on 31 May 2026." in carried
    assert "Grid" in carried
    assert carried.count("<li>") == 2


def test_a_department_that_closed_is_told_as_past(desk):
    closed = make.department("Hydro", closed_on=date(2026, 4, 30), closure="merged")
    html = texts_of(desk.get(page_of(make.approved(departments=[closed]), "publish")))
    assert "Readers learn that Hydro was closed on 30 April 2026." in html


# Corrections


@pytest.fixture
def corrected():
    """Live, and changed and approved since."""
    article = make.release("News", at(7))
    return make.approve(make.save(article, headline="News, corrected"), at(7, 30))


def test_a_correction_is_a_dated_box_and_says_what_was_wrong(desk, corrected):
    answer = press(desk, corrected, "publish", significance="major")
    assert set(answer.context["form"].errors) == {"change_note"}
    press(desk, corrected, "publish", significance="major", change_note="A figure was wrong.")
    edition = Edition.objects.live().get()
    assert (edition.significance, edition.change_note, edition.keeps_former) == ("major", "A figure was wrong.", False)


def test_a_minor_change_needs_no_words_and_the_former_text_may_stay(desk, corrected):
    press(desk, corrected, "publish", keeps_former="on")
    edition = Edition.objects.live().get()
    assert (edition.significance, edition.change_note, edition.keeps_former) == ("minor", "", True)


def test_with_nothing_live_there_is_no_former_text_to_keep(desk, corrected):
    make.withdraw(corrected, at(7, 40))
    fields = desk.get(page_of(corrected, "publish")).context["form"].fields
    assert "keeps_former" not in fields
    assert "change_note" in fields


# The exchange is told first


@pytest.fixture
def results(settings):
    settings.NEWSROOM_ISIN, settings.NEWSROOM_TICKERS = ["NO0010063308"], ["OSL: TEL"]
    settings.NEWSROOM_RETENTION_YEARS = 5
    return make.approved(
        "Results",
        type="results",
        forward_looking=make.forward_looking(),
        inside_information=True,
        filing_reference="2026-118",
    )


def test_results_show_what_is_filed_and_for_how_long_they_are_kept(desk, results):
    facts = dict(desk.get(page_of(results, "publish")).context["outlook"].facts)
    assert facts["Inside information"] == "Yes, and it says so"
    assert facts["Identifiers"] == "NO0010063308, OSL: TEL"
    assert facts["Filing reference"] == "2026-118"
    assert facts["Kept"] == "at least 5 years"


@pytest.mark.parametrize(
    ("verb", "label"),
    [
        ("publish", "This has been filed with the exchange first"),
        ("schedule", "This will have been filed with the exchange before it goes out"),
    ],
)
def test_results_go_out_once_the_filing_is_confirmed(desk, results, verb, label):
    assert label in texts_of(desk.get(page_of(results, verb)))
    answer = press(desk, results, verb, **tomorrow())
    assert answer.context["form"].errors == {"filed_first": ["Confirm that the exchange is told first."]}
    assert not Edition.objects.exists()
    press(desk, results, verb, filed_first="on", **tomorrow())
    assert results.transitions.first().details == {"filed_first": True}


def test_other_releases_are_not_asked(desk):
    assert "filed_first" not in desk.get(page_of(make.approved(), "publish")).context["form"].fields


@pytest.mark.parametrize(("year", "warned"), [(2026, True), (2031, False)])
def test_withdrawing_inside_information_too_soon_is_warned_of(desk, results, year, warned):
    make.publish(results, at(7, 50))
    with when(9, year=year, day=5):
        html = texts_of(desk.get(page_of(results, "withdraw")))
    assert ("has to stay readable for at least 5 years" in html) is warned


# Times in two zones


@pytest.fixture
def abroad(settings):
    settings.TIME_ZONE = "Europe/Oslo"
    return make.approved("News", meetings=[make.meeting("Annual meeting", time_zone="Asia/Shanghai")])


def test_the_zones_of_the_organisation_and_of_the_meeting_are_offered_first(desk, abroad):
    (_title, near), _others = desk.get(page_of(abroad, "schedule")).context["form"].fields["zone"].choices
    assert [label for _zone, label in near] == ["Oslo, the organisation's", "Shanghai, of “Annual meeting”"]


def test_asking_what_a_time_is_elsewhere_schedules_nothing(desk, abroad):
    there = {"day": "2026-05-05", "time": "02:00", "zone": "Asia/Shanghai", "look": "1"}
    html = texts_of(press(desk, abroad, "schedule", **there))
    for told in ("Monday 4 May 2026, 20:00", "Tuesday 5 May 2026, 02:00", "Monday 4 May 2026, 18:00"):
        assert told in html
    assert words(abroad) == "Approved"


def test_while_typing_the_server_says_what_a_time_is_elsewhere(desk, abroad):
    there = {"day": "2026-05-05", "time": "02:00", "zone": "Asia/Shanghai"}
    answer = desk.get(page_of(abroad, "instant"), there)
    assert answer.json()["elsewhere"][0] == ["Oslo, the organisation's", "Monday 4 May 2026, 20:00"]
    gap = {"day": "2027-03-28", "time": "02:30", "zone": "Europe/Oslo"}
    [wrong] = desk.get(page_of(abroad, "instant"), gap).json()["wrong"]
    assert "skip 02:30" in wrong
    assert desk.get(page_of(abroad, "instant")).json() == {"elsewhere": [], "wrong": []}


def test_what_was_done_is_told_in_both_zones(desk, abroad):
    answer = press(desk, abroad, "schedule", **tomorrow() | {"zone": "Asia/Shanghai"})
    told = "5 May 2026, 03:00 (Europe/Oslo) / 09:00 (Asia/Shanghai)"
    assert f"The release is scheduled for {told}." in said(answer)
    assert words(abroad) == f"Scheduled for {told}"


# One press


def test_one_press_cancels_and_leads_back_to_where_it_was_pressed(desk):
    article = make.approved()
    make.schedule(article, at(12), decided=at(7))
    there = page_of(article, "history")
    answer = desk.post(page_of(article, "cancel"), {"version": article.version, "next": there})
    assert answer.status_code == 302
    assert answer["Location"] == there
    assert words(article) == "Approved"


def test_after_a_cancellation_an_approved_text_can_be_scheduled_anew(desk):
    article = make.approved()
    make.schedule(article, at(12), decided=at(7))
    [told] = said(press(desk, article, "cancel"))
    assert told.startswith("The schedule is cancelled. The text is still approved.")
    assert f'href="{page_of(article, "schedule")}"' in told


def test_after_a_cancellation_a_changed_text_is_said_to_need_approval(desk):
    article = make.approved()
    make.schedule(article, at(12), decided=at(7))
    make.save(article, headline="Changed since")
    [told] = said(press(desk, article, "cancel"))
    assert "approved no more" in told


def test_one_press_reschedules(desk):
    article = make.approved("News")
    make.schedule(article, at(12), decided=at(7))
    answer = desk.post(page_of(article, "reschedule"), {"version": article.version, **tomorrow()}, follow=True)
    assert "“News” now goes out on 5 May 2026, 09:00 (UTC)." in said(answer)


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_no_button_leads_to_another_site(desk, elsewhere):
    article = make.approved()
    make.schedule(article, at(12), decided=at(7))
    answer = desk.post(page_of(article, "cancel"), {"version": article.version, "next": elsewhere})
    assert answer["Location"] == page_of(article)


# On hold


@pytest.mark.parametrize("verb", ["publish", "schedule", "reschedule"])
def test_during_a_hold_the_pages_say_so_and_offer_nothing(desk, verb):
    article = make.approved()
    make.schedule(article, at(12), decided=at(7))
    workflow.hold(by=None, reason="Something is wrong.")
    html = texts_of(desk.get(page_of(article, verb)))
    assert "Publishing is on hold." in html
    assert '<button type="submit"' not in html.partition('id="content-main"')[2]
    press(desk, article, verb, waiting="cancel", replace="on", **tomorrow())
    assert words(article).startswith("On hold, planned for 4 May 2026, 12:00")


def test_what_is_held_can_be_cancelled(desk):
    article = make.approved()
    make.schedule(article, at(12), decided=at(7))
    workflow.hold(by=None, reason="Something is wrong.")
    [told] = said(press(desk, article, "cancel"))
    assert "for when the hold is lifted" in told
    assert words(article) == "Approved"


def test_what_missed_its_time_is_given_a_new_one(desk):
    article = make.approved()
    make.schedule(article, at(9), decided=at(7))
    workflow.hold(by=None, reason="Something is wrong.")
    with when(10):
        workflow.lift(by=None)
        assert "is on hold. It keeps its text" in texts_of(desk.get(page_of(article, "reschedule")))
        press(desk, article, "reschedule", **tomorrow())
        assert words(article) == "Scheduled for 5 May 2026, 09:00 (UTC)"


# Typed words


def test_who_comes_too_late_keeps_all_that_was_typed_and_confirms_anew(desk, results):
    typed = {"filed_first": "on", **tomorrow("10:15")}
    answer = desk.post(page_of(results, "schedule"), {"version": results.version - 1, **typed})
    assert answer.status_code == 409
    form = answer.context["form"]
    assert [form[name].value() for name in ("day", "time", "zone")] == ["2026-05-05", "10:15", "UTC"]
    assert 'value="10:15"' in texts_of(answer)
    assert not form["filed_first"].value()
    assert form["version"].value() == results.version


@pytest.mark.parametrize("verb", VERBS)
def test_looking_changes_nothing(desk, waiting, verb):
    before = (waiting.version, waiting.snapshots.count(), waiting.transitions.count(), words(waiting))
    assert desk.get(page_of(waiting, verb)).status_code == 200
    waiting.refresh_from_db()
    assert (waiting.version, waiting.snapshots.count(), waiting.transitions.count(), words(waiting)) == before


def test_a_time_that_passed_during_a_hold_is_not_offered_to_a_new_text(desk, waiting):
    workflow.hold(by=None, reason="Something is wrong.")
    with when(13):
        workflow.lift(by=None)
        choices = desk.get(page_of(waiting, "publish")).context["form"].fields["waiting"].choices
    assert [answer for answer, _words in choices] == ["cancel"]


def test_somebody_quicker_while_the_form_is_judged_is_told_of_too(desk, monkeypatch):
    """A release that has gone live meanwhile asks for more, and that is not what there is to say then."""
    article = make.approved("News")
    make_form = verbs._form

    def publish_first(verb, request, case):
        if request.method == "POST":
            workflow.publish(Article.objects.get(pk=article.pk), by=None, version=article.version)
        return make_form(verb, request, case)

    monkeypatch.setattr(verbs, "_form", publish_first)
    answer = press(desk, article, "publish", significance="no such thing")
    assert answer.status_code == 409
    assert "Somebody changed this release" in texts_of(answer)
    assert article.transitions.filter(action="published").count() == 1
