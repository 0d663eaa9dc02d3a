"""Look-ups about captures: what was fetched from where, where it lies, and how far an archive was read."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, func, or_, select

from sijill.model import Capture, Custody
from sijill.model.codec import from_json
from sijill.register.among import select_among
from sijill.register.chain import BATCH
from sijill.register.lookup import Readable
from sijill.register.tables import captures, entries

ERASED = "erased_bytes"
"""What a `retracted` entry about a capture has in its body: archive, offset and length in bytes, digest of what was erased."""


@dataclass(frozen=True, slots=True)
class Held:
    """A capture as the register has it: `report` was taken from it, null where it is a file, a list or a picture. `erased` is the entry
    by which its bytes were taken out of the archive; null where they lie there."""

    seq: int
    capture: Capture
    custody: Custody | None
    report: str | None
    text_sha256: str | None
    erased: int | None = None


class Captures:
    """What the register knows of captures. Every method is one transaction."""

    def __init__(self, store: Readable) -> None:
        self._store = store

    def known(self, addresses: Iterable[str]) -> set[str]:
        """Those of the addresses that something was captured from."""
        with self._store.reading() as connection:
            return {row.address for row in select_among(connection, select(captures.c.address), captures.c.address, addresses)}

    def ends(self) -> dict[str, int]:
        """For each archive of ours the byte behind the last capture that the register knows of there."""
        query = select(captures.c.archive, func.max(captures.c.end)).where(captures.c.archive.is_not(None)).group_by(captures.c.archive)
        with self._store.reading() as connection:
            return {str(row[0]): int(row[1]) for row in connection.execute(query)}

    def file(self, sha256: str) -> Held | None:
        """The whole file with this digest, where one is kept."""
        query = select(captures.c.seq).where(captures.c.sha256 == sha256, captures.c.of.is_(None), captures.c.archive.is_not(None))
        with self._store.reading() as connection:
            numbers = list(connection.execute(query.where(captures.c.origin.is_(None))).scalars())
        return next((held for held in self._load(numbers) if held.erased is None), None)

    def records_from(self, origin: str) -> set[tuple[str, str]]:
        """What was kept of an outside archive, or of the parts of one: addresses with their WARC-Record-ID there."""
        inside = captures.c.origin.startswith(f"{origin}/", autoescape=True)
        query = select(entries.c.body).join(captures, captures.c.seq == entries.c.seq)
        with self._store.reading() as connection:
            rows = connection.execute(query.where(or_(captures.c.origin == origin, inside)), execution_options={"yield_per": BATCH})
            found = (json.loads(body) for body in rows.scalars())
            return {(said["capture"]["address"], said["custody"]["origin_record"]) for said in found}

    def same_text(self, text_sha256: str) -> tuple[str, ...]:
        """Reports with exactly this text, in the order of capture."""
        query = select(captures.c.report).where(captures.c.text_sha256 == text_sha256, captures.c.report.is_not(None))
        with self._store.reading() as connection:
            return tuple(dict.fromkeys(connection.execute(query.order_by(captures.c.seq)).scalars()))

    def every(self) -> Iterator[Held]:
        """All of them, in the order of capture."""
        after = 0
        while True:
            query = select(captures.c.seq).where(captures.c.seq > after).order_by(captures.c.seq).limit(BATCH)
            with self._store.reading() as connection:
                numbers = list(connection.execute(query).scalars())
            if not numbers:
                return
            yield from self._load(numbers)
            after = numbers[-1]

    def at(self, address: str) -> Held | None:
        """The newest capture from an address."""
        return self._one(select(captures.c.seq).where(captures.c.address == address).order_by(captures.c.seq.desc()).limit(1))

    def part(self, sha256: str, of: str) -> Held | None:
        """What is kept with this digest as a part of a capture."""
        return self._one(select(captures.c.seq).where(captures.c.sha256 == sha256, captures.c.of == of).limit(1))

    def called(self, name: str) -> Held | None:
        """The capture of this id."""
        return self._one(select(captures.c.seq).where(captures.c.id == name).limit(1))

    def named_by(self, names: Iterable[str]) -> tuple[Held, ...]:
        """What captures named (the pictures of pages), by the ids of those captures, in the order of capture."""
        with self._store.reading() as connection:
            numbers = [row.seq for row in select_among(connection, select(captures.c.seq), captures.c.of, names)]
        return tuple(self._load(sorted(numbers))) if numbers else ()

    def lying(self, archive: str, offset: int, name: str) -> bool:
        """Whether a capture that lies at a byte of one of our archives is entered."""
        return any(
            held.custody is not None and (held.custody.archive, held.custody.offset) == (archive, offset)
            for held in self.chosen([name])
        )

    def chosen(self, names: Iterable[str]) -> Iterator[Held]:
        """Captures by their ids, by the ids of the reports taken from them, or by the capture that they are a part of."""
        wanted = list(names)
        numbers: set[int] = set()
        with self._store.reading() as connection:
            for column in (captures.c.id, captures.c.report, captures.c.of):
                numbers.update(row.seq for row in select_among(connection, select(captures.c.seq), column, wanted))
        yield from self._load(sorted(numbers))

    def _one(self, query: "object") -> Held | None:
        with self._store.reading() as connection:
            seq = connection.execute(query).scalar()  # type: ignore[call-overload]
        return None if seq is None else next(self._load([seq]))

    def _load(self, numbers: list[int]) -> Iterator[Held]:
        """Entries by number: what is asked for lies open in them."""
        query = select(entries.c.seq, entries.c.body, captures.c.report, captures.c.text_sha256)
        query = query.join(captures, captures.c.seq == entries.c.seq)
        with self._store.reading() as connection:
            rows = sorted(select_among(connection, query, entries.c.seq, numbers), key=lambda row: row.seq)
            bodies = {row.seq: json.loads(row.body) for row in rows}
            erased = self._find_erased(connection, [body["capture"]["id"] for body in bodies.values()])
        for row in rows:
            body = bodies[row.seq]
            custody = from_json(body["custody"], Custody) if body.get("custody") else None
            yield Held(
                row.seq, from_json(body["capture"], Capture), custody, row.report, row.text_sha256, erased.get(_place_of(custody))
            )

    def _find_erased(self, connection: Connection, names: Iterable[str]) -> dict[tuple[str, int] | None, int]:
        """The entries by which bytes of captures were erased, by the place in an archive where they lay."""
        query = select(entries.c.seq, entries.c.subject, entries.c.body).where(entries.c.kind == "retracted")
        rows = select_among(connection, query, entries.c.subject, names)
        said = ((row.seq, json.loads(row.body).get(ERASED)) for row in rows)
        return {(where["archive"], where["offset"]): seq for seq, where in said if where}

    def following(self, archive: str, offset: int) -> int | None:
        """The byte where the next capture in an archive of ours lies; null behind the last."""
        query = select(entries.c.body).join(captures, captures.c.seq == entries.c.seq)
        query = query.where(captures.c.archive == archive, captures.c.end > offset).order_by(captures.c.end)
        with self._store.reading() as connection:
            found = (json.loads(body)["custody"]["offset"] for body in connection.execute(query).scalars())
            return next((int(start) for start in found if start > offset), None)


def _place_of(custody: Custody | None) -> tuple[str, int] | None:
    return None if custody is None else (custody.archive, custody.offset)
