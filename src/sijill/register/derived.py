"""Derived tables: how each kind of entry changes them. Appending and rebuilding use the same functions."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select

from sijill.model import Entry, RegisterError
from sijill.model.identity import canonical_json
from sijill.register.tables import DERIVED, accounts, aliases, incidents, links, members, placements, readings, reports


def apply_entry(connection: Connection, entry: Entry) -> None:
    """Change the derived tables as the entry says; kinds that nothing is derived from yet change nothing."""
    if entry.kind in APPLIED:
        APPLIED[entry.kind](connection, entry)


def empty_tables(connection: Connection) -> None:
    """Drop every derived table and make it again, empty."""
    DERIVED.drop_all(connection)
    DERIVED.create_all(connection)


def _apply_captured(connection: Connection, entry: Entry) -> None:
    report = entry.body["report"]
    row = {key: report[key] for key in ("id", "doc", "published", "lang", "source", "capture")}
    connection.execute(insert(reports), {**row, "seq": entry.seq})


_OLD_READING = delete(readings).where(readings.c.report == bindparam("gone"))
_OLD_ACCOUNTS = delete(accounts).where(accounts.c.report == bindparam("gone"))
_REPORT_SEQ = select(reports.c.seq).where(reports.c.id == bindparam("wanted"))


def _apply_read(connection: Connection, entry: Entry) -> None:
    reading = entry.body["reading"]
    connection.execute(_OLD_READING, {"gone": entry.subject})
    connection.execute(_OLD_ACCOUNTS, {"gone": entry.subject})
    connection.execute(
        insert(readings),
        {"report": entry.subject, "seq": entry.seq, "reader": reading["reader"], "dropped": reading["dropped"]},
    )
    report_seq = connection.execute(_REPORT_SEQ, {"wanted": entry.subject}).scalar_one_or_none()
    if report_seq is None:
        raise RegisterError(f"a reading of {entry.subject}, which was never captured")
    rows = [
        {
            "id": account["id"],
            "report": entry.subject,
            "report_seq": report_seq,
            "ordinal": ordinal,
            "scope": account["scope"],
            "event_type": account["event_type"],
            "first": account["date"] and account["date"]["from"],
            "last": account["date"] and account["date"]["to"],
        }
        for ordinal, account in enumerate(reading["accounts"], 1)
    ]
    if rows:
        connection.execute(insert(accounts), rows)


_OLD_PLACEMENTS = delete(placements).where(placements.c.report == bindparam("gone"))


def _apply_placed(connection: Connection, entry: Entry) -> None:
    connection.execute(_OLD_PLACEMENTS, {"gone": entry.subject})
    rows = [
        {key: placement[key] for key in ("place", "lat", "lon", "level", "open")} | {"report": entry.subject, "seq": entry.seq}
        for placement in entry.body["placements"]
    ]
    if rows:
        connection.execute(insert(placements), rows)


_OLD_INCIDENT = delete(incidents).where(incidents.c.id == bindparam("gone"))
_OLD_MEMBERS = delete(members).where(members.c.incident == bindparam("gone"))
_OLD_MEMBER = delete(members).where(members.c.account == bindparam("gone"))
_OLD_ALIAS = delete(aliases).where(aliases.c.incident == bindparam("gone"))
_OLD_LINK = delete(links).where(links.c.left == bindparam("gone_left"), links.c.right == bindparam("gone_right"))


def _apply_linked(connection: Connection, entry: Entry) -> None:
    for statement in (_OLD_INCIDENT, _OLD_MEMBERS, _OLD_ALIAS):
        connection.execute(statement, {"gone": entry.subject})
    if entry.body["links"]:
        _keep_links(connection, entry.body["links"])
    if entry.body["into"] is not None:
        connection.execute(insert(aliases), {"incident": entry.subject, "into": entry.body["into"]})
    if entry.body["incident"] is not None:
        _keep_incident(connection, entry)


def _keep_links(connection: Connection, found: list[dict[str, Any]]) -> None:
    connection.execute(_OLD_LINK, [{"gone_left": link["left"], "gone_right": link["right"]} for link in found])
    rows = [{key: link[key] for key in ("left", "right", "score", "joins")} | {"body": canonical_json(link)} for link in found]
    connection.execute(insert(links), rows)


def _keep_incident(connection: Connection, entry: Entry) -> None:
    incident = entry.body["incident"]
    place, grade = incident["place"], incident["grade"]
    row = {key: incident[key] for key in ("id", "scope", "event_type", "first", "last", "place_name", "reviewed")}
    row |= {
        "seq": entry.seq,
        "lat": place and place["lat"],
        "lon": place and place["lon"],
        "grade": grade and grade["grade"],
        "size": len(incident["accounts"]),
    }
    connection.execute(insert(incidents), row)
    connection.execute(_OLD_MEMBER, [{"gone": account} for account in incident["accounts"]])
    connection.execute(insert(members), [{"account": account, "incident": entry.subject} for account in incident["accounts"]])


APPLIED: dict[str, Callable[[Connection, Entry], None]] = {
    "captured": _apply_captured,
    "read": _apply_read,
    "placed": _apply_placed,
    "linked": _apply_linked,
}
"""Kinds of entries that derived tables come from."""
