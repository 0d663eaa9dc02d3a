"""Decomposable graphs of dependence between lists, averaged by their posterior probability.

Madigan and York, "Bayesian methods for estimation of the size of a closed population", Biometrika 84 (1997): a hyper-Dirichlet prior
whose cells weigh `delta` each, all graphs alike, and a prior on the number of persons; the graph and the number are averaged together.
"""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from sijill.model import Estimate, EstimateError, Notice
from sijill.tally.estimate.compiled import Floats, Integers, compiled
from sijill.tally.estimate.histories import Histories

MOST_LISTS = 6
"""18,154 graphs for six lists; seven would have 617,675."""

PLACES = 25_000
"""Numbers of unlisted persons looked at; beyond so many a step of more than one is taken."""

FIRST_REACH, LAST_REACH = 5, 80
"""Times the listed persons: how far the numbers of unlisted go at first, and at most where the posterior reaches the end of them."""

EDGE = 1e-4
"""Posterior probability in the last twentieth of the numbers from which on they are taken further."""

NEGLIGIBLE = 25.0
"""Graphs whose best logarithm of posterior is so far below the best of all are left out: 18,154 of them weigh under 1e-6 of it."""

TOGETHER = 64
"""Graphs weighed at a time: their table stays in memory of 13 MB."""


@dataclass(frozen=True, slots=True)
class Posterior:
    """`unlisted` (numbers,) ascending, `probability` (numbers,) adding up to 1; `graph_probability` (graphs,)."""

    listed: int
    unlisted: Integers
    probability: Floats
    graph_probability: Floats

    def quantile(self, share: float) -> int:
        """The smallest number of persons in all that `share` of the posterior does not pass."""
        place = int(np.searchsorted(np.cumsum(self.probability), share))
        return self.listed + int(self.unlisted[min(place, len(self.unlisted) - 1)])

    @property
    def mean(self) -> float:
        """Mean number of persons in all."""
        return self.listed + float(self.probability @ self.unlisted)

    @property
    def mode(self) -> int:
        """Likeliest number of persons in all."""
        return self.listed + int(self.unlisted[int(np.argmax(self.probability))])

    @property
    def relative_bayes(self) -> float:
        """The number that is best under squared relative error, which Madigan and York report."""
        total = self.listed + self.unlisted
        return float((self.probability @ (1 / total)) / (self.probability @ (1.0 / total**2)))


@compiled
def factor_graph(neighbours: Integers, factors: NDArray[np.int8]) -> bool:
    """Fill `factors` (2**lists,) with how often the margin of each set of lists stands in the joint probability; False if not chordal.

    `neighbours` (lists,) are bit masks. Lists whose neighbours all know each other are taken out one by one: p(list | neighbours)
    = p(list and neighbours) / p(neighbours).
    """
    lists = len(neighbours)
    left = (1 << lists) - 1
    factors[:] = 0
    while left:
        found = -1
        for v in range(lists):
            if left >> v & 1:
                around = neighbours[v] & left
                simple = True
                for w in range(lists):
                    if around >> w & 1 and around & ~(neighbours[w] | (1 << w)):
                        simple = False
                        break
                if simple:
                    found = v
                    break
        if found < 0:
            return False
        around = neighbours[found] & left
        factors[around | (1 << found)] += 1
        factors[around] -= 1
        left &= ~(1 << found)
    factors[0] = 0  # the margin over no list is always 1
    return True


@compiled
def _all_graphs(lists: int, first: Integers, second: Integers) -> NDArray[np.int8]:
    edges = len(first)
    out = np.zeros((1 << edges, 1 << lists), dtype=np.int8)
    count = 0
    neighbours = np.zeros(lists, dtype=np.int64)
    for graph in range(1 << edges):
        neighbours[:] = 0
        for e in range(edges):
            if graph >> e & 1:
                neighbours[first[e]] |= 1 << second[e]
                neighbours[second[e]] |= 1 << first[e]
        if factor_graph(neighbours, out[count]):
            count += 1
    return out[:count].copy()


@cache
def decomposable_graphs(lists: int) -> NDArray[np.int8]:
    """(graphs, 2**lists) how often each margin stands in a graph's joint probability: 2, 8, 61, 822, 18,154 for 2 to 6."""
    pairs = [(a, b) for a in range(lists) for b in range(a + 1, lists)]
    found = _all_graphs(lists, np.array([a for a, _ in pairs]), np.array([b for _, b in pairs]))
    found.flags.writeable = False
    return found


@compiled
def log_gammas(values: Floats) -> Floats:
    """Logarithm of the gamma function of each of `values` (n,)."""
    out = np.empty(len(values))
    for i in range(len(values)):
        out[i] = math.lgamma(values[i])
    return out


def _margins(histories: Histories, unlisted: Integers, delta: float) -> Floats:
    """(2**lists, numbers) log marginal likelihood of the table of each set of lists, for each number of unlisted persons."""
    lists = histories.lists
    cells = histories.cells.astype(np.int64) @ (1 << np.arange(lists))
    whole = delta * 2**lists
    scale = math.lgamma(whole) - log_gammas(histories.listed + unlisted + whole)
    out = np.zeros((2**lists, len(unlisted)))
    for chosen in range(1, 2**lists):
        weight = delta * 2 ** (lists - chosen.bit_count())
        counts = np.bincount(cells & chosen, weights=histories.counts, minlength=1)
        fixed = math.fsum(math.lgamma(c + weight) - math.lgamma(weight) for c in counts[1:].tolist() if c)
        out[chosen] = fixed + log_gammas(counts[0] + unlisted + weight) - math.lgamma(weight) + scale
    return out


