"""Text made comparable: folded words near an account's claims, and MinHash signatures that find copies without comparing all pairs."""

import re
import zlib
from functools import lru_cache
from operator import eq

import numpy as np

from sijill.model import Filing

_DROPPED = re.compile("[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u0640]")
_FOLDED = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ىیئ", "ي"),
        "ؤ": "و",
        "ة": "ه",
        "ک": "ك",
        **{chr(0x660 + d): str(d) for d in range(10)},
        **{chr(0x6F0 + d): str(d) for d in range(10)},
        "_": " ",
    }
)
_WORD = re.compile(r"[^\W_]+")
_CLITICS = re.compile(r"^(?:[وف]?(?:[بلك]?ال|لل)|و(?=\w{4}))")

NEAR = 240
"""Characters of context on each side of a claim that belong to the account: one or two sentences. Of 160, 240, 320 and 600 the best on
the train reports by cross-validated B-cubed."""

HASHES = 64
BANDS = 16
_TEXT_LIMIT = 20_000  # a longer page is furniture or a list; its start tells whether it is a copy
_PRIME = (1 << 31) - 1
_RANDOM = np.random.default_rng(1948)
_A = _RANDOM.integers(1, _PRIME, HASHES, dtype=np.int64)
_B = _RANDOM.integers(0, _PRIME, HASHES, dtype=np.int64)


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The form under which texts are compared: lower case, no harakat, one letter for the forms of alif, ya, ta marbuta."""
    return _DROPPED.sub("", text).translate(_FOLDED).lower()


def account_words(filing: Filing) -> frozenset[str]:
    """The folded words (article and conjunction taken off) within `NEAR` characters of the account's claims."""
    text, account = filing.report.text, filing.account
    spans = [c.span for group in (account.places, account.actors, account.harms, account.attributions) for c in group]
    if account.date is not None and account.date.span is not None:
        spans.append(account.date.span)
    pieces: list[list[int]] = []
    for start, end in sorted((max(0, s.start - NEAR), min(len(text), s.end + NEAR)) for s in spans):
        if pieces and start <= pieces[-1][1]:
            pieces[-1][1] = max(end, pieces[-1][1])
        else:
            pieces.append([start, end])
    found: set[str] = set()
    for start, end in pieces:
        found.update(stem(w) for w in _WORD.findall(fold(text[start:end])))
    return frozenset(w for w in found if len(w) > 2 or w.isdigit())


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A folded Arabic word without leading conjunction, preposition and article where enough of it is left."""
    rest = _CLITICS.sub("", word)
    return rest if len(rest) > 2 else word


@lru_cache(maxsize=512)
def sign_text(text: str) -> tuple[int, ...]:
    """MinHash signature of the three-word shingles of a text's beginning; empty for fewer than five words."""
    words = _WORD.findall(fold(text[:_TEXT_LIMIT]))
    if len(words) < 5:
        return ()
    shingles = {" ".join(words[i : i + 3]) for i in range(len(words) - 2)}
    hashes = np.fromiter((zlib.crc32(s.encode("utf-8", "surrogatepass")) & 0x7FFFFFFF for s in shingles), dtype=np.int64)
    lowest = np.full(HASHES, _PRIME, dtype=np.int64)
    for begin in range(0, len(hashes), 4096):
        part = (hashes[begin : begin + 4096, None] * _A + _B) % _PRIME
        np.minimum(lowest, part.min(axis=0), out=lowest)
    return tuple(int(v) for v in lowest)


def resemblance(left: tuple[int, ...], right: tuple[int, ...]) -> float:
    """Estimated share of common shingles, 0..1; 0 where a text was too short to say."""
    if not left or not right:
        return 0.0
    return float(sum(map(eq, left, right)) / HASHES)


def bands(signature: tuple[int, ...]) -> list[tuple[int, tuple[int, ...]]]:
    """Pieces of a signature: texts that share one piece are likely copies (resemblance of 0.5 is found with probability 0.64,
    of 0.7 with 0.99)."""
    size = HASHES // BANDS
    return [(i, signature[i * size : (i + 1) * size]) for i in range(BANDS)] if signature else []
