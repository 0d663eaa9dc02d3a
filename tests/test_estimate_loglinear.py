"""Log-linear models of overlaps, against the figures that were published or that other programs give for the same tables."""

import math
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from overlaps import (
    ARTIFICIAL,
    GAZA,
    HIV,
    KOREA,
    KOSOVO,
    LESBIAN,
    NETHERLANDS,
    NEW_ORLEANS,
    NEW_ORLEANS_OTHER,
    UK,
    UK5,
    WESTERN,
    join_lists,
)

from sijill.model import Estimate
from sijill.tally.estimate import Histories
from sijill.tally.estimate.bootstrap import add_choice_interval, add_step_interval, bca_interval
from sijill.tally.estimate.bounds import bound_alike, bound_lists, estimate_independent, estimate_pair
from sijill.tally.estimate.existence import EXISTS, NO_ESTIMATE, NOT_IDENTIFIED, has_positive_weights
from sijill.tally.estimate.hierarchy import describe_model, hierarchical_models, terms_of
from sijill.tally.estimate.loglinear import Fits, average_models, choose_model, fit_all
from sijill.tally.estimate.normal import mixture_quantile
from sijill.tally.estimate.stepwise import poisson_tail, step_through


def ends(found: Estimate) -> list[float | None]:
    return [found.low, found.high]


def by_name(histories: Histories, fits: Fits) -> Mapping[str, int]:
    return {describe_model(members, fits.terms, histories.names): place for place, members in enumerate(fits.members)}


@pytest.mark.parametrize(("lists", "models"), [(2, 1), (3, 8), (4, 113), (5, 6893)])
def test_every_hierarchical_model_but_the_saturated_one_is_there_once(lists: int, models: int) -> None:
    members = hierarchical_models(lists)
    assert len(members) == models
    assert len(np.unique(members, axis=0)) == models


def test_a_model_has_every_subset_of_its_terms() -> None:
    terms = terms_of(4)
    for members in hierarchical_models(4):
        held = {t for t, has in zip(terms, members, strict=True) if has}
        assert all(sub in held for t in held for sub in terms if sub & t == sub)


def test_kosovo_by_bic_is_the_published_figure_with_its_profile_interval() -> None:
    fits = fit_all(KOSOVO)
    found = choose_model(KOSOVO, fits, "bic")
    assert found.model == "EXH·ABA·OSCE, EXH·HRW, OSCE·HRW"
    assert found.estimate == pytest.approx(10_356.519, abs=1e-3)
    assert found.diagnostics["standard_error"] == pytest.approx(785.902, abs=1e-3)
    assert found.diagnostics["deviance"] == pytest.approx(9.32267, abs=1e-5)
    assert found.diagnostics["degrees_of_freedom"] == 4
    assert found.diagnostics["aic"] == pytest.approx(132.7467, abs=1e-4)
    assert found.diagnostics["bic"] == pytest.approx(203.0296, abs=1e-4)
    assert found.diagnostics["profile_peak"] == pytest.approx(10_334.5, abs=0.05)
    assert ends(found) == pytest.approx([8_994, 12_110], abs=0.5)
    assert (fits.status == EXISTS).all()


def test_kosovo_by_aic_is_another_model_and_2400_more_persons() -> None:
    found = choose_model(KOSOVO, fit_all(KOSOVO), "aic")
    assert found.model == "EXH·ABA·OSCE, EXH·OSCE·HRW"
    assert found.estimate == pytest.approx(12_740.968, abs=1e-3)
    assert found.diagnostics["standard_error"] == pytest.approx(1_600.713, abs=1e-3)
    assert found.diagnostics["aic"] == pytest.approx(126.4411, abs=1e-4)


def test_kosovo_with_pairs_only() -> None:
    assert choose_model(KOSOVO, fit_all(KOSOVO, order=2), "bic").estimate == pytest.approx(14_342, abs=0.5)


@pytest.mark.parametrize(
    ("histories", "expected", "error"), [(KOSOVO, 7_394.59, 129.63), (HIV, 11_124.58, 904.75)], ids=["Kosovo", "HIV"]
)
def test_independent_lists(histories: Histories, expected: float, error: float) -> None:
    found = estimate_independent(histories)
    assert found.estimate == pytest.approx(expected, abs=0.005)
    assert found.diagnostics["standard_error"] == pytest.approx(error, abs=0.005)


