"""Which of the harms stated in an account's units are its own entries, and which repeat one already stated."""

from typing import NamedTuple

from sijill.extract.accounts.scene import Scene, View
from sijill.extract.mentions import HarmMention


class HarmCandidate(NamedTuple):
    """A harm mention (a number into `mentions.harms`) of an account's unit."""

    mention: int
    features: tuple[str, ...]


def harm_candidates(scene: Scene, view: View, event_type: str) -> list[HarmCandidate]:
    """The harms of an account's units in text order. The finder has left repetitions out: of two that look alike, as in a list of
    the fallen by their units, each is another harm."""
    harms = scene.mentions.harms
    numbers = [i for f in view.draft.facts for i in f.unit.harms]
    chosen = sorted(numbers)
    first_sentence = scene.lead[0] if scene.lead else -1
    rank = {n: i for i, n in enumerate(numbers)}
    result = []
    for number in chosen:
        harm = harms[number]
        others = [harms[n] for n in chosen if n != number and harms[n].kind == harm.kind and harms[n].who == harm.who]
        earlier = [harms[n] for n in numbers[max(0, rank[number] - 30) : rank[number]] if harms[n].kind == harm.kind]
        vague = harm.low is None and harm.high is None
        features = (
            f"rule={harm.rule}",
            f"kind={harm.kind},{harm.hedge}",
            f"group={harm.group},{harm.who}",
            f"vague={vague},{harm.hedge},{_against(harm, others)}",
            f"title={harm.sentence == first_sentence},{vague},{_against(harm, others)}",
            f"number={_against(harm, others)},{vague}",
            f"earlier={_against(harm, earlier)},{vague},{harm.who is not None}",
            f"part={harm.part_of is not None},{harm.who}",
            f"others={min(len(others), 3)}",
            f"zero={harm.high == 0},{len(numbers) > 1}",
            f"type={event_type},{harm.kind}",
            f"one={harm.low == 1 and harm.high == 1},{len(numbers) > 3},{bool(earlier)}",
            f"order={min(rank[number], 4)},{vague}",
            f"index={min(view.index, 2)},{vague}",
        )
        result.append(HarmCandidate(number, features))
    return result


def _against(harm: HarmMention, others: list[HarmMention]) -> str:
    """How a harm stands to others of its kind: alone, beside the same bounds, a total that holds it, other numbers, vague ones."""
    if not others:
        return "alone"
    if any((o.low, o.high) == (harm.low, harm.high) and o.low is not None for o in others):
        return "same"
    numbered = [o for o in others if o.low is not None or o.high is not None]
    if not numbered:
        return "vague"
    return "less" if harm.low is not None and all((o.low or 0) >= harm.low for o in numbered) else "more"
