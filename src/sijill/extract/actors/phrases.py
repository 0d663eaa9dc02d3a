"""Several lexicons looked up in one pass over a page: for each token the longest phrase of each layer that begins there."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from sijill.extract.text.lexicon import TRANSPARENT, Lexeme, Match, bare
from sijill.extract.text.memory import Memory
from sijill.extract.text.page import Page, Sentence, bases, make_page
from sijill.model import DataError

Found = Mapping[str, Match]
"""The longest match of each layer at one token."""

_Phrase = tuple[tuple[str, ...], str, Lexeme, bool, str]
"""The words after the first, the layer, the entry, whether the article counts, what stood before the first word."""

_Heads = tuple[tuple[_Phrase, ...], Mapping[str, tuple[_Phrase, ...]]]
"""Phrases of one word, and longer ones by their second word, longest first."""

NOTHING: Found = {}


class Phrases:
    """Lexicon entries in layers, compiled for look-up by their first word with its clitics (Arabic) or possessive (English)."""

    def __init__(self, layers: Iterable[tuple[str, Iterable[Lexeme]]]) -> None:
        self._heads: dict[str, list[tuple[tuple[str, ...], str, Lexeme, bool]]] = {}
        for layer, entries in layers:
            for entry in entries:
                exact = bool(entry.more.get("exact"))
                for word in entry.words:
                    forms = [t.form for t in make_page(word, "").tokens if t.form not in TRANSPARENT]
                    if not forms:
                        raise DataError(f"lexicon entry {entry.id!r} has a word without letters: {word!r}")
                    key = tuple(forms if exact else map(_plain, forms))
                    self._heads.setdefault(key[0], []).append((key[1:], layer, entry, exact))
        self._beginning = Memory(self._look_up)

    def _look_up(self, form: str) -> _Heads | None:
        """All phrases whose first word a folded form may be; None where there is none, as for most words."""
        known = [(base, clitics) for base, clitics in bases(form) if base in self._heads]
        known += [(base, "") for base in _possessors(form) if base in self._heads and base != form]
        if not known:
            return None
        single: dict[str, _Phrase] = {}
        longer: dict[str, list[_Phrase]] = {}
        for base, clitics in known:
            for tail, layer, entry, exact in self._heads[base]:
                if tail:
                    longer.setdefault(_plain(tail[0]), []).append((tail, layer, entry, exact, clitics))
                else:
                    single.setdefault(layer, (tail, layer, entry, exact, clitics))
        for rows in longer.values():
            rows.sort(key=lambda row: -len(row[0]))
        return tuple(single.values()), {word: tuple(rows) for word, rows in longer.items()}

    def scan(self, page: Page) -> list[Found]:
        """For each token what begins there; phrases never cross the end of a sentence."""
        found: list[Found] = [NOTHING] * len(page.tokens)
        for sentence in page.sentences:
            self.scan_sentence(page, sentence, found)
        return found

    def scan_sentence(self, page: Page, sentence: Sentence, found: list[Found]) -> None:
        """The same for one sentence: put into `found`, at the tokens of the page, what begins there."""
        first, end = sentence.first, sentence.last
        for index, heads in enumerate(map(self._beginning.__getitem__, page.forms[first:end]), first):
            if heads is None:
                continue
            single, longer = heads
            here: dict[str, Match] = {}
            if longer and index + 1 < end:
                _add_longer(page, index, end, longer, here)
            for _, layer, entry, _, clitics in single:
                if layer not in here:
                    here[layer] = Match(index, index + 1, entry, clitics)
            if here:
                found[index] = here


def _add_longer(page: Page, index: int, end: int, longer: Mapping[str, tuple[_Phrase, ...]], here: dict[str, Match]) -> None:
    """Add the longest phrase of several words of each layer that begins at a token."""
    forms, after = page.forms, index + 1
    while after < end - 1 and forms[after] in TRANSPARENT:
        after += 1
    for word in _keys(forms[after]):
        for tail, layer, entry, exact, clitics in longer.get(word, ()):
            if layer in here and here[layer].last - index > len(tail):
                continue
            last = _follow(page, after, end, tail, exact)
            if last is not None and (layer not in here or last > here[layer].last):
                here[layer] = Match(index, last, entry, clitics)


@lru_cache(maxsize=65536)
def _keys(form: str) -> tuple[str, ...]:
    """Under which words the phrases stand that a folded second word may be in."""
    return tuple(dict.fromkeys((_plain(form), *_possessors(form))))


@lru_cache(maxsize=65536)
def _plain(form: str) -> str:
    """A folded form without the Arabic article or the English possessive."""
    if form.endswith("'s") and len(form) > 3:
        return form[:-2]
    return bare(form)


def _possessors(form: str) -> tuple[str, ...]:
    """What an English form may be the possessive of, also where the apostrophe was lost ("Syrias army")."""
    if len(form) > 3 and form[-1] == "s" and form.isascii():
        return (form[:-2], form[:-1]) if form[-2] == "'" else (form[:-1],) if len(form) > 4 and form[-2] != "s" else ()
    return ()


def _follow(page: Page, index: int, end: int, tail: tuple[str, ...], exact: bool) -> int | None:
    """The token after `tail` when the words from `index` on are it, else None."""
    forms = page.forms
    for number, wanted in enumerate(tail, start=1):
        while index < end and forms[index] in TRANSPARENT and forms[index] != wanted:
            index += 1
        if index >= end:
            return None
        form = forms[index]
        if (form if exact else _plain(form)) != wanted and not (number == len(tail) and wanted in _possessors(form)):
            return None
        index += 1
    return index
