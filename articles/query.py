"""The listing's query string: read once, checked, and written again in one canonical form."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from articles.facets import FACETS
from articles.links import Key

MAX_QUERY = 200
"""Characters of ``q`` that are read; nobody means more."""

MAX_VALUES = 50
"""Values of one facet that are read."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ORDERS = ("newest", "oldest")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class BadParameter(ValueError):
    """A date or cursor that cannot be read. ``parameter`` names it; the text is a sentence for the reader."""

    def __init__(self, parameter: str, problem: str) -> None:
        super().__init__(problem)
        self.parameter = parameter


@dataclass(frozen=True)
class Query:
    """What a reader asked for. Slugs are as given: whether they are known is the listing's business."""

    q: str = ""
    facets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    first: date | None = None
    last: date | None = None
    order: str = "newest"
    after: Key | None = None
    before: Key | None = None

    @classmethod
    def parse(cls, parameters: QueryDict) -> Self:
        """Read a query string. Unknown parameters are ignored. Raises BadParameter."""
        order = parameters.get("order", "")
        return cls(
            q=" ".join(parameters.get("q", "").replace("\0", "")[:MAX_QUERY].split()),
            facets={
                facet: values
                for facet in FACETS
                if (values := tuple(dict.fromkeys(v for v in parameters.getlist(facet)[:MAX_VALUES] if v)))
            },
            first=_day(parameters, "from"),
            last=_day(parameters, "to"),
            order=order if order in ORDERS else "newest",
            after=_cursor(parameters, "after"),
            before=_cursor(parameters, "before"),
        )

    def __bool__(self) -> bool:
        """Whether anything narrows the listing."""
        return bool(self.q or self.facets or self.first or self.last)

    def string(self) -> str:
        """The canonical query string: known parameters in a fixed order, defaults left out."""
        pairs: list[tuple[str, str]] = []
        if self.q:
            pairs.append(("q", self.q))
        for facet in FACETS:
            pairs += [(facet, value) for value in sorted(self.facets.get(facet, ()))]
        pairs += [(name, day.isoformat()) for name, day in (("from", self.first), ("to", self.last)) if day]
        if self.order != "newest":
            pairs.append(("order", self.order))
        pairs += [(name, write_cursor(key)) for name, key in (("after", self.after), ("before", self.before)) if key]
        return urlencode(pairs)

    def first_page(self) -> Query:
        return replace(self, after=None, before=None)

    def without(self, facet: str, value: str) -> Query:
        """The query with one value of a facet removed, on its first page."""
        facets = {name: tuple(v for v in values if (name, v) != (facet, value)) for name, values in self.facets.items()}
        return replace(self.first_page(), facets={name: values for name, values in facets.items() if values})

    def changed(self, **values: Any) -> Query:
        return replace(self.first_page(), **values)


def write_cursor(key: Key) -> str:
    """A place in the order as an opaque word; it holds nothing that the release at that place does not show."""
    moment, public_id = key
    stamp = (moment - EPOCH) // timedelta(microseconds=1)
    return base64.urlsafe_b64encode(f"{stamp:x}.{public_id}".encode()).decode().rstrip("=")


def _cursor(parameters: QueryDict, name: str) -> Key | None:
    text = parameters.get(name, "")
    if not text:
        return None
    try:
        if len(text) > 100:
            raise ValueError
        stamp, dot, public_id = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii").partition(".")
        if not dot or not public_id.isalnum():
            raise ValueError
        moment = EPOCH + timedelta(microseconds=int(stamp, 16))
        if write_cursor((moment, public_id)) != text:
            raise ValueError
    except (ValueError, OverflowError, binascii.Error) as error:
        raise BadParameter(name, _("“%(name)s” is not a page of this list.") % {"name": name}) from error
    return moment, public_id


def _day(parameters: QueryDict, name: str) -> date | None:
    text = parameters.get(name, "").strip()
    if not text:
        return None
    try:
        if not _DAY.fullmatch(text):  # Python also takes weeks and other forms
            raise ValueError
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadParameter(
            name, _("“%(name)s” is not a date. Write it as year-month-day, such as 2023-08-04.") % {"name": name}
        ) from error
