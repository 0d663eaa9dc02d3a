"""Ages as written beside a person: digits or number words, before or after the name. Months are no years: not read."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from sijill.extract.actors.phrases import Found
from sijill.extract.text.lexicon import load_entries
from sijill.extract.text.page import Page, fold

SKIPPED = frozenset("\"'«»“”‘’#-–")
OLDEST = 120
REACH = 7
"""Tokens after a name within which its age stands."""

_TWO = ("عامان", "عامين", "سنتان", "سنتين")


@cache
def age_words() -> dict[str, int]:
    """Number words of both languages that may be an age, folded, with and without the Arabic article."""
    found: dict[str, int] = {}
    for lang in ("ar", "en"):
        path = files("sijill") / "data" / lang / "numbers.toml"
        for entry in load_entries(path.read_text(encoding="utf-8"), f"data/{lang}/numbers.toml"):
            value = entry.more["value"]
            if isinstance(value, int) and 0 < value < 100 and not entry.more.get("scale"):
                for word in map(fold, entry.words):
                    found.setdefault(word, value)
                    if not word.isascii():
                        found.setdefault(f"ال{word}", value)
    return found


def number_at(page: Page, index: int, end: int) -> tuple[int, int] | None:
    """The age in digits or words that begins at a token («أربع وعشرين», "thirty-four"), and the token after it; None for others."""
    token = page.tokens[index]
    if token.kind == "number":
        return (int(token.form), index + 1) if token.form.isdecimal() and 0 < int(token.form[:4]) <= OLDEST else None
    words = age_words()
    value = words.get(token.form)
    if value is None:
        return None
    after = index + 1 + (index + 2 < end and page.tokens[index + 1].form == "-" and page.tokens[index + 2].form in words)
    if after < end:
        more = words.get(page.tokens[after].form.removeprefix("و"), 0)
        if not token.form.isascii() and value < 10 and more >= 20 and more % 10 == 0:
            return value + more, after + 1
        if token.form.isascii() and value >= 20 and value % 10 == 0 and 0 < more < 10:
            return value + more, after + 1
    return value, index + 1


def read_age(page: Page, found: Sequence[Found], index: int, end: int) -> tuple[int, int] | None:
    """The age that stands at or right after `index`: (years, the token after it), or None."""
    tokens = page.tokens
    limit = min(end, index + REACH)
    aged = False
    while index < limit:
        here = found[index]
        if "aged" in here:
            aged = True
            index = here["aged"].last
            continue
        form = tokens[index].form
        if (number := number_at(page, index, end)) is not None:
            years, after = number
            while after < end and tokens[after].form in SKIPPED | {")", "("}:
                after += 1
            if after < end and "age" in found[after]:
                return (years, found[after]["age"].last) if tokens[after].form != "months" else None
            return (years, number[1]) if aged else None
        if "age" in here and form in _TWO:
            return 2, index + 1
        if "age" in here and aged and index + 1 < end and (number := number_at(page, index + 1, end)) is not None:
            return number  # «ذات الأعوام الأربعة»
        if form not in SKIPPED | {"(", "،", ",", "["} and not aged:
            return None
        index += 1
    return None


def read_bare_age(page: Page, index: int, end: int) -> tuple[int, int] | None:
    """The age that stands alone behind a name in a list or after a comma: "…, 19" at the end or before a comma."""
    tokens = page.tokens
    while index < end and tokens[index].form in SKIPPED | {"(", "،", ","}:
        index += 1
    if index >= end or (number := number_at(page, index, end)) is None or tokens[index].kind != "number":
        return None
    closed = number[1] >= end or tokens[number[1]].form in {",", "،", ")", ".", ";", "؛"}
    return number if closed else None


def read_age_before(page: Page, first: int) -> int | None:
    """The age in "12-year-old boy", "a four-year-old girl"."""
    if not page.tokens[first].form.isascii():
        return None
    for back in range(first - 1, max(-1, first - 7), -1):
        if (number := number_at(page, back, first)) is not None:
            forms = [t.form for t in page.tokens[number[1] : first]]
            return number[0] if "year" in forms and "old" in forms else None
    return None
