"""Rows that can become public with a release, offered with what readers then learn."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles import dates
from articles.models import Meeting, Topic
from articles.status import in_words
from people.models import Appointment, Department, Executive


def key_of(row: Any) -> str:
    """By what a form names a row: its kind and its public id."""
    return f"{row._meta.model_name}-{row.public_id}"


class RowsField(forms.MultipleChoiceField):
    """A choice among rows. What comes out are the rows."""

    def __init__(self, rows: Iterable[Any], describe: Callable[[Any], str], **kwargs: Any) -> None:
        self.rows = {key_of(row): row for row in rows}
        choices = [(key, describe(row)) for key, row in self.rows.items()]
        super().__init__(choices=choices, required=False, widget=forms.CheckboxSelectMultiple, **kwargs)

    def clean(self, value: Any) -> Any:
        return [self.rows[key] for key in super().clean(value)]


def revealed(row: Any) -> SafeString:
    """A hidden row: its kind, its name, and what readers come to know."""
    return format_html(
        '<span><span class="kind">{}</span> <b>{}</b> <span class="help">{}</span></span>',
        capfirst(str(row._meta.verbose_name)),
        row,
        " ".join(filter(None, (learnt(row), own_date(row)))),
    )


def learnt(row: Any) -> str:
    """What readers learn when a row becomes public."""
    if isinstance(row, Meeting):
        when = {"day": dates_of(row), "where": row.city}
        return _("That it takes place, on %(day)s in %(where)s.") % when if row.city else _("That it takes place.")
    if isinstance(row, Appointment):
        return _("That this person holds this post.")
    if isinstance(row, Executive):
        return _("That this person belongs to the organisation.")
    if isinstance(row, Topic):
        return _("That there is such a topic.")
    return _("That there is such a department.") if isinstance(row, Department) else _("That there is such a post.")


def own_date(row: Any) -> str:
    """When a row would become public by itself; empty if it would not."""
    if row.public_from is None:
        return ""
    return _("Public by itself from %(when)s.") % {"when": in_words(row.public_from)}


def ending(row: Any) -> str:
    """What readers learn of an end, in one sentence."""
    end: date = getattr(row, row.END_FIELD)
    words = {"day": date_format(end, "j F Y")}
    over = end < dates.today()
    if isinstance(row, Department):
        words["department"] = str(row)
        if over:
            return _("Readers learn that %(department)s was closed on %(day)s.") % words
        return _("Readers learn that %(department)s closes on %(day)s.") % words
    words |= {"person": str(row.executive), "post": str(row.post)}
    if over:
        return _("Readers learn that %(person)s stopped being %(post)s on %(day)s.") % words
    return _("Readers learn that %(person)s stops being %(post)s on %(day)s.") % words


def beginning(row: Any) -> str:
    """What readers learn of a row that the release does not name, in one sentence."""
    if isinstance(row, Department):
        return _("Readers learn of %(department)s, which takes over.") % {"department": row}
    words = {"person": str(row.executive), "post": str(row.post)}
    if row.started_on is None:
        return _("Readers learn that %(person)s is %(post)s.") % words
    words["day"] = date_format(row.started_on, "j F Y")
    if row.started_on > dates.today():
        return _("Readers learn that %(person)s becomes %(post)s on %(day)s.") % words
    return _("Readers learn that %(person)s is %(post)s since %(day)s.") % words


def dates_of(meeting: Meeting) -> str:
    first, last = (date_format(day, "j F Y") for day in (meeting.starts_on, meeting.ends_on))
    return first if first == last else f"{first} – {last}"
