"""HXL: the incidents as a CSV with a row of hashtags under the headings, for humanitarian tools (hxlstandard.org)."""

from collections.abc import Sequence
from pathlib import Path

from sijill.model import Imprint
from sijill.write.change import Change
from sijill.write.columns import Sheet, load_sheets
from sijill.write.formats.csv import CsvTable, lay_csv
from sijill.write.writer import Draft, Folder


class HxlWriter:
    """`incidents.hxl.csv`: those columns of the incidents that have a hashtag."""

    def __init__(self, folder: Folder, _imprint: Imprint) -> None:
        self._table = CsvTable(folder, "incidents.hxl.csv", _tagged(), tags=True)

    @classmethod
    def lay(cls, drafts: Sequence[Draft]) -> str:
        """One row each."""
        return lay_csv(_tagged().names, [row for draft in drafts for row in draft.rows["incidents"]])

    def add(self, laid: str) -> None:
        """The next rows."""
        self._table.add(laid)

    def finish(self, _changes: Sequence[Change] | None) -> list[Path]:
        """The file."""
        return [self._table.close()]


def _tagged() -> Sheet:
    sheet = load_sheets()["incidents"]
    return Sheet(sheet.name, sheet.title, tuple(column for column in sheet.columns if column.hxl))
