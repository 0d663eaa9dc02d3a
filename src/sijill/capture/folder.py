"""Which files a person's paths name, in an order that is the same every time."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sijill.capture.telegram import EXPORTS, is_export, list_export
from sijill.model import InputError

KINDS = {
    ".txt": "text",
    ".text": "text",
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
    ".pdf": "pdf",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".csv": "sheet",
    ".tsv": "sheet",
    ".xlsx": "sheet",
    ".json": "telegram",
    ".warc": "archive",
    ".warc.gz": "archive",
    ".wacz": "archive",
    ".xml": "list",
    ".xml.gz": "list",
    ".rss": "list",
    ".atom": "list",
    ".rdf": "list",
    ".opml": "list",
}
"""What a file holds, by the end of its name."""

WHOLE = ("text", "page", "pdf")
"""Kinds of files that are one report."""

REMEDY = (
    "sijill reads .txt, .html, .pdf, .jsonl, .csv, .tsv, .xlsx, .warc, .wacz, Telegram Desktop's exports, feeds and sitemaps "
    "(.xml, .rss, .opml), and folders of them"
)


@dataclass(frozen=True, slots=True)
class File:
    """A file to read: `kind` is one of KINDS; `name` what its report is called."""

    path: Path
    kind: str
    name: str


def list_files(paths: Iterable[Path]) -> Iterator[File | InputError]:
    """Files named by `paths`; folders are walked, sorted by name, hidden files left out."""
    for path in paths:
        if path.is_dir():
            yield from _walk(path)
        else:
            yield _check(path, path.name)


def _in_order(name: str) -> tuple[str, int, str]:
    """By name; the files of an export by their number."""
    found = EXPORTS.fullmatch(name)
    return ("messages", int("".join(filter(str.isdigit, name)) or 1), name) if found else (name, 0, name)


def _check(path: Path, name: str) -> File | InputError:
    if not path.exists():
        return InputError(str(path), "there is no such file")
    if not path.is_file():
        return InputError(str(path), "it is not a file", REMEDY)
    kind = _kind_of(path)
    return InputError(str(path), "it is not a kind of file that sijill reads", REMEDY) if kind is None else File(path, kind, name)


def _kind_of(path: Path) -> str | None:
    if EXPORTS.fullmatch(path.name) and is_export(path.parent):
        return "telegram"
    endings = "".join(path.suffixes[-2:]).lower()
    return KINDS.get(endings) or KINDS.get(path.suffix.lower())


def _walk(folder: Path) -> Iterator[File | InputError]:
    problems: list[OSError] = []
    found = 0
    for here, folders, files in os.walk(folder, onerror=problems.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if is_export(Path(here)):
            folders[:] = []  # its pictures and video belong to its messages
            files = [path.name for path in list_export(Path(here))]
        for name in sorted(files, key=_in_order):
            if not name.startswith("."):
                found += 1
                path = Path(here, name)
                yield _check(path, path.relative_to(folder).as_posix())
    for problem in problems:
        yield InputError(str(problem.filename), f"it cannot be read: {problem.strerror}")
    if not found and not problems:
        yield InputError(str(folder), "the folder is empty", REMEDY)
