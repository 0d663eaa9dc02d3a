"""Capture histories of persons from the register: who is on the victims' list, and which sources' reports name them."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

import numpy as np

from sijill.link import LEAST, Joining, chances_of, match_people, newest_words, weigh_within
from sijill.link.name import read_name
from sijill.model import Filing, Incident
from sijill.model.decision import PERSON, Made, NotSamePerson, Person, SamePerson
from sijill.model.vocabulary import Fate
from sijill.pipeline.people import file_people
from sijill.register import Register
from sijill.tally.estimate import Histories

By = Literal["source", "origin"]
"""What is a list: the source whose report names a person, or the source where the report's origin is first met."""


@dataclass(frozen=True, slots=True)
class Told:
    """Where a victim claim stands: its account, the list that its report belongs to (null where no source is stated), its origin.

    `moved`: the list is not that of its own report, which copies another.
    """

    account: str
    name: str | None
    origin: str
    moved: bool = False


@dataclass(frozen=True, slots=True)
class People:
    """The persons of a register and where they are named.

    `told`: every claim of theirs. `joining`: which claims are one person, by people's words and by the links that nobody judged.
    `judged`: by people's words alone, where only their persons were asked for. `listed`: claims of persons on the victims' list. The
    rest are counts: `unnamed`, persons on the victims' list to whom no claim of a standing incident is tied; `short`, claims with a
    name of one word, which cannot be known again.
    """

    told: Mapping[str, Told]
    joining: Joining
    listed: frozenset[str]
    judged: Joining | None = None
    unnamed: int = 0
    short: int = 0

    def persons(self, rng: np.random.Generator | None = None) -> tuple[tuple[str, ...], ...]:
        """Persons as groups of claims; with `rng` one draw of the links that nobody judged."""
        return self.judged.join() if rng is None and self.judged is not None else self.joining.join(rng)

    @property
    def unjudged(self) -> int:
        """How many fewer persons there were if pairs that nobody judged were one wherever the odds say so."""
        return len(self.persons()) - len(self.joining.join())

    @property
    def moved(self) -> int:
        """Claims that count for a list other than their own source, since their report copies another."""
        return sum(one.moved for one in self.told.values())

    def lists_of(self, person: Sequence[str]) -> dict[str, set[str]]:
        """The lists that name a person, each with the origins of what it says."""
        found: dict[str, set[str]] = {}
        for claim in person:
            told = self.told[claim]
            if told.name is not None:
                found.setdefault(told.name, set()).add(told.origin)
        return found

    def sizes(self) -> dict[str, int]:
        """Every list with its persons, the largest first."""
        counted = Counter(name for person in self.persons() for name in self.lists_of(person))
        return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))

    def histories(self, lists: Sequence[str], rng: np.random.Generator | None = None) -> Histories:
        """Who is on which of `lists`. Raises EstimateError for fewer than two lists, and where nobody is on any."""
        cells = Counter(tuple(int(name in held) for name in lists) for held in map(self.lists_of, self.persons(rng)))
        cells.pop((0,) * len(lists), None)
        rows = sorted(cells)
        return Histories.of(lists, np.array(rows, dtype=np.uint8).reshape(len(rows), len(lists)), [cells[row] for row in rows])

    def draws(self, lists: Sequence[str], number: int, seed: int) -> Iterator[Histories]:
        """Histories of `number` draws of the links. The same seed gives the same."""
        rng = np.random.default_rng(seed)
        return (self.histories(lists, rng) for _ in range(number))


