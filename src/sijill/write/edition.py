"""An edition: the files made from the register, redacted, checked, complete or not at all, and proved by a manifest."""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sijill.model import Case, EditionRefused, Imprint, InputError
from sijill.write.change import Context, compare, context_of
from sijill.write.check import Checks, Inspection
from sijill.write.formats import WRITERS, make_writer
from sijill.write.formats.changes import write_changes
from sijill.write.proof import MANIFEST, Leaf, digest_file, leaf_of, write_manifest, write_proof
from sijill.write.redact import Redactor
from sijill.write.verify import Verified, verify_edition
from sijill.write.wording import NOTICE
from sijill.write.writer import Folder, Writer


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
    watch: Callable[[Case], None] = lambda _: None,
) -> Written:
    """Write an edition into the folder `out` in the formats asked for.

    Each case is redacted before any writer sees it. The files are made beside `out` and put in its place only when all are complete
    and every check holds; an earlier edition there is replaced, and any other folder that is not empty is refused with InputError.
    `before` is the folder of the edition before, with which this one is compared; `key` signs the manifest.
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
            press = _Press([make_writer(name, files, imprint) for name in sorted(dict.fromkeys(formats), key=_last)], checks, earlier)
            for case in _redacted(cases, redactor, watch):
                press.add(case)
            written, leaves = press.finish(folder, imprint)
        manifest = write_manifest(folder, imprint, written, leaves, earlier.digest if earlier else None, NOTICE, key)
        _replace(folder, out)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    paths = tuple(out / p.relative_to(folder) for p in (*written, manifest))
    return Written(paths, len(leaves), digest_file(out / MANIFEST))


class _Press:
    """Gives each case to everyone that needs it, in one pass."""

    def __init__(self, writers: Sequence[Writer], checks: Checks, earlier: Verified | None) -> None:
        self._writers = writers
        self._inspection = Inspection(checks)
        self._earlier = earlier
        self._leaves: list[Leaf] = []
        self._context: list[Context] = []

    def add(self, case: Case) -> None:
        self._inspection.look(case)
        self._leaves.append(leaf_of(case))
        if self._earlier is not None:
            self._context.append(context_of(case, int(self._earlier.manifest["register"]["seq"])))
        for writer in self._writers:
            writer.add(case)

    def finish(self, folder: Path, imprint: Imprint) -> tuple[list[Path], list[Leaf]]:
        """The files and the leaves. Raises EditionRefused."""
        leaves = sorted(self._leaves, key=lambda one: one.incident)
        now = {one.incident: one.summary for one in leaves}
        before = {one.incident: one.summary for one in self._earlier.leaves} if self._earlier else None
        if failures := self._inspection.failures(imprint.totals, now, before):
            raise EditionRefused(tuple(failures))
        changes = compare(before, now, self._context) if before is not None else None
        written = [path for writer in self._writers for path in writer.finish(changes)]
        if changes is not None:
            written.append(write_changes(folder, changes))
        return [*written, write_proof(folder, leaves)], leaves


def _last(name: str) -> bool:
    """The site is finished after the others: it lists their files."""
    return name == "site"


def _redacted(cases: Iterable[Case], redactor: Redactor, watch: Callable[[Case], None]) -> Iterator[Case]:
    for case in cases:
        yield redactor.redact(case)
        watch(case)


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