@pytest.mark.parametrize(
    ("histories", "alike", "error", "lists"),
    [(KOSOVO, 8_787.243, 222.62, 8_591.18), (HIV, 12_145.15, None, 11_700.99)],
    ids=["Kosovo", "HIV"],
)
def test_lower_bounds_of_chao(histories: Histories, alike: float, error: float | None, lists: float) -> None:
    found = bound_alike(histories)
    assert found.estimate == pytest.approx(alike, abs=0.005)
    assert error is None or found.diagnostics["standard_error"] == pytest.approx(error, abs=0.005)
    assert bound_lists(histories).estimate == pytest.approx(lists, abs=0.005)
    assert found.notices[0].code == "lower_bound"


def test_the_lower_bound_with_differing_lists_has_its_profile_interval() -> None:
    found = bound_lists(KOSOVO)
    assert ends(found) == pytest.approx([8_188.7, 9_026.9], abs=0.2)


def test_hiv_models_by_both_criteria() -> None:
    fits = fit_all(HIV)
    assert choose_model(HIV, fits, "bic").estimate == pytest.approx(11_124.58, abs=0.005)
    best = choose_model(HIV, fits, "aic")
    assert best.model == "1·2, 3, 4"
    assert best.estimate == pytest.approx(12_318.47, abs=0.005)
    assert best.diagnostics["aic"] == pytest.approx(86.65, abs=0.005)


def test_lesbian_registries_by_bic() -> None:
    found = choose_model(LESBIAN, fit_all(LESBIAN), "bic")
    assert found.model == "A·B, A·D, B·C, B·D, C·D"
    assert found.estimate == pytest.approx(6_349.02, abs=0.005)
    assert found.diagnostics["standard_error"] == pytest.approx(533.47, abs=0.005)


def test_gaza_pooled_models_and_their_average() -> None:
    fits = fit_all(GAZA)
    unlisted = fits.estimates - GAZA.listed
    names = by_name(GAZA, fits)
    a, b, c = "hospital", "survey", "social"
    expected = {
        f"{a}, {b}, {c}": 37_479,
        f"{a}·{b}, {c}": 22_262,
        f"{a}·{c}, {b}": 44_693,
        f"{b}·{c}, {a}": 39_978,
        f"{a}·{b}, {a}·{c}": 21_361,
        f"{a}·{b}, {b}·{c}": 23_855,
        f"{a}·{c}, {b}·{c}": 50_400,
        f"{a}·{b}, {a}·{c}, {b}·{c}": 35_425,
    }
    assert {name: round(float(unlisted[place])) for name, place in names.items()} == expected
    assert choose_model(GAZA, fits, "aic").estimate == pytest.approx(64_696, abs=0.5)
    average = average_models(GAZA, fits)
    assert average.estimate == pytest.approx(64_741, abs=0.5)
    assert average.low is not None
    assert average.high is not None
    assert 55_298 < average.low < 64_741 < average.high < 78_525  # narrower than the published one: no strata here


@pytest.mark.parametrize(
    ("histories", "expected"), [(UK5, 25_311.3), (WESTERN, 2_483.4), (KOREA, 157.2)], ids=["UK5", "Western", "Korea"]
)
def test_modern_slavery_by_bic(histories: Histories, expected: float) -> None:
    assert choose_model(histories, fit_all(histories), "bic").estimate == pytest.approx(expected, abs=0.05)


def test_netherlands_with_five_lists_by_bic() -> None:
    found = choose_model(NED5, fit_all(NED5), "bic")
    assert found.estimate == pytest.approx(148_788.8, abs=0.05)


NED5 = join_lists(NETHERLANDS, "IO")
NEW_ORLEANS_5 = join_lists(NEW_ORLEANS, "BEFG")
NEW_ORLEANS_OTHER_5 = join_lists(NEW_ORLEANS_OTHER, "BEFG")


