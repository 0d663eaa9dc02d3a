"""What not knowing who is one person does to an estimate: one method over draws of the links, beside the same method on the table as
it is.

The draws are those of the links, each with its table; within a table the unlisted are log-normal (Chao 1987). Both are mixed, and the
law of total variance says how much of the spread of the logarithm of the total comes from the links (as in multiple imputation: Rubin
1987, chapter 3; for linked lists of deaths: Sadinle, Annals of Applied Statistics 12 (2018), who carries draws of linkage likewise).
"""

import math
from collections.abc import Callable, Iterable, Mapping
from statistics import NormalDist

import numpy as np

from sijill.model import Estimate, EstimateError, Notice
from sijill.tally.estimate.bounds import bound_alike
from sijill.tally.estimate.compiled import Floats
from sijill.tally.estimate.hierarchy import MOST_LISTS
from sijill.tally.estimate.histories import Histories
from sijill.tally.estimate.loglinear import choose_model, fit_all
from sijill.tally.estimate.stepwise import step_through

QUICK: Mapping[str, Callable[[Histories], Estimate]] = {
    "loglinear_bic": lambda histories: choose_model(histories, fit_all(histories), "bic"),
    "stepwise": step_through,
    "chao": bound_alike,
}
"""Methods quick enough to run on every draw: five lists take the first half a second, once for each table that differs."""

POINTS = 400
"""Points of a table's log-normal, at the middle of shares of equal weight: no chance beside that of the links."""

_NORMAL = np.array([NormalDist().inv_cdf((place + 0.5) / POINTS) for place in range(POINTS)])


def carry_linkage(
    plain: Histories,
    draws: Iterable[Histories],
    method: str = "loglinear_bic",
    level: float = 0.95,
    tell: Callable[[], None] = lambda: None,
) -> Estimate:
    """An estimate over draws of the links. `plain` is the table as it is, `tell` is called after each draw.

    `estimate` is the mean over the draws; the interval holds both what a table leaves open and what the links do. Diagnostics: `plain`
    is [estimate, low, high] by the same method on the plain table, `links` [low, high] of the draws' estimates alone, `listed_in_draws`
    [low, high] persons, `share_from_links` of the variance of the logarithm of the total (0 to 1). Draws without an estimate are
    counted and said; where they are half or more, there is no figure. Raises EstimateError for a method that is not in QUICK.
    """
    if method not in QUICK:
        raise EstimateError(f"{method!r} is too slow for draws of the links; there are: {', '.join(QUICK)}")
    if method == "loglinear_bic" and plain.lists > MOST_LISTS:
        notice = Notice("too_many_lists", {"lists": plain.lists, "most": MOST_LISTS})
        return Estimate("linkage", plain.listed, model=method, notices=(notice,))
    tails = [0.5 - level / 2, 0.5 + level / 2]
    known: dict[bytes, tuple[float, Floats] | None] = {}
    found, listed = [], []
    for table in draws:
        found.append(_spread_of(table, method, known))
        listed.append(table.listed)
        tell()
    tables = len(known)
    good = [one for one in found if one is not None]
    missing = Notice("draws_without_estimate", {"draws": len(found) - len(good), "of": len(found)})
    if 2 * len(good) <= len(found):
        return Estimate("linkage", plain.listed, model=method, notices=(missing,))
    points, totals = np.array([one[0] for one in good]), np.array([one[1] for one in good])
    low, high = np.quantile(totals, tails).tolist()
    links = np.quantile(points, tails).tolist()
    logs = np.log(totals)
    between, within = float(logs.mean(axis=1).var()), float(logs.var(axis=1).mean())
    share = between / (between + within) if between + within > 0 else 0.0
    as_it_is = _spread_of(plain, method, known)
    said = Notice("share_from_links", {"share": share, "least": links[0], "most": links[1]})
    return Estimate(
        method="linkage",
        listed=plain.listed,
        estimate=float(points.mean()),
        low=low,
        high=high,
        level=level,
        interval=f"{len(found)} draws of the links",
        model=method,
        diagnostics={
            "plain": None if as_it_is is None else [as_it_is[0], *np.quantile(as_it_is[1], tails).tolist()],
            "links": links,
            "listed_in_draws": np.quantile(listed, tails).tolist(),
            "share_from_links": share,
            "draws": len(found),
            "tables": tables,
        },
        notices=(said, *((missing,) if len(good) < len(found) else ())),
    )


def _key(table: Histories) -> bytes:
    return table.cells.tobytes() + table.counts.tobytes()


def _spread_of(table: Histories, method: str, known: dict[bytes, tuple[float, Floats] | None]) -> tuple[float, Floats] | None:
    """The estimate and (POINTS,) totals that it leaves open; None without an estimate. Tables that came before are not gone through
    again."""
    key = _key(table)
    if key not in known:
        found = QUICK[method](table)
        known[key] = None if found.estimate is None else (found.estimate, _open_totals(found, found.estimate))
    return known[key]


def _open_totals(found: Estimate, estimate: float) -> Floats:
    unlisted, error = estimate - found.listed, found.diagnostics.get("standard_error")
    if unlisted <= 0 or not isinstance(error, float):
        return np.full(POINTS, estimate)
    wide = math.sqrt(math.log1p((error / unlisted) ** 2))
    return np.asarray(found.listed + unlisted * np.exp(wide * _NORMAL))
