"""Ranking: a name's candidates by score, each with its share against the others and against "none of these"."""

import math
from collections.abc import Iterable

from sijill.geocode.gazetteer import Hit
from sijill.geocode.score import COHERENT, NONE, Context, Scored, coherence, score_hit
from sijill.geocode.spot import Spot, rough_km
from sijill.model.vocabulary import Level

SAME_KM = 5.0  # two packs' records of one settlement lie this near each other
FAR_BEHIND = 7.0  # nats behind the best from which a candidate has no share to speak of (one in a thousand)
MOST = 40  # candidates that are looked at together; الزهراء alone names a hundred places
SETTLED: frozenset[Level] = frozenset(("exact", "street", "neighbourhood", "village", "town", "city"))


def score_hits(hits: Iterable[Hit], context: Context) -> list[Scored]:
    """Candidates scored by all but the report's other places, best first; those far behind are left out."""
    scored = sorted((score_hit(hit, context) for hit in hits), key=lambda s: (-s.nats, s.hit.spot.key))
    if not scored:
        return []
    least = scored[0].nats - FAR_BEHIND - COHERENT
    return [one for one in scored[:MOST] if one.nats >= least]


def rank(scored: list[Scored], anchors: tuple[tuple[Spot, float], ...] = ()) -> list[Scored]:
    """Candidates with what the report's other places add, best first, and their shares. Records of one place share as one."""
    if anchors:
        near = [(one, *coherence(one.hit.spot, anchors)) for one in scored]
        scored = [Scored(s.hit, s.nats + nats, (*s.reasons, reason) if reason else s.reasons) for s, nats, reason in near]
        scored.sort(key=lambda s: (-s.nats, s.hit.spot.key))
    heads: list[Scored] = []
    homes: list[int] = []
    for one in scored:
        spot = one.hit.spot
        home = next((at for at, head in enumerate(heads) if is_same_place(head.hit.spot, spot)), len(heads))
        if home == len(heads):
            heads.append(one)
        homes.append(home)
    weights = [math.exp(head.nats) for head in heads]
    total = math.exp(NONE) + sum(weights)
    return [Scored(one.hit, one.nats, one.reasons, weights[home] / total) for one, home in zip(scored, homes, strict=True)]


def is_same_place(one: Spot, other: Spot) -> bool:
    """Whether two records are one place, or a town and the unit named after it: the words choose between those, nothing is in doubt."""
    if one.country != other.country:
        return False
    if (one.also and one.also in (other.id, other.also)) or other.also == one.id:
        return True
    if (one.level in SETTLED) != (other.level in SETTLED):
        return rough_km(one, other) <= max(one.radius_m, other.radius_m) / 1000
    return rough_km(one, other) <= max(SAME_KM, min(one.radius_m, other.radius_m) / 1000)
