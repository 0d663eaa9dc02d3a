"""Estimates over strata: each stratum's models averaged on their own, the unlisted added up.

After the Gaza study (Jamaluddine et al., Lancet 405 (2025)): persons who are alike in age and sex are more alike in how likely a list
is to hold them; models by which implausibly many are unlisted are left out; a value that is not stated is imputed at random, several
times. The intervals are our own: draws of model and number in each stratum, added up.
"""

from collections.abc import Mapping

import numpy as np

from sijill.model import Estimate, Notice
from sijill.tally.estimate.compiled import Floats
from sijill.tally.estimate.hierarchy import MOST_LISTS
from sijill.tally.estimate.histories import Histories
from sijill.tally.estimate.loglinear import akaike_weights, fit_all

PLAUSIBLE = 5.0
"""Times the listed persons that may be unlisted in a stratum by a model that is kept (the Gaza study's cut)."""

IMPUTATIONS = 10
"""Random imputations of strata that are not stated (as many as in the Gaza study's replication)."""

DRAWS = 2000
"""Draws of each stratum in each imputation."""


def estimate_strata(
    tables: Mapping[str, Histories], *, seed: int, level: float = 0.95, plausible: float = PLAUSIBLE, draws: int = DRAWS
) -> Estimate:
    """Persons in all over the strata of `tables`; those under "" have no stated stratum.

    A stratum without an estimate leaves no estimate at all, since to leave its unlisted persons out would be to count them as none.
    """
    listed = sum(table.listed for table in tables.values())
    lists = max(table.lists for table in tables.values())
    if lists > MOST_LISTS:
        return Estimate("strata", listed, notices=(Notice("too_many_lists", {"lists": lists, "most": MOST_LISTS}),))
    stated = {value: table for value, table in tables.items() if value}
    if len(stated) < 2:
        return Estimate("strata", listed, notices=(Notice("one_stratum"),))
    rng = np.random.default_rng(seed)
    unknown = tables.get("")
    means, sums = [], []
    failed: set[str] = set()
    for _ in range(IMPUTATIONS if unknown else 1):
        filled = _impute(stated, unknown, rng) if unknown else stated
        mean, total = 0.0, np.zeros(draws)
        for value, table in filled.items():
            found = _draw_unlisted(table, rng, draws, plausible)
            if found is None:
                failed.add(value)
            else:
                mean, total = mean + found[0], total + found[1]
        means.append(mean)
        sums.append(total)
    notices = [Notice("strata_imputed", {"persons": unknown.listed, "times": IMPUTATIONS})] if unknown else []
    if failed:
        return Estimate("strata", listed, notices=(Notice("strata_without_estimate", {"strata": ", ".join(sorted(failed))}), *notices))
    low, high = np.quantile(np.concatenate(sums), [0.5 - level / 2, 0.5 + level / 2])
    return Estimate(
        method="strata",
        listed=listed,
        estimate=listed + float(np.mean(means)),
        low=listed + float(low),
        high=listed + float(high),
        level=level,
        interval="draws",
        model=f"{len(stated)} strata",
        diagnostics={"strata": len(stated), "not_stated": unknown.listed if unknown else 0, "plausible": plausible},
        notices=tuple(notices),
    )


def _draw_unlisted(table: Histories, rng: np.random.Generator, draws: int, plausible: float) -> tuple[float, Floats] | None:
    """Mean of the unlisted and (draws,) of them; None where no model has a plausible estimate."""
    if int((table.sizes > 0).sum()) < 2:
        return None
    fits = fit_all(table.without_empty_lists()[0])
    left = np.isfinite(fits.aic) & (np.exp(fits.log_unlisted) <= plausible * fits.listed)
    if not left.any():
        return None
    weights = akaike_weights(fits.aic[left])
    means, spread = fits.log_unlisted[left], np.sqrt(fits.variance[left])
    chosen = rng.choice(len(weights), size=draws, p=weights)
    return float(weights @ np.exp(means)), np.exp(means[chosen] + spread[chosen] * rng.standard_normal(draws))


def _impute(stated: Mapping[str, Histories], unknown: Histories, rng: np.random.Generator) -> dict[str, Histories]:
    """Each person without a stratum put into one by chance, as those on just the same lists are spread, else as all are."""
    values = list(stated)
    overall = np.array([float(stated[value].listed) for value in values])
    added: dict[str, tuple[list[list[int]], list[int]]] = {value: ([], []) for value in values}
    for cell, count in zip(unknown.cells, unknown.counts, strict=True):
        alike = np.array([float(t.counts[(t.cells == cell).all(axis=1)].sum()) for t in stated.values()])
        shares = alike if alike.sum() else overall
        for value, number in zip(values, rng.multinomial(int(count), shares / shares.sum()), strict=True):
            added[value][0].append(cell.tolist())
            added[value][1].append(int(number))
    return {
        value: Histories.of(table.names, [*table.cells.tolist(), *added[value][0]], [*table.counts.tolist(), *added[value][1]])
        for value, table in stated.items()
    }
