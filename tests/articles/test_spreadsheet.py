"""What is taken away as a table is text to whatever opens it."""

from __future__ import annotations

import pytest

from articles.spreadsheet import defused, rows_as_csv


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "＝1", "＋1", "－1", "＠1"]
)
def test_what_a_spreadsheet_would_execute_is_made_text(text: str):
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Plain", "a=b", "'quoted", "90亿元", "–"])
def test_other_text_stays(text: str):
    assert defused(text) == text


def test_numbers_are_written_as_text_too():
    assert defused(-5) == "'-5"


def test_cells_are_quoted_whatever_they_hold():
    assert "".join(rows_as_csv([["a;b", 'say "x"', "two\nlines"]])) == '\ufeff"a;b","say ""x""","two\nlines"\r\n'
