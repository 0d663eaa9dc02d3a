"""The resolver: all places of a report at once, each to the spot that best fits its words and the other places, or to none."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sijill.geocode.bearings import is_countryside, own_bearing, unit_bearing
from sijill.geocode.features import levels_said, load_features, without_part
from sijill.geocode.folding import name_keys
from sijill.geocode.gazetteer import Gazetteer, Hit
from sijill.geocode.precision import Precision, Words, along, between, precision_of
from sijill.geocode.score import NONE, Context, Scored, Unit, score_hit
from sijill.geocode.setting import Scanner, Setting, setting_of
from sijill.geocode.spot import Spot, distance_km
from sijill.model import Candidate, Place, Placement, Reading, Report

KEPT = 8  # candidates kept with a placement
ROUNDS = 2  # each settles names by what the round before settled; a third changed nothing on the training reports
SURE = 0.8  # share from which the text has settled a name
LIKELY = 0.5  # share from which the best candidate is shown as the place, marked open; below it there is no point
MAIN = 0.4  # share of the evidence from which a country is what the report is about
SAME_KM = 5.0  # two packs' records of one settlement lie this near each other


class Resolver:
    """Places of readings to placements, with one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        """Keep the gazetteer; names of countries and governorates are read from it once."""
        self.gazetteer = gazetteer
        self.scanner = Scanner(gazetteer)
        self.features = load_features()

    def place_reading(self, report: Report, reading: Reading) -> tuple[Placement, ...]:
        """One placement for each place of every account (`places`, then `origin_places`), in order; unknown ones are null."""
        places = [place for account in reading.accounts for place in (*account.places, *account.origin_places)]
        if not places:
            return ()
        setting = setting_of(self.scanner, self.gazetteer, report, places, None)
        mentions = [self._mention(report, place, setting) for place in places]
        settled: list[list[Scored]] = [rank(m.hits, m.context) for m in mentions]
        for _ in range(ROUNDS):
            anchors = [(ranked[0].hit.spot, ranked[0].share) if ranked else None for ranked in settled]
            settled = [
                rank(mention.hits, replace(mention.context, anchors=_others(anchors, at))) for at, mention in enumerate(mentions)
            ]
        precisions = _along_lines(mentions, [precision(m, ranked) for m, ranked in zip(mentions, settled, strict=True)])
        return tuple(placement(m.place, ranked, exact) for m, ranked, exact in zip(mentions, settled, precisions, strict=True))

    def _mention(self, report: Report, place: Place, setting: Setting) -> "Mention":
        hits, relation = self._hits(place.name, setting), place.relation
        if not hits and (rest := without_part(place.name, self.features)):
            hits, relation = self._hits(rest, setting), "near"
        units = tuple(
            replace(self._unit(name, setting), bearing=unit_bearing(report, place, name, self.features)) for name in place.within
        )
        context = Context(setting, units, levels_said(report, place, self.features), relation)
        words = Words(relation, is_countryside(report, place, self.features), own_bearing(place, self.features))
        return Mention(place, hits, context, words)

    def _hits(self, name: str, setting: Setting) -> tuple[Hit, ...]:
        """The name's spots, and where none of them lies in the country that the report is about, those there that sound like it."""
        hits = self.gazetteer.look_up(name)
        main = max(setting.countries, key=lambda c: setting.countries[c], default=None)
        if main is None or setting.countries[main] < MAIN or any(hit.spot.country == main for hit in hits):
            return hits
        return (*hits, *self.gazetteer.look_up(name, main))

    def _unit(self, name: str, setting: Setting) -> Unit:
        ranked = rank(self._hits(name, setting), Context(setting, (), None, "in"))
        best = ranked[0].nats if ranked else 0.0
        return Unit(name, frozenset(name_keys(name)), tuple(s.hit.spot for s in ranked[:6] if s.nats > best - 1.5))


