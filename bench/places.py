#!/usr/bin/env python3
"""How well places are found: against Airwars' coordinates, across scripts, and how fast.

usage: bench/places.py [PART …] [--shared FOLDER] [--pack sy|none|all] [--reports train|dev|all]

  gold   gold place names of training reports whose one incident has coordinates (dev.jsonl is left out), resolved: within 5, 10, 25 km
         of all, and of those that were placed
  read   the reader's own places of Airwars' reports, resolved, by the rule of score_incidents.py; `--reports train` (default) are the
         reports that are not in dev.jsonl: those that may be tuned on
  names  300 held-out places of Syria (and of Iraq, Yemen): Latin name to Arabic and back, among all names of the country
  speed  import of every pack, size of the index, look-ups a second, time to resolve a report's places

Needs ../shared. An index is made in a temporary folder; the user's own is left alone.
"""

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from sijill.geocode import Gazetteer, Resolver, load_gazetteer
from sijill.geocode.folding import fold
from sijill.geocode.packs.faults import Faults
from sijill.geocode.packs.imports import add_packs
from sijill.geocode.packs.wof import read_flattened
from sijill.geocode.schema import Pack, rewritten, write_pack
from sijill.geocode.spot import Spot, distance_km
from sijill.geocode.transliteration import held_out
from sijill.model import Account, Place, Placement, Reading, Report, Span

ROOT = Path(__file__).resolve().parents[1]
LIMITS = (5, 10, 25)
SAMPLE = 300
PASSES = 8
PACKS = {"sy": ["wof-sy.tsv.gz"], "none": []}
Json = dict[str, Any]


def main(arguments: list[str]) -> int:
    """Measure and print; the exit code is 0 where the data is there."""
    options = argparse.ArgumentParser(description="Measure how places are found.")
    options.add_argument("part", nargs="*", choices=["gold", "read", "names", "speed", []], help="default: all")
    options.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    options.add_argument("--pack", default="sy", choices=["sy", "none", "all"])
    options.add_argument("--reports", default="train", choices=["train", "dev", "all"])
    chosen = options.parse_args(arguments)
    if not (chosen.shared / "bench" / "train.jsonl").is_file():
        print(f"places: needs {chosen.shared} (real reports and gazetteers), which is not here")
        return 1
    parts = chosen.part or ["gold", "read", "names", "speed"]
    with tempfile.TemporaryDirectory() as folder:
        if {"gold", "read"} & set(parts):
            resolver = Resolver(make_gazetteer(chosen.shared, Path(folder) / "places.sqlite", chosen.pack))
            if "gold" in parts:
                measure_gold(chosen.shared, resolver, chosen.pack)
            if "read" in parts:
                measure_read(chosen.shared, resolver, chosen.pack, chosen.reports)
        if "names" in parts:
            for country in ("sy", "iq", "ye"):
                measure_names(chosen.shared / "gazetteer" / f"wof-{country}.tsv.gz", Path(folder) / f"{country}.sqlite")
        if "speed" in parts:
            measure_speed(chosen.shared, Path(folder) / "speed.sqlite")
    return 0


def make_gazetteer(shared: Path, index: Path, pack: str) -> Gazetteer:
    """An index with the embedded data and the asked packs."""
    load_gazetteer(index).close()
    files = [shared / "gazetteer" / name for name in PACKS[pack]] if pack in PACKS else sorted((shared / "gazetteer").glob("wof-*.gz"))
    if files:
        add_packs(index, files)
    return load_gazetteer(index)


def rows(path: Path) -> list[Json]:
    """The lines of a JSONL file."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def gold_reading(row: Json) -> Reading:
    """A gold reading of a training report as the model has it: its accounts with their places."""
    accounts = []
    for number, account in enumerate(row["gold"]["accounts"], 1):
        places = tuple(
            Place(f"a{number}.p{at}", p["quote"], Span(*(p.get("span") or (0, 0))), p["name"], p["relation"], tuple(p["within"]))
            for at, p in enumerate(account.get("places") or [], 1)
        )
        head = (account["scope"], account["headline"], account["event_type"], account["stance"])
        accounts.append(Account(f"a{number}", *head, places=places))
    return Reading(row["doc"], row["doc"], row["lang"], None, tuple(accounts), "gold")


def located(shared: Path) -> Iterator[tuple[Json, Json]]:
    """Airwars' reports of one incident that has coordinates, with it."""
    incidents = {row["incident"]: row for row in rows(shared / "bench" / "airwars-dev-incidents.jsonl")}
    for report in rows(shared / "bench" / "airwars-dev-reports.jsonl"):
        if len(report["incidents"]) == 1 and (incident := incidents.get(report["incidents"][0])) and incident.get("lat") is not None:
            yield report, incident


