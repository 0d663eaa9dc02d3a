"""Children, women and men among those harmed: from the lowest to the highest that any account of the incident says of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from sijill.model import Harm, Toll
from sijill.model.vocabulary import Group, HarmKind, Who

WHO: tuple[Who, ...] = ("children", "women", "men")
KINDS: tuple[HarmKind, ...] = ("killed", "injured")


@dataclass(frozen=True, slots=True)
class Among:
    """A toll of some of the people of another toll."""

    who: Who
    toll: Toll


def count_among(accounts: Iterable[Iterable[Harm]]) -> tuple[Among, ...]:
    """The counts of an incident, from the harms of each of its accounts; an account that does not mention them says nothing of them.

    Two counts of one account are added, unless one is part of the other. A count that is open leaves the range open.
    """
    told: dict[tuple[Who, HarmKind, Group], list[list[Harm]]] = {}
    for harms in accounts:
        own: dict[tuple[Who, HarmKind, Group], list[Harm]] = {}
        for harm in harms:
            if harm.who in WHO and harm.kind in KINDS and harm.unit == "people" and (harm.low is not None or harm.high is not None):
                own.setdefault((harm.who, harm.kind, harm.group), []).append(harm)
        for key, found in own.items():
            ids = {h.id for h in found}
            told.setdefault(key, []).append([h for h in found if h.part_of not in ids])
    return tuple(Among(key[0], _span(key, counts)) for key, counts in sorted(told.items()))


def _span(key: tuple[Who, HarmKind, Group], counts: list[list[Harm]]) -> Toll:
    lows = [sum(h.low or 0 for h in count) for count in counts]
    highs = [None if any(h.high is None for h in count) else sum(h.high or 0 for h in count) for count in counts]
    high = None if None in highs else max(h for h in highs if h is not None)
    claims = tuple(h.id for count in counts for h in count)
    return Toll(key[1], key[2], min(lows), high, "people", "among", claims)
