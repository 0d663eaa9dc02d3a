"""Tables: a team's own CSV, and OCHA's COD-AB tables of administrative units, as CSV or XLSX."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from sijill.geocode.packs.faults import Faults
from sijill.geocode.packs.fields import BadRow, count, names_of, open_text, point, table_rows
from sijill.geocode.packs.sheet import sheet_rows
from sijill.geocode.spot import RADIUS, Spot
from sijill.model import InputError
from sijill.model.vocabulary import Level

Rows = Iterator[tuple[int, list[str]]]
LAT = ("lat", "latitude", "center_lat", "centre_lat", "lat_dd", "point_y", "y", "y_coord", "ycoord")
LON = ("lon", "lng", "long", "longitude", "center_lon", "centre_lon", "lon_dd", "point_x", "x", "x_coord", "xcoord")
UNIT = re.compile(r"^adm(?:in)?(?P<depth>[0-5])_?(?P<what>name_?\d?(?:_?(?P<lang>en|ar|fr))?|en|ar|fr|pcode|refname)$")
"""Columns of COD-AB tables in their several fashions: ADM2_EN, admin2Name_en, adm2_name, adm2_name1, ADM2_PCODE."""
DEPTHS: dict[int, Level] = {0: "country", 1: "governorate", 2: "district", 3: "subdistrict", 4: "village", 5: "neighbourhood"}
_LEVELS = frozenset(get_args(Level))
COD_LICENCE = "CC BY 3.0 IGO"
COD_CREDIT = "OCHA Common Operational Datasets, administrative boundaries (COD-AB), CC BY 3.0 IGO"


def rows_of(path: Path) -> Rows:
    """Lines and cells of a CSV (comma, semicolon or tab) or of an XLSX file's first sheet."""
    if path.suffix.lower() == ".xlsx":
        return sheet_rows(path)
    with open_text(path) as file:
        first = file.readline()
    return table_rows(path, max(",;\t", key=first.count), quoted=True)


def header_of(path: Path) -> list[str]:
    """The names of the columns, lower case, as written otherwise."""
    return [cell.strip().lower() for cell in next(rows_of(path), (0, []))[1]]


def is_cod(header: list[str]) -> bool:
    """Whether columns are those of administrative units."""
    return any((found := UNIT.match(name)) and found["what"] == "pcode" for name in header)


def read_table(path: Path, faults: Faults, country: str | None) -> Iterator[Spot]:
    """Spots of a team's own table: a name column (name, name_ar, name_en, names …), lat and lon; level, country, radius_m, within,
    population, id and note where they are. Several names in one cell are parted by `|` or `;`. Raises InputError without them."""
    rows = rows_of(path)
    header = [cell.strip().lower() for cell in next(rows, (0, []))[1]]
    lat, lon = _column(header, LAT), _column(header, LON)
    named = [at for at, name in enumerate(header) if name.startswith("name") or name in ("alternate_names", "aliases")]
    if lat is None or lon is None or not named:
        raise InputError(str(path), "lacks a column of names, of latitudes or of longitudes", "name them name, lat, lon", 1)
    for line, row in rows:
        faults.at = line
        if not any(cell.strip() for cell in row):
            continue
        row = _even(row, header, path)
        if len(row) != len(header):
            faults.leave_out(line, f"has {len(row)} columns, the header {len(header)}")
            continue
        cells = dict(zip(header, (cell.strip() for cell in row), strict=True))
        try:
            names = [name for at in named for name in re.split(r"[|;]", row[at])]
            yield _own_spot(cells, names, (row[lat], row[lon]), country, line)
        except BadRow as bad:
            faults.leave_out(line, str(bad))


def _own_spot(cells: dict[str, str], names: list[str], where: tuple[str, str], country: str | None, line: int) -> Spot:
    lat, lon = point(*where)
    arabic, latin = names_of(names)
    level = cells.get("level") or "village"
    if level not in _LEVELS:
        raise BadRow(f"level {level!r} is none of {', '.join(sorted(_LEVELS))}")
    said = (cells.get("country") or country or "").upper()
    if len(said) != 2:
        raise BadRow(f"country {said!r} is not two letters; give a country column, or --country")
    radius = count(cells.get("radius_m")) or RADIUS[level]  # type: ignore[index]
    within = tuple(part.strip() for part in re.split(r"[|;]", cells.get("within", "")) if part.strip())
    people = count(cells.get("population"))
    ident = cells.get("id") or f"line-{line}"
    return Spot(ident, "", level, "", said, lat, lon, radius, people, arabic, latin, within, cells.get("note", ""))  # type: ignore[arg-type]


def read_cod(path: Path, faults: Faults, country: str | None) -> Iterator[Spot]:
    """Spots of a COD-AB table: each row's deepest unit, with the units above it. Raises InputError where it has no coordinates."""
    rows = rows_of(path)
    header = [cell.strip().lower() for cell in next(rows, (0, []))[1]]
    lat, lon = _column(header, LAT), _column(header, LON)
    if lat is None or lon is None:
        raise InputError(str(path), "has units but no coordinates", "take the table with centre points (lat, lon)", 1)
    columns = [(at, found) for at, name in enumerate(header) if (found := UNIT.match(name))]
    for line, row in rows:
        faults.at = line
        if not any(cell.strip() for cell in row):
            continue
        row = _even(row, header, path)
        if len(row) != len(header):
            faults.leave_out(line, f"has {len(row)} columns, the header {len(header)}")
            continue
        try:
            yield _unit_spot(row, columns, (row[lat], row[lon]), country)
        except BadRow as bad:
            faults.leave_out(line, str(bad))


def _unit_spot(row: list[str], columns: list[tuple[int, re.Match[str]]], where: tuple[str, str], country: str | None) -> Spot:
    names: dict[int, list[str]] = {}
    codes: dict[int, str] = {}
    for at, found in columns:
        depth, cell = int(found["depth"]), row[at].strip()
        if not cell:
            continue
        if found["what"] == "pcode":
            codes[depth] = cell
        else:
            names.setdefault(depth, []).append(cell)
    if not names:
        raise BadRow("names no unit")
    depth = max(names)
    lat, lon = point(*where)
    arabic, latin = names_of(names[depth])
    code = codes.get(depth, "")
    said = (country or code[:2]).upper()
    if len(said) != 2 or not said.isalpha():
        raise BadRow(f"P-code {code!r} does not begin with a country; give --country")
    within = tuple(dict.fromkeys(name for above in sorted(names, reverse=True) if above < depth for name in names[above]))
    level = DEPTHS[depth]
    return Spot(f"cod:{code or '/'.join(names[depth])}", "", level, "unit", said, lat, lon, RADIUS[level], 0, arabic, latin, within)


def _even(row: list[str], header: list[str], path: Path) -> list[str]:
    """A sheet leaves out the empty cells at the end of a row; a CSV that does has lost some."""
    return row + [""] * (len(header) - len(row)) if path.suffix.lower() == ".xlsx" else row


def _column(header: list[str], wanted: tuple[str, ...]) -> int | None:
    return next((header.index(name) for name in wanted if name in header), None)
