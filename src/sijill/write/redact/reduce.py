"""A report's text reduced to what its values need: the words around each, or the quotes alone. Spans follow."""

from bisect import bisect_right

from sijill.model import Account, Span
from sijill.write.redact.spans import list_spans, move_spans

CONTEXT = 160
"""Characters on each side of a quote in an excerpt: a sentence or so; enough to see what a number counts."""

GAP = " […] "


def reduce_text(text: str, account: Account, texts: str) -> tuple[str, Account]:
    """The text as `excerpts` or `quotes`, and the account with its spans in it."""
    margin = CONTEXT if texts == "excerpts" else 0
    pieces = _pieces(text, sorted(list_spans(account)), margin)
    starts, at, parts = [], 0, []
    for start, end in pieces:
        starts.append(at)
        parts.append(text[start:end])
        at += end - start + len(GAP)

    def moved(span: Span) -> Span:
        n = bisect_right([p[0] for p in pieces], span.start) - 1
        shift = starts[n] - pieces[n][0]
        return Span(span.start + shift, span.end + shift)

    reduced = GAP.join(parts)
    return reduced, move_spans(account, reduced, moved)


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
