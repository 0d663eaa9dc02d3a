#!/usr/bin/env python3
"""How long editions take: every data format of a large register, and the site of a smaller one, whose list a slow phone then opens.

usage: bench/editions.py [--incidents 100000] [--site 10000] [--policy internal] [--jobs N] [--keep FOLDER]

The registers are made up (bench/register.py: every incident has four accounts from four reports). The peer in the same run reads each
incident with its accounts from the register and dumps it as a line of JSON; it withholds, checks, proves and lays out nothing.
"""

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path

from phone import LIMIT_MS, visit_list
from register import fill

from sijill.model.codec import to_json
from sijill.pipeline import Order, list_cases, publish
from sijill.register import Register
from sijill.write import load_policy

DATA = ("csv", "codebook", "jsonl", "geojson", "hxl", "xlsx", "parquet", "airwars", "acled", "ucdp", "ftm")


def main() -> int:
    """Print each figure; 1 where one is beyond its limit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--incidents", type=int, default=100_000)
    parser.add_argument("--site", type=int, default=10_000)
    parser.add_argument("--policy", default="public")
    parser.add_argument("--jobs", type=int, help="processes that lay an edition out; as many as suit where it is not given")
    parser.add_argument("--keep", type=Path, help="make the registers in this folder and leave them, or use those that are there")
    asked = parser.parse_args()
    if asked.keep:
        asked.keep.mkdir(exist_ok=True)
    slow = False
    with nullcontext(asked.keep) if asked.keep else tempfile.TemporaryDirectory() as name:
        for count, formats, limit in ((asked.site, ("site",), 180), (asked.incidents, DATA, 120)):
            if count:
                slow |= measure(Path(name), count, formats, asked.policy, asked.jobs, limit)
    own, other = (resource.getrusage(who).ru_maxrss / 2**20 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"peak memory of this process {own:.2f} GiB, of the largest other {other:.2f} GiB (limit 2 in all)")
    return int(slow or own > 2)


def measure(folder: Path, count: int, formats: tuple[str, ...], policy: str, jobs: int | None, limit: int) -> bool:
    """Write the edition and the peer's file; whether the edition took longer than its limit (seconds)."""
    with Register.open(folder / f"{count}.sqlite", author="bench") as register:
        if register.head().seq == 0:
            fill(register, count)
        begun, spent = time.perf_counter(), spent_cpu()
        order = Order(formats, load_policy(policy), key=bytes(32), jobs=jobs)
        with tempfile.TemporaryDirectory() as out:
            written = publish(register, Path(out) / "edition", order)
            took, cpu = time.perf_counter() - begun, spent_cpu() - spent
            size = sum(p.stat().st_size for p in written.paths) / 2**20
            visits = visit_list(Path(out) / "edition") if "site" in formats else []
        begun = time.perf_counter()
        with tempfile.TemporaryFile("w", encoding="utf-8") as peer:
            for case in list_cases(register, register.look.incidents()):
                peer.write(json.dumps(to_json(case), ensure_ascii=False) + "\n")
        bare = time.perf_counter() - begun
    print(f"{count} incidents, policy {policy}, {'+'.join(formats)}:")
    print(f"  {took:.0f} s (limit {limit}), {cpu:.0f} s of CPU in all processes, {len(written.paths)} files, {size:.0f} MB")
    for one in visits:
        print(
            f"  the list on a phone {one.slower} times slower, slow 4G, nothing compressed: painted after {one.painted:.0f} ms, "
            f"first rows {one.listed:.0f} ms (limit {LIMIT_MS}), search {one.searchable:.0f} ms"
        )
    print(f"  reading and dumping alone {bare:.0f} s, ratio {took / bare:.2f}")
    return took > limit or any(one.listed > LIMIT_MS for one in visits)


def spent_cpu() -> float:
    """Seconds of CPU of this process and of those that it started and that have ended."""
    now = os.times()
    return now.user + now.system + now.children_user + now.children_system


if __name__ == "__main__":
    sys.exit(main())
