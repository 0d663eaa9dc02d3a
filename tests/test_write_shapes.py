"""Shapes: rows of other registers that their own tools and our own import read, each with what it could not carry."""

import csv
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from made_filings import file_account, harm
from small import SmallResolver

from sijill import pipeline
from sijill.extract.shape import load_shape
from sijill.model import Blame, Case, Given, Grade, Imprint
from sijill.model.decision import Person
from sijill.model.vocabulary import EventType
from sijill.register import Register
from sijill.review import review_incident
from sijill.write import Redactor, load_policy, write_edition


def case_of(
    name: str, event_type: EventType = "air_strike", blamed: Sequence[str] = ("russia",), last_day: int = 4, **more: object
) -> Case:
    text = "A strike in Tell Rumman killed 7 civilians and wounded at least 9 people, dozens more were displaced"
    harms = (
        harm("7 civilians", 7, 7),
        harm("at least 9 people", 9, None, kind="injured", group="unknown", hedge="at_least"),
        harm("dozens", None, None, kind="displaced", group="civilian", hedge="dozens"),
    )
    filing = file_account(
        name, text, event_type=event_type, harms=harms, place="Tell Rumman", at=(35.0, 40.5), source="Radio One", url="https://example.org/x",
        last=date(2031, 5, last_day), published=date(2031, 5, 6),
    )  # fmt: skip
    incident = review_incident(f"i-{name}", [filing], ())
    incident = replace(incident, blame=Blame(tuple(blamed), "suspected", ()), **more)  # type: ignore[arg-type]
    return Case(incident, (filing,))


def write(out: Path, formats: Sequence[str], cases: Sequence[Case]) -> Path:
    imprint = Imprint(("T", "ت"), 9, "0" * 64, "2031-01-01T00:00:00Z", "1")
    write_edition(out, imprint, cases, formats, Redactor(load_policy("internal")))
    return out


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def fits(path: Path) -> dict[tuple[str, str], str]:
    return {(row["column"], row["fit"]): row["why"] for row in rows(path)}


def test_acled_counts_the_lowest_dead_and_says_what_it_cannot_carry(tmp_path: Path) -> None:
    folder = write(tmp_path / "out", ["acled"], [case_of("a")])
    (event,) = rows(folder / "acled.csv")
    assert (event["event_type"], event["sub_event_type"]) == ("Explosions/Remote violence", "Air/drone strike")
    assert (event["actor1"], event["actor2"]) == ("Military Forces of Russia", "Civilians")
    assert (event["fatalities"], event["geo_precision"], event["time_precision"]) == ("7", "1", "1")
    told = fits(folder / "acled.fit.csv")
    assert ("injured", "lost") in told
    assert ("other harm", "lost") in told
    assert ("fatalities", "close") in told


def test_acled_makes_one_event_of_the_same_actors_place_and_day_and_the_higher_type_wins(tmp_path: Path) -> None:
    cases = [case_of("a", "air_strike"), case_of("b", "shelling"), case_of("c", "shelling", ("turkey",))]
    folder = write(tmp_path / "out", ["acled"], cases)
    events = rows(folder / "acled.csv")
    assert sorted(e["actor1"] for e in events) == ["Military Forces of Russia", "Military Forces of Turkey"]
    assert next(e for e in events if "Russia" in e["actor1"])["fatalities"] == "14"


def test_a_strike_on_civilians_is_never_merged_into_a_battle(tmp_path: Path) -> None:
    folder = write(tmp_path / "out", ["acled"], [case_of("a", "air_strike"), case_of("b", "armed_clash")])
    assert {(e["event_type"], e["tags"]) for e in rows(folder / "acled.csv")} == {
        ("Battles", "acled_parent"),
        ("Explosions/Remote violence", "acled_parent"),
    }


@pytest.mark.parametrize(("last", "precision"), [(4, "1"), (8, "2"), (25, "3")])
def test_acled_gives_the_middle_of_the_days_with_its_precision(tmp_path: Path, last: int, precision: str) -> None:
    folder = write(tmp_path / "out", ["acled"], [case_of("a", last_day=last)])
    (event,) = rows(folder / "acled.csv")
    assert event["time_precision"] == precision


