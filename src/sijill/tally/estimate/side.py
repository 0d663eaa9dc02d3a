"""Every method side by side on the same table: where they differ, no single one of them is the answer."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from sijill.model import Estimate, EstimateError, Notice
from sijill.tally.estimate.bootstrap import TOP_MODELS, add_choice_interval, add_step_interval
from sijill.tally.estimate.bounds import bound_alike, bound_lists, estimate_independent, estimate_pair
from sijill.tally.estimate.graphs import MOST_LISTS as MOST_LISTS_OF_GRAPHS
from sijill.tally.estimate.graphs import average_graphs
from sijill.tally.estimate.hierarchy import MOST_LISTS as MOST_LISTS_OF_MODELS
from sijill.tally.estimate.histories import Histories
from sijill.tally.estimate.latent import MOST_LISTS as MOST_LISTS_OF_CLASSES
from sijill.tally.estimate.latent import Settings, estimate_classes
from sijill.tally.estimate.loglinear import Fits, average_models, choose_model, fit_all
from sijill.tally.estimate.stepwise import MOST_LISTS as MOST_LISTS_OF_STEPS
from sijill.tally.estimate.stepwise import THRESHOLD, step_through

LOWER_BOUNDS = ("chao", "chao_lists")
"""Methods that say how many there are at least, and are no part of the spread."""

MOST_LISTS_OF_STEP_BOOTSTRAPS = 8
"""Beyond, 1,000 stepwise replicates take minutes, and the stepwise interval is the log-normal one (eight lists took 11 s)."""

FEW_SHARED = 20
"""Persons on several lists below whom the estimates are of little use: of Artificial_3's four models that exist with six, the largest
figure is twice the smallest."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person may choose: see `sijill estimate --help`."""

    seed: int = 1
    level: float = 0.95
    order: int | None = None
    bootstraps: int = 1000
    top: int = TOP_MODELS
    threshold: float = THRESHOLD
    plausible: float | None = None
    delta: float | None = None
    sampler: Settings = field(default_factory=Settings)


class Table:
    """One table with its fits, which several methods share."""

    def __init__(self, histories: Histories, choices: Choices) -> None:
        self.histories, self.choices = histories, choices

    @cached_property
    def fits(self) -> Fits:
        """All log-linear models."""
        return fit_all(self.histories, self.choices.order)


def _by_bic(table: Table, _: Callable[[], None]) -> Estimate:
    chosen = choose_model(table.histories, table.fits, "bic", table.choices.level)
    choices = table.choices
    return add_choice_interval(chosen, table.histories, table.fits, seed=choices.seed, bootstraps=choices.bootstraps, top=choices.top)


def _stepwise(table: Table, _: Callable[[], None]) -> Estimate:
    choices, histories = table.choices, table.histories
    found = step_through(histories, choices.threshold, choices.level)
    if histories.lists > MOST_LISTS_OF_STEP_BOOTSTRAPS:
        return found
    return add_step_interval(found, histories, seed=choices.seed, threshold=choices.threshold, bootstraps=choices.bootstraps)


METHODS: Mapping[str, tuple[int, Callable[[Table, Callable[[], None]], Estimate]]] = {
    "chao": (1000, lambda t, _: bound_alike(t.histories, t.choices.level)),
    "chao_lists": (10, lambda t, _: bound_lists(t.histories, t.choices.level)),
    "chapman": (1000, lambda t, _: estimate_pair(t.histories, t.choices.level)),
    "independent": (10, lambda t, _: estimate_independent(t.histories, t.choices.level)),
    "loglinear_bic": (MOST_LISTS_OF_MODELS, _by_bic),
    "loglinear_aic": (MOST_LISTS_OF_MODELS, lambda t, _: choose_model(t.histories, t.fits, "aic", t.choices.level)),
    "loglinear_average": (
        MOST_LISTS_OF_MODELS,
        lambda t, _: average_models(t.histories, t.fits, t.choices.level, t.choices.plausible),
    ),
    "stepwise": (MOST_LISTS_OF_STEPS, _stepwise),
    "decomposable": (MOST_LISTS_OF_GRAPHS, lambda t, _: average_graphs(t.histories, delta=t.choices.delta, level=t.choices.level)),
    "latent_class": (
        MOST_LISTS_OF_CLASSES,
        lambda t, tell: estimate_classes(t.histories, t.choices.sampler, seed=t.choices.seed, level=t.choices.level, tell=tell),
    ),
}
"""Every method on one table, with the lists that it can take."""


def estimate_by(method: str, table: Table, tell: Callable[[], None] = lambda: None) -> Estimate:
    """The estimate by one of METHODS; a table with too many lists for it gets none, and the notice says how many it takes."""
    most, run = METHODS[method]
    histories = table.histories
    if histories.lists > most:
        return Estimate(method, histories.listed, notices=(Notice("too_many_lists", {"lists": histories.lists, "most": most}),))
    found = run(table, tell)
    if found.estimate is None or found.low is None or (found.low <= found.estimate and found.estimate <= (found.high or math.inf)):
        return found
    return replace(found, notices=(*found.notices, Notice("outside_interval")))


def check_table(histories: Histories) -> tuple[Notice, ...]:
    """What must be said of the table itself, whatever the method."""
    notices = []
    shared = int(histories.on_several[1:].sum())
    if shared == 0:
        notices.append(Notice("nothing_shared"))
    elif shared < FEW_SHARED:
        notices.append(Notice("few_shared", {"persons": shared}))
    apart = [f"{a}·{b}" for a, b, overlap, _ in compare_pairs(histories) if overlap == 0]
    if apart and shared:
        notices.append(Notice("lists_apart", {"pairs": len(apart), "names": ", ".join(apart[:10]) + (" …" if len(apart) > 10 else "")}))
    return tuple(notices)


def compare_pairs(histories: Histories) -> list[tuple[str, str, int, float | None]]:
    """Each two lists: their names, persons on both, and Chapman's estimate from just these two (null without an overlap)."""
    sizes, found = histories.sizes, []
    for a in range(histories.lists):
        for b in range(a + 1, histories.lists):
            both = int(histories.counts[(histories.cells[:, a] & histories.cells[:, b]) == 1].sum())
            chapman = float((sizes[a] + 1) * (sizes[b] + 1) / (both + 1) - 1) if both else None
            found.append((histories.names[a], histories.names[b], both, chapman))
    return found


def find_spread(estimates: list[Estimate]) -> tuple[float, float] | None:
    """The smallest and the largest estimate of those that are no lower bounds; null where there is none."""
    known = [e.estimate for e in estimates if e.estimate is not None and e.method not in LOWER_BOUNDS]
    return (float(np.min(known)), float(np.max(known))) if known else None


def choose_methods(names: list[str]) -> list[str]:
    """METHODS that are named, in their order; all for none. Raises EstimateError that lists them for a name that is not there."""
    if unknown := [name for name in names if name not in METHODS]:
        raise EstimateError(f"there is no method {unknown[0]!r}; there are: {', '.join(METHODS)}")
    return [name for name in METHODS if not names or name in names]
