"""Earlier editions: whether they still name somebody whom a policy now withholds; then they should be taken back or written again."""

from collections.abc import Iterable
from pathlib import Path

from sijill.write.redact.names import Names

READ = frozenset((".csv", ".json", ".jsonl", ".geojson", ".html", ".xml", ".js"))
"""Files whose text is searched; the others of an edition say nothing that these do not."""


def find_exposed(folder: Path, names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Files of an edition that hold names to withhold, with how many different passages; sorted by name. Nothing is named here."""
    wanted = Names(names)
    found = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix in READ) if wanted else ():
        text = path.read_text(encoding="utf-8", errors="replace")
        passages = {text[start:end] for start, end in wanted.find(text)}
        if passages:
            found.append((path.relative_to(folder).as_posix(), len(passages)))
    return tuple(found)
