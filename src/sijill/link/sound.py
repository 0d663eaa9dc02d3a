"""Names across scripts: the consonants of a place name, as both an Arabic and a Latin spelling give them."""

import re
from functools import lru_cache

_ARABIC = {letter: letter for letter in "abcdefghijklmnopqrstuvwxyz"} | {
    "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h", "خ": "k", "د": "d", "ذ": "d", "ر": "r", "ز": "z", "س": "s", "ش": "s",
    "ص": "s", "ض": "d", "ط": "t", "ظ": "d", "غ": "g", "ف": "f", "ق": "k", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h",
    "پ": "b", "چ": "j", "گ": "g",
}  # fmt: skip
_DIGRAPHS = (("kh", "k"), ("gh", "g"), ("sh", "s"), ("th", "t"), ("dh", "d"), ("ph", "f"), ("ch", "s"))
_LATIN = {letter: letter for letter in "bdfghjklmnrstz"} | {"q": "k", "c": "k", "p": "b", "v": "f", "x": "k"}
_ARTICLES = re.compile(r"(?:^|(?<=[ -]))(?:ال|(?:al|el|ash|as|ad|ar|at|an|az|ul)[- ])")
_ENDINGS = re.compile(r"(?:(?<=a)t(?=[ -])|[hه](?=[ -]|$))")


@lru_cache(maxsize=1 << 17)
def sound_name(name: str) -> str:
    """Consonants of a folded place name without articles, long vowels, ayn and ta marbuta; empty where fewer than two are left.

    "ضحيان" and "dahyan" both give "dhn"; "معره النعمان" and "maarat al-numan" both give "mrnmn".
    """
    if name.isalnum():  # one word, as most are: an article can only be its start, an ending its end
        text = name.removeprefix("ال")
        text = text[:-1] if text.endswith(("h", "ه")) else text
    else:
        text = _ENDINGS.sub("", _ARTICLES.sub("", name).strip())
    letters = _ARABIC
    if text.isascii():
        letters = _LATIN
        if "h" in text:
            for pair, single in _DIGRAPHS:
                text = text.replace(pair, single)
    found, last = "", ""
    for letter in text:
        sound = letters.get(letter, last)
        if sound != last:
            found += sound
            last = sound
    return found if len(found) > 1 else ""
