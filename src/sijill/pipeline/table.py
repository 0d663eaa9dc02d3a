"""A team's own incidents: each row of a table becomes a report, its account, an incident that keeps the team's code, and its
decisions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sijill.capture import Captured, Columns, read_table
from sijill.extract.shape import Shape
from sijill.extract.table import BadValue, TableReader
from sijill.model import Harm, InputError, Reading, RegisterError
from sijill.model.decision import Basis, DaysGiven, GradeGiven, Judgement, TollGiven
from sijill.model.identity import incident_id
from sijill.model.vocabulary import HarmGrade
from sijill.pipeline.assemble import enter_incidents
from sijill.pipeline.intake import PlaceResolver, captured_fact, read_facts
from sijill.pipeline.judge import decide, merge
from sijill.register import Register


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one row: `new` incident, `changed` by new decisions, or `known` as it is."""

    code: str
    incident: str | None
    outcome: Literal["new", "changed", "known"]


def import_table(register: Register, path: Path, shape: Shape, resolver: PlaceResolver) -> Iterator[Imported | InputError]:
    """Enter every row of a table, each in one transaction; rows that cannot be read come out as errors, the others are imported.

    A second import adds nothing. A row that changed becomes a report of its own; its incident is put into the one that has the code,
    and what differs is decided anew: nothing is edited. Raises RegisterError where the register's author is no person.
    """
    if register.author == "machine":
        raise RegisterError("an import enters your team's grades as decisions: give your pseudonym with --as or $SIJILL_AUTHOR")
    reader = TableReader(shape)
    columns = Columns(shape.register, shape.code, shape.left_out)
    for row in read_table(path, columns, at=register.now(), by=register.author):
        if isinstance(row, InputError):
            yield row
            continue
        where = row.path.replace(str(path), path.name) + ("" if row.line is None else f", line {row.line}")
        try:
            yield _import_row(register, row.captured, reader, resolver, where)
        except BadValue as error:
            yield InputError(row.path, str(error), line=row.line)


def _import_row(register: Register, captured: Captured, reader: TableReader, resolver: PlaceResolver, where: str) -> Imported:
    report = captured.report
    reading, grade = reader.read_report(report), reader.read_grade(report)
    account = reading.accounts[0]
    own = [reader.read_placement(report, place) for place in account.places]
    placements = [placement for placement in own if placement is not None] or resolver.place_reading(report, reading)
    with register.writing():
        before = register.look.reports_called(report.doc)
        if before and before[-1] == report.id:
            return Imported(report.doc, register.look.incidents_of([account.id]).get(account.id), "known")
        if report.id in before:
            raise BadValue(
                f"the row of {report.doc} is as it once was, before it changed: undo the later change in the register instead"
            )
        register.append_many([captured_fact(captured), *read_facts(reading, placements, f"a row of a team's table ({where})")])
        made = incident_id(account.id)
        filings = {filing.account.id: filing for filing in register.look.filings([account.id])}
        register.append_many(enter_incidents(register, {made: (account.id,)}, (), filings))
        old = register.look.readings(before[-1:]).get(before[-1]) if before else None
        home = register.look.incidents_of([old.accounts[0].id]).get(old.accounts[0].id) if old else None
        if old is None or home is None:
            _decide(register, made, _grade(grade), f"the team's own grade ({where})")
            return Imported(report.doc, made, "new")
        merge(register, home, made, reason=f"the row of {report.doc} changed ({where})", on=_newest(register, home, made))
        old_grade = reader.read_grade(register.look.reports(before[-1:])[before[-1]])
        changes = [*_changes(old, reading, captured), *(_grade(grade) if grade != old_grade else ())]
        _decide(register, home, changes, f"the row of {report.doc} changed ({where})")
    return Imported(report.doc, home, "changed")


def _grade(grade: HarmGrade | None) -> list[Judgement]:
    return [] if grade is None else [GradeGiven(grade)]


def _changes(old: Reading, new: Reading, captured: Captured) -> Iterator[Judgement]:
    """What the new row says otherwise: days, and counts of whole groups."""
    was, now = old.accounts[0], new.accounts[0]
    if now.date is not None and (was.date is None or (was.date.first, was.date.last) != (now.date.first, now.date.last)):
        yield DaysGiven(now.date.first, now.date.last, Basis(report=new.report, span=now.date.span, quote=now.date.quote))
    counts = _whole(now.harms)
    for key, harm in _whole(was.harms).items():
        if key not in counts:
            yield TollGiven(harm.kind, harm.group, None, None, Basis(source=captured.capture.address))
    for key, harm in counts.items():
        before = _whole(was.harms).get(key)
        if before is None or (before.low, before.high) != (harm.low, harm.high):
            yield TollGiven(harm.kind, harm.group, harm.low, harm.high, Basis(claim=harm.id))


def _whole(harms: tuple[Harm, ...]) -> dict[tuple[str, str], Harm]:
    return {(harm.kind, harm.group): harm for harm in harms if harm.part_of is None}


def _decide(register: Register, incident: str, judgements: Sequence[Judgement], reason: str) -> None:
    for judgement in judgements:
        decide(register, incident, judgement, reason=reason, on=_newest(register, incident))


def _newest(register: Register, *incidents: str) -> int:
    return max(register.decisions.newest(incident) for incident in incidents)
