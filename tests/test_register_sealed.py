"""Personal values lie beside the chain; what is erased is gone from everywhere, and the chain stays whole."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small import NOON, SmallReader, SmallResolver, counted_bytes, dump, open_register, sample_rows, write_lines

from sijill import pipeline
from sijill.model import BrokenChain, RegisterError, RegisterLocked
from sijill.model.codec import to_json
from sijill.model.decision import Basis, Decision, Note, Person, Statement, TollGiven
from sijill.register import Register, Sealed
from sijill.register.sealed import BadSeal, close_again, close_box, open_box

NAME = "Zaynab Example"
"""An invented name that must be found nowhere."""


def fill(target: str, folder: Path, secret: bytes | None = None) -> Register:
    """A register of three reports, the last of which names somebody."""
    rows: list[dict[str, object]] = [
        *sample_rows()[:2],
        {"doc": "n", "text": f"{NAME} said: 4 civilians were killed in Northtown on 2019-01-18. {NAME} saw it."},
    ]
    register = open_register(target, secret=secret)
    pipeline.run(register, [write_lines(folder / "named.jsonl", rows)], SmallReader(), SmallResolver(), lambda _: None)
    return register


def named_report(register: Register) -> str:
    return register.look.report_ids()[-1]


def found_in_files(folder: Path, needle: bytes) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith("register.") and needle in path.read_bytes()]


def test_no_personal_value_lies_open_and_all_are_read_back(target: str, tmp_path: Path) -> None:
    with fill(target, tmp_path) as register:
        assert NAME not in dump(register)
        report = named_report(register)
        assert register.look.reports([report])[report].text.startswith(NAME)
        assert register.look.readings([report])[report] == SmallReader().read_report(register.look.reports([report])[report])
        assert [e.body["report"]["text"] for e in register.entries("captured", report)] == [
            register.look.reports([report])[report].text
        ]
        register.verify()


@pytest.mark.parametrize(
    ("judgement", "owner"),
    [
        (Person("p-1", (NAME, "زينب مثال"), "injured", age=41, role="witness", family="Example"), "p-1"),
        (Statement("us", "credible", f"{NAME} conceded it", "letter"), "i-1"),
        (Note(f"{NAME} called"), "i-1"),
        (TollGiven("killed", "civilian", 3, 3, Basis(report="r-1", span=None, quote=f"{NAME} and two others")), "i-1"),
    ],
)
def test_personal_parts_of_decisions_are_sealed_and_still_decisions_when_erased(target: str, judgement: Any, owner: str) -> None:
    from sijill.model.codec import from_json

    with open_register(target) as register:
        decision = Decision(judgement, 0)
        register.append("decided", "i-1", "seen the papers", to_json(decision))
        assert NAME not in dump(register)
        assert from_json(next(iter(register.entries())).body, Decision) == decision
        register.erase(owner, "asked for it")
        after = from_json(next(iter(register.entries())).body, Decision)
        assert NAME not in repr(after)
        assert register.verify().seq == 2


def test_a_public_note_stays_open(target: str) -> None:
    with open_register(target) as register:
        register.append("decided", "i-1", "", to_json(Decision(Note("seen by many", "public"), 0)))
        assert "seen by many" in dump(register)


def test_an_erased_report_is_gone_and_the_chain_stays_whole(target: str, tmp_path: Path) -> None:
    with fill(target, tmp_path) as register:
        report, before = named_report(register), [entry.digest for entry in register.entries()]
        made = register.erase(report, "the source asked for it")
        assert made is not None
        assert (made.kind, made.subject, made.body) == ("retracted", report, {"erased": report})
        assert [entry.digest for entry in register.entries()][: len(before)] == before
        assert register.verify().seq == len(before) + 1
        assert register.look.reports([report]) == {}
        assert register.look.readings([report]) == {}
        assert not [account for account in register.look.account_ids() if account.startswith(report)]
        tables = dump(register)
        register.rebuild()
        assert dump(register) == tables


def test_an_erased_report_is_not_filed_again(target: str, tmp_path: Path) -> None:
    with fill(target, tmp_path) as register:
        register.erase(named_report(register), "asked for it")
        before = register.head()
        pipeline.run(register, [tmp_path / "named.jsonl"], SmallReader(), SmallResolver(), lambda _: None)
        assert register.head() == before


def test_what_can_be_erased_can_be_linked_around(target: str, tmp_path: Path) -> None:
    with fill(target, tmp_path) as register:
        register.erase(register.look.report_ids()[0], "asked for it")
        more = write_lines(tmp_path / "more.jsonl", sample_rows())
        pipeline.run(register, [more], SmallReader(), SmallResolver(), lambda _: None)
        tables = dump(register)
        register.rebuild()
        assert dump(register) == tables
        register.verify()


def test_erasing_twice_is_once(target: str, tmp_path: Path) -> None:
    with fill(target, tmp_path) as register:
        report = named_report(register)
        assert register.erase(report, "asked for it") is not None
        head = register.head()
        assert register.erase(report, "asked again") is None
        assert register.head() == head


def test_nothing_more_can_be_kept_about_an_erased_person(target: str) -> None:
    with open_register(target) as register:
        person = to_json(Decision(Person("p-1", (NAME,), "killed"), 0))
        register.append("corrected", "i-1", "", person)
        register.erase("p-1", "asked for it")
        with pytest.raises(RegisterError, match="p-1 was erased"):
            register.append("corrected", "i-1", "", person)


def test_erasing_what_is_not_there_is_refused(target: str) -> None:
    with open_register(target) as register, pytest.raises(RegisterError, match="nothing personal"):
        register.erase("r-none", "")


def test_the_bytes_of_a_destroyed_key_and_its_box_are_in_no_file(tmp_path: Path) -> None:
    with fill(str(tmp_path / "register.sqlite"), tmp_path) as register:
        report = named_report(register)
        with sqlite3.connect(tmp_path / "register.sqlite.keys") as raw:
            (key,) = raw.execute("SELECT key FROM keys WHERE owner = ?", (report,)).fetchone()
        raw.close()
        with sqlite3.connect(tmp_path / "register.sqlite") as raw:
            boxes = [content for (content,) in raw.execute("SELECT content FROM sealed WHERE owner = ?", (report,))]
        raw.close()
        assert found_in_files(tmp_path, key) == ["register.sqlite.keys"]
        register.erase(report, "asked for it")
        assert [name for needle in (key, *(box[:40] for box in boxes)) for name in found_in_files(tmp_path, needle)] == []


def test_a_name_is_blanked_and_the_report_stays(target: str, tmp_path: Path) -> None:
    with fill(target, tmp_path) as register:
        report = named_report(register)
        text, before = register.look.reports([report])[report].text, [entry.digest for entry in register.entries()]
        made = register.blank(report, ["Zaynab  Example"], "she is a witness")
        blanked = register.look.reports([report])[report].text
        assert blanked == text.replace(NAME, "█" * len(NAME))
        assert register.look.readings([report])[report].accounts[0].harms[0].quote == "4"
        assert NAME not in repr(list(register.entries()))
        assert [entry.digest for entry in register.entries()][: len(before)] == before
        assert len(made.body["blanked"]) == 1  # the text; the reading named nobody
        register.verify()
        register.blank(report, ["saw it"], "it says too much")
        assert "saw it" not in register.look.reports([report])[report].text
        register.verify()
        register.erase(report, "all of it")
        assert register.look.reports([report]) == {}
        register.verify()


def test_quotes_and_names_of_a_reading_are_blanked_with_the_text(target: str) -> None:
    text = f"The doctor {NAME} died."
    claim = {"id": "v1", "quote": f"doctor {NAME}", "span": [4, 25], "name": "zaynab of example"}
    reading = {"reader": "x", "dropped": 0, "accounts": [], "victims": [claim, {"note": NAME, "span": None, "quote": None}]}
    with open_register(target) as register:
        report = {"id": "r-1", "doc": "d", "text": text, "title": None, "published": None, "lang": "en", "source": None, "capture": "c"}
        register.append("captured", "r-1", "", {"capture": {"id": "c", "address": "a", "sha256": "0"}, "report": report})
        register.append("read", "r-1", "", {"reading": reading})
        register.blank("r-1", [NAME], "asked for it")
        blocks = "█" * len(NAME)
        victim, note = next(iter(register.entries("read"))).body["reading"]["victims"]
        assert victim == {"id": "v1", "quote": f"doctor {blocks}", "span": [4, 25], "name": "█" * len("zaynab of example")}
        assert note["note"] == blocks


def test_a_name_that_does_not_stand_in_the_report_is_refused(target: str, tmp_path: Path) -> None:
    with fill(target, tmp_path) as register:
        head = register.head()
        for names, words in ((["Nobody"], "none of the names"), (["  "], "give the name"), ([], "give the name")):
            with pytest.raises(RegisterError, match=words):
                register.blank(named_report(register), names, "")
        with pytest.raises(RegisterError, match="there is no report"):
            register.blank("r-none", ["x"], "")
        assert register.head() == head


def test_verify_names_a_value_that_was_changed_lost_or_moved(tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite"
    for statement, words in (
        ("UPDATE sealed SET content = substr(content, 1, 40) WHERE owner = ?", "does not open"),
        ("DELETE FROM sealed WHERE owner = ?", "no entry says that it was erased"),
    ):
        for old in tmp_path.glob("register.*"):
            old.unlink()
        with fill(str(path), tmp_path) as register:
            report = named_report(register)
            with sqlite3.connect(path) as raw:
                raw.execute(statement, (report,))
            raw.close()
            with pytest.raises(BrokenChain, match=words) as caught:
                register.verify()
            assert caught.value.seq == next(register_entries(path, report))


def register_entries(path: Path, report: str) -> Any:
    with sqlite3.connect(path) as raw:
        rows = raw.execute("SELECT seq FROM entries WHERE subject = ? ORDER BY seq", (report,)).fetchall()
    raw.close()
    return iter(seq for (seq,) in rows)


def test_a_copy_without_its_keys_opens_nothing_and_says_so(tmp_path: Path) -> None:
    with fill(str(tmp_path / "register.sqlite"), tmp_path) as register:
        head, report = register.head(), named_report(register)
    (tmp_path / "register.sqlite.keys").unlink()
    with open_register(tmp_path / "register.sqlite") as bare:
        assert not bare.has_keys()
        assert bare.verify() == head
        with pytest.raises(RegisterLocked, match=r"register\.sqlite\.keys"):
            bare.look.reports([report])
        assert NAME not in dump(bare)
        assert bare.rebuild() == head  # derived tables come from what lies open


def test_keys_are_for_their_owner_only(tmp_path: Path) -> None:
    fill(str(tmp_path / "register.sqlite"), tmp_path).close()
    assert (tmp_path / "register.sqlite.keys").stat().st_mode & 0o777 == 0o600


def test_keys_under_a_secret_need_it(target: str, tmp_path: Path) -> None:
    with fill(target, tmp_path, secret=b"open sesame") as register:
        report = named_report(register)
    for wrong in (None, b"another"):
        with open_register(target, secret=wrong) as register, pytest.raises(RegisterLocked, match="locked"):
            register.look.reports([report])
    with open_register(target, secret=b"open sesame") as register:
        assert register.look.reports([report])[report].text.startswith(NAME)
        register.keyring.protect(b"a new one")
    with open_register(target, secret=b"a new one") as register:
        assert register.verify().seq == register.head().seq
        assert register.look.reports([report])


def test_keys_without_a_secret_can_be_given_one(target: str, tmp_path: Path) -> None:
    with fill(target, tmp_path) as register:
        report = named_report(register)
        register.keyring.protect(b"late but there")
    with open_register(target) as register, pytest.raises(RegisterLocked):
        register.look.reports([report])
    with open_register(target, secret=b"late but there") as register:
        register.append("decided", "i-1", "", to_json(Decision(Note("a new key is wrapped too"), 0)))
        register.verify()


def test_any_part_of_a_fact_can_be_sealed(target: str) -> None:
    with open_register(target) as register:
        made = register.append("decided", "a-1", "", {"name": Sealed("a-1", NAME, "[erased]"), "open": [1]})
        assert made.body["name"].keys() == {"sealed", "owner", "erased"}
        assert next(iter(register.entries())).body == {"name": NAME, "open": [1]}
        register.erase("a-1", "left")
        assert next(iter(register.entries())).body == {"name": "[erased]", "open": [1]}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(value=JSON, other=JSON)
def test_a_box_gives_back_its_value_and_no_other(value: Any, other: Any) -> None:
    entropy = counted_bytes()
    key, next_key = entropy(32), entropy(32)
    box = close_box(Sealed("o", value), key, 1, entropy)
    assert json.loads(open_box(box, key)) == value
    again = close_again(box, key, next_key, 2, entropy)
    assert again.commitment == box.commitment
    assert json.loads(open_box(again, next_key)) == value
    with pytest.raises(BadSeal):
        open_box(again, key)
    assert close_box(Sealed("o", other), key, 1, entropy).commitment != box.commitment  # salted: equal values differ too


DESK = tuple(f"DROP TABLE {name}" for name in ("users", "sessions", "tokens", "logins", "filters"))
OLD = {
    "0003": (
        *DESK,
        "DROP TABLE published",
        "DROP INDEX incidents_list",
        "DROP INDEX incidents_queue",
        "CREATE INDEX incidents_day ON incidents (day, id)",
        "CREATE INDEX ix_incidents_state ON incidents (state)",
    ),
    "0005": (
        *DESK,
        "DROP TABLE published",
        "DROP INDEX incidents_queue",
        "DROP INDEX incidents_facets",
        "CREATE INDEX ix_incidents_state ON incidents (state)",
    ),
}
"""What makes a register of now one of an earlier version."""


@pytest.mark.parametrize("version", OLD)
def test_a_register_of_before_gets_its_lists_in_one_index_and_keeps_all_that_it_had(target: str, tmp_path: Path, version: str) -> None:
    from sqlalchemy import inspect

    from sijill.register import database

    def list_indexes(register: Register) -> set[str | None]:
        with register.reading() as connection:
            return {index["name"] for index in inspect(connection).get_indexes("incidents")}

    with fill(target, tmp_path) as register:
        register.append("decided", "i-1", "", to_json(Decision(Note("seen by many", "public"), 0)))
        shown, head, tables, indexes = register.look.incidents(), register.head(), dump(register), list_indexes(register)
    old = database.connect_database(target, wait_s=1)
    with database.writing(old.engine).begin() as connection:
        for words in (*OLD[version], f"UPDATE alembic_version SET version_num = '{version}'"):  # noqa: S608
            connection.exec_driver_sql(words)
    old.close()
    with open_register(target) as register:
        assert list_indexes(register) == indexes
        assert {"incidents_list", "incidents_queue"} <= indexes
        assert (register.look.incidents(), register.verify(), dump(register)) == (shown, head, tables)


def test_a_register_of_version_0001_opens_and_keeps_all_that_it_had(target: str, tmp_path: Path) -> None:
    from alembic import command
    from alembic.config import Config

    from sijill.register import Fact, database
    from sijill.register.chain import chain_facts, read_head, write_entries
    from sijill.register.derived import apply_entries

    with fill(str(tmp_path / "new.sqlite"), tmp_path) as new:
        facts = [Fact(e.kind, e.subject, e.reason, {k: v for k, v in e.body.items() if k != "outline"}) for e in new.entries()]
        shown, report = new.look.incidents(), named_report(new)
    opened = database.connect_database(target, wait_s=1)
    with database.writing(opened.engine).begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        old = chain_facts(facts, read_head(connection), author="tester", at=NOON.strftime("%Y-%m-%dT%H:%M:%SZ"))
        write_entries(connection, old)
        apply_entries(connection, old)
    opened.close()
    with open_register(target) as register:
        assert register.verify().digest == old[-1].digest
        assert register.look.incidents() == shown
        assert register.look.reports([report])[report].text.startswith(NAME)
        tables = dump(register)
        register.rebuild()
        assert dump(register) == tables
        with pytest.raises(RegisterError, match="in the open"):
            register.erase(report, "asked for it")
        pipeline.run(register, [write_lines(tmp_path / "m.jsonl", sample_rows())], SmallReader(), SmallResolver(), lambda _: None)
        register.verify()
