"""Times that a page gives from when it was asked for ("two hours ago", "قبل ساعتين"), and the day that they mean."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from typing import NamedTuple

from sijill.capture.page.days import level
from sijill.capture.page.hints import load_names

FURTHEST = 6
"""Days back up to which such words name a day: "a week ago" is any of several."""


class Ago(NamedTuple):
    """A time before the fetch, at characters start … end-1 of some words."""

    back: timedelta
    start: int
    end: int


def find_ago(words: str) -> Ago | None:
    """The first such time in some words that is near enough to name a day."""
    units, numbers, pattern = _grammar()
    for match in pattern.finditer(level(words)):
        if match["day"]:
            return Ago(timedelta(days=load_names()["ago"]["days"][match["day"]]), *match.span())
        unit, twice = units[match["unit"] or match["unit2"]]
        counted = match["count"] or match["count2"] or "1"
        count = 2 if twice else numbers[counted] if counted in numbers else int(counted)
        if (back := count * unit) <= timedelta(days=FURTHEST):
            return Ago(back, *match.span())
    return None


def read_fetched(headers: Mapping[str, str] | None) -> datetime | None:
    """When the server answered, by its own `Date`: it lies in the capture, so that the same capture always gives the same day."""
    said = next((value for name, value in (headers or {}).items() if name.lower() == "date"), "")
    try:
        found = parsedate_to_datetime(said)
    except (TypeError, ValueError, OverflowError):
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


@cache
def _grammar() -> tuple[dict[str, tuple[timedelta, bool]], dict[str, int], re.Pattern[str]]:
    names = load_names()["ago"]
    units = {
        word: (timedelta(seconds=seconds), kind == "two")
        for kind in ("one", "two")
        for word, seconds in names[kind].items()
    }  # fmt: skip
    numbers: dict[str, int] = names["numbers"]
    unit, number, day = (_any_of(one) for one in (units, numbers, names["days"]))
    before = "|".join(map(re.escape, names["before"]))
    counted = rf"(?P<count>\d{{1,3}}|{number})"
    pattern = (
        rf"(?<!\w)(?:(?:{before})\s+(?:{counted}\s+)?(?P<unit>{unit})(?!\w)"
        rf"|{counted.replace('count', 'count2')}\s*(?P<unit2>{unit})\s+(?:{'|'.join(map(re.escape, names['after']))})(?!\w)"
        rf"|(?P<day>{day})(?!\w))"
    )
    return units, numbers, re.compile(pattern)


def _any_of(words: Mapping[str, object]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
