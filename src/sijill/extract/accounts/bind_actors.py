"""Who took part in an account, and in which role."""

from typing import NamedTuple

from sijill.extract.accounts.drafts import Draft
from sijill.extract.accounts.scene import RANKS, Scene, View, mentions_around


class ActorCandidate(NamedTuple):
    """A party with the mentions of it around a draft (numbers into `mentions.actors`), the best first."""

    actor: str
    mentions: tuple[int, ...]
    features: tuple[str, ...]


def actor_candidates(scene: Scene, view: View, event_type: str) -> list[ActorCandidate]:
    """The parties that may have a role in the draft of a view, in text order of their best mentions."""
    spots: dict[str, list[tuple[int, int, str]]] = {}
    actors = scene.mentions.actors
    for number in mentions_around(view, scene.actors_in):
        mention = actors[number]
        spot = view.place_of(scene, mention.sentence, mention.first)
        spots.setdefault(mention.actor, []).append((RANKS[spot], number, spot))
    for found in spots.values():
        found.sort()
    own = {a for a, found in spots.items() if found[0][0] <= 1}
    doers = {a for a, found in spots.items() if any(r <= 2 and actors[n].doer is True for r, n, _ in found)}
    order = sorted((actors[spots[a][0][1]].first, a) for a in own)
    result = []
    for actor, found in spots.items():
        features = _features(scene, view, event_type, actor, found, own, doers, [a for _, a in order])
        result.append(ActorCandidate(actor, tuple(n for _, n, _ in found), tuple(features)))
    result.sort(key=lambda c: actors[c.mentions[0]].first)
    return result


def named_sides(scene: Scene, draft: Draft) -> list[int]:
    """Whom "the two sides" of a draft's first such words are: the parties last named before them, nearest first, each once."""
    fact = next((f for f in draft.facts if "cue_sides" in f.concepts), None)
    if fact is None:
        return []
    start = next(t.first for t in fact.unit.triggers if t.concept == "cue_sides")
    near: dict[str, int] = {}
    for sentence in range(fact.unit.sentence, max(-1, fact.unit.sentence - SIDES_BACK - 1), -1):
        for number in reversed(scene.actors_in.get(sentence, [])):
            mention = scene.mentions.actors[number]
            if mention.first < start and mention.actor not in {"unknown", "other"}:
                near.setdefault(mention.actor, number)
    return list(near.values())[:2]


SIDES_BACK = 3
"""Sentences back to which "the two sides" may point."""


def _features(
    scene: Scene,
    view: View,
    event_type: str,
    actor: str,
    found: list[tuple[int, int, str]],
    own: set[str],
    doers: set[str],
    order: list[str],
) -> list[str]:
    rank, number, spot = found[0]
    mention = scene.mentions.actors[number]
    inside = [scene.mentions.actors[n] for r, n, _ in found if r <= 1]
    doer = _doer([scene.mentions.actors[n].doer for r, n, _ in found if r <= rank + 1])
    rivals = len(own - {actor})
    place = order.index(actor) if actor in own else -1
    clash = event_type in {"armed_clash", "territory", "agreement"}
    side = _side(view, mention.first)
    result = [
        f"spot={spot}",
        f"type,spot={event_type},{spot}",
        f"type,doer={event_type},{doer}",
        f"doer,spot={doer},{spot}",
        f"doer,rivals={doer},{min(rivals, 2)},{clash}",
        f"doer,doers={doer},{bool(doers - {actor})},{clash}",
        f"type,doer,rivals={event_type},{doer},{min(rivals, 2)}",
        f"type,order={event_type},{min(3, place)},{min(rivals, 2)}",
        f"inside={min(len(inside), 3)}",
        f"times={min(len(found), 4)},{rank <= 1}",
        f"role={mention.role},{event_type}",
        f"role,chance={mention.role},{round(5 * mention.chance)},{spot}",
        f"chance={round(10 * mention.chance)},{rank <= 1}",
        f"best={_best(scene, found)},{event_type}",
        f"rule={mention.rule}",
        f"rule,type={mention.rule},{event_type}",
        f"spot,rivals={spot},{min(rivals, 2)}",
        f"spot,rivals,doer={spot},{rivals > 0},{doer}",
        f"stance={mention.stance}",
        f"special={actor if actor in {'unknown', 'other'} else ''},{rank <= 1}",
        f"first={view.index == 0},{spot}",
        f"count={min(len(scene.drafts), 3)},{spot}",
        f"source={_speaks(scene, mention.sentence, mention.first, mention.last)},{rank <= 1}",
        f"harmed={_harmed(scene, view, mention.first)},{event_type}",
    ]
    if rank <= 1:
        holds = {i for f in view.draft.facts for i in f.holding}
        result.append(f"holds={all(n in holds for r, n, _ in found if r <= 1)},{event_type}")
        result.append(f"side={side}")
        result.append(f"side,type={side},{event_type}")
        result.append(f"side,doer={side},{doer}")
    return result


def _best(scene: Scene, found: list[tuple[int, int, str]]) -> str:
    """The part that the actor finder is surest of among the nearest mentions, and how sure it is (in fifths)."""
    near = [scene.mentions.actors[n] for r, n, _ in found if r <= found[0][0] + 1]
    best = max(near, key=lambda m: m.chance)
    return f"{best.role},{round(5 * best.chance)}"


def _doer(values: list[bool | None]) -> str:
    if True in values:
        return "both" if False in values else "yes"
    return "no" if False in values else "open"


def _side(view: View, first: int) -> str:
    """Which concept the nearest trigger of the mention's unit has, and on which side of the mention it stands."""
    for fact in view.draft.facts:
        if fact.unit.first <= first < fact.unit.last:
            core = [t for t in fact.unit.triggers if t.core]
            if not core:
                return "none"
            nearest = min(core, key=lambda t: abs(t.first - first))
            gap = abs(nearest.first - first)
            side = "before" if nearest.first <= first else "after"
            return f"{nearest.concept},{side},{'near' if gap <= 3 else 'far'}"
    return "none"


def _speaks(scene: Scene, sentence: int, first: int, last: int) -> bool:
    """Whether the mention stands inside, or right at, a source's words."""
    sources = scene.mentions.sources
    return any(sources[i].first <= last and first <= sources[i].last for i in scene.sources_in.get(sentence, ()))


def _harmed(scene: Scene, view: View, first: int) -> str:
    """Whether the mention stands inside, or right after, the words of a harm: the group of the people harmed."""
    for fact in view.draft.facts:
        if fact.unit.first <= first < fact.unit.last:
            for i in fact.unit.harms:
                harm = scene.mentions.harms[i]
                if harm.first - 1 <= first <= harm.last + 2:
                    return harm.group
    return "no"
