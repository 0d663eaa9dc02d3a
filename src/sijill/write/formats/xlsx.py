"""XLSX: the incidents, tolls, victims and sources as sheets, with the codebook; claims are too many for a spreadsheet and go to CSV and
Parquet. A workbook holds no formula: every text is written as text, in its cell (ECMA-376 part 1, 18.3.1)."""

import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from sijill.model import Imprint
from sijill.write.change import Change
from sijill.write.columns import join, load_sheets
from sijill.write.rows import Mention, Row, SourceCounts, Value, mentions_of
from sijill.write.writer import Draft, Folder

SHEETS = ("incidents", "tolls", "victims", "sources")
OF_CASES = SHEETS[:-1]
CODEBOOK = ("table", "column", "english", "arabic")
LONGEST = 32_767
"""Characters that a cell can hold."""
MOST = 1_048_575
"""Rows that a sheet can hold under its heading."""
NUMBER = "\0"
"""Stands for a row's number until it is known; no cell can hold it."""
DAY, BOLD = 1, 2
"""Styles of cells, by their place in `styles.xml`."""

PARTS = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "package.rels",
    "docProps/app.xml": "app.xml",
    "docProps/core.xml": "core.xml",
    "xl/workbook.xml": "workbook.xml",
    "xl/_rels/workbook.xml.rels": "workbook.xml.rels",
    "xl/styles.xml": "styles.xml",
}
"""Members of the file that are not sheets, and where each lies in `data/xlsx`."""

_ILLEGAL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold."""
_ESCAPED = re.compile(r"[&<>\r]|_x[0-9A-Fa-f]{4}_")
_FIRST_DAY = date(1899, 12, 30)
"""Day 0 of a spreadsheet, as it counts from March 1900 on."""


class XlsxWriter:
    """`sijill.xlsx`."""

    def __init__(self, folder: Folder, imprint: Imprint) -> None:
        self._path = folder.path / "sijill.xlsx"
        self._made_at = datetime.strptime(imprint.made_at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        self._sheets = {name: _Sheet(folder, load_sheets()[name].names) for name in SHEETS}
        self._codebook = _Sheet(folder, CODEBOOK)
        self._sources = SourceCounts()

    @classmethod
    def lay(cls, drafts: Sequence[Draft]) -> tuple[dict[str, list[str]], list[Mention]]:
        """The cases' rows in each sheet, and what is counted of their sources."""
        laid = {name: _lay(load_sheets()[name].names, (row for draft in drafts for row in draft.rows[name])) for name in OF_CASES}
        return laid, [mention for draft in drafts for mention in mentions_of(draft.case)]

    def add(self, laid: tuple[dict[str, list[str]], Sequence[Mention]]) -> None:
        """The next rows of each sheet."""
        for name, rows in laid[0].items():
            self._sheets[name].add(rows)
        self._sources.add(laid[1])

    def finish(self, _changes: Sequence[Change] | None) -> list[Path]:
        """The file, the same bytes each time: its times are the register's."""
        self._sheets["sources"].add(_lay(load_sheets()["sources"].names, self._sources.rows()))
        pairs = ((one.name, column) for one in load_sheets().values() for column in one.columns)
        words: Iterable[Row] = ({"table": name, "column": c.name, "english": c.english, "arabic": c.arabic} for name, c in pairs)
        self._codebook.add(_lay(CODEBOOK, words))
        sheets = [*self._sheets.values(), self._codebook]
        with zipfile.ZipFile(self._path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as book:
            for name, text in _parts(self._made_at).items():
                with book.open(self._member(name), "w") as member:
                    member.write(text.encode())
            for number, sheet in enumerate(sheets, 1):
                with book.open(self._member(f"xl/worksheets/sheet{number}.xml"), "w", force_zip64=True) as member:
                    sheet.copy_to(member)
        return [self._path]

    def _member(self, name: str) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(name, self._made_at.timetuple()[:6])
        info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
        return info


class _Sheet:
    """A sheet on its way: a file of one member cannot be written beside others in one ZIP."""

    def __init__(self, folder: Folder, names: Sequence[str]) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 - the folder closes it
        folder.keep(self._file.close)
        self._rows = 0
        heading = "".join(
            f'<c r="{_letters(at)}1" s="{BOLD}" t="inlineStr"><is><t>{name}</t></is></c>' for at, name in enumerate(names)
        )
        self._file.write(f'{_part("sheet_begin.xml")}<row r="1">{heading}</row>'.encode())

    def add(self, rows: Iterable[str]) -> None:
        """The next rows, as many as a sheet can hold."""
        for row in rows:
            self._rows += 1
            if self._rows <= MOST:
                self._file.write(row.replace(NUMBER, str(self._rows + 1)).encode())

    def copy_to(self, member: Any) -> None:
        """All of it."""
        self._file.write(_part("sheet_end.xml").encode())
        self._file.seek(0)
        while block := self._file.read(1 << 20):
            member.write(block)


def _lay(names: Sequence[str], rows: Iterable[Row]) -> list[str]:
    columns = [(name, _letters(at)) for at, name in enumerate(names)]
    return [
        f'<row r="{NUMBER}">'
        + "".join([_cell(letters, row[name]) for name, letters in columns if row.get(name) is not None])
        + "</row>"
        for row in rows
    ]


def _cell(letters: str, value: Value) -> str:
    if isinstance(value, tuple):
        value = join(value)
    if value == "":
        return ""
    if isinstance(value, str):
        return f'<c r="{letters}{NUMBER}" t="inlineStr"><is><t xml:space="preserve">{_text(value)}</t></is></c>'
    if isinstance(value, bool):
        return f'<c r="{letters}{NUMBER}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, date):
        return f'<c r="{letters}{NUMBER}" s="{DAY}"><v>{(value - _FIRST_DAY).days}</v></c>'
    return f'<c r="{letters}{NUMBER}"><v>{value}</v></c>'


def _text(value: str) -> str:
    text = _ILLEGAL.sub("\ufffd", value)[:LONGEST]
    return _ESCAPED.sub(lambda m: _escape(m.group()), text) if _ESCAPED.search(text) else text


def _escape(part: str) -> str:
    """What a reader of XML, or of spreadsheets (`_x000D_`), would take for something else."""
    return "_x005F" + part if part.startswith("_x") else "&#13;" if part == "\r" else escape(part, quote=False)


@cache
def _letters(at: int) -> str:
    """The name of a column: A, B, …, Z, AA."""
    return (_letters(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)


@cache
def _part(name: str) -> str:
    return (files("sijill") / "data" / "xlsx" / name).read_text(encoding="utf-8").strip()


def _parts(made_at: datetime) -> dict[str, str]:
    """What stands around the sheets, by the names of their members."""
    at = made_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return {member: _part(name).replace("MADE_AT", at) for member, name in PARTS.items()}
