"""Identity in one place: ids are derived from content, so that the same input always gives the same id; those of people are not."""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

GENESIS = "0" * 64
"""The digest that the first entry of a register follows."""


def canonical_json(value: Any) -> str:
    """JSON with sorted keys, no spaces and no escaped letters: the one form that is hashed."""
    return _CANONICAL.encode(value)


_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(value: bytes | str) -> str:
    """SHA-256 as 64 hex digits; text is hashed as UTF-8 (lone surrogates kept, so that any string has a digest)."""
    return hashlib.sha256(value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value).hexdigest()


def content_id(prefix: str, *parts: object) -> str:
    """A short stable id, `prefix-` and 16 letters (80 bits) of the digest of `parts`; a part may be any JSON value."""
    raw = hashlib.sha256(canonical_json([str(p) if p is not None else None for p in parts]).encode("utf-8", "surrogatepass"))
    return f"{prefix}-{base64.b32encode(raw.digest()[:10]).decode().lower()}"


def report_id(doc: str, text: str, published: object = None, source: str | None = None, url: str | None = None) -> str:
    """A report's id: what it says, when, where and by whom; not when it was fetched."""
    return content_id("r", doc, text, published, source, url)


def account_id(report: str, ordinal: int) -> str:
    """The id of the `ordinal`-th account (from 1) of a report."""
    return f"{report}.a{ordinal}"


def claim_id(account: str, letter: str, ordinal: int) -> str:
    """The id of a claim in an account: letter p(lace), c (actor), h(arm), s (attribution), v(ictim), o(rigin place)."""
    return f"{account}.{letter}{ordinal}"


def incident_id(founder: str) -> str:
    """An incident's id, from the account that founded it."""
    return content_id("i", founder)


_PERSON = re.compile(r"v-[0-9a-f]{16}")


def person_key(random: bytes) -> str:
    """The key of a person of the victims' list, from 8 random bytes: it lies open in the register, and says nothing about anybody."""
    return f"v-{random.hex()}"


def is_person_key(key: str) -> bool:
    """Whether a key can be one of `person_key`: a name, or a word from one, cannot."""
    return _PERSON.fullmatch(key) is not None


def entry_digest(fields: Mapping[str, Any], previous: str) -> str:
    """The digest of a register entry: its fields in canonical JSON, after the digest of the entry before."""
    return digest(previous + canonical_json(dict(fields)))
