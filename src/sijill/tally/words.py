"""What is said of totals, in Arabic and English, from `data/tally.toml`."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from sijill.model import DataError

Language = Literal["en", "ar"]


@cache
def load_words(name: str) -> dict[str, dict[str, dict[str, str]]]:
    """The words of `data/<name>`, by part, code and language. Raises DataError."""
    try:
        return tomllib.loads((files("sijill") / "data" / name).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"data/{name}: {error}") from error


def say(code: str, language: Language, **values: object) -> str:
    """A word, or a sentence with values in it. Raises DataError for one that has none."""
    return _look_up("word", code, language).format(**values)


def say_why(why: str, language: Language) -> str:
    """Why incidents are left out of a tally (`total.WHY`)."""
    return _look_up("left_out", why, language)


def _look_up(part: str, code: str, language: Language) -> str:
    try:
        return load_words("tally.toml")[part][code][language]
    except KeyError as error:
        raise DataError(f"data/tally.toml, {part} {code!r}: no words in {language!r}") from error
