"""Writers that lay cases out in tables: the same rows for every format that has tables."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from sijill.write.change import Change
from sijill.write.columns import Sheet, load_sheets
from sijill.write.rows import Mention, Row, SourceCounts, mentions_of
from sijill.write.writer import Draft

OF_CASES = ("incidents", "tolls", "accounts", "claims", "victims")
"""Tables with rows of cases; that of sources is counted over all of them."""


class Table(Protocol):
    """One file of rows."""

    def add(self, laid: Any) -> None:
        """Some rows as the format lays them out."""
        ...

    def close(self) -> Path:
        """The file, complete."""
        ...


class TablesWriter:
    """A writer of one file for each table of `data/columns.toml`; a format says how it lays out rows."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self._tables = tables
        self._sources = SourceCounts()

    @staticmethod
    def lay_rows(sheet: Sheet, rows: Iterable[Row]) -> Any:
        """Some rows of a table."""
        raise NotImplementedError

    @classmethod
    def lay(cls, drafts: Sequence[Draft]) -> tuple[dict[str, Any], list[Mention]]:
        """The cases' rows in each table, and what is counted of their sources."""
        sheets = load_sheets()
        laid = {name: cls.lay_rows(sheets[name], [row for draft in drafts for row in draft.rows[name]]) for name in OF_CASES}
        return laid, [mention for draft in drafts for mention in mentions_of(draft.case)]

    def add(self, laid: tuple[Mapping[str, Any], Sequence[Mention]]) -> None:
        """Into each table what was laid out for it."""
        tables, mentions = laid
        for name, rows in tables.items():
            self._tables[name].add(rows)
        self._sources.add(mentions)

    def finish(self, _changes: Sequence[Change] | None) -> list[Path]:
        """The files."""
        self._tables["sources"].add(self.lay_rows(load_sheets()["sources"], self._sources.rows()))
        return [table.close() for table in self._tables.values()]
