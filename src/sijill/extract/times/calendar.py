"""Calendar days: stretches of them, and how words such as "late June" or "last Monday" become them. All bounds are inclusive."""

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

FIRST_YEAR, LAST_YEAR = 1900, 2099
"""Years that a report of war is read to mean; a four-digit number outside is no year."""


class Days(NamedTuple):
    """A stretch of days, `first` ≤ `last`."""

    first: date
    last: date


def one_day(day: date) -> Days:
    """A single day as a stretch."""
    return Days(day, day)


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none such or the year is outside the years we read."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        return None
    return date(year, month, day) if 1 <= day <= monthrange(year, month)[1] else None


def shift(day: date, days: int) -> date:
    """The day `days` later; stays within what `date` can say."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def shift_months(day: date, months: int) -> date:
    """The same day `months` later, or the last of that month where it is shorter."""
    index = min(max(day.year * 12 + day.month - 1 + months, 12), 9999 * 12 + 11)
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def whole_month(year: int, month: int) -> Days:
    """All days of a month."""
    return Days(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def whole_year(year: int) -> Days:
    """All days of a year."""
    return Days(date(year, 1, 1), date(year, 12, 31))


def third(days: Days, part: int) -> Days:
    """The first (0), middle (1) or last (2) third of a month (days 1-10, 11-20, 21-end) or of a year (four months each)."""
    first, last = days
    if first.year == last.year and first.month == last.month:
        bounds = ((1, 10), (11, 20), (21, last.day))[part]
        return Days(first.replace(day=bounds[0]), first.replace(day=bounds[1]))
    if first.month == 1 and last.month == 12:
        return Days(date(first.year, 1 + 4 * part, 1), whole_month(first.year, 4 + 4 * part).last)
    size = (last - first).days // 3
    return Days(shift(first, part * size), last if part == 2 else shift(first, (part + 1) * size))


def weekday_before(anchor: date, weekday: int) -> date:
    """The last such weekday (Monday is 0) that is not after the anchor."""
    return shift(anchor, -((anchor.weekday() - weekday) % 7))


def month_before(anchor: date, month: int, day: int | None = None) -> int:
    """The year of the last such month (and day) that does not begin after the anchor; a day's slack for the line between two days."""
    begins = (month, day or 1)
    limit = shift(anchor, 1)
    return anchor.year if begins <= (limit.month, limit.day) or limit.year > anchor.year else anchor.year - 1


def season(year: int, number: int) -> Days:
    """Spring (0), summer (1) or autumn (2) of a year in three whole months; winter (3) is read as its first two."""
    if number == 3:
        return Days(date(year, 1, 1), whole_month(year, 2).last)
    return Days(date(year, 3 + 3 * number, 1), whole_month(year, 5 + 3 * number).last)
