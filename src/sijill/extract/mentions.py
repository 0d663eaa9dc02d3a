"""What the finders find in a page before accounts are assembled: values with token ranges, not yet bound to a happening."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from sijill.model import Span
from sijill.model.vocabulary import ActorStance, AttributionKind, Fate, Group, HarmKind, Hedge, Relation, Role, Sex, Unit, Who

PlaceUse = Literal["event", "origin", "destination", "base", "other"]
"""What a place is to its sentence: where it happened; where people came from; where they or the wounded went; where a shot or an
aircraft came from; anything else (a byline, an outlet's town, a region in an institution's name)."""


class HarmMention(NamedTuple):
    """A stated harm. `first`/`last` are tokens; `sentence` an index into `page.sentences`; `part_of` indexes the list of mentions."""

    first: int
    last: int
    sentence: int
    span: Span
    kind: HarmKind
    group: Group
    who: Who | None
    low: int | None
    high: int | None
    hedge: Hedge
    unit: Unit
    part_of: int | None
    may_rise: bool
    rule: str


class PlaceMention(NamedTuple):
    """A named place with its relation and the larger units named with it. `likely` is the probability that it is the place of a
    happening."""

    first: int
    last: int
    sentence: int
    span: Span
    name: str
    relation: Relation
    within: tuple[str, ...]
    use: PlaceUse
    rule: str
    likely: float = 1.0


class ActorMention(NamedTuple):
    """A named party. `doer` is true where the words make it the agent ("قصف للتحالف", "Turkish strike", "forces shelled"), false
    where they make it the object, None where they do not say. `role` is the likeliest part by the words around, `chance` the
    probability that it has any part."""

    first: int
    last: int
    sentence: int
    span: Span
    actor: str
    stance: ActorStance
    doer: bool | None
    rule: str
    role: Role | None = None
    chance: float = 1.0


class SourceMention(NamedTuple):
    """Who the report says something from. `carried` is true for a later "the sources added"; `chance` is the probability that it is
    a source at all."""

    first: int
    last: int
    sentence: int
    span: Span
    kind: AttributionKind
    carried: bool
    rule: str
    chance: float = 1.0


class TimeMention(NamedTuple):
    """A date expression; `first_day`/`last_day` are null where nothing resolves it. `period` is true for a stretch ("during two
    weeks", "since January"), `dateline` for a date that stands apart from the sentences."""

    first: int
    last: int
    sentence: int
    span: Span
    first_day: date | None
    last_day: date | None
    period: bool
    dateline: bool
    rule: str


class CircumstanceMention(NamedTuple):
    """How it happened, as stated; `kind` is one of weapon, facility, time_of_day, double_tap, strikes, as_of."""

    first: int
    last: int
    sentence: int
    span: Span
    kind: str
    value: str
    rule: str


class VictimMention(NamedTuple):
    """A person named or individually described, with the fate that the words around give; `harm` indexes the list of harm mentions
    where one of them states it. `name`, `role` and `status` are as written."""

    first: int
    last: int
    sentence: int
    span: Span
    fate: Fate
    name: str | None
    age: int | None
    sex: Sex | None
    who: Who | None
    role: str | None
    status: str | None
    harm: int | None
    rule: str


@dataclass(frozen=True, slots=True)
class Mentions:
    """All that the finders found, each list in text order. `furniture` holds the sentences that are not the article."""

    harms: tuple[HarmMention, ...]
    places: tuple[PlaceMention, ...]
    actors: tuple[ActorMention, ...]
    sources: tuple[SourceMention, ...]
    times: tuple[TimeMention, ...]
    furniture: frozenset[int]
    published: date | None
