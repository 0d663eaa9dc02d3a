"""The database under a register: SQLite file or PostgreSQL, with its transactions, waiting time and version."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from sijill.model import RegisterError
from sijill.register.encryption import connect_file, load_driver, note_closed, note_open, try_secret, unlock
from sijill.register.faults import spoken_faults

VERSION = "0010"
"""The newest migration; a register that says otherwise is upgraded, or refused when we do not know what it says."""

LOCK = 0x5349_4A49_4C4C
"""PostgreSQL's advisory lock that writers of a register hold, so that `seq` has no gap ("SIJILL")."""


@dataclass(frozen=True, slots=True)
class Database:
    """An open database: its engine, its name for messages, its `file` where it is one, and the `key` of that where it is encrypted."""

    engine: Engine
    name: str
    file: Path | None = None
    key: bytes | None = None

    def close(self) -> None:
        """Let go of it."""
        self.engine.dispose()
        if self.file is not None:
            note_closed(self.file)


def open_database(target: str | Path, *, wait_s: float, secret: bytes | None = None) -> Database:
    """A database whose register is of this version. Raises RegisterError."""
    database = connect_database(target, wait_s=wait_s, secret=secret)
    try:
        with spoken_faults(database.name):
            _upgrade(database.engine, database.name)
    except BaseException:
        database.close()
        raise
    return database


def writing(engine: Engine) -> Engine:
    """The same engine for writers: its transactions hold the register's lock from their first moment."""
    return engine.execution_options(sijill_writes=True)


def connect_database(target: str | Path, *, wait_s: float, secret: bytes | None = None) -> Database:
    """A database as it is, of whatever version. Raises RegisterError."""
    words = str(target)
    if "://" not in words:
        return _sqlite(Path(words), wait_s, secret)
    try:
        url = make_url(words)
    except ArgumentError as error:
        raise RegisterError(f"{words!r} is no register: give a file or postgresql://USER@HOST/NAME") from error
    name = url.render_as_string(hide_password=True)
    if url.get_backend_name() == "postgresql":
        return Database(_postgresql(words, name, wait_s), name)
    raise RegisterError(f"{name}: registers are SQLite files or postgresql:// addresses")


def _sqlite(path: Path, wait_s: float, secret: bytes | None) -> Database:
    if not path.parent.is_dir():
        raise RegisterError(f"{path} cannot be opened: there is no folder {path.parent}; make it first")
    if path.is_dir():
        raise RegisterError(f"{path} is a folder; name a file in it with --register")
    key = secret if note_open(path) else None
    try:
        if key is not None:
            try_secret(path, key)
        return Database(_sqlite_engine(path, wait_s, key), str(path), path, key)
    except BaseException:
        note_closed(path)
        raise


def _sqlite_engine(path: Path, wait_s: float, key: bytes | None) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        module=sqlite3 if key is None else load_driver(),
        connect_args={"timeout": wait_s, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        if key is not None:
            unlock(connection, key)
        connection.isolation_level = None  # transactions begin where we say so, not where the driver guesses
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # what is confirmed survives a power cut too

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("sijill_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql(words: str, name: str, wait_s: float) -> Engine:
    try:
        engine = create_engine(make_url(words).set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    except ImportError as error:
        raise RegisterError(f"{name}: PostgreSQL needs the package psycopg (3); install it beside sijill") from error

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("sijill_writes", False):
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(wait_s * 1000)}")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")

    return engine


def copy_database(database: Database, path: Path) -> None:
    """Copy a SQLite database as it is at one moment to a new file, while others write; an encrypted one under the same key."""
    source = database.engine.raw_connection()
    try:
        with closing(connect_file(path, database.key)) as copy:
            source.driver_connection.backup(copy)  # type: ignore[union-attr]
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, that can be carried away
    finally:
        source.close()


def _upgrade(engine: Engine, name: str) -> None:
    with engine.connect() as connection:
        if _version(connection, name) == VERSION:
            return
    with writing(engine).begin() as connection:
        if _version(connection, name) != VERSION:  # asked again under the lock: another process may have been first
            _run_migrations(connection)


def _version(connection: Connection, name: str) -> str | None:
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" not in tables:
        if "entries" in tables:
            raise RegisterError(f"{name} is not a register of sijill: it has a table 'entries' of something else")
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found is not None and str(found) > VERSION:
        raise RegisterError(f"{name} was written by a newer sijill (its version is {found}, ours {VERSION}); update sijill to open it")
    return None if found is None else str(found)


def _run_migrations(connection: Connection) -> None:
    from alembic import command  # slow to import, and needed only for a new or an old register
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    upgrade: Callable[[Config, str], None] = command.upgrade
    upgrade(config, "head")
