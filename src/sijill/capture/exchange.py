"""One exchange over HTTP/1.1: the bytes that were sent and those that came, within limits of size and time; nothing is ever run."""

import hashlib
import io
import re
import ssl
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from sijill.capture.address import Address
from sijill.capture.dial import Line, Route, dial

SPOOL = 4 * 1024 * 1024
"""Bytes of a body held in memory; what is longer goes through a file."""

HEAD = 256 * 1024
"""Most bytes of status line and headers; browsers stop at the same size."""

CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Limits:
    """What one exchange may take: `size` in bytes of body; `idle_s` seconds without a byte; `whole_s` seconds in all."""

    size: int = 64 * 1024 * 1024
    idle_s: float = 30.0
    whole_s: float = 300.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered. `request` and `head` are bytes as they went over the wire; `body` is without transfer encoding, at its
    beginning; `sha256` and `size` are the body's; `ip` is who answered, null behind a proxy; `at` is ISO 8601, UTC."""

    address: Address
    request: bytes
    head: bytes
    status: int
    headers: tuple[tuple[str, str], ...]
    body: IO[bytes]
    size: int
    sha256: str
    ip: str | None
    at: str

    def header(self, name: str) -> str | None:
        """The first header of this name."""
        return next((value for key, value in self.headers if key.lower() == name), None)


class Failed(Exception):
    """No whole answer; `again` says whether asking again may help."""

    def __init__(self, problem: str, *, again: bool) -> None:
        super().__init__(problem)
        self.again = again


def exchange(address: Address, route: Route, limits: Limits, headers: tuple[tuple[str, str], ...], now: Callable[[], str]) -> Answer:
    """Ask for an address and take the answer. Raises Failed, or InputError where the address may not be asked."""
    deadline = time.monotonic() + limits.whole_s
    at = now()
    try:
        line = dial(address, route, min(limits.idle_s, limits.whole_s))
        try:
            return _converse(address, line, limits, deadline, headers, at)
        finally:
            line.socket.close()
    except TimeoutError as error:
        raise Failed("the server is too slow", again=True) from error
    except ssl.SSLCertVerificationError as error:
        raise Failed(f"its certificate cannot be trusted: {error.verify_message}", again=False) from error
    except OSError as error:
        raise Failed(f"no connection ({error.strerror or error})", again=True) from error


def _converse(address: Address, line: Line, limits: Limits, deadline: float, headers: tuple[tuple[str, str], ...], at: str) -> Answer:
    target = address.text if line.absolute else address.target
    common = (("Host", address.netloc), *headers, ("Accept-Encoding", "identity"), ("Connection", "close"))
    sent = "".join(f"{name}: {value}\r\n" for name, value in common)
    request = f"GET {target} HTTP/1.1\r\n{sent}\r\n".encode("latin-1")
    secret = "".join(f"{name}: {value}\r\n" for name, value in line.headers).encode("latin-1")  # for the proxy, not to be kept
    line.socket.sendall(request[:-2] + secret + b"\r\n")
    reader: io.BufferedReader = io.BufferedReader(_Wire(line, limits.idle_s, deadline), CHUNK)
    head = _read_head(reader)
    while head.split(b" ", 2)[1:2] and head.split(b" ", 2)[1].startswith(b"1"):
        head = _read_head(reader)  # 100 Continue, 103 Early Hints: the answer comes after
    status, named = parse_head(head)
    body = tempfile.SpooledTemporaryFile(SPOOL)  # noqa: SIM115 - handed on to whoever keeps it
    try:
        sha256 = hashlib.sha256()
        size = _copy_body(reader, status, named, limits.size, _both(body.write, sha256.update))
    except BaseException:
        body.close()
        raise
    body.seek(0)
    return Answer(address, request, head, status, named, body, size, sha256.hexdigest(), line.ip, at)


