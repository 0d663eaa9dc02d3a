"""Profile-likelihood intervals of the number of persons under one log-linear model.

Cormack, "Interval estimation for mark-recapture studies of closed populations", Biometrics 48 (1992): for a fixed number N the cell of
no list holds N - n persons, and the multinomial likelihood of the full table is that of the Poisson fit to it.
"""

import math
from collections.abc import Callable

import numpy as np

from sijill.tally.estimate.compiled import Floats
from sijill.tally.estimate.existence import reduce_design
from sijill.tally.estimate.normal import half_drop
from sijill.tally.estimate.poisson import fit_poisson

FARTHEST = 1e6
"""Times the listed persons: an interval that is still open there has no upper end that a table could tell."""


def profile_interval(design: Floats, counts: Floats, level: float = 0.95) -> tuple[float, float, float | None]:
    """Where the multinomial likelihood is highest, and the lower and upper end of the interval; persons in all.

    `design` is (cells, terms) of 0 and 1 with the intercept first, `counts` (cells,). The upper end is null where there is none.
    """
    reduced, kept = reduce_design(design, np.ones(design.shape[1], dtype=np.bool_), counts)
    listed = float(counts.sum())
    full = np.vstack([np.eye(1, reduced.shape[1]), reduced])

    def height(unlisted: float) -> float:
        table = np.concatenate([[unlisted], kept])
        _, _, means, _ = fit_poisson(full, table, np.zeros(len(table)))
        total = listed + unlisted
        fit = math.lgamma(total + 1) - math.lgamma(unlisted + 1) + (unlisted * math.log(means[0] / total) if unlisted > 0 else 0.0)
        some = kept > 0
        return float(fit + kept[some] @ np.log(means[1:][some] / total))

    peak = _highest(height, listed)
    floor = height(peak) - half_drop(level)
    low = 0.0 if height(0.0) >= floor else _crossing(height, floor, 0.0, peak)
    far = max(2 * peak, listed)
    while height(far) >= floor and far < FARTHEST * listed:
        far *= 2
    high = listed + _crossing(height, floor, far, peak) if height(far) < floor else None
    return listed + peak, listed + low, high


def _highest(height: Callable[[float], float], scale: float) -> float:
    """Golden section on the logarithm of 1 + unlisted: the profile has one hill."""
    golden = (math.sqrt(5) - 1) / 2
    a, b = 0.0, math.log1p(FARTHEST * scale)
    c, d = b - golden * (b - a), a + golden * (b - a)
    left, right = height(math.expm1(c)), height(math.expm1(d))
    while b - a > 1e-10:
        if left >= right:
            b, d, right = d, c, left
            c = b - golden * (b - a)
            left = height(math.expm1(c))
        else:
            a, c, left = c, d, right
            d = a + golden * (b - a)
            right = height(math.expm1(d))
    return math.expm1((a + b) / 2)


def _crossing(height: Callable[[float], float], floor: float, outside: float, inside: float) -> float:
    """Where the profile passes `floor` between a place below it and one above it; to a thousandth of a person."""
    while abs(outside - inside) > 1e-3:
        middle = (outside + inside) / 2
        if height(middle) >= floor:
            inside = middle
        else:
            outside = middle
    return (outside + inside) / 2
