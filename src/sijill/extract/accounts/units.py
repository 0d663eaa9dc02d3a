"""Units: the clauses of a page that may each tell of a happening, with the mentions that stand in them.

A sentence is cut at marks, conjunctions and coordinated verbs; pieces without a trigger or a harm join the piece they belong to.
Cutting too finely is harmless: a unit that goes on with the same happening is joined to it again by `sijill.extract.accounts.drafts`.
"""

from bisect import bisect_right
from typing import NamedTuple

from sijill.extract.accounts.events import Trigger
from sijill.extract.harms.closed import LOSSES
from sijill.extract.mentions import Mentions
from sijill.extract.text.page import Page, bases


class Unit(NamedTuple):
    """Tokens first … last-1 of one sentence. The lists hold indexes into the lists of `Mentions`; `begins` is true for the first
    unit of its sentence."""

    first: int
    last: int
    sentence: int
    begins: bool
    triggers: tuple[Trigger, ...]
    harms: tuple[int, ...]
    places: tuple[int, ...]
    actors: tuple[int, ...]
    sources: tuple[int, ...]
    times: tuple[int, ...]

    @property
    def core(self) -> bool:
        """Whether the unit has a trigger or a harm of its own."""
        return bool(self.harms) or any(t.core for t in self.triggers)

    @property
    def empty(self) -> bool:
        """Whether nothing stands in the unit that an account could take."""
        return not (self.core or self.places or self.actors or self.sources or self.times)


def holders(unit: Unit, mentions: Mentions) -> frozenset[int]:
    """The parties of a unit that are named only as those who hold an area ("areas held by X", "between the areas of X and Y")."""
    ends = {t.last for t in unit.triggers if t.concept == "held"}
    found: set[int] = set()
    for i in unit.actors if ends else ():
        mention = mentions.actors[i]
        if any(0 <= mention.first - end <= 1 for end in ends):
            found.add(i)
            ends.add(mention.last)
    return frozenset(found)


_STOPS = frozenset("،,;؛:|•()*…!?؟-–—.")
_HYPHENS = frozenset("-–—")
_CONJUNCTIONS = frozenset(
    {
        "فيما",
        "بينما",
        "كما",
        "حيث",
        "اذ",
        "مما",
        "وذلك",
        "بالاضافه",
        "وفي",
        "وكان",
        "وكانت",
        "ومن",
        "while",
        "as",
        "after",
        "when",
        "where",
        "which",
        "but",
        "before",
        "meanwhile",
        "elsewhere",
        "whereas",
        "following",
    }
)
_COORDINATORS = frozenset({"and", "or"})
_FORWARD = frozenset(["وفي", "فيما", "بينما", "كما", "ومن", "meanwhile", "elsewhere", "while", "and", "in", "on"])
_AFTER = frozenset({"بعد", "عقب", "after"})
_REACH = 4  # tokens within which a coordinated verb or harm must follow "and"


def cut_units(page: Page, mentions: Mentions, triggers: tuple[Trigger, ...]) -> tuple[Unit, ...]:
    """The units of a page in text order, furniture and empty ones left out; time linear in tokens and mentions."""
    triggers = _outside_names(mentions, triggers)
    cores = {t.first for t in triggers if t.core} | {h.first for h in mentions.harms}
    inside = _inside(mentions)
    starts: list[int] = []
    sentences: list[int] = []
    begins: list[bool] = []
    for number, sentence in enumerate(page.sentences):
        if number in mentions.furniture:
            continue
        pieces = _pieces(page, sentence.first, sentence.last, cores, inside)
        for position, start in enumerate(_joined(page, pieces, sentence.last, cores)):
            starts.append(start)
            sentences.append(number)
            begins.append(position == 0)
    return _filled(page, mentions, triggers, starts, sentences, begins)


def _outside_names(mentions: Mentions, triggers: tuple[Trigger, ...]) -> tuple[Trigger, ...]:
    """Triggers without those that are part of a party's or place's name ("Tahrir al-Sham"); weapons and soldiers stay."""
    named = {i for group in (mentions.actors, mentions.places) for m in group for i in range(m.first, m.last)}
    return tuple(t for t in triggers if t.first not in named or t.type in _ARMS or not t.type)


