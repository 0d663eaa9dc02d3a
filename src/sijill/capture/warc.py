"""Web archives of others: WARC files (plain or gzip: wget's, Common Crawl's) and WACZ packages (Browsertrix's), record by record.

A damaged place is named and passed over; what follows it is read. No record is held in memory before its length is known.
"""

import os
import zipfile
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Any, Literal

from sijill.capture.member import walk_members
from sijill.model import Custody, InputError
from sijill.model.identity import digest

LARGEST = 64 * 1024 * 1024
"""Bytes of one record, and of what it unpacks to, beyond which it is passed over: no report is so long."""

READABLE = ("text/html", "application/xhtml", "application/pdf", "text/plain")
"""Types of what may be a report; the rest of an archive (styles, scripts, pictures) is passed over without a word."""

BOMB_RATIO = 200
"""A part of a WACZ that says it unpacks to more than so many times its size is refused: deflate reaches 1,032, text 20."""

BOMB_SIZE = 256 * 1024 * 1024
"""Bytes up to which a ratio is nobody's business."""

ENDINGS = (".warc", ".warc.gz")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lies: the archive's name (of a WACZ with the part inside), byte and WARC-Record-ID."""

    origin: str
    offset: int
    record: str


@dataclass(frozen=True, slots=True)
class Archived:
    """A record that may hold a report. `raw` is the whole record as it was; `payload` is without transfer and content encoding;
    `sha256` and `size` are of the payload without transfer encoding alone, as it is kept."""

    place: Place
    address: str
    at: str
    kind: str
    raw: bytes
    payload: bytes
    sha256: str
    size: int
    status: int | None
    media_type: str
    headers: tuple[tuple[str, str], ...]


Decode = Literal["none", "transfer", "all"]

Wanted = Callable[[str, str], bool]
"""Whether a record is wanted, by its address and its WARC-Record-ID."""


def read_archive(path: Path, wanted: Wanted | None = None) -> Iterator[Archived | InputError]:
    """Records of a WARC or WACZ file that may hold a report, in their order.

    `wanted` is asked before a record is looked into: that is what makes filtering quick.
    """
    if path.suffix.lower() == ".wacz":
        yield from _read_package(path, wanted)
        return
    with path.open("rb") as file:
        yield from _read_stream(file, path.name, wanted, str(path))


def read_kept(path: Path, custody: Custody) -> Archived | InputError:
    """The record with the payload of a capture of ours."""
    name = f"{path}, {custody.record}"
    try:
        with path.open("rb") as file:
            file.seek(custody.offset)
            for record in _iterate(file):
                if record.stream_pos >= custody.offset + custody.length:
                    break
                if custody.record and _id_of(record.headers.get("WARC-Record-ID")) != custody.record:
                    continue
                whole = BytesIO()
                record.write(whole)
                place = Place(path.name, custody.offset, custody.record)
                return next(_open_record(whole.getvalue(), place, _address_of(record), name, ("",)), InputError(name, "it is no page"))
    except (OSError, ValueError) as error:
        return InputError(name, f"it cannot be read: {_plain(error)}")
    return InputError(name, "there is no such record")


def stream_payload(file: IO[bytes], custody: Custody) -> Iterator[bytes]:
    """The payload of a capture of ours, without transfer encoding, a piece at a time. Raises InputError, OSError."""
    from fastwarc.warc import ArchiveIterator

    file.seek(custody.offset)
    for record in ArchiveIterator(file, parse_http=True, auto_decode="transfer"):
        if record.stream_pos >= custody.offset + custody.length:
            break
        if not custody.record or _id_of(record.headers.get("WARC-Record-ID")) == custody.record:
            while chunk := record.reader.read(1 << 16):
                yield chunk
            return
    raise InputError(custody.archive, f"there is no record {custody.record}")


def _read_package(path: Path, wanted: Wanted | None) -> Iterator[Archived | InputError]:
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
                    yield from _read_stream(file, name, wanted, f"{path}/{part.filename}")
            except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
                yield InputError(f"{path}/{part.filename}", f"it is damaged: {error}")


