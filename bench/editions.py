#!/usr/bin/env python3
"""How long editions take: every data format of a large register, and the site of a smaller one.

usage: bench/editions.py [--incidents 100000] [--site 10000] [--policy internal] [--keep FOLDER]

The registers are made up (bench/register.py: every incident has four accounts from four reports). The peer in the same run reads each
incident with its accounts from the register and dumps it as a line of JSON; it withholds, checks, proves and lays out nothing.
"""

import argparse
import json
import resource
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path

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
    parser.add_argument("--keep", type=Path, help="make the registers in this folder and leave them, or use those that are there")
    asked = parser.parse_args()
    if asked.keep:
        asked.keep.mkdir(exist_ok=True)
    slow = False
    with nullcontext(asked.keep) if asked.keep else tempfile.TemporaryDirectory() as name:
        for count, formats, limit in ((asked.site, ("site",), 180), (asked.incidents, DATA, 120)):
            if count:
                slow |= measure(Path(name), count, formats, asked.policy, limit)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"peak memory {peak:.2f} GiB (limit 2)")
    return int(slow or peak > 2)


def measure(folder: Path, count: int, formats: tuple[str, ...], policy: str, limit: int) -> bool:
    """Write the edition and the peer's file; whether the edition took longer than its limit (seconds)."""
    with Register.open(folder / f"{count}.sqlite", author="bench") as register:
        if register.head().seq == 0:
            fill(register, count)
        begun = time.perf_counter()
        order = Order(formats, load_policy(policy), key=bytes(32))
        with tempfile.TemporaryDirectory() as out:
            written = publish(register, Path(out) / "edition", order)
            size = sum(p.stat().st_size for p in written.paths) / 2**20
        took = time.perf_counter() - begun
        begun = time.perf_counter()
        with tempfile.TemporaryFile("w", encoding="utf-8") as peer:
            for case in list_cases(register, register.look.incidents()):
                peer.write(json.dumps(to_json(case), ensure_ascii=False) + "\n")
        bare = time.perf_counter() - begun
    print(f"{count} incidents, policy {policy}, {'+'.join(formats)}:")
    print(f"  {took:.0f} s (limit {limit}), {len(written.paths)} files, {size:.0f} MB")
    print(f"  reading and dumping alone {bare:.0f} s, ratio {took / bare:.2f}")
    return took > limit


if __name__ == "__main__":
    sys.exit(main())
