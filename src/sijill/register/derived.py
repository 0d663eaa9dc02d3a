"""Derived tables: how each kind of entry changes them. Appending and rebuilding use the same functions.

Entries are applied many at a time, so that each table is written once for a batch. Kinds write different tables; the order that
matters is that of entries of one kind about one subject, and that a report is there before its reading.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select

from sijill.model import Entry, RegisterError
from sijill.model.entry import days_since_1970
from sijill.model.identity import canonical_json
from sijill.model.vocabulary import DONE
from sijill.register.among import select_among
from sijill.register.chain import BATCH, Head, walk_chain
from sijill.register.grants import grant_derived, read_roles
from sijill.register.personal import is_erasure, outline_of
from sijill.register.tables import (
    DERIVED,
    accounts,
    aliases,
    captures,
    decisions,
    incidents,
    links,
    members,
    placements,
    published,
    readings,
    reports,
    withdrawals,
)

Row = dict[str, Any]


def apply_entries(connection: Connection, made: Iterable[Entry]) -> None:
    """Change the derived tables as the entries say, in their order; kinds that nothing is derived from yet change nothing."""
    for part in _parts(made):
        for kind, apply in APPLIED.items():
            if kind in part:
                apply(connection, part[kind], frozenset(entry.subject for entry in part.get("captured", ())))


def remake_tables(connection: Connection) -> Head:
    """Drop every derived table and make it again from the checked entries; the head. Raises BrokenChain."""
    roles = read_roles(connection)
    DERIVED.drop_all(connection)
    DERIVED.create_all(connection)
    grant_derived(connection, roles)
    head, chain = Head(), walk_chain(connection)
    while batch := list(islice(chain, BATCH)):
        apply_entries(connection, batch)
        head = Head(batch[-1].seq, batch[-1].digest)
    return head


def _parts(made: Iterable[Entry]) -> Iterator[dict[str, list[Entry]]]:
    """Entries by kind, in stretches in which no two are of one kind about one subject; an erasure, which undoes others, stands
    alone."""
    part: dict[str, list[Entry]] = {}
    seen: set[tuple[str, str]] = set()
    erases = False
    for entry in made:
        if (entry.kind, entry.subject) in seen or erases or is_erasure(entry):
            yield part
            part, seen = {}, set()
        erases = is_erasure(entry)
        part.setdefault(entry.kind, []).append(entry)
        seen.add((entry.kind, entry.subject))
    yield part


def _apply_captured(connection: Connection, made: Sequence[Entry], _: frozenset[str]) -> None:
    columns = ("id", "doc", "published", "lang", "source", "capture")
    told = [entry for entry in made if "report" in entry.body]  # the others are files, lists and pictures
    _insert(connection, reports, [{key: entry.body["report"][key] for key in columns} | {"seq": entry.seq} for entry in told])
    _insert(connection, captures, [_capture_row(entry) for entry in made if "capture" in entry.body])


def _capture_row(entry: Entry) -> Row:
    said, custody = entry.body["capture"], entry.body.get("custody") or {}
    return {
        "seq": entry.seq,
        **{key: said[key] for key in ("id", "address", "sha256")},
        "report": entry.subject if "report" in entry.body else entry.body.get("again"),
        "text_sha256": entry.body.get("text_sha256"),
        "end": custody["offset"] + custody["length"] if custody else None,
        **{key: custody.get(key) for key in ("archive", "of", "origin")},
    }


def _apply_read(connection: Connection, made: Sequence[Entry], fresh: frozenset[str]) -> None:
    for table in (readings, accounts):
        _delete(connection, table, "report", [entry.subject for entry in made if entry.subject not in fresh])
    _insert(
        connection,
        readings,
        [
            {"report": entry.subject, "seq": entry.seq, "reader": outline["reader"], "dropped": outline["dropped"]}
            for entry in made
            for outline in (_outline(entry),)
        ],
    )
    report_seq = _find_reports(connection, [entry.subject for entry in made])
    _insert(
        connection,
        accounts,
        [
            {
                "id": account["id"],
                "report": entry.subject,
                "report_seq": report_seq[entry.subject],
                "ordinal": ordinal,
                "scope": account["scope"],
                "event_type": account["event_type"],
                "first": account["first"],
                "last": account["last"],
            }
            for entry in made
            for ordinal, account in enumerate(_outline(entry)["accounts"], 1)
        ],
    )


def _outline(entry: Entry) -> Row:
    """The open part of a reading's entry; entries of version 0001 have the whole reading open."""
    outline: Row = entry.body["outline"] if "outline" in entry.body else outline_of(entry.body["reading"])
    return outline


def _apply_erased(connection: Connection, made: Sequence[Entry], _: frozenset[str]) -> None:
    """An erased report keeps its row, and counts as read, so that it is not filed again; its accounts go."""
    for entry in filter(is_erasure, made):
        if connection.execute(select(reports.c.id).where(reports.c.id == entry.subject)).first() is None:
            continue  # a person, an incident or an analyst: nothing was derived from what is gone
        held = connection.execute(select(accounts.c.id).where(accounts.c.report == entry.subject)).scalars()
        _delete(connection, members, "account", list(held))
        for table in (readings, accounts, placements):
            _delete(connection, table, "report", [entry.subject])
        _insert(connection, readings, [{"report": entry.subject, "seq": entry.seq, "reader": "erased", "dropped": 0}])


