"""Text made comparable: folded words, and MinHash signatures that find copies without comparing all pairs.

Source: Broder, "On the resemblance and containment of documents" (1997), sections 2 and 3.
"""

import re
import zlib
from functools import lru_cache
from operator import eq
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

_DROPPED = re.compile("[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u0640]")
_FOLDED = {
    **dict.fromkeys("أإآٱ", "ا"),
    **dict.fromkeys("ىیئ", "ي"),
    "ؤ": "و",
    "ة": "ه",
    "ک": "ك",
    **{chr(0x660 + d): str(d) for d in range(10)},
    **{chr(0x6F0 + d): str(d) for d in range(10)},
    "_": " ",
}
_WORD = re.compile(r"[^\W_]+")

HASHES = 64
BANDS = 16
_TEXT_LIMIT = 20_000  # a longer page is furniture or a list; its start tells whether it is a copy
PRIME = (1 << 31) - 1


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The form under which texts are compared: lower case, no harakat, one letter for the forms of alif, ya, ta marbuta."""
    text = _DROPPED.sub("", text)
    for letter, plain in _FOLDED.items():  # five times as fast on Arabic as `translate`; no plain letter is folded again
        text = text.replace(letter, plain)
    return text.lower()


def words_of(text: str) -> list[str]:
    """The folded words of a text."""
    return _WORD.findall(fold(text))


@lru_cache(maxsize=1)
def hash_factors() -> "tuple[np.ndarray, np.ndarray]":
    """What the code of a shingle is multiplied by, and what is added, for each of the hashes."""
    import numpy as np

    random = np.random.default_rng(1948)
    return random.integers(1, PRIME, HASHES, dtype=np.int64), random.integers(0, PRIME, HASHES, dtype=np.int64)


def shingle_text(text: str) -> frozenset[str]:
    """The three-word shingles of a text's beginning, folded; none for fewer than five words."""
    words = words_of(text[:_TEXT_LIMIT])
    return frozenset() if len(words) < 5 else frozenset(" ".join(words[i : i + 3]) for i in range(len(words) - 2))


def join_words(text: str) -> bytes:
    """The folded words of a text's beginning in UTF-8, with one space between; empty for fewer than five. A three-word shingle is a
    piece of it, from a word's start to a word's end."""
    words = words_of(text[:_TEXT_LIMIT])
    return " ".join(words).encode("utf-8", "surrogatepass") if len(words) > 4 else b""


@lru_cache(maxsize=512)
def sign_text(text: str) -> tuple[int, ...]:
    """MinHash signature of the three-word shingles of a text's beginning; empty for fewer than five words."""
    import numpy as np

    joined = join_words(text)
    if not joined:
        return ()
    gaps = np.flatnonzero(np.frombuffer(joined, dtype=np.uint8) == ord(" ")).tolist()
    pieces = zip([0, *(gap + 1 for gap in gaps)], [*gaps[2:], len(joined)], strict=False)
    hashes = np.fromiter((zlib.crc32(joined[start:end]) for start, end in pieces), dtype=np.int64) & 0x7FFFFFFF
    a, b = hash_factors()
    lowest = np.full(HASHES, PRIME, dtype=np.int64)
    for begin in range(0, len(hashes), 4096):
        part = (hashes[begin : begin + 4096, None] * a + b) % PRIME
        np.minimum(lowest, part.min(axis=0), out=lowest)
    return tuple(lowest.tolist())


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