@dataclass(frozen=True, slots=True)
class Mention:
    """A place claim with the spots that its name may mean and what is known beside its name."""

    place: Place
    hits: tuple[Hit, ...]
    context: Context
    words: Words


def _others(anchors: list[tuple[Spot, float] | None], at: int) -> tuple[tuple[Spot, float], ...]:
    own = anchors[at]
    found = {}
    for other in anchors:
        if other is not None and (own is None or other[0].id != own[0].id) and other[1] >= LIKELY:
            found[other[0].id] = other
    return tuple(found.values())


def rank(hits: Iterable[Hit], context: Context) -> list[Scored]:
    """Candidates, best first, each with its share against the others and against "none of these". Records of one place share as one."""
    scored = sorted((score_hit(hit, context) for hit in hits), key=lambda s: (-s.nats, s.hit.spot.id))
    groups: list[list[Scored]] = []
    for one in scored:
        home = next((group for group in groups if _same_place(group[0].hit.spot, one.hit.spot)), None)
        if home is None:
            groups.append([one])
        else:
            home.append(one)
    total = math.exp(NONE) + sum(math.exp(group[0].nats) for group in groups)
    shares = {id(one): math.exp(group[0].nats) / total for group in groups for one in group}
    return [replace(one, share=shares[id(one)]) for one in scored]


SETTLED = frozenset(("exact", "street", "neighbourhood", "village", "town", "city"))


def _same_place(one: Spot, other: Spot) -> bool:
    if one.also == other.id or other.also == one.id or (one.also and one.also == other.also):
        return True
    if (one.level in SETTLED) != (other.level in SETTLED):  # a town and the unit named after it: the words choose, nothing is in doubt
        return (
            one.country == other.country
            and distance_km(one.lat, one.lon, other.lat, other.lon) <= max(one.radius_m, other.radius_m) / 1000
        )
    return distance_km(one.lat, one.lon, other.lat, other.lon) <= max(SAME_KM, min(one.radius_m, other.radius_m) / 1000)


def precision(mention: Mention, ranked: list[Scored]) -> Precision | None:
    """How exact the best candidate is in the mention's words; null where none is likely enough to be shown as the place."""
    if not ranked or ranked[0].nats < NONE or ranked[0].share < LIKELY:
        return None
    best = ranked[0].hit.spot
    named_alike = (one.hit.spot for one in ranked if one.share == ranked[0].share)
    governorate = next((spot for spot in named_alike if spot.level == "governorate" and spot.country == best.country), None)
    return precision_of(best, mention.words, governorate)


LINES = {"between": between, "road": along}


def _along_lines(mentions: list[Mention], precisions: list[Precision | None]) -> list[Precision | None]:
    """Two places that follow each other as the ends of a road, or that something lies between, say together where it was."""
    found = list(precisions)
    at = 0
    while at + 1 < len(mentions):
        one, other = precisions[at], precisions[at + 1]
        relation = mentions[at].words.relation
        if (
            one
            and other
            and relation in LINES
            and relation == mentions[at + 1].words.relation
            and (line := LINES[relation](one, other))
        ):
            found[at], found[at + 1] = line
            at += 1
        at += 1
    return found


def placement(place: Place, ranked: list[Scored], exact: Precision | None) -> Placement:
    """What is known of a place: a point where one candidate is likely enough, the candidates in any case."""
    candidates = tuple(_candidate(one) for one in ranked[:KEPT])
    if exact is None:
        return Placement(place.id, open=bool(ranked) and ranked[0].nats >= NONE, candidates=candidates)
    return Placement(
        place.id,
        exact.lat,
        exact.lon,
        exact.radius_m,
        exact.level,
        exact.acled,
        exact.ucdp,
        ranked[0].share < SURE,
        candidates,
    )


def _candidate(scored: Scored) -> Candidate:
    spot = scored.hit.spot
    return Candidate(spot.id, scored.hit.name, spot.lat, spot.lon, spot.level, spot.country, round(scored.share, 3), scored.reasons)
