"""Blocking: which pairs are worth comparing. Time stays near-linear because no block grows beyond a limit without being divided."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from sijill.link.profile import Profile
from sijill.link.rarity import Rarity
from sijill.link.shingles import bands

LARGEST = 60
"""Accounts in a block before it is divided by a finer key; one that cannot be divided is compared with its neighbours in order only."""

CELL_DEGREES = 0.2  # about 20 km: neighbours within 20 km share one of the four shifted cells

Key = tuple[object, ...]

RAREST = 8
"""Rare words of an account that open a block: those near its claims that few other accounts have."""


def pair_profiles(profiles: Sequence[Profile], fresh: int, rarity: Rarity) -> list[tuple[int, int]]:
    """Indexes of pairs to compare, sorted; at least one of each is among the first `fresh`. Accounts of one report are no pair.

    rarity: how rare each word of the profiles is.
    """
    blocks: dict[Key, list[int]] = defaultdict(list)
    for index, profile in enumerate(profiles):
        for key in (*_keys(profile), *_word_keys(profile, rarity)):
            blocks[key].append(index)
    found: set[tuple[int, int]] = set()
    for members in blocks.values():
        for left, right in _pairs(members, profiles):
            if left < fresh and profiles[left].report != profiles[right].report and profiles[left].scope == profiles[right].scope:
                found.add((left, right))
    return sorted(found)


def _pairs(members: list[int], profiles: Sequence[Profile]) -> Iterable[tuple[int, int]]:
    """All pairs of a small block; a large one is divided by day, toll and kind; what stays large pairs only in a sliding window."""
    if len(members) <= LARGEST:
        yield from combinations(members, 2)
        return
    finer: dict[Key, list[int]] = defaultdict(list)
    for index in members:
        for key in _fine_keys(profiles[index]):
            finer[key].append(index)
    for part in finer.values():
        if len(part) <= LARGEST:
            yield from combinations(part, 2)
        else:
            ordered = sorted(part, key=lambda i: (profiles[i].days or (0, 0), sorted(profiles[i].names), profiles[i].account))
            for at, index in enumerate(ordered):
                yield from ((min(index, other), max(index, other)) for other in ordered[at + 1 : at + 9])


def _keys(profile: Profile) -> Iterable[Key]:
    """The blocks of an account: place and day, place name, day and toll, victims, copied text."""
    days = _days(profile)
    cells = {cell for point in profile.points if point.radius_km <= 40 for cell in _cells(point.lat, point.lon)}
    for day in days:
        yield from (("day-cell", day, cell) for cell in cells)
        yield from (("day-name", day, name) for name in profile.names)
        yield from (("day-toll", day, kind, low) for kind, tolls in profile.tolls.items() for low, _ in tolls)
    for name in profile.names:
        yield ("name", profile.family, name)
    for cell in cells:
        yield from (("cell-toll", cell, kind, low) for kind, tolls in profile.tolls.items() for low, _ in tolls)
        yield from (("cell-calendar", cell, day) for day in profile.calendar)
        if not days:
            yield ("cell", profile.family, cell)
    yield from (("victim", name) for name in profile.victims)
    yield from (("copy", *band) for band in bands(profile.signature))


def _word_keys(profile: Profile, rarity: Rarity) -> Iterable[Key]:
    """The rarest words of an account that another account has too."""
    return (("word", word) for word in rarity.rarest_shared(profile, RAREST))


def _fine_keys(profile: Profile) -> Iterable[Key]:
    yield from (("day", day) for day in _days(profile))
    yield from (("month-day", day) for day in profile.calendar)
    yield from ((kind, low) for kind, tolls in profile.tolls.items() for low, _ in tolls)


def _days(profile: Profile) -> range:
    """The days of an account and one on each side; a stretch longer than a month is no day."""
    if profile.days is None or profile.days[1] - profile.days[0] > 31:
        return range(0)
    return range(profile.days[0] - 1, profile.days[1] + 2)


def _cells(lat: float, lon: float) -> set[tuple[int, int]]:
    """Grid cells of a point, the grid shifted by half a cell both ways, so that close points share one."""
    half = CELL_DEGREES / 2
    return {(round(lat / half) + i, round(lon / half) + j) for i in (0, 1) for j in (0, 1)}
