"""Whose names a policy withholds: from what reports say of people, from the victims' list, and from who is said to have spoken."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sijill.model import Account, Attribution, Victim
from sijill.model.decision import Person
from sijill.write.redact.names import letters_of, word_forms
from sijill.write.redact.policy import Policy

LIVING = "living"
DEAD = "dead"
SPEAKER = "speaker"
LISTED = "listed"


@dataclass(frozen=True, slots=True)
class Hidden:
    """One name that is withheld, and why: living, dead, speaker, or listed in the policy."""

    name: str
    why: str


def find_hidden(policy: Policy, accounts: Iterable[Account], people: Iterable[Person]) -> Iterator[Hidden]:
    """The names to withhold of one incident, as they are written; some may come twice."""
    listed = list(people)
    known = {claim: person for person in listed for claim in person.claims}
    for person in listed:
        if why := _why_person(policy, person):
            yield from (Hidden(name, why) for name in person.names)
    for account in accounts:
        for victim in account.victims:
            by = known.get(victim.id)
            why = _why_person(policy, by) if by is not None else _why_victim(policy, victim)
            if why and victim.name:
                yield Hidden(victim.name, why)
                yield Hidden(_whole(victim), why)
        for said in account.attributions:
            if said.kind in policy.speakers and (name := _name_in(said)):
                yield Hidden(name, SPEAKER)


def _whole(victim: Victim) -> str:
    """The name with all that stands after it in the quote: a reader may have cut a long name short."""
    _, name, rest = victim.quote.partition(victim.name or "")
    return name + rest or victim.name or ""


def _why_person(policy: Policy, person: Person) -> str | None:
    if person.key in policy.withhold:
        return LISTED
    if person.key in policy.consent:
        return None
    minor = person.age is not None and person.age < 18
    return _why(policy, dead=person.fate == "killed", minor=minor)


def _why_victim(policy: Policy, victim: Victim) -> str | None:
    minor = (victim.age is not None and victim.age < 18) or victim.who == "children"
    return _why(policy, dead=victim.fate == "killed", minor=minor)


def _why(policy: Policy, *, dead: bool, minor: bool) -> str | None:
    whose = policy.dead if dead else policy.living
    return None if whose == "none" or (whose == "minors" and not minor) else DEAD if dead else LIVING


def _name_in(said: Attribution) -> str | None:
    """The words from the first given name in wide use on; null where there is none: an unnamed "local source" names nobody."""
    start = next((start for start, forms in word_forms(said.quote) if not forms.isdisjoint(_given_names())), None)
    return None if start is None else said.quote[start:]


@cache
def _given_names() -> frozenset[str]:
    text = (files("sijill") / "data" / "given_names.txt").read_text(encoding="utf-8")
    words = (word for line in text.splitlines() if not line.startswith("#") for word in line.split())
    return frozenset(form for word in words for form in letters_of(word))
