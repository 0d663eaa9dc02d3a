"""When: every date expression of a page, resolved to calendar days against the dateline or the publication date.

A date that stands in the text beats the publication date where they conflict: it is what the report itself says. Where neither is
there, relative words stay unresolved (both days null); nothing is guessed.
"""

from datetime import date

from sijill.extract.mentions import TimeMention
from sijill.extract.text.page import Page
from sijill.extract.times.calendar import FIRST_YEAR, LAST_YEAR, Days, one_day, shift
from sijill.extract.times.dateline import date_at_head, tag_edges
from sijill.extract.times.dates import read_date
from sijill.extract.times.relative import read_relative
from sijill.extract.times.words import Found, Tag, Timeline, tag_page
from sijill.model import Span

_AND = frozenset({"و", "and", "into", "through", "early"})
_NONE: frozenset[int] = frozenset()


def find_dateline(page: Page, published: date | None) -> date | None:
    """The day that stands in the text's head, as a dateline or a post's own date; None where there is none."""
    head = date_at_head(tag_edges(page, published if published and FIRST_YEAR < published.year < LAST_YEAR else None))
    return head[2] if head else None


def find_times(page: Page, published: date | None, furniture: frozenset[int] = _NONE) -> tuple[TimeMention, ...]:
    """All date expressions outside the furniture, in text order, and the dateline wherever it stands.

    `published` resolves what the text itself does not; a year that no report of ours can be from counts as no day at all.
    """
    published = published if published and FIRST_YEAR < published.year < LAST_YEAR else None
    line = tag_page(page, 0, len(page.tokens), published)
    head = date_at_head(line)
    anchor = head[2] if head else published
    line = Timeline(page, line.tags, anchor, None if anchor else _current_year(line))
    found = _read_all(line, furniture)
    told = next((f for _, f, _ in found if f.days and "+" in f.rule and (f.full or line.year)), None)
    if head is None and told and told.days and told.days.first != anchor:  # "today, Monday 5 May 2014" says what day the report is of
        line = Timeline(page, line.tags, told.days.first)
        found = _read_all(line, furniture)
    mentions = [_mention(page, first, sentence, f, head is not None and head[0] <= first < head[1]) for first, f, sentence in found]
    if head and not any(m.dateline for m in mentions):
        mentions.append(_mention_of_head(page, head))
        mentions.sort(key=lambda m: m.first)
    return tuple(mentions)


def _current_year(line: Timeline) -> int | None:
    """The year that a text calls its own: «العام الحالي 2023», «مطلع العام 2023», "this year, 2023"; None where it names several."""
    years = set()
    for index, tag in line.tags.items():
        if tag.kind != "year":
            continue
        before = next((t for t in (line.tags.get(index - 1), line.tags.get(index - 2)) if t and t.kind == "unit"), None)
        if before and before.entry and before.entry.more["value"] == "year" and before.clitics.endswith("ال"):
            past = line.kind(tag.last) == "last"
            years |= {tag.value} if not past else set()
    return years.pop() if len(years) == 1 else None


def _read_all(line: Timeline, furniture: frozenset[int]) -> list[tuple[int, Found, int]]:
    """(first token, what was read, sentence) of all expressions, left to right, none inside another."""
    found: list[tuple[int, Found, int]] = []
    for number, sentence in enumerate(line.page.sentences):
        if number in furniture:
            continue
        index = sentence.first
        while index < sentence.last:
            here = _read_at(line, index, found) if index in line.tags else None
            if here is None:
                index += 1
            else:
                here = _begun(line, sentence.first, index, _joined(line, here))
                found.append((index, here, number))
                index = max(here.last, index + 1)
    return found


def _begun(line: Timeline, floor: int, index: int, found: Found) -> Found:
    """«الحرب التي اندلعت في آذار 2011», "began last weekend": a stretch from then to the anchor, where more than a day is named."""
    if not (found.period or found.rule == "weekend") or found.rule in ("since", "between", "past-stretch") or found.days is None:
        return found
    begins = any(line.kind(i) == "begin" for i in range(max(floor, index - 4), index))
    if not begins or line.anchor is None or found.days.first >= line.anchor:
        return found
    return Found(found.last, Days(found.days.first, line.anchor), True, "since")


def _joined(line: Timeline, found: Found) -> Found:
    """Two neighbouring days told together: «أمس واليوم», "Friday night and into Saturday morning"."""
    if found.days is None or found.period or found.days.first != found.days.last:
        return found
    at = line.skip(found.last, _AND, 2)
    tag = line.tags.get(at)
    if tag is None or (at == found.last and not tag.clitics.startswith("و")) or tag.kind not in ("day", "weekday", "part"):
        return found
    other = read_relative(line, at)
    if other is None or other.days is None or other.days.first != other.days.last:
        return found
    if abs((other.days.first - found.days.first).days) != 1:
        return found
    days = Days(min(found.days.first, other.days.first), max(found.days.last, other.days.last))
    return Found(other.last, days, False, "day-pair")


def _read_at(line: Timeline, index: int, before: list[tuple[int, Found, int]]) -> Found | None:
    """The longest reading at a token, of written dates and relative ones; `before` is what was read so far."""
    tag = line.tags[index]
    if tag.kind == "later":
        return _counted_from(line, tag, before)
    written, relative = read_date(line, index), read_relative(line, index)
    if written and relative:
        return relative if relative.last > written.last else written
    return written or relative


def _counted_from(line: Timeline, tag: Tag, before: list[tuple[int, Found, int]]) -> Found:
    """ "the next day", «قبل ذلك بيوم»: counted from the day told before, else from the anchor."""
    told = (f.days.first for _, f, _ in reversed(before) if f.days and f.days.first == f.days.last)
    day = next(told, line.anchor)
    return Found(tag.last, one_day(shift(day, tag.value)) if day else None, False, "counted")


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
