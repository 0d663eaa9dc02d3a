"""Web archives of others: WARC files (plain or gzip: wget's, Common Crawl's) and WACZ packages (Browsertrix's), record by record.

A damaged place is named and passed over; what follows it is read. No record is held in memory before its length is known.
"""

import os
import zipfile
from collections.abc import Callable, Generator, Iterator
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from sijill.capture.member import walk_members
from sijill.capture.record import LARGEST, READABLE, Archived, Place, address_of, id_of, open_record, plain
from sijill.model import Custody, InputError

BOMB_RATIO = 200
"""A part of a WACZ that says it unpacks to more than so many times its size is refused: deflate reaches 1,032, text 20."""

BOMB_SIZE = 256 * 1024 * 1024
"""Bytes up to which a ratio is nobody's business."""

ENDINGS = (".warc", ".warc.gz")

NOTES = ("metadata:", "urn:")
"""How addresses begin under which archivers keep notes of their own: wget's log, Browsertrix's screenshots and page lists."""

RULES = ("/robots.txt", "/ads.txt")
"""What sites say to programs, which crawls fetch too: text, and no report."""

Wanted = Callable[[str, str], bool]
"""Whether a record is wanted, by its address and its WARC-Record-ID."""


def read_archive(path: Path, wanted: Wanted | None = None, types: tuple[str, ...] = READABLE) -> Iterator[Archived | InputError]:
    """Records of a WARC or WACZ file that may hold a report, or are of other `types`, in their order.

    `wanted` is asked before a record is looked into: that is what makes filtering quick.
    """
    if path.suffix.lower() == ".wacz":
        yield from _read_package(path, wanted, types)
        return
    with path.open("rb") as file:
        yield from _read_stream(file, path.name, wanted, str(path), types)


def read_kept(path: Path, custody: Custody) -> Archived | InputError:
    """The record with the payload of a capture of ours."""
    name = f"{path}, {custody.record}"
    try:
        with path.open("rb") as file:
            file.seek(custody.offset)
            for record in _iterate(file):
                if record.stream_pos >= custody.offset + custody.length:
                    break
                if custody.record and id_of(record.headers.get("WARC-Record-ID")) != custody.record:
                    continue
                whole = BytesIO()
                record.write(whole)
                place = Place(path.name, custody.offset, custody.record)
                return next(open_record(whole.getvalue(), place, address_of(record), name, ("",)), InputError(name, "it is no page"))
    except (OSError, ValueError) as error:
        return InputError(name, f"it cannot be read: {plain(error)}")
    return InputError(name, "there is no such record")


def stream_payload(file: IO[bytes], custody: Custody) -> Iterator[bytes]:
    """The payload of a capture of ours, without transfer encoding, a piece at a time. Raises InputError, OSError."""
    from fastwarc.warc import ArchiveIterator

    file.seek(custody.offset)
    for record in ArchiveIterator(file, parse_http=True, auto_decode="transfer"):
        if record.stream_pos >= custody.offset + custody.length:
            break
        if not custody.record or id_of(record.headers.get("WARC-Record-ID")) == custody.record:
            while chunk := record.reader.read(1 << 16):
                yield chunk
            return
    raise InputError(custody.archive, f"there is no record {custody.record}")


def _read_package(path: Path, wanted: Wanted | None, types: tuple[str, ...]) -> Iterator[Archived | InputError]:
    try:
        package = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        yield InputError(str(path), f"it is no WACZ package that can be read: {error}")
        return
    with package:
        parts = [part for part in package.infolist() if part.filename.lower().endswith(ENDINGS)]
        if not parts:
            yield InputError(str(path), "there is no WARC file in the package")
        for part in parts:
            name = f"{path.name}/{part.filename}"
            if part.file_size > max(BOMB_SIZE, part.compress_size * BOMB_RATIO):
                yield InputError(
                    f"{path}/{part.filename}",
                    f"it says that it unpacks from {part.compress_size:,} to {part.file_size:,} bytes, which no web archive does",
                )
                continue
            try:
                with package.open(part) as file:
                    yield from _read_stream(file, name, wanted, f"{path}/{part.filename}", types)
            except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
                yield InputError(f"{path}/{part.filename}", f"it is damaged: {error}")


def _read_stream(
    file: IO[bytes], origin: str, wanted: Wanted | None, where: str, types: tuple[str, ...]
) -> Iterator[Archived | InputError]:
    start = 0
    damaged, seen = False, -1
    while True:
        file.seek(start)
        last, behind = start, None
        try:
            for record in _iterate(file):
                last = seen = record.stream_pos
                if record.content_length <= LARGEST:
                    if (yield from _read_record(record, origin, last, wanted, where, types)):
                        continue
                    behind = last + 1  # its length may be wrong, and have swallowed what follows
                    break
                else:
                    if wanted is None or wanted(address_of(record), id_of(record.headers.get("WARC-Record-ID"))):
                        yield InputError(f"{where}, {address_of(record)}", _too_large(record.content_length))
                    behind = _end_of(file, last, record.content_length)
                    break
            if behind is None:
                if seen < 0 and not damaged:
                    yield InputError(where, "there is no record with content in it")
                return
        except OSError as error:
            if not damaged or last > start:
                yield InputError(where, f"it is damaged after byte {last:,} ({plain(error)}); what can be found behind it is read")
            damaged = True
        if (found := _find_next(file, behind or last + 1)) is None:
            return
        start = found


def _iterate(file: IO[bytes]) -> Any:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    return ArchiveIterator(file, record_types=WarcRecordType.response | WarcRecordType.resource, parse_http=False)


def _read_record(
    record: Any, origin: str, offset: int, wanted: Wanted | None, where: str, types: tuple[str, ...]
) -> Generator[Archived | InputError, None, bool]:
    """The record where it may hold a report; whether it is all there."""
    address = address_of(record)
    if address.startswith(NOTES) or address.endswith(RULES):
        return True
    if wanted is not None and not wanted(address, id_of(record.headers.get("WARC-Record-ID"))):
        return True
    name = f"{where}, {address or f'byte {offset:,}'}"
    whole = BytesIO()
    record.write(whole)
    raw = whole.getvalue()
    if len(raw) - raw.find(b"\r\n\r\n") - 4 < record.content_length:
        yield InputError(name, "the record breaks off")
        return False
    try:
        yield from open_record(raw, Place(origin, offset, id_of(record.headers.get("WARC-Record-ID"))), address, name, types)
    except (OSError, ValueError, UnicodeError) as error:
        yield InputError(name, f"the record cannot be read: {plain(error)}")
    return True


def _find_next(file: IO[bytes], start: int) -> int | None:
    """The next byte from `start` where a record can begin: a gzip member, or the words WARC/1."""
    file.seek(start)
    before, position = b"", start
    while part := file.read(1 << 20):
        window = before + part
        hits = [at for sign in (b"\x1f\x8b\x08", b"WARC/1.") if (at := window.find(sign)) >= 0]
        if hits:
            return position - len(before) + min(hits)
        position += len(part)
        before = window[-7:]
    return None


def _end_of(file: IO[bytes], start: int, length: int) -> int:
    """Where the record behind a too large one begins: behind its gzip member, or its stated length where the file is so long."""
    file.seek(start)
    if file.read(2) == b"\x1f\x8b":
        member = next(walk_members(file, start), None)
        return member.end if member is not None else start + 1
    size = file.seek(0, os.SEEK_END)
    return start + length if start + length < size else start + 1


def _too_large(size: int) -> str:
    return f"the record is too large: {size:,} bytes, at most {LARGEST:,} are read"
