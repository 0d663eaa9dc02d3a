"""Days written in figures or words, Arabic and English, as pages write them beside a title."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from sijill.capture.page.hints import load_names
from sijill.model import DataError

FIRST_YEAR, LAST_YEAR = 1995, 2099
"""Years of publication on the web; a Hijri year (1440) is none of them."""

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        "ى": "ي",
        "ة": "ه",
        **{chr(0x660 + d): str(d) for d in range(10)},
        **{chr(0x6F0 + d): str(d) for d in range(10)},
        "\u00a0": " ",
        "\u200f": " ",
        "\u200e": " ",
    }
)

_YEAR = re.compile(r"(?:19|20)\d\d")


class Day(NamedTuple):
    """A day that stands at characters start … end-1 of some words."""

    day: date
    start: int
    end: int


def level(words: str) -> str:
    """Words with one letter for letters that are written alike; each character stays where it is."""
    folded = words.translate(_ALIKE)
    lower = folded.lower()
    return lower if len(lower) == len(folded) else folded


@cache
def _months() -> tuple[dict[str, int], re.Pattern[str]]:
    """Months by their names in `data/*/months.toml`, and how a date with one is written. Raises DataError."""
    numbers: dict[str, int] = {}
    for lang in ("ar", "en"):
        name = f"data/{lang}/months.toml"
        try:
            for entry in tomllib.loads((files("sijill") / name).read_text(encoding="utf-8"))["entry"]:
                numbers.update((level(word), int(entry["id"])) for word in entry["words"])
        except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
            raise DataError(f"{name}: {error}") from error
    month = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(numbers, key=len, reverse=True))
    pair = rf"(?:{month})(?:\s*[/(\-–|]\s*(?:{month})\)?)?"
    year = r"(?:19|20)\d\d"
    pattern = (
        rf"(?<![\d.:/])(?:(?P<y1>{year})(?P<s1>[-/.])(?P<m1>\d{{1,2}})(?P=s1)(?P<d1>\d{{1,2}})(?!\d)"
        rf"|(?P<d2>\d{{1,2}})\s?(?P<s2>[-/.\\])\s?(?P<m2>\d{{1,2}})\s?(?P=s2)\s?(?P<y2>{year})"
        rf"|(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?\s*(?:of\s+|من\s+|[-–/،,.]\s*)?(?:شهر\s+)?(?P<n3>{pair})\.?\s*(?:[-–/،,.]\s*|عام\s+|سنه\s+|of\s+)?(?P<y3>{year}))"
        rf"|(?<!\w)(?P<n4>{pair})\.?\s*(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?\s*[،,]?\s*(?P<y4>{year})(?!\d)"
        rf"|(?<!\d)(?P<y5>{year})\s*[-،,]?\s*(?P<n5>{pair})\s*[-،,]?\s*(?P<d5>\d{{1,2}})(?!\d)"
    )
    return numbers, re.compile(pattern)


def find_days(words: str) -> Iterator[Day]:
    """Every whole day in some words, in order; "03/04/2019" is 3 April, but "Monday 03/04/2019" 4 March: what was a Monday."""
    numbers, pattern = _months()
    folded = level(words)
    if not _YEAR.search(folded):
        return
    for match in pattern.finditer(folded):
        part = match.groupdict()
        if part["y1"]:
            day = _make(part["y1"], part["m1"], part["d1"])
        elif part["y2"]:
            day = _make(part["y2"], part["m2"], part["d2"])
            turned = _make(part["y2"], part["d2"], part["m2"])
            said = _weekday(folded[: match.start()])
            if day is None or (turned is not None and said not in (None, _number(day)) and said == _number(turned)):
                day = turned
        else:
            which = "3" if part["y3"] else "4" if part["y4"] else "5"
            named = re.split(r"\s*[/(\-–|]\s*", part[f"n{which}"])[0] if part[f"n{which}"] not in numbers else part[f"n{which}"]
            month = numbers.get(re.sub(r"\s+", " ", named)) or numbers.get(re.sub(r"\s+", " ", part[f"n{which}"]))
            day = _make(part[f"y{which}"], str(month or 0), part[f"d{which}"])
        if day is not None:
            yield Day(day, *match.span())


def _weekday(before: str) -> int | None:
    """The day of the week (0: Sunday) whose name ends some words."""
    name = re.search(r"([^\W\d_]+)[\s,،.:|-]*\Z", before[-20:])
    names: list[str] = load_names()["dateline"]["weekdays"]
    return names.index(name[1]) % 7 if name and name[1] in names else None


def _number(day: date) -> int:
    """The day of the week, 0 for Sunday."""
    return day.isoweekday() % 7


def _make(year: str, month: str, day: str) -> date | None:
    try:
        made = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return made if FIRST_YEAR <= made.year <= LAST_YEAR else None
