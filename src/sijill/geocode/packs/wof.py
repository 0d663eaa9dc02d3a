"""Who's On First: country files flattened to a table, and its own SQLite distribution."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sijill.geocode.packs.faults import Faults
from sijill.geocode.packs.fields import BadRow, by_script, count, names_of, point, table_rows
from sijill.geocode.spot import RADIUS, Spot
from sijill.model import InputError
from sijill.model.vocabulary import Level

LICENCE = "Who's On First licence (CC BY 4.0 and others by source)"
CREDIT = "Who's On First (whosonfirst.org/docs/licenses), with GeoNames CC BY 4.0, GeoPlanet CC BY, Natural Earth"
COLUMNS = ("wof_id", "placetype", "country", "name", "names_ar", "names_en", "lat", "lon")
_LEVELS: dict[str, Level] = {
    "country": "country",
    "macroregion": "region",
    "region": "governorate",
    "macrocounty": "district",
    "county": "district",
    "localadmin": "subdistrict",
    "borough": "neighbourhood",
    "macrohood": "neighbourhood",
    "neighbourhood": "neighbourhood",
    "microhood": "neighbourhood",
    "campus": "neighbourhood",
}
PLACETYPES = (*_LEVELS, "locality")
WIDE_M = 3000  # an airport or a campus reaches further than a neighbourhood's default


def settlement_level(population: int, capital: bool, seat: bool = False) -> Level:
    """City, town or village: by people where they are known, else by whether it is the seat of a unit."""
    if population >= 50000 or capital:
        return "city"
    return "town" if population >= 10000 or seat else "village"


def read_flattened(path: Path, faults: Faults) -> Iterator[Spot]:
    """Spots of a flattened table (`wof-XX.tsv.gz`), tab-separated without quotes. Raises InputError where it is not one."""
    rows = table_rows(path, "\t", quoted=False)
    _, header = next(rows, (0, []))
    if missing := [name for name in COLUMNS if name not in header]:
        raise InputError(str(path), f"lacks the columns {', '.join(missing)}", "it is not a flattened Who's On First table", 1)
    kept = list(rows)
    units = {row[0]: _unit_names(dict(zip(header, row, strict=False))) for _, row in kept if len(row) == len(header)}
    for line, row in kept:
        faults.at = line
        if len(row) != len(header):
            faults.leave_out(line, f"has {len(row)} columns, the header {len(header)}")
            continue
        try:
            yield _flattened_spot(dict(zip(header, row, strict=True)), units)
        except BadRow as bad:
            faults.leave_out(line, str(bad))


def _unit_names(row: dict[str, str]) -> tuple[str, ...]:
    if row.get("placetype") not in ("region", "county", "localadmin", "locality"):
        return ()
    arabic, latin = by_script([*row["names_ar"].split("|"), row["name"], *row["names_en"].split("|")])
    return (*arabic[:2], *latin[:2])


def _flattened_spot(row: dict[str, str], units: dict[str, tuple[str, ...]]) -> Spot:
    ident = row["wof_id"].strip()
    if not ident.isdigit():
        raise BadRow(f"wof_id {ident!r} is not a number")
    names = [*row["names_ar"].split("|"), row["name"], *row["names_en"].split("|")]
    parents = [row.get(f"{unit}_id", "") for unit in ("parent_locality", "county", "region")]
    within = tuple(dict.fromkeys(name for parent in parents if parent != ident for name in units.get(parent, ())))
    feature = row.get("gn_fcode", "")
    people = row.get("population", "")
    population = count(people) if row["placetype"] != "campus" else 0
    geonames = row.get("gn_id", "")
    return _spot(ident, row["placetype"], row["country"], (row["lat"], row["lon"]), names, population, feature, within, geonames)


def _spot(
    ident: str,
    placetype: str,
    country: str,
    where: tuple[str | float, str | float],
    names: list[str],
    population: int,
    feature: str,
    within: tuple[str, ...],
    geonames: str,
) -> Spot:
    lat, lon = point(*where)
    arabic, latin = names_of([_plain_name(name) for name in names])
    if placetype == "locality":
        level = settlement_level(population, feature in ("PPLC", "PPLA"), feature in ("PPLA2", "PPLA3"))
    elif placetype in _LEVELS:
        level = _LEVELS[placetype]
    else:
        raise BadRow(f"placetype {placetype!r} is not a place that reports name")
    radius = WIDE_M if placetype == "campus" else RADIUS[level]
    also = f"gn:{geonames}" if geonames.isdigit() else ""
    return Spot(f"wof:{ident}", "", level, placetype, country, lat, lon, radius, population, arabic, latin, within, "", also)


def _plain_name(name: str) -> str:
    """Airport codes are not names that reports use, and would match anything short."""
    return "" if len(name) in (3, 4) and name.isascii() and name.isupper() else name


def is_distribution(path: Path) -> bool:
    """Whether a file is Who's On First's SQLite distribution (tables `spr` and `names`)."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
            tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.Error:
        return False
    return {"spr", "names"} <= tables


def read_distribution(path: Path, faults: Faults) -> Iterator[Spot]:
    """Spots of Who's On First's SQLite distribution: current places, with their names in Arabic and English."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
        tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        try:
            names: dict[str, list[str]] = {}
            for ident, name in db.execute("SELECT id, name FROM names WHERE language IN ('ara', 'eng', 'und')"):
                names.setdefault(str(ident), []).append(name)
            parents: dict[str, list[str]] = {}
            if "ancestors" in tables:
                units = (
                    "SELECT id, ancestor_id FROM ancestors WHERE ancestor_placetype IN ('locality', 'localadmin', 'county', 'region')"
                )
                for ident, parent in db.execute(units):
                    if ident != parent:
                        parents.setdefault(str(ident), []).append(str(parent))
            geonames: dict[str, str] = {}
            if "concordances" in tables:
                same = "SELECT id, other_id FROM concordances WHERE other_source = 'gn:id'"
                geonames = {str(ident): str(other) for ident, other in db.execute(same)}
            places = "SELECT id, placetype, country, name, latitude, longitude FROM spr WHERE is_current <> 0 AND is_deprecated <> 1"
            for number, (ident, placetype, country, name, lat, lon) in enumerate(db.execute(places), 1):
                if placetype not in PLACETYPES:
                    continue
                units_of = [unit for parent in parents.get(str(ident), ()) for unit in names.get(parent, ())[:4]]
                spelt = [name or "", *names.get(str(ident), ())]
                faults.at = None
                try:
                    yield _spot(
                        *(str(ident), placetype, country or "", (lat, lon), spelt, 0, "", tuple(dict.fromkeys(units_of))),
                        geonames=geonames.get(str(ident), ""),
                    )
                except BadRow as bad:
                    faults.leave_out(None, f"place {number} (id {ident}): {bad}")
        except sqlite3.Error as error:
            raise InputError(str(path), f"is damaged: {error}", "fetch it again") from error
