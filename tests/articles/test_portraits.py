"""What stands beside a name."""

from __future__ import annotations

import pytest
from i18nfield.strings import LazyI18nString

from articles.directory import Label
from articles.portraits import initials, portrait_html, stamp_of


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Anna Ångström", "AÅ"), ("Anna Maria Holm", "AH"), ("Anna", "A"), ("童来明", "童"), ("", ""), ("  ", "")],
)
def test_initials(name, expected):
    assert initials(name) == expected


def test_without_a_picture_there_are_initials_that_nobody_hears():
    person = Label("speaker", 1, "anna", "anna", LazyI18nString("<Anna>"))
    assert portrait_html(person, "en") == '<span class="portrait initials" aria-hidden="true">&lt;</span>'


def test_a_picture_has_an_address_that_tells_nothing_of_where_it_is_stored():
    person = Label("speaker", 1, "anna", "anna", LazyI18nString("Anna"), portrait="portraits/secretname.jpg")
    html = portrait_html(person, "en", "http://testserver")
    assert f'src="http://testserver/media/portraits/anna/{stamp_of("portraits/secretname.jpg")}"' in html
    assert "secretname" not in html
    assert stamp_of("portraits/other.jpg") != stamp_of("portraits/secretname.jpg")
