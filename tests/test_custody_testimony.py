"""Confidential testimony: sealed, with the consent it was given under, and it can be taken away."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from small import open_register

from sijill.cli import cli
from sijill.model import InputError
from sijill.pipeline.testimony import Consent, enter_testimony


def test_a_confidential_testimony_is_sealed_and_can_be_taken_away(tmp_path: Path) -> None:
    words = "The witness saw 7 civilians were killed in Northtown on 2019-01-18 from her roof."
    (tmp_path / "spoken.txt").write_text(words, encoding="utf-8")
    register, env = tmp_path / "register.sqlite", {"SIJILL_DATA": str(tmp_path), "SIJILL_PASSPHRASE": ""}

    def sijill(*command: str) -> tuple[int, str]:
        done = CliRunner().invoke(cli, [*command, "--register", str(register)], env=env)
        return done.exit_code, done.output

    enter = ("custody", "testimony", str(tmp_path / "spoken.txt"), "--use", "anonymous", "--as", "a-one")
    code, said = sijill(*enter, "--consent", " ")
    assert (code, "no testimony without consent" in said) == (1, True)
    code, said = sijill(*enter, "--consent", "agreed on tape, no name", "--day", "2019-02-01", "--title", "From the roof")
    assert code == 0, said
    name = said.split()[0]
    with open_register(register) as opened:
        assert (opened.look.report_ids(), opened.look.unread_reports()) == ((), ())  # nothing reads it, so that nothing can quote it
        (entry,) = opened.entries("captured", name)
        assert entry.body["testimony"]["text"] == words
        assert (entry.body["consent"]["use"], entry.body["consent"]["words"]) == ("anonymous", "agreed on tape, no name")
    for path in (register, register.with_name("register.sqlite-wal")):
        lying = path.read_bytes() if path.exists() else b""
        assert not any(secret in lying for secret in (b"witness", b"roof", b"on tape"))
    assert not list(tmp_path.rglob("*.warc.gz"))
    assert sijill("custody", "verify")[0] == 0
    assert sijill("register", "erase", name, "--reason", "she asked for it")[0] == 0
    with open_register(register) as opened:
        assert next(iter(opened.entries("captured", name))).body["testimony"] is None
        opened.verify()


def test_a_testimony_that_may_be_quoted_is_a_report_like_any_other(tmp_path: Path) -> None:
    with open_register(tmp_path / "register.sqlite") as register:
        given = Consent("public", "signed on paper", date(2019, 2, 1))
        data = "قتل 7 مدنيين في الشمال".encode("windows-1256")
        name = enter_testimony(register, data, given, name="a.txt", title=None, secret=bytes(32))
        assert register.look.unread_reports() == (name,)
        assert register.look.reports([name])[name].text == "قتل 7 مدنيين في الشمال"
        with pytest.raises(InputError, match="not text"):
            enter_testimony(register, b"\x89PNG\r\n", given, name="a.png", title=None, secret=bytes(32))
