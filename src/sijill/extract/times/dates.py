"""Dates that are written out: "5 March 2014", «الخامس من آذار», "18/01/2023", "late June", «عام 2018», ranges of them."""

from datetime import date

from sijill.extract.times.calendar import Days, day_of, month_before, one_day, season, third, whole_month, whole_year
from sijill.extract.times.words import DAY_YEAR, Found, Timeline

_JOINTS = frozenset({"/", "-", "–", "—", "من", "of", "شهر", "لشهر", "،", ",", "(", ")", ".", "\\"})
_SIGNS = frozenset({"/", "-", "–", ".", "\\"})
_ENDINGS = frozenset({"th", "st", "nd", "rd"})
_YEAR_LEADS = frozenset({"من", "عام", "سنه", "العام", "لعام", "للعام", "،", ",", "/", "-", ".", "of", "\\", "م"})
_YEAR_LABELS = frozenset({"عام", "سنه", "العام", "عامي", "السنه", "لعام", "وعام", "year"})
_MONTH_LABELS = frozenset({"شهر", "بشهر", "وشهر", "لشهر"})
_IN = frozenset({"في", "وفي", "in", "منذ", "ومنذ", "since", "خلال", "وخلال", "during", "بتاريخ", "حتي", "until"})
_UNTIL = frozenset({"-", "–", "الي", "حتي", "وحتي", "to", "and", "through", "until", "till", "و"})


def read_date(line: Timeline, index: int) -> Found | None:
    """A written date, or a range of days of one month, that begins at a token."""
    found = _numeric(line, index) or _day_first(line, index) or _month_first(line, index) or _year(line, index) or _season(line, index)
    if found is None and line.kind(index) == "third":
        found = _third(line, index)
    return found


def _resolve(line: Timeline, month: int, day: int, year: int | None) -> tuple[Days | None, bool]:
    """The day, and whether it can exist at all; without a year, the last one not after the anchor."""
    if year is None:
        if day_of(2000, month, day) is None:
            return None, False
        year = month_before(line.anchor, month, day) if line.anchor else line.year
        if year is None:
            return None, True
    found = day_of(year, month, day)
    return (one_day(found), True) if found else (None, False)


def _numeric(line: Timeline, index: int) -> Found | None:
    """Day, month and year in figures, in any order that is usual, with one sign between them."""
    tag = line.tags.get(index)
    if tag is None:
        return None
    if tag.kind == "dated":
        parts, last = [int(p) for p in line.form(index).split(".")], index + 1
    elif tag.kind in ("number", "year"):
        parts, last, sign = [tag.value], index + 1, ""
        while len(parts) < 3:
            mark = line.form(last)
            if mark not in _SIGNS or (sign and mark != sign) or line.kind(last + 1) not in ("number", "year"):
                return None
            sign = mark
            parts.append(line.tags[last + 1].value)
            last += 2
    else:
        return None
    return _figures(parts, last)


def _figures(parts: list[int], last: int) -> Found | None:
    a, b, c = parts
    if a > 31:
        found = day_of(a, b, c)
    elif c > 31:
        found = day_of(c, b, a) or day_of(c, a, b)  # day first; month first only where nothing else is a date
    else:
        return None
    return Found(last, one_day(found), False, "date-figures", True) if found else None


def _day_number(line: Timeline, index: int) -> tuple[int, int] | None:
    """(day of the month, next token) of a figure, an ordinal or "24th" at a token."""
    tag = line.tags.get(index)
    if tag is None or tag.kind not in ("number", "ordinal") or not 1 <= tag.value <= 31:
        return None
    return tag.value, line.skip(tag.last, _ENDINGS, 1)


