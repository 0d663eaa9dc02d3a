"""The database under a register: SQLite file or PostgreSQL, with its transactions, waiting time and version."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from sijill.model import RegisterError
from sijill.register.faults import spoken_faults

VERSION = "0002"
"""The newest migration; a register that says otherwise is upgraded, or refused when we do not know what it says."""

LOCK = 0x5349_4A49_4C4C
"""PostgreSQL's advisory lock that writers of a register hold, so that `seq` has no gap ("SIJILL")."""


def open_database(target: str | Path, *, wait_s: float) -> tuple[Engine, str]:
    """An engine whose register is of this version, and its name for messages. Raises RegisterError."""
    engine, name = _make_engine(target, wait_s)
    try:
        with spoken_faults(name):
            _upgrade(engine, name)
    except BaseException:
        engine.dispose()
        raise
    return engine, name


def writing(engine: Engine) -> Engine:
    """The same engine for writers: its transactions hold the register's lock from their first moment."""
    return engine.execution_options(sijill_writes=True)


def _make_engine(target: str | Path, wait_s: float) -> tuple[Engine, str]:
    words = str(target)
    if "://" not in words:
        return _sqlite(Path(words), wait_s), words
    try:
        url = make_url(words)
    except ArgumentError as error:
        raise RegisterError(f"{words!r} is no register: give a file or postgresql://USER@HOST/NAME") from error
    name = url.render_as_string(hide_password=True)
    if url.get_backend_name() == "postgresql":
        return _postgresql(words, name, wait_s), name
    raise RegisterError(f"{name}: registers are SQLite files or postgresql:// addresses")


def _sqlite(path: Path, wait_s: float) -> Engine:
    if not path.parent.is_dir():
        raise RegisterError(f"{path} cannot be opened: there is no folder {path.parent}; make it first")
    if path.is_dir():
        raise RegisterError(f"{path} is a folder; name a file in it with --register")
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": wait_s, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
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


def copy_database(engine: Engine, path: Path) -> None:
    """Copy a SQLite database as it is at one moment to a new file, while others write."""
    source = engine.raw_connection()
    try:
        with closing(sqlite3.connect(path)) as copy:
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