def _read_stream(file: IO[bytes], origin: str, wanted: Wanted | None, where: str) -> Iterator[Archived | InputError]:
    start = 0
    damaged, seen = False, -1
    while True:
        file.seek(start)
        last, behind = start, None
        try:
            for record in _iterate(file):
                last = seen = record.stream_pos
                if record.content_length <= LARGEST:
                    if (yield from _read_record(record, origin, last, wanted, where)):
                        continue
                    behind = last + 1  # its length may be wrong, and have swallowed what follows
                    break
                else:
                    if wanted is None or wanted(_address_of(record), _id_of(record.headers.get("WARC-Record-ID"))):
                        yield InputError(f"{where}, {_address_of(record)}", _too_large(record.content_length))
                    behind = _end_of(file, last, record.content_length)
                    break
            if behind is None:
                if seen < 0 and not damaged:
                    yield InputError(where, "there is no record with content in it")
                return
        except OSError as error:
            if not damaged or last > start:
                yield InputError(where, f"it is damaged after byte {last:,} ({_plain(error)}); what can be found behind it is read")
            damaged = True
        if (found := _find_next(file, behind or last + 1)) is None:
            return
        start = found


def _iterate(file: IO[bytes]) -> Any:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    return ArchiveIterator(file, record_types=WarcRecordType.response | WarcRecordType.resource, parse_http=False)


def _read_record(
    record: Any, origin: str, offset: int, wanted: Wanted | None, where: str
) -> Generator[Archived | InputError, None, bool]:
    """The record where it may hold a report; whether it is all there."""
    address = _address_of(record)
    if wanted is not None and not wanted(address, _id_of(record.headers.get("WARC-Record-ID"))):
        return True
    name = f"{where}, {address or f'byte {offset:,}'}"
    whole = BytesIO()
    record.write(whole)
    raw = whole.getvalue()
    if len(raw) - raw.find(b"\r\n\r\n") - 4 < record.content_length:
        yield InputError(name, "the record breaks off")
        return False
    try:
        yield from _open_record(raw, Place(origin, offset, _id_of(record.headers.get("WARC-Record-ID"))), address, name)
    except (OSError, ValueError, UnicodeError) as error:
        yield InputError(name, f"the record cannot be read: {_plain(error)}")
    return True


def _open_record(
    raw: bytes, place: Place, address: str, name: str, types: tuple[str, ...] = READABLE
) -> Iterator[Archived | InputError]:
    """The record where it may hold a report; an error where it does not hold what it should."""
    record = _parse(raw, "none")
    http = record.http_headers
    status = None if http is None else http.status_code
    stated = record.http_content_type if http is not None else record.headers.get("Content-Type")
    media_type = (stated or "").split(";")[0].strip().lower()
    if http is None and record.headers.get("WARC-Type") == "response" and address.startswith("http"):
        yield InputError(name, "the record holds no answer of a server: its length is wrong, or it is damaged")
        return
    if (status is not None and status != 200) or not media_type.startswith(types):
        return
    if not _block_fits(raw, record.headers.get("WARC-Block-Digest")):
        yield InputError(name, "the record does not fit its digest: it was changed or damaged")
        return
    kept = _parse(raw, "transfer").reader.read(LARGEST + 1)
    headers = () if http is None else tuple((str(key), str(value)) for key, value in http.astuples())
    encoded = any(key.lower() == "content-encoding" and value.lower() != "identity" for key, value in headers)
    payload = _parse(raw, "all").reader.read(LARGEST + 1) if encoded else kept
    if max(len(payload), len(kept)) > LARGEST:
        yield InputError(name, f"the record unpacks to more than {LARGEST:,} bytes")
        return
    at = record.headers.get("WARC-Date") or ""
    kind = record.headers.get("WARC-Type") or ""
    yield Archived(place, address, _second(at), kind, raw, payload, digest(kept), len(kept), status, media_type, headers)


def _parse(raw: bytes, decode: Decode) -> Any:
    from fastwarc.warc import ArchiveIterator

    return next(iter(ArchiveIterator(BytesIO(raw), parse_http=True, auto_decode=decode)))


def _block_fits(raw: bytes, stated: str | None) -> bool:
    """Whether a record fits its block digest; one that states none, or one that we do not know, is taken as it is."""
    from fastwarc.warc import ArchiveIterator

    if not stated or stated.split(":")[0].lower() not in ("sha1", "md5", "sha256"):
        return True
    return bool(next(iter(ArchiveIterator(BytesIO(raw), parse_http=False))).verify_block_digest())


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


def _address_of(record: Any) -> str:
    return (record.headers.get("WARC-Target-URI") or "").strip("<>")


def _too_large(size: int) -> str:
    return f"the record is too large: {size:,} bytes, at most {LARGEST:,} are read"


def _id_of(words: str | None) -> str:
    return (words or "").strip("<>")


def _second(at: str) -> str:
    """A WARC date in whole seconds, as entries have them."""
    return at[:19] + "Z" if len(at) > 20 and at[19:20] == "." else at


def _plain(error: Exception) -> str:
    return (str(error) or type(error).__name__)[:120]
