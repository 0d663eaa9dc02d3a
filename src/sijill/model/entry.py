"""Entries of the register: one fact, one immutable row, chained by hash."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sijill.model.vocabulary import EntryKind


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the register. `body` is JSON; `digest` covers every other field and `previous`, the digest before.

    `subject` is the id of what the entry is about (a report, an account, an incident). `at` is ISO 8601 in UTC.
    """

    seq: int
    kind: EntryKind
    subject: str
    author: str
    at: str
    reason: str
    body: dict[str, Any]
    previous: str
    digest: str


def days_since_1970(at: str) -> float:
    """The time of an entry in days since 1 January 1970, UTC: what waiting is counted in."""
    return datetime.fromisoformat(at).timestamp() / 86_400
