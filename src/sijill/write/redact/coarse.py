"""Coordinates made no more exact than a level: moved to the middle of a cell of a fixed grid, with a radius that covers the cell and
what lay in it."""

import math
from dataclasses import replace

from sijill.model import Candidate, Placement
from sijill.model.vocabulary import LEVELS, Level

CELL_KM: dict[Level, float] = {
    "exact": 0.1, "street": 0.5, "neighbourhood": 2, "village": 5, "town": 10, "city": 20, "subdistrict": 30, "district": 60,
    "governorate": 150, "region": 300, "country": 800,
}  # fmt: skip
"""Sides of a cell: about what a unit of that level measures across in the countries covered; our own choice, no body has a rule."""
KM_PER_DEGREE = 111.32


def coarsen(placement: Placement, level: Level) -> Placement:
    """The placement, where it is more exact than `level`, at that level; the same cell always gives the same point."""
    if (
        placement.lat is None
        or placement.lon is None
        or placement.level is None
        or LEVELS.index(placement.level) >= LEVELS.index(level)
    ):
        return placement
    lat, lon = _middle(placement.lat, placement.lon, level)
    radius = max(round(CELL_KM[level] * 1000 * math.sqrt(0.5)), placement.radius_m or 0)
    acled = 3 if LEVELS.index(level) >= LEVELS.index("governorate") else 2
    return replace(
        placement,
        lat=lat,
        lon=lon,
        radius_m=radius,
        level=level,
        acled_precision=acled,
        ucdp_precision=_ucdp(level),
        candidates=_coarse_candidates(placement, level),
    )


def coarse_point(lat: float, lon: float, level: Level) -> tuple[float, float]:
    """A bare point likewise."""
    return _middle(lat, lon, level)


def _coarse_candidates(placement: Placement, level: Level) -> tuple[Candidate, ...]:
    found = []
    for c in placement.candidates:
        if LEVELS.index(c.level) < LEVELS.index(level):
            lat, lon = _middle(c.lat, c.lon, level)
            c = replace(c, lat=lat, lon=lon, level=level, gazetteer_id="", name="", reasons=())
        found.append(c)
    return tuple(found)


def _middle(lat: float, lon: float, level: Level) -> tuple[float, float]:
    step = CELL_KM[level] / KM_PER_DEGREE
    row = math.floor(lat / step)
    middle = (row + 0.5) * step
    wide = step / max(math.cos(math.radians(middle)), 0.05)
    return round(middle, 4), round((math.floor(lon / wide) + 0.5) * wide, 4)


def _ucdp(level: Level) -> int:
    at = LEVELS.index(level)
    return 2 if at <= LEVELS.index("city") else 3 if at <= LEVELS.index("district") else 4 if level == "governorate" else 5
