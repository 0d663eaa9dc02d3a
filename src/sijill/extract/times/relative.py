"""Dates counted from another day: «قبل يومين», "over the past two weeks", «منذ بداية العام»; and days told from it (times_days)."""

from datetime import date

from sijill.extract.text.lexicon import bare
from sijill.extract.times.calendar import Days, one_day, shift, shift_months, third, whole_month, whole_year
from sijill.extract.times.dates import read_date
from sijill.extract.times.days import DAY_READERS
from sijill.extract.times.words import Found, Timeline

_UNCOUNTED = frozenset({"ايام", "اسابيع", "اشهر", "شهور", "سنوات", "اعوام", "days", "weeks", "months", "years"})
"""Plurals that say no number: "in recent days" is no date."""

_THE_PAST = frozenset(
    {"the", "about", "نحو", "حوالي", "قرابه", "اكثر", "من", "more", "than", "some", "around", "ال", "اقل", "at", "least"}
)


def read_relative(line: Timeline, index: int) -> Found | None:
    """A relative date that begins at a token; the longest reading of those that fit."""
    kind = line.kind(index)
    readings = _READERS.get(kind)
    if readings is None:
        return None
    best: Found | None = None
    for reader in readings:
        found = reader(line, index)
        if found and (best is None or found.last > best.last):
            best = found
    return best


def _count(line: Timeline, index: int) -> tuple[int, str, int] | None:
    """(how many, of which unit, next token): «ثلاثة أيام», "24 hours", «أسبوعين», a single «أسبوع»."""
    at = line.skip(index, _THE_PAST, 3)
    tag = line.tags.get(at)
    if tag is None:
        return None
    if tag.kind in ("count", "number", "ordinal"):
        unit = line.tags.get(line.skip(tag.last, frozenset({"-", "ال"}), 1))
        if unit is None or unit.kind != "unit" or unit.entry is None or not tag.value:
            return None
        return tag.value, str(unit.entry.more["value"]), unit.last
    if tag.kind == "unit" and tag.entry is not None and bare(line.form(at)) not in _UNCOUNTED:
        return int(tag.entry.more.get("count", 1)), str(tag.entry.more["value"]), tag.last
    return None


def _back(day: date, count: int, unit: str) -> date:
    """The day that lies so many units before another."""
    if unit == "hour":
        return shift(day, -max(1, round(count / 24)))
    if unit in ("month", "year"):
        return shift_months(day, -min(count, 9999) * (12 if unit == "year" else 1))
    return shift(day, -min(count, 99999) * (7 if unit == "week" else 1))


def _ago(line: Timeline, index: int) -> Found | None:
    """«قبل يومين» or, from the count on, "two days ago"."""
    tag = line.tags[index]
    counted = _count(line, tag.last if tag.kind in ("ago", "since") else index)
    if counted is None:
        return None
    count, unit, last = counted
    if tag.kind not in ("ago", "since"):
        if line.form(last) == "of" and tag.kind in ("count", "number") and count > 1 and unit == "day":  # "two days of fighting"
            return Found(last, Days(_back(line.anchor, count, unit), line.anchor) if line.anchor else None, True, "past-stretch")
        if line.form(last) != "ago":
            return None
        last += 1
    if unit == "hour":
        count = 0 if count < 18 else count
    if line.anchor is None:
        return Found(last, None, False, "ago")
    day = _back(line.anchor, count, unit) if count else line.anchor
    if unit == "month":
        return Found(last, whole_month(day.year, day.month), True, "ago")
    return Found(last, whole_year(day.year) if unit == "year" else one_day(day), unit == "year", "ago")


def _span(line: Timeline, index: int) -> Found | None:
    """A stretch that ends on the anchor: «خلال اليومين الماضيين», "the past 24 hours", «خلال أسبوع»."""
    tag = line.tags[index]
    at, lead = tag.last, tag.kind
    if lead == "during":
        at = line.skip(at, _THE_PAST, 3)
        if line.kind(at) == "last":
            lead, at = "last", line.tags[at].last
    if lead not in ("during", "last"):
        at = index
    counted = _count(line, at)
    if counted is None:
        return None
    count, unit, last = counted
    if unit == "month" and line.kind(last) == "month":
        return None
    if line.kind(last) == "last":
        lead, last = "last", line.tags[last].last
    elif line.form(last) == "ago" or (line.kind(last) in ("year", "this")):
        return None
    if lead not in ("during", "last") or (
        lead == "during" and line.form(index) in ("in", "for", "في") and not _counted_plainly(line, at)
    ):
        return None
    past = any(line.form(i) == "past" for i in range(index, last))
    if lead == "last" and count == 1 and unit != "hour" and tag.kind != "during" and not past:
        return _calendar_unit(line, unit, last, before=True)
    days = Days(_back(line.anchor, count, unit), line.anchor) if line.anchor else None
    return Found(last, days, True, "past-stretch")


def _counted_plainly(line: Timeline, index: int) -> bool:
    """ "in two days" is a stretch; "in a day" or "in years" says nothing."""
    tag = line.tags.get(line.skip(index, _THE_PAST, 3))
    if tag is None:
        return False
    return (tag.kind in ("count", "number") and tag.value > 1) or (tag.entry is not None and tag.entry.more.get("count", 1) == 2)


