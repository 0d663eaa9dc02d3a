"""The keys of sealed values, in a store of their own: a copy of the register alone opens nothing.

Beside a SQLite register they are a file, REGISTER.keys, readable by its owner only; in PostgreSQL the schema `sijill_keys`, which a
dump of the schema `public` leaves out. A destroyed key leaves its row without the key, so that the erasure is known where an old copy
of the register comes back. Where a secret (a passphrase or the bytes of a key file) is set, keys are kept wrapped under it.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from sqlalchemy import (
    URL,
    Column,
    Connection,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    bindparam,
    create_engine,
    event,
    insert,
    select,
    update,
)
from sqlalchemy.schema import CreateTable

from sijill.model import RegisterLocked
from sijill.register.among import select_among
from sijill.register.faults import spoken_faults
from sijill.register.sealed import KEY, NONCE, SALT, Entropy

SCHEMA = "sijill_keys"
PROOF = b"sijill"
KEYS = MetaData()

keys = Table(
    "keys",
    KEYS,
    Column("owner", Text, primary_key=True),
    Column("turn", Integer, primary_key=True),
    Column("key", LargeBinary),  # null once destroyed
)
lock = Table(
    "lock",
    KEYS,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("salt", LargeBinary, nullable=False),
    Column("proof", LargeBinary, nullable=False),
)

Turn = tuple[str, int]


class Keyring:
    """The keys by owner and turn: an owner's first key is turn 1; a blanked report gets the next. May raise RegisterLocked."""

    def __init__(self, engine: Engine, name: str, *, entropy: Entropy, secret: bytes | None, path: Path | None = None) -> None:
        self._engine, self.name, self._entropy, self.secret, self._path = engine, name, entropy, secret, path
        self._ready = path is None  # PostgreSQL's is made by the migration
        self._master: bytes | None = None

    def exists(self) -> bool:
        """Whether there is any key here, or any that was."""
        if not self._present():
            return False
        with spoken_faults(self.name), self._engine.connect() as connection:
            return connection.execute(select(keys.c.owner).limit(1)).first() is not None

    def read(self, wanted: Iterable[Turn]) -> dict[Turn, bytes | None]:
        """Keys as asked for; null where a key was destroyed, not in it where it was never here."""
        turns = set(wanted)
        if not turns or not self._present():
            return {}
        with spoken_faults(self.name), self._engine.connect() as connection:
            rows = self._rows(connection, {owner for owner, _ in turns})
        found = {turn: key for turn, key in rows.items() if turn in turns}
        return {turn: None if key is None else self._unwrap(key) for turn, key in found.items()}

    def live(self, owners: Iterable[str]) -> dict[str, tuple[int, bytes]]:
        """The newest living key of each owner that has one."""
        if not self._present():
            return {}
        with spoken_faults(self.name), self._engine.connect() as connection:
            rows = self._rows(connection, owners)
        newest = {owner: (turn, key) for (owner, turn), key in sorted(rows.items()) if key is not None}
        return {owner: (turn, self._unwrap(key)) for owner, (turn, key) in newest.items()}

    def known(self, owners: Iterable[str]) -> frozenset[str]:
        """Owners that have a key or had one."""
        if not self._present():
            return frozenset()
        with spoken_faults(self.name), self._engine.connect() as connection:
            return frozenset(owner for owner, _ in self._rows(connection, owners))

    def make(self, turns: Iterable[Turn]) -> dict[Turn, bytes]:
        """New keys, on disk when this returns."""
        made = {turn: self._entropy(KEY) for turn in turns}
        if made:
            self._make_store()
            self._find_master()
            rows = [{"owner": owner, "turn": turn, "key": self._wrap(key)} for (owner, turn), key in made.items()]
            with spoken_faults(self.name), self._engine.begin() as connection:
                connection.execute(insert(keys), rows)
        return made

    def destroy(self, owners: Sequence[str], *, before: int | None = None) -> None:
        """Overwrite keys of owners, all or those of turns before `before`; their bytes are then in no file of the keyring."""
        if not owners or not self._present():
            return
        gone = update(keys).values(key=None).where(keys.c.owner == bindparam("gone"))
        with spoken_faults(self.name):
            with self._engine.begin() as connection:
                rows = [{"gone": owner} for owner in owners]
                connection.execute(gone if before is None else gone.where(keys.c.turn < before), rows)
            self._vacuum()

    def rows(self) -> list[tuple[str, int, bytes | None]]:
        """Every row as stored, wrapped keys wrapped: for a copy."""
        if not self._present():
            return []
        with spoken_faults(self.name), self._engine.connect() as connection:
            return [(row.owner, row.turn, row.key) for row in connection.execute(select(keys).order_by(keys.c.owner, keys.c.turn))]

    def locks(self) -> list[tuple[bytes, bytes]]:
        """Salt and proof of the secret that wraps the keys, where there is one: for a copy."""
        if not self._present():
            return []
        with spoken_faults(self.name), self._engine.connect() as connection:
            return [(row.salt, row.proof) for row in connection.execute(select(lock))]

    def take(self, rows: Iterable[tuple[str, int, bytes | None]], locks: list[tuple[bytes, bytes]]) -> None:
        """Add rows of another keyring; what is known here, above all what was destroyed, stays as it is."""
        held = {(owner, turn) for owner, turn, _ in self.rows()}
        fresh = [{"owner": o, "turn": t, "key": k} for o, t, k in rows if (o, t) not in held]
        if not fresh:
            return
        mine = self.locks()
        if held and mine != locks:
            raise RegisterLocked(f"{self.name}: these keys are wrapped under another secret than those in the copy; take one set only")
        self._make_store()
        with spoken_faults(self.name), self._engine.begin() as connection:
            if locks and not mine:
                connection.execute(insert(lock), [{"id": 1, "salt": salt, "proof": proof} for salt, proof in locks])
            connection.execute(insert(keys), fresh)

    def protect(self, secret: bytes) -> None:
        """Wrap every key under a secret, in place of the one before or of none."""
        self._make_store()
        plain = [(owner, turn, None if key is None else self._unwrap(key)) for owner, turn, key in self.rows()]
        with spoken_faults(self.name), self._engine.begin() as connection:
            connection.execute(lock.delete())
            self._set_lock(connection, secret)
            for owner, turn, key in plain:
                wrapped = None if key is None else self._wrap(key)
                connection.execute(update(keys).where(keys.c.owner == owner, keys.c.turn == turn).values(key=wrapped))
        with spoken_faults(self.name):
            self._vacuum()

    def close(self) -> None:
        """Let go of the store."""
        self._engine.dispose()

    def _rows(self, connection: Connection, owners: Iterable[str]) -> dict[Turn, bytes | None]:
        return {(row.owner, row.turn): row.key for row in select_among(connection, select(keys), keys.c.owner, owners)}

    def _vacuum(self) -> None:
        """Write the keys' table anew, so that what was overwritten is in no free page of it."""
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM" if connection.dialect.name == "sqlite" else f"VACUUM FULL {SCHEMA}.keys")

    def _present(self) -> bool:
        """Whether the store is there; only writing makes it."""
        if self._ready:
            return True
        if self._path is not None and not self._path.exists():
            return False
        self._make_store()
        return True

    def _make_store(self) -> None:
        if self._ready:
            return
        if self._path is not None and not self._path.exists():
            _make_private(self._path)
        with spoken_faults(self.name), self._engine.begin() as connection:
            _make_tables(connection)
        self._ready = True

    def _find_master(self) -> None:
        """Find the key that wraps the others, or set one in a store that has no keys yet, where a secret was given."""
        if self._master is not None:
            return
        with spoken_faults(self.name), self._engine.begin() as connection:
            row = connection.execute(select(lock)).first()
            if row is not None:
                self._master = self._check_secret(row.salt, row.proof)
            elif self.secret is not None and connection.execute(select(keys.c.owner).limit(1)).first() is None:
                self._set_lock(connection, self.secret)

    def _set_lock(self, connection: Connection, secret: bytes) -> None:
        salt = self._entropy(SALT)
        self._master = _stretch(secret, salt)
        connection.execute(insert(lock), [{"id": 1, "salt": salt, "proof": self._wrap(PROOF)}])

    def _check_secret(self, salt: bytes, proof: bytes) -> bytes:
        from cryptography.exceptions import InvalidTag

        if self.secret is None:
            raise RegisterLocked(f"{self.name} is locked: give its key file with --key-file, or its passphrase in SIJILL_PASSPHRASE")
        master = _stretch(self.secret, salt)
        try:
            _unwrap(master, proof)
        except InvalidTag as error:
            raise RegisterLocked(f"{self.name} is locked under another passphrase or key file than the one given") from error
        return master

    def _wrap(self, key: bytes) -> bytes:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        if self._master is None:
            return key
        nonce = self._entropy(NONCE)
        return nonce + AESGCM(self._master).encrypt(nonce, key, None)

    def _unwrap(self, key: bytes) -> bytes:
        if len(key) == KEY:
            return key
        self._find_master()
        assert self._master is not None  # noqa: S101 - a wrapped key comes with a lock
        return _unwrap(self._master, key)


