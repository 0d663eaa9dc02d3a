"""WACZ packages (version 1.1.1): chosen captures in one file that replays and checks without us: records, index, pages, digests."""

import gzip
import hashlib
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote, urlsplit

from sijill.capture.archive import ENDING
from sijill.capture.member import CHUNK, Member, walk_members
from sijill.model import ArchiveError, Custody, InputError
from sijill.model.identity import digest

VERSION = "1.1.1"
RECORDS = f"archive/data{ENDING}"
INDEX = "indexes/index.cdx.gz"
SUMMARY = "indexes/index.idx"
PAGES = "pages/pages.jsonl"
PACKAGE = "datapackage.json"
DIGEST = "datapackage-digest.json"

BLOCK = 1024
"""Lines of the index in one gzip member, as other tools have them."""

SMALL = 16 * 1024 * 1024
"""Bytes of a package's description that are read."""

INDEXED = ("response", "resource", "revisit")

Moment = tuple[int, int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the package's list; `at` is ISO 8601 in UTC."""

    address: str
    at: str
    title: str | None = None


def write_package(
    out: Path,
    folder: Path,
    custodies: Sequence[Custody],
    pages: Sequence[Entry],
    *,
    made_at: str,
    software: str,
    seal: Callable[[bytes], Any],
) -> int:
    """Write the records of captures that lie in a folder of archives to a new package; how many records are in its index.

    `seal` is given the bytes of `datapackage.json` and gives what stands beside their digest. Raises ArchiveError; nothing half-written
    stays.
    """
    if out.exists():
        raise ArchiveError(str(out), "it is there already; a package is never replaced, name another file")
    part = out.with_name(out.name + ".part")
    when = datetime.fromisoformat(made_at)
    moment = (when.year, when.month, when.day, when.hour, when.minute, when.second)
    try:
        with zipfile.ZipFile(part, "w") as package:
            lines, records = _write_records(package, moment, folder, custodies)
            index, summary = _write_index(sorted(lines))
            resources = [records, *(_write(package, moment, *one) for one in ((INDEX, index), (SUMMARY, summary)))]
            resources.append(_write(package, moment, PAGES, _write_pages(pages)))
            said = {
                "profile": "data-package",
                "wacz_version": VERSION,
                "software": software,
                "created": made_at,
                "resources": resources,
            }
            content = json.dumps(said, ensure_ascii=False, indent=2).encode()
            _write(package, moment, PACKAGE, content)
            sealed = {"path": PACKAGE, "hash": f"sha256:{digest(content)}", "sijill": seal(content)}
            _write(package, moment, DIGEST, json.dumps(sealed, indent=2).encode())
        part.rename(out)
    except OSError as error:
        raise ArchiveError(str(out), f"it cannot be written: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)
    return len(lines)


@dataclass(frozen=True, slots=True)
class Package:
    """A package whose files fit their digests: how many they are, the digest of its description, and the seal beside that."""

    files: int
    sha256: str
    seal: Any


def read_package(path: Path) -> Package:
    """Check every digest of a package, piece by piece. Raises InputError that names the file inside."""
    try:
        with zipfile.ZipFile(path) as package:
            content = _read_small(package, PACKAGE)
            sealed = json.loads(_read_small(package, DIGEST))
            said = json.loads(content)
            if sealed["hash"] != f"sha256:{digest(content)}":
                raise InputError(f"{path}/{PACKAGE}", "it does not fit its digest: it was changed")
            listed = {str(one["path"]): str(one["hash"]) for one in said["resources"]}
            for name, stated in listed.items():
                with package.open(name) as file:
                    found = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
                if stated != f"sha256:{found}":
                    raise InputError(f"{path}/{name}", "it does not fit its digest: it was changed")
            if extra := sorted(set(package.namelist()) - {*listed, PACKAGE, DIGEST}):
                raise InputError(f"{path}/{extra[0]}", "the package does not list it: it was put in later")
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, OSError, NotImplementedError) as error:
        raise InputError(str(path), f"it is no WACZ package that can be checked: {str(error)[:120]}") from error
    return Package(len(listed), digest(content), sealed.get("sijill"))


def _read_small(package: zipfile.ZipFile, name: str) -> bytes:
    with package.open(name) as file:
        content = file.read(SMALL + 1)
    if len(content) > SMALL:
        raise ValueError(f"its {name} is too large")
    return content


def surt_of(address: str) -> str:
    """The key under which an address is indexed: its host turned round, then path and query, in small letters."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https"):
        return address.replace(":///", ":/").lower()
    host = re.sub(r"^www\d*\.", "", (parts.hostname or "").lower())
    turned = host if ":" in host else ",".join(reversed(host.split(".")))
    port = f":{parts.port}" if parts.port not in (None, 80 if parts.scheme == "http" else 443) else ""
    path = parts.path.rstrip("/") if len(parts.path) > 1 else (parts.path or "/")
    query = "&".join(sorted(parts.query.split("&")))
    return f"{turned}{port}){path or '/'}{f'?{query}' if query else ''}".lower()


def _write_records(
    package: zipfile.ZipFile, moment: Moment, folder: Path, custodies: Sequence[Custody]
) -> tuple[list[str], dict[str, Any]]:
    """Copy the members of each capture, byte for byte; the lines of the index, and the resource."""
    lines: list[str] = []
    sha256, at = hashlib.sha256(), 0
    groups = sorted({(one.archive, one.offset): one for one in custodies}.items())
    with package.open(_info(RECORDS, moment), "w", force_zip64=True) as out:
        for (name, _), custody in groups:
            with (folder / name).open("rb") as file:
                for member in _members_of(file, custody, name):
                    for chunk in _read(file, member):
                        out.write(chunk)
                        sha256.update(chunk)
                    if (line := _index_line(member, at)) is not None:
                        lines.append(line)
                    at += member.end - member.start
    return lines, {"name": RECORDS.rpartition("/")[2], "path": RECORDS, "hash": f"sha256:{sha256.hexdigest()}", "bytes": at}


def _members_of(file: IO[bytes], custody: Custody, name: str) -> Iterator[Member]:
    """The records of a capture, with its manifest behind them."""
    end = custody.offset + custody.length
    last = custody.offset
    for member in walk_members(file, custody.offset):
        yield member
        last = member.end
        if member.start >= end:
            return
    raise ArchiveError(name, f"it is damaged, or breaks off, at byte {last:,}")


def _read(file: IO[bytes], member: Member) -> Iterator[bytes]:
    file.seek(member.start)
    left = member.end - member.start
    while left:
        chunk = file.read(min(CHUNK, left))
        left -= len(chunk)
        yield chunk


def _index_line(member: Member, offset: int) -> str | None:
    """A line of CDXJ for a record; null for one that nobody looks up."""
    head, _, block = member.beginning.partition(b"\r\n\r\n")
    said = _headers(head)
    address = said.get("warc-target-uri", "").strip("<>")
    if said.get("warc-type") not in INDEXED or not address:
        return None
    line: dict[str, Any] = {"url": address, "mime": said.get("content-type", "").split(";")[0]}
    if block.startswith(b"HTTP/"):
        answer, _, _ = block.partition(b"\r\n\r\n")
        line["mime"] = _headers(answer).get("content-type", "unk").split(";")[0].strip()
        line["status"] = answer[:20].split(b" ")[1].decode("latin-1")
    line |= {
        "digest": said.get("warc-payload-digest", ""),
        "length": str(member.end - member.start),
        "offset": str(offset),
        "filename": RECORDS.rpartition("/")[2],
    }
    stamp = re.sub(r"\D", "", said.get("warc-date", ""))[:14]
    return f"{surt_of(unquote(address) if not address.startswith('http') else address)} {stamp} {json.dumps(line, ensure_ascii=False)}"


def _headers(head: bytes) -> Mapping[str, str]:
    rows = (row.partition(":") for row in head.decode("utf-8", "replace").split("\r\n")[1:])
    return {name.strip().lower(): value.strip() for name, colon, value in rows if colon}


def _write_index(lines: Sequence[str]) -> tuple[bytes, bytes]:
    """The index in compressed blocks (ZipNum), and the summary that says where each begins."""
    index = b""
    summary = ['!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}']
    for start in range(0, len(lines), BLOCK):
        block = lines[start : start + BLOCK]
        packed = gzip.compress("".join(f"{line}\n" for line in block).encode(), mtime=0)
        where = {"offset": len(index), "length": len(packed), "digest": f"sha256:{digest(packed)}", "filename": "index.cdx.gz"}
        summary.append(f"{' '.join(block[0].split(' ', 2)[:2])} {json.dumps(where)}")
        index += packed
    return index, "".join(f"{line}\n" for line in summary).encode()


def _write_pages(pages: Sequence[Entry]) -> bytes:
    rows: list[dict[str, Any]] = [{"format": "json-pages-1.0", "id": "pages", "title": "Pages"}]
    for page in pages:
        row = {"id": digest(f"{page.address} {page.at}")[:16], "url": page.address, "ts": page.at}
        rows.append(row | ({"title": page.title} if page.title else {}))
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode("utf-8", "replace")


def _write(package: zipfile.ZipFile, moment: Moment, path: str, content: bytes) -> dict[str, Any]:
    package.writestr(_info(path, moment), content)
    return {"name": path.rpartition("/")[2], "path": path, "hash": f"sha256:{digest(content)}", "bytes": len(content)}


def _info(path: str, moment: Moment) -> zipfile.ZipInfo:
    """Stored, not packed: players read pieces of a package from where it lies."""
    return zipfile.ZipInfo(path, moment)
