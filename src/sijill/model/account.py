"""Readings, accounts and claims: what one report says, each value tied to the words that say it.

The vocabulary is that of the reading guidelines; `docs/codebook.md` explains every field. `rule` names the rule or model that
read a claim. All spans are character offsets into the report's `text`, and `quote == text[span.start:span.end]`.
"""

from dataclasses import dataclass
from datetime import date

from sijill.model.report import Span
from sijill.model.vocabulary import (
    ActorStance,
    AttributionKind,
    EventType,
    Fate,
    Group,
    HarmKind,
    Hedge,
    Relation,
    Role,
    Scope,
    Sex,
    Stance,
    Unit,
    Who,
)


@dataclass(frozen=True, slots=True)
class When:
    """When it happened, in calendar days, both inclusive; `quote` is null where the dateline alone gave it."""

    first: date
    last: date
    quote: str | None = None
    span: Span | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A named place of the happening. `name` is the bare name as written; `within` the larger units, smallest first."""

    id: str
    quote: str
    span: Span
    name: str
    relation: Relation
    within: tuple[str, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """An organised party and its role. `actor` is an id of `data/*/actors.toml`."""

    id: str
    quote: str
    span: Span
    actor: str
    role: Role
    stance: ActorStance = "asserted"
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Harm:
    """A stated count of people harmed. `low`/`high` are what the words commit to; both null for vague words."""

    id: str
    quote: str
    span: Span
    kind: HarmKind
    group: Group
    who: Who | None
    low: int | None
    high: int | None
    hedge: Hedge
    unit: Unit = "people"
    part_of: str | None = None
    may_rise: bool = False
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who the report says it from."""

    id: str
    quote: str
    span: Span
    kind: AttributionKind
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Victim:
    """A person named or individually described: the words of the source, nothing inferred beyond them."""

    id: str
    quote: str
    span: Span
    fate: Fate
    name: str | None = None
    age: int | None = None
    sex: Sex | None = None
    who: Who | None = None
    role: str | None = None
    status: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Circumstance:
    """How it happened, as stated: `kind` is one of weapon, facility, time_of_day, double_tap, strikes, as_of."""

    kind: str
    value: str
    quote: str
    span: Span
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """One happening that one report tells. `origin_places` are where people came from: never places of the happening."""

    id: str
    scope: Scope
    headline: bool
    event_type: EventType
    stance: Stance
    date: When | None = None
    places: tuple[Place, ...] = ()
    actors: tuple[Actor, ...] = ()
    harms: tuple[Harm, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    weapon: str | None = None
    origin_places: tuple[Place, ...] = ()
    victims: tuple[Victim, ...] = ()
    circumstances: tuple[Circumstance, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """All accounts that one reader found in one report. `reader` is its name and version; `dropped` counts its quotes
    that did not stand in the text and were thrown away."""

    report: str
    doc: str
    lang: str
    published: date | None
    accounts: tuple[Account, ...]
    reader: str
    dropped: int = 0
