"""What stands in each unit, ready to compare with what an account already holds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from sijill.extract.accounts.events import Trigger
from sijill.extract.accounts.units import Unit, holders, opens_with_loss
from sijill.extract.linear import GROUPS
from sijill.extract.mentions import HarmMention, Mentions, PlaceMention, TimeMention
from sijill.extract.places.gazette import name_key
from sijill.extract.text.common import common_words
from sijill.extract.text.lexicon import bare
from sijill.extract.text.memory import Memory
from sijill.extract.text.page import Page, fold

HarmKey = tuple[str, int | None, int | None, str | None]

MONTH = timedelta(days=27)
"""From which on a count "since" a day is of a war or a campaign, and no longer of one happening; a February is as long."""


@lru_cache(maxsize=16384)
def place_key(name: str) -> str:
    """A place's name for comparing: folded, without articles."""
    return " ".join(bare(word) for word in fold(name).split() if word not in {"al", "the", "el"})


@cache
def _wide_names() -> frozenset[tuple[str, ...]]:
    """Names that stand for a country, a region or a governorate, towns of the same name included."""
    text = (files("sijill") / "data" / "place_names_known.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return frozenset(name_key(name) for level, _, names in rows if level != "town" for name in names.split("|"))


@lru_cache(maxsize=16384)
def is_wide(name: str) -> bool:
    """Whether a name may stand for a whole governorate, region or country, so that a village may lie in it."""
    return name_key(name) in _wide_names()


_VILLAGES = frozenset({"بلده", "البلده", "قريه", "القريه", "town", "village"})


def _is_village(page: Page, place: PlaceMention) -> bool:
    """Whether a place is called a town or a village, so that the governorate of the same name is not meant."""
    return any(token.form in _VILLAGES for token in page.tokens[place.first : place.last])


def harm_key(harm: HarmMention) -> HarmKey:
    """What makes two statements of a harm the same statement: kind, bounds and whom it describes."""
    return harm.kind, harm.low, harm.high, harm.who


@dataclass(slots=True, eq=False)
class Facts:
    """What stands in one unit, ready to compare. `position` counts units, `ordinal` the sentences before it that have a core;
    `wide` says that all its places are governorates or larger; `sums` that it counts the harmed since a day a month ago or more;
    `starts` that it begins a paragraph; `form` is the shape of the page; `ahead` is the next unit of the same sentence that has a place
    or a number."""

    unit: Unit
    position: int
    ordinal: int
    paragraph: int
    concepts: frozenset[str]
    types: frozenset[str]
    definite: bool
    places: frozenset[str]
    wider: frozenset[str]
    wide: bool
    numbers: frozenset[HarmKey]
    kinds: frozenset[str]
    actors: frozenset[str]
    days: frozenset[tuple[date, date]]
    undated: bool
    period: bool
    sums: bool
    aside: bool
    opening: str
    holding: frozenset[int] = frozenset()
    words: tuple[str, ...] = ()
    starts: bool = False
    form: str = ""
    ahead: "Facts | None" = None


def gather_facts(page: Page, mentions: Mentions, units: Sequence[Unit]) -> list[Facts]:
    """The facts of every unit of a page, in order."""
    cores = {unit.sentence for unit in units if unit.core}
    ordinals, told = {}, 0
    for number in dict.fromkeys(unit.sentence for unit in units):
        ordinals[number] = told
        told += number in cores
    since = {t.sentence: t.first for t in reversed(mentions.times) if _is_long(page, t)}
    facts = [_facts_of(page, mentions, unit, position, ordinals[unit.sentence], since) for position, unit in enumerate(units)]
    form, paragraph = _form_of(facts), -1
    for fact in facts:
        fact.starts, fact.form, paragraph = fact.paragraph != paragraph, form, fact.paragraph
    for before, after in zip(reversed(facts[:-1]), reversed(facts[1:]), strict=True):
        if before.unit.sentence == after.unit.sentence:
            before.ahead = after if after.places or after.numbers or after.ahead is None else after.ahead
    return facts


def _form_of(facts: Sequence[Facts]) -> str:
    """The shape of a page: "list" where nearly every paragraph with a happening is one sentence, as in a digest; "prose"; "short"."""
    told = {(f.paragraph, f.unit.sentence) for f in facts if f.unit.core}
    paragraphs = len({p for p, _ in told})
    if paragraphs < 4:
        return "short"
    return "list" if len(told) <= 1.3 * paragraphs else "prose"


def _facts_of(page: Page, mentions: Mentions, unit: Unit, position: int, ordinal: int, since: Mapping[int, int]) -> Facts:
    """`since`: of each sentence the token at which a long stretch up to now is first named."""
    concepts = _one(frozenset(t.concept for t in unit.triggers))
    harms = [mentions.harms[i] for i in unit.harms]
    places = [mentions.places[i] for i in unit.places if mentions.places[i].use == "event"]
    times = [mentions.times[i] for i in unit.times]
    holding = holders(unit, mentions)
    numbers = frozenset(harm_key(h) for h in harms if h.low is not None or h.high is not None)
    return Facts(
        unit=unit,
        position=position,
        ordinal=ordinal,
        paragraph=page.sentences[unit.sentence].paragraph,
        concepts=concepts,
        types=_one(types_of(unit.triggers)),
        definite=_points_back(unit),
        places=_one(frozenset(place_key(p.name) for p in places)),
        wider=_one(frozenset(place_key(w) for p in places for w in p.within)),
        wide=bool(places) and all(is_wide(p.name) and not _is_village(page, p) for p in places),
        numbers=_one(numbers),
        kinds=_one(frozenset(h.kind for h in harms)),
        actors=_one(frozenset(mentions.actors[i].actor for i in unit.actors if i not in holding)),
        holding=_one(holding),
        days=_one(frozenset((t.first_day, t.last_day) for t in times if t.first_day and t.last_day and not t.dateline)),
        undated=any(t.first_day is None for t in times),
        period=any(t.period for t in times),
        sums=bool(numbers) and since.get(unit.sentence, unit.last) < unit.last,
        aside=opens_with_loss(page, unit.first, unit.last),
        opening=_opening(page, unit),
        words=_common(page, unit),
    )


@lru_cache(maxsize=GROUPS)
def _one(held: frozenset[Any]) -> frozenset[Any]:
    """One and the same set for all units that hold the same: a long page has thousands of units, and few differ in everything."""
    return held


_BEGINNINGS = frozenset({"بدء", "بدايه", "اندلاع", "انطلاق", "start", "beginning", "outbreak", "began", "erupted"})


def _is_long(page: Page, time: TimeMention) -> bool:
    """Whether a time goes on from a month ago or earlier: "since October 2023"; where its length is not known, from the beginning of
    something: "since the war began"."""
    if time.rule != "since":
        return False
    if time.first_day is not None and time.last_day is not None and time.first_day < time.last_day:
        return time.last_day - time.first_day >= MONTH
    return not _BEGINNINGS.isdisjoint(page.forms[time.first : time.last])


_HAPPENINGS = frozenset(
    {
        "raid",
        "bare_shelling",
        "blast",
        "clash",
        "assault",
        "massacre",
        "shooting",
        "assassination",
        "raid_ground",
        "deal",
        "talks",
        "crash",
    }
)
"""Concepts that name a happening, where others name a weapon or a deed: only "the strike" points back, not "the artillery"."""


def _points_back(unit: Unit) -> bool:
    """Whether the first happening that a unit names is one already told of."""
    named = next((t for t in unit.triggers if t.core), None)
    return named is not None and named.definite and named.concept in _HAPPENINGS


def types_of(triggers: Iterable[Trigger]) -> frozenset[str]:
    """The event types that triggers speak for; "shelling" by aircraft is an air strike."""
    found = {t.type for t in triggers if t.type}
    if "air_strike" in found:
        found.discard("shelling")
    return frozenset(found)


def _opening(page: Page, unit: Unit) -> str:
    """The class of the word or cue that a unit begins with."""
    for trigger in unit.triggers[:1]:
        if trigger.first <= unit.first + 1 and trigger.concept.startswith("cue_"):
            return trigger.concept
    form = page.tokens[unit.first].form
    return form if form in _OPENERS else ("و" if form.startswith("و") else "")


_OPENERS = frozenset(
    {
        "فيما",
        "بينما",
        "كما",
        "حيث",
        "اذ",
        "مما",
        "وفي",
        "في",
        "وكان",
        "while",
        "as",
        "after",
        "when",
        "where",
        "which",
        "but",
        "before",
        "meanwhile",
        "in",
        "on",
        "and",
    }
)


def _common(page: Page, unit: Unit) -> tuple[str, ...]:
    """The common words of a unit, each once, in text order."""
    known = common_words(page.lang)
    forms = [token.form for token in page.tokens[unit.first : unit.last]]
    return tuple(dict.fromkeys([form for form in forms if form in known]))


_concept = Memory("c={}".format)
_type = Memory("t={}".format)
_word = Memory("w={}".format)


def alone_features(facts: Facts) -> list[str]:
    """Features of a unit by itself; they weigh differently for "no account" and "a new account"."""
    unit = facts.unit
    harms, places, types = min(len(unit.harms), 2), min(len(facts.places), 2), min(len(facts.types), 2)
    return [
        *map(_concept.__getitem__, facts.concepts),
        *map(_type.__getitem__, facts.types),
        *map(_word.__getitem__, facts.words),
        *_holds(unit.core, harms, bool(facts.numbers), places, facts.wide, types, min(len(facts.actors), 2)),
        *_stands(unit.begins, facts.opening, facts.starts, facts.form, unit.core, _bucket(unit.sentence)),
        *_says(bool(facts.days), facts.undated, facts.period, facts.definite, bool(unit.sources), _bucket(unit.last - unit.first)),
    ]


@lru_cache(maxsize=GROUPS)
def _holds(core: bool, harms: int, numbered: bool, places: int, wide: bool, types: int, actors: int) -> tuple[str, ...]:
    """How much of each kind a unit holds."""
    return (
        f"core={core}",
        f"harms={harms},{numbered}",
        f"places={places},{wide}",
        f"types={types}",
        f"th={types > 0},{harms > 0},{places > 0}",
        f"actors={actors}",
    )


@lru_cache(maxsize=GROUPS)
def _stands(begins: bool, opening: str, starts: bool, form: str, core: bool, at: int) -> tuple[str, ...]:
    """Where a unit stands."""
    return f"begins={begins},{opening}", f"starts={starts},{form},{core}", f"at={at}"


@lru_cache(maxsize=GROUPS)
def _says(dated: bool, undated: bool, period: bool, definite: bool, sourced: bool, length: int) -> tuple[str, ...]:
    """What a unit says of the time and from whom, whether it points back, and how long it is."""
    return f"days={dated},{undated}", f"period={period}", f"def={definite}", f"say={sourced}", f"length={length}"


def _bucket(value: int) -> int:
    """0, 1, 2, 3, 4-5 (4), 6-8 (6), 9-15 (9), 16-30 (16), more (31)."""
    for edge in (31, 16, 9, 6, 4):
        if value >= edge:
            return edge
    return value
