"""Shapes: our incidents as rows of another register, each with a companion that says what the shape could not carry.

A companion has a line for each value that is not carried as it is: `close` (said less exactly, or by a convention) or `lost`;
whatever has no line is `exact`. Nothing is bent to fit: a cell that the shape's rules do not let us fill stays empty.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from sijill.model import Case, Imprint, Incident, Toll
from sijill.model.incident import find_toll
from sijill.write.change import Change
from sijill.write.columns import Column, Sheet
from sijill.write.formats.csv import CsvTable, lay_csv
from sijill.write.rows import Row
from sijill.write.writer import Draft, Folder

Fit = Literal["exact", "close", "lost"]

COMPANION = ("incident", "row", "column", "fit", "why")


@dataclass(slots=True)
class Shaped:
    """One row of a shape, and how well each value fits; `row_id` is what the shape calls it."""

    row_id: str
    row: Row
    fits: list[tuple[str, Fit, str]] = field(default_factory=list)
    incidents: tuple[str, ...] = ()

    def close(self, column: str, why: str) -> None:
        """A value that is said less exactly."""
        self.fits.append((column, "close", why))

    def lost(self, what: str, why: str) -> None:
        """Something that the shape cannot say."""
        self.fits.append((what, "lost", why))


class ShapeWriter:
    """Writes `NAME.csv` and `NAME.fit.csv`; a shape says its columns, and makes rows of cases."""

    name: str
    columns: tuple[str, ...]

    def __init__(self, folder: Folder, _imprint: Imprint) -> None:
        self._rows = CsvTable(folder, f"{self.name}.csv", _plain_sheet(self.name, self.columns))
        self._fits = CsvTable(folder, f"{self.name}.fit.csv", _plain_sheet(f"{self.name}.fit", COMPANION))

    @classmethod
    def shape(cls, case: Case) -> Iterator[Shaped]:
        """The rows of one case; none where the shape has no place for it, which `left_out` says."""
        raise NotImplementedError

    def rest(self) -> Iterator[Shaped]:
        """Rows that can be made only when all cases are there."""
        return iter(())

    @classmethod
    def lay(cls, drafts: Sequence[Draft]) -> Any:
        """The cases' rows, as lines of the two files."""
        return cls.lay_shaped([one for draft in drafts for one in cls.shape(draft.case)])

    @classmethod
    def lay_shaped(cls, shaped: Sequence[Shaped]) -> tuple[str, str]:
        """Rows, and the lines of the companion; without a row, only those."""
        fits: list[Row] = [
            {"incident": incident, "row": one.row_id, "column": column, "fit": fit, "why": why}
            for one in shaped
            for incident in one.incidents
            for column, fit, why in one.fits
        ]
        return lay_csv(cls.columns, [one.row for one in shaped if one.row]), lay_csv(COMPANION, fits)

    def add(self, laid: Any) -> None:
        """The next lines."""
        rows, fits = laid
        self._rows.add(rows)
        self._fits.add(fits)

    def finish(self, _changes: Sequence[Change] | None) -> list[Path]:
        """The two files."""
        ShapeWriter.add(self, self.lay_shaped(list(self.rest())))
        return [self._rows.close(), self._fits.close()]


def left_out(incident: Incident, why: str) -> Shaped:
    """An incident that a shape has no place for."""
    return Shaped("", {}, [("row", "lost", why)], (incident.id,))


def tolls_of(incident: Incident, kind: str, group: str) -> tuple[int | None, int | None, Toll | None]:
    """The bounds of a toll of people; nulls where there is none."""
    toll = find_toll(incident.tolls, kind, group, "people")
    return (None, None, None) if toll is None else (toll.low, toll.high, toll)


def sources_of(case: Case) -> tuple[str, ...]:
    """The names of a case's sources, in the order of their reports."""
    return tuple(dict.fromkeys(f.report.source for f in case.filings if f.report.source))


@cache
def export_words() -> Mapping[str, Any]:
    """`data/export.toml`."""
    return tomllib.loads((files("sijill") / "data" / "export.toml").read_text(encoding="utf-8"))


def _plain_sheet(name: str, columns: tuple[str, ...]) -> Sheet:
    return Sheet(name, ("", ""), tuple(Column(column, "text", column, column) for column in columns))
