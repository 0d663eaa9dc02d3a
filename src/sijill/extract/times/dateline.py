"""The dateline: the date that stands apart in a text's head, or that a post carries beside its author's name."""

from datetime import date

from sijill.extract.text.page import Page, Sentence
from sijill.extract.times.dates import read_date
from sijill.extract.times.relative import read_relative
from sijill.extract.times.words import Found, Timeline, tag_page

HEAD = 160
"""Tokens from the text's beginning in which a dateline is looked for."""

_BEFORE = 6
"""Tokens that may stand before a dateline in its paragraph: an agency, a place, "Date of publication"."""

_ALONE = 14
"""A paragraph of at most so many tokens beside its date is a line of its own, not a sentence."""

_CLOSE = 6
"""Tokens at the end of a text in which a closing date is looked for."""


_STARTS = frozenset({"number", "year", "month", "ordinal", "dated", "weekday", "shortday", "day", "part"})
"""Kinds of words with which a dateline begins."""


def tag_edges(page: Page, published: date | None) -> Timeline:
    """The words of time of a page's head and end, all that a dateline is looked for in."""
    size = len(page.tokens)
    head = tag_page(page, 0, min(size, HEAD), published)
    end = tag_page(page, max(size - _CLOSE, 0), size, published)
    return Timeline(page, {**end.tags, **head.tags}, published)


def date_at_head(line: Timeline) -> tuple[int, int, date] | None:
    """(first token, token after the last, day) of the dateline, or None."""
    page = line.page
    limit = min(len(page.tokens), HEAD)
    paragraphs, tags = _paragraphs(page, limit), line.tags
    for sentence in page.sentences:
        if sentence.first >= limit:
            break
        begin, end = paragraphs[sentence.paragraph]
        index = sentence.first
        while index < min(sentence.last, limit):
            tag = tags.get(index)
            found = _dated(line, index) if tag is not None and tag.kind in _STARTS else None
            if found is None:
                index += 1
                continue
            if found.days and (_beside_post(line, index, found) or _stands_apart(sentence, begin, end, index, found)):
                return index, found.last, found.days.first
            index = max(found.last, index + 1)
    return _at_end(line)


def _at_end(line: Timeline) -> tuple[int, int, date] | None:
    """A full date in figures that closes the text ("… 8/9/2021")."""
    size = len(line.page.tokens)
    for index in range(max(size - _CLOSE, 0), size):
        found = read_date(line, index) if line.kind(index) in ("number", "year", "dated") else None
        if found and found.full and found.days and found.rule == "date-figures" and found.last == size:
            return index, found.last, found.days.first
    return None


def _paragraphs(page: Page, limit: int) -> dict[int, tuple[int, int]]:
    """First token and token after the last of every paragraph in the head."""
    bounds: dict[int, tuple[int, int]] = {}
    for sentence in page.sentences:
        if sentence.first >= limit:
            break
        begin, _ = bounds.get(sentence.paragraph, (sentence.first, 0))
        bounds[sentence.paragraph] = (begin, sentence.last)
    return bounds


def _dated(line: Timeline, index: int) -> Found | None:
    """A full date at a token, with a weekday before it or not; or a post's date without its year."""
    found = read_date(line, index)
    if found is None and line.kind(index) in ("weekday", "shortday", "day", "part"):
        found = read_relative(line, index)
        found = found if found and found.full else None
    if found is None or found.period or line.kind(index - 1) in ("since", "until", "from"):
        return None
    return found if found.full or _beside_post(line, index, found) else None


def _beside_post(line: Timeline, index: int, found: Found) -> bool:
    """A post's date: "July 16, 2025 · Shared with Public", "9:29 AM · Dec 2, 2024"."""
    return "·" in (line.form(found.last), line.form(index - 1))


def _stands_apart(sentence: Sentence, begin: int, end: int, index: int, found: Found) -> bool:
    """A date near the beginning of its paragraph, led by no word of a sentence, or in a line of its own."""
    if (end - begin) - (found.last - index) <= _ALONE:
        return True
    return found.full and index - begin <= _BEFORE and index - sentence.first <= _BEFORE
