"""Custody: proof that what was captured lies where the register says, as it was, and signed."""

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from sijill.capture.archive import ENDING, read_manifest, signed_part
from sijill.capture.files import read_file
from sijill.capture.folder import WHOLE, File, list_files
from sijill.capture.member import HEAD, Member, walk_members
from sijill.capture.tombstone import read_tombstone
from sijill.capture.warc import stream_payload
from sijill.model import ArchiveError, Custody, InputError
from sijill.model.identity import digest
from sijill.model.signature import fits_signature
from sijill.pipeline.erasure import is_part
from sijill.register import Held, Register

PAGE = 500

UNENTERED = "its bytes were erased, and the register has no entry of that: a run was stopped; erase it again"


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not hold: of a capture, a report or an archive (`about`)."""

    about: str
    problem: str


@dataclass(slots=True)
class Found:
    """What a verification has seen: captures whose bytes are kept, those that are signed, reports whose text was compared, captures
    that were read elsewhere, and those whose bytes were erased by right."""

    captures: int = 0
    signed: int = 0
    texts: int = 0
    elsewhere: int = 0
    erased: int = 0


def verify_custody(
    register: Register, blobs: Path, found: Found, *, public_key: str | None = None, watch: Callable[[], None] = lambda: None
) -> Iterator[Fault]:
    """Everything that does not hold. `found` counts as it goes; `public_key` (hex) must have signed where it is given.

    The register's chain is checked first (BrokenChain is raised, not given); then each capture's records, manifest, payload and
    signature, the parts of each file, the texts of reports, and that the archives hold nothing else.
    """
    register.verify()
    folder = blobs / "warc"
    regions: dict[str, list[tuple[int, int]]] = {}
    for held in register.captures.every():
        watch()
        if held.custody is None:
            found.elsewhere += 1
            continue
        if held.erased is not None:
            found.erased += not is_part(held)
            if not is_part(held):
                yield from _check_erased(folder, held, held.custody, regions, public_key)
            continue
        found.captures += 1
        if not is_part(held):
            yield from _check_group(folder, held, held.custody, regions, public_key)
            found.signed += held.custody.signature is not None
    yield from _check_parts(register, folder)
    yield from _check_texts(register, found)
    yield from _check_files(folder, regions)


def _check_group(
    folder: Path, held: Held, custody: Custody, regions: dict[str, list[tuple[int, int]]], public_key: str | None
) -> Iterator[Fault]:
    path = folder / custody.archive
    try:
        with path.open("rb") as file:
            if (first := next(walk_members(file, custody.offset), None)) is not None and read_tombstone(first) is not None:
                regions.setdefault(custody.archive, []).append((custody.offset, first.end))
                yield Fault(held.capture.id, UNENTERED)
                return
            file.seek(0)
            last = _last_member(walk_members(file, custody.offset), custody, file.read(HEAD))
            sha256 = hashlib.sha256()
            for chunk in stream_payload(file, custody):
                sha256.update(chunk)
    except (OSError, ArchiveError, InputError) as error:
        problem = error.strerror if isinstance(error, OSError) else getattr(error, "problem", str(error))
        yield Fault(held.capture.id, f"its records in {custody.archive} cannot be read: {problem or error}")
        return
    regions.setdefault(custody.archive, []).append((custody.offset, last.end))
    if sha256.hexdigest() != held.capture.sha256:
        yield Fault(held.capture.id, f"its bytes in {custody.archive} are not those that were captured")
    manifest = read_manifest(last)
    if manifest is None or (manifest.capture, manifest.custody) != (held.capture, custody):
        yield Fault(held.capture.id, f"its manifest in {custody.archive} says something else than the register")
    if custody.signature is None:
        if public_key is not None:
            yield Fault(held.capture.id, "it is not signed")
        return
    if public_key is not None and custody.public_key != public_key.strip().lower():
        yield Fault(held.capture.id, f"it is signed with another key: {custody.public_key}")
    if not fits_signature(custody.public_key or "", custody.signature, signed_part(held.capture, custody)):
        yield Fault(held.capture.id, "its signature does not fit what it says")


def _check_erased(
    folder: Path, held: Held, custody: Custody, regions: dict[str, list[tuple[int, int]]], public_key: str | None
) -> Iterator[Fault]:
    """Whether a tombstone stands where an erased capture lay, and says of it what the register says."""
    try:
        with (folder / custody.archive).open("rb") as file:
            head = file.read(HEAD)
            member = next(walk_members(file, custody.offset), None)
    except OSError as error:
        yield Fault(held.capture.id, f"{custody.archive}, where it was erased, cannot be read: {error.strerror or error}")
        return
    stone = read_tombstone(member) if member is not None and member.head == head else None
    if member is not None:
        regions.setdefault(custody.archive, []).append((custody.offset, member.end))
    if stone is None:
        yield Fault(held.capture.id, f"the register says that it was erased; what lies in {custody.archive} does not")
    elif (stone.capture, stone.sha256) != (held.capture.id, held.capture.sha256):
        yield Fault(held.capture.id, f"what says in {custody.archive} that it was erased is about another capture")
    elif stone.signature is None:
        if public_key is not None:
            yield Fault(held.capture.id, "its erasure is not signed")
    elif public_key is not None and stone.public_key != public_key.strip().lower():
        yield Fault(held.capture.id, f"its erasure is signed with another key: {stone.public_key}")
    elif not fits_signature(stone.public_key or "", stone.signature, stone.signed_part()):
        yield Fault(held.capture.id, "the signature of its erasure does not fit what it says")


def _last_member(members: Iterable[Member], custody: Custody, head: bytes) -> Member:
    """The member behind a capture's records: its manifest. Raises ArchiveError where one of them is not whole, or has another head than
    the archive's first: one program writes them all alike."""
    end = custody.offset
    for member in members:
        if member.head != head:
            raise ArchiveError(custody.archive, f"a record was written by something else, or changed, at byte {member.start:,}")
        if member.start >= custody.offset + custody.length:
            return member
        end = member.end
    raise ArchiveError(custody.archive, f"a record is damaged, or breaks off, behind byte {end:,}")


