"""Which of the places named around an account are where it happened."""

from functools import lru_cache
from typing import NamedTuple

from sijill.extract.accounts.facts import place_key
from sijill.extract.accounts.scene import RANKS, Scene, View, mentions_around, unit_at
from sijill.extract.linear import GROUPS


class PlaceCandidate(NamedTuple):
    """A place name with the mentions of it around a draft (numbers into `mentions.places`), the best first."""

    key: str
    mentions: tuple[int, ...]
    features: tuple[str, ...]


def place_candidates(scene: Scene, view: View, event_type: str) -> list[PlaceCandidate]:
    """The places that the draft of a view may have, in text order of their best mentions."""
    spots: dict[str, list[tuple[int, int, str]]] = {}
    places = scene.mentions.places
    for number in mentions_around(view, scene.places_in):
        mention = places[number]
        spot = view.place_of(scene, mention.sentence, mention.first)
        if RANKS[spot] > 1 and _is_talked_of(scene, view, mention.first):
            continue
        spots.setdefault(place_key(mention.name), []).append((RANKS[spot], number, spot))
    own = {k for k, found in spots.items() if any(r <= 1 and places[n].use == "event" for r, n, _ in found)}
    beside = {k for k, found in spots.items() if any(r <= 2 and places[n].use == "event" for r, n, _ in found)}
    if own:  # of 1,100 gold places in the training reports, 8 stand outside the units of an account that names a place itself
        spots = {k: found for k, found in spots.items() if min(found)[0] <= 1}
    held = {place_key(w) for k in spots for r, n, _ in spots[k] for w in places[n].within if r <= 2 and places[n].use == "event"}
    held_far = {place_key(w) for k in spots for r, n, _ in spots[k] for w in places[n].within if places[n].use == "event"}
    triggers = [t.first for f in view.draft.facts for t in f.unit.triggers if t.core]
    nearest = _nearest(scene, spots, triggers)
    inside = [(-max(places[n].likely for r, n, _ in found if r <= 1), key) for key, found in spots.items() if min(found)[0] <= 1]
    top = {key: min(order, 3) for order, (_, key) in enumerate(sorted(inside))}
    result = []
    for key, found in spots.items():
        found.sort(key=lambda item: (places[item[1]].use != "event", item[0], item[1]))
        features = _features(scene, view, event_type, key, found, own, beside, held, held_far, nearest, top)
        result.append(PlaceCandidate(key, tuple(n for _, n, _ in found), tuple(features)))
    result.sort(key=lambda c: places[c.mentions[0]].first)
    return result


def _is_talked_of(scene: Scene, view: View, token: int) -> bool:
    """Whether a place is named only where talks are told of, and the draft is something else."""
    unit = unit_at(scene, token)
    return unit is not None and unit.types == {"agreement"} and "agreement" not in view.draft.types


def _nearest(scene: Scene, spots: dict[str, list[tuple[int, int, str]]], triggers: list[int]) -> str | None:
    """The place nearest to the account's triggers, within its own units."""
    best, least = None, 1 << 30
    for key, found in spots.items():
        for rank, number, _ in found:
            if rank <= 1 and scene.mentions.places[number].use == "event":
                first = scene.mentions.places[number].first
                gap = min((abs(first - t) for t in triggers[:8]), default=1 << 29)
                if gap < least:
                    best, least = key, gap
    return best