@pytest.mark.parametrize(
    ("histories", "expected", "low", "high"),
    [
        (UK, 11_418, 9_977, 13_146),
        (UK5, 11_313, 9_884, 13_027),
        (NETHERLANDS, 111_139, 92_440, 133_991),
        (NED5, 121_522, 98_675, 150_139),
        (NEW_ORLEANS, 1_183.7, 721, 2_046),
        (NEW_ORLEANS_5, 1_034.2, 658, 1_709),
        (NEW_ORLEANS_OTHER, 1_110.5, None, None),
        (NEW_ORLEANS_OTHER_5, 981.4, None, None),
        (WESTERN, 2_483.4, 1_657, 3_830),
    ],
    ids=["UK", "UK5", "Netherlands", "Ned5", "NewOrleans", "NewOrleans5", "NewOrleans CD=2", "NewOrleans5 CD=2", "Western"],
)
def test_stepwise_choice(histories: Histories, expected: float, low: float | None, high: float | None) -> None:
    found = step_through(histories)
    assert found.estimate == pytest.approx(expected, abs=0.5 if expected > 3_000 else 0.05)
    if low is not None and high is not None:
        assert ends(found) == pytest.approx([low, high], abs=0.6)


def test_new_orleans_with_five_lists_by_bic_in_both_tables() -> None:
    assert choose_model(NEW_ORLEANS_5, fit_all(NEW_ORLEANS_5), "bic").estimate == pytest.approx(1_034.2, abs=0.05)
    assert choose_model(NEW_ORLEANS_OTHER_5, fit_all(NEW_ORLEANS_OTHER_5), "bic").estimate == pytest.approx(981.4, abs=0.05)


@pytest.mark.parametrize(
    ("top", "low", "high"), [(1, 9_101, 12_003), (10, 6_947, 17_987), (113, 6_947, 18_010)], ids=["1", "10", "all"]
)
def test_kosovo_bootstraps_as_published_within_monte_carlo_error(top: int, low: float, high: float) -> None:
    fits = fit_all(KOSOVO)
    found = add_choice_interval(choose_model(KOSOVO, fits, "bic"), KOSOVO, fits, seed=4, bootstraps=2000, top=top)
    # over seeds the bounds of 1,000 replicates vary by about 2 %
    assert ends(found) == pytest.approx([low, high], rel=0.04)
    assert found.diagnostics["profile_low"] == pytest.approx(8_994, abs=0.5)


def test_korea_bootstraps_as_published_within_monte_carlo_error() -> None:
    fits = fit_all(KOREA)
    found = add_choice_interval(choose_model(KOREA, fits, "bic"), KOREA, fits, seed=4, bootstraps=4000, top=1)
    assert found.estimate == pytest.approx(157.2, abs=0.05)
    assert found.low == pytest.approx(131, abs=2)
    assert found.high == pytest.approx(249, abs=16)


def test_western_bootstraps_stepwise_as_published_within_monte_carlo_error() -> None:
    found = add_step_interval(step_through(WESTERN), WESTERN, seed=4, threshold=0.02, bootstraps=2000)
    assert ends(found) == pytest.approx([1_293, 3_670], rel=0.08)
    assert found.interval == "bca"


def test_the_same_seed_gives_the_same_interval_and_another_one_another() -> None:
    fits = fit_all(KOSOVO)
    chosen = choose_model(KOSOVO, fits, "bic")
    first, again, other = (add_choice_interval(chosen, KOSOVO, fits, seed=s, bootstraps=200, top=3) for s in (1, 1, 2))
    assert first == again
    assert first.low != other.low


def test_models_of_a_sparse_table_are_told_apart() -> None:
    fits = fit_all(ARTIFICIAL)
    names = by_name(ARTIFICIAL, fits)
    assert fits.status[names["A·B, A·C, B·C"]] == NOT_IDENTIFIED
    assert fits.status[names["A·B, C"]] == NO_ESTIMATE
    assert fits.status[names["A·C, B·C"]] == EXISTS
    assert fits.estimates[names["A·C, B·C"]] == pytest.approx(296, abs=1e-6)
    assert np.isnan(fits.estimates[fits.status != EXISTS]).all()
    notices = {n.code: n.values for n in choose_model(ARTIFICIAL, fits, "bic").notices}
    assert notices["models_without_estimate"] == {"models": 8, "not_identified": 1, "no_estimate": 3}


def test_lists_that_never_overlap_have_no_estimate() -> None:
    apart = Histories.of("ABC", [[1, 0, 0], [0, 1, 0], [0, 0, 1]], [20, 30, 40])
    for found in (bound_alike(apart), bound_lists(apart), estimate_independent(apart), choose_model(apart, fit_all(apart), "bic")):
        assert found.estimate is None
        assert found.notices
    assert step_through(apart).estimate is None
    two = Histories.of("AB", [[1, 0], [0, 1]], [20, 30])
    assert estimate_pair(two).estimate is None


