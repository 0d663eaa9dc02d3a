"""Tables of reports, a row each: a team's own (CSV, TSV, XLSX), and what Bellingcat's auto-archiver and Bayanat export.

Which column holds what is data: `data/sheet.toml`.
"""

import ast
import csv
import re
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from sijill.capture.clean import replace_unstorable
from sijill.capture.encoding import NotText, decode_bytes
from sijill.capture.part import Part
from sijill.capture.row import Draft
from sijill.model import InputError
from sijill.model.column import fold_column
from sijill.model.identity import canonical_json

LARGEST = 256 * 1024 * 1024
"""Bytes of a table, and of what a spreadsheet unpacks to, beyond which it is refused."""

WIDEST = 8 * 1024 * 1024
"""Characters of one value; the longest report in 771 has 5,842."""


def read_sheet(path: Path) -> Iterator[Part | InputError]:
    """Every row with a text. A row that cannot be read gives an InputError; a table without a column of texts one in all."""
    if path.stat().st_size > LARGEST:
        yield InputError(str(path), f"the table is too large: at most {LARGEST:,} bytes", "split it")
    elif path.suffix.lower() == ".xlsx":
        yield from _read_book(path)
    else:
        yield from _read_csv(path)


@cache
def _columns() -> dict[str, tuple[str, ...]]:
    said = tomllib.loads((files("sijill") / "data" / "sheet.toml").read_text(encoding="utf-8"))
    return {field: tuple(fold_column(name) for name in names) for field, names in said.items()}


@dataclass(frozen=True, slots=True)
class _Row:
    values: dict[str, str]
    data: bytes
    fragment: str
    where: str
    line: int | None
    encoding: str


def _read_csv(path: Path) -> Iterator[Part | InputError]:
    try:
        text, encoding = decode_bytes(path.read_bytes())
    except NotText as error:
        yield InputError(str(path), str(error), "save it as UTF-8 text")
        return
    lines = text.splitlines(keepends=True)
    separator = "\t" if path.suffix.lower() == ".tsv" else _separator(lines[0] if lines else "")
    limit = csv.field_size_limit(WIDEST)
    try:
        rows = csv.reader(lines, delimiter=separator, strict=True)
        heading = [fold_column(name) for name in next(rows, [])]
        if not (set(heading) & {*_columns()["text"], *_columns()["metadata"]}):
            yield _no_text(path)
            return
        line = rows.line_num + 1
        for row in rows:
            here, line = line, rows.line_num + 1  # a value may go over several lines
            if not any(value.strip() for value in row):
                continue
            if len(row) != len(heading):
                yield InputError(str(path), f"the row has {len(row)} values for {len(heading)} columns", line=here)
                continue
            data = "".join(lines[here - 1 : line - 1]).encode(errors="surrogatepass")
            made = _Row(dict(zip(heading, row, strict=True)), data, f"line={here - 1},{line - 1}", f"line {here}", here, encoding)
            yield _make_part(path, made)
    except csv.Error as error:
        yield InputError(str(path), f"it is not CSV that can be read: {error}", line=rows.line_num)
    finally:
        csv.field_size_limit(limit)


def _separator(heading: str) -> str:
    """What parts the columns: the sign that the heading has most of."""
    return max(",;\t", key=heading.count)


def _read_book(path: Path) -> Iterator[Part | InputError]:
    from openpyxl import load_workbook

    if (problem := _check_book(path)) is not None:
        yield InputError(str(path), problem)
        return
    found = False
    try:
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            rows = sheet.iter_rows(values_only=True)
            heading = [fold_column(str(value or "")) for value in next(rows, ())]
            if not set(heading) & set(_columns()["text"]):
                continue
            found = True
            for number, row in enumerate(rows, 2):
                values = {name: _write(value) for name, value in zip(heading, row, strict=False) if name}
                if any(values.values()):
                    where, fragment = f"{sheet.title}, row {number}", f"row={sheet.title}!{number}"
                    yield _make_part(path, _Row(values, canonical_json(values).encode(), fragment, where, None, "utf-8"))
    except Exception as error:  # openpyxl raises whatever its parts raise on a damaged file
        yield InputError(str(path), f"the spreadsheet cannot be read: {str(error)[:120] or type(error).__name__}")
        return
    if not found:
        yield _no_text(path)


