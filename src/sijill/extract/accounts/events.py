"""Triggers: the words in a page that tell of a happening, and the cues around them (data/<lang>/events.toml)."""

from functools import cache
from typing import NamedTuple

from sijill.extract.text.lexicon import Lexicon, load_lexicon
from sijill.extract.text.page import Page


class Trigger(NamedTuple):
    """An entry of the events lexicon at tokens first … last-1. `type` is the event type that the word speaks for, or empty;
    `definite` is true for "the strike", which points back to one already told."""

    first: int
    last: int
    sentence: int
    concept: str
    type: str
    definite: bool

    @property
    def core(self) -> bool:
        """Whether a clause with this word may tell of a happening of its own."""
        return bool(self.type) or self.concept in _UNTYPED_CORES


_UNTYPED_CORES = frozenset({"target", "launch"})
_ARTICLES = frozenset({"the", "this", "that", "these", "those", "هذا", "هذه", "ذات", "ذلك", "تلك", "نفس"})


def find_triggers(page: Page, furniture: frozenset[int]) -> tuple[Trigger, ...]:
    """All triggers and cues outside furniture, in text order; an empty tuple for a language without a lexicon."""
    lexicon = _lexicon(page.lang)
    if lexicon is None:
        return ()
    found: list[Trigger] = []
    for number, sentence in enumerate(page.sentences):
        if number in furniture:
            continue
        first = free = sentence.first
        for index, heads in enumerate(map(lexicon.beginning.__getitem__, page.forms[first : sentence.last]), first):
            if heads is None or index < free or page.tokens[index].kind != "word":
                continue
            match = lexicon.at(page, index)
            if match is None or match.last > sentence.last:
                continue
            entry = match.entry
            definite = "ل" in match.clitics or (index > first and page.forms[index - 1] in _ARTICLES)
            found.append(Trigger(index, match.last, number, entry.id, str(entry.more.get("type", "")), definite))
            free = match.last
    return tuple(found)


@cache
def _lexicon(lang: str) -> Lexicon | None:
    return load_lexicon(lang, "events") if lang in {"ar", "en"} else None