def find_posterior(
    histories: Histories, delta: float, most_unlisted: int | None = None, prior: tuple[float, float] | None = None
) -> Posterior:
    """The posterior of the number of unlisted persons and of the graphs.

    Parameters
    ----------
    histories : at most six lists
    delta : prior persons in each cell; 2**-lists weighs one person in all
    most_unlisted : the largest number looked at; by default as far as there is posterior probability
    prior : None for 1/N, else shape and scale of the gamma whose Poisson mixture is the prior of N

    Raises EstimateError for more than six lists, or a delta that is not above 0.
    """
    if histories.lists > MOST_LISTS:
        raise EstimateError(
            f"{histories.lists} lists: decomposable graphs can be gone through for at most {MOST_LISTS}; "
            "the latent-class method can take more"
        )
    if not delta > 0:
        raise EstimateError(f"delta must be above 0, not {delta:g}")
    reach = most_unlisted if most_unlisted is not None else FIRST_REACH * histories.listed
    while True:
        found = _posterior_up_to(histories, delta, reach, prior)
        edge = float(found.probability[-max(1, len(found.unlisted) // 20) :].sum())
        if most_unlisted is not None or edge < EDGE or reach >= LAST_REACH * histories.listed:
            return found
        reach *= 2


def _posterior_up_to(histories: Histories, delta: float, reach: int, prior: tuple[float, float] | None) -> Posterior:
    unlisted = np.arange(0, reach + 1, max(1, reach // PLACES), dtype=np.int64)
    absent: Floats = np.asarray(unlisted, dtype=np.float64)
    total = histories.listed + absent
    base = log_gammas(total + 1) - log_gammas(absent + 1)
    if prior is None:
        base = base - np.log(total)
    else:
        shape, scale = prior
        base = base + log_gammas(total + shape) - log_gammas(total + 1) + total * math.log(scale / (1 + scale))
    margins = _margins(histories, unlisted, delta)
    graphs = decomposable_graphs(histories.lists)
    coarse = slice(None, None, max(1, len(unlisted) // 200))
    tops = (graphs.astype(np.float64) @ margins[:, coarse] + base[coarse]).max(axis=1)
    kept = np.flatnonzero(tops > tops.max() - NEGLIGIBLE)
    by_graph, by_number = np.zeros(len(graphs)), np.zeros(len(unlisted))
    for start in range(0, len(kept), TOGETHER):
        chosen = kept[start : start + TOGETHER]
        weights = graphs[chosen].astype(np.float64) @ margins
        weights += base - tops.max()
        np.exp(weights, out=weights)
        by_graph[chosen] = weights.sum(axis=1)
        by_number += weights.sum(axis=0)
    return Posterior(histories.listed, unlisted, by_number / by_number.sum(), by_graph / by_graph.sum())


def average_graphs(
    histories: Histories,
    *,
    delta: float | None = None,
    level: float = 0.95,
    most_unlisted: int | None = None,
    prior: tuple[float, float] | None = None,
) -> Estimate:
    """The mean over all decomposable graphs, with the posterior's interval. `delta` is 2**-lists unless given."""
    delta = 2.0**-histories.lists if delta is None else delta
    posterior = find_posterior(histories, delta, most_unlisted, prior)
    if histories.on_several[1:].sum() == 0:  # the posterior would be the prior's
        return Estimate("decomposable", histories.listed, notices=(Notice("no_overlap"),))
    best = int(np.argmax(posterior.graph_probability))
    notices = []
    if float(posterior.probability[-max(1, len(posterior.unlisted) // 20) :].sum()) >= EDGE:
        notices.append(Notice("posterior_cut", {"unlisted": int(posterior.unlisted[-1])}))
    return Estimate(
        method="decomposable",
        listed=histories.listed,
        estimate=posterior.mean,
        low=posterior.quantile(0.5 - level / 2),
        high=posterior.quantile(0.5 + level / 2),
        level=level,
        interval="posterior",
        model=describe_graph(decomposable_graphs(histories.lists)[best], histories.names),
        diagnostics={
            "median": posterior.quantile(0.5),
            "mode": posterior.mode,
            "graphs": len(posterior.graph_probability),
            "probability_of_model": float(posterior.graph_probability[best]),
            "delta": delta,
        },
        notices=tuple(notices),
    )


def describe_graph(factors: NDArray[np.int8], names: tuple[str, ...]) -> str:
    """A graph by its cliques, in the lists' names."""
    held = [s for s in range(1, len(factors)) if factors[s] > 0]
    cliques = sorted(held, key=lambda s: (-s.bit_count(), [j for j in range(len(names)) if s >> j & 1]))
    return ", ".join("·".join(name for j, name in enumerate(names) if s >> j & 1) for s in cliques)
