#!/usr/bin/env python3
"""How far a single report's number of the killed lies from what a register came to: the parameters of `sijill tally --uncertain`.

usage: training/uncertainty.py [--shared ../shared] [--write]

For each of Airwars' reports that belongs to one incident and is not in dev.jsonl: the number of civilians (or people of unstated
status) killed that our reader reads in the headline account, exact ones only, beside the incident's range over all sources. `holds` is
the share of numbers that lie in the range. For the others the error (nearest bound - number) / number is fitted by a Gumbel
distribution with moments. The form follows Vesco et al. (2026), whose own parameters are for UCDP events.
"""

import argparse
import json
import math
import statistics
from pathlib import Path

from sijill.extract.grammar import GrammarReader
from sijill.model import Report
from sijill.model.identity import report_id

EULER = 0.5772156649015329
TARGET = Path(__file__).parents[1] / "src" / "sijill" / "data" / "uncertainty.toml"


def main() -> None:
    """Print the parameters; write them where asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[2] / "shared")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    pairs = list(collect(asked.shared / "bench"))
    inside = [1 for n, low, high in pairs if low <= n <= high]
    errors = [((low if n < low else high) - n) / n for n, low, high in pairs if not low <= n <= high]
    beta = statistics.stdev(errors) * math.sqrt(6) / math.pi
    holds, location = len(inside) / len(pairs), statistics.mean(errors) - EULER * beta
    print(f"{len(pairs)} numbers: {holds:.3f} hold; errors of the other {len(errors)}: location {location:.3f}, scale {beta:.3f}")
    if asked.write:
        lines = (
            "# How far a reported number of the killed may lie from the truth, for `sijill tally --uncertain`.",
            f"# Made by training/uncertainty.py: {len(pairs)} numbers of single reports beside Airwars' ranges over all sources.",
            "# A team may put its own here.",
            f"holds = {holds:.3f}     # share of numbers that lie in the range that the register came to",
            f"location = {location:.3f} # of the Gumbel distribution of the relative error of the others",
            f"scale = {beta:.3f}",
        )
        TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


def collect(bench: Path):
    """The numbers with their incident's range."""
    incidents = {row["incident"]: row for row in map(json.loads, (bench / "airwars-dev-incidents.jsonl").open(encoding="utf-8"))}
    reader = GrammarReader()
    for line in (bench / "airwars-dev-reports.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        if row.get("in_dev") or len(row["incidents"]) != 1:
            continue
        told = incidents.get(row["incidents"][0], {})
        low, high = told.get("civ_killed_min"), told.get("civ_killed_max")
        if low is None or high is None:
            continue
        reading = reader.read_report(Report(report_id(row["doc"], row["text"]), row["doc"], row["text"], lang=row["lang"]))
        for account in [a for a in reading.accounts if a.headline][:1]:
            whole = [h for h in account.harms if h.kind == "killed" and h.group != "combatant" and h.part_of is None and h.who is None]
            exact = [h.low for h in whole if h.low and h.low == h.high]
            if len(exact) == 1:
                yield exact[0], low, high


if __name__ == "__main__":
    main()
