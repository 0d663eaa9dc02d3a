"""The parties that a page names: who acts, who is aimed at, how sure the report is of it."""

import math
from collections import Counter
from collections.abc import Iterator
from datetime import date
from sys import intern

from sijill.extract.actors.features import group_features
from sijill.extract.actors.names import Naming, find_namings, load_phrases
from sijill.extract.actors.phrases import Found
from sijill.extract.actors.theatres import CHANGE, Theatres, resolve_party
from sijill.extract.linear import LinearModel, load_model
from sijill.extract.mentions import ActorMention
from sijill.extract.text.page import Page
from sijill.model import Span
from sijill.model.vocabulary import ACTOR_IDS, ActorStance, Role

DOUBT = 8
"""How far before or after a party's name, in tokens, words of doubt bear on it."""

PRESENT = 0.5
LIKELY = 0.75
"""Least probabilities of having a part in a happening with which a mention is given, and is called likely: in five-fold
cross-validation by document (training/actor.py) 0.5 keeps nine in ten of the gold actors, 0.75 has the best F1."""

SURE = 0.7
"""How far the log scores of doer and target must be apart (odds of two to one) for the words to make a party either."""

PARTS: tuple[Role, ...] = ("perpetrator", "party", "target")


def find_actors(page: Page, furniture: frozenset[int] = frozenset(), published: date | None = None) -> tuple[ActorMention, ...]:
    """All parties with a part in what the page tells, in text order. Linear in the page's length.

    `published` tells which Syrian government "the government" is; without it the latest year in the text does.
    """
    found = load_phrases().scan(page)
    model = load_model("actor")
    rows: list[ActorMention] = []
    for group in group_namings(page, found, furniture, published):
        for (naming, actor), features in zip(group, group_features(page, found, group), strict=True):
            role, chance, margin = judge_part(model, features)
            if chance < PRESENT:
                continue
            start, end = page.slice(naming.first, naming.last)
            rows.append(
                ActorMention(
                    naming.first,
                    naming.last,
                    naming.sentence,
                    Span(start, end),
                    actor,
                    _stance(page, found, naming),
                    True if margin > SURE else False if margin < -SURE else None,
                    intern(f"actor:{naming.kind}:{role}:{'likely' if chance >= LIKELY else 'maybe'}"),
                    role,
                    round(chance, 3),
                )
            )
    return tuple(rows)


def group_namings(
    page: Page, found: list[Found], furniture: frozenset[int], published: date | None
) -> Iterator[list[tuple[Naming, str]]]:
    """The namings of each sentence with the actor that each means; those that nothing settles are left out."""
    namings = find_namings(page, found, furniture)
    theatres = Theatres(page, found, furniture)
    changed = (published.year, published.month) >= CHANGE if published else _latest_year(page) > CHANGE[0]
    later = [actor for actor, _ in Counter(n.entry.id for n in namings if n.entry.id in ACTOR_IDS).most_common()]
    earlier: list[str] = []
    group: list[tuple[Naming, str]] = []
    for naming in namings:
        if group and group[-1][0].sentence != naming.sentence:
            yield group
            group = []
        actor = resolve_party(naming, theatres.ranked(page.sentences[naming.sentence].paragraph), earlier + later, changed)
        if actor is not None:
            group.append((naming, actor))
            if actor in earlier:
                earlier.remove(actor)
            earlier.insert(0, actor)
    if group:
        yield group


def _latest_year(page: Page) -> int:
    years = [int(t.form) for t in page.tokens if t.kind == "number" and len(t.form) == 4 and t.form.isdecimal() and t.form[:2] == "20"]
    return max((y for y in years if y <= 2040), default=0)


def judge_part(model: LinearModel, features: list[str]) -> tuple[Role, float, float]:
    """The likeliest part of a mention, the probability that it has any, and how much likelier the doer is than the one aimed at
    (difference of log scores)."""
    scores = dict(zip(model.labels, model.scores(features), strict=True))
    role = max(PARTS, key=lambda part: scores[part])
    top = max(scores.values())
    absent = math.exp(scores["none"] - top) / sum(math.exp(score - top) for score in scores.values())
    return role, 1.0 - absent, scores["perpetrator"] - scores["target"]


def _stance(page: Page, found: list[Found], naming: Naming) -> ActorStance:
    """Suspected where words of doubt stand close before the name or right after it."""
    sentence = page.sentences[naming.sentence]
    for index in range(max(sentence.first, naming.first - DOUBT), min(sentence.last, naming.last + 3)):
        cue = found[index].get("cue")
        if cue is not None and cue.entry.id == "doubt":
            return "suspected"
    return "asserted"
