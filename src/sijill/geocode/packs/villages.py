"""Villages known by name and district only (yemen-regions): each lies somewhere in its district, and is placed no more exactly."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sijill.geocode.folding import name_keys
from sijill.geocode.packs.faults import Faults
from sijill.geocode.packs.fields import BadRow, names_of, table_rows
from sijill.geocode.schema import split
from sijill.geocode.spot import Spot
from sijill.model import InputError

LICENCE = "MIT"
CREDIT = "yemen-regions, MIT; points of districts from the packs that were there at the import"
COLUMNS = ("level", "id", "name_ar", "name_en", "gov_ar", "district_ar", "district_en")
Districts = dict[str, list[tuple[float, float, int, tuple[str, ...]]]]


def read_villages(path: Path, faults: Faults, db: sqlite3.Connection) -> Iterator[Spot]:
    """Spots at their district's point, of level district. Raises InputError where the index has no districts of Yemen."""
    districts = _districts(db)
    if not districts:
        raise InputError(str(path), "has names without coordinates, and the index has no districts of Yemen", "add wof-ye first")
    rows = table_rows(path, "\t", quoted=False)
    _, header = next(rows, (0, []))
    unplaced = 0
    for line, row in rows:
        faults.at = line
        if len(row) != len(header):
            faults.leave_out(line, f"has {len(row)} columns, the header {len(header)}")
            continue
        cells = dict(zip(header, row, strict=True))
        if cells["level"] not in ("village", "uzlah"):
            continue
        home = _home(cells, districts)
        if home is None:
            unplaced += 1
            continue
        lat, lon, radius = home
        try:
            arabic, latin = names_of([cells["name_ar"], cells["name_en"]])
        except BadRow as bad:
            faults.leave_out(line, str(bad))
            continue
        within = tuple(name for name in (cells.get("uzlah_ar", ""), cells["district_ar"], cells["gov_ar"]) if name)
        note = "its own point is unknown; this is its district's"
        ident = f"yr:{cells['level']}:{cells['id']}"
        yield Spot(ident, "", "district", cells["level"], "YE", lat, lon, radius, 0, arabic, latin, within, note)
    if unplaced:
        faults.left_out += unplaced
        faults.note(None, f"{unplaced} villages lie in districts that the index does not have")


def _districts(db: sqlite3.Connection) -> Districts:
    found: Districts = {}
    for ar, en, within, lat, lon, radius in db.execute(
        "SELECT ar, en, within, lat, lon, radius FROM spot"
        " WHERE country = 'YE' AND level = 'district' AND kind NOT IN ('village', 'uzlah')"
    ):
        for name in (*split(ar), *split(en)):
            for key in name_keys(_bare(name)):
                found.setdefault(key, []).append((lat, lon, radius, split(within)))
    return found


def _bare(name: str) -> str:
    return name.removeprefix("مديرية ").removesuffix(" District")


def _home(cells: dict[str, str], districts: Districts) -> tuple[float, float, int] | None:
    governorate = set(name_keys(cells["gov_ar"]))
    for name in (cells["district_ar"], cells["district_en"]):
        for key in name_keys(_bare(name)):
            here = districts.get(key, [])
            same = [d for d in here if any(not governorate.isdisjoint(name_keys(unit)) for unit in d[3])]
            if len(same) == 1 or (not same and len(here) == 1):
                lat, lon, radius, _ = (same or here)[0]
                return lat, lon, radius
    return None
