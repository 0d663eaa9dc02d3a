"""Where: the places that a page names, with relation, larger units and what each is to its sentence.

Names are known ones (`gazette`) and unknown ones behind a word that leads to a place («قرية», "town of"). Only the most specific place
of a chain is an event's place; the larger units stand in its `within` and are given apart with use `other`, rule `container`.
"""

from sys import intern

from sijill.extract.mentions import PlaceMention, PlaceUse
from sijill.extract.places.chain import Chained, chain_spots
from sijill.extract.places.scene import Scene, Spot, make_scene
from sijill.extract.places.settle import settle_units
from sijill.extract.places.spots import find_spots
from sijill.extract.places.use import judge_uses
from sijill.extract.text.page import Page
from sijill.model import Span
from sijill.model.vocabulary import Relation

_NONE: frozenset[int] = frozenset()


def find_places(page: Page, furniture: frozenset[int] = _NONE) -> tuple[PlaceMention, ...]:
    """All named places outside the furniture, in text order."""
    scene = make_scene(page)
    chained: list[tuple[int, Chained]] = []
    for number, sentence in enumerate(page.sentences):
        if number not in furniture:
            spots = find_spots(scene, sentence)
            chained += [(number, c) for c in chain_spots(scene, spots)]
    judged, units = judge_uses(scene, chained), settle_units(scene, chained)
    return tuple(_mention(scene, number, c.spot, u, j) for (number, c), u, j in zip(chained, units, judged, strict=True))


def spot_name(page: Page, spot: Spot) -> str:
    """The bare name as written, without clitics and without a possessive."""
    start, end = page.slice(spot.first, spot.last)
    name = page.text[start + spot.cut : end - spot.trim]
    if spot.clitics.endswith("لل"):  # «للحسكة» hides the article's alif
        name = "ا" + name
    return intern(name.strip("\u0640") or page.text[start:end])


def _mention(scene: Scene, sentence: int, spot: Spot, units: tuple[Spot, ...], judged: tuple[PlaceUse, str, float]) -> PlaceMention:
    page = scene.page
    start = spot.first if spot.listed and not spot.lead else spot.start
    span = Span(
        page.tokens[start].start + (spot.cut if start == spot.first else 0),
        page.slice(spot.last, spot.end)[1] if spot.end > spot.last else page.tokens[spot.last - 1].end - spot.trim,
    )
    within = tuple(dict.fromkeys(spot_name(page, s) for s in units))
    return PlaceMention(start, spot.end, sentence, span, spot_name(page, spot), _relation(spot), within, *judged)


def _relation(spot: Spot) -> Relation:
    """What the words before (or after) a name make of it."""
    kinds = [cue.kind for cue in spot.lead] + ([spot.after.kind] if spot.after else [])
    if "between" in kinds:
        return "between"
    if "road" in kinds:
        return "road"
    if "near" in kinds or "rural" in kinds:
        return "near"
    if kinds and kinds[0] == "direction" and spot.level not in ("country", "region", "governorate"):
        return "direction"
    return "in"
