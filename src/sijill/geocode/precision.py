"""How exact a placement is: from a spot's level and the report's relation to a radius and to the codes of ACLED and UCDP.

"near X" is never X's point: the radius grows with the relation, and the codes fall. The crosswalk follows the published codebooks;
where they are silent (near, countryside, direction) it is the project's own.
"""

from dataclasses import dataclass

from sijill.geocode.spot import Spot
from sijill.model.vocabulary import Level, Relation

_ORDER: tuple[Level, ...] = (
    "exact",
    "street",
    "neighbourhood",
    "village",
    "town",
    "city",
    "subdistrict",
    "district",
    "governorate",
    "region",
    "country",
)
_NEAR_M: dict[Level, int] = {"exact": 1000, "street": 1500, "neighbourhood": 3000, "village": 5000, "town": 8000, "city": 15000}
"""Metres that "near", "outskirts", "axis" and "countryside of" reach around a settlement."""
_DIRECTION_M: dict[Level, int] = {"exact": 3000, "street": 3000, "neighbourhood": 5000, "village": 10000, "town": 15000, "city": 30000}
_ACLED: dict[Level, int | None] = {
    **dict.fromkeys(("exact", "street", "neighbourhood", "village", "town", "city"), 1),
    "subdistrict": 2,
    "district": 2,
    "governorate": 3,
    "region": 3,
    "country": None,
}
_UCDP: dict[Level, int] = {
    **dict.fromkeys(("exact", "street", "neighbourhood", "village", "town", "city"), 1),
    "subdistrict": 3,
    "district": 3,
    "governorate": 4,
    "region": 5,
    "country": 6,
}


@dataclass(frozen=True, slots=True)
class Precision:
    """`radius_m` in metres around the point; `acled` geo_precision 1..3, null for a whole country; `ucdp` where_prec 1..7."""

    level: Level
    radius_m: int
    acled: int | None
    ucdp: int


def precision_of(spot: Spot, relation: Relation) -> Precision:
    """How exact a place is that stands in this relation to a spot."""
    level, reach = spot.level, spot.radius_m
    if relation == "in" or level not in _NEAR_M:
        wider = reach if relation == "in" else round(reach * 1.25)
        return Precision(level, wider, _ACLED[level], _UCDP[level])
    around = _DIRECTION_M if relation == "direction" else _NEAR_M
    return Precision(level, max(around[level], reach * 2), 2, 5 if relation in ("between", "road") else 2)


def coarser(one: Level, other: Level) -> Level:
    """The less exact of two levels."""
    return max(one, other, key=_ORDER.index)
