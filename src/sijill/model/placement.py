"""Placements: a place claim resolved to the gazetteer, never more exact than the report."""

from dataclasses import dataclass

from sijill.model.vocabulary import Level


@dataclass(frozen=True, slots=True)
class Candidate:
    """One gazetteer place that a name could mean. `lat`/`lon` are WGS 84 degrees; `score` is in 0..1; `reasons` are short
    phrases that say what spoke for it and against it."""

    gazetteer_id: str
    name: str
    lat: float
    lon: float
    level: Level
    country: str
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a place claim lies. `lat`, `lon`, `radius_m` (metres) and `level` are null where the place is unknown.

    `open` says that the text cannot settle between the candidates: a person should look. `candidates` are sorted, best first.
    """

    place: str
    lat: float | None = None
    lon: float | None = None
    radius_m: int | None = None
    level: Level | None = None
    acled_precision: int | None = None
    ucdp_precision: int | None = None
    open: bool = False
    candidates: tuple[Candidate, ...] = ()
