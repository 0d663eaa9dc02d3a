"""Stated harms of a page: candidates weighed by small log-linear models, repetitions left out, parts tied to their wholes."""

from bisect import bisect_right
from itertools import pairwise
from sys import intern

from sijill.extract.harms.around import Surroundings
from sijill.extract.harms.candidates import Candidate, Scan
from sijill.extract.harms.company import Company
from sijill.extract.harms.context import CERTAIN, lexical_who, likely_kinds, weigh
from sijill.extract.harms.features import describe
from sijill.extract.harms.repeats import Repetitions
from sijill.extract.harms.scan import scan_page
from sijill.extract.linear import LinearModel, load_model
from sijill.extract.mentions import HarmMention
from sijill.extract.text.page import Page
from sijill.model import Span

ENTRY = 0.4
"""Least probability of an entry; cross-validated on 460 reports, where harm F1 is flat between 0.4 and 0.5."""


def find_harms(page: Page, furniture: frozenset[int] = frozenset()) -> tuple[HarmMention, ...]:
    """Every stated harm of a page in text order, each once. Linear in the page's length; never raises for any text."""
    scan = scan_page(page, furniture)
    if not scan.candidates:
        return ()
    around = Surroundings(scan)
    chances = weigh_kinds(around, load_model("harm_kind"))
    kinds = likely_kinds(chances, around.twinned)
    repetitions, company = Repetitions(around, kinds, chances), Company(around, kinds)
    entry, place, group, who = (load_model(f"harm_{name}") for name in ("entry", "place", "group", "who"))
    chosen = choose_entries(repetitions, entry, place)
    rising = _rising(scan, [i for i in sorted(chosen) if kinds[i] in _GROWING])
    found: list[HarmMention] = []
    wholes: dict[int, int] = {}
    for i, c in enumerate(scan.candidates):
        if i not in chosen:
            continue
        features = company.describe(i)
        said = lexical_who(c)
        company.settled[i] = "civilian" if kinds[i] == "displaced" or said == "rescuer" else group.choose(features)[0]
        described = said if said in CERTAIN or not said else who.choose(features)[0]
        whole = _whole(c, i, wholes, found, kinds[i], scan.candidates) if c.part or _of_them(page, c) else None
        wholes[i] = len(found)
        found.append(
            HarmMention(
                first=c.first,
                last=c.last,
                sentence=c.sentence,
                span=Span(*page.slice(c.first, c.last)),
                kind=kinds[i],  # type: ignore[arg-type]
                group=company.settled[i],  # type: ignore[arg-type]
                who=None if described in ("none", "") else described,  # type: ignore[arg-type]
                low=c.low,
                high=c.high,
                hedge=c.hedge,
                unit="families" if c.head is not None and c.head.unit == "families" and c.shape in _COUNTED else "people",
                part_of=whole,
                may_rise=i in rising,
                rule=intern(f"harm.{c.shape}.{c.head.id if c.head is not None else 'bare'}"),
            )
        )
    return tuple(found)


OUTRIGHT = 0.1
"""What is left of a doubt where the words say outright that a stated number left their homes, or that a side lost a stated number of
fighters: 460 reports hold too few to learn it."""

_COUNTED = frozenset({"count", "vague", "plural", "any", "dual"})
_GROWING = frozenset({"killed", "injured", "casualties"})


def _rising(scan: Scan, entries: list[int]) -> set[int]:
    """Entries of which the text says that their number may still rise: the last ones told, within three sentences."""
    found: set[int] = set()
    by_sentence: dict[int, list[int]] = {}
    for i in entries:
        by_sentence.setdefault(scan.candidates[i].sentence, []).append(i)
    told = list(by_sentence)
    for index, sentence in enumerate(scan.page.sentences):
        if any(tag is not None and tag.cls == "rise" for tag in scan.tags[sentence.first : sentence.last]):
            place = bisect_right(told, index)
            if place and index - told[place - 1] <= 3:
                found.update(by_sentence[told[place - 1]])
    return found


def is_hopeless(around: Surroundings, number: int, previous: str) -> bool:
    """Whether a noun without a number stands where no harm word governs it and none did the one before it."""
    c = around.scan.candidates[number]
    bare = c.shape in ("plural", "any") or (c.shape == "singular" and c.definite)
    return bare and not c.part and not around.governed[number] and previous in ("-", "none")


_HOPELESS = {"none": 1.0, "killed": 0.0}


def weigh_kinds(around: Surroundings, model: LinearModel) -> list[dict[str, float]]:
    """The probabilities of each candidate's kinds, left to right: what one was is evidence for the next."""
    chances: list[dict[str, float]] = []
    previous = "-"
    for i in range(len(around.scan.candidates)):
        hopeless = is_hopeless(around, i, previous)
        chance = dict(_HOPELESS) if hopeless else weigh(model, describe(around, i, previous))
        previous = max(chance, key=chance.__getitem__)
        if (kind := around.outright(i)) and chance["none"] > OUTRIGHT:
            chance = dict.fromkeys(chance, 0.0) | {"none": OUTRIGHT, kind: 1.0 - OUTRIGHT}
        chances.append(chance)
    return chances


def choose_entries(repetitions: Repetitions, entry: LinearModel, place: LinearModel) -> set[int]:
    """The candidates that become entries: of each run of repetitions that states one harm, the fullest."""
    chosen: set[int] = set()
    for cluster in repetitions.clusters.values():
        runs: list[list[int]] = []
        for i in cluster:
            fresh = repetitions.around.outright(i) if not runs else repetitions.is_listed(i)
            if fresh or entry.probability(repetitions.describe(i), "yes") >= ENTRY:
                runs.append([i])
            elif runs:
                runs[-1].append(i)
        for run in runs:
            told = [i for i in run if not _is_furniture(repetitions, i)] or run  # no account takes anything from furniture
            full = max(told, key=lambda i: place.probability(repetitions.describe_place(i), "yes")) if len(told) > 1 else told[0]
            chosen.add(full)
    return chosen


def _is_furniture(repetitions: Repetitions, i: int) -> bool:
    scan = repetitions.around.scan
    return scan.candidates[i].sentence in scan.furniture


def _of_them(page: Page, c: Candidate) -> bool:
    """Whether a candidate counts some of those told before: "56 of them children"."""
    forms = [token.form for token in page.tokens[c.first : c.last]]
    return any(pair in {("of", "them"), ("of", "whom")} for pair in pairwise(forms))


def _whole(
    c: Candidate, i: int, wholes: dict[int, int], found: list[HarmMention], kind: str, candidates: list[Candidate]
) -> int | None:
    """The mention that a part belongs to: the nearest earlier one of its kind that is no part itself, within two sentences."""
    for j in range(i - 1, max(-1, i - 12), -1):
        if j in wholes and not candidates[j].part and found[wholes[j]].kind == kind and c.sentence - candidates[j].sentence <= 1:
            return wholes[j]
    return None
