"""Which files a person's paths name, in an order that is the same every time."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sijill.model import InputError

KINDS = {".txt": "text", ".text": "text", ".html": "page", ".htm": "page", ".xhtml": "page", ".jsonl": "lines", ".ndjson": "lines"}
"""What a file holds, by the end of its name."""

REMEDY = "sijill reads .txt, .html and .jsonl files and folders of them"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: `kind` is text, page or lines; `name` what its report is called."""

    path: Path
    kind: str
    name: str


def list_sources(paths: Iterable[Path]) -> Iterator[Source | InputError]:
    """Files named by `paths`; folders are walked, sorted by name, hidden files left out."""
    for path in paths:
        if path.is_dir():
            yield from _walk(path)
        else:
            yield _check(path, path.name)


def _check(path: Path, name: str) -> Source | InputError:
    if not path.exists():
        return InputError(str(path), "there is no such file")
    if not path.is_file():
        return InputError(str(path), "it is not a file", REMEDY)
    kind = KINDS.get(path.suffix.lower())
    return InputError(str(path), "it is not a kind of file that sijill reads", REMEDY) if kind is None else Source(path, kind, name)


def _walk(folder: Path) -> Iterator[Source | InputError]:
    problems: list[OSError] = []
    found = 0
    for here, folders, files in os.walk(folder, onerror=problems.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                found += 1
                path = Path(here, name)
                yield _check(path, path.relative_to(folder).as_posix())
    for problem in problems:
        yield InputError(str(problem.filename), f"it cannot be read: {problem.strerror}")
    if not found and not problems:
        yield InputError(str(folder), "the folder is empty", REMEDY)
