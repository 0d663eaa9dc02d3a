"""The reader of a table's rows: a report of "column: value" lines in, one account whose claims are the columns' values out."""

import calendar
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeVar

from sijill.extract.shape import Count, Shape
from sijill.model import Account, Actor, Harm, Place, Placement, Reading, Report, Span, When
from sijill.model.column import fold_column, is_column
from sijill.model.identity import account_id, claim_id
from sijill.model.vocabulary import EventType, HarmGrade, Hedge, Role

T = TypeVar("T")
NUMBER = re.compile(r"\d+-\s*")
"""What may stand before a title that is numbered."""


class BadValue(Exception):
    """A value that its column cannot have; the message says which, and why."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A column's value with its place in the text."""

    column: str
    value: str
    span: Span


class TableReader:
    """Reads rows of one shape; `rule` of every claim is `import.` and the shape's register. Methods raise BadValue."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self._types, self._grades, self._levels = _folded(shape.types), _folded(shape.grades), _folded(shape.levels)
        self._actors, self._precision = _folded(shape.actors), _folded(shape.precision)
        self._ungraded = frozenset(word.casefold() for word in shape.ungraded)
        self.rule = f"import.{shape.register}"
        self.name = f"table-1 ({shape.register})"

    def read_report(self, report: Report) -> Reading:
        """The row as one account."""
        cells = read_cells(report.text)
        name = account_id(report.id, 1)
        account = Account(
            name,
            "event",
            True,
            self._type(cells),
            "asserted",
            self._when(cells),
            tuple(self._places(cells, name)),
            tuple(self._parties(cells, name)),
            tuple(self._harms(cells, name, report.text)),
        )
        if not (account.date or account.places or account.harms):
            raise BadValue("the row has neither a day nor a place nor a count that this shape knows")
        return Reading(report.id, report.doc, report.lang or "en", report.published, (account,), self.name)

    def read_grade(self, report: Report) -> HarmGrade | None:
        """The grade that the team has given, where the row has one."""
        cell = _first(read_cells(report.text), self._shape.grade)
        if cell is None or cell.value.casefold() in self._ungraded:
            return None
        if (grade := self._grades.get(cell.value.casefold())) is None:
            raise BadValue(f"{cell.column} is {cell.value!r}, none of {', '.join(self._shape.grades)}")
        return grade

    def read_placement(self, report: Report, place: Place) -> Placement | None:
        """The team's own point for the place, as precise as the row says; null where the row has none."""
        cells = read_cells(report.text)
        lat, lon = (_number(_first(cells, names)) for names in (self._shape.lat, self._shape.lon))
        if lat is None or lon is None:
            return None
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            raise BadValue(f"{lat}, {lon} is no point on earth")
        cell = _first(cells, self._shape.level_columns)
        return Placement(place.id, lat, lon, level=None if cell is None else self._levels.get(cell.value.casefold()))

    def _type(self, cells: Sequence[Cell]) -> EventType:
        for cell in map(self._titled, _all(cells, self._shape.type_columns)):
            for name in (cell.value, *(part.strip() for part in cell.value.split(","))):
                if (found := self._types.get(name.casefold())) is not None:
                    return found
        labels = {cell.value.casefold() for cell in map(self._titled, _all(cells, self._shape.labels))}
        return next((found for name, found in self._types.items() if name in labels), self._shape.event_type)

    def _titled(self, cell: Cell) -> Cell:
        """The cell without the number that its title may stand after."""
        before = NUMBER.match(cell.value) if self._shape.numbered else None
        return (
            replace(cell, value=cell.value[before.end() :], span=Span(cell.span.start + before.end(), cell.span.end))
            if before
            else cell
        )

    def _when(self, cells: Sequence[Cell]) -> When | None:
        cell, end = _first(cells, self._shape.first), _first(cells, self._shape.last)
        if cell is None:
            return None
        if (asked := self._shape.last_if) is not None:
            said = _first(cells, asked[:1])
            end = end if said is not None and said.value.casefold() == asked[1].casefold() else None
        first = self._day(cell)
        last = first if end is None else self._day(end)
        if last < first:
            raise BadValue(f"it ends ({last}) before it begins ({first})")
        said = _first(cells, self._shape.precision_columns)
        match self._precision.get(said.value.casefold()) if said is not None else None:
            case "week":
                first, last = first - timedelta(3), last + timedelta(3)  # the day is the middle of its week
            case "month":
                first, last = first.replace(day=1), last.replace(day=calendar.monthrange(last.year, last.month)[1])
        return When(first, last, cell.value, cell.span, self.rule)

    def _day(self, cell: Cell) -> date:
        for form in self._shape.days:
            try:
                return datetime.strptime(cell.value, form).date()  # noqa: DTZ007 - a day of the table, in no zone
            except ValueError:
                continue  # another form may fit
        raise BadValue(f"{cell.column} is {cell.value!r}, no day in one of the forms {', '.join(self._shape.days)}")

    def _places(self, cells: Sequence[Cell], name: str) -> Iterator[Place]:
        if (cell := _first(cells, self._shape.place)) is not None:
            cell = self._titled(cell)
            found = (_first(cells, (column,)) for column in self._shape.within)
            units = (unit.strip() for one in found if one is not None for unit in one.value.split(","))
            within = tuple(unit for unit in dict.fromkeys(units) if unit and unit != cell.value)
            yield Place(claim_id(name, "p", 1), cell.value, cell.span, cell.value, "in", within, self.rule)

    def _parties(self, cells: Sequence[Cell], name: str) -> Iterator[Actor]:
        """Those of the columns of parties, and the labels that name one."""
        parts = [part for cell in _all(cells, self._shape.parties) for part in _split(cell)]
        labels = [cell for cell in map(self._titled, _all(cells, self._shape.labels)) if cell.value.casefold() in self._actors]
        for number, cell in enumerate((*parts, *labels), 1):
            target = cell.value.casefold().startswith(tuple(word.casefold() for word in self._shape.targets))
            role: Role = "target" if target else self._shape.party_role
            yield Actor(claim_id(name, "c", number), cell.value, cell.span, self._actor(cell.value), role, "suspected", self.rule)

    def _actor(self, words: str) -> str:
        """The party that is called so, or whose name the words begin with: years and units come after it."""
        said = words.casefold()
        if said in self._actors:
            return self._actors[said]
        begun = [name for name in self._actors if said.startswith(f"{name} ")]
        return self._actors[max(begun, key=len)] if begun else "other"

    def _harms(self, cells: Sequence[Cell], name: str, text: str) -> Iterator[Harm]:
        number, whole = 0, None
        for count in self._shape.harm:
            found = [cell for cell in (_first(cells, count.low), _first(cells, count.high)) if cell is not None]
            if not count.part:
                whole = None
            if not found:
                continue
            low, high = _whole(found[0]), _whole(found[-1])
            if low > high:
                raise BadValue(f"{found[0].column} is {low}, more than {found[-1].column}, {high}")
            if high == 0:
                continue
            number += 1
            harm = self._harm(claim_id(name, "h", number), count, found, low, high, text, whole if count.part else None)
            whole = whole if count.part else harm.id
            yield harm

    def _harm(self, name: str, count: Count, found: Sequence[Cell], low: int, high: int, text: str, whole: str | None) -> Harm:
        span = Span(min(cell.span.start for cell in found), max(cell.span.end for cell in found))
        quote = text[span.start : span.end]
        hedge: Hedge = "exact" if low == high else "range"
        return Harm(name, quote, span, count.kind, count.group, count.who, low, high, hedge, part_of=whole, rule=self.rule)


