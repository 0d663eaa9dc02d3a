"""Names that the reader knows as places: data/place_names_known.tsv and data/place_names.tsv, looked up at a token of a page.

Names are compared without articles, harakat and the spelling differences of Latin transcriptions. Loaded once, when first needed.
"""

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from sijill.extract.places.words import by_kind, common_words, never_names
from sijill.extract.text.lexicon import bare, load_lexicon
from sijill.extract.text.memory import Memory
from sijill.extract.text.page import Page, bases, fold

ARTICLES = frozenset({"al", "el", "ez", "as", "ash", "ad", "ar", "an", "at", "az", "es", "ed", "er"})
"""How the Arabic article is written in Latin letters; it counts for nothing in a name."""

_PLAIN_ARTICLES = frozenset({"al", "el", "ez", "ash", "ad", "es", "ed"})
_SIDES = frozenset({"eastern", "western", "northern", "southern", "east", "west", "north", "south"})
_JOINERS = frozenset("-–\"'“”‘’«»")
_WORD = re.compile(r"[^\W_]+")
_DOUBLED = re.compile(r"([a-z])\1")


class Name(NamedTuple):
    """A known name at tokens first … last-1. `clitics` is what stood before its first word; `possessive` how many characters follow
    its last word ("Syria's"); `guarded` names are common words too; `curated` ones stand in the list that people keep."""

    first: int
    last: int
    level: str
    country: str
    clitics: str
    possessive: int
    guarded: bool
    curated: bool


class _Entry(NamedTuple):
    tail: tuple[str, ...]
    level: str
    country: str
    guarded: bool
    curated: bool
    article: bool


@lru_cache(maxsize=65536)
def latin_key(form: str) -> str:
    """A folded Latin word without what its transcriptions differ in: "hasakeh", "hassaka" and "hasaka" are one."""
    key = form.replace("'", "").replace("ee", "i").replace("ou", "u").replace("oo", "u")
    key = _DOUBLED.sub(r"\1", key)
    return key[:-2] + "a" if key.endswith(("ah", "eh")) and len(key) > 3 else key


def is_latin(form: str) -> bool:
    """Whether a folded form begins with a letter below the Arabic block."""
    return bool(form) and form[0] < "\u0590"


def name_key(name: str) -> tuple[str, ...]:
    """The words under which a name is compared."""
    words = _WORD.findall(fold(name).replace("'", ""))
    if words and is_latin(words[0]):
        return tuple(latin_key(w) for w in words if w not in ARTICLES) or tuple(words)
    return tuple(bare(w) for w in words)


@cache
def _guarded() -> frozenset[tuple[str, ...]]:
    entries = [e for lang in ("ar", "en") for e in load_lexicon(lang, "places").entries if e.id == "guarded"]
    return frozenset(name_key(word) for entry in entries for word in entry.words)


@cache
def _heads() -> dict[str, list[_Entry]]:
    """Entries by their first word, longest first; an earlier line wins over a later one."""
    heads: dict[str, list[_Entry]] = {}
    # Latin words are compared as written when met: SANA the agency must not hide Sanaa the city.
    seen: set[tuple[str, ...]] = set()
    adjectives = by_kind("adjective") - never_names()
    blocked = {bare(word) for word in common_words() - adjectives if not is_latin(word)}
    with_article = {bare(word) for word in adjectives if word.startswith("ال")}
    guarded = _guarded()
    for file in ("place_names_known.tsv", "place_names.tsv"):
        for line in (files("sijill") / "data" / file).read_text(encoding="utf-8").splitlines():
            if line.startswith("#"):
                continue
            level, country, names = line.split("\t")
            for name in names.split("|"):
                key, article = name_key(name), name.startswith("ال")
                # «السورية» is an adjective, «سورية» the country
                if len(key) == 1 and (key[0] in blocked or (article and key[0] in with_article)):
                    continue
                if key and key not in seen:
                    seen.add(key)
                    common = key in guarded or (file == "place_names.tsv" and len(key) == 1)
                    heads.setdefault(key[0], []).append(
                        _Entry(key[1:], level, country, common, file == "place_names_known.tsv", article)
                    )
    for entries in heads.values():
        entries.sort(key=lambda e: -len(e.tail))
    return heads


def name_at(page: Page, index: int) -> Name | None:
    """The longest known name that begins at a token, or None. A Latin name begins with a capital letter."""
    form = page.forms[index]
    if not is_latin(form):
        return _arabic_at(page, index)
    return _latin_at(page, index) if form in ARTICLES or _latin_heads[form] else None


