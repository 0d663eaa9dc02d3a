"""What only the publisher can make: public ids in the place of those that follow from a report's words, and commitments to what is
withheld.

A report's id is a digest of its text, and an incident's follows from the report that founded it: whoever knows a text but for one
name could try names against them. Both are HMAC-SHA256 under a key that is drawn from the publisher's signing key.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable
from functools import lru_cache

from sijill.model.identity import canonical_json

_REPORT = re.compile(r"(?<![0-9A-Za-z-])r-[a-z2-7]{16}(?![0-9A-Za-z])")


KNOWN = 50_000
"""Ids that are kept at hand: one stands in many places of a case."""


class Secret:
    """Draws ids and commitments from `key`, any bytes that only the publisher has."""

    def __init__(self, key: bytes) -> None:
        self._key = hmac.new(key, b"sijill edition", hashlib.sha256).digest()
        self.public_id = lru_cache(maxsize=KNOWN)(self._public_id)
        self.public_ids = lru_cache(maxsize=KNOWN)(self._public_ids)

    def _public_id(self, register_id: str) -> str:
        """The id that stands for a report's or an incident's own, with the same prefix and form."""
        raw = self._digest("id", register_id)
        return f"{register_id.split('-', 1)[0]}-{base64.b32encode(raw[:10]).decode().lower()}"

    def _public_ids(self, text: str) -> str:
        """The text with every report's id in it (alone, or at the head of an account's or a claim's) replaced."""
        return _REPORT.sub(lambda m: self.public_id(m.group()), text) if "r-" in text else text

    def commit(self, owner: str, values: Iterable[str]) -> str:
        """A commitment to some values of one owner: HMAC under a salt of their own, so that one can be opened without the others."""
        salt = self._digest("salt", owner)
        return hmac.new(salt, canonical_json(sorted(values)).encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()

    def _digest(self, purpose: str, value: str) -> bytes:
        return hmac.digest(self._key, f"{purpose}\0{value}".encode("utf-8", "surrogatepass"), hashlib.sha256)
