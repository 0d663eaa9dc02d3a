"""What may not be written is a clear error that names it, and is left as it was. Permissions do not bind root, so that a run as root
gives its rights up first, in a process of its own."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from small import open_register

from sijill.register import Sealed

NOBODY = 65534

TRY = """
import os, pathlib, sys
from small import open_register
from sijill.model import RegisterError
from sijill.register import Sealed

def use(path):
    with open_register(path) as register:
        print(register.verify().seq, flush=True)
        register.append("decided", "i-2", "", {"note": Sealed("i-2", "seen")})

use(sys.argv[2])  # loads all that it needs, while it may
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(int(sys.argv[3]))
    os.setuid(int(sys.argv[3]))
try:
    use(sys.argv[1])
except RegisterError as error:
    print(error)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that another user can reach; pytest's own are closed to others."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        (Path(name) / "ours").mkdir()
        yield Path(name) / "ours"
        (Path(name) / "ours").chmod(0o755)


def use_as_nobody(path: Path, spare: Path) -> list[str]:
    """What a user without special rights, whose own the folder is, is told: the entries that are there, and the problem."""
    if os.geteuid() == 0:
        for one in (path.parent, *path.parent.iterdir()):
            os.chown(one, NOBODY, NOBODY)
    words = [sys.executable, "-c", TRY, str(path), str(spare), str(NOBODY)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=Path(__file__).parent)
    assert done.stderr == ""
    return done.stdout.splitlines()[1:]


def fill(path: Path) -> None:
    with open_register(path) as register:
        register.append("decided", "i-1", "", {"note": Sealed("i-1", "seen")})


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.endswith("-shm")}


def test_a_read_only_file_can_be_read_and_says_that_it_cannot_be_written(folder: Path, tmp_path: Path) -> None:
    path = folder / "register.sqlite"
    fill(path)
    before = path.read_bytes()
    path.chmod(0o444)
    seen, problem = use_as_nobody(path, tmp_path / "spare.sqlite")
    assert seen == "1"
    assert problem.startswith(str(path))
    assert "read-only" in problem
    assert path.read_bytes() == before
    path.chmod(0o644)
    with open_register(path) as register:
        assert register.verify().seq == 1


def test_read_only_keys_leave_nothing_half_written(folder: Path, tmp_path: Path) -> None:
    path = folder / "register.sqlite"
    fill(path)
    keys = path.with_name("register.sqlite.keys")
    before = keys.read_bytes()
    keys.chmod(0o444)
    seen, problem = use_as_nobody(path, tmp_path / "spare.sqlite")
    assert seen == "1"
    assert problem.startswith(str(keys))
    assert "read-only" in problem
    assert keys.read_bytes() == before
    with open_register(path) as register:
        assert register.verify().seq == 1


@pytest.mark.parametrize("filled", [True, False], ids=["with a register", "empty"])
def test_a_read_only_folder_is_a_clear_error(folder: Path, tmp_path: Path, filled: bool) -> None:
    path = folder / "register.sqlite"
    if filled:
        fill(path)
    before = contents(folder)
    folder.chmod(0o555)
    *_, problem = use_as_nobody(path, tmp_path / "spare.sqlite")
    assert problem.startswith(str(path))
    assert "folder" in problem
    assert contents(folder) == before
