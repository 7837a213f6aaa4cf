"""From the working copy to what is printed: the record, the rows it is found by, and numbers that stay."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from i18nfield.strings import LazyI18nString

from articles import publishing, references, snapshots, standing
from articles.models import Article, Boilerplate, Contact, Edition
from tests.articles import factories as make
from tests.articles.factories import at

pytestmark = pytest.mark.django_db


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
        "boilerplate": {"title": "About us", "paragraphs": ["We build.", "All over the world."], "version": 0},
        "contact": {"name": "Press desk", "role": "Mornings", "email": "p@a.example", "phone": "+47 12", "version": 0},
        "forward_looking": None,
        "disclosure": None,
        "meetings": [whole.public_id, session.public_id],
        "departments": [plant.public_id],
        "topics": [make.topic("Fish").public_id],
    }


def test_results_keep_what_the_law_on_disclosure_wants_printed(settings):
    """As the settings were then: an identifier that changes later is not printed into old releases."""
    settings.NEWSROOM_ISIN, settings.NEWSROOM_TICKERS = ("NO0010063308",), ("OSL: NOR",)
    caution = Boilerplate.objects.create(kind="forward-looking", title="Caution", text="It may turn out otherwise.")
    article = make.article(
        type="results", inside_information=True, filing_reference=" 2026-17\x01 ", forward_looking=caution
    )
    record = make.publish(article, at(9)).record
    assert record["disclosure"] == {
        "inside_information": True,
        "filing_reference": "2026-17",
        "isin": ["NO0010063308"],
        "tickers": ["OSL: NOR"],
    }
    assert record["forward_looking"] == {
        "title": "Caution",
        "paragraphs": ["It may turn out otherwise."],
        "version": 0,
    }


def test_what_stands_at_the_end_is_printed_with_the_number_of_its_version():
    about = Boilerplate.objects.create(title="About us", text="We build.")
    desk = Contact.objects.create(name="Press desk")
    standing.record(about)
    standing.record(desk)
    about.text = "We build more."
    about.save()
    standing.record(about)
    record = make.publish(make.article(boilerplate=about, contact=desk), at(9)).record
    assert (record["boilerplate"]["version"], record["contact"]["version"]) == (2, 1)


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
    article = make.article("Turbines \ue000url:\ue001\r\nfor all", standfirst="In\n short", dateline_city="Ber\x01gen")
    article.dateline_date = date(2026, 5, 4)
    make.save(article)
    edition = make.publish(article, at(9), change_note=" A note\x01 ")
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
    links = remark.remarkappointment_set.values_list("appointment", "position")
    assert list(links) == [(secretary.pk, 0), (managing.pk, 1)]
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


def test_composing_asks_the_database_no_more_for_many_remarks():
    """Every page of the desk that says what would be printed composes it."""
    whole = make.meeting("Congress")
    session = make.meeting("Opening", parent=whole)

    def queries(remarks: int) -> int:
        article = make.article(meetings=[whole])
        for number in range(remarks):
            speaker, held = make.holding(f"director {number}", f"Anna {number}")
            make.add_remark(article, speaker, meetings=[session] if number % 2 else (), appointments=[held])
        data = snapshots.capture(article)
        with CaptureQueriesContext(connection) as captured:
            composition = publishing.compose(article, data, at(9))
            list(references.rows_of(composition))
        assert len(composition.remarks) == remarks
        return len(captured)

    assert queries(2) == queries(12)


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
