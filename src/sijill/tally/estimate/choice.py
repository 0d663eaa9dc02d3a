"""Which lists are taken, and what speaks against taking them for independent samples of the same thing."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from sijill.model import EstimateError, Notice

MOST = 5
"""Lists taken unless others are named: what every method but the two-list one takes."""

SMALL = 20
"""Persons on a list below whom it tells little: as `side.FEW_SHARED`."""

WITHIN = 0.9
"""Share of a list's persons that are on another one from which on it adds next to nobody of its own; a reader's warning, no rule."""


def choose_lists(sizes: Mapping[str, int], named: Sequence[str] = (), most: int = MOST) -> tuple[tuple[str, ...], tuple[Notice, ...]]:
    """The lists `named`, else those with most persons, at most `most`; and which were left out. `sizes`: persons of each, the largest
    first. Raises EstimateError for a list that is not there."""
    if unknown := [name for name in named if name not in sizes]:
        raise EstimateError(f"there is no list {unknown[0]!r}; there are: {', '.join(sizes) or 'none'}")
    chosen = tuple(dict.fromkeys(named)) or tuple(sizes)[:most]
    left = [f"{name} ({size})" for name, size in sizes.items() if name not in chosen]
    if not left:
        return chosen, ()
    return chosen, (Notice("lists_left_out", {"lists": len(left), "names": ", ".join(left[:20]) + (" …" if len(left) > 20 else "")}),)


def check_lists(lists: Sequence[str], persons: Iterable[Mapping[str, set[str]]]) -> tuple[Notice, ...]:
    """What must be said of lists made from reports. `persons`: for each the lists that name them, with the origins behind those."""
    sizes = dict.fromkeys(lists, 0)
    both = dict.fromkeys(combinations(lists, 2), 0)
    one_voice = dict.fromkeys(both, 0)
    for held in persons:
        on = [name for name in lists if name in held]
        for name in on:
            sizes[name] += 1
        for pair in combinations(on, 2):
            both[pair] += 1
            one_voice[pair] += not held[pair[0]].isdisjoint(held[pair[1]])
    found = []
    if small := [f"{name} ({size})" for name, size in sizes.items() if size < SMALL]:
        found.append(Notice("small_lists", {"names": ", ".join(small), "persons": SMALL}))
    if told := [f"{a}·{b} {number}/{both[a, b]}" for (a, b), number in one_voice.items() if number]:
        found.append(Notice("lists_share_origins", {"names": ", ".join(told)}))
    order = [sorted(pair, key=lambda name: sizes[name]) for pair in both]
    pairs = zip(order, both.values(), strict=True)
    within = [f"{a} ⊂ {b} {n}/{sizes[a]}" for (a, b), n in pairs if sizes[a] and n >= WITHIN * sizes[a]]
    if within:
        found.append(Notice("list_within", {"names": ", ".join(within)}))
    return tuple(found)