def _calendar_unit(line: Timeline, unit: str, last: int, before: bool) -> Found | None:
    """The week (Monday to Sunday), month or year before the anchor's, or the anchor's own up to the anchor."""
    if unit not in ("week", "month", "year"):
        return None
    day = line.anchor
    if day is None:
        return Found(last, None, True, f"{unit}-of")
    if unit == "week" and not before and not line.page.tokens[last - 1].form.isascii():  # an Arabic week begins on Sunday
        days = Days(shift(day, -((day.weekday() + 1) % 7 or 7)), day)
    elif unit == "week":
        monday = shift(day, -day.weekday() - (7 if before else 0))
        days = Days(monday, shift(monday, 6))
    elif unit == "month":
        at = shift_months(day, -1) if before else day
        days = whole_month(at.year, at.month)
    else:
        days = whole_year(day.year - before)
    return Found(last, days if before else Days(days.first, day), True, f"{unit}-of")


def _this(line: Timeline, index: int) -> Found | None:
    """«هذا الأسبوع», "this year", «الشهر الجاري»."""
    tag = line.tags[index]
    if tag.kind == "this":
        unit = line.tags.get(tag.last)
        last = unit.last if unit else index
    else:
        unit, mark = tag, line.tags.get(tag.last)
        if mark is None or mark.kind != "this" or "ال" not in line.form(tag.last):
            return None
        last = mark.last
    if unit is None or unit.kind != "unit" or unit.entry is None or unit.entry.more.get("count"):
        return None
    if unit.entry.more["value"] == "day":
        return None
    return _calendar_unit(line, str(unit.entry.more["value"]), last, before=False)


def _since(line: Timeline, index: int) -> Found | None:
    """From a time to the anchor: «منذ 20 تموز», "since March", «منذ مطلع العام», «منذ يومين»."""
    start = line.tags[index].last
    for at in range(start, min(start + 9, len(line.page.tokens))):
        if line.form(at) in {".", "؟", ";", "؛", "!"}:
            return None
        inner = read_date(line, at)
        if inner is None and (at - start <= 3 or line.kind(at) in ("weekday", "day")):
            inner = _exactly_ago(line, index) if at == start else None
            inner = inner or read_relative(line, at)
        if inner and (at - start <= 1 or inner.rule != "year"):
            return _until_now(line, inner)
    return None


def _exactly_ago(line: Timeline, index: int) -> Found | None:
    """«منذ شهر» begins on the same day a month before."""
    counted = _count(line, line.tags[index].last)
    if counted is None:
        return None
    count, unit, last = counted
    return Found(last, one_day(_back(line.anchor, count, unit)) if line.anchor else None, False, "ago")


def _until_now(line: Timeline, inner: Found) -> Found:
    last, end = inner.last, line.anchor
    if line.kind(last) == "until" or line.form(last) in ("و", "،", ","):
        at = line.skip(last, frozenset({"،", ",", "و"}), 1)
        at = line.tags[at].last if line.kind(at) == "until" else at
        found = read_date(line, at) or read_relative(line, at)
        other = found if at > last + 1 or line.kind(last) == "until" else None
        if other and other.days:
            last, end = other.last, other.days.last
    if inner.days is None:
        return Found(last, None, True, "since")
    if end is None:  # without a day to count to: as far as the words go, a year where they name its beginning
        whole = whole_year(inner.days.first.year) if inner.rule in ("third", "stretch") else inner.days
        return Found(last, Days(inner.days.first, max(whole.last, inner.days.last)), True, "since")
    if inner.days.first == end:
        return Found(last, one_day(end), False, "since")
    return Found(last, Days(inner.days.first, end) if inner.days.first < end else None, True, "since")


def _between(line: Timeline, index: int) -> Found | None:
    """Two times with a word before and between: "from March to May", «من 7 تموز حتى الخامس من الشهر الجاري»."""
    first = read_date(line, line.tags[index].last) or read_relative(line, line.tags[index].last)
    if first is None:
        return None
    at = line.skip(first.last, frozenset({"،", ","}), 1)
    if line.kind(at) == "until":
        at = line.tags[at].last
    elif line.form(at) in ("and", "و"):
        at += 1
    elif not line.form(at).startswith("و"):
        return None
    second = read_date(line, at) or read_relative(line, at)
    if second is None:
        return None
    good = first.days and second.days and first.days.first <= second.days.last
    return Found(
        second.last, Days(first.days.first, second.days.last) if good and first.days and second.days else None, True, "between"
    )


def _third_of_unit(line: Timeline, index: int) -> Found | None:
    """ "earlier this year", «بداية العام»: thirds where the whole is clear."""
    part = line.tags[index]
    if line.form(index) in ("earlier", "previously") and line.kind(part.last) == "this":
        return _this(line, part.last)
    whole = _this(line, part.last) if line.kind(part.last) in ("this", "unit") else None
    if whole is None or line.anchor is None or whole.days is None:
        return None
    return Found(whole.last, third(whole.days, part.value), True, "third")


_READERS = {
    **{kind: (reader,) for kind, reader in DAY_READERS.items()},
    "part": (DAY_READERS["part"], _third_of_unit),
    "ago": (_ago,),
    "count": (_ago, _span),
    "number": (_ago,),
    "unit": (_this, _span, _ago),
    "during": (_span,),
    "last": (_span,),
    "this": (_this,),
    "since": (_since,),
    "from": (_between,),
    "third": (_third_of_unit, DAY_READERS["part"]),
}
