"""Drafts of accounts: which units tell of the same happening.

Units are taken in text order. Each goes to one of the live drafts, opens a new one, or tells of no happening. A log-linear model of
choice (`data/models/account.json`) decides by what the unit shares with the draft: kinds of event, places, dates, numbers, actors
(only whether they are the same, never who), distance and connectives.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from sijill.extract.accounts import groups
from sijill.extract.accounts.facts import Facts, HarmKey, alone_features
from sijill.extract.linear import ChoiceModel
from sijill.extract.text.memory import Memory

LIVE = 6
"""Drafts that a unit may still join: those last told of, besides the first of the page. Bounds the work for each unit."""

FULL = 60
"""Units from which a draft takes no more: bounds the work for each account of a very long text."""

DOUBT = 0.5
"""How much surer the model must be to pass over a unit with both a kind of event and its place: more than half of those
that it passed over in cross-validation were told of in the gold readings."""

HARM_DOUBT = 1.0
"""The same for a unit with a harm: nine in ten are told of in the gold readings, and harm F1 in Arabic rises with it."""

Held = TypeVar("Held")
_NOTHING: frozenset[Any] = frozenset()


@dataclass(slots=True)
class Draft:
    """An account being put together: its units in text order, and what they hold together."""

    facts: list[Facts] = field(default_factory=list)
    types: frozenset[str] = _NOTHING
    places: frozenset[str] = _NOTHING
    wider: frozenset[str] = _NOTHING
    wide: bool = True
    numbers: frozenset[HarmKey] = _NOTHING
    kinds: frozenset[str] = _NOTHING
    actors: frozenset[str] = _NOTHING
    days: frozenset[tuple[date, date]] = _NOTHING

    def add(self, facts: Facts) -> None:
        """Take a unit in."""
        self.facts.append(facts)
        self.types = _join(self.types, facts.types)
        self.places = _join(self.places, facts.places)
        self.wider = _join(self.wider, facts.wider)
        self.wide = self.wide and (facts.wide or not facts.places)
        self.numbers = _join(self.numbers, facts.numbers)
        self.kinds = _join(self.kinds, facts.kinds)
        self.actors = _join(self.actors, facts.actors)
        self.days = _join(self.days, facts.days)


def _join(held: frozenset[Held], more: frozenset[Held]) -> frozenset[Held]:
    """Both together; the unit's own set where a draft holds no other, as most drafts of a long page do."""
    return more if not held else held if more <= held else held | more


_new = Memory("N:{}".format)
_none = Memory("0:{}".format)
"""A feature of a unit as it stands for opening a new draft, and for telling of no happening."""


def choice_features(facts: Facts, drafts: Sequence[Draft]) -> tuple[list[list[str]], list[int]]:
    """The features of each choice for a unit, and what each means: a draft's index, -1 for a new one, -2 for none."""
    live = live_drafts(drafts)
    rows = [_pair_features(facts, drafts[i], rank, i, len(drafts)) for rank, i in enumerate(live)]
    seen = [_shares(facts.places, drafts[i].places) for i in live]
    state = f"{min(len(drafts), 3)}"
    typed = [facts.types & drafts[i].types for i in live]
    alone = alone_features(facts)
    new = list(map(_new.__getitem__, alone))
    new.append(f"N:drafts={state}")
    ahead = facts.ahead
    if ahead is not None and not facts.places:
        known = any(_shares(ahead.places, drafts[i].places) for i in live)
        new.append(f"N:ahead={bool(ahead.places)},{known},{bool(ahead.numbers)},{bool(facts.types)}")
    new.append(f"N:ordinal={min(facts.ordinal, 3)},{state},{bool(facts.places)},{any(seen)}")
    new.append(f"N:drafts,core={state},{facts.unit.core},{bool(facts.types)},{bool(facts.unit.harms)}")
    new.append(f"N:seen={any(seen)},{bool(facts.places)},{any(typed)},{bool(facts.types)}")
    new.append(f"N:begins,drafts={facts.unit.begins},{state}")
    none = list(map(_none.__getitem__, alone))
    none.append(f"0:drafts={state},{facts.unit.core}")
    around = _around_features(facts, [drafts[i] for i in live])
    new += map(_new.__getitem__, around)
    none += map(_none.__getitem__, around)
    return [*rows, new, none], [*live, -1, -2]


def _around_features(facts: Facts, live: Sequence[Draft]) -> list[str]:
    """Features of a unit among the live drafts: what became of the unit before it, and how the drafts stand to it."""
    core = f"{bool(facts.types)},{bool(facts.unit.harms)},{bool(facts.places)}"
    if not live:
        return [f"alone={core},{min(facts.position, 3)}"]
    last = live[0]
    follows = last.facts[-1].position == facts.position - 1
    before = "none" if not follows else "new" if len(last.facts) == 1 else "join"
    same = facts.unit.sentence == last.facts[-1].unit.sentence
    found = {
        f"form={facts.form},{facts.starts},{core}",
        f"before={before},{same},{core}",
        f"last={place_relation(facts, last)},{relate_sets(facts.types, last.types)},{same}",
        f"opening={facts.opening},{before},{same}",
    }
    for draft in live:
        found.add(f"any={place_relation(facts, draft)},{relate_sets(facts.types, draft.types)},{bool(facts.unit.harms)}")
    return sorted(found)


