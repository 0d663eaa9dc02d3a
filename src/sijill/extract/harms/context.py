"""What a candidate's own words say: whom it counts, and what two statements of one harm have in common."""

import math
from collections.abc import Iterable, Sequence

from sijill.extract.harms.candidates import Candidate
from sijill.extract.linear import LinearModel

LIKELY = 0.3
"""From this probability a candidate counts as a stated harm when repetitions are looked for."""


def weigh(model: LinearModel, features: Iterable[str]) -> dict[str, float]:
    """The probability (softmax) of every label of a model."""
    totals = model.scores(features)
    top = max(totals)
    powers = [math.exp(t - top) for t in totals]
    whole = sum(powers)
    return {label: power / whole for label, power in zip(model.labels, powers, strict=True)}


def likely_kinds(chances: Sequence[dict[str, float]], twinned: set[int]) -> list[str]:
    """The most probable harm kind of each candidate, "" below LIKELY; `twinned` are dead and wounded in one number."""
    out = []
    for i, chance in enumerate(chances):
        kind = "casualties" if i in twinned else max((k for k in chance if k != "none"), key=chance.__getitem__)
        out.append(kind if 1.0 - chance["none"] >= LIKELY else "")
    return out


def lexical_group(c: Candidate) -> str:
    """The group that a candidate's own words say: the words after the noun before the noun itself."""
    for tag in reversed(c.extras):
        if tag.cls == "person" and tag.group and tag.group != "unknown":
            return tag.group
        if tag.id == "army":
            return "combatant"
    if c.head is None:
        return ""
    return "civilian" if c.family and c.head.group != "combatant" else c.head.group


def lexical_who(c: Candidate) -> str:
    """Who a candidate's own words say it is."""
    for tag in reversed(c.extras):
        if tag.who and tag.cls == "person":
            return tag.who
        if tag.id == "rescue_service":
            return "rescuer"
    if c.family:
        return "family" if c.head is None or not c.head.who else c.head.who
    return c.head.who if c.head is not None else ""


CERTAIN = frozenset({"children", "women", "elderly", "medical", "journalist", "aid_worker", "rescuer", "family"})
"""Who is taken as the noun says; whether a bare "youth" or "man" is told apart is left to the model."""

FEW = 4
"""Up to this number, harms of different people are kept apart when repetitions are looked for."""


def identity(c: Candidate, kind: str) -> tuple[object, ...]:
    """What two statements of one harm have in common: kind, number, and for small numbers who it is."""
    number = c.low if c.low is not None else c.high
    if number is not None and number > FEW:
        return kind, core(c)
    return kind, core(c), "" if number is not None else c.hedge, lexical_who(c), lexical_group(c) == "combatant", c.whole


def core(c: Candidate) -> int | None:
    """The number that is written, whatever its hedge commits to: one number with two hedges is one harm."""
    if c.hedge == "more_than" and c.low is not None:
        return c.low - 1
    return c.low if c.low is not None else c.high
