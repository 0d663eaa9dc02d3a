"""Importing: a file to a pack in the index, with what was broken in it."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sijill.geocode.packs import wof
from sijill.geocode.packs.faults import Fault, Faults
from sijill.geocode.schema import Pack, Progress, rewritten, write_pack
from sijill.geocode.spot import Spot


@dataclass(frozen=True, slots=True)
class Imported:
    """What one import did: the pack, how many spots went in, how many rows were left out, and every fault."""

    pack: Pack
    spots: int
    left_out: int
    faults: tuple[Fault, ...]


def add_packs(index: Path, files: Iterable[Path], progress: Progress | None = None) -> tuple[Imported, ...]:
    """Import files into the index, all or none; a pack of the same name is replaced. Raises InputError for a file that is no pack."""
    with rewritten(index) as db:
        return tuple(add_file(db, path, progress) for path in files)


def add_file(db: sqlite3.Connection, path: Path, progress: Progress | None = None) -> Imported:
    """One file into an open index."""
    faults = Faults(str(path))
    name = path.name.split(".")[0]
    pack = Pack(name, f"Who's On First, {name}", wof.LICENCE, wof.CREDIT, path.name, file_digest(path))
    spots = write_pack(db, pack, once(wof.read_flattened(path, faults), pack.id, faults), progress)
    return Imported(pack, spots, faults.left_out, tuple(faults.found))


def once(spots: Iterable[Spot], pack: str, faults: Faults) -> Iterator[Spot]:
    """Spots under their pack's id, each id once: a second is left out and said."""
    seen: set[str] = set()
    for spot in spots:
        if spot.id in seen:
            faults.leave_out(None, f"{spot.id} ({spot.name}) stands twice; the first was kept")
            continue
        seen.add(spot.id)
        yield replace(spot, pack=pack)


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
