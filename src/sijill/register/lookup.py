"""Look-ups in the derived tables, given back as words of the model."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, Protocol

from sqlalchemy import ColumnElement, Connection, Select, func, select

from sijill.model import Account, Capture, Filing, Incident, Link, Placement, Reading, RegisterError, Report
from sijill.model.codec import from_json, parse_json
from sijill.model.vocabulary import EventType, HarmGrade, Scope
from sijill.model.vocabulary import State as WorkState
from sijill.register.among import is_among, select_among
from sijill.register.near import find_near, windows_of
from sijill.register.tables import accounts, aliases, entries, incidents, links, members, placements, readings, reports

DECIDED = ("decided", "graded", "corrected", "retracted")
"""Kinds of entries that people make."""

State = Literal["unknown", "captured", "read"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which incidents to list; what is not given does not filter. `since`/`until` are days, inclusive; they leave out the undated.
    `grade` may be `none`: without any harm to grade. `ids`: only these incidents."""

    scope: Scope | None = None
    event_type: EventType | None = None
    grade: HarmGrade | Literal["none"] | None = None
    since: date | None = None
    until: date | None = None
    place: str | None = None
    state: WorkState | None = None
    assignee: str | None = None
    ids: tuple[str, ...] | None = None


class Readable(Protocol):
    """Anything that can open a reading transaction."""

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection inside one transaction."""
        ...

    def opened(self, connection: Connection, texts: Sequence[str]) -> list[dict[str, Any]]:
        """Bodies of entries from their stored text, with their personal values."""
        ...


class Lookup:
    """What the register holds now. Every method is one transaction; unknown ids are simply not in what comes back."""

    def __init__(self, store: Readable) -> None:
        self._store = store

    def state_of(self, report_id: str) -> State:
        """How far a report has come."""
        query = select(reports.c.seq, readings.c.seq).outerjoin(readings, readings.c.report == reports.c.id)
        with self._store.reading() as connection:
            row = connection.execute(query.where(reports.c.id == report_id)).first()
        return "unknown" if row is None else "captured" if row[1] is None else "read"

    def reports(self, ids: Iterable[str]) -> dict[str, Report]:
        """Reports by id; erased ones are not in it."""
        query = select(reports.c.id, entries.c.body).join(entries, entries.c.seq == reports.c.seq)
        with self._store.reading() as connection:
            rows = list(select_among(connection, query, reports.c.id, ids))
            bodies = self._store.opened(connection, [row.body for row in rows])
        words = [(row.id, body["report"]) for row, body in zip(rows, bodies, strict=True)]
        return {name: from_json(report, Report) for name, report in words if report["text"] is not None}

    def report_ids(self) -> tuple[str, ...]:
        """Every report, in the order of capture."""
        with self._store.reading() as connection:
            return tuple(connection.execute(select(reports.c.id).order_by(reports.c.seq)).scalars())

    def reports_called(self, doc: str) -> tuple[str, ...]:
        """Ids of reports that their input called so, in the order of capture."""
        with self._store.reading() as connection:
            return tuple(connection.execute(select(reports.c.id).where(reports.c.doc == doc).order_by(reports.c.seq)).scalars())

    def unread_reports(self) -> tuple[str, ...]:
        """Reports that were captured and not yet read, in the order of capture."""
        query = select(reports.c.id).where(~select(readings.c.report).where(readings.c.report == reports.c.id).exists())
        with self._store.reading() as connection:
            return tuple(connection.execute(query.order_by(reports.c.seq)).scalars())

    def captures(self, report_ids: Iterable[str]) -> dict[str, Capture]:
        """Captures by the id of the report taken from them."""
        query = select(reports.c.id, entries.c.body).join(entries, entries.c.seq == reports.c.seq)
        with self._store.reading() as connection:
            rows = list(select_among(connection, query, reports.c.id, report_ids))
        return {row.id: from_json(parse_json(row.body)["capture"], Capture) for row in rows}

    def readings(self, report_ids: Iterable[str]) -> dict[str, Reading]:
        """Readings by the id of their report; erased ones are not in it."""
        return {name: from_json(words, Reading) for name, words in self._read(report_ids)}

    def naming_accounts(self, report_ids: Iterable[str]) -> Iterator[Account]:
        """The accounts of these reports that name or describe anybody, or say who spoke; the others are not even made."""
        for _, words in self._read(report_ids):
            yield from (from_json(one, Account) for one in words["accounts"] if one["victims"] or one["attributions"])

    def _read(self, report_ids: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
        """Reports with the JSON of their reading."""
        query = select(readings.c.report, entries.c.body).join(entries, entries.c.seq == readings.c.seq)
        with self._store.reading() as connection:
            rows = list(select_among(connection, query, readings.c.report, report_ids))
            bodies = self._store.opened(connection, [row.body for row in rows])
        words = [(row.report, body.get("reading")) for row, body in zip(rows, bodies, strict=True)]
        yield from ((name, reading) for name, reading in words if reading is not None)

    def people_in(self, report_ids: Iterable[str]) -> dict[str, tuple[Account, ...]]:
        """What reports say of people, by report: their accounts with the victims, who said so, the places and the actors, and nothing
        else. Reports that name nobody and cite nobody are not in it."""
        return {
            name: tuple(from_json(one | _NO_HARM, Account) for one in words["accounts"])
            for name, words in self._read(report_ids)
            if any(one["victims"] or one["attributions"] for one in words["accounts"])
        }

    def placements(self, report_ids: Iterable[str]) -> dict[str, tuple[Placement, ...]]:
        """Placements by the id of their report; reports without any place are not in it."""
        return {report: tuple(from_json(one, Placement) for one in every) for report, every in self._placed(report_ids)}

    def _placed(self, report_ids: Iterable[str]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        """Reports with the JSON of their placements."""
        query = select(placements.c.report, placements.c.seq).distinct()
        with self._store.reading() as connection:
            home = {row.seq: row.report for row in select_among(connection, query, placements.c.report, report_ids)}
            rows = list(select_among(connection, select(entries.c.seq, entries.c.body), entries.c.seq, home))
        yield from ((home[row.seq], parse_json(row.body)["placements"]) for row in rows)

    def unlinked_accounts(self) -> tuple[str, ...]:
        """Accounts that are in no incident yet, in the order of capture."""
        alone = ~select(members.c.account).where(members.c.account == accounts.c.id).exists()
        with self._store.reading() as connection:
            return tuple(connection.execute(_in_order(select(accounts.c.id).where(alone))).scalars())

    def last_linked(self) -> int:
        """The number of the last entry that put accounts together, or said what belongs together; 0 where there is none."""
        with self._store.reading() as connection:
            query = select(func.coalesce(func.max(entries.c.seq), 0)).where(entries.c.kind.in_(("linked", *DECIDED)))
            return int(connection.execute(query).scalar_one())

    def account_ids(self) -> tuple[str, ...]:
        """Every account, in the order of capture."""
        with self._store.reading() as connection:
            return tuple(connection.execute(_in_order(select(accounts.c.id))).scalars())

    def filings(self, account_ids: Sequence[str]) -> tuple[Filing, ...]:
        """Accounts with their report and the placements of their places, in the order asked for."""
        with self._store.reading() as connection:
            query = select(accounts.c.id, accounts.c.report)
            home = {row.id: row.report for row in select_among(connection, query, accounts.c.id, account_ids)}
        wanted = list(dict.fromkeys(home.values()))
        texts, told = self.reports(wanted), (account for _, reading in self._read(wanted) for account in reading["accounts"])
        by_id = {account["id"]: from_json(account, Account) for account in told if account["id"] in home}  # and no other is made
        own = {place.id for account in by_id.values() for place in (*account.places, *account.origin_places)}
        placed = {
            report: {one["place"]: from_json(one, Placement) for one in every if one["place"] in own}
            for report, every in self._placed(wanted)
        }
        return tuple(
            _file(by_id[account], texts[home[account]], placed.get(home[account], {})) for account in account_ids if account in home
        )

    def near(self, new: Sequence[Filing]) -> set[str] | None:
        """The accounts that could tell of what `new` ones tell, by day and place; null where any could."""
        windows = windows_of(new)
        if windows is None:
            return None
        with self._store.reading() as connection:
            return find_near(connection, windows, new)

    def links(self, account_ids: Iterable[str]) -> tuple[Link, ...]:
        """Every stored link that touches one of the accounts, sorted by their ids."""
        wanted = list(account_ids)
        with self._store.reading() as connection:
            query = select(links.c.left, links.c.right, links.c.body)
            rows = {
                (row.left, row.right): row.body
                for column in (links.c.left, links.c.right)
                for row in select_among(connection, query, column, wanted)
            }
        return tuple(from_json(parse_json(rows[pair]), Link) for pair in sorted(rows))

    def incidents_of(self, account_ids: Iterable[str]) -> dict[str, str]:
        """The incident of each account that is in one."""
        with self._store.reading() as connection:
            query = select(members.c.account, members.c.incident)
            return {row.account: row.incident for row in select_among(connection, query, members.c.account, account_ids)}

    def members(self, incident_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The accounts of each incident, in the order of capture."""
        found: dict[str, list[str]] = {}
        query = _in_order(select(members.c.account, members.c.incident).join(accounts, accounts.c.id == members.c.account))
        with self._store.reading() as connection:
            for row in select_among(connection, query, members.c.incident, incident_ids):
                found.setdefault(row.incident, []).append(row.account)
        return {incident: tuple(held) for incident, held in found.items()}

    def incident(self, incident_id: str) -> Incident | None:
        """One incident; an id that went into another incident gives that one; null where there is none."""
        with self._store.reading() as connection:
            seen: set[str] = set()
            while (into := connection.execute(select(aliases.c.into).where(aliases.c.incident == incident_id)).scalar()) is not None:
                if incident_id in seen:
                    raise RegisterError(f"incident {incident_id} was put into itself; run `sijill register rebuild`")
                seen.add(incident_id)
                incident_id = into
        return self.incidents_by_id([incident_id]).get(incident_id)

    def incidents_by_id(self, incident_ids: Iterable[str]) -> dict[str, Incident]:
        """Incidents by id."""
        query = select(incidents.c.id, entries.c.body).join(entries, entries.c.seq == incidents.c.seq)
        with self._store.reading() as connection:
            bodies = [parse_json(row.body)["incident"] for row in select_among(connection, query, incidents.c.id, incident_ids)]
        return {incident.id: incident for incident in self._with_proposals(bodies)}

    def incidents(self, wanted: Wanted | None = None, *, offset: int = 0, limit: int | None = None) -> tuple[Incident, ...]:
        """A page of the incidents, newest first, the undated last."""
        query = select(incidents.c.seq).where(*conditions_of(wanted or Wanted()))
        query = query.order_by(incidents.c.day.desc(), incidents.c.id.desc()).offset(offset).limit(limit)
        with self._store.reading() as connection:
            page = list(connection.execute(query).scalars())
            bodies = {row.seq: row.body for row in select_among(connection, select(entries.c.seq, entries.c.body), entries.c.seq, page)}
        return self._with_proposals([parse_json(bodies[seq])["incident"] for seq in page])

    def count_incidents(self, wanted: Wanted | None = None) -> int:
        """How many incidents there are."""
        with self._store.reading() as connection:
            query = select(func.count()).select_from(incidents).where(*conditions_of(wanted or Wanted()))
            return connection.execute(query).scalar_one()

    def incident_ids(self, beginning: str) -> tuple[str, ...]:
        """Ids of incidents that begin so, sorted; what a person types may be the beginning only."""
        with self._store.reading() as connection:
            query = select(incidents.c.id).where(incidents.c.id.startswith(beginning, autoescape=True))
            return tuple(connection.execute(query.order_by(incidents.c.id)).scalars())

    def _with_proposals(self, bodies: list[dict[str, Any]]) -> tuple[Incident, ...]:
        """Incidents from their stored form, in which a proposal is the pair of its accounts."""
        pairs = {account for body in bodies for pair in body["proposals"] for account in pair}
        known = {(link.left, link.right): link for link in self.links(pairs)} if pairs else {}
        found = []
        for body in bodies:
            proposals = [known.get((left, right)) for left, right in body["proposals"]]
            if None in proposals:
                raise RegisterError(f"incident {body['id']} proposes a link that is not in the register; run `sijill register verify`")
            bare = from_json({**body, "proposals": []}, Incident)
            found.append(replace(bare, proposals=tuple(link for link in proposals if link is not None)))
        return tuple(found)


