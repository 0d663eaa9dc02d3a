"""The resolver: all places of a report at once, each to the spot that best fits its words and the other places, or to none."""

from collections.abc import Iterable
from dataclasses import dataclass

from sijill.geocode.gazetteer import Gazetteer, Hit
from sijill.geocode.precision import precision_of
from sijill.geocode.spot import Spot, distance_km
from sijill.model import Candidate, Place, Placement, Reading, Report

KEPT = 8  # candidates kept with a placement


class Resolver:
    """Places of readings to placements, with one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        """Keep the gazetteer."""
        self.gazetteer = gazetteer

    def place_reading(self, report: Report, reading: Reading) -> tuple[Placement, ...]:
        """One placement for each place of every account (`places`, then `origin_places`), in order; unknown ones are null."""
        places = [place for account in reading.accounts for place in (*account.places, *account.origin_places)]
        return resolve_places(self.gazetteer, places)


@dataclass(frozen=True, slots=True)
class Scored:
    """A hit with what spoke for it and against it; `score` is in 0..1."""

    hit: Hit
    score: float
    reasons: tuple[str, ...]


def resolve_places(gazetteer: Gazetteer, places: Iterable[Place]) -> tuple[Placement, ...]:
    """All places of a report, resolved together: each name's hits are scored by their match, their containers, and the other places."""
    wanted = list(places)
    hits = {place.name: gazetteer.look_up(place.name) for place in wanted}
    anchors = _anchors(gazetteer, wanted, hits)
    return tuple(_place(gazetteer, place, hits[place.name], anchors) for place in wanted)


def _anchors(gazetteer: Gazetteer, places: list[Place], hits: dict[str, tuple[Hit, ...]]) -> list[Spot]:
    """Spots that the report leaves no doubt about: containers and names with one candidate, or one far greater than the rest."""
    names = {name: hits.get(name) or gazetteer.look_up(name) for place in places for name in (place.name, *place.within)}
    found = []
    for group in names.values():
        spots = [hit.spot for hit in group]
        if (spots and (len(spots) == 1 or all(distance_km(s.lat, s.lon, spots[0].lat, spots[0].lon) < 60 for s in spots))) or (
            spots and spots[0].level in ("governorate", "region", "country")
        ):
            found.append(spots[0])
    return found


def _place(gazetteer: Gazetteer, place: Place, hits: tuple[Hit, ...], anchors: list[Spot]) -> Placement:
    containers = [hit.spot for name in place.within for hit in gazetteer.look_up(name)[:4]]
    scored = sorted((_score(hit, containers, anchors) for hit in hits), key=lambda s: -s.score)
    if not scored:
        return Placement(place.id)
    best = scored[0].hit.spot
    precision = precision_of(best, place.relation)
    rivals = [
        s
        for s in scored[1:]
        if scored[0].score - s.score < 0.08
        and distance_km(best.lat, best.lon, s.hit.spot.lat, s.hit.spot.lon) * 1000 > precision.radius_m
    ]
    return Placement(
        place.id,
        best.lat,
        best.lon,
        precision.radius_m,
        precision.level,
        precision.acled,
        precision.ucdp,
        bool(rivals),
        tuple(_candidate(s) for s in scored[:KEPT]),
    )


def _score(hit: Hit, containers: list[Spot], anchors: list[Spot]) -> Scored:
    spot = hit.spot
    reasons = [f"name: {hit.match}"]
    score = 0.4 * hit.likeness
    if containers:
        inside = any(
            distance_km(spot.lat, spot.lon, c.lat, c.lon) * 1000 <= max(c.radius_m, 15000) * 1.5 for c in containers if c.id != spot.id
        )
        score += 0.25 if inside else 0.0
        reasons.append("inside a unit that the report names" if inside else "outside the units that the report names")
    others = [distance_km(spot.lat, spot.lon, a.lat, a.lon) for a in anchors if a.id != spot.id]
    if others:
        near = min(others)
        score += 0.2 / (1 + near / 50)
        reasons.append(f"{near:.0f} km from another place of the report")
    score += {"country": 0.1, "governorate": 0.1, "city": 0.1, "town": 0.06, "village": 0.03}.get(spot.level, 0.05)
    score += 0.05 if spot.pack == "curated" else 0.0
    return Scored(hit, min(1.0, score), tuple(reasons))


def _candidate(scored: Scored) -> Candidate:
    spot = scored.hit.spot
    return Candidate(spot.id, scored.hit.name, spot.lat, spot.lon, spot.level, spot.country, round(scored.score, 3), scored.reasons)
