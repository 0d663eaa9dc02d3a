"""The sampler of latent classes: its random numbers, its posterior against long runs of other programs, and chains that disagree."""

import csv
import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from overlaps import KOSOVO

from sijill.model import EstimateError
from sijill.tally.estimate import Histories, Settings
from sijill.tally.estimate import chance as random
from sijill.tally.estimate.compiled import Floats, Words
from sijill.tally.estimate.diagnostics import effective_draws, effective_tails, group_chains, scale_reduction
from sijill.tally.estimate.gibbs import swap_labels, swap_last
from sijill.tally.estimate.latent import describe_chains, estimate_classes, find_stuck_chains, run_chains

SHORT = Settings(chains=2, iterations=3_000, burn=1_000, thin=10)


def draw(function: Callable[..., float], *values: float, times: int = 20_000) -> Floats:
    state: Words = random.make_states(11, 1)[0]
    return np.array([function(state, *values) for _ in range(times)], dtype=np.float64)


@pytest.mark.parametrize(
    ("function", "values", "mean", "variance"),
    [
        (random.uniform, (), 0.5, 1 / 12),
        (random.normal, (), 0.0, 1.0),
        (random.gamma, (1.0,), 1.0, 1.0),
        (random.gamma, (37.5,), 37.5, 37.5),
        (random.poisson, (3.0,), 3.0, 3.0),
        (random.poisson, (250.0,), 250.0, 250.0),
        (random.binomial, (50, 0.03), 1.5, 1.455),
        (random.binomial, (400, 0.3), 120.0, 84.0),
        (random.binomial, (400, 0.9), 360.0, 36.0),
    ],
    ids=lambda v: getattr(v, "__name__", None),
)
def test_random_numbers_have_the_mean_and_variance_of_their_law(
    function: Callable[..., float], values: tuple[float, ...], mean: float, variance: float
) -> None:
    drawn = draw(function, *values)
    error = math.sqrt(variance / len(drawn))
    assert drawn.mean() == pytest.approx(mean, abs=4.5 * error)
    assert drawn.var() == pytest.approx(variance, rel=0.06)


@pytest.mark.parametrize(("trials", "chance"), [(60, 0.3), (2_000, 0.45), (8, 0.2)])
def test_binomials_follow_their_distribution(trials: int, chance: float) -> None:
    drawn = np.bincount(draw(random.binomial, trials, chance).astype(int), minlength=trials + 1)
    k = np.arange(trials + 1)
    logs = [math.lgamma(trials + 1) - math.lgamma(i + 1) - math.lgamma(trials - i + 1) for i in k]
    expected = 20_000 * np.exp(np.array(logs) + k * math.log(chance) + (trials - k) * math.log1p(-chance))
    some = expected > 5
    statistic = float((((drawn - expected) ** 2) / np.where(expected > 0, expected, 1))[some].sum())
    assert statistic < some.sum() + 4.5 * math.sqrt(2 * some.sum())  # chi-squared: mean and spread


def test_logarithms_of_gammas_too_small_for_a_float() -> None:
    drawn = draw(random.log_gamma, 0.01, times=20_000)
    assert drawn.min() < -300
    assert drawn.mean() == pytest.approx(-100.56, abs=4.5 * 100 / math.sqrt(20_000))  # digamma(0.01)


def test_persons_split_over_classes_are_neither_lost_nor_made() -> None:
    state = random.make_states(5, 1)[0]
    weights, into, total = np.array([0.5, 0.3, 0.2, 0.0]), np.empty(4), np.zeros(4)
    for count in [1, 2, 12, 13, 200] * 400:
        random.split(state, count, weights, 1.0, into)
        assert into.sum() == count
        total += into
    assert total / total.sum() == pytest.approx(weights, abs=0.006)


def test_classes_change_places_as_the_prior_has_it() -> None:
    generator, state = np.random.default_rng(1), random.make_states(3, 1)[0]
    classes, persons, concentration, times = 4, 5, 0.7, 30_000
    sticks = generator.beta(1, concentration, size=(times, classes))
    sticks[:, -1] = 1
    shares = sticks * np.cumprod(np.c_[np.ones(times), 1 - sticks[:, :-1]], axis=1)
    before = np.array([generator.multinomial(persons, s / s.sum()) for s in shares], dtype=np.float64)
    after = before.copy()
    for row in after:
        swap_labels(state, row, np.zeros((1, classes)), concentration)
    place = (persons + 1) ** np.arange(classes)
    left, right = (np.bincount((x @ place).astype(int), minlength=int(place[-1] * (persons + 1))) for x in (before, after))
    often = left + right > 60
    assert (np.abs(left - right)[often] < 4.5 * np.sqrt((left + right)[often])).all()
    assert (before != after).any()


def test_moves_of_the_last_class_keep_the_priors_weight_of_each_order() -> None:
    shape, rate, taken = 2.0, 0.5, np.linspace(0, 1, 2001)[1:-1]
    strengths = np.linspace(0, 40, 4001)[1:]
    weights = []
    for first, last in ((5, 2), (2, 5)):  # one stick of Beta(1, a), a of Gamma(shape, rate): the order's weight by summing over both
        stick = taken[:, None] ** first * (1 - taken[:, None]) ** (last + strengths - 1) * strengths
        weights.append((stick.mean(axis=0) * strengths ** (shape - 1) * np.exp(-rate * strengths)).sum())
    state: Words = random.make_states(3, 1)[0]
    sizes, on, concentration = np.array([5.0, 2.0]), np.array([[4.0, 1.0]]), 1.0
    steps, met = 60_000, 0
    for _ in range(steps):
        concentration = swap_last(state, sizes, on, concentration, shape, rate)
        met += sizes[0] == 5.0
        assert on[0, 0] == sizes[0] - 1.0
    assert met / steps == pytest.approx(weights[0] / sum(weights), abs=0.02)
    assert abs(0.5 - weights[0] / sum(weights)) > 0.1
    assert swap_last(state, np.ones(1), np.ones((1, 1)), 1.5, shape, rate) == 1.5


