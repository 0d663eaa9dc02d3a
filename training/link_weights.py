#!/usr/bin/env python3
"""Learn the linking model's weights from the reports whose incidents are known, and write src/sijill/data/link.json.

usage: training/link_weights.py [--write]

A logistic model over the levels that pairs of reports' first headline accounts reach (those that blocking compares), so that a
level's weight is what it adds when the others are known too; weights in bits. Trained on the reports of airwars-dev-reports.jsonl that
are not in dev.jsonl and belong to one incident; measured by cross-validation over incidents. What was believed before the data
stands in link_beliefs.toml. Needs ../shared, and scipy (which comes with scikit-learn).
"""

import argparse
import hashlib
import json
import math
import re
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "bench"))

import numpy as np  # noqa: E402
from link import load_scorer, make_profiles, read_filings, read_rows, spokesmen  # noqa: E402

from sijill.link.blocking import pair_profiles  # noqa: E402
from sijill.link.bulk import Bulk  # noqa: E402
from sijill.link.comparison import compare_profiles  # noqa: E402
from sijill.link.group import propose_groups  # noqa: E402
from sijill.link.profile import Profile  # noqa: E402
from sijill.link.rarity import Rarity  # noqa: E402
from sijill.link.score import Weights, may_join  # noqa: E402
from sijill.link.sentence import SENTENCES  # noqa: E402
from sijill.link.table import tabulate  # noqa: E402
from sijill.model import Filing, Link, Reason  # noqa: E402

FOLDS = 5
STRENGTH = 1.0  # variance (nats²) of a weight around the belief; cross-validated log loss is as low up to 4, weights tamer
CODES = sorted(SENTENCES)
SEED = 1
UNSEEN = 1e-6  # the chance of a level that no two of the sampled accounts reached

BELIEFS = tomllib.loads((ROOT / "training" / "link_beliefs.toml").read_text(encoding="utf-8"))["bits"]


class Thresholds(NamedTuple):
    """Two thresholds in bits, and what they were chosen on, in words."""

    propose: float
    join: float
    evidence: list[str]


@dataclass(frozen=True)
class Pair:
    """Two reports' head accounts, compared."""

    left: str
    right: str
    codes: frozenset[str]
    joinable: bool
    same: bool


def main(arguments: list[str]) -> None:
    """Cross-validate, choose thresholds, and with --write save the model fitted on all."""
    options = argparse.ArgumentParser(description="Train linking.")
    options.add_argument("--write", action="store_true")
    bench = ROOT.parent / "shared" / "bench"
    source = bench / "airwars-dev-reports.jsonl"
    rows = [r for r in read_rows(source) if not r["in_dev"]]
    gold = {r["doc"]: r["incidents"][0] for r in rows if len(r["incidents"]) == 1}
    filings = read_filings(rows)
    pairs = compare_heads(filings, gold)
    scores = cross_validate(pairs, gold)
    chosen = choose_thresholds(load_scorer(bench), pairs, scores, gold)
    if options.parse_args(arguments).write:
        bits, prior = fit(pairs, np.ones(len(pairs), dtype=bool))
        digest = hashlib.sha256(source.read_bytes()).hexdigest()
        write_model(bits, prior, chosen, measure_chances(make_profiles(filings)), digest)


def compare_heads(filings: Sequence[Filing], gold: Mapping[str, str]) -> list[Pair]:
    """Every pair that blocking compares of accounts that stand for reports of one known incident each."""
    heads = {account: doc for doc, account in spokesmen(filings).items() if doc in gold}
    profiles = make_profiles(filings)
    rarity = Rarity(profiles)
    found = []
    for a, b in pair_profiles(profiles, len(profiles), rarity):
        left, right = heads.get(profiles[a].account), heads.get(profiles[b].account)
        if left is not None and right is not None:
            levels = compare_profiles(profiles[a], profiles[b], rarity)
            codes = frozenset(level.code for level in levels)
            found.append(Pair(left, right, codes, may_join(levels), gold[left] == gold[right]))
    return found


def fit(pairs: Sequence[Pair], chosen: Any) -> tuple[dict[str, float], float]:
    """Bits for each level and the prior, from the chosen pairs: the likeliest weights, each drawn to what we believed before.

    A level that the data hardly shows (its reports are undated, few name their victims) so keeps the belief.
    """
    from scipy.optimize import minimize

    chosen = chosen & np.array(["type_other" not in p.codes for p in pairs])  # never one incident, whatever else agrees
    matrix = as_matrix(pairs)[chosen]
    sign = np.where(np.array([p.same for p in pairs])[chosen], 1.0, -1.0)
    before = math.log(2) * np.array([*(BELIEFS[c] for c in CODES), -6.0])
    free = np.array([1.0] * len(CODES) + [0.001])  # the prior odds are the data's alone
    rows = np.hstack([matrix, np.ones((len(matrix), 1))])

    def loss(weights: Any) -> tuple[float, Any]:
        margin = sign * (rows @ weights)
        pull = free * (weights - before) / STRENGTH
        value = np.logaddexp(0, -margin).sum() + 0.5 * (pull * (weights - before)).sum()
        return value, -(rows * (sign / (1 + np.exp(margin)))[:, None]).sum(axis=0) + pull

    # what speaks for sameness never counts against it, and the reverse; every pair has type_same or type_family, so one is fixed
    bounds = [(b, b) if c == "type_same" else (0, None) if b > 0 else (None, 0) for c, b in zip(CODES, before, strict=False)]
    best = minimize(loss, before, jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)]).x / math.log(2)
    return {code: round(float(w), 2) for code, w in zip(CODES, best[:-1], strict=True)}, round(float(best[-1]), 2)


