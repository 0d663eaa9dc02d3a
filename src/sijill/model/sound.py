"""Names of people across scripts and spellings: what their words sound like."""

import re
import unicodedata


def sound_words(name: str) -> tuple[str, ...]:
    """The consonants of each word of a name without articles, "son of" and vowels; the same for its Arabic and Latin spellings."""
    text = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c) and c != "ـ")
    words = []
    plain = re.sub(r"[^\w\s]", " ", _HYPHEN.sub(" ", text))
    for word in _SMALL.sub(" ", _ARTICLE.sub("", plain)).split():
        for pair, single in _DIGRAPHS:
            word = word.replace(pair, single)
        letters = re.sub(r"[^a-z]|[aeiouyw]", "", re.sub(r"(?<=\w)[ةه]$|(?<=[a-z])h$", "", word).translate(_LETTERS))
        words.append(re.sub(r"(.)\1+", r"\1", letters))
    return tuple(word for word in words if word)


_HYPHEN = re.compile(r"(?<=\w)[-'’`](?=\w)")
_ARTICLE = re.compile(r"\bال(?=\w{2})|\b(?:al|el|ash|as|ad|ar|an|az) (?=\w)")
_SMALL = re.compile(r"\b(?:بن|ابن|bin|ibn|ben)\b")
_DIGRAPHS = (("kh", "k"), ("gh", "g"), ("sh", "s"), ("th", "t"), ("dh", "d"), ("ch", "s"), ("ou", ""), ("ee", ""))
_LETTERS = str.maketrans(
    {
        "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h", "خ": "k", "د": "d", "ذ": "d", "ر": "r", "ز": "z", "س": "s", "ش": "s",
        "ص": "s", "ض": "d", "ط": "t", "ظ": "d", "غ": "g", "ف": "f", "ق": "k", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h",
        "q": "k", "c": "k", "p": "b", "v": "f", "x": "k",
    }
)  # fmt: skip
