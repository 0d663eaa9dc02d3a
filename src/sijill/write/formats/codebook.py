"""The codebook of an edition: every column of every table, in English and Arabic, made from the same data as the tables."""

from collections.abc import Sequence
from pathlib import Path

from sijill.model import Imprint
from sijill.write.change import Change
from sijill.write.columns import Column, Sheet, load_sheets
from sijill.write.formats.csv import CsvTable
from sijill.write.writer import Draft, Folder

COLUMNS = ("table", "column", "type", "hxl", "english", "arabic")


class CodebookWriter:
    """`codebook.csv`: a row for each column, after a row for its table."""

    def __init__(self, folder: Folder, _imprint: Imprint) -> None:
        columns = tuple(Column(name, "text", name, name) for name in COLUMNS)
        self._table = CsvTable(folder, "codebook.csv", Sheet("codebook", ("", ""), columns))

    @classmethod
    def lay(cls, drafts: Sequence[Draft]) -> None:
        """The codebook does not depend on cases."""

    def add(self, laid: None) -> None:
        """Nor does its file."""

    def finish(self, _changes: Sequence[Change] | None) -> list[Path]:
        """The file."""
        for sheet in load_sheets().values():
            self._table.write([{"table": sheet.name, "english": sheet.title[0], "arabic": sheet.title[1]}])
            self._table.write(
                {"table": sheet.name, "column": c.name, "type": c.kind, "hxl": c.hxl, "english": c.english, "arabic": c.arabic}
                for c in sheet.columns
            )
        return [self._table.close()]
