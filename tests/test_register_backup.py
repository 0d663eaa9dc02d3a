"""Copies come back whole, what was erased stays erased, and an anchor shows what was changed."""

import json
import sqlite3
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner
from small import SmallReader, SmallResolver, facts_of, open_register, sample_rows, write_lines
from test_register_chain import edit

from sijill import pipeline
from sijill.cli import cli
from sijill.model import BrokenChain, RegisterError, RegisterLocked
from sijill.register import Register
from sijill.register.anchor import check_anchor, make_anchor, read_anchor, write_anchor
from sijill.register.backup import back_up, restore


def fill(target: str, folder: Path) -> Register:
    register = open_register(target)
    pipeline.run(register, [write_lines(folder / "in.jsonl", sample_rows())], SmallReader(), SmallResolver(), lambda _: None)
    return register


def test_a_copy_comes_back_with_everything(target: str, tmp_path: Path) -> None:
    with fill(target, tmp_path) as register:
        facts, shown = facts_of(register), register.look.incidents()
        head = back_up(register, tmp_path / "copy.sqlite", tmp_path / "copy.keys")
        assert head == register.head()
    assert restore(tmp_path / "copy.sqlite", str(tmp_path / "back.sqlite"), tmp_path / "copy.keys") == head
    with open_register(tmp_path / "back.sqlite") as back:
        assert facts_of(back) == facts
        assert back.look.incidents() == shown
        assert back.verify() == head
    assert not list(tmp_path.glob("*.part*"))


def test_a_copy_can_be_brought_back_into_an_empty_postgresql(target: str, tmp_path: Path) -> None:
    with fill(str(tmp_path / "local.sqlite"), tmp_path) as register:
        head = back_up(register, tmp_path / "copy.sqlite", tmp_path / "copy.keys")
        facts = facts_of(register)
    if "://" not in target:
        target = str(tmp_path / "other.sqlite")
    assert restore(tmp_path / "copy.sqlite", target, tmp_path / "copy.keys") == head
    with open_register(target) as back:
        assert facts_of(back) == facts
    with pytest.raises(RegisterError, match="already"):
        restore(tmp_path / "copy.sqlite", target, tmp_path / "copy.keys")


def test_a_copy_is_of_one_moment_while_others_write(target: str, tmp_path: Path) -> None:
    with open_register(target) as register:
        stop = threading.Event()

        def write() -> None:
            with open_register(target, wait_s=30) as other:
                while not stop.is_set():
                    other.append("decided", "i-1", "", {"n": 1})

        writer = threading.Thread(target=write)
        writer.start()
        try:
            heads = [back_up(register, tmp_path / f"copy{n}.sqlite") for n in range(3)]
        finally:
            stop.set()
            writer.join()
    for number, head in enumerate(heads):
        with open_register(tmp_path / f"copy{number}.sqlite") as copy:
            assert copy.verify() == head


def test_a_copy_alone_opens_nothing(target: str, tmp_path: Path) -> None:
    with fill(target, tmp_path) as register:
        back_up(register, tmp_path / "copy.sqlite")
    with open_register(tmp_path / "copy.sqlite") as copy, pytest.raises(RegisterLocked):
        copy.look.reports(copy.look.report_ids())


def test_what_was_erased_since_the_copy_is_erased_in_what_is_brought_back(tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite"
    with fill(str(path), tmp_path) as register:
        one, other, third = register.look.report_ids()[:3]
        back_up(register, tmp_path / "copy.sqlite", tmp_path / "copy.keys")
        register.erase(one, "asked for it")
        register.blank(other, ["Northtown"], "asked for it")
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)  # the register is lost, its keys are there
    restore(tmp_path / "copy.sqlite", str(path), tmp_path / "copy.keys")
    with open_register(path) as back:
        assert back.look.reports([one, other, third]).keys() == {third}
        assert {entry.subject for entry in back.entries("retracted")} == {one, other}
        back.verify()


def test_old_keys_do_not_bring_back_what_the_chain_says_is_erased(target: str, tmp_path: Path) -> None:
    with fill(target, tmp_path) as register:
        report = register.look.report_ids()[0]
        back_up(register, tmp_path / "before.sqlite", tmp_path / "before.keys")
        register.erase(report, "asked for it")
        back_up(register, tmp_path / "after.sqlite")
    restore(tmp_path / "after.sqlite", str(tmp_path / "back.sqlite"), tmp_path / "before.keys")
    with open_register(tmp_path / "back.sqlite") as back:
        assert back.look.reports([report]) == {}
        assert back.keyring.live([report]) == {}
        back.verify()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    with fill(str(tmp_path / "register.sqlite"), tmp_path) as register:
        (tmp_path / "copy.sqlite").write_text("mine")
        with pytest.raises(RegisterError, match="already"):
            back_up(register, tmp_path / "copy.sqlite")
        with pytest.raises(RegisterError, match="no folder"):
            back_up(register, tmp_path / "none" / "copy.sqlite")
        back_up(register, tmp_path / "good.sqlite")
    with pytest.raises(RegisterError, match="already"):
        restore(tmp_path / "good.sqlite", str(tmp_path / "register.sqlite"))
    with pytest.raises(RegisterError, match="no such copy"):
        restore(tmp_path / "none.sqlite", str(tmp_path / "back.sqlite"))


