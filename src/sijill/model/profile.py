"""Counting profiles: how each body turns words into numbers, read from `data/profiles.toml`; only totals ever use them."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from sijill.model.errors import DataError
from sijill.model.vocabulary import VAGUE_HEDGES


@dataclass(frozen=True, slots=True)
class CountingProfile:
    """`words` gives for a hedge without a number the (low, high) that the body counts; a hedge that is not there stays a word."""

    name: str
    words: dict[str, tuple[int, int]] = field(default_factory=dict)


@cache
def load_profiles() -> dict[str, CountingProfile]:
    """Every profile of the package by name. Raises DataError that names the profile and the word."""
    text = (files("sijill") / "data" / "profiles.toml").read_text(encoding="utf-8")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"data/profiles.toml: {error}") from error
    found = {}
    for row in data.get("profile", []):
        name, words = row.get("name"), row.get("words", {})
        for hedge, bounds in words.items():
            if hedge not in VAGUE_HEDGES or len(bounds) != 2 or bounds[0] > bounds[1]:
                raise DataError(f"data/profiles.toml, profile {name!r}: {hedge} = {bounds} is not a hedge with a low and a high")
        found[str(name)] = CountingProfile(str(name), {h: (int(b[0]), int(b[1])) for h, b in words.items()})
    return found
