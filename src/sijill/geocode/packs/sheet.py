"""The first sheet of an XLSX file, with the standard library: cells as text."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from sijill.model import InputError

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LARGEST = 300_000_000  # bytes of a part when unpacked: a hundred times what a table of all villages of a country needs


def sheet_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Row numbers and cells, from the sheet that comes first. Raises InputError where the file is no XLSX."""
    try:
        with zipfile.ZipFile(path) as book:
            sheets = sorted((n for n in book.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", n)), key=lambda n: (len(n), n))
            if not sheets:
                raise InputError(str(path), "has no sheet")
            if any(book.getinfo(name).file_size > LARGEST for name in (sheets[0], "xl/sharedStrings.xml") if name in book.namelist()):
                raise InputError(str(path), "is larger unpacked than any table of places", "save it as CSV")
            shared = _shared(book)
            with book.open(sheets[0]) as file:
                for _, element in ElementTree.iterparse(file):  # noqa: S314 - expat refuses entity bombs since 2.4.1; size is bounded
                    if element.tag == f"{_MAIN}row":
                        yield int(element.get("r", "0")), _cells(element, shared)
                        element.clear()
    except (zipfile.BadZipFile, ElementTree.ParseError, OSError, KeyError) as error:
        raise InputError(str(path), f"is not a readable XLSX file: {error}", "save it as CSV") from error


def _shared(book: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    root = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314 - as above
    return ["".join(text.text or "" for text in item.iter(f"{_MAIN}t")) for item in root]


def _cells(row: ElementTree.Element, shared: list[str]) -> list[str]:
    cells: list[str] = []
    for cell in row:
        letters = re.match(r"[A-Z]+", cell.get("r", ""))
        at = _index(letters[0]) if letters else len(cells)
        cells.extend([""] * (at - len(cells)))
        value = cell.findtext(f"{_MAIN}v")
        if cell.get("t") == "s" and value is not None:
            cells.append(shared[int(value)])
        elif cell.get("t") == "inlineStr":
            cells.append("".join(text.text or "" for text in cell.iter(f"{_MAIN}t")))
        else:
            cells.append(value or "")
    return cells


def _index(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
