"""Gzip members of a file, one after another: each record of a web archive is one, and is whole only with its checksum."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

CHUNK = 1 << 16

BEGINNING = 1 << 20
"""Bytes of a member's content that are given; no manifest is longer."""

HEAD = 10
"""Bytes of a member's own header (RFC 1952)."""


@dataclass(frozen=True, slots=True)
class Member:
    """A whole member: bytes `[start, end)` of the file, what its content begins with, and its first bytes (HEAD of them): they say how
    and on what system it was made, and its checksum does not cover them."""

    start: int
    end: int
    beginning: bytes
    head: bytes


def walk_members(file: IO[bytes], start: int = 0) -> Iterator[Member]:
    """Whole members from byte `start`; ends before the first that breaks off or is damaged. A bomb is walked, never held in memory."""
    while (member := _read_member(file, start)) is not None:
        yield member
        start = member.end


def _read_member(file: IO[bytes], start: int) -> Member | None:
    file.seek(start)
    head = file.read(HEAD)
    file.seek(start)
    stream = zlib.decompressobj(zlib.MAX_WBITS + 16)
    beginning = bytearray()
    taken = 0
    while not stream.eof:
        given = stream.unconsumed_tail or file.read(CHUNK)
        if not given:
            return None
        taken += 0 if stream.unconsumed_tail else len(given)
        try:
            content = stream.decompress(given, CHUNK)
        except zlib.error:
            return None
        beginning += content[: BEGINNING - len(beginning)]
    return Member(start, start + taken - len(stream.unused_data), bytes(beginning), head)
