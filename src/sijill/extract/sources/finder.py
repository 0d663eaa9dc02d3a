"""Who a page says things from: sources with their kind, and the later "the sources added" that carry one on."""

from sys import intern

from sijill.extract.actors.phrases import Found
from sijill.extract.linear import load_model
from sijill.extract.mentions import SourceMention
from sijill.extract.sources.features import source_features
from sijill.extract.sources.names import Citing, find_citings, find_outlet, load_phrases
from sijill.extract.text.page import Page
from sijill.model import Span

PRESENT = 0.45
LIKELY = 0.65
"""Least probabilities of being a source with which a mention is given, and is called likely: in five-fold cross-validation by document
(training/source.py) 0.65 has the best F1 of kinds, 0.45 keeps nineteen in twenty of them."""

CARRY_REACH = 2
"""In how many of its first words a sentence has the verb that carries a source on ("He also added …")."""


def find_sources(page: Page, furniture: frozenset[int] = frozenset()) -> tuple[SourceMention, ...]:
    """All sources of a page in text order. Linear in its length."""
    found = load_phrases().scan(page)
    model = load_model("source")
    outlet = find_outlet(page, found, furniture)
    rows: list[SourceMention] = []
    for citing in find_citings(page, found, furniture):
        chance = model.probability(source_features(page, found, citing, outlet), "source")
        if chance >= PRESENT:
            rows += _mentions(page, citing, chance)
    return tuple(_carry(page, found, rows, furniture))


def _mentions(page: Page, citing: Citing, chance: float) -> list[SourceMention]:
    span = Span(*page.slice(citing.first, citing.last))
    rule = intern(f"source:{citing.noun}:{'likely' if chance >= LIKELY else 'maybe'}")
    return [
        SourceMention(citing.first, citing.last, citing.sentence, span, kind, citing.again, rule, round(chance, 3))
        for kind in citing.kinds
    ]


def _carry(page: Page, found: list[Found], rows: list[SourceMention], furniture: frozenset[int]) -> list[SourceMention]:
    """The rows and, where a sentence opens with a verb that goes on with the source before it, a carried mention at the verb."""
    cited = {row.sentence for row in rows}
    result: list[SourceMention] = []
    waiting = iter(rows)
    upcoming = next(waiting, None)
    current: SourceMention | None = None
    for number, sentence in enumerate(page.sentences):
        while upcoming is not None and upcoming.sentence == number:
            result.append(upcoming)
            current = upcoming
            upcoming = next(waiting, None)
        if current is None or number in cited or number in furniture:
            continue
        for index in range(sentence.first, min(sentence.last, sentence.first + CARRY_REACH)):
            match = found[index].get("cue")
            if match is not None and match.entry.id == "carry":
                span = Span(*page.slice(match.first, match.last))
                result.append(SourceMention(match.first, match.last, number, span, current.kind, True, "source:verb", current.chance))
                break
    return result