def _find_reports(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    """The entry of each report. Raises RegisterError for one that was never captured."""
    found = {row.id: row.seq for row in select_among(connection, select(reports.c.id, reports.c.seq), reports.c.id, ids)}
    if missing := [report for report in ids if report not in found]:
        raise RegisterError(f"a reading of {missing[0]}, which was never captured")
    return found


def _apply_placed(connection: Connection, made: Sequence[Entry], fresh: frozenset[str]) -> None:
    _delete(connection, placements, "report", [entry.subject for entry in made if entry.subject not in fresh])
    _insert(
        connection,
        placements,
        [
            {key: placement[key] for key in ("place", "lat", "lon", "level", "open")} | {"report": entry.subject, "seq": entry.seq}
            for entry in made
            for placement in entry.body["placements"]
        ],
    )


def _apply_linked(connection: Connection, made: Sequence[Entry], _: frozenset[str]) -> None:
    subjects = [entry.subject for entry in made]
    kept = [entry for entry in made if entry.body["incident"] is not None]
    held = {account: entry.subject for entry in kept for account in entry.body["incident"]["accounts"]}  # the last to take it has it
    waiting = _find_waiting(connection, subjects)
    for table, column in ((incidents, "id"), (members, "incident"), (aliases, "incident")):
        _delete(connection, table, column, subjects)
    _delete(connection, members, "account", list(held))
    _insert(connection, incidents, [_incident_row(entry, waiting.get(entry.subject)) for entry in kept])
    _insert(connection, members, [{"account": account, "incident": incident} for account, incident in held.items()])
    _insert(
        connection,
        aliases,
        [{"incident": entry.subject, "into": entry.body["into"]} for entry in made if entry.body["into"] is not None],
    )
    _apply_links(connection, [link for entry in made for link in entry.body["links"]])


_OLD_LINK = delete(links).where(links.c.left == bindparam("gone_left"), links.c.right == bindparam("gone_right"))


def _apply_links(connection: Connection, found: Sequence[Row]) -> None:
    newest = {(link["left"], link["right"]): link for link in found}
    if newest:
        connection.execute(_OLD_LINK, [{"gone_left": left, "gone_right": right} for left, right in newest])
    rows = [
        {key: link[key] for key in ("left", "right", "score", "joins")} | {"body": canonical_json(link)} for link in newest.values()
    ]
    _insert(connection, links, rows)


def _find_waiting(connection: Connection, ids: Sequence[str]) -> dict[str, float | None]:
    """Since when each incident that is there waits for a person."""
    query = select(incidents.c.id, incidents.c.waiting)
    return {row.id: row.waiting for row in select_among(connection, query, incidents.c.id, ids)}


def _incident_row(entry: Entry, waiting: float | None) -> Row:
    """Its row; it waits since it was first put together, or since work on it that was done began again."""
    incident = entry.body["incident"]
    place, grade = incident["place"], incident["grade"]
    state = incident.get("state", "new")
    if state in DONE or incident.get("retracted") is not None:
        waiting = None
    elif waiting is None:
        waiting = days_since_1970(entry.at)
    row = {key: incident[key] for key in ("id", "scope", "event_type", "first", "last", "place_name", "reviewed")}
    return row | {
        "seq": entry.seq,
        "day": incident["first"] or "",
        "lat": place and place["lat"],
        "lon": place and place["lon"],
        "grade": grade and grade["grade"],
        "size": len(incident["accounts"]),
        "state": state,
        "assignee": incident.get("assignee"),
        "need": sum(need["weight"] for need in incident.get("needs", ())),
        "waiting": waiting,
    }


def _apply_decided(connection: Connection, made: Sequence[Entry], fresh: frozenset[str]) -> None:
    """Which decisions there are, and which were withdrawn; what follows from them has its own `linked` entries."""
    _apply_erased(connection, made, fresh)
    words = [(entry, entry.body["judgement"]) for entry in made if isinstance(entry.body.get("judgement"), dict)]
    _insert(
        connection,
        decisions,
        [
            {
                "seq": entry.seq,
                "incident": entry.subject,
                "beside": word.get("other") or word.get("made"),
                "act": word["act"],
                "author": entry.author,
            }
            for entry, word in words
        ],
    )
    _insert(connection, withdrawals, [{"entry": word["entry"], "seq": e.seq} for e, word in words if word["act"] == "withdraw"])


def _apply_published(connection: Connection, made: Sequence[Entry], _: frozenset[str]) -> None:
    rows = [{"incident": name, "seq": entry.seq} for entry in made for name in entry.body.get("edition", {}).get("incidents", ())]
    _insert(connection, published, rows)


def _insert(connection: Connection, table: Table, rows: list[Row]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _delete(connection: Connection, table: Table, column: str, values: list[str]) -> None:
    if values:
        connection.execute(delete(table).where(table.c[column] == bindparam("gone")), [{"gone": value} for value in values])


APPLIED: dict[str, Callable[[Connection, Sequence[Entry], frozenset[str]], None]] = {
    "captured": _apply_captured,
    "read": _apply_read,
    "placed": _apply_placed,
    "linked": _apply_linked,
    "decided": _apply_decided,
    "graded": _apply_decided,
    "corrected": _apply_decided,
    "retracted": _apply_decided,
    "published": _apply_published,
}
"""Kinds of entries that derived tables come from, in the order in which a batch is applied."""
