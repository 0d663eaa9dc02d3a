"""Small log-linear models that choose where rules cannot: named features, a weight for each label, shipped as JSON.

Features may come from our own lexicons, word shapes, distances and closed word lists only, so that no name of a person can be in the
weights. `training/` holds the script and the seed of each; the file itself says what it was trained on and what it gained.
"""

import json
import math
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from sijill.model import DataError


def _known(weights: dict[str, float], features: Iterable[str]) -> float:
    """The sum of the weights of the features that have one."""
    return sum(filter(None, map(weights.get, features)))


class LinearModel:
    """Scores labels by the sum of the weights of the features present."""

    def __init__(self, labels: list[str], bias: list[float], weights: dict[str, list[float]]) -> None:
        self.labels = tuple(labels)
        self._bias = bias
        self._weights = weights
        two = len(labels) == 2
        self._gaps = {f: row[1] - row[0] for f, row in weights.items()} if two else None  # two labels need one sum, not two
        self._gap = bias[1] - bias[0] if two else 0.0

    def scores(self, features: Iterable[str]) -> list[float]:
        """One log-linear score a label, in the order of `labels`; unknown features count nothing."""
        if self._gaps is not None:
            gap = self._gap + _known(self._gaps, features)
            return [-gap / 2, gap / 2]
        rows = filter(None, map(self._weights.get, features))
        return [sum(column) for column in zip(self._bias, *rows, strict=True)]

    def choose(self, features: Iterable[str]) -> tuple[str, float]:
        """The best label and its probability (softmax)."""
        totals = self.scores(features)
        best = max(range(len(totals)), key=totals.__getitem__)
        top = totals[best]
        return self.labels[best], 1.0 / sum([math.exp(t - top) for t in totals])

    def probability(self, features: Iterable[str], label: str) -> float:
        """The probability (softmax) of one label."""
        totals = self.scores(features)
        top = max(totals)
        powers = [math.exp(t - top) for t in totals]
        return powers[self.labels.index(label)] / sum(powers)


@cache
def load_model(name: str) -> LinearModel:
    """The model `data/models/<name>.json` of the package."""
    try:
        data: dict[str, Any] = json.loads((files("sijill") / "data" / "models" / f"{name}.json").read_text(encoding="utf-8"))
        return LinearModel(data["labels"], data["bias"], data["weights"])
    except (OSError, ValueError, KeyError) as error:
        raise DataError(f"data/models/{name}.json: {error}; train it again with the script in training/") from error


class ChoiceModel:
    """Chooses among any number of choices by the sum of the weights of each choice's features."""

    def __init__(self, weights: dict[str, float]) -> None:
        self._weights = weights

    def scores(self, rows: Iterable[Iterable[str]]) -> list[float]:
        """One log-linear score a choice."""
        return [_known(self._weights, row) for row in rows]

    def best(self, rows: Iterable[Iterable[str]]) -> int:
        """The index of the best choice (the first of equals)."""
        totals = self.scores(rows)
        return max(range(len(totals)), key=totals.__getitem__)


@cache
def load_choice(name: str) -> ChoiceModel:
    """The choice model `data/models/<name>.json` of the package."""
    try:
        data: dict[str, Any] = json.loads((files("sijill") / "data" / "models" / f"{name}.json").read_text(encoding="utf-8"))
        return ChoiceModel(data["weights"])
    except (OSError, ValueError, KeyError) as error:
        raise DataError(f"data/models/{name}.json: {error}; train it again with the script in training/") from error
