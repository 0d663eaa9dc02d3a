"""Sources are data: who publishes, found by address or name; a team's own; hosts that nobody knows yet."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from sijill.capture.unknown import ask_about_host
from sijill.cli import cli
from sijill.cli.capture import _ask_who_publishes
from sijill.model import DataError, Report
from sijill.model.source import KINDS, find_source, load_sources, read_source, source_of_report

COUNTRIES = ("SY", "IQ", "YE", "PS", "LB", "SD")


@pytest.fixture(autouse=True)
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SIJILL_SOURCES", str(tmp_path / "team"))
    return tmp_path / "team"


def test_thirty_sources_and_more_of_six_countries_come_with_sijill() -> None:
    known = load_sources()
    assert len([source for source in known.values() if source.country in COUNTRIES]) >= 30
    assert all(any(source.country == country for source in known.values()) for country in COUNTRIES)
    assert all(source.kind in KINDS and source.names and source.languages for source in known.values())


def test_no_two_sources_share_a_host_or_a_name() -> None:
    seen: dict[str, str] = {}
    for source in load_sources().values():
        for one in (*source.hosts, *source.names):
            assert seen.setdefault(one.casefold(), source.id) == source.id


@pytest.mark.parametrize(
    ("address", "name", "found"),
    [
        ("https://www.enabbaladi.net/archives/1", None, "enab_baladi"),
        ("https://english.enabbaladi.net/archives/1", "somebody else", "enab_baladi"),
        (None, "موقع عنب بلدي", "enab_baladi"),
        (None, "SOHR", "sohr"),
        ("https://notsyriahr.com/1", None, None),
        ("https://example.org/syriahr.com", "Nobody's Paper", None),
        ("http://[", "", None),
        (None, None, None),
    ],
)
def test_a_source_is_found_by_its_host_before_its_name(address: str | None, name: str | None, found: str | None) -> None:
    source = find_source(address, name)
    assert (source.id if source else None) == found


def test_a_report_is_tied_to_its_source() -> None:
    source = source_of_report(Report("r-1", "d", "text", source="شبكة", url="https://sana.sy/?p=1"))
    assert source is not None
    assert (source.id, source.kind, source.country) == ("sana", "state", "SY")


def test_a_channel_on_somebody_elses_site_is_a_source_of_its_own(team: Path) -> None:
    (team / "sy").mkdir(parents=True)
    (team / "sy" / "hills.toml").write_text('publisher = "Hills"\nkind = "social"\nhosts = ["t.me/hills"]\n', encoding="utf-8")
    for address, found in (("https://t.me/hills/12", "hills"), ("https://t.me/hills", "hills"), ("https://t.me/hillside/12", None)):
        source = find_source(address)
        assert (source.id if source else None) == found


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ('publisher = "x"\nreliability = "low"', "reliability is no field"),
        ('publisher = "x"\nkind = "paper"', "'paper' is no kind"),
        ('publisher = "x"\nhosts = "a.org"', "hosts is not a list"),
        ('publisher = "x"\nhosts = [1]', "hosts is not a list"),
        ('kind = "local"', "no publisher"),
        ("publisher = ", "sources/sy/hills.toml"),
    ],
)
def test_a_wrong_file_is_named_with_its_field(words: str, says: str) -> None:
    with pytest.raises(DataError, match=says):
        read_source(words, "hills", "sy")


def test_an_unknown_host_is_asked_about_once_and_waits_to_be_filled_in(team: Path) -> None:
    path = ask_about_host("https://www.new-paper.example.org/2019/1", team)
    assert path == team / "unknown" / "new_paper_example_org.toml"
    assert "Fill this in" in path.read_text(encoding="utf-8")
    assert ask_about_host("https://new-paper.example.org/2", team) is None
    assert ask_about_host("https://sana.sy/1", team) is None
    assert ask_about_host("no address", team) is None
    listed = CliRunner().invoke(cli, ["sources", "list", "--unknown", "--json"])
    assert [json.loads(line)["hosts"] for line in listed.output.splitlines()] == [["new-paper.example.org"]]


def test_a_team_adds_a_source_and_its_note_is_in_no_export(team: Path) -> None:
    words = ["--publisher", "North Hills Media", "--kind", "local", "--country", "SY"]
    words += ["--name", "تلال الشمال", "--host", "t.me/north_hills"]
    made = CliRunner().invoke(cli, ["sources", "add", "north_hills", *words, "--note", "one reporter; good on names"])
    assert made.exit_code == 0, made.output
    shown = CliRunner().invoke(cli, ["sources", "show", "https://t.me/north_hills/4"])
    assert "North Hills Media" in shown.output
    assert "one reporter" in shown.output
    as_json = CliRunner().invoke(cli, ["sources", "show", "north_hills", "--json"])
    assert json.loads(as_json.output)["names"] == ["تلال الشمال"]
    assert "one reporter" not in as_json.output
    assert (team / "notes" / "north_hills.txt").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["x", "--publisher", "X", "--kind", "paper"], "no kind of source"),
        (["X-1", "--publisher", "X", "--kind", "local"], "small letters"),
        (["x", "--publisher", "X", "--kind", "local", "--country", "Syria"], "two letters"),
        (["x", "--publisher", "X", "--kind", "local", "--repeats", "nobody"], "no such source"),
    ],
)
def test_a_source_that_is_not_right_is_not_written(team: Path, words: list[str], says: str) -> None:
    made = CliRunner().invoke(cli, ["sources", "add", *words])
    assert made.exit_code != 0
    assert says in made.output
    assert not team.exists()


def test_a_source_that_is_not_there_says_how_to_make_it() -> None:
    shown = CliRunner().invoke(cli, ["sources", "show", "nobody at all"])
    assert shown.exit_code == 1
    assert "sources add" in shown.output


def test_sources_are_listed_by_country_and_kind() -> None:
    listed = CliRunner().invoke(cli, ["sources", "list", "--country", "sd", "--kind", "state"])
    assert "suna" in listed.output
    assert "sana" not in listed.output


def test_capturing_from_a_site_that_nobody_knows_asks_who_publishes_there(team: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _ask_who_publishes(
        ["https://new-paper.example.org/1", "https://new-paper.example.org/2", "https://sana.sy/1", "http://127.0.0.1:8/x"]
    )
    assert capsys.readouterr().err.startswith("1 sites are no known source")
    assert [path.name for path in (team / "unknown").iterdir()] == ["new_paper_example_org.toml"]
