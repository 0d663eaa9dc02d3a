"""Speakers: one organisation cited under many names, and what it says as a statement that several reports can repeat."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from sijill.model.account import Account
from sijill.model.errors import DataError


class Statement(NamedTuple):
    """A known speaker (an id of `data/speakers.toml`) and the numbers that he gives: kind, low and high, sorted."""

    speaker: str
    numbers: tuple[tuple[str, int | None, int | None], ...]


@cache
def call_speakers() -> dict[str, tuple[str, str]]:
    """What each speaker is called, in English and in Arabic: the first name of each script, the id where there is none. Raises
    DataError."""
    load_speakers()  # which says what is wrong with the file
    entries = tomllib.loads((files("sijill") / "data" / "speakers.toml").read_text(encoding="utf-8"))["speaker"]
    found = {}
    for entry in entries:
        latin = next((name for name in entry["names"] if name.isascii()), entry["id"])
        found[entry["id"]] = latin, next((name for name in entry["names"] if not name.isascii()), latin)
    return found


@cache
def load_speakers() -> dict[str, re.Pattern[str]]:
    """The names of each speaker in `data/speakers.toml`, compiled. Raises DataError."""
    name = "data/speakers.toml"
    try:
        entries = tomllib.loads((files("sijill") / "data" / "speakers.toml").read_text(encoding="utf-8"))["speaker"]
        found = {str(entry["id"]): _compile([str(one) for one in entry["names"]]) for entry in entries}
        wrong = [str(entry["id"]) for entry in entries if found[str(entry["id"])].search(str(entry["example"])) is None]
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise DataError(f"{name}: {error}") from error
    if wrong:
        raise DataError(f"{name}: no name of {', '.join(wrong)} stands in its example")
    return found


def name_speaker(quote: str) -> str | None:
    """The speaker whom a citation names; null where it could be anybody. The longest name decides: a ministry within a network's."""
    words = " ".join(quote.split())
    matches = [(len(match.group()), speaker) for speaker, names in load_speakers().items() if (match := names.search(words))]
    return max(matches)[1] if matches else None


def statements_of(account: Account) -> frozenset[Statement]:
    """What known speakers are cited for in an account; nothing where it states no number."""
    stated = {(h.kind, h.low, h.high) for h in account.harms if h.low is not None or h.high is not None}
    if not stated:
        return frozenset()
    numbers = tuple(sorted(stated, key=str))
    speakers = {speaker for a in account.attributions if (speaker := name_speaker(a.quote)) is not None}
    return frozenset(Statement(speaker, numbers) for speaker in speakers)


def _compile(names: list[str]) -> re.Pattern[str]:
    longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:[وفبلك]{{1,2}})?(?:{longest_first})(?!\w)", re.IGNORECASE)
