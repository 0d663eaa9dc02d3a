"""A model of how far totals may lie from the truth of the incidents that are counted, beside the plain bounds.

Each reported number of people killed either holds, and then the truth lies anywhere in the toll's range alike, or it is off by a
relative error with a Gumbel distribution: a reported-value-inflated Gumbel, after Vesco et al. (Journal of Conflict Resolution, 2026),
whose own parameters are for UCDP's events. Ours are measured against Airwars' ranges (`training/uncertainty.py`). Incidents are taken
as independent. It says nothing of incidents that nobody reported, nor of words without a number.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from sijill.model import DataError, Toll

DRAWS = 20_000
SEED = 1
LEVEL = 0.90
"""Draws of each total, their seed, and the share of them between the ends that are given."""


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """`holds`: the probability that a reported number holds; `location` and `scale` of the Gumbel distribution of the relative error of
    one that does not."""

    holds: float
    location: float
    scale: float


@cache
def load_uncertainty() -> Uncertainty:
    """`data/uncertainty.toml`. Raises DataError that names the field."""
    data = tomllib.loads((files("sijill") / "data" / "uncertainty.toml").read_text(encoding="utf-8"))
    try:
        found = Uncertainty(float(data["holds"]), float(data["location"]), float(data["scale"]))
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(f"data/uncertainty.toml needs holds, location and scale as numbers: {error}") from error
    if not 0 <= found.holds <= 1 or found.scale <= 0:
        raise DataError("data/uncertainty.toml: holds lies in 0..1, and scale is more than 0")
    return found


def draw_total(tolls: Sequence[Toll], model: Uncertainty, draws: int = DRAWS, seed: int = SEED) -> tuple[int, int, int]:
    """The 5th, 50th and 95th percentile of the sum of the tolls, in people (or families); tolls without a number add nothing.

    A toll that is open above is taken at its lowest number before the error; people named one by one are never fewer. The same tolls,
    in any order, give the same figures.
    """
    rng = np.random.default_rng(seed)
    total = np.zeros(draws)
    for low, high, named in sorted(_bounds(toll) for toll in tolls if toll.low is not None or toll.high is not None):
        base = low + np.floor(rng.random(draws) * (high - low + 1))
        error = model.location - model.scale * np.log(-np.log(rng.uniform(1e-12, 1, draws)))
        off = np.maximum(np.rint(base * (1 + error)), low if named else 0)
        total += np.where(rng.random(draws) < model.holds, base, off)
    ends = ((1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2)
    least, middle, most = (int(value) for value in np.quantile(total, ends, method="closest_observation"))
    return least, middle, most


def _bounds(toll: Toll) -> tuple[int, int, bool]:
    low = toll.low or 0
    return low, max(low, toll.high if toll.high is not None else low), "named" in toll.rule.split("+")
