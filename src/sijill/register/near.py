"""Near accounts: which of many stored accounts could tell of what new ones tell, by day and place alone, without opening them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, and_, or_, select

from sijill.model import Filing
from sijill.register.tables import accounts, placements, reports

DAYS = 8
"""Days apart that two dated accounts may be and still be worth comparing: linking calls more than a week too far."""

TOLD_WITHIN = 31
"""Days after a happening within which an undated account of it is published."""

DEGREES = 0.25
"""About 25 km: how far apart two placements may be where neither day is known."""

CHUNK = 300


class Window(NamedTuple):
    """Days, both inclusive."""

    first: date
    last: date


def windows_of(filings: Iterable[Filing]) -> tuple[Window, ...] | None:
    """The days around what new accounts tell of, overlapping ones made one, in order; null where one has neither a day nor a
    publication: it may tell of anything."""
    found = []
    for filing in filings:
        when, published = filing.account.date, filing.report.published
        if when is not None:
            found.append(Window(when.first - timedelta(DAYS), when.last + timedelta(DAYS)))
        elif published is not None:
            found.append(Window(published - timedelta(TOLD_WITHIN), published + timedelta(DAYS)))
        else:
            return None
    merged: list[Window] = []
    for window in sorted(found):
        if merged and window.first <= merged[-1].last:
            merged[-1] = Window(merged[-1].first, max(window.last, merged[-1].last))
        else:
            merged.append(window)
    return tuple(merged)


def find_near(connection: Connection, windows: Sequence[Window], filings: Sequence[Filing]) -> set[str]:
    """Accounts whose day, or failing that the publication of their report, lies in one of the windows; and those of which neither is
    known that are placed near one of the new accounts, or nowhere."""
    found: set[str] = set()
    dated = accounts.join(reports, accounts.c.report == reports.c.id)
    for start in range(0, len(windows), CHUNK):
        some = windows[start : start + CHUNK]
        days = [and_(accounts.c.first <= w.last.isoformat(), accounts.c.last >= w.first.isoformat()) for w in some]
        told = [
            and_(
                accounts.c.first.is_(None),
                reports.c.published.between(w.first.isoformat(), (w.last + timedelta(TOLD_WITHIN)).isoformat()),
            )
            for w in some
        ]
        found.update(connection.execute(select(accounts.c.id).where(or_(*days))).scalars())
        found.update(connection.execute(select(accounts.c.id).select_from(dated).where(or_(*told))).scalars())
    unknown = select(accounts.c.id).select_from(dated).where(accounts.c.first.is_(None), reports.c.published.is_(None))
    timeless = set(connection.execute(unknown).scalars())
    return found | _placed_near(connection, timeless, filings) if timeless else found


def _placed_near(connection: Connection, timeless: set[str], filings: Sequence[Filing]) -> set[str]:
    cells = {
        cell
        for filing in filings
        for p in filing.placements
        if p.lat is not None and p.lon is not None
        for cell in _around(p.lat, p.lon)
    }
    query = select(placements.c.place, placements.c.lat, placements.c.lon).where(placements.c.lat.is_not(None))
    near, placed = set(), set()
    for place, lat, lon in connection.execute(query):
        account = place.rpartition(".")[0]
        placed.add(account)
        if _cell(lat, lon) in cells:
            near.add(account)
    return timeless & (near | (timeless - placed))


def _cell(lat: float, lon: float) -> tuple[int, int]:
    return round(lat / DEGREES), round(lon / DEGREES)


def _around(lat: float, lon: float) -> Iterator[tuple[int, int]]:
    row, column = _cell(lat, lon)
    yield from ((row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1))
