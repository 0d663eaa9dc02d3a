"""Tables of overlaps from a CSV file: columns of 0 and 1, one a list, with `count` or `n`; or one row a person without a count."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from sijill.model import EstimateError, InputError
from sijill.tally.estimate.histories import Histories

COUNT = ("count", "n")
"""What the column of persons may be called, in any case."""


def read_overlaps(path: Path, lists: Sequence[str] = (), strata: str | None = None) -> Mapping[str, Histories]:
    """Histories of each stratum (by its value, "" where it is not stated); without `strata` one table under "".

    `lists` names the columns that are lists; by default all that are neither the count nor the strata. A table of every list stays as
    wide in every stratum, so that a list may be empty in one. Raises InputError with the line, EstimateError where nothing can be
    estimated.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(str(path), "the file is not UTF-8", "save it as CSV in UTF-8") from error
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})") from error
    head = text.split("\n", 1)[0]
    reader = csv.reader(text.splitlines(), delimiter=max(",;\t", key=head.count), strict=True)
    try:
        header = [name.strip() for name in next(reader)]
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except StopIteration:
        raise InputError(str(path), "the file is empty", "the first line names the lists") from None
    except csv.Error as error:
        raise InputError(str(path), f"not a CSV table: {error}", line=reader.line_num) from error
    count, columns, stratum = _find_columns(path, header, lists, strata)
    names = [header[c] for c in columns]
    found: dict[str, tuple[list[list[int]], list[int]]] = {}
    for line, row in rows:
        if len(row) != len(header):
            raise InputError(str(path), f"{len(row)} values for {len(header)} columns", line=line)
        cells = [_read_cell(path, line, header[c], row[c]) for c in columns]
        persons = 1 if count is None else _read_count(path, line, row[count])
        if persons and not any(cells):
            raise InputError(
                str(path), f"{persons} on no list", "leave the row out: how many those are is what is to be estimated", line=line
            )
        kept = found.setdefault("" if stratum is None else row[stratum].strip(), ([], []))
        kept[0].append(cells)
        kept[1].append(persons)
    if not rows:
        raise InputError(str(path), "there are no rows under the names of the lists")
    try:
        return {value: Histories.of(names, *kept) for value, kept in sorted(found.items()) if any(kept[1]) or len(found) == 1}
    except EstimateError as error:
        raise EstimateError(f"{path}: {error}") from error


def write_overlaps(path: Path, histories: Histories) -> None:
    """The table that `read_overlaps` reads back: a column for each list, and `count`. Raises InputError where it cannot be written."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*histories.names, COUNT[0]])
    writer.writerows([*cell, count] for cell, count in zip(histories.cells.tolist(), histories.counts.tolist(), strict=True))
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(text.getvalue(), encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise InputError(str(path), f"cannot be written ({error.strerror})") from error


def _find_columns(path: Path, header: list[str], lists: Sequence[str], strata: str | None) -> tuple[int | None, list[int], int | None]:
    """Where the count, the lists and the strata are."""
    if doubled := sorted({name for name in header if header.count(name) > 1}):
        raise InputError(str(path), f"two columns are called {doubled[0]!r}", line=1)
    if missing := [name for name in (*lists, *([strata] if strata else [])) if name not in header]:
        raise InputError(str(path), f"there is no column {missing[0]!r}", f"there are: {', '.join(header)}", line=1)
    counts = [c for c, name in enumerate(header) if name.lower() in COUNT and name not in lists and name != strata]
    if len(counts) > 1:
        raise InputError(str(path), "two columns could be the count", "name the lists with --lists", line=1)
    stratum = header.index(strata) if strata else None
    chosen = [header.index(name) for name in lists] or [c for c in range(len(header)) if c not in counts and c != stratum]
    return (counts[0] if counts else None), chosen, stratum


def _read_cell(path: Path, line: int, name: str, value: str) -> int:
    if value.strip() not in ("0", "1"):
        problem = f"column {name!r} holds {value.strip()!r}" if value.strip() else f"column {name!r} is empty"
        raise InputError(str(path), problem, "a list holds 0 or 1; name the columns that are lists with --lists", line=line)
    return int(value)


def _read_count(path: Path, line: int, value: str) -> int:
    try:
        number = float(value)
    except ValueError:
        raise InputError(str(path), f"the count {value.strip()!r} is no number", line=line) from None
    if number < 0 or number != int(number if abs(number) < 1e15 else 0):
        raise InputError(str(path), f"the count {value.strip()} is not a whole number of persons, 0 or more", line=line)
    return int(number)
