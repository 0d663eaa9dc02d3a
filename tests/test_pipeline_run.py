"""A run from files to incidents, with small readers that need no lexicon."""

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import pytest
from small import SmallReader, SmallResolver, facts_of, open_register, sample_rows, sentence, write_lines

from sijill import pipeline
from sijill.capture import read_paths
from sijill.model import Filing, InputError, Link, Reason
from sijill.model.codec import to_json
from sijill.model.identity import incident_id
from sijill.pipeline import Filed, assemble
from sijill.register import Fact, Register


def run_file(register: Register, *paths: Path) -> list[Filed | InputError]:
    seen: list[Filed | InputError] = []
    pipeline.run(register, paths, SmallReader(), SmallResolver(), seen.append)
    return seen


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    return write_lines(tmp_path / "reports.jsonl", sample_rows())


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return open_register(tmp_path / "register.sqlite")


def test_accounts_of_one_happening_become_one_incident(register: Register, reports: Path) -> None:
    run_file(register, reports)
    by_place = {incident.place_name: incident for incident in register.look.incidents()}
    assert {name: len(incident.accounts) for name, incident in by_place.items()} == {
        "Northtown": 3,
        "Midtown": 3,
        "Southtown": 2,
        "Elsewhere": 1,
    }


def test_an_incident_holds_the_range_of_what_its_reports_say(register: Register, reports: Path) -> None:
    run_file(register, reports)
    incident = next(i for i in register.look.incidents() if i.place_name == "Northtown")
    assert [(toll.kind, toll.low, toll.high) for toll in incident.tolls] == [("killed", 7, 9)]
    assert not incident.reviewed


def test_a_place_that_no_gazetteer_knows_stays_unknown(register: Register, reports: Path) -> None:
    run_file(register, reports)
    incident = next(i for i in register.look.incidents() if i.place_name == "Elsewhere")
    assert incident.place is None


def test_running_the_same_file_twice_adds_nothing(register: Register, reports: Path) -> None:
    run_file(register, reports)
    before = register.head()
    seen = run_file(register, reports)
    assert register.head() == before
    assert all(isinstance(item, Filed) and item.outcome == "known" for item in seen)


def test_the_same_report_under_another_path_adds_nothing(register: Register, reports: Path, tmp_path: Path) -> None:
    run_file(register, reports)
    before = register.head()
    copy = tmp_path / "copy.jsonl"
    copy.write_bytes(reports.read_bytes())
    run_file(register, copy)
    assert register.head() == before


def test_two_runs_in_two_registers_enter_the_same_facts(tmp_path: Path, reports: Path) -> None:
    registers = [open_register(tmp_path / f"{n}.sqlite") for n in (1, 2)]
    for register in registers:
        run_file(register, reports)
    assert facts_of(registers[0]) == facts_of(registers[1])


def test_an_incident_keeps_its_id_when_a_later_report_joins_it(register: Register, reports: Path, tmp_path: Path) -> None:
    run_file(register, reports)
    before = {i.place_name: i for i in register.look.incidents()}
    later = write_lines(tmp_path / "later.jsonl", [{"doc": "z", "source": "Times", "text": sentence(8, "Northtown", "2019-01-18")}])
    run_file(register, later)
    after = {i.place_name: i for i in register.look.incidents()}
    assert after["Northtown"].id == before["Northtown"].id
    assert set(after["Northtown"].accounts) > set(before["Northtown"].accounts)
    assert after["Southtown"] == before["Southtown"]


def test_an_incident_is_named_by_its_first_account_in_the_order_of_capture(register: Register, reports: Path) -> None:
    run_file(register, reports)
    order = register.look.account_ids()
    for incident in register.look.incidents():
        assert incident.id == incident_id(min(incident.accounts, key=order.index))


def test_only_incidents_that_change_get_a_new_entry(register: Register, reports: Path, tmp_path: Path) -> None:
    run_file(register, reports)
    before = register.head().seq
    later = write_lines(tmp_path / "later.jsonl", [{"doc": "z", "source": "Times", "text": sentence(3, "Southtown", "2019-02-02")}])
    run_file(register, later)
    linked = [entry.subject for entry in register.entries("linked") if entry.seq > before]
    assert linked == [next(i.id for i in register.look.incidents() if i.place_name == "Southtown")]


