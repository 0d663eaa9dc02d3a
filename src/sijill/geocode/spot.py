"""Spots: what a gazetteer knows of one place."""

import math
from dataclasses import dataclass

from sijill.model.vocabulary import Level

EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True, eq=False)
class Spot:
    """One place of a pack; compared as an object, told apart by `key`.

    `lat`/`lon` are WGS 84 degrees; `radius_m` is how far the place itself reaches, in metres; `country` is ISO 3166 alpha-2;
    `within` names the larger units, smallest first, in both scripts; `kind` says what it is; `also` is the id of the same place in
    another pack, where its own pack says so (`gn:172415`).
    """

    id: str
    pack: str
    level: Level
    kind: str
    country: str
    lat: float
    lon: float
    radius_m: int
    population: int
    names_ar: tuple[str, ...] = ()
    names_en: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    note: str = ""
    also: str = ""

    @property
    def key(self) -> str:
        """Pack and id: what makes it one place in an index."""
        return f"{self.pack} {self.id}"

    @property
    def names(self) -> tuple[str, ...]:
        """All its names, Arabic first."""
        return self.names_ar + self.names_en

    @property
    def name(self) -> str:
        """The first name that it has, Arabic before Latin."""
        return (self.names_ar or self.names_en or (self.id,))[0]


RADIUS: dict[Level, int] = {
    "exact": 100,
    "street": 500,
    "neighbourhood": 1000,
    "village": 1000,
    "town": 2500,
    "city": 6000,
    "subdistrict": 10000,
    "district": 20000,
    "governorate": 60000,
    "region": 80000,
    "country": 400000,
}
"""Metres from the point that a place of a level reaches by default, where its record does not say better."""


def distance_km(lat: float, lon: float, lat2: float, lon2: float) -> float:
    """Great-circle kilometres between two points in degrees."""
    p = math.pi / 180
    h = math.sin((lat2 - lat) * p / 2) ** 2 + math.cos(lat * p) * math.cos(lat2 * p) * math.sin((lon2 - lon) * p / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


def rough_km(one: Spot, other: Spot) -> float:
    """Kilometres between two spots, quickly: within 1 % below 500 km outside the polar regions, too long further off."""
    east = (one.lon - other.lon) * math.cos((one.lat + other.lat) * 0.008726646)
    return 111.2 * math.hypot(one.lat - other.lat, east)
