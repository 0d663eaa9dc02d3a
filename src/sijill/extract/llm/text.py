"""A report's text for a language model: cut into windows, and its quotes found again in them."""

import re
from dataclasses import dataclass, field

from sijill.model import Span

WINDOW = 12_000
"""Characters of one window: about 4,000 tokens of Arabic, which leaves room for the answer in a context of 16,000."""

LONGEST_QUOTE = 300
"""Characters of a quote; a longer one shows nothing (the reading benchmark's own limit)."""


def cut_windows(text: str, size: int = WINDOW) -> list[Span]:
    """Spans that cover `text`, in order and without overlap, none longer than `size`: cut at a blank line where there is one
    in the second half, else at a line's end, else after a sentence, else at a space, else hard."""
    windows: list[Span] = []
    start = 0
    while len(text) - start > size:
        end = last_break(text, start + size // 2, start + size)
        windows.append(Span(start, end))
        start = end
    if text[start:].strip() or not windows:
        windows.append(Span(start, len(text)))
    return windows


def last_break(text: str, low: int, high: int) -> int:
    """The end of the last break in `text[low:high]`, by the strongest kind of break that it holds."""
    for mark in ("\n\n", "\n", ". ", "؟ ", "! ", " "):
        found = text.rfind(mark, low, high)
        if found >= 0:
            return found + len(mark)
    return high


@dataclass(slots=True)
class QuoteFinder:
    """Finds quotes in one window of a text: where they stand letter for letter, but for spaces and line breaks; never by likeness.

    The same words asked for again by the same `part` are found at their next occurrence, while there is one.
    """

    text: str
    window: Span
    used: set[tuple[str, int]] = field(default_factory=set)

    def find(self, quote: object, part: str) -> Span | None:
        """The span of `quote` in the whole text, or None where it does not stand in the window."""
        if not isinstance(quote, str) or not quote.strip() or len(quote) > LONGEST_QUOTE:
            return None
        spans = self.occurrences(quote.strip())
        if not spans:
            return None
        chosen = next((span for span in spans if (part, span.start) not in self.used), spans[0])
        self.used.add((part, chosen.start))
        return chosen

    def occurrences(self, quote: str) -> list[Span]:
        """Every place where the quote stands, whole words before parts of words."""
        pattern = r"\s+".join(map(re.escape, quote.split()))
        found = [Span(*match.span()) for match in re.compile(pattern).finditer(self.text, *self.window)]
        whole = [span for span in found if self.is_whole(span)]
        return whole or found

    def is_whole(self, span: Span) -> bool:
        """True where no letter or digit goes on at either end."""
        before = self.text[span.start - 1 : span.start] if span.start else ""
        after = self.text[span.end : span.end + 1]
        return not before.isalnum() and not after.isalnum()
