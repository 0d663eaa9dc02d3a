"""The index file: one SQLite database of packs, spots and keys; replaced as a whole, so that a killed import leaves the old."""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sijill.geocode.folding import fold, name_keys
from sijill.geocode.skeleton import skeletons
from sijill.geocode.spot import Spot
from sijill.model import DataError

VERSION = 3
"""Changes when the keys or their table change: an index of another version is keyed again from the names that it holds."""
APPLICATION = 0x51717A1
"""Marks the file as sijill's, so that no other database is taken for an index, or written over."""

KEY = """
CREATE TABLE key (key TEXT NOT NULL, country TEXT NOT NULL, spot INTEGER NOT NULL, name INTEGER NOT NULL,
  PRIMARY KEY (key, country, spot, name)) WITHOUT ROWID"""
"""The country stands in the key: a name is mostly looked for in one country, and its spots elsewhere are then not touched."""
SCHEMA = f"""
CREATE TABLE pack (id TEXT PRIMARY KEY, title TEXT, licence TEXT, credit TEXT, source TEXT, digest TEXT, spots INTEGER, names INTEGER);
CREATE TABLE spot (row INTEGER PRIMARY KEY, id TEXT NOT NULL, pack TEXT NOT NULL, level TEXT NOT NULL, kind TEXT, country TEXT,
  lat REAL, lon REAL, radius INTEGER, population INTEGER, ar TEXT, en TEXT, within TEXT, note TEXT, also TEXT, UNIQUE (pack, id));
{KEY};
PRAGMA user_version = {VERSION};
PRAGMA application_id = {APPLICATION};
"""
NAMES = "SELECT row, country, ar, en FROM spot"
SEPARATOR = "\x1f"
KeyRow = tuple[str, str, int, int]
"""A key, the country of its spot, the spot's row, and the number of the name that has the key."""
Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Pack:
    """Where a set of spots comes from, and what its licence asks. `digest` is the SHA-256 of the file, or of the embedded data."""

    id: str
    title: str
    licence: str
    credit: str
    source: str
    digest: str


def keys_of(names: tuple[str, ...]) -> set[tuple[str, int]]:
    """Every key under which a spot is found, with the number of the name that has it; of names that fold alike, the first."""
    first: dict[str, int] = {}
    for at, name in enumerate(names):
        first.setdefault(fold(name), at)
    return {(key, at) for at in first.values() for key in (*name_keys(names[at]), *skeletons(names[at]))}


def _key_rows(row: int, country: str, names: tuple[str, ...]) -> Iterator[KeyRow]:
    return ((key, country, row, at) for key, at in keys_of(names))


def _keys_kept(spots: Iterable[tuple[int, str, str, str]]) -> list[KeyRow]:
    """The keys of spots that are in the index, from their rows of NAMES."""
    return [key for row, country, ar, en in spots for key in _key_rows(row, country, (*split(ar), *split(en)))]


def _insert_keys(db: sqlite3.Connection, keys: list[KeyRow]) -> None:
    keys.sort()  # into a clustered table in its order: three times faster than as they come
    db.executemany("INSERT INTO key VALUES (?, ?, ?, ?)", keys)


def write_pack(db: sqlite3.Connection, pack: Pack, spots: Iterable[Spot], progress: Progress | None = None) -> int:
    """Put a pack in, in place of one of the same id; the number of spots. A second spot of one id is the caller's to report."""
    remove_pack(db, pack.id)
    row = int(db.execute("SELECT coalesce(max(row), 0) FROM spot").fetchone()[0])
    count = names = 0
    spot_rows: list[tuple[object, ...]] = []
    key_rows: list[KeyRow] = []
    for spot in spots:
        row += 1
        count += 1
        names += len(spot.names_ar) + len(spot.names_en)
        spot_rows.append(
            (
                *(row, spot.id, pack.id, spot.level, spot.kind, spot.country, spot.lat, spot.lon, spot.radius_m, spot.population),
                *(SEPARATOR.join(part) for part in (spot.names_ar, spot.names_en, spot.within)),
                spot.note,
                spot.also,
            )
        )
        key_rows.extend(_key_rows(row, spot.country, spot.names))
        if len(spot_rows) >= 20000:
            _flush(db, spot_rows)
            if progress:
                progress(pack.id, count)
    _flush(db, spot_rows)
    _insert_keys(db, key_rows)
    db.execute(
        "INSERT INTO pack VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (pack.id, pack.title, pack.licence, pack.credit, pack.source, pack.digest, count, names),
    )
    if progress:
        progress(pack.id, count)
    return count


