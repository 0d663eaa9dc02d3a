"""What every format of an edition is. Cases are laid out some at a time, in whichever process, and bound in order by the one that has
the files: so no edition has to fit into memory, and its bytes do not depend on how many processes there were."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol, TextIO

from sijill.model import Case
from sijill.write.change import Change
from sijill.write.proof import line_of
from sijill.write.rows import Row, account_rows, claim_rows, incident_row, toll_rows, victim_rows


class Folder:
    """The folder in which an edition is made. It closes what its writers opened, also where the edition is given up."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._open = ExitStack()

    def __enter__(self) -> "Folder":
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def open(self, name: str, *, encoding: str = "utf-8", errors: str = "replace") -> TextIO:
        """A new text file, with the line ends that are written to it; `errors`: what becomes of lone surrogates."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return self._open.enter_context(path.open("w", encoding=encoding, errors=errors, newline=""))

    def keep(self, close: Callable[[], object]) -> None:
        """Call `close` in the end, also where the edition is given up."""
        self._open.callback(close)


class Draft:
    """A case as it is published, redacted already, with what several formats say of it: made once."""

    def __init__(self, case: Case) -> None:
        self.case = case

    @cached_property
    def line(self) -> str:
        """Its record in canonical JSON: a line of `incidents.jsonl`, of which its leaf is the digest."""
        return line_of(self.case)

    @cached_property
    def rows(self) -> dict[str, list[Row]]:
        """Its rows in each table."""
        case = self.case
        return {
            "incidents": [incident_row(case)],
            "tolls": list(toll_rows(case.incident)),
            "accounts": list(account_rows(case)),
            "claims": [row for filing in case.filings for row in claim_rows(filing, case.incident)],
            "victims": list(victim_rows(case)),
        }


class Writer(Protocol):
    """Writes the files of one format. `finish` is called once, after the last case, and gives the paths of its files."""

    @classmethod
    def lay(cls, drafts: Sequence[Draft]) -> Any:
        """What the format makes of some cases, which come newest first; it may be made in another process and pickled."""
        ...

    def add(self, laid: Any) -> None:
        """What `lay` made of the next cases."""
        ...

    def finish(self, changes: Sequence[Change] | None) -> Sequence[Path]:
        """Complete the files. `changes`: what is different from the edition before; null where there is none."""
        ...


class CaseWriter:
    """A writer that takes one whole case after another."""

    @classmethod
    def lay(cls, drafts: Sequence[Draft]) -> list[Case]:
        """The cases."""
        return [draft.case for draft in drafts]

    def add(self, laid: Sequence[Case]) -> None:
        """One after another."""
        for case in laid:
            self.take(case)

    def take(self, case: Case) -> None:
        """One more case."""
        raise NotImplementedError
