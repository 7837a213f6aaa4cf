"""Inputs that say what they want, and words that say what is so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from i18nfield.forms import I18nFormField
from i18nfield.strings import LazyI18nString

from people import clock
from people.admin.fields import KnownSelect, MomentField, NameInput, TextInput
from people.admin.words import public_state
from people.models import Appointment, Executive
from tests.people.making import LONG_AGO, NOON, TOMORROW, controls


class TestAMoment:
    @pytest.fixture(autouse=True)
    def in_oslo(self, settings):
        settings.TIME_ZONE = "Europe/Oslo"

    def test_is_read_in_the_organisations_zone_and_kept_in_utc(self):
        assert MomentField().clean(["2026-05-03", "09:00"]) == datetime(2026, 5, 3, 7, tzinfo=UTC)
        assert MomentField().clean(["2026-12-03", "09:00"]) == datetime(2026, 12, 3, 8, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("day", "time", "why"),
        [
            ("2026-03-29", "02:30", "Clocks in Europe/Oslo skip 02:30 on this day. Choose another time."),
            ("2026-10-25", "02:30", "Clocks in Europe/Oslo show 02:30 twice on this day. Choose another time."),
        ],
    )
    def test_that_the_clocks_skip_or_show_twice_is_refused(self, day, time, why):
        with pytest.raises(ValidationError) as refused:
            MomentField().clean([day, time])
        assert refused.value.messages == [why]

    @pytest.mark.parametrize("time", ["01:59", "03:00"])
    def test_beside_a_change_of_clocks_is_taken(self, time):
        assert MomentField().clean(["2026-03-29", time])

    def test_at_the_ends_of_the_calendar_is_refused(self, settings):
        settings.TIME_ZONE = "America/New_York"
        with pytest.raises(ValidationError, match="nearer"):
            MomentField().clean(["9999-12-31", "23:59"])

    @pytest.mark.parametrize("given", [["soon", "09:00"], ["2026-02-30", "09:00"], ["2026-05-03", "25:00"]])
    def test_that_is_none_is_refused(self, given):
        with pytest.raises(ValidationError):
            MomentField().clean(given)

    def test_may_be_left_out(self):
        assert MomentField(required=False).clean(["", ""]) is None


class TestANameInEachLanguage:
    @pytest.mark.parametrize("widget", [NameInput, TextInput])
    def test_has_a_label_beside_each_input(self, widget, settings):
        field = I18nFormField(widget=widget)
        form = type("F", (forms.Form,), {"name": field})(
            initial={"name": LazyI18nString({"en": "Tong <b>", "zh-hans": "童来明"})}
        )
        html = str(form["name"])
        for n, (code, language) in enumerate(settings.LANGUAGES):
            assert f'<label for="id_name_{n}" lang="{code}">{language}</label>' in html
            assert f'id="id_name_{n}"' in html
        assert "Tong &lt;b&gt;" in html
        assert "童来明" in html

    def test_keeps_what_was_typed_when_the_form_comes_back(self):
        form = type("F", (forms.Form,), {"name": I18nFormField(widget=NameInput), "other": forms.CharField()})(
            {"name_0": "Typed", "name_1": "打字", "other": ""}
        )
        assert not form.is_valid()
        html = f'<form method="post" id="x_form">{form["name"]}</form>'
        assert controls(html) == {"name_0": "Typed", "name_1": "打字"}


class TestAChoiceThatIsKnown:
    def select(self, known):
        field = Appointment._meta.get_field("executive")
        widget = KnownSelect(field, admin.site)
        widget.known = known
        widget.is_required = True
        return widget

    def test_is_shown_without_asking_the_database(self):
        html = self.select({"7": "Anna & Bo"}).render("executive", 7)
        assert '<option value="7" selected>Anna &amp; Bo</option>' in html

    @pytest.mark.django_db
    def test_another_one_is_looked_up(self):
        row = Executive.objects.create(name={"en": "Bo"})
        widget = self.select({"7": "Anna"})
        widget.choices = forms.ModelChoiceField(Executive.objects.all()).choices
        assert f'<option value="{row.pk}" selected>Bo</option>' in widget.render("executive", row.pk)


class TestWordsAboutReaders:
    @pytest.mark.parametrize(
        ("own", "revealed", "words"),
        [
            (None, None, "Hidden"),
            (datetime(2024, 5, 3, 9, tzinfo=UTC), None, "Public since 3 May 2024"),
            (TOMORROW, LONG_AGO, "Public since 15 November 2023"),
            (datetime(2026, 5, 4, 7, tzinfo=UTC), None, "Public from 4 May 2026, 09:00"),
            (None, datetime(2026, 5, 4, 7, 0, 30, tzinfo=UTC), "Public from 4 May 2026, 09:00:30"),
            (datetime(2026, 5, 3, 22, 30, tzinfo=UTC), None, "Public from 4 May 2026, 00:30"),
        ],
    )
    def test_say_since_when_or_from_when_in_the_organisations_zone(self, own, revealed, words, settings):
        settings.TIME_ZONE = "Europe/Oslo"
        with clock.at(NOON):
            assert public_state(Executive(public_from=own, revealed_from=revealed)) == words

    def test_change_at_the_second(self):
        row = Executive(public_from=TOMORROW)
        with clock.at(TOMORROW - timedelta(seconds=1)):
            assert public_state(row) == "Public from 4 May 2026, 12:00"
        with clock.at(TOMORROW):
            assert public_state(row) == "Public since 4 May 2026"
