"""What a place is to its sentence: where it happened, where people came from or went, a base, or something else.

A small log-linear model (data/models/place.json, training/place.py) tells event places from the rest by the words around a name, by
what kind of place it is and by the other places of the page; no name is a feature. The rest are told apart by the word before them.
"""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from sys import intern

from sijill.extract.linear import GROUPS, load_model
from sijill.extract.mentions import PlaceUse
from sijill.extract.places.chain import Chained
from sijill.extract.places.gazette import is_latin
from sijill.extract.places.scene import Scene, Spot
from sijill.extract.places.words import MARKS
from sijill.extract.text.memory import Memory

THRESHOLD = 0.45
"""Probability from which a place is an event's: the best F1 of names per document in cross-validation on the 460 training reports."""

_CLOSED = frozenset(
    [
        *("في", "من", "الي", "علي", "عن", "وفي", "ومن", "بين", "او", "ثم", "اما", "قرب", "،"),
        *("the", "a", "of", "in", "at", "on", "from", "to", "and", "or", "by", "with", "for", "near", "that", "as"),
        *'-–:,.()«"#|/@',
    ]
)
_PLAIN = frozenset({"link", "particle", "toward"})
_USES: dict[str, PlaceUse] = {"origin": "origin", "destination": "destination", "flight": "destination", "base": "base"}
_NEARBY = 7
"""Tokens before a name in which a word of origin, destination, base or institution is looked for."""


@dataclass(frozen=True, slots=True)
class Whole:
    """What the page as a whole says of its names: how often each stands, which hold others, which stand in the title."""

    counts: Counter[str]
    holders: frozenset[str]
    title: frozenset[str]
    small: bool  # any place below a governorate
    smalls: int  # different names of such places that hold no other
    ranks: dict[int, list[int]]


def judge_uses(scene: Scene, chained: list[tuple[int, Chained]]) -> list[tuple[PlaceUse, str, float]]:
    """A use, the rule that gave it and the probability of an event's place, for each chained spot in turn."""
    model, whole = load_model("place"), look_over(scene, chained)
    result: list[tuple[PlaceUse, str, float]] = []
    for sentence, c in chained:
        likely = round(model.probability(place_features(scene, whole, sentence, c), "event"), 3)
        if likely >= THRESHOLD and not _is_left(scene, c.head):
            result.append(("event", rule_of(c.spot), likely))
        elif c.contains:
            result.append(("other", "container", likely))
        else:
            cue = _cue_before(scene, sentence, c.head)
            result.append((_USES.get(cue, "other"), cue or rule_of(c.spot), likely))
    return result


def _is_left(scene: Scene, spot: Spot) -> bool:
    """Whether a word of origin or of flight stands right before: «من أهالي», "displaced from", «الانتقال إلى»."""
    cue = scene.ends.get(spot.start)
    return cue is not None and cue.kind in {"origin", "flight"}


def rule_of(spot: Spot) -> str:
    """How the name was found: by the word before it, in a list, or bare."""
    kind = spot.lead[0].kind if spot.lead else "list" if spot.listed else "follows" if spot.after else "bare"
    return intern(f"{kind}-{'known' if spot.known else 'unknown'}")


def look_over(scene: Scene, chained: list[tuple[int, Chained]]) -> Whole:
    """Gather what the page as a whole says of its names."""
    ranks: dict[int, list[int]] = {}
    for number, c in chained:
        ranks.setdefault(number, []).append(c.size)
    return Whole(
        Counter(c.name for _, c in chained),
        frozenset(c.name for _, c in chained if c.contains),
        frozenset(c.name for number, c in chained if scene.page.sentences[number].paragraph == 0),
        any(c.size < 6 for _, c in chained),
        len({c.name for _, c in chained if 0 < c.size < 6 and not c.contains}),
        ranks,
    )


_latin = Memory("L:{}".format)
"""A feature as it stands for a name in Latin letters."""


def place_features(scene: Scene, whole: Whole, sentence: int, chained: Chained) -> list[str]:
    """What the model sees of one spot; what leads to it and how large it is are seen once more where it is in Latin letters."""
    features = _around(scene, sentence, chained)
    if is_latin(scene.form(chained.spot.first)):
        features += list(map(_latin.__getitem__, features))
    features += _in_page(scene, whole, sentence, chained)
    if not chained.spot.known:
        features += _shape(scene, chained.spot)
    return features


def _around(scene: Scene, sentence: int, chained: Chained) -> list[str]:
    """The words around a spot, and its size."""
    spot, head = chained.spot, chained.head
    level, first_kind = _level(spot), _lead(spot)
    prior, cue, strike = _prior(scene, sentence, head), _cue_before(scene, sentence, head), _violence(scene, sentence, head)
    listed = head is not spot
    return [
        *_leading(first_kind, level, prior, cue, spot.clitics),
        *_striking(strike, first_kind, chained.contains, chained.size >= 6),
        f"leads={'>'.join([c.kind for c in spot.lead[:3]])}",
        f"after={spot.after.kind if spot.after else ''}",
        f"holds,within={chained.contains},{min(len(chained.within), 2)},{level}",
        f"listed={listed},{_lead(head)},{spot.known}",
        f"next={_next(scene, sentence, spot)}",
    ]


