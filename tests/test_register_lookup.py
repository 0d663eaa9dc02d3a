"""What the register answers, and that all of it follows from the entries."""

import sqlite3
from datetime import date

import pytest
from small import SmallReader, SmallResolver, open_register, sample_rows, write_lines

from sijill import pipeline
from sijill.register import Register, Wanted


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Register:
    folder = tmp_path_factory.mktemp("register")
    register = open_register(folder / "register.sqlite")
    reports = write_lines(folder / "reports.jsonl", sample_rows())
    pipeline.run(register, [reports], SmallReader(), SmallResolver(), lambda _: None)
    return register


def dump(register: Register) -> list[str]:
    """Every row of every derived table."""
    raw = sqlite3.connect(register.name)
    tables = [n for (n,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name") if n != "alembic_version"]
    rows = [f"{table} {row}" for table in tables for row in sorted(map(repr, raw.execute(f'SELECT * FROM "{table}"')))]  # noqa: S608
    raw.close()
    return rows


def test_rebuilding_gives_the_same_tables(filled: Register) -> None:
    before, shown = dump(filled), filled.look.incidents()
    filled.rebuild()
    assert dump(filled) == before
    assert filled.look.incidents() == shown


def test_rebuilding_repairs_derived_tables_that_somebody_changed(filled: Register) -> None:
    before = dump(filled)
    with sqlite3.connect(filled.name) as raw:
        raw.execute("UPDATE incidents SET grade = 'Confirmed'")
        raw.execute("DELETE FROM members")
        raw.execute("DROP TABLE placements")
    raw.close()
    filled.rebuild()
    assert dump(filled) == before


def test_the_guards_outlive_a_rebuild(filled: Register) -> None:
    filled.rebuild()
    with sqlite3.connect(filled.name) as raw, pytest.raises(sqlite3.DatabaseError, match="append-only"):
        raw.execute("DELETE FROM entries")
    raw.close()


def test_reports_readings_and_placements_come_back_whole(filled: Register) -> None:
    ids = filled.look.report_ids()
    reports, readings = filled.look.reports(ids), filled.look.readings(ids)
    assert [reports[report].doc for report in ids] == [row["doc"] for row in sample_rows()]
    for report in ids:
        assert readings[report] == SmallReader().read_report(reports[report])
        assert filled.look.placements([report]).get(report, ()) == SmallResolver().place_reading(reports[report], readings[report])


def test_filings_come_in_the_order_asked_for(filled: Register) -> None:
    accounts = list(reversed(filled.look.account_ids()))
    assert [filing.account.id for filing in filled.look.filings(accounts)] == accounts


def test_a_filing_has_the_placements_of_its_own_places_only(filled: Register) -> None:
    for filing in filled.look.filings(filled.look.account_ids()):
        assert {placement.place for placement in filing.placements} == {place.id for place in filing.account.places}


def test_unknown_ids_are_not_in_what_comes_back(filled: Register) -> None:
    look = filled.look
    assert not look.reports(["r-none"])
    assert not look.readings(["r-none"])
    assert not look.placements(["r-none"])
    assert look.filings(["r-none.a1"]) == ()
    assert look.incident("i-none") is None
    assert look.state_of("r-none") == "unknown"


@pytest.mark.parametrize(
    ("wanted", "places"),
    [
        (Wanted(), ["Elsewhere", "Southtown", "Northtown", "Midtown"]),
        (Wanted(since=date(2019, 2, 1)), ["Elsewhere", "Southtown"]),
        (Wanted(until=date(2019, 1, 15)), ["Midtown"]),
        (Wanted(since=date(2019, 1, 16), until=date(2019, 1, 20)), ["Northtown"]),
        (Wanted(place="orth"), ["Northtown"]),
        (Wanted(place="100%"), []),
        (Wanted(event_type="shelling"), []),
        (Wanted(scope="event", event_type="air_strike", place="town"), ["Southtown", "Northtown", "Midtown"]),
    ],
)
def test_incidents_are_listed_newest_first_and_filtered(filled: Register, wanted: Wanted, places: list[str]) -> None:
    assert [incident.place_name for incident in filled.look.incidents(wanted)] == places
    assert filled.look.count_incidents(wanted) == len(places)


def test_incidents_come_in_pages(filled: Register) -> None:
    whole = filled.look.incidents()
    assert filled.look.incidents(offset=1, limit=2) == whole[1:3]
    assert filled.look.incidents(offset=9) == ()


def test_the_beginning_of_an_id_finds_it(filled: Register) -> None:
    incident = filled.look.incidents()[0]
    assert filled.look.incident_ids(incident.id[:6]) == (incident.id,)
    assert set(filled.look.incident_ids("i-")) == {i.id for i in filled.look.incidents()}
    assert filled.look.incident_ids("%") == ()


def test_links_of_an_account_come_from_both_ends(filled: Register) -> None:
    accounts = filled.look.account_ids()
    links = filled.look.links(accounts)
    assert links
    for link in links:
        assert link in filled.look.links([link.left])
        assert link in filled.look.links([link.right])