_ARMS = frozenset({"air_strike", "shelling"})


def _inside(mentions: Mentions) -> set[int]:
    """Tokens before which nothing may be cut: those within a mention."""
    inside: set[int] = set()
    for group in (mentions.harms, mentions.places, mentions.actors, mentions.sources, mentions.times):
        for mention in group:
            inside.update(range(mention.first + 1, mention.last))
    return inside


def _pieces(page: Page, first: int, last: int, cores: set[int], inside: set[int]) -> list[int]:
    """Where the pieces of a sentence begin."""
    tokens = page.tokens
    starts = [first]
    for index in range(first + 1, last):
        if index in inside:
            continue
        token, before = tokens[index], tokens[index - 1]
        cut = before.kind == "mark" and before.form in _STOPS
        if cut and before.form in _HYPHENS:  # a hyphen inside a word joins
            cut = index - 2 >= first and tokens[index - 2].end < before.start
        if not cut and token.kind == "word":
            form = token.form
            coordinated = form in _COORDINATORS and any(i in cores for i in range(index + 1, min(index + 1 + _REACH, last)))
            cut = (
                opens_with_loss(page, index, last)
                or form in _CONJUNCTIONS
                or coordinated
                or (len(form) > 3 and form[0] == "و" and index in cores)
            )
        if cut:
            starts.append(index)
    return starts


def opens_with_loss(page: Page, first: int, last: int) -> bool:
    """Whether tokens begin with "after losing": what a side lost is another happening than what it does after it."""
    tokens = page.tokens
    return tokens[first].form in _AFTER and first + 1 < last and bases(tokens[first + 1].form)[-1][0] in LOSSES


def _joined(page: Page, starts: list[int], last: int, cores: set[int]) -> list[int]:
    """The pieces that stay apart after those without a core have joined a neighbour."""
    ends = [*starts[1:], last]
    has = [any(i in cores for i in range(a, b)) for a, b in zip(starts, ends, strict=True)]
    if not any(has):
        return starts[:1]
    after = [False] * len(starts)  # whether a core follows the piece
    for index in range(len(starts) - 2, -1, -1):
        after[index] = after[index + 1] or has[index + 1]
    kept = [starts[0]]
    open_piece = not has[0]  # the unit being built has no core yet
    for index in range(1, len(starts)):
        forward = not has[index] and after[index] and page.tokens[starts[index]].form in _FORWARD
        if not open_piece and (has[index] or forward):
            kept.append(starts[index])
            open_piece = not has[index]
        elif has[index]:
            open_piece = False
    return kept


def _filled(
    page: Page, mentions: Mentions, triggers: tuple[Trigger, ...], starts: list[int], sentences: list[int], begins: list[bool]
) -> tuple[Unit, ...]:
    """The units with what stands in each."""
    count = len(starts)
    lasts = [
        starts[i + 1] if i + 1 < count and sentences[i + 1] == sentences[i] else page.sentences[sentences[i]].last for i in range(count)
    ]

    def sort(firsts: list[int]) -> list[list[int]]:
        slots: list[list[int]] = [[] for _ in range(count)]
        for number, first in enumerate(firsts):
            slot = bisect_right(starts, first) - 1
            if slot >= 0 and first < lasts[slot]:
                slots[slot].append(number)
        return slots

    groups = (mentions.harms, mentions.places, mentions.actors, mentions.sources, mentions.times)
    harms, places, actors, sources, times = (sort([m.first for m in group]) for group in groups)
    own = sort([t.first for t in triggers])
    units = (
        Unit(
            starts[i],
            lasts[i],
            sentences[i],
            begins[i],
            tuple(triggers[n] for n in own[i]),
            tuple(harms[i]),
            tuple(places[i]),
            tuple(actors[i]),
            tuple(sources[i]),
            tuple(times[i]),
        )
        for i in range(count)
    )
    return tuple(unit for unit in units if not unit.empty)
