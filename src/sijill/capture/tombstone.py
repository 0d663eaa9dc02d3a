"""Erasing from our archives: a record of exactly the same size takes the place of a capture's records, and says what was there.

So no other capture moves, and what the register and their signatures say of where they lie stays true. The place is written over on
the disk. Killed in the middle, only the capture that was to go is damaged; run again, the rest of it goes too.
"""

import fcntl
import hashlib
import json
import os
import struct
import zlib
from base64 import b32encode
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sijill.capture.archive import Sign, read_manifest
from sijill.capture.member import HEAD, Member, walk_members
from sijill.model import ArchiveError, Custody
from sijill.model.identity import canonical_json

PURPOSE = "sijill erasure"
"""What is signed says what it is, so that the signature fits nothing else."""

STORED = 65_535
"""Bytes of a stored block of deflate (RFC 1951) at most; each has 5 more of its own."""

FRAME = 18
"""Bytes of a gzip member around its blocks."""

_TYPE = b"\r\nContent-Type: application/json\r\n"


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What stands where a capture lay: its id, the SHA-256 of its payload, who erased it, when (UTC) and why; signed where there is a
    key (Ed25519, hex)."""

    capture: str
    sha256: str
    by: str
    at: str
    reason: str
    public_key: str | None = None
    signature: str | None = None

    def signed_part(self) -> dict[str, Any]:
        """What the signature is over."""
        said = {"capture": self.capture, "sha256": self.sha256, "by": self.by, "at": self.at, "reason": self.reason}
        return {"purpose": PURPOSE, **said, "public_key": self.public_key}


def bury(path: Path, custody: Custody, stone: Tombstone, *, record: str, following: int | None, sign: Sign | None) -> int:
    """Write a tombstone over a capture's records and manifest; the bytes that went. `record` is the id of the new record, `following`
    the byte where the next capture lies. A reason that is too long for the place is cut there. Raises ArchiveError."""
    try:
        with path.open("r+b") as file:
            try:
                fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise ArchiveError(str(path), "another run is writing to it: erase again when that has ended") from error
            head = file.read(HEAD)
            end = _end_of(file, custody, following)
            content = _write(stone, sign, record, end - custody.offset, str(path))
            file.seek(custody.offset)
            file.write(_pack(content, head, end - custody.offset))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise ArchiveError(str(path), f"it cannot be written: {error.strerror or error}") from error
    return end - custody.offset


def read_tombstone(member: Member) -> Tombstone | None:
    """The tombstone that a record is; null where it is another."""
    head, _, rest = member.beginning.partition(b"\r\n\r\n")
    if b"\r\nWARC-Type: metadata\r\n" not in head or _TYPE not in head + b"\r\n":
        return None
    try:
        said = json.loads(rest)
        return Tombstone(**{name: value for name, value in said.items() if name != "purpose"}) if said["purpose"] == PURPOSE else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _end_of(file: Any, custody: Custody, following: int | None) -> int:
    """The byte behind a capture's manifest; where a stopped run wrote over a part of it, that where the next capture begins."""
    for member in walk_members(file, custody.offset):
        if member.start >= custody.offset + custody.length:
            if read_manifest(member) is not None:
                return member.end
            break
        if read_tombstone(member) is not None:
            return member.end
    size = int(file.seek(0, os.SEEK_END))
    return min(following, size) if following is not None else size


def _write(stone: Tombstone, sign: Sign | None, record: str, size: int, name: str) -> bytes:
    """A WARC record with a tombstone, padded so that its gzip member has `size` bytes."""
    room = size - FRAME - 5 * _blocks(size)
    reason = stone.reason
    while True:
        said = Tombstone(stone.capture, stone.sha256, stone.by, stone.at, reason, stone.public_key)
        words = said.signed_part() | ({"signature": sign(said.signed_part())} if sign is not None else {})
        body = canonical_json(words).encode()
        for width in range(1, 11):
            length = room - len(_head(stone, record, b"", " " * width)) - 4
            spaces = " " * (width - len(str(length)))
            if length >= len(body) and len(str(length)) <= width:
                padded = body + b" " * (length - len(body))
                return _head(stone, record, padded, f"{spaces}{length}") + padded + b"\r\n\r\n"
        if not reason:
            raise ArchiveError(name, f"{size:,} bytes are too few for what must be said of an erasure")
        reason = reason[: len(reason) // 2]


def _head(stone: Tombstone, record: str, body: bytes, length: str) -> bytes:
    digest = b32encode(hashlib.sha256(body).digest()).decode()
    rows = (
        "WARC/1.1",
        "WARC-Type: metadata",
        f"WARC-Record-ID: <{record}>",
        f"WARC-Date: {stone.at}",
        f"WARC-Target-URI: urn:sijill:erased:{stone.capture}",
        f"WARC-Block-Digest: sha256:{digest}",
        "Content-Type: application/json",
        f"Content-Length: {length}",
    )
    return "".join(f"{row}\r\n" for row in rows).encode() + b"\r\n"


def _blocks(size: int) -> int:
    return max(1, -(-(size - FRAME) // (STORED + 5)))


def _pack(content: bytes, head: bytes, size: int) -> bytes:
    """A gzip member of stored blocks, of `size` bytes, under the same header as all of the archive."""
    count = _blocks(size)
    parts = [head]
    for number in range(count):
        part = content[number * STORED : (number + 1) * STORED]
        parts.append(struct.pack("<BHH", number == count - 1, len(part), len(part) ^ 0xFFFF) + part)
    return b"".join(parts) + struct.pack("<II", zlib.crc32(content), len(content) & 0xFFFFFFFF)
