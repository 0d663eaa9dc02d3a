"""Judging on the command line: each act is an entry, shown as decided by whom, and replayable."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from judging import at, fill, open_as

from sijill.cli import cli
from sijill.cli.acts import read_range


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "register.sqlite"
    fill(path, tmp_path)
    return path


def sijill(register: Path, *words: str, author: str = "a-one") -> Result:
    place = ["--register", str(register)]
    who = ["--as", author] if words[0] in ("decide", "queue") or words[:2] == ("register", "rules") else []
    return CliRunner().invoke(cli, [*words, *place, *who])


def lines_of(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def id_at(register: Path, place: str) -> str:
    with open_as(register, "machine") as opened:
        return at(opened, place).id


def test_a_grade_is_shown_as_decided_by_whom_beside_the_suggestion(register: Path) -> None:
    name = id_at(register, "Northtown")
    done = sijill(register, "decide", name[:9], "grade", "Discounted", "--reason", "both were soldiers")
    assert done.exit_code == 0, done.output
    shown = sijill(register, "show", name).stdout
    assert "Discounted  DECIDED by a-one" in shown
    assert "the machine suggests Weak" in shown
    assert "both were soldiers" in shown


def test_a_blind_look_shows_no_grade(register: Path) -> None:
    name = id_at(register, "Northtown")
    sijill(register, "decide", name, "grade", "Fair", "--reason", "why")
    assert "Fair" not in sijill(register, "show", name, "--blind").stdout


@pytest.mark.parametrize(
    "act",
    [
        ["status", "Likely"],
        ["attribution", "us_coalition", "--certainty", "known"],
        ["toll", "killed", "civilian", "--as-read"],
        ["toll", "killed", "civilian", "8-", "--source", "hospital list"],
        ["toll", "killed", "civilian", "9", "--words", "9"],
        ["days", "2019-01-17", "2019-01-18", "--source", "its own press release"],
        ["retract"],
        ["note", "ask again"],
        ["state", "assigned", "--to", "a-two"],
        ["statement", "us_coalition", "credible", "--quote", "we did", "--source", "a page", "--killed", "3-4"],
        ["victim", "--name", "A. Example", "--name", "أ. مثال", "--age", "9", "--sex", "female", "--id", "moh:12"],
    ],
    ids=lambda act: " ".join(act[:2]),
)
def test_every_act_is_entered_and_can_be_undone(register: Path, act: list[str]) -> None:
    name = id_at(register, "Northtown")
    if act[:1] == ["toll"] and "--words" in act:
        act = [*act[:-1], "9 civilians"]
    before = sijill(register, "show", name, "--json").stdout
    done = sijill(register, "decide", name, *act, "--reason", "for a test")
    assert done.exit_code == 0, done.output
    seq = done.stdout.split()[1].rstrip(";")
    assert f"  {seq}  " in sijill(register, "history", name).stdout
    undone = sijill(register, "decide", name, "undo", seq, "--reason", "for a test")
    assert undone.exit_code == 0, undone.output
    then, now = (json.loads(text) for text in (before, sijill(register, "show", name, "--json").stdout))
    assert then | {"newest_entry": 0} == now | {"newest_entry": 0}
    assert f"WITHDRAWN by entry {undone.stdout.split()[1].rstrip(';')}" in sijill(register, "history", name).stdout


def test_incidents_are_merged_split_and_told_apart(register: Path) -> None:
    north, south = id_at(register, "Northtown"), id_at(register, "Southtown")
    assert sijill(register, "decide", north, "merge", south, "--reason", "why").exit_code == 0
    refused = sijill(register, "decide", south, "grade", "Fair", "--reason", "why")
    assert refused.exit_code == 1
    assert f"part of {north} now" in refused.stderr
    accounts = lines_of(sijill(register, "show", north, "--json"))[0]["accounts"]
    assert sijill(register, "decide", north, "split", accounts[0], "--reason", "why").exit_code == 0
    assert sijill(register, "decide", north, "not-same", accounts[1], accounts[2], "--reason", "why").exit_code == 0


def test_somebody_who_has_not_seen_what_another_decided_is_asked_and_not_overruled(register: Path) -> None:
    name = id_at(register, "Northtown")
    sijill(register, "decide", name, "grade", "Fair", "--reason", "mine")
    sijill(register, "decide", name, "grade", "Weak", "--reason", "hers", author="a-two")
    refused = sijill(register, "decide", name, "grade", "Fair", "--reason", "mine again")
    assert refused.exit_code == 1
    assert "a-two: grade: hers" in refused.stderr
    newest = lines_of(sijill(register, "show", name, "--json"))[0]["newest_entry"]
    assert sijill(register, "decide", name, "grade", "Fair", "--reason", "still", "--on", str(newest)).exit_code == 0


def test_a_decision_without_a_person_says_how_to_give_one(register: Path) -> None:
    done = sijill(register, "decide", id_at(register, "Northtown"), "grade", "Fair", "--reason", "why", author="machine")
    assert done.exit_code == 1
    assert "SIJILL_AUTHOR" in done.stderr


def test_the_queue_in_words_and_for_programs(register: Path) -> None:
    table = sijill(register, "queue").stdout
    assert "stated numbers cannot both be true (5)" in table
    sijill(register, "decide", id_at(register, "Northtown"), "state", "assigned", "--to", "a-one", "--reason", "why")
    (mine,) = lines_of(sijill(register, "queue", "--mine", "--json"))
    assert mine["incident"]["assignee"] == "a-one"


def test_the_history_has_every_entry_and_the_toll_after_each_report(register: Path) -> None:
    name = id_at(register, "Northtown")
    text = sijill(register, "history", name).stdout
    assert "assembled from 3 accounts" in text
    assert "Post says killed 9 civilian; then: killed 7–9 civilian" in text
    assert [line["subject"] for line in lines_of(sijill(register, "history", name, "--json"))] == [name]


def test_agreement_and_rules_are_printed(register: Path, tmp_path: Path) -> None:
    assert "not defined over 0 incidents" in sijill(register, "agreement").stdout
    rules = tmp_path / "ours.toml"
    rules.write_text("[people]\ngrade = 1\ntoll = 1\nattribution = 0\nstatus = 0\ndays = 0\n")
    done = sijill(register, "register", "rules", "--set", str(rules), "--reason", "we are one")
    assert done.exit_code == 0, done.output
    assert "attribution\t0" in sijill(register, "register", "rules").stdout
    rules.write_text("[people]\ngrade = -1\n")
    assert "ours.toml" in sijill(register, "register", "rules", "--set", str(rules), "--reason", "x").stderr


@pytest.mark.parametrize(
    ("text", "bounds"), [("8", (8, 8)), ("8-15", (8, 15)), ("8-", (8, None)), ("-8", (None, 8)), ("?", (None, None))]
)
def test_a_range_as_it_is_typed(text: str, bounds: tuple[int | None, int | None]) -> None:
    assert read_range(text) == bounds


def test_a_person_gets_a_key_by_chance_and_is_changed_by_it(register: Path) -> None:
    name = id_at(register, "Northtown")

    def enter(*words: str) -> Result:
        return sijill(register, "decide", name, "victim", *words, "--reason", "for a test")

    def people() -> dict[str, list[str]]:
        dossier = lines_of(sijill(register, "show", name, "--json"))[0]["dossier"]
        return {one["judgement"]["key"]: one["judgement"]["names"] for one in dossier["people"]}

    assert enter("--name", "A. Example").exit_code == enter("--name", "A. Example").exit_code == 0
    one, other = people()
    assert one in sijill(register, "show", name).stdout
    assert enter("--name", "B. Example", "--key", one).exit_code == 0
    assert people() == {one: ["B. Example"], other: ["A. Example"]}
    refused = enter("--name", "A. Example", "--key", "v-0000000000000000")
    assert (refused.exit_code, "nobody on the list" in refused.stderr) == (2, True)


def test_an_edition_marks_what_people_gave_and_holds_no_internal_note(register: Path, tmp_path: Path) -> None:
    name = id_at(register, "Northtown")
    sijill(register, "decide", name, "grade", "Fair", "--reason", "why")
    sijill(register, "decide", name, "note", "the source is afraid", "--reason", "why")
    sijill(register, "decide", name, "note", "the market was closed", "--public", "--reason", "why")
    sijill(register, "decide", id_at(register, "Elsewhere"), "retract", "--reason", "why")
    done = sijill(register, "write", str(tmp_path / "edition"))
    assert done.exit_code == 0, done.output
    files = "".join(path.read_text(encoding="utf-8-sig") for path in (tmp_path / "edition").rglob("*") if path.is_file())
    assert "the source is afraid" not in files
    assert "the market was closed" in files
    assert "retracted / سُحب" in files
    assert "Elsewhere" not in sijill(register, "tally", "--unreviewed", "--by", "place").stdout


def test_what_a_persons_toll_stands_on_is_shown(register: Path) -> None:
    name = id_at(register, "Northtown")
    sijill(register, "decide", name, "toll", "killed", "civilian", "8-15", "--source", "hospital list", "--reason", "checked")
    assert "killed  8–15 civilian  (the source hospital list)  DECIDED by a-one" in sijill(register, "show", name).stdout
    assert "toll killed civilian 8–15, on the source hospital list: checked" in sijill(register, "history", name).stdout
    done = sijill(register, "decide", name, "toll", "killed", "civilian", "9", "--words", "9 civilians", "--reason", "as it says")
    assert done.exit_code == 0, done.output
    assert "(the words «9 civilians» [0–11] of r-" in sijill(register, "show", name).stdout


def test_a_person_and_a_statement_are_shown_with_each_value_under_its_name(register: Path) -> None:
    name = id_at(register, "Northtown")
    person = ["--name", "A. Example", "--name", "أ. مثال", "--age", "9", "--sex", "female", "--role", "pupil", "--family", "example"]
    sijill(register, "decide", name, "victim", *person, "--id", "moh:12", "--reason", "named by both")
    said = ["statement", "russia", "non-credible", "--quote", "no flights", "--source", "a ministry", "--killed", "3-5"]
    sijill(register, "decide", name, *said, "--said", "2019-01-20", "--reason", "its bulletin")
    shown = sijill(register, "show", name).stdout
    assert "names A. Example = أ. مثال, fate killed, age 9, sex female, role pupil, family example, register_ids moh:12" in shown
    assert "finding non-credible, quote no flights, source a ministry, said 2019-01-20, killed_low 3, killed_high 5" in shown


def test_a_stale_view_lists_what_people_decided_and_not_what_followed_from_it(register: Path) -> None:
    name = id_at(register, "Northtown")
    seen = str(lines_of(sijill(register, "show", name, "--json"))[0]["newest_entry"])
    sijill(register, "decide", name, "grade", "Fair", "--reason", "two papers", author="a-two")
    sijill(register, "decide", name, "status", "Likely", "--reason", "two origins", author="a-two")
    refused = sijill(register, "decide", name, "grade", "Weak", "--reason", "one origin", "--on", seen)
    assert refused.exit_code == 1
    assert "2 newer entries" in str(refused.exception) + refused.stderr
    assert "follows from" not in str(refused.exception) + refused.stderr
    newest = lines_of(sijill(register, "show", name, "--json"))[0]["newest_entry"]
    assert f"decide again on entry {newest}" in str(refused.exception) + refused.stderr
