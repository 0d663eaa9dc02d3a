"""JSON Lines: one object a case, in the words of the model; nothing is lost. A line is what the proof's leaf is the digest of."""

from collections.abc import Sequence
from pathlib import Path

from sijill.model import Imprint
from sijill.write.change import Change
from sijill.write.writer import Draft, Folder


class JsonlWriter:
    """`incidents.jsonl`."""

    def __init__(self, folder: Folder, _imprint: Imprint) -> None:
        self._file = folder.open("incidents.jsonl", errors="surrogatepass")

    @classmethod
    def lay(cls, drafts: Sequence[Draft]) -> str:
        """One line each."""
        return "".join(draft.line + "\n" for draft in drafts)

    def add(self, laid: str) -> None:
        """The next lines."""
        self._file.write(laid)

    def finish(self, _changes: Sequence[Change] | None) -> list[Path]:
        """The file."""
        self._file.close()
        return [Path(self._file.name)]
