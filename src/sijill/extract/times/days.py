"""Dates of one day or night told from another day: «أمس», "on Sunday", «مساء السبت», "last night"."""

from sijill.extract.times.calendar import Days, one_day, shift, weekday_before
from sijill.extract.times.dates import read_date
from sijill.extract.times.words import Found, Tag, Timeline

_DAY_WORDS = frozenset({"يوم", "يومي", "ليوم", "بيوم", "ويوم", "اليوم", "نهار", "من", "في", "ايضا", "on", "the", "of"})
_OPENERS = frozenset({"(", "،", ",", "-", "–", "/", "من", "الموافق", "ل"})


def read_day(line: Timeline, index: int) -> Found | None:
    """A day told from another one that begins at a token."""
    reader = DAY_READERS.get(line.kind(index))
    return reader(line, index) if reader else None


def _with_date(line: Timeline, found: Found) -> Found:
    """A written date right behind ("اليوم الاثنين 2 كانون الأول") settles the day, unless it names no year and cannot be resolved."""
    at = line.skip(found.last, _OPENERS, 2)
    if line.kind(at) not in ("number", "month", "ordinal", "dated", "year"):
        return found
    written = read_date(line, at)
    if written is None or written.period:
        return found
    last = written.last + (line.form(written.last) == ")")
    return Found(last, written.days or found.days, False, f"{found.rule}+{written.rule}", written.full)


def _weekday_behind(line: Timeline, index: int) -> tuple[Tag, int] | None:
    """A weekday after «أمس» or «اليوم», in brackets or not; and the token after it."""
    at = line.skip(index, _OPENERS | _DAY_WORDS, 2)
    tag = line.tags.get(at)
    if tag is None or tag.kind not in ("weekday", "shortday"):
        return None
    return tag, tag.last + (line.form(tag.last) == ")" and line.form(at - 1) == "(")


def _day(line: Timeline, index: int) -> Found | None:
    """«أمس», «اليوم السبت», "yesterday evening". A weekday beside «اليوم» beats the publication date where they conflict."""
    tag = line.tags[index]
    last, day = tag.last, shift(line.anchor, tag.value) if line.anchor else None
    behind = _weekday_behind(line, last)
    if behind:
        last = behind[1]
        if line.anchor and day and day.weekday() != behind[0].value:
            near = weekday_before(line.anchor, behind[0].value)
            day = near if (line.anchor - near).days <= 2 - tag.value else day
    elif line.kind(last) == "part":
        last = line.tags[last].last
    found = Found(last, one_day(day) if day else None, False, "weekday-day" if behind else "day")
    return _with_date(line, found)


def _night(line: Timeline, index: int) -> Found | None:
    tag = line.tags[index]
    days = Days(shift(line.anchor, tag.value - 1), shift(line.anchor, tag.value)) if line.anchor else None
    return Found(tag.last, days, False, "night")


def _just(line: Timeline, index: int) -> Found | None:
    return Found(line.tags[index].last, one_day(line.anchor) if line.anchor else None, False, "just-now")


def _weekend(line: Timeline, index: int) -> Found | None:
    """The last Saturday that is not after the anchor, with its Sunday."""
    if line.anchor is None:
        return Found(line.tags[index].last, None, False, "weekend")
    saturday = weekday_before(line.anchor, 5)
    return Found(line.tags[index].last, Days(saturday, shift(saturday, 1)), False, "weekend")


def _weekday(line: Timeline, index: int, nightly: bool = False) -> Found | None:
    """A weekday, or a pair of neighbours («ليل السبت الأحد», "Saturday and Sunday")."""
    tag = line.tags[index]
    last = tag.last
    pair = line.skip(last, frozenset({"-", "–", "/", "الي", "و", "and", "into", "الموافق"}), 2)
    second = line.tags.get(pair)
    day = weekday_before(line.anchor, tag.value) if line.anchor else None
    if second and second.kind in ("weekday", "shortday") and (second.value - tag.value) % 7 == 1:
        end = weekday_before(line.anchor, second.value) if line.anchor else None
        return Found(second.last, Days(shift(end, -1), end) if end else None, False, "weekday-pair")
    english = tag.entry is not None and tag.entry.more.get("proper")
    if line.kind(last) in (("part", "nightly") if english else ("last", "this")):
        last = line.tags[last].last
    days = one_day(day) if day else None
    if nightly and days:  # «ليلة السبت» is the night that ends on Saturday
        days = Days(shift(days.first, -1), days.first)
    return _with_date(line, Found(last, days, False, "night-of" if nightly else "weekday"))


def _part(line: Timeline, index: int) -> Found | None:
    """A part of a day before its day: «مساء أمس», "early on Monday"."""
    at = line.skip(line.tags[index].last, _DAY_WORDS, 2)
    if line.kind(at) == "part":
        at = line.skip(line.tags[at].last, _DAY_WORDS, 2)
    inner = read_day(line, at) if line.kind(at) in ("day", "weekday", "part", "nightly") else None
    if inner and inner.days and inner.rule == "weekday-pair" and "منتصف" in (line.form(index), line.form(index + 1)):
        inner = inner._replace(days=one_day(inner.days.last))  # after midnight it is the second day
    if inner is None and line.kind(at) in ("number", "month", "ordinal", "dated"):
        inner = read_date(line, at)
        inner = inner if inner and not inner.period else None
    if inner is None and line.form(at - 1) == "اليوم":  # «صباح اليوم» where a skipped word was the day itself
        inner = read_day(line, at - 1)
    return inner


def _nightly(line: Timeline, index: int) -> Found | None:
    at = line.skip(line.tags[index].last, _DAY_WORDS, 2)
    if line.kind(at) == "weekday":
        return _weekday(line, at, nightly=True)
    return None


DAY_READERS = {
    "day": _day,
    "night": _night,
    "just": _just,
    "weekend": _weekend,
    "weekday": _weekday,
    "shortday": _weekday,
    "part": _part,
    "nightly": _nightly,
}
