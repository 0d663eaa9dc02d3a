"""CSV: incidents, tolls, accounts, claims, victims and sources, one row each, safe to open in a spreadsheet; read back without loss."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from io import StringIO
from pathlib import Path

from sijill.model import Imprint, InputError
from sijill.write.columns import Column, Sheet, join, load_sheets, split
from sijill.write.rows import Row, Value
from sijill.write.tables import TablesWriter
from sijill.write.writer import Folder

_RISKY = re.compile(r"'*[\s\u00a0\ufeff]*[=+\-@＝＋－＠]|'*[\t\r\n]")
"""What a spreadsheet would run as a formula, also behind apostrophes of its own."""


class CsvWriter(TablesWriter):
    """One CSV file a table, in UTF-8 with a byte order mark, so that spreadsheets read the Arabic."""

    def __init__(self, folder: Folder, _imprint: Imprint) -> None:
        super().__init__({name: CsvTable(folder, f"{name}.csv", sheet) for name, sheet in load_sheets().items()})

    @staticmethod
    def lay_rows(sheet: Sheet, rows: Iterable[Row]) -> str:
        """Their lines."""
        return lay_csv(sheet.names, rows)


def lay_csv(names: Sequence[str], rows: Iterable[Row]) -> str:
    """Rows as lines of CSV; columns that they lack stay empty."""
    lines, places = StringIO(newline=""), {name: at for at, name in enumerate(names)}

    def cells(row: Row) -> list[object]:
        found: list[object] = [""] * len(places)
        for name, value in row.items():
            if value is not None and name in places:
                found[places[name]] = cell_of(value)
        return found

    csv.writer(lines, lineterminator="\r\n").writerows(map(cells, rows))
    return lines.getvalue()


class CsvTable:
    """One CSV file."""

    def __init__(self, folder: Folder, name: str, sheet: Sheet, *, tags: bool = False) -> None:
        self._file = folder.open(name, encoding="utf-8-sig")
        self._names = sheet.names
        heading = csv.writer(self._file, lineterminator="\r\n")
        heading.writerow(sheet.names)
        if tags:
            heading.writerow([column.hxl for column in sheet.columns])

    def add(self, laid: str) -> None:
        """Lines that `lay_csv` made."""
        self._file.write(laid)

    def write(self, rows: Iterable[Row]) -> None:
        """Some rows; columns that they lack stay empty."""
        self.add(lay_csv(self._names, rows))

    def close(self) -> Path:
        """The file, complete."""
        self._file.close()
        return Path(self._file.name)


def cell_of(value: Value) -> object:
    """A value as a cell; text that a spreadsheet would run gets an apostrophe before it."""
    if value is None:
        return ""
    if type(value) is str:
        return safe_cell(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        value = join(value)
    return safe_cell(value) if isinstance(value, str) else value


def safe_cell(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would run it."""
    if text[:1].isalnum() and "\0" not in text:
        return text
    text = text.replace("\0", "\ufffd")
    return "'" + text if _RISKY.match(text) else text


def read_table(path: Path, sheet: Sheet) -> Iterator[Row]:
    """The rows that CsvTable wrote, as the values they were; an empty text and null are one. Raises InputError with file and line."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames is None or set(reader.fieldnames) != set(sheet.names):
            missing = ", ".join(sorted(set(sheet.names) - set(reader.fieldnames or ())))
            raise InputError(str(path), f"is no table {sheet.name} of an edition", f"it lacks: {missing or 'none'}", line=1)
        for row in reader:
            try:
                yield {column.name: _value_of(row[column.name], column) for column in sheet.columns}
            except (ValueError, TypeError) as error:
                raise InputError(str(path), str(error), "a cell does not fit its column", line=reader.line_num) from error


def _value_of(cell: str, column: Column) -> Value:
    text = cell[1:] if cell.startswith("'") and _RISKY.match(cell[1:]) else cell
    if column.kind == "list":
        return split(text)
    if text == "":
        return None
    if column.kind == "integer":
        return int(text)
    if column.kind == "number":
        return float(text)
    if column.kind == "day":
        return date.fromisoformat(text)
    if column.kind == "flag":
        return text == "true"
    return text
