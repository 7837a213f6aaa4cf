"""What the database itself refuses, and what the editor is told about it beside the field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.db.models import ProtectedError

from articles.models import (
    Article,
    Boilerplate,
    Contact,
    Edition,
    EditionTopic,
    File,
    Meeting,
    Picture,
    Remark,
    RemarkBlock,
    Reveal,
    TextBlock,
    Topic,
    VideoBlock,
)
from articles.models.media import MAX_DOCUMENT_BYTES, validate_document
from tests.articles import factories as make
from tests.articles.factories import LONG_AGO, at

pytestmark = pytest.mark.django_db


def errors(row: models.Model, exclude: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """What a form says about a row, by field; empty if it takes it."""
    try:
        row.full_clean(exclude=exclude)
    except ValidationError as refused:
        return {field: list(messages) for field, messages in refused.message_dict.items()}
    return {}


def refused(write: Callable[[], Any]) -> bool:
    """Whether the database refuses a write, past every form."""
    try:
        with transaction.atomic():
            write()
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except (IntegrityError, DatabaseError):
        return True
    return False


# Meetings


def new_meeting(**fields: Any) -> Meeting:
    days = {"starts_on": date(2026, 5, 4), "ends_on": date(2026, 5, 6)}
    return Meeting(**{"name": "Congress", "public_from": LONG_AGO, **days, **fields})


def test_a_meeting_cannot_end_before_it_starts():
    backwards = new_meeting(ends_on=date(2026, 5, 3))
    assert "A meeting cannot end before it starts." in errors(backwards)["ends_on"]
    assert refused(backwards.save)


@pytest.mark.parametrize("field", ["starts_on", "ends_on", "name"])
def test_a_meeting_needs_its_days_and_its_name(field):
    assert list(errors(new_meeting(**{field: None}))) == [field]


def test_a_session_lies_within_the_days_of_its_meeting():
    whole = make.meeting("Congress", date(2026, 5, 4), date(2026, 5, 6))
    assert errors(new_meeting(parent=whole)) == {}
    outside = {"starts_on": ["A session lies within the days of its meeting."]}
    assert errors(new_meeting(parent=whole, starts_on=date(2026, 5, 3))) == outside
    assert errors(new_meeting(parent=whole, ends_on=date(2026, 5, 7))) == outside


def test_a_meeting_is_no_session_of_itself():
    whole = make.meeting()
    whole.parent = whole
    assert errors(whole)["parent"] == ["A meeting cannot be a session of itself."]
    assert refused(lambda: Meeting.objects.filter(pk=whole.pk).update(parent=whole))


def test_a_session_has_no_sessions():
    whole = make.meeting("Congress")
    session = make.meeting("Opening", parent=whole)
    further = {"parent": ["A session cannot have sessions of its own."]}
    days = {"starts_on": session.starts_on, "ends_on": session.ends_on}
    assert errors(new_meeting(parent=session, **days)) == further
    whole.parent = make.meeting("Fair")
    assert errors(whole) == further


def test_a_session_is_not_public_before_its_meeting():
    hidden = make.meeting("Merger", hidden=True)
    days = {"parent": hidden, "starts_on": hidden.starts_on, "ends_on": hidden.ends_on}
    assert list(errors(new_meeting(**days))) == ["public_from"]
    assert errors(new_meeting(public_from=None, **days)) == {}


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", ""])
def test_a_time_zone_must_be_known(zone):
    assert list(errors(new_meeting(time_zone=zone))) == ["time_zone"]


@pytest.mark.parametrize("country", ["no", "NOR", "N1", "NO\n"])
def test_a_country_has_two_capital_letters(country):
    assert list(errors(new_meeting(country=country))) == ["country"]


def test_a_meeting_with_sessions_cannot_be_deleted():
    whole = make.meeting()
    make.meeting("Opening", parent=whole)
    with pytest.raises(ProtectedError):
        whole.delete()


# Releases


def test_a_release_needs_a_headline_that_can_be_read():
    for blank in ("", " ", "\u200b", "\u200b \u00ad"):
        assert list(errors(Article(headline=blank))) == ["headline"]


def test_one_translation_per_language():
    first = make.article("First")
    second = Article(headline="Second", translation_key=first.translation_key)
    assert "There is a version of this release in this language already." in errors(second)["__all__"]
    assert refused(second.save)
    chinese = Article(headline="第二", language="zh-hans", translation_key=first.translation_key)
    assert errors(chinese) == {}
    assert not refused(chinese.save)


def test_an_address_belongs_to_one_release_of_a_language():
    first, second = make.release("First", at(9)), make.release("Second", at(9))
    assert refused(lambda: Article.objects.filter(pk=second.pk).update(slug=first.slug))


@pytest.mark.parametrize("wanted", ["Upper", "dots.json", "two--hyphens", "-x", "x-", "ünï", "a b", "a/b", "x\n"])
def test_an_address_is_made_of_plain_words(wanted):
    assert list(errors(Article(headline="First", wanted_slug=wanted))) == ["wanted_slug"]


def test_the_language_of_a_published_release_stays():
    article = make.article()
    article.language = "zh-hans"
    assert errors(article) == {}
    article = make.release("Second", at(9))
    article.language = "zh-hans"
    assert errors(article) == {"language": ["The language of a published release stays as it is."]}


@pytest.mark.parametrize("field", ["language", "type"])
def test_language_and_type_come_from_lists(field):
    assert list(errors(Article(headline="First", **{field: "none"}))) == [field]


# Blocks


def new_remark(**fields: Any) -> RemarkBlock:
    draft = make.article()
    return RemarkBlock(**{"parent": draft, "region": "main", "ordering": 10, "text": "Thanks.", **fields})


def test_a_remark_needs_a_speaker():
    nobody = new_remark()
    assert list(errors(nobody)) == ["speaker"]
    assert refused(nobody.save)


@pytest.mark.parametrize("words", [{"text": ""}, {"text": " \r\n", "points": "\t"}])
def test_a_remark_needs_words_or_points(words):
    remark = new_remark(speaker=make.executive(), **words)
    assert errors(remark) == {"text": ["Write the words, the points, or both."]}
    remark.points = "One"
    assert errors(remark) == {}


@pytest.mark.parametrize(
    "url", ["http://video.example", "javascript:alert(1)", "//video.example", "video", "ftp://a.b"]
)
def test_a_video_is_linked_by_https(url):
    block = VideoBlock(parent=make.article(), region="main", ordering=1, title="Film", url=url)
    assert list(errors(block)) == ["url"]


def test_spaces_around_a_video_s_address_are_dropped():
    block = VideoBlock(parent=make.article(), region="main", ordering=1, title="Film", url=" https://video.example/1\n")
    assert errors(block) == {}
    assert block.url == "https://video.example/1"


# Files


def test_a_document_is_a_pdf_by_name_and_by_content():
    validate_document(ContentFile(b"%PDF-1.7\n", name="Report.PDF"))
    for name, content in (("r.docx", b"%PDF-1.7"), ("r.pdf", b"<html>"), ("r.pdf", b""), ("", b"%PDF-")):
        with pytest.raises(ValidationError):
            validate_document(ContentFile(content, name=name))


def test_a_document_of_more_than_fifty_megabytes_is_refused():
    large = ContentFile(b"%PDF-1.7\n", name="report.pdf")
    large.size = MAX_DOCUMENT_BYTES + 1
    with pytest.raises(ValidationError, match="50 MB"):
        validate_document(large)


def test_a_file_is_stored_under_a_name_that_says_nothing():
    first, second = make.file("Merger"), make.file("Merger")
    for row in (first, second):
        folder, _slash, name = row.file.name.partition("/")
        assert (folder, name.rpartition(".")[2], len(name)) == ("files", "pdf", 36)
        assert "report" not in name
    assert first.file.name != second.file.name


@pytest.mark.parametrize("kind", ["picture", "file"])
def test_what_was_published_keeps_its_content(kind):
    """A new file under an old entry would change what a release printed."""
    article = make.article()
    shown: Any = make.picture() if kind == "picture" else make.file()
    field = "image" if kind == "picture" else "file"
    other = getattr(make.picture() if kind == "picture" else make.file(), field)
    if kind == "picture":
        make.add_picture(article, shown)
    else:
        make.add_file(article, shown)
    assert errors(shown) == {}
    setattr(shown, field, other.name)
    assert errors(shown) == {}
    shown.refresh_from_db()
    make.publish(article, at(9))
    assert errors(shown) == {}
    setattr(shown, field, other.name)
    assert list(errors(shown)) == [field]


# Editions


def edition(article: Article, **fields: Any) -> Edition:
    head = {"language": "en", "type": "news", "headline": "First", "record": {}, "pending": False}
    return Edition(**{"article": article, "source": article.snapshots.first(), "opens_at": at(9), **head, **fields})


def test_at_most_one_edition_of_a_release_waits():
    article, other = make.article(), make.article("Other")
    edition(article, pending=True).save()
    assert refused(edition(article, pending=True).save)
    assert not refused(edition(article, pending=False).save)
    assert not refused(edition(other, pending=True).save)


@pytest.mark.parametrize(
    ("bounds", "overlap"),
    [
        pytest.param((at(8), None), True, id="begins before and never ends"),
        pytest.param((at(10), at(11)), True, id="lies within"),
        pytest.param((at(8), at(13)), True, id="lies around"),
        pytest.param((at(11, 59, 59), None), True, id="begins in the last second"),
        pytest.param((at(8), at(9, 0, 1)), True, id="ends in the first second"),
        pytest.param((at(9), at(12)), True, id="is the same"),
        pytest.param((at(12), None), False, id="begins as the other ends"),
        pytest.param((at(8), at(9)), False, id="ends as the other begins"),
        pytest.param((at(10), at(10)), False, id="is empty"),
        pytest.param((None, None), False, id="has no bounds yet"),
    ],
)
def test_the_database_refuses_two_live_editions_at_one_instant(bounds, overlap):
    article, other = make.article(), make.article("Other")
    edition(article, live_from=at(9), live_until=at(12)).save()
    live_from, live_until = bounds
    assert refused(edition(article, live_from=live_from, live_until=live_until).save) == overlap
    assert not refused(edition(other, live_from=live_from, live_until=live_until).save)


def test_it_refuses_an_update_as_well_and_a_whole_row_of_them():
    article = make.article()
    first = edition(article, live_from=at(9), live_until=at(12))
    second = edition(article, live_from=at(12))
    Edition.objects.bulk_create([first, second])
    assert refused(lambda: Edition.objects.filter(pk=first.pk).update(live_until=None))
    assert refused(lambda: Edition.objects.filter(pk=second.pk).update(live_from=at(11)))
    assert refused(lambda: Edition.objects.bulk_create([edition(article, live_from=at(10))]))


def test_an_end_needs_a_beginning_and_a_withdrawal_needs_a_reason():
    article = make.article()
    assert refused(edition(article, live_until=at(12)).save)
    assert refused(edition(article, withdrawn_at=at(12)).save)


def test_numbers_and_links_of_an_edition_stand_once():
    speaker = make.executive()
    article = make.release(
        "First", at(9), said=[(speaker, "one")], topics=["Fish"], meetings=[make.meeting(hidden=True)]
    )
    live = article.editions.get()
    first, link, reveal = live.remarks.get(), EditionTopic.objects.get(), Reveal.objects.first()
    assert reveal is not None
    again = {"edition": live, "speaker": speaker, "position": 9, "block_key": "other"}
    assert refused(Remark(anchor=first.anchor, **again).save)
    assert refused(EditionTopic(edition=live, topic=link.topic).save)
    assert refused(Reveal(edition=live, content_type=reveal.content_type, object_id=reveal.object_id).save)


# What is on the record stays


@pytest.fixture
def on_the_record() -> dict[str, models.Model]:
    """A live release, and one row of every kind that it names."""
    speaker, held = make.holding("managing director", "Anna Ångström")
    fair, plant, image, report = make.meeting("Fair"), make.department("Hydro"), make.picture(), make.file()
    article = make.article(meetings=[fair], departments=[plant], topics=["Fish"])
    make.add_remark(article, speaker)
    make.add_picture(article, image)
    make.add_file(article, report)
    live = make.publish(article, at(9))
    # The working copy names nothing any more: what protects these rows is the record alone.
    article.meetings.clear()
    article.departments.clear()
    article.topics.clear()
    for block in (RemarkBlock, TextBlock):
        block.objects.filter(parent=article).delete()
    for link in ("articles_pictureblock_set", "articles_fileblock_set"):
        getattr(article, link).all().delete()
    return {
        "speaker": speaker,
        "appointment": held,
        "post": held.post,
        "meeting": fair,
        "department": plant,
        "topic": make.topic("Fish"),
        "picture": image,
        "file": report,
        "release": article,
        "snapshot": live.source,
    }


ON_THE_RECORD = [
    "speaker",
    "appointment",
    "post",
    "meeting",
    "department",
    "topic",
    "picture",
    "file",
    "release",
    "snapshot",
]


@pytest.mark.parametrize("kind", ON_THE_RECORD)
def test_nothing_on_the_record_can_be_deleted(kind, on_the_record):
    with pytest.raises(ProtectedError):
        on_the_record[kind].delete()
    assert type(on_the_record[kind])._base_manager.filter(pk=on_the_record[kind].pk).exists()


@pytest.mark.parametrize("kind", ON_THE_RECORD)
def test_nor_many_at_once(kind, on_the_record):
    rows = type(on_the_record[kind])._default_manager.filter(pk=on_the_record[kind].pk)
    with pytest.raises(ProtectedError), transaction.atomic():
        rows.delete()
    assert rows.exists()


def test_what_only_a_draft_names_is_kept_too():
    speaker, image, report = make.executive(), make.picture(), make.file()
    contact, boilerplate = Contact.objects.create(name="Desk"), Boilerplate.objects.create(title="About", text="We.")
    article = make.article(contact=contact, boilerplate=boilerplate, topics=["Fish"])
    make.add_remark(article, speaker)
    make.add_picture(article, image)
    make.add_file(article, report)
    for row in (speaker, image, report, contact, boilerplate, make.topic("Fish")):
        with pytest.raises(ProtectedError):
            row.delete()


def test_a_draft_that_was_never_published_can_be_deleted_whole():
    article = make.article(meetings=[make.meeting()], topics=["Fish"])
    make.add_remark(article, make.executive())
    article.delete()
    assert not Article.objects.exists()
    assert not RemarkBlock.objects.exists()
    for model in (Meeting, Topic):
        model.objects.get().delete()


def test_pictures_and_files_that_nothing_names_can_be_deleted():
    make.picture().delete()
    make.file().delete()
    assert not Picture.objects.exists()
    assert not File.objects.exists()
