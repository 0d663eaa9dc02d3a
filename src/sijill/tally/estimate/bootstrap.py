"""Intervals that know of the choice of a model: the BCa bootstrap over persons.

Efron, "Better bootstrap confidence intervals", JASA 82 (1987); for overlaps, with the model chosen anew in every replicate, Chan,
Silverman and Vincent, JASA 116 (2021), section 5, and Silverman, Chan and Vincent, Statistics and Computing 34 (2024).
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from sijill.model import Estimate, Notice
from sijill.tally.estimate.compiled import Flags, Floats, Integers, compiled
from sijill.tally.estimate.histories import Histories
from sijill.tally.estimate.loglinear import NEAR_ZERO, Fits
from sijill.tally.estimate.normal import STANDARD
from sijill.tally.estimate.poisson import fit_models
from sijill.tally.estimate.stepwise import step_design, step_models

TOP_MODELS = 50
"""Models among which a replicate chooses, the best of the table itself: the interval for Kosovo is the same with 10 and with all 113
(Silverman, Chan and Vincent 2024, table 2)."""


@compiled
def choose_many(design: Floats, members: Flags, tables: Floats) -> Floats:
    """(tables,) log of the expected unlisted of the model with the smallest BIC; NaN where none has an estimate.

    `design` is (cells, terms), `members` (models, terms), `tables` (tables, cells).
    """
    out = np.full(tables.shape[0], np.nan)
    for t in range(tables.shape[0]):
        found, _ = fit_models(design, members, tables[t])
        price = np.log(tables[t].sum())
        least = np.inf
        for m in range(members.shape[0]):
            score = price * found[m, 3] - 2.0 * found[m, 2]
            if score < least and found[m, 0] > np.log(NEAR_ZERO):
                least = score
                out[t] = found[m, 0]
    return out


@compiled
def step_many(design: Floats, order: Integers, tables: Floats, threshold: float) -> Floats:
    """(tables,) log of the expected unlisted by the stepwise rule for each of `tables` (tables, cells); NaN without estimate."""
    out = np.empty(tables.shape[0])
    for t in range(tables.shape[0]):
        _, log_unlisted, _ = step_models(design, order, tables[t], threshold)
        out[t] = log_unlisted
    return out


def add_choice_interval(
    estimate: Estimate, histories: Histories, fits: Fits, *, seed: int, bootstraps: int = 1000, top: int = TOP_MODELS
) -> Estimate:
    """`estimate` (the choice by BIC) with a BCa interval over `top` models; its profile interval stays among the diagnostics."""
    if estimate.estimate is None:
        return estimate
    best = np.argsort(np.where(np.isnan(fits.bic), np.inf, fits.bic), kind="stable")[: min(top, int(np.isfinite(fits.bic).sum()))]
    members = np.ascontiguousarray(fits.members[best])
    return _add_interval(
        estimate, histories, lambda tables: choose_many(fits.design, members, tables), seed, bootstraps, {"models_tried": len(best)}
    )


def add_step_interval(estimate: Estimate, histories: Histories, *, seed: int, threshold: float, bootstraps: int = 1000) -> Estimate:
    """`estimate` (the stepwise one) with a BCa interval in which every replicate steps anew."""
    if estimate.estimate is None:
        return estimate
    _, design, order = step_design(histories.lists)
    return _add_interval(estimate, histories, lambda tables: step_many(design, order, tables, threshold), seed, bootstraps, {})


def _add_interval(
    estimate: Estimate,
    histories: Histories,
    evaluate: Callable[[Floats], Floats],
    seed: int,
    bootstraps: int,
    more: dict[str, int],
) -> Estimate:
    assert estimate.estimate is not None  # noqa: S101 - the callers see to it
    table = histories.table()
    rng = np.random.default_rng(seed)
    drawn = rng.multinomial(histories.listed, table / table.sum(), size=bootstraps).astype(np.float64)
    held = np.flatnonzero(table)
    without = np.repeat(table[None, :], len(held), axis=0)
    without[np.arange(len(held)), held] -= 1.0
    point = estimate.estimate - histories.listed
    replicates = np.exp(_in_parallel(evaluate, drawn))
    left_out = np.exp(_in_parallel(evaluate, without))
    some, known = np.isfinite(replicates), np.isfinite(left_out)
    notices = list(estimate.notices)
    if (failed := int((~some).sum())) > 0:
        notices.append(Notice("replicates_without_estimate", {"replicates": failed, "of": bootstraps}))
    if some.sum() < max(20, bootstraps // 2):
        return replace(estimate, notices=tuple(notices))
    low, high = bca_interval(point, replicates[some], left_out[known], table[held][known], estimate.level)
    return replace(
        estimate,
        low=histories.listed + low,
        high=histories.listed + high,
        interval="bca",
        diagnostics={
            **estimate.diagnostics,
            **more,
            "bootstraps": bootstraps,
            f"{estimate.interval}_low": estimate.low,
            f"{estimate.interval}_high": estimate.high,
        },
        notices=tuple(notices),
    )


def _in_parallel(evaluate: Callable[[Floats], Floats], tables: Floats) -> Floats:
    """The tables split over the machine's cores: the compiled loops let other threads run. The result does not depend on how many."""
    cores = min(os.cpu_count() or 1, max(1, len(tables) // 50))
    with ThreadPoolExecutor(cores) as pool:
        return np.concatenate(list(pool.map(evaluate, np.array_split(tables, cores))))


def bca_interval(point: float, replicates: Floats, left_out: Floats, weights: Floats, level: float) -> tuple[float, float]:
    """Bias-corrected and accelerated interval.

    Parameters
    ----------
    point : the estimate from all persons
    replicates : (bootstraps,) estimates from persons drawn anew
    left_out : (groups,) estimates with one person of a group left out
    weights : (groups,) persons in each group
    level : what the interval should cover
    """
    share = (np.sum(replicates < point) + 0.5 * np.sum(replicates == point)) / len(replicates)
    bias = STANDARD.inv_cdf(min(max(float(share), 0.5 / len(replicates)), 1 - 0.5 / len(replicates)))
    pull = (weights @ left_out) / weights.sum() - left_out
    second = float(weights @ pull**2)
    speed = float(weights @ pull**3) / (6 * second**1.5) if second > 0 else 0.0

    def place(share: float) -> float:
        z = bias + STANDARD.inv_cdf(share)
        return STANDARD.cdf(bias + z / (1 - speed * z))

    low, high = np.quantile(replicates, [place(0.5 - level / 2), place(0.5 + level / 2)])
    return float(low), float(high)