@lru_cache(maxsize=GROUPS)
def _leading(lead: str, level: str, prior: str, cue: str, clitics: str) -> tuple[str, ...]:
    """What leads to a name, and how large a place it is."""
    return (
        f"lead,level={lead},{level}",
        f"prior={prior}",
        f"prior,level={prior},{level}",
        f"clitic={clitics.rstrip('ال')}",
        f"cue,level={cue},{level}",
    )


@lru_cache(maxsize=GROUPS)
def _striking(strike: str, lead: str, contains: bool, wide: bool) -> tuple[str, ...]:
    """Words of violence near a name."""
    return f"strike={strike}", f"strike,holds={strike},{contains},{wide}", f"lead,strike={lead},{strike}"


def _in_page(scene: Scene, whole: Whole, sentence: int, chained: Chained) -> list[str]:
    """Where in the page a spot stands, and what the page's other names say of it."""
    spot, name, size = chained.spot, chained.name, chained.size
    level = _level(spot)
    others, wide, count = whole.ranks[sentence], size >= 6, whole.counts[name]
    smaller = min(others) < size
    paragraph = scene.page.sentences[sentence].paragraph
    place = "title" if paragraph == 0 else "lead" if sentence < 4 else "body" if sentence < 12 else "far"
    return [
        *_sizes(size, smaller, wide, whole.small, level, min(count, 4)),
        *_standing(place, level, wide, name in whole.holders, chained.contains, name in whole.title),
        f"smalls={min(whole.smalls, 4)},{wide},{chained.contains}",
        f"names={min(len(others), 6)}",
        f"label={_is_label(scene, sentence, spot)},{len(others) > 1},{wide}",
        f"guarded={spot.guarded},{_lead(spot)}",
    ]


@lru_cache(maxsize=GROUPS)
def _sizes(size: int, smaller: bool, wide: bool, small: bool, level: str, count: int) -> tuple[str, ...]:
    """How large a place is among those of its sentence and page."""
    return f"rank={size}", f"smaller={smaller},{wide}", f"smaller,page={small},{smaller},{size}", f"count,level={count},{level}"


@lru_cache(maxsize=GROUPS)
def _standing(place: str, level: str, wide: bool, holder: bool, contains: bool, titled: bool) -> tuple[str, ...]:
    """Where in the page a name stands, and whether it holds others or stands in the title."""
    return (
        f"place,level={place},{level}",
        f"holder={holder},{contains},{wide}",
        f"titled={titled},{place},{wide}",
        f"holder,place={holder},{place},{wide},{contains}",
    )


def _is_label(scene: Scene, sentence: int, spot: Spot) -> bool:
    """A name at the head of a paragraph with a colon behind it: what follows is told of it."""
    return spot.start <= scene.page.sentences[sentence].first + 1 and scene.form(spot.end) == ":"


def _level(spot: Spot) -> str:
    return spot.level if spot.known else "unknown"


def _lead(spot: Spot) -> str:
    """The nearest word that leads to a spot, whether it is plural (+), whether it has the article (!)."""
    if not spot.lead:
        return "none"
    cue = spot.lead[0]
    return f"{cue.kind}{'+' if cue.many else ''}{'!' if 'ال' in cue.clitics else ''}"


def _shape(scene: Scene, spot: Spot) -> list[str]:
    """The form of a name that nobody knows: an adjective or a plural is seldom one."""
    form, lead = scene.form(spot.last - 1), _lead(spot)
    article = form.startswith("ال")
    ending = form[-2:] if form[-2:] in _ENDINGS else form[-1:] if form[-1:] in "هاين" else ""
    return [
        f"words={min(spot.last - spot.first, 4)},{lead}",
        f"article={article},{lead}",
        f"ending={ending},{article}",
        f"length={min(len(form), 8)}",
        f"quoted={scene.form(spot.first - 1) in MARKS},{lead}",
    ]


_ENDINGS = frozenset({"يه", "ات", "ين", "ون", "ها", "هم", "يا", "وا", "تي", "ته"})


def _prior(scene: Scene, sentence: int, spot: Spot) -> str:
    """The word right before the place and its relation words: a closed-class word, or the kind of place word, or neither."""
    floor, at = scene.page.sentences[sentence].first, spot.start - 1
    if at < floor:
        return "start"
    form, cue = scene.form(at), scene.ends.get(at + 1)
    if form in _CLOSED and (cue is None or cue.kind in _PLAIN):
        return form
    if cue:
        return cue.kind
    return "capital" if scene.is_capital(at) else scene.page.tokens[at].kind


def _next(scene: Scene, sentence: int, spot: Spot) -> str:
    ceiling, at = scene.page.sentences[sentence].last, spot.end
    if at >= ceiling:
        return "end"
    form, cue = scene.form(at), scene.cues.get(at)
    if form in _CLOSED and (cue is None or cue.kind in _PLAIN):
        return form
    if cue:
        return cue.kind
    return "capital" if scene.is_capital(at) else scene.page.tokens[at].kind


def _cue_before(scene: Scene, sentence: int, spot: Spot) -> str:
    """The nearest word of origin, destination, base, institution or direction of movement before the place, near to it."""
    floor = max(scene.page.sentences[sentence].first, spot.start - _NEARBY)
    for at in range(spot.start, floor, -1):
        cue = scene.ends.get(at)
        if cue and cue.kind in ("origin", "destination", "flight", "base", "institution", "toward", "strike", "harm"):
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
