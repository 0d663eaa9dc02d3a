"""The one file that sets everything up."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """run.py, working on a folder that holds only the files it reads."""
    spec = importlib.util.spec_from_file_location("run", ROOT / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("pyproject.toml", *module.SETS.values()):
        (tmp_path / name).write_text((ROOT / name).read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    return module


def test_the_environment_is_made_again_when_the_project_file_changes(run: ModuleType, tmp_path: Path) -> None:
    before = run.fingerprint()
    assert run.fingerprint() == before
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'other'\n", encoding="utf-8")
    assert run.fingerprint() != before


def test_the_environment_is_made_again_when_the_python_changes(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    before = run.fingerprint()
    monkeypatch.setattr(run.sys, "version", "3.99.0")
    assert run.fingerprint() != before


def test_an_unknown_benchmark_is_refused_with_the_names_of_those_there_are(run: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "bench").mkdir()
    (tmp_path / "bench" / "read.py").write_text("", encoding="utf-8")
    assert run.bench(["nothing"]) == 2


def test_without_a_command_it_says_what_it_can_do() -> None:
    done = subprocess.run([sys.executable, str(ROOT / "run.py"), "--help"], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "demo" in done.stdout


def test_run_py_imports_nothing_but_the_standard_library() -> None:
    code = "import sys, runpy; runpy.run_path('run.py', run_name='x'); print([m for m in sys.modules if 'sijill' in m])"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


def test_pinned_requirements_name_no_address_and_carry_digests(run: ModuleType, tmp_path: Path) -> None:
    for name in run.SETS.values():
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert "://" not in text
        for block in text.split("\n\n"):
            assert "--hash=sha256:" in block