def read_cells(text: str) -> tuple[Cell, ...]:
    """The cells of a row's text."""
    cells, start = [], 0
    for line in text.split("\n"):
        column, _, value = line.partition(": ")
        begin = start + len(column) + 2
        cells.append(Cell(fold_column(column), value, Span(begin, begin + len(value))))
        start += len(line) + 1
    return tuple(cells)


def _all(cells: Sequence[Cell], names: Sequence[str]) -> Iterator[Cell]:
    return (cell for name in names for cell in cells if is_column(cell.column, name))


def _first(cells: Sequence[Cell], names: Sequence[str]) -> Cell | None:
    return next(_all(cells, names), None)


def _split(cell: Cell) -> Iterator[Cell]:
    """The parts of a cell that commas part."""
    start = cell.span.start
    for part in cell.value.split(","):
        if words := part.strip():
            begin = start + part.index(words)
            yield Cell(cell.column, words, Span(begin, begin + len(words)))
        start += len(part) + 1


def _folded(table: Mapping[str, T]) -> dict[str, T]:
    return {name.casefold(): value for name, value in table.items()}


def _whole(cell: Cell) -> int:
    number = _number(cell)
    if number is None or number < 0 or number != int(number):
        raise BadValue(f"{cell.column} is {cell.value!r}, no count of people")
    return int(number)


def _number(cell: Cell | None) -> float | None:
    if cell is None:
        return None
    try:
        return float(cell.value.replace(",", ""))
    except ValueError as error:
        raise BadValue(f"{cell.column} is {cell.value!r}, no number") from error
