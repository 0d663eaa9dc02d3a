"""How probable a Latin spelling is for an Arabic name: alignments of letters, with costs learnt from place names in both scripts.

The costs (`data/translit.json`, nats) are trained by `training/place_match.py` on names of Who's On First, the held-out places aside.
"""

import json
import re
import unicodedata
import zlib
from functools import cache, lru_cache
from importlib import resources

from sijill.geocode.folding import LATIN_ARTICLES, fold

_PLAIN = str.maketrans({"ı": "i", "ə": "e", "ø": "o"})
CHUNK = 3  # Latin letters that one Arabic letter may become
ARTICLE = 0.7  # nats of an article that only one of the two has
UNSEEN = (
    7.0  # nats of a way of writing that training never saw: rarer than the rarest kept one (1e-4 is 9.2 in one, 7 lets a slip live)
)


def held_out(spot: str) -> bool:
    """Whether a place is kept from training, for measuring: one in fifty, by its id."""
    return zlib.crc32(spot.encode()) % 50 == 0


@lru_cache(maxsize=65536)
def arabic_form(name: str) -> str:
    """An Arabic name as the model reads it: folded, no articles, no spaces; ta marbuta stays a letter of its own (a or t)."""
    words = []
    for raw in name.split():
        word = fold(raw).replace(" ", "")
        if word.startswith("ال") and len(word) > 3:
            word = word[2:]
        words.append(word[:-1] + "ة" if raw.rstrip("\u064b\u064c\u064d\u064e\u064f\u0650").endswith("ة") else word)
    return "".join(words)


_DOTTED = {"h": "ḥ", "s": "ṣ", "t": "ṭ", "d": "ḍ", "z": "ẓ"}
_LONG = {"a": "ā", "i": "ī", "u": "ū"}
_AYN = dict.fromkeys("`‘ʿʻ", "`") | dict.fromkeys("'’ʼʾ´", "'")
_KEPT = re.compile(r"[^a-zḥṣṭḍẓāīū`']")
_TWICE = re.compile(r"(.)\1")


@lru_cache(maxsize=65536)
def latin_form(name: str) -> str:
    """A Latin name as the model reads it: no articles, doubled letters once, letters, dots below, long vowels and ayn kept as signs."""
    words = []
    for word in re.split(r"[\s\-_]+", name.casefold().translate(_PLAIN)):
        plain = "".join(c for c in fold(word))
        if plain in LATIN_ARTICLES:
            continue
        letters: list[str] = []
        for c in unicodedata.normalize("NFD", word):
            if c in "\u0327\u0323" and letters:
                letters[-1] = _DOTTED.get(letters[-1], letters[-1])
            elif c == "\u0304" and letters:
                letters[-1] = _LONG.get(letters[-1], letters[-1])
            else:
                letters.append(_AYN.get(c, c))
        words.append(_TWICE.sub(r"\1", _KEPT.sub("", "".join(letters))))
    return "".join(words)


@cache
def costs() -> dict[str, dict[str, float]]:
    """Nats of each way to write each Arabic letter; the letter "" is a vowel written where Arabic has none."""
    flat: dict[str, float] = json.loads((resources.files("sijill") / "data" / "translit.json").read_text(encoding="utf-8"))
    found: dict[str, dict[str, float]] = {}
    for key, nats in flat.items():
        letter, _, text = key.partition(">")
        found.setdefault(letter, {})[text] = nats
    return found


@lru_cache(maxsize=65536)
def spelling_cost(arabic: str, latin: str) -> float:
    """Nats of the best alignment of the two names, per letter of the longer; smaller is more alike, infinite where one is empty."""
    a, b = arabic_form(arabic), latin_form(latin)
    n, m = len(a), len(b)
    if not n or not m:
        return float("inf")
    table = costs()
    inserted = [table[""].get(c, UNSEEN) for c in b]
    before = [0.0] * (m + 1)
    for j in range(m):
        before[j + 1] = before[j] + inserted[j]
    for letter in a:
        ways = table.get(letter, {})
        dropped = ways.get("", UNSEEN)
        after = [cost + dropped for cost in before]
        for size in range(1, CHUNK + 1):
            for j in range(m - size + 1):
                nats = ways.get(b[j : j + size])
                if nats is None:
                    if size > 1:
                        continue
                    nats = UNSEEN
                if before[j] + nats < after[j + size]:
                    after[j + size] = before[j] + nats
        for j in range(m):
            if after[j] + inserted[j] < after[j + 1]:
                after[j + 1] = after[j] + inserted[j]
        before = after
    return (before[m] + ARTICLE * abs(_articles(arabic) - _articles(latin))) / max(n, m)


def _articles(name: str) -> int:
    return sum(word in LATIN_ARTICLES or (word.startswith("ال") and len(word) > 3) for word in fold(name).split())
