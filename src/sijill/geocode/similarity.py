"""How alike two names sound: letters that writers confuse count less; across scripts, the learnt costs of transliteration."""

from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from sijill.geocode.folding import LATIN_ARTICLES, fold, is_arabic
from sijill.geocode.transliteration import spelling_cost

SAME_COST = 0.5  # nats a letter of an ordinary transliteration: the median of true pairs is 0.7, of the best tenth 0.5
STEP = 5.0  # nats a letter that make two names wholly unlike; 98 % of true pairs cost less than 1.5, a likeness of 0.8


@lru_cache(maxsize=65536)
def likeness(one: str, other: str) -> float:
    """0..1, 1 for the same sound."""
    if is_arabic(one) != is_arabic(other):
        arabic, latin = (one, other) if is_arabic(one) else (other, one)
        return max(0.0, 1.0 - max(0.0, spelling_cost(arabic, latin) - SAME_COST) / STEP)
    return rough_likeness(one, other)


def rough_likeness(one: str, other: str) -> float:
    """0..1 by edit distance over few letters; quick, and good enough to order candidates of any script."""
    a, b = plain(one), plain(other)
    if not a or not b:
        return 0.0
    return 1.0 - Levenshtein.distance(a, b) / max(len(a), len(b))


_SOUND = str.maketrans(dict(zip("ابتثجحخدذرزسشصضطظغفقكلمنهوي", "abttjhxddrzscsdtzgfkklmnhui", strict=True)) | {"ع": ""})
_PAIRS = {"ou": "u", "oo": "u", "ee": "i", "sh": "c", "ch": "c", "kh": "x", "gh": "g", "dh": "d", "th": "t", "ay": "i"}
_SINGLES = str.maketrans("oeywqpv", "uiiukbf")


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """A name as it sounds, in few Latin letters: no article, no doubled letter, one sign for each long vowel."""
    words = fold(text).split()
    if is_arabic(text):
        return "".join([_plain_arabic(word) for word in words])
    return "".join([_plain_latin(word) for word in words if word not in LATIN_ARTICLES])


def _plain_arabic(word: str) -> str:
    if word.startswith("ال") and len(word) > 3:
        word = word[2:]
    if word.endswith("ه") and len(word) > 2:
        word = word[:-1] + "ا"
    return word.translate(_SOUND)


def _plain_latin(word: str) -> str:
    for pair, one in _PAIRS.items():
        word = word.replace(pair, one)
    word = word.translate(_SINGLES)
    if word.endswith("ah"):
        word = word[:-1]
    return "".join([c for at, c in enumerate(word) if not (at and word[at - 1] == c)])
