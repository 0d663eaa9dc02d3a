"""The larger units that a document as a whole puts a place in, where its own sentence names none.

The same name with its units elsewhere in the text; the label of its paragraph («حلب: …»); the one governorate that the text names.
"""

from sijill.extract.places.chain import Chained
from sijill.extract.places.scene import Scene, Spot

_UNIT = 6
"""Rank of a governorate: a place within one needs no more to be found."""


def settle_units(scene: Scene, chained: list[tuple[int, Chained]]) -> list[tuple[Spot, ...]]:
    """The larger units of each chained spot, smallest first, its own sentence's before the document's."""
    links = {c.spot.first: c for _, c in chained}
    told = _told(chained)
    only = _only_governorate(chained)
    label: Spot | None = None
    settled = []
    for sentence, c in chained:
        if _is_label(scene, sentence, c.spot):
            label = c.spot
        within = c.within
        if c.size < _UNIT and not any(links[s.first].size >= _UNIT for s in within):
            known = {links[s.first].name for s in within} | {c.name}
            largest = max([links[s.first].size for s in within], default=c.size)
            for spot in (*told.get(c.name, ()), *([label] if label else []), *([only] if only else [])):
                link = links[spot.first]
                if link.name not in known and link.size > largest:
                    known.add(link.name)
                    largest = link.size
                    within = (*within, spot)
                    if link.size >= _UNIT:
                        break
        settled.append(within)
    return settled


def _told(chained: list[tuple[int, Chained]]) -> dict[str, tuple[Spot, ...]]:
    """For each name the longest chain of units that it has anywhere."""
    told: dict[str, tuple[Spot, ...]] = {}
    for _, c in chained:
        if len(c.within) > len(told.get(c.name, ())):
            told[c.name] = c.within
    return told


def _only_governorate(chained: list[tuple[int, Chained]]) -> Spot | None:
    """The governorate that the text names, where it names one alone."""
    found = {c.name: c.spot for _, c in chained if c.spot.level == "governorate"}
    return next(iter(found.values())) if len(found) == 1 else None


def _is_label(scene: Scene, sentence: int, spot: Spot) -> bool:
    """A governorate at the head of a sentence with a colon behind it."""
    at_head = spot.start <= scene.page.sentences[sentence].first + 1
    return at_head and spot.level == "governorate" and scene.form(spot.end) == ":"
