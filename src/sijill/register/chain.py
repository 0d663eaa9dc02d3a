"""The hash chain: makes the next entries, and finds the first one that does not follow from the one before."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from sijill.model import BrokenChain, Entry
from sijill.model.identity import GENESIS, canonical_json, entry_digest
from sijill.model.vocabulary import EntryKind
from sijill.register.tables import entries

BATCH = 1000
"""Rows fetched at a time when walking the chain."""

_COVERED = ("seq", "kind", "subject", "author", "at", "reason", "body")


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry's number and digest, and when it was entered; 0, zeros and nothing in an empty register."""

    seq: int = 0
    digest: str = GENESIS
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Fact:
    """What is to be entered: an entry before it has a number, a time and a place in the chain."""

    kind: EntryKind
    subject: str
    reason: str
    body: dict[str, Any]


def read_head(connection: Connection) -> Head:
    """The head as this connection sees it."""
    row = connection.execute(select(entries.c.seq, entries.c.digest, entries.c.at).order_by(entries.c.seq.desc()).limit(1)).first()
    return Head() if row is None else Head(row.seq, row.digest, row.at)


def chain_facts(facts: Iterable[Fact], head: Head, *, author: str, at: str) -> list[Entry]:
    """Facts as the entries that follow `head`. A clock that is behind the entry before is not believed, and its time recorded."""
    made: list[Entry] = []
    behind = f" (the clock said {at}, before the entry before)" if at < head.at else ""
    at = max(at, head.at)
    seq, previous = head.seq, head.digest
    for fact in facts:
        seq += 1
        reason = (fact.reason + behind).strip()
        fields = {"kind": fact.kind, "subject": fact.subject, "author": author, "at": at, "reason": reason, "body": fact.body}
        digest = entry_digest({"seq": seq, **fields}, previous)
        made.append(Entry(seq, fact.kind, fact.subject, author, at, reason, fact.body, previous, digest))
        previous = digest
    return made


def write_entries(connection: Connection, made: list[Entry]) -> None:
    """Insert entries in their order."""
    connection.execute(
        insert(entries),
        [
            {
                "seq": entry.seq,
                "kind": entry.kind,
                "subject": entry.subject,
                "author": entry.author,
                "at": entry.at,
                "reason": entry.reason,
                "body": canonical_json(entry.body),
                "previous": entry.previous,
                "digest": entry.digest,
            }
            for entry in made
        ],
    )


def read_entry(row: Row[Any]) -> Entry:
    """A stored row as an entry. Raises BrokenChain where its body is no JSON object."""
    try:
        body = json.loads(row.body)
    except ValueError as error:
        raise BrokenChain(row.seq, "its body is not JSON") from error
    if not isinstance(body, dict):
        raise BrokenChain(row.seq, "its body is not a JSON object")
    return Entry(row.seq, row.kind, row.subject, row.author, row.at, row.reason, body, row.previous, row.digest)


def walk_chain(connection: Connection) -> Iterator[Entry]:
    """Every entry in order, each checked against the one before. Raises BrokenChain at the first that does not follow."""
    head = Head()
    for row in connection.execute(select(entries).order_by(entries.c.seq), execution_options={"yield_per": BATCH}):
        entry = read_entry(row)
        if entry.seq != head.seq + 1:
            raise BrokenChain(head.seq + 1, f"it is missing (the next one is {entry.seq})")
        if entry.previous != head.digest:
            raise BrokenChain(entry.seq, "it does not carry the digest of the entry before")
        if row.body != canonical_json(entry.body):
            raise BrokenChain(entry.seq, "its body is not stored as it was written")
        if entry.digest != entry_digest({name: getattr(entry, name) for name in _COVERED}, entry.previous):
            raise BrokenChain(entry.seq, "its digest does not cover what it says: it was changed after it was written")
        head = Head(entry.seq, entry.digest, entry.at)
        yield entry
