"""Log-linear models: all of them fitted, one chosen by BIC or AIC, or all averaged.

Choice by BIC and the extended estimates of sparse tables: Silverman, Chan and Vincent, "Bootstrapping multiple systems estimates to
account for model selection", Statistics and Computing 34 (2024). Averaging by AIC weights: Buckland, Burnham and Augustin, Biometrics
53 (1997), as in the Gaza study (Jamaluddine et al., Lancet 405 (2025)).
"""

import math
from dataclasses import dataclass

import numpy as np

from sijill.model import Estimate, EstimateError, Notice
from sijill.tally.estimate.compiled import Flags, Floats, Integers
from sijill.tally.estimate.existence import EXISTS, NO_ESTIMATE, NOT_CONVERGED, NOT_IDENTIFIED
from sijill.tally.estimate.hierarchy import MOST_LISTS, describe_model, design_of, hierarchical_models, terms_of
from sijill.tally.estimate.histories import Histories
from sijill.tally.estimate.normal import mixture_quantile
from sijill.tally.estimate.poisson import fit_models
from sijill.tally.estimate.profile import profile_interval

NEAR_ZERO = 1e-6
"""Below this many expected unlisted persons the intercept has run away: the model says that nobody is missing because the table is
empty where it looks, not because it knows."""


@dataclass(frozen=True, slots=True)
class Fits:
    """Every hierarchical model of one table.

    `design` is (cells, terms), `members` (models, terms) which terms each has; the rest is (models,): `log_unlisted` and its
    `variance`, `log_likelihood`, `parameters`, `status` (see `existence`). Models without an estimate hold NaN.
    """

    terms: tuple[int, ...]
    design: Floats
    members: Flags
    counts: Floats
    log_unlisted: Floats
    variance: Floats
    log_likelihood: Floats
    parameters: Floats
    status: Integers

    @property
    def listed(self) -> float:
        """Persons on at least one list."""
        return float(self.counts.sum())

    @property
    def estimates(self) -> Floats:
        """(models,) persons in all."""
        return self.listed + np.exp(self.log_unlisted)

    @property
    def errors(self) -> Floats:
        """(models,) standard errors of `estimates` (Rivest and Baillargeon 2007)."""
        unlisted = np.exp(self.log_unlisted)
        return np.sqrt(unlisted + unlisted**2 * self.variance)

    @property
    def aic(self) -> Floats:
        """(models,) Akaike's criterion: the smaller, the better."""
        return -2 * self.log_likelihood + 2 * self.parameters

    @property
    def bic(self) -> Floats:
        """(models,) Schwarz's criterion over the listed persons: the smaller, the better."""
        return -2 * self.log_likelihood + math.log(self.listed) * self.parameters

    @property
    def deviance(self) -> Floats:
        """(models,) twice the log-likelihood below that of the counts themselves."""
        return np.asarray(2 * (_saturated(self.counts) - self.log_likelihood))


def _saturated(counts: Floats) -> float:
    return math.fsum(c * math.log(c) - c - math.lgamma(c + 1) for c in counts.tolist() if c > 0)


def fit_all(histories: Histories, order: int | None = None) -> Fits:
    """Fit every hierarchical model, of terms of at most `order` lists. Raises EstimateError for more than five lists."""
    if histories.lists > MOST_LISTS:
        raise EstimateError(
            f"{histories.lists} lists: all log-linear models can be gone through for at most {MOST_LISTS}; "
            "the stepwise and the latent-class methods can take more"
        )
    terms = terms_of(histories.lists, order)
    design, members, counts = design_of(histories.lists, terms), hierarchical_models(histories.lists, order), histories.table()
    found, status = fit_models(design, members, counts)
    away = (status == EXISTS) & ~(found[:, 0] > math.log(NEAR_ZERO))
    found[away, :3], status[away] = np.nan, NO_ESTIMATE
    return Fits(terms, design, members, counts, found[:, 0], found[:, 1], found[:, 2], found[:, 3], status)


