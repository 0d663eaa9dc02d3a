"""Imports: files that somebody sent are read in the background, one import after the other; everybody may look on."""

import queue
import shutil
import threading
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from sijill.model import InputError, SijillError
from sijill.model.identity import digest
from sijill.pipeline import Filed, run
from sijill.register import Register
from sijill.web.tools import Tools

KEPT = 50
"""Imports that are remembered; what they entered is in the register anyway."""

SHOWN = 200
"""Problems that are shown of one import; they are counted all."""

Stage = Literal["waiting", "reading", "linking", "done", "failed"]


@dataclass
class Job:
    """One import as it goes: who sent which files, how far it is. Written by its thread only; every field is replaced whole."""

    name: str
    author: str
    files: tuple[str, ...]
    total: int
    stage: Stage = "waiting"
    filed: int = 0
    known: int = 0
    problems: int = 0
    changed: int = 0
    said: tuple[InputError | str, ...] = ()

    def state(self) -> dict[str, object]:
        """How far it is."""
        numbers = {name: getattr(self, name) for name in ("filed", "known", "problems", "changed", "total")}
        return {"stage": self.stage, **numbers}

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self.stage in ("done", "failed")


@dataclass
class Imports:
    """All imports of a workbench, with the thread that works on them."""

    register: Register
    tools: Tools | None
    jobs: OrderedDict[str, Job] = field(default_factory=OrderedDict)
    _waiting: "queue.SimpleQueue[tuple[Job, Path] | None]" = field(default_factory=queue.SimpleQueue)
    _thread: threading.Thread | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, author: str, files: list[tuple[str, bytes]], name: str) -> Job:
        """Take files (name and content) in. They lie in a folder named after what they hold, so that the same file is the same again,
        and go when they have been read: the register has what was in them, sealed. Raises SijillError where there is no reader."""
        if self.tools is None:
            raise SijillError("this workbench was started without a reader")
        from sijill.capture import count_reports

        folder = self.tools.folder / digest("".join(digest(content) for _, content in files))[:16]
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for called, content in files:
            (folder / safe_name(called)).write_bytes(content)
        job = Job(name, author, tuple(safe_name(called) for called, _ in files), count_reports([folder]) or 0)
        with self._lock:
            self.jobs[name] = job
            while len(self.jobs) > KEPT:
                self.jobs.popitem(last=False)
            self._waiting.put((job, folder))
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="imports")
                self._thread.start()
        return job

    def stop(self) -> None:
        """End after the import that is under way: a report is entered whole or not at all."""
        with self._lock:
            thread = self._thread
        if thread is not None:
            self._waiting.put(None)
            thread.join()

    def _work(self) -> None:
        while (item := self._waiting.get()) is not None:
            job, folder = item
            try:
                self._run(job, folder)
            except SijillError as error:
                job.said, job.stage = (*job.said, error if isinstance(error, InputError) else str(error)), "failed"
            finally:
                shutil.rmtree(folder, ignore_errors=True)

    def _run(self, job: Job, folder: Path) -> None:
        assert self.tools is not None  # noqa: S101 - nothing begins without
        job.stage = "reading"
        reader, resolver = self.tools.make_reader(), self.tools.make_resolver()

        def watch(item: Filed | InputError) -> None:
            if isinstance(item, InputError):
                job.problems += 1
                job.said = (*job.said, replace(item, path=item.path.replace(f"{folder}/", "")))[:SHOWN]
            elif item.outcome == "known":
                job.known += 1
            else:
                job.filed += 1
            if job.filed + job.known + job.problems >= job.total:
                job.stage = "linking"

        job.changed = len(run(self.register.in_hands_of(job.author), sorted(folder.iterdir()), reader, resolver, watch))
        job.stage = "done"


def safe_name(called: str) -> str:
    """The last part of a file's name as the browser sent it, so that it stays in its folder and hides nothing."""
    last = called.replace("\\", "/").rpartition("/")[2]
    kept = "".join(letter for letter in last if letter.isprintable()).lstrip(".")[:120]
    return kept or "file"
