#!/usr/bin/env python3
"""How well linking puts together the reports of one incident, on 771 real reports whose incidents Airwars knows.

usage: bench/link.py [--part all|train|dev] [--shared FOLDER]

Needs ../shared. Prints B-cubed and pair figures as score_incidents.py computes them (a report stands for its first headline
account), for what is joined without a person and for what is proposed; false merges and false splits apart; the reports of dense days
apart; the share of true pairs that blocking keeps; and the same figures for two peers, TF-IDF with a date window and (where it is
installed) Splink with its stock comparisons, each at its best threshold on this very data. `train` are
the reports that are not in dev.jsonl: weights and thresholds come from those only.
"""

import argparse
import importlib.util
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from _link_peers import compare_splink, compare_tfidf, cut_at_thresholds

from sijill.extract.grammar import GrammarReader
from sijill.geocode import Resolver, load_gazetteer
from sijill.link import group_accounts, link_filings, propose_groups
from sijill.link.blocking import pair_profiles
from sijill.link.profile import Profile, find_leads, make_profile
from sijill.link.rarity import Rarity
from sijill.link.score import load_weights
from sijill.model import Filing, Link, Report
from sijill.model.identity import report_id

ROOT = Path(__file__).resolve().parents[1]


def main(arguments: list[str]) -> int:
    """Measure and print; the exit code is 0 where the data is there."""
    options = argparse.ArgumentParser(description="Measure linking.")
    options.add_argument("--part", choices=("all", "train", "dev"), default="all")
    options.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    chosen = options.parse_args(arguments)
    bench = chosen.shared / "bench"
    if not (bench / "airwars-dev-reports.jsonl").is_file():
        print(f"link: needs {bench}, which is not here; nothing measured")
        return 0
    rows = [r for r in read_rows(bench / "airwars-dev-reports.jsonl") if chosen.part == "all" or r["in_dev"] == (chosen.part == "dev")]
    begun = time.process_time()
    filings = read_filings(rows)
    read = time.process_time()
    links = link_filings(filings)
    took = f"CPU-s: read {read - begun:.1f}, linked {time.process_time() - read:.1f}"
    print(f"{len(rows)} reports, {len(filings)} accounts; {took}")
    incidents = read_rows(bench / "airwars-dev-incidents.jsonl")
    report_figures(load_scorer(bench), rows, incidents, filings, links)
    return 0


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a .jsonl file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def read_filings(rows: Sequence[dict[str, Any]]) -> list[Filing]:
    """The accounts that our own reader finds in the reports, placed."""
    reader, resolver = GrammarReader(), Resolver(load_gazetteer())
    filings = []
    for row in rows:
        published = date.fromisoformat(row["published"][:10]) if row.get("published") else None
        name = report_id(row["doc"], row["text"], published, row.get("publisher"))
        report = Report(name, row["doc"], row["text"], None, published, row.get("lang"), row.get("publisher"))
        reading = reader.read_report(report)
        placed = {p.place: p for p in resolver.place_reading(report, reading)}
        filings += [Filing(a, report, tuple(placed[p.id] for p in a.places if p.id in placed)) for a in reading.accounts]
    return filings


def make_profiles(filings: Sequence[Filing]) -> list[Profile]:
    """The profiles of accounts, in their order, as linking makes them."""
    leads = find_leads(filings)
    return [make_profile(f, f.account.id in leads) for f in filings]