def _check_book(path: Path) -> str | None:
    """What is wrong with a spreadsheet before it is parsed: no ZIP, a bomb, or XML that defines entities."""
    try:
        with zipfile.ZipFile(path) as book:
            if (size := sum(part.file_size for part in book.infolist())) > LARGEST:
                return f"it unpacks to {size:,} bytes, at most {LARGEST:,} are read"
            for part in book.infolist():
                with book.open(part) as file:
                    if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in file.read(4096):
                        return f"its part {part.filename} defines entities, which no spreadsheet needs"
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
        return f"it is no spreadsheet that can be read: {error}"
    return None


def _no_text(path: Path) -> InputError:
    names = ", ".join(_columns()["text"][:6])
    return InputError(str(path), "no column holds the text of reports", f"call it one of: {names}; or name yours in data/sheet.toml")


def _make_part(path: Path, row: _Row) -> Part | InputError:
    values = {**row.values, **_metadata(row.values)}
    text = _plain(_take(values, "text"))
    if not text.strip():
        return InputError(str(path), f"the row has no text ({row.where})", line=row.line)
    day, note = _day(_take(values, "published"))
    draft = Draft(
        text=replace_unstorable(text),
        doc=replace_unstorable(f"{path.stem}:{_take(values, 'doc') or row.where}"),
        title=replace_unstorable(_take(values, "title")) or None,
        published=day,
        lang=_take(values, "lang").lower().split("-")[0] or None,
        source=replace_unstorable(_take(values, "source")) or None,
        url=replace_unstorable(_take(values, "url")) or None,
        notes=(note,) if note else (),
    )
    media = tuple(one for name in _columns()["media"] for one in re.split(r"[\s|;]+", values.get(name, "")) if one)
    return Part(draft, row.data, row.fragment, row.where, row.encoding, media)


def _take(values: Mapping[str, str], field: str) -> str:
    """The first filled column of a field, else nothing."""
    return next((value.strip() for name in _columns()[field] if (value := values.get(name)) and value.strip()), "")


_MOMENT = re.compile(r"datetime\.datetime\(([\d, ]+)(?:,\s*tzinfo=[^()]*(?:\([^()]*\))?)?\)")


def _metadata(values: Mapping[str, str]) -> dict[str, str]:
    """What auto-archiver's csv_db wrote of a row; read as values, never run."""
    words = _take(values, "metadata")
    if not words.startswith("{"):
        return {}
    try:
        said: Any = ast.literal_eval(_MOMENT.sub(lambda found: repr(_join_moment(found[1])), words))
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return {}
    if not isinstance(said, dict):
        return {}
    known = {"content": "text", "text": "text", "title": "title", "timestamp": "published", "url": "url"}
    return {known[name]: str(value) for name, value in said.items() if name in known and value}


def _join_moment(numbers: str) -> str:
    parts = [int(one) for one in numbers.split(",") if one.strip()]
    return datetime(*parts[:6]).isoformat() if len(parts) >= 3 else ""  # type: ignore[arg-type]  # noqa: DTZ001 - the day is taken


def _plain(words: str) -> str:
    """Text without the tags that rich-text editors put in (Bayanat's descriptions)."""
    if not re.search(r"<(?:p|br|div|span|strong|ul|ol)\b[^>]*>", words[:4096], re.IGNORECASE):
        return words
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(words, preserve_formatting=True))


def _day(words: str) -> tuple[date | None, str]:
    """A day in ISO 8601, with or without a time; null, and a note, where it is written in another way."""
    if not words:
        return None, ""
    try:
        return date.fromisoformat(words[:10]), ""
    except ValueError:
        return None, f"its day {words[:40]!r} is not read; write days as 2019-01-18"


def _write(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
