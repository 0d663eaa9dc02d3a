"""Excerpts: the parts of a report's text around an account's claims, with each claim's place in them, ready for a browser.

Browsers count UTF-16 units; Python counts characters. `Mark.start`/`end` are UTF-16 units into their segment.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sijill.model import Span

CONTEXT = 320
"""Characters of a report shown on each side of a claim; a shorter report is shown whole."""

WHOLE = 1600


@dataclass(frozen=True, slots=True)
class Mark:
    """One claim in a segment; `kind` is harm, place, actor, date, attribution or victim."""

    claim: str
    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a report's text with its marks; `cut_before`, `cut_after` say that the report goes on."""

    text: str
    marks: tuple[Mark, ...]
    cut_before: bool
    cut_after: bool


def mark_text(text: str, claims: Sequence[tuple[str, str, Span]]) -> Segment:
    """The whole text as one segment with a mark for each of the claims, given as (claim id, kind, span)."""
    return _make_segment(text, 0, len(text), claims)


def cut_excerpts(text: str, claims: Sequence[tuple[str, str, Span]]) -> tuple[Segment, ...]:
    """The segments of a text that hold the claims, each given as (claim id, kind, span); the beginning where there are none."""
    if len(text) <= WHOLE:
        pieces = [[0, len(text)]]
    else:
        pieces = []
        wide = sorted((_widen_back(text, s.start - CONTEXT), _widen_on(text, s.end + CONTEXT)) for _, _, s in claims)
        for start, end in wide or [(0, _widen_on(text, CONTEXT))]:
            if pieces and start <= pieces[-1][1]:
                pieces[-1][1] = max(end, pieces[-1][1])
            else:
                pieces.append([start, end])
    return tuple(_make_segment(text, start, end, claims) for start, end in pieces)


def _make_segment(text: str, start: int, end: int, claims: Sequence[tuple[str, str, Span]]) -> Segment:
    part = text[start:end]
    inside = sorted((s, c, k) for c, k, s in claims if start <= s.start and s.end <= end and s.start < s.end)
    marks = tuple(Mark(c, k, _units(text[start : s.start]), _units(text[start : s.end])) for s, c, k in inside)
    return Segment(show(part), marks, start > 0, end < len(text))


def show(text: str) -> str:
    """Text as a page can hold it, one character for one: what HTML would change or refuse is replaced."""
    return _UNSHOWN.sub(lambda found: " " if found[0] == "\r" else "\ufffd", text)


_UNSHOWN = re.compile("[\r\0\ud800-\udfff]")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _widen_back(text: str, at: int) -> int:
    """The start of the word at `at`, or of the text."""
    at = max(at, 0)
    while at > 0 and not text[at - 1].isspace():
        at -= 1
    return at


def _widen_on(text: str, at: int) -> int:
    at = min(at, len(text))
    while at < len(text) and not text[at].isspace():
        at += 1
    return at