def _features(
    scene: Scene,
    view: View,
    event_type: str,
    key: str,
    found: list[tuple[int, int, str]],
    own: set[str],
    beside: set[str],
    held: set[str],
    held_far: set[str],
    nearest: str | None,
    top: dict[str, int],
) -> list[str]:
    rank, number, spot = found[0]
    mention = scene.mentions.places[number]
    wide = "held" if key in held else "far" if key in held_far else "no"
    rivals = len(own - {key})
    best = round(5 * max(scene.mentions.places[n].likely for _, n, _ in found))
    others = len(beside - {key})
    event = mention.use == "event"
    inside = sum(r <= 1 for r, _, _ in found)
    rivals_kind = f"{min(rivals, 3)},{min(others, 2)}"
    own_unit = rank <= 1
    result = [
        *_spot(spot, event, wide, rivals_kind, mention.relation, view.index == 0),
        *_rule(mention.use, mention.rule, own_unit, min(len(mention.within), 2), min(inside, 3), min(len(found), 4)),
        *_rivalry(own_unit, rivals > 0, event_type, spot, min(len(scene.drafts), 3), _claimed(scene, view, key)),
        f"likely={round(10 * mention.likely)},{own_unit}",
        f"likely,spot={round(5 * mention.likely)},{spot},{min(rivals, 1)}",
        f"most={best},{own_unit}",
        f"top={top.get(key, 9)},{wide},{best}",
        f"only={len(top)},{best},{spot}",
        f"beside={_beside(scene, number)},{best}",
        f"nearest={nearest == key},{own_unit},{wide}",
        f"title={any(s == 'title' for _, _, s in found)},{own_unit},{rivals > 0}",
        f"events={sum([scene.mentions.places[n].use == 'event' for _, n, _ in found]) > 1},{own_unit}",
    ]
    if own_unit:
        result.append(f"order={_order(scene, view, number)},{wide}")
    return result


@lru_cache(maxsize=GROUPS)
def _spot(spot: str, event: bool, wide: str, rivals: str, relation: str, first: bool) -> tuple[str, ...]:
    """Where the mention stands as seen from the draft."""
    return (
        f"spot={spot},{event}",
        f"spot,rivals={spot},{rivals}",
        f"spot,wide={spot},{wide}",
        f"wide,rivals={wide},{rivals}",
        f"relation={relation},{spot}",
        f"first={first},{spot}",
    )


@lru_cache(maxsize=GROUPS)
def _rule(use: str, rule: str, own_unit: bool, within: int, inside: int, times: int) -> tuple[str, ...]:
    """How the place was found, and how often."""
    return (
        f"use={use}",
        f"rule={rule}",
        f"rule,spot={rule},{own_unit}",
        f"within={within},{own_unit}",
        f"inside={inside}",
        f"times={times},{own_unit}",
    )


@lru_cache(maxsize=GROUPS)
def _rivalry(own_unit: bool, rivals: bool, event_type: str, spot: str, count: int, claimed: str) -> tuple[str, ...]:
    """What else the draft and its neighbours have."""
    return f"type={event_type},{own_unit},{rivals}", f"count={count},{spot},{rivals}", f"claimed={claimed},{own_unit},{rivals}"


def _beside(scene: Scene, number: int) -> int:
    """The likelihood (in fifths) of the likelier of the places that stand right beside one, as in a list; -1 without."""
    places = scene.mentions.places
    mention = places[number]
    best = -1
    for other in (number - 1, number + 1):
        if 0 <= other < len(places):
            gap = places[other].first - mention.last if other > number else mention.first - places[other].last
            if gap <= 1 and places[other].sentence == mention.sentence:
                best = max(best, round(5 * places[other].likely))
    return best


def _claimed(scene: Scene, view: View, key: str) -> str:
    """Whether a neighbouring draft has the place in its own units."""
    near = [i for i in (view.index - 1, view.index + 1, 0) if 0 <= i < len(scene.drafts) and i != view.index]
    return "yes" if any(key in scene.drafts[i].places for i in near) else "no"


def _order(scene: Scene, view: View, number: int) -> str:
    """How many places of the happening stand before the mention in its unit, and after."""
    first = scene.mentions.places[number].first
    for fact in view.draft.facts:
        if fact.unit.first <= first < fact.unit.last:
            others = [scene.mentions.places[i].first for i in fact.unit.places if scene.mentions.places[i].use == "event"]
            return f"{min(sum(o < first for o in others), 2)},{min(sum(o > first for o in others), 2)}"
    return "none"
