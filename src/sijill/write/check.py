"""Checks before an edition is written: what a team wants to be sure of. One that fails leaves nothing behind and says why."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sijill.model import Case, InputError, Total
from sijill.model.vocabulary import HarmGrade

GRADES: tuple[HarmGrade, ...] = ("Discounted", "Contested", "Weak", "Fair", "Confirmed")
"""From the least to the most sure (Airwars)."""
SHOWN = 5
"""Incidents that a failed check names."""


@dataclass(frozen=True, slots=True)
class Checks:
    """`grade`: every incident with harm must have at least this grade, from a person. `two`: two people must have given it alike.
    `evidence`: every toll of a machine must have its claims in the edition. `change`: the largest share by which the lowest number of
    civilians killed may differ from the edition before. `totals`: assertions such as "killed.civilian.low >= 10"."""

    grade: HarmGrade | None = None
    two: bool = False
    evidence: bool = True
    change: float | None = None
    totals: tuple[str, ...] = ()


def find_lacks(case: Case, wanted: Checks) -> Iterator[str]:
    """What one case lacks, in words."""
    incident = case.incident
    if incident.retracted is None and incident.scope == "event" and incident.grade is not None:
        given = incident.grade.given
        enough = given is not None and incident.grade.grade is not None
        if wanted.grade and not (enough and GRADES.index(incident.grade.grade or "Discounted") >= GRADES.index(wanted.grade)):
            yield f"no person graded it {wanted.grade} or better"
        if wanted.two and (given is None or len(given.agreed) < 2):
            yield "its grade was not given alike by two people"
    if wanted.evidence and incident.retracted is None:
        there = {h.id for f in case.filings for h in f.account.harms} | {v.id for f in case.filings for v in f.account.victims}
        if any(t.given is None and not there.issuperset(t.claims) for t in incident.tolls):
            yield "a toll rests on claims that are not in the edition"


def find_failures(
    checks: Checks,
    lacks: Mapping[str, Sequence[str]],
    totals: Sequence[Total],
    now: Mapping[str, Any],
    before: Mapping[str, Any] | None,
) -> list[str]:
    """What failed, in words. `lacks`: incidents by what `find_lacks` found of them; `now` and `before` are summaries of incidents by
    id, of this edition and the one before."""
    found = [
        f"{len(names)} incidents: {problem}: {', '.join(names[:SHOWN])}{' …' if len(names) > SHOWN else ''}"
        for problem, names in lacks.items()
    ]
    found += [f"the totals do not satisfy {text!r}: it is {value}" for text, value in _untrue(checks.totals, totals)]
    if checks.change is not None and before:
        old, new = _killed(before), _killed(now)
        if abs(new - old) > checks.change * max(old, 1):
            found.append(
                f"civilians killed (lowest numbers) went from {old} to {new} since the edition before, by more than {checks.change:.0%}"
            )
    return found


_ASSERTION = re.compile(r"\s*(\w+)\.(\w+)\.(low|high|incidents)\s*(<=|>=|==|<|>)\s*(\d+)\s*")


def parse_assertion(text: str) -> tuple[str, str, str, str, int]:
    """Kind, group, field, comparison and number of an assertion. Raises InputError."""
    match = _ASSERTION.fullmatch(text)
    if match is None:
        raise InputError(text, "is no assertion on totals", 'write it like "killed.civilian.low >= 10" (low, high or incidents)')
    kind, group, field, sign, number = match.groups()
    return kind, group, field, sign, int(number)


def _untrue(texts: Sequence[str], totals: Sequence[Total]) -> list[tuple[str, int]]:
    found = []
    for text in texts:
        kind, group, field, sign, number = parse_assertion(text)
        held = [t for t in totals if (t.kind, t.group, t.unit) == (kind, group, "people")]
        value = sum(len(t.incidents) if field == "incidents" else getattr(t, field) for t in held)
        holds = {"<": value < number, ">": value > number, "<=": value <= number, ">=": value >= number, "==": value == number}[sign]
        if not holds:
            found.append((text, value))
    return found


def _killed(summaries: Mapping[str, Any]) -> int:
    counted = (
        one["tolls"].get("killed/civilian/people") for one in summaries.values() if one["scope"] == "event" and not one["retracted"]
    )
    return sum(bounds[0] or 0 for bounds in counted if bounds)