def test_a_copy_whose_chain_is_broken_is_not_brought_back(tmp_path: Path) -> None:
    with fill(str(tmp_path / "register.sqlite"), tmp_path) as register:
        back_up(register, tmp_path / "copy.sqlite")
    edit(tmp_path / "copy.sqlite", "UPDATE entries SET reason = 'another' WHERE seq = 2")
    with pytest.raises(BrokenChain) as caught:
        restore(tmp_path / "copy.sqlite", str(tmp_path / "back.sqlite"))
    assert caught.value.seq == 2
    assert not list(tmp_path.glob("back.*"))


def test_an_anchor_holds_as_the_register_grows(target: str, tmp_path: Path) -> None:
    with fill(target, tmp_path) as register:
        anchor = make_anchor(register, tmp_path / "anchor.key")
        write_anchor(anchor, tmp_path / "anchor.json")
        register.append("decided", "i-1", "", {})
        register.erase(register.look.report_ids()[0], "asked for it")
        check_anchor(register, read_anchor(tmp_path / "anchor.json"), anchor.public_key)
        assert make_anchor(register, tmp_path / "anchor.key").public_key == anchor.public_key
        with pytest.raises(RegisterError, match="never replaced"):
            write_anchor(anchor, tmp_path / "anchor.json")
    assert (tmp_path / "anchor.key").stat().st_mode & 0o777 == 0o600


def test_an_anchor_shows_a_chain_that_was_written_anew(tmp_path: Path) -> None:
    with fill(str(tmp_path / "register.sqlite"), tmp_path) as register:
        anchor = make_anchor(register, tmp_path / "anchor.key")
    with fill(str(tmp_path / "other.sqlite"), tmp_path) as other:
        check_anchor(other, anchor)  # the same facts, the same chain
    with open_register(tmp_path / "third.sqlite") as third:
        third.append("decided", "i-1", "", {})
        with pytest.raises(BrokenChain, match="is missing"):
            check_anchor(third, anchor)
        for _ in range(anchor.seq):
            third.append("decided", "i-1", "", {})
        with pytest.raises(BrokenChain, match="written anew"):
            check_anchor(third, anchor)


@pytest.mark.parametrize(
    ("field", "value"), [("seq", 1), ("digest", "0" * 64), ("at", "2020-01-01T00:00:00Z"), ("signature", "00"), ("public_key", "x")]
)
def test_a_changed_anchor_is_refused(tmp_path: Path, field: str, value: object) -> None:
    with fill(str(tmp_path / "register.sqlite"), tmp_path) as register:
        write_anchor(make_anchor(register, tmp_path / "anchor.key"), tmp_path / "anchor.json")
        said = json.loads((tmp_path / "anchor.json").read_text())
        (tmp_path / "anchor.json").write_text(json.dumps(said | {field: value}))
        with pytest.raises(RegisterError, match="anchor was changed"):
            check_anchor(register, read_anchor(tmp_path / "anchor.json"))
        with pytest.raises(RegisterError, match="another key"):
            check_anchor(register, read_anchor(tmp_path / "anchor.json"), "00" * 32)


def test_what_is_no_anchor_or_no_key_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "bad").write_text("{}")
    with pytest.raises(RegisterError, match="no anchor"):
        read_anchor(tmp_path / "bad")
    with pytest.raises(RegisterError, match="cannot be read"):
        read_anchor(tmp_path / "none")
    with open_register(tmp_path / "register.sqlite") as register, pytest.raises(RegisterError, match="no signing key"):
        make_anchor(register, tmp_path / "bad")


def test_the_command_line_does_all_of_it(tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite"
    with fill(str(path), tmp_path) as register:
        report = register.look.report_ids()[0]

    def sijill(*words: str, code: int = 0, **env: str) -> str:
        done = CliRunner().invoke(cli, ["register", *words], env={"SIJILL_DATA": str(tmp_path), "SIJILL_PASSPHRASE": "", **env})
        assert done.exit_code == code, done.output
        return done.output

    here = ("--register", str(path))
    name = sijill("analyst", "add", "A. Example", "--contact", "a@example.org", *here).strip()
    assert "A. Example" in sijill("analyst", "list", *here)
    assert "already" in sijill("analyst", "add", "A. Example", *here, code=1)
    sijill("anchor", "--out", str(tmp_path / "anchor.json"), *here)
    sijill("backup", str(tmp_path / "copy.sqlite"), "--with-keys", str(tmp_path / "copy.keys"), *here)
    assert "blanked" in sijill("erase", report, "--name", "Northtown", "--reason", "test", "--as", name, *here)
    assert "erased" in sijill("erase", report, "--reason", "test", *here, SIJILL_AUTHOR=name)
    assert "erased before" in sijill("erase", report, "--reason", "test", *here)
    sijill("erase", name, "--reason", "left", *here)
    assert "A. Example" not in sijill("analyst", "list", *here)
    assert sijill("log", "--kind", "retracted", "--json", *here).count(f'"author":"{name}"') == 2
    assert "as it was" in sijill("anchor", "--check", str(tmp_path / "anchor.json"), *here)
    assert "entries" in sijill("verify", *here)
    sijill("protect", *here, SIJILL_NEW_PASSPHRASE="open sesame")
    assert "locked" in sijill("verify", *here, code=1)
    sijill("verify", *here, SIJILL_PASSPHRASE="open sesame")
    (tmp_path / "key").write_bytes(b"open sesame")
    sijill("verify", *here, "--key-file", str(tmp_path / "key"))
    back = str(tmp_path / "back.sqlite")
    assert "every one" in sijill("restore", str(tmp_path / "copy.sqlite"), "--keys", str(tmp_path / "copy.keys"), "--register", back)
    with sqlite3.connect(path) as raw:
        assert "Example" not in "\n".join(raw.iterdump())
    raw.close()
