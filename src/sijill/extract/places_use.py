"""What a place is to its sentence: where it happened, where people came from or went, a base, or something else.

A small log-linear model (data/models/place.json, training/place.py) tells event places from the rest by the words around a name, by
what kind of place it is and by the other places of the page; no name is a feature. The rest are told apart by the word before them.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sijill.extract.gazette import is_latin
from sijill.extract.lexicon import bare
from sijill.extract.linear import load_model
from sijill.extract.mentions import PlaceUse
from sijill.extract.places_chain import Chained, rank
from sijill.extract.places_scene import Scene, Spot
from sijill.extract.places_words import MARKS

THRESHOLD = 0.45
"""Probability from which a place is an event's: the best F1 of names per document in cross-validation on the 460 training reports."""

_CLOSED = frozenset(
    [
        *("في", "من", "الي", "علي", "عن", "وفي", "ومن", "بين", "او", "ثم", "اما", "قرب", "،"),
        *("the", "a", "of", "in", "at", "on", "from", "to", "and", "or", "by", "with", "for", "near", "that", "as"),
        *'-–:,.()«"#|/@',
    ]
)
_USES: dict[str, PlaceUse] = {"origin": "origin", "destination": "destination", "base": "base"}
_NEARBY = 7
"""Tokens before a name in which a word of origin, destination, base or institution is looked for."""


@dataclass(frozen=True, slots=True)
class Whole:
    """What the page as a whole says of its names: how often each stands, which hold others, which stand in the title."""

    counts: Counter[str]
    holders: frozenset[str]
    title: frozenset[str]
    small: bool  # any place below a governorate
    paragraph: dict[int, int]
    ranks: dict[int, list[int]]


def judge_uses(scene: Scene, chained: list[tuple[int, Chained]]) -> list[tuple[PlaceUse, str, float]]:
    """A use, the rule that gave it and the probability of an event's place, for each chained spot in turn."""
    model, whole = load_model("place"), look_over(scene, chained)
    result: list[tuple[PlaceUse, str, float]] = []
    for sentence, c in chained:
        likely = round(model.probability(place_features(scene, whole, sentence, c), "event"), 3)
        if likely >= THRESHOLD:
            result.append(("event", rule_of(c.spot), likely))
        elif c.contains:
            result.append(("other", "container", likely))
        else:
            cue = _cue_before(scene, sentence, c.spot)
            result.append((_USES.get(cue, "other"), cue or rule_of(c.spot), likely))
    return result


def rule_of(spot: Spot) -> str:
    """How the name was found: by the word before it, in a list, or bare."""
    kind = spot.lead[0].kind if spot.lead else "list" if spot.listed else "follows" if spot.after else "bare"
    return f"{kind}-{'known' if spot.known else 'unknown'}"


def name_of(scene: Scene, spot: Spot) -> str:
    """The folded words of a name, for comparing inside a page."""
    forms = [bare(scene.form(i)) for i in range(spot.first, spot.last) if scene.form(i) not in MARKS]
    if forms and spot.cut and len(forms[0]) > spot.cut + 1:
        forms[0] = bare(scene.form(spot.first)[spot.cut :])
    return " ".join(forms)


def look_over(scene: Scene, chained: list[tuple[int, Chained]]) -> Whole:
    """Gather what the page as a whole says of its names."""
    names = [(number, name_of(scene, c.spot), c) for number, c in chained]
    ranks: dict[int, list[int]] = {}
    for number, c in chained:
        ranks.setdefault(number, []).append(rank(c.spot))
    return Whole(
        Counter(name for _, name, _ in names),
        frozenset(name for _, name, c in names if c.contains),
        frozenset(name for number, name, _ in names if scene.page.sentences[number].paragraph == 0),
        any(rank(c.spot) < 6 for _, c in chained),
        {},
        ranks,
    )


def place_features(scene: Scene, whole: Whole, sentence: int, chained: Chained) -> list[str]:
    """What the model sees of one spot; each feature also crossed with the script."""
    plain = list(_features(scene, whole, sentence, chained))
    script = "L" if is_latin(scene.form(chained.spot.first)) else "A"
    return plain + [f"{script}:{f}" for f in plain]


