"""Writers that lay cases out in tables: the same rows for every format that has tables."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from sijill.model import Case
from sijill.write.change import Change
from sijill.write.rows import Row, SourceCounts, account_rows, claim_rows, incident_row, toll_rows, victim_rows


class Table(Protocol):
    """One file of rows."""

    def write(self, rows: Iterable[Row]) -> None:
        """Some rows; columns that they lack stay empty."""
        ...

    def close(self) -> Path:
        """The file, complete."""
        ...


class TablesWriter:
    """A writer of one file for each table of `data/columns.toml`."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self._tables = tables
        self._sources = SourceCounts()

    def add(self, case: Case) -> None:
        """The case's rows in each table."""
        self._tables["incidents"].write([incident_row(case)])
        self._tables["tolls"].write(toll_rows(case.incident))
        self._tables["accounts"].write(account_rows(case))
        self._tables["victims"].write(victim_rows(case))
        for filing in case.filings:
            self._tables["claims"].write(claim_rows(filing, case.incident))
        self._sources.add(filing.report for filing in case.filings)

    def finish(self, _changes: Sequence[Change] | None) -> list[Path]:
        """The files."""
        self._tables["sources"].write(self._sources.rows())
        return [table.close() for table in self._tables.values()]
