"""Consonant skeletons: what an Arabic name and its Latin spellings share, and what a spelling slip keeps.

Letters that Latin script does not tell apart, or that writers confuse, are one class: س/ص, ت/ط, د/ض, ق/ك, ه/ح. Vowels, glides inside a
word, ع and hamza are dropped. A letter with two usual Latin forms (ذ d/z, ظ z/d, Latin g ج/ق) gives a key for each, four at most.
"""

import re
from functools import lru_cache
from itertools import product

from sijill.geocode.folding import LATIN_ARTICLES, fold, is_arabic

_ARABIC = {
    **dict(zip("بتطثجحهخدضرزسصشغفقكلمن", "btttjhhxddrzss$gfkklmn", strict=True)),
    "ذ": "1",
    "ظ": "1",
}
_LATIN = {
    **{c: c for c in "bdfhjklmnrstz"},
    "q": "k",
    "c": "k",
    "p": "b",
    "v": "f",
    "x": "ks",
    "g": "2",
    "ç": "j",
    "ş": "$",
    "ğ": "g",
    "sh": "$",
    "ch": "$",
    "kh": "x",
    "gh": "g",
    "dh": "1",
    "th": "t",
    "dj": "j",
    "zh": "j",
    "ph": "f",
}
_CHOICES = {"1": ("d", "z"), "2": ("j", "k"), "3": ("", "t")}
"""Letters that are written in two ways: ذ and ظ as d or z, a Latin g for ج or ق, ta marbuta before a further word as nothing or t."""
_UNITS = re.compile(r"(sh|ch|kh|gh|dh|th|dj|zh|ph|[bcçdfgğhjklmnpqrsştvxz])\1?|^[wy]|[^\W\d_]|\d")
_SUN = re.compile(r"^[aeiou](?=(?:dd|nn|rr|ss|tt|zz|ll|shsh|thth|dhdh))")
_GLUED = re.compile(r"^[aeu]l(?=[bcdfghjkmnqrstwyz]\w{2})")
CONSONANTS = "bdfghjklmnrstxz$"
LIMIT = 4  # keys of one name: more than two such letters in one name are too rare to pay for


@lru_cache(maxsize=65536)
def skeletons(text: str) -> tuple[str, ...]:
    """The skeleton keys of a name, each starting with `~`; empty where no consonant is left."""
    words = fold(text).split()
    if is_arabic(text):
        form = "".join([_arabic(word, at < len(words)) for at, word in enumerate(words, 1)])
    else:
        form = "".join(map(_latin, words))
    if not form:
        return ()
    if _CHOICES.keys().isdisjoint(form):
        return ("~" + form,)
    choices = (("~" + "".join(picked)) for picked in product(*(_CHOICES.get(c, (c,)) for c in form)))
    return tuple(key for key, _ in zip(choices, range(LIMIT), strict=False))


def neighbours(key: str) -> set[str]:
    """Every skeleton key with one consonant dropped, added or another."""
    found = set()
    for at in range(1, len(key) + 1):
        left, right = key[:at], key[at:]
        found.update([left + letter + right for letter in CONSONANTS])
        if right:
            found.add(left + right[1:])
            found.update([left + letter + right[1:] for letter in CONSONANTS])
    found.discard(key)
    return found


def _arabic(word: str, further: bool) -> str:
    if word.startswith("ال") and len(word) > 3:
        word = word[2:]
    ending = ""
    if word.endswith("ه") and len(word) > 2:
        word, ending = word[:-1], "3" if further else ""
    glide = {"و": "w", "ي": "y"}.get(word[0], "")
    return glide + "".join([_ARABIC[c] for at, c in enumerate(word) if c in _ARABIC and (not at or word[at - 1] != c)]) + ending


def _latin(word: str) -> str:
    if word in LATIN_ARTICLES:
        return ""
    if word[0] in "aeiou":
        word = _GLUED.sub("", _SUN.sub("", word, count=1), count=1)
    if word.endswith("h") and word[-2:-1] in "aeiou":
        word = word[:-1]
    glide = word[0] if word[:1] in ("w", "y") else ""
    return glide + "".join([_LATIN[unit] for unit in _UNITS.findall(word) if unit])
