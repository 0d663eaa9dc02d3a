"""Voices: who stands behind a report, and when that was said first. Publishers and origins tell which reports have one voice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sijill.model import Origin, Report
from sijill.model.source import source_of_report


@dataclass(frozen=True, slots=True)
class Voice:
    """`name` is the same for all reports of one voice. `day`: when it said this: a copy, an excerpt, or the same statement again is
    dated as what it repeats; null where no day is known."""

    name: str
    day: date | None


REPEATS = frozenset({"copy", "excerpt", "statement"})
"""Codes of ties of an origin between what was said and what says it again."""


def find_voices(reports: Iterable[Report], origins: Sequence[Origin] = ()) -> dict[str, Voice]:
    """The voice of each report by its id. A report of no source and no origin is its own voice."""
    told = {report.id: report for report in reports}
    voices = _Sets(told)
    repeats = _Sets(told)
    first: dict[str, str] = {}
    for name, report in sorted(told.items()):
        voices.unite(name, first.setdefault(publisher_of(report), name))
    for origin in origins:
        here = [name for name in origin.reports if name in told]
        for name in here[1:]:
            voices.unite(name, here[0])
        for tie in origin.ties:
            if tie.reason.code in REPEATS and tie.left in told and tie.right in told:
                repeats.unite(tie.left, tie.right)
    days: dict[str, date] = {}
    for name, report in told.items():
        if report.published is not None:
            root = repeats.root(name)
            days[root] = min(report.published, days.get(root, report.published))
    return {name: Voice(voices.root(name), days.get(repeats.root(name))) for name in told}


def publisher_of(report: Report) -> str:
    """Who publishes: the id of the described source that its address or name ties it to, else the source as named; a report without
    one is its own source. A site that nobody has described yet may be a platform, where many publish."""
    known = source_of_report(report)
    if known is not None and known.kind is not None:
        return known.id
    return " ".join((report.source or report.id).casefold().split())


class _Sets:
    """Reports in sets that grow together."""

    def __init__(self, names: Mapping[str, object]) -> None:
        self._of = {name: {name} for name in names}

    def unite(self, one: str, other: str) -> None:
        """Put the sets of two reports together."""
        left, right = self._of[one], self._of[other]
        if left is not right:
            left |= right
            self._of |= dict.fromkeys(right, left)

    def root(self, name: str) -> str:
        """The first name of a report's set."""
        return min(self._of[name])
