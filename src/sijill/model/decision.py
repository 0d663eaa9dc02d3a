"""Decisions: a person's recorded judgements. Nothing is edited in place; a decision can be withdrawn by another.

A decision is an entry of the register: `body = to_json(decision)`, its author the person, its reason why. `act` says which judgement it
is; `KINDS` gives the kind of entry for each act. `Decision.on` is the number of the newest entry about the incident that the person
had seen: a decision made on less than there is now is refused, with what changed.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from sijill.model.belonging import (
    Merge,
    NotSame,
    NotSameOrigin,
    NotSamePerson,
    Related,
    Same,
    SameOrigin,
    SamePerson,
    Split,
)
from sijill.model.report import Span
from sijill.model.vocabulary import (
    Audience,
    Certainty,
    EntryKind,
    Fate,
    Finding,
    Group,
    HarmGrade,
    HarmKind,
    Sex,
    State,
    StrikeStatus,
    Unit,
)

__all__ = [
    "ACTS",
    "IDENTITY",
    "KINDS",
    "ORIGIN",
    "PERSON",
    "Basis",
    "DaysGiven",
    "Decision",
    "GradeGiven",
    "Judgement",
    "Made",
    "Merge",
    "Moved",
    "NotSame",
    "NotSameOrigin",
    "NotSamePerson",
    "Note",
    "PartyBlamed",
    "Person",
    "Related",
    "Retracted",
    "Same",
    "SameOrigin",
    "SamePerson",
    "Split",
    "Standalone",
    "Statement",
    "StatusGiven",
    "TollGiven",
    "Withdrawn",
    "kind_of",
]


@dataclass(frozen=True, slots=True)
class Basis:
    """What a corrected value stands on, exactly one of: a `claim` (its id); words that a person marked (`report`, `span` and the
    `quote` that stands there); a `source` outside the register (an address or a document); or the `rule` of the toll that the machine
    suggests, looked at and taken over as it is."""

    claim: str | None = None
    report: str | None = None
    span: Span | None = None
    quote: str | None = None
    source: str | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class GradeGiven:
    """The harm grade; null says that there is no civilian harm to grade. `independent`: given without knowing what others gave, so
    that agreement can be measured."""

    grade: HarmGrade | None
    independent: bool = False
    act: Literal["grade"] = "grade"


@dataclass(frozen=True, slots=True)
class StatusGiven:
    """The strike status."""

    status: StrikeStatus
    act: Literal["status"] = "status"


@dataclass(frozen=True, slots=True)
class PartyBlamed:
    """Who did it: ids of `ACTOR_IDS`, `unknown` where nobody can say; `certainty` is known, suspected, or competing where claims
    blame several."""

    actors: tuple[str, ...]
    certainty: Certainty
    act: Literal["attribution"] = "attribution"


@dataclass(frozen=True, slots=True)
class TollGiven:
    """The toll of one kind and group; `high` null leaves it open, both null say that it is unknown."""

    kind: HarmKind
    group: Group
    low: int | None
    high: int | None
    basis: Basis
    unit: Unit = "people"
    act: Literal["toll"] = "toll"


@dataclass(frozen=True, slots=True)
class DaysGiven:
    """The days of the incident, both inclusive."""

    first: date
    last: date
    basis: Basis
    act: Literal["days"] = "days"


@dataclass(frozen=True, slots=True)
class Retracted:
    """The incident is no longer held to have happened as recorded; it stays visible with the reason."""

    act: Literal["retract"] = "retract"


@dataclass(frozen=True, slots=True)
class Moved:
    """The incident is in another state of work; `assignee` is the pseudonym of who works on it, null for nobody. `accounts` are those
    that were reviewed, for the states reviewed and published: an account that comes later is not."""

    state: State
    assignee: str | None = None
    accounts: tuple[str, ...] = ()
    act: Literal["state"] = "state"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a belligerent itself says: its finding, and the deaths and injuries that it concedes, where it gives them."""

    actor: str
    finding: Finding
    quote: str
    source: str
    said: date | None = None
    killed_low: int | None = None
    killed_high: int | None = None
    injured_low: int | None = None
    injured_high: int | None = None
    lat: float | None = None
    lon: float | None = None
    act: Literal["statement"] = "statement"


@dataclass(frozen=True, slots=True)
class Person:
    """One entry of the victims' list. `claims` are the victim claims that name this person; `names` all spellings; `register_ids` ids
    in outside registers, as "register:id"; `family` a word for those who belong together. `key` lies open: it is made by
    `identity.person_key`, from nothing about them."""

    key: str
    names: tuple[str, ...]
    fate: Fate
    age: int | None = None
    sex: Sex | None = None
    role: str | None = None
    family: str | None = None
    register_ids: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    act: Literal["victim"] = "victim"


@dataclass(frozen=True, slots=True)
class Note:
    """A note; an internal one is in no edition."""

    text: str
    audience: Audience = "internal"
    act: Literal["note"] = "note"


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The decision of entry `entry` is withdrawn: everything is as if it had not been made, and both stay in the history."""

    entry: int
    act: Literal["withdraw"] = "withdraw"


Standalone = (
    Same
    | NotSame
    | SameOrigin
    | NotSameOrigin
    | SamePerson
    | NotSamePerson
    | Related
    | GradeGiven
    | StatusGiven
    | PartyBlamed
    | TollGiven
    | DaysGiven
    | Retracted
    | Moved
    | Statement
    | Note
    | Withdrawn
)
"""Judgements that a person gives whole: nothing of them follows from what the register holds."""

Judgement = Standalone | Merge | Split | Person


@dataclass(frozen=True, slots=True)
class Decision:
    """A judgement, and the entry `on` which it was made."""

    judgement: Judgement
    on: int


@dataclass(frozen=True, slots=True)
class Made:
    """A decision with its entry: number, incident, who, when and why."""

    seq: int
    incident: str
    author: str
    at: str
    reason: str
    judgement: Judgement
    on: int


KINDS: dict[str, EntryKind] = {
    "grade": "graded",
    "toll": "corrected",
    "days": "corrected",
    "victim": "corrected",
    "retract": "retracted",
}
"""The kind of entry of each act; every other act is `decided`."""

IDENTITY = frozenset({"same", "not_same", "merge", "split"})
"""Acts that say which accounts are one incident; a later one stands on the earlier, so the latest is withdrawn first."""

ORIGIN = frozenset({"same_origin", "not_same_origin"})
"""Acts that say which reports have one origin; of two words on one pair the newest stands."""

PERSON = frozenset({"same_person", "not_same_person"})
"""Acts that say which victim claims name one person; of two words on one pair the newest stands."""

ACTS: tuple[str, ...] = tuple(get_args(word.__dataclass_fields__["act"].type)[0] for word in get_args(Judgement))
"""Every act, in the order above."""


def kind_of(judgement: Judgement) -> EntryKind:
    """The kind of entry that holds this judgement."""
    return KINDS.get(judgement.act, "decided")
