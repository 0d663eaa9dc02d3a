"""Random numbers for compiled samplers: each chain has a state of its own, so a seed gives the same draws on any number of threads.

xoshiro256++ (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021), seeded by NumPy's SeedSequence; normal by
ratio of uniforms (Leva 1992); gamma by Marsaglia and Tsang (2000); binomial and Poisson by Hörmann's transformed rejection (1993).
"""

import math

import numpy as np

from sijill.tally.estimate.compiled import Floats, Words, compiled

FEW = 10.0
"""Expected successes below which counting down the distribution is quicker than rejection, and rejection is not valid."""

ONE_BY_ONE = 12
"""Persons up to which each draws its class: quicker than a binomial for each class (10 to 15 classes, the large ones first)."""


def make_states(seed: int, chains: int) -> list[Words]:
    """A state of four words for each chain."""
    return [np.asarray(child.generate_state(4, np.uint64), dtype=np.uint64) for child in np.random.SeedSequence(seed).spawn(chains)]


@compiled
def uniform(state: Words) -> float:
    """A number above 0 and below 1."""
    total = state[0] + state[3]
    word = ((total << np.uint64(23)) | (total >> np.uint64(41))) + state[0]
    shifted = state[1] << np.uint64(17)
    state[2] ^= state[0]
    state[3] ^= state[1]
    state[1] ^= state[2]
    state[0] ^= state[3]
    state[2] ^= shifted
    state[3] = (state[3] << np.uint64(45)) | (state[3] >> np.uint64(19))
    return (np.float64(word >> np.uint64(11)) + 0.5) * (1.0 / 9007199254740992.0)


@compiled
def normal(state: Words) -> float:
    """Standard normal."""
    while True:
        u = uniform(state)
        v = 1.7156 * (uniform(state) - 0.5)
        x = u - 0.449871
        y = abs(v) + 0.386595
        q = x * x + y * (0.19600 * y - 0.25472 * x)
        if q < 0.27597 or (q <= 0.27846 and v * v <= -4.0 * math.log(u) * u * u):
            return v / u


@compiled
def gamma(state: Words, shape: float) -> float:
    """Gamma of `shape` 1 or more, scale 1."""
    d = shape - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    while True:
        x = normal(state)
        v = 1.0 + c * x
        if v > 0.0:
            v = v * v * v
            u = uniform(state)
            if u < 1.0 - 0.0331 * x * x * x * x or math.log(u) < 0.5 * x * x + d * (1.0 - v + math.log(v)):
                return d * v


@compiled
def log_gamma(state: Words, shape: float) -> float:
    """Logarithm of a gamma of any `shape` above 0: those of small shapes are too small for a float."""
    if shape >= 1.0:
        return math.log(gamma(state, shape))
    return math.log(gamma(state, shape + 1.0)) + math.log(uniform(state)) / shape


@compiled
def log_factorial(k: float) -> float:
    """log k!; Stirling's series, whose error from 10 on is under 1e-9, and what the compiler has for smaller ones."""
    if k < 10.0:
        return math.lgamma(k + 1.0)
    inverse = 1.0 / k
    return (
        (k + 0.5) * math.log(k) - k + 0.9189385332046727 + inverse * (1 / 12 - inverse * inverse * (1 / 360 - inverse * inverse / 1260))
    )


@compiled
def binomial(state: Words, trials: int, chance: float) -> int:
    """Successes among `trials`, each with `chance`."""
    if trials <= 0 or chance <= 0.0:
        return 0
    if chance >= 1.0:
        return trials
    if chance > 0.5:
        return trials - binomial_half(state, trials, 1.0 - chance)
    return binomial_half(state, trials, chance)


@compiled
def binomial_half(state: Words, trials: int, chance: float) -> int:
    """As `binomial`, for a `chance` of at most a half."""
    n, p = np.float64(trials), chance
    if n * p < FEW:
        u = uniform(state)
        if u <= 1.0 - n * p:  # (1 - p) ** n is no smaller: none, without working it out
            return 0
        odds = p / (1.0 - p)
        here = math.exp(n * math.log1p(-p))
        k = 0
        while u > here and k < trials:
            u -= here
            k += 1
            here *= odds * (n - k + 1.0) / k
        return k
    spread = math.sqrt(n * p * (1.0 - p))
    b = 1.15 + 2.53 * spread
    a = -0.0873 + 0.0248 * b + 0.01 * p
    center = n * p + 0.5
    sure = 0.92 - 4.2 / b
    while True:
        u = uniform(state) - 0.5
        v = uniform(state)
        us = 0.5 - abs(u)
        draw = math.floor((2.0 * a / us + b) * u + center)
        if us >= 0.07 and v <= sure:
            return int(draw)
        if draw < 0.0 or draw > n:
            continue
        # one in seven comes so far: the rest is worked out only now
        mode = math.floor((n + 1.0) * p)
        v = math.log(v * (2.83 + 5.1 / b) * spread / (a / (us * us) + b))
        height = log_factorial(mode) + log_factorial(n - mode) - log_factorial(draw) - log_factorial(n - draw)
        if v <= height + (draw - mode) * math.log(p / (1.0 - p)):
            return int(draw)


@compiled
def poisson(state: Words, mean: float) -> int:
    """Poisson of any `mean`."""
    if mean < FEW:
        u = uniform(state)
        if u <= 1.0 - mean:
            return 0
        here = math.exp(-mean)
        few = 0
        while u > here and few < 200:
            u -= here
            few += 1
            here *= mean / few
        return few
    b = 0.931 + 2.53 * math.sqrt(mean)
    a = -0.059 + 0.02483 * b
    sure = 0.9277 - 3.6224 / (b - 2.0)
    while True:
        u = uniform(state) - 0.5
        v = uniform(state)
        us = 0.5 - abs(u)
        k = math.floor((2.0 * a / us + b) * u + mean + 0.43)
        if us >= 0.07 and v <= sure:
            return int(k)
        if k < 0.0 or (us < 0.013 and v > us):
            continue
        if math.log(v * (1.1239 + 1.1328 / (b - 3.4)) / (a / (us * us) + b)) <= k * math.log(mean) - mean - log_factorial(k):
            return int(k)


@compiled
def split(state: Words, count: int, weights: Floats, total: float, into: Floats) -> None:
    """Set `into` (classes,) to how many of `count` fall into each class, by `weights` (classes,) that add up to `total`."""
    classes = len(weights)
    into[:] = 0.0
    if count <= ONE_BY_ONE:
        for _ in range(count):
            u = uniform(state) * total
            k = 0
            while k < classes - 1 and u > weights[k]:
                u -= weights[k]
                k += 1
            into[k] += 1.0
        return
    left = count
    for k in range(classes - 1):
        if left == 0:
            return
        drawn = left if weights[k] >= total else binomial(state, left, weights[k] / total)
        into[k] = drawn
        left -= drawn
        total -= weights[k]
    into[classes - 1] = left
