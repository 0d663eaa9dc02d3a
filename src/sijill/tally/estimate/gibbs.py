"""The Gibbs sampler of latent classes, compiled.

Manrique-Vallier, "Bayesian population size estimation using Dirichlet process mixtures", Biometrics 72 (2016), section 3.2.
"""

import math

import numpy as np
from numpy.typing import NDArray

from sijill.tally.estimate.chance import gamma, log_gamma, poisson, split, uniform
from sijill.tally.estimate.compiled import Floats, Integers, Words, compiled

TINY = 1e-9
"""Capture probabilities stay this far from 0 and 1, so that products over 30 lists stay above the smallest float."""


@compiled
def break_sticks(state: Words, sizes: Floats, concentration: float, weights: Floats) -> float:
    """Draw the shares of the classes (classes,) given how many persons each holds; gives the sum of the logarithms of what was left."""
    classes = len(sizes)
    beyond = sizes.sum()
    left, total = 0.0, 0.0
    for k in range(classes - 1):
        beyond -= sizes[k]
        taken = log_gamma(state, 1.0 + sizes[k])
        kept = log_gamma(state, concentration + max(beyond, 0.0))
        top = max(taken, kept)
        both = top + math.log(math.exp(taken - top) + math.exp(kept - top))
        weights[k] = math.exp(left + taken - both)
        left += kept - both
        total += kept - both
    weights[classes - 1] = math.exp(left)
    return total


@compiled
def swap_labels(state: Words, sizes: Floats, on: Floats, concentration: float) -> None:
    """Let neighbouring classes change places, in the prior's proportion with the sticks integrated out.

    The order of the sticks matters to the prior; without such moves a chain stays for long in the order it began with
    (Papaspiliopoulos and Roberts, Biometrika 95 (2008)). With R persons beyond both, the odds are (a + R + n2) / (a + R + n1).
    """
    classes = len(sizes)
    beyond = concentration + sizes.sum()
    for k in range(classes - 2):
        beyond -= sizes[k] + sizes[k + 1]
        if uniform(state) * (beyond + sizes[k]) < beyond + sizes[k + 1]:
            sizes[k], sizes[k + 1] = sizes[k + 1], sizes[k]
            for j in range(len(on)):
                on[j, k], on[j, k + 1] = on[j, k + 1], on[j, k]
        beyond += sizes[k + 1]


@compiled
def weigh_order(sizes: Floats, concentration: float) -> float:
    """The logarithm of the prior's weight of these sizes in this order, sticks integrated out, save for what no order changes.

    With sizes n_1 … n_K and R_k persons beyond class k, the integrals over the sticks telescope to
    a^(K-1) G(a + n_K) / G(a + R_0) / prod_{k<K} (a + R_{k-1}) * prod_{k<K} n_k!, and the product of all n_k! is in no ratio.
    """
    beyond = concentration + sizes.sum()
    last = sizes[len(sizes) - 1]
    weight = math.lgamma(concentration + last) - math.lgamma(1.0 + last) - math.lgamma(beyond)
    for k in range(len(sizes) - 1):
        weight += math.log(concentration / beyond)
        beyond -= sizes[k]
    return weight


@compiled
def swap_last(state: Words, sizes: Floats, on: Floats, concentration: float, shape: float, rate: float) -> float:
    """Let the last class change places with another and the concentration with a draw of its prior, both or neither; gives the
    concentration.

    The last class has no stick of its own: a chain that began with many persons there keeps a concentration of ten and more, and with
    it the order, for millions of iterations (men of Colombia, 1999). Neither can change alone.
    """
    classes = len(sizes)
    other = min(int(uniform(state) * (classes - 1)), classes - 2)
    proposed = math.exp(log_gamma(state, shape)) / rate
    if classes < 2 or proposed <= 0.0:
        return concentration
    before = weigh_order(sizes, concentration)
    sizes[other], sizes[classes - 1] = sizes[classes - 1], sizes[other]
    if math.log(max(uniform(state), 1e-300)) < weigh_order(sizes, proposed) - before:
        for j in range(len(on)):
            on[j, other], on[j, classes - 1] = on[j, classes - 1], on[j, other]
        return proposed
    sizes[other], sizes[classes - 1] = sizes[classes - 1], sizes[other]
    return concentration


