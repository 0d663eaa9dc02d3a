"""Capturing files, with custody: reports, tables, exports, archives, lists of addresses; nothing is read yet, `run` does that."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from sijill.capture.files import Captured, read_file
from sijill.capture.folder import WHOLE, File, list_files
from sijill.model import InputError
from sijill.pipeline.archived import capture_archive
from sijill.pipeline.fetch import Choice, WebCapture
from sijill.pipeline.keeper import Keeper, Kept
from sijill.pipeline.whole import Whole, keep_file, keep_whole


def capture_files(keeper: Keeper, paths: Iterable[Path], choice: Choice, web: WebCapture | None = None) -> Iterator[Kept | InputError]:
    """Capture every report in files and folders; what is there already is known. `web` asks for what lists among them name."""
    for source in list_files(paths):
        if isinstance(source, InputError):
            yield source
            continue
        try:
            if source.kind == "list" and web is not None:
                yield from web.run_list(source.path)
            elif source.kind == "archive":
                yield from capture_archive(keeper, source, choice)
            else:
                yield from _capture_file(keeper, source, choice)
        except InputError as error:
            yield error
        except OSError as error:
            yield InputError(str(source.path), f"it cannot be read: {error.strerror or error}")
        keeper.flush()


def _capture_file(keeper: Keeper, source: File, choice: Choice) -> Iterator[Kept | InputError]:
    """A file kept whole, once; its reports are parts of it."""
    register = keeper.register
    whole: Whole | None = None
    for item in read_file(source, at=register.now(), by=register.author):
        if isinstance(item, InputError):
            yield item
            continue
        if not choice.again and keeper.is_known(item.report.id):
            yield Kept(item.capture.id, item.capture.address, item.report.id, "known", item.warnings)
            continue
        if whole is None:
            whole = keep_whole(keeper, source.path)
        if source.kind in WHOLE and item.capture.sha256 != whole.sha256:
            yield InputError(str(source.path), "it was changed while it was read", "capture it again")
            continue
        kept = keeper.keep_part(item, whole.custody, whole.capture)
        yield kept
        if choice.media and source.kind == "telegram":
            yield from _keep_beside(keeper, source, item, choice)


def _keep_beside(keeper: Keeper, source: File, item: Captured, choice: Choice) -> Iterator[Kept | InputError]:
    """Pictures and video that a post names, from beside its export; never from anywhere else."""
    folder = source.path.parent.resolve()
    for name in item.media:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder) or not path.is_file():
            yield InputError(str(source.path), f"the file {name[:200]!r} that a message names is not in the export")
            continue
        if (size := path.stat().st_size) > choice.media_size:
            yield InputError(str(path), f"it is too large: {size:,} bytes, at most {choice.media_size:,} are kept", "--media-size")
            continue
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            if keeper.register.captures.part(sha256, item.capture.id):
                continue
            name_of, _ = keep_file(keeper, path, file, sha256, item.capture.id)
        yield Kept(name_of, str(path), None, "kept")
