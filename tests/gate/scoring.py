"""Scores readings against hand-marked ones, from the definitions in this folder's README; all figures are micro-averaged F1.

Shapes: an account is the JSON object that `sijill extract --json` prints (dicts and lists), marked or read.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

Json = dict[str, Any]

SAME_LETTER = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي"})
"""Letters that writers use for each other in names."""


KIND_WORDS = frozenset({"مخيم", "معسكر", "مطار", "سوق", "حقل", "camp", "airport"})
"""Words before or after a name that some analysts write as part of it."""


def bare_name(name: str) -> str:
    """A place name without harakat, tatweel, hashtags, articles, kind words and the spellings that writers vary."""
    letters = "".join(
        c for c in unicodedata.normalize("NFKD", name.translate(SAME_LETTER)) if not unicodedata.combining(c) and c != "ـ"
    )
    words = [word for word in re.findall(r"[^\W_]+", letters.lower()) if word not in {"al", "the"}]
    named = [word for word in words if word not in KIND_WORDS] or words
    return " ".join(word.removeprefix("ال") for word in named)


@dataclass
class Figure:
    """Right, marked and read items; `f1` is 1.0 where nothing is marked and nothing read."""

    right: int = 0
    marked: int = 0
    read: int = 0

    def add(self, right: int, marked: int, read: int) -> None:
        self.right += right
        self.marked += marked
        self.read += read

    def f1(self) -> float:
        return 2 * self.right / (self.marked + self.read) if self.marked + self.read else 1.0

    def precision(self) -> float:
        return self.right / self.read if self.read else 1.0

    def recall(self) -> float:
        return self.right / self.marked if self.marked else 1.0

    def row(self) -> str:
        return f"F1 {self.f1():.3f}  precision {self.precision():.3f}  recall {self.recall():.3f}  ({self.marked} marked)"


FIGURES = (
    "harm",
    "toll",
    "account",
    "bound",
    "frame",
    "place",
    "relation",
    "actor",
    "attribution",
    "date",
    "victim",
    "circumstance",
    "evidence",
)


@dataclass
class Score:
    """One figure by name; `evidence` counts spans that stand in the text."""

    figures: dict[str, Figure] = field(default_factory=lambda: {name: Figure() for name in FIGURES})

    def count(self, name: str, marked: Iterable[Hashable], read: Iterable[Hashable]) -> None:
        """Compare two multisets of facts."""
        left, right = Counter(marked), Counter(read)
        self.figures[name].add((left & right).total(), left.total(), right.total())

    def f1(self, name: str) -> float:
        return self.figures[name].f1()


def harm_fact(harm: Json) -> Hashable:
    """All that a harm says: kind, group, who, bounds, hedge and unit."""
    return tuple(harm.get(name) for name in ("kind", "group", "who", "low", "high", "hedge", "unit"))


def toll_fact(harm: Json) -> Hashable:
    return (harm["kind"], harm["low"], harm["high"])


def has_number(harm: Json) -> bool:
    return harm["low"] is not None or harm["high"] is not None


def place_names(account: Json) -> set[str]:
    return {bare_name(place["name"]) for place in account["places"]}


def actor_facts(account: Json) -> set[Hashable]:
    return {(actor["id"], actor["role"], actor["stance"]) for actor in account["actors"]}


def day_fact(account: Json) -> tuple[str, str] | None:
    when = account["date"]
    return (when["from"], when["to"]) if when else None


def frame_fact(account: Json) -> Hashable:
    return (account["scope"], bool(account["headline"]), account["stance"])


def victim_fact(victim: Json) -> Hashable:
    """Who it was, as far as the words say: name, fate, age and sex."""
    return (bare_name(victim["name"] or ""), victim["fate"], victim["age"], victim["sex"])


def each(fact: Callable[[Json], Hashable], part: str, accounts: list[Json]) -> list[Hashable]:
    """The facts of one part over all accounts."""
    return [fact(claim) for account in accounts for claim in account.get(part, [])]


def kinship(marked: Json, read: Json) -> float:
    """How much two accounts tell the same; 0 where nothing but the frame is shared."""
    harms: int = (Counter(map(harm_fact, marked["harms"])) & Counter(map(harm_fact, read["harms"]))).total()
    numbers: int = (Counter(map(toll_fact, marked["harms"])) & Counter(map(toll_fact, read["harms"]))).total()
    places = len(place_names(marked) & place_names(read))
    actors = len(actor_facts(marked) & actor_facts(read))
    same_type = bool(marked["event_type"] == read["event_type"])
    return 2.0 * harms + numbers + 2.0 * places + 1.5 * same_type + actors + 0.25 * (frame_fact(marked) == frame_fact(read))


def pair_accounts(marked: list[Json], read: list[Json]) -> list[tuple[Json, Json]]:
    """One to one, the closest pair first; a pair must share more than its frame."""
    ranked = sorted(((kinship(m, r), -i, -j) for i, m in enumerate(marked) for j, r in enumerate(read)), reverse=True)
    pairs: list[tuple[Json, Json]] = []
    taken_marked: set[int] = set()
    taken_read: set[int] = set()
    for value, i, j in ranked:
        if value >= 1 and i not in taken_marked and j not in taken_read:
            taken_marked.add(i)
            taken_read.add(j)
            pairs.append((marked[-i], read[-j]))
    return pairs


def cited_claims(account: Json) -> list[Json]:
    """Everything in an account that must cite the text; a date given by the dateline alone cites nothing."""
    claims = [
        claim for part in ("places", "actors", "harms", "attributions", "victims", "circumstances") for claim in account.get(part, [])
    ]
    return claims + ([account["date"]] if account["date"] and account["date"]["quote"] is not None else [])


def stands_in_text(claim: Json, text: str) -> bool:
    """The quote is the text at the span, holds a letter or digit, and is no longer than 300 characters."""
    start, end = claim["span"]
    quote = claim["quote"]
    return 0 <= start < end <= len(text) and text[start:end] == quote and len(quote) <= 300 and any(c.isalnum() for c in quote)


def score_document(score: Score, text: str, marked: list[Json], read: list[Json]) -> None:
    """Add one document to `score`."""
    marked_harms = [harm for account in marked for harm in account["harms"]]
    read_harms = [harm for account in read for harm in account["harms"]]
    score.count("harm", each(harm_fact, "harms", marked), each(harm_fact, "harms", read))
    score.count("toll", map(toll_fact, filter(has_number, marked_harms)), map(toll_fact, filter(has_number, read_harms)))
    pairs = pair_accounts(marked, read)
    alike = [(m, r) for m, r in pairs if m["event_type"] == r["event_type"]]
    score.figures["account"].add(len(alike), len(marked), len(read))
    score.figures["frame"].add(sum(frame_fact(m) == frame_fact(r) for m, r in pairs), len(marked), len(read))
    bound = 0
    for m, r in alike:
        if place_names(m) & place_names(r) or not (place_names(m) or place_names(r)):
            bound += (Counter(map(harm_fact, m["harms"])) & Counter(map(harm_fact, r["harms"]))).total()
    score.figures["bound"].add(bound, len(marked_harms), len(read_harms))
    score_pairs(score, pairs, marked, read)
    if any("victims" in account for account in marked):
        score.count("victim", each(victim_fact, "victims", marked), each(victim_fact, "victims", read))
    if any("circumstances" in account for account in marked):
        score.count("circumstance", each(itemgetter("kind"), "circumstances", marked), each(itemgetter("kind"), "circumstances", read))
    claims = [claim for account in read for claim in cited_claims(account)]
    score.figures["evidence"].add(sum(stands_in_text(claim, text) for claim in claims), len(claims), len(claims))


def score_pairs(score: Score, pairs: list[tuple[Json, Json]], marked: list[Json], read: list[Json]) -> None:
    """The facts that count only inside paired accounts: places, actors, attributions and dates."""
    facts: dict[str, Callable[[Json], set[Any]]] = {
        "place": place_names,
        "relation": lambda account: {(bare_name(place["name"]), place["relation"]) for place in account["places"]},
        "actor": actor_facts,
        "attribution": lambda account: {source["kind"] for source in account["attributions"]},
        "date": lambda account: {day_fact(account)} - {None},
    }
    for name, facts_of in facts.items():
        right = sum(len(facts_of(m) & facts_of(r)) for m, r in pairs)
        score.figures[name].add(right, sum(len(facts_of(a)) for a in marked), sum(len(facts_of(a)) for a in read))