def load_scorer(bench: Path) -> ModuleType:
    """The module score_incidents.py, for its B-cubed, pairs and crowded."""
    spec = importlib.util.spec_from_file_location("score_incidents", bench / "score_incidents.py")
    if spec is None or spec.loader is None:
        raise ImportError(f"cannot load {bench / 'score_incidents.py'}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def spokesmen(filings: Iterable[Filing]) -> dict[str, str]:
    """For each report's doc the account that the scorer looks at: the first headline one, else the first."""
    by_doc: dict[str, list[Filing]] = defaultdict(list)
    for filing in filings:
        by_doc[filing.report.doc].append(filing)
    return {doc: next((f for f in found if f.account.headline), found[0]).account.id for doc, found in by_doc.items()}


def report_figures(
    scorer: ModuleType,
    rows: Sequence[dict[str, Any]],
    incidents: Sequence[dict[str, Any]],
    filings: Sequence[Filing],
    links: Sequence[Link],
) -> None:
    """Print every figure."""
    known = {i["incident"]: i for i in incidents}
    gold = {r["doc"]: r["incidents"][0] for r in rows if len(r["incidents"]) == 1 and r["incidents"][0] in known}
    heads = {doc: account for doc, account in spokesmen(filings).items() if doc in gold}
    dense = {d for d, i in gold.items() if scorer.crowded(known[i], known.values())}
    accounts = [f.account.id for f in filings]
    print_blocking(scorer, filings, gold, heads)
    named = {
        "alone": tuple((a,) for a in accounts),
        "joined": group_accounts(accounts, links),
        "proposed": propose_groups(accounts, links),
    }
    for name, groups in named.items():
        predicted = predict(groups, gold, heads)
        for what, keep in (("", set(gold)), (" dense", dense)):
            print_scores(scorer, name + what, {d: gold[d] for d in gold if d in keep}, {d: predicted[d] for d in gold if d in keep})
    best = max(
        ((t / 2, *scorer.bcubed(gold, predict(propose_groups(accounts, links, least=t / 2), gold, heads))) for t in range(-4, 24)),
        key=lambda x: x[3],
    )
    print(f"proposed, best threshold here {best[0]:g} bits (the model's: {load_weights().propose:g}): B-cubed F1 {best[3]:.3f}")
    print_peers(scorer, gold, {d: f for f in filings for d in [f.report.doc] if heads.get(d) == f.account.id})
    by_account = {a: d for d, a in heads.items()}
    for name, chosen in (("joins", [k for k in links if k.joins]), ("proposals", links)):
        told = [(by_account[k.left], by_account[k.right]) for k in chosen if k.left in by_account and k.right in by_account]
        right = sum(gold[a] == gold[b] for a, b in told)
        print(f"{name:9} {right} of {len(told)} linked pairs of head accounts are of one incident ({right / max(len(told), 1):.3f})")


def print_peers(scorer: ModuleType, gold: dict[str, str], heads: dict[str, Filing]) -> None:
    """The peers' figures, at the threshold that gives each its best B-cubed."""
    profiles = {doc: make_profile(filing) for doc, filing in heads.items()}
    peers = {
        "tf-idf, 7 days": compare_tfidf({doc: filing.report.text for doc, filing in heads.items()}, profiles),
        "splink, stock": compare_splink(profiles),
    }
    for name, scored in peers.items():
        if scored is None:
            print(f"{name}: not measured, the package is not installed")
            continue
        cuts = ({**{d: f"alone:{d}" for d in gold}, **cut} for _, cut in cut_at_thresholds(sorted(heads), scored, STEPS))
        print_scores(scorer, name, gold, max(cuts, key=lambda cut: float(scorer.bcubed(gold, cut)[2])))


STEPS = [*(n / 50 for n in range(3, 50)), 0.99, 0.995, 0.999, 0.9999]
"""Thresholds tried for the peers."""


def predict(groups: Iterable[Sequence[str]], gold: dict[str, str], heads: dict[str, str]) -> dict[str, str]:
    """The group of each report, through the account that stands for it."""
    group_of = {account: group[0] for group in groups for account in group}
    return {doc: group_of.get(heads.get(doc, ""), f"alone:{doc}") for doc in gold}


def print_blocking(scorer: ModuleType, filings: Sequence[Filing], gold: dict[str, str], heads: dict[str, str]) -> None:
    """The share of true pairs of reports that are compared, and how many pairs are compared at all."""
    profiles = make_profiles(filings)
    doc_of = {account: doc for doc, account in heads.items()}
    compared = pair_profiles(profiles, len(profiles), Rarity(profiles))
    kept = set()
    for left, right in compared:
        a, b = doc_of.get(profiles[left].account), doc_of.get(profiles[right].account)
        if a is not None and b is not None:
            kept.add((min(a, b), max(a, b)))
    true = {p for p in scorer.pairs(gold) if p[0] in heads and p[1] in heads}
    share = len(true & kept) / max(len(true), 1)
    print(f"blocking keeps {share:.3f} of {len(true)} true pairs whose reports have an account; {len(compared)} pairs compared")


def print_scores(scorer: ModuleType, name: str, gold: dict[str, str], predicted: dict[str, str]) -> None:
    """B-cubed, pairs, false merges (incidents put together) and false splits (incidents taken apart)."""
    precision, recall, f1 = scorer.bcubed(gold, predicted)
    true, said = scorer.pairs(gold), scorer.pairs(predicted)
    hit = len(true & said)
    pair_f1 = 2 * hit / max(len(true) + len(said), 1)
    merged, split = defaultdict(set), defaultdict(set)
    for doc in gold:
        merged[predicted[doc]].add(gold[doc])
        split[gold[doc]].add(predicted[doc])
    merges, splits = sum(len(v) - 1 for v in merged.values()), sum(len(v) - 1 for v in split.values())
    print(
        f"{name:15} B-cubed F1 {f1:.3f} (P {precision:.3f} R {recall:.3f})  pairs F1 {pair_f1:.3f}"
        f" (P {hit / max(len(said), 1):.3f} R {hit / max(len(true), 1):.3f})  false merges {merges}, false splits {splits}"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
