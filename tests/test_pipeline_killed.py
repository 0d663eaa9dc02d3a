"""A run killed at any moment and started again ends as an undisturbed one."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from small import SmallReader, SmallResolver, facts_of, open_register, sample_rows, write_lines

from sijill import pipeline

SCRIPT = Path(__file__).with_name("killed_run.py")


def run_killed(register: Path, reports: Path, point: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(SCRIPT), str(register), str(reports), str(point)], capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_lines(tmp_path_factory.mktemp("in") / "reports.jsonl", sample_rows())


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, reports: Path) -> tuple[list[tuple[object, ...]], int]:
    """What an undisturbed run enters, and how many statements it takes."""
    path = tmp_path_factory.mktemp("whole") / "register.sqlite"
    done = run_killed(path, reports, 0)
    assert done.returncode == 0, done.stderr
    with open_register(path) as register:
        return facts_of(register), int(done.stdout)


@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.85, 0.95, 1.0])
def test_a_run_killed_and_started_again_ends_as_an_undisturbed_one(
    tmp_path: Path, reports: Path, undisturbed: tuple[list[tuple[object, ...]], int], share: float
) -> None:
    facts, statements = undisturbed
    path = tmp_path / "register.sqlite"
    done = run_killed(path, reports, max(1, round(share * statements)))
    assert done.returncode == -signal.SIGKILL
    with open_register(path) as register:
        kept = facts_of(register)
        register.verify()
        assert kept == facts[: len(kept)]  # what was confirmed before is there, whole reports only
        pipeline.run(register, [reports], SmallReader(), SmallResolver(), lambda _: None)
        assert facts_of(register) == facts
