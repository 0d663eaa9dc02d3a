"""What is said of estimates, in Arabic and English, from `data/estimates.toml`."""

from sijill.model import DataError, Notice
from sijill.tally.words import Language, load_words

FILE = "estimates.toml"


def say_notice(notice: Notice, language: Language) -> str:
    """A notice in words. Raises DataError for one that has none, or whose words ask for a value that it has not."""
    try:
        return load_words(FILE)["notice"][notice.code][language].format(**notice.values)
    except (KeyError, ValueError) as error:
        raise DataError(f"data/estimates.toml, notice {notice.code!r}: {error!r}") from error


def say_method(method: str, language: Language) -> str:
    """A method's name."""
    return _look_up(method, language)


def say_assumptions(method: str, language: Language) -> str:
    """What a method assumes."""
    return _look_up(method, f"assumes_{language}")


def _look_up(method: str, key: str) -> str:
    try:
        return load_words(FILE)["method"][method][key]
    except KeyError as error:
        raise DataError(f"data/estimates.toml, method {method!r}: {key} is missing") from error
