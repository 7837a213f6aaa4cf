"""Names are found by any spelling, ordered as readers expect, and turned into plain addresses."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from i18nfield.strings import LazyI18nString

from people import names
from people.models import Alias, Executive
from tests.people.making import executive


class TestFolding:
    @pytest.mark.parametrize(
        ("typed", "folded"),
        [
            ("Ångström", "angstrom"),
            ("  Tong \t Laiming\n", "tong laiming"),
            ("ＡＢＣ　１２", "abc 12"),
            ("Straße", "strasse"),
            ("Ærø Łódź İstanbul", "aero lodz istanbul"),
            ("O’Neill", "o'neill"),
            ("童来明", "童来明"),
            ("zero\u200bwidth\0", "zerowidth"),
        ],
    )
    def test_leaves_what_a_reader_types(self, typed, folded):
        assert names.fold(typed) == folded

    @given(st.text())
    def test_twice_changes_nothing(self, text):
        assert names.fold(names.fold(text)) == names.fold(text)

    @given(st.text())
    def test_leaves_nothing_that_a_database_refuses(self, text):
        assert "\0" not in names.fold(text)


class TestAddresses:
    @pytest.mark.parametrize(
        ("name", "slug"),
        [
            ("Tong Laiming", "tong-laiming"),
            ("童来明", "tong-lai-ming"),
            ("Ångström’s 90亿", "angstroms-90-yi"),
            ("  --- ", ""),
            ("Ελλάδα", ""),
        ],
    )
    def test_are_made_of_plain_letters(self, name, slug):
        assert names.slugify(name) == slug

    def test_are_cut_at_a_word(self):
        assert names.slugify("one two three", limit=8) == "one-two"
        assert names.slugify("a" * 100, limit=8) == "a" * 8

    @given(st.text())
    def test_hold_nothing_else(self, text):
        slug = names.slugify(text)
        assert slug == "" or (set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") and len(slug) <= 80)


class TestOrder:
    def test_chinese_names_are_ordered_by_their_sound(self):
        assert sorted(["周一", "安二", "童三"], key=names.sort_key) == ["安二", "童三", "周一"]

    def test_accents_and_case_do_not_count(self):
        assert sorted(["Östlund", "ogden", "Zorn"], key=names.sort_key) == ["ogden", "Östlund", "Zorn"]

    @pytest.mark.django_db
    def test_is_the_same_on_every_database(self):
        given = ["Bo Ek", "bo-ek", "Boa", "Ångström", "B 1", "_x", "zoë", "B1"]
        for name in given:
            executive(name)
        stored = list(Executive.objects.order_by("sort_key").values_list("sort_key", flat=True))
        assert stored == sorted(names.sort_key(name) for name in given)

    @pytest.mark.django_db
    def test_a_name_without_end_does_not_break_an_index(self):
        row = executive("好" * 5000)
        assert len(row.sort_key) <= 200


class TestLanguages:
    name = LazyI18nString({"en": "Tong Laiming", "zh-hans": "童来明", "de": ""})

    def test_a_name_is_given_in_the_nearest_language(self):
        assert names.in_language(self.name, "zh-hans") == "童来明"
        assert names.in_language(self.name, "de") == "Tong Laiming"
        assert names.in_language("Plain", "de") == "Plain"

    def test_it_is_known_whether_a_language_has_its_own(self):
        assert names.has_language(self.name, "zh-hans")
        assert not names.has_language(self.name, "de")
        assert not names.has_language("Plain", "en")

    def test_all_texts_come_in_the_order_of_the_settings(self):
        assert names.all_texts(self.name) == ["Tong Laiming", "童来明"]
        assert names.all_texts("Plain") == ["Plain"]
        assert names.all_texts(None) == []

    def test_a_name_may_have_two_hundred_characters_in_each_language(self):
        names.validate_name(LazyI18nString({"en": "a" * 200, "zh-hans": "好" * 200}))
        with pytest.raises(ValidationError, match="200"):
            names.validate_name(LazyI18nString({"en": "a", "zh-hans": "好" * 201}))


@pytest.mark.django_db
class TestFinding:
    @pytest.fixture(autouse=True)
    def people(self):
        self.tong = executive("Tong Laiming", native_name="童来明")
        self.angstrom = executive("Karin Ångström")

    def found(self, words):
        return set(Executive.objects.search(words))

    @pytest.mark.parametrize("words", ["童", "童来", "laiming", "LAIMING tong", "tong 童"])
    def test_by_any_part_of_any_spelling(self, words):
        assert self.found(words) == {self.tong}

    def test_without_accents(self):
        assert self.found("angstrom") == self.found("ÅNGSTRÖM") == {self.angstrom}

    def test_nobody_by_two_words_of_which_only_one_fits(self):
        assert self.found("tong angstrom") == set()

    def test_everybody_by_no_words(self):
        assert self.found("  ") == {self.tong, self.angstrom}

    @pytest.mark.parametrize("words", ["%", "_", "\\", "a\0b", "x" * 10_000, "a " * 5000])
    def test_nobody_by_nonsense(self, words):
        assert self.found(words) <= {self.angstrom, self.tong}
        assert "%" not in words or not self.found(words)

    def test_by_a_spelling_that_is_added_later_and_not_when_it_is_gone(self):
        alias = Alias.objects.create(executive=self.tong, text="Thung Loy-Ming")
        assert self.found("loy") == {self.tong}
        alias.delete()
        assert self.found("loy") == set()

    def test_by_spellings_written_in_bulk(self):
        Alias.objects.bulk_create([Alias(executive=self.tong, text="Loy"), Alias(executive=self.angstrom, text="Kaja")])
        assert self.found("loy") == {self.tong}
        Alias.objects.filter(text="Loy").update(text="Roy")
        assert self.found("loy") == set()
        assert self.found("roy") == {self.tong}
        Alias.objects.all().delete()
        assert self.found("kaja") == set()

    def test_an_added_spelling_undoes_nothing_that_a_colleague_changed(self):
        alias = Alias(executive=Executive.objects.get(pk=self.tong.pk), text="Loy")
        self.tong.spokesperson = True
        self.tong.save()
        alias.save()
        self.tong.refresh_from_db()
        assert self.tong.spokesperson

    def test_by_a_new_name(self):
        self.tong.name = {"en": "Tang Laiming"}
        self.tong.save(update_fields=["name"])
        assert self.found("tang") == {self.tong}
        assert self.found("tong") == set()

    def test_by_names_written_in_bulk(self):
        self.tong.name = LazyI18nString({"en": "Tang"})
        Executive.objects.bulk_update([self.tong], ["name"])
        assert self.found("tang") == {self.tong}
        Executive.objects.bulk_create([Executive(name={"en": "Ödön"})])
        assert {row.sort_key for row in self.found("odon")} == {"odon"}

    def test_a_name_cannot_be_updated_behind_the_keys(self):
        with pytest.raises(ValueError, match="keys"):
            Executive.objects.update(name="Nobody")
