"""Parquet: every table with its types, for DuckDB, pandas, R and the like; lists stay lists."""

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from sijill.model import Imprint
from sijill.write.columns import Kind, Sheet, load_sheets
from sijill.write.rows import Row
from sijill.write.tables import TablesWriter
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


class ParquetWriter(TablesWriter):
    """One Parquet file a table."""

    def __init__(self, folder: Folder, _imprint: Imprint) -> None:
        tables = {name: ParquetTable(folder.path / f"{name}.parquet", sheet) for name, sheet in load_sheets().items()}
        for table in tables.values():
            folder.keep(table.stop)
        super().__init__(tables)


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
