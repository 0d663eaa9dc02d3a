"""An edition: the files made from the register, redacted, checked, complete or not at all, and proved by a manifest."""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sijill.model import Case, EditionRefused, Imprint, InputError
from sijill.write.change import Context, compare
from sijill.write.check import Checks, find_failures
from sijill.write.formats import WRITERS, make_writer
from sijill.write.formats.changes import write_changes
from sijill.write.proof import MANIFEST, Leaf, digest_file, write_manifest, write_proof
from sijill.write.redact import Redactor
from sijill.write.sheaf import Layout, Sheaf
from sijill.write.verify import Verified, verify_edition
from sijill.write.wording import NOTICE
from sijill.write.writer import Folder, Writer

SHEAF = 250
"""Cases that are in memory at a time."""


@dataclass(frozen=True, slots=True)
class Written:
    """An edition that lies there: its files, how many incidents it has, and the digest of its manifest."""

    paths: tuple[Path, ...]
    incidents: int
    manifest: str


def write_edition(
    out: Path,
    imprint: Imprint,
    cases: Iterable[Case],
    formats: Sequence[str],
    redactor: Redactor,
    *,
    checks: Checks = Checks(),  # noqa: B008 - frozen
    before: Path | None = None,
    key: bytes | None = None,
) -> Written:
    """Write an edition of cases in this process; see `bind_edition`. Each case is redacted before any writer sees it."""

    def sheaves(since: int | None) -> Iterator[Sheaf]:
        layout, left = Layout(formats, redactor, checks, since), iter(cases)
        while some := list(islice(left, SHEAF)):
            yield layout.lay(some)

    return bind_edition(out, imprint, sheaves, formats, checks=checks, before=before, key=key)


def bind_edition(
    out: Path,
    imprint: Imprint,
    sheaves: Callable[[int | None], Iterable[Sheaf]],
    formats: Sequence[str],
    *,
    checks: Checks,
    before: Path | None = None,
    key: bytes | None = None,
) -> Written:
    """Write an edition into the folder `out` in the formats asked for, from sheaves in the order of its incidents.

    `sheaves` is asked with the number of the register's entry at which the edition before was made, null where there is none. The files
    are made beside `out` and put in its place only when all are complete and every check holds; an earlier edition there is replaced,
    and any other folder that is not empty is refused with InputError. `before` is the folder of the edition before, with which this
    one is compared; `key` signs the manifest.
    Raises ValueError for an unknown format, InputError for a folder, EditionRefused for what failed.
    """
    if unknown := [f for f in formats if f not in WRITERS]:
        raise ValueError(f"no format {', '.join(unknown)}; there are: {', '.join(WRITERS)}")
    out = Path(out)
    if out.exists() and not (out.is_dir() and ((out / MANIFEST).is_file() or not any(out.iterdir()))):
        raise InputError(str(out), "is not an edition and not empty", "name another folder")
    earlier = verify_edition(before) if before is not None else None
    out.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        folder.chmod(0o755)
        with Folder(folder) as files:
            press = _Press({name: make_writer(name, files, imprint) for name in sorted(dict.fromkeys(formats), key=_last)})
            for sheaf in sheaves(int(earlier.manifest["register"]["seq"]) if earlier else None):
                press.add(sheaf)
            written, leaves = press.finish(folder, imprint, checks, earlier)
        manifest = write_manifest(folder, imprint, written, leaves, earlier.digest if earlier else None, NOTICE, key)
        _replace(folder, out)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    paths = tuple(out / p.relative_to(folder) for p in (*written, manifest))
    return Written(paths, len(leaves), digest_file(out / MANIFEST))


class _Press:
    """Gives each sheaf to everyone that needs it, in one pass."""

    def __init__(self, writers: Mapping[str, Writer]) -> None:
        self._writers = writers
        self._leaves: list[Leaf] = []
        self._contexts: list[Context] = []
        self._lacks: dict[str, list[str]] = {}

    def add(self, sheaf: Sheaf) -> None:
        self._leaves += sheaf.leaves
        self._contexts += sheaf.contexts
        for incident, lack in sheaf.lacks:
            self._lacks.setdefault(lack, []).append(incident)
        for name, writer in self._writers.items():
            writer.add(sheaf.laid[name])

    def finish(self, folder: Path, imprint: Imprint, checks: Checks, earlier: Verified | None) -> tuple[list[Path], list[Leaf]]:
        """The files and the leaves. Raises EditionRefused."""
        leaves = sorted(self._leaves, key=lambda one: one.incident)
        now = {one.incident: one.summary for one in leaves}
        before = {one.incident: one.summary for one in earlier.leaves} if earlier else None
        if failures := find_failures(checks, self._lacks, imprint.totals, now, before):
            raise EditionRefused(tuple(failures))
        changes = compare(before, now, self._contexts) if before is not None else None
        written = [path for writer in self._writers.values() for path in writer.finish(changes)]
        if changes is not None:
            written.append(write_changes(folder, changes))
        return [*written, write_proof(folder, leaves)], leaves


def _last(name: str) -> bool:
    """The site is finished after the others: it lists their files."""
    return name == "site"


def _replace(folder: Path, out: Path) -> None:
    """Put the finished folder in the place of the old one; on failure the old one is back."""
    if not out.exists():
        folder.rename(out)
        return
    old = folder.with_name(folder.name + "-old")
    out.rename(old)
    try:
        folder.rename(out)
    except OSError:
        old.rename(out)
        raise
    shutil.rmtree(old)