class Tally:
    """Counts of reports whose placed places lie near their incident, as score_incidents.py counts them."""

    def __init__(self) -> None:
        """Nothing counted yet."""
        self.counts: Counter[str] = Counter()

    def add(self, reading: Reading, placements: dict[str, Placement], incident: Json) -> None:
        """One report: the first three headline accounts (or the first account), the first three places of each."""
        top = [account for account in reading.accounts if account.headline][:3] or list(reading.accounts[:1])
        found = [placements[place.id] for account in top for place in account.places[:3]]
        points = [(p.lat, p.lon) for p in found if p.lat is not None and p.lon is not None]
        lat, lon = float(incident["lat"]), float(incident["lon"])
        best = min((distance_km(lat, lon, *point) for point in points), default=1e9)
        within = [p for p in found if p.lat is not None and p.lon is not None and p.radius_m]
        self.counts["all"] += 1
        self.counts["placed"] += bool(points)
        self.counts["open"] += any(p.open for p in found)
        covers = any(distance_km(lat, lon, p.lat or 0, p.lon or 0) * 1000 <= (p.radius_m or 0) + 1000 for p in within)
        self.counts["in radius"] += covers
        for limit in LIMITS:
            self.counts[f"{limit} km"] += best <= limit

    def __str__(self) -> str:
        n, placed = self.counts["all"], self.counts["placed"] or 1
        near = "  ".join(f"{limit} km {self.counts[f'{limit} km'] / n:.3f}" for limit in LIMITS)
        of_placed = "  ".join(f"{limit} km {self.counts[f'{limit} km'] / placed:.3f}" for limit in LIMITS)
        inside = self.counts["in radius"] / placed
        return (
            f"{n} reports: placed {self.counts['placed'] / n:.3f}, open {self.counts['open'] / n:.3f}; of all {near}; "
            f"of placed {of_placed}, in its radius (and 1 km) {inside:.3f}"
        )


def measure_gold(shared: Path, resolver: Resolver, pack: str) -> Tally:
    """Gold names of training reports against their incidents' coordinates."""
    gold = {row["source_doc"]: row for row in rows(shared / "bench" / "train.jsonl") if row.get("source_doc")}
    tally = Tally()
    for row, incident in located(shared):
        if row["doc"] in gold and not row["in_dev"]:
            reading = gold_reading(gold[row["doc"]])
            report = Report(row["doc"], row["doc"], gold[row["doc"]]["text"], lang=row["lang"], source=row.get("publisher"))
            tally.add(reading, {p.place: p for p in resolver.place_reading(report, reading)}, incident)
    print(f"places gold  (pack {pack}): {tally}")
    return tally


def measure_read(shared: Path, resolver: Resolver, pack: str, which: str) -> None:
    """The reader's places against the incidents' coordinates."""
    from sijill.extract.grammar import GrammarReader

    reader = GrammarReader()
    tally = Tally()
    for row, incident in located(shared):
        if which != "all" and row["in_dev"] != (which == "dev"):
            continue
        report = Report(row["doc"], row["doc"], row["text"], lang=row["lang"], source=row.get("publisher"))
        reading = reader.read_report(report)
        tally.add(reading, {p.place: p for p in resolver.place_reading(report, reading)}, incident)
    print(f"places read  (pack {pack}, {which} reports): {tally}")


