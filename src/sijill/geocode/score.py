"""Scores of candidates: what speaks for a spot being the place that a report names, in nats, with the reason for each part.

The weights were set by hand on the training reports that cite an incident with coordinates (bench/places.py, part gold); they are
few and coarse, so that they hold elsewhere.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sijill.geocode.bearings import on_side
from sijill.geocode.folding import name_keys
from sijill.geocode.gazetteer import Hit
from sijill.geocode.setting import Setting
from sijill.geocode.spot import Spot, rough_km
from sijill.model.vocabulary import Level

MATCH = {"exact": 0.0, "article": -0.3, "clitic": -0.7, "spelling": -0.5, "transliteration": -0.5, "edit": -1.5}
SAME = {"exact": "same name", "article": "same name but for the article"}
UNLIKE = 8.0  # cost of each whole step of unlikeness beyond the kind of match
PROMINENT: dict[Level, float] = {"country": 1.0, "governorate": -1.0, "city": 1.0, "town": 0.5, "subdistrict": -0.2, "district": -0.3}
ELSEWHERE, GREAT_ELSEWHERE = 0.02, 0.06
"""Share of the evidence that a country never named still gets; a great city is named without its country, also in a report about
another."""
GREAT = 500_000  # people of a great city
INSIDE, FURTHER, OUTSIDE = 1.5, 0.2, -2.5
COHERENT, COHERENT_KM = 1.2, 40.0
ON_SIDE, OFF_SIDE = 0.7, -0.9
FITS, FITS_NOT = 1.0, -1.5
CURATED = 0.5
PEOPLE = 0.12  # nats for each tenfold of people
NONE = -2.0
"""What "none of these" scores: a candidate below it is not taken."""


class Scored(NamedTuple):
    """A hit with its score in nats and the reasons; `share` is its part of all candidates and "none", filled in when all are known.

    A tuple, because a report makes hundreds, and a frozen dataclass takes four times as long to make."""

    hit: Hit
    nats: float
    reasons: tuple[str, ...]
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Unit:
    """A larger unit named with a place: its name keys, the spots that it may be, and the part of it that the words say (degrees)."""

    name: str
    keys: frozenset[str]
    spots: tuple[Spot, ...]
    bearing: float | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What is known about one place beside its name."""

    setting: Setting
    units: tuple[Unit, ...]
    levels: frozenset[Level] | None


def score_hit(hit: Hit, context: Context) -> Scored:
    """One candidate's score in its context."""
    spot, units, levels = hit.spot, context.units, context.levels
    parts = [_match(hit), _country(spot, context.setting)]
    if units:
        parts += _units(spot, units)
        parts += [_side(spot, unit) for unit in units]
    if levels is not None:
        parts.append(_level(spot, levels))
    parts.append(_prominence(spot))
    return Scored(hit, sum([nats for nats, _ in parts]), tuple([reason for _, reason in parts if reason]))


def _match(hit: Hit) -> tuple[float, str]:
    if hit.match in SAME:
        return MATCH[hit.match], SAME[hit.match]
    unlike = 0.0 if hit.match == "clitic" else UNLIKE * (1 - hit.likeness)
    return MATCH[hit.match] - unlike, f"name by {hit.match}: {hit.name}"


def _country(spot: Spot, setting: Setting) -> tuple[float, str]:
    if not setting.countries:
        return 0.0, ""
    share = setting.countries.get(spot.country, 0.0)
    nats = math.log(share + (GREAT_ELSEWHERE if spot.population >= GREAT else ELSEWHERE))
    return nats, f"{spot.country} is {share:.0%} of what the report says of countries"


def _units(spot: Spot, units: tuple[Unit, ...]) -> list[tuple[float, str]]:
    """Being outside any named unit speaks against a spot; being inside the smallest one speaks for it, the larger ones add little."""
    found = [_unit(spot, unit) for unit in units]
    inside = [part for part in found if part[0] > 0]
    return [part for part in found if part[0] <= 0] + inside[:1] + [(FURTHER, reason) for _, reason in inside[1:]]


def _unit(spot: Spot, unit: Unit) -> tuple[float, str]:
    if any(spot.id == own.id or (spot.also and spot.also == own.id) for own in unit.spots):
        return 0.0, ""
    if not unit.spots:
        return 0.0, ""
    if all(own.level == "country" for own in unit.spots):  # the setting has weighed countries already
        return 0.0, ""
    if any(not unit.keys.isdisjoint(name_keys(name)) for name in spot.within):
        return INSIDE, f"in {unit.name}, which the report names"
    beyond = min(rough_km(spot, own) / reach_km(own) for own in unit.spots)
    if beyond <= 1.0:
        return INSIDE * (1.0 if beyond <= 0.7 else 0.6), f"within reach of {unit.name}, which the report names"
    return (OUTSIDE if beyond > 1.6 else OUTSIDE / 3), f"outside {unit.name}, which the report names"


def _side(spot: Spot, unit: Unit) -> tuple[float, str]:
    if unit.bearing is None or not unit.spots:
        return 0.0, ""
    centre = next((own for own in unit.spots if own.level in ("city", "town")), unit.spots[0])
    match on_side(spot, centre, unit.bearing):
        case True:
            return ON_SIDE, f"on the side of {unit.name} that the report says"
        case False:
            return OFF_SIDE, f"not on the side of {unit.name} that the report says"
    return 0.0, ""


def reach_km(spot: Spot) -> float:
    """How far from its point a unit's places lie; a town named as a unit stands for its surroundings."""
    return max(25.0, spot.radius_m / 1000)


def coherence(spot: Spot, anchors: Iterable[tuple[Spot, float]]) -> tuple[float, str]:
    """What the nearest of the report's other places, each with its weight in 0..1, adds to a spot, in nats, with the reason."""
    best, nearest = 0.0, None
    for anchor, weight in anchors:
        worth = weight * math.exp(-rough_km(spot, anchor) / COHERENT_KM)
        if worth > best:
            best, nearest = worth, anchor
    if nearest is None or best <= 0.1:
        return COHERENT * best, ""
    return COHERENT * best, f"{rough_km(spot, nearest):.0f} km from {nearest.name}"


def _level(spot: Spot, levels: frozenset[Level]) -> tuple[float, str]:
    if spot.level in levels:
        return FITS, f"the words call it a {spot.level}"
    return FITS_NOT, f"the words do not call it a {spot.level}"


def _prominence(spot: Spot) -> tuple[float, str]:
    nats = PROMINENT.get(spot.level, 0.0) + PEOPLE * math.log10(spot.population + 1) + (CURATED if spot.pack == "curated" else 0.0)
    return nats, f"{spot.population:,} people" if spot.population else ""