def live_drafts(drafts: Sequence[Draft]) -> list[int]:
    """The drafts that a unit may join, last told of first, and the first of the page."""
    order = sorted(range(max(0, len(drafts) - 3 * LIVE), len(drafts)), key=lambda i: -drafts[i].facts[-1].position)[:LIVE]
    if drafts and 0 not in order:
        order.append(0)
    return [i for i in order if len(drafts[i].facts) < FULL]


def _shares(a: frozenset[str], b: frozenset[str]) -> bool:
    return not a.isdisjoint(b)


def relate_sets(a: frozenset[Held], b: frozenset[Held]) -> str:
    """How two sets stand to each other: neither, only the unit's, only the draft's, same, overlapping, apart."""
    if not a:
        return "none" if not b else "theirs"
    if not b:
        return "ours"
    if a.isdisjoint(b):
        return "apart"
    return "same" if a <= b else "more"


def relate_places(ours: frozenset[str], our_wider: frozenset[str], theirs: frozenset[str], their_wider: frozenset[str]) -> str:
    """How the places of a unit stand to a draft's; names apart may still lie one in the other, or in the same larger unit."""
    places = relate_sets(ours, theirs)
    if places == "apart":
        if _shares(ours, their_wider):
            return "wider"
        if _shares(our_wider, theirs):
            return "narrower"
        if _shares(our_wider, their_wider):
            return "sibling"
    return places


def place_relation(facts: Facts, draft: Draft) -> str:
    """How the places of a unit stand to a draft's; of names apart, one may be a governorate that the other lies in."""
    places = relate_places(facts.places, facts.wider, draft.places, draft.wider)
    if places == "apart" and facts.wide != draft.wide:
        return "upwards" if facts.wide else "downwards"
    return places


def _pair_features(facts: Facts, draft: Draft, rank: int, index: int, count: int) -> list[str]:
    unit, last = facts.unit, draft.facts[-1]
    gap = unit.sentence - last.unit.sentence
    near = "same" if gap == 0 else "next" if gap == 1 else "near" if gap <= 3 else "far"
    if facts.paragraph != last.paragraph and near == "next":
        near = "nextpar"
    places = place_relation(facts, draft)
    types = relate_sets(facts.types, draft.types)
    numbers = number_relation(facts.numbers, facts.kinds, draft.numbers, draft.kinds)
    days = relate_sets(facts.days, draft.days)
    actors = relate_sets(facts.actors, draft.actors)
    core = unit.core
    title = draft.facts[0].position == 0
    beside = facts.paragraph == last.paragraph
    found = [
        *groups.relations(places, types, numbers, near),
        *groups.nearness(near, rank, core, facts.position - last.position == 1, unit.begins),
        *groups.company(types, actors, days),
        *groups.wording(facts.opening, bool(unit.sources), near, rank == 0),
        *groups.shape(facts.starts, facts.form, places, types, numbers, rank == 0),
        *groups.pointing(facts.definite, "cue_say" in facts.concepts, types, places, near, rank == 0),
        *groups.title(title, count > 1, near, types, places),
        *groups.paragraph(beside, places, types, core, rank == 0, unit.begins),
        *groups.sizes(index == 0, len(draft.facts), len(unit.harms), len(draft.numbers), places, near),
        *groups.order(min(facts.ordinal, 3), title, types, places, numbers, index == 0),
        f"ahead={_ahead(facts, draft)},{types},{near}",
        f"ordinal,sole={min(facts.ordinal, 3)},{count},{unit.begins},{core}" if count < 3 else "many",
    ]
    found.extend([f"tt={a},{b}" for a in facts.types for b in draft.types])
    if "cue_turn" in facts.concepts:
        found.append(f"turn={near},{places}")
    if "cue_back" in facts.concepts:
        found.append(f"back={near},{places}")
    if "cue_result" in facts.concepts or "cue_cause" in facts.concepts:
        found.append(f"result={near},{rank == 0},{types}")
    return found


def _ahead(facts: Facts, draft: Draft) -> str:
    """How the next unit of the sentence stands to a draft, where the unit itself names no place."""
    ahead = facts.ahead
    if ahead is None or facts.places:
        return "none"
    places = place_relation(ahead, draft)
    return f"{places},{number_relation(ahead.numbers, ahead.kinds, draft.numbers, draft.kinds)}"


def number_relation(ours: Set[HarmKey], our_kinds: Set[str], theirs: Set[HarmKey], their_kinds: Set[str]) -> str:
    """Whether a unit repeats a draft's harms, gives other numbers for them, or speaks of other harms."""
    if not our_kinds:
        return "none" if their_kinds else "nothing"
    if not their_kinds:
        return "first"
    if ours & theirs:
        return "repeats"
    if {k[1:3] for k in ours if k[1] != 1} & {k[1:3] for k in theirs}:
        return "figures"
    if {k[0] for k in ours} & {k[0] for k in theirs}:
        return "differs"
    return "vague" if our_kinds & their_kinds else "other"


