"""From the record to finished HTML, with places left open that nobody can type."""

from __future__ import annotations

import html
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from articles import rendering
from articles.models import Boilerplate, Contact, Edition
from articles.publishing import rerender
from tests.articles import factories as make
from tests.articles.factories import at

TYPED_MARKER = "\ue000url:\ue001"


def record(*blocks: dict[str, Any], **others: Any) -> dict[str, Any]:
    return {"blocks": list(blocks), "boilerplate": None, "contact": None, **others}


def remark(**others: Any) -> dict[str, Any]:
    return {
        "kind": "remark",
        "anchor": 3,
        "speaker": "anna",
        "name": "Anna Ångström",
        "capacity": "managing director",
        "meetings": [{"id": "fair", "name": "Fair"}],
        "events": ["fair"],
        "posts": [],
        "text": "Thank you.\n\nTo all.",
        "points": [{"number": 1, "text": "Build."}, {"number": 4, "text": "Keep."}],
        **others,
    }


def spelled(kind: str, identifier: str) -> str:
    return f"[{kind}:{identifier}]"


def body(*blocks: dict[str, Any], **others: Any) -> str:
    return rendering.fill(rendering.render_body(record(*blocks, **others), "en"), spelled)


# Markers


def test_a_marker_is_replaced_by_what_it_stands_for_at_the_time():
    text = f"a {rendering.marker('person', 'anna')} b {rendering.marker('url')} c"
    assert rendering.fill(text, spelled) == "a [person:anna] b [url:] c"


def test_what_a_marker_is_replaced_by_is_not_looked_at_again():
    text = rendering.marker("person", "anna")
    assert rendering.fill(text, lambda kind, identifier: rendering.marker("url")) == rendering.marker("url")


@given(st.text(alphabet="\ue000\ue001url:persona1 &#x;<>", max_size=40))
def test_text_without_a_whole_marker_stays(text):
    asked: list[str] = []

    def note(kind: str, identifier: str) -> str:
        asked.append(kind)
        return ""

    filled = rendering.fill(text, note)
    assert asked or filled == text


def test_filling_is_linear():
    assert len(rendering.fill("\ue000a:" * 100_000, spelled)) == 300_000


@pytest.mark.django_db
def test_nothing_that_an_editor_types_can_be_a_marker(make_typed):
    """Not in any field, not as a character reference, not twice escaped."""
    edition = make_typed(TYPED_MARKER)
    assert not spoils(edition)
    for reference in ("&#xe000;url:&#xe001;", "&#57344;url:&#57345;", "&amp;#xe000;url:&amp;#xe001;"):
        assert not spoils(make_typed(reference))


def spoils(edition: Edition) -> bool:
    """Whether the edition holds more open places than one without anything typed would."""
    kinds: list[str] = []

    def note(kind: str, identifier: str) -> str:
        kinds.append(kind)
        return ""

    rendering.fill(edition.body_html, note)
    rendering.fill(edition.card_html, note)
    stray = "\ue000" in edition.plain_text + edition.headline + edition.standfirst
    return stray or sorted(kinds) != sorted(["person", "portrait", "meeting", "picture", "file", "url", "date"])


@pytest.fixture
def make_typed():
    """Prints an edition in which a text was typed into every field that there is."""

    def typed(text: str) -> Edition:
        speaker = make.executive(f"A{text}", native_name=text)
        held = make.meeting(f"Fair{text}")
        article = make.article(
            f"Headline{text}",
            text=f"<h2>{text}</h2><p>{text}<a href='/{text}'>{text}</a></p>",
            standfirst=text,
            dateline_city=text,
            topics=[f"T{text}"],
            type="results",
            inside_information=True,
            filing_reference=text,
            forward_looking=Boilerplate.objects.create(kind="forward-looking", title=text, text=text),
            boilerplate=Boilerplate.objects.create(title=text, text=text),
            contact=Contact.objects.create(name=text, role=text, email=text, phone=text),
        )
        make.add_remark(article, speaker, text, points=[text, text], meetings=[held], capacity=text)
        make.add_picture(article, make.picture(text, alternative=f"A{text}", credit=text), text)
        make.add_file(article, make.file(text), text)
        make.add_video(article, text, f"https://a.example/{text}")
        return make.publish(article, at(9), change_note=text)

    return typed


# Bodies


def test_a_remark_stands_with_its_speaker_and_every_point_has_an_address():
    text = body(remark())
    assert '<figure class="remark" id="r3">' in text
    assert '<a href="[person:anna]">Anna Ångström</a>' in text
    assert "[portrait:anna]" in text
    assert "managing director" in text
    assert '<a href="[meeting:fair]">Fair</a>' in text
    assert "<p>Thank you.</p><p>To all.</p>" in text
    assert 'id="r3-p1" value="1"' in text
    assert 'id="r3-p4" value="2"' in text
    assert 'href="#r3-p4"' in text


