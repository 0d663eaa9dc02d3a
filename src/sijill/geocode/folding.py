"""Names made comparable: one folded form per script, and the keys under which the index keeps a name.

Folding loses only what writers vary without meaning it: hamza seats, ta marbuta, alif maqsura, tatweel, vowel signs, hyphens,
hashtags, Latin diacritics. The article is folded away in keys only, so that a match can say whether it was the same with it.
"""

import re
import unicodedata
from functools import lru_cache

ARABIC = re.compile(r"[؀-ۿݐ-ݿﭐ-﷿ﹰ-﻿]")
_LETTERS = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ىیېۍ", "ي"),
        **dict.fromkeys("ةۀەھہۂ", "ه"),
        "ؤ": "و",
        "ئ": "ي",
        "ء": "",
        "ک": "ك",
        "گ": "ك",
        "ڤ": "ف",
        "پ": "ب",
        "چ": "ج",
        "ڨ": "ق",
        "ـ": "",
        "\u200c": " ",
        "_": " ",
        "#": " ",
    }
)
_MARKS = re.compile(r"[\u064b-\u065f\u0670\u06d6-\u06ed\u0610-\u061a\u200b\u200d-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_LATIN = str.maketrans(
    {"ı": "i", "ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ə": "e", "ʿ": "'", "ʾ": "'", "ʻ": "'"}
)
_QUOTES = re.compile(r"['`´ʼ‘’“”\"«»]")
_SPLIT = re.compile(r"[^\w]+|_")
LATIN_ARTICLES = frozenset(
    ("al", "el", "as", "ash", "ad", "adh", "az", "at", "ath", "an", "ar", "es", "esh", "ed", "ez", "er", "en", "et", "ul")
)
"""Words that are the Arabic article in Latin letters, alone or before a hyphen; folded away in keys only."""


def is_arabic(text: str) -> bool:
    """Whether any letter is of the Arabic script."""
    return ARABIC.search(text) is not None


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The comparable form of a name: lower case, one space between words, nothing that writers vary without meaning it."""
    if text.isascii():
        return " ".join(_SPLIT.sub(" ", _QUOTES.sub("", text.lower())).split())
    if is_arabic(text):
        text = _MARKS.sub("", unicodedata.normalize("NFKC", text)).translate(_LETTERS)
    text = unicodedata.normalize("NFKD", text.casefold().translate(_LATIN))
    text = "".join([c for c in text if not unicodedata.combining(c)]).casefold().translate(_LATIN)  # again: ㎐ holds a capital, ǣ an æ
    return " ".join(_SPLIT.sub(" ", _QUOTES.sub("", text)).split())


def bare_word(word: str) -> str:
    """A folded word without its article; where too little would be left it stays (الب)."""
    return word[2:] if len(word) > 4 and word.startswith("ال") else word


@lru_cache(maxsize=65536)
def name_keys(text: str) -> tuple[str, ...]:
    """Folded keys of a name, without spaces: all articles gone; and only the first one gone (ديرالزور written together)."""
    words = fold(text).split()
    if not words:
        return ()
    if is_arabic(text):
        whole = "".join(words)
        return tuple(dict.fromkeys(("".join(bare_word(w) for w in words), bare_word(whole))))
    kept = [w for w in words if w not in LATIN_ARTICLES] or words
    keys = ["".join(kept), "".join(words)]
    return tuple(dict.fromkeys(k for k in keys if k))


@lru_cache(maxsize=65536)
def without_clitics(text: str) -> tuple[str, ...]:
    """Forms of an Arabic name with a possible attached و، ب، ل، ف، ك taken off, most careful first; empty where there is none."""
    words = text.split()
    if not words or not is_arabic(words[0]):
        return ()
    head, rest = words[0], words[1:]
    found: list[str] = []
    for stripped in _strip(head):
        found.append(" ".join([stripped, *rest]))
        found.extend(" ".join([again, *rest]) for again in _strip(stripped))
    return tuple(dict.fromkeys(found))


def _strip(word: str) -> list[str]:
    if word.startswith("لل") and len(word) > 4:
        return ["ال" + word[2:], word[2:]]
    if len(word) > 3 and word[0] in "وبلفك":
        return [word[1:]]
    return []
