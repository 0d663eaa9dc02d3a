"""Scored, explained links between accounts: the sum of what each comparison says, in bits."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sijill.link.blocking import pair_profiles
from sijill.link.bond import bond_of
from sijill.link.comparison import Level, compare_facts, compare_shared
from sijill.link.profile import Profile, find_leads, make_profile
from sijill.link.rarity import Rarity
from sijill.link.sentence import SENTENCES
from sijill.model import DataError, Filing, Link, Reason


@dataclass(frozen=True, slots=True)
class Weights:
    """The linking model: bits for each level, the prior in bits, and two thresholds on the score, each with its evidence in the file.
    `chances` is how often two accounts drawn at random reach each level.

    A pair at or above `propose` is shown to a person; at or above `join` it is one incident without a person, if it has a date or
    calendar agreement or a copied text, and a place.
    """

    name: str
    prior: float
    propose: float
    join: float
    bits: Mapping[str, float]
    chances: Mapping[str, float]

    @property
    def most_in_words(self) -> float:
        """The most bits that words in common can give: of one script, or of two."""
        most = {kind: max(bits for code, bits in self.bits.items() if code.startswith(kind)) for kind in ("words_", "rare_", "sounds_")}
        return max(most["words_"] + most["rare_"], most["sounds_"], 0.0)


@cache
def load_weights() -> Weights:
    """The model `data/link.json` of the package. Raises DataError that names what is missing."""
    text = (files("sijill") / "data" / "link.json").read_text(encoding="utf-8")
    try:
        data = json.loads(text)
        bits = {str(code): float(level["bits"]) for code, level in data["levels"].items()}
        chances = {str(code): float(level["chance"]) for code, level in data["levels"].items()}
        weights = Weights(str(data["name"]), float(data["prior"]), float(data["propose"]), float(data["join"]), bits, chances)
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise DataError(f"data/link.json: {error}") from error
    if unknown := sorted(set(SENTENCES) ^ set(bits)):
        raise DataError(f"data/link.json: levels and sentences differ: {', '.join(unknown)}")
    return weights


Tell = Callable[[float], None]
"""Is told the share of the work that is done, 0..1."""


def unheard(share: float) -> None:
    """Progress that nobody looks at."""


def link_filings(filings: Sequence[Filing], neighbours: Sequence[Filing] = (), tell: Tell = unheard) -> tuple[Link, ...]:
    """Scored pairs among `filings`, and between them and `neighbours` (never within neighbours), strongest first.

    Only pairs worth a person's look are given. Accounts of one report, and a total with an event, are never a pair. The order of the
    input changes nothing.
    """
    fresh = {f.account.id: f for f in filings}
    known = {f.account.id: f for f in neighbours if f.account.id not in fresh}
    leads = find_leads((*fresh.values(), *known.values()))
    ids = (*sorted(fresh), *sorted(known))
    many = len(fresh) > MANY
    profiles = []
    for profile in _make_profiles([fresh.get(name) or known[name] for name in ids], leads, many):
        profiles.append(profile)
        tell(PREPARED * len(profiles) / len(ids))
    rarity = Rarity(profiles)
    weights = load_weights()
    links = []
    pairs = _strong_pairs(profiles, len(fresh), weights, tell) if many else pair_profiles(profiles, len(fresh), rarity)
    reach = weights.most_in_words
    for left, right in pairs:
        levels = compare_facts(profiles[left], profiles[right])
        if score_levels(levels, weights) + reach < weights.propose - SLACK:
            continue  # whatever words they share
        levels += compare_shared(profiles[left], profiles[right], rarity)
        score = score_levels(levels, weights)
        if score >= weights.propose:
            links.append(_make_link(profiles[left], profiles[right], levels, score, weights))
    tell(1.0)
    return tuple(sorted(links, key=lambda link: (-link.score, link.left, link.right)))


MANY = 3000
"""New accounts from which on Splink and DuckDB choose the pairs: they take some seconds to start, and then ten times less a pair."""


def _make_profiles(filings: Sequence[Filing], leads: Collection[str], many: bool) -> Iterator[Profile]:
    if not many:
        return (make_profile(filing, filing.account.id in leads) for filing in filings)
    from sijill.link.signing import make_profiles

    return make_profiles(filings, leads)


PREPARED, CHOSEN = 0.6, 0.7
"""Shares of the work that are done when the profiles are made and when the pairs are chosen, of many accounts (bench/link_scale.py)."""


def _strong_pairs(profiles: Sequence[Profile], fresh: int, weights: Weights, tell: Tell) -> Iterator[tuple[int, int]]:
    from sijill.link.bulk import Bulk
    from sijill.link.table import tabulate

    def tell_stage(what: str, share: float) -> None:
        tell(PREPARED + (CHOSEN - PREPARED) * share if what == "choosing pairs" else CHOSEN + (1 - CHOSEN) * share)

    return Bulk(tabulate(profiles), weights).strong_pairs(fresh, weights.propose - SLACK, tell_stage)


SLACK = 0.001
"""Bits that rounding may make between the two engines."""


def score_levels(levels: Iterable[Level], weights: Weights) -> float:
    """The prior and the bits of each level together, rounded to 3 places."""
    return round(weights.prior + sum(weights.bits[level.code] for level in levels), 3)


ANCHORS = frozenset({"date_same", "date_meets", "calendar_same", "text_copy", "victim_same"})
PLACES = frozenset({"place_same", "place_also", "name_same", "name_close", "name_sounds"})
TOLLS = frozenset(f"{kind}_{how}" for kind in ("killed", "injured") for how in ("equal_high", "equal_low", "meet_high", "rose"))
DETAILS = TOLLS | {"words_most", "words_many", "rare_two", "rare_more", "text_copy", "text_shared", "victim_same", "origin_same"}
"""Close tolls, one rare word or some common ones do not tell two strikes of one town and day apart: with them 0.90 of the joins of
bench/link_scale.py are right, without them 0.99; of the train reports' joins 0.98 and 0.99, a quarter fewer."""

