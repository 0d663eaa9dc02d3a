"""The resolver: all places of a report at once, each to the spot that best fits its words and the other places, or to none."""

from dataclasses import dataclass, replace

from sijill.geocode.bearings import is_countryside, own_bearing, unit_bearings
from sijill.geocode.features import levels_said, load_features, without_part
from sijill.geocode.folding import fold, name_keys
from sijill.geocode.gazetteer import Gazetteer, Hit
from sijill.geocode.outlets import source_country
from sijill.geocode.precision import Precision, Words, along, between, precision_of
from sijill.geocode.ranking import rank, score_hits
from sijill.geocode.score import NONE, Context, Scored, Unit
from sijill.geocode.setting import Scanner, Setting, main_country, setting_of
from sijill.geocode.spot import Spot
from sijill.model import Candidate, Place, Placement, Reading, Report
from sijill.model.vocabulary import Level

KEPT = 8  # candidates kept with a placement
ROUNDS = 2  # each settles names by what the round before settled; a third changed nothing on the training reports
SURE = 0.8  # share from which the text has settled a name
LIKELY = 0.5  # share from which the best candidate is shown as the place, marked open; below it there is no point


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
        setting = setting_of(self.scanner, self.gazetteer, report, places, source_country(report))
        units = {name: self._unit(name, setting) for place in places for name in place.within}
        scores: Scores = {}
        mentions = [self._mention(report, place, setting, units, scores) for place in places]
        settled = {key: rank(scored) for key, scored in scores.items()}
        before: list[tuple[Spot, float]] = []
        for _ in range(ROUNDS if len({place.name for place in places}) > 1 else 0):
            first = [ranked[0] for mention in mentions if (ranked := settled[mention.key])]
            anchors = [(best.hit.spot, best.share) for best in first if best.share >= LIKELY]
            if anchors == before:
                break
            before = anchors
            settled = {key: rank(scored, _others(anchors, settled[key])) for key, scored in scores.items()}
        found = [(mention, settled[mention.key]) for mention in mentions]
        precisions = _along_lines(mentions, [precision(mention, ranked) for mention, ranked in found])
        return tuple(placement(mention.place, ranked, exact) for (mention, ranked), exact in zip(found, precisions, strict=True))

    def _mention(self, report: Report, place: Place, setting: Setting, units: dict[str, Unit], scores: "Scores") -> "Mention":
        hits, relation = self._hits(place.name, setting), place.relation
        if fold(place.name) in self.features.before:  # "قرية" alone names no place, though villages are called so
            hits = ()
        if not hits and (rest := without_part(place.name, self.features)) and (main := main_country(setting)):
            hits, relation = self.gazetteer.look_up(rest, main), "near"
        bearings = unit_bearings(report, place, self.features)
        levels = levels_said(report, place, self.features)
        key: Key = place.name, place.within, bearings, levels
        if key not in scores:  # a place is often named again in the report's next account
            sides = (replace(units[name], bearing=bearing) for name, bearing in zip(place.within, bearings, strict=True))
            scores[key] = score_hits(hits, Context(setting, tuple(sides), levels))
        words = Words(relation, is_countryside(report, place, self.features), own_bearing(place, self.features))
        return Mention(place, key, words)

    def _hits(self, name: str, setting: Setting) -> tuple[Hit, ...]:
        """The name's spots, and where none of them lies in the country that the report is about, those there that sound like it."""
        hits = self.gazetteer.look_up_as_written(name)
        main = main_country(setting)
        if main is None:
            return hits or self.gazetteer.look_up_alike(name, None)
        if any(hit.spot.country == main for hit in hits):
            return hits
        return (*hits, *self.gazetteer.look_up_alike(name, main))

    def _unit(self, name: str, setting: Setting) -> Unit:
        ranked = score_hits(self._hits(name, setting), Context(setting, (), None))
        best = ranked[0].nats if ranked else 0.0
        return Unit(name, frozenset(name_keys(name)), tuple(s.hit.spot for s in ranked[:6] if s.nats > best - 1.5))


Key = tuple[str, tuple[str, ...], tuple[float | None, ...], frozenset[Level] | None]
"""What a place's candidates are scored on: name, units named with it, the sides said, the levels said."""
Scores = dict[Key, list[Scored]]


@dataclass(frozen=True, slots=True)
class Mention:
    """A place claim, the key of its candidates (scored by all but the report's other places), and what the words add to its name."""

    place: Place
    key: Key
    words: Words


def _others(anchors: list[tuple[Spot, float]], ranked: list[Scored]) -> tuple[tuple[Spot, float], ...]:
    """The report's other settled places, each once: a place is no evidence for itself."""
    own = ranked[0].hit.spot.key if ranked else ""
    return tuple({spot.key: (spot, share) for spot, share in anchors if spot.key != own}.values())


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
        ranked[0].share < SURE or ranked[0].hit.match == "edit",  # a consonant off may be a slip or another place: a person looks
        candidates,
    )


def _candidate(scored: Scored) -> Candidate:
    spot = scored.hit.spot
    return Candidate(spot.id, scored.hit.name, spot.lat, spot.lon, spot.level, spot.country, round(scored.share, 3), scored.reasons)
