"""According to whom an account is told: sources in its units, and those carried on from the sentences before."""

from typing import NamedTuple

from sijill.extract.accounts.scene import RANKS, Scene, View, mentions_around


class SourceCandidate(NamedTuple):
    """A kind of source with its mentions around a draft (numbers into `mentions.sources`), the best first."""

    kind: str
    mentions: tuple[int, ...]
    features: tuple[str, ...]


def source_candidates(scene: Scene, view: View, event_type: str) -> list[SourceCandidate]:
    """The sources that the draft of a view may rest on; one for each kind, with the last one told before it."""
    spots: dict[str, list[tuple[int, int, str]]] = {}
    sources = scene.mentions.sources
    numbers = list(mentions_around(view, scene.sources_in))
    last = _last_before(scene, view)
    if last is not None and last not in numbers:
        numbers.append(last)
    for number in numbers:
        mention = sources[number]
        spot = view.place_of(scene, mention.sentence, mention.first)
        spots.setdefault(mention.kind, []).append((RANKS[spot], number, spot))
    for found in spots.values():
        found.sort()
    own = {k for k, found in spots.items() if found[0][0] <= 1}
    beside = {k for k, found in spots.items() if found[0][0] <= 2}
    result = []
    for kind, found in spots.items():
        rank, number, spot = found[0]
        mention = sources[number]
        rivals = f"{min(len(own - {kind}), 2)},{min(len(beside - {kind}), 2)}"
        features = [
            f"spot={spot}",
            f"spot,rivals={spot},{rivals}",
            f"spot,count={spot},{min(len(scene.drafts), 3)}",
            f"spot,kind={spot},{kind}",
            f"kind={kind}",
            f"rule={mention.rule}",
            f"carried={mention.carried},{spot}",
            f"any carried={any(sources[n].carried for r, n, _ in found if r <= 2)},{spot}",
            f"later={any(sources[n].carried for n in numbers if sources[n].sentence in view.sentences)},{spot}",
            f"last={number == last},{spot}",
            f"between={_between(scene, view, mention.sentence)},{number == last}",
            f"times={min(len(found), 3)},{rank <= 1}",
            f"first={view.index == 0},{spot}",
            f"type={event_type},{rank <= 1}",
            f"title={any(s == 'title' for _, _, s in found)},{rank <= 1}",
        ]
        result.append(SourceCandidate(kind, tuple(n for _, n, _ in found), tuple(features)))
    result.sort(key=lambda c: sources[c.mentions[0]].first)
    return result


def _last_before(scene: Scene, view: View) -> int | None:
    """The last source told before the draft begins, at most eight sentences back."""
    for sentence in range(view.first_sentence, max(-1, view.first_sentence - 9), -1):
        for number in reversed(scene.sources_in.get(sentence, ())):
            if scene.mentions.sources[number].first < view.spans[0][0]:
                return number
    return None


def _between(scene: Scene, view: View, sentence: int) -> str:
    """How many sentences stand between a source and the draft, and whether other drafts begin there."""
    gap = view.first_sentence - sentence
    if gap <= 0:
        return "inside"
    others = {o for s in range(sentence, min(view.first_sentence, sentence + 9)) for o in scene.owner.get(s, ())}
    return f"{min(gap, 4)},{min(len(others - {view.index}), 2)}"
