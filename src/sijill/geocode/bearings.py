"""Compass words and countryside: where around a place or in a unit, as far as the words say."""

import math

from sijill.geocode.features import Features
from sijill.geocode.folding import fold
from sijill.geocode.spot import Spot
from sijill.model import Place, Report

WINDOW = 90  # characters after a place's name in which its units are named with their side: "بريف حلب الشمالي الشرقي"
WIDE = 60.0  # degrees that a compass word may be off: reporters say north for north-east


def bearing_said(words: list[str], features: Features) -> float | None:
    """The direction that compass words give together, in degrees clockwise from north; null where there is none or they cancel out."""
    found = [features.bearings[form] for word in words for form in (word, word[1:]) if form in features.bearings][:2]
    if not found:
        return None
    x = sum(math.sin(math.radians(degrees)) for degrees in found)
    y = sum(math.cos(math.radians(degrees)) for degrees in found)
    return None if abs(x) + abs(y) < 0.1 else math.degrees(math.atan2(x, y)) % 360


def own_bearing(place: Place, features: Features) -> float | None:
    """Which side of the place itself its quote means ("شرق دير الزور"); only where the place is not the point itself."""
    if place.relation not in ("near", "direction"):
        return None
    name = set(fold(place.name).split())
    return bearing_said([word for word in fold(place.quote).split() if word not in name], features)


def unit_bearings(report: Report, place: Place, features: Features) -> tuple[float | None, ...]:
    """In which part of each of its units the words beside a place put it ("X بريف إدلب الجنوبي", "X in southern Idlib")."""
    if not place.within:
        return ()
    around = fold(report.text[place.span.start : place.span.end + WINDOW]).split()
    bare = [_bare(word) for word in around]
    own = fold(place.name).split()
    return tuple([_unit_bearing(around, bare, own, fold(unit).split(), features) for unit in place.within])


def _unit_bearing(around: list[str], bare: list[str], own: list[str], unit: list[str], features: Features) -> float | None:
    wanted = [_bare(word) for word in unit]
    for at in range(len(bare) - len(wanted) + 1):
        if bare[at : at + len(wanted)] == wanted:
            after = around[at + len(wanted) : at + len(wanted) + 2]
            before = [word for word in around[max(0, at - 2) : at] if word not in own]
            return bearing_said(after, features) if _is_side(after[:1], features) else bearing_said(before, features)
    return None


def _bare(word: str) -> str:
    return word[1:] if len(word) > 3 and word[0] in "بلو" else word


def _is_side(words: list[str], features: Features) -> bool:
    return bool(words) and words[0] in features.bearings


def is_countryside(report: Report, place: Place, features: Features) -> bool:
    """Whether the words say the country around the place ("ريف إدلب")."""
    around = fold(report.text[max(0, place.span.start - 8) : place.span.start] + " " + place.quote).split()
    return not features.countryside.isdisjoint(around)


def moved(lat: float, lon: float, bearing: float, metres: float) -> tuple[float, float]:
    """The point so many metres away in a direction; good to a percent below 200 km."""
    north = metres * math.cos(math.radians(bearing)) / 111_320
    east = metres * math.sin(math.radians(bearing)) / (111_320 * math.cos(math.radians(lat)))
    return round(lat + north, 5), round(lon + east, 5)


def on_side(spot: Spot, centre: Spot, bearing: float) -> bool | None:
    """Whether a spot lies on the said side of a unit's centre; null too near to the centre to tell."""
    north = (spot.lat - centre.lat) * 111.32
    east = (spot.lon - centre.lon) * 111.32 * math.cos(math.radians(centre.lat))
    if math.hypot(north, east) < 5:
        return None
    off = abs((math.degrees(math.atan2(east, north)) - bearing + 180) % 360 - 180)
    return off <= WIDE
