"""GeoNames: country dumps (`SY.txt`, `SY.zip`) and the files of alternate names beside them."""

from collections.abc import Iterator
from pathlib import Path

from sijill.geocode.packs.faults import Faults
from sijill.geocode.packs.fields import BadRow, by_script, count, point, table_rows
from sijill.geocode.packs.wof import settlement_level
from sijill.geocode.spot import RADIUS, Spot
from sijill.model.vocabulary import Level

LICENCE = "CC BY 4.0"
CREDIT = "GeoNames (geonames.org), CC BY 4.0"
DUMP, ALTERNATES = 19, (8, 9, 10)
"""Columns of a dump, and of a file of alternate names (older ones lack the two years)."""
LANGUAGES = ("ar", "en", "fr", "ku", "tr", "he", "")
_UNITS: dict[str, Level] = {
    **dict.fromkeys(("PCLI", "PCL", "PCLS", "PCLD"), "country"),
    "ADM1": "governorate",
    "ADM2": "district",
    "ADM3": "subdistrict",
    "ADM4": "subdistrict",
}
_AREAS: dict[str, int] = {
    "RGN": 40000,
    "RGNE": 40000,
    "DSRT": 80000,
    "MTS": 20000,
    "PLN": 20000,
    "VAL": 15000,
    "ISL": 8000,
    "PEN": 20000,
}
"""Features without a border of their own, as regions, with the reach that such a feature usually has, in metres."""
_SITES: dict[str, int] = {
    **dict.fromkeys(("AIRP", "AIRB", "AIRF", "MILB", "CMPRF", "CMP", "PRT", "OILF", "GASF", "LKSB"), 3000),
    **dict.fromkeys(("DAM", "BDG", "PS", "PSH", "OILR", "PRN", "HSP", "MT", "HLL", "PASS", "CSTL", "FRM", "PK"), 1500),
}


def read_dump(path: Path, faults: Faults, alternates: dict[str, list[str]]) -> Iterator[Spot]:
    """Spots of a country dump; features that reports do not name as places (streams, wells, schools) are passed over."""
    kept = [(line, row) for line, row in table_rows(path, "\t", quoted=False) if row != [""]]
    units = {(row[8], *row[10 : 10 + depth]): row for _, row in kept if len(row) == DUMP and (depth := _depth(row[7]))}
    for line, row in kept:
        faults.at = line
        if len(row) != DUMP:
            faults.leave_out(line, f"has {len(row)} columns, a GeoNames dump has {DUMP}")
            continue
        try:
            spot = _spot(row, units, alternates)
        except BadRow as bad:
            faults.leave_out(line, str(bad))
            continue
        if spot is not None:
            yield spot


def _depth(feature: str) -> int:
    return int(feature[3]) if len(feature) == 4 and feature.startswith("ADM") and feature[3] in "123" else 0


def _spot(row: list[str], units: dict[tuple[str, ...], list[str]], alternates: dict[str, list[str]]) -> Spot | None:
    ident, name, ascii_name, others, lat, lon, kind, feature, country = row[:9]
    if not ident.isdigit():
        raise BadRow(f"geonameid {ident!r} is not a number")
    if "\ufffd" in name:
        raise BadRow("holds bytes that are not UTF-8")
    y, x = point(lat, lon)
    population = count(row[14])
    measured = _measure(kind, feature, population)
    if measured is None:
        return None
    level, radius = measured
    arabic, latin = by_script([name, ascii_name, *others.split(","), *alternates.get(ident, ())])
    if not arabic and not latin:
        raise BadRow("has no name in Arabic or Latin letters")
    parents = [units.get((country, *row[10 : 10 + depth])) for depth in (3, 2, 1)]
    names = [n for parent in parents if parent and parent[0] != ident for n in _unit_names(parent)]
    within = (*dict.fromkeys(names), *((f"{country}.{row[10]}",) if row[10] else ()))
    return Spot(f"gn:{ident}", "", level, feature, country, y, x, radius, population, arabic, latin, within)


def _measure(kind: str, feature: str, population: int) -> tuple[Level, int] | None:
    level: Level
    if feature in _UNITS:
        return _UNITS[feature], RADIUS[_UNITS[feature]]
    if kind == "P":
        if feature in ("PPLH", "PPLQ", "PPLW"):
            return None
        seat, capital = feature in ("PPLA2", "PPLA3"), feature in ("PPLC", "PPLA")
        level = "neighbourhood" if feature == "PPLX" else settlement_level(population, capital, seat)
        return level, RADIUS[level]
    if feature in _AREAS:
        return "region", _AREAS[feature]
    return ("neighbourhood", _SITES[feature]) if feature in _SITES else None


def _unit_names(row: list[str]) -> tuple[str, ...]:
    arabic, latin = by_script([row[1], *row[3].split(",")])
    return (*arabic[:2], *latin[:2])


def read_alternates(path: Path, faults: Faults) -> dict[str, list[str]]:
    """Alternate names by geonameid, in the languages that reports are written in; historic ones left out."""
    found: dict[str, list[str]] = {}
    for line, row in table_rows(path, "\t", quoted=False):
        if row == [""]:
            continue
        if len(row) not in ALTERNATES or not row[1].isdigit():
            faults.leave_out(line, f"has {len(row)} columns or no geonameid; a file of alternate names has 8 or 10 columns")
            continue
        if row[2] in LANGUAGES and row[7] != "1":
            found.setdefault(row[1], []).append(row[3])
    return found
