"""When: every date expression of a page, resolved to calendar days against the dateline or the publication date.

A date that stands in the text beats the publication date where they conflict: it is what the report itself says. Where neither is
there, relative words stay unresolved (both days null); nothing is guessed.
"""

from datetime import date

from sijill.extract.mentions import TimeMention
from sijill.extract.page import Page
from sijill.extract.times_dateline import date_at_head
from sijill.extract.times_dates import read_date
from sijill.extract.times_relative import read_relative
from sijill.extract.times_words import Found, Timeline, tag_page
from sijill.model import Span

_NONE: frozenset[int] = frozenset()


def find_dateline(page: Page, published: date | None) -> date | None:
    """The day that stands in the text's head, as a dateline or a post's own date; None where there is none."""
    head = date_at_head(page, published)
    return head[2] if head else None


def find_times(page: Page, published: date | None, furniture: frozenset[int] = _NONE) -> tuple[TimeMention, ...]:
    """All date expressions outside the furniture, in text order, and the dateline wherever it stands.

    `published` resolves what the text itself does not.
    """
    head = date_at_head(page, published)
    anchor = head[2] if head else published
    line = tag_page(page, 0, len(page.tokens), anchor)
    found = _read_all(line, furniture)
    told = next((f for _, f, _ in found if f.full and f.days and "+" in f.rule), None)
    if head is None and told and told.days and told.days.first != anchor:  # "today, Monday 5 May 2014" says what day the report is of
        line = Timeline(page, line.tags, told.days.first)
        found = _read_all(line, furniture)
    mentions = [_mention(page, first, sentence, f, head is not None and head[0] <= first < head[1]) for first, f, sentence in found]
    if head and not any(m.dateline for m in mentions):
        mentions.append(_mention_of_head(page, head))
        mentions.sort(key=lambda m: m.first)
    return tuple(mentions)


def _read_all(line: Timeline, furniture: frozenset[int]) -> list[tuple[int, Found, int]]:
    """(first token, what was read, sentence) of all expressions, left to right, none inside another."""
    found = []
    for number, sentence in enumerate(line.page.sentences):
        if number in furniture:
            continue
        index = sentence.first
        while index < sentence.last:
            here = _read_at(line, index) if index in line.tags else None
            if here is None:
                index += 1
            else:
                found.append((index, here, number))
                index = max(here.last, index + 1)
    return found


def _read_at(line: Timeline, index: int) -> Found | None:
    """The longest reading at a token, of written dates and relative ones."""
    written, relative = read_date(line, index), read_relative(line, index)
    if written and relative:
        return relative if relative.last > written.last else written
    return written or relative


def _mention(page: Page, first: int, sentence: int, found: Found, dateline: bool) -> TimeMention:
    days = found.days
    return TimeMention(
        first,
        found.last,
        sentence,
        Span(*page.slice(first, found.last)),
        days.first if days else None,
        days.last if days else None,
        found.period,
        dateline,
        found.rule,
    )


def _mention_of_head(page: Page, head: tuple[int, int, date]) -> TimeMention:
    first, last, day = head
    sentence = next((n for n, s in enumerate(page.sentences) if s.first <= first < s.last), 0)
    return TimeMention(first, last, sentence, Span(*page.slice(first, last)), day, day, False, True, "dateline")
