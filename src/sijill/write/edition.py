"""An edition: the files made from the register, complete or not at all, each saying what a person has reviewed."""

import json
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sijill.model import Filing, Incident, InputError, Total
from sijill.model.identity import digest
from sijill.write.geojson import write_geojson
from sijill.write.page import write_page
from sijill.write.table import write_tables
from sijill.write.wording import NOTICE

MANIFEST = "edition.json"


@dataclass(frozen=True, slots=True)
class Edition:
    """What is published: incidents with the accounts under them and totals over them.

    `head` is the digest of the register's last entry, `made_at` an ISO 8601 time in UTC; both are given in, never taken here.
    `credits` name whose place data the placements came from, with its licence: what those licences ask for. `notes` are the public ones
    of each incident; internal ones never come here.
    """

    incidents: tuple[Incident, ...]
    filings: tuple[Filing, ...]
    totals: tuple[Total, ...]
    head: str
    made_at: str
    credits: tuple[str, ...] = ()
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


WRITERS: Mapping[str, Callable[[Path, Edition], Sequence[Path]]] = {
    "csv": lambda folder, e: write_tables(folder, e.incidents, e.filings, e.notes),
    "geojson": lambda folder, e: write_geojson(folder, e.incidents, e.head, e.made_at, e.credits),
    "html": lambda folder, e: write_page(folder, e.incidents, e.filings, e.totals, e.head, e.made_at, e.credits),
}


def write_edition(out: Path, edition: Edition, formats: Sequence[str]) -> tuple[Path, ...]:
    """Write an edition into the folder `out` in the formats asked for; returns the paths of its files.

    The files are made beside `out` and put in its place only when all are complete; an earlier edition there is replaced, and any
    other folder that is not empty is refused with InputError. Raises ValueError for an unknown format, naming those that exist.
    """
    if unknown := [f for f in formats if f not in WRITERS]:
        raise ValueError(f"no format {', '.join(unknown)}; there are: {', '.join(WRITERS)}")
    out = Path(out)
    if out.exists() and not (out.is_dir() and ((out / MANIFEST).is_file() or not any(out.iterdir()))):
        raise InputError(str(out), "is not an edition and not empty", "name another folder")
    out.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        folder.chmod(0o755)
        written = [path for name in dict.fromkeys(formats) for path in WRITERS[name](folder, edition)]
        written.append(_write_manifest(folder, edition, written))
        _replace(folder, out)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return tuple(out / path.name for path in written)


def _write_manifest(folder: Path, edition: Edition, written: Sequence[Path]) -> Path:
    path = folder / MANIFEST
    manifest = {
        "notice": NOTICE,
        "made_at": edition.made_at,
        "register_head": edition.head,
        "place_credits": list(edition.credits),
        "incidents": len(edition.incidents),
        "files": {p.name: digest(p.read_bytes()) for p in sorted(written)},
    }
    path.write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def _replace(folder: Path, out: Path) -> None:
    """Put the finished folder in the place of the old one; on failure the old one is back."""
    if not out.exists():
        folder.rename(out)
        return
    old = folder.with_name(folder.name + "-old")
    out.rename(old)
    try:
        folder.rename(out)
    except OSError:
        old.rename(out)
        raise
    shutil.rmtree(old)
