"""Whether a log-linear model has an estimate at all: zero margins, identifiability, and a linear program.

Fienberg and Rinaldo, "Maximum likelihood estimation in log-linear models", Annals of Statistics 40 (2012); for overlaps of lists
Chan, Silverman and Vincent, "Multiple systems estimation for sparse capture data", JASA 116 (2021), section 3.
"""

import numpy as np

from sijill.tally.estimate.compiled import Flags, Floats, compiled

EXISTS, NOT_IDENTIFIED, NO_ESTIMATE, NOT_CONVERGED = 0, 1, 2, 3
"""What can be said of a model: its estimate exists; many estimates fit as well; the likelihood has no maximum; the search failed."""

SMALL = 1e-9
"""Below this a pivot is 0: designs hold 0 and 1, so that the pivots of up to 2**6 of them are small fractions far above it."""


@compiled
def reduce_design(design: Floats, members: Flags, counts: Floats) -> tuple[Floats, Floats]:
    """The cells and parameters that are left once parameters whose margin is 0 have gone to minus infinity.

    `design` is (cells, terms) of 0 and 1, `members` (terms,), `counts` (cells,). A term with nobody in its margin takes with it every
    cell that it stands in, whose expected count is then 0. Gives the design (kept cells, kept terms) and their counts.
    """
    cells, terms = design.shape
    keep_cell = np.ones(cells, dtype=np.bool_)
    keep_term = members.copy()
    for term in range(terms):
        if members[term]:
            margin = 0.0
            for cell in range(cells):
                margin += design[cell, term] * counts[cell]
            if margin == 0.0:
                keep_term[term] = False
                for cell in range(cells):
                    if design[cell, term] != 0.0:
                        keep_cell[cell] = False
    kept = np.empty((keep_cell.sum(), keep_term.sum()))
    numbers = np.empty(kept.shape[0])
    row = 0
    for cell in range(cells):
        if keep_cell[cell]:
            numbers[row] = counts[cell]
            column = 0
            for term in range(terms):
                if keep_term[term]:
                    kept[row, column] = design[cell, term]
                    column += 1
            row += 1
    return kept, numbers


@compiled
def null_space(matrix: Floats) -> Floats:
    """(columns, q) a basis of what `matrix` (rows, columns) takes to 0, by Gauss-Jordan elimination; q is 0 for full column rank."""
    work = matrix.copy()
    rows, columns = work.shape
    pivot_of = np.full(columns, -1)
    rank = 0
    for column in range(columns):
        best, size = -1, SMALL
        for row in range(rank, rows):
            if abs(work[row, column]) > size:
                best, size = row, abs(work[row, column])
        if best < 0:
            continue
        for k in range(columns):
            work[rank, k], work[best, k] = work[best, k], work[rank, k]
        scale = work[rank, column]
        for k in range(columns):
            work[rank, k] /= scale
        for row in range(rows):
            if row != rank and work[row, column] != 0.0:
                factor = work[row, column]
                for k in range(columns):
                    work[row, k] -= factor * work[rank, k]
        pivot_of[column] = rank
        rank += 1
    basis = np.zeros((columns, columns - rank))
    free = 0
    for column in range(columns):
        if pivot_of[column] < 0:
            basis[column, free] = 1.0
            for other in range(columns):
                if pivot_of[other] >= 0:
                    basis[other, free] = -work[pivot_of[other], column]
            free += 1
    return basis


@compiled
def has_positive_weights(rows: Floats) -> bool:
    """Whether weights w, all above 0, make w @ rows = 0. `rows` is (z, q). Phase one of the simplex method, Bland's rule.

    By Stiemke's lemma just then no direction d leaves rows @ d at or below 0 without being 0: the likelihood has a maximum. The
    weights are scaled to be 1 or more, so that with v = w - 1 the question is whether rows.T @ v = -rows.T @ 1 for some v >= 0.
    """
    z, q = rows.shape
    tableau = np.zeros((q + 1, z + q + 1))
    for i in range(q):
        right = -rows[:, i].sum()
        sign = 1.0 if right >= 0.0 else -1.0
        for j in range(z):
            tableau[i, j] = sign * rows[j, i]
        tableau[i, z + i] = 1.0
        tableau[i, z + q] = sign * right
        tableau[q, :z] -= tableau[i, :z]
        tableau[q, z + q] -= tableau[i, z + q]
    basic = np.arange(z, z + q)
    while True:
        enter = -1
        for j in range(z):
            if tableau[q, j] < -SMALL:
                enter = j
                break
        if enter < 0:
            return bool(tableau[q, z + q] > -1e-7)
        leave, least = -1, np.inf
        for i in range(q):
            if tableau[i, enter] > SMALL:
                ratio = tableau[i, z + q] / tableau[i, enter]
                if ratio < least - SMALL or (ratio < least + SMALL and leave >= 0 and basic[i] < basic[leave]):
                    leave, least = i, ratio
        if leave < 0:
            return False
        tableau[leave] /= tableau[leave, enter]
        for i in range(q + 1):
            if i != leave and tableau[i, enter] != 0.0:
                tableau[i] -= tableau[i, enter] * tableau[leave]
        basic[leave] = enter


@compiled
def check_existence(design: Floats, counts: Floats) -> int:
    """EXISTS, NOT_IDENTIFIED or NO_ESTIMATE for a reduced design (cells, terms) of 0 and 1 and its `counts` (cells,)."""
    positive = counts > 0.0
    basis = null_space(design[positive])
    if basis.shape[1] == 0:
        return EXISTS
    empty = _product(design[~positive], basis)
    if null_space(empty).shape[1] > 0:
        return NOT_IDENTIFIED
    return EXISTS if has_positive_weights(empty) else NO_ESTIMATE


@compiled
def _product(left: Floats, right: Floats) -> Floats:
    """left @ right; written out, since the compiled operator needs SciPy's BLAS, which is no dependency of ours."""
    out = np.zeros((left.shape[0], right.shape[1]))
    for i in range(left.shape[0]):
        for j in range(right.shape[1]):
            for k in range(left.shape[1]):
                out[i, j] += left[i, k] * right[k, j]
    return out
