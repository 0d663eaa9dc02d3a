"""Quantities: a number or a vague word with the hedges around it, as low and high bounds of what the words commit to."""

from typing import NamedTuple

from sijill.extract.harms.numbers import read_number
from sijill.extract.harms.words import Tag
from sijill.extract.text.page import Token
from sijill.model.vocabulary import Hedge

_VAGUE: dict[str, Hedge] = {
    "several": "several",
    "many": "many",
    "dozens": "dozens",
    "hundreds": "hundreds",
    "thousands": "thousands",
    "plural": "plural",
}
_TO = frozenset({"-", "–", "—", "to", "الي", "او", "or", "ل"})
_BETWEEN = frozenset({"between", "بين", "from", "من", "مابين"})
_AND = frozenset({"and", "و"})


HEDGED = 12
"""Most tokens of hedges before a number."""


class Quantity(NamedTuple):
    """Tokens first … last-1 and what they commit to. `vague` is true where no number is written."""

    first: int
    last: int
    low: int | None
    high: int | None
    hedge: Hedge
    vague: bool


def bounds(value: int, hedge: str) -> tuple[int | None, int | None, Hedge]:
    """What a hedged number commits to: (low, high, hedge)."""
    if hedge == "at_least":
        return value, None, "at_least"
    if hedge == "more_than":
        return value + 1, None, "more_than"
    if hedge == "up_to":
        return None, value, "up_to"
    return value, value, "about" if hedge == "about" else "exact"


def read_quantity(tokens: tuple[Token, ...], tags: list[Tag | None], index: int, end: int) -> Quantity | None:
    """The quantity that begins at a token, or None. A hedge alone is none."""
    first, hedge, between = index, "", False
    furthest = min(end, index + HEDGED)
    while index < furthest:
        tag = tags[index]
        if tag is not None and tag.cls == "hedge":
            hedge = tag.id if hedge in ("", "about") else hedge
            index += tag.size
        elif (
            tag is not None
            and tag.cls == "vague"
            and tag.id == "several"
            and tag.size == 1
            and _number_next(tokens, tags, index + 1, end)
        ):
            hedge = hedge or "about"  # "some forty"
            index += 1
        elif tokens[index].form in _BETWEEN and _number_next(tokens, tags, index + 1, end) and first == index:
            between = True
            index += 1
        elif index > first and tokens[index].form in ("a", "an", "the", "عن", "من", "ال", "ب", "ل") and index + 1 < end:
            index += 1
        else:
            break
    if index >= end:
        return None
    tag = tags[index]
    if tag is not None and tag.cls == "vague":
        return Quantity(first, index + tag.size, None, None, _VAGUE[tag.id], True)
    number = read_number(tokens, tags, index, end)
    if number is None:
        return None
    value, after = number
    spread = None if _is_growing(tags, first) else _read_spread(tokens, tags, after, end, value, between)
    if spread is not None:
        return Quantity(first, spread[1], value, spread[0], "range", False)
    if between:
        first = first + 1
    while after < end and (tag := tags[after]) is not None and tag.cls == "hedge" and tag.id in ("at_least", "about") and not hedge:
        if _number_next(tokens, tags, after + tag.size, end):
            break
        hedge, after = tag.id, after + tag.size
    low, high, kind = bounds(value, hedge)
    return Quantity(first, after, low, high, kind, False)


def _is_growing(tags: list[Tag | None], first: int) -> bool:
    """Whether "from 8 to 15" tells of a toll that rose, which is two numbers and no range."""
    return any(tag is not None and tag.id == "total" for tag in tags[max(0, first - 3) : first])


def _number_next(tokens: tuple[Token, ...], tags: list[Tag | None], index: int, end: int) -> bool:
    if index >= end:
        return False
    tag = tags[index]
    return tokens[index].kind == "number" or (tag is not None and tag.cls == "number")


def _read_spread(
    tokens: tuple[Token, ...], tags: list[Tag | None], index: int, end: int, low: int, between: bool
) -> tuple[int, int] | None:
    """The upper end of "10-15", "10 to 15", "between 10 and 15": (value, next token), or None."""
    if index + 1 >= end:
        return None
    token, tag = tokens[index], tags[index]
    glued = tag is not None and tag.cls == "number" and tag.clitics == "و" and between
    if not glued and token.form not in _TO and not (between and token.form in _AND):
        return None
    number = read_number(tokens, tags, index if glued else index + 1, end)
    if number is None or not low < number[0] <= 20 * max(low, 5):
        return None
    if number[1] < end and tokens[number[1]].form in ("-", "/", "–"):
        return None  # a date
    return number
