"""Victim claims put together to persons: what people said is fixed, what the machine only weighs is taken at even odds, or drawn."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from sijill.link.name import compare_names, read_name
from sijill.link.pairs import newest_words, says_same
from sijill.link.persons import Mention, compare_mentions, may_be_one, propose_people
from sijill.model import Filing, PersonLink, Victim
from sijill.model.decision import Made
from sijill.model.fingerprint import fold

LEAST = -5.0
"""Bits below which two claims are two people in every draw: odds of 1 to 32 (3 %), and pairs are many there."""


@dataclass(frozen=True, slots=True)
class Joining:
    """Claims with what is known of who is who. `together`: groups of claims that people said are one person. `apart`: pairs that they
    said are two. `links`: pairs that nobody judged, with the chance that both are one person. Two claims of one account (`accounts`,
    by claim) are two people unless a person says otherwise."""

    accounts: Mapping[str, str]
    together: tuple[tuple[str, ...], ...] = ()
    apart: frozenset[tuple[str, str]] = frozenset()
    links: tuple[tuple[str, str, float], ...] = ()

    def join(self, rng: np.random.Generator | None = None) -> tuple[tuple[str, ...], ...]:
        """Persons as groups of claims, each sorted, in order. With `rng` one draw: each link holds with its chance, and the links that
        hold join in an order of chance; without it those above even odds join, the likeliest first. No join brings together what is
        apart: a contradiction is left where it is first met."""
        groups = {claim: {claim} for claim in self.accounts}
        for group in self.together:
            for other in group[1:]:
                _merge(groups, group[0], other)
        if rng is None:
            held = sorted((link for link in self.links if link[2] > 0.5), key=lambda link: -link[2])
        else:
            held = [link for link, by_chance in zip(self.links, rng.random(len(self.links)), strict=True) if by_chance < link[2]]
            held = [held[int(place)] for place in rng.permutation(len(held))]
        bars: dict[str, set[str]] = {}
        for left, right in self.apart:
            bars.setdefault(left, set()).add(right)
            bars.setdefault(right, set()).add(left)
        for left, right, _ in held:
            if groups[left] is not groups[right] and not self._barred(groups[left], groups[right], bars):
                _merge(groups, left, right)
        return tuple(sorted({tuple(sorted(group)) for group in groups.values()}))

    def leave_open(self, links: Iterable[tuple[str, str, float]]) -> tuple[tuple[str, str, float], ...]:
        """Those of `links` between two claims of ours about which people's words, directly or through others, say nothing."""
        home = {claim: person for person in replace(self, links=()).join() for claim in person}
        return tuple(
            (left, right, chance)
            for left, right, chance in links
            if left in home and right in home and home[left] != home[right] and {(left, right), (right, left)}.isdisjoint(self.apart)
        )

    def _barred(self, one: set[str], other: set[str], bars: Mapping[str, set[str]]) -> bool:
        told = {self.accounts[claim] for claim in one}
        return any(self.accounts[claim] in told or not one.isdisjoint(bars.get(claim, ())) for claim in other)


def _merge(groups: dict[str, set[str]], left: str, right: str) -> None:
    one, other = groups[left], groups[right]
    if one is not other:
        one |= other
        for claim in other:
            groups[claim] = one


def chance_of(score: float) -> float:
    """The chance that both are one person, from bits. They already hold the odds before anything was compared: one in all people named,
    or, within an incident, one in those named there."""
    return float(1 / (1 + 2.0 ** -min(max(score, -60.0), 60.0)))