def test_kosovo_within_monte_carlo_error_of_a_long_run() -> None:
    found = estimate_classes(KOSOVO, seed=1)
    # another program, 1.01 million iterations: mean 10,692, median 10,438, 95 % from 9,059 to 13,804
    assert found.estimate == pytest.approx(10_692, abs=300)
    assert found.diagnostics["median"] == pytest.approx(10_438, abs=250)
    assert found.low == pytest.approx(9_059, abs=700)
    assert found.high == pytest.approx(13_804, abs=900)
    assert found.diagnostics["modes"] == 1
    assert found.diagnostics["stuck"] == []


@pytest.mark.slow
def test_colombia_finds_the_mode_of_the_long_runs_and_says_which_chains_are_stuck(shared: Path) -> None:
    with (shared / "reference" / "colombia-male-1999-r1.csv").open(encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    table = np.array(rows, dtype=np.int64)
    histories = Histories.of(header[:-1], table[:, :-1], table[:, -1])
    found = estimate_classes(histories, Settings(classes=15, chains=6, iterations=160_000, burn=20_000, thin=50), seed=5)
    stuck = found.diagnostics["stuck"]
    assert isinstance(stuck, list)
    assert len(stuck) == 1
    assert stuck[0] == pytest.approx(1_410, abs=30)
    assert "chains_stuck" in {n.code for n in found.notices}
    # other programs, 5 million iterations: mean 2,066, 95 % from 1,396 to 3,062; three shorter chains: 2,058, 2,106, 1,417 (stuck)
    assert found.estimate == pytest.approx(2_060, rel=0.06)
    assert found.low == pytest.approx(1_396, rel=0.03)
    assert found.high == pytest.approx(3_062, rel=0.03)


def test_the_same_seed_gives_the_same_draws_and_chains_differ() -> None:
    first, again = run_chains(KOSOVO, SHORT, 7), run_chains(KOSOVO, SHORT, 7)
    assert (first == again).all()
    assert (first[0] != first[1]).any()
    assert (run_chains(KOSOVO, SHORT, 8) != first).any()


def test_chains_that_fit_much_worse_are_left_out_and_named() -> None:
    drawn = run_chains(KOSOVO, Settings(chains=4, iterations=6_000, burn=2_000, thin=10), 7)
    drawn[2, :, 0] += 20_000
    drawn[2, :, 3] -= 100
    assert find_stuck_chains(KOSOVO, drawn) == [2]
    found = describe_chains(KOSOVO, drawn, Settings(chains=4))
    assert found.estimate == pytest.approx(float(np.delete(drawn[..., 0], 2, axis=0).mean()) + 4400)
    assert "chains_stuck" in {n.code for n in found.notices}
    assert found.high is not None
    assert found.high < 20_000


def test_chains_in_modes_that_fit_alike_are_all_in_the_interval() -> None:
    drawn = run_chains(KOSOVO, Settings(chains=4, iterations=6_000, burn=2_000, thin=10), 7)
    drawn[2, :, 0] += 20_000
    found = describe_chains(KOSOVO, drawn, Settings(chains=4))
    assert "chains_in_modes" in {n.code for n in found.notices}
    assert found.diagnostics["modes"] == 2
    assert found.estimate is not None
    assert found.high is not None
    assert found.estimate < 15_000 < 24_000 < found.high


def test_one_chain_is_warned_of() -> None:
    found = estimate_classes(KOSOVO, Settings(chains=1, iterations=3_000, burn=1_000, thin=10), seed=1)
    assert "one_chain" in {n.code for n in found.notices}


def test_independent_draws_are_all_effective_and_agree() -> None:
    drawn = np.random.default_rng(3).normal(size=(4, 1_000))
    assert scale_reduction(drawn) == pytest.approx(1.0, abs=0.01)
    assert effective_draws(drawn) == pytest.approx(4_000, rel=0.15)
    assert effective_tails(drawn) == pytest.approx(4_000, rel=0.25)
    assert group_chains(drawn) == [[0, 1, 2, 3]]


def test_draws_that_depend_on_each_other_count_for_less() -> None:
    noise = np.random.default_rng(3).normal(size=(4, 2_000))
    drawn = np.zeros_like(noise)
    for step in range(1, 2_000):
        drawn[:, step] = 0.9 * drawn[:, step - 1] + noise[:, step]
    assert effective_draws(drawn) == pytest.approx(8_000 / 19, rel=0.3)  # (1 - r) / (1 + r) of them


def test_chains_apart_or_of_different_width_do_not_agree() -> None:
    drawn = np.random.default_rng(3).normal(size=(4, 1_000))
    apart, wide = drawn.copy(), drawn.copy()
    apart[0] += 5
    wide[0] *= 4
    assert scale_reduction(apart) > 1.3
    assert scale_reduction(wide) > 1.05
    assert group_chains(apart) == [[1, 2, 3], [0]]


def test_settings_that_give_too_few_draws_are_refused() -> None:
    with pytest.raises(EstimateError, match="fewer than 100"):
        run_chains(KOSOVO, Settings(iterations=500, burn=100), 1)
    with pytest.raises(EstimateError, match="above 0"):
        run_chains(KOSOVO, Settings(shape=0.0), 1)
    with pytest.raises(EstimateError, match="at most 30"):
        run_chains(Histories.of([str(i) for i in range(31)], np.vstack([np.eye(31), np.ones((1, 31))]), [3] * 32), SHORT, 1)
