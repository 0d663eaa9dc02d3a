"""Filing: each report is captured, read and placed in one transaction, or not at all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from sijill.capture import Captured, read_paths
from sijill.extract.reader import Reader
from sijill.model import InputError, Placement, Reading, Report
from sijill.model.codec import to_json
from sijill.pipeline.assemble import SAID
from sijill.register import Fact, Register


class PlaceResolver(Protocol):
    """Stage geocode: a report and its reading in, the placements of its places out."""

    def place_reading(self, report: Report, reading: Reading) -> Sequence[Placement]:
        """The placements of a reading's places."""
        ...


Outcome = Literal["filed", "known"]


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of one report: `filed` now, or `known`: it was in the register already."""

    report: str
    doc: str
    outcome: Outcome
    warnings: tuple[str, ...] = ()


def file_paths(register: Register, paths: Sequence[Path], reader: Reader, resolver: PlaceResolver) -> Iterator[Filed | InputError]:
    """Capture, read and place every report in files and folders, one at a time; what cannot be read comes out as its error.

    Without any path: read and place what has been captured and not yet read.
    """
    if not paths:
        yield from _file_unread(register, reader, resolver)
    for item in read_paths(paths, at=register.now(), by=register.author):
        yield item if isinstance(item, InputError) else file_report(register, item, reader, resolver)


def _file_unread(register: Register, reader: Reader, resolver: PlaceResolver) -> Iterator[Filed]:
    for name in register.look.unread_reports():
        report = register.look.reports([name])[name]
        yield Filed(report.id, report.doc, _enter(register, report, [], reader, resolver))


def file_report(register: Register, captured: Captured, reader: Reader, resolver: PlaceResolver) -> Filed:
    """Enter one report, its reading and its placements in one transaction; nothing where it is there already."""
    report = captured.report
    return Filed(report.id, report.doc, _enter(register, report, [captured_fact(captured)], reader, resolver), captured.warnings)


def _enter(register: Register, report: Report, captured: list[Fact], reader: Reader, resolver: PlaceResolver) -> Outcome:
    if register.look.state_of(report.id) == "read":
        return "known"
    facts = _read_and_place(report, reader, resolver)
    with register.writing():  # asked again while nobody else can write: another run may have been quicker
        state = register.look.state_of(report.id)
        if state != "read":
            register.append_many([*(captured if state == "unknown" else ()), *facts])
    return "known" if state == "read" else "filed"


def _read_and_place(report: Report, reader: Reader, resolver: PlaceResolver) -> list[Fact]:
    reading = reader.read_report(report)
    placements = resolver.place_reading(report, reading)
    return read_facts(reading, placements, SAID)


def captured_fact(captured: Captured) -> Fact:
    """What is entered of a report that was captured."""
    body = {"capture": to_json(captured.capture), "report": to_json(captured.report)}
    return Fact("captured", captured.report.id, f"taken from {captured.capture.address}", body)


def read_facts(reading: Reading, placements: Sequence[Placement], reason: str) -> list[Fact]:
    """What is entered of a report's reading and of where its places lie."""
    return [
        Fact("read", reading.report, reason, {"reading": to_json(reading)}),
        Fact("placed", reading.report, reason, {"placements": [to_json(placement) for placement in placements]}),
    ]
