"""Every error that sijill raises on purpose: one tree; each says what was wrong, where, and what to do.

SijillError
├── InputError            a file or a line of it cannot be read as a report
├── ArchiveError         an archive of captures cannot be opened or written, or does not hold what it should
├── ModelError            a value does not fit the model (wrong vocabulary, span outside its text)
├── DataError             a data file of the package or of a team is not as it should be
├── ReaderError           a reader that needs a server cannot reach it, is refused, or gets no usable answer
│   └── BudgetSpent       the next question would go past the budget of tokens
├── EstimateError         nothing sound can be estimated from what is given, or not by this method
├── DecisionError         a decision that cannot be made as it was asked for
│   └── StaleView         more is known about the incident than the person had seen
├── EditionRefused        what a team wants to be sure of before it publishes does not hold
└── RegisterError         the register cannot be opened, is damaged, or refuses an entry
    ├── RegisterBusy      another process holds it
    ├── LastAdmin         nobody would be left who can manage users
    ├── RegisterLocked    its keys, or the secret that they are locked under, are not here
    ├── NoStamp           an outside authority gives no time stamp
    └── BrokenChain       an entry does not follow from the one before
"""

from dataclasses import dataclass


class SijillError(Exception):
    """Root of the tree: catch this to catch all that sijill says on purpose."""


@dataclass
class InputError(SijillError):
    """A file, or one line of it, that cannot be read as a report."""

    path: str
    problem: str
    remedy: str = ""
    line: int | None = None

    def __str__(self) -> str:
        where = self.path if self.line is None else f"{self.path}, line {self.line}"
        return f"{where}: {self.problem}" + (f" ({self.remedy})" if self.remedy else "")


@dataclass
class ArchiveError(SijillError):
    """The file `path` of an archive of captures cannot be opened or written, or does not hold what it should."""

    path: str
    problem: str

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}"


class ModelError(SijillError):
    """A value that does not fit the model."""


class DataError(SijillError):
    """A data file that is not as it should be; the message names the file and the place."""


class ReaderError(SijillError):
    """A reader that needs a server cannot go on; the message names the server and what it said, never a key."""


@dataclass
class BudgetSpent(ReaderError):
    """The next question would go past the budget: `spent` of `budget` tokens are used, about `needed` more would be."""

    budget: int
    spent: int
    needed: int

    def __str__(self) -> str:
        return (
            f"the token budget is spent: {self.spent} of {self.budget} used, the next question needs about {self.needed}; "
            "what was read so far is kept, give a larger budget to go on"
        )


class EstimateError(SijillError):
    """Nothing sound can be estimated from what is given, or not by this method; the message says why, and what could be done."""


@dataclass
class DecisionError(SijillError):
    """A decision that cannot be made as it was asked for; nothing was entered."""

    incident: str
    problem: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.incident}: {self.problem}" + (f"; {self.remedy}" if self.remedy else "")


@dataclass
class StaleView(DecisionError):
    """More is known about the incident than the person had seen: `since` has a line for each newer entry, `newest` its number."""

    since: tuple[str, ...] = ()
    newest: int = 0

    def __str__(self) -> str:
        lines = "".join(f"\n  {line}" for line in self.since)
        return f"{self.incident}: {self.problem}{lines}\n{self.remedy}"


@dataclass
class EditionRefused(SijillError):
    """Checks before an edition that failed, in words; nothing was written."""

    failures: tuple[str, ...]

    def __str__(self) -> str:
        return "no edition was written:\n" + "\n".join(f"  {failure}" for failure in self.failures)


class RegisterError(SijillError):
    """The register cannot be opened, is damaged, or refuses an entry."""


class RegisterBusy(RegisterError):
    """Another process holds the register for longer than we wait."""


class LastAdmin(RegisterError):
    """Nobody would be left who can manage users."""


class RegisterLocked(RegisterError):
    """The keys of personal values, or the passphrase or key file that opens them, are not here."""


@dataclass
class NoStamp(RegisterError):
    """The time-stamping authority at `url` gives no stamp."""

    url: str
    problem: str

    def __str__(self) -> str:
        return f"no time stamp from {self.url}: {self.problem}"


@dataclass
class BrokenChain(RegisterError):
    """The first entry that does not follow from the one before."""

    seq: int
    problem: str

    def __str__(self) -> str:
        return f"entry {self.seq}: {self.problem}; restore a backup and compare it from entry {self.seq} on"