@compiled
def sample_chain(
    cells: NDArray[np.uint8],
    counts: Integers,
    state: Words,
    memory: Floats,
    shape: float,
    rate: float,
    iterations: int,
    thin: int,
) -> Floats:
    """One stretch of a chain: (iterations // thin, 4) unlisted, concentration, classes that hold listed persons, log-likelihood.

    `cells` is (n_cells, n_lists), `counts` (n_cells,); the concentration's prior is Gamma(shape, rate). `state` are the chain's random
    numbers and `memory` (1 + classes * (n_lists + 1),) is where it stands (concentration, shares, capture probabilities); both are
    left where the stretch ends, so that several short stretches are one long one.
    """
    n_cells, lists = cells.shape
    classes = (len(memory) - 1) // (lists + 1)
    listed = counts.sum()
    draws = np.empty((iterations // thin, 4))
    hit, miss = np.empty((lists, classes)), np.empty((lists, classes))
    weights, shares, parts = np.empty(classes), np.empty(classes), np.empty(classes)
    sizes, on = np.zeros(classes), np.zeros((lists, classes))
    unseen, outside, odds = np.zeros(classes), np.empty(classes), np.empty((lists, classes))
    concentration = memory[0]
    for k in range(classes):
        shares[k] = memory[1 + k]
        for j in range(lists):
            hit[j, k] = min(max(memory[1 + classes + j * classes + k], TINY), 1.0 - TINY)
            miss[j, k] = 1.0 - hit[j, k]
    kept = 0
    for step in range(iterations):
        # persons on no list: given a gamma, those of each class are independent Poisson, which is the negative binomial of them all
        absent = 0.0
        for k in range(classes):
            parts[k] = shares[k]
        for j in range(lists):
            for k in range(classes):
                parts[k] *= miss[j, k]
        for k in range(classes):
            absent += parts[k]
            outside[k] = parts[k]
            for j in range(lists):
                odds[j, k] = hit[j, k] / miss[j, k]
        keep = (step + 1) % thin == 0
        seen, log_present = 0.0, math.log(max(1.0 - absent, 1e-300))
        rate_of = gamma(state, np.float64(listed)) / max(1.0 - absent, 1e-300)
        unlisted = 0.0
        for k in range(classes):
            unseen[k] = poisson(state, rate_of * parts[k])
            unlisted += unseen[k]
            sizes[k] = 0.0
        on[:] = 0.0
        # classes of the listed persons, all of a cell at once
        for i in range(n_cells):
            for k in range(classes):
                weights[k] = outside[k]
            for j in range(lists):
                if cells[i, j]:
                    for k in range(classes):
                        weights[k] *= odds[j, k]
            total = 0.0
            for k in range(classes):
                total += weights[k]
            if keep:
                seen += counts[i] * (math.log(max(total, 1e-300)) - log_present)
            split(state, counts[i], weights, total, parts)
            for k in range(classes):
                sizes[k] += parts[k]
            for j in range(lists):
                if cells[i, j]:
                    for k in range(classes):
                        on[j, k] += parts[k]
        held = 0.0
        for k in range(classes):
            held += sizes[k] > 0.0
            sizes[k] += unseen[k]
        concentration = swap_last(state, sizes, on, concentration, shape, rate)
        swap_labels(state, sizes, on, concentration)
        for j in range(lists):
            for k in range(classes):
                a = gamma(state, 1.0 + on[j, k])
                b = gamma(state, 1.0 + sizes[k] - on[j, k])
                hit[j, k] = min(max(a / (a + b), TINY), 1.0 - TINY)
                miss[j, k] = 1.0 - hit[j, k]
        left = break_sticks(state, sizes, concentration, shares)
        concentration = math.exp(log_gamma(state, shape + classes - 1.0)) / (rate - left)
        if keep:
            draws[kept, 3] = seen
            draws[kept, 0] = unlisted
            draws[kept, 1] = concentration
            draws[kept, 2] = held
            kept += 1
    memory[0] = concentration
    for k in range(classes):
        memory[1 + k] = shares[k]
        for j in range(lists):
            memory[1 + classes + j * classes + k] = hit[j, k]
    return draws


@compiled
def start_anywhere(state: Words, memory: Floats, classes: int) -> None:
    """Fill `memory` (see `sample_chain`) so that chains start far apart: concentration, shares and probabilities by chance."""
    for i in range(len(memory)):
        memory[i] = uniform(state)
    memory[1 : 1 + classes] /= memory[1 : 1 + classes].sum()
