"""Our own web archives: WARC 1.1 files that are only ever added to, one capture's records after another's.

A capture is a group of records: what went over the wire (or the file as it was), then a `metadata` record whose JSON says all that the
register says of its custody, signed. The group counts once that last record is whole: what a killed run left behind it is cut off when
the file is next opened, and what it left whole is given back, to be entered in the register.
"""

import fcntl
import gzip
import json
import os
import shutil
from base64 import b32encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

from sijill.capture.member import Member, walk_members
from sijill.model import ArchiveError, Capture, Custody, ModelError
from sijill.model.codec import from_json, to_json
from sijill.model.identity import canonical_json

LARGEST = 1 << 30
"""Bytes after which a new file is begun: the size that the WARC guidelines advise."""

PURPOSE = "sijill capture"
"""What is signed says what it is, so that the signature fits nothing else."""

SMALL = 8 * 1024 * 1024
"""Bytes of a record that are joined in memory."""

ENDING = ".warc.gz"
MANIFEST = "application/json"

Sign = Callable[[Mapping[str, Any]], str]
"""A manifest in, its signature (hex) out."""


@dataclass(frozen=True, slots=True)
class Block:
    """A record to be written: `content` at its beginning, `size` bytes; `head` goes before it as it is. `payload_sha256` in hex is of
    `content`. `links` are further headers; `raw` is a whole record of another archive that is kept as it is."""

    kind: str
    address: str
    record: str
    at: str
    content: IO[bytes]
    size: int
    content_type: str
    head: bytes = b""
    payload_sha256: str | None = None
    ip: str | None = None
    links: tuple[tuple[str, str], ...] = ()
    raw: bytes | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the last record of a group says; `end` is the byte behind it."""

    capture: Capture
    custody: Custody
    end: int


def signed_part(capture: Capture, custody: Custody) -> dict[str, Any]:
    """What of a manifest is signed: all but the signature."""
    return {"purpose": PURPOSE, "capture": to_json(capture), "custody": to_json(replace(custody, signature=None))}


class Archive:
    """The files of one folder, held by one writer at a time each. `ends` are the bytes of each file that the register knows of."""

    def __init__(
        self,
        folder: Path,
        ends: Mapping[str, int],
        *,
        version: str,
        stamp: Callable[[], str],
        new_id: Callable[[], str],
        public_key: str | None = None,
        sign: Sign | None = None,
        largest: int = LARGEST,
    ) -> None:
        self.folder, self.version = folder, version
        self._ends, self._stamp, self._new_id, self._largest = dict(ends), stamp, new_id, largest
        self._public_key, self._sign = public_key, sign
        self._file: IO[bytes] | None = None
        self._path = folder
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise ArchiveError(str(folder), f"the folder cannot be made: {error.strerror}") from error

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Write all to disk and let go of the file."""
        if self._file is not None:
            self.sync()
            self._file.close()
            self._file = None

    def recover(self) -> Iterator[Manifest]:
        """Captures that a killed run kept whole and did not enter in the register, from files that nobody else writes now."""
        for path in sorted(self.folder.glob(f"*{ENDING}")):
            try:
                with path.open("r+b") as file:
                    if _lock(file) and os.fstat(file.fileno()).st_size > self._ends.get(path.name, 0):
                        yield from self._mend(path, file)
            except OSError as error:
                raise ArchiveError(str(path), f"it cannot be opened: {error.strerror or error}") from error

    def new_id(self) -> str:
        """An id for a record, as a URN."""
        return self._new_id()

    def keep(self, capture: Capture, blocks: Sequence[Block], custody: Mapping[str, Any]) -> Custody:
        """Write a capture's records and its manifest; its custody. It is on disk after `sync`. `custody` has the fields that are known
        before; `record` must be among them. Raises ArchiveError, and then nothing of the group stays."""
        file = self._claim()
        offset = file.tell()
        try:
            for block in blocks:
                _write(file, block)
            length = file.tell() - offset
            made = Custody(
                archive=self._path.name, offset=offset, length=length, version=self.version, public_key=self._public_key, **custody
            )
            if self._sign is not None:
                made = replace(made, signature=self._sign(signed_part(capture, made)))
            _write(file, self._manifest(capture, made))
        except OSError as error:
            file.truncate(offset)
            file.seek(offset)
            raise ArchiveError(str(self._path), f"it cannot be written: {error.strerror or error}") from error
        return made

    def sync(self) -> None:
        """Have on disk what was kept."""
        if self._file is not None:
            self._file.flush()
            os.fsync(self._file.fileno())

    def _manifest(self, capture: Capture, custody: Custody) -> Block:
        words = canonical_json({"capture": to_json(capture), "custody": to_json(custody)}).encode("utf-8", "surrogatepass")
        address = f"urn:sijill:capture:{capture.id}"  # not the page's: nobody who looks that up wants this
        return Block("metadata", address, self._new_id(), capture.at, BytesIO(words), len(words), MANIFEST)

    def _claim(self) -> IO[bytes]:
        """The file that is written now: one with room that nobody else holds, or a new one."""
        if self._file is not None and self._file.tell() < self._largest:
            return self._file
        self.close()
        try:
            for path in sorted(self.folder.glob(f"*{ENDING}"), reverse=True):
                if path.stat().st_size >= self._largest:
                    continue
                file = path.open("r+b")
                if _lock(file):
                    file.seek(0, os.SEEK_END)
                    self._file, self._path = file, path
                    return file
                file.close()
            return self._begin()
        except OSError as error:
            raise ArchiveError(str(self.folder), f"no archive can be written there: {error.strerror or error}") from error

    def _begin(self) -> IO[bytes]:
        at = self._stamp()
        name = f"sijill-{at.replace('-', '').replace(':', '')}-{self._new_id()[-8:]}{ENDING}"
        self._path = self.folder / name
        self._file = os.fdopen(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "r+b")
        _lock(self._file)
        words = f"software: {self.version}\r\nformat: WARC File Format 1.1\r\n".encode()
        _write(self._file, Block("warcinfo", "", self._new_id(), at, BytesIO(words), len(words), "application/warc-fields"))
        self.sync()
        _sync_folder(self.folder)
        return self._file

    def _mend(self, path: Path, file: IO[bytes]) -> Iterator[Manifest]:
        """Give what is whole behind the known end, then cut off what is not."""
        known = whole = self._ends.get(path.name, 0)
        for member in walk_members(file, known):
            if (manifest := read_manifest(member)) is not None:
                whole = member.end
                if manifest.custody.offset >= known:
                    yield manifest
            elif known == 0 and member.start == 0:
                whole = member.end  # the file's own record
        if os.fstat(file.fileno()).st_size > whole:
            file.truncate(whole)
            os.fsync(file.fileno())


