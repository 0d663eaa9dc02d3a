"""The register itself: opens a database, appends entries to the chain, walks it, and makes the derived tables again."""

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from sijill.model import Entry
from sijill.model.identity import canonical_json
from sijill.model.vocabulary import EntryKind
from sijill.register.browse import Browse
from sijill.register.captures import Captures
from sijill.register.chain import BATCH, Fact, Head, chain_facts, read_entry, read_head, walk_chain, write_entries
from sijill.register.database import Database, copy_database, open_database, writing
from sijill.register.decisions import Decisions
from sijill.register.derived import apply_entries, remake_tables
from sijill.register.encryption import connect_file
from sijill.register.erase import blanking_of, erasure_of, unsettled_erasures
from sijill.register.faults import spoken_faults
from sijill.register.keyring import Keyring, file_keyring, postgresql_keyring
from sijill.register.lookup import Lookup
from sijill.register.personal import ERASED
from sijill.register.sealed import Entropy, Sealed
from sijill.register.tables import entries
from sijill.register.vault import Vault, load_erasures

WAIT_S = 30.0
"""Seconds to wait for another writer; linking a large batch holds the register for some seconds."""

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The clock of this machine."""
    return datetime.now(UTC)


class Register:
    """The append-only log of captures, readings and decisions. Everything that it answers is derived from its entries.

    `look` answers questions about what it holds now, `decisions` those about what people decided, `captures` those about where it came
    from, `browse` those of lists. Every method may raise
    RegisterError: RegisterBusy where another process holds the register for longer than `wait_s`, BrokenChain where an entry does not
    follow from the one before.
    """

    def __init__(self, database: Database, vault: Vault, *, clock: Clock, author: str) -> None:
        self._database = database
        self._engine = database.engine
        self._vault = vault
        self._writer = writing(database.engine)
        self._clock = clock
        self._local = threading.local()
        self.name = database.name
        self.author = author
        self.look = Lookup(self)
        self.decisions = Decisions(self)
        self.captures = Captures(self)
        self.browse = Browse(self)

    @classmethod
    def open(
        cls,
        target: str | Path,
        *,
        clock: Clock = utc_now,
        author: str = "machine",
        wait_s: float = WAIT_S,
        secret: bytes | None = None,
        entropy: Entropy = os.urandom,
    ) -> "Register":
        """The register in a file (made if need be) or at `postgresql://…`, upgraded to this version. Raises RegisterError.

        `secret` (a passphrase or the bytes of a key file) unlocks the keys of personal values, and an encrypted file; `entropy`
        gives random bytes.
        """
        database = open_database(target, wait_s=wait_s, secret=secret)
        if (path := database.file) is not None:
            keyring = file_keyring(path.with_name(path.name + ".keys"), entropy=entropy, secret=secret, wait_s=wait_s)
        else:
            keyring = postgresql_keyring(database.engine, database.name, entropy=entropy, secret=secret)
        return cls(database, Vault(keyring, entropy, database.name), clock=clock, author=author)

    def __enter__(self) -> "Register":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def in_hands_of(self, author: str) -> "Register":
        """The same open register for another author: what they enter carries their pseudonym. Close the one it came from."""
        return Register(self._database, self._vault, clock=self._clock, author=author)

    def close(self) -> None:
        """Let go of the database."""
        with spoken_faults(self.name):
            self._vault.keyring.close()
            self._database.close()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection inside one reading transaction, or inside the writing transaction that this thread is in."""
        if (held := self._held() or getattr(self._local, "still", None)) is not None:
            yield held
            return
        with spoken_faults(self.name), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def still(self) -> Iterator[None]:
        """Until the end of the block this thread sees the register as it is now, whatever others enter meanwhile. May be nested."""
        if getattr(self._local, "still", None) is not None:
            yield
            return
        engine = self._engine if self._database.file is not None else self._engine.execution_options(isolation_level="REPEATABLE READ")
        with spoken_faults(self.name), engine.connect() as connection:
            read_head(connection)  # the first look is what the others agree with
            self._local.still = connection
            try:
                yield
            finally:
                self._local.still = None

    @property
    def address(self) -> tuple[str, bytes | None]:
        """What `open` needs to open it again, in another process: its target and its secret. It may hold a password: never show it."""
        file = self._database.file
        target = str(file.resolve()) if file is not None else self._engine.url.render_as_string(hide_password=False)
        return target, self._vault.keyring.secret

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
        """Enter facts in one transaction, derived tables with them: all or none.

        Personal parts of their bodies are sealed (`personal.py` says which, and any part may be given as `Sealed`); the entries that
        come back are as the chain keeps them.
        """
        with self.writing() as connection:
            made = chain_facts(self._vault.seal(connection, facts), read_head(connection), author=self.author, at=self.now())
            if made:
                write_entries(connection, made)
            apply_entries(connection, made)
        return tuple(made)

    def now(self) -> str:
        """The clock's time as entries carry it: ISO 8601, UTC, whole seconds."""
        return self._clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def entries(self, kind: EntryKind | None = None, subject: str | None = None, *, beginning: str = "") -> Iterator[Entry]:
        """Entries in order, of one kind, about one subject or about subjects that begin so where asked, with their personal values:
        the digest covers the commitments in their place. Does not check the chain: `verify` does."""
        query = select(entries).order_by(entries.c.seq)
        if kind is not None:
            query = query.where(entries.c.kind == kind)
        if subject is not None:
            query = query.where(entries.c.subject == subject)
        if beginning:
            query = query.where(entries.c.subject >= beginning, entries.c.subject < beginning + "\U0010ffff")
        with self.reading() as connection, connection.execute(query, execution_options={"yield_per": BATCH}) as result:
            for part in result.partitions():
                kept = [read_entry(row) for row in part]
                bodies = self.opened(connection, [row.body for row in part])
                yield from (replace(entry, body=body) for entry, body in zip(kept, bodies, strict=True))

    def opened(self, connection: Connection, texts: Sequence[str]) -> list[dict[str, Any]]:
        """Bodies of entries from their stored text, with their personal values; what was erased reads as its marker says."""
        return self._vault.opened(connection, texts)

    def head(self) -> Head:
        """The newest entry's number and digest."""
        with self.reading() as connection:
            return read_head(connection)

    def verify(self) -> Head:
        """Walk the whole chain and open every personal value; the head. Raises BrokenChain that names the first entry that does not
        follow, or whose personal values are not what it commits to. Without any key (a bare copy) only the chain is walked."""
        return self._walk(opens=self.has_keys())

    def verify_chain(self) -> Head:
        """Walk the whole chain, its personal values apart; the head. Raises BrokenChain."""
        return self._walk(opens=False)

    def _walk(self, *, opens: bool) -> Head:
        head = Head()
        with self.reading() as connection:
            erasures, chain = load_erasures(connection), walk_chain(connection)
            while batch := list(islice(chain, BATCH)):
                if opens:
                    self._vault.check(connection, batch, erasures)
                head = Head(batch[-1].seq, batch[-1].digest, batch[-1].at)
        return head

    def rebuild(self) -> Head:
        """Drop every derived table and make it again from the checked entries, in one transaction; the head."""
        with self.writing() as connection:
            return remake_tables(connection)

    def digest_of(self, seq: int) -> str | None:
        """The digest of one entry; null where there is none."""
        with self.reading() as connection:
            return connection.execute(select(entries.c.digest).where(entries.c.seq == seq)).scalar()

    def sealed_text(self, owner: str, value: Any) -> str:
        """A personal value sealed beside the chain; the text to keep in its place, which `opened` opens. To be called in `writing`."""
        with self.writing() as connection:
            closed = self._vault.seal(connection, [Fact("decided", owner, "", {"value": Sealed(owner, value, ERASED)})])
        return canonical_json(closed[0].body)

    @property
    def file(self) -> Path | None:
        """The SQLite file of this register; null in PostgreSQL."""
        return self._database.file

    @property
    def keyring(self) -> Keyring:
        """The keys of personal values."""
        return self._vault.keyring

    def has_keys(self) -> bool:
        """Whether the keys of personal values are here."""
        return self.keyring.exists()

    def copy_to(self, path: Path) -> Head:
        """Copy a SQLite register as it is at one moment to a new file, while others write; the copy's head."""
        with spoken_faults(self.name):
            copy_database(self._database, path)
        with spoken_faults(str(path)), closing(connect_file(path, self._database.key)) as copy:
            row = copy.execute("SELECT seq, digest, at FROM entries ORDER BY seq DESC LIMIT 1").fetchone()
        return Head() if row is None else Head(*row)

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A connection that sees the register as it is at one moment, however long it reads."""
        level = "REPEATABLE READ" if self.file is None else "SERIALIZABLE"
        with spoken_faults(self.name), self._engine.connect().execution_options(isolation_level=level) as connection:
            yield connection

    def erase(self, owner: str, reason: str) -> Entry | None:
        """Destroy the key of all that is personal of a report, a person, an incident or an analyst; the entry about it, null where
        one is there already. Run again after a crash, it ends what was begun."""
        with self.writing() as connection:
            fact = erasure_of(connection, self._vault, owner, reason)
            made = None if fact is None else self.append_many([fact])[0]
        self.keyring.destroy([owner])
        self._shed()
        return made

    def blank(self, report: str, names: Sequence[str], reason: str) -> Entry:
        """Replace names in a report and its readings by as many blocks (█); the entry, which carries the old and new commitments."""
        with self.writing() as connection:
            made = self.append_many([blanking_of(connection, self._vault, report, names, reason)])[0]
            turn = self.keyring.live([report])[report][0]
        self.keyring.destroy([report], before=turn)
        self._shed()
        return made

    def settle_erasures(self, reason: str) -> tuple[Entry, ...]:
        """Erase what the keyring knows as erased and the chain does not, as in a copy from before; the entries about it.

        What the chain says is erased goes again where its key came back.
        """
        with self.writing() as connection:
            facts, owners = unsettled_erasures(connection, self._vault, reason)
            made = self.append_many(facts)
        self.keyring.destroy(owners)
        self._shed()
        return made

    def _shed(self) -> None:
        """Write the log of changes back into the SQLite file, so that discarded boxes are in neither."""
        if self.file is not None:
            with spoken_faults(self.name), self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