def count_failures(fits: Fits) -> tuple[Notice, ...]:
    """What must be said of the models that have no estimate; nothing where all have one."""
    failed = {code: int((fits.status == code).sum()) for code in (NOT_IDENTIFIED, NO_ESTIMATE, NOT_CONVERGED)}
    if not any(failed.values()):
        return ()
    values: dict[str, str | int | float] = {
        "models": len(fits.status),
        "not_identified": failed[NOT_IDENTIFIED],
        "no_estimate": failed[NO_ESTIMATE] + failed[NOT_CONVERGED],
    }
    return (Notice("models_without_estimate", values),)


def choose_model(histories: Histories, fits: Fits, by: str, level: float = 0.95) -> Estimate:
    """The model with the smallest BIC or AIC (`by`), with its profile interval, which takes the model for true."""
    score = fits.bic if by == "bic" else fits.aic
    if np.isnan(score).all():
        return Estimate(f"loglinear_{by}", histories.listed, notices=(Notice("no_model"), *count_failures(fits)))
    best = int(np.nanargmin(score))
    peak, low, high = profile_interval(fits.design[:, fits.members[best]], fits.counts, level)
    notices = list(count_failures(fits))
    close = int((score - score[best] <= CLOSE).sum())
    if close > 1:
        near = fits.estimates[score - score[best] <= CLOSE]
        notices.append(Notice("close_models", {"models": close, "least": float(near.min()), "most": float(near.max())}))
    return Estimate(
        method=f"loglinear_{by}",
        listed=histories.listed,
        estimate=float(fits.estimates[best]),
        low=low,
        high=high,
        level=level,
        interval="profile",
        model=describe_model(fits.members[best], fits.terms, histories.names),
        diagnostics={
            "standard_error": float(fits.errors[best]),
            "aic": float(fits.aic[best]),
            "bic": float(fits.bic[best]),
            "deviance": float(fits.deviance[best]),
            "degrees_of_freedom": int(len(fits.counts) - fits.parameters[best]),
            "models": len(fits.status),
            "models_with_estimate": int((fits.status == EXISTS).sum()),
            "profile_peak": peak,
        },
        notices=tuple(notices),
    )


CLOSE = 2.0
"""Models within 2 of the best criterion are as well supported (Burnham and Anderson 2002, section 2.6)."""


def average_models(histories: Histories, fits: Fits, level: float = 0.95, plausible: float | None = None) -> Estimate:
    """All models weighted by exp(-AIC/2). The interval is that of the mixture of their log-normal intervals.

    `plausible` leaves out models by which more than so many times the listed persons are unlisted.
    """
    left = np.isfinite(fits.aic)
    if plausible is not None:
        left &= np.exp(fits.log_unlisted) <= plausible * fits.listed
    if not left.any():
        return Estimate("loglinear_average", histories.listed, notices=(Notice("no_model"), *count_failures(fits)))
    weights = akaike_weights(fits.aic[left])
    means, variances = fits.log_unlisted[left], fits.variance[left]
    low, high = (mixture_quantile(weights, means, variances, share) for share in (0.5 - level / 2, 0.5 + level / 2))
    notices = list(count_failures(fits))
    dropped = int((np.isfinite(fits.aic) & ~left).sum())
    if dropped:
        notices.append(Notice("implausible_models", {"models": dropped, "times": plausible or 0.0}))
    return Estimate(
        method="loglinear_average",
        listed=histories.listed,
        estimate=fits.listed + float(weights @ np.exp(means)),
        low=fits.listed + low,
        high=fits.listed + high,
        level=level,
        interval="mixture",
        model=f"{int(left.sum())} models",
        diagnostics={"models": int(left.sum()), "largest_weight": float(weights.max())},
        notices=tuple(notices),
    )


def akaike_weights(aic: Floats) -> Floats:
    """(models,) weights that add up to 1, as exp(-AIC/2)."""
    raw = np.exp(-(aic - aic.min()) / 2)
    return np.asarray(raw / raw.sum())