class _Wire(io.RawIOBase):
    """A socket's bytes, none later than the deadline: a server that sends a byte now and then does not hold us."""

    def __init__(self, line: Line, idle_s: float, deadline: float) -> None:
        self._socket, self._idle, self._deadline = line.socket, idle_s, deadline

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """The next bytes."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._socket.settimeout(min(self._idle, left))
        return self._socket.recv_into(buffer)


def _read_head(reader: io.BufferedReader) -> bytes:
    head = b""
    while not head.endswith((b"\r\n\r\n", b"\n\n")):
        row = reader.readline(HEAD)
        if not row:
            raise Failed("the server breaks off before it answers" if head else "the server gives no answer", again=True)
        if not head and not row.startswith(b"HTTP/"):
            raise Failed("the server does not speak HTTP", again=False)
        head += row
        if len(head) >= HEAD:
            raise Failed(f"its headers are longer than {HEAD:,} bytes", again=False)
    return head


_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? ([1-5]\d\d)(?: |\r?\n)")


def parse_head(head: bytes) -> tuple[int, tuple[tuple[str, str], ...]]:
    """Status and headers; lines that are no header are left out, folded ones joined. Raises Failed."""
    found = _STATUS.match(head)
    if found is None:
        raise Failed("the server does not speak HTTP", again=False)
    named: list[tuple[str, str]] = []
    for row in head.split(b"\n")[1:]:
        words = row.rstrip(b"\r").decode("latin-1")
        if words[:1] in (" ", "\t") and named:
            named[-1] = (named[-1][0], f"{named[-1][1]} {words.strip()}".strip())
        elif ":" in words:
            name, _, value = words.partition(":")
            named.append((name.strip(), value.strip()))
    return int(found[1]), tuple(named)


def _copy_body(
    reader: io.BufferedReader, status: int, headers: tuple[tuple[str, str], ...], most: int, write: Callable[[bytes], object]
) -> int:
    """Copy the body without its transfer encoding; its size."""
    if status in (204, 304):
        return 0
    values = {name.lower(): value for name, value in headers}
    if "chunked" in values.get("transfer-encoding", "").lower():
        return _copy_chunks(reader, most, write)
    lengths = {value for name, value in headers if name.lower() == "content-length"}
    if len(lengths) > 1 or any(not value.isdigit() for value in lengths):
        raise Failed("its headers contradict each other about its length", again=False)
    stated = int(lengths.pop()) if lengths else None
    if stated is not None and stated > most:
        raise _too_large(most, stated)
    size = 0
    while stated is None or size < stated:
        part = reader.read1(CHUNK if stated is None else min(CHUNK, stated - size))
        if not part:
            break
        size += len(part)
        if size > most:
            raise _too_large(most)
        write(part)
    if stated is not None and size < stated:
        raise Failed(f"the server breaks off after {size:,} of {stated:,} bytes", again=True)
    return size


def _copy_chunks(reader: io.BufferedReader, most: int, write: Callable[[bytes], object]) -> int:
    size = 0
    while True:
        row = reader.readline(4096).split(b";")[0].strip()
        try:
            length = int(row, 16)
        except ValueError as error:
            raise Failed("the server breaks off, or its chunks are damaged", again=True) from error
        if length < 0 or size + length > most:
            raise _too_large(most)
        if length == 0:
            while reader.readline(HEAD).strip():
                pass  # trailers
            return size
        left = length
        while left:
            part = reader.read1(min(CHUNK, left))
            if not part:
                raise Failed(f"the server breaks off after {size:,} bytes", again=True)
            write(part)
            left -= len(part)
            size += len(part)
        reader.readline(16)


def _both(first: Callable[[bytes], object], second: Callable[[bytes], object]) -> Callable[[bytes], None]:
    def write(part: bytes) -> None:
        first(part)
        second(part)

    return write


def _too_large(most: int, stated: int | None = None) -> Failed:
    said = f"it is {stated:,} bytes" if stated is not None else "it goes on"
    return Failed(f"it is too large: {said}, at most {most:,} are taken", again=False)
