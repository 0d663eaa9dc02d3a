"""What a database says went wrong, as the register's own errors: which register, what is wrong, what to do."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from sijill.model import RegisterBusy, RegisterError

PRIMARY = 0xFF
"""SQLite's extended error codes keep the primary code in their low byte."""

PROBLEMS: dict[int, str] = {
    sqlite3.SQLITE_READONLY: "cannot be written: the file or its folder is read-only; allow it, or name another with --register",
    sqlite3.SQLITE_IOERR: "cannot be read or written (disk error); check the disk, then run `sijill register verify`",
    sqlite3.SQLITE_CORRUPT: "is damaged; restore a backup and run `sijill register verify` on it",
    sqlite3.SQLITE_FULL: "cannot grow: the disk is full; nothing of the last step was written, free space and run again",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check that its folder exists and may be written",
    sqlite3.SQLITE_NOTADB: "is not a register (nor any SQLite file), or an encrypted one; "
    "name another file with --register, or give its passphrase or key file",
    sqlite3.SQLITE_PERM: "may not be opened: allow it, or name another with --register",
    sqlite3.SQLITE_AUTH: "may not be opened: allow it, or name another with --register",
}


LOST = frozenset({"57P01", "57P02", "57P03", "08000", "08003", "08006", "08001", "08004"})
"""PostgreSQL's states for a server that shuts down, crashed, starts, or cannot be reached."""


@contextmanager
def spoken_faults(name: str) -> Iterator[None]:
    """Raise a database's error as RegisterBusy or RegisterError that names the register `name`."""
    try:
        yield
    except DBAPIError as error:
        raise translate_fault(error, name) from error
    except sqlite3.Error as error:
        raise translate_fault(error, name) from error


def translate_fault(error: DBAPIError | sqlite3.Error, name: str) -> RegisterError:
    """The register's error for a database's error."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        if code & PRIMARY in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return RegisterBusy(f"{name}: another process is writing to the register; wait for it or stop it, then run again")
        if code & PRIMARY in PROBLEMS:
            return RegisterError(f"{name} {PROBLEMS[code & PRIMARY]}")
    sqlstate = getattr(cause, "sqlstate", None)
    if sqlstate in LOST or (isinstance(error, DBAPIError) and error.connection_invalidated):
        return RegisterError(
            f"{name}: the connection to its server was lost; what was confirmed before is kept, the last step whole or not at all; "
            "when the server is there again, run again"
        )
    if sqlstate == "42501":
        return RegisterError(f"{name}: {str(cause).strip()}; its owner can allow it with `sijill register grant`")
    if sqlstate == "55P03":
        return RegisterBusy(f"{name}: another session holds the register; wait for it, then run again")
    return RegisterError(f"{name}: {str(cause).strip() or type(cause).__name__}")
