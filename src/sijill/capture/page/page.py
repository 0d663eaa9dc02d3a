"""What is read from a page: its text and what it says of itself, each with where that stood."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

PAGE_LIMIT = 16 * 1024 * 1024
"""Bytes beyond which a page or PDF is refused before it is read: a fetch may stop there. News pages have some hundred thousand."""


class Run(NamedTuple):
    """Characters start … end-1 of a text, and the half-open range of the source that they stand for.

    Ranges of equal length stand for each other one by one; else the whole range stands for the whole (an entity, white space, a tag).
    """

    start: int
    end: int
    source_start: int
    source_end: int

    def locate(self, offset: int) -> tuple[int, int]:
        """The source range of one character of the run."""
        if self.end - self.start != self.source_end - self.source_start:
            return self.source_start, self.source_end
        at = self.source_start + offset - self.start
        return at, at + 1


@dataclass(frozen=True, slots=True)
class Stated:
    """A value that a page gives of itself: `where` it stood ("meta og:title", "JSON-LD datePublished", "dateline", "address") and its
    `words` there; `value` is what they mean (a day in ISO 8601)."""

    value: str
    where: str
    words: str


@dataclass(frozen=True, slots=True)
class Page:
    """A capture's main text with a map to its source, and what the page says of itself.

    `text` has no title; paragraphs are parted by a blank line. `runs` cover every character of `text`, in order; they count characters
    of the source as decoded from `encoding` (byte order mark left out), or the pages of a PDF (from 0) where `encoding` is "pdf".
    """

    text: str
    runs: tuple[Run, ...]
    encoding: str
    title: Stated | None = None
    author: Stated | None = None
    published: Stated | None = None
    site: Stated | None = None
    address: Stated | None = None
    lang: str | None = None
    captions: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def day(self) -> date | None:
        """The day of publication, as the page writes it in its own time zone."""
        return date.fromisoformat(self.published.value) if self.published else None

    def locate(self, start: int, end: int) -> tuple[int, int]:
        """The source range that characters start … end-1 of the text were taken from. Raises IndexError outside the text."""
        if not 0 <= start < end <= len(self.text):
            raise IndexError(f"{start} to {end} is not within the text of {len(self.text)} characters")
        return _run_at(self.runs, start).locate(start)[0], _run_at(self.runs, end - 1).locate(end - 1)[1]


def _run_at(runs: Sequence[Run], offset: int) -> Run:
    return runs[bisect_right(runs, offset, key=lambda run: run.start) - 1]
