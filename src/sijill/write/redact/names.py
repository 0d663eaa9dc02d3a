"""Names that an edition withholds, found again in any text: in every spelling, in Arabic and Latin letters, with and without clitics.

A name of two words or more is looked for by what its words sound like (`model.sound`), whole and as its first word with any later one,
so that "Ahmad Khalid al-Hasan" also withholds "أحمد الحسن". A name of one word is withheld only where it was read.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from urllib.parse import unquote

from sijill.model import Span
from sijill.model.sound import sound_words

MARK = "▮▮▮"
"""What stands in a name's place: always the same, so that it does not give its length away."""

CONSONANTS = 4
"""Consonants that a name must have to be looked for by sound: shorter ones sound like common words and are looked for by letters."""

_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u064b-\u0652\u0670\u0640'’`-](?=[^\W_]|[\u064b-\u0652]))*[\u064b-\u0652]*")
_SEPARATORS = re.compile("[-_/+.]")
_POSSESSIVE = re.compile(r"['’`]s$", re.IGNORECASE)
_PREFIXES = re.compile(r"^[وفبلك](?=[^\W_]{3})")


Word = tuple[int, int, frozenset[str]]
"""A word's offsets, and the forms under which names look for it."""


class Names:
    """A set of names to withhold; those of one word are looked for only where `own` asks for them."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_first: dict[str, set[tuple[str, ...]]] = {}
        for name in names:
            for form in _forms_of_name(name):
                self._by_first.setdefault(form[0], set()).add(form)

    def __bool__(self) -> bool:
        return bool(self._by_first)

    def find(self, text: str, own: frozenset[str] = frozenset(), spared: Sequence[Span] = ()) -> list[tuple[int, int]]:
        """Half-open ranges of `text` that hold a name, in order and apart; `own` are letters of names of one word to find as well,
        but not in the ranges `spared`: a place or a party may be called like a person."""
        if not self._by_first and not own:
            return []
        words = list(_words(text))
        found: list[tuple[int, int]] = []
        at = 0
        while at < len(words):
            start, end, forms = words[at]
            length = 0 if forms.isdisjoint(self._by_first) else self._length_at(words, at)
            if not length and own and not forms.isdisjoint(own) and not any(s < end and start < e for s, e in spared):
                length = 1
            if length:
                found.append((start, words[at + length - 1][1]))
            at += length or 1
        return found

    def find_in_address(self, address: str, own: frozenset[str] = frozenset()) -> bool:
        """Whether an address holds a name: percent-decoded, with what separates words in addresses as spaces."""
        return bool(self.find(_SEPARATORS.sub(" ", unquote(address)), own))

    def _length_at(self, words: Sequence[Word], at: int) -> int:
        """Words of the longest name that begins there; 0 for none."""
        possible = (form for key in words[at][2] for form in self._by_first.get(key, ()))
        return max((len(form) for form in possible if _fits(words, at, form)), default=0)


def letters_of(name: str) -> frozenset[str]:
    """The forms by letters of a name of one word; none for longer names."""
    words = list(_words(name))
    return frozenset(f for f in words[0][2] if f.startswith("=")) if len(words) == 1 else frozenset()


def word_forms(text: str) -> Iterator[tuple[int, frozenset[str]]]:
    """Where each word of a text begins, and its forms."""
    for start, _, forms in _words(text):
        yield start, forms


def mask(text: str, ranges: Sequence[tuple[int, int]]) -> str:
    """The text with MARK in the place of each range."""
    parts, at = [], 0
    for start, end in ranges:
        parts += [text[at:start], MARK]
        at = end
    return "".join([*parts, text[at:]])


def move(offset: int, ranges: Sequence[tuple[int, int]], *, end: bool) -> int:
    """Where an offset into the text lies in the masked text; one inside a name goes to its mark's beginning, or its end."""
    moved = 0
    for start, stop in ranges:
        if offset <= start:
            break
        if offset < stop:
            return start + moved + (len(MARK) if end else 0)
        moved += len(MARK) - (stop - start)
    return offset + moved


def _forms_of_name(name: str) -> Iterator[tuple[str, ...]]:
    words = [forms for _, _, forms in _words(name)]
    sounds = [next((f for f in sorted(forms) if f.startswith("~")), "") for forms in words]
    letters = [min(f for f in forms if f.startswith("=")) for forms in words]
    if len(words) < 2:
        return
    chosen = sounds if all(sounds) and sum(len(s) - 1 for s in sounds) >= CONSONANTS else letters
    yield tuple(chosen)
    for later in range(1, len(words)):
        pair = (sounds[0], sounds[later])
        yield pair if all(pair) and sum(len(s) - 1 for s in pair) >= CONSONANTS else (letters[0], letters[later])


def _fits(words: Sequence[Word], at: int, form: tuple[str, ...]) -> bool:
    return at + len(form) <= len(words) and all(key in words[at + n][2] for n, key in enumerate(form))


def _words(text: str) -> Iterator[Word]:
    for match in _WORD.finditer(text):
        if forms := _forms(match.group()):
            yield match.start(), match.end(), forms


@lru_cache(maxsize=100_000)
def _forms(word: str) -> frozenset[str]:
    """ "~" and the sound, "=" and the folded letters; of an Arabic word also without the letter that is written to it (و، ب، ل …). None
    for what only joins names (bin, ال, al-)."""
    folded = _fold(word)
    if folded in _JOINS:
        return frozenset()
    found = {"=" + folded}
    for form in {word, _PREFIXES.sub("", word), _POSSESSIVE.sub("", word)}:
        found.add("=" + _fold(form))
        sound = "".join(sound_words(form))
        if sound:
            found.add("~" + sound)
    return frozenset(found)


_JOINS = frozenset(("بن", "ابن", "bin", "ibn", "ben", "bint", "بنت", "al", "el", "ال"))
_FOLDED = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": "", "'": "", "’": "", "`": "", "-": ""}
)
_DROPPED = re.compile(r"[\u064b-\u0652\u0670]")


def _fold(word: str) -> str:
    folded = _DROPPED.sub("", word.casefold()).translate(_FOLDED)
    return re.sub(r"^(?:ال|al|el)(?=[^\W_]{3})", "", folded)
