"""Estimates from few assumptions: Chapman's for two lists, Chao's lower bounds, and lists that do not depend on each other.

Chapman, "Some properties of the hypergeometric distribution", University of California Publications in Statistics 1 (1951), variance
by Seber, The Estimation of Animal Abundance (1982), 3.1.4. Chao, "Estimating the population size for capture-recapture data with
unequal catchability", Biometrics 43 (1987), as the log-linear lower bounds Mh and Mth of Rivest and Baillargeon, Biometrics 63 (2007).
"""

import math

import numpy as np

from sijill.model import Estimate, Notice
from sijill.tally.estimate.compiled import Floats, Integers
from sijill.tally.estimate.existence import EXISTS, check_existence
from sijill.tally.estimate.hierarchy import describe_model, design_of, terms_of
from sijill.tally.estimate.histories import Histories
from sijill.tally.estimate.normal import log_normal_bounds
from sijill.tally.estimate.poisson import fit_poisson
from sijill.tally.estimate.profile import profile_interval

MOST_LISTS = 10
"""Lists for methods that go through the whole table of 2**lists cells."""


def estimate_pair(histories: Histories, level: float = 0.95) -> Estimate:
    """Chapman's estimate from two lists. More lists: the first two are not singled out, nothing is given."""
    if histories.lists != 2:
        return Estimate("chapman", histories.listed, notices=(Notice("two_lists_only"),))
    first, second = (int(size) for size in histories.sizes)
    both = first + second - histories.listed
    if both == 0:
        return Estimate("chapman", histories.listed, notices=(Notice("no_overlap"),))
    total = (first + 1) * (second + 1) / (both + 1) - 1
    variance = (first + 1) * (second + 1) * (first - both) * (second - both) / ((both + 1) ** 2 * (both + 2))
    unlisted = total - histories.listed
    low, high = _bounds(unlisted, variance, level)
    return Estimate(
        method="chapman",
        listed=histories.listed,
        estimate=total,
        low=histories.listed + low,
        high=histories.listed + high,
        level=level,
        interval="log-normal",
        diagnostics={"standard_error": math.sqrt(variance), "overlap": both},
    )


def _bounds(unlisted: float, variance: float, level: float) -> tuple[float, float]:
    """Chao's 1987 interval: the logarithm of the unlisted is taken for normal."""
    if unlisted <= 0 or variance <= 0:
        return 0.0, max(unlisted, 0.0)
    return log_normal_bounds(math.log(unlisted), math.log1p(variance / unlisted**2), level)


def estimate_independent(histories: Histories, level: float = 0.95) -> Estimate:
    """Lists that do not depend on each other, each person equally easy to find: the model Mt, with its profile interval."""
    if histories.lists > MOST_LISTS:
        return Estimate("independent", histories.listed, notices=(_too_many(histories),))
    terms = terms_of(histories.lists, 1)
    design, counts = design_of(histories.lists, terms), histories.table()
    if check_existence(design, counts) != EXISTS:
        return Estimate("independent", histories.listed, notices=(Notice("no_overlap"),))
    _, beta, _, variance = fit_poisson(design, counts, np.zeros(len(counts)))
    _, low, high = profile_interval(design, counts, level)
    unlisted = math.exp(beta[0])
    return Estimate(
        method="independent",
        listed=histories.listed,
        estimate=histories.listed + unlisted,
        low=low,
        high=high,
        level=level,
        interval="profile",
        model=describe_model(np.ones(len(terms), dtype=np.bool_), terms, histories.names),
        diagnostics={"standard_error": math.sqrt(unlisted + unlisted**2 * float(variance[0]))},
    )


def bound_alike(histories: Histories, level: float = 0.95) -> Estimate:
    """Chao's lower bound Mh: persons differ in how easily they are listed, the lists do not differ among each other."""
    lists = histories.lists
    on = np.arange(1, lists + 1, dtype=np.int64)
    base = np.column_stack([np.ones(lists), on.astype(np.float64)])
    offset = np.array([math.log(math.comb(lists, k)) for k in on])
    return _bound("chao", histories, base, on, histories.on_several.astype(np.float64), offset, level)


def bound_lists(histories: Histories, level: float = 0.95) -> Estimate:
    """Chao's lower bound Mth: persons differ in how easily they are listed, and lists differ in how much they cover."""
    if histories.lists > MOST_LISTS:
        return Estimate("chao_lists", histories.listed, notices=(_too_many(histories),))
    base = design_of(histories.lists, terms_of(histories.lists, 1))
    counts = histories.table()
    return _bound("chao_lists", histories, base, base[:, 1:].sum(axis=1).astype(np.int64), counts, np.zeros(len(counts)), level)


def _too_many(histories: Histories) -> Notice:
    return Notice("too_many_lists", {"lists": histories.lists, "most": MOST_LISTS})


def _bound(method: str, histories: Histories, base: Floats, on: Integers, counts: Floats, offset: Floats, level: float) -> Estimate:
    """`base` (cells, p) with the intercept first; `on` (cells,) how many lists a cell stands for."""
    several = histories.on_several
    if check_existence(base, counts) != EXISTS or several[1:].sum() == 0:
        return Estimate(method, histories.listed, notices=(Notice("no_overlap"),))
    design = _bend(base, on, counts, offset)
    _, beta, _, variance = fit_poisson(design, counts, offset)
    unlisted = math.exp(beta[0])
    if method == "chao_lists":
        _, low, high = profile_interval(design, counts, level)
    else:
        below, above = _bounds(unlisted, unlisted + unlisted**2 * float(variance[0]), level)
        low, high = histories.listed + below, histories.listed + above
    return Estimate(
        method=method,
        listed=histories.listed,
        estimate=histories.listed + unlisted,
        low=low,
        high=high,
        level=level,
        interval="profile" if method == "chao_lists" else "log-normal",
        diagnostics={
            "standard_error": math.sqrt(unlisted + unlisted**2 * float(variance[0])),
            "on_one_list": int(several[0]),
            "on_two_lists": int(several[1]),
        },
        notices=(Notice("lower_bound"),),
    )


def _bend(base: Floats, on: Integers, counts: Floats, offset: Floats) -> Floats:
    """`base` with those of the columns (on - 2)+, (on - 3)+, … that the likelihood wants with a coefficient above 0.

    Whatever the mixture of persons is, the logarithm of the expected counts bends upwards in the number of lists (moments of a mixture
    are log-convex), so the coefficients must not be below 0: an active set, one column in at a time, those below 0 out again.
    """
    bends = np.column_stack([np.maximum(on - j, 0) for j in range(2, int(on.max()))] or [np.zeros((len(on), 0))]).astype(np.float64)
    chosen: list[int] = []
    barred: set[int] = set()
    while True:
        design = np.column_stack([base, bends[:, chosen]])
        _, beta, means, _ = fit_poisson(design, counts, offset)
        if negative := [c for c, b in zip(chosen, beta[base.shape[1] :], strict=True) if b < 0]:
            chosen = [c for c in chosen if c not in negative]
            barred.update(negative)
            continue
        pull = bends.T @ (counts - means)
        wanted = [
            j for j in range(bends.shape[1]) if j not in chosen and j not in barred and pull[j] > 1e-6 * (1 + counts.sum() ** 0.5)
        ]
        if not wanted:
            return design
        chosen = sorted([*chosen, max(wanted, key=lambda j: float(pull[j]))])
