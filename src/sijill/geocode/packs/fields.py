"""Fields of rows: coordinates, names, counts, each checked the same way in every reader."""

import csv
import gzip
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from sijill.geocode.folding import is_arabic
from sijill.model import InputError


class BadRow(ValueError):
    """A row that cannot be imported; the message says why."""


def point(lat: str | float | None, lon: str | float | None) -> tuple[float, float]:
    """WGS 84 degrees. Raises BadRow for what is no number, out of range, or the null island of empty cells."""
    try:
        y, x = float(lat or ""), float(lon or "")
    except ValueError:
        raise BadRow(f"latitude {lat!r} and longitude {lon!r} are not both numbers") from None
    if not -90 <= y <= 90:
        raise BadRow(f"latitude {y} is not between -90 and 90")
    if not -180 <= x <= 180:
        raise BadRow(f"longitude {x} is not between -180 and 180")
    if y == 0 and x == 0:
        raise BadRow("latitude 0, longitude 0: no place lies there")
    return round(y, 6), round(x, 6)


def count(text: str | int | None) -> int:
    """A whole number of people, 0 where the cell is empty. Raises BadRow for anything else."""
    try:
        number = int(float(text or 0))
    except ValueError:
        raise BadRow(f"population {text!r} is not a number") from None
    return max(0, number)


def by_script(names: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names as (Arabic, Latin), each once, without names of other scripts."""
    clean = dict.fromkeys(name.strip().strip("\u200e\u200f") for name in names)
    arabic = tuple(name for name in clean if name and is_arabic(name))
    latin = tuple(name for name in clean if name and not is_arabic(name) and _mostly_latin(name))
    return arabic, latin


def names_of(names: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A row's names as (Arabic, Latin). Raises BadRow where there is none, or one holds bytes that were no UTF-8."""
    if any("\ufffd" in name for name in names):
        raise BadRow("holds bytes that are not UTF-8")
    arabic, latin = by_script(names)
    if not arabic and not latin:
        raise BadRow("has no name in Arabic or Latin letters")
    return arabic, latin


def _mostly_latin(name: str) -> bool:
    letters = [c for c in name if c.isalpha()]
    return bool(letters) and all(c < "\u0250" or "\u02b0" <= c <= "\u02ff" or "\u1e00" <= c <= "\u1eff" for c in letters)


def open_text(path: Path) -> io.TextIOBase:
    """A text file, also gzipped, as UTF-8; a byte that is none becomes U+FFFD, so that its row can be named and left out."""
    try:
        opener = gzip.open if path.suffix == ".gz" else open
        return io.TextIOWrapper(opener(path, "rb"), encoding="utf-8-sig", errors="replace", newline="")
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror or error}") from error


def table_rows(path: Path, delimiter: str, quoted: bool) -> Iterator[tuple[int, list[str]]]:
    """Line numbers and cells. A row with an undecodable byte comes as it is, with U+FFFD in it."""
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    with open_text(path) as file:
        try:
            if not quoted:
                for line, text in enumerate(file, 1):
                    yield line, text.rstrip("\r\n").split(delimiter)
                return
            reader = csv.reader(file, delimiter=delimiter)
            for row in reader:
                yield reader.line_num, row
        except (OSError, EOFError, csv.Error) as error:
            raise InputError(str(path), f"ends in the middle or is damaged: {error}", "fetch it again") from error