def _make_tables(connection: Connection) -> None:
    """Make the keyring's tables where they are not there yet."""
    for table in KEYS.sorted_tables:
        connection.execute(CreateTable(table, if_not_exists=True))


def file_keyring(path: Path, *, entropy: Entropy, secret: bytes | None, wait_s: float) -> Keyring:
    """A keyring in a file of its own. It keeps no write-ahead log, in which a destroyed key could outlive its row."""
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": wait_s, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _: object) -> None:
        with closing(connection.cursor()) as cursor:
            cursor.execute("PRAGMA secure_delete = ON")
            cursor.execute("PRAGMA synchronous = FULL")

    return Keyring(engine, str(path), entropy=entropy, secret=secret, path=path)


def postgresql_keyring(engine: Engine, name: str, *, entropy: Entropy, secret: bytes | None) -> Keyring:
    """The keyring in its own schema of the register's database."""
    return Keyring(engine.execution_options(schema_translate_map={None: SCHEMA}), name, entropy=entropy, secret=secret)


def _make_private(path: Path) -> None:
    import os

    with spoken_faults(str(path)):
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))


def _stretch(secret: bytes, salt: bytes) -> bytes:
    """A key from a passphrase or the bytes of a key file: scrypt at 64 MB, RFC 7914."""
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return Scrypt(salt=salt, length=KEY, n=2**16, r=8, p=1).derive(secret)


def _unwrap(master: bytes, wrapped: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(master).decrypt(wrapped[:NONCE], wrapped[NONCE:], None)
