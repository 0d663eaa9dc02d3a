"""Feature words: what the words beside a name say about its kind (`data/levels.toml`)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from sijill.geocode.folding import fold
from sijill.model import DataError, Place, Report
from sijill.model.vocabulary import Level

BEFORE = 24  # characters before a place's span that are read for a feature word: the longest word with its article and a conjunction


@dataclass(frozen=True, slots=True)
class Features:
    """Feature words by their folded text; `parts` are words inside a name that may be taken off; `bearings` degrees of
    compass words; `countryside` words for the country around a town."""

    before: dict[str, frozenset[Level]]
    after: dict[str, frozenset[Level]]
    parts: tuple[str, ...]
    bearings: dict[str, float]
    countryside: frozenset[str]


@cache
def load_features() -> Features:
    """The feature words of the package. Raises DataError where the file is not as it should be."""
    data = tomllib.loads((resources.files("sijill") / "data" / "levels.toml").read_text(encoding="utf-8"))
    try:
        words = [(fold(entry["text"]), frozenset(entry["levels"]), entry.get("after", False)) for entry in data["word"]]
        parts = tuple(fold(part) for language in data["part"].values() for part in language)
        bearings = {fold(text): float(degrees) for degrees, texts in data["bearing"].items() for text in texts}
        countryside = frozenset(fold(word) for language in data["countryside"].values() for word in language)
    except (KeyError, TypeError) as error:
        raise DataError(f"levels.toml: {error}") from error
    before = {word: levels for word, levels, after in words if not after}
    return Features(before, {word: levels for word, levels, after in words if after}, parts, bearings, countryside)


def levels_said(report: Report, place: Place, features: Features) -> frozenset[Level] | None:
    """The levels that the words beside a place's name allow; null where they say nothing."""
    start, end = place.span
    around = report.text[max(0, start - BEFORE) : start] + " " + place.quote
    name = fold(place.name)
    words = fold(around)
    at = words.rfind(name)
    if at < 0 or not name:
        return None
    before = words[:at].split()
    after = fold(words[at + len(name) :] + " " + report.text[end : end + BEFORE]).split()
    for word in (" ".join(before[-2:]), before[-1] if before else ""):
        for form in (word, word[1:], word[2:]):  # الـ، بـ، لـ، و
            if form in features.before:
                return features.before[form]
    return features.after.get(after[0]) if after else None


def without_part(name: str, features: Features) -> str | None:
    """The name without a feature word inside it; null where there is none."""
    folded = fold(name)
    for part in features.parts:
        if folded.startswith(part + " "):
            return folded[len(part) + 1 :]
        if folded.endswith(" " + part):
            return folded[: -len(part) - 1]
    return None
