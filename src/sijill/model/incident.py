"""Incidents: what the links and the decisions say belongs together, with tolls and a suggested grade."""

from dataclasses import dataclass
from datetime import date

from sijill.model.account import Account
from sijill.model.placement import Placement
from sijill.model.report import Report
from sijill.model.vocabulary import EventType, Group, HarmGrade, HarmKind, Hedge, Scope, Unit


@dataclass(frozen=True, slots=True)
class Filing:
    """One account as the linking and review stages see it: its report and the placements of its places."""

    account: Account
    report: Report
    placements: tuple[Placement, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence for or against a link or a grade; `weight` is in bits (log2 of the likelihood ratio) for links,
    0 where it is no weight. `code` is a stable word, `text` says it in English, `text_ar` in Arabic."""

    code: str
    text: str
    text_ar: str
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Link:
    """A scored pair of accounts. `joins` is true where the score alone is enough to put both in one incident without a
    person; otherwise the link is a proposal that a person must judge. `left < right`, both account ids."""

    left: str
    right: str
    score: float
    joins: bool
    reasons: tuple[Reason, ...]
    model: str


@dataclass(frozen=True, slots=True)
class Toll:
    """An incident's range for one kind of harm to one group, with the rule and the claims (harm ids) that gave it.

    `high` is null where the claims leave it open. `claims` gave the bounds; `vague` are claims in words without a number
    and `words` their hedges, in the same order; `contradictory` says that two stated numbers cannot both be true.
    """

    kind: HarmKind
    group: Group
    low: int | None
    high: int | None
    unit: Unit
    rule: str
    claims: tuple[str, ...]
    vague: tuple[str, ...] = ()
    contradictory: bool = False
    words: tuple[Hedge, ...] = ()


@dataclass(frozen=True, slots=True)
class Grade:
    """A suggested harm grade with its reasons; a person decides."""

    grade: HarmGrade | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Incident:
    """What happened, assembled from accounts. `reviewed` is false until a person has decided.

    `scope` is `aggregate` for running totals over a period: kept as records, never counted as events. `codes` are what other registers
    call it, as "register:code".
    """

    id: str
    scope: Scope
    event_type: EventType
    accounts: tuple[str, ...]
    first: date | None = None
    last: date | None = None
    place: Placement | None = None
    place_name: str | None = None
    tolls: tuple[Toll, ...] = ()
    grade: Grade | None = None
    proposals: tuple[Link, ...] = ()
    contradictions: tuple[Reason, ...] = ()
    reviewed: bool = False
    codes: tuple[str, ...] = ()
