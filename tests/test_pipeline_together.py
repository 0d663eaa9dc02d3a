"""Several runs on one register at once: nothing lost, nothing doubled, the chain whole."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from small import SmallReader, SmallResolver, open_register, sample_rows, write_lines

from sijill import pipeline
from sijill.link import link_filings
from sijill.model import Filing, Link, Reading, Report
from sijill.pipeline import assemble

SCRIPT = Path(__file__).with_name("killed_run.py")


def test_runs_at_the_same_time_enter_each_report_once(tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite"
    rows = [row | {"doc": f"{row['doc']}{n}"} for n in range(2) for row in sample_rows()]
    reports = write_lines(tmp_path / "reports.jsonl", rows)
    backwards = write_lines(tmp_path / "backwards.jsonl", reversed(rows))
    command = [sys.executable, str(SCRIPT), str(path)]
    runs = [subprocess.Popen([*command, str(file), "0"], stderr=subprocess.PIPE) for file in (reports, backwards, reports)]
    for run in runs:
        assert run.wait() == 0, run.stderr and run.stderr.read()
        assert run.stderr is not None
        run.stderr.close()
    with open_register(path) as register:
        register.verify()
        assert len(register.look.report_ids()) == len(rows)
        assert [entry.kind for entry in register.entries()].count("read") == len(rows)
        accounts = register.look.account_ids()
        assert set(register.look.incidents_of(accounts)) == set(accounts)
        before = register.look.incidents()
        register.rebuild()
        assert register.look.incidents() == before


def test_a_report_that_another_run_filed_while_this_one_read_it_is_known(tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite"
    reports = write_lines(tmp_path / "reports.jsonl", sample_rows()[:1])
    other = open_register(path)

    class SlowReader(SmallReader):
        def read_report(self, report: Report) -> Reading:
            list(pipeline.file_paths(other, [reports], SmallReader(), SmallResolver()))
            return super().read_report(report)

    with open_register(path) as register:
        (filed,) = pipeline.file_paths(register, [reports], SlowReader(), SmallResolver())
        assert isinstance(filed, pipeline.Filed)
        assert filed.outcome == "known"
        assert [entry.kind for entry in register.entries()] == ["captured", "read", "placed"]
    other.close()


def test_linking_starts_over_where_another_run_linked_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "register.sqlite"
    reports = write_lines(tmp_path / "reports.jsonl", sample_rows())
    with open_register(path) as register, open_register(path) as other:
        list(pipeline.file_paths(register, [reports], SmallReader(), SmallResolver()))
        meanwhile: list[tuple[str, ...]] = []

        def link_slowly(filings: Sequence[Filing], neighbours: Sequence[Filing] = (), *_: object) -> tuple[Link, ...]:
            if not meanwhile:
                meanwhile.append(("about to",))
                meanwhile.append(pipeline.link_register(other))
            return link_filings(filings, neighbours)

        monkeypatch.setattr(assemble, "link_filings", link_slowly)
        assert pipeline.link_register(register) == ()
        assert len(meanwhile[1]) == 4
        assert [entry.subject for entry in register.entries("linked")] == list(meanwhile[1])
