"""Bayesian latent classes: kinds of persons that differ in how likely each list is to hold them; within a kind lists are independent.

Manrique-Vallier, "Bayesian population size estimation using Dirichlet process mixtures", Biometrics 72 (2016): a Dirichlet process cut
at `classes` kinds, its concentration Gamma(shape, rate), capture probabilities uniform a priori, the number of persons with prior 1/N.
"""

import math
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from sijill.model import Estimate, EstimateError, Notice
from sijill.tally.estimate.chance import make_states
from sijill.tally.estimate.compiled import Floats, Words
from sijill.tally.estimate.diagnostics import ENOUGH, MIXED, effective_draws, effective_tails, group_chains, scale_reduction
from sijill.tally.estimate.gibbs import sample_chain, start_anywhere
from sijill.tally.estimate.histories import Histories

MOST_LISTS = 30
"""Lists that the sampler takes: see `gibbs.TINY`."""

STRETCHES = 20
"""Parts of a run after each of which progress is told."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How the sampler runs: `classes` at most, the concentration's prior, and for each of `chains` how many iterations are run,
    thrown away at first, and kept one in `thin`."""

    classes: int = 10
    shape: float = 0.25
    rate: float = 0.25
    chains: int = 4
    iterations: int = 110_000
    burn: int = 10_000
    thin: int = 100

    @property
    def draws(self) -> int:
        """Draws that a chain keeps."""
        return (self.iterations - self.burn) // self.thin

    def check(self) -> None:
        """Raises EstimateError for settings that cannot give at least 100 draws a chain."""
        if self.classes < 1 or self.chains < 1 or self.thin < 1 or self.burn < 0 or not (self.shape > 0 and self.rate > 0):
            raise EstimateError("classes, chains and thin must be 1 or more, burn 0 or more, shape and rate of the prior above 0")
        if self.draws < 100:
            raise EstimateError(
                f"{self.iterations} iterations less {self.burn} of burn-in, one in {self.thin} kept, are fewer than 100 draws a chain"
            )


def run_chains(histories: Histories, settings: Settings, seed: int, tell: Callable[[], None] = lambda: None) -> Floats:
    """(chains, draws, 4): unlisted persons, concentration, classes that hold listed persons, log-likelihood of the listed.

    The same seed gives the same draws. Chains run side by side; `tell` is called STRETCHES times for each. Raises EstimateError for
    more than 30 lists.
    """
    settings.check()
    if histories.lists > MOST_LISTS:
        raise EstimateError(f"{histories.lists} lists: the latent-class method takes at most {MOST_LISTS}")

    def stretch(state: Words, memory: Floats, draws: int) -> Floats:
        return sample_chain(
            histories.cells, histories.counts, state, memory, settings.shape, settings.rate, draws * settings.thin, settings.thin
        )

    def run(state: Words) -> Floats:
        memory = np.empty(1 + settings.classes * (histories.lists + 1))
        start_anywhere(state, memory, settings.classes)
        sample_chain(
            histories.cells, histories.counts, state, memory, settings.shape, settings.rate, settings.burn, max(1, settings.burn)
        )
        parts = []
        for part in np.array_split(np.arange(settings.draws), STRETCHES):
            parts.append(stretch(state, memory, len(part)))
            tell()
        return np.concatenate(parts)

    with ThreadPoolExecutor(min(settings.chains, os.cpu_count() or 1)) as pool:
        return np.stack(list(pool.map(run, make_states(seed, settings.chains))))


def estimate_classes(
    histories: Histories, settings: Settings | None = None, *, seed: int, level: float = 0.95, tell: Callable[[], None] = lambda: None
) -> Estimate:
    """The posterior mean and interval over all chains, with what says whether the chains can be believed."""
    settings = settings or Settings()
    if histories.on_several[1:].sum() == 0:
        return Estimate("latent_class", histories.listed, notices=(Notice("no_overlap"),))
    drawn = run_chains(histories, settings, seed, tell)
    return describe_chains(histories, drawn, settings, level)


