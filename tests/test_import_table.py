"""A team's own incidents are taken over with their codes, row by row; nothing is edited, and what cannot be read is named."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from small import SmallReader, SmallResolver, counted_bytes, dump, write_lines

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
    head = (
        "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,"
        "assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,"
        "geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
    )
    told = "760,Middle East,Syria,Aleppo,,,Northtown,36.2,37.1,2,A paper,National,Told by one,3,"
    actors = "Military Forces of Syria (2000-2024) Air Force,,State forces,Civilians (Syria),,Civilians,,Civilian targeting"
    path = table(
        tmp_path,
        f"SYR1,04 March 2021,2021,1,Political violence,Battles,Armed clash,{actors},{told},1700000000",
        f"SYR2,2021-03-15,2021,3,Political violence,Violence against civilians,Sexual violence,{actors},{told},1700000000",
        f"SYR3,2021-03-04,2021,2,Political violence,Battles,Armed clash,{actors},{told},1700000000",
        head=head,
    )
    with open_own(str(tmp_path / "register.sqlite")) as register:
        assert load(register, path, "acled") == [("acled:SYR1", "new"), ("acled:SYR2", "new"), ("acled:SYR3", "new")]
        found = by_code(register)
        incident = found["acled:SYR1"]
        assert (incident.event_type, incident.place and incident.place.level) == ("armed_clash", "subdistrict")
        assert [(toll.kind, toll.group, toll.low) for toll in incident.tolls] == [("killed", "unknown", 3)]
        assert found["acled:SYR2"].event_type == "attack"
        assert (found["acled:SYR2"].first, found["acled:SYR2"].last) == (date(2021, 3, 1), date(2021, 3, 31))
        assert (found["acled:SYR3"].first, found["acled:SYR3"].last) == (date(2021, 3, 1), date(2021, 3, 7))
        (filing,) = register.look.filings(incident.accounts)
        assert [(actor.actor, actor.role) for actor in filing.account.actors] == [("syria_government", "party"), ("other", "target")]
        later = path.read_text().replace("1700000000", "1800000000")
        path.write_text(later)
        assert {outcome for _, outcome in load(register, path, "acled")} == {"known"}


def test_airwars_own_export_is_read_with_each_belligerent_and_without_what_its_recorders_note(tmp_path: Path) -> None:
    head = (
        "post_id,post_modified,code,date_type,date,date_end,country_name,location_name,region,strike_type_name,civilian_harm_status_name,"
        "latitude,longitude,geolocation_accuracy_slug,geolocation_notes_internal,geolocation_sign_off_assessor,"
        "civilian_non_combatants_killed_min,civilian_non_combatants_killed_max,children_killed_min,children_killed_max,"
        "persons_directly_participating_in_hostilities_killed_min,persons_directly_participating_in_hostilities_killed_max,"
        "belligerent_1_belligerent_name,belligerent_2_belligerent_name"
    )
    point = "36.2,37.1,within_100m_via_coalition,ask again,An Assessor"
    path = table(
        tmp_path,
        f"1,2022-01-01,XX001,date,2021-03-04,2021-04-01,Syria,Northtown,Aleppo,Airstrike,Fair,{point},3,5,1,1,1,2,US Forces,YPG",
        f"2,2022-01-01,XX002,date_range,2021-03-04,2021-03-06,Syria,Northtown,Aleppo,Mine,Unknown,{point},1,1,,,,,,",
        head=head,
    )
    with open_own(str(tmp_path / "register.sqlite")) as register:
        assert load(register, path) == [("airwars:XX001", "new"), ("airwars:XX002", "new")]
        one, two = (by_code(register)[code] for code in ("airwars:XX001", "airwars:XX002"))
        assert (one.first, one.last, two.last) == (date(2021, 3, 4), date(2021, 3, 4), date(2021, 3, 6))
        assert (one.place and one.place.level, one.event_type, two.event_type) == ("exact", "air_strike", "explosion")
        assert [entry.subject for entry in register.entries("graded")] == [one.id]
        (filing,) = register.look.filings(one.accounts)
        assert [actor.actor for actor in filing.account.actors] == ["us", "sdf"]
        assert [(h.group, h.who, h.low, h.high) for h in filing.account.harms] == [
            ("civilian", None, 3, 5),
            ("civilian", "children", 1, 1),
            ("combatant", None, 1, 2),
        ]
        assert "Assessor" not in filing.report.text
        assert "ask again" not in filing.report.text


BAYANAT = {
    "class": "incident",
    "id": 31,
    "title": "Told by three",
    "description": "<p>words</p>",
    "assigned_to": {"id": 7, "name": "An Analyst"},
    "labels": [{"id": 28, "title": "Type, Human, Killing"}, {"id": 24, "title": "Type, Martial, Airstrike"}],
    "locations": [{"id": 5, "title": "Northtown", "full_string": "Aleppo, Northtown", "lat": 36.2, "lng": 37.1}],
    "claimed_violations": [],
    "events": [
        {
            "id": 1,
            "title": "Strike",
            "location": {"title": "Northtown", "lat": 36.2},
            "eventtype": {"id": 29, "title": "Incident"},
            "from_date": "2021-03-04T06:30",
            "to_date": "2021-03-05T00:00",
            "estimated": None,
            "updated_at": "2022-01-01T00:00",
        }
    ],
    "status": "Human Created",
    "updated_at": "2022-01-01T00:00",
}


def test_bayanats_incidents_come_as_it_exports_them_and_a_point_without_precision_says_so(tmp_path: Path) -> None:
    side = "Alleged Perpetrator, Affiliation, Third Party, Russia"
    shelled = {"id": 32, "labels": [{"title": "Type, Martial, Shelling"}, {"title": side}], "locations": [{"title": "Elsewhere"}]}
    path, here = tmp_path / "incidents.json", str(tmp_path / "register.sqlite")
    path.write_text(json.dumps({"incidents": [BAYANAT, shelled, {"id": 33, "restricted": True}, {"restricted": True}, {**shelled}]}))
    with open_own(here) as register:
        first, second, *problems = load(register, path, "bayanat")
        assert [first, second] == [("bayanat:31", "new"), ("bayanat:32", "new")]
        for number, ((_, said), words) in enumerate(zip(problems, ("neither a day", "no column holds", "/1 already"), strict=True), 2):
            assert said.startswith(f"{path}#/incidents/{number}: ")
            assert words in said
        one, other = (by_code(register)[code] for code in ("bayanat:31", "bayanat:32"))
        assert (one.first, one.last, one.event_type) == (date(2021, 3, 4), date(2021, 3, 5), "air_strike")
        assert (one.place and (one.place.lat, one.place.level), one.tolls) == ((36.2, None), ())
        assert (other.place_name, other.place, other.event_type) == ("Elsewhere", None, "shelling")
        (filing,) = register.look.filings(other.accounts)
        assert [(actor.quote, actor.actor) for actor in filing.account.actors] == [(side, "russia")]
        assert "Analyst" not in "".join(report.text for report in register.look.reports(register.look.report_ids()).values())
        path.write_text(json.dumps([{**BAYANAT, "status": "Peer Reviewed", "updated_at": "2023-01-01T00:00"}]))
        assert load(register, path, "bayanat") == [("bayanat:31", "known")]
        register.verify()
    for asked in (["incidents"], ["show", one.id]):
        said = CliRunner().invoke(cli, [*asked, "--register", here], env={"COLUMNS": "250"}).stdout
        assert "precision not stated" in " ".join(said.split())
        assert "None" not in said


def test_bayanats_bulletins_come_by_their_numbered_labels_and_the_day_of_publishing_is_not_taken_for_the_day(tmp_path: Path) -> None:
    head = ",id,title,publish_date,labels.label-1,labels.label-2,locations.location-1,related_actors.actor-1"
    row = '0,31,A strike,2021-03-09T00:00,"28-Type, Human, Killing","24-Type, Martial, Airstrike",5-Northtown,9-A Name'
    with open_own(str(tmp_path / "register.sqlite")) as register:
        assert load(register, table(tmp_path, row, head=head), "bayanat_bulletins") == [("bayanat_bulletins:31", "new")]
        incident = by_code(register)["bayanat_bulletins:31"]
        assert (incident.event_type, incident.first, incident.place_name) == ("air_strike", None, "Northtown")
        (filing,) = register.look.filings(incident.accounts)
        (place,) = filing.account.places
        assert place.span is not None
        assert filing.report.text[place.span.start : place.span.end] == "Northtown"
        assert "A Name" not in filing.report.text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("{", "it is not JSON"),
        ("[" * 100_000, "not JSON that can be read"),
        ('{"a": 1, "b": 2}', "no list of incidents"),
        ("[5]", "no column"),
    ],
)
def test_a_list_that_is_none_is_a_clear_error(tmp_path: Path, words: str, said: str) -> None:
    (tmp_path / "bad.json").write_text(words)
    with open_own(str(tmp_path / "register.sqlite")) as register:
        ((kind, problem),) = load(register, tmp_path / "bad.json", "bayanat")
        assert (kind, said in problem) == ("problem", True)
        assert register.head().seq == 0


def test_a_team_adds_its_counts_to_a_shape_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        'like = "bayanat"\nregister = "ours"\n[types]\n"Blast" = "explosion"\n'
        '[[harm]]\nkind = "killed"\ngroup = "civilian"\nlow = ["dead"]\nhigh = ["dead"]\n'
    )
    shape = load_shape(tmp_path / "own.toml")
    assert (shape.register, shape.code, len(shape.harm)) == ("ours", ("id", "incident id"), 1)
    assert {"Blast", "Shelling"} <= shape.types.keys()
    (tmp_path / "own.toml").write_text('like = "somebody"')
    with pytest.raises(DataError, match=r"own\.toml: like: 'somebody' is none of airwars"):
        load_shape(tmp_path / "own.toml")


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
