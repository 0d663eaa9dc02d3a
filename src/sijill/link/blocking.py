"""Blocking: which pairs are worth comparing. Time stays near-linear because no block grows beyond a limit without being divided."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import nsmallest
from itertools import combinations

from sijill.link.profile import Profile
from sijill.link.rarity import Rarity
from sijill.model.fingerprint import bands

LARGEST = 60
"""Accounts in a block before it is divided by a finer key; one that cannot be divided is compared with its neighbours in order only."""

WINDOW = 8
"""How many of those that follow it in order each account of such a block is compared with."""

CELL_DEGREES = 0.2  # about 20 km: neighbours within 20 km share one of the four shifted cells

Key = tuple[object, ...]

NEAREST = 24
"""Other accounts closest in words that each account is compared with besides: 48 keep 0.027 more of the true pairs of the real reports
and cost half as many comparisons again; 96 keep 0.060 more and cost two and a half times as many."""

COMMON = 200
"""A word that more accounts have near their claims says too little to look them up by. Of 60, 200 and 1,000 the first keeps 0.710 of
the true pairs, the second 0.728, the third 0.726."""

ACROSS = 12
"""Accounts of the other script closest in the sounds of words that each account is compared with besides: 12 keep 0.036 more of the
true pairs, 24 only 0.007 more than those."""


def pair_profiles(profiles: Sequence[Profile], fresh: int, rarity: Rarity) -> list[tuple[int, int]]:
    """Indexes of pairs to compare, sorted; at least one of each is among the first `fresh`. Accounts of one report are no pair.

    rarity: how rare each word of the profiles is.
    """
    blocks: dict[Key, list[int]] = defaultdict(list)
    for index, profile in enumerate(profiles):
        for key in _keys(profile):
            if index < fresh or key in blocks:  # where nothing is fresh there is nothing to compare
                blocks[key].append(index)
    found: set[tuple[int, int]] = set()
    alike = (_pairs_by_words(profiles, fresh, rarity), _pairs_by_sounds(profiles, fresh, rarity))
    for pairs in (*alike, *(_pairs(members, profiles) for members in blocks.values())):
        for left, right in pairs:
            if left < fresh and profiles[left].report != profiles[right].report and profiles[left].scope == profiles[right].scope:
                found.add((left, right))
    return sorted(found)


def _pairs(members: list[int], profiles: Sequence[Profile]) -> Iterable[tuple[int, int]]:
    """All pairs of a small block; a large one is divided by day, toll and kind; what stays large pairs only in a sliding window.

    members: sorted.
    """
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
                yield from ((min(index, other), max(index, other)) for other in ordered[at + 1 : at + 1 + WINDOW])


def _keys(profile: Profile) -> Iterable[Key]:
    """The blocks of an account: place and day, place name, day and toll, victims, copied text."""
    days = _days(profile)
    cells = cells_of(profile)
    for day in days:
        yield from (("day-cell", day, cell) for cell in cells)
        yield from (("day-name", day, name) for name in profile.names | profile.sounds)
        if not cells:
            yield from (("day-actor", day, actor) for actor in profile.perpetrators)
        yield from (("day-toll", day, kind, low) for kind, tolls in profile.tolls.items() for low, _ in tolls)
    yield from (("day", profile.family, day) for day in days)
    yield from (("calendar", profile.family, day) for day in profile.calendar)
    yield from (("name", profile.family, name) for name in profile.names)
    yield from (("unit", profile.family, unit) for unit in profile.sounds | profile.units)
    for cell in cells:
        yield from (("cell-toll", cell, kind, low) for kind, tolls in profile.tolls.items() for low, _ in tolls)
        yield from (("cell-calendar", cell, day) for day in profile.calendar)
        if not days:
            yield ("cell", profile.family, cell)
    yield from (("victim", name) for name in profile.victims)
    yield from (("copy", *band) for band in bands(profile.signature))


def _pairs_by_words(profiles: Sequence[Profile], fresh: int, rarity: Rarity) -> Iterable[tuple[int, int]]:
    """Each fresh account with those of other reports whose words are most like its own, found through the words that few have."""
    words = [profile.words for profile in profiles]
    reports = [profile.report for profile in profiles]
    return _nearest(words, fresh, NEAREST, rarity.of, [rarity.norm(p) for p in profiles], lambda a, b: reports[a] != reports[b])


def _pairs_by_sounds(profiles: Sequence[Profile], fresh: int, rarity: Rarity) -> Iterable[tuple[int, int]]:
    """The same across scripts: names of people and places sound alike in both."""
    sounds = [profile.echoes for profile in profiles]
    latin = [profile.latin for profile in profiles]
    sizes = [math.sqrt(len(s) + 1) for s in sounds]
    return _nearest(sounds, fresh, ACROSS, rarity.of_sound, sizes, lambda a, b: latin[a] != latin[b])


def _nearest(
    tokens: Sequence[frozenset[str]],
    fresh: int,
    count: int,
    rare: Mapping[str, float],
    sizes: Sequence[float],
    fits: Callable[[int, int], bool],
) -> Iterable[tuple[int, int]]:
    holders: dict[str, list[int]] = {token: [] for held in tokens[:fresh] for token in held}
    for index, held in enumerate(tokens):
        for token in holders.keys() & held:
            holders[token].append(index)
    for index, held in enumerate(tokens[:fresh]):
        shared: dict[int, float] = defaultdict(float)
        for token in sorted(held):
            having = holders[token]
            if 1 < len(having) <= COMMON:
                weight = rare[token] ** 2
                for other in having:
                    shared[other] += weight
        near = ((-dot / sizes[other], other) for other, dot in shared.items() if fits(index, other))
        yield from ((min(index, other), max(index, other)) for _, other in nsmallest(count, near))


def _fine_keys(profile: Profile) -> Iterable[Key]:
    yield from (("day", day) for day in _days(profile))
    yield from (("month-day", day) for day in profile.calendar)
    yield from ((kind, low) for kind, tolls in profile.tolls.items() for low, _ in tolls)


def _days(profile: Profile) -> range:
    """The days of an account and one on each side; a stretch longer than a month is no day."""
    if profile.days is None or profile.days[1] - profile.days[0] > 31:
        return range(0)
    return range(profile.days[0] - 1, profile.days[1] + 2)


def cells_of(profile: Profile) -> set[tuple[int, int]]:
    """The cells of an account's places, but of wide ones."""
    return {cell for point in profile.points if point.radius_km <= 40 for cell in _cells(point.lat, point.lon)}


def _cells(lat: float, lon: float) -> set[tuple[int, int]]:
    """Grid cells of a point, the grid shifted by half a cell both ways, so that close points share one."""
    half = CELL_DEGREES / 2
    return {(round(lat / half) + i, round(lon / half) + j) for i in (0, 1) for j in (0, 1)}
