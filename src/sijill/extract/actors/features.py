"""What the words around a possible party say of its part in its sentence, as features of the actor model.

Features are names of our own cues, kinds of names, positions and distances: never a party, a place or a person.
"""

from collections.abc import Sequence

from sijill.extract.actors.names import Naming
from sijill.extract.actors.phrases import Found
from sijill.extract.text.page import Page

LEFT = 9
RIGHT = 7
"""How far cues are looked for, in tokens, before and after the name."""

REACH = 14
"""How far the strong ones are."""

_STRONG = frozenset(
    {"attack_verb", "kill_verb", "death", "attack_noun", "by", "against", "clash", "territory", "capture", "agreement"}
    | {"control", "support", "speak"}
)
"""Cues that say who does what; the others only colour them."""

JOINED = 6
"""Most names that "and" is followed back over."""

_QUOTES = "\"'«»“”‘’()،#"
_BREAKS = frozenset("،,;؛:.()")


def group_features(page: Page, found: Sequence[Found], group: Sequence[tuple[Naming, str]]) -> list[list[str]]:
    """The features of each naming of one sentence with its actor id, in order; in time linear in the sentence."""
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for place, (_, actor) in enumerate(group):
        first.setdefault(actor, place)
        last[actor] = place
    sentence = _sentence(page, found, group[0][0].sentence)
    rows = []
    for place, (naming, actor) in enumerate(group):
        script = "en" if page.tokens[naming.core].form.isascii() else "ar"
        head = _conjunct(page, group, place)
        features = _naming(naming, actor, script) + _around(page, found, head, script) + _frame(page, found, head, script)
        features += [f"{script} {feature}" for feature in sentence]
        before = sum(begin < place for other, begin in first.items() if other != actor)
        after = sum(end > place for other, end in last.items() if other != actor)
        features.append(f"{script} before {min(before, 2)} after {min(after, 2)}")
        if first[actor] < place:
            features.append(f"{script} again")
        if place and naming.clitics.startswith("و") and group[place - 1][0].last >= naming.first - 1:
            features.append(f"{script} joined")
        rows.append(features)
    return rows


def _naming(naming: Naming, actor: str, script: str) -> list[str]:
    """What the name itself says: its kind, its clitics, the words of force and attack that it hangs on."""
    features = [f"{script} kind {naming.kind}", f"{script} clitic {naming.clitics}"]
    features += [f"{script} head {head}" for head in naming.heads] or [f"{script} no head"]
    features += [f"{script} kind {naming.kind} head {head}" for head in naming.heads] or [f"{script} kind {naming.kind} no head"]
    if actor in ("unknown", "other"):
        features.append(f"is {actor}")
    return features


def _conjunct(page: Page, group: Sequence[tuple[Naming, str]], place: int) -> Naming:
    """The first of the names that a name is joined to by "and": what stands before that one bears on all of them."""
    naming = group[place][0]
    for back in range(place - 1, max(-1, place - 1 - JOINED), -1):
        before = group[back][0]
        if naming.first - before.last > len(_QUOTES):
            break
        between = [page.tokens[i].form for i in range(before.last, naming.first)]
        joined = naming.clitics.startswith("و") and not "".join(between).strip(_QUOTES)
        if not joined and between not in (["and"], ["و"], ["and", "the"], ["،"], [","], [",", "and"]):
            break
        naming = before
    return naming


def _frame(page: Page, found: Sequence[Found], naming: Naming, script: str) -> list[str]:
    """The strong cues nearest to the name: two before it, one after it, and both sides together."""
    sentence = page.sentences[naming.sentence]
    left: list[str] = []
    for index in range(naming.core - 1, max(sentence.first, naming.first - REACH) - 1, -1):
        match = found[index].get("cue")
        if match is not None and match.entry.id in _STRONG and match.last <= naming.core:
            left.append(match.entry.id)
            if len(left) == 2:
                break
    right = "nothing"
    for index in range(naming.last, min(sentence.last, naming.last + REACH)):
        match = found[index].get("cue")
        if match is not None and match.entry.id in _STRONG:
            right = match.entry.id
            break
    left += ["nothing"] * (2 - len(left))
    heads = "+".join(naming.heads) or "no"
    return [
        f"{script} strong {left[0]} < {left[1]}",
        f"{script} strong {left[0]} _ {right}",
        f"{script} strong {left[0]} head {heads}",
        f"{script} strong _ {right} head {heads}",
        f"{script} strong {left[0]} clitic {naming.clitics}",
        f"{script} strong {left[0]} {naming.kind}",
    ]


def _bucket(distance: int) -> str:
    return str(distance) if distance <= 2 else "3-4" if distance <= 4 else "5+"


def _around(page: Page, found: Sequence[Found], naming: Naming, script: str) -> list[str]:
    """Cues before and after the name with their distance, nearest first; the first of each side once more with the kind."""
    sentence = page.sentences[naming.sentence]
    features: list[str] = []
    nearest = None
    broken = ""
    for index in range(naming.first - 1, max(sentence.first, naming.first - LEFT) - 1, -1):
        if page.tokens[index].form in _BREAKS:
            broken = "|"
        for layer in ("cue", "head"):
            match = found[index].get(layer)
            if match is None or match.last > naming.core:
                continue
            name = match.entry.id if layer == "cue" else f"h:{match.entry.id}"
            features.append(f"{script} {broken}L{_bucket(naming.first - match.last + 1)} {name}")
            if nearest is None and layer == "cue":
                nearest = name
                features.append(f"{script} {naming.kind} L {name}")
    if nearest is None:
        features.append(f"{script} {naming.kind} L nothing")
    if naming.first == sentence.first:
        features.append(f"{script} first")
    else:
        before = found[naming.first - 1].get("cue")
        features.append(f"{script} clitic {naming.clitics} after {before.entry.id if before else page.tokens[naming.first - 1].kind}")
    nearest = None
    broken = ""
    for index in range(naming.last, min(sentence.last, naming.last + RIGHT)):
        if page.tokens[index].form in _BREAKS:
            broken = "|"
        match = found[index].get("cue")
        if match is not None:
            features.append(f"{script} {broken}R{_bucket(index - naming.last + 1)} {match.entry.id}")
            if nearest is None:
                nearest = match.entry.id
                features.append(f"{script} {naming.kind} R {nearest}")
    return features


def _sentence(page: Page, found: Sequence[Found], number: int) -> list[str]:
    """What kind of sentence it is: its cues as a set, its place in the page, the first cue."""
    sentence = page.sentences[number]
    features: list[str] = []
    seen: dict[str, None] = {}
    for index in range(sentence.first, sentence.last):
        match = found[index].get("cue")
        if match is not None:
            seen.setdefault(match.entry.id)
    features += [f"opens {cue}" for cue in list(seen)[:1]]
    features += [f"S {cue}" for cue in seen if cue not in ("of_them", "because", "between", "against", "locative")]
    if seen.keys().isdisjoint(("attack_verb", "attack_noun", "kill_verb", "death", "clash", "capture", "territory", "agreement")):
        features.append("S quiet")
    if number == 0:
        features.append("title")
    elif sentence.paragraph <= 2:
        features.append("lead")
    if sentence.last - sentence.first <= 14:
        features.append("short")
    return features
