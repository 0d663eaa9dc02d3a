"""Decomposable graphs: against the published tables of Madigan and York, and what another program gives for Kosovo."""

import numpy as np
import pytest
from overlaps import KOSOVO, MADIGAN_YORK_3, MADIGAN_YORK_5, UK

from sijill.model import EstimateError
from sijill.tally.estimate import Histories
from sijill.tally.estimate.graphs import average_graphs, decomposable_graphs, find_posterior


@pytest.mark.parametrize(("lists", "graphs"), [(2, 2), (3, 8), (4, 61), (5, 822), (6, 18_154)])
def test_every_decomposable_graph_is_there_once(lists: int, graphs: int) -> None:
    found = decomposable_graphs(lists)
    assert len(found) == graphs
    assert len(np.unique(found, axis=0)) == graphs


@pytest.mark.parametrize("lists", [3, 4, 5])
def test_every_list_is_told_once_by_a_graph(lists: int) -> None:
    holds = np.array([[s >> j & 1 for j in range(lists)] for s in range(2**lists)])
    assert (decomposable_graphs(lists) @ holds == 1).all()


def test_kosovo_with_a_weak_prior() -> None:
    found = average_graphs(KOSOVO, delta=1 / 16, most_unlisted=22_000)
    assert found.estimate == pytest.approx(12_749.3, abs=0.05)
    assert [found.low, found.high] == [9_827, 16_544]
    assert found.diagnostics["median"] == 12_595
    assert found.model == "EXH·ABA·OSCE, EXH·OSCE·HRW"
    assert found.diagnostics["probability_of_model"] == pytest.approx(0.986, abs=0.0005)
    assert found.diagnostics["graphs"] == 61


@pytest.mark.parametrize(("delta", "mean"), [(0.5, 11_013.6), (1.0, 4_828)])
def test_kosovo_with_stronger_priors_is_another_figure(delta: float, mean: float) -> None:
    assert average_graphs(KOSOVO, delta=delta, most_unlisted=22_000).estimate == pytest.approx(mean, abs=0.5)


def test_numbers_are_looked_at_as_far_as_they_are_likely() -> None:
    assert average_graphs(KOSOVO).estimate == pytest.approx(12_749.3, abs=0.05)


def test_madigan_and_york_with_five_lists() -> None:
    found = average_graphs(MADIGAN_YORK_5, delta=0.5, most_unlisted=300)
    assert found.estimate == pytest.approx(617.8, abs=0.05)
    assert [found.low, found.high] == [588, 655]
    assert found.diagnostics["mode"] == 614
    assert found.diagnostics["graphs"] == 822


def test_madigan_and_york_with_three_lists_and_their_prior() -> None:
    posterior = find_posterior(MADIGAN_YORK_3, 1.0, prior=(13.14, 55.17))
    assert posterior.mode == 728
    assert posterior.relative_bayes == pytest.approx(731, abs=0.5)
    assert [posterior.quantile(0.025), posterior.quantile(0.975)] == [682, 797]


def test_the_order_of_lists_does_not_matter() -> None:
    turned = Histories.of(KOSOVO.names[::-1], KOSOVO.cells[:, ::-1], KOSOVO.counts)
    assert average_graphs(turned).estimate == pytest.approx(average_graphs(KOSOVO).estimate or 0, rel=1e-9)


def test_leaving_out_graphs_that_weigh_nothing_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = find_posterior(KOSOVO, 1 / 16, 22_000)
    monkeypatch.setattr("sijill.tally.estimate.graphs.NEGLIGIBLE", 1e9)
    assert find_posterior(KOSOVO, 1 / 16, 22_000).mean == pytest.approx(quick.mean, rel=1e-9)


def test_a_posterior_that_runs_out_of_the_numbers_says_so() -> None:
    found = average_graphs(KOSOVO, most_unlisted=6_000)
    assert [n.code for n in found.notices] == ["posterior_cut"]


def test_seven_lists_are_refused_with_what_could_take_them() -> None:
    seven = Histories.of("ABCDEFG", np.vstack([np.eye(7), np.ones((1, 7))]), [5] * 8)
    with pytest.raises(EstimateError, match="latent-class"):
        average_graphs(seven)
    with pytest.raises(EstimateError, match="delta"):
        average_graphs(UK, delta=0.0)