_NO_HARM: dict[str, Any] = {"date": None, "origin_places": [], "harms": [], "circumstances": []}
"""What takes the most time to make of a reading's words."""


def _file(account: Account, report: Report, placed: Mapping[str, Placement]) -> Filing:
    own = {place.id for place in (*account.places, *account.origin_places)}
    return Filing(account, report, tuple(placement for place, placement in placed.items() if place in own))


def _in_order(query: Select[Any]) -> Select[Any]:
    return query.order_by(accounts.c.report_seq, accounts.c.ordinal)


def conditions_of(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What a row of the incidents' table must be."""
    exact: dict[ColumnElement[Any], str | None] = {
        incidents.c.scope: wanted.scope,
        incidents.c.event_type: wanted.event_type,
        incidents.c.grade: wanted.grade,
        func.coalesce(incidents.c.state, ""): wanted.state,  # the index of facets begins with it: a page found there must be sorted
        incidents.c.assignee: wanted.assignee,
    }
    given = {column: value for column, value in exact.items() if value is not None}
    found: list[ColumnElement[bool]] = [column.is_(None) if value == "none" else column == value for column, value in given.items()]
    if wanted.ids is not None:
        found.append(is_among(incidents.c.id, wanted.ids))
    if wanted.since is not None:
        found += [incidents.c.day != "", incidents.c.last >= wanted.since.isoformat()]
    if wanted.until is not None:
        found += [incidents.c.day != "", incidents.c.day <= wanted.until.isoformat()]
    if wanted.place is not None:
        found.append(incidents.c.place_name.icontains(wanted.place, autoescape=True))
    return found