def test_two_lists_by_chapman() -> None:
    found = estimate_pair(Histories.of("AB", [[1, 0], [0, 1], [1, 1]], [90, 190, 10]))
    assert found.estimate == pytest.approx(101 * 201 / 11 - 1)
    assert found.low is not None
    assert found.high is not None
    assert 290 < found.low < 1844 < found.high


def test_bootstrap_interval_without_bias_or_skew_is_that_of_the_percentiles() -> None:
    spread = np.linspace(-1, 1, 2001)
    low, high = bca_interval(0.0, spread, np.array([1.0, -1.0]), np.array([5.0, 5.0]), 0.9)
    assert [low, high] == pytest.approx([-0.9, 0.9], abs=1e-3)


def test_quantiles_of_one_log_normal_are_its_own() -> None:
    one = np.ones(1)
    assert mixture_quantile(one, one * 3, one * 0.25, 0.975) == pytest.approx(math.exp(3 + 1.959964 * 0.5), rel=1e-6)


@given(st.integers(0, 40), st.floats(0.01, 60))
def test_the_smaller_tail_of_the_poisson_is_summed_right(seen: int, expected: float) -> None:
    def chance(k: int) -> float:
        return math.exp(k * math.log(expected) - expected - math.lgamma(k + 1))

    below, above = sum(chance(k) for k in range(seen + 1)), sum(chance(k) for k in range(seen, 400))
    assert poisson_tail(float(seen), expected) == pytest.approx(above if seen > expected else below, rel=1e-9)


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(-2, 2), min_size=3, max_size=3), min_size=1, max_size=7))
def test_positive_weights_are_found_just_where_a_linear_program_finds_them(rows: list[list[int]]) -> None:
    optimize = pytest.importorskip("scipy.optimize", reason="SciPy is the oracle here")
    matrix = np.array(rows, dtype=np.float64)
    # the largest s with w >= s, w <= 1 and w @ rows = 0
    goal = np.r_[np.zeros(len(rows)), -1.0]
    kept = np.c_[-np.eye(len(rows)), np.ones(len(rows))]
    ones = [(0, 1)] * (len(rows) + 1)
    answer = optimize.linprog(
        goal,
        A_ub=kept,
        b_ub=np.zeros(len(rows)),
        A_eq=np.c_[matrix.T, np.zeros(3)],
        b_eq=np.zeros(3),
        bounds=ones,
    )
    assert has_positive_weights(matrix) == (-answer.fun > 1e-7)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 30), min_size=7, max_size=7).filter(any), st.permutations([0, 1, 2]))
def test_the_order_of_lists_and_rows_changes_no_estimate(counts: list[int], order: list[int]) -> None:
    cells = np.array([[i >> j & 1 for j in range(3)] for i in range(1, 8)])
    one, other = Histories.of("ABC", cells, counts), Histories.of([*"ABC"], cells[::-1][:, order], counts[::-1])
    left, right = fit_all(one), fit_all(other)
    assert sorted(left.status) == sorted(right.status)
    assert np.allclose(np.sort(left.log_likelihood), np.sort(right.log_likelihood), equal_nan=True, rtol=1e-7)
    some = left.status == EXISTS
    assert np.allclose(np.sort(left.estimates[some]), np.sort(right.estimates[right.status == EXISTS]), rtol=1e-5)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 20), min_size=7, max_size=7).filter(any))
def test_a_fitted_model_meets_every_margin_that_it_has(counts: list[int]) -> None:
    from sijill.tally.estimate.existence import reduce_design
    from sijill.tally.estimate.poisson import fit_poisson

    table = Histories.of("ABC", [[i >> j & 1 for j in range(3)] for i in range(1, 8)], counts)
    fits = fit_all(table)
    for members, status in zip(fits.members, fits.status, strict=True):
        if status == EXISTS:
            design, kept = reduce_design(fits.design, members, fits.counts)
            converged, _, means, _ = fit_poisson(design, kept, np.zeros(len(kept)))
            assert converged
            assert np.allclose(design.T @ means, design.T @ kept, rtol=1e-6, atol=1e-6)