def test_a_remark_without_capacity_meeting_or_points_has_no_empty_places():
    text = body(remark(capacity="", meetings=[], points=[]))
    assert not any(name in text for name in ("speaker-capacity", "speaker-meeting", "points"))


def test_a_picture_a_file_and_a_video_are_links_left_open():
    picture = {"kind": "picture", "id": "p1", "alt": "A hall", "caption": "", "credit": "", "width": 64, "height": 48}
    text = body(
        picture,
        {"kind": "file", "id": "f1", "title": "Report", "type": "PDF", "bytes": 2048},
        {"kind": "video", "title": "Film", "url": "https://video.example/1"},
    )
    assert 'src="[picture:p1]"' in text
    assert 'alt="A hall"' in text
    assert 'width="64"' in text
    assert 'href="[file:f1]"' in text
    assert 'href="https://video.example/1"' in text
    assert "<iframe" not in text


def test_boilerplate_and_contact_end_a_release():
    contact = {"name": "Press desk", "role": "", "email": "press@a.example", "phone": "+47 12 34"}
    text = body(boilerplate={"title": "About us", "paragraphs": ["We build.", "We keep."]}, contact=contact)
    assert "<p>We build.</p><p>We keep.</p>" in text
    assert 'href="mailto:press@a.example"' in text
    assert 'href="tel:+471234"' in text


DISCLOSED = {
    "inside_information": True,
    "filing_reference": "2026-17",
    "isin": ["NO0010063308", "NO0010063316"],
    "tickers": ["OSL: NOR"],
}


def test_what_results_disclose_comes_before_what_ends_every_release():
    text = body(
        disclosure=DISCLOSED,
        forward_looking={"title": "Caution", "paragraphs": ["It may turn out otherwise."], "version": 2},
        boilerplate={"title": "About us", "paragraphs": ["We build."], "version": 3},
        contact={"name": "Press desk", "role": "", "email": "", "phone": ""},
    )
    order = ("Inside information", "contains inside information", "NO0010063308", "NO0010063316", "OSL: NOR")
    order += ("2026-17", "Caution", "It may turn out otherwise.", "About us", "We build.", "Press desk")
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)


def test_nothing_is_printed_that_is_not_known():
    text = body(disclosure={"inside_information": False, "filing_reference": "", "isin": [], "tickers": []})
    assert "<dt>Inside information</dt>\n<dd>No</dd>" in text
    assert not any(words in text for words in ("ISIN", "Ticker", "Filing reference"))
    assert "Inside information" not in body(disclosure=None)


def test_a_record_from_before_there_was_disclosure_is_printed_as_ever():
    """Old records hold neither the key of the disclosure nor that of the caution."""
    assert body() == body(disclosure=None, forward_looking=None)


def test_the_disclosure_is_written_in_the_language_of_the_release():
    text = rendering.render_body(record(disclosure=DISCLOSED), "zh-hans")
    assert "NO0010063308" in text


def test_an_announcement_is_found_by_its_identifiers_and_not_by_what_stands_under_many():
    caution = {"title": "Caution", "paragraphs": ["It may turn out otherwise."], "version": 2}
    text = rendering.plain_text(record(disclosure=DISCLOSED, forward_looking=caution))
    assert text.split("\n\n") == ["2026-17", "ISIN NO0010063308", "ISIN NO0010063316", "OSL: NOR"]


@pytest.mark.django_db
def test_everything_disclosed_stands_in_the_page_and_in_the_data(settings, client):
    settings.NEWSROOM_ISIN = ("NO0010063308",)
    caution = Boilerplate.objects.create(kind="forward-looking", title="Caution", text="Perhaps not.")
    make.release("Results", at(9), type="results", filing_reference="2026-17", forward_looking=caution)
    page = client.get("/news/results/").content.decode()
    item = client.get("/news/results.json").json()
    for words in ("2026-17", "NO0010063308"):
        assert words in page
        assert words in item["content_html"]
        assert words in item["content_text"]
    assert "Perhaps not." in item["content_html"]


HOSTILE = "<script>alert(1)</script>\"'&"


