"""Stepwise choice of pairs of lists that depend on each other, for tables too large to go through all models.

Chan, Silverman and Vincent, "Multiple systems estimation for sparse capture data", JASA 116 (2021), section 4: starting from
independent lists, the pair whose overlap is least likely under the model so far (one-sided Poisson probability of the overlap seen) is
added, as long as that probability is below a threshold and the larger model has an estimate.
"""

import math

import numpy as np

from sijill.model import Estimate, EstimateError, Notice
from sijill.tally.estimate.compiled import Flags, Floats, Integers, compiled
from sijill.tally.estimate.existence import EXISTS, check_existence, reduce_design
from sijill.tally.estimate.hierarchy import describe_model, design_of, terms_of
from sijill.tally.estimate.histories import Histories
from sijill.tally.estimate.normal import log_normal_bounds
from sijill.tally.estimate.poisson import fit_poisson

MOST_LISTS = 10
"""Lists that the stepwise method takes: the table has 2**lists cells."""

THRESHOLD = 0.02
"""Of the Poisson probability; as published (section 5: simulations on the UK's tables)."""


@compiled
def poisson_tail(seen: float, expected: float) -> float:
    """The smaller of P(X <= seen) and P(X >= seen) for X ~ Poisson(expected)."""
    if expected <= 0.0:
        return 1.0
    upper = seen > expected
    k = seen
    term = math.exp(k * math.log(expected) - expected - math.lgamma(k + 1.0))
    total = 0.0
    while term > 1e-17 * total and term > 0.0:
        total += term
        if upper:
            k += 1.0
            term *= expected / k
        else:
            term *= k / expected
            k -= 1.0
    return min(total, 1.0)


@compiled
def step_models(design: Floats, order: Integers, counts: Floats, threshold: float) -> tuple[Flags, float, float]:
    """The terms of the model chosen (terms,), and the log of its expected unlisted persons with its variance (NaN without estimate).

    `design` is (cells, terms), `order` (terms,) how many lists each term holds: 0, 1 or 2; `counts` (cells,).
    """
    cells, terms = design.shape
    members = order <= 1
    tried = np.zeros(terms, dtype=np.bool_)
    log_unlisted, variance = np.nan, np.nan
    fresh = True
    means = np.zeros(cells)
    while True:
        if fresh:
            reduced, numbers = reduce_design(design, members, counts)
            if check_existence(reduced, numbers) != EXISTS:
                return members, log_unlisted, variance
            _, beta, inner, spread = fit_poisson(reduced, numbers, np.zeros(len(numbers)))
            log_unlisted, variance = beta[0], spread[0]
            means = _spread_means(design, members, counts, inner)
            fresh = False
        best, least = -1, threshold
        for term in range(terms):
            if not members[term] and not tried[term]:
                seen, expected = 0.0, 0.0
                for cell in range(cells):
                    if design[cell, term] != 0.0:
                        seen += counts[cell]
                        expected += means[cell]
                chance = poisson_tail(seen, expected)
                if chance < least:
                    best, least = term, chance
        if best < 0:
            return members, log_unlisted, variance
        members[best] = True
        reduced, numbers = reduce_design(design, members, counts)
        fresh = check_existence(reduced, numbers) == EXISTS
        if not fresh:
            members[best] = False
            tried[best] = True


@compiled
def _spread_means(design: Floats, members: Flags, counts: Floats, inner: Floats) -> Floats:
    """(cells,) expected counts; 0 where a term with an empty margin rules."""
    cells, terms = design.shape
    means = np.zeros(cells)
    gone = np.zeros(cells, dtype=np.bool_)
    for term in range(terms):
        if members[term] and (design[:, term] * counts).sum() == 0.0:
            for cell in range(cells):
                gone[cell] = gone[cell] or design[cell, term] != 0.0
    place = 0
    for cell in range(cells):
        if not gone[cell]:
            means[cell] = inner[place]
            place += 1
    return means


def step_design(lists: int) -> tuple[tuple[int, ...], Floats, Integers]:
    """Terms of at most two lists, the design (cells, terms) and how many lists each term holds. Raises EstimateError past ten lists."""
    if lists > MOST_LISTS:
        raise EstimateError(f"{lists} lists: the stepwise method takes at most {MOST_LISTS}; the latent-class method can take more")
    terms = terms_of(lists, 2) if lists > 2 else terms_of(lists)
    return terms, design_of(lists, terms), np.array([t.bit_count() for t in terms])


def step_through(histories: Histories, threshold: float = THRESHOLD, level: float = 0.95) -> Estimate:
    """The stepwise estimate, its log-normal interval taking the chosen model for true."""
    terms, design, order = step_design(histories.lists)
    members, log_unlisted, variance = step_models(design, order, histories.table(), threshold)
    if not math.isfinite(log_unlisted) or not math.isfinite(variance):
        return Estimate("stepwise", histories.listed, notices=(Notice("no_model"),))
    low, high = log_normal_bounds(log_unlisted, variance, level)
    unlisted = math.exp(log_unlisted)
    return Estimate(
        method="stepwise",
        listed=histories.listed,
        estimate=histories.listed + unlisted,
        low=histories.listed + low,
        high=histories.listed + high,
        level=level,
        interval="log-normal",
        model=describe_model(members, terms, histories.names),
        diagnostics={
            "threshold": threshold,
            "standard_error": math.sqrt(unlisted + unlisted**2 * variance),
            "pairs": int((members & (order == 2)).sum()),
        },
    )