def _check_parts(register: Register, folder: Path) -> Iterator[Fault]:
    """Read each kept file again, and compare its parts with those that the register has."""
    parts = (held for held in register.captures.every() if is_part(held))
    for of, group in groupby(parts, key=lambda held: held.custody.of if held.custody else None):
        listed = list(group)
        whole = next((held for held in register.captures.chosen([of or ""]) if held.capture.id == of), None)
        if whole is not None and whole.erased is not None:
            continue
        if whole is None or whole.custody is None:
            yield from (Fault(held.capture.id, f"the file {of} that it is a part of is not in the register") for held in listed)
            continue
        try:
            now = _read_parts(folder, whole)
        except (OSError, InputError) as error:
            yield Fault(whole.capture.id, f"its file cannot be read again: {error}")
            continue
        for held in listed:
            fragment = held.capture.address.partition("#")[2]
            if now.get(fragment) != held.capture.sha256:
                yield Fault(held.capture.id, f"the part #{fragment} of {whole.capture.address} is not what was read from it")


def _read_parts(folder: Path, whole: Held) -> dict[str, str]:
    """Digests of a kept file's parts, by their fragment; a file that is one report is a part without one."""
    custody = whole.custody
    if custody is None:
        return {}
    name = Path(whole.capture.address).name
    with tempfile.TemporaryDirectory() as here, (folder / custody.archive).open("rb") as file:
        path = Path(here, name)
        with path.open("wb") as out:
            for chunk in stream_payload(file, custody):
                out.write(chunk)
        source = next(iter(list_files([path])))
        if isinstance(source, InputError):
            raise source
        if source.kind in WHOLE:
            return {"": whole.capture.sha256}
        if name.startswith("messages"):
            source = File(path, "telegram", name)
        read = read_file(source, at=whole.capture.at, by=whole.capture.by)
        return {one.capture.address.partition("#")[2]: one.capture.sha256 for one in read if not isinstance(one, InputError)}


def _check_texts(register: Register, found: Found) -> Iterator[Fault]:
    """Compare the text of each report with what was entered of it; names blanked and reports erased since are said by the chain."""
    batch: dict[str, str] = {}

    def compare() -> Iterator[Fault]:
        for name, report in register.look.reports(batch).items():
            found.texts += 1
            if digest(report.text) != batch[name] and "█" not in report.text:
                yield Fault(name, "its text is not the one that was captured")
        batch.clear()

    for held in register.captures.every():
        if held.report is not None and held.text_sha256 is not None:
            batch[held.report] = held.text_sha256
        if len(batch) >= PAGE:
            yield from compare()
    yield from compare()


def _check_files(folder: Path, regions: dict[str, list[tuple[int, int]]]) -> Iterator[Fault]:
    """The archives hold what the register knows and nothing else."""
    for path in sorted(folder.glob(f"*{ENDING}")):
        known = sorted(set(regions.get(path.name, [])))
        with path.open("rb") as file:
            first = next(walk_members(file), None)
            at = first.end if first is not None else 0
        for start, end in known:
            if start > at:
                yield Fault(path.name, f"bytes {at:,} to {start:,} belong to no capture that the register has whole")
            at = max(at, end)
        if path.stat().st_size > at:
            yield Fault(path.name, f"what lies behind byte {at:,} is not in the register; the next `sijill capture` takes it up")
