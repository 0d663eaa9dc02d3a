"""The closed list of common words (data/<lang>/common.txt) that models may use as features: no names are among them."""

from functools import cache
from importlib.resources import files


@cache
def common_words(lang: str) -> frozenset[str]:
    """The folded common words of a language; empty for one without a list. `training/common_words.py` makes it."""
    path = files("sijill") / "data" / lang / "common.txt"
    return frozenset(path.read_text(encoding="utf-8").split()) if path.is_file() else frozenset()