def _month_at(line: Timeline, index: int) -> tuple[int, int] | None:
    """(month, next token), with the same month's other name behind it taken in: «شباط/فبراير», «يوليو (تموز)»."""
    tag = line.tags.get(index)
    if tag is None or tag.kind != "month":
        return None
    last = tag.last
    for lead in ({"/", "-", "(", "\\", "–"}, None):
        at = last + 1 if lead and line.form(last) in lead else last
        other = line.tags.get(at)
        if other and other.kind == "month" and other.value == tag.value:
            last = other.last + (line.form(other.last) == ")" and line.form(last) == "(")
            break
    return tag.value, last


def _year_at(line: Timeline, index: int) -> tuple[int, int] | None:
    """(year, next token) of a four-digit year, after the words that may lead to it."""
    at = line.skip(index, _YEAR_LEADS, 3)
    tag = line.tags.get(at)
    if tag is not None and tag.kind == "unit" and line.kind(tag.last) == "year":
        at, tag = tag.last, line.tags[tag.last]
    return (tag.value, tag.last) if tag is not None and tag.kind == "year" else None


def _finish(line: Timeline, month: int, days: tuple[int, int], last: int) -> Found | None:
    """Add a year or «الماضي» to day(s) and month."""
    year = _year_at(line, last)
    if year:
        last = year[1]
    elif line.kind(last) in ("last", "this"):
        last = line.tags[last].last
    first_day, fits = _resolve(line, month, days[0], year[0] if year else None)
    if not fits:
        return None
    if days[0] == days[1]:
        return Found(last, first_day, False, "date", year is not None)
    last_day, fits = _resolve(line, month, days[1], first_day.first.year if first_day else None)
    both = Days(first_day.first, last_day.last) if first_day and last_day and first_day.first <= last_day.last else None
    return Found(last, both, True, "date-range") if fits else None


def _second_day(line: Timeline, index: int) -> tuple[int, int] | None:
    """The second day of «20 إلى 31 تموز» or "Dec 1-2"."""
    if line.form(index) in _UNTIL:
        return _day_number(line, index + 1)
    tag = line.tags.get(index)
    return _day_number(line, tag.last) if tag and tag.kind == "until" else None


def _day_first(line: Timeline, index: int) -> Found | None:
    start = _day_number(line, index)
    if start is None:
        return None
    day, at = start
    end = day
    second = _second_day(line, at)
    if second and second[0] > day and _month_at(line, line.skip(second[1], _JOINTS)):
        end, at = second
    at = line.skip(at, _JOINTS, 2)
    month = _month_at(line, at)
    if month:
        return _finish(line, month[0], (day, end), month[1])
    tag = line.tags.get(at)  # «الخامس من الشهر الجاري»
    if tag and tag.kind == "unit" and tag.entry and tag.entry.more["value"] == "month" and line.kind(tag.last) in ("this", "last"):
        mark = line.tags[tag.last]
        if line.anchor is None:
            return Found(mark.last, None, False, "day-of-month")
        month_index = line.anchor.month - (mark.kind == "last")
        when = day_of(line.anchor.year - (month_index == 0), month_index or 12, day)
        return Found(mark.last, one_day(when) if when else None, False, "day-of-month")
    return None


def _month_first(line: Timeline, index: int) -> Found | None:
    lead = line.tags.get(index)
    at = lead.last if lead and lead.kind == "unit" and line.form(index) in _MONTH_LABELS else index
    month = _month_at(line, at)
    if month is None:
        return None
    number, last = month
    begin = line.skip(last, frozenset({"."}), 1)
    tag = line.tags.get(begin)
    if tag and tag.kind == "day_year":
        joined = DAY_YEAR.fullmatch(line.form(begin))
        when = day_of(int(joined[2]), number, int(joined[1])) if joined else None
        return Found(begin + 1, one_day(when), False, "date", True) if when else None
    start = _day_number(line, begin)
    lexeme = line.tags[at].entry
    english = lexeme is not None and lexeme.more["proper"]
    if start and (english or _year_at(line, start[1])):
        second = _second_day(line, start[1])
        end = second if second and second[0] > start[0] and line.kind(second[1]) != "month" else start
        found = _finish(line, number, (start[0], end[0]), end[1])
        if found:
            return found
    return _bare_month(line, index, at, number, last)


