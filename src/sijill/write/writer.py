"""What every format of an edition is: a writer that is given one case after another, so that no edition has to fit into memory."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol, TextIO

from sijill.model import Case
from sijill.write.change import Change


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


class Writer(Protocol):
    """Writes the files of one format. `finish` is called once, after the last case, and gives the paths of its files."""

    def add(self, case: Case) -> None:
        """One more case, redacted already; cases come newest first."""
        ...

    def finish(self, changes: Sequence[Change] | None) -> Sequence[Path]:
        """Complete the files. `changes`: what is different from the edition before; null where there is none."""
        ...
