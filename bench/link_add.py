#!/usr/bin/env python3
"""How long it takes to link new reports with what a large register holds.

usage: bench/link_add.py [--incidents 25000] [--reports 100]

Fills a register as bench/register.py does (25,000 incidents, 100,000 accounts), files new reports of the last thirty days of its time
without linking them, and times the linking: look-up, comparison, grouping and entry, as `sijill run` does it after filing.
"""

import argparse
import random
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import register as large
from _link_world import spell
from register import fill, make_happening, report_facts

from sijill import pipeline
from sijill.register import Register

LIMIT = 10
"""Seconds that linking 100 reports with 100,000 accounts may take."""


def main() -> int:
    """Fill, add, print; 1 where it took longer than the limit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--incidents", type=int, default=25_000)
    parser.add_argument("--reports", type=int, default=100)
    asked = parser.parse_args()
    large.WORDS[:] = [spell(number) for number in range(20_000)]  # with the few words that suffice there every text is like every other
    with tempfile.TemporaryDirectory() as folder, Register.open(Path(folder) / "register.sqlite") as register:
        fill(register, asked.incidents)
        held = len(register.look.account_ids())
        rng = random.Random(3)  # noqa: S311 - repeatable, not secret
        last = make_happening(rng)[0]
        facts = []
        for number in range(asked.reports):
            told = []
            for which in range(4):
                _, place, lat, lon, killed = make_happening(rng)
                told.append((which, last - timedelta(rng.randrange(30)), place, lat, lon, killed))
            facts += report_facts(10_000_000 + number, told, {which: [] for which in range(4)}, rng)
        register.append_many(facts)
        begun, used = time.perf_counter(), time.process_time()
        changed = pipeline.link_register(register)
        took, used = time.perf_counter() - begun, time.process_time() - used
    new = 4 * asked.reports
    print(f"{asked.reports} reports ({new} accounts) linked with {held} accounts in {took:.1f} s ({used:.1f} CPU-s)")
    print(f"  {len(changed)} incidents new or changed")
    return int(took > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
