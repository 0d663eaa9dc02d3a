"""HXL: the incidents as a CSV with a row of hashtags under the headings, for humanitarian tools (hxlstandard.org)."""

from collections.abc import Sequence
from pathlib import Path

from sijill.model import Case, Imprint
from sijill.write.change import Change
from sijill.write.columns import Sheet, load_sheets
from sijill.write.formats.csv import CsvTable
from sijill.write.rows import incident_row
from sijill.write.writer import Folder


class HxlWriter:
    """`incidents.hxl.csv`: those columns of the incidents that have a hashtag."""

    def __init__(self, folder: Folder, _imprint: Imprint) -> None:
        sheet = load_sheets()["incidents"]
        tagged = tuple(column for column in sheet.columns if column.hxl)
        self._table = CsvTable(folder, "incidents.hxl.csv", Sheet(sheet.name, sheet.title, tagged), tags=True)

    def add(self, case: Case) -> None:
        """One row."""
        self._table.write([incident_row(case)])

    def finish(self, _changes: Sequence[Change] | None) -> list[Path]:
        """The file."""
        return [self._table.close()]
