"""Look-ups of what people decided: about an incident, between accounts, and what followed from it."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, func, or_, select

from sijill.model import Entry
from sijill.model.codec import from_json
from sijill.model.decision import Decision, Made, NotSame
from sijill.register.among import CHUNK, select_among
from sijill.register.chain import read_entry
from sijill.register.lookup import Readable
from sijill.register.tables import aliases, decisions, entries, incidents, published, withdrawals

_STANDING = ~select(withdrawals.c.entry).where(withdrawals.c.entry == decisions.c.seq).exists()


class Decisions:
    """What people decided, in the order in which they did. Every method is one transaction."""

    def __init__(self, store: Readable) -> None:
        self._store = store

    def about(self, incident_ids: Iterable[str]) -> dict[str, tuple[Made, ...]]:
        """Every decision about each incident under its own id, withdrawn ones and withdrawals included."""
        found: dict[str, list[Made]] = {}
        query = select(entries).join(decisions, decisions.c.seq == entries.c.seq).order_by(entries.c.seq)
        with self._store.reading() as connection:
            rows = list(select_among(connection, query, decisions.c.incident, incident_ids))
            for made in self._made(connection, rows):
                found.setdefault(made.incident, []).append(made)
        return {incident: tuple(made) for incident, made in found.items()}

    def every(self, *acts: str) -> tuple[Made, ...]:
        """Every standing decision of these acts, about any incident."""
        query = select(entries).join(decisions, decisions.c.seq == entries.c.seq).where(decisions.c.act.in_(acts), _STANDING)
        with self._store.reading() as connection:
            return tuple(self._made(connection, connection.execute(query.order_by(entries.c.seq)).all()))

    def judged(self, incident_ids: Iterable[str] | None = None) -> frozenset[str]:
        """Those of the incidents (of all where none are given) about which a person's decision stands."""
        wanted = None if incident_ids is None else frozenset(incident_ids)
        query = select(decisions.c.incident, decisions.c.beside).where(_STANDING, decisions.c.act != "withdraw").distinct()
        with self._store.reading() as connection:
            return frozenset(name for row in connection.execute(query) for name in row if name and (wanted is None or name in wanted))

    def apart(self) -> frozenset[tuple[str, str]]:
        """Pairs of accounts that a person said are not the same."""
        words = (made.judgement for made in self.every("not_same"))
        return frozenset((word.left, word.right) for word in words if isinstance(word, NotSame))

    def later(self, seq: int, acts: Iterable[str], incident_ids: Iterable[str]) -> tuple[int, ...]:
        """Standing decisions of these acts about one of the incidents that were made after entry `seq`."""
        wanted = list(incident_ids)
        query = select(decisions.c.seq).where(
            decisions.c.seq > seq,
            decisions.c.act.in_(list(acts)),
            or_(decisions.c.incident.in_(wanted), decisions.c.beside.in_(wanted)),
            _STANDING,
        )
        with self._store.reading() as connection:
            return tuple(connection.execute(query.order_by(decisions.c.seq)).scalars())

    def merged_into(self, incident_id: str) -> tuple[str, ...]:
        """The ids of incidents that went into this one, directly or by way of another, sorted."""
        found: set[str] = set()
        open_ids = {incident_id}
        with self._store.reading() as connection:
            while open_ids:
                query = select(aliases.c.incident).where(aliases.c.into.in_(sorted(open_ids)))
                open_ids = set(connection.execute(query).scalars()) - found - {incident_id}
                found |= open_ids
        return tuple(sorted(found))

    def newest(self, incident_id: str) -> int:
        """The number of the newest entry about an incident; 0 where there is none."""
        query = select(func.coalesce(func.max(entries.c.seq), 0)).where(entries.c.subject == incident_id)
        with self._store.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def followers(self, seq: int) -> tuple[Entry, ...]:
        """The entries about incidents that followed from a decision: they come right after it."""
        found = []
        query = select(entries).where(entries.c.seq > seq).order_by(entries.c.seq)
        with self._store.reading() as connection:
            for row in connection.execute(query.limit(CHUNK)):
                entry = read_entry(row)
                if entry.body.get("follows") != seq:
                    break
                found.append(entry)
        return tuple(found)

    def accounts_before(self, incident_id: str, seq: int) -> tuple[str, ...]:
        """The accounts of an incident as they were before entry `seq`; none where it was not there or in another one."""
        query = select(entries).where(entries.c.subject == incident_id, entries.c.kind == "linked", entries.c.seq < seq)
        with self._store.reading() as connection:
            row = connection.execute(query.order_by(entries.c.seq.desc()).limit(1)).first()
        held = None if row is None else read_entry(row).body["incident"]
        return tuple(held["accounts"]) if held else ()

    def editions(self, incident_ids: Iterable[str]) -> tuple[Entry, ...]:
        """The entries about editions that hold one of the incidents, in order."""
        query = select(entries).where(entries.c.kind == "published")
        with self._store.reading() as connection:
            wanted = select_among(connection, select(published.c.seq).distinct(), published.c.incident, incident_ids)
            rows = select_among(connection, query, entries.c.seq, {row.seq for row in wanted})
            return tuple(sorted((read_entry(row) for row in rows), key=lambda entry: entry.seq))

    def queue(
        self, day: float, *, assignee: str | None, state: str | None, offset: int, limit: int | None
    ) -> tuple[tuple[str, float, float], ...]:
        """A page of the incidents that wait for a person: id, points of its needs, since when it waits (days since 1970).

        day: points for each day of waiting. What waits as long as what arrives today gains the same, so the order stays.
        """
        query = select(incidents.c.id, incidents.c.need, incidents.c.waiting).where(incidents.c.waiting.is_not(None))
        if assignee is not None:
            query = query.where(incidents.c.assignee == assignee)
        if state is not None:
            query = query.where(incidents.c.state == state)
        query = query.order_by((incidents.c.need - day * incidents.c.waiting).desc(), incidents.c.id).offset(offset).limit(limit)
        with self._store.reading() as connection:
            return tuple((row.id, row.need, row.waiting) for row in connection.execute(query))

    def _made(self, connection: Connection, rows: Iterable[Any]) -> Iterator[Made]:
        kept = [read_entry(row) for row in rows]
        for entry, body in zip(kept, self._store.opened(connection, [row.body for row in rows]), strict=True):
            decision = from_json(body, Decision)
            yield Made(entry.seq, entry.subject, entry.author, entry.at, entry.reason, decision.judgement, decision.on)
