#!/usr/bin/env python3
"""How linking's time grows: made-up accounts whose incidents are known, linked all at once at several sizes by two cores.

usage: bench/link_scale.py [SIZE …] [--picture FILE.svg]     (default 10000 30000)

The accounts have the noise of real reports (bench/_link_world.py). Timed, from accounts as they were read: their profiles, the
choice of pairs, the comparison, the groups; not the making of the accounts. CPU seconds are those of all processes; on a busy
machine they say more than the clock does. Memory is the most that this process held so far in the run, and that of the largest helper.
"""

import argparse
import gc
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from _link_world import PART, make_part

from sijill.link.bulk import Bulk
from sijill.link.group import group_accounts
from sijill.link.signing import make_profiles
from sijill.link.table import tabulate
from sijill.model import Link

CORES = 2


class Figures(NamedTuple):
    """What one size gave; seconds of CPU by stage, and by the clock."""

    size: int
    stages: dict[str, float]
    clock: float
    pairs: int
    links: int
    right_joins: int
    joins: int
    true_pairs: int
    blocked: int
    found: int
    grouped_right: int
    grouped: int
    gigabytes: float

    @property
    def cpu(self) -> float:
        """Seconds of CPU in all."""
        return sum(self.stages.values())


def main() -> int:
    """Print a line a size, and draw the curve where asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 30_000])
    parser.add_argument("--picture", type=Path, help="where to draw the curve (SVG)")
    asked = parser.parse_args()
    figures = []
    for size in asked.sizes:
        figures.append(measure(size))
        show(figures[-1])
    if asked.picture:
        draw(figures, asked.picture)
    return 0


def measure(size: int) -> Figures:
    """Make a world, link it, and compare with what is true."""
    spent = {"profiles": 0.0, "pairs": 0.0, "comparison": 0.0, "groups": 0.0}
    tables, truth = prepare(size, spent)
    begun, used = time.perf_counter(), time.process_time()
    bulk = Bulk(join(tables))
    names = bulk.connection.execute("select account from account order by n").fetchnumpy()["account"]
    found, pairs, blocked, mark = [], 0, 0, used

    def count(left: Any, right: Any) -> None:
        nonlocal pairs, blocked
        pairs += len(left)
        blocked += int((truth[left] == truth[right]).sum())

    bar = Bar(size)
    for scored in bulk.links(size, bulk.weights.propose, bar.tell, count):
        joins = (scored["match_weight"].to_numpy() >= bulk.weights.join) & bulk.may_join(scored)
        found.append((scored["n_l"].to_numpy(), scored["n_r"].to_numpy(), scored["match_weight"].to_numpy(), joins))
    bar.close()
    spent["pairs"], spent["comparison"] = bar.chosen - mark, time.process_time() - bar.chosen
    mark = time.process_time()
    left, right, score, joins = (np.concatenate(part) for part in zip(*found, strict=True))
    groups = group(names, left, right, score, joins)
    spent["groups"] = time.process_time() - mark
    clock = time.perf_counter() - begun + spent.pop("clock")
    told = truth[left] == truth[right]
    sizes = [np.unique(truth[list(held)], return_counts=True)[1] for held in groups]
    return Figures(
        size, spent, clock, pairs, len(left), int((told & joins).sum()), int(joins.sum()),
        int(sum(c * (c - 1) // 2 for c in np.bincount(np.unique(truth, return_inverse=True)[1]))), blocked, int(told.sum()),
        int(sum((c * (c - 1) // 2).sum() for c in sizes)), sum(len(held) * (len(held) - 1) // 2 for held in groups),
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20 + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20,
    )  # fmt: skip


def prepare(size: int, spent: dict[str, float]) -> tuple[list[Any], Any]:
    """The prepared tables of a world, by two processes, and the incident of each account; adds the seconds of making profiles."""
    parts = [(part, min(PART, size - part * PART), size) for part in range(-(-size // PART))]
    tables, truth, clock = [], [], 0.0
    with ProcessPoolExecutor(CORES, mp_context=get_context("spawn")) as pool:
        for table, numbers, seconds, wall in pool.map(prepare_part, parts):
            tables.append(table)
            truth.append(numbers)
            spent["profiles"] += seconds
            clock += wall
    spent["clock"] = clock / CORES
    return tables, np.concatenate(truth)


def prepare_part(given: tuple[int, int, int]) -> tuple[Any, Any, float, float]:
    """The prepared table of one part, its incidents, and the seconds (CPU, clock) that profiles and table took."""
    made = list(make_part(*given))
    gc.freeze()  # or every collection of garbage walks through what the making left
    begun, wall = time.process_time(), time.perf_counter()
    table = tabulate(make_profiles(filing for filing, _ in made))
    return table, np.array([number for _, number in made]), time.process_time() - begun, time.perf_counter() - wall


def join(tables: list[Any]) -> Any:
    """One table of all; the list is emptied, so that nothing is held twice."""
    import pyarrow as pa

    joined = pa.concat_tables(tables)
    tables.clear()
    return joined


def group(names: Any, left: Any, right: Any, score: Any, joins: Any) -> list[tuple[int, ...]]:
    """Groups as `group_accounts` makes them, of row numbers; only links among accounts that some join could bring together matter."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    graph = coo_matrix((np.ones(int(joins.sum())), (left[joins], right[joins])), shape=(len(names), len(names)))
    component = connected_components(graph, directed=False)[1]
    inside = component[left] == component[right]
    row = {name: n for n, name in enumerate(names)}
    links = [
        Link(names[a], names[b], float(s), bool(j), (), "")
        for a, b, s, j in zip(left[inside], right[inside], score[inside], joins[inside], strict=True)
    ]
    linked = sorted({end for link in links for end in (link.left, link.right)})
    return [tuple(row[name] for name in held) for held in group_accounts(linked, links)]


