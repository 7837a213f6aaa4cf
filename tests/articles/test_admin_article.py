"""Releases are written on the desk: whatever is typed is kept, made harmless, or refused beside its field."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, RemarkBlock, Snapshot, TextBlock, Topic
from tests.articles import factories as make
from tests.articles.desk import LIST, add_block, form_of, page_of, said, signed_in, staff, texts_of
from tests.articles.factories import at, when
from tests.people.making import errors_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _morning():
    with when(8):
        yield


@pytest.fixture
def desk():
    return signed_in(staff("Publisher"))


def enter(desk, **fields):
    form = form_of(desk, f"{LIST}add/") | fields
    return desk.post(f"{LIST}add/", form, follow=True)


def test_a_release_is_entered_with_its_head(desk):
    meeting = make.meeting()
    enter(desk, headline="Turbines for the north", dateline_date="2026-05-04", meetings=[str(meeting.pk)])
    article = Article.objects.get()
    assert article.headline == "Turbines for the north"
    assert list(article.meetings.all()) == [meeting]
    assert article.changed_by.username == "publisher"


def test_every_save_is_kept(desk):
    enter(desk, headline="First")
    article = Article.objects.get()
    desk.post(page_of(article), form_of(desk, page_of(article)) | {"headline": "Second"})
    assert [row.data["article"]["headline"] for row in article.snapshots.order_by("pk")] == ["First", "Second"]


def test_blocks_of_all_kinds_are_saved_in_order(desk):
    speaker, _post = make.holding("chair", "Anna Berg")
    form = form_of(desk, f"{LIST}add/") | {"headline": "Mixed"}
    add_block(form, "text", html="<p>One.</p>")
    add_block(form, "remark", speaker=speaker.pk, text="Two.")
    add_block(form, "picture", picture=make.picture().pk, caption="Three")
    add_block(form, "file", file=make.file().pk)
    add_block(form, "video", title="Five", url="https://video.example/5")
    desk.post(f"{LIST}add/", form)
    blocks = Snapshot.objects.get().data["blocks"]
    assert [block["kind"] for block in blocks] == ["text", "remark", "picture", "file", "video"]


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(desk):
    form = form_of(desk, f"{LIST}add/") | {"headline": "", "standfirst": "Kept standfirst", "topics": "Open" * 30}
    remark = add_block(form, "remark", speaker="", text="Kept words")
    empty = add_block(form, "remark", speaker=make.executive().pk, text="", points="")
    video = add_block(form, "video", title="Kept title", url="javascript:alert(1)")
    answer = desk.post(f"{LIST}add/", form)
    errors = errors_of(answer)
    assert set(errors) == {"headline", "topics", f"{remark}-speaker", f"{empty}-text", f"{video}-url"}
    assert all(text in texts_of(answer) for text in ("Kept standfirst", "Kept words", "Kept title", "Open" * 30))
    assert not Article.objects.exists()


def test_a_refused_form_does_not_take_a_version(desk):
    article = make.article()
    before = article.version
    desk.post(page_of(article), form_of(desk, page_of(article)) | {"headline": ""})
    article.refresh_from_db()
    assert article.version == before
    again = form_of(desk, page_of(article)) | {"headline": "Mended"}
    assert desk.post(page_of(article), again).status_code == 302


@pytest.mark.parametrize(
    ("pasted", "stored"),
    [
        ("<p>Good</p><script>alert(1)</script>", "<p>Good</p>"),
        ('<p class="MsoNormal" style="color:red"><o:p>Word</o:p></p>', "<p>Word</p>"),
        ('<p onclick="x()"><a href="java\tscript:x">Link</a></p>', "<p><a>Link</a></p>"),
        ("<!--[if gte mso 9]><xml>x</xml><![endif]--><p>Office</p>", "<p>Office</p>"),
        ('<svg><script>x</script></svg><p>Plain<img src=x onerror="y()"></p>', "<p>Plain</p>"),
    ],
)
def test_pasted_markup_is_made_harmless(desk, pasted, stored):
    form = form_of(desk, f"{LIST}add/") | {"headline": "Pasted"}
    add_block(form, "text", html=pasted)
    desk.post(f"{LIST}add/", form)
    assert TextBlock.objects.get().html == stored


@pytest.mark.parametrize("field", ["headline", "standfirst", "dateline_city", "topics"])
def test_a_script_in_any_field_is_text(desk, field):
    enter(desk, **{"headline": "Safe", field: "<script>alert(1)</script>"})
    article = Article.objects.get()
    for part in ("change", "preview", "publish", "history"):
        assert "<script>alert" not in texts_of(desk.get(page_of(article, part)))
    assert "<script>alert" not in texts_of(desk.get(LIST))


def test_a_slug_is_refused_beside_its_field(desk):
    assert "wanted_slug" in errors_of(enter(desk, headline="Slug", wanted_slug="Not an address!"))


def test_the_language_of_a_published_release_stays(desk):
    article = make.release(moment=at(7))
    form = form_of(desk, page_of(article)) | {"language": "zh-hans"}
    assert "language" in errors_of(desk.post(page_of(article), form))


# Topics


def test_topics_are_told_apart_by_case_and_known_ones_are_used(desk):
    known = make.topic("Batteries")
    enter(desk, headline="Topics", topics="Batteries, batteries，储能、 Grid")
    assert set(Topic.objects.values_list("name", flat=True)) == {"Batteries", "batteries", "储能", "Grid"}
    assert known in Article.objects.get().topics.all()


def test_a_topic_that_is_too_long_is_refused(desk):
    assert "topics" in errors_of(enter(desk, headline="Long", topics="x" * 101))
    assert not Topic.objects.exists()


def test_topics_are_offered_by_name(desk):
    make.topic("Ångström scale")
    query = {"app_label": "articles", "model_name": "article", "field_name": "topics", "term": "angstrom"}
    assert [row["text"] for row in desk.get("/admin/autocomplete/", query).json()["results"]] == ["Ångström scale"]


# Translations


def test_a_translation_joins_the_other_release(desk):
    english = make.article("In English")
    enter(desk, headline="中文", language="zh-hans", translation_of=english.pk)
    chinese = Article.objects.get(language="zh-hans")
    assert chinese.translation_key == english.translation_key
    assert form_of(desk, page_of(chinese))["translation_of"] == [str(english.pk)]
    assert form_of(desk, page_of(english))["translation_of"] == [str(chinese.pk)]


def test_a_second_version_in_a_language_is_refused(desk):
    english = make.article("In English")
    answer = enter(desk, headline="Also in English", translation_of=english.pk)
    assert errors_of(answer)["translation_of"] == ["There is a version in this language already: “In English”."]


def test_changing_the_language_into_one_that_is_taken_is_refused(desk):
    english = make.article("In English")
    chinese = make.article("中文", language="zh-hans", translation_key=english.translation_key)
    form = form_of(desk, page_of(chinese)) | {"language": "en"}
    assert "translation_of" in errors_of(desk.post(page_of(chinese), form))


def test_a_translation_can_be_set_free(desk):
    english = make.article("In English")
    chinese = make.article("中文", language="zh-hans", translation_key=english.translation_key)
    desk.post(page_of(chinese), form_of(desk, page_of(chinese)) | {"translation_of": ""})
    chinese.refresh_from_db()
    assert chinese.translation_key != english.translation_key


def test_a_release_is_no_translation_of_itself(desk):
    article = make.article()
    form = form_of(desk, page_of(article)) | {"translation_of": article.pk, "language": "zh-hans"}
    assert "translation_of" in errors_of(desk.post(page_of(article), form))


# Posts held when speaking


@pytest.fixture
def two_posts():
    tong = make.executive("Tong Laiming")
    secretary = make.appointment(tong, make.post("secretary"), date(2020, 1, 1))
    director = make.appointment(tong, make.post("managing director"), date(2021, 1, 1), date(2026, 12, 31))
    make.appointment(tong, make.post("engineer"), date(2010, 1, 1), date(2019, 12, 31), end_public_from=make.LONG_AGO)
    return tong, [secretary, director]


def test_the_posts_held_on_the_meetings_day_are_proposed_and_said(desk, two_posts):
    tong, held = two_posts
    form = form_of(desk, f"{LIST}add/") | {"headline": "Speech", "meetings": [str(make.meeting().pk)]}
    add_block(form, "remark", speaker=tong.pk, text="We keep our word.")
    answer = desk.post(f"{LIST}add/", form, follow=True)
    remark = RemarkBlock.objects.get()
    assert set(remark.appointments.all()) == set(held)
    assert remark.capacity == "secretary and managing director"
    [proposed] = [text for text in said(answer) if text.startswith("Proposed")]
    assert "Tong Laiming" in proposed
    assert "“secretary and managing director”" in proposed


def test_what_the_editor_prints_instead_is_kept(desk, two_posts):
    tong, held = two_posts
    form = form_of(desk, f"{LIST}add/") | {"headline": "Speech"}
    add_block(form, "remark", speaker=tong.pk, text="Words.", appointments=[str(held[1].pk)], capacity="our MD")
    answer = desk.post(f"{LIST}add/", form, follow=True)
    remark = RemarkBlock.objects.get()
    assert (list(remark.appointments.all()), remark.capacity) == ([held[1]], "our MD")
    assert not [text for text in said(answer) if text.startswith("Proposed")]


def test_another_speaker_gets_their_own_posts(desk, two_posts):
    tong, _held = two_posts
    anna, annas = make.holding("chair", "Anna Berg")
    article = make.article(text="")
    make.add_remark(article, tong)
    make.save(article)
    form = form_of(desk, page_of(article)) | {"articles_remarkblock_set-0-speaker": str(anna.pk)}
    desk.post(page_of(article), form)
    remark = RemarkBlock.objects.get()
    assert (list(remark.appointments.all()), remark.capacity) == ([annas], "chair")


def test_a_post_of_somebody_else_is_refused_beside_the_field(desk, two_posts):
    _tong, held = two_posts
    form = form_of(desk, f"{LIST}add/") | {"headline": "Speech"}
    block = add_block(
        form, "remark", speaker=make.executive("Anna Berg").pk, text="Words.", appointments=[str(held[0].pk)]
    )
    assert f"{block}-appointments" in errors_of(desk.post(f"{LIST}add/", form))


def test_the_proposal_is_offered_while_writing(desk, two_posts):
    tong, held = two_posts
    query = {"speaker": tong.pk, "meeting": make.meeting().pk, "language": "en"}
    answer = desk.get(f"{LIST}proposal/", query)
    assert answer.json()["capacity"] == "secretary and managing director"
    assert [row["id"] for row in answer.json()["appointments"]] == [str(row.pk) for row in held]
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_post_that_readers_do_not_know_of_is_offered_as_such_and_not_filled_in(desk, two_posts):
    tong, held = two_posts
    secret = make.appointment(tong, make.post("chair"), date(2022, 1, 1), hidden=True)
    offered = desk.get(f"{LIST}proposal/", {"speaker": tong.pk, "meeting": make.meeting().pk}).json()["appointments"]
    unknown = [row["id"] for row in offered if "readers do not know" in row["label"]]
    assert unknown == [str(secret.pk)]
    assert len(offered) == len(held) + 1
    form = form_of(desk, f"{LIST}add/") | {"headline": "Speech"}
    add_block(form, "remark", speaker=tong.pk, text="Words.")
    desk.post(f"{LIST}add/", form)
    assert secret not in RemarkBlock.objects.get().appointments.all()


def test_the_day_of_the_dateline_counts_where_no_meeting_is_known(desk, two_posts):
    tong, _held = two_posts
    answer = desk.get(f"{LIST}proposal/", {"speaker": tong.pk, "day": "2015-06-01"}).json()
    assert answer["capacity"] == "engineer"
    assert "1 June 2015" in answer["title"]
    assert desk.get(f"{LIST}proposal/", {"speaker": tong.pk, "day": "1999-01-01"}).json()["none"]


@pytest.mark.parametrize(
    "query",
    [{}, {"speaker": "x"}, {"speaker": "9" * 40}, {"speaker": "0"}, {"speaker": "1", "day": "never"}, {"meeting": "½"}],
)
def test_a_malformed_question_is_no_server_error(desk, query):
    assert desk.get(f"{LIST}proposal/", query).status_code == 400


# The list


def test_the_list_says_in_words_how_each_release_stands(desk):
    make.article("A draft")
    live = make.release("A live one", at(7))
    make.save(live, headline="A live one, changed")
    make.schedule(make.article("A waiting one"), at(10), decided=at(7))
    make.withdraw(make.release("A withdrawn one", at(6)), at(7))
    html = texts_of(desk.get(LIST))
    for words in ("Draft", "Live, edition 1, unpublished changes", "Scheduled for 4 May 2026, 10:00", "Withdrawn on"):
        assert words in html


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("draft", {"Draft"}),
        ("live", {"Live", "Both"}),
        ("scheduled", {"Scheduled", "Both"}),
        ("withdrawn", {"Withdrawn"}),
    ],
)
def test_the_list_is_filtered_by_state(desk, state, found):
    make.article("Draft")
    make.release("Live", at(7))
    make.schedule(make.article("Scheduled"), at(10), decided=at(7))
    make.schedule(make.save(make.release("Both", at(7))), at(10), decided=at(7))
    make.withdraw(make.release("Withdrawn", at(6)), at(7))
    shown = desk.get(LIST, {"state": state}).context["cl"].result_list
    assert {article.headline for article in shown} == found


@pytest.mark.parametrize("query", ["angstrom", "ÅNGSTRÖM", "童", "tong"])
def test_the_list_finds_any_spelling(desk, query):
    make.article("Ångström meets 童来明, that is Tong Laiming")
    make.article("Nothing to do with it")
    assert len(desk.get(LIST, {"q": query}).context["cl"].result_list) == 1


@pytest.mark.parametrize("query", ["\0", "%", "x" * 10_000, "'\"\\"])
def test_the_list_takes_any_search(desk, query):
    assert desk.get(LIST, {"q": query}).status_code == 200


def test_the_list_takes_as_many_queries_for_fifty_as_for_one(desk):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get(LIST)
        return len(captured)

    make.release("First", at(7))
    queries()
    before = queries()
    for number in range(49):
        article = make.release(f"Release {number}", at(7)) if number % 2 else make.article(f"Draft {number}")
        if number % 3 == 0:
            make.schedule(make.save(article), at(10), decided=at(7, 30))
    assert queries() == before


# The state box, history and preview


def test_the_change_page_says_the_state_and_offers_what_comes_next(desk):
    html = texts_of(desk.get(page_of(make.article())))
    assert '<h2 id="state-words">Draft</h2>' in html
    assert "Submit for review…" in html
    assert "Publish now…" not in html
    assert "Withdraw…" not in html
    assert "Publish now…" in texts_of(desk.get(page_of(make.approved("Approved"))))
    live = make.release(moment=at(7))
    html = texts_of(desk.get(page_of(live)))
    assert "Withdraw…" in html
    assert "Publish" not in html.partition('class="state-actions"')[2].partition("</section>")[0]
    make.approve(make.save(live, headline="Another headline"), at(7, 30))
    assert "Publish changes…" in texts_of(desk.get(page_of(live)))


def test_who_may_not_publish_sees_no_such_buttons():
    article = make.article()
    html = texts_of(signed_in(staff("Author")).get(page_of(article)))
    assert "Publish now…" not in html
    assert "Preview" in html


def test_the_history_lists_transitions_and_saves(desk):
    article = make.release("Once", at(6))
    make.withdraw(article, at(7), reason="The figure was wrong.")
    html = texts_of(desk.get(page_of(article, "history")))
    for words in ("Published", "Withdrawn", "The figure was wrong.", "Saved"):
        assert words in html


def test_the_preview_is_the_public_page_of_what_is_saved(desk):
    hidden = make.executive("Anna Berg", hidden=True)
    article = make.article(
        "Still secret", meetings=[make.meeting("Secret summit", hidden=True)], topics=["Hidden topic"]
    )
    make.add_remark(article, hidden, "We keep our word.", capacity="chair")
    shown = make.add_picture(article, make.picture()).picture
    make.save(article)
    answer = desk.get(page_of(article, "preview"))
    html = texts_of(answer)
    for words in ("Still secret", "Anna Berg", "We keep our word.", "Secret summit", "Hidden topic", "Preview"):
        assert words in html
    assert f"/admin/articles/picture/{shown.pk}/content/" in html
    assert "articles/release.html" in [template.name for template in answer.templates]
    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_a_preview_is_in_the_language_of_the_release(desk):
    answer = desk.get(page_of(make.article("中文", language="zh-hans"), "preview"))
    assert answer.headers["Content-Language"] == "zh-hans"
    assert '<html lang="zh-hans"' in texts_of(answer)


def test_looking_at_a_preview_does_not_tell_readers(desk, client):
    article = make.article("Still secret", meetings=[make.meeting("Secret summit", hidden=True)])
    desk.get(page_of(article, "preview"))
    for address in ("/", "/news/", "/meetings/"):
        assert "ecret" not in texts_of(client.get(address))


# Deleting


@pytest.mark.parametrize("state", ["live", "scheduled", "withdrawn"])
def test_what_was_published_or_scheduled_is_not_deleted_and_the_page_says_why(desk, state):
    article = make.article("On the record")
    if state in {"live", "withdrawn"}:
        make.publish(article, at(6))
    else:
        make.schedule(article, at(10), decided=at(6))
    if state == "withdrawn":
        make.withdraw(article, at(7))
    for answer in (
        desk.get(page_of(article, "delete")),
        desk.post(page_of(article, "delete"), {"version": article.version}),
        desk.post(LIST, {"action": "bin_selected", "_selected_action": [article.pk]}),
    ):
        assert answer.status_code == 200
        assert "stays on the record" in texts_of(answer)
    assert Article.objects.filter(pk=article.pk, binned_at=None).exists()


# Doors that Django or its libraries leave open


def test_a_release_is_not_saved_as_a_new_one(desk):
    article = make.article()
    form = form_of(desk, page_of(article)) | {"_saveasnew": "1"}
    assert desk.post(page_of(article), form).status_code == 403
    assert Article.objects.count() == 1


def test_blocks_of_another_release_are_not_copied(desk):
    other, article = make.article("Other"), make.article("Mine")
    block = TextBlock.objects.get(parent=other)
    form = form_of(desk, page_of(article)) | {
        "_clone": f"articles.textblock:{block.pk}",
        "_clone_region": "main",
        "_clone_ordering": "1",
    }
    desk.post(page_of(article), form)
    assert TextBlock.objects.filter(parent=other).count() == 1


def test_a_release_that_is_not_there_is_no_server_error(desk):
    for part in ("preview", "publish", "refused/1", "history"):
        assert desk.get(f"{LIST}4711/{part}/").status_code in {302, 404}
    assert desk.get(f"{LIST}4711/change/").status_code == 302
    assert desk.post(f"{LIST}4711/change/", {}).status_code == 302
    assert desk.get(f"{LIST}nonsense/delete/").status_code == 302
