"""What an incident's reports disagree on: numbers, words against numbers, days, places, and who did it."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from sijill.model import Filing, Harm, Placement, Reason, Toll
from sijill.model.vocabulary import Hedge
from sijill.review.distance import distance_km

LEAST_IN_WORDS: Mapping[Hedge, int] = {"dozens": 30, "hundreds": 300, "thousands": 3000}
"""Below these a number differs from the word: an Arabic plural begins at three, so "tens" at thirty. Shown, never counted."""


def find_contradictions(filings: Sequence[Filing], tolls: Sequence[Toll]) -> tuple[Reason, ...]:
    """Every disagreement, in both languages, in a fixed order."""
    return (*_numbers(filings, tolls), *_words(filings), *_days(filings), *_places(filings))


def _numbers(filings: Sequence[Filing], tolls: Sequence[Toll]) -> Iterator[Reason]:
    harms = {h.id: h for f in filings for h in f.account.harms}
    for toll in tolls:
        if toll.contradictory:
            said = sorted((harms[c] for c in toll.claims), key=lambda h: (h.low or h.high or 0, h.id))
            first, last = said[0].quote, said[-1].quote
            yield Reason(
                "numbers_differ",
                f"{toll.kind}, {toll.group}: “{first}” and “{last}” cannot both be true",
                f"{_KIND_AR[toll.kind]}: «{first}» و«{last}» لا يصحان معاً",
            )


def _words(filings: Sequence[Filing]) -> Iterator[Reason]:
    """A word of scale beside a lower number of the same harm in one report, e.g. "dozens" in the title and "about 20" in the text."""
    for filing in filings:
        harms = [h for h in filing.account.harms if h.part_of is None and h.unit == "people"]
        for word, number in ((w, n) for w in harms for n in harms):
            least = LEAST_IN_WORDS.get(word.hedge)
            if least is not None and number.high is not None and number.high < least and _same_harm(word, number):
                yield Reason(
                    "words_differ",
                    f"one report says both “{word.quote}” and “{number.quote}”: both are kept",
                    f"تقرير واحد يقول «{word.quote}» و«{number.quote}»: يُحفظ القولان",
                )


def _same_harm(word: Harm, number: Harm) -> bool:
    alike = word.kind == number.kind or word.kind == "casualties" or number.kind == "casualties"
    return alike and "combatant" not in {word.group, number.group} - ({word.group} & {number.group})


def _days(filings: Sequence[Filing]) -> Iterator[Reason]:
    dated = [f.account.date for f in filings if f.account.date is not None]
    if dated and max(d.first for d in dated) > min(d.last for d in dated):
        early, late = min(d.last for d in dated), max(d.first for d in dated)
        yield Reason("days_differ", f"reports give days from {early} to {late}", f"تذكر التقارير أياماً من {early} إلى {late}")


def _places(filings: Sequence[Filing]) -> Iterator[Reason]:
    placed = [p for f in filings for p in f.placements[:1] if p.lat is not None]
    for a, b in combinations(placed, 2):
        gap = distance_km(a, b)
        if gap > 5 + (_radius_km(a) + _radius_km(b)):
            yield Reason("places_differ", f"reports place it {gap:.0f} km apart", f"تضعه التقارير في مكانين بينهما {gap:.0f} كم")
            return


def _radius_km(placement: Placement) -> float:
    return (placement.radius_m or 0) / 1000


_KIND_AR = {
    "killed": "قتلى",
    "injured": "مصابون",
    "missing": "مفقودون",
    "abducted": "مختطفون",
    "displaced": "نازحون",
    "casualties": "قتلى وجرحى",
}
