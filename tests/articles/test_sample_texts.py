"""The sample newsroom's texts: well-formed HTML, plain remarks, each language in its own script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from articles.sample import SAMPLE
from articles.sample.shapes import Block, ReleaseData, Remark, Text, Texts, Video

LANGUAGES = {"en", "zh-hans"}
TAGS = {"p", "h2", "h3", "ul", "ol", "li", "strong", "em", "a", "blockquote"}
TOP_LEVEL = {"p", "h2", "h3", "ul", "ol", "blockquote"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:!?()]|[,;:!?()][\u4e00-\u9fff]")
PAGES = {
    "meetings": {row.key for row in SAMPLE.meetings},
    "people": {row.key for row in SAMPLE.executives},
    "departments": {row.key for row in SAMPLE.departments},
    "topics": {row.key for row in SAMPLE.topics},
}
RELEASES = {row.key: row for row in SAMPLE.releases}

every_release = pytest.mark.parametrize("release", SAMPLE.releases, ids=lambda row: row.key)


def blocks(release: ReleaseData) -> Iterator[Block]:
    """Those of the body as first published, then as corrected."""
    yield from release.blocks
    if release.correction:
        yield from release.correction.blocks or ()


def remarks(release: ReleaseData) -> Iterator[Remark]:
    return (block for block in blocks(release) if isinstance(block, Remark))


def first_published(release: ReleaseData) -> list[str]:
    """What a reader of the first edition reads below the standfirst."""
    texts = []
    for block in release.blocks:
        if isinstance(block, Text):
            texts.append(re.sub(r"<[^>]+>", " ", block.html))
        elif isinstance(block, Remark):
            texts += [block.text, *block.points]
    return texts


class Checker(HTMLParser):
    """Follows the tags, and fails where one is unknown, out of place, or closes another's element."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        if not self.open:
            assert tag in TOP_LEVEL
        if tag == "li":
            assert self.open[-1] in {"ul", "ol"}
        assert {name for name, _ in attrs} == ({"href"} if tag == "a" else set())
        self.links += [value or "" for name, value in attrs if name == "href"]
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        raise AssertionError(f"<{tag}/> is not written here")

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        assert self.open, f"outside any element: {data!r}"
        assert self.open[-1] not in {"ul", "ol"}

    def handle_comment(self, data: str) -> None:
        raise AssertionError("a comment")


def check(fragment: str) -> list[str]:
    """The links of a fragment that is well formed."""
    checker = Checker()
    checker.feed(fragment)
    checker.close()
    assert checker.open == []
    return checker.links


def test_every_name_is_given_in_both_languages():
    texts: list[Texts] = [
        SAMPLE.organisation.name,
        SAMPLE.organisation.legal_name,
        SAMPLE.organisation.city,
        *(row.name for row in SAMPLE.departments),
        *(row.title for row in SAMPLE.posts),
        *(row.name for row in SAMPLE.executives),
        *(row.biography for row in SAMPLE.executives),
        *(row.name for row in SAMPLE.meetings),
        *(row.venue for row in SAMPLE.meetings),
        *(row.city for row in SAMPLE.meetings),
        *(row.attendance_note for row in SAMPLE.meetings if row.attendance_note),
        *(row.name for row in SAMPLE.topics),
        *(row.name for row in SAMPLE.contacts),
        *(row.role for row in SAMPLE.contacts),
        *(row.title for row in SAMPLE.boilerplates),
        *(row.text for row in SAMPLE.boilerplates),
    ]
    for text in texts:
        assert set(text) == LANGUAGES
        assert text["en"].strip()
        assert not CHINESE.search(text["en"])
        assert CHINESE.search(text["zh-hans"])
        assert not HALF_WIDTH.search(text["zh-hans"])


@every_release
def test_html_is_well_formed_and_links_within_the_site(release: ReleaseData):
    prefix = "" if release.language == "en" else f"/{release.language}"
    for block in blocks(release):
        for link in check(block.html) if isinstance(block, Text) else ():
            found = re.fullmatch(rf"{prefix}/(meetings|people|departments|topics)/([a-z0-9-]+)/", link)
            assert found, link
            assert found[2] in PAGES[found[1]]


@pytest.mark.parametrize(
    "fragment",
    [
        "<p>a",
        "a",
        "<p>a</p></p>",
        "<p><em>a</p></em>",
        "<li>a</li>",
        "<ul>a</ul>",
        "<p style='x'>a</p>",
        "<div>a</div>",
        "<p>a<br></p>",
        "<!-- a --><p>a</p>",
    ],
)
def test_the_checker_refuses_what_is_not_well_formed(fragment: str):
    with pytest.raises(AssertionError):
        check(fragment)


@every_release
def test_remarks_are_plain_text(release: ReleaseData):
    for remark in remarks(release):
        for text in (remark.text, remark.capacity, *remark.points):
            assert text == text.strip()
            assert text
            assert not re.search(r"<[a-z/]|&[a-z#]", text)
        assert not any("\n" in point for point in remark.points)
        assert "\n" not in remark.text.replace("\n\n", "")


def test_a_correction_changes_what_its_note_says():
    (release,) = [row for row in SAMPLE.releases if row.correction]
    correction = release.correction
    assert correction is not None
    assert correction.blocks
    assert correction.standfirst
    assert correction.change_note
    for wrong, right in ((release.standfirst, correction.standfirst), (repr(release.blocks), repr(correction.blocks))):
        assert wrong.replace("1,505.9", "1,550.9") == right
        assert wrong != right


@every_release
def test_length_and_language(release: ReleaseData):
    words = " ".join(first_published(release))
    everything = " ".join([release.headline, release.standfirst, release.dateline_city, words])
    assert len(release.headline) <= 120
    assert len(release.standfirst) <= 300
    if release.language == "en":
        assert 200 <= len(words.split()) <= 450
        assert not CHINESE.search(everything)
        assert "'" not in everything
    else:
        assert 350 <= len(CHINESE.findall(words)) <= 900
        assert not HALF_WIDTH.search(everything)
        assert re.search(r"\d+年\d+月\d+日|\d+月\d+日", words)


def test_the_newer_chinese_text_quotes_the_older_one_word_for_word():
    (quoted,) = [row for row in remarks(RELEASES["lousinha-runner-leaves-ningbo-zh"]) if row.meetings]
    points = [point for row in remarks(RELEASES["mid-year-meeting-2026-zh"]) for point in row.points]
    assert quoted.text in points


def test_addresses_and_numbers_reach_nobody():
    for contact in SAMPLE.contacts:
        assert contact.email.endswith(".example.com")
        assert re.match(r"\+\d\d 00", contact.phone)
    for release in SAMPLE.releases:
        for block in blocks(release):
            if isinstance(block, Video):
                assert block.url.startswith("https://video.example.com/")
