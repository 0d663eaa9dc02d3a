"""A team's own incidents are taken over with their codes, row by row; nothing is edited, and what cannot be read is named."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from small import SmallReader, SmallResolver, counted_bytes, write_lines
from test_register_sealed import dump

from sijill import pipeline
from sijill.cli import cli
from sijill.extract.shape import SHAPES, load_shape
from sijill.model import DataError, Incident, InputError, RegisterError
from sijill.register import Register

HEAD = (
    "code,date,location_en,belligerents,strike_type,grading,civ_killed_min,civ_killed_max,children_killed_min,children_killed_max,"
    "lat,lon,geo_accuracy"
)
ROWS = [
    'XX001,2021-03-04,Northtown,"Russian Military, Somebody Else",Airstrike,Fair,3,5,1,1,36.2,37.1,town',
    "XX002,2021-03-05,Elsewhere,,Artillery,Weak,2,2,,,,,",
]


def table(folder: Path, *rows: str, head: str = HEAD, name: str = "ours.csv") -> Path:
    path = folder / name
    path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return path


def load(register: Register, path: Path, shape: str = "airwars") -> list[tuple[str, str]]:
    """What became of each row: code and outcome, or the problem."""
    found = pipeline.import_table(register, path, load_shape(shape), SmallResolver())
    return [("problem", str(item)) if isinstance(item, InputError) else (item.code, item.outcome) for item in found]


def by_code(register: Register) -> dict[str, Incident]:
    return {code: incident for incident in register.look.incidents() for code in incident.codes}


def open_own(target: str, author: str = "a-team") -> Register:
    return Register.open(target, author=author, entropy=counted_bytes(), wait_s=0.2)


def test_every_row_becomes_an_incident_with_its_code_and_words(target: str, tmp_path: Path) -> None:
    with open_own(target) as register:
        assert load(register, table(tmp_path, *ROWS)) == [("airwars:XX001", "new"), ("airwars:XX002", "new")]
        incident = by_code(register)["airwars:XX001"]
        assert (incident.first, incident.place_name, incident.event_type) == (date(2021, 3, 4), "Northtown", "air_strike")
        assert incident.grade is not None
        assert incident.grade.grade == "Fair"
        assert incident.place is not None
        assert (incident.place.lat, incident.place.level) == (36.2, "town")
        (filing,) = register.look.filings(incident.accounts)
        whole, part = filing.account.harms
        assert (whole.low, whole.high, whole.hedge, part.who, part.part_of) == (3, 5, "range", "children", whole.id)
        assert [(actor.quote, actor.actor) for actor in filing.account.actors] == [
            ("Russian Military", "russia"),
            ("Somebody Else", "other"),
        ]
        for claim in (filing.account.date, *filing.account.places, *filing.account.harms, *filing.account.actors):
            assert claim is not None
            assert claim.span is not None
            assert claim.rule == "import.airwars"
            assert filing.report.text[claim.span.start : claim.span.end] == claim.quote
        assert by_code(register)["airwars:XX002"].event_type == "shelling"
        graded = list(register.entries("graded"))
        assert [entry.author for entry in graded] == ["a-team", "a-team"]
        register.verify()


def test_importing_again_adds_nothing(target: str, tmp_path: Path) -> None:
    with open_own(target) as register:
        load(register, table(tmp_path, *ROWS))
        head = register.head()
        assert load(register, table(tmp_path, *reversed(ROWS))) == [("airwars:XX002", "known"), ("airwars:XX001", "known")]
        assert register.head() == head


def test_a_changed_row_is_decided_anew_in_the_same_incident(target: str, tmp_path: Path) -> None:
    with open_own(target) as register:
        load(register, table(tmp_path, *ROWS))
        before = by_code(register)["airwars:XX001"]
        entries = [entry.digest for entry in register.entries()]
        changed = ROWS[0].replace("2021-03-04", "2021-03-06").replace("Fair,3,5", "Contested,4,8")
        assert load(register, table(tmp_path, changed, ROWS[1])) == [("airwars:XX001", "changed"), ("airwars:XX002", "known")]
        after = by_code(register)["airwars:XX001"]
        assert after.id == before.id
        assert len(register.look.incidents()) == 2
        assert (after.first, after.last) == (date(2021, 3, 6), date(2021, 3, 6))
        assert [(toll.low, toll.high) for toll in after.tolls if toll.kind == "killed" and toll.group == "civilian"] == [(4, 8)]
        assert after.grade is not None
        assert after.grade.grade == "Contested"
        assert [entry.digest for entry in register.entries()][: len(entries)] == entries
        tables = dump(register)
        register.rebuild()
        assert dump(register) == tables
        assert load(register, table(tmp_path, changed, ROWS[1])) == [("airwars:XX001", "known"), ("airwars:XX002", "known")]


def test_a_row_that_goes_back_to_what_it_was_is_asked_about(target: str, tmp_path: Path) -> None:
    with open_own(target) as register:
        load(register, table(tmp_path, ROWS[1]))
        load(register, table(tmp_path, ROWS[1].replace("Weak", "Fair")))
        ((_, problem),) = load(register, table(tmp_path, ROWS[1]))
        assert "as it once was" in problem


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("XX003,yesterday,Northtown,,,,1,1,,,,,", "'yesterday', no day"),
        ("XX003,2021-03-04,Northtown,,,,5,1,,,,,", "civ killed min is 5, more than"),
        ("XX003,2021-03-04,Northtown,,,,some,1,,,,,", "'some', no number"),
        ("XX003,2021-03-04,Northtown,,,,-1,1,,,,,", "no count of people"),
        ("XX003,2021-03-04,Northtown,,,Certain,1,1,,,,,", "'Certain', none of Confirmed"),
        ("XX003,2021-03-04,Northtown,,,,1,1,,,95,37,", "no point on earth"),
        ("XX003,2021-03-04", "2 values for 13 columns"),
        (",2021-03-04,Northtown,,,,1,1,,,,,", "no code"),
        ("XX003,,,,,,,,,,,,", "neither a day nor a place nor a count"),
        ("XX001,2021-03-04,Northtown,,,,1,1,,,,,", "line 2 already"),
    ],
)
def test_a_bad_row_is_named_and_the_others_imported(tmp_path: Path, row: str, words: str) -> None:
    path = table(tmp_path, ROWS[0], row, ROWS[1])
    with open_own(str(tmp_path / "register.sqlite")) as register:
        first, (kind, problem), last = load(register, path)
        assert (first[1], kind, last[1]) == ("new", "problem", "new")
        assert words in problem
        assert f"{path}, line 3" in problem
        register.verify()


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"a,b\n1,2\n", "no column holds"), (b"", "no column holds"), (b'code\n"open\n', "not CSV"), (b"\x00\x01" * 50, "")],
)
def test_a_file_that_is_no_table_is_a_clear_error(tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "bad.csv").write_bytes(data)
    with open_own(str(tmp_path / "register.sqlite")) as register:
        found = load(register, tmp_path / "bad.csv")
        assert found
        assert all(kind == "problem" and words in problem for kind, problem in found)
        assert "cannot be read" in load(register, tmp_path / "none.csv")[0][1]
        assert register.head().seq == 0


def test_a_value_over_several_lines_keeps_the_lines_after_it_right(tmp_path: Path) -> None:
    path = table(tmp_path, '"XX001",2021-03-04,"North\ntown",,,,1,1,,,,,', "XX002,never,Northtown,,,,1,1,,,,,")
    with open_own(str(tmp_path / "register.sqlite")) as register:
        (_, outcome), (_, problem) = load(register, path)
        assert (outcome, "line 4" in problem) == ("new", True)
        assert by_code(register)["airwars:XX001"].place_name == "North town"


def test_an_import_needs_a_person(tmp_path: Path) -> None:
    with open_own(str(tmp_path / "register.sqlite"), author="machine") as register, pytest.raises(RegisterError, match="pseudonym"):
        load(register, table(tmp_path, *ROWS))


def test_acled_events_come_in_their_own_shape(tmp_path: Path) -> None:
    head = "event_id_cnty,event_date,event_type,sub_event_type,actor1,admin1,location,latitude,longitude,geo_precision,fatalities"
    path = table(tmp_path, "SYR1,04 March 2021,Battles,Armed clash,Some Force,Aleppo,Northtown,36.2,37.1,2,3", head=head)
    with open_own(str(tmp_path / "register.sqlite")) as register:
        assert load(register, path, "acled") == [("acled:SYR1", "new")]
        incident = by_code(register)["acled:SYR1"]
        assert (incident.event_type, incident.place and incident.place.level) == ("armed_clash", "subdistrict")
        assert [(toll.kind, toll.group, toll.low) for toll in incident.tolls] == [("killed", "unknown", 3)]


def test_bayanat_incidents_come_in_their_own_shape_and_a_point_without_precision_says_so(tmp_path: Path) -> None:
    head = "ID,Title,From Date,To Date,Location,Lat,Lng,Event Type"
    rows = (
        '31,"A strike on the market, told by three",2021-03-04 06:30:00,2021-03-05 00:00:00,Northtown,36.2,37.1,Airstrike',
        "32,Shells on a road,2021-03-09,,Elsewhere,,,Something else",
    )
    here = str(tmp_path / "register.sqlite")
    with open_own(here) as register:
        assert load(register, table(tmp_path, *rows, head=head), "bayanat") == [("bayanat:31", "new"), ("bayanat:32", "new")]
        assert load(register, table(tmp_path, *rows, head=head), "bayanat") == [("bayanat:31", "known"), ("bayanat:32", "known")]
        one, other = (by_code(register)[code] for code in ("bayanat:31", "bayanat:32"))
        assert (one.first, one.last, one.event_type) == (date(2021, 3, 4), date(2021, 3, 5), "other")
        assert (one.place and (one.place.lat, one.place.level), one.tolls) == ((36.2, None), ())
        assert (other.place_name, other.place) == ("Elsewhere", None)
        register.verify()
    for words in (["incidents"], ["show", one.id]):
        said = CliRunner().invoke(cli, [*words, "--register", here], env={"COLUMNS": "250"}).stdout
        assert "precision not stated" in " ".join(said.split())
        assert "None" not in said


def test_later_reports_find_the_imported_incident_and_it_keeps_its_code(tmp_path: Path) -> None:
    with open_own(str(tmp_path / "register.sqlite")) as register:
        load(register, table(tmp_path, *ROWS))
        rows: list[dict[str, object]] = [
            {"doc": "n", "text": "5 civilians were killed in Northtown on 2021-03-04.", "lang": "en", "source": "Post"}
        ]
        pipeline.run(register, [write_lines(tmp_path / "in.jsonl", rows)], SmallReader(), SmallResolver(), lambda _: None)
        assert {"airwars:XX001", "airwars:XX002"} <= by_code(register).keys()
        register.verify()


@pytest.mark.parametrize("name", SHAPES)
def test_the_shapes_that_come_with_sijill_can_be_loaded(name: str) -> None:
    assert load_shape(name).register == name


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("nonsense", "not TOML"),
        ('register = "x"', "code"),
        ('register = "x y"\nevent_type = "other"\ncode = ["a"]\nfirst = ["b"]\ndays = ["%Y"]', "one word"),
        ('register = "x"\nevent_type = "other"\ncode = ["a"]\nfirst = ["b"]\ndays = ["%Y"]\n[grades]\nA = "Sure"', "Sure not in"),
        ('register = "x"\nevent_type = "other"\ncode = ["a"]\nfirst = ["b"]\ndays = ["%Y"]\n[actors]\nA = "them"', "'them' is none of"),
    ],
)
def test_a_shape_that_is_wrong_is_a_clear_error(tmp_path: Path, words: str, said: str) -> None:
    (tmp_path / "own.toml").write_text(words)
    with pytest.raises(DataError, match=said) as caught:
        load_shape(tmp_path / "own.toml")
    assert "own.toml" in str(caught.value)


def test_the_command_imports_and_names_what_it_could_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sijill.cli.tools.make_resolver", SmallResolver)
    words = ["import", "incidents", str(table(tmp_path, *ROWS, "XX003")), "--register", str(tmp_path / "r.sqlite"), "--as", "a-team"]
    done = CliRunner().invoke(cli, words)
    assert done.exit_code == 1
    assert "2 new incidents, 0 changed, 0 known already; 1 problems" in done.output
    assert "line 4" in done.output
