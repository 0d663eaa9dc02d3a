#!/usr/bin/env python3
"""How linking's time grows: synthetic accounts whose incidents are known, linked at several sizes.

usage: bench/link_scale.py [SIZE …]     (default 1000 5000 10000)

The noise is fitted to the real reports: 54 % of accounts have no resolved date, 25 % no placement, 30 % no number killed; numbers
differ by a quarter in one report of three; names lose a letter in one of six; one incident in eight has another on the same day within
1 km. The words are made up.
"""

import random
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta

from sijill.link import group_accounts, link_filings, propose_groups
from sijill.model import Account, Actor, Filing, Harm, Place, Placement, Report, Span, When

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
ACTORS = ("russia", "us_coalition", "syria_government", "turkey", "saudi_coalition", "israel")


def main(sizes: list[str]) -> int:
    """Print one line a size."""
    for size in [int(s) for s in sizes] or [1000, 5000, 10000]:
        made = list(make_accounts(size, random.Random(size)))  # noqa: S311 - repeatable, not secret
        truth = {filing.account.id: incident for filing, incident in made}
        begun = time.process_time()
        links = link_filings([filing for filing, _ in made])
        took = time.process_time() - begun
        joins = [k for k in links if k.joins]
        right = sum(truth[k.left] == truth[k.right] for k in joins)
        groups = group_accounts(list(truth), links)
        wider = propose_groups(list(truth), links)
        share, each = right / max(len(joins), 1), 1e6 * took / size
        print(f"{size:8} accounts: {took:7.1f} CPU-s ({each:5.0f} µs each), {len(links)} links, {len(joins)} joins ({share:.3f} right)")
        print(f"{'':18} incidents: {len(set(truth.values()))} true, {len(groups)} joined, {len(wider)} proposed")
    return 0


def make_accounts(count: int, rng: random.Random) -> Iterator[tuple[Filing, int]]:
    """`count` accounts, each of its own report, with the number of their incident."""
    words = [make_word(rng) for _ in range(20_000)]
    places = [(make_word(rng), rng.uniform(32, 37), rng.uniform(36, 42)) for _ in range(max(40, count // 12))]
    made = incident = 0
    before: tuple[date, tuple[str, float, float]] | None = None
    while made < count:
        day, place = date(2015, 1, 1) + timedelta(days=rng.randrange(3000)), rng.choice(places)
        if before and rng.random() < 0.12:
            day, place = before
        before = (day, place)
        own = [rng.choice(words) for _ in range(6)]
        killed, actor = 1 + int(rng.expovariate(0.2)), rng.choice(ACTORS)
        for _ in range(1 + int(rng.expovariate(0.5))):
            yield _account(made, rng, words, own, day, place, killed, actor), incident
            made += 1
        incident += 1


def _account(
    number: int,
    rng: random.Random,
    words: list[str],
    own: list[str],
    day: date,
    place: tuple[str, float, float],
    killed: int,
    actor: str,
) -> Filing:
    name = place[0][:-1] if rng.random() < 0.16 else place[0]
    told = max(1, round(killed * rng.choice((0.75, 1.25)))) if rng.random() < 0.33 else killed
    common = [words[min(int(rng.paretovariate(0.6)), len(words) - 1)] for _ in range(22)]
    body = [*common, *rng.sample(own, 3)]
    rng.shuffle(body)
    text = f"{name} {told} {' '.join(body)}"
    aid = f"r-{number:07}.a1"
    span = Span(0, len(name))
    at = Span(len(name) + 1, len(name) + 1 + len(str(told)))
    placements = ()
    if rng.random() > 0.25:
        placements = (Placement(f"{aid}.p1", place[1], place[2], rng.choice((1500, 3000, 3000, 8000)), "village"),)
    harms = (Harm(f"{aid}.h1", str(told), at, "killed", "civilian", None, told, told, "exact"),) if rng.random() > 0.3 else ()
    account = Account(
        aid,
        "event",
        True,
        "air_strike" if rng.random() > 0.2 else "shelling",
        "asserted",
        When(day, day) if rng.random() > 0.54 else None,
        (Place(f"{aid}.p1", name, span, name, "in"),),
        (Actor(f"{aid}.c1", name, span, actor, "perpetrator"),) if rng.random() > 0.3 else (),
        harms,
    )
    return Filing(account, Report(f"r-{number:07}", f"d{number}", text, lang="ar"), placements)


def make_word(rng: random.Random) -> str:
    return "".join(rng.choice(LETTERS) for _ in range(rng.randrange(4, 9)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