def told(folder: Path, doc: str, source: str, town: str) -> Path:
    return write_lines(folder / f"{doc}.jsonl", [{"doc": doc, "source": source, "text": sentence(7, town, "2019-01-18")}])


def linked_by_hand(monkeypatch: pytest.MonkeyPatch, *, joins: bool) -> None:
    """Every new account is linked with every other one."""

    def link_all(filings: Sequence[Filing], neighbours: Sequence[Filing] = (), *_: object) -> tuple[Link, ...]:
        new = {filing.account.id for filing in filings}
        both = sorted(new | {filing.account.id for filing in neighbours})
        reason = Reason("by_hand", "for a test", "لاختبار", 9.0)
        return tuple(Link(a, b, 9.0, joins, (reason,), "hand") for a, b in combinations(both, 2) if {a, b} & new)

    monkeypatch.setattr(assemble, "link_filings", link_all)


def test_a_report_that_bridges_two_incidents_makes_them_one(
    register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one founded first keeps its id; the id of the other still finds what became of it."""
    run_file(register, told(tmp_path, "a", "Herald", "Northtown"))
    run_file(register, told(tmp_path, "b", "Post", "Southtown"))
    first, second = sorted(register.look.incidents(), key=lambda incident: register.look.account_ids().index(incident.accounts[0]))
    linked_by_hand(monkeypatch, joins=True)
    run_file(register, told(tmp_path, "c", "Times", "Midtown"))
    (whole,) = register.look.incidents()
    assert whole.id == first.id
    assert set(whole.accounts) == set(register.look.account_ids())
    assert register.look.incident(second.id) == whole
    register.rebuild()
    assert register.look.incident(second.id) == whole


def test_a_proposal_is_shown_on_both_sides_and_joins_nothing(
    register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_file(register, told(tmp_path, "a", "Herald", "Northtown"))
    linked_by_hand(monkeypatch, joins=False)
    run_file(register, told(tmp_path, "b", "Post", "Southtown"))
    left, right = register.look.incidents()
    assert left.proposals == right.proposals == register.look.links(left.accounts)
    assert [(link.joins, link.reasons[0].text_ar) for link in left.proposals] == [(False, "لاختبار")]


def test_without_paths_a_run_takes_what_is_captured_and_not_yet_read(register: Register, reports: Path) -> None:
    for item in read_paths([reports], at=register.now(), by="tester"):
        assert not isinstance(item, InputError)
        body = {"capture": to_json(item.capture), "report": to_json(item.report)}
        register.append_many([Fact("captured", item.report.id, "by hand", body)])
    assert register.look.count_incidents() == 0
    seen = run_file(register)
    assert len(seen) == len(sample_rows())
    assert register.look.count_incidents() == 4
    assert run_file(register) == []


def test_a_report_captured_before_is_read_when_its_file_is_run(register: Register, reports: Path) -> None:
    item = next(iter(read_paths([reports], at=register.now(), by="tester")))
    assert not isinstance(item, InputError)
    register.append("captured", item.report.id, "by hand", {"capture": to_json(item.capture), "report": to_json(item.report)})
    run_file(register, reports)
    assert len(list(register.entries("captured"))) == len(sample_rows())
    assert register.look.unread_reports() == ()


def test_what_cannot_be_read_is_said_and_the_rest_is_done(register: Register, tmp_path: Path) -> None:
    good = sentence(7, "Northtown", "2019-01-18")
    path = tmp_path / "mixed.jsonl"
    path.write_text(f'{{"doc": "a", "text": "{good}"}}\n{{broken\n{{"doc": "b", "text": "{good}"}}\n', encoding="utf-8")
    seen = run_file(register, path)
    problems = [item for item in seen if isinstance(item, InputError)]
    assert [(problem.path, problem.line) for problem in problems] == [(str(path), 2)]
    assert len(register.look.report_ids()) == 2


def test_every_machine_entry_says_that_no_person_reviewed_it(register: Register, reports: Path) -> None:
    run_file(register, reports)
    assert {entry.reason for entry in register.entries() if entry.kind != "captured"} == {"machine reading, not reviewed"}
