"""How exact a placement is: from a spot's level and the report's words to a point, a radius, ACLED's and UCDP's codes.

"near X" is never X's point: the radius grows with the relation, and the codes fall. The crosswalk follows the published codebooks;
where they are silent (near, countryside, direction) it is the project's own.
"""

from dataclasses import dataclass, replace

from sijill.geocode.bearings import moved
from sijill.geocode.spot import Spot, distance_km
from sijill.model.vocabulary import LEVELS, Level, Relation

NEAR_M: dict[Level, int] = {"exact": 1000, "street": 1500, "neighbourhood": 3000, "village": 5000, "town": 8000, "city": 15000}
"""Metres that "near", "outskirts" and "axis" reach around a settlement."""
COUNTRYSIDE_M: dict[Level, int] = {**NEAR_M, "village": 8000, "town": 15000, "city": 25000}
DIRECTION_M: dict[Level, int] = {"exact": 3000, "street": 3000, "neighbourhood": 5000, "village": 10000, "town": 15000, "city": 30000}
ACLED: dict[Level, int | None] = {
    **dict.fromkeys(("exact", "street", "neighbourhood", "village", "town", "city"), 1),
    "subdistrict": 2,
    "district": 2,
    "governorate": 3,
    "region": 3,
    "country": None,
}
UCDP: dict[Level, int] = {
    **dict.fromkeys(("exact", "street", "neighbourhood", "village", "town", "city"), 1),
    "subdistrict": 3,
    "district": 3,
    "governorate": 4,
    "region": 5,
    "country": 6,
}
SEAT_M = 45000  # the furthest that a compass word moves a point from: about the reach of Idlib governorate
ASIDE = 0.5  # of the radius that a compass word moves the point: the middle of that half
STRETCH_KM = 120.0  # ends further apart than this say no more together than each alone


@dataclass(frozen=True, slots=True)
class Precision:
    """`radius_m` in metres around the point; `acled` geo_precision 1..3, null for a whole country; `ucdp` where_prec 1..7."""

    lat: float
    lon: float
    level: Level
    radius_m: int
    acled: int | None
    ucdp: int


@dataclass(frozen=True, slots=True)
class Words:
    """What the words around a name add: the relation, whether they say countryside, and the side in degrees."""

    relation: Relation
    countryside: bool = False
    bearing: float | None = None


WATER = frozenset(("sea", "strait", "gulf"))
"""Kinds of places that UCDP codes 7, water or airspace."""


def precision_of(spot: Spot, words: Words, governorate: Spot | None = None) -> Precision:
    """How exact a place is that stands so to a spot; `governorate` is the one that has the same name, where there is one."""
    level = spot.level
    if spot.kind in WATER:
        return Precision(spot.lat, spot.lon, level, spot.radius_m, ACLED[level], 7)
    if words.relation == "in":
        return Precision(spot.lat, spot.lon, level, spot.radius_m, ACLED[level], UCDP[level])
    if words.countryside and (governorate is not None or level == "governorate"):
        reach = governorate.radius_m if governorate is not None else spot.radius_m
        return _aside(spot, words, Precision(spot.lat, spot.lon, "governorate", reach, 3, 4))
    if level not in NEAR_M:
        return _aside(spot, words, Precision(spot.lat, spot.lon, level, round(spot.radius_m * 1.25), ACLED[level], UCDP[level]))
    around = DIRECTION_M if words.relation == "direction" else COUNTRYSIDE_M if words.countryside else NEAR_M
    reach = max(around[level], spot.radius_m * 2)
    return _aside(spot, words, Precision(spot.lat, spot.lon, level, reach, 2, 5 if words.relation in ("between", "road") else 2))


def _aside(spot: Spot, words: Words, plain: Precision) -> Precision:
    """Moved to the side that the words say, as far as the place reaches that way; the radius still covers the place's own edge."""
    if words.bearing is None:
        return plain
    lat, lon = moved(spot.lat, spot.lon, words.bearing, min(plain.radius_m, SEAT_M) * ASIDE)
    return Precision(lat, lon, plain.level, plain.radius_m, plain.acled, plain.ucdp)


def between(one: Precision, other: Precision) -> tuple[Precision, Precision] | None:
    """What lies between two places: the middle for both, with a radius that covers the line; null where they are too far apart."""
    away = distance_km(one.lat, one.lon, other.lat, other.lon)
    if away > STRETCH_KM:
        return None
    level = max(one.level, other.level, key=LEVELS.index)
    reach = round(away * 500) + min(one.radius_m, other.radius_m)
    middle = Precision(round((one.lat + other.lat) / 2, 5), round((one.lon + other.lon) / 2, 5), level, reach, 2, 5)
    return middle, middle


def along(one: Precision, other: Precision) -> tuple[Precision, Precision] | None:
    """A road by its two ends: each end's point, with a radius that reaches the other; null where they are too far apart."""
    away = distance_km(one.lat, one.lon, other.lat, other.lon)
    if away > STRETCH_KM:
        return None
    reach = round(away * 1000)
    first, last = (replace(end, radius_m=max(end.radius_m, reach), acled=2, ucdp=5) for end in (one, other))
    return first, last
