"""Files that are kept whole: a person's file as it lay there, once."""

import hashlib
import mimetypes
from pathlib import Path
from typing import IO, NamedTuple

from sijill.capture.block import file_block
from sijill.model import Capture, Custody
from sijill.model.identity import content_id
from sijill.pipeline.keeper import Keeper


class Whole(NamedTuple):
    """The id, custody and digest of a kept file; `fresh` where it was kept just now."""

    capture: str
    custody: Custody
    sha256: str
    fresh: bool


def keep_whole(keeper: Keeper, path: Path, media_type: str | None = None) -> Whole:
    """Keep a file, unless these very bytes are there already. `media_type` is what it is entered as, whatever its name says."""
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        if (held := keeper.register.captures.file(sha256)) is not None and held.custody is not None:
            return Whole(held.capture.id, held.custody, sha256, fresh=False)
        return Whole(*keep_file(keeper, path, file, sha256, None, media_type), sha256, fresh=True)


def keep_file(
    keeper: Keeper, path: Path, file: IO[bytes], sha256: str, of: str | None, media_type: str | None = None
) -> tuple[str, Custody]:
    """Keep an open file of known digest; `of` is the capture that named it."""
    size = file.seek(0, 2)
    file.seek(0)
    at, record = keeper.register.now(), keeper.archive.new_id()
    media_type = media_type or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    capture = Capture(content_id("c", str(path), sha256, at), str(path), sha256, size, at, keeper.register.author)
    block = file_block(path, file, size, sha256, record, at, media_type)
    custody = keeper.keep_whole(capture, [block], {"record": record, "media_type": media_type, "of": of})
    return capture.id, custody