def gather_people(register: Register, *, by: By = "source", fate: Fate = "killed", unreviewed: bool = False) -> People:
    """Persons of that fate on the victims' list, with the claims that a person tied to them. Claims of retracted incidents are
    left out.

    Whoever is on that list twice and was not judged counts as two, and the draws say what that is worth.

    unreviewed: also everybody whom reports name with two words or more and that fate, joined by the weights of names. Whoever is on the
    list has the fate given there, whatever the claims say.
    """
    filings = file_people(register)
    incidents = register.look.incidents_by_id(filings)
    filings = {name: held for name, held in filings.items() if name in incidents and incidents[name].retracted is None}
    told = _tell(register, filings, incidents, by)
    said, entries = register.decisions.every(*PERSON), _entries(register)
    listed, others = _sort_listed(entries, said, told, fate)
    named = {v.id: v.name or "" for held in filings.values() for f in held for v in f.account.victims if v.name and v.fate == fate}
    met = [claim for claim in named if claim not in others] if unreviewed else []
    wanted = listed | {claim for claim in met if len(read_name(named[claim]).chain) > 1}
    people = sum(len(read_name(v.name or "").chain) > 1 for held in filings.values() for f in held for v in f.account.victims)
    across = chances_of(match_people(filings, said, LEAST), max(people - 1, 0) / 2)  # of n (n - 1) / 2 pairs one in n
    links = (*across, *chances_of(weigh_within(filings, said)))
    words = [made.judgement for made in newest_words(said).values()]
    apart = {(word.left, word.right) for word in words if isinstance(word, NotSamePerson)} | _listed_apart(entries, told)
    judged = Joining(
        {claim: told[claim].account for claim in sorted(wanted)},
        _together(entries, said, wanted),
        frozenset(pair for pair in apart if wanted.issuperset(pair)),
    )
    return People(
        {claim: told[claim] for claim in sorted(wanted)},
        replace(judged, links=judged.leave_open(links)),
        frozenset(listed),
        None if unreviewed else judged,
        sum(entry.fate == fate and told.keys().isdisjoint(entry.claims) for _, entry in entries),
        len(set(met) - wanted),
    )


def _tell(register: Register, filings: Mapping[str, Sequence[Filing]], incidents: Mapping[str, Incident], by: By) -> dict[str, Told]:
    """Every claim of a victim, with its list and origin."""
    origins = {(i.id, report): origin for i in incidents.values() for origin in i.origins for report in origin.reports}
    copied = {r for origin in origins.values() if len(origin.reports) > 1 for r in origin.reports} if by == "origin" else set()
    sources = {name: report.source for name, report in register.look.reports(sorted(copied)).items()}
    found = {}
    for incident, held in filings.items():
        for filing in held:
            origin = origins.get((incident, filing.report.id))
            reports = origin.reports if origin is not None else (filing.report.id,)
            stated = [sources.get(report) for report in reports] if by == "origin" else []
            first = next((source for source in stated if source), filing.report.source)
            name, own = (" ".join((source or "").split()) or None for source in (first, filing.report.source))
            found.update({v.id: Told(filing.account.id, name, f"{incident} {reports[0]}", name != own) for v in filing.account.victims})
    return found


def _entries(register: Register) -> tuple[tuple[Made, Person], ...]:
    """The victims' list: of each key the newest entry, in order."""
    every = [(made, made.judgement) for made in register.decisions.every("victim") if isinstance(made.judgement, Person)]
    newest = {entry.key: (made, entry) for made, entry in every}
    return tuple(sorted(newest.values(), key=lambda pair: pair[0].seq))


def _together(entries: Iterable[tuple[Made, Person]], said: Iterable[Made], wanted: Container[str]) -> tuple[tuple[str, ...], ...]:
    """Groups of claims that people said are one person: entries of the list, and words on pairs."""
    groups = [entry.claims for _, entry in entries]
    words = [made.judgement for made in newest_words(said).values()]
    groups += [(word.left, word.right) for word in words if isinstance(word, SamePerson)]
    return tuple(kept for group in groups if (kept := tuple(claim for claim in group if claim in wanted)))


def _sort_listed(
    entries: Sequence[tuple[Made, Person]], said: Sequence[Made], told: Mapping[str, Told], fate: Fate
) -> tuple[set[str], set[str]]:
    """Claims of listed persons of that fate, and of those whose newest entry gives another."""
    fates = {claim: (made.seq, entry.fate) for made, entry in entries for claim in entry.claims}
    sorted_: tuple[set[str], set[str]] = set(), set()
    for person in Joining({claim: one.account for claim, one in told.items()}, _together(entries, said, told)).join():
        if given := [fates[claim] for claim in person if claim in fates]:
            sorted_[max(given)[1] != fate].update(person)
    return sorted_


def _listed_apart(entries: Iterable[tuple[Made, Person]], told: Container[str]) -> set[tuple[str, str]]:
    """Pairs of claims of persons whom people put on the list of one incident one by one: they are two people."""
    by_incident: dict[str, list[str]] = {}
    for made, entry in entries:
        if (first := next((claim for claim in entry.claims if claim in told), None)) is not None:
            by_incident.setdefault(made.incident, []).append(first)
    return {pair for firsts in by_incident.values() for pair in combinations(firsts, 2)}
