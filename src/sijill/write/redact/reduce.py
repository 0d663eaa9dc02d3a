"""A report's text reduced to what its values need: the words around each, or the quotes alone. Spans follow."""

from bisect import bisect_right
from dataclasses import fields, is_dataclass, replace
from typing import Any, cast

from sijill.model import Account, Span

CONTEXT = 160
"""Characters on each side of a quote in an excerpt: a sentence or so; enough to see what a number counts."""

GAP = " […] "


def reduce_text(text: str, account: Account, texts: str) -> tuple[str, Account]:
    """The text as `excerpts` or `quotes`, and the account with its spans in it."""
    margin = CONTEXT if texts == "excerpts" else 0
    pieces = _pieces(text, sorted(_spans(account)), margin)
    starts, at, parts = [], 0, []
    for start, end in pieces:
        starts.append(at)
        parts.append(text[start:end])
        at += end - start + len(GAP)

    def moved(span: Span) -> Span:
        n = bisect_right([p[0] for p in pieces], span.start) - 1
        shift = starts[n] - pieces[n][0]
        return Span(span.start + shift, span.end + shift)

    return GAP.join(parts), cast(Account, _move(account, moved))


def _pieces(text: str, spans: list[Span], margin: int) -> list[tuple[int, int]]:
    found: list[list[int]] = []
    for span in spans:
        start, end = _word_start(text, span.start - margin), _word_end(text, span.end + margin)
        if not margin:
            start, end = span
        if found and start <= found[-1][1]:
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([start, end])
    return [(start, end) for start, end in found]


def _spans(value: Any) -> list[Span]:
    if isinstance(value, Span):
        return [value]
    if is_dataclass(value) and not isinstance(value, type):
        return [span for f in fields(value) for span in _spans(getattr(value, f.name))]
    return [span for part in value for span in _spans(part)] if isinstance(value, tuple) else []


def _move(value: Any, moved: Any) -> Any:
    if isinstance(value, Span):
        return moved(value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _move(getattr(value, f.name), moved) for f in fields(value)})
    return tuple(_move(part, moved) for part in value) if isinstance(value, tuple) else value


def _word_start(text: str, at: int) -> int:
    at = max(at, 0)
    while at > 0 and not text[at - 1].isspace():
        at -= 1
    return at


def _word_end(text: str, at: int) -> int:
    at = min(at, len(text))
    while at < len(text) and not text[at].isspace():
        at += 1
    return at