def test_everything_printed_is_escaped():
    words = dict.fromkeys(("name", "capacity", "text"), HOSTILE)
    text = body(
        remark(**words, meetings=[{"id": "x", "name": HOSTILE}], points=[{"number": 1, "text": HOSTILE}]),
        {"kind": "picture", "id": "p", "alt": HOSTILE, "caption": HOSTILE, "credit": HOSTILE, "width": 1, "height": 1},
        {"kind": "file", "id": "f", "title": HOSTILE, "type": "PDF", "bytes": 1},
        {"kind": "video", "title": HOSTILE, "url": "https://a.example"},
        boilerplate={"title": HOSTILE, "paragraphs": [HOSTILE]},
        forward_looking={"title": HOSTILE, "paragraphs": [HOSTILE]},
        disclosure={"inside_information": True, "filing_reference": HOSTILE, "isin": [HOSTILE], "tickers": [HOSTILE]},
        contact=dict.fromkeys(("name", "role", "email", "phone"), HOSTILE),
    )
    assert "<script" not in text
    assert text.count(html.escape("<script>")) >= 17


def test_rich_text_is_cleaned_again_when_rendered():
    """A record from before a stricter sanitiser, or written past the field, comes out clean."""
    text = body({"kind": "text", "html": "<p onclick='x()'>a</p><script>b</script><a href='javascript:c'>d</a>"})
    assert "<p>a</p>" in text
    assert not any(trace in text for trace in ("onclick", "script", "javascript"))


def test_a_video_s_address_is_checked_again_when_rendered():
    assert "javascript" not in body({"kind": "video", "title": "Film", "url": "javascript:alert(1)"})


def test_a_body_is_written_in_the_language_of_the_release():
    contact = {"name": "Press desk", "role": "", "email": "", "phone": ""}
    english = rendering.render_body(record(contact=contact), "en")
    chinese = rendering.render_body(record(contact=contact), "zh-hans")
    assert "Press contact" in english
    assert "Press contact" not in chinese


def test_plain_text_holds_the_words_in_printed_order():
    text = rendering.plain_text(
        record(
            {"kind": "text", "html": "<h2>Aims</h2><p>A &amp; B<br>and C</p><ul><li><p>D</p></li></ul>"},
            remark(),
            {"kind": "picture", "caption": "The hall"},
            {"kind": "picture", "caption": ""},
            {"kind": "file", "title": "Report"},
            {"kind": "video", "title": "Film"},
        )
    )
    assert text.split("\n\n") == [
        *("Aims", "A & B", "and C", "D"),
        *("Anna Ångström, managing director", "Thank you.", "To all.", "1. Build.", "2. Keep."),
        *("The hall", "Report", "Film"),
    ]


def test_finished_html_has_no_gaps_of_templates():
    text = rendering.render_body(record(remark()), "en")
    assert all(line == line.strip() and line for line in text.split("\n"))


@pytest.mark.django_db
def test_search_text_is_folded():
    edition = make.release("Ångström SPEAKS", said=[(make.executive("Łukasz"), "Größe")]).editions.get()
    assert all(word in edition.search_text for word in ("angstrom speaks", "lukasz", "grosse"))


# Rendering anew


@pytest.mark.django_db
def test_rendering_anew_gives_the_same_and_leaves_the_record():
    speaker = make.executive()
    edition = make.release(said=[(speaker, "Thank you.", {"points": ["Build."]})], topics=["Fish"]).editions.get()
    names = ("record", "body_html", "card_html", "plain_text", "search_text", "rendering_version")
    before = {name: getattr(edition, name) for name in names}
    edition.body_html = edition.card_html = edition.plain_text = edition.search_text = ""
    rerender(edition)
    assert {name: getattr(edition, name) for name in names} == before


@pytest.mark.django_db
def test_the_command_renders_anew_what_an_older_version_rendered():
    """As after an upgrade that prints more than before."""
    edition = make.release("Results", at(9), type="results", filing_reference="2026-17").editions.get()
    rendered = edition.body_html
    type(edition).objects.update(body_html="Old", plain_text="Old", rendering_version="0.2.1")
    call_command("rerender", stdout=StringIO())
    edition.refresh_from_db()
    assert (edition.body_html, edition.rendering_version) == (rendered, rendering.version())
    assert "2026-17" in edition.plain_text


@pytest.mark.django_db
def test_finished_html_holds_no_address_and_no_date_of_its_own():
    """They may change; so they are asked for at each read."""
    edition = make.release("Turbines", at(9), meetings=[make.meeting()]).editions.get()
    for text in (edition.body_html, edition.card_html):
        assert "/news/" not in text
        assert "2026" not in text


def test_the_version_says_which_templates_and_sanitiser_made_it(monkeypatch):
    rendering.version.cache_clear()
    before = rendering.version()
    monkeypatch.setattr(rendering, "SANITISER_VERSION", 999)
    rendering.version.cache_clear()
    assert rendering.version() != before
    rendering.version.cache_clear()
