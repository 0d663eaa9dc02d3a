"""How far analysts agree on grades that they gave independently: Cohen's kappa for two, Krippendorff's alpha for any number.

Cohen, J. (1960), A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20, 37-46. Krippendorff, K.
(2011), Computing Krippendorff's Alpha-Reliability, University of Pennsylvania: nominal data, any number of observers, values may lack.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

Values = Mapping[str, Hashable]
"""What each analyst said of one incident."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """`units`: incidents that two analysts or more graded; `alpha`: over all of them; `pairs`: for each two analysts how many incidents
    both graded, on how many they agree, and kappa. A coefficient is null where nothing varies, so that chance cannot be told."""

    units: int
    analysts: tuple[str, ...]
    alpha: float | None
    pairs: tuple[tuple[str, str, int, int, float | None], ...]


def measure_agreement(units: Mapping[str, Values]) -> Agreement:
    """The agreement over incidents (keys of `units`); what only one analyst graded says nothing and is left out."""
    shared = [values for values in units.values() if len(values) > 1]
    analysts = tuple(sorted({name for values in shared for name in values}))
    pairs = []
    for one, two in combinations(analysts, 2):
        both = [(values[one], values[two]) for values in shared if one in values and two in values]
        if both:
            pairs.append((one, two, len(both), sum(a == b for a, b in both), cohen_kappa(both)))
    return Agreement(len(shared), analysts, krippendorff_alpha([list(values.values()) for values in shared]), tuple(pairs))


def cohen_kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Kappa of two analysts who both judged each unit; null without units or where both always say one and the same."""
    if not pairs:
        return None
    count = len(pairs)
    left, right = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    observed = sum(a == b for a, b in pairs) / count
    chance = sum(left[value] * right[value] for value in left) / count**2
    return None if chance == 1 else (observed - chance) / (1 - chance)


def krippendorff_alpha(units: Sequence[Sequence[Hashable]]) -> float | None:
    """Alpha for nominal values, by the matrix of coincidences; units with one value are left out; null where nothing varies."""
    coincidences: dict[tuple[Hashable, Hashable], float] = defaultdict(float)
    for values in units:
        for pair in permutations(values, 2):
            coincidences[pair] += 1 / (len(values) - 1)
    totals: dict[Hashable, float] = defaultdict(float)
    for (value, _), weight in coincidences.items():
        totals[value] += weight
    count = sum(totals.values())
    expected = sum(totals[a] * totals[b] for a, b in permutations(totals, 2))
    if not expected:
        return None
    observed = sum(weight for (a, b), weight in coincidences.items() if a != b)
    return 1 - (count - 1) * observed / expected
