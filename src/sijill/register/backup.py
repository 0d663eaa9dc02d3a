"""Copies of a register: made while others write, and brought back so that what was erased stays erased.

A copy is a SQLite register whatever it was taken from. It holds the entries and the sealed boxes, never a key: keys are copied
apart, where asked for, so that they can be kept in another place.
"""

import os
import shutil
import tempfile
from pathlib import Path

from sqlalchemy import Connection, Table, insert, select

from sijill.model import RegisterError
from sijill.register.book import Register
from sijill.register.chain import BATCH, Head
from sijill.register.faults import spoken_faults
from sijill.register.keyring import file_keyring
from sijill.register.tables import entries, filters, logins, sealed, users

ENDS = ("", "-wal", "-shm")


def back_up(register: Register, file: Path, keys: Path | None = None) -> Head:
    """Copy a register as it is at one moment to a new file, and its keys to another where asked for; the copy's head.

    Raises RegisterError where a file is there already; nothing half-written stays.
    """
    for path in filter(None, (file, keys)):
        _refuse_existing(path)
    part = file.with_name(file.name + ".part")
    try:
        _remove(part)
        head = register.copy_to(part) if register.file is not None else _dump(register, part)
        part.replace(file)
    finally:
        _remove(part)
    if keys is not None:
        ring = file_keyring(keys, entropy=os.urandom, secret=None, wait_s=1)
        ring.take(register.keyring.rows(), register.keyring.locks())
        ring.close()
    return head


def restore(file: Path, target: str, keys: Path | None = None, secret: bytes | None = None) -> Head:
    """Bring a copy back as a new register at `target`, its chain checked; the head.

    Keys come from `keys` and from the keyring that `target` has already, which knows what was erased since the copy was made: that is
    erased in the restored register too, with an entry that says so. Raises RegisterError; the target is then not there.
    """
    if not file.is_file():
        raise RegisterError(f"{file}: there is no such copy")
    if keys is not None and not keys.is_file():
        raise RegisterError(f"{keys}: there is no such file of keys")
    if "://" in target:
        with tempfile.TemporaryDirectory() as folder, Register.open(target, secret=secret) as made:
            local = Path(folder) / "copy.sqlite"
            _copy_file(file, local)
            with Register.open(local, secret=secret) as copy:
                copy.verify_chain()
                _load(copy, made)
            return _settle(made, keys)
    path = Path(target)
    _refuse_existing(path)
    try:
        _copy_file(file, path)
        with Register.open(path, secret=secret) as made:
            made.verify_chain()
            return _settle(made, keys)
    except BaseException:
        _remove(path)
        raise


def _settle(made: Register, keys: Path | None) -> Head:
    """Take the keys of the copy, then erase what was erased since, and destroy again what comes back with old keys."""
    if keys is not None:
        ring = file_keyring(keys, entropy=os.urandom, secret=None, wait_s=1)
        made.keyring.take(ring.rows(), ring.locks())
        ring.close()
    made.settle_erasures("erased before this copy was restored")
    return made.verify()


def _copy_file(file: Path, path: Path) -> None:
    """Copy a closed SQLite register as it is: the copy is not touched, neither upgraded nor given a log."""
    if file.with_name(file.name + "-wal").exists():
        raise RegisterError(f"{file} is in use or was not closed: it has a log beside it; make a copy with `sijill register backup`")
    part = path.with_name(path.name + ".part")
    try:
        shutil.copyfile(file, part)
        part.replace(path)
    except OSError as error:
        raise RegisterError(f"{file} cannot be copied to {path}: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)


def _dump(register: Register, part: Path) -> Head:
    """A register of another database as a SQLite one."""
    with Register.open(part) as copy:
        return _load(register, copy)


def _load(source: Register, made: Register) -> Head:
    """All entries and boxes of one register, as at one moment, into an empty one, in one transaction."""
    with made.writing() as into, source.snapshot() as connection:
        if made.head().seq:
            raise RegisterError(f"{made.name} has entries already; restore into an empty register")
        for table in (entries, sealed, users, logins, filters):
            _copy_rows(connection, into, table)
        return made.rebuild()


def _copy_rows(connection: Connection, into: Connection, table: Table) -> None:
    with connection.execute(select(table).order_by(*table.primary_key), execution_options={"yield_per": BATCH}) as result:
        for part in result.mappings().partitions():
            into.execute(insert(table), [dict(row) for row in part])


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise RegisterError(f"{path} is there already; name a file that is not")
    if not path.parent.is_dir():
        raise RegisterError(f"{path} cannot be written: there is no folder {path.parent}; make it first")


def _remove(path: Path) -> None:
    with spoken_faults(str(path)):
        for end in ENDS:
            path.with_name(path.name + end).unlink(missing_ok=True)
