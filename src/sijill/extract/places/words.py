"""Words around places in a page: what leads to a name, what may stand in one, what never does."""

from functools import cache
from typing import NamedTuple

from sijill.extract.text.lexicon import Lexeme, Lexicon, fold, load_lexicon
from sijill.extract.text.page import Page

MARKS = frozenset("-–—\"'«»“”‘’#()_:")
"""Marks that may stand between a word and the name it leads to."""


class Cue(NamedTuple):
    """Tokens first … last-1 as a word about places; `kind`, `level`, `many` and `after` are those of data/*/place_words.toml."""

    first: int
    last: int
    kind: str
    level: str
    many: bool
    after: bool
    clitics: str


@cache
def place_words() -> Lexicon:
    """The place words of both languages in one lexicon: a post in one often stands in a frame of the other."""
    return Lexicon([entry for lang in ("ar", "en") for entry in load_lexicon(lang, "place_words").entries])


@cache
def never_names() -> frozenset[str]:
    """Folded words that neither are a place's name nor begin one."""
    listed = [e for lang in ("ar", "en") for e in load_lexicon(lang, "places").entries if e.id == "never"]
    return frozenset(form for entry in listed for form in _forms(entry))


def by_kind(kind: str) -> frozenset[str]:
    """The folded words of one kind in data/*/place_words.toml."""
    return frozenset(form for e in place_words().entries if e.more["kind"] == kind for form in _forms(e))


@cache
def name_heads() -> frozenset[str]:
    """First words of names of several words."""
    return by_kind("head") | by_kind("feature")


@cache
def name_seconds() -> frozenset[str]:
    """Words that may follow a name and belong to it: "the greater", "the old"."""
    return by_kind("second")


def _forms(entry: Lexeme) -> list[str]:
    return [fold(word) for word in entry.words]


_COMMON = ("unit", "near", "rural", "facility", "capital", "adjective", "second", "link", "strike", "harm")


@cache
def common_words() -> frozenset[str]:
    """Single words that no list of names may teach the reader: those that never are one, and Arabic words about places."""
    words = {w for kind in _COMMON for w in by_kind(kind) if " " not in w and w >= "\u0600"}
    return never_names() | words


def find_cues(page: Page) -> dict[int, Cue]:
    """All place words of a page by their first token, longest first, none inside another."""
    cues = {}
    for match in place_words().find(page):
        more = match.entry.more
        cues[match.first] = Cue(
            match.first,
            match.last,
            str(more["kind"]),
            str(more.get("level", "")),
            bool(more.get("many")),
            bool(more.get("after")),
            match.clitics,
        )
    return cues
