"""Words on what belongs together that would be the contrary of what people said before: refused, with the entries that say so."""

from collections.abc import Mapping, Sequence

from sijill.link import find_conflict
from sijill.model import DecisionError
from sijill.model.decision import (
    ORIGIN,
    PERSON,
    Judgement,
    Merge,
    NotSame,
    NotSameOrigin,
    NotSamePerson,
    Related,
    Same,
    SameOrigin,
    SamePerson,
)
from sijill.model.said import say
from sijill.register import Register


def check_pair(register: Register, name: str, judgement: Judgement) -> None:
    """Raises DecisionError where a word on two reports or two people is the contrary of what others together say, or names no claim."""
    if not isinstance(judgement, SameOrigin | NotSameOrigin | SamePerson | NotSamePerson):
        return
    origins = isinstance(judgement, SameOrigin | NotSameOrigin)
    if not origins:
        _check_claims(register, name, judgement.left, judgement.right)
    if against := find_conflict(judgement, register.decisions.every(*(ORIGIN if origins else PERSON))):
        numbers = ", ".join(str(made.seq) for made in against)
        raise DecisionError(
            name, say("entries {numbers} together say the contrary", numbers=numbers), "withdraw one of them first, where it is wrong"
        )


def _check_claims(register: Register, name: str, left: str, right: str) -> None:
    filings = register.look.filings(sorted({claim.rpartition(".")[0] for claim in (left, right)}))
    known = {victim.id for filing in filings for victim in filing.account.victims}
    if left == right:
        raise DecisionError(name, say("{left} is one claim", left=left), "name two")
    if unknown := sorted({left, right} - known):
        raise DecisionError(
            name,
            say("no account has the victim claim {unknown}", unknown=", ".join(unknown)),
            "`sijill people` and `sijill show` list them",
        )
    homes = register.look.incidents_of(filing.account.id for filing in filings)
    if name not in homes.values():
        raise DecisionError(
            name, "neither claim belongs to it", say("decide about {homes}", homes=" or ".join(sorted(set(homes.values()))))
        )


def check_apart(register: Register, name: str, judgement: Judgement, groups: Mapping[str, Sequence[str]]) -> None:
    """Raises DecisionError where accounts that a person said are not the same would be put together by a later word on others."""
    if not isinstance(judgement, Merge | Same):
        return
    home = {account: one for one, accounts in groups.items() for account in accounts}
    for made in register.decisions.every("not_same"):
        word = made.judgement
        if isinstance(word, NotSame) and word.left in home and home[word.left] == home.get(word.right):
            said = say("entry {entry} says that {left} and {right} are not the same", entry=made.seq, left=word.left, right=word.right)
            raise DecisionError(name, said, say("withdraw entry {entry} first, where it is wrong", entry=made.seq))


def check_bond(register: Register, name: str, judgement: Judgement) -> None:
    """Raises DecisionError where an incident would be bound to nothing, to itself, or be part of its own part."""
    if not isinstance(judgement, Related):
        return
    if judgement.bond not in BONDS:
        raise DecisionError(
            name, say("{bond!r} is no bond to give", bond=judgement.bond), say("there are: {bonds}", bonds=", ".join(BONDS))
        )
    other = register.look.incident(judgement.other)
    if other is None or other.id != judgement.other:
        raise DecisionError(name, say("there is no incident {other}", other=judgement.other), "`sijill incidents` lists them")
    if other.id == name:
        raise DecisionError(name, "an incident is not bound to itself", "name another one")
    wholes, waiting = {name}, [other] if judgement.bond == "part_of" else []
    while waiting:
        whole = waiting.pop()
        if whole.id == name:
            raise DecisionError(
                name, say("{other} is part of it already, directly or through another", other=other.id), "withdraw that first"
            )
        above = (register.look.incident(bound.other) for bound in whole.bonds if bound.bond == "part_of")
        waiting += [one for one in above if one is not None and (one.id == name or one.id not in wholes)]
        wholes.add(whole.id)


BONDS = ("part_of", "related", "same_place_campaign", "same")
"""What a person can say that an incident is to another: said of the part; `same` ends a bond, a merge makes one incident of two."""
