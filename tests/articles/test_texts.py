"""Plain text as an editor types it, in paragraphs and points."""

from __future__ import annotations

import pytest

from articles.texts import split_paragraphs, split_points

LINE_ENDS = pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["unix", "browser", "old mac"])


@LINE_ENDS
def test_an_empty_line_begins_a_paragraph(end):
    assert split_paragraphs(f"One{end}goes on.{end} {end}Two.{end}{end}{end}Three.") == [
        "One goes on.",
        "Two.",
        "Three.",
    ]


@LINE_ENDS
def test_points_stand_one_a_line(end):
    assert split_points(f" First {end}Second{end}") == ["First", "Second"]


@LINE_ENDS
def test_points_of_several_lines_are_separated_by_empty_ones(end):
    assert split_points(f"First,{end}at length{end}{end}Second") == ["First, at length", "Second"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\r\n \t"])
def test_nothing_is_nothing(text):
    assert split_paragraphs(text) == []
    assert split_points(text) == []


@pytest.mark.parametrize("hostile", ["\n" + " " * 100_000, "\n " * 50_000, "a\n" * 50_000, " " * 100_000 + "x"])
def test_long_texts_are_read_in_one_pass(hostile):
    assert len(split_points(hostile)) <= 50_000
    assert len(split_paragraphs(hostile)) <= 50_000
