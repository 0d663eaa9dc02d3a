"""Totals over incidents: what a tally gives."""

from dataclasses import dataclass

from sijill.model.vocabulary import Group, HarmKind, Unit, Who


@dataclass(frozen=True, slots=True)
class Total:
    """One line of a tally: one kind of harm to one group, over the incidents that share `key`.

    `key` holds the values of the properties that the tally is by, in their order. `low` and `high` are sums of minima and of maxima:
    outer bounds, not an interval. `high` leaves out what is open: `open_ended` says in how many incidents the true maximum has no
    bound, `vague` in how many only words without a number are given, `convention` how many bounds a counting profile made of words.
    `contested` lines hold the incidents in which it is disputed who did it, not whether; `incidents` are the ids counted, `claims`
    those that gave their bounds, `reviewed` how many of the incidents people reviewed. `who` (children, women, men) is among the
    line without it: never added to it. `likely`: the 5th, 50th and 95th percentile under the model of uncertainty, where asked for.
    """

    key: tuple[str, ...]
    kind: HarmKind
    group: Group
    unit: Unit
    contested: bool
    profile: str
    incidents: tuple[str, ...]
    low: int
    high: int
    open_ended: int = 0
    vague: int = 0
    convention: int = 0
    who: Who | None = None
    claims: tuple[str, ...] = ()
    reviewed: int = 0
    likely: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Incidents that a tally does not count, and why: a code of `tally.total.WHY`."""

    why: str
    incidents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """Totals, by which properties, under which counting profile, and what was left out."""

    by: tuple[str, ...]
    profile: str
    totals: tuple[Total, ...]
    left_out: tuple[LeftOut, ...]
