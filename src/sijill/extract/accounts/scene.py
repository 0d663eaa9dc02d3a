"""What belongs to which account: the scene of a page's drafts, and where a mention stands as seen from a draft."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol

from sijill.extract.accounts.drafts import Draft
from sijill.extract.accounts.events import Trigger
from sijill.extract.accounts.facts import Facts
from sijill.extract.mentions import Mentions
from sijill.extract.text.page import Page

LEAD = 3
"""Sentences from the top of a page that every account may take places, actors, sources and days from."""

BACK = 2
"""Sentences before an account's first unit that it may take them from."""

DATELINES = 3
"""Dates that stand apart from the sentences, from the top of a page, that every account may take."""

PARTS = 40
"""Drafts from the top of a page whose greatest numbers of killed may be the parts of one total."""

TOLLS = frozenset({"killed", "casualties"})
"""Kinds of harm whose number a report says may rise."""


class Standing(Protocol):
    """A mention of any kind: it stands in a sentence."""

    @property
    def sentence(self) -> int:
        """The index of its sentence."""
        ...


@dataclass(frozen=True, slots=True)
class Scene:
    """A page with its mentions, units and drafts. `owner` gives for each sentence the drafts that have a unit in it; `title` holds
    the triggers of the first sentence, `common` the event type that the page speaks of most; `paragraphs_apart` says that nearly every
    draft begins a paragraph, as in a digest; `datelines` numbers the first dates that stand apart; `killed` holds the greatest
    number of killed of each of the first drafts; `rising` the drafts whose toll may rise."""

    page: Page
    mentions: Mentions
    facts: Sequence[Facts]
    drafts: Sequence[Draft]
    owner: dict[int, list[int]] = field(default_factory=dict)
    places_in: dict[int, list[int]] = field(default_factory=dict)
    actors_in: dict[int, list[int]] = field(default_factory=dict)
    sources_in: dict[int, list[int]] = field(default_factory=dict)
    times_in: dict[int, list[int]] = field(default_factory=dict)
    lead: tuple[int, ...] = ()
    title: tuple[Trigger, ...] = ()
    common: tuple[str, ...] = ()
    paragraphs_apart: bool = False
    datelines: tuple[int, ...] = ()
    killed: tuple[int, ...] = ()
    rising: frozenset[int] = frozenset()


def make_scene(page: Page, mentions: Mentions, facts: Sequence[Facts], drafts: Sequence[Draft]) -> Scene:
    """A scene with its indexes by sentence."""
    lead = _lead(page, mentions)
    title = tuple(t for f in facts[:8] if lead and f.unit.sentence == lead[0] for t in f.unit.triggers)
    counts = Counter(t for f in facts for t in sorted(f.types))  # ties fall the same way in every run
    apart = len(drafts) > 2 and len({d.facts[0].paragraph for d in drafts}) >= 0.8 * len(drafts)
    common = tuple(t for t, _ in counts.most_common(1))
    scene = Scene(
        page,
        mentions,
        facts,
        drafts,
        lead=lead,
        title=title,
        common=common,
        paragraphs_apart=apart,
        datelines=tuple(islice((i for i, m in enumerate(mentions.times) if m.dateline and m.first_day), DATELINES)),
        killed=tuple(_most_killed(draft) for draft in drafts[:PARTS]),
        rising=_rising(facts, drafts),
    )
    for number, draft in enumerate(drafts):
        for fact in draft.facts:
            owners = scene.owner.setdefault(fact.unit.sentence, [])
            if number not in owners:
                owners.append(number)
    pairs: tuple[tuple[dict[int, list[int]], Sequence[Standing]], ...] = (
        (scene.places_in, mentions.places),
        (scene.actors_in, mentions.actors),
        (scene.sources_in, mentions.sources),
        (scene.times_in, mentions.times),
    )
    for index, group in pairs:
        for number, mention in enumerate(group):
            index.setdefault(mention.sentence, []).append(number)
    return scene


def _lead(page: Page, mentions: Mentions) -> tuple[int, ...]:
    found: list[int] = []
    for number in range(len(page.sentences)):
        if number not in mentions.furniture:
            found.append(number)
            if len(found) == LEAD:
                break
    return tuple(found)


def _most_killed(draft: Draft) -> int:
    return max((k[1] or 0 for k in draft.numbers if k[0] in TOLLS and k[3] is None), default=0)


def _rising(facts: Sequence[Facts], drafts: Sequence[Draft]) -> frozenset[int]:
    """The drafts whose toll the page says may rise: the one that says so where it has a toll, else the last before it that has."""
    told_at = {f.position: i for i, draft in enumerate(drafts) if not TOLLS.isdisjoint(draft.kinds) for f in draft.facts}
    found: set[int] = set()
    last = None
    for fact in facts:
        last = told_at.get(fact.position, last)
        if last is not None and "cue_rise" in fact.concepts:
            found.add(last)
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class View:
    """A page as seen from one draft. `token_spans` are the draft's units as token ranges."""

    index: int
    draft: Draft
    first_sentence: int
    sentences: frozenset[int]
    spans: tuple[tuple[int, int], ...]
    around: tuple[int, ...]

    def place_of(self, scene: Scene, sentence: int, token: int) -> str:
        """Where a mention stands: the first unit, a later unit, the same sentence, one or two before, the next, the title or lead."""
        if self.spans[0][0] <= token < self.spans[0][1]:
            return "first"
        if sentence in self.sentences:
            if any(a <= token < b for a, b in self.spans):
                return "unit"
            return "sentence"
        if self.first_sentence - BACK <= sentence < self.first_sentence:
            shared = "taken" if sentence in scene.owner else "free"
            if scene.lead and sentence == scene.lead[0]:
                return "title"
            return f"back{self.first_sentence - sentence}{shared}"
        if sentence - 1 in self.sentences:
            return "next" if sentence in scene.owner else "nextfree"
        if sentence in scene.lead:
            return "title" if sentence == scene.lead[0] else "lead"
        return "far"


RANKS = {
    "first": 0,
    "unit": 1,
    "sentence": 2,
    "back1free": 3,
    "title": 4,
    "back1taken": 5,
    "nextfree": 6,
    "lead": 7,
    "back2free": 8,
    "back2taken": 9,
    "next": 10,
    "far": 11,
}
"""Places of a mention from the nearest to the farthest."""


def make_view(scene: Scene, index: int) -> View:
    """The view of one draft."""
    draft = scene.drafts[index]
    sentences = frozenset(f.unit.sentence for f in draft.facts)
    first = draft.facts[0].unit.sentence
    around = set(sentences) | set(scene.lead)
    around.update(s for s in range(first - BACK, first) if s >= 0)
    around.update(s + 1 for s in sentences)
    return View(
        index,
        draft,
        first,
        sentences,
        tuple((f.unit.first, f.unit.last) for f in draft.facts),
        tuple(sorted(around)),
    )


def unit_at(scene: Scene, token: int) -> Facts | None:
    """The unit that a token stands in."""
    place = bisect_right(scene.facts, token, key=lambda fact: fact.unit.first) - 1
    return scene.facts[place] if place >= 0 and token < scene.facts[place].unit.last else None


def mentions_around(view: View, index: dict[int, list[int]]) -> Iterable[int]:
    """The numbers of the mentions that stand in the sentences that a draft may take from, in text order."""
    for sentence in view.around:
        yield from index.get(sentence, ())
