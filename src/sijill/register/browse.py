"""Look-ups for lists in which people browse: counts by facet, and what an index of texts must follow."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, func, select

from sijill.register.among import is_among
from sijill.register.lookup import Readable, Wanted, conditions_of
from sijill.register.tables import accounts, entries, incidents, members, reports

FACETS = ("state", "grade", "event_type", "scope")


class Browse:
    """Every method is one transaction."""

    def __init__(self, store: Readable) -> None:
        self._store = store

    def count_facets(self, wanted: Wanted) -> dict[str, dict[str, int]]:
        """For each facet how many incidents each of its values would leave, the other filters as they are. No grade is `none`."""
        columns: list[ColumnElement[Any]] = [incidents.c[name] for name in FACETS]
        if wanted.since or wanted.until or wanted.place:  # the index of the list has their columns: one that sorts by facets has not
            columns = [func.coalesce(column, "") for column in columns]
        base = replace(wanted, **dict.fromkeys(FACETS))
        query = select(*columns, func.count()).where(*conditions_of(base)).group_by(*columns)
        with self._store.reading() as connection:
            rows = [([value or "none" for value in row[:-1]], row[-1]) for row in connection.execute(query)]
        chosen = [getattr(wanted, name) for name in FACETS]
        found: dict[str, dict[str, int]] = {name: {} for name in FACETS}
        for values, count in rows:
            apart = [n for n, (value, choice) in enumerate(zip(values, chosen, strict=True)) if choice not in (None, value)]
            for n, name in enumerate(FACETS):
                if not apart or apart == [n]:
                    found[name][values[n]] = found[name].get(values[n], 0) + count
        return found

    def count_months(self) -> dict[str, int]:
        """How many events each month has, by "2019-01" in order; the undated under an empty word."""
        month = func.substr(incidents.c.day, 1, 7).label("month")
        query = select(month, func.count()).where(incidents.c.scope == "event").group_by(month).order_by(month)
        with self._store.reading() as connection:
            return {row[0]: int(row[1]) for row in connection.execute(query)}

    def count_unplaced(self) -> int:
        """How many events have no place on the map."""
        query = select(func.count()).select_from(incidents).where(incidents.c.scope == "event", incidents.c.lat.is_(None))
        with self._store.reading() as connection:
            return connection.execute(query).scalar_one()

    def reports_after(self, seq: int, limit: int) -> tuple[tuple[int, str], ...]:
        """The next reports that were captured after entry `seq`, each with its entry."""
        query = select(reports.c.seq, reports.c.id).where(reports.c.seq > seq).order_by(reports.c.seq).limit(limit)
        with self._store.reading() as connection:
            return tuple((row.seq, row.id) for row in connection.execute(query))

    def count_reports(self) -> int:
        """How many reports there are."""
        with self._store.reading() as connection:
            return connection.execute(select(func.count()).select_from(reports)).scalar_one()

    def newest(self, incident_ids: Iterable[str]) -> dict[str, int]:
        """The number of the newest entry about each incident."""
        wanted = list(incident_ids)
        query = select(entries.c.subject, func.max(entries.c.seq)).where(entries.c.subject.in_(wanted)).group_by(entries.c.subject)
        with self._store.reading() as connection:
            return {row[0]: int(row[1]) for row in connection.execute(query)}

    def last_retracted(self) -> int:
        """The number of the newest entry by which something was retracted or erased; 0 where there is none."""
        with self._store.reading() as connection:
            query = select(func.coalesce(func.max(entries.c.seq), 0)).where(entries.c.kind == "retracted")
            return int(connection.execute(query).scalar_one())

    def incidents_in(self, report_ids: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        """The incidents of which each report tells; reports that tell of none are not in it."""
        query = select(accounts.c.report, members.c.incident).join(members, members.c.account == accounts.c.id).distinct()
        found: dict[str, list[str]] = {}
        with self._store.reading() as connection:
            for row in connection.execute(query.where(is_among(accounts.c.report, report_ids))):
                found.setdefault(row.report, []).append(row.incident)
        return {report: tuple(sorted(held)) for report, held in found.items()}
