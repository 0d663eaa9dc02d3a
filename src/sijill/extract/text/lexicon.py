"""Lexicons: data files of entries, found in a page with their clitics.

A lexicon file is TOML: a list of `[[entry]]` tables with `id`, `words` (a list, as they are written), `example` (one sentence of our
own that shows the use) and whatever else the reader of that lexicon needs. `exact = true` keeps the article significant.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from sijill.extract.text.memory import Memory
from sijill.extract.text.page import Page, bases, fold, make_page
from sijill.model import DataError

TRANSPARENT = frozenset("-–—\"'«»“”‘’#()")
"""Marks that may stand inside a name of several words."""


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One entry of a lexicon file; `more` holds every key besides id and words."""

    id: str
    words: tuple[str, ...]
    more: Mapping[str, Any] = field(default_factory=dict)


class Match(NamedTuple):
    """An entry found at tokens first … last-1; `clitics` is what stood before its first word."""

    first: int
    last: int
    entry: Lexeme
    clitics: str


_Head = tuple[tuple[str, ...], Lexeme, bool, str]
"""The words behind the first one, the entry, whether its article counts, and the clitics before the first word."""

_Heads = tuple[_Head | None, Mapping[str, list[_Head]]]
"""An entry of one word, and longer ones by their second word, longest first."""


class Lexicon:
    """Entries compiled for look-up by their first word; the longest match at a token wins."""

    def __init__(self, entries: Iterable[Lexeme]) -> None:
        self.entries = tuple(entries)
        self._heads: dict[str, list[tuple[tuple[str, ...], Lexeme, bool]]] = {}
        for entry in self.entries:
            exact = bool(entry.more.get("exact"))
            for word in entry.words:
                forms = [t.form for t in make_page(word, "").tokens if t.form not in TRANSPARENT]
                if not forms:
                    raise DataError(f"lexicon entry {entry.id!r} has a word without letters: {word!r}")
                key = tuple(forms if exact else map(bare, forms))
                self._heads.setdefault(key[0], []).append((key[1:], entry, exact))
        self.beginning = Memory(self._look_up)
        """What may begin at a form: a quick look before `at`."""

    def at(self, page: Page, index: int) -> Match | None:
        """The longest entry that begins at a token, or None."""
        heads = self.beginning[page.forms[index]]
        if heads is None:
            return None
        single, longer = heads
        if longer:
            forms, after, end = page.forms, index + 1, len(page.forms)
            while after < end and forms[after] in TRANSPARENT:
                after += 1
            for tail, entry, exact, clitics in longer.get(bare(forms[after]), ()) if after < end else ():
                last = _follow(page, after, tail, exact)
                if last is not None:
                    return Match(index, last, entry, clitics)
        return Match(index, index + 1, single[1], single[3]) if single is not None else None

    def _look_up(self, form: str) -> _Heads | None:
        """The entries whose first word a folded form may be; None where there is none, as for most words."""
        single: _Head | None = None
        longer: dict[str, list[_Head]] = {}
        for base, clitics in bases(form):
            for tail, entry, exact in self._heads.get(base, ()):
                if tail:
                    longer.setdefault(bare(tail[0]), []).append((tail, entry, exact, clitics))
                else:
                    single = single or (tail, entry, exact, clitics)
        for rows in longer.values():
            rows.sort(key=lambda row: -len(row[0]))
        return (single, longer) if single or longer else None

    def find(self, page: Page, first: int = 0, last: int | None = None) -> Iterator[Match]:
        """All entries in a range of tokens, left to right, longest first, none inside another."""
        forms = page.forms if last is None and not first else page.forms[first:last]
        free = first
        for index, heads in enumerate(map(self.beginning.__getitem__, forms), first):
            if heads is not None and index >= free and (match := self.at(page, index)) is not None:
                yield match
                free = match.last


def _follow(page: Page, index: int, tail: tuple[str, ...], exact: bool) -> int | None:
    """The token after `tail` when the words from `index` on are it, else None."""
    forms, end = page.forms, len(page.forms)
    for wanted in tail:
        while index < end and forms[index] in TRANSPARENT:
            index += 1
        if index >= end or (forms[index] if exact else bare(forms[index])) != wanted:
            return None
        index += 1
    return index


def bare(form: str) -> str:
    """A folded form without the Arabic article."""
    return form[2:] if form.startswith("ال") and len(form) > 3 else form


def load_entries(text: str, name: str) -> tuple[Lexeme, ...]:
    """The entries of a lexicon file's text. Raises DataError that names the file and the entry."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{name}: {error}") from error
    entries = []
    for number, row in enumerate(data.get("entry", []), start=1):
        more = dict(row)
        try:
            entries.append(Lexeme(str(more.pop("id")), tuple(map(str, more.pop("words"))), more))
        except (KeyError, TypeError) as error:
            raise DataError(f"{name}, entry {number}: needs `id` and a list `words`") from error
    return tuple(entries)


@cache
def load_lexicon(lang: str, name: str) -> Lexicon:
    """The lexicon `data/<lang>/<name>.toml` of the package, compiled once."""
    path = files("sijill") / "data" / lang / f"{name}.toml"
    return Lexicon(load_entries(path.read_text(encoding="utf-8"), f"data/{lang}/{name}.toml"))


__all__ = ["Lexeme", "Lexicon", "Match", "bare", "fold", "load_entries", "load_lexicon"]
