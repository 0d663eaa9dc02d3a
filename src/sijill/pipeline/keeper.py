"""Keeping: what is captured goes to the archive first, onto disk, and then into the register; killed in between, it is found again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

from sijill import __version__
from sijill.capture.archive import Archive, Block, Manifest
from sijill.capture.copies import Copies
from sijill.capture.encoding import NotText
from sijill.capture.feed import LIST
from sijill.capture.files import Captured, make_report
from sijill.capture.payload import kind_of, read_payload
from sijill.capture.row import BadRow
from sijill.capture.warc import read_kept
from sijill.model import ArchiveError, Capture, Custody, InputError
from sijill.model.codec import to_json
from sijill.model.identity import digest
from sijill.model.signature import public_key_of, sign_json
from sijill.register import Fact, Register

BATCH = 100
"""Captures that wait for one transaction; each commit costs about 5 ms, and so does reading a page."""

Outcome = Literal["kept", "known"]


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one thing that was captured: `kept` now, or `known`: it was there already. `report` was taken from it; null for a
    file, a list, a picture, and a page without text."""

    capture: str
    address: str
    report: str | None
    outcome: Outcome
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class Keeper:
    """Keeps captures in an archive and a register. `key` (32 bytes, Ed25519) signs each."""

    register: Register
    archive: Archive
    _facts: list[Fact] = field(default_factory=list)
    _pending: set[str] = field(default_factory=set)
    _copies: Copies = field(default_factory=Copies)

    def recover(self) -> Iterator[Kept | InputError]:
        """Enter what a killed run kept and could not enter. Call it before anything is kept."""
        for found in self.archive.recover():
            yield self._enter_found(found)
        self.flush()

    def keep(self, capture: Capture, blocks: Sequence[Block], custody: Mapping[str, Any], captured: Captured | None = None) -> Kept:
        """Write a capture to the archive, and have it entered with the next `flush`."""
        made = self.archive.keep(capture, blocks, custody)
        return self._note(capture, made, captured)

    def keep_whole(self, capture: Capture, blocks: Sequence[Block], custody: Mapping[str, Any]) -> Custody:
        """Write a capture that is no report to the archive, and have it entered; where it lies."""
        made = self.archive.keep(capture, blocks, custody)
        self._note(capture, made, None)
        return made

    def keep_part(self, captured: Captured, whole: Custody, of: str) -> Kept:
        """Have a part of a kept file entered: its bytes lie in the file's record."""
        part = replace(whole, of=of, media_type=None, public_key=None, signature=None)
        return self._note(captured.capture, part, captured)

    def is_known(self, report: str) -> bool:
        """Whether a report is there, or will be with the next `flush`."""
        return report in self._pending or self.register.look.state_of(report) != "unknown"

    def flush(self) -> None:
        """Have all on disk, archive before register."""
        if not self._facts:
            return
        self.archive.sync()
        with self.register.writing():  # asked again while nobody else can write: another run may have been quicker
            self.register.append_many([self._checked(fact) for fact in self._facts])
        self._facts.clear()
        self._pending.clear()
        check_owner(self.register, self.archive.folder.parent, claim=True)

    def _note(self, capture: Capture, custody: Custody, captured: Captured | None) -> Kept:
        report = captured.report if captured is not None else None
        fresh = report is not None and not self.is_known(report.id)
        body: dict[str, Any] = {"capture": to_json(capture), "custody": to_json(custody)}
        if report is not None:
            body["text_sha256"] = digest(report.text)
            body |= {"report": to_json(report)} if fresh else {"again": report.id}
        subject = report.id if report is not None and fresh else capture.id
        self._facts.append(Fact("captured", subject, f"taken from {capture.address}", body))
        if report is not None:
            self._pending.add(report.id)
        if len(self._facts) >= BATCH:
            self.flush()
        warnings = captured.warnings if captured is not None else ()
        return Kept(capture.id, capture.address, report.id if report else None, "kept", (*warnings, *self._twins(captured, fresh)))

    def _twins(self, captured: Captured | None, fresh: bool) -> tuple[str, ...]:
        """A word about reports with exactly the same text, and those of this run with almost the same: a reprint is no second one."""
        if captured is None or not fresh:
            return ()
        report = captured.report
        copy = self._copies.add(captured)
        twins = [name for name in self.register.captures.same_text(digest(report.text)) if name != report.id]
        if twins:
            return (f"{report.doc}: its text is exactly that of {', '.join(twins[:3])}",)
        if copy is not None and copy.kind == "near":
            return (f"{report.doc}: its text is nearly that of {copy.of} (they share {copy.share:.0%} of their three-word runs)",)
        return ()

    def _checked(self, fact: Fact) -> Fact:
        """The fact, without its report where that is there by now."""
        if "report" not in fact.body or self.register.look.state_of(fact.subject) == "unknown":
            return fact
        body = {name: value for name, value in fact.body.items() if name != "report"} | {"again": fact.subject}
        return replace(fact, subject=fact.body["capture"]["id"], body=body)

    def _enter_found(self, found: Manifest) -> Kept | InputError:
        """Enter a capture that lies in the archive already; a page's report is read from there."""
        capture, custody = found.capture, found.custody
        if self.register.captures.lying(custody.archive, custody.offset, capture.id):
            return Kept(capture.id, capture.address, None, "known")  # another run, which has ended since, entered it itself
        captured = None
        if custody.of is None and custody.final is not None and custody.media_type != LIST:
            record = read_kept(self.archive.folder / custody.archive, custody)
            if isinstance(record, InputError):
                return record
            with suppress(BadRow, NotText, InputError):  # a page without text is kept all the same
                kind = kind_of(record.payload, record.media_type)
                if kind != "other":
                    document = read_payload(record.payload, kind, custody.final, dict(record.headers))
                    captured = make_report(capture, document.draft, capture.address)
        return self._note(capture, custody, captured)


OWNER = "register"
"""The file in a folder of blobs that says whose it is: the digest of the register's first entry."""


def check_owner(register: Register, blobs: Path, *, claim: bool = False) -> None:
    """Refuse a folder of another register, whose captures would be entered in this one; `claim` takes one that is nobody's. Raises
    ArchiveError."""
    file, first = blobs / OWNER, register.digest_of(1)
    try:
        owner = file.read_text(encoding="ascii").strip() if file.exists() else None
        if owner is None and claim and first is not None:
            file.write_text(f"{first}\n", encoding="ascii")
    except (OSError, ValueError) as error:
        raise ArchiveError(str(file), f"it cannot be read or written: {error}") from error
    if owner is not None and owner != first:
        raise ArchiveError(str(blobs), f"it holds the captures of another register than {register.name}; name another folder")


def open_keeper(register: Register, blobs: Path, key: bytes | None, new_id: Callable[[], str] = lambda: uuid4().urn) -> Keeper:
    """A keeper of a register whose blobs lie in a folder; `key` signs each capture where it is given. Raises ArchiveError."""
    check_owner(register, blobs)
    archive = Archive(
        blobs / "warc",
        register.captures.ends(),
        version=f"sijill {__version__}",
        stamp=register.now,
        new_id=new_id,
        public_key=public_key_of(key) if key is not None else None,
        sign=(lambda said: sign_json(key, said)) if key is not None else None,
    )
    return Keeper(register, archive)