def _bare_month(line: Timeline, index: int, at: int, number: int, last: int) -> Found | None:
    """A month without a day: with a year, with «الماضي», or after a word that leads to a time."""
    year = _year_at(line, last)
    if year:
        return Found(year[1], whole_month(year[0], number), True, "month")
    known = line.kind(last) in ("last", "this")
    led = line.form(index - 1) in _IN or line.kind(index - 1) in ("since", "third", "during", "last", "until") or at > index
    if not (known or led):
        return None
    last = line.tags[last].last if known else last
    days = whole_month(month_before(line.anchor, number), number) if line.anchor else None
    return Found(last, days, True, "month")


def _year(line: Timeline, index: int) -> Found | None:
    """«عام 2018», "in 2012"; a bare number is no year."""
    tag = line.tags.get(index)
    if tag is None:
        return None
    if tag.kind == "unit" and line.form(index) in _YEAR_LABELS and line.kind(tag.last) == "year":
        return Found(line.tags[tag.last].last, whole_year(line.tags[tag.last].value), True, "year")
    if tag.kind == "year" and (line.form(index - 1) in _IN or line.kind(index - 1) in ("since", "third")):
        return Found(tag.last, whole_year(tag.value), True, "year")
    return None


def _season(line: Timeline, index: int) -> Found | None:
    tag = line.tags.get(index)
    if tag is None or tag.kind != "season":
        return None
    year = _year_at(line, tag.last)
    return Found(year[1], season(year[0], tag.value), True, "season") if year else None


def _third(line: Timeline, index: int) -> Found | None:
    """ "early June", «منتصف عام 2015», «أواخر الشهر الماضي»."""
    part = line.tags[index]
    if line.form(index) in ("earlier", "previously") and line.kind(part.last) == "this":
        return None
    at = line.skip(part.last, frozenset({"-", "من", "in", "the", "of"}), 2)
    inner = _month_first(line, at) or _year(line, at) or _stretch(line, at)
    if inner is None and line.kind(at) == "month":  # the lead is the word of thirds itself
        month, last = _month_at(line, at) or (0, at)
        days = whole_month(month_before(line.anchor, month), month) if line.anchor else None
        inner = Found(last, days, True, "month")
    if inner is None and line.kind(at) == "year":
        inner = Found(at + 1, whole_year(line.tags[at].value), True, "year")
    if inner is None:
        return None
    return Found(inner.last, third(inner.days, part.value) if inner.days else None, True, "third")


def _stretch(line: Timeline, index: int) -> Found | None:
    """«الشهر الماضي», "this year", «العام الجاري 2023» as whole months or years."""
    tag, mark = line.tags.get(index), None
    if tag and tag.kind in ("last", "this"):
        tag, mark = line.tags.get(tag.last), tag
        last = tag.last if tag else index
    elif tag and tag.kind == "unit":
        mark = line.tags.get(tag.last)
        mark = mark if mark and mark.kind in ("last", "this") else None
        last = mark.last if mark else tag.last
    if tag is None or tag.kind != "unit" or tag.entry is None or tag.entry.more["value"] not in ("month", "year"):
        return None
    year = _year_at(line, last) if tag.entry.more["value"] == "year" else None
    if year:
        return Found(year[1], whole_year(year[0]), True, "year")
    if mark is None and "ال" not in tag.clitics and line.form(index - 1) != "the":
        return None
    return Found(last, _unit_of(line.anchor, str(tag.entry.more["value"]), mark is not None and mark.kind == "last"), True, "stretch")


def _unit_of(anchor: date | None, unit: str, before: bool) -> Days | None:
    if anchor is None:
        return None
    if unit == "year":
        return whole_year(anchor.year - before)
    month = anchor.month - before
    return whole_month(anchor.year - (month == 0), month or 12)