def remove_pack(db: sqlite3.Connection, pack: str) -> bool:
    """Take a pack out; whether it was there."""
    if db.execute("SELECT 1 FROM pack WHERE id = ?", (pack,)).fetchone() is None:
        return False
    gone = _keys_kept(db.execute(f"{NAMES} WHERE pack = ?", (pack,)))
    db.executemany("DELETE FROM key WHERE key = ? AND country = ? AND spot = ? AND name = ?", gone)
    db.execute("DELETE FROM spot WHERE pack = ?", (pack,))
    db.execute("DELETE FROM pack WHERE id = ?", (pack,))
    return True


def _flush(db: sqlite3.Connection, rows: list[tuple[object, ...]]) -> None:
    db.executemany(f"INSERT INTO spot VALUES ({', '.join('?' * 15)})", rows)  # noqa: S608 - no value in it
    rows.clear()


@lru_cache(maxsize=65536)
def split(joined: str) -> tuple[str, ...]:
    """The names that one column holds."""
    return tuple(joined.split(SEPARATOR)) if joined else ()


@dataclass(frozen=True, slots=True)
class IndexVersion:
    """The version of an index file; `current` where this program can look names up in it as it is."""

    number: int
    current: bool


def index_version(path: Path) -> IndexVersion:
    """The version of an index. Raises DataError where the file is none."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
            mark, number = (db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))
    except sqlite3.Error as error:
        raise DataError(f"{path}: not a gazetteer index ({error}); delete it, it will be built again") from error
    if mark != APPLICATION:
        raise DataError(f"{path}: a database, but not a gazetteer index; name another file")
    return IndexVersion(number, number == VERSION)


def open_index(path: Path) -> sqlite3.Connection:
    """A read-only connection. Raises DataError where the file is no index of this version."""
    if not (version := index_version(path)).current:
        raise DataError(f"{path}: index of version {version.number}, not {VERSION}")
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)
    db.execute("PRAGMA mmap_size = 268435456")
    db.execute("PRAGMA cache_size = -65536")
    return db


def rekey(db: sqlite3.Connection, progress: Progress | None = None) -> None:
    """Make the keys again from the names in the index, and mark it as of this version."""
    db.execute("DROP TABLE key")
    db.execute(KEY)
    found = _keys_kept(db.execute(NAMES))
    _insert_keys(db, found)
    db.execute(f"PRAGMA user_version = {VERSION}")
    if progress:
        progress("keys", len(found))


@contextmanager
def rewritten(path: Path, fresh: bool = False) -> Iterator[sqlite3.Connection]:
    """A connection to a copy of the index that takes its place when the block ends well; otherwise the old one stays.

    One writer at a time: a second waits for the first, up to two minutes. Raises DataError where it waits in vain, or cannot write.
    """
    with locked(path), replaced(path, fresh) as db:
        yield db


@contextmanager
def replaced(path: Path, fresh: bool = False) -> Iterator[sqlite3.Connection]:
    """As `rewritten`, for a caller that holds the lock."""
    for left in path.parent.glob(f"{path.stem}.*.part"):  # by a writer that was killed: the lock says that there is no other
        left.unlink(missing_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        db = sqlite3.connect(part, isolation_level=None)
        db.execute("PRAGMA journal_mode = OFF")  # the file is thrown away when anything goes wrong
        db.execute("PRAGMA synchronous = OFF")
        if path.exists() and not fresh:
            index_version(path)
            with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as old:
                old.backup(db)
        else:
            db.executescript(SCHEMA)
        db.execute("BEGIN")
        yield db
        db.execute("COMMIT")
        db.execute("PRAGMA optimize")
        db.close()
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(path)
    except (sqlite3.OperationalError, OSError) as error:
        raise DataError(f"{path}: the index cannot be written ({error})") from error
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def locked(path: Path, wait_s: float = 120.0) -> Iterator[None]:
    """Hold the writer's lock of an index: SQLite's exclusive lock on a file beside it, which the system frees when its holder dies."""
    beside = path.with_suffix(".lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = sqlite3.connect(beside, timeout=wait_s, isolation_level=None)
    except (sqlite3.OperationalError, OSError) as error:
        raise DataError(f"{path.parent}: cannot be written ({error}); SIJILL_DATA names another folder") from error
    with closing(lock):
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise DataError(f"{beside}: another process is writing the gazetteer ({error}); try again when it has ended") from error
        try:
            yield
        finally:
            with suppress(sqlite3.Error):
                lock.execute("ROLLBACK")
