"""The normal distribution and log-normal mixtures, as far as intervals need them."""

import math
from statistics import NormalDist

import numpy as np

from sijill.tally.estimate.compiled import Floats

STANDARD = NormalDist()

LARGEST = 700.0
"""The largest logarithm whose number is still a float."""


def half_drop(level: float) -> float:
    """How far the log-likelihood falls at the ends of a profile interval: half the chi-squared quantile with one degree of freedom."""
    return float(STANDARD.inv_cdf(0.5 + level / 2) ** 2 / 2)


def log_normal_bounds(log_mean: float, variance: float, level: float) -> tuple[float, float]:
    """Lower and upper bound of exp(log_mean) when its logarithm is normal."""
    reach = STANDARD.inv_cdf(0.5 + level / 2) * math.sqrt(variance)
    return math.exp(log_mean - reach), math.exp(min(log_mean + reach, LARGEST))


def mixture_quantile(weights: Floats, log_means: Floats, variances: Floats, share: float) -> float:
    """Below what value `share` of a mixture of log-normals lies; all arrays are (models,), weights add up to 1."""
    spread = np.sqrt(variances)
    low, high = float((log_means - 12 * spread).min()), float((log_means + 12 * spread).max())
    for _ in range(200):
        middle = (low + high) / 2
        below = sum(w * STANDARD.cdf((middle - m) / s) for w, m, s in zip(weights, log_means, spread, strict=True))
        low, high = (middle, high) if below < share else (low, middle)
        if high - low < 1e-12 * (1 + abs(high)):
            break
    return math.exp(min((low + high) / 2, LARGEST))
