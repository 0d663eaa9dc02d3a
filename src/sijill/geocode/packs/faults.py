"""What was wrong in a pack's file: file, line, problem; the good rows go on."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fault:
    """One row that was left out, or that disagrees with another pack. `line` counts from 1; null where the file has no lines."""

    path: str
    line: int | None
    problem: str

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}" if self.line is None else f"{self.path}, line {self.line}: {self.problem}"


@dataclass(slots=True)
class Faults:
    """The faults of one import, in order; `left_out` counts rows that were not imported."""

    path: str
    found: list[Fault] = field(default_factory=list)
    left_out: int = 0
    at: int | None = None  # the line that the reader is at, for faults found in its spot later

    def leave_out(self, line: int | None, problem: str) -> None:
        """A row is not imported."""
        self.left_out += 1
        self.found.append(Fault(self.path, line, problem))

    def note(self, line: int | None, problem: str) -> None:
        """A row is imported, but something about it is odd."""
        self.found.append(Fault(self.path, line, problem))
