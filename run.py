#!/usr/bin/env python3
"""Set sijill up in this folder and run it: standard library only, any Python from 3.11 on.

usage: python3 run.py COMMAND [ARGUMENT …]

  demo            read the sample reports, print the register and write a page with its map
  test [PYTEST …] everything that CI runs: style, types, layers, tests
  bench [NAME …]  what the project measures of itself (bench/NAME.py; without a name, all)
  sijill …        the command line itself, e.g. python3 run.py sijill run reports.jsonl
  setup           only make the environment

The environment is .venv beside this file. It is made once, with uv where uv is installed and with pip elsewhere, from the exact
versions and digests in requirements*.txt, and made again when those, pyproject.toml or the Python change.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
SETS = {"run": "requirements.txt", "test": "requirements-test.txt"}  # "test" holds all of "run"
CHECKS = (
    ("style", ["-m", "ruff", "check", "."]),
    ("format", ["-m", "ruff", "format", "--check", "."]),
    ("types", ["-m", "mypy"]),
    ("layers", ["-c", "from importlinter.cli import lint_imports_command as c; c()"]),
)


def main(arguments: list[str]) -> int:
    """Run one command; the exit code is the command's own."""
    if sys.version_info < (3, 11):  # noqa: UP036 - said here so that an older Python gets a sentence, not a traceback
        return fail(f"sijill needs Python 3.11 or newer; this is {sys.version.split()[0]} ({sys.executable})")
    command, rest = (arguments[0], arguments[1:]) if arguments else ("help", [])
    if command == "demo":
        prepare("run")
        return python("-m", "sijill", "demo", *rest)
    if command == "sijill":
        prepare("run")
        return python("-m", "sijill", *rest)
    if command == "bench":
        prepare("test")
        return bench(rest)
    if command == "test":
        prepare("test")
        return test(rest)
    if command == "setup":
        prepare("test")
        return 0
    print(__doc__)
    return 0 if command in ("help", "-h", "--help") else 2


def test(rest: list[str]) -> int:
    """Every check, then the tests; stops at the first check that fails."""
    for name, check in CHECKS if not rest else ():
        print(f"== {name}", flush=True)
        if code := python(*check):
            return fail(f"{name} failed: run `{PYTHON.relative_to(ROOT)} {' '.join(check)}` to see it alone", code)
    print("== tests", flush=True)
    whole = ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadfile"]  # a file's tests share what they set up
    return python("-m", "pytest", *(rest or whole))


def bench(names: list[str]) -> int:
    """Run the named benchmarks, or all; the first word after a name that starts with `-` begins its options."""
    scripts = {path.stem: path for path in sorted((ROOT / "bench").glob("*.py")) if not path.stem.startswith("_")}
    if not names:
        return max((python(str(path)) for path in scripts.values()), default=0)
    if names[0] not in scripts:
        return fail(f"no benchmark called {names[0]!r}; there are: {', '.join(scripts)}", 2)
    return python(str(scripts[names[0]]), *names[1:])


def python(*arguments: str) -> int:
    """Run the environment's Python in the project's folder; its exit code."""
    try:
        return subprocess.run([str(PYTHON), *arguments], cwd=None if arguments[:2] == ("-m", "sijill") else ROOT).returncode
    except KeyboardInterrupt:
        return 130


def prepare(wanted: str) -> None:
    """Make .venv hold the wanted set of packages; nothing to do when its stamp says that it does."""
    stamp = VENV / "sijill.stamp"
    said = stamp.read_text(encoding="utf-8").split() if stamp.is_file() else []
    if said and said[0] == fingerprint() and PYTHON.exists() and (wanted in said[1:] or "test" in said[1:]):
        return
    print(f"Setting up {VENV.relative_to(ROOT)} ({'once; ' if not said else ''}a minute or two) …", file=sys.stderr, flush=True)
    fresh = bool(said) and said[0] == fingerprint() and PYTHON.exists()
    uv = shutil.which("uv")
    if not fresh:
        shutil.rmtree(VENV, ignore_errors=True)
        make_venv(uv)
    install(uv, "--require-hashes", "-r", SETS[wanted])
    install(uv, "--no-deps", "--no-build-isolation", "-e", ".")
    stamp.write_text(f"{fingerprint()} {wanted}\n", encoding="utf-8")


def fingerprint() -> str:
    """Changes when what is to be installed, or the Python it is installed for, changes."""
    parts = [sys.version, sysconfig.get_platform(), str(ROOT)]
    parts += [(ROOT / name).read_text(encoding="utf-8") for name in ("pyproject.toml", *SETS.values())]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def make_venv(uv: str | None) -> None:
    """An empty environment; where this Python came without ensurepip (Debian's), one without pip that outside pip can fill."""
    if uv:
        execute([uv, "venv", "--quiet", "--python", sys.executable, str(VENV)])
        return
    try:
        import ensurepip  # noqa: F401 - Debian's python3 lacks it until python3-venv is installed
    except ImportError:
        if not outside_pip():
            sys.exit(fail("this Python has neither ensurepip nor pip: install one of them (Debian: apt install python3-venv) or uv"))
        venv.create(VENV, with_pip=False)
    else:
        venv.create(VENV, with_pip=True)


def outside_pip() -> bool:
    """Whether the Python that runs this script has pip (22.3 or newer can install into another environment)."""
    return subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True).returncode == 0


def install(uv: str | None, *arguments: str) -> None:
    """Install into the environment with uv, its own pip, or this Python's pip, whichever is there."""
    if uv:
        execute([uv, "pip", "install", "--quiet", "--python", str(PYTHON), *arguments])
    elif (subprocess.run([str(PYTHON), "-m", "pip", "--version"], capture_output=True)).returncode == 0:
        execute([str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments])
    else:
        execute([sys.executable, "-m", "pip", "--python", str(PYTHON), "install", "--quiet", *arguments])


def execute(command: list[str]) -> None:
    """Run a step of the set-up; on failure say which and stop."""
    if code := subprocess.run(command, cwd=ROOT).returncode:
        sys.exit(fail(f"set-up failed at: {' '.join(command)}\nA package index must be reachable once; then run this again.", code))


def fail(message: str, code: int = 1) -> int:
    """Say what went wrong on standard error."""
    print(f"run.py: {message}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
