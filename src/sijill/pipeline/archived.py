"""Capturing what archives of others hold: records byte for byte, pages first, then the pictures and video there that they name."""

from collections.abc import Iterator
from typing import Any

from sijill.capture.address import parse_address
from sijill.capture.block import archived_block
from sijill.capture.files import Captured, read_file
from sijill.capture.folder import File
from sijill.capture.media import MOST
from sijill.capture.record import PICTURES, Archived
from sijill.capture.warc import read_archive
from sijill.model import Capture, InputError
from sijill.model.identity import content_id
from sijill.pipeline.fetch import Choice
from sijill.pipeline.keeper import Keeper, Kept


def capture_archive(keeper: Keeper, source: File, choice: Choice) -> Iterator[Kept | InputError]:
    """Keep an archive's records; those that are kept already are passed over unread, unless pictures that they may name are left."""
    register, known = keeper.register, 0
    kept = set() if choice.again else register.captures.records_from(source.path.name)
    left = choice.media and bool(kept) and _has_pictures(source, kept)
    done = {_written_alike(address) for address, _ in kept}
    named: dict[str, str] = {}
    said: set[str] = set()

    def is_wanted(address: str, record: str) -> bool:
        nonlocal known
        if choice.wanted is not None and not choice.wanted(address):
            return False
        known += (here := (address, record) in kept)
        return not here or left

    for item in read_file(source, at=register.now(), by=register.author, wanted=is_wanted):
        if isinstance(item, InputError) or item.archived is None:
            error = item if isinstance(item, InputError) else InputError(str(source.path), "it holds no record")
            said.add(str(error))
            yield error
            continue
        _note_pictures(item, named)
        if (item.archived.address, item.archived.place.record) in kept:
            continue
        if keeper.is_known(item.report.id):
            yield Kept(item.capture.id, item.capture.address, item.report.id, "known", item.warnings)
        else:
            yield keeper.keep(item.capture, [archived_block(item.archived)], _fields(item.archived), item)
    yield from (Kept("", str(source.path), None, "known") for _ in range(known))
    if choice.media and named:
        for found in _keep_pictures(keeper, source, choice, {name: of for name, of in named.items() if name not in done}):
            if not isinstance(found, InputError) or str(found) not in said:  # damage is said once
                yield found


def _keep_pictures(keeper: Keeper, source: File, choice: Choice, named: dict[str, str]) -> Iterator[Kept | InputError]:
    """The pictures and video of the archive that its pages name; `named` gives the capture of the first page that does."""

    def is_wanted(address: str, _: str) -> bool:
        return _written_alike(address) in named

    for record in read_archive(source.path, is_wanted, PICTURES):
        if isinstance(record, InputError):
            yield record
            continue
        if (of := named.pop(_written_alike(record.address), None)) is None:
            continue  # a second fetch of the same
        if record.size > choice.media_size:
            where, most = f"{source.path}, {record.address}", f"at most {choice.media_size:,} are kept"
            yield InputError(where, f"it is too large: {record.size:,} bytes, {most}", "--media-size")
            continue
        name = content_id("c", record.address, record.sha256, record.at)
        capture = Capture(name, record.address, record.sha256, record.size, record.at, keeper.register.author)
        yield keeper.keep(capture, [archived_block(record)], _fields(record) | {"of": of})


def _has_pictures(source: File, kept: set[tuple[str, str]]) -> bool:
    """Whether the archive holds pictures at addresses of which nothing is kept."""
    done = {address for address, _ in kept}
    return any(isinstance(record, Archived) for record in read_archive(source.path, lambda address, _: address not in done, PICTURES))


def _note_pictures(item: Captured, named: dict[str, str]) -> None:
    for words in item.media[:MOST]:
        named.setdefault(_written_alike(words), item.capture.id)


def _written_alike(address: str) -> str:
    """An address in the one way in which ours are written; as it stands where it is none."""
    try:
        return parse_address(address).text
    except InputError:
        return address


def _fields(record: Archived) -> dict[str, Any]:
    """What is entered of a record's custody."""
    place = record.place
    return {
        "record": place.record,
        "final": record.address,
        "status": record.status,
        "media_type": record.media_type,
        "origin": place.origin,
        "origin_offset": place.offset,
        "origin_record": place.record,
    }
