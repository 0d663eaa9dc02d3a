"""The larger units that a document as a whole puts a place in, where its own sentence names none.

The same name with its units elsewhere in the text; the label of its paragraph («حلب: …»); the one governorate that the text names.
"""

from sijill.extract.places_chain import Chained, rank
from sijill.extract.places_scene import Scene, Spot
from sijill.extract.places_use import name_of

_UNIT = 6
"""Rank of a governorate: a place within one needs no more to be found."""


def settle_units(scene: Scene, chained: list[tuple[int, Chained]]) -> list[tuple[Spot, ...]]:
    """The larger units of each chained spot, smallest first, its own sentence's before the document's."""
    names = [name_of(scene, c.spot) for _, c in chained]
    told = _told(names, chained)
    only = _only_governorate(names, chained)
    label: Spot | None = None
    settled = []
    for (sentence, c), name in zip(chained, names, strict=True):
        if _is_label(scene, sentence, c.spot):
            label = c.spot
        within = c.within
        if not any(rank(s) >= _UNIT for s in within) and rank(c.spot) < _UNIT:
            known = {name_of(scene, s) for s in within} | {name}
            further = [*told.get(name, ()), *([label] if label else []), *([only] if only else [])]
            for spot in further:
                if name_of(scene, spot) not in known and rank(spot) > max([rank(s) for s in within], default=rank(c.spot)):
                    known.add(name_of(scene, spot))
                    within = (*within, spot)
                    if rank(spot) >= _UNIT:
                        break
        settled.append(within)
    return settled


def _told(names: list[str], chained: list[tuple[int, Chained]]) -> dict[str, tuple[Spot, ...]]:
    """For each name the longest chain of units that it has anywhere."""
    told: dict[str, tuple[Spot, ...]] = {}
    for name, (_, c) in zip(names, chained, strict=True):
        if len(c.within) > len(told.get(name, ())):
            told[name] = c.within
    return told


def _only_governorate(names: list[str], chained: list[tuple[int, Chained]]) -> Spot | None:
    """The governorate that the text names, where it names one alone."""
    found = {name: c.spot for name, (_, c) in zip(names, chained, strict=True) if c.spot.level == "governorate"}
    return next(iter(found.values())) if len(found) == 1 else None


def _is_label(scene: Scene, sentence: int, spot: Spot) -> bool:
    """A governorate at the head of a sentence with a colon behind it."""
    at_head = spot.start <= scene.page.sentences[sentence].first + 1
    return at_head and spot.level == "governorate" and scene.form(spot.end) == ":"
