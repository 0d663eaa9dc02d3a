"""Parquet: every table with its types, for DuckDB, pandas, R and the like; lists stay lists."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from sijill.model import Case, Imprint
from sijill.write.change import Change
from sijill.write.columns import Kind, Sheet, load_sheets
from sijill.write.rows import Row, SourceCounts, account_rows, claim_rows, incident_row, toll_rows, victim_rows
from sijill.write.writer import Folder

TYPES: dict[Kind, pa.DataType] = {
    "text": pa.string(),
    "list": pa.list_(pa.string()),
    "integer": pa.int64(),
    "number": pa.float64(),
    "day": pa.date32(),
    "flag": pa.bool_(),
}
GROUP = 20_000
"""Rows that are kept in memory before they are written."""


class ParquetWriter:
    """One Parquet file a table."""

    def __init__(self, folder: Folder, _imprint: Imprint) -> None:
        self._tables = {name: ParquetTable(folder.path / f"{name}.parquet", sheet) for name, sheet in load_sheets().items()}
        for table in self._tables.values():
            folder.keep(table.stop)
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


class ParquetTable:
    """One Parquet file, compressed with zstd."""

    def __init__(self, path: Path, sheet: Sheet) -> None:
        self._path = path
        self._schema = pa.schema([pa.field(c.name, TYPES[c.kind], metadata={"en": c.english, "ar": c.arabic}) for c in sheet.columns])
        self._names = sheet.names
        self._writer = pq.ParquetWriter(path, self._schema, compression="zstd")
        self._rows: list[Row] = []

    def write(self, rows: Iterable[Row]) -> None:
        """Some rows."""
        self._rows.extend(rows)
        if len(self._rows) >= GROUP:
            self._flush()

    def close(self) -> Path:
        """The file, complete."""
        self._flush()
        self.stop()
        return self._path

    def stop(self) -> None:
        """Close the file as it is."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def _flush(self) -> None:
        columns = [[_plain(row.get(name)) for row in self._rows] for name in self._names]
        arrays = [pa.array(values, field.type) for values, field in zip(columns, self._schema, strict=True)]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=self._schema))
        self._rows = []


def _plain(value: object) -> object:
    """Text without lone surrogates, which Parquet refuses; a tuple as a list."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    return [_plain(part) for part in value] if isinstance(value, tuple) else value
