"""A register encrypted at rest: unreadable without its secret, and otherwise as any other."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from small import SmallReader, SmallResolver, facts_of, open_register, sample_rows, write_lines

from sijill import pipeline
from sijill.cli import cli
from sijill.model import RegisterBusy, RegisterError, RegisterLocked
from sijill.register import Register
from sijill.register.backup import back_up, restore
from sijill.register.encryption import encrypt_file

pytest.importorskip("sqlcipher3", reason="needs the optional package sqlcipher3")
SECRET = b"open sesame"


def encrypted(folder: Path) -> tuple[Path, list[tuple[object, ...]]]:
    path = folder / "register.sqlite"
    with open_register(path) as register:
        pipeline.run(register, [write_lines(folder / "in.jsonl", sample_rows())], SmallReader(), SmallResolver(), lambda _: None)
        facts = facts_of(register)
        register.keyring.protect(SECRET)
    encrypt_file(path, SECRET)
    return path, facts


def test_an_encrypted_register_is_as_any_other_to_who_has_the_secret(tmp_path: Path) -> None:
    path, facts = encrypted(tmp_path)
    assert b"captured" not in path.read_bytes()
    with open_register(path, secret=SECRET) as register:
        assert facts_of(register) == facts
        register.append("decided", "i-1", "", {})
        assert register.verify().seq == len(facts) + 1
        register.rebuild()
    assert b"decided" not in path.read_bytes()
    assert not list(tmp_path.glob("*.part"))


def test_without_the_secret_or_with_another_it_is_a_clear_error(tmp_path: Path) -> None:
    path, _ = encrypted(tmp_path)
    with pytest.raises(RegisterError, match="or an encrypted one"):
        open_register(path)
    with pytest.raises(RegisterLocked, match="not its passphrase"):
        open_register(path, secret=b"another")
    with pytest.raises(sqlite3.DatabaseError), sqlite3.connect(path) as raw:
        raw.execute("SELECT * FROM entries")
    raw.close()


def test_a_copy_of_it_is_encrypted_likewise(tmp_path: Path) -> None:
    path, facts = encrypted(tmp_path)
    with open_register(path, secret=SECRET) as register:
        back_up(register, tmp_path / "copy.sqlite", tmp_path / "copy.keys")
    assert b"captured" not in (tmp_path / "copy.sqlite").read_bytes()
    with pytest.raises(RegisterLocked):
        restore(tmp_path / "copy.sqlite", str(tmp_path / "back.sqlite"), tmp_path / "copy.keys", b"another")
    assert not (tmp_path / "back.sqlite").exists()
    restore(tmp_path / "copy.sqlite", str(tmp_path / "back.sqlite"), tmp_path / "copy.keys", SECRET)
    with open_register(tmp_path / "back.sqlite", secret=SECRET) as back:
        assert facts_of(back) == facts


def test_another_writer_is_waited_for_in_an_encrypted_register_too(tmp_path: Path) -> None:
    path, _ = encrypted(tmp_path)
    with open_register(path, secret=SECRET) as one, open_register(path, secret=SECRET) as other, one.writing():
        with pytest.raises(RegisterBusy):
            other.append("decided", "i-1", "", {})
        assert other.head().seq > 0


def test_a_register_that_somebody_has_open_is_not_encrypted(tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite"
    with open_register(path) as register:
        register.append("decided", "i-1", "", {})
        command = "import sys, pathlib, sijill.register.encryption as e; e.encrypt_file(pathlib.Path(sys.argv[1]), b'x')"
        done = subprocess.run([sys.executable, "-c", command, str(path)], capture_output=True, text=True, check=False)
        assert "RegisterBusy" in done.stderr
        register.append("decided", "i-2", "", {})
    encrypt_file(path, SECRET)
    with pytest.raises(RegisterError, match="already"):
        encrypt_file(path, SECRET)
    with open_register(path, secret=SECRET) as register:
        assert register.verify().seq == 2


def test_the_command_encrypts_the_register_and_locks_its_keys(tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite"
    with open_register(path) as register:
        assert isinstance(register, Register)
        register.append("decided", "i-1", "", {})
    (tmp_path / "key").write_bytes(SECRET)
    here = ["--register", str(path)]
    done = CliRunner().invoke(cli, ["register", "encrypt", *here, "--new-key-file", str(tmp_path / "key")])
    assert done.exit_code == 0, done.output
    done = CliRunner().invoke(cli, ["register", "verify", *here])
    assert done.exit_code == 1
    assert "passphrase or key file" in done.output
    done = CliRunner().invoke(cli, ["register", "verify", *here, "--key-file", str(tmp_path / "key")])
    assert "1 entries" in done.output
    done = CliRunner().invoke(cli, ["register", "log", *here, "--passphrase"], input="open sesame\n")
    assert "decided" in done.output
