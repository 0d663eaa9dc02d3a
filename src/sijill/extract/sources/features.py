"""What the words around a possible source say of its being one, as features of the source model: cues, kinds, distances."""

from collections.abc import Sequence

from sijill.extract.actors.phrases import Found
from sijill.extract.sources.names import Citing
from sijill.extract.text.page import Page

LEFT = 6
RIGHT = 8
"""How far cues are looked for, in tokens, before and after the source."""

_BREAKS = frozenset("،,;؛:.")
_QUOTES = frozenset('"“”«»')


def source_features(page: Page, found: Sequence[Found], citing: Citing, outlet: frozenset[str]) -> list[str]:
    """Features of one possible source: never a name, only kinds of cues and where they stand. `outlet` are the words of the outlet's
    own name (`find_outlet`)."""
    script = "en" if page.tokens[citing.first].form.isascii() else "ar"
    sentence = page.sentences[citing.sentence]
    noun = citing.noun
    kind = "+".join(citing.kinds)
    features = [f"{script} noun {noun} {kind}", f"{script} clitic {citing.clitics}", f"{noun} again {citing.again}"]
    left = _cues(page, found, range(citing.first - 1, max(sentence.first, citing.first - LEFT) - 1, -1), citing, -1)
    right = _cues(page, found, range(citing.last, min(sentence.last, citing.last + RIGHT)), citing, 1)
    for side, cues in (("L", left), ("R", right)):
        features += [f"{script} {side}{cue}" for cue in cues]
        nearest = cues[0].split(" ", 1)[1] if cues else "nothing"
        features.append(f"{script} {noun} {side} {nearest}")
        if cues:
            features.append(f"{noun} {side}{cues[0]}")
        features.append(f"{script} {kind} {side} {nearest}")
    told = {c.split(" ", 1)[1] for c in left + right} & {"say", "per", "carry"}
    features.append(f"{script} cued {bool(told)}")
    features.append(f"{script} {kind} cued {bool(told)}")
    both = f"{left[0].split(' ', 1)[1] if left else 'nothing'} _ {right[0].split(' ', 1)[1] if right else 'nothing'}"
    features.append(f"{script} {both}")
    if citing.first == sentence.first:
        features.append(f"{script} first")
    if citing.first > sentence.first and page.tokens[citing.first - 1].form == "#":
        features.append(f"{script} {kind} hashtag")
    if "media" in citing.kinds and page.tokens[citing.last - 1].form.removeprefix("ل") in outlet:
        features += [f"{script} own outlet", f"{script} own outlet {noun} {citing.clitics}"]
    if citing.last - citing.first >= 3:
        features.append(f"{script} {noun} long")
    if sentence.last - sentence.first <= 8:
        features.append(f"{script} {kind} alone")
    if sentence.paragraph <= 2:
        features.append(f"{script} {kind} lead")
    if citing.sentence >= len(page.sentences) - 1:
        features.append(f"{script} {kind} end")
    if citing.sentence == 0:
        features.append(f"{script} title")
    if citing.last >= sentence.last - 1:
        features.append(f"{script} last")
    if any(page.tokens[i].form in _QUOTES for i in range(citing.last, min(sentence.last, citing.last + RIGHT))):
        features.append(f"{script} quote after")
    return features


def _cues(page: Page, found: Sequence[Found], indices: range, citing: Citing, step: int) -> list[str]:
    """Cues on one side, nearest first, as "distance name"; a break before one is marked."""
    cues: list[str] = []
    broken = ""
    for index in indices:
        if page.tokens[index].form in _BREAKS:
            broken = "|"
        match = found[index].get("cue")
        if match is None or (step < 0 and match.last > citing.first):
            continue
        distance = citing.first - match.last + 1 if step < 0 else index - citing.last + 1
        bucket = "1" if distance <= 1 else "2" if distance == 2 else "3-4" if distance <= 4 else "5+"
        cues.append(f"{broken}{bucket} {match.entry.id}")
    return cues
