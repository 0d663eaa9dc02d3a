#!/usr/bin/env python3
"""How fast the estimators are, and how often their stated 95 % intervals hold what they should.

usage: bench/estimate.py [--part speed|coverage|all] [--tables 100] [--seed 1]

Speed: seconds after compilation on published tables of overlaps, beside what the reference R packages took for the same on two cores
(Rcapture, dga, LCMCR, MultipleSystemsEstimation; measured once, not in this run), and a peer in this run: the same Poisson fits in
plain NumPy. CPU seconds are those of all threads; on a busy machine they say more. Coverage: tables drawn from 2,000 persons whose
number is known: lists that do not depend on each other, two lists that share their sources, and persons easy and hard to list.
"""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from overlaps import KOSOVO, UK5

from sijill.model import Estimate
from sijill.tally.estimate import METHODS, Choices, Histories, Settings, Table, estimate_by
from sijill.tally.estimate.bootstrap import add_choice_interval
from sijill.tally.estimate.compiled import Floats
from sijill.tally.estimate.graphs import average_graphs, decomposable_graphs
from sijill.tally.estimate.hierarchy import design_of, hierarchical_models, terms_of
from sijill.tally.estimate.latent import run_chains
from sijill.tally.estimate.loglinear import choose_model, fit_all

PERSONS = 2_000
ONE_CHAIN = Settings(chains=1)


def clock(run: Callable[[], object]) -> tuple[float, float]:
    """Seconds and CPU seconds of the best of three runs, after one that compiles."""
    run()
    best = cpu = np.inf
    for _ in range(3):
        start, used = time.perf_counter(), time.process_time()
        run()
        best, cpu = min(best, time.perf_counter() - start), min(cpu, time.process_time() - used)
    return float(best), float(cpu)


def fit_plainly() -> None:
    """The peer: the 113 models of four lists by iterated least squares in NumPy."""
    terms = terms_of(4)
    design, counts = design_of(4, terms), KOSOVO.table()
    for members in hierarchical_models(4):
        x, means = design[:, members], counts + 0.5
        for _ in range(12):
            pull = np.log(means) + (counts - means) / means
            means = np.exp(x @ np.linalg.solve(x.T @ (means[:, None] * x), x.T @ (means * pull)))


def bootstrap_all() -> Estimate:
    fits = fit_all(KOSOVO)
    return add_choice_interval(choose_model(KOSOVO, fits, "bic"), KOSOVO, fits, seed=1, bootstraps=1000, top=113)


def compare_speed() -> None:
    """A line for each job: seconds here, what was wanted, and the reference's seconds over ours."""

    def graphs() -> Estimate:
        decomposable_graphs.cache_clear()
        return average_graphs(KOSOVO, most_unlisted=22_000)

    jobs: list[tuple[str, Callable[[], object], float, float]] = [
        ("113 log-linear models, Kosovo", lambda: fit_all(KOSOVO), 0.5, 1.55),
        ("BIC over 113 models, 1,000 bootstraps", bootstrap_all, 5.0, 22.8),
        ("BIC over 6,893 models, UK5", lambda: choose_model(UK5, fit_all(UK5), "bic"), 10.0, 44.4),
        ("61 decomposable graphs, Kosovo", graphs, 0.1, 0.16),
        ("latent classes, Kosovo, K=10, 110,000 iterations", lambda: run_chains(KOSOVO, ONE_CHAIN, 1), 2.5, 3.3),
        ("the same, four chains", lambda: run_chains(KOSOVO, Settings(), 1), 5.0, 13.2),
    ]
    print(f"{'job':<52}{'seconds':>9}{'CPU s':>9}{'wanted':>9}{'reference / ours':>18}")
    for name, run, wanted, reference in jobs:
        took, cpu = clock(run)
        print(f"{name:<52}{took:>9.3f}{cpu:>9.3f}{wanted:>9g}{reference / took:>18.1f}{'' if took <= wanted else '  ✗'}")
    ours, plain = clock(lambda: fit_all(KOSOVO))[1], clock(fit_plainly)[1]
    print(f"113 models in plain NumPy, in this run: {plain:.3f} CPU s, {plain / ours:.0f} times ours")


def draw_table(kind: str, rng: np.random.Generator) -> Histories:
    """Four lists of PERSONS persons: independent, dependent (B takes over half of A's) or heterogeneous (a third is hard to list)."""
    chance: Floats = np.tile([0.30, 0.25, 0.20, 0.15], (PERSONS, 1))
    if kind == "heterogeneous":
        chance[: PERSONS // 3] *= 0.3
    on = rng.random((PERSONS, 4)) < chance
    if kind == "dependent":
        on[:, 1] |= on[:, 0] & (rng.random(PERSONS) < 0.5)
    seen = on[on.any(axis=1)]
    return Histories.of("ABCD", seen, np.ones(len(seen)))


def measure_coverage(tables: int, seed: int) -> None:
    """For each kind of lists and method: share of intervals with the truth, mean estimate, mean width, tables without an estimate."""
    sampler = Settings(chains=2, iterations=24_000, burn=4_000, thin=20)
    choices = Choices(bootstraps=200, top=20, sampler=sampler)
    for kind in ("independent", "dependent", "heterogeneous"):
        rng = np.random.default_rng(seed)
        found: dict[str, list[Estimate]] = {method: [] for method in METHODS if method != "chapman"}
        for _ in range(tables):
            table = Table(draw_table(kind, rng), choices)
            for method, estimates in found.items():
                estimates.append(estimate_by(method, table))
        print(f"\n{kind} lists, {PERSONS:,} persons, {tables} tables")
        print(f"{'method':<20}{'holds the truth':>16}{'mean':>9}{'mean width':>12}{'none':>6}")
        for method, estimates in found.items():
            known = [(e.estimate, e.low, e.high if e.high is not None else np.inf) for e in estimates if e.estimate is not None]
            inside = np.mean([low <= PERSONS <= high for _, low, high in known if low is not None])
            width = np.median([high - low for _, low, high in known if low is not None])
            print(
                f"{method:<20}{inside:>16.0%}{np.mean([k[0] for k in known]):>9,.0f}{width:>12,.0f}{tables - len(known):>6}", flush=True
            )


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=["speed", "coverage", "all"], default="all")
    parser.add_argument("--tables", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.part != "coverage":
        compare_speed()
    if given.part != "speed":
        measure_coverage(given.tables, given.seed)


if __name__ == "__main__":
    main()
