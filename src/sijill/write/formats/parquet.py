"""Parquet: every table with its types, for DuckDB, pandas, R and the like; lists stay lists."""

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from sijill.model import Imprint
from sijill.write.columns import Kind, Sheet, load_sheets
from sijill.write.rows import Row, Value
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
"""Rows of a group: as many are kept in memory before they are written."""


class ParquetWriter(TablesWriter):
    """One Parquet file a table."""

    def __init__(self, folder: Folder, _imprint: Imprint) -> None:
        tables = {name: ParquetTable(folder.path / f"{name}.parquet", sheet) for name, sheet in load_sheets().items()}
        for table in tables.values():
            folder.keep(table.stop)
        super().__init__(tables)

    @staticmethod
    def lay_rows(sheet: Sheet, rows: Iterable[Row]) -> pa.RecordBatch:
        """Their columns."""
        kept, schema = list(rows), _schema(sheet)
        columns = [_column([row.get(name) for row in kept], field.type) for name, field in zip(sheet.names, schema, strict=True)]
        return pa.RecordBatch.from_arrays(columns, schema=schema)


class ParquetTable:
    """One Parquet file, compressed with zstd."""

    def __init__(self, path: Path, sheet: Sheet) -> None:
        self._path = path
        self._schema = _schema(sheet)
        self._writer = pq.ParquetWriter(path, self._schema, compression="zstd")
        self._kept: list[pa.RecordBatch] = []

    def add(self, laid: pa.RecordBatch) -> None:
        """Some rows."""
        self._kept.append(laid)
        while sum(len(batch) for batch in self._kept) >= GROUP:
            self._flush()

    def close(self) -> Path:
        """The file, complete."""
        if self._kept:
            self._flush()
        self.stop()
        return self._path

    def stop(self) -> None:
        """Close the file as it is."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def _flush(self) -> None:
        """One group, of GROUP rows but for the last: which cases were laid out together does not show."""
        table = pa.Table.from_batches(self._kept, schema=self._schema)
        self._writer.write_table(table.slice(0, GROUP).combine_chunks(), row_group_size=GROUP)
        self._kept = table.slice(GROUP).to_batches()


def _schema(sheet: Sheet) -> pa.Schema:
    return pa.schema([pa.field(c.name, TYPES[c.kind], metadata={"en": c.english, "ar": c.arabic}) for c in sheet.columns])


def _column(values: list[Value], kind: pa.DataType) -> pa.Array:
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:
        return pa.array([_plain(value) for value in values], kind)


def _plain(value: object) -> object:
    """Text without lone surrogates, which Parquet refuses; a tuple as a list."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    return [_plain(part) for part in value] if isinstance(value, tuple) else value
