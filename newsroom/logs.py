"""What the log may hold: no secret that stands in an address."""

from __future__ import annotations

import logging
import re

SECRET = re.compile(r"(/preview/open/)[^/\s\"'?]+")
"""The part of a reviewer's link that opens it."""


class Line(logging.Formatter):
    """A line of the log with such secrets left out, in tracebacks as well."""

    def format(self, record: logging.LogRecord) -> str:
        return SECRET.sub(r"\1…", super().format(record))