def read_manifest(member: Member) -> Manifest | None:
    """The manifest that a record is; null where it is another."""
    head, _, rest = member.beginning.partition(b"\r\n\r\n")
    if b"\r\nWARC-Type: metadata\r\n" not in head or f"\r\nContent-Type: {MANIFEST}".encode() not in head:
        return None
    try:
        said = json.loads(rest.decode("utf-8", "surrogatepass"))
        return Manifest(from_json(said["capture"], Capture), from_json(said["custody"], Custody), member.end)
    except (ValueError, KeyError, TypeError, ModelError):
        return None


class _Writer(WARCWriter):  # type: ignore[misc]
    """Digests are SHA-256."""

    @staticmethod
    def _create_digester() -> Digester:
        return Digester("sha256")


def _write(file: IO[bytes], block: Block) -> None:
    if block.raw is not None:
        file.write(gzip.compress(block.raw, mtime=0))
        return
    headers = [("WARC-Type", block.kind), ("WARC-Record-ID", f"<{block.record}>"), ("WARC-Date", block.at)]
    headers += [("WARC-Target-URI", block.address)] if block.address else []
    headers += [("WARC-IP-Address", block.ip)] if block.ip else []
    if block.payload_sha256:
        headers.append(("WARC-Payload-Digest", f"sha256:{b32encode(bytes.fromhex(block.payload_sha256)).decode()}"))
    headers += [(name, value) for name, value in block.links]
    size = len(block.head) + block.size
    whole = BytesIO(block.head + block.content.read(block.size)) if size <= SMALL else _join(block)
    record = ArcWarcRecord(
        "warc", block.kind, StatusAndHeaders("", headers, protocol="WARC/1.1"), whole, None, block.content_type, size
    )
    record.payload_length = size
    writer = _Writer(file, gzip=True, warc_version="1.1")
    writer.ensure_digest(record, block=True, payload=False)
    writer.write_record(record)


def _join(block: Block) -> IO[bytes]:
    whole = TemporaryFile()  # noqa: SIM115 - read at once by the caller, and gone when it is let go of
    whole.write(block.head)
    shutil.copyfileobj(block.content, whole)
    whole.seek(0)
    return whole


def _lock(file: IO[bytes]) -> bool:
    """Hold a file for as long as it is open; whether nobody else does."""
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
