"""From the working copy to what is printed: the record, the rows it is found by, and numbers that stay."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from i18nfield.strings import LazyI18nString

from articles import workflow
from articles.models import Article, Boilerplate, Contact, Edition
from articles.publishing import Numbering
from tests.articles import factories as make
from tests.articles.factories import at, when

pytestmark = pytest.mark.django_db


def anchors(edition: Edition) -> dict[str, int]:
    """The number of each remark, by its words."""
    return {remark.text: remark.anchor for remark in edition.remarks.all()}


def points(edition: Edition) -> list[tuple[int, str]]:
    return [(point["number"], point["text"]) for point in edition.remarks.get().points]


def block(article: Article, words: str) -> Any:
    return article.articles_remarkblock_set.get(text=words)


# The record


def test_the_record_holds_everything_that_is_printed():
    speaker, held = make.holding("managing director", "Anna Ångström")
    plant = make.department("Hydro")
    whole = make.meeting("Congress", date(2026, 5, 4), date(2026, 5, 6))
    session = make.meeting("Opening", date(2026, 5, 4), parent=whole)
    image, report = make.picture(credit="Per Holm"), make.file()
    article = make.article(
        text="<p>It works.</p>",
        meetings=[whole],
        departments=[plant],
        topics=["Fish"],
        boilerplate=Boilerplate.objects.create(title="About us", text="We build.\r\n\r\nAll over\r\nthe world."),
        contact=Contact.objects.create(name="Press desk", role="Mornings", email="p@a.example", phone="+47 12"),
    )
    make.add_remark(article, speaker, "Thank you.\r\n\r\nTo all.", points=["Build.", "Keep."], meetings=[session])
    make.add_picture(article, image, "The hall")
    make.add_file(article, report)
    make.add_video(article, "The opening", "https://video.example/1")
    edition = make.publish(article, at(9))
    assert edition.record == {
        "blocks": [
            {"kind": "text", "html": "<p>It works.</p>"},
            {
                "kind": "remark",
                "anchor": 1,
                "speaker": speaker.public_id,
                "name": "Anna Ångström",
                "capacity": "managing director",
                "meetings": [{"id": session.public_id, "name": "Opening"}],
                "events": [session.public_id],
                "posts": [held.post.public_id],
                "text": "Thank you.\n\nTo all.",
                "points": [{"number": 1, "text": "Build."}, {"number": 2, "text": "Keep."}],
            },
            {
                "kind": "picture",
                "id": image.public_id,
                "alt": "A turbine hall",
                "caption": "The hall",
                "credit": "Per Holm",
                "width": 64,
                "height": 48,
            },
            {"kind": "file", "id": report.public_id, "title": "Half-year report", "type": "PDF", "bytes": 9},
            {"kind": "video", "title": "The opening", "url": "https://video.example/1"},
        ],
        "boilerplate": {"title": "About us", "paragraphs": ["We build.", "All over the world."]},
        "contact": {"name": "Press desk", "role": "Mornings", "email": "p@a.example", "phone": "+47 12"},
        "meetings": [whole.public_id, session.public_id],
        "departments": [plant.public_id],
        "topics": [make.topic("Fish").public_id],
    }


def test_an_edition_can_be_found_by_all_that_it_names():
    speaker, held = make.holding("managing director", "Anna Ångström")
    whole, other = make.meeting("Congress"), make.meeting("Fair")
    image, report = make.picture(), make.file()
    article = make.article(meetings=[whole], departments=[make.department("Hydro")], topics=["Fish", "fish"])
    make.add_remark(article, speaker, meetings=[other])
    make.add_picture(article, image)
    make.add_picture(article, image)
    make.add_file(article, report)
    edition = make.publish(article, at(9))
    assert set(edition.meetings.all()) == {whole, other}
    assert [str(row) for row in edition.departments.all()] == ["Hydro"]
    assert {row.name for row in edition.topics.all()} == {"Fish", "fish"}
    assert (list(edition.pictures.all()), list(edition.files.all())) == ([image], [report])
    remark = edition.remarks.get()
    assert (remark.speaker, list(remark.meetings.all()), list(remark.appointments.all())) == (speaker, [other], [held])


def test_head_of_the_edition_is_printed_on_one_line_without_control_characters():
    article = make.article("Turbines \ue000url:\ue001\r\nfor all", standfirst="In\n short", dateline_city="Ber\x00gen")
    article.dateline_date = date(2026, 5, 4)
    make.save(article)
    edition = make.publish(article, at(9), change_note=" A note\x00 ")
    assert edition.headline == "Turbines url: for all"
    assert (edition.standfirst, edition.dateline_city, edition.change_note) == ("In short", "Bergen", "A note")
    assert edition.dateline_date == date(2026, 5, 4)


def test_the_record_prints_names_in_the_language_of_the_release():
    speaker = make.executive(LazyI18nString({"en": "Tong Laiming", "zh-hans": "童来明"}))
    office = make.post(LazyI18nString({"en": "managing director", "zh-hans": "董事长"}))
    make.appointment(speaker, office)
    english = make.release("Results", at(9), said=[(speaker, "Thank you.")])
    chinese = make.release("业绩", at(9), said=[(speaker, "谢谢。")], language="zh-hans")
    for article, printed in ((english, ("Tong Laiming", "managing director")), (chinese, ("童来明", "董事长"))):
        remark = article.editions.get().remarks.get()
        assert (remark.speaker_name, remark.capacity) == printed


def test_history_prints_what_was_printed():
    """Renaming, moving and rewording afterwards change nothing on the record."""
    speaker, held = make.holding("managing director", "Anna Ångström")
    article = make.release("First", at(9), said=[(speaker, "Thank you.")], meetings=[make.meeting("Congress")])
    printed = Edition.objects.filter(article=article).values("record", "body_html", "card_html", "headline")
    before = printed.get()
    speaker.name = LazyI18nString("Anna Holm")
    speaker.save()
    held.post.title = LazyI18nString("president")
    held.post.save()
    make.save(article, headline="Second")
    block(article, "Thank you.").delete()
    assert (
        Edition.objects.filter(article=article).values("record", "body_html", "card_html", "headline").get() == before
    )


def test_the_capacity_is_printed_as_the_editor_wrote_it():
    speaker, _held = make.holding("managing director", "Anna Ångström")
    article = make.release(said=[(speaker, "Thank you.", {"capacity": "head of  the\nfirm"})])
    assert article.editions.get().remarks.get().capacity == "head of the firm"


def test_both_posts_of_a_speaker_stand_in_printed_order():
    speaker = make.executive("Tong Laiming")
    managing = make.appointment(speaker, make.post("managing director"), date(2015, 1, 1))
    secretary = make.appointment(speaker, make.post("secretary of the Party Committee"), date(2020, 1, 1))
    capacity = "secretary of the Party Committee and managing director"
    article = make.release(said=[(speaker, "First.", {"capacity": capacity})], meetings=[make.meeting()])
    remark = article.editions.get().remarks.get()
    assert list(remark.appointments.order_by("remarkappointment__position")) == [secretary, managing]
    printed = article.editions.get().record["blocks"][1]
    assert printed["posts"] == [secretary.post.public_id, managing.post.public_id]


def test_a_remark_without_a_meeting_of_its_own_was_made_at_those_of_the_release():
    meetings = [make.meeting("First", date(2026, 5, 4)), make.meeting("Second", date(2026, 5, 5))]
    article = make.release(said=[(make.executive(), "Thank you.")], meetings=meetings)
    edition = article.editions.get()
    assert list(edition.remarks.get().meetings.order_by("starts_on")) == meetings
    printed = edition.record["blocks"][1]
    assert printed["events"] == [row.public_id for row in meetings]
    assert printed["meetings"] == []  # not repeated beside each remark


def test_blocks_are_printed_in_their_order_whatever_their_kind():
    article = make.article(text="<p>1</p>")
    make.add_remark(article, make.executive(), "2")
    make.add_text(article, "<p>3</p>")
    make.add_video(article, "4")
    make.add_text(article, "<p>5</p>")
    edition = make.publish(article, at(9))
    assert edition.plain_text.split("\n\n") == ["1", "Anna Ångström", "2", "3", "4", "5"]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "java\tscript:alert(1)"])
def test_a_video_s_address_is_checked_again_when_printed(address):
    """A row made by a command has passed no form."""
    article = make.article()
    make.add_video(article, "The opening", address)
    edition = make.publish(article, at(9))
    assert edition.record["blocks"][-1]["url"] == ""
    assert "script:" not in edition.body_html


def test_publishing_asks_the_database_no_more_for_many_texts():
    speaker, _held = make.holding("managing director", "Anna Ångström")

    def queries(texts: int) -> int:
        article = make.article()
        for number in range(texts):
            make.add_text(article, f"<p>{number}</p>")
        make.add_remark(article, speaker)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            make.publish(article, at(9))
        return len(captured)

    queries(1)
    assert queries(1) == queries(20)


# Numbers of remarks


def test_remarks_are_numbered_in_printed_order():
    article = make.release(said=[(make.executive("A"), "one"), (make.executive("B"), "two")])
    assert anchors(article.editions.get()) == {"one": 1, "two": 2}


def test_a_remark_keeps_its_number_when_others_come_go_and_move():
    speaker = make.executive()
    article = make.release("1", at(9), said=[(speaker, "one"), (speaker, "two"), (speaker, "three")])
    block(article, "two").delete()
    block(article, "one").__class__.objects.filter(text="one").update(ordering=900)
    make.add_remark(article, speaker, "four")
    make.save(article)
    assert anchors(make.publish(article, at(10))) == {"three": 3, "four": 4, "one": 1}


def test_a_number_is_never_given_to_another_remark():
    speaker = make.executive()
    article = make.release("1", at(9), said=[(speaker, "one"), (speaker, "two")])
    block(article, "two").delete()
    make.save(article)
    assert anchors(make.publish(article, at(10))) == {"one": 1}
    make.add_remark(article, speaker, "three")
    make.save(article)
    assert anchors(make.publish(article, at(11))) == {"one": 1, "three": 3}


def test_a_remark_that_is_reworded_keeps_its_number():
    speaker = make.executive()
    article = make.release("1", at(9), said=[(speaker, "one"), (speaker, "two")])
    reworded = block(article, "two")
    reworded.text = "two, corrected"
    reworded.save()
    make.save(article)
    assert anchors(make.publish(article, at(10))) == {"one": 1, "two, corrected": 2}


def test_numbers_stay_through_a_withdrawal():
    speaker = make.executive()
    article = make.release("1", at(9), said=[(speaker, "one"), (speaker, "two")])
    make.withdraw(article, at(10))
    block(article, "one").delete()
    make.add_remark(article, speaker, "three")
    make.save(article)
    assert anchors(make.publish(article, at(11))) == {"two": 2, "three": 3}


def test_a_cancelled_edition_spends_no_number():
    """A gap in the numbers would tell readers that there was something."""
    speaker = make.executive()
    article = make.release("1", at(9), said=[(speaker, "one")])
    make.add_remark(article, speaker, "never said", points=["nor this"])
    make.save(article)
    make.schedule(article, at(12), decided=at(10))
    with when(11):
        workflow.cancel(article, by=None, version=article.version)
    block(article, "never said").delete()
    make.add_remark(article, speaker, "two")
    make.save(article)
    assert anchors(make.publish(article, at(13))) == {"one": 1, "two": 2}


def test_two_releases_number_their_remarks_apart():
    speaker = make.executive()
    make.release("1", at(9), said=[(speaker, "one"), (speaker, "two")])
    other = make.release("2", at(10), said=[(speaker, "three")])
    assert anchors(other.editions.get()) == {"three": 1}


# Numbers of points


A, B, C, D = "Build turbines.", "Keep promises.", "Save water.", "Train people."


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param([A, B, C], [A, B, C], [1, 2, 3], id="unchanged"),
        pytest.param([A, B, C], [A, "Keep every promise.", C], [1, 2, 3], id="reworded"),
        pytest.param([A, B], ["Build more turbines.", "Keep every promise."], [1, 2], id="all reworded"),
        pytest.param([A, B], [A, C, B], [1, 3, 2], id="inserted"),
        pytest.param([A, B], [C, A, B], [3, 1, 2], id="put first"),
        pytest.param([A, B], [A, B, C], [1, 2, 3], id="added"),
        pytest.param([A, B, C], [A, C], [1, 3], id="removed"),
        pytest.param([A, B, C], [B, C], [2, 3], id="first removed"),
        pytest.param([A, B, C], [A, "Keep every promise.", D, C], [1, 4, 5, 3], id="one became two: neither is it"),
        pytest.param([A, B, C, D], [A, "Promise and save.", D], [1, 5, 4], id="two became one: it is neither"),
        pytest.param([A, B], [B, A], [2, 1], id="exchanged"),
        pytest.param([A, B, C, D], [D, B, C, A], [4, 2, 3, 1], id="first and last exchanged"),
        pytest.param([A, A, B], [A, B, A], [1, 3, 2], id="said twice"),
        pytest.param([A, B], [], [], id="all removed"),
    ],
)
def test_a_point_keeps_its_number(before, after, expected):
    speaker = make.executive()
    article = make.article()
    block = make.add_remark(article, speaker, "Aims:", points=before)
    make.publish(article, at(9))
    block.points = "\n".join(after)
    block.save()
    make.save(article)
    edition = make.publish(article, at(10))
    assert points(edition) == list(zip(expected, after, strict=True))


def test_the_number_of_a_removed_point_is_not_given_again_even_later():
    article = make.article()
    block = make.add_remark(article, make.executive(), "Aims:", points=[A, B])
    make.publish(article, at(9))
    for hour, texts, expected in ((10, [A], [1]), (11, [A, C], [1, 3]), (12, [A], [1]), (13, [A, B, D], [1, 4, 5])):
        block.points = "\n".join(texts)
        block.save()
        make.save(article)
        assert points(make.publish(article, at(hour))) == list(zip(expected, texts, strict=True))


TEXTS = st.lists(st.sampled_from("abcdef"), max_size=6, unique=True)


@given(editions=st.lists(TEXTS, min_size=2, max_size=5))
def test_through_any_editions_numbers_stay_with_their_points(editions):
    used: set[int] = set()
    printed: list[dict[str, Any]] = []
    following = 1
    for texts in editions:
        numbering = Numbering({}, {"key": printed}, 1, {"key": following})
        before = {point["text"]: point["number"] for point in printed}
        printed = numbering.number_points("key", texts)
        following = numbering.next_point["key"]
        numbers = [point["number"] for point in printed]
        assert [point["text"] for point in printed] == texts
        assert len(set(numbers)) == len(numbers)
        for point in printed:
            if point["text"] in before:
                assert point["number"] == before[point["text"]]
            else:
                assert point["number"] not in used - set(before.values())
        used |= set(numbers)


def test_tens_of_thousands_of_points_are_numbered_at_once():
    texts = ["the same"] * 20_000 + [f"{n}" for n in range(20_000)]
    numbering = Numbering({}, {}, 1, {})
    numbering.points["key"] = numbering.number_points("key", texts)
    again = numbering.number_points("key", [*texts[::-1], "new"])
    assert {point["number"] for point in again} == set(range(1, 40_002))
