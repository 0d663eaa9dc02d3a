"""Proposals for the victims' list: victim claims of an incident's accounts that may name one person, in any spelling and script."""

from collections.abc import Sequence
from dataclasses import dataclass

from sijill.model import Filing, Victim
from sijill.model.sound import sound_words
from sijill.model.vocabulary import Fate, Sex


@dataclass(frozen=True, slots=True)
class SamePerson:
    """Claims that may be one person: all spellings, and what the claims say where they agree. A person decides."""

    names: tuple[str, ...]
    claims: tuple[str, ...]
    fate: Fate
    age: int | None
    sex: Sex | None
    role: str | None


def propose_people(filings: Sequence[Filing]) -> tuple[SamePerson, ...]:
    """A proposal for each person named, in the order of the accounts. Two names of one account are two people; a name goes to the
    first person of other accounts whose name sounds the same and whose age, sex and fate do not contradict."""
    groups: list[list[tuple[str, Victim]]] = []
    for filing in sorted(filings, key=lambda f: f.account.id):
        for victim in filing.account.victims:
            if victim.name is None:
                continue
            home = next((g for g in groups if all(a != filing.account.id and _may_be_one(v, victim) for a, v in g)), None)
            if home is None:
                groups.append(home := [])
            home.append((filing.account.id, victim))
    return tuple(_describe([victim for _, victim in group]) for group in groups)


def _may_be_one(one: Victim, other: Victim) -> bool:
    """Whether the names have two sounding words or more, one's all in the other's order, and nothing contradicts."""
    short, long = sorted((sound_words(one.name or ""), sound_words(other.name or "")), key=len)
    rest = iter(long)
    alike = len(short) > 1 and short[0] == long[0] and all(word in rest for word in short)
    ages = one.age is None or other.age is None or abs(one.age - other.age) <= 1
    return alike and ages and one.fate == other.fate and (one.sex is None or other.sex is None or one.sex == other.sex)


def _describe(victims: Sequence[Victim]) -> SamePerson:
    ages, sexes, roles = ({getattr(v, field) for v in victims} - {None} for field in ("age", "sex", "role"))
    return SamePerson(
        tuple(dict.fromkeys(" ".join((v.name or "").split()) for v in victims)),
        tuple(v.id for v in victims),
        victims[0].fate,
        ages.pop() if len(ages) == 1 else None,
        sexes.pop() if len(sexes) == 1 else None,
        roles.pop() if len(roles) == 1 else None,
    )
