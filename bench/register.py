#!/usr/bin/env python3
"""How quick a large register is: a generated one of 100,000 incidents with 400,000 accounts.

usage: bench/register.py [--incidents 100000] [--on sqlite|postgresql] [--keep FOLDER]

Every report tells of four happenings, every incident has four accounts from four reports; texts and readings are sealed. Words, places
and counts are made up (seeded). Opening an incident is what `sijill show` asks for: the incident, its accounts, the reports' texts and
placements. To decide is to give a grade, with all that follows from it. Figures are of a warm register, from the Python API, without
drawing anything.
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import date, timedelta
from pathlib import Path

from busy import database

from sijill.model import Account, Candidate, Harm, Incident, Place, Placement, Reading, Report, Span, Toll, When
from sijill.model.codec import to_json
from sijill.model.decision import GradeGiven
from sijill.model.identity import account_id, claim_id, digest, incident_id, report_id
from sijill.pipeline import decide, list_queue
from sijill.register import Fact, Register, Sealed, Wanted

WORDS = ["market", "school", "road", "witnesses", "hospital", "morning", "rescue", "house", "planes", "village", "officials", "evening"]
LIMITS = {"open an incident": 50, "page of the list": 150, "page of the queue": 150, "decide": 150, "append": 10}
"""Milliseconds that each may take: median for appending, 95th percentile for the others."""


def main() -> int:
    """Fill a register, measure it, print the figures; 1 where one is beyond its limit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--incidents", type=int, default=100_000)
    parser.add_argument("--on", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--keep", type=Path, help="make the register in this folder and leave it, or use the one that is there")
    asked = parser.parse_args()
    if asked.keep:
        asked.keep.mkdir(exist_ok=True)
    folder = nullcontext(asked.keep) if asked.keep else tempfile.TemporaryDirectory()
    with folder as name, database(asked.on, Path(name)) as (target, _), Register.open(target, author="bench") as register:
        begun = time.perf_counter()
        fresh = register.head().seq == 0
        if fresh:
            fill(register, asked.incidents)
        took = time.perf_counter() - begun
        head = register.head().seq
        print(f"{asked.on}: {register.look.count_incidents()} incidents, {len(register.look.account_ids())} accounts, {head} entries")
        if fresh:
            print(f"  filled in {took:.0f} s ({head / took:.0f} entries a second)")
        return measure(register)


def measure(register: Register) -> int:
    """Print each figure with its limit."""
    rng = random.Random(2)  # noqa: S311 - repeatable, not secret
    ids = register.look.incident_ids("i-")
    pages = [
        Wanted(),
        Wanted(since=date(2017, 1, 1), until=date(2017, 1, 31)),
        Wanted(place="town 7"),
        Wanted(event_type="shelling", grade="Fair"),
        Wanted(scope="event", since=date(2016, 1, 1), place="own 12"),
    ]

    def open_one() -> None:
        incident = register.look.incident(rng.choice(ids))
        assert incident is not None
        assert len(register.look.filings(incident.accounts)) == 4

    def page() -> None:
        wanted = rng.choice(pages)
        total = register.look.count_incidents(wanted)
        assert register.look.incidents(wanted, offset=rng.randrange(max(total - 50, 1)), limit=50)

    def queue() -> None:
        assert list_queue(register, state=rng.choice((None, "new")), offset=rng.randrange(len(ids) // 2), limit=50)

    def judge() -> None:
        incident = rng.choice(ids)
        grade = GradeGiven(rng.choice(("Fair", "Weak")))
        decide(register, incident, grade, reason="a bench", on=register.decisions.newest(incident))

    def append() -> None:
        incident = rng.choice(ids)
        register.append("decided", incident, "a bench", {"note": Sealed(incident, "words of a note")})

    over = 0
    for name, action in zip(LIMITS, (open_one, page, queue, judge, append), strict=True):
        times = sorted(timed(action) for _ in range(200))
        median, high = statistics.median(times), times[189]
        over += (median if name == "append" else high) > LIMITS[name]
        print(f"  {name}: median {median:.1f} ms, 95 % below {high:.1f} ms (limit {LIMITS[name]} ms)", flush=True)
    return 1 if over else 0


def timed(action: Callable[[], None]) -> float:
    """Milliseconds that an action takes."""
    begun = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - begun)


def fill(register: Register, count: int) -> None:
    """Reports in batches as large runs file them, then the incidents."""
    rng = random.Random(1)  # noqa: S311
    happenings = [make_happening(rng) for _ in range(count)]
    turns = [[*range(count)] for _ in range(4)]
    for turn in turns:
        rng.shuffle(turn)
    accounts: dict[int, list[str]] = {number: [] for number in range(count)}
    facts: list[Fact] = []
    for number in range(count):
        told = [turn[number] for turn in turns]
        facts += report_facts(number, [(which, *happenings[which]) for which in told], accounts, rng)
        if len(facts) >= 3000:
            register.append_many(facts)
            facts = []
    for number in range(count):
        facts.append(incident_fact(accounts[number], *happenings[number], rng))
        if len(facts) >= 3000:
            register.append_many(facts)
            facts = []
    register.append_many(facts)


def make_happening(rng: random.Random) -> tuple[date, str, float, float, int]:
    """A day, a place with its point, and a count."""
    place = rng.randrange(4000)
    spot = random.Random(place)  # noqa: S311 - the same place lies at the same point
    return (
        date(2013, 1, 1) + timedelta(rng.randrange(3600)),
        f"Town {place}",
        spot.uniform(32, 37),
        spot.uniform(36, 42),
        rng.randrange(1, 40),
    )


def report_facts(
    number: int, told: list[tuple[int, date, str, float, float, int]], accounts: dict[int, list[str]], rng: random.Random
) -> Iterator[Fact]:
    """A report with an account of each happening."""
    parts = [f"{n} civilians were killed in {place} on {day}. " + " ".join(rng.choices(WORDS, k=60)) for _, day, place, _, _, n in told]
    text = "\n".join(parts)
    name = report_id(f"doc-{number}", text)
    read, placed, start = [], [], 0
    for ordinal, (part, (which, day, place, lat, lon, n)) in enumerate(zip(parts, told, strict=True), 1):
        mine = account_id(name, ordinal)
        accounts[which].append(mine)
        at = part.index(place)
        words = Span(start + at, start + at + len(place))
        where = Place(claim_id(mine, "p", 1), place, words, place, "in", rule="bench")
        count = Span(start, start + len(str(n)))
        harm = Harm(claim_id(mine, "h", 1), str(n), count, "killed", "civilian", None, n, n, "exact", rule="bench")
        read.append(Account(mine, "event", ordinal == 1, "air_strike", "asserted", When(day, day, rule="bench"), (where,), (), (harm,)))
        placed.append(to_json(placement_of(where.id, place, lat, lon)))
        start += len(part) + 1
    report = Report(name, f"doc-{number}", text, None, None, "en", f"source {number % 90}", None, "c-bench")
    capture = {
        "id": "c-bench",
        "address": "bench",
        "sha256": digest(text),
        "size": len(text),
        "at": "",
        "by": "bench",
        "encoding": None,
    }
    yield Fact("captured", name, "", {"capture": capture, "report": to_json(report)})
    yield Fact("read", name, "", {"reading": to_json(Reading(name, report.doc, "en", None, tuple(read), "bench"))})
    yield Fact("placed", name, "", {"placements": placed})


def placement_of(name: str, place: str, lat: float, lon: float) -> Placement:
    """A town of 2 km."""
    return Placement(name, lat, lon, 2000, "town", 1, 1, candidates=(Candidate(f"b:{place}", place, lat, lon, "town", "SY", 1.0),))


def incident_fact(accounts: list[str], day: date, place: str, lat: float, lon: float, killed: int, rng: random.Random) -> Fact:
    """An incident of its four accounts."""
    toll = Toll("killed", "civilian", killed, killed, "people", "bench", tuple(claim_id(a, "h", 1) for a in accounts))
    name = incident_id(accounts[0])
    kind = rng.choice(("air_strike", "shelling", "attack"))
    incident = Incident(
        name, "event", kind, tuple(accounts), day, day, placement_of(f"{accounts[0]}.p1", place, lat, lon), place, (toll,)
    )
    body = to_json(incident) | {"grade": {"grade": rng.choice(("Fair", "Weak", "Contested")), "reasons": []}, "proposals": []}
    return Fact("linked", name, "", {"incident": body, "into": None, "links": []})


if __name__ == "__main__":
    sys.exit(main())