def describe_chains(histories: Histories, drawn: Floats, settings: Settings, level: float = 0.95) -> Estimate:
    """The estimate from (chains, draws, 4) of `run_chains`.

    Chains that are stuck where the table fits much worse are left out. Chains in different modes that fit alike: nobody can tell how
    likely each mode is, so the estimate is the mean where most chains sit and the interval spans every mode. Notices say either.
    """
    totals = drawn[..., 0] + histories.listed
    tails = [0.5 - level / 2, 0.5 + level / 2]
    stuck = find_stuck_chains(histories, drawn)
    free = [chain for chain in range(len(totals)) if chain not in stuck]
    groups = [[free[chain] for chain in group] for group in group_chains(totals[free])]
    bounds = np.array([np.quantile(totals[group], tails) for group in groups])
    most = max(len(group) for group in groups)
    main = [chain for group in groups if len(group) == most for chain in group]
    apart = totals[free]
    reduction, bulk, ends = scale_reduction(apart), effective_draws(apart), effective_tails(apart)
    notices = []
    if stuck:
        means = "; ".join(f"{totals[chain].mean():,.0f}" for chain in stuck)
        notices.append(Notice("chains_stuck", {"stuck": len(stuck), "chains": len(totals), "means": means}))
    if len(groups) > 1:
        words = "; ".join(f"{len(group)} × {totals[group].mean():,.0f}" for group in groups)
        notices.append(Notice("chains_in_modes", {"modes": len(groups), "means": words}))
    elif len(free) == 1:
        notices.append(Notice("one_chain"))
    elif reduction > MIXED or min(bulk, ends) < ENOUGH:
        notices.append(Notice("chains_not_mixed", {"r_hat": f"{reduction:.3f}", "effective": round(min(bulk, ends))}))
    if (full := float((drawn[..., 2] >= settings.classes).mean())) > CROWDED:
        notices.append(Notice("classes_all_used", {"classes": settings.classes, "share": round(full, 2)}))
    return Estimate(
        method="latent_class",
        listed=histories.listed,
        estimate=float(totals[main].mean()),
        low=float(bounds[:, 0].min()),
        high=float(bounds[:, 1].max()),
        level=level,
        interval="posterior",
        model=f"{settings.classes} classes at most, {drawn[..., 2].mean():.1f} held",
        diagnostics={
            "median": float(np.median(totals[main])),
            "r_hat": reduction if math.isfinite(reduction) else None,
            "effective_bulk": bulk,
            "effective_tail": ends,
            "chains": settings.chains,
            "iterations": settings.iterations,
            "draws": int(apart.size),
            "stuck": [float(totals[chain].mean()) for chain in stuck],
            "modes": len(groups),
            "mode_means": [float(totals[group].mean()) for group in groups],
            "mode_lows": bounds[:, 0].tolist(),
            "mode_highs": bounds[:, 1].tolist(),
            "chain_means": totals.mean(axis=1).tolist(),
        },
        notices=tuple(notices),
    )


CROWDED = 0.1
"""Share of the draws in which every class holds somebody, from which on more classes should be allowed."""


DEARER = 6
"""Classes by whose price a chain may be dearer than the best: for HIV in Rome a chain that started with all ten classes held them for
60,000 iterations, and two chains of 1.5 million never went there (1.2 classes)."""

DISAGREE = 1.1
"""R-hat from which on chains evidently disagree (Gelman and Rubin 1992): only then a chain is left out for its classes, since chains
for Kosovo wander between four classes and ten without a change of the estimate."""


def find_stuck_chains(histories: Histories, drawn: Floats) -> list[int]:
    """The chains that sit in a local trap, whose mode weighs next to nothing however often chains are started there.

    By the criterion of Schwarz a class costs (lists + 1) log(listed) in twice the log-likelihood. Stuck is a chain whose best twentieth
    of draws fits worse than that of the best chain by more than one class costs; or, where chains disagree, one that with its classes
    paid for is worse by more than DEARER classes.
    """
    price = (histories.lists + 1) * math.log(histories.listed)
    fit = np.quantile(-2 * drawn[..., 3], 0.05, axis=1)
    paid = np.quantile(-2 * drawn[..., 3] + price * drawn[..., 2], 0.05, axis=1)
    worse = fit > fit.min() + price
    if scale_reduction(drawn[~worse, :, 0]) > DISAGREE:
        worse |= paid > paid[~worse].min() + DEARER * price
    stuck: list[int] = np.flatnonzero(worse).tolist()
    return stuck