def test_what_a_shape_has_no_place_for_is_told(tmp_path: Path) -> None:
    gone = case_of("r", retracted=Given(1, "a", "t", "why"))
    talks = case_of("t", "agreement")
    folder = write(tmp_path / "out", ["acled", "ucdp", "airwars"], [gone, talks, case_of("u", first=None, last=None)])
    for name, expected in (("acled", {"i-r", "i-u"}), ("ucdp", {"i-r", "i-t", "i-u"}), ("airwars", {"i-r"})):
        told = {row["incident"] for row in rows(folder / f"{name}.fit.csv") if row["column"] == "row" and row["fit"] == "lost"}
        assert told == expected, name


def test_ucdp_has_low_best_and_high_and_one_sided_violence(tmp_path: Path) -> None:
    folder = write(tmp_path / "out", ["ucdp"], [case_of("a", last_day=8)])
    (event,) = rows(folder / "ucdp.csv")
    assert (event["type_of_violence"], event["side_a"], event["side_b"]) == ("3", "Russia", "Civilians")
    assert (event["low"], event["best"], event["high"], event["deaths_civilians"]) == ("7", "7", "7", "7")
    assert (event["date_prec"], event["where_prec"]) == ("2", "1")
    assert ("injured", "lost") in fits(folder / "ucdp.fit.csv")


@pytest.mark.parametrize(("name", "file"), [("airwars", "airwars"), ("acled", "acled"), ("sijill", "incidents")])
def test_our_own_import_reads_the_rows_back(tmp_path: Path, name: str, file: str) -> None:
    folder = write(tmp_path / "out", ["csv", "airwars", "acled"], [case_of("a", grade=Grade("Fair", (), None))])
    with Register.open(tmp_path / "r.sqlite", author="a-one") as register:
        done = list(pipeline.import_table(register, folder / f"{file}.csv", load_shape(name), SmallResolver()))
        assert len(done) == 1, done
        (incident,) = register.look.incidents()
        assert (incident.first, incident.place_name, incident.event_type) == (date(2031, 5, 4), "Tell Rumman", "air_strike")
        assert [(t.kind, t.low, t.high) for t in incident.tolls if t.kind == "killed"] == [("killed", 7, 7)]
        assert any(code.endswith("i-a") for code in incident.codes)
        assert incident.place is not None
        assert (incident.place.lat, incident.place.lon) == (35.0, 40.5)
        assert [a.actor for f in register.look.filings(incident.accounts) for a in f.account.actors][:1] == ["russia"]


def test_airwars_rows_carry_ranges_and_no_presumed_status(tmp_path: Path) -> None:
    folder = write(tmp_path / "out", ["airwars"], [case_of("a")])
    (row,) = rows(folder / "airwars.csv")
    assert (row["civilians_reported_killed_min"], row["civilians_reported_killed_max"]) == ("7", "7")
    assert row["civilians_reported_injured_min"] == ""
    assert ("injured unknown", "lost") in fits(folder / "airwars.fit.csv")
    assert ("civilian_harm_grading", "close") in fits(folder / "airwars.fit.csv")


def test_followthemoneys_own_library_validates_the_entities(tmp_path: Path) -> None:
    ftm = pytest.importorskip("followthemoney", reason="requirements-entities.txt is not installed: it builds against ICU")
    person = Person("v-" + "0" * 16, ("Ahmad al-Homsi",), "killed", 9, "male")
    folder = write(tmp_path / "out", ["ftm"], [replace(case_of("a"), people=(person,)), case_of("b")])
    lines = (folder / "entities.ftm.json").read_text(encoding="utf-8").splitlines()
    entities = [ftm.model.get_proxy(json.loads(line)) for line in lines]
    for entity in entities:
        ftm.model.get(entity.schema.name).validate({"properties": entity.properties})
        assert entity.properties, entity
    assert sorted({e.schema.name for e in entities}) == ["Address", "Article", "Event", "Organization", "Person"]
    event = next(e for e in entities if e.id == "i-a")
    assert event.first("startDate") == "2031-05-04"
    assert "party-russia" in event.get("involved")
    assert len({e.id for e in entities}) == len(entities)