def _features(scene: Scene, whole: Whole, sentence: int, chained: Chained) -> Iterable[str]:
    spot, size, name = chained.spot, rank(chained.spot), name_of(scene, chained.spot)
    lead = [c.kind for c in spot.lead[:3]]
    first_kind = f"{lead[0]}{'+' if spot.lead[0].many else ''}{'!' if 'ال' in spot.lead[0].clitics else ''}" if lead else "none"
    level = spot.level if spot.known else "unknown"
    yield "bias"
    yield f"lead={first_kind}"
    yield f"leads={'>'.join(lead)}"
    yield f"level={level}"
    yield f"rank={size}"
    yield f"lead,level={first_kind},{level}"
    yield f"after={spot.after.kind if spot.after else 'none'}"
    yield f"holds={chained.contains}"
    yield f"within={min(len(chained.within), 3)}"
    yield f"holds,within={chained.contains},{bool(chained.within)},{level}"
    yield f"listed={spot.listed},{level}"
    prior = _prior(scene, sentence, spot)
    yield f"prior={prior}"
    yield f"prior,level={prior},{level}"
    yield f"next={_next(scene, sentence, spot)}"
    yield f"clitic={spot.clitics.rstrip('ال')}"
    cue = _cue_before(scene, sentence, spot)
    yield f"cue={cue}"
    yield f"cue,level={cue},{level}"
    yield f"strike={_violence(scene, sentence, spot)}"
    yield f"strike,holds={_violence(scene, sentence, spot)},{chained.contains},{size >= 6}"
    others = whole.ranks[sentence]
    least = min(others)
    yield f"smaller={least < size},{size >= 6}"
    yield f"smaller,page={whole.small},{least < size},{size}"
    paragraph = scene.page.sentences[sentence].paragraph
    place = "title" if paragraph == 0 else "lead" if sentence < 4 else "body" if sentence < 12 else "far"
    yield f"place={place}"
    yield f"place,level={place},{level}"
    yield f"count={min(whole.counts[name], 4)}"
    yield f"count,level={min(whole.counts[name], 3)},{level}"
    yield f"holder={name in whole.holders},{chained.contains},{size >= 6}"
    yield f"titled={name in whole.title},{place},{size >= 6}"
    yield f"names={min(len(others), 6)}"
    yield f"guarded={spot.guarded},{first_kind}"
    if not spot.known:
        yield from _shape(scene, spot, first_kind)


def _shape(scene: Scene, spot: Spot, lead: str) -> Iterable[str]:
    """The form of a name that nobody knows: an adjective or a plural is seldom one."""
    form = scene.form(spot.last - 1)
    yield f"words={min(spot.last - spot.first, 4)},{lead}"
    yield f"article={form.startswith('ال')},{lead}"
    yield f"ending={form[-2:] if form[-2:] in _ENDINGS else form[-1:] if form[-1:] in 'هاين' else ''},{form.startswith('ال')}"
    yield f"length={min(len(form), 8)}"
    yield f"quoted={scene.form(spot.first - 1) in MARKS},{lead}"


_ENDINGS = frozenset({"يه", "ات", "ين", "ون", "ها", "هم", "يا", "وا", "تي", "ته"})


def _prior(scene: Scene, sentence: int, spot: Spot) -> str:
    """The word right before the place and its relation words: a closed-class word, or the kind of place word, or neither."""
    floor, at = scene.page.sentences[sentence].first, spot.start - 1
    if at < floor:
        return "start"
    form, cue = scene.form(at), scene.ends.get(at + 1)
    if cue:
        return cue.kind
    if form in _CLOSED:
        return form
    return "capital" if scene.is_capital(at) else scene.page.tokens[at].kind


def _next(scene: Scene, sentence: int, spot: Spot) -> str:
    ceiling, at = scene.page.sentences[sentence].last, spot.end
    if at >= ceiling:
        return "end"
    form, cue = scene.form(at), scene.cues.get(at)
    if cue:
        return cue.kind
    if form in _CLOSED:
        return form
    return "capital" if scene.is_capital(at) else scene.page.tokens[at].kind


def _cue_before(scene: Scene, sentence: int, spot: Spot) -> str:
    """The nearest word of origin, destination, base, institution or direction of movement before the place, near to it."""
    floor = max(scene.page.sentences[sentence].first, spot.start - _NEARBY)
    for at in range(spot.start, floor, -1):
        cue = scene.ends.get(at)
        if cue and cue.kind in ("origin", "destination", "base", "institution", "toward", "strike", "harm"):
            if cue.kind in ("institution", "toward") and spot.start - at > 1:
                continue
            return cue.kind if cue.kind not in ("strike", "harm") else ""
    return ""


def _violence(scene: Scene, sentence: int, spot: Spot) -> str:
    """How near a word of violence or harm stands before the place, else after it."""
    bounds = scene.page.sentences[sentence]
    for at in range(spot.start, max(bounds.first, spot.start - 16), -1):
        cue = scene.ends.get(at)
        if cue and cue.kind in ("strike", "harm"):
            return f"{cue.kind}<{'1' if spot.start - at < 2 else '5' if spot.start - at < 6 else '16'}"
    for at in range(spot.end, min(bounds.last, spot.end + 12)):
        cue = scene.cues.get(at)
        if cue and cue.kind in ("strike", "harm"):
            return f"{cue.kind}>{'5' if at - spot.end < 6 else '12'}"
    return "none"
