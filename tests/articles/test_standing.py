"""What is edited once and printed on many releases keeps every version that it ever had."""

from __future__ import annotations

import pytest
from i18nfield.strings import LazyI18nString

from articles import standing
from articles.models import Boilerplate, Contact
from tests.articles import factories as make
from tests.articles.factories import at

pytestmark = pytest.mark.django_db


def about(text: str = "We build.") -> Boilerplate:
    row = Boilerplate.objects.create(title="About us", text=LazyI18nString({"en": text, "zh-hans": "我们建造。"}))
    standing.record(row)
    return row


def reword(row: Boilerplate, text: str) -> None:
    row.text = LazyI18nString({"en": text, "zh-hans": "我们建造。"})
    row.save()
    standing.record(row)


def numbers(row: Boilerplate | Contact) -> list[int]:
    return [version.number for version in standing.versions_of(row)]


def test_versions_are_counted_for_each_row_and_the_newest_comes_first():
    row, other = about(), about()
    reword(row, "We build more.")
    assert numbers(row) == [2, 1]
    assert numbers(other) == [1]
    assert standing.number_of(row) == 2


def test_a_contact_and_a_boilerplate_of_the_same_key_are_two_rows():
    row = about()
    contact = Contact.objects.create(pk=row.pk, name="Press desk")
    assert standing.number_of(contact) == 0
    standing.record(contact)
    assert (numbers(contact), numbers(row)) == ([1], [1])


def test_saving_the_same_again_makes_no_version():
    row = about()
    reword(row, "We build.")
    assert numbers(row) == [1]


def test_what_is_put_back_is_a_new_version_with_all_languages():
    row = about("First.")
    reword(row, "Second.")
    standing.put_back(row, standing.versions_of(row).get(number=1))
    row.refresh_from_db()
    assert row.text.data == {"en": "First.", "zh-hans": "我们建造。"}
    assert numbers(row) == [3, 2, 1]


def test_what_is_put_back_is_found_by_its_words():
    row = Contact.objects.create(name="Anna")
    standing.record(row)
    row.name = "Berit"
    row.save()
    standing.record(row)
    standing.put_back(row, standing.versions_of(row).get(number=1))
    assert Contact.objects.search("anna").get() == row


def test_the_texts_of_a_version_are_told_by_field_and_language():
    contact = Contact.objects.create(name=LazyI18nString({"en": "Desk", "zh-hans": "媒体"}), email="p@a.example")
    texts = standing.texts_of(Contact, standing.record(contact))
    assert texts["name", "zh-hans"] == "媒体"
    assert texts["email", ""] == "p@a.example"
    caution = Boilerplate.objects.create(kind="forward-looking", title="Caution", text="Perhaps not.")
    assert standing.texts_of(Boilerplate, standing.record(caution))["kind", ""] == "Forward-looking statements"


def test_a_release_prints_what_stood_when_it_was_published():
    row = about("Words of nine.")
    article = make.article("First", boilerplate=row)
    edition = make.publish(article, at(9))
    reword(row, "Words of ten.")
    edition.refresh_from_db()
    assert edition.record["boilerplate"]["paragraphs"] == ["Words of nine."]
    assert "Words of ten." not in edition.body_html
    make.save(article)
    assert make.publish(article, at(10)).record["boilerplate"]["version"] == 2
