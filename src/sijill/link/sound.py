"""Names across scripts: the consonants of a place name, as both an Arabic and a Latin spelling give them."""

import re
from functools import lru_cache

_ARABIC = str.maketrans(
    {
        "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h", "خ": "k", "د": "d", "ذ": "d", "ر": "r", "ز": "z", "س": "s", "ش": "s",
        "ص": "s", "ض": "d", "ط": "t", "ظ": "d", "غ": "g", "ف": "f", "ق": "k", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h",
        "پ": "b", "چ": "j", "گ": "g",
    }
)  # fmt: skip
_DIGRAPHS = (("kh", "k"), ("gh", "g"), ("sh", "s"), ("th", "t"), ("dh", "d"), ("ph", "f"), ("ch", "s"))
_LATIN = str.maketrans({"q": "k", "c": "k", "p": "b", "v": "f", "x": "k"})
_ARTICLES = re.compile(r"(?:^|(?<=[ -]))(?:ال|(?:al|el|ash|as|ad|ar|at|an|az|ul)[- ])")


@lru_cache(maxsize=65536)
def sound_name(name: str) -> str:
    """Consonants of a folded place name without articles, long vowels, ayn and ta marbuta; empty where fewer than two are left.

    "ضحيان" and "dahyan" both give "dhn"; "معره النعمان" and "maarat al-numan" both give "mrnmn".
    """
    text = re.sub(r"(?:(?<=a)t(?=[ -])|[hه](?=[ -]|$))", "", _ARTICLES.sub("", name).strip())
    if text.isascii():
        for pair, single in _DIGRAPHS:
            text = text.replace(pair, single)
        text = re.sub(r"[^a-z]|[aeiouyw]", "", text.translate(_LATIN))
    else:
        text = re.sub(r"[^a-z]", "", text.translate(_ARABIC))
    letters = re.sub(r"(.)\1+", r"\1", text)
    return letters if len(letters) > 1 else ""
