"""Small log-linear models that choose where rules cannot: named features, a weight for each label, shipped as JSON.

Features may come from our own lexicons, word shapes, distances and closed word lists only, so that no name of a person can be in the
weights. `training/` holds the script and the seed of each; the file itself says what it was trained on and what it gained.
"""

import json
import math
import struct
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from sijill.model import DataError

PRECISION = 10_000
"""Weights are kept in ten-thousandths, as the files have them: sums are exact, in whatever order features come."""

GROUPS = 1 << 14
"""Combinations of values that a group of features is remembered for at most. A group is a function of a few values that go into
features together: most reports meet the same combinations, so their names are written once."""

_WIDTH = 32
_MIDDLE = 1 << (_WIDTH - 1)


class _Weights(dict[str, int]):
    """Weights by feature; one that was not seen in training counts nothing."""

    def __missing__(self, feature: str) -> int:
        return 0


def _pack(row: Iterable[float]) -> int:
    """One number for the weights of all labels, 32 bits each, so that one sum over the features serves every label."""
    return sum(round(weight * PRECISION) << (_WIDTH * place) for place, weight in enumerate(row))


class LinearModel:
    """Scores labels by the sum of the weights of the features present."""

    def __init__(self, labels: list[str], bias: list[float], weights: dict[str, list[float]]) -> None:
        self.labels = tuple(labels)
        self._weights = _Weights({feature: _pack(row) for feature, row in weights.items()})
        self._bias = _pack(bias) + (_MIDDLE * _pack([1 / PRECISION] * len(labels)))  # no sum of a label falls below nought
        self._parts = struct.Struct(f"<{len(labels)}I")

    def scores(self, features: Iterable[str]) -> list[float]:
        """One log-linear score a label, in the order of `labels`; unknown features count nothing."""
        total = sum(map(self._weights.__getitem__, features), self._bias)
        return [(part - _MIDDLE) / PRECISION for part in self._parts.unpack(total.to_bytes(self._parts.size, "little"))]

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
        self._weights = _Weights({feature: round(weight * PRECISION) for feature, weight in weights.items()})

    def scores(self, rows: Iterable[Iterable[str]]) -> list[float]:
        """One log-linear score a choice."""
        return [sum(map(self._weights.__getitem__, row)) / PRECISION for row in rows]

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