BARRIERS = frozenset({"type_other", "date_near", "date_apart", "published_before", "place_near", "place_far", "place_apart"})
RIVALS = frozenset({"killed_differ", "actor_other"})
UNTIED = frozenset({"killed_differ", "injured_differ"})
TIES = frozenset({"text_copy", "victim_same", "origin_same"})
"""Two numbers that cannot both be true are two strikes until these say otherwise; a toll that rose is another level. In a small
register every word is rare, and bulletins of one form share passages, so neither ties. With it 0.981 of the train reports' joined pairs
are right, without it 0.974; one joined pair in fourteen is lost."""


def may_join(levels: Iterable[Level]) -> bool:
    """Whether there is evidence enough for a join without a person: of a time, a place, a detail, and nothing that forbids it.

    A day and a place alone are not enough: on dense days a town is struck more than once. Two places some way apart may be one within
    their precision, and a different toll, or one blamed on a different party, may be a different strike; that is for a person to say.
    """
    codes = {level.code for level in levels}
    if codes & UNTIED and not codes & TIES:
        return False
    return bool(codes & ANCHORS) and bool(codes & PLACES) and bool(codes & DETAILS) and not codes & BARRIERS and not codes >= RIVALS


def _make_link(left: Profile, right: Profile, levels: Sequence[Level], score: float, weights: Weights) -> Link:
    if right.account < left.account:
        left, right = right, left
    bond = bond_of(left, right, [level.code for level in levels])
    reasons = sorted((_reason(level, weights) for level in levels), key=lambda r: (-abs(r.weight), r.code))
    joins = score >= weights.join and bond == "same" and may_join(levels)
    return Link(left.account, right.account, score, joins, tuple(reasons), weights.name, bond)


def _reason(level: Level, weights: Weights) -> Reason:
    text, text_ar = SENTENCES[level.code]
    return Reason(level.code, text.format(*level.values), text_ar.format(*level.values), weights.bits[level.code])