def _find_arabic_heads(form: str) -> tuple[tuple[_Entry, str], ...]:
    """Entries that may begin at an Arabic form, with the clitics before them; a short word behind a clitic is nearly always another."""
    heads, found = _heads(), []
    for base, clitics in bases(form):
        if (len(base) < 3 and clitics not in ("", "ال")) or any(c in clitics for c in "فك"):
            continue
        article = base.startswith("ال") or clitics.endswith(("ال", "لل"))
        found += [(entry, clitics) for entry in heads.get(base, ()) if article or not entry.article]  # «عند» is a word, «العند» a place
    return tuple(found)


_arabic_heads = Memory(_find_arabic_heads)


def may_begin(page: Page, index: int) -> bool:
    """Whether a known name may begin at a word, or a Latin one that nobody knows: a quick look before `name_at`."""
    form = page.forms[index]
    if is_latin(form):
        return page.text[page.tokens[index].start].isupper() or form in ARTICLES or form in _SIDES
    return bool(_arabic_heads[form])


def _arabic_at(page: Page, index: int) -> Name | None:
    best = None
    for entry, clitics in _arabic_heads[page.forms[index]]:
        last = _arabic_tail(page, index + 1, entry.tail)
        if last is not None and (best is None or last > best.last):
            best = Name(index, last, entry.level, entry.country, clitics, 0, entry.guarded, entry.curated)
    return best


def _arabic_tail(page: Page, index: int, tail: tuple[str, ...]) -> int | None:
    forms = page.forms
    for wanted in tail:
        while index < len(forms) and forms[index] in _JOINERS:
            index += 1
        if index >= len(forms) or bare(forms[index]) != wanted:
            return None
        index += 1
    return index


def _latin_at(page: Page, index: int) -> Name | None:
    tokens, start = page.tokens, index
    index = after_article(page, index)
    if index >= len(tokens):
        return None
    token = tokens[index]
    capital = page.text[token.start].isupper()
    if token.kind != "word" or not is_latin(token.form) or not (capital or token.form in _SIDES or index > start):
        return None
    for entry, possessive in _latin_heads[token.form]:
        last, taken = _latin_tail(page, index + 1, entry.tail) if entry.tail else (index + 1, possessive)
        if last is None or (possessive and entry.tail) or (not entry.tail and token.form in common_words()):
            continue
        if capital or index > start or page.text[tokens[last - 1].start].isupper():
            return Name(start, last, entry.level, entry.country, "", taken, entry.guarded, entry.curated)
    return None


def _find_latin_heads(form: str) -> tuple[tuple[_Entry, int], ...]:
    """Entries that may begin at a Latin form, with the length of its possessive."""
    return tuple((entry, taken) for bare_form, taken in _latin_forms(form) for entry in _heads().get(latin_key(bare_form), ()))


_latin_heads = Memory(_find_latin_heads)


def after_article(page: Page, index: int) -> int:
    """The token after a written Arabic article ("al-", "Al "); "at", "as" and the like are English words unless a dash follows."""
    tokens = page.tokens
    if tokens[index].form not in ARTICLES or index + 1 >= len(tokens):
        return index
    if tokens[index + 1].form in ("-", "–"):
        return index + 2
    plain = tokens[index].form in _PLAIN_ARTICLES or (
        page.text[tokens[index].start].isupper() and index > 0 and tokens[index - 1].kind == "word"
    )
    return index + 1 if plain else index


def _latin_forms(form: str) -> tuple[tuple[str, int], ...]:
    """A word as it is, and without a possessive s (with or without its apostrophe)."""
    if form.endswith("'s"):
        return ((form[:-2], 2),)
    if form.endswith("s") and len(form) > 4:
        return ((form, 0), (form[:-1], 1))
    return ((form, 0),)


def _latin_tail(page: Page, index: int, tail: tuple[str, ...]) -> tuple[int | None, int]:
    tokens, taken = page.tokens, 0
    for number, wanted in enumerate(tail):
        while index < len(tokens) and (tokens[index].form in _JOINERS or tokens[index].form in ARTICLES):
            index += 1
        if index >= len(tokens):
            return None, 0
        forms = _latin_forms(tokens[index].form) if number == len(tail) - 1 else ((tokens[index].form, 0),)
        fitting = [p for form, p in forms if latin_key(form) == wanted]
        if not fitting:
            return None, 0
        taken = fitting[0]
        index += 1
    return index, taken
