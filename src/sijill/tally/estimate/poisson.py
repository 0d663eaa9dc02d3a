"""Log-linear models of the overlaps: Poisson counts, fitted by Newton's method, many models in one compiled loop.

Fienberg, "The multiple recapture census for closed populations and incomplete 2^k contingency tables", Biometrika 59 (1972);
Cormack, "Log-linear models for capture-recapture", Biometrics 45 (1989). The expected count of the combination of no list is
exp(intercept); its variance follows Rivest and Baillargeon, "Applications and extensions of Chao's moment estimator", Biometrics 63
(2007): var N = exp(a) + exp(2a) var(a).
"""

import math

import numpy as np

from sijill.tally.estimate.compiled import Flags, Floats, Integers, compiled
from sijill.tally.estimate.existence import EXISTS, NOT_CONVERGED, check_existence, reduce_design

STEPS = 60
"""Newton steps; tables of real lists took at most 12."""


@compiled
def cholesky_solve(matrix: Floats, right: Floats) -> bool:
    """Solve in place: `matrix` (p, p) becomes its lower Cholesky factor, `right` (p,) the solution; False where it is not definite."""
    p = matrix.shape[0]
    for j in range(p):
        diagonal = matrix[j, j]
        for k in range(j):
            diagonal -= matrix[j, k] * matrix[j, k]
        if not diagonal > 1e-13 * (1.0 + matrix[j, j]):
            return False
        root = math.sqrt(diagonal)
        matrix[j, j] = root
        for i in range(j + 1, p):
            value = matrix[i, j]
            for k in range(j):
                value -= matrix[i, k] * matrix[j, k]
            matrix[i, j] = value / root
    for i in range(p):
        for k in range(i):
            right[i] -= matrix[i, k] * right[k]
        right[i] /= matrix[i, i]
    for i in range(p - 1, -1, -1):
        for k in range(i + 1, p):
            right[i] -= matrix[k, i] * right[k]
        right[i] /= matrix[i, i]
    return True


@compiled
def log_likelihood(counts: Floats, means: Floats) -> float:
    """Poisson log-likelihood with all its constants; 0 log 0 is 0."""
    total = 0.0
    for i in range(len(counts)):
        total -= means[i] + math.lgamma(counts[i] + 1.0)
        if counts[i] > 0.0:
            total += counts[i] * math.log(means[i])
    return total


@compiled
def fit_poisson(design: Floats, counts: Floats, offset: Floats) -> tuple[bool, Floats, Floats, Floats]:
    """Maximum likelihood of counts (cells,) ~ Poisson(exp(offset + design @ beta)) for a design (cells, p) of full column rank.

    Gives whether it converged, beta (p,), the means (cells,) and the variance of each beta (p,).
    """
    cells, p = design.shape
    beta, eta, means = np.zeros(p), np.empty(cells), np.empty(cells)
    for i in range(cells):
        means[i] = counts[i] + 0.5
        eta[i] = math.log(means[i]) - offset[i]
    matrix, right = np.empty((p, p)), np.empty(p)
    best = -np.inf
    converged = False
    for step in range(STEPS):
        matrix[:] = 0.0
        right[:] = 0.0
        for i in range(cells):
            # the first step is weighted least squares on the counts themselves, later ones move from beta
            pull = means[i] * eta[i] + counts[i] - means[i] if step == 0 else counts[i] - means[i]
            for a in range(p):
                x = design[i, a]
                if x != 0.0:
                    right[a] += x * pull
                    for b in range(a + 1):
                        matrix[a, b] += x * design[i, b] * means[i]
        if not cholesky_solve(matrix, right):
            break
        scale = 1.0
        for _ in range(30):
            moved = beta + scale * right
            for i in range(cells):
                value = 0.0
                for a in range(p):
                    value += design[i, a] * moved[a]
                eta[i] = value
                means[i] = math.exp(min(value + offset[i], 700.0))
            now = log_likelihood(counts, means)
            if now >= best - 1e-9 * (1.0 + abs(best)) and np.isfinite(now):
                break
            scale *= 0.5
        beta = moved
        change = 0.0
        for a in range(p):
            change = max(change, abs(scale * right[a]) / (1.0 + abs(beta[a])))
        best = now
        if step > 0 and change < 1e-10:
            converged = True
            break
    variance = np.empty(p)
    for a in range(p):
        # the factor of the last step: at convergence that of the information
        right[:] = 0.0
        right[a] = 1.0
        total = 0.0
        for i in range(a, p):
            for k in range(a, i):
                right[i] -= matrix[i, k] * right[k]
            right[i] /= matrix[i, i]
            total += right[i] * right[i]
        variance[a] = total
    return converged, beta, means, variance


@compiled
def fit_models(design: Floats, members: Flags, counts: Floats) -> tuple[Floats, Integers]:
    """Fit every model to the same counts.

    `design` is (cells, terms), its first column the intercept; `members` (models, terms) says which terms a model has; `counts`
    (cells,). Gives (models, 4): log of the expected unlisted, its variance, log-likelihood, number of parameters (those at minus
    infinity included: they were fitted too); and (models,) one of EXISTS, NOT_IDENTIFIED, NO_ESTIMATE, NOT_CONVERGED.
    """
    models = members.shape[0]
    found = np.full((models, 4), np.nan)
    status = np.empty(models, dtype=np.int64)
    for m in range(models):
        found[m, 3] = members[m].sum()
        reduced, numbers = reduce_design(design, members[m], counts)
        status[m] = check_existence(reduced, numbers)
        if status[m] != EXISTS:
            continue
        converged, beta, means, variance = fit_poisson(reduced, numbers, np.zeros(len(numbers)))
        if not converged:
            status[m] = NOT_CONVERGED
            continue
        found[m, 0] = beta[0]
        found[m, 1] = variance[0]
        found[m, 2] = log_likelihood(numbers, means)
    return found, status
