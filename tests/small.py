"""Small real parts for tests of what is around the reader and the resolver: they read one kind of sentence and know three towns."""

import hashlib
import itertools
import json
import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import inspect, text

from sijill.model import Account, Candidate, Harm, Place, Placement, Reading, Report, Span, When
from sijill.model.identity import account_id, claim_id
from sijill.register import Register

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
SENTENCE = re.compile(r"(?P<count>\d+) (?:civilians|fighters) were killed in (?P<place>[A-Z]\w+) on (?P<day>\d{4}-\d\d-\d\d)")
TOWNS = {"Northtown": (36.2, 37.1), "Midtown": (35.3, 40.1), "Southtown": (33.5, 36.3)}


class SmallReader:
    """Reads "7 civilians were killed in Northtown on 2019-01-18"; every such sentence is an account."""

    name = "small-1"

    def read_report(self, report: Report) -> Reading:
        """All such sentences."""
        found = [self._account(match, account_id(report.id, n)) for n, match in enumerate(SENTENCE.finditer(report.text), 1)]
        return Reading(report.id, report.doc, report.lang or "en", report.published, tuple(found), self.name)

    def _account(self, match: re.Match[str], name: str) -> Account:
        def words(group: str) -> tuple[str, Span]:
            return match[group], Span(*match.span(group))

        day, count = date.fromisoformat(match["day"]), int(match["count"])
        return Account(
            name,
            "event",
            True,
            "air_strike",
            "asserted",
            When(day, day, *words("day"), rule="small.day"),
            (Place(claim_id(name, "p", 1), *words("place"), match["place"], "in", rule="small.place"),),
            harms=(
                Harm(claim_id(name, "h", 1), *words("count"), "killed", "civilian", None, count, count, "exact", rule="small.count"),
            ),
        )


class SmallResolver:
    """Knows three towns."""

    def place_reading(self, report: Report, reading: Reading) -> tuple[Placement, ...]:
        """A placement for each place; null where the town is another."""
        assert reading.report == report.id
        return tuple(self._place(place) for account in reading.accounts for place in account.places)

    def _place(self, place: Place) -> Placement:
        if place.name not in TOWNS:
            return Placement(place.id)
        lat, lon = TOWNS[place.name]
        best = Candidate(f"test:{place.name}", place.name, lat, lon, "town", "SY", 1.0)
        return Placement(place.id, lat, lon, 2000, "town", 1, 1, candidates=(best,))


def sentence(count: int, town: str, day: str) -> str:
    """A sentence that the small reader reads."""
    return f"{count} civilians were killed in {town} on {day}."


def write_lines(path: Path, rows: Iterable[dict[str, object]]) -> Path:
    """A file of JSON lines."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def sample_rows() -> list[dict[str, object]]:
    """Nine reports: two incidents told by several sources, one that disagrees, one with two accounts, one with none."""
    told = [
        ("a", "Herald", sentence(7, "Northtown", "2019-01-18")),
        ("b", "Courier", "Officials said that " + sentence(7, "Northtown", "2019-01-18")),
        ("c", "Post", sentence(9, "Northtown", "2019-01-18") + " Earlier, " + sentence(21, "Midtown", "2019-01-15")),
        ("d", "Herald", "In the east " + sentence(21, "Midtown", "2019-01-15")),
        ("e", "Courier", sentence(3, "Southtown", "2019-02-02")),
        ("f", "Post", "The market was open and nobody was hurt."),
        ("g", "Herald", sentence(5, "Elsewhere", "2019-02-03")),
        ("h", "Courier", "Twice: " + sentence(21, "Midtown", "2019-01-15")),
        ("i", "Post", sentence(3, "Southtown", "2019-02-02") + " A hospital said so."),
    ]
    return [{"doc": doc, "source": source, "text": text, "lang": "en", "published": "2019-02-04"} for doc, source, text in told]


def open_register(path: Path | str, wait_s: float = 0.2, secret: bytes | None = None) -> Register:
    """A register whose clock stands still."""
    return Register.open(path, clock=lambda: NOON, author="tester", wait_s=wait_s, entropy=counted_bytes(), secret=secret)


def counted_bytes() -> Callable[[int], bytes]:
    """Bytes that look random and are the same each time, so that two registers of the same facts have the same chain."""
    count = itertools.count()
    return lambda size: hashlib.shake_128(str(next(count)).encode()).digest(size)


def facts_of(register: Register) -> list[tuple[object, ...]]:
    """Everything that entries say, times and hashes apart."""
    rows: list[tuple[object, ...]] = []
    for entry in register.entries():
        body = json.loads(json.dumps(entry.body))
        body.get("capture", {}).pop("at", None)
        rows.append((entry.seq, entry.kind, entry.subject, entry.author, entry.reason, body))
    return rows


def dump(register: Register) -> str:
    """Every table as words, keys apart."""
    with register.reading() as connection:
        tables = sorted(inspect(connection).get_table_names())
        rows = [f"{table} {row}" for table in tables for row in connection.execute(text(f'SELECT * FROM "{table}"'))]  # noqa: S608
        return "\n".join(sorted(rows))
