"""JSON Lines: one object a case, in the words of the model; nothing is lost. A line is what the proof's leaf is the digest of."""

from collections.abc import Sequence
from pathlib import Path

from sijill.model import Case, Imprint
from sijill.model.identity import canonical_json
from sijill.write.change import Change
from sijill.write.proof import record_of
from sijill.write.writer import Folder


class JsonlWriter:
    """`incidents.jsonl`."""

    def __init__(self, folder: Folder, _imprint: Imprint) -> None:
        self._file = folder.open("incidents.jsonl", errors="surrogatepass")

    def add(self, case: Case) -> None:
        """One line."""
        self._file.write(canonical_json(record_of(case)) + "\n")

    def finish(self, _changes: Sequence[Change] | None) -> list[Path]:
        """The file."""
        self._file.close()
        return [Path(self._file.name)]
