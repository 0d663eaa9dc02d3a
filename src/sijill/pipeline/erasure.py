"""Erasing what was captured, where the right to that outweighs its custody: out of the archives, with a record and an entry."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sijill.capture.tombstone import Tombstone, bury
from sijill.model import InputError
from sijill.model.signature import public_key_of, sign_json
from sijill.pipeline.keeper import Keeper
from sijill.register import Fact, Held, Register
from sijill.register.captures import ERASED


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased of a capture: `size` bytes of an archive, by the entry `seq`; `report` is what was taken from it, and is in the
    register still."""

    capture: str
    archive: str
    size: int
    seq: int
    report: str | None


def find_bytes(register: Register, names: Iterable[str]) -> list[Held]:
    """The captures whose bytes go when these do (ids of captures or of reports): they, and the pictures that they name. Raises
    InputError for an id that is not there, and for a part of a file, which cannot go alone."""
    wanted = list(names)
    asked = list(register.captures.chosen(wanted))
    here = {held.capture.id for held in asked} | {held.report for held in asked}
    if missing := [name for name in wanted if name not in here]:
        raise InputError(missing[0], "there is no capture and no report of this id", "`sijill custody list` lists them")
    lying = [held for held in asked if held.custody is not None and held.erased is None]
    owned = {held.capture.id for held in lying if not is_part(held)} | set(wanted)
    for held in lying:
        if held.custody is not None and is_part(held) and held.custody.of not in owned:
            file = next(register.captures.chosen([held.custody.of or ""]))
            others = sum(is_part(one) for one in register.captures.chosen([file.capture.id]))
            problem = f"it is a part of {file.capture.address}, which is kept whole and has {others} parts"
            raise InputError(held.capture.id, problem, f"erase all of it: sijill custody erase {file.capture.id}")
    pictures = register.captures.chosen([held.capture.id for held in lying if not is_part(held)])
    found = {held.seq: held for held in (*lying, *pictures) if held.custody is not None and held.erased is None}
    return [held for _, held in sorted(found.items()) if not is_part(held)]


def is_part(held: Held) -> bool:
    """Whether a capture is a part of a file, without records of its own; a picture that a page named has some."""
    return held.custody is not None and held.custody.of is not None and held.custody.media_type is None


def erase_bytes(keeper: Keeper, blobs: Path, captures: Iterable[Held], reason: str, key: bytes | None) -> Iterator[Erased]:
    """Write over captures in the archives, and enter each; `key` signs. Run again after a crash, it ends what was begun.

    The archive goes first: what the register says is erased is erased. Raises ArchiveError.
    """
    register = keeper.register
    for held in captures:
        custody = held.custody
        if custody is None:
            continue
        stone = Tombstone(
            held.capture.id,
            held.capture.sha256,
            register.author,
            register.now(),
            " ".join(reason.split()),
            public_key_of(key) if key is not None else None,
        )
        size = bury(
            blobs / "warc" / custody.archive,
            custody,
            stone,
            record=keeper.archive.new_id(),
            following=register.captures.following(custody.archive, custody.offset),
            sign=(lambda said: sign_json(key, said)) if key is not None else None,
        )
        where = {"archive": custody.archive, "offset": custody.offset, "length": size, "sha256": held.capture.sha256}
        (entry,) = register.append_many([Fact("retracted", held.capture.id, reason, {ERASED: where})])
        yield Erased(held.capture.id, custody.archive, size, entry.seq, held.report)
