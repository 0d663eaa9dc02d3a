"""The guide to judging: its script replays an incident, its figures are those of the data."""

import re
import subprocess
import sys
from pathlib import Path

from judging import at, fill, open_as, say

from sijill.model.decision import GradeGiven, Merge, NotSame, Withdrawn
from sijill.review import load_rules, load_weights

GUIDE = (Path(__file__).resolve().parents[1] / "docs" / "judging.md").read_text(encoding="utf-8")


def test_the_script_of_the_guide_replays_an_incident_to_how_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite"
    fill(path, tmp_path)
    with open_as(path, "a-one") as register:
        north, south = at(register, "Northtown"), at(register, "Southtown")
        seq = say(register, north.id, GradeGiven("Discounted"), reason="both were soldiers")
        say(register, north.id, Withdrawn(seq))
        say(register, north.id, Merge(north.id, south.id, north.accounts + south.accounts))
        say(register, north.id, NotSame(north.accounts[0], at(register, "Midtown").accounts[0]))
        say(register, north.id, GradeGiven("Fair"))
    script = tmp_path / "replay.py"
    script.write_text(re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)[-1], encoding="utf-8")
    done = subprocess.run([sys.executable, str(script), str(path), north.id], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "a-one grade both were soldiers -> Discounted new" in done.stdout
    assert done.stdout.splitlines()[-1].endswith("-> Fair new")


def test_the_names_that_the_guide_imports_are_there() -> None:
    exec(re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)[0])  # noqa: S102 - our own page


def test_the_figures_of_the_guide_are_those_of_the_data() -> None:
    assert f"all points together are {load_weights().longest_days:g}" in GUIDE
    assert load_weights().day == 1
    assert load_rules().people == {"grade": 2, "toll": 2, "attribution": 2, "status": 1, "days": 0}