def measure_names(path: Path, index: Path) -> None:
    """Held-out places by a name of one script, among the names of the other script only."""
    spots = [s for s in read_flattened(path, Faults(str(path))) if s.level not in ("governorate", "district", "country")]
    wanted = [s for s in spots if held_out(s.id) and len(s.names_ar) == 1 and s.names_en]
    random.Random(7).shuffle(wanted)  # noqa: S311 - repeatable, not secret
    ways: dict[str, tuple[Callable[[Spot], tuple[str, ...]], Callable[[Spot], tuple[str, ...]]]] = {
        "Latin to Arabic": (lambda s: s.names_en, lambda s: s.names_ar),
        "Arabic to Latin": (lambda s: s.names_ar, lambda s: s.names_en),
    }
    for way, (asked, kept) in ways.items():
        only = [_one_script(s, kept(s), way.endswith("Arabic")) for s in spots if kept(s)]
        with rewritten(index, fresh=True) as db:
            write_pack(db, Pack("one", "", "", "", "", ""), only)
        gazetteer = Gazetteer(index)
        first = third = 0
        for spot in wanted[:SAMPLE]:
            right = {fold(name) for name in kept(spot)}
            names = list(dict.fromkeys(fold(hit.name) for hit in gazetteer.look_up(asked(spot)[0])))
            first += bool(names) and names[0] in right
            third += any(name in right for name in names[:3])
        n = min(SAMPLE, len(wanted))
        print(f"places names ({path.name}, {way}): {n} held-out places, top-1 {first / n:.3f}, top-3 {third / n:.3f}")
        gazetteer.close()


def _one_script(spot: Spot, names: tuple[str, ...], arabic: bool) -> Spot:
    return replace(spot, pack="one", names_ar=names if arabic else (), names_en=() if arabic else names)


def measure_speed(shared: Path, index: Path) -> None:
    """Build, import, look-ups, resolving."""
    begun = time.process_time()
    load_gazetteer(index).close()
    print(f"places speed: embedded index {time.process_time() - begun:.1f} CPU-s, {index.stat().st_size / 1e6:.0f} MB")
    begun = time.process_time()
    load_gazetteer(index).close()
    print(f"places speed: opening it {1000 * (time.process_time() - begun):.1f} ms")
    folder = shared / "gazetteer"
    files = [*sorted(folder.glob("wof-*.gz")), *sorted(folder.glob("opensyria_*icts.json")), folder / "opensyria_governorates.json"]
    files.append(folder / "yemen-villages.tsv.gz")
    begun = time.process_time()
    done = add_packs(index, files)
    took, spots = time.process_time() - begun, sum(one.spots for one in done)
    print(f"places speed: {len(done)} packs, {spots:,} places in {took:.1f} CPU-s, {index.stat().st_size / 1e6:.0f} MB")
    names = [n for s in read_flattened(folder / "wof-sy.tsv.gz", Faults("")) for n in (*s.names_ar[:1], *s.names_en[:1])][:10000]
    gazetteer = load_gazetteer(index)
    for name in names[:2000]:
        gazetteer.look_up(name)
    for kind in ("seen for the first time", "with the index warm", "asked again"):
        if kind == "with the index warm":  # the places are in memory, no name's answer is
            gazetteer.forget_answers()
        begun = time.process_time()
        for name in names[2000:]:
            gazetteer.look_up(name)
        print(f"places speed: look-ups of 8,000 Syrian names {kind}: {8000 / (time.process_time() - begun):,.0f} a second")
    resolver = Resolver(gazetteer)
    train = [(Report(r["doc"], r["doc"], r["text"], lang=r["lang"]), gold_reading(r)) for r in rows(shared / "bench" / "train.jsonl")]
    passes = {"seen for the first time": [resolve_times(resolver, train, "seen for the first time")]}
    for _ in range(PASSES):
        for kind in ("with the index warm", "beside the look-ups"):
            passes.setdefault(kind, []).append(resolve_times(resolver, train, kind))
    for kind, taken in passes.items():
        times = sorted(map(min, zip(*taken, strict=True)))  # what else runs on the machine only ever adds
        print(
            f"places speed: resolving the places of reports {kind}: median {statistics.median(times):.2f} CPU-ms, "
            f"95th {times[len(times) * 95 // 100]:.1f} (of each report the least of {len(taken)})"
        )


def resolve_times(resolver: Resolver, reports: list[tuple[Report, Reading]], kind: str) -> list[float]:
    """CPU milliseconds of each report; "with the index warm" the places are in memory and no name's answer is."""
    if kind == "with the index warm":
        resolver.gazetteer.forget_answers()
    times = []
    for report, reading in reports:
        begun = time.process_time()
        resolver.place_reading(report, reading)
        times.append(1000 * (time.process_time() - begun))
    return times


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
