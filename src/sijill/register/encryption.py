"""A whole register encrypted at rest: SQLCipher 4 (AES-256, each page with its own HMAC), from the optional package `sqlcipher3`.

The passphrase, or the bytes of a key file, go through SQLCipher's own key derivation (PBKDF2-HMAC-SHA512, 256,000 rounds) with a
salt that is the file's first 16 bytes; so an encrypted register is known by not beginning as every SQLite file does.
"""

import os
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

from sijill.model import RegisterBusy, RegisterError, RegisterLocked

MAGIC = b"SQLite format 3\0"


_OPEN: dict[Path, tuple[int, bool]] = {}
"""How often a file is open in this process, and whether encrypted. An open file is not looked into: closing it again would drop the
locks that SQLite holds on it (POSIX locks are the process's, not the descriptor's)."""

_GUARD = threading.Lock()


def note_open(path: Path) -> bool:
    """Count a file as open in this process until `note_closed`; whether it is encrypted."""
    with _GUARD:
        place = path.resolve()
        count, coded = _OPEN[place] if place in _OPEN else (0, is_encrypted(path))
        _OPEN[place] = (count + 1, coded)
        return coded


def note_closed(path: Path) -> None:
    """Count a file as closed once."""
    with _GUARD:
        place = path.resolve()
        count, coded = _OPEN.pop(place, (1, False))
        if count > 1:
            _OPEN[place] = (count - 1, coded)


def is_encrypted(path: Path) -> bool:
    """Whether a file that this process has not open may be an encrypted register: it begins otherwise than SQLite files do."""
    try:
        with path.open("rb") as file:
            return (start := file.read(len(MAGIC))) != b"" and start != MAGIC
    except OSError:
        return False  # opening it will say what is wrong


def load_driver() -> Any:
    """The DB-API module of SQLCipher. Raises RegisterError where the package is not installed."""
    try:
        from sqlcipher3 import dbapi2
    except ImportError as error:
        raise RegisterError("an encrypted register needs the package sqlcipher3: install sijill[encrypted], then run again") from error
    return dbapi2


def unlock(connection: Any, secret: bytes) -> None:
    """Give a fresh connection its key; it is first tried when something is read."""
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = '{secret.hex()}'")


def connect_file(path: Path, secret: bytes | None) -> Any:
    """A connection of the driver itself: plain without a secret, else encrypted."""
    if secret is None:
        return sqlite3.connect(path)
    connection = load_driver().connect(str(path))
    unlock(connection, secret)
    return connection


def try_secret(path: Path, secret: bytes) -> None:
    """Raise RegisterLocked where the secret does not open the file."""
    driver = load_driver()
    with closing(connect_file(path, secret)) as connection:
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except driver.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) != sqlite3.SQLITE_NOTADB:
                raise RegisterBusy(f"{path} cannot be opened now: {error}; run again") from error
            raise RegisterLocked(f"{path}: this is not its passphrase or key file, or the file is damaged or no register") from error


def encrypt_file(path: Path, secret: bytes) -> None:
    """Encrypt a closed, plain register in place; at every moment either the plain or the encrypted file is there, whole.

    Raises RegisterBusy where anybody has it open, RegisterError where it is encrypted already.
    """
    if is_encrypted(path):
        raise RegisterError(f"{path} is encrypted already")
    driver, part = load_driver(), path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with closing(driver.connect(str(path), timeout=1, isolation_level=None)) as plain:
            _hold_alone(plain, path, driver)
            plain.execute("PRAGMA cipher_log_level = NONE")
            plain.execute(f"ATTACH DATABASE ? AS coded KEY '{secret.hex()}'", (str(part),))
            plain.execute("SELECT sqlcipher_export('coded')").fetchone()
            plain.execute("DETACH DATABASE coded")
            try_secret(part, secret)
            with path.open("r+b") as old:
                part.replace(path)
                old.truncate(0)  # whoever waits on the plain file finds nothing in it, instead of writing where nobody looks
                os.fsync(old.fileno())
    except driver.Error as error:
        raise RegisterError(f"{path} cannot be encrypted: {error}") from error
    finally:
        part.unlink(missing_ok=True)


def _hold_alone(plain: Any, path: Path, driver: Any) -> None:
    """Keep every other process out until the connection is closed; leaving the log of changes is possible only for one alone."""
    plain.execute("PRAGMA locking_mode = EXCLUSIVE")
    try:
        mode = plain.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
        plain.execute("BEGIN EXCLUSIVE")
        plain.execute("COMMIT")
    except driver.OperationalError as error:
        raise RegisterBusy(f"{path}: another process has the register open; stop it, then run again") from error
    if mode != "delete":
        raise RegisterBusy(f"{path}: another process has the register open; stop it, then run again")
