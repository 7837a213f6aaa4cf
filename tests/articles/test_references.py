"""What a live or scheduled release shows cannot be hidden behind its back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from articles import workflow
from articles.models import Article
from articles.references import needed_from
from tests.articles import factories as make
from tests.articles.factories import LONG_AGO, at, when

pytestmark = pytest.mark.django_db


class Named:
    """A release that names one row of every kind, all of them public."""

    def __init__(self) -> None:
        hydro, sales = make.department("Hydro"), make.department("Sales")
        speaker, office = make.executive("Anna Ångström"), make.post("director", department=sales)
        held = make.appointment(speaker, office)
        whole = make.meeting("Congress")
        session, fair = make.meeting("Opening", parent=whole), make.meeting("Fair")
        tag = make.topic("Fish")
        tag.public_from = LONG_AGO
        tag.save()
        self.rows: dict[str, Any] = {
            "speaker": speaker,
            "appointment": held,
            "post": office,
            "department of the post": sales,
            "meeting": session,
            "its whole": whole,
            "remark's meeting": fair,
            "department": hydro,
            "topic": tag,
        }
        self.article: Article = make.article("Secret plan", meetings=[session], departments=[hydro], topics=["Fish"])
        make.add_remark(self.article, speaker, appointments=[held], meetings=[fair])
        make.save(self.article)


def hide(row: Any, until: datetime | None = None) -> None:
    """What the editor's form does with a new date."""
    row = type(row).objects.get(pk=row.pk)
    row.public_from = until
    row.full_clean()


def refusals(named: Named) -> dict[str, list[str]]:
    """Beside which fields a form refuses to hide each row."""
    found = {}
    for kind, row in named.rows.items():
        try:
            hide(row)
        except ValidationError as refused:
            found[kind] = list(refused.message_dict)
    return found


def test_hiding_what_a_live_release_shows_is_refused():
    named = Named()
    make.publish(named.article, at(9))
    with when(10):
        assert refusals(named) == {kind: ["public_from"] for kind in named.rows}


def test_hiding_what_a_scheduled_release_will_show_is_refused():
    named = Named()
    make.schedule(named.article, at(12), decided=at(9))
    with when(10):
        assert refusals(named) == {kind: ["public_from"] for kind in named.rows}


def test_a_draft_keeps_nothing_public():
    named = Named()
    with when(10):
        assert refusals(named) == {}


def test_from_when_a_row_is_needed():
    named = Named()
    assert [needed_from(row) for row in named.rows.values()] == [None] * 9
    make.schedule(named.article, at(12), decided=at(9))
    assert [needed_from(row) for row in named.rows.values()] == [at(12)] * 9


def test_opening_later_than_the_release_is_refused_and_just_in_time_is_not():
    named = Named()
    make.schedule(named.article, at(12), decided=at(9))
    row = named.rows["meeting"]
    with when(10):
        with pytest.raises(ValidationError):
            hide(row, until=at(12) + timedelta(microseconds=1))
        with pytest.raises(ValidationError):  # its meeting opens no sooner than it does
            hide(named.rows["its whole"], until=at(12, 1))
        hide(row, until=at(12))


def test_a_row_that_the_release_itself_reveals_may_lose_its_own_date():
    secret = make.meeting("Merger", hidden=True)
    make.release("First", at(9), meetings=[secret])
    with when(10):
        hide(secret, until=at(20))
        hide(secret)


def test_after_a_cancellation_it_may_be_hidden():
    named = Named()
    make.schedule(named.article, at(12), decided=at(9))
    with when(10):
        workflow.cancel(named.article, by=None, version=named.article.version)
        hide(named.rows["speaker"])


def test_after_a_withdrawal_it_may_be_hidden():
    named = Named()
    make.publish(named.article, at(9))
    make.withdraw(named.article, at(10))
    with when(11):
        hide(named.rows["speaker"])


def test_after_a_correction_that_names_it_no_more_it_may_be_hidden():
    named = Named()
    make.publish(named.article, at(9))
    named.article.topics.clear()
    make.save(named.article)
    make.publish(named.article, at(10))
    with when(11):
        hide(named.rows["topic"])
        with pytest.raises(ValidationError):
            hide(named.rows["department"])


def test_the_refusal_names_no_release():
    """Not everybody who may edit people may see it."""
    named = Named()
    make.schedule(named.article, at(12), decided=at(9))
    with when(10), pytest.raises(ValidationError) as refused:
        hide(named.rows["speaker"])
    assert "Secret plan" not in str(refused.value)


@pytest.mark.parametrize("field", ["executive", "post"])
def test_an_appointment_that_a_release_speaks_of_stays_what_it_is(field):
    speaker, appointment = make.holding("managing director", "Anna Ångström")
    make.release(said=[(speaker, "We keep our word.")])
    other = make.executive("Bo Berg") if field == "executive" else make.post("engineer", exclusive=False)
    setattr(appointment, field, other)
    with pytest.raises(ValidationError) as refused:
        appointment.full_clean()
    assert list(refused.value.message_dict) == [field]


def test_an_appointment_that_no_release_speaks_of_may_be_mended():
    _speaker, appointment = make.holding("managing director", "Anna Ångström")
    appointment.post = make.post("engineer", exclusive=False)
    appointment.full_clean()
