"""Days that a page shows its readers: beside the title, under the text, at the beginning of the text, or counted back from the fetch.

Days in running text are what the report tells, never when it was published.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Literal

from sijill.capture.page.ago import find_ago
from sijill.capture.page.days import find_days, level
from sijill.capture.page.hints import load_names, read_hints
from sijill.capture.page.layout import Layout
from sijill.capture.page.page import Stated
from sijill.capture.page.tree import Block, Element, Tree
from sijill.capture.page.writing import write_block

LINE = 160
"""Characters of a line that may be a dateline or byline."""

BESIDE = 40
"""Characters that may stand in such a line beside days, times and the words of `data/page.toml` (a name, a town)."""

OPENING = 60
"""Characters of a text within which an agency's own dateline begins ("Damascus, 3 March 2014 (agency) - …")."""

ABOVE, LABELLED = 4, 8
"""Blocks before the title in which a line with nothing but a day may stand, whatever holds it (a forum's date above its post), and one
that a label says is of publication (a document's table of facts)."""

BADGE = 12
"""Characters of each of the three blocks that a day may be in pieces in: a leaf of a calendar."""

Rank = Literal["original", "published", "plain", "changed", "above"]

_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?::\d\d)?")
_WORD = re.compile(r"[^\W\d_]+")
_DASH = re.compile(r".{0,40}?\s*[-–—:]", re.DOTALL)
_STOP = re.compile(r"[.!?؟](?:\s|\Z)")
_TOP = re.compile(r"today|header|masthead|topbar|top-bar|toolbar|clock|current", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A day in a line beside the article: `rank` is what the line says of it, "above" where only its place speaks for it."""

    rank: Rank
    stated: Stated


def find_lines(tree: Tree, layout: Layout, fetched: datetime | None) -> Iterator[Line]:
    """Datelines: those beside the title, those under the text that say they are, then a day alone under it or above the title."""
    before = ""
    for block in layout.near:
        if block is layout.title:
            continue
        words = write_block(tree.source, block)
        for rank, stated in _read_line(words, before, fetched):
            yield Line(rank, stated)
        before = words
    yield from (Line("plain", stated) for stated in _find_badge(tree, layout))
    before = ""
    for block in (*layout.body[-2:], *layout.after):
        words = write_block(tree.source, block)
        for rank, stated in _read_line(words, before, None):
            if rank in ("original", "published"):
                yield Line(rank, stated)
            elif rank == "plain" and block in layout.body and len(words) <= OPENING:
                yield Line("above", stated)
        before = words
    yield from _find_above(tree, layout, fetched)


def is_day_alone(words: str) -> bool:
    """Whether a line has a day, or says how long ago, and nothing else that is not said of days."""
    if len(words) > LINE:
        return False
    days = [(one.start, one.end) for one in find_days(words)]
    if not days and (ago := find_ago(words)):
        days = [(ago.start, ago.end)]
    return bool(days) and not _beside(words, days)


def find_unfetched(tree: Tree, layout: Layout) -> str | None:
    """A line beside the title that counts back from a fetch of which nobody says when it was."""
    lines = (write_block(tree.source, block) for block in layout.near if block is not layout.title and block.size <= LINE)
    return next((words for words in lines if (ago := find_ago(words)) and _beside(words, [(ago.start, ago.end)]) <= BESIDE), None)


def find_opening(tree: Tree, layout: Layout) -> Stated | None:
    """An agency's own dateline at the beginning of the text, with a dash or colon behind it."""
    for block in layout.body[:2]:
        words = write_block(tree.source, block)[: OPENING * 3]
        found = next(find_days(words), None)
        if found is not None and found.start <= OPENING and not _STOP.search(words[: found.start]) and _DASH.match(words, found.end):
            lead = _WORD.findall(words[: found.start])
            if len(lead) <= 5:
                return Stated(found.day.isoformat(), "dateline", words[: found.end + 20].strip())
    return None


def _read_line(words: str, before: str, fetched: datetime | None) -> Iterator[tuple[Rank, Stated]]:
    """The days of a line that is a dateline; `before` is the line before it, which may say what they are."""
    if len(words) > LINE:
        return
    days = list(find_days(words))
    if _STOP.search(_without(words, [(one.start, one.end) for one in days])):
        return
    if days and _beside(words, [(one.start, one.end) for one in days]) <= BESIDE:
        for number, found in enumerate(days):
            lead = words[days[number - 1].end if number else 0 : found.start]
            lead = before if not number and not _WORD.search(lead) and _is_label(before) else lead
            yield _rank(lead), Stated(found.day.isoformat(), "dateline", words)
    elif not days and fetched is not None and (ago := find_ago(words)) and _beside(words, [(ago.start, ago.end)]) <= BESIDE:
        day = (fetched - ago.back).date()
        yield _rank(words[: ago.start]), Stated(day.isoformat(), f"dateline, fetched {fetched:%Y-%m-%dT%H:%M:%SZ}", words)


def _find_above(tree: Tree, layout: Layout, fetched: datetime | None) -> Iterator[Line]:
    """Lines before the title with nothing but a day, outside the page's top; the day of the fetch is what a site shows as today."""
    at = _place_of_title(tree, layout)
    blocks = tree.blocks[max(0, at - LABELLED) : at]
    for number in reversed(range(len(blocks))):
        block = blocks[number]
        if block.size > LINE or _is_top(block):
            continue
        words = write_block(tree.source, block)
        days = list(find_days(words))
        if len(days) != 1 or _beside(words, [(days[0].start, days[0].end)]) or (fetched and days[0].day == fetched.date()):
            continue
        rank, stated = next(_read_line(words, write_block(tree.source, blocks[number - 1]) if number else "", None))
        if rank != "plain":
            yield Line(rank, stated)
        elif len(blocks) - number <= ABOVE:
            yield Line("above", stated)


def _find_badge(tree: Tree, layout: Layout) -> Iterator[Stated]:
    """A day in pieces beside the title: its number, month and year in blocks of their own."""
    at = _place_of_title(tree, layout)
    blocks = tree.blocks[max(0, at - ABOVE) : at + ABOVE + 1] if layout.title else []
    for three in zip(blocks, blocks[1:], blocks[2:], strict=False):
        if any(block.size > BADGE or block is layout.title or _is_top(block) for block in three):
            continue
        words = " ".join(write_block(tree.source, block) for block in three)
        days = list(find_days(words))
        if len(days) == 1 and (days[0].start, days[0].end) == (0, len(words)):
            yield Stated(days[0].day.isoformat(), "dateline", words)


def _place_of_title(tree: Tree, layout: Layout) -> int:
    """The title's number among the blocks; 0 where there is none."""
    return next((number for number, block in enumerate(tree.blocks) if block is layout.title), 0)


def _is_top(block: Block) -> bool:
    here: Element | None = block.element
    while here is not None:
        if here.name in ("header", "nav") or "furniture" in read_hints(here) or _TOP.search(f"{here.get('class')} {here.get('id')}"):
            return True
        here = here.parent
    return False


def _is_label(words: str) -> bool:
    """Whether a line is nothing but what says which day follows ("Published", "آخر تحديث")."""
    return 0 < len(words) <= BESIDE and _beside(words, []) == 0 and _rank(words) != "plain"


def _rank(lead: str) -> Rank:
    names = load_names()["dateline"]
    said = set(_WORD.findall(level(lead)))
    if said & set(names["original"]):
        return "original"
    if said & set(names["changed"]):
        return "changed"
    return "published" if said & set(names["published"]) else "plain"


def _beside(words: str, spans: Sequence[tuple[int, int]]) -> int:
    """Letters of a line that are neither a day nor a time nor a word that leads to them."""
    left = _CLOCK.sub(" ", _without(level(words), spans))
    return sum(len(word) for word in _WORD.findall(left) if word not in _known())


@cache
def _known() -> frozenset[str]:
    return frozenset(word for kind in load_names()["dateline"].values() for word in kind)


def _without(words: str, spans: Sequence[tuple[int, int]]) -> str:
    """Words with spaces in place of some."""
    rest = list(words)
    for start, end in spans:
        rest[start:end] = " " * (end - start)
    return "".join(rest)
