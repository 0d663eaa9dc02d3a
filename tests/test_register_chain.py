"""The register keeps what it was told, in order, and notices every change."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small import NOON, open_register

from sijill.model import BrokenChain, Entry, RegisterBusy, RegisterError
from sijill.model.identity import GENESIS, canonical_json, entry_digest
from sijill.register import Fact, Head, Register
from sijill.register.database import VERSION
from sijill.register.faults import translate_fault


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "register.sqlite"


def fill(path: Path, count: int = 3) -> Register:
    register = open_register(path)
    for number in range(1, count + 1):
        register.append("decided", f"i-{number}", "for a test", {"number": number, "said": "سجل"})
    return register


def edit(path: Path, *statements: str) -> None:
    """Change the file as somebody would who has no respect for triggers."""
    with sqlite3.connect(path) as raw:
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            raw.execute(statement)
    raw.close()


def test_an_empty_register_begins_at_zero(path: Path) -> None:
    with open_register(path) as register:
        assert register.head() == Head(0, GENESIS)
        assert register.verify() == Head(0, GENESIS)


def test_entries_come_back_as_they_were_appended(path: Path) -> None:
    with open_register(path) as register:
        made = register.append("decided", "i-1", "both name the market", {"same": True, "note": "نعم"})
        assert list(register.entries()) == [made]
        assert (made.seq, made.author, made.at, made.previous) == (1, "tester", "2026-01-01T12:00:00Z", GENESIS)


def test_entries_survive_closing(path: Path) -> None:
    with fill(path) as register:
        before = list(register.entries())
    with open_register(path) as register:
        assert list(register.entries()) == before


def test_each_entry_carries_the_digest_of_the_one_before(path: Path) -> None:
    with fill(path) as register:
        entries = list(register.entries())
        assert [entry.previous for entry in entries] == [GENESIS, *(entry.digest for entry in entries[:-1])]
        assert register.head() == register.verify() == Head(3, entries[-1].digest)


def test_entries_can_be_asked_for_by_kind_and_subject(path: Path) -> None:
    with fill(path) as register:
        register.append("corrected", "i-2", "a misprint", {})
        assert [entry.seq for entry in register.entries("corrected")] == [4]
        assert [entry.seq for entry in register.entries(subject="i-2")] == [2, 4]
        assert [entry.seq for entry in register.entries("decided", "i-2")] == [2]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET reason = 'another' WHERE seq = 2",
        "DELETE FROM entries WHERE seq = 3",
        "DELETE FROM entries",
        "INSERT OR REPLACE INTO entries SELECT seq, kind, subject, author, at, 'x', body, previous, digest FROM entries WHERE seq = 2",
        "INSERT INTO entries SELECT 9, kind, subject, author, at, reason, body, previous, digest FROM entries WHERE seq = 2",
        "REPLACE INTO entries SELECT 3, kind, subject, author, at, reason, body, previous, digest FROM entries WHERE seq = 2",
        "UPDATE OR REPLACE entries SET seq = 1 WHERE seq = 2",
    ],
)
def test_no_entry_can_be_changed_removed_replaced_or_put_out_of_order(path: Path, statement: str) -> None:
    fill(path).close()
    with sqlite3.connect(path) as raw, pytest.raises(sqlite3.DatabaseError, match="append-only"):
        raw.execute(statement)
    raw.close()
    with open_register(path) as register:
        assert register.verify().seq == 3


@pytest.mark.parametrize(
    ("statement", "first_broken"),
    [
        ("UPDATE entries SET body = replace(body, '\"number\":2', '\"number\":20') WHERE seq = 2", 2),
        ("UPDATE entries SET reason = 'another' WHERE seq = 1", 1),
        ("UPDATE entries SET author = 'another' WHERE seq = 3", 3),
        ("UPDATE entries SET at = '2020-01-01T00:00:00Z' WHERE seq = 2", 2),
        ("UPDATE entries SET kind = 'graded' WHERE seq = 2", 2),
        ("UPDATE entries SET subject = 'i-9' WHERE seq = 2", 2),
        ("UPDATE entries SET digest = previous WHERE seq = 3", 3),
        ("DELETE FROM entries WHERE seq = 2", 2),
        ("DELETE FROM entries WHERE seq = 1", 1),
        ("UPDATE entries SET body = body || ' ' WHERE seq = 2", 2),
        ("UPDATE entries SET body = 'no json' WHERE seq = 2", 2),
        ("UPDATE entries SET body = '[]' WHERE seq = 2", 2),
    ],
)
def test_verify_names_the_first_entry_that_was_changed(path: Path, statement: str, first_broken: int) -> None:
    fill(path).close()
    edit(path, statement)
    with open_register(path) as register, pytest.raises(BrokenChain) as caught:
        register.verify()
    assert caught.value.seq == first_broken


def test_verify_notices_an_entry_that_was_rewritten_with_a_digest_of_its_own(path: Path) -> None:
    with fill(path) as register:
        second = list(register.entries())[1]
    body = {"number": 99}
    fields = {**{name: getattr(second, name) for name in ("seq", "kind", "subject", "author", "at", "reason")}, "body": body}
    forged = entry_digest(fields, second.previous)
    words = canonical_json(body)
    edit(path, f"UPDATE entries SET body = '{words}', digest = '{forged}' WHERE seq = 2")  # noqa: S608 - our own values
    with open_register(path) as register, pytest.raises(BrokenChain) as caught:
        register.verify()
    assert caught.value.seq == 3


def test_rebuilding_refuses_a_broken_chain_and_changes_nothing(path: Path) -> None:
    fill(path).close()
    edit(path, "UPDATE entries SET reason = 'another' WHERE seq = 2")
    with open_register(path) as register, pytest.raises(BrokenChain):
        register.rebuild()


def test_a_batch_that_fails_in_the_middle_leaves_nothing(path: Path) -> None:
    with fill(path) as register:
        facts = [
            Fact("decided", "i-9", "", {}),
            Fact("read", "r-unknown", "", {"reading": {"reader": "x", "dropped": 0, "accounts": []}}),
        ]
        with pytest.raises(RegisterError, match="r-unknown"):
            register.append_many(facts)
        assert register.head().seq == 3
        assert list(register.entries(subject="i-9")) == []


def test_appending_nothing_is_nothing(path: Path) -> None:
    with fill(path) as register:
        assert register.append_many([]) == ()
        assert register.head().seq == 3


@settings(max_examples=25)
@given(body=st.dictionaries(st.text(), st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5)))
def test_a_digest_covers_every_field_and_the_entry_before(body: dict[str, Any]) -> None:
    fields = {"seq": 1, "kind": "decided", "subject": "i-1", "author": "a", "at": "t", "reason": "", "body": body}
    digest = entry_digest(fields, GENESIS)
    assert digest == entry_digest(dict(reversed(fields.items())), GENESIS)
    for name in fields:
        assert entry_digest({**fields, name: "other"}, GENESIS) != digest
    assert entry_digest(fields, digest) != digest


def test_time_is_written_in_utc_whatever_the_clock_says(path: Path) -> None:
    east = datetime.fromisoformat("2026-01-01T15:00:00+03:00")
    with Register.open(path, clock=lambda: east, author="tester") as register:
        assert register.append("decided", "i-1", "", {}).at == NOON.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_a_second_writer_waits_and_then_hears_that_the_register_is_busy(path: Path) -> None:
    fill(path).close()
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with open_register(path) as register:
        with pytest.raises(RegisterBusy, match="another process"):
            register.append("decided", "i-1", "", {})
        assert register.head().seq == 3  # reading goes on meanwhile
        holder.execute("ROLLBACK")
        assert register.append("decided", "i-1", "", {}).seq == 4
    holder.close()


def test_two_registers_on_one_file_share_one_chain(path: Path) -> None:
    with open_register(path) as one, open_register(path) as other:
        one.append("decided", "i-1", "", {})
        other.append("decided", "i-2", "", {})
        one.append("decided", "i-3", "", {})
        assert other.verify() == one.verify() == one.head()
        assert [entry.subject for entry in other.entries()] == ["i-1", "i-2", "i-3"]


def _truncate(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def _scribble(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for start in range(4096, len(data), 4096):
        data[start : start + 64] = b"\xff" * 64
    path.write_bytes(data)


@pytest.mark.parametrize("damage", [_truncate, _scribble])
def test_a_damaged_file_is_a_clear_error(path: Path, damage: Callable[[Path], None]) -> None:
    fill(path, 40).close()
    damage(path)
    with pytest.raises(RegisterError, match="damaged"), open_register(path) as register:
        register.verify()


def test_a_file_that_is_no_register_is_refused(path: Path) -> None:
    path.write_text("not a database, but long enough to be looked at as one\n" * 50, encoding="utf-8")
    with pytest.raises(RegisterError, match="not a register"):
        open_register(path)


def test_another_programs_database_is_refused(path: Path) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE entries (id INTEGER)")
    raw.close()
    with pytest.raises(RegisterError, match="something else"):
        open_register(path)


def test_a_register_of_a_newer_version_is_refused(path: Path) -> None:
    fill(path).close()
    edit(path, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(RegisterError, match="newer"):
        open_register(path)


def test_a_folder_or_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="is a folder"):
        open_register(tmp_path)
    with pytest.raises(RegisterError, match="no folder"):
        open_register(tmp_path / "none" / "register.sqlite")


def test_any_file_name_will_do(tmp_path: Path) -> None:
    path = tmp_path / "سجل ?mode=ro#1%20.db"
    fill(path).close()
    assert path.is_file()
    with open_register(path) as register:
        assert register.verify().seq == 3


def test_an_address_of_another_kind_of_database_is_refused() -> None:
    with pytest.raises(RegisterError, match="postgresql"):
        Register.open("mysql://somewhere/x")


def test_a_read_only_file_is_a_clear_error(path: Path) -> None:
    fill(path).close()
    raw = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    with pytest.raises(sqlite3.OperationalError) as caught:
        raw.execute("INSERT INTO aliases VALUES ('a', 'b')")
    raw.close()
    assert "read-only" in str(translate_fault(caught.value, "my.sqlite"))


def test_a_full_disk_is_a_clear_error(path: Path) -> None:
    fill(path).close()
    raw = sqlite3.connect(path)
    pages = raw.execute("PRAGMA page_count").fetchone()[0]
    raw.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(sqlite3.OperationalError) as caught:
        raw.executemany("INSERT INTO aliases VALUES (?, ?)", [(str(n), "x" * 500) for n in range(500)])
    raw.close()
    assert "disk is full" in str(translate_fault(caught.value, "my.sqlite"))


def test_the_newest_migration_is_the_version_that_we_say() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    from sijill import register

    config = Config()
    config.set_main_option("script_location", str(Path(register.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == VERSION


def test_migrations_make_the_tables_that_the_code_expects(path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from sqlalchemy import MetaData, create_engine

    from sijill.register.tables import DERIVED, DESK, LOG

    fill(path).close()
    expected = MetaData()
    for table in (*LOG.tables.values(), *DESK.tables.values(), *DERIVED.tables.values()):
        table.to_metadata(expected)
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), expected) == []
    engine.dispose()


def test_an_entry_is_frozen(path: Path) -> None:
    with fill(path) as register:
        entry = next(iter(register.entries()))
        assert isinstance(entry, Entry)
        with pytest.raises(AttributeError):
            entry.reason = "another"  # type: ignore[misc]


def test_a_clock_that_runs_backwards_is_recorded_and_not_believed(path: Path) -> None:
    times = iter([NOON, NOON - timedelta(hours=1), NOON + timedelta(hours=1)])
    with Register.open(path, clock=lambda: next(times), author="tester") as register:
        made = [register.append("decided", f"i-{n}", "seen", {}) for n in range(3)]
    assert [entry.at for entry in made] == ["2026-01-01T12:00:00Z", "2026-01-01T12:00:00Z", "2026-01-01T13:00:00Z"]
    assert [entry.reason for entry in made] == ["seen", "seen (the clock said 2026-01-01T11:00:00Z, before the entry before)", "seen"]


FULL = """
import pathlib, resource, signal, sys
from small import open_register
from sijill.model import RegisterError
path = pathlib.Path(sys.argv[1])
with open_register(path) as register:
    register.append("decided", "i-1", "", {})
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    size = max(p.stat().st_size for p in path.parent.iterdir())
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 20_000, size + 20_000))
    kept = 1
    try:
        for number in range(500):
            register.append("decided", f"i-{number}", "", {"words": "x" * 3000})
            kept += 1
    except RegisterError as error:
        print(kept, error)
"""


def test_a_disk_that_fills_up_is_a_clear_error_and_keeps_what_was_confirmed(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(path)], capture_output=True, text=True, check=False, cwd=Path(__file__).parent
    )
    kept, _, words = done.stdout.partition(" ")
    assert "disk" in words, done.stderr
    with open_register(path) as register:
        assert register.verify().seq == int(kept)
