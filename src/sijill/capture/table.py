"""Tables of a team's incidents: each row of a CSV file, or item of a JSON list, becomes a report with the file's custody, one
"column: value" a line."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sijill.capture.clean import replace_unstorable
from sijill.capture.encoding import NotText, decode_bytes
from sijill.capture.files import LIMIT, Captured, make_captured
from sijill.capture.payload import UTF8
from sijill.capture.row import Draft
from sijill.model import InputError
from sijill.model.column import fold_column, is_column


@dataclass(frozen=True, slots=True)
class Columns:
    """Whose table it is, and names of columns (`model.column`): those that may hold an incident's code, and those that are left out:
    what is no evidence, or changes without the incident."""

    register: str
    code: tuple[str, ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row as a report called "register:code"; `path` and `line` say where it stands: of a JSON list the path has its pointer."""

    captured: Captured
    path: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class _Raw:
    values: Mapping[str, str]
    data: bytes
    path: str
    line: int | None


def read_table(path: Path, columns: Columns, *, at: str, by: str) -> Iterator[TableRow | InputError]:
    """Every row, once; a row without a code, with a code that was there before, or of another width, gives an InputError."""
    try:
        if path.stat().st_size > LIMIT:
            yield InputError(str(path), "the table is too large", f"at most {LIMIT:,} bytes; split it")
            return
        text, encoding = decode_bytes(path.read_bytes())
    except OSError as error:
        yield InputError(str(path), f"it cannot be read: {error.strerror or error}")
        return
    except NotText as error:
        yield InputError(str(path), str(error), UTF8)
        return
    listed = path.suffix.casefold() == ".json" or text.lstrip().startswith(("{", "["))
    seen: dict[str, str] = {}
    for raw in (_read_list if listed else _read_lines)(str(path), replace_unstorable(text), columns):
        if isinstance(raw, InputError):
            yield raw
            continue
        name, value = next((n, v) for wanted in columns.code for n, v in raw.values.items() if fold_column(n) == wanted)
        if not (code := " ".join(value.split())):
            yield InputError(raw.path, f"the row has no code in the column {name!r}", line=raw.line)
        elif code in seen:
            yield InputError(raw.path, f"the code {code} stands in {seen[code]} already", "give each incident its own", raw.line)
        else:
            seen[code] = raw.path.removeprefix(str(path)) if raw.line is None else f"line {raw.line}"
            draft = Draft(write_row(raw.values, columns.left_out), doc=f"{columns.register}:{code}", source=columns.register, lang="en")
            made = make_captured(draft, raw.data, path=raw.path, line=raw.line, encoding=encoding, at=at, by=by)
            yield TableRow(made, raw.path, raw.line)


def _read_lines(path: str, text: str, columns: Columns) -> Iterator[_Raw | InputError]:
    lines = text.splitlines(keepends=True)
    rows = csv.reader(lines, strict=True)
    try:
        heading = [name.strip() for name in next(rows, [])]
        if not any(fold_column(name) in columns.code for name in heading):
            yield _no_code(path, columns, 1)
            return
        line = rows.line_num + 1
        for row in rows:
            here, line = line, rows.line_num + 1  # a value may go over several lines
            if not any(value.strip() for value in row):
                continue
            if len(row) != len(heading):
                yield InputError(path, f"the row has {len(row)} values for {len(heading)} columns", line=here)
            else:
                data = "".join(lines[here - 1 : line - 1]).encode(errors="surrogatepass")
                yield _Raw(dict(zip(heading, row, strict=True)), data, path, here)
    except csv.Error as error:
        yield InputError(path, f"it is not CSV that can be read: {error}", line=rows.line_num)


def _read_list(path: str, text: str, columns: Columns) -> Iterator[_Raw | InputError]:
    """The items of a JSON list, or of the list in an object that holds nothing else, as Bayanat exports its incidents."""
    try:
        said: Any = json.loads(text)
        pointer = ""
        if isinstance(said, dict) and len(said) == 1:
            ((pointer, said),) = said.items()
            pointer = f"/{pointer}"
        if not isinstance(said, list):
            yield InputError(path, "it is JSON, but no list of incidents")
            return
        for number, item in enumerate(said):
            here = f"{path}#{pointer}/{number}"  # a JSON pointer, RFC 6901
            values = dict(_flatten(item, "")) if isinstance(item, dict) else {}
            if any(fold_column(name) in columns.code for name in values):
                yield _Raw(values, json.dumps(item, ensure_ascii=False, sort_keys=True).encode(errors="surrogatepass"), here, None)
            else:
                yield _no_code(here, columns, None)
    except json.JSONDecodeError as error:
        yield InputError(path, f"it is not JSON: {error.msg}", line=error.lineno)
    except (ValueError, RecursionError):
        yield InputError(path, "it is not JSON that can be read (numbers too long, or nested too deep)")


def _no_code(path: str, columns: Columns, line: int | None) -> InputError:
    return InputError(path, f"no column holds the incidents' codes (one of: {', '.join(columns.code)})", "name it with --map", line)


def _flatten(value: Any, name: str) -> Iterator[tuple[str, str]]:
    """What lies in an item under names such as "events.1.from_date"; lists are counted from 1, what is null is not there."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flatten(inner, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list):
        for number, inner in enumerate(value, 1):
            yield from _flatten(inner, f"{name}.{number}")
    elif value is not None:
        yield name, value if isinstance(value, str) else json.dumps(value)


def write_row(row: Mapping[str, str], left_out: Sequence[str] = ()) -> str:
    """A row as text, in the order of its columns; empty values have no line."""
    return "\n".join(
        f"{' '.join(name.split())}: {' '.join(value.split())}"
        for name, value in row.items()
        if name and value.strip() and not any(is_column(fold_column(name), wanted, begins=True) for wanted in left_out)
    )
