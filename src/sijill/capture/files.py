"""Files to captures and reports: text, saved pages, and JSON lines; what cannot be read is said and the rest goes on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sijill.capture.clean import replace_unstorable
from sijill.capture.encoding import NotText, decode_bytes
from sijill.capture.folder import Source, list_sources
from sijill.capture.language import detect_language
from sijill.capture.page import read_page
from sijill.capture.row import BadRow, Draft, read_row
from sijill.capture.webpage import draft_page
from sijill.model import Capture, InputError, Report
from sijill.model.identity import content_id, digest, report_id

LARGE = 2_000_000
"""Characters beyond which a report is read with a warning: the longest of 771 real reports has 5,842."""

LIMIT = 64 * 1024 * 1024
"""Bytes beyond which one report is refused: no report is so long, and a file of another kind should not fill the memory."""

UTF8 = "save it as UTF-8 text"


@dataclass(frozen=True, slots=True)
class Captured:
    """A report with the capture that it was taken from; `warnings` are for the person who runs it."""

    capture: Capture
    report: Report
    warnings: tuple[str, ...] = ()


def read_paths(paths: Iterable[Path], *, at: str, by: str) -> Iterator[Captured | InputError]:
    """Every report in files and folders, in a fixed order, one at a time. `at` is ISO 8601 in UTC, `by` a pseudonym.

    A file or line that cannot be read gives an InputError in its place.
    """
    for source in list_sources(paths):
        if isinstance(source, InputError):
            yield source
            continue
        try:
            yield from _read_lines(source, at, by) if source.kind == "lines" else _read_whole(source, at, by)
        except OSError as error:
            yield InputError(str(source.path), f"it cannot be read: {error.strerror or error}")


def count_reports(paths: Iterable[Path]) -> int:
    """About how many reports there are, for a progress bar: lines of JSON files, one for each other file."""
    count = 0
    for source in list_sources(paths):
        if isinstance(source, InputError):
            continue
        if source.kind != "lines":
            count += 1
            continue
        try:
            with source.path.open("rb") as file:
                count += sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
        except OSError:
            continue  # reading it will say so
    return count


def _read_whole(source: Source, at: str, by: str) -> Iterator[Captured | InputError]:
    path = str(source.path)
    if (size := source.path.stat().st_size) > LIMIT:
        yield InputError(path, f"it is too large for one report: {size:,} bytes", f"at most {LIMIT:,}; split it")
        return
    data = source.path.read_bytes()
    if not data.strip():
        yield InputError(path, "the file is empty")
        return
    try:
        if source.kind == "page":
            page = read_page(data, path)
            draft, encoding = draft_page(page), page.encoding
        else:
            text, encoding = decode_bytes(data)
            draft = Draft(replace_unstorable(text))
    except NotText as error:
        yield InputError(path, str(error), UTF8)
        return
    except InputError as error:
        yield error
        return
    if not draft.text.strip():
        yield InputError(path, "the file is empty")
        return
    yield make_captured(
        replace(draft, doc=replace_unstorable(source.name)), data, path=path, line=None, encoding=encoding, at=at, by=by
    )


def _read_lines(source: Source, at: str, by: str) -> Iterator[Captured | InputError]:
    path = str(source.path)
    blank = True
    with source.path.open("rb") as file:
        for line, data in enumerate(iter(lambda: file.readline(LIMIT + 1), b""), 1):
            if not data.strip():
                continue
            blank = False
            if len(data) > LIMIT:
                yield InputError(
                    path, "the line is too long for one report", f"at most {LIMIT:,} bytes; the rest of the file is left", line
                )
                return
            try:
                text, encoding = decode_bytes(data)
                draft = read_row(text)
            except NotText as error:
                yield InputError(path, str(error), UTF8, line)
                if line == 1 and b"\x00" in data:
                    return  # a whole file of another kind: one message, not one for each of its lines
                continue
            except BadRow as error:
                yield InputError(path, str(error), line=line)
                continue
            named = replace(draft, doc=draft.doc or replace_unstorable(f"{source.path.stem}:{line}"))
            yield make_captured(named, data.rstrip(b"\r\n"), path=path, line=line, encoding=encoding, at=at, by=by)
    if blank:
        yield InputError(path, "the file is empty")


def make_captured(draft: Draft, data: bytes, *, path: str, line: int | None, encoding: str, at: str, by: str) -> Captured:
    """A draft with its custody: `data` are the bytes it was read from."""
    # A line of a file is addressed as RFC 5147 does: lines are counted from 0, between the lines.
    address = replace_unstorable(path) + ("" if line is None else f"#line={line - 1},{line}")
    sha256 = digest(data)
    capture = Capture(content_id("c", address, sha256), address, sha256, len(data), at, by, encoding)
    text = _with_title(draft)
    doc = draft.doc or address
    report = Report(
        id=report_id(doc, text, draft.published, draft.source, draft.url),
        doc=doc,
        text=text,
        title=draft.title,
        published=draft.published,
        lang=draft.lang or detect_language(text),
        source=draft.source,
        url=draft.url,
        capture=capture.id,
    )
    where = path if line is None else f"{path}, line {line}"
    notes = [f"{where}: {note}" for note in draft.notes]
    if len(text) > LARGE:
        notes.append(f"{where}: the report is unusually long ({len(text):,} characters); it is read all the same")
    return Captured(capture, report, tuple(notes))


def _with_title(draft: Draft) -> str:
    """The text with its title before it, unless it begins with the title already."""
    title = (draft.title or "").strip()
    return f"{title}\n\n{draft.text}" if title and not draft.text.lstrip().startswith(title) else draft.text