class Bar:
    """A progress bar of the two long stages, and when the first was done."""

    def __init__(self, size: int) -> None:
        from rich.console import Console
        from rich.progress import Progress

        self._progress = Progress(console=Console(stderr=True), transient=True)
        self._progress.start()
        self._tasks = {what: self._progress.add_task(f"{size:,}: {what}", total=1.0) for what in ("choosing pairs", "comparing")}
        self.chosen = time.process_time()

    def tell(self, what: str, share: float) -> None:
        """Show the share of a stage that is done."""
        self._progress.update(self._tasks[what], completed=share)
        if what == "choosing pairs":
            self.chosen = time.process_time()

    def close(self) -> None:
        """Take the bar away."""
        self._progress.stop()


def show(f: Figures) -> None:
    """Print the figures of one size."""
    stages = ", ".join(f"{name} {seconds:.1f}" for name, seconds in f.stages.items())
    print(
        f"{f.size:9,} accounts: {f.cpu:.1f} CPU-s ({1e6 * f.cpu / f.size:.0f} µs each; {stages}), {f.clock:.0f} s, {f.gigabytes:.1f} GB"
    )
    print(
        f"{'':10} blocking keeps {f.blocked / f.true_pairs:.3f} of {f.true_pairs:,} true pairs; {f.pairs / f.size:.0f} pairs an account"
    )
    print(f"{'':10} linked: {f.found / f.true_pairs:.3f} of the true pairs, {f.found / f.links:.3f} of {f.links:,} links are right")
    right = f.right_joins / max(f.joins, 1)
    print(f"{'':10} joined: {f.right_joins / f.true_pairs:.3f} of the true pairs, {right:.3f} of {f.joins:,} joins are right;", end=" ")
    print(f"in groups {f.grouped_right / f.true_pairs:.3f} and {f.grouped_right / max(f.grouped, 1):.3f}", flush=True)


def draw(figures: list[Figures], path: Path) -> None:
    """The curve, CPU seconds over accounts, both on logarithmic scales, beside a line of growth in proportion."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "sijill"
    from matplotlib import pyplot

    picture, axes = pyplot.subplots(figsize=(6, 4))
    sizes, seconds = [f.size for f in figures], [f.cpu for f in figures]
    axes.loglog(sizes, seconds, "o-", label="measured")
    axes.loglog(sizes, [seconds[0] * size / sizes[0] for size in sizes], "--", color="gray", label="in proportion to the first")
    axes.set_xlabel("accounts")
    axes.set_ylabel("seconds of CPU")
    axes.legend()
    axes.grid(visible=True, which="both", alpha=0.3)
    picture.savefig(path, bbox_inches="tight", metadata={"Date": None})


if __name__ == "__main__":
    sys.exit(main())
