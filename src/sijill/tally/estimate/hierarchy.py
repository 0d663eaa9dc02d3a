"""Hierarchical log-linear models: which sets of lists may depend on each other.

A model holds the term of a set of lists only if it holds the terms of all its subsets. A term is a bit mask: bit j stands for list j.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations

import numpy as np

from sijill.tally.estimate.compiled import Flags, Floats

MOST_LISTS = 5
"""Lists for which all hierarchical models can be gone through: 6,893 for five; six would have about 8 million."""


def terms_of(lists: int, order: int | None = None) -> tuple[int, ...]:
    """Bit masks of all sets of at most `order` lists, the empty set (the intercept) first, then by size; never the set of all."""
    top = lists - 1 if order is None else min(order, lists - 1)
    return tuple(sum(1 << j for j in chosen) for size in range(top + 1) for chosen in combinations(range(lists), size))


def design_of(lists: int, terms: Sequence[int]) -> Floats:
    """(2**lists - 1, terms) of 0 and 1: whether a combination of lists (index + 1 as bit mask) holds all lists of a term."""
    cells = np.arange(1, 2**lists)[:, None]
    masks = np.asarray(terms, dtype=np.int64)[None, :]
    return np.asarray((cells & masks) == masks, dtype=np.float64)


@cache
def hierarchical_models(lists: int, order: int | None = None) -> Flags:
    """(models, terms) which terms each model has, for every hierarchical model with all lists in it but the saturated one.

    Columns are those of `terms_of(lists, order)`. 1, 8, 113 and 6,893 models for 2 to 5 lists.
    """
    if lists > MOST_LISTS:
        raise ValueError(f"at most {MOST_LISTS} lists: six would have millions of models")
    terms = terms_of(lists, order)
    column = {term: place for place, term in enumerate(terms)}
    rows = []
    for model in _grow(lists, 2, frozenset(t for t in terms if t.bit_count() <= 1), terms):
        row = np.zeros(len(terms), dtype=np.bool_)
        row[[column[t] for t in model]] = True
        rows.append(row)
    found = np.array(rows)
    found.flags.writeable = False
    return found


def _grow(lists: int, size: int, model: frozenset[int], terms: Sequence[int]) -> Iterator[frozenset[int]]:
    """Every model that has just `model` below `size`."""
    allowed = [t for t in terms if t.bit_count() == size and all(t ^ (1 << j) in model for j in range(lists) if t >> j & 1)]
    if not allowed:
        yield model
        return
    for number in range(len(allowed) + 1):
        for chosen in combinations(allowed, number):
            yield from _grow(lists, size + 1, model | frozenset(chosen), terms) if chosen else (model,)


def generators_of(members: Flags, terms: Sequence[int]) -> tuple[int, ...]:
    """The largest terms of a model, from which all others follow, in the order of their lists."""
    held = [term for term, has in zip(terms, members, strict=True) if has]
    top = [t for t in held if not any(t != other and t & other == t for other in held)]
    return tuple(sorted(top, key=lambda t: (-t.bit_count(), [j for j in range(t.bit_length()) if t >> j & 1])))


def describe_model(members: Flags, terms: Sequence[int], names: Sequence[str]) -> str:
    """A model in the lists' names: `A·B·C, A·D`; lists that depend on no other stand alone."""
    return describe_terms(generators_of(members, terms), names)


def describe_terms(generators: Sequence[int], names: Sequence[str]) -> str:
    """Terms in the lists' names."""
    return ", ".join("·".join(name for j, name in enumerate(names) if term >> j & 1) for term in generators)
