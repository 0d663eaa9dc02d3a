"""How it happened, as a page states it: weapon, facility hit, time of day, double tap, number of strikes, the toll's as-of time."""

from functools import cache
from importlib.resources import files

from sijill.extract.actors.phrases import NOTHING, Found, Phrases
from sijill.extract.mentions import CircumstanceMention
from sijill.extract.text.lexicon import Lexeme, Match, load_entries
from sijill.extract.text.page import Page
from sijill.model import Span

_DUALS = ("تين", "تان", "ين", "ان")
"""Endings by which an Arabic word for strikes says two by itself."""

_UNITS = ("واحد", "اثن", "ثلاث", "اربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر")
_WORDS = {
    **{stem + end: value for value, stem in enumerate(_UNITS, start=1) for end in ("", "ه")},
    "ثمان": 8,
    "اثنان": 2,
    "اثنين": 2,
    "عشرين": 20,
    "عشرون": 20,
    "ثلاثين": 30,
    "ثلاثون": 30,
    **{
        w: v
        for v, w in enumerate(
            ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], start=1
        )
    },
}
"""Number words before a word for strikes, folded."""


@cache
def load_phrases() -> Phrases:
    """The circumstances lexicons of both languages, one layer a kind, compiled once."""
    layers: dict[str, list[Lexeme]] = {}
    for lang in ("ar", "en"):
        path = files("sijill") / "data" / lang / "circumstances.toml"
        for entry in load_entries(path.read_text(encoding="utf-8"), f"data/{lang}/circumstances.toml"):
            layers.setdefault(str(entry.more["kind"]), []).append(entry)
    return Phrases(layers.items())


def find_circumstances(page: Page, furniture: frozenset[int] = frozenset()) -> tuple[CircumstanceMention, ...]:
    """All stated circumstances of a page in text order; the longest words of a kind win. Linear in the page's length."""
    phrases = load_phrases()
    found: list[Found] = [NOTHING] * len(page.tokens)
    rows: list[CircumstanceMention] = []
    for number, sentence in enumerate(page.sentences):
        if number in furniture:
            continue
        phrases.scan_sentence(page, sentence, found)
        done: dict[str, int] = {}
        for index in range(sentence.first, sentence.last):
            for kind, match in found[index].items():
                if index < done.get(kind, 0):
                    continue
                if kind == "facility" and _is_goal(page, match.first, sentence.first):
                    continue
                mention = _strikes(page, match, number) if kind == "strikes" else _stated(page, match, number, kind)
                if mention is not None:
                    rows.append(mention)
                    done[kind] = match.last
            found[index] = NOTHING
    rows.sort(key=lambda row: (row.first, row.kind))
    return tuple(rows)


def _is_goal(page: Page, index: int, begin: int) -> bool:
    """Whether a facility is where someone was taken, not what was hit ("to the hospital")."""
    before = {page.tokens[i].form for i in range(max(begin, index - 2), index)}
    return bool(before & {"الي", "to", "نحو", "toward", "towards"})


def _stated(page: Page, match: Match, sentence: int, kind: str) -> CircumstanceMention:
    span = Span(*page.slice(match.first, match.last))
    return CircumstanceMention(match.first, match.last, sentence, span, kind, match.entry.id, f"circumstance:{kind}")


def _strikes(page: Page, match: Match, sentence: int) -> CircumstanceMention | None:
    """A stated number of strikes, or None where the words count nothing."""
    tokens = page.tokens
    first = match.first
    form = tokens[match.first].form
    if first > page.sentences[sentence].first:
        before = tokens[first - 1]
        count = int(before.form) if before.form.isdecimal() and len(before.form) < 4 else _WORDS.get(before.form.removeprefix("ب"))
        if count is not None:
            span = Span(*page.slice(first - 1, match.last))
            return CircumstanceMention(first - 1, match.last, sentence, span, "strikes", str(count), "circumstance:strikes")
    if form.endswith(_DUALS) and not form.isascii():
        span = Span(*page.slice(first, match.last))
        return CircumstanceMention(first, match.last, sentence, span, "strikes", "2", "circumstance:dual")
    return None
