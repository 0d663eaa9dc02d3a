"""Fetching packs by country code: addresses from the settings, digests kept, an interrupted download goes on where it stopped."""

import hashlib
import json
import os
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sijill.model import InputError

GEONAMES = "https://download.geonames.org/export/dump"
WOF = "https://data.geocode.earth/wof/dist/sqlite"
BASES = {"geonames": ("SIJILL_GEONAMES", GEONAMES), "wof": ("SIJILL_WOF", WOF)}
"""Where each kind is published, and the environment variable that points to a mirror of one's own instead."""
BLOCK = 1 << 16
TIMEOUT_S = 60


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that is here now: its path, the address it came from, its SHA-256, and whether it had been here already."""

    path: Path
    address: str
    sha256: str
    known: bool


def addresses(country: str, kind: str = "geonames") -> tuple[str, ...]:
    """What to fetch for a country: GeoNames' dump and alternate names, or Who's On First's SQLite distribution."""
    variable, usual = BASES[kind]
    base = os.environ.get(variable, usual).rstrip("/")
    if urlsplit(base).scheme not in ("http", "https"):
        raise InputError(base, f"is no http address (set in {variable})")
    if kind == "wof":
        return (f"{base}/whosonfirst-data-admin-{country.lower()}-latest.db",)
    code = country.upper()
    return f"{base}/{code}.zip", f"{base}/alternatenames/{code}.zip"


def fetch(address: str, folder: Path, name: str, progress: Callable[[str, int], None] | None = None) -> Fetched:
    """A file in the folder, fetched unless it is there whole. Raises InputError where the server does not give all of it."""
    folder.mkdir(parents=True, exist_ok=True)
    target, part, notes = folder / name, folder / f"{name}.part", folder / f"{name}.json"
    if target.exists() and notes.exists() and json.loads(notes.read_text(encoding="utf-8"))["sha256"] == _digest(target):
        return Fetched(target, address, _digest(target), known=True)
    have = part.stat().st_size if part.exists() else 0
    request = urllib.request.Request(address, headers={"User-Agent": "sijill"})  # noqa: S310 - scheme checked in `addresses`
    if have:
        request.add_header("Range", f"bytes={have}-")
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310 - as above
            resumed = answer.status == 206
            whole = int(answer.headers.get("Content-Length", 0)) + (have if resumed else 0)
            with part.open("ab" if resumed else "wb") as file:
                done = have if resumed else 0
                while block := answer.read(BLOCK):
                    file.write(block)
                    done += len(block)
                    if progress:
                        progress(name, done)
    except urllib.error.HTTPError as error:
        if error.code == 416:  # the part is as long as the file, or the file has changed: begin again
            part.unlink()
            return fetch(address, folder, name, progress)
        raise InputError(
            address, f"the server answers {error.code} {error.reason}", "check the country code and the address"
        ) from error
    except (OSError, ValueError) as error:
        raise InputError(address, f"cannot be fetched: {error}", "run it again: it goes on where it stopped") from error
    if whole and part.stat().st_size != whole:
        raise InputError(address, f"ended after {part.stat().st_size} of {whole} bytes", "run it again: it goes on where it stopped")
    part.replace(target)
    digest = _digest(target)
    notes.write_text(json.dumps({"address": address, "sha256": digest}), encoding="utf-8")
    return Fetched(target, address, digest, known=False)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
