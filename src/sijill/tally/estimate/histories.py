"""Capture histories: for every combination of lists, how many persons are on just those."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sijill.model import EstimateError
from sijill.tally.estimate.compiled import Floats, Integers


@dataclass(frozen=True, slots=True)
class Histories:
    """Which lists hold which persons.

    `cells` is (n_cells, n_lists), uint8, 1 where the persons of a row are on a list; rows are distinct, never all 0, and sorted.
    `counts` is (n_cells,), int64, above 0: persons. Combinations that nobody has are left out. `names` are the lists' names.
    """

    names: tuple[str, ...]
    cells: NDArray[np.uint8]
    counts: Integers

    @classmethod
    def of(cls, names: Sequence[str], cells: ArrayLike, counts: ArrayLike) -> "Histories":
        """Checked and brought into order: rows of the same combination are added up, rows of nobody left out.

        Parameters
        ----------
        names : (n_lists,) names of the lists
        cells : (n_rows, n_lists) of 0 and 1
        counts : (n_rows,) whole numbers, 0 or more; persons

        Raises EstimateError where the shapes differ, a cell is neither 0 nor 1, a count is not a whole number or below 0, somebody is
        on no list (those are what is to be estimated), there is nobody, or there are fewer than two lists.
        """
        rows, numbers = np.atleast_2d(np.asarray(cells, dtype=np.float64)), np.asarray(counts, dtype=np.float64)
        if rows.ndim != 2 or rows.shape != (len(numbers), len(names)):
            raise EstimateError(f"{rows.shape} cells do not fit {len(numbers)} counts and {len(names)} lists")
        if len(names) < 2:
            raise EstimateError("one list cannot say what it leaves out: an estimate needs at least two lists of the same persons")
        if bad := np.flatnonzero(~np.isin(rows, (0.0, 1.0)).all(axis=1)).tolist():
            raise EstimateError(f"row {bad[0] + 1}: a cell is neither 0 nor 1")
        if bad := np.flatnonzero((numbers < 0) | (numbers != np.floor(numbers)) | ~np.isfinite(numbers)).tolist():
            raise EstimateError(f"row {bad[0] + 1}: the count {numbers[bad[0]]:g} is not a whole number of persons, 0 or more")
        if bad := np.flatnonzero((numbers > 0) & ~rows.any(axis=1)).tolist():
            raise EstimateError(f"row {bad[0] + 1}: {numbers[bad[0]]:g} persons on no list; how many those are is what is estimated")
        some = numbers > 0
        if not some.any():
            raise EstimateError("nobody is on any list: there is nothing to estimate from")
        unique, where = np.unique(rows[some].astype(np.uint8), axis=0, return_inverse=True)
        totals = np.bincount(where.ravel(), weights=numbers[some]).astype(np.int64)
        return cls(tuple(names), unique, totals)

    @property
    def listed(self) -> int:
        """Persons on at least one list."""
        return int(self.counts.sum())

    @property
    def lists(self) -> int:
        """How many lists there are."""
        return len(self.names)

    @property
    def sizes(self) -> Integers:
        """(n_lists,) persons on each list."""
        return np.asarray(self.counts @ self.cells.astype(np.int64))

    @property
    def on_several(self) -> Integers:
        """(n_lists,) how many persons are on exactly 1, 2, … lists."""
        on = self.cells.sum(axis=1).astype(np.int64)
        return np.bincount(on, weights=self.counts, minlength=self.lists + 1).astype(np.int64)[1:]

    def table(self) -> Floats:
        """(2**n_lists - 1,) counts of every combination but that of no list; bit j of (index + 1) says whether list j is in it."""
        full = np.zeros(2**self.lists, dtype=np.float64)
        np.add.at(full, self.cells.astype(np.int64) @ (1 << np.arange(self.lists)), self.counts)
        return full[1:]

    def without_empty_lists(self) -> tuple["Histories", tuple[str, ...]]:
        """Without the lists that nobody is on, and their names. Raises EstimateError where fewer than two lists are left."""
        held = self.sizes > 0
        if held.all():
            return self, ()
        names = tuple(name for name, some in zip(self.names, held, strict=True) if some)
        kept = Histories.of(names, self.cells[:, held], self.counts)
        return kept, tuple(name for name, some in zip(self.names, held, strict=True) if not some)


def histories_of_records(names: Sequence[str], records: ArrayLike) -> Histories:
    """Histories from one row a person: `records` is (n_persons, n_lists) of 0 and 1. Raises EstimateError as `Histories.of`."""
    rows = np.atleast_2d(np.asarray(records))
    return Histories.of(names, rows, np.ones(len(rows)))
