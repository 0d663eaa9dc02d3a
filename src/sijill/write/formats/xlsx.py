"""XLSX: the incidents, tolls, victims and sources as sheets, with the codebook; claims are too many for a spreadsheet and go to CSV and
Parquet. A workbook holds no formula: every text is written as text."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from sijill.model import Case, Imprint
from sijill.write.change import Change
from sijill.write.columns import join, load_sheets
from sijill.write.rows import Row, SourceCounts, Value, incident_row, toll_rows, victim_rows
from sijill.write.writer import Folder
from sijill.write.zip import stamp_zip

SHEETS = ("incidents", "tolls", "victims", "sources")
LONGEST = 32_767
"""Characters that a cell can hold."""
MOST = 1_048_575
"""Rows that a sheet can hold under its heading."""


class XlsxWriter:
    """`sijill.xlsx`."""

    def __init__(self, folder: Folder, imprint: Imprint) -> None:
        self._path = folder.path / "sijill.xlsx"
        self._made_at = datetime.strptime(imprint.made_at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        self._book = Workbook(write_only=True)
        self._sheets = {name: self._start(name) for name in SHEETS}
        self._rows = dict.fromkeys(SHEETS, 0)
        self._sources = SourceCounts()

    def add(self, case: Case) -> None:
        """The case's rows in each sheet."""
        self._write("incidents", [incident_row(case)])
        self._write("tolls", toll_rows(case.incident))
        self._write("victims", victim_rows(case))
        self._sources.add(filing.report for filing in case.filings)

    def finish(self, _changes: Sequence[Change] | None) -> list[Path]:
        """The file, the same bytes each time: its times are the register's."""
        self._write("sources", self._sources.rows())
        sheet = self._book.create_sheet("codebook")
        sheet.append(["table", "column", "english", "arabic"])
        for one in load_sheets().values():
            for column in one.columns:
                sheet.append([one.name, column.name, column.english, column.arabic])
        self._book.properties.creator = "sijill"
        self._book.properties.created = self._book.properties.modified = self._made_at.replace(tzinfo=None)
        self._book.save(self._path)
        stamp_zip(self._path, self._made_at)
        return [self._path]

    def _start(self, name: str) -> WriteOnlyWorksheet:
        sheet = self._book.create_sheet(name)
        sheet.freeze_panes = "B2"
        heading = []
        for column in load_sheets()[name].names:
            cell = WriteOnlyCell(sheet, column)
            cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
            heading.append(cell)
        sheet.append(heading)
        return sheet

    def _write(self, name: str, rows: Iterable[Row]) -> None:
        sheet = self._sheets[name]
        for row in rows:
            self._rows[name] += 1
            if self._rows[name] <= MOST:
                sheet.append([_cell(sheet, row.get(column)) for column in load_sheets()[name].names])


def _cell(sheet: WriteOnlyWorksheet, value: Value) -> object:
    if isinstance(value, tuple):
        value = join(value)
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("\ufffd", value.encode("utf-8", "replace").decode())[:LONGEST])
    cell.data_type = "s"  # never a formula, whatever it begins with
    return cell
