"""Names of people as chains: kunya, given name, father, grandfather, family; in Arabic or Latin letters.

The order is that of Arabic official names (Notzon and Nesom, "The Arabic naming system", Science Editor 28 (2005), p. 20); links of the
chain are left out freely, and only their order stays.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple

from rapidfuzz import fuzz

from sijill.model import DataError
from sijill.model.fingerprint import fold
from sijill.model.sound import sound_words

LONG = 6
"""Letters of an Arabic word from which one letter more or less (`SPELLING` percent alike by rapidfuzz) is spelling; in shorter ones
it is another name: حسن and حسين, حمد and حامد."""

SPELLING = 90


class Word(NamedTuple):
    """One name of a chain, folded and without its article, and its consonants in Latin letters."""

    text: str
    sound: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name as a chain; `kunya` is the name after Abu or Umm where one is given."""

    chain: tuple[Word, ...]
    kunya: Word | None = None


class Likeness(NamedTuple):
    """How two names agree: the words of the longer chain that both have, each by `letters` or by `sound`; how many links the shorter
    one leaves out; whether the last, the family's, is shared."""

    shared: tuple[tuple[Word, Literal["letters", "sound"]], ...]
    left_out: int
    family: bool


@cache
def load_name_words() -> dict[str, frozenset[str]]:
    """The words of `data/names.toml` by kind. Raises DataError."""
    try:
        data = tomllib.loads((files("sijill") / "data" / "names.toml").read_text(encoding="utf-8"))
        return {kind: frozenset(fold(str(word)) for word in data[kind]) for kind in ("titles", "small", "kunya", "compound")}
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise DataError(f"data/names.toml: {error}") from error


@lru_cache(maxsize=65536)
def read_name(text: str) -> Name:
    """The chain of a name as written; empty where nothing of a name is in it."""
    known = load_name_words()
    words = [word for word in re.findall(r"[^\W\d_]+", re.sub(r"[-'’`]", " ", fold(text))) if word not in known["titles"]]
    chain: list[Word] = []
    kunya: Word | None = None
    waiting = iter(_join_articles(words))
    for word in waiting:
        if word in known["kunya"]:
            kunya = _make_word(next(waiting, "")) or kunya
        elif word in known["compound"]:
            chain += [made] if (made := _make_word(_COMPOUND.sub(r"\1", word) + next(waiting, ""))) else []
        elif word not in known["small"]:
            chain += [made] if (made := _make_word(_COMPOUND.sub(r"\1", word))) else []
    return Name(tuple(chain), kunya)


_ARTICLES = frozenset({"al", "el", "ash", "as", "ad", "ar", "at", "an", "az", "ul", "ur"})


def _join_articles(words: Sequence[str]) -> Iterator[str]:
    """The words without their articles, Arabic or transcribed."""
    yield from (re.sub(r"^ال(?=\w{2})", "", word) for word in words if word not in _ARTICLES)


def _make_word(text: str) -> Word | None:
    sound = "".join(sound_words(text))
    return Word(text, sound) if sound else None


def compare_names(left: Name, right: Name) -> Likeness | None:
    """How two names may be one person's; None where they cannot: the given name is another, fewer than two links are shared, or the
    shorter chain has a link that the longer one has not in that order (another father).

    A kunya alone names nobody; two different ones are of two people.
    """
    if left.kunya and right.kunya and _agree(left.kunya, right.kunya) is None:
        return None
    short, long = sorted((left.chain, right.chain), key=len)
    if len(short) < 2 or _agree(short[0], long[0]) is None:
        return None
    shared: list[tuple[Word, Literal["letters", "sound"]]] = []
    rest = iter(long)
    for word in short:
        found = next(((other, how) for other in rest if (how := _agree(word, other))), None)
        if found is None:
            return None
        shared.append(found)
    return Likeness(tuple(shared), len(long) - len(short), _agree(short[-1], long[-1]) is not None)


def _agree(one: Word, other: Word) -> Literal["letters", "sound"] | None:
    """Whether two words are one name: by letters where one script writes both, else by consonants and the vowels between them."""
    if one.text == other.text:
        return "letters"
    if one.sound != other.sound and not (_ends_in_h(one, other) or _ends_in_h(other, one)):
        return None
    latin = one.text.isascii(), other.text.isascii()
    if not any(latin):
        near = min(len(one.text), len(other.text)) >= LONG and fuzz.ratio(one.text, other.text) >= SPELLING
        return "letters" if near else None
    pairs = list(zip(_vowels(one.text), _vowels(other.text), strict=False))
    return "sound" if all(_fit(a, b) for a, b in pairs[1:] if pairs) and _fit_first(*pairs[0], all(latin)) else None


def _ends_in_h(latin: Word, other: Word) -> bool:
    """Whether the h at the end of a Latin spelling is a consonant: of Saleh, not of Fatimah."""
    return latin.text.isascii() and latin.text.endswith("h") and latin.sound + "h" == other.sound


_COMPOUND = re.compile(r"^(عبد|abd)(?:ال|oul|ul|el|al)(?=\w{3}|$)")
_CONSONANT = re.compile(r"(?P<one>kh|gh|sh|th|dh|ch|[bcdfghjklmnpqrstvxz]|[بتثجحخدذرزسشصضطظغفقكلمنه])(?P=one)*")
_CLASS = {"a": "a", "ا": "a", "e": "i", "i": "i", "y": "i", "ي": "i", "o": "u", "u": "u", "w": "u", "و": "u"}


@lru_cache(maxsize=65536)
def _vowels(word: str) -> tuple[str, ...]:
    """The vowels before, between and after the consonants of a word, by class a, i, u, as often as written; Arabic writes long ones
    only, as two. A last h falls out, and an ayn may go with any vowel."""
    plain = re.sub(r"(?<=\w)[هh]$", "", word)
    long = 1 if plain.isascii() else 2
    gaps = [
        "aiu" if "ع" in gap else "".join(_CLASS[c] * long for c in gap if c in _CLASS) for gap in _CONSONANT.sub("|", plain).split("|")
    ]
    return (*gaps[:-1], "ai") if plain.endswith("ي") else tuple(gaps)  # a last ya may be the a of Musa and Bushra


def _fit(one: str, other: str) -> bool:
    """Whether two runs of vowels may be one: a long one needs its own class in the other, two short ones are written as anybody likes,
    but never a as u."""
    if not one or not other:
        return len(one or other) < 2
    if set(one) & set(other):
        return True
    return len(one) == len(other) == 1 and {*one, *other} != {"a", "u"}


def _fit_first(one: str, other: str, both_latin: bool) -> bool:
    """What stands before the first consonant: in Arabic an alif is any vowel."""
    return not both_latin or not one or not other or bool(set(one) & set(other)) or {*one[:1], *other[:1]} == {"a", "i"}
