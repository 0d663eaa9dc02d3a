"""The wounded who die move to the killed: a report that says so is no toll of its own, but changes the tolls that came before it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from sijill.review.claim import HarmClaim
from sijill.review.words import compile_words


@cache
def load_words() -> re.Pattern[str]:
    """The words of `data/wounds.toml`, compiled. Raises DataError."""
    return compile_words("wounds.toml", {"died"})["died"]


def move_wounded(claims: Sequence[HarmClaim]) -> tuple[list[HarmClaim], frozenset[str]]:
    """The claims without those that only tell of wounded who died, the earlier tolls moved by their number; and the ids of those moved.

    The source that says so moves both bounds of its own earlier tolls. For another source's the killed may be as many more and the
    injured as many fewer: its own number stays the other bound. Reports that retell the same deaths move them once. Where nothing else
    says how many were killed, such a claim stays a toll.
    """
    died = {claim.harm.id for claim in _find_died(claims)}
    others = [c for c in claims if c.harm.kind == "killed" and c.whole and c.harm.id not in died and c.numbered]
    if not died or not others:
        return list(claims), frozenset()
    most = max((c for c in claims if c.harm.id in died), key=lambda c: (c.harm.low or 0, c.harm.id))
    moved = [c if c.harm.id in died else _move(c, most) for c in claims]
    changed = frozenset(new.harm.id for old, new in zip(claims, moved, strict=True) if new is not old)
    return [c for c in moved if c.harm.id not in died], changed


def _find_died(claims: Sequence[HarmClaim]) -> Iterator[HarmClaim]:
    """Of the numbers of people killed in a sentence with such words, the one nearest to them."""
    by_report: dict[str, list[HarmClaim]] = {}
    for claim in claims:
        if claim.harm.kind == "killed" and claim.harm.unit == "people" and claim.harm.low is not None:
            by_report.setdefault(claim.report.id, []).append(claim)
    for told in by_report.values():
        text = told[0].report.text
        for words in _words_near(text, told):
            near = [
                c for c in told if not _BREAK.search(text, min(c.harm.span.end, words.end()), max(c.harm.span.start, words.start()))
            ]
            if near:
                yield min(near, key=lambda c: (_gap(c, words), c.harm.id))


def _words_near(text: str, told: Sequence[HarmClaim]) -> Iterator[re.Match[str]]:
    """The words in the sentences of the claims; the rest of a long report is not looked at."""
    end = 0
    for claim in sorted(told, key=lambda c: c.harm.span):
        start = max(end, max((m.end() for m in _BREAK.finditer(text, end, claim.harm.span.start)), default=end))
        after = _BREAK.search(text, claim.harm.span.end)
        stop = after.start() if after else len(text)
        if stop > start:
            yield from load_words().finditer(text, start, stop)
            end = stop


_BREAK = re.compile(r"[.!?؟\n]")


def _gap(claim: HarmClaim, words: re.Match[str]) -> int:
    span = claim.harm.span
    return max(words.start() - span.end, span.start - words.end(), 0)


def _move(claim: HarmClaim, died: HarmClaim) -> HarmClaim:
    """An earlier toll of killed or injured people of the same group, moved by those who died."""
    harm, count = claim.harm, died.harm.low or 0
    fighters = {harm.group == "combatant", died.harm.group == "combatant"}
    alike = harm.unit == "people" and harm.kind in ("killed", "injured") and len(fighters) == 1
    if not alike or not claim.whole or claim.report.id == died.report.id or _is_later(claim, died):
        return claim
    own = claim.voice.name == died.voice.name
    low, high = harm.low, harm.high
    if harm.kind == "killed":
        low = low + count if own and low is not None else low
        high = None if high is None else high + count
    else:
        low = None if low is None else max(0, low - count)
        high = max(0, high - count) if own and high is not None else high
    return replace(claim, harm=replace(harm, low=low, high=high))


def _is_later(claim: HarmClaim, died: HarmClaim) -> bool:
    """Whether a toll was published when those deaths were known: it has them already."""
    days = claim.voice.day, died.voice.day  # what is printed again knows no more than when it was said
    return days[0] is not None and days[1] is not None and days[0] >= days[1]