def tells_more(facts: Facts) -> bool:
    """Whether a unit inside a paragraph only says that there were wounded or dead, without a number, a place or a kind of event."""
    return bool(facts.unit.harms) and not (facts.starts or facts.numbers or facts.types or facts.places)


def tells_of_flight(facts: Facts) -> bool:
    """Whether a unit states how many people left their homes: that is always told of, though few training reports teach it."""
    return any(kind == "displaced" for kind, *_ in facts.numbers)


def tells_of_talks(facts: Facts) -> bool:
    """Whether a unit says only that two named parties talk or agree, and does not merely call for it: of such units in the training
    reports three in four tell of an agreement."""
    apart = facts.types == {"agreement"} and len(facts.actors) >= 2 and not facts.unit.harms
    return apart and not facts.concepts & {"cue_plan", "cue_repeat", "cue_back"}


def tells_of_bombs(facts: Facts) -> bool:
    """Whether a unit says that a named party also used car bombs: told in passing, yet a happening of its own."""
    return facts.types == {"explosion"} and "car_bomb" in facts.concepts and facts.opening == "cue_also" and bool(facts.actors)


def sums_up(draft: Draft) -> bool:
    """Whether a draft is a running total: all that it counts has been counted since a day a month ago or more."""
    return any(f.sums for f in draft.facts) and not any(
        f.numbers and not f.sums and not any(g.sums and g.unit.sentence == f.unit.sentence for g in draft.facts) for f in draft.facts
    )


def stands_apart(facts: Facts, draft: Draft) -> bool:
    """Whether a unit and a draft are a running total and a happening of a stated day and kind, each with a number of its own: never one
    account. Other numbers after a total may be parts of it."""
    if not facts.numbers or not draft.numbers or facts.numbers & draft.numbers:
        return False
    if any(f.unit.sentence == facts.unit.sentence for f in draft.facts):
        return False
    if facts.sums:
        return bool(draft.types) and not sums_up(draft)
    dated = any(first == last for first, last in facts.days) or (facts.undated and not facts.period)
    return bool(facts.types) and dated and sums_up(draft)


def talks_draft(drafts: Sequence[Draft]) -> int:
    """The live draft that tells of talks and nothing else; -1 where there is none."""
    return next((i for i in live_drafts(drafts) if drafts[i].types == {"agreement"}), -1)


def retells_only(facts: Facts, drafts: Sequence[Draft]) -> bool:
    """Whether a unit in which somebody tells more of "the strike" must mean the only one told of so far: its place may be nearer, not
    another. Of such units in the training reports 31 tell of the draft and 2 of a new happening."""
    if len(drafts) != 1 or not facts.definite or "cue_say" not in facts.concepts or not _shares(facts.types, drafts[0].types):
        return False
    return bool(facts.places) and place_relation(facts, drafts[0]) not in {"apart", "sibling", "upwards"}


def link_units(facts: Sequence[Facts], model: ChoiceModel) -> list[Draft]:
    """The drafts of a page: every unit in the best of its choices, in text order."""
    drafts: list[Draft] = []
    for unit in facts:
        rows, meanings = choice_features(unit, drafts)
        scores = model.scores(rows)
        if unit.unit.harms:
            scores[-1] -= HARM_DOUBT
        elif unit.types and unit.places:
            scores[-1] -= DOUBT
        choice = _told_anyway(unit, drafts, meanings[max(range(len(scores)), key=scores.__getitem__)])
        if choice == -1 and drafts and tells_more(unit):
            choice = meanings[max(range(len(scores) - 2), key=scores.__getitem__)]
        if choice == -1:
            drafts.append(Draft())
        if choice != -2:
            drafts[choice].add(unit)
    return drafts


def _goes_on_fleeing(unit: Facts, draft: Draft) -> bool:
    """Whether a unit goes on, in the same sentence, to say how those whose flight a draft tells of left and where they came to."""
    return unit.types == {"displacement"} and "displaced" in draft.kinds and draft.facts[-1].unit.sentence == unit.unit.sentence


def _told_anyway(unit: Facts, drafts: Sequence[Draft], choice: int) -> int:
    """The choice for a unit, where what it says outright settles it whatever the model chose."""
    if choice < 0 and retells_only(unit, drafts):
        return 0
    if unit.aside and unit.numbers:
        return -1
    if choice == -2 and tells_of_flight(unit):
        return next((i for i in live_drafts(drafts) if "displaced" in drafts[i].kinds), -1)
    if choice == -2 and drafts and _goes_on_fleeing(unit, drafts[-1]):
        return len(drafts) - 1
    if choice == -2 and tells_of_bombs(unit):
        return -1
    if choice >= 0 and stands_apart(unit, drafts[choice]):
        return next((i for i in live_drafts(drafts) if unit.sums and sums_up(drafts[i])), -1)
    if tells_of_talks(unit) and (choice == -2 or (choice >= 0 and "agreement" not in drafts[choice].types)):
        return talks_draft(drafts)
    return choice
