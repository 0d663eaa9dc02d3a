"""How alike two names sound: an edit distance over letters that know about each other, across Arabic and Latin script."""

from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from sijill.geocode.folding import LATIN_ARTICLES, fold, is_arabic


@lru_cache(maxsize=65536)
def likeness(one: str, other: str) -> float:
    """0..1, 1 for the same sound. Both are first brought to one plain Latin form."""
    a, b = plain(one), plain(other)
    if not a or not b:
        return 0.0
    return 1.0 - Levenshtein.distance(a, b) / max(len(a), len(b))


_SOUND = str.maketrans(dict(zip("ابتثجحخدذرزسشصضطظغفقكلمنهوي", "abttjhxddrzscsdtzgfkklmnhui", strict=True)) | {"ع": ""})


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """A name as it sounds, in few Latin letters: no article, no doubled letter, one sign for each long vowel."""
    words = fold(text).split()
    if is_arabic(text):
        return "".join(_plain_arabic(w) for w in words)
    return "".join(_plain_latin(w) for w in words if w not in LATIN_ARTICLES)


def _plain_arabic(word: str) -> str:
    if word.startswith("ال") and len(word) > 3:
        word = word[2:]
    if word.endswith("ه") and len(word) > 2:
        word = word[:-1] + "ا"
    return word.translate(_SOUND)


_PAIRS = {"ou": "u", "oo": "u", "ee": "i", "sh": "c", "ch": "c", "kh": "x", "gh": "g", "dh": "d", "th": "t", "ay": "i"}
_SINGLES = str.maketrans("oeywqpv", "uiiukbf")


def _plain_latin(word: str) -> str:
    for pair, one in _PAIRS.items():
        word = word.replace(pair, one)
    word = word.translate(_SINGLES)
    if word.endswith("ah"):
        word = word[:-1]
    return "".join(c for at, c in enumerate(word) if not (at and word[at - 1] == c))
