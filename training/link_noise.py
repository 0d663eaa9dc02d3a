#!/usr/bin/env python3
"""Measure how real reports of one incident differ, and write it to bench/link_noise.json, which the made-up world of bench/ draws from.

usage: training/link_noise.py

Needs ../shared. Only rates and counts are kept: no word, name, place or number of any report.
"""

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "bench"))

import numpy as np  # noqa: E402
from _link_world import VOCABULARY  # noqa: E402
from link import make_profiles, read_filings, read_rows, spokesmen  # noqa: E402

from sijill.link.comparison import compare_profiles  # noqa: E402
from sijill.link.profile import Profile  # noqa: E402
from sijill.link.rarity import Rarity  # noqa: E402


def main() -> None:
    """Measure the accounts that stand for their reports, and the pairs of them that are of one incident."""
    source = ROOT.parent / "shared" / "bench" / "airwars-dev-reports.jsonl"
    rows = read_rows(source)
    gold = {row["doc"]: row["incidents"][0] for row in rows if len(row["incidents"]) == 1}
    filings = read_filings(rows)
    heads = {account: gold[doc] for doc, account in spokesmen(filings).items() if doc in gold}
    every = make_profiles(filings)
    rarity = Rarity(every)
    profiles = [p for p in every if p.account in heads]
    of_one: dict[str, list[Profile]] = {}
    for profile in profiles:
        of_one.setdefault(heads[profile.account], []).append(profile)
    pairs = [(a, b) for held in of_one.values() for n, a in enumerate(held) for b in held[n + 1 :]]
    noise = {
        "about": "Rates of the noise in real reports, by training/link_noise.py; the world of bench/_link_world.py is made from them.",
        "measured_on": hashlib.sha256(source.read_bytes()).hexdigest(),
        "reports": len(profiles),
        "pairs": len(pairs),
        "sizes": sorted(len(held) for held in of_one.values()),
        "rates": measure_rates(profiles),
        "words": deciles(len(p.words) for p in profiles),
        "radii_km": deciles(point.radius_km for p in profiles for point in p.points[:1]),
        "distinct_words": len({w for p in profiles for w in p.words}) / sum(len(p.words) for p in profiles),
        "zipf": fit_zipf([len(p.words) for p in profiles], len({w for p in profiles for w in p.words})),
        "rare_words_shared": float(np.mean([rarity.very_rare(a, b) for a, b in pairs if a.latin == b.latin])),
        "levels": measure_levels(pairs, rarity),
    }
    text = json.dumps(noise, indent=1)
    (ROOT / "bench" / "link_noise.json").write_text(text + "\n", encoding="utf-8")
    print(text)


def measure_rates(profiles: Sequence[Profile]) -> dict[str, float]:
    """Shares of the accounts that say something at all."""
    said = {
        "dated": [p.days is not None for p in profiles],
        "wide_date": [p.days is not None and p.days[1] > p.days[0] for p in profiles],
        "published": [p.published is not None for p in profiles],
        "calendar": [bool(p.calendar) for p in profiles],
        "named": [bool(p.names) for p in profiles],
        "within": [bool(p.within) for p in profiles],
        "placed": [bool(p.points) for p in profiles],
        "killed": ["killed" in p.tolls for p in profiles],
        "open_toll": ["killed" in p.tolls and any(low != high for low, high in p.tolls["killed"]) for p in profiles],
        "injured": ["injured" in p.tolls for p in profiles],
        "blaming": [bool(p.perpetrators) for p in profiles],
        "latin": [p.latin for p in profiles],
        "named_victim": [bool(p.victims) for p in profiles],
    }
    return {name: round(float(np.mean(values)), 3) for name, values in said.items()}


def measure_levels(pairs: Sequence[tuple[Profile, Profile]], rarity: Rarity) -> dict[str, float]:
    """Of the pairs of one incident, the share that reaches each level."""
    seen = Counter(level.code for a, b in pairs for level in compare_profiles(a, b, rarity))
    return {code: round(count / len(pairs), 4) for code, count in sorted(seen.items())}


def fit_zipf(sizes: Sequence[int], distinct: int) -> float:
    """The exponent of Zipf's law by which accounts of so many words have together so many distinct ones (drawn once, seed 1)."""
    least, most = 0.5, 1.5
    for _ in range(12):
        exponent = (least + most) / 2
        ends = np.cumsum(np.arange(1, VOCABULARY + 1) ** -exponent)
        drawn = np.searchsorted(ends, np.random.default_rng(1).random(sum(sizes)) * ends[-1])
        least, most = (exponent, most) if len(np.unique(drawn)) > distinct else (least, exponent)
    return round(exponent, 3)


def deciles(values: Iterable[float]) -> list[float]:
    """The deciles, from the least to the greatest."""
    return [round(float(v), 2) for v in np.quantile(list(values), np.linspace(0, 1, 11))]


if __name__ == "__main__":
    main()
