"""The words of time in a page, tagged: what each token, or run of tokens, may be to the grammar of dates.

Both languages' words are looked for in every page: a post in Arabic often stands in an English frame.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from sijill.extract.text.lexicon import Lexeme, Lexicon, load_lexicon
from sijill.extract.text.memory import Memory
from sijill.extract.text.page import Page
from sijill.extract.times.calendar import FIRST_YEAR, LAST_YEAR, Days

_DATED = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}|\d{4}\.\d{1,2}\.\d{1,2}")
DAY_YEAR = re.compile(r"(\d{1,2}),?((?:19|20)\d\d)")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")


class Tag(NamedTuple):
    """Tokens first … last-1 as a word of time. `kind` and `value` are those of data/*/times.toml, or `month`, `number`, `year`."""

    first: int
    last: int
    kind: str
    value: int
    entry: Lexeme | None
    clitics: str


class Found(NamedTuple):
    """A date expression that ends before token `last`; `days` is None where nothing resolves it."""

    last: int
    days: Days | None
    period: bool
    rule: str
    full: bool = False  # day, month and year are all written


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page with its words of time by their first token, and the day from which relative words count (None: unknown). `year` is
    the current one where the text names it («العام الحالي 2023») and no day is known."""

    page: Page
    tags: dict[int, Tag]
    anchor: date | None
    year: int | None = None

    def form(self, index: int) -> str:
        """The folded form of a token, empty beyond the ends."""
        return self.page.forms[index] if 0 <= index < len(self.page.forms) else ""

    def kind(self, index: int) -> str:
        """The kind of the tag that begins at a token, empty where none does."""
        tag = self.tags.get(index)
        return tag.kind if tag else ""

    def skip(self, index: int, forms: frozenset[str], most: int = 2) -> int:
        """The first token from `index` on that is none of `forms`, at most `most` further."""
        for _ in range(most):
            if self.form(index) not in forms:
                break
            index += 1
        return index


@cache
def time_words() -> Lexicon:
    """Months and words of time of both languages in one lexicon."""
    entries: list[Lexeme] = []
    for lang in ("ar", "en"):
        months = load_lexicon(lang, "months").entries
        entries += [Lexeme(e.id, e.words, {**e.more, "kind": "month", "value": int(e.id), "proper": lang == "en"}) for e in months]
        entries += load_lexicon(lang, "times").entries
    return Lexicon(entries)


@cache
def _full_months() -> dict[str, Lexeme]:
    return {w.lower(): e for e in time_words().entries if e.more["kind"] == "month" and e.more["proper"] for w in e.words}


def tag_page(page: Page, first: int, last: int, anchor: date | None) -> Timeline:
    """Tag the tokens first … last-1 of a page."""
    words, tags, free = time_words(), {}, first
    for index, telling in enumerate(map(_telling.__getitem__, page.forms[first:last]), first):
        if not telling or index < free:
            continue
        form, kind = page.forms[index], page.tokens[index].kind
        tag = _number(form, index) if kind == "number" else _word(page, words, index) if kind == "word" else None
        if tag is not None:
            tags[index], free = tag, tag.last
    return Timeline(page, tags, anchor)


def _may_tell(form: str) -> bool:
    """Whether a form may be, or begin, a word of time or a number: few do."""
    return form[:1].isdecimal() or form.endswith(_MONTHS) or time_words().beginning[form] is not None


_telling = Memory(_may_tell)


def _number(form: str, index: int) -> Tag | None:
    if form.isdecimal() and len(form) <= 4:
        value = int(form)
        kind = "year" if len(form) == 4 and FIRST_YEAR <= value <= LAST_YEAR else "number"
        return Tag(index, index + 1, kind, value, None, "")
    if _DATED.fullmatch(form):
        return Tag(index, index + 1, "dated", 0, None, "")
    if DAY_YEAR.fullmatch(form):
        return Tag(index, index + 1, "day_year", 0, None, "")
    return None


def _word(page: Page, words: Lexicon, index: int) -> Tag | None:
    match = words.at(page, index)
    if match is None:
        form = page.tokens[index].form
        if len(form) > 5 and form.endswith(_MONTHS):  # names and dates of a post run together: "SomebodyJuly 16, 2025"
            month = next(m for m in _MONTHS if form.endswith(m))
            token = page.tokens[index]
            if page.text[token.end - len(month)].isupper():
                entry = _full_months()[month]
                return Tag(index, index + 1, "month", int(entry.more["value"]), entry, "")
        return None
    more = match.entry.more
    if more.get("proper") and not page.text[page.tokens[index].start].isupper():
        return None
    value = more.get("value", 0)
    return Tag(index, match.last, str(more["kind"]), value if isinstance(value, int) else 0, match.entry, match.clitics)
