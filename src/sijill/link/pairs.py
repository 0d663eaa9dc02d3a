"""What people said on pairs: two reports have one origin or not, two claims name one person or not. The newest word stands."""

from collections.abc import Iterable, Mapping

from sijill.model.decision import Made, NotSameOrigin, NotSamePerson, SameOrigin, SamePerson

PairWord = SameOrigin | NotSameOrigin | SamePerson | NotSamePerson


def newest_words(said: Iterable[Made]) -> dict[frozenset[str], Made]:
    """The newest word on each pair; other decisions are passed over."""
    return {
        frozenset((made.judgement.left, made.judgement.right)): made
        for made in sorted(said, key=lambda made: made.seq)
        if isinstance(made.judgement, PairWord)
    }


def says_same(made: Made) -> bool:
    """Whether a word on a pair says that both are one."""
    return isinstance(made.judgement, SameOrigin | SamePerson)


def find_conflict(word: PairWord, said: Iterable[Made]) -> tuple[Made, ...]:
    """Standing decisions on other pairs that together say the contrary of a new word; none where it fits."""
    words = newest_words(said)
    words.pop(frozenset((word.left, word.right)), None)
    sames = {pair: made for pair, made in words.items() if says_same(made)}
    left, right = _reach(word.left, sames), _reach(word.right, sames)
    if not isinstance(word, SameOrigin | SamePerson):
        return tuple(left[word.right]) if word.right in left else ()
    for pair, made in words.items():
        if not says_same(made):
            a, b = sorted(pair)
            for one, other in ((a, b), (b, a)):
                if one in left and other in right:
                    return (*left[one], made, *right[other])
    return ()


def _reach(start: str, sames: Mapping[frozenset[str], Made]) -> dict[str, list[Made]]:
    """Everything that decisions make one with `start`, each with the decisions on the way."""
    found: dict[str, list[Made]] = {start: []}
    waiting = [start]
    while waiting:
        here = waiting.pop(0)
        for pair, made in sames.items():
            if here in pair and (other := next(iter(pair - {here}))) not in found:
                found[other] = [*found[here], made]
                waiting.append(other)
    return found
