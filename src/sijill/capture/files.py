"""Files to captures and reports, whatever kind they are of; what cannot be read is said and the rest goes on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sijill.capture.clean import replace_unstorable
from sijill.capture.encoding import NotText, decode_bytes
from sijill.capture.folder import WHOLE, File, list_files
from sijill.capture.language import detect_language
from sijill.capture.part import Part
from sijill.capture.payload import UTF8, kind_of, read_payload
from sijill.capture.record import Archived
from sijill.capture.row import BadRow, Draft, read_row
from sijill.capture.sheet import read_sheet
from sijill.capture.telegram import read_telegram
from sijill.capture.warc import Wanted, read_archive
from sijill.model import Capture, InputError, Report
from sijill.model.identity import content_id, digest, report_id

LARGE = 2_000_000
"""Characters beyond which a report is read with a warning: the longest of 771 real reports has 5,842."""

LIMIT = 64 * 1024 * 1024
"""Bytes beyond which one report is refused: no report is so long, and a file of another kind should not fill the memory."""


@dataclass(frozen=True, slots=True)
class Captured:
    """A report with the capture that it was taken from; `warnings` are for the person who runs it.

    `media` names its pictures and video: web addresses, or files beside the one it was read from. `archived` is the record of an
    outside archive that holds it.
    """

    capture: Capture
    report: Report
    warnings: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    archived: Archived | None = None


def read_paths(paths: Iterable[Path], *, at: str, by: str) -> Iterator[Captured | InputError]:
    """Every report in files and folders, in a fixed order, one at a time. `at` is ISO 8601 in UTC, `by` a pseudonym.

    A file or line that cannot be read gives an InputError in its place.
    """
    for source in list_files(paths):
        if isinstance(source, InputError):
            yield source
            continue
        yield from read_file(source, at=at, by=by)


def read_file(source: File, *, at: str, by: str, wanted: Wanted | None = None) -> Iterator[Captured | InputError]:
    """Every report in one file; of an archive only the records that are `wanted`."""
    try:
        if source.kind == "list":
            yield InputError(str(source.path), "it lists addresses, and holds no report", "`sijill capture` fetches what it lists")
        elif source.kind in WHOLE:
            yield from _read_whole(source, at, by)
        elif source.kind == "lines":
            yield from _read_lines(source, at, by)
        elif source.kind == "archive":
            for record in read_archive(source.path, wanted):
                yield record if isinstance(record, InputError) else read_archived(record, f"{source.path}, {record.address}", by)
        else:
            for part in read_sheet(source.path) if source.kind == "sheet" else read_telegram(source.path):
                yield part if isinstance(part, InputError) else _make_part(part, str(source.path), at, by)
    except OSError as error:
        yield InputError(str(source.path), f"it cannot be read: {error.strerror or error}")


def read_archived(record: Archived, where: str, by: str) -> Captured | InputError:
    """The report in a record of an archive; its time is when the archive's maker fetched it, `by` who brought it in."""
    try:
        document = read_payload(record.payload, kind_of(record.payload, record.media_type), record.address, dict(record.headers))
    except (NotText, BadRow) as error:
        return InputError(where, str(error))
    except InputError as error:
        return InputError(where, error.problem, error.remedy)
    name = content_id("c", record.address, record.sha256, record.at)
    capture = Capture(name, record.address, record.sha256, record.size, record.at, by, document.encoding)
    return make_report(capture, document.draft, where, media=document.media, archived=record)


def count_reports(paths: Iterable[Path]) -> int:
    """About how many reports there are, for a progress bar: lines of JSON files, one for each other file."""
    count = 0
    for source in list_files(paths):
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


def _read_whole(source: File, at: str, by: str) -> Iterator[Captured | InputError]:
    path = str(source.path)
    if (size := source.path.stat().st_size) > LIMIT:
        yield InputError(path, f"it is too large for one report: {size:,} bytes", f"at most {LIMIT:,}; split it")
        return
    data = source.path.read_bytes()
    if not data.strip():
        yield InputError(path, "the file is empty")
        return
    try:
        document = read_payload(data, source.kind, path)
    except NotText as error:
        yield InputError(path, str(error), UTF8)
        return
    except BadRow as error:
        yield InputError(path, str(error))
        return
    except InputError as error:
        yield error
        return
    draft = replace(document.draft, doc=replace_unstorable(source.name))
    made = make_captured(draft, data, path=path, line=None, encoding=document.encoding, at=at, by=by)
    yield replace(made, media=document.media)


def _read_lines(source: File, at: str, by: str) -> Iterator[Captured | InputError]:
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


def _make_part(part: Part, path: str, at: str, by: str) -> Captured:
    sha256 = digest(part.data)
    address = f"{replace_unstorable(path)}#{part.fragment}"
    capture = Capture(content_id("c", address, sha256), address, sha256, len(part.data), at, by, part.encoding)
    return make_report(capture, part.draft, f"{path}, {part.where}", media=part.media)


def make_captured(draft: Draft, data: bytes, *, path: str, line: int | None, encoding: str | None, at: str, by: str) -> Captured:
    """A draft with its custody: `data` are the bytes it was read from."""
    # A line of a file is addressed as RFC 5147 does: lines are counted from 0, between the lines.
    address = replace_unstorable(path) + ("" if line is None else f"#line={line - 1},{line}")
    sha256 = digest(data)
    capture = Capture(content_id("c", address, sha256), address, sha256, len(data), at, by, encoding)
    return make_report(capture, draft, path if line is None else f"{path}, line {line}")


def make_report(
    capture: Capture, draft: Draft, where: str, *, media: tuple[str, ...] = (), archived: Archived | None = None
) -> Captured:
    """A draft as the report that was taken from a capture; `where` is for people."""
    text = _with_title(draft)
    doc = draft.doc or capture.address
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
    notes = [f"{where}: {note}" for note in draft.notes]
    if len(text) > LARGE:
        notes.append(f"{where}: the report is unusually long ({len(text):,} characters); it is read all the same")
    return Captured(capture, report, tuple(notes), media, archived)


def _with_title(draft: Draft) -> str:
    """The text with its title before it, unless it begins with the title already."""
    title = (draft.title or "").strip()
    return f"{title}\n\n{draft.text}" if title and not draft.text.lstrip().startswith(title) else draft.text
