#!/usr/bin/env python3
"""Compare our weights with those that Splink learns by EM on the same levels, each at its best threshold on the training reports.

usage: training/link_em.py

Splink's chances of a level between accounts of two incidents (u) come from random sampling, those between accounts of one (m) by
expectation maximisation from pairs that agree in the day, the place's name, or a word that few have; no truth is used. Ours are
cross-validated over incidents. Needs ../shared.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "training"), str(ROOT / "bench")]

import numpy as np  # noqa: E402
from link import load_scorer, make_profiles, read_filings, read_rows, spokesmen  # noqa: E402
from link_weights import CODES, SEED, Pair, as_links, compare_heads, cross_validate  # noqa: E402

from sijill.link.bulk import Bulk  # noqa: E402
from sijill.link.group import propose_groups  # noqa: E402
from sijill.link.profile import Profile  # noqa: E402
from sijill.link.score import Weights  # noqa: E402
from sijill.link.table import tabulate  # noqa: E402

RULES = ("l.first = r.first and l.last = r.last", "same_name(l.n, r.n)", "rare_words(l.n, r.n) >= 1")


def main() -> None:
    """Learn, score, print."""
    bench = ROOT.parent / "shared" / "bench"
    rows = [r for r in read_rows(bench / "airwars-dev-reports.jsonl") if not r["in_dev"]]
    gold = {r["doc"]: r["incidents"][0] for r in rows if len(r["incidents"]) == 1}
    filings = read_filings(rows)
    pairs = compare_heads(filings, gold)
    heads = set(spokesmen(filings).values())
    bits = learn_bits([p for p in make_profiles(filings) if p.account in heads])
    print("bits by EM:", ", ".join(f"{code} {bits[code]:.1f}" for code in CODES))
    scorer = load_scorer(bench)
    for name, scores in (
        ("ours, cross-validated", cross_validate(pairs, gold)),
        ("Splink's EM", np.array([sum(bits[code] for code in pair.codes) for pair in pairs])),
        ("Splink's EM, 10 bits at most", np.array([sum(max(-10, min(10, bits[code])) for code in pair.codes) for pair in pairs])),
    ):
        show_best(scorer, name, pairs, scores, gold)


def learn_bits(profiles: Sequence[Profile]) -> dict[str, float]:
    """Splink's match weight of each level, in bits; 0 where it saw none."""
    bulk = Bulk(tabulate(profiles), Weights("", -8.0, 0, 0, dict.fromkeys(CODES, 0.0), dict.fromkeys(CODES, 0.5)))
    training = bulk.linker.training
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=SEED)
    for rule in RULES:
        training.estimate_parameters_using_expectation_maximisation(rule, fix_probability_two_random_records_match=True)
    settings: Mapping[str, Any] = bulk.linker.misc.save_model_to_json()
    found = dict.fromkeys(CODES, 0.0)
    for comparison in settings["comparisons"]:
        for level in comparison["comparison_levels"]:
            m, u = level.get("m_probability"), level.get("u_probability")
            if level["label_for_charts"] in found and m and u:
                found[level["label_for_charts"]] = float(np.log2(m / u))
    return found


def show_best(scorer: Any, name: str, pairs: Sequence[Pair], scores: Any, gold: Mapping[str, str]) -> None:
    """B-cubed and pair F1 at the threshold with the best B-cubed, of 60 between the least and the greatest score; and how well the
    scores alone rank (average precision)."""
    from sklearn.metrics import average_precision_score

    same = np.array([p.same for p in pairs])
    best: tuple[float, ...] = (0.0,)
    for threshold in np.quantile(scores, 1 - np.geomspace(0.005, 0.5, 60)):
        groups = propose_groups([f"{d}.a1" for d in gold], as_links(pairs, scores, threshold))
        predicted = {a.removesuffix(".a1"): g[0] for g in groups for a in g}
        precision, recall, f1 = scorer.bcubed(dict(gold), predicted)
        said, told = scorer.pairs(dict(gold)), scorer.pairs(predicted)
        best = max(best, (f1, precision, recall, 2 * len(said & told) / (len(said) + len(told)), float(threshold)))
    f1, precision, recall, pair_f1, threshold = best
    ranked = average_precision_score(same, scores)
    figures = f"B-cubed {f1:.3f} (P {precision:.3f} R {recall:.3f}), pairs F1 {pair_f1:.3f} at {threshold:.1f} bits"
    print(f"{name}: {figures}; ranked {ranked:.3f}")


if __name__ == "__main__":
    main()