def as_matrix(pairs: Sequence[Pair]) -> Any:
    """One row a pair, one column a level."""
    column = {code: n for n, code in enumerate(CODES)}
    matrix = np.zeros((len(pairs), len(CODES)))
    for n, pair in enumerate(pairs):
        matrix[n, [column[c] for c in pair.codes]] = 1
    return matrix


def fold_of(incident: str) -> int:
    """Incidents go to folds by their id, so that the same data gives the same folds."""
    return int(hashlib.sha256(incident.encode()).hexdigest(), 16) % FOLDS


def cross_validate(pairs: Sequence[Pair], gold: Mapping[str, str]) -> Any:
    """A score in bits for each pair by models that saw neither of its incidents (the mean of two where they are in two folds)."""
    folds = np.array([[fold_of(gold[p.left]), fold_of(gold[p.right])] for p in pairs])
    matrix = as_matrix(pairs)
    by_fold = []
    for fold in range(FOLDS):
        bits, prior = fit(pairs, ~(folds == fold).any(axis=1))
        by_fold.append(prior + matrix @ np.array([bits[c] for c in CODES]))
    table = np.array(by_fold)
    index = np.arange(len(pairs))
    return (table[folds[:, 0], index] + table[folds[:, 1], index]) / 2


def choose_thresholds(scorer: Any, pairs: Sequence[Pair], scores: Any, gold: Mapping[str, str]) -> Thresholds:
    """The threshold of proposals with the best B-cubed, and of joins the lowest with pair precision of 0.97, both cross-validated;
    and what they were chosen on, in words."""
    same = np.array([p.same for p in pairs])
    true = len(scorer.pairs(dict(gold)))
    print(f"{len(pairs)} pairs compared, {same.sum()} of one incident; {true} true pairs in all; {len(gold)} reports")
    best = (0.0, 0.0)
    for threshold in np.arange(-4, 5, 0.5):
        groups = propose_groups([f"{d}.a1" for d in gold], as_links(pairs, scores, threshold))
        predicted = {a.removesuffix(".a1"): g[0] for g in groups for a in g}
        p, r, f1 = scorer.bcubed(dict(gold), predicted)
        said, told = scorer.pairs(dict(gold)), scorer.pairs(predicted)
        pair_f1 = 2 * len(said & told) / (len(said) + len(told))
        print(f"propose {threshold:5.1f}: B-cubed {f1:.3f} (P {p:.3f} R {r:.3f}), pairs F1 {pair_f1:.3f}")
        best = max(best, (f1, float(threshold)))
    joinable = np.array([p.joinable for p in pairs])
    join = 99.0
    for threshold in np.arange(8, 1.75, -0.25):  # not below 2: four to one, whatever the sample says
        chosen = joinable & (scores >= threshold)
        if chosen.any() and same[chosen].mean() >= 0.97:
            join = float(threshold)
    chosen = joinable & (scores >= join)
    evidence = [
        f"propose: the best of 18 thresholds from -4 to 4.5 bits by B-cubed F1 ({best[0]:.3f}), cross-validated on {len(gold)} reports",
        f"join: the lowest from 2 bits on with pair precision of 0.97; {same[chosen].sum()} of {chosen.sum()} right, cross-validated",
    ]
    print("\n".join(evidence))
    return Thresholds(best[1], join, evidence)


def as_links(pairs: Sequence[Pair], scores: Any, least: float) -> list[Link]:
    """Links as the groups take them, one account a report."""
    reasons = {True: (Reason("type_other", "", ""),), False: ()}
    return [
        Link(*sorted((f"{p.left}.a1", f"{p.right}.a1")), float(s), False, reasons["type_other" in p.codes], "cv")
        for p, s in zip(pairs, scores, strict=True)
        if s >= least
    ]


def measure_chances(profiles: Sequence[Profile]) -> dict[str, float]:
    """How often two accounts drawn at random reach each level: Splink's u probabilities, by random sampling."""
    linker = Bulk(tabulate(profiles), Weights("", 0, 0, 0, dict.fromkeys(CODES, 0.0), dict.fromkeys(CODES, 0.5))).linker
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=SEED)
    settings = linker.misc.save_model_to_json()
    levels = [level for comparison in settings["comparisons"] for level in comparison["comparison_levels"]]
    seen = {level["label_for_charts"]: level.get("u_probability") for level in levels}
    return {code: max(float(seen[code] or 0), UNSEEN) for code in CODES}


def write_model(bits: Mapping[str, float], prior: float, chosen: Thresholds, chances: Mapping[str, float], digest: str) -> None:
    """Save the model with the digest of what it was trained on."""
    model = {
        "name": "link-3",
        "about": "What each level of agreement between two accounts weighs, in bits (log2 of how much likelier it is between accounts "
        "of one incident than between others, the other levels known), and how often two accounts drawn at random reach it. Learned by "
        "training/link_weights.py from the reports that are not in dev.jsonl; thresholds by cross-validation over incidents.",
        "evidence": chosen.evidence,
        "trained_on": digest,
        "seed": SEED,
        "prior": prior,
        "propose": chosen.propose,
        "join": chosen.join,
        "levels": {code: {"bits": bits[code], "chance": float(f"{chances[code]:.3g}")} for code in SENTENCES},
    }
    text = json.dumps(model, ensure_ascii=False, indent=1)
    text = re.sub(r"\{\s+(\"bits\": \S+)\s+(\"chance\": \S+)\s+\}", r"{\1 \2}", text)
    (ROOT / "src" / "sijill" / "data" / "link.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
