"""What changed since the edition before, for programs: one line an incident."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from sijill.model.identity import canonical_json
from sijill.write.change import Change

FILE = "changes.jsonl"


def write_changes(folder: Path, changes: Sequence[Change]) -> Path:
    """`changes.jsonl`; retracted, merged and gone incidents come first."""
    path = folder / FILE
    lines = (canonical_json(asdict(change)) + "\n" for change in changes)
    path.write_text("".join(lines), encoding="utf-8", errors="surrogatepass", newline="\n")
    return path
