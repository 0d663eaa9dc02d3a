"""Another field than war: fires, floods and shootings, told in English from facts alone, are read and linked without any Arabic."""

import csv
import json
from collections import defaultdict
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from click.testing import CliRunner
from facts import make_facts, tell_facts
from small import write_lines

from sijill.cli import cli
from sijill.link import link_filings
from sijill.model import Filing
from sijill.register import Register

FACTS = make_facts(24)

MAP = """register = "clerk"
event_type = "attack"
code = ["id"]
first = ["date"]
days = ["%Y-%m-%d"]
place = ["city"]

[[harm]]
kind = "killed"
group = "unknown"
low = ["killed"]
high = ["killed"]

[[harm]]
kind = "injured"
group = "unknown"
low = ["injured"]
high = ["injured"]
"""


@pytest.fixture(scope="module")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register that `sijill run` filled."""
    folder = tmp_path_factory.mktemp("facts")
    reports = write_lines(folder / "reports.jsonl", tell_facts(FACTS))
    assert reports.read_text(encoding="utf-8").isascii()
    done = CliRunner().invoke(cli, ["run", str(reports), "--register", str(folder / "r.sqlite")])
    assert done.exit_code == 0, done.output
    return folder / "r.sqlite"


@pytest.fixture
def filings(read_once: Path) -> tuple[Filing, ...]:
    with Register.open(read_once) as register:
        return register.look.filings(register.look.account_ids())


def fact_of(filing: Filing) -> int:
    return int(filing.report.doc.partition("-")[0])


def test_day_killed_and_injured_of_every_report_are_read(filings: tuple[Filing, ...]) -> None:
    assert len(filings) == 3 * len(FACTS)
    for filing in filings:
        fact, account = FACTS[fact_of(filing)], filing.account
        assert account.date is not None, filing.report.text
        assert (account.date.first, account.date.last) == (fact.day, fact.day), filing.report.text
        assert {(h.kind, h.low) for h in account.harms} >= {("killed", fact.killed), ("injured", fact.injured)}, filing.report.text


def test_every_two_reports_of_one_fact_are_linked_and_no_two_facts_are_joined(filings: tuple[Filing, ...]) -> None:
    home = {filing.account.id: fact_of(filing) for filing in filings}
    links = link_filings(filings)
    assert all(home[link.left] == home[link.right] for link in links if link.joins)
    told = defaultdict(list)
    for account, fact in sorted(home.items()):
        told[fact].append(account)
    true = {pair for accounts in told.values() for pair in combinations(accounts, 2)}
    assert true <= {(link.left, link.right) for link in links}


def test_the_list_of_incidents_never_holds_two_facts_in_one(read_once: Path) -> None:
    listed = CliRunner().invoke(cli, ["incidents", "--limit", "500", "--json", "--register", str(read_once)])
    incidents = [json.loads(line) for line in listed.stdout.splitlines()]
    with Register.open(read_once) as register:
        for incident in incidents:
            facts = {fact_of(filing) for filing in register.look.filings(incident["accounts"])}
            assert len(facts) == 1
            assert date.fromisoformat(incident["first"]) == FACTS[facts.pop()].day


def test_a_table_of_facts_alone_is_linked_with_the_reports_that_come_after_it(tmp_path: Path) -> None:
    shootings = [fact for fact in FACTS if fact.kind == "shooting"]
    table, shape, target = tmp_path / "clerk.csv", tmp_path / "clerk.toml", str(tmp_path / "r.sqlite")
    with table.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(("id", "date", "city", "killed", "injured"))
        rows.writerows((f"c{n}", fact.day, fact.city, fact.killed, fact.injured) for n, fact in enumerate(shootings))
    shape.write_text(MAP, encoding="utf-8")
    run = CliRunner().invoke
    done = run(cli, ["import", "incidents", str(table), "--map", str(shape), "--as", "a-one", "--register", target])
    assert f"{len(shootings)} new incidents" in done.output, done.output
    reports = write_lines(tmp_path / "reports.jsonl", tell_facts(shootings))
    assert run(cli, ["run", str(reports), "--register", target]).exit_code == 0
    with Register.open(target) as register:
        for incident in register.look.incidents():
            docs = [filing.report.doc for filing in register.look.filings(incident.accounts)]
            numbers = {doc.partition("-")[0] for doc in docs if "-" in doc} | {doc.rpartition(":c")[2] for doc in docs if ":" in doc}
            assert len(numbers) == 1, docs
        rows_of = [i for i in register.look.incidents() if i.codes]
        assert len(rows_of) == len(shootings)
        assert all(len(i.accounts) > 1 or i.proposals for i in rows_of)