def weigh_within(incidents: Mapping[str, Sequence[Filing]], said: Sequence[Made] = ()) -> tuple[PersonLink, ...]:
    """Pairs of claims of two accounts of one incident that may name one person, with bits as `match_people` gives them, in order.

    How rare a name is, is counted over persons as `propose_people` groups them: one whom ten accounts name bears it once. The odds
    before are those of the persons named in the incident: its accounts tell of the same few.
    """
    words = newest_words(said)
    mentions: dict[str, list[Mention]] = {}
    persons: dict[str, list[set[str]]] = {}
    for incident, filings in incidents.items():
        groups = propose_people(filings, said)
        persons[incident] = [{word.sound for name in group.names for word in read_name(name).chain} for group in groups]
        mentions[incident] = [
            Mention(incident, victim, chain, filing)
            for filing in filings
            for victim in filing.account.victims
            if victim.name and len((chain := read_name(victim.name)).chain) > 1
        ]
    people = sum(map(len, persons.values()))
    bearers = Counter(sound for here in persons.values() for sounds in here for sound in sounds)
    found = []
    for incident, named in mentions.items():
        for one, other in _alike(named):
            if may_be_one(one.victim, one.filing.account.id, other.victim, other.filing.account.id, words):
                word = words.get(frozenset((one.victim.id, other.victim.id)))
                link = compare_mentions(one, other, bearers, people, word, LEAST, len(persons[incident]))
                found += [] if link is None else [link]
    return tuple(sorted(found, key=lambda link: (link.left, link.right)))


def find_twice(
    filings: Sequence[Filing], said: Sequence[Made] = (), listed: Iterable[Sequence[str]] = ()
) -> tuple[tuple[Victim, Victim], ...]:
    """Pairs of claims of two accounts of one incident that may name one person in two spellings, about which people said nothing,
    directly or through others, in order; of claims spelled alike the first.

    said: standing decisions on pairs of claims. listed: the claims of each person in the victims' list.
    """
    words = newest_words(said)
    mentions = [
        Mention("", victim, chain, filing)
        for filing in filings
        for victim in filing.account.victims
        if victim.name and len((chain := read_name(victim.name)).chain) > 1
    ]
    claims = {mention.victim.id: mention.victim for mention in mentions}
    alike = [
        (one.victim, other.victim)
        for one, other in _alike(mentions)
        if may_be_one(one.victim, one.filing.account.id, other.victim, other.filing.account.id, words)
    ]
    # What is spelled alike is one to ask about, so that a question is put once, however many reports print the two names.
    same = [(one.id, other.id) for one, other in alike if fold(one.name or "") == fold(other.name or "")]
    same += [(left, right) for left, right in (sorted(pair) for pair, made in words.items() if says_same(made))]
    together = tuple(kept for group in (*same, *listed) if len(kept := tuple(c for c in group if c in claims)) > 1)
    home = {claim: group for group in Joining(dict.fromkeys(claims, ""), together).join() for claim in group}
    settled = {frozenset(home.get(claim, ()) for claim in pair) for pair, made in words.items() if not says_same(made)}
    settled |= {frozenset((group,)) for group in home.values()}
    found: dict[frozenset[tuple[str, ...]], tuple[Victim, Victim]] = {}
    for one, other in sorted(alike, key=lambda pair: (pair[0].id, pair[1].id)):
        found.setdefault(frozenset((home[one.id], home[other.id])), (one, other))
    return tuple(pair for groups, pair in found.items() if groups not in settled)


def _alike(mentions: Sequence[Mention]) -> list[tuple[Mention, Mention]]:
    """Pairs whose names may be one, among those that share the sound of the first: a list of hundreds is not compared with itself."""
    blocks: dict[str, list[Mention]] = {}
    for mention in sorted(mentions, key=lambda mention: mention.victim.id):
        blocks.setdefault(mention.name.chain[0].sound.rstrip("h"), []).append(mention)
    pairs = (pair for block in blocks.values() for pair in combinations(block, 2))
    return [(one, other) for one, other in pairs if compare_names(one.name, other.name) is not None]


def chances_of(links: Iterable[PersonLink], expected: float | None = None) -> tuple[tuple[str, str, float], ...]:
    """Links that nobody judged, with their chance.

    expected: how many of all pairs would be one person by the odds before. Given it, those odds are learned from the links, as the
    share of matches is in Fellegi and Sunter (1969) with Winkler's EM (1988): where names agree no more often than chance has it, a
    pair that agrees is likelier two people. One pair is held to be one at the start, so that a few links do not vanish; the odds never
    rise.
    """
    kept = [link for link in links if link.same is None]
    shift = 0.0
    for _ in range(STEPS if expected is not None else 0):
        matches = sum(chance_of(link.score + shift) for link in kept)
        shift = min(0.0, math.log2((matches + 1) / ((expected or 0.0) + 1)))
    return tuple((link.left, link.right, chance_of(link.score + shift)) for link in kept)


STEPS = 100
"""Of the EM: one factor, which settles within some tens."""
