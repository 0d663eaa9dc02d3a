"""The register itself: opens a database, appends entries to the chain, walks it, and makes the derived tables again."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, select

from sijill.model import Entry
from sijill.model.vocabulary import EntryKind
from sijill.register.chain import BATCH, Fact, Head, chain_facts, read_entry, read_head, walk_chain, write_entries
from sijill.register.database import open_database, writing
from sijill.register.derived import apply_entries, empty_tables
from sijill.register.faults import spoken_faults
from sijill.register.lookup import Lookup
from sijill.register.tables import entries

WAIT_S = 30.0
"""Seconds to wait for another writer; linking a large batch holds the register for some seconds."""

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The clock of this machine."""
    return datetime.now(UTC)


class Register:
    """The append-only log of captures, readings and decisions. Everything that it answers is derived from its entries.

    `look` answers questions about what it holds now. Every method may raise RegisterError: RegisterBusy where another process
    holds the register for longer than `wait_s`, BrokenChain where an entry does not follow from the one before.
    """

    def __init__(self, engine: Engine, name: str, *, clock: Clock, author: str) -> None:
        self._engine = engine
        self._writer = writing(engine)
        self._clock = clock
        self._local = threading.local()
        self.name = name
        self.author = author
        self.look = Lookup(self)

    @classmethod
    def open(cls, target: str | Path, *, clock: Clock = utc_now, author: str = "machine", wait_s: float = WAIT_S) -> "Register":
        """The register in a file (made if need be) or at `postgresql://…`, upgraded to this version. Raises RegisterError."""
        engine, name = open_database(target, wait_s=wait_s)
        return cls(engine, name, clock=clock, author=author)

    def __enter__(self) -> "Register":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        with spoken_faults(self.name):
            self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection inside one reading transaction, or inside the writing transaction that this thread is in."""
        if (held := self._held()) is not None:
            yield held
            return
        with spoken_faults(self.name), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Hold the register: until the end of the block nobody else writes, and what is looked up is what the next entry follows.

        All entries of the block are kept together, or none where it raises. Blocks of one thread may be nested.
        """
        if (held := self._held()) is not None:
            yield held
            return
        with spoken_faults(self.name), self._writer.begin() as connection:
            self._local.held = connection
            try:
                yield connection
            finally:
                self._local.held = None

    def _held(self) -> Connection | None:
        held: Connection | None = getattr(self._local, "held", None)
        return held

    def append(self, kind: EntryKind, subject: str, reason: str, body: dict[str, Any]) -> Entry:
        """Enter one fact; when this returns it is on disk."""
        return self.append_many([Fact(kind, subject, reason, body)])[0]

    def append_many(self, facts: Iterable[Fact]) -> tuple[Entry, ...]:
        """Enter facts in one transaction, derived tables with them: all or none."""
        with self.writing() as connection:
            made = chain_facts(facts, read_head(connection), author=self.author, at=self.now())
            if made:
                write_entries(connection, made)
            apply_entries(connection, made)
        return tuple(made)

    def now(self) -> str:
        """The clock's time as entries carry it: ISO 8601, UTC, whole seconds."""
        return self._clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def entries(self, kind: EntryKind | None = None, subject: str | None = None) -> Iterator[Entry]:
        """Entries in order, of one kind or about one subject where asked. Does not check the chain: `verify` does."""
        query = select(entries).order_by(entries.c.seq)
        if kind is not None:
            query = query.where(entries.c.kind == kind)
        if subject is not None:
            query = query.where(entries.c.subject == subject)
        with self.reading() as connection:
            for row in connection.execute(query, execution_options={"yield_per": BATCH}):
                yield read_entry(row)

    def head(self) -> Head:
        """The newest entry's number and digest."""
        with self.reading() as connection:
            return read_head(connection)

    def verify(self) -> Head:
        """Walk the whole chain; its head. Raises BrokenChain that names the first entry that does not follow."""
        head = Head()
        with self.reading() as connection:
            for entry in walk_chain(connection):
                head = Head(entry.seq, entry.digest)
        return head

    def rebuild(self) -> Head:
        """Drop every derived table and make it again from the checked entries, in one transaction; the head."""
        head = Head()
        with self.writing() as connection:
            empty_tables(connection)
            chain = walk_chain(connection)
            while batch := list(islice(chain, BATCH)):
                apply_entries(connection, batch)
                head = Head(batch[-1].seq, batch[-1].digest)
        return head
