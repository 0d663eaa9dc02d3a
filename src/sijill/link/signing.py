"""Profiles of many accounts: their texts are signed together, by a compiled loop."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Any

import numpy as np

from sijill.link import kernels
from sijill.link.profile import Profile, make_profile
from sijill.model import Filing
from sijill.model.fingerprint import HASHES, PRIME, hash_factors, join_words

TOGETHER = 1000
"""Texts signed at once."""


def make_profiles(filings: Iterable[Filing], leads: Collection[str] | None = None) -> Iterator[Profile]:
    """The profiles that `make_profile` gives, in the order of the accounts; without `leads` each is what its report is about."""
    rest = iter(filings)
    while part := list(islice(rest, TOGETHER)):
        for filing, signature in zip(part, sign_texts([filing.report.text for filing in part]), strict=True):
            yield make_profile(filing, leads is None or filing.account.id in leads, signature)


def sign_texts(texts: Sequence[str]) -> list[tuple[int, ...]]:
    """The signatures that `sign_text` gives, of many texts."""
    joined = [join_words(text) for text in texts]
    begins = np.concatenate(([0], np.cumsum([len(words) for words in joined]))).astype(np.int64)
    found = np.empty((len(texts), HASHES), dtype=np.int64)
    kernels.sign(np.frombuffer(b"".join(joined), dtype=np.uint8), begins, _crc_table(), *hash_factors(), PRIME, found)
    return [tuple(row) if words else () for row, words in zip(found.tolist(), joined, strict=True)]


@cache
def _crc_table() -> Any:
    """The remainder of each byte under the polynomial of CRC-32, bits reversed (ISO 3309), as zlib has it."""
    codes = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        codes = np.where(codes & 1, (codes >> 1) ^ np.uint32(0xEDB88320), codes >> 1)
    return codes
