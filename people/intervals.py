"""Rules about overlapping intervals, kept by the database itself.

PostgreSQL has exclusion constraints. SQLite has none, so a pair of triggers refuses the same rows. A later migration
that makes SQLite rebuild the table drops its triggers: put ``NoOverlap(..., repeated=True)`` after it (a test notices).
"""

from __future__ import annotations

from django.db.migrations.operations.base import Operation


class NoOverlap(Operation):
    """Rows that agree in ``key`` may not overlap in [``start``, ``end``): half-open, an empty ``end`` is for ever.

    ``range_type`` is PostgreSQL's (``daterange``, ``tstzrange``); ``where`` is an SQL condition on a row's own
    columns, written with ``{row}`` before each column. An empty ``start`` is since ever. A row with an empty range
    overlaps nothing.
    """

    reversible = True

    def __init__(
        self,
        name: str,
        table: str,
        key: str,
        start: str,
        end: str,
        range_type: str,
        where: str = "",
        *,
        repeated: bool = False,
    ) -> None:
        self.name, self.table, self.key, self.start, self.end = name, table, key, start, end
        self.range_type, self.where, self.repeated = range_type, where, repeated

    def state_forwards(self, app_label, state) -> None:  # type: ignore[no-untyped-def]
        pass

    def database_forwards(self, app_label, editor, from_state, to_state) -> None:  # type: ignore[no-untyped-def]
        vendor = editor.connection.vendor
        if self.repeated and vendor == "postgresql":
            return
        for event in ("insert", "update") if self.repeated else ():
            editor.execute(f"DROP TRIGGER IF EXISTS {self.name}_{event}")
        for statement in self._statements(vendor):
            editor.execute(statement)

    def database_backwards(self, app_label, editor, from_state, to_state) -> None:  # type: ignore[no-untyped-def]
        if self.repeated:
            return
        if editor.connection.vendor == "postgresql":
            editor.execute(f"ALTER TABLE {self.table} DROP CONSTRAINT {self.name}")
            return
        for event in ("insert", "update"):
            editor.execute(f"DROP TRIGGER {self.name}_{event}")

    def describe(self) -> str:
        return f"Refuse overlapping rows in {self.table}"

    def _statements(self, vendor: str) -> list[str]:
        where = self.where.format(row="")
        if vendor == "postgresql":
            condition = f" WHERE ({where})" if where else ""
            overlap = f"{self.key} WITH =, {self.range_type}({self.start}, {self.end}) WITH &&"
            return [
                "CREATE EXTENSION IF NOT EXISTS btree_gist",
                f"ALTER TABLE {self.table} ADD CONSTRAINT {self.name} EXCLUDE USING gist ({overlap}){condition}",
            ]
        mine, theirs = (f" AND {self.where.format(row=row)}" if where else "" for row in ("NEW.", "other."))
        new_start, other_start = (f"COALESCE({row}.{self.start}, '0001-01-01')" for row in ("NEW", "other"))
        new_end, other_end = (f"COALESCE({row}.{self.end}, '9999-12-31')" for row in ("NEW", "other"))
        return [
            f"CREATE TRIGGER {self.name}_{event} AFTER {event.upper()} ON {self.table} "  # noqa: S608
            f"WHEN {new_start} < {new_end}{mine} "
            f"BEGIN SELECT RAISE(ABORT, '{self.name}') WHERE EXISTS (SELECT 1 FROM {self.table} AS other "
            f"WHERE other.id <> NEW.id AND other.{self.key} = NEW.{self.key} AND {other_start} < {other_end} "
            f"AND {other_start} < {new_end} AND {new_start} < {other_end}{theirs}); END"
            for event in ("insert", "update")
        ]
