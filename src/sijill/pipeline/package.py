"""Packages of captures for others (WACZ): signed and stamped, and checked without the register."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sijill import __version__
from sijill.capture.wacz import Entry, read_package, write_package
from sijill.model import InputError
from sijill.model.identity import canonical_json, digest
from sijill.model.signature import fits_signature, public_key_of, sign_json
from sijill.register import Held, Register
from sijill.register.timestamp import check_stamp

PURPOSE = "sijill package"
"""What is signed says what it is, so that the signature fits nothing else."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a package says of itself that holds: `files` in it, who signed it (hex) and when it was stamped (UTC); null where nobody
    did, or where nobody was named to vouch for the stamp."""

    files: int
    public_key: str | None
    stamped_at: datetime | None


def check_package(path: Path, *, public_key: str | None = None, authorities: Path | None = None) -> Checked:
    """Check every digest in a package, its signature (of `public_key` in hex, where given), and its stamp against the certificates in
    the PEM file `authorities`, where given. Raises InputError that says what does not hold, RegisterError for the stamp."""
    package = read_package(path)
    seal = package.seal if isinstance(package.seal, dict) else {}
    key, signature, stamp = (seal.get(name) for name in ("public_key", "signature", "stamp"))
    if seal and seal.get("sha256") != package.sha256:
        raise InputError(str(path), "its seal is of another package")
    if public_key is not None and key != public_key.strip().lower():
        raise InputError(str(path), "it is not signed with that key" + (f" but with {key}" if key else ""))
    unsigned = {name: value for name, value in seal.items() if name not in ("signature", "stamp")}
    if key is not None and not fits_signature(str(key), str(signature), unsigned):
        raise InputError(str(path), "its signature does not fit what it says")
    if authorities is None:
        return Checked(package.files, key, None)
    if stamp is None:
        raise InputError(str(path), "it holds no time stamp")
    stamped = {name: value for name, value in seal.items() if name != "stamp"}
    return Checked(package.files, key, check_stamp(b64decode(str(stamp)), canonical_json(stamped).encode(), authorities))


def export_package(
    register: Register,
    blobs: Path,
    out: Path,
    names: Iterable[str] | None,
    key: bytes | None,
    stamp: Callable[[bytes], bytes] | None = None,
) -> tuple[int, int]:
    """Write captures (by the ids of captures or reports; all where `names` is null) to a WACZ package; captures and records in it.

    What belongs to a page goes with it. Raises InputError for an id that is not there, ArchiveError, NoStamp.
    """
    chosen = list(register.captures.every() if names is None else _choose(register, list(names)))
    kept = [held for held in chosen if held.custody is not None and held.erased is None]
    if not kept:
        raise InputError("captures", "there are none to export, or their bytes were erased", "`sijill custody list` lists them")
    reports = register.look.reports([held.report for held in kept if held.report is not None])
    pages = [
        Entry(held.custody.final or held.capture.address, held.capture.at, reports[held.report].title)
        for held in kept
        if held.custody is not None and held.report in reports and held.custody.final
    ]

    def seal(content: bytes) -> dict[str, Any]:
        said: dict[str, Any] = {"purpose": PURPOSE, "sha256": digest(content), "at": register.now()}
        if key is not None:
            said |= {"public_key": public_key_of(key)}
            said |= {"signature": sign_json(key, said)}
        if stamp is not None:
            said |= {"stamp": b64encode(stamp(canonical_json(said).encode())).decode()}
        return said

    custodies = [held.custody for held in kept if held.custody is not None]
    made_at = register.now()
    records = write_package(out, blobs / "warc", custodies, pages, made_at=made_at, software=f"sijill {__version__}", seal=seal)
    return len({(one.archive, one.offset) for one in custodies}), records


def _choose(register: Register, names: list[str]) -> list[Held]:
    """The captures asked for, with the files that they are parts of and the pictures that they name."""
    asked = list(register.captures.chosen(names))
    here = {held.capture.id for held in asked} | {held.report for held in asked}
    if missing := [name for name in names if name not in here]:
        raise InputError(missing[0], "there is no capture and no report of this id", "`sijill custody list` lists them")
    wholes = {held.custody.of for held in asked if held.custody is not None and held.custody.of is not None}
    return list(register.captures.chosen([held.capture.id for held in asked] + sorted(wholes)))
