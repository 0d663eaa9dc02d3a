"""Incidents: what the links and the decisions say belongs together, with tolls and a suggested grade."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sijill.model.account import Account, Harm
from sijill.model.placement import Placement
from sijill.model.report import Report
from sijill.model.vocabulary import (
    Bond,
    Certainty,
    EventType,
    Group,
    HarmGrade,
    HarmKind,
    Hedge,
    Scope,
    State,
    StrikeStatus,
    Unit,
)


@dataclass(frozen=True, slots=True)
class Filing:
    """One account as the linking and review stages see it: its report and the placements of its places."""

    account: Account
    report: Report
    placements: tuple[Placement, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence for or against a link or a grade; `weight` is in bits (log2 of the likelihood ratio) for links,
    points for a place in the queue, 0 where it is no weight. `code` is a stable word, `text` says it in English, `text_ar` in Arabic;
    `numbers` are those in it, for programs."""

    code: str
    text: str
    text_ar: str
    weight: float = 0.0
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A scored pair of accounts. `joins` is true where the score alone is enough to put both in one incident without a
    person; otherwise the link is a proposal that a person must judge. `left < right`, both account ids. `bond`: what the left account
    is to the right one; only `same` can make one incident."""

    left: str
    right: str
    score: float
    joins: bool
    reasons: tuple[Reason, ...]
    model: str
    bond: Bond = "same"


@dataclass(frozen=True, slots=True)
class Given:
    """Who gave a value, in which entry, when and why. `agreed` are all people whose own newest word is this value, `differed` those
    whose own is another, both sorted."""

    seq: int
    author: str
    at: str
    reason: str
    agreed: tuple[str, ...] = ()
    differed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bound:
    """What a person said that an incident is to another one, which it is not: part of it, related, or of one campaign at one place."""

    other: str
    bond: Bond
    given: Given


@dataclass(frozen=True, slots=True)
class Tie:
    """Why two reports have one origin; `left < right`, both report ids. `given` says who said so, and is null for the machine's.

    Codes of the reason: said, publisher, copy, excerpt, statement, speaker.
    """

    left: str
    right: str
    reason: Reason
    given: Given | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Reports of one incident that one voice stands behind, the earliest published first: copies of a text, or several that cite one
    statement. `ties` hold them together: one fewer than there are reports, the strongest that do."""

    reports: tuple[str, ...]
    ties: tuple[Tie, ...] = ()


@dataclass(frozen=True, slots=True)
class Toll:
    """An incident's range for one kind of harm to one group, with the rule and the claims (harm ids) that gave it.

    `high` is null where the claims leave it open. `claims` gave the bounds; `vague` are claims in words without a number
    and `words` their hedges, in the same order; `contradictory` says that two stated numbers cannot both be true. `given` is null for
    the machine's reading.
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
    given: Given | None = None


def find_toll(tolls: Iterable[Toll], kind: str, group: str, unit: str) -> Toll | None:
    """The toll of one kind of harm to one group, in people or families; null where there is none."""
    return next((toll for toll in tolls if (toll.kind, toll.group, toll.unit) == (kind, group, unit)), None)


@dataclass(frozen=True, slots=True)
class TollStep:
    """One report: what it `said` of the whole, and the `tolls` that stood once it was known."""

    published: date | None
    report: str
    doc: str
    source: str | None
    said: tuple[Harm, ...]
    tolls: tuple[Toll, ...]


@dataclass(frozen=True, slots=True)
class Grade:
    """A harm grade: the machine's suggestion with its reasons, or, where `given`, a person's."""

    grade: HarmGrade | None
    reasons: tuple[Reason, ...]
    given: Given | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """A strike status, likewise; null where nothing was done that anybody could declare."""

    status: StrikeStatus | None
    reasons: tuple[Reason, ...]
    given: Given | None = None


@dataclass(frozen=True, slots=True)
class Blame:
    """Who is said to have done it, likewise: sorted ids of `ACTOR_IDS`; `certainty` is null where nobody is named."""

    actors: tuple[str, ...]
    certainty: Certainty | None
    reasons: tuple[Reason, ...]
    given: Given | None = None


@dataclass(frozen=True, slots=True)
class Suggested:
    """What the machine says of an incident about which a person decided: kept beside the decided values."""

    first: date | None
    last: date | None
    tolls: tuple[Toll, ...]
    grade: Grade | None
    status: Status | None
    blame: Blame | None


@dataclass(frozen=True, slots=True)
class Incident:
    """What happened, assembled from accounts, as it stands: each value is the machine's reading unless its `given` names a person.

    `scope` is `aggregate` for running totals over a period: kept as records, never counted as events. `codes` are what other registers
    call it, as "register:code". `suggested` is null until a person gives a value. `reviewed` is true only where the register's rule
    for review holds for the accounts that are there now; `lacking` says in words what it lacks. `needs` are the reasons why a person
    should look, `weight` their points in the queue. `retracted` says who no longer holds it to have happened so, and why. `origins` are
    its reports by who really says it: as many independent voices as there are origins. `bonds`: what people said that it is to others.
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
    status: Status | None = None
    blame: Blame | None = None
    days_given: Given | None = None
    state: State = "new"
    assignee: str | None = None
    retracted: Given | None = None
    lacking: tuple[str, ...] = ()
    needs: tuple[Reason, ...] = ()
    suggested: Suggested | None = None
    origins: tuple[Origin, ...] = ()
    bonds: tuple[Bound, ...] = ()
