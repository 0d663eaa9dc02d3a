"""Tables of a team's incidents: each row of a CSV file becomes a report with the file's custody, one "column: value" a line."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sijill.capture.clean import replace_unstorable
from sijill.capture.encoding import NotText, decode_bytes
from sijill.capture.files import LIMIT, UTF8, Captured, make_captured
from sijill.capture.row import Draft
from sijill.model import InputError
from sijill.model.column import fold_column


def read_table(path: Path, register: str, code: Sequence[str], *, at: str, by: str) -> Iterator[tuple[int, Captured] | InputError]:
    """Every row with its line. Its report is called "register:code"; a row without a code, or of another width, gives an InputError.

    code: names of the columns that may hold the code, folded as `fold_column` does.
    """
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
    lines = replace_unstorable(text).splitlines(keepends=True)
    rows = csv.reader(lines, strict=True)
    try:
        heading = [name.strip() for name in next(rows, [])]
        place = next((n for wanted in code for n, name in enumerate(heading) if fold_column(name) == wanted), None)
        if place is None:
            yield InputError(str(path), f"no column holds the incidents' codes (one of: {', '.join(code)})", "name it with --map", 1)
            return
        yield from _read_rows(path, lines, rows, heading, place, f"{register}:", at, by, encoding)
    except csv.Error as error:
        yield InputError(str(path), f"it is not CSV that can be read: {error}", line=rows.line_num)


def _read_rows(
    path: Path, lines: Sequence[str], rows: Any, heading: Sequence[str], place: int, prefix: str, at: str, by: str, encoding: str
) -> Iterator[tuple[int, Captured] | InputError]:
    seen: dict[str, int] = {}
    line = rows.line_num + 1
    for row in rows:
        here, line = line, rows.line_num + 1  # a value may go over several lines
        if not any(value.strip() for value in row):
            continue
        if len(row) != len(heading):
            yield InputError(str(path), f"the row has {len(row)} values for {len(heading)} columns", line=here)
        elif not (code := " ".join(row[place].split())):
            yield InputError(str(path), f"the row has no code in the column {heading[place]!r}", line=here)
        elif code in seen:
            yield InputError(str(path), f"the code {code} stands in line {seen[code]} already", "give each incident its own", here)
        else:
            seen[code] = here
            words = write_row(dict(zip(heading, row, strict=True)))
            draft = Draft(words, doc=prefix + code, source=prefix.rstrip(":"), lang="en")
            data = "".join(lines[here - 1 : line - 1]).encode(errors="surrogatepass")
            yield here, make_captured(draft, data, path=str(path), line=here, encoding=encoding, at=at, by=by)


def write_row(row: Mapping[str, str]) -> str:
    """A row as text, in the order of its columns; empty values have no line."""
    return "\n".join(f"{name}: {' '.join(value.split())}" for name, value in row.items() if name and value.strip())
